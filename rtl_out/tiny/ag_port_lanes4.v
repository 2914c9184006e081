// Chooses the vector or the scalar port of an address generator. Combinational.
module ag_port_lanes4 (
    input  wire        scalar,
    // beats of the vector port in
    input  wire        vector_in_valid,
    output wire        vector_in_ready,
    input  wire [1:0]  vector_in_mark,
    input  wire [3:0]  vector_in_mask,
    input  wire [31:0] vector_in_word_0,
    input  wire [31:0] vector_in_word_1,
    input  wire [31:0] vector_in_word_2,
    input  wire [31:0] vector_in_word_3,
    // beats of the scalar port in
    input  wire        scalar_in_valid,
    output wire        scalar_in_ready,
    input  wire [34:0] scalar_in_data,
    // beats of the chosen port in
    output wire        beat_valid,
    input  wire        beat_ready,
    output wire [3:0]  beat_mask,
    output wire [1:0]  beat_end,
    output wire [31:0] beat_word_0,
    output wire [31:0] beat_word_1,
    output wire [31:0] beat_word_2,
    output wire [31:0] beat_word_3,
    // beats for the chosen port
    input  wire        give_valid,
    output wire        give_ready,
    output wire        vector_out_valid,
    input  wire        vector_out_ready,
    output wire        scalar_out_valid,
    input  wire        scalar_out_ready
);
    assign beat_valid = scalar ? scalar_in_valid : vector_in_valid;
    assign vector_in_ready = beat_ready & (~scalar);
    assign scalar_in_ready = beat_ready & scalar;
    assign beat_mask = scalar ? {3'd0, scalar_in_data[32]} : vector_in_mask;
    assign beat_end = scalar ? scalar_in_data[34:33] : vector_in_mark;
    assign beat_word_0 = scalar ? scalar_in_data[31:0] : vector_in_word_0;
    assign beat_word_1 = vector_in_word_1;
    assign beat_word_2 = vector_in_word_2;
    assign beat_word_3 = vector_in_word_3;
    assign give_ready = scalar ? scalar_out_ready : vector_out_ready;
    assign vector_out_valid = give_valid & (~scalar);
    assign scalar_out_valid = give_valid & scalar;
endmodule
