// The data process of an address generator: counts words between memory and a port.
module ag_data_lanes4_words4_n20 (
    input  wire        clk,
    input  wire        rst,
    // beats of memory out
    input  wire        store,
    input  wire        scalar,
    // rows to move
    output wire        row_want,
    input  wire        row_open,
    input  wire [1:0]  row_offset,
    input  wire [19:0] row_length,
    input  wire [1:0]  row_end,
    // beats of memory in
    input  wire        load_valid,
    output wire        load_ready,
    // beats of memory out
    output wire        store_valid,
    input  wire        store_ready,
    output wire [3:0]  store_words,
    // beats of the port in
    input  wire        beat_valid,
    output wire        beat_ready,
    input  wire [3:0]  beat_mask,
    input  wire [1:0]  beat_end,
    // beats of the port out
    output wire        give_valid,
    input  wire        give_ready,
    output wire [3:0]  give_mask,
    output wire [1:0]  give_end,
    output wire        take,
    output wire [3:0]  head,
    output wire [3:0]  tail,
    output wire        open,
    output wire        working,
    output wire        hungry,
    output wire        ready,
    output wire        mark_error
);
    reg opened;
    reg [19:0] take_left;
    reg [19:0] give_left;
    reg [1:0] first;
    reg [1:0] mark;
    reg [3:0] count;
    reg [3:0] oldest;
    reg [3:0] newest;
    wire [2:0] ones_0;
    wire [2:0] ones_1;
    wire [2:0] ones_2;
    wire [2:0] ones_3;
    wire [2:0] ones_4;
    wire lane_given_0;
    wire [1:0] lane_given_1;
    wire [2:0] lane_given_2;
    wire [3:0] lane_given_3;
    wire word_given_0;
    wire [1:0] word_given_1;
    wire [2:0] word_given_2;
    wire [3:0] word_given_3;

    wire [2:0] aligned = 3'd4 - {1'b0, first};
    assign ones_0 = 3'd0;
    assign ones_1 = ones_0 + {2'd0, beat_mask[0]};
    assign ones_2 = ones_1 + {2'd0, beat_mask[1]};
    assign ones_3 = ones_2 + {2'd0, beat_mask[2]};
    assign ones_4 = ones_3 + {2'd0, beat_mask[3]};
    wire [2:0] offered = store ? ones_4 : aligned;
    wire over = take_left < {17'd0, offered};
    wire [2:0] taken = over ? take_left[2:0] : offered;
    wire [19:0] after_take = take_left - {17'd0, taken};
    wire fits_load = count <= 4'd8;
    wire fits_store = count <= 4'd8;
    wire fits = store ? fits_store : fits_load;
    wire more = opened & (|take_left);
    wire there = store ? beat_valid : load_valid;
    wire taking = (more & fits) & there;
    wire [1:0] expected = (|after_take) ? 2'd0 : mark;
    assign take = taking;
    assign load_ready = taking & (~store);
    assign beat_ready = taking & store;
    assign mark_error = (taking & store) & (over | (beat_end != expected));
    wire [2:0] port_unit = scalar ? 3'd1 : 3'd4;
    wire [2:0] unit = store ? aligned : port_unit;
    wire whole = give_left <= {17'd0, unit};
    wire [2:0] given = whole ? give_left[2:0] : unit;
    wire enough = opened & (count >= {1'b0, given});
    wire room = store ? store_ready : give_ready;
    wire giving = enough & room;
    wire closing = giving & whole;
    assign store_valid = enough & store;
    assign give_valid = enough & (~store);
    assign give_end = whole ? mark : 2'd0;
    wire on_0 = given > 3'd0;
    assign lane_given_0 = on_0;
    wire on_1 = given > 3'd1;
    assign lane_given_1 = {on_1, lane_given_0};
    wire on_2 = given > 3'd2;
    assign lane_given_2 = {on_2, lane_given_1};
    wire on_3 = given > 3'd3;
    assign lane_given_3 = {on_3, lane_given_2};
    assign give_mask = lane_given_3;
    wire [2:0] stop = {1'b0, first} + given;
    assign word_given_0 = (~(|first)) & (stop > 3'd0);
    wire inside_1 = (first <= 2'd1) & (stop > 3'd1);
    assign word_given_1 = {inside_1, word_given_0};
    wire inside_2 = (first <= 2'd2) & (stop > 3'd2);
    assign word_given_2 = {inside_2, word_given_1};
    assign word_given_3 = {stop > 3'd3, word_given_2};
    assign store_words = word_given_3;
    wire [2:0] plus = taking ? taken : 3'd0;
    wire [2:0] minus = giving ? given : 3'd0;
    assign row_want = (~opened) | closing;
    assign head = oldest;
    assign tail = newest;
    assign open = opened;
    assign working = store ? taking : giving;
    assign hungry = more & (~beat_valid);
    assign ready = enough;

    always @(posedge clk) begin
        count <= (count + {1'b0, plus}) - {1'b0, minus};
        take_left <= take_left - {17'd0, plus};
        give_left <= give_left - {17'd0, minus};
        newest <= newest + {1'b0, plus};
        oldest <= oldest + {1'b0, minus};
        if ((taking & (~store)) | (giving & store)) first <= 2'd0;
        if (closing) opened <= 1'b0;
        if (row_open) begin
            opened <= 1'b1;
            take_left <= row_length;
            give_left <= row_length;
            first <= row_offset;
            mark <= row_end;
            newest <= {2'd0, row_offset};
            oldest <= {2'd0, row_offset};
        end
        if (rst) begin
            opened <= 1'b0;
            count <= 4'd0;
        end
    end
endmodule
