// The request process of an address generator: rows into bursts of memory beats.
module ag_bursts_words4_n20_burst16_d64 (
    input  wire        clk,
    input  wire        rst,
    input  wire        store,
    // rows to request
    output wire        row_want,
    input  wire        row_open,
    input  wire [29:0] row_address,
    input  wire [19:0] row_words,
    input  wire [6:0]  withheld,
    input  wire        store_push,
    input  wire        load_take,
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
    reg [4:0] room;
    reg whole;
    reg [7:0] free;
    reg [15:0] outstanding;
    reg stores;
    reg [7:0] window;

    wire [4:0] left_w = left[4:0];
    wire [4:0] size = whole ? left_w : room;
    wire [6:0] free_w = free[6:0];
    wire owing = free[7];
    wire room_fits = {2'd0, room} <= free_w;
    wire left_fits = {2'd0, left_w} <= free_w;
    wire fits = whole ? left_fits : room_fits;
    wire alone = (~stores) & (free == window);
    wire asks = active & (alone | (fits & (~owing)));
    wire granted = asks & grant;
    assign request = asks;
    assign address = next_beat;
    assign beats = {3'd0, size - 5'd1};
    wire done = granted & whole;
    assign row_want = (~active) | (1'b1 & done);
    assign busy = active;
    assign waiting = |outstanding;

    task automatic step;
        reg [7:0] v_granted_at_most;
        reg v_sent;
        reg [23:0] v_upper;
        reg [19:0] v_two;
        reg [20:0] v_words;
        reg [2:0] v_offset;
        reg [20:0] v_end_w;
        reg [18:0] v_beats_w;
        reg [20:0] v_beats_w_part;
        reg [4:0] v_first_room;
        reg v_unused;
        reg v_gained;
        reg [7:0] v_beats_2;
        reg [7:0] v_one_less;
        reg [7:0] v_more;
        reg [7:0] v_with_w;
        reg [7:0] v_less;
        reg [7:0] v_without;
    begin
        v_granted_at_most = 8'h40 - {1'b0, withheld};
        v_sent = granted & stores;
        stores <= store;
        window <= v_granted_at_most;
        if (granted) begin
            v_upper = next_beat[27:4] + 24'd1;
            v_two = {15'd0, room} + 20'h10;
            next_beat <= {v_upper, 4'd0};
            left <= left - {14'd0, room};
            room <= 5'h10;
            whole <= {1'b0, left} <= v_two;
        end
        if (done) active <= 1'b0;
        if (row_open) begin
            v_words = {1'b0, row_words};
            v_offset = {1'b0, row_address[1:0]};
            v_end_w = v_words + {18'd0, v_offset + 3'd3};
            v_beats_w_part = v_end_w >> 2'd2;
            v_beats_w = v_beats_w_part[18:0];
            v_first_room = 5'h10 - {1'b0, row_address[5:2]};
            active <= 1'b1;
            next_beat <= row_address[29:2];
            left <= v_beats_w;
            room <= v_first_room;
            whole <= v_beats_w <= {14'd0, v_first_room};
            v_unused = &{1'b0, v_beats_w_part[20:19]};
        end
        if (rst) begin
            if (store) begin
                free <= 8'd0;
            end else begin
                free <= v_granted_at_most;
            end
        end else begin
            v_gained = stores ? store_push : load_take;
            v_beats_2 = {3'd0, size};
            if (v_gained) begin
                v_one_less = free - (v_beats_2 - 8'd1);
                v_more = free + 8'd1;
                v_with_w = granted ? v_one_less : v_more;
                free <= v_with_w;
            end else begin
                v_less = free - v_beats_2;
                v_without = granted ? v_less : free;
                free <= v_without;
            end
        end
        if (v_sent & (~response)) begin
            outstanding <= outstanding + 16'd1;
        end else if (response & (~v_sent)) begin
            outstanding <= outstanding - 16'd1;
        end
        if (rst) begin
            active <= 1'b0;
            outstanding <= 16'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
