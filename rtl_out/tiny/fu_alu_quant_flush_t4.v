// Functional unit: one operator on words, chosen by op.
module fu_alu_quant_flush_t4 (
    // clock
    input  wire        clk,
    // configuration: the code of the operator, constant during a run
    input  wire [5:0]  op,
    // operands
    input  wire [31:0] a,
    input  wire [31:0] b,
    input  wire [31:0] c,
    // result, a fixed number of cycles later
    output wire [31:0] result
);
    wire [31:0] alu_result;
    int_alu alu (
        .clk(clk),
        .op(op),
        .a(a),
        .b(b),
        .c(c),
        .result(alu_result)
    );
    wire [31:0] quant_result;
    quantize quant (
        .clk(clk),
        .op(op),
        .a(a),
        .b(b[20:0]),
        .result(quant_result)
    );
    wire [31:0] level_result;
    delay_n2 level (
        .clk(clk),
        .word(alu_result),
        .result(level_result)
    );
    wire [31:0] all_result;
    or_words_n2 all (
        .word_0(quant_result),
        .word_1(level_result),
        .result(all_result)
    );
    assign result = all_result;
endmodule
