// The read process of a memory unit: beats from the full buffer to a port.
module pmu_read_lanes4_levels8_a12_q8 (
    input  wire        clk,
    input  wire        rst,
    input  wire        enable,
    input  wire        scalar,
    input  wire [3:0]  advance,
    input  wire [3:0]  buffers,
    input  wire [11:0] buffer_stride,
    input  wire        finished,
    input  wire [8:0]  below,
    input  wire [3:0]  lanes,
    input  wire [1:0]  mark,
    output wire        step,
    input  wire        published,
    output wire        released,
    output wire [11:0] offset,
    output wire [3:0]  active,
    // the bank of each lane, one cycle after the process fires
    input  wire [1:0]  bank_0,
    input  wire [1:0]  bank_1,
    input  wire [1:0]  bank_2,
    input  wire [1:0]  bank_3,
    output wire [1:0]  select_0,
    output wire [1:0]  select_1,
    output wire [1:0]  select_2,
    output wire [1:0]  select_3,
    // the words read, two cycles after
    input  wire [31:0] word_0,
    input  wire [31:0] word_1,
    input  wire [31:0] word_2,
    input  wire [31:0] word_3,
    // the beat, three cycles after
    output wire [31:0] data_0,
    output wire [31:0] data_1,
    output wire [31:0] data_2,
    output wire [31:0] data_3,
    output wire [3:0]  mask,
    output wire [1:0]  beat_mark,
    output wire        vector_push,
    output wire        scalar_push,
    input  wire        vector_valid,
    input  wire        vector_ready,
    input  wire        scalar_valid,
    input  wire        scalar_ready,
    output wire        busy,
    output wire        starved,
    output wire        blocked,
    input  wire        write_idle,
    output wire        idle
);
    reg [4:0] full;
    reg [3:0] buffer;
    reg [11:0] start;
    reg [3:0] used;
    reg valid_0;
    reg valid_1;
    reg valid_2;
    reg [3:0] masks_0;
    reg [3:0] masks_1;
    reg [3:0] masks_2;
    reg [1:0] marks_0;
    reg [1:0] marks_1;
    reg [1:0] marks_2;
    reg [1:0] banks_0;
    reg [1:0] banks_1;
    reg [1:0] banks_2;
    reg [1:0] banks_3;
    reg [31:0] words_0;
    reg [31:0] words_1;
    reg [31:0] words_2;
    reg [31:0] words_3;

    wire running = enable & (~finished);
    wire there = |full;
    wire fire = (running & there) & (used < 4'd8);
    wire popped = (vector_valid & vector_ready) | (scalar_valid & scalar_ready);
    wire [8:0] handover_part = below >> advance;
    wire handover = fire & handover_part[0];
    assign step = fire;
    assign released = handover;
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
    assign mask = masks_2;
    assign beat_mark = marks_2;
    assign vector_push = valid_2 & (~scalar);
    assign scalar_push = valid_2 & scalar;

    always @(posedge clk) begin
        valid_0 <= fire;
        masks_0 <= lanes;
        marks_0 <= mark;
        valid_1 <= valid_0;
        masks_1 <= masks_0;
        marks_1 <= marks_0;
        valid_2 <= valid_1;
        masks_2 <= masks_1;
        marks_2 <= marks_1;
        banks_0 <= bank_0;
        words_0 <= word_0;
        banks_1 <= bank_1;
        words_1 <= word_1;
        banks_2 <= bank_2;
        words_2 <= word_2;
        banks_3 <= bank_3;
        words_3 <= word_3;
        if (handover) begin
            if (buffer == buffers) begin
                buffer <= 4'd0;
                start <= 12'd0;
            end else begin
                buffer <= buffer + 4'd1;
                start <= start + buffer_stride;
            end
        end
        if (published & (~handover)) begin
            full <= full + 5'd1;
        end else if (handover & (~published)) begin
            full <= full - 5'd1;
        end
        if (fire & (~popped)) begin
            used <= used + 4'd1;
        end else if (popped & (~fire)) begin
            used <= used - 4'd1;
        end
        if (rst) begin
            full <= 5'd0;
            buffer <= 4'd0;
            start <= 12'd0;
            used <= 4'd0;
            valid_0 <= 1'b0;
            valid_1 <= 1'b0;
            valid_2 <= 1'b0;
        end
    end

    wire unused_bits = &{1'b0, handover_part[8:1]};
endmodule
