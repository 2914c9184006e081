// Bitwise OR of words.
module or_words_n2 (
    input  wire [31:0] word_0,
    input  wire [31:0] word_1,
    output wire [31:0] result
);
    wire [31:0] partial_0;
    wire [31:0] partial_1;

    assign partial_0 = word_0;
    assign partial_1 = partial_0 | word_1;
    assign result = partial_1;
endmodule
