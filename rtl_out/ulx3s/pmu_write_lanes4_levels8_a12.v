// The write process of a memory unit: beats from a port into the free buffer.
module pmu_write_lanes4_levels8_a12 (
    input  wire        clk,
    input  wire        rst,
    input  wire        enable,
    // beats of the scalar port
    input  wire        scalar,
    input  wire [3:0]  advance,
    input  wire [9:0]  buffers,
    input  wire [11:0] buffer_stride,
    input  wire        finished,
    input  wire [8:0]  below,
    input  wire [3:0]  lanes,
    input  wire [1:0]  mark,
    output wire        step,
    // beats of the vector port
    input  wire        vector_valid,
    output wire        vector_ready,
    input  wire [1:0]  vector_mark,
    input  wire [3:0]  vector_mask,
    input  wire [31:0] vector_word_0,
    input  wire [31:0] vector_word_1,
    input  wire [31:0] vector_word_2,
    input  wire [31:0] vector_word_3,
    // beats of the scalar port
    input  wire        scalar_valid,
    output wire        scalar_ready,
    input  wire [1:0]  scalar_mark,
    input  wire        scalar_mask,
    input  wire [31:0] scalar_word,
    input  wire        released,
    output wire        published,
    output wire [11:0] offset,
    output wire [3:0]  active,
    // the words to write, two cycles after their lanes
    output wire [31:0] data_0,
    output wire [31:0] data_1,
    output wire [31:0] data_2,
    output wire [31:0] data_3,
    output wire        busy,
    output wire        starved,
    output wire        blocked,
    output wire        mark_error,
    output wire        idle
);
    reg [10:0] spare;
    reg [9:0] buffer;
    reg [11:0] start;
    reg moving;
    reg publish;
    reg [31:0] words_0;
    reg [31:0] words_1;
    reg [31:0] words_2;
    reg [31:0] words_3;

    wire running = enable & (~finished);
    wire there = scalar ? scalar_valid : vector_valid;
    wire fire = (running & there) & (~spare[10]);
    wire [3:0] beat_mask = scalar ? {3'd0, scalar_mask} : vector_mask;
    wire [1:0] beat_mark = scalar ? scalar_mark : vector_mark;
    wire [3:0] written = beat_mask & lanes;
    assign step = fire;
    assign scalar_ready = fire & scalar;
    assign vector_ready = fire & (~scalar);
    assign active = fire ? written : 4'd0;
    assign mark_error = fire & (beat_mark != mark);
    assign busy = fire;
    assign starved = running & (~there);
    assign blocked = (running & there) & (~fire);
    assign data_0 = words_0;
    assign data_1 = words_1;
    assign data_2 = words_2;
    assign data_3 = words_3;
    assign published = publish;
    assign offset = start;
    assign idle = ~(((running | vector_valid) | scalar_valid) | moving);

    task automatic step2;
        reg v_handover;
        reg [8:0] v_handover_part;
        reg [10:0] v_less;
        reg [10:0] v_more;
        reg v_unused;
    begin
        v_handover_part = below >> advance;
        v_handover = fire & v_handover_part[0];
        if (scalar) begin
            words_0 <= scalar_word;
        end else begin
            words_0 <= vector_word_0;
        end
        words_1 <= vector_word_1;
        words_2 <= vector_word_2;
        words_3 <= vector_word_3;
        if (v_handover) begin
            if (buffer == buffers) begin
                buffer <= 10'd0;
                start <= 12'd0;
            end else begin
                buffer <= buffer + 10'd1;
                start <= start + buffer_stride;
            end
        end
        if (v_handover & (~released)) begin
            v_less = spare - 11'd1;
            spare <= v_less;
        end else if ((~v_handover) & released) begin
            v_more = spare + 11'd1;
            spare <= v_more;
        end
        moving <= fire;
        publish <= v_handover;
        if (rst) begin
            spare <= {1'b0, buffers};
            buffer <= 10'd0;
            start <= 12'd0;
            moving <= 1'b0;
            publish <= 1'b0;
        end
        v_unused = &{1'b0, v_handover_part[8:1]};
    end
    endtask

    always @(posedge clk) step2;
endmodule
