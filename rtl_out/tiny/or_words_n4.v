// Bitwise OR of words.
module or_words_n4 (
    input  wire [31:0] word_0,
    input  wire [31:0] word_1,
    input  wire [31:0] word_2,
    input  wire [31:0] word_3,
    output wire [31:0] result
);
    wire [31:0] partial_0;
    wire [31:0] partial_1;
    wire [31:0] partial_2;
    wire [31:0] partial_3;

    assign partial_0 = word_0;
    assign partial_1 = partial_0 | word_1;
    assign partial_2 = partial_1 | word_2;
    assign partial_3 = partial_2 | word_3;
    assign result = partial_3;
endmodule
