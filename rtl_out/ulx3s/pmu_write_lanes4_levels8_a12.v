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
    reg advances_0;
    reg advances_1;
    reg advances_2;
    reg advances_3;
    reg advances_4;
    reg advances_5;
    reg advances_6;
    reg advances_7;
    reg advances_8;
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
        reg v_hands_0;
        reg v_hands_1;
        reg v_hands_2;
        reg v_hands_3;
        reg v_hands_4;
        reg v_hands_5;
        reg v_hands_6;
        reg v_hands_7;
        reg v_hands_8;
        reg v_hands_9;
        reg v_handover;
        reg [10:0] v_less;
        reg [10:0] v_taken;
        reg [10:0] v_more;
        reg [10:0] v_kept;
    begin
        v_hands_0 = 1'b0;
        v_hands_1 = v_hands_0 | (advances_0 & below[0]);
        v_hands_2 = v_hands_1 | (advances_1 & below[1]);
        v_hands_3 = v_hands_2 | (advances_2 & below[2]);
        v_hands_4 = v_hands_3 | (advances_3 & below[3]);
        v_hands_5 = v_hands_4 | (advances_4 & below[4]);
        v_hands_6 = v_hands_5 | (advances_5 & below[5]);
        v_hands_7 = v_hands_6 | (advances_6 & below[6]);
        v_hands_8 = v_hands_7 | (advances_7 & below[7]);
        v_hands_9 = v_hands_8 | (advances_8 & below[8]);
        v_handover = fire & v_hands_9;
        advances_0 <= advance == 4'd0;
        advances_1 <= advance == 4'd1;
        advances_2 <= advance == 4'd2;
        advances_3 <= advance == 4'd3;
        advances_4 <= advance == 4'd4;
        advances_5 <= advance == 4'd5;
        advances_6 <= advance == 4'd6;
        advances_7 <= advance == 4'd7;
        advances_8 <= advance == 4'd8;
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
        if (v_handover) begin
            v_less = spare - 11'd1;
            v_taken = released ? spare : v_less;
            spare <= v_taken;
        end else begin
            v_more = spare + 11'd1;
            v_kept = released ? v_more : spare;
            spare <= v_kept;
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
    end
    endtask

    always @(posedge clk) step2;
endmodule
