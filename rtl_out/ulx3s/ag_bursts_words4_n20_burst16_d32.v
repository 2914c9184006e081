// The request process of an address generator: rows into bursts of memory beats.
module ag_bursts_words4_n20_burst16_d32 (
    input  wire        clk,
    input  wire        rst,
    input  wire        store,
    // rows to request
    output wire        row_want,
    input  wire        row_open,
    input  wire [29:0] row_address,
    input  wire [19:0] row_length,
    input  wire [5:0]  stored,
    input  wire        load_take,
    input  wire        store_take,
    // the burst asked for: first beat address, beats less one; granted in the same cycle
    output wire        request,
    output wire [27:0] address,
    output wire [7:0]  beats,
    input  wire        grant,
    input  wire        response,
    output wire        busy,
    output wire        waiting
);
    reg active;
    reg [27:0] next_beat;
    reg [18:0] left;
    reg [5:0] held;
    reg [15:0] outstanding;

    wire [4:0] room = 5'h10 - {1'b0, next_beat[3:0]};
    wire whole = left <= {14'd0, room};
    wire [4:0] size = whole ? left[4:0] : room;
    wire [5:0] level = store ? stored : 6'h20;
    wire [6:0] need = {1'b0, held} + {2'd0, size};
    assign request = active & (need <= {1'b0, level});
    assign address = next_beat;
    assign beats = {3'd0, size - 5'd1};
    wire done = grant & whole;
    assign row_want = (~active) | done;
    wire [20:0] offset = {19'd0, row_address[1:0]};
    wire [20:0] end_w = ({1'b0, row_length} + offset) + 21'd3;
    wire returned = store ? store_take : load_take;
    wire [5:0] taken = grant ? {1'b0, size} : 6'd0;
    wire sent = grant & store;
    assign busy = active;
    assign waiting = |outstanding;
    wire [20:0] next_part = end_w >> 2'd2;

    always @(posedge clk) begin
        if (grant) begin
            next_beat <= next_beat + {23'd0, size};
            left <= left - {14'd0, size};
        end
        if (done) active <= 1'b0;
        if (row_open) begin
            active <= 1'b1;
            next_beat <= row_address[29:2];
            left <= next_part[18:0];
        end
        held <= (held + taken) - {5'd0, returned};
        if (sent & (~response)) begin
            outstanding <= outstanding + 16'd1;
        end else if (response & (~sent)) begin
            outstanding <= outstanding - 16'd1;
        end
        if (rst) begin
            active <= 1'b0;
            held <= 6'd0;
            outstanding <= 16'd0;
        end
    end

    wire unused_bits = &{1'b0, next_part[20:19]};
endmodule
