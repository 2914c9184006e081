// The read process of a memory unit: beats from the full buffer to a port.
module pmu_read_lanes4_levels8_a12_q8 (
    input  wire        clk,
    input  wire        rst,
    input  wire        enable,
    input  wire        scalar,
    input  wire [3:0]  advance,
    input  wire [3:0]  again,
    input  wire [9:0]  buffers,
    input  wire [11:0] buffer_stride,
    input  wire        finished,
    input  wire [8:0]  below,
    input  wire [7:0]  first,
    input  wire [7:0]  last,
    input  wire [3:0]  lanes,
    input  wire [1:0]  mark,
    output wire        step,
    input  wire        published,
    output wire        released,
    output wire [11:0] offset,
    output wire [3:0]  active,
    // the bank of each lane, two cycles after the process fires
    input  wire [1:0]  bank_0,
    input  wire [1:0]  bank_1,
    input  wire [1:0]  bank_2,
    input  wire [1:0]  bank_3,
    output wire [1:0]  select_0,
    output wire [1:0]  select_1,
    output wire [1:0]  select_2,
    output wire [1:0]  select_3,
    // the words read, three cycles after
    input  wire [31:0] word_0,
    input  wire [31:0] word_1,
    input  wire [31:0] word_2,
    input  wire [31:0] word_3,
    // the beat, four cycles after
    output wire [31:0] data_0,
    output wire [31:0] data_1,
    output wire [31:0] data_2,
    output wire [31:0] data_3,
    output wire [3:0]  mask,
    output wire [1:0]  beat_mark,
    output wire        push,
    input  wire        queue_valid,
    output wire        queue_ready,
    output wire        vector_valid,
    input  wire        vector_ready,
    output wire        scalar_valid,
    input  wire        scalar_ready,
    output wire        busy,
    output wire        starved,
    output wire        blocked,
    input  wire        write_idle,
    output wire        idle
);
    reg advances_0;
    reg advances_1;
    reg advances_2;
    reg advances_3;
    reg advances_4;
    reg advances_5;
    reg advances_6;
    reg advances_7;
    reg advances_8;
    reg repeats_0;
    reg repeats_1;
    reg repeats_2;
    reg repeats_3;
    reg repeats_4;
    reg repeats_5;
    reg repeats_6;
    reg repeats_7;
    reg repeats_8;
    wire hands_0;
    wire hands_1;
    wire hands_2;
    wire hands_3;
    wire hands_4;
    wire hands_5;
    wire hands_6;
    wire hands_7;
    wire hands_8;
    wire hands_9;
    wire firsts_0;
    wire firsts_1;
    wire firsts_2;
    wire firsts_3;
    wire firsts_4;
    wire firsts_5;
    wire firsts_6;
    wire firsts_7;
    wire firsts_8;
    wire firsts_9;
    wire lasts_0;
    wire lasts_1;
    wire lasts_2;
    wire lasts_3;
    wire lasts_4;
    wire lasts_5;
    wire lasts_6;
    wire lasts_7;
    wire lasts_8;
    wire lasts_9;
    reg [10:0] ready;
    reg [9:0] buffer;
    reg [11:0] start;
    reg [9:0] home_buffer;
    reg [11:0] home;
    reg [3:0] used;
    reg valid_0;
    reg valid_1;
    reg valid_2;
    reg valid_3;
    reg [3:0] masks_0;
    reg [3:0] masks_1;
    reg [3:0] masks_2;
    reg [3:0] masks_3;
    reg [1:0] marks_0;
    reg [1:0] marks_1;
    reg [1:0] marks_2;
    reg [1:0] marks_3;
    reg [1:0] banks_0;
    reg [1:0] banks_1;
    reg [1:0] banks_2;
    reg [1:0] banks_3;
    reg [31:0] words_0;
    reg [31:0] words_1;
    reg [31:0] words_2;
    reg [31:0] words_3;

    wire running = enable & (~finished);
    wire [8:0] first_at = {first, 1'b1};
    wire [8:0] last_at = {last, 1'b1};
    assign hands_0 = 1'b0;
    assign firsts_0 = 1'b0;
    assign lasts_0 = 1'b0;
    assign hands_1 = hands_0 | (advances_0 & below[0]);
    assign firsts_1 = firsts_0 | (repeats_0 & first_at[0]);
    assign lasts_1 = lasts_0 | (repeats_0 & last_at[0]);
    assign hands_2 = hands_1 | (advances_1 & below[1]);
    assign firsts_2 = firsts_1 | (repeats_1 & first_at[1]);
    assign lasts_2 = lasts_1 | (repeats_1 & last_at[1]);
    assign hands_3 = hands_2 | (advances_2 & below[2]);
    assign firsts_3 = firsts_2 | (repeats_2 & first_at[2]);
    assign lasts_3 = lasts_2 | (repeats_2 & last_at[2]);
    assign hands_4 = hands_3 | (advances_3 & below[3]);
    assign firsts_4 = firsts_3 | (repeats_3 & first_at[3]);
    assign lasts_4 = lasts_3 | (repeats_3 & last_at[3]);
    assign hands_5 = hands_4 | (advances_4 & below[4]);
    assign firsts_5 = firsts_4 | (repeats_4 & first_at[4]);
    assign lasts_5 = lasts_4 | (repeats_4 & last_at[4]);
    assign hands_6 = hands_5 | (advances_5 & below[5]);
    assign firsts_6 = firsts_5 | (repeats_5 & first_at[5]);
    assign lasts_6 = lasts_5 | (repeats_5 & last_at[5]);
    assign hands_7 = hands_6 | (advances_6 & below[6]);
    assign firsts_7 = firsts_6 | (repeats_6 & first_at[6]);
    assign lasts_7 = lasts_6 | (repeats_6 & last_at[6]);
    assign hands_8 = hands_7 | (advances_7 & below[7]);
    assign firsts_8 = firsts_7 | (repeats_7 & first_at[7]);
    assign lasts_8 = lasts_7 | (repeats_7 & last_at[7]);
    assign hands_9 = hands_8 | (advances_8 & below[8]);
    assign firsts_9 = firsts_8 | (repeats_8 & first_at[8]);
    assign lasts_9 = lasts_8 | (repeats_8 & last_at[8]);
    wire hands = hands_9;
    wire first_w = firsts_9;
    wire last_w = lasts_9;
    wire there = ~(first_w & ready[10]);
    wire fire = (running & there) & (used < 4'd8);
    wire taken = scalar ? scalar_ready : vector_ready;
    assign queue_ready = taken;
    assign vector_valid = queue_valid & (~scalar);
    assign scalar_valid = queue_valid & scalar;
    wire handover = fire & hands;
    assign step = fire;
    assign released = handover & last_w;
    assign offset = start;
    assign active = fire ? lanes : 4'd0;
    assign busy = fire;
    assign starved = running & (~there);
    assign blocked = (running & there) & (~fire);
    assign idle = (write_idle & (~running)) & (~(|used));
    assign select_0 = banks_0;
    assign data_0 = words_0;
    assign select_1 = banks_1;
    assign data_1 = words_1;
    assign select_2 = banks_2;
    assign data_2 = words_2;
    assign select_3 = banks_3;
    assign data_3 = words_3;
    assign mask = masks_3;
    assign beat_mark = marks_3;
    assign push = valid_3;

    task automatic step2;
        reg v_popped;
        reg [8:0] v_round_at;
        reg v_rounds_0;
        reg v_rounds_1;
        reg v_rounds_2;
        reg v_rounds_3;
        reg v_rounds_4;
        reg v_rounds_5;
        reg v_rounds_6;
        reg v_rounds_7;
        reg v_rounds_8;
        reg v_rounds_9;
        reg v_round;
        reg v_end_w;
        reg [9:0] v_next_buffer;
        reg [11:0] v_next_start;
        reg v_back;
        reg [10:0] v_less;
        reg [10:0] v_consumed;
        reg [10:0] v_more;
        reg [10:0] v_kept;
    begin
        v_popped = queue_valid & taken;
        advances_0 <= advance == 4'd0;
        repeats_0 <= again == 4'd0;
        advances_1 <= advance == 4'd1;
        repeats_1 <= again == 4'd1;
        advances_2 <= advance == 4'd2;
        repeats_2 <= again == 4'd2;
        advances_3 <= advance == 4'd3;
        repeats_3 <= again == 4'd3;
        advances_4 <= advance == 4'd4;
        repeats_4 <= again == 4'd4;
        advances_5 <= advance == 4'd5;
        repeats_5 <= again == 4'd5;
        advances_6 <= advance == 4'd6;
        repeats_6 <= again == 4'd6;
        advances_7 <= advance == 4'd7;
        repeats_7 <= again == 4'd7;
        advances_8 <= advance == 4'd8;
        repeats_8 <= again == 4'd8;
        valid_0 <= fire;
        masks_0 <= lanes;
        marks_0 <= mark;
        valid_1 <= valid_0;
        masks_1 <= masks_0;
        marks_1 <= marks_0;
        valid_2 <= valid_1;
        masks_2 <= masks_1;
        marks_2 <= marks_1;
        valid_3 <= valid_2;
        masks_3 <= masks_2;
        marks_3 <= marks_2;
        banks_0 <= bank_0;
        words_0 <= word_0;
        banks_1 <= bank_1;
        words_1 <= word_1;
        banks_2 <= bank_2;
        words_2 <= word_2;
        banks_3 <= bank_3;
        words_3 <= word_3;
        if (handover) begin
            v_round_at = {below[7:0], 1'b0};
            v_rounds_0 = 1'b0;
            v_rounds_1 = v_rounds_0 | (repeats_0 & v_round_at[0]);
            v_rounds_2 = v_rounds_1 | (repeats_1 & v_round_at[1]);
            v_rounds_3 = v_rounds_2 | (repeats_2 & v_round_at[2]);
            v_rounds_4 = v_rounds_3 | (repeats_3 & v_round_at[3]);
            v_rounds_5 = v_rounds_4 | (repeats_4 & v_round_at[4]);
            v_rounds_6 = v_rounds_5 | (repeats_5 & v_round_at[5]);
            v_rounds_7 = v_rounds_6 | (repeats_6 & v_round_at[6]);
            v_rounds_8 = v_rounds_7 | (repeats_7 & v_round_at[7]);
            v_rounds_9 = v_rounds_8 | (repeats_8 & v_round_at[8]);
            v_round = v_rounds_9;
            v_end_w = buffer == buffers;
            v_next_buffer = v_end_w ? 10'd0 : buffer + 10'd1;
            v_next_start = v_end_w ? 12'd0 : start + buffer_stride;
            v_back = v_round & (~last_w);
            if (v_back) begin
                buffer <= home_buffer;
            end else begin
                buffer <= v_next_buffer;
            end
            if (v_back) begin
                start <= home;
            end else begin
                start <= v_next_start;
            end
            if (v_round & last_w) begin
                home_buffer <= v_next_buffer;
                home <= v_next_start;
            end
        end
        if ((fire & hands) & first_w) begin
            v_less = ready - 11'd1;
            v_consumed = published ? ready : v_less;
            ready <= v_consumed;
        end else begin
            v_more = ready + 11'd1;
            v_kept = published ? v_more : ready;
            ready <= v_kept;
        end
        if (fire & (~v_popped)) begin
            used <= used + 4'd1;
        end else if (v_popped & (~fire)) begin
            used <= used - 4'd1;
        end
        if (rst) begin
            ready <= 11'h7ff;
            buffer <= 10'd0;
            start <= 12'd0;
            home_buffer <= 10'd0;
            home <= 12'd0;
            used <= 4'd0;
            valid_0 <= 1'b0;
            valid_1 <= 1'b0;
            valid_2 <= 1'b0;
            valid_3 <= 1'b0;
        end
    end
    endtask

    always @(posedge clk) step2;
endmodule
