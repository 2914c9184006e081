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
    wire [8:0] first_w_part = {first, 1'b1} >> again;
    wire first_w = first_w_part[0];
    wire [8:0] last_w_part = {last, 1'b1} >> again;
    wire last_w = last_w_part[0];
    wire there = ~(first_w & ready[10]);
    wire fire = (running & there) & (used < 4'd8);
    wire taken = scalar ? scalar_ready : vector_ready;
    assign queue_ready = taken;
    assign vector_valid = queue_valid & (~scalar);
    assign scalar_valid = queue_valid & scalar;
    wire [8:0] handover_part = below >> advance;
    wire handover = fire & handover_part[0];
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
        reg v_consumed;
        reg v_round;
        reg [8:0] v_round_part;
        reg v_end_w;
        reg [9:0] v_next_buffer;
        reg [11:0] v_next_start;
        reg v_back;
        reg v_unused;
        reg [10:0] v_less;
        reg [10:0] v_more;
    begin
        v_popped = queue_valid & taken;
        v_consumed = handover & first_w;
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
            v_round_part = {below[7:0], 1'b0} >> again;
            v_round = v_round_part[0];
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
            v_unused = &{1'b0, v_round_part[8:1]};
        end
        if (v_consumed & (~published)) begin
            v_less = ready - 11'd1;
            ready <= v_less;
        end else if ((~v_consumed) & published) begin
            v_more = ready + 11'd1;
            ready <= v_more;
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

    wire unused_bits = &{1'b0, first_w_part[8:1], last_w_part[8:1], handover_part[8:1]};
endmodule
