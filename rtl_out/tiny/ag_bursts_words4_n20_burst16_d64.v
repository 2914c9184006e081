// The request process of an address generator: rows into bursts of memory beats.
module ag_bursts_words4_n20_burst16_d64 (
    input  wire        clk,
    input  wire        rst,
    input  wire        store,
    // rows to request
    output wire        row_want,
    input  wire        row_open,
    input  wire [29:0] row_address,
    input  wire [19:0] row_length,
    input  wire [1:0]  width,
    input  wire [6:0]  withheld,
    input  wire [6:0]  stored,
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
    reg [6:0] held;
    reg [15:0] outstanding;

    wire [4:0] room = 5'h10 - {1'b0, next_beat[3:0]};
    wire whole = left <= {14'd0, room};
    wire [4:0] size = whole ? left[4:0] : room;
    wire [6:0] window = (withheld > 7'h40) ? 7'd0 : 7'h40 - withheld;
    wire [6:0] level = store ? stored : window;
    wire [7:0] need = {1'b0, held} + {3'd0, size};
    wire alone = ~(store | (|held));
    wire [1:0] asks = active ? {alone, need <= {1'b0, level}} : 2'd0;
    assign request = asks != 2'd0;
    assign address = next_beat;
    assign beats = {3'd0, size - 5'd1};
    wire done = grant & whole;
    assign row_want = (~active) | done;
    assign busy = active;
    assign waiting = |outstanding;

    task automatic step;
        reg v_moved;
        reg v_sent;
        reg v_half;
        reg v_byte_w;
        reg [2:0] v_offset;
        reg [2:0] v_places;
        reg [4:0] v_margin;
        reg [20:0] v_end_w;
        reg [20:0] v_words;
        reg [18:0] v_beats_w;
        reg [20:0] v_beats_w_part;
        reg v_unused;
        reg v_returned;
        reg [6:0] v_taken;
    begin
        v_moved = (grant | store_take) | load_take;
        v_sent = grant & store;
        if (grant) begin
            next_beat <= next_beat + {23'd0, size};
            left <= left - {14'd0, size};
        end
        if (done) active <= 1'b0;
        if (row_open) begin
            v_half = width[0];
            v_byte_w = width[1];
            v_offset = {1'b0, row_address[1:0]};
            v_places = v_offset + 3'd3;
            v_margin =
                v_byte_w ? {v_places, {2{1'b1}}} :
                v_half ? {1'b0, {v_places, 1'b1}} :
                {2'd0, v_places};
            v_end_w = {1'b0, row_length} + {16'd0, v_margin};
            v_words =
                v_byte_w ? (v_end_w >> 2'd2) :
                v_half ? (v_end_w >> 1'b1) :
                v_end_w;
            v_beats_w_part = v_words >> 2'd2;
            v_beats_w = v_beats_w_part[18:0];
            active <= 1'b1;
            next_beat <= row_address[29:2];
            left <= v_beats_w;
            v_unused = &{1'b0, v_beats_w_part[20:19]};
        end
        if (v_moved) begin
            v_returned = store ? store_take : load_take;
            v_taken = grant ? {2'd0, size} : 7'd0;
            held <= (held + v_taken) - {6'd0, v_returned};
        end
        if (v_sent & (~response)) begin
            outstanding <= outstanding + 16'd1;
        end else if (response & (~v_sent)) begin
            outstanding <= outstanding - 16'd1;
        end
        if (rst) begin
            active <= 1'b0;
            held <= 7'd0;
            outstanding <= 16'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
