// Functional unit: one operator on words.
module fu_alu_quant_flush_t4 (
    // clock
    input  wire        clk,
    // what the decoder tells of the operator, constant during a run
    input  wire [17:0] alu_told,
    input  wire        quant_told,
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
        .told(alu_told),
        .a(a),
        .b(b),
        .c(c),
        .result(alu_result)
    );
    wire [31:0] quant_result;
    quantize quant (
        .clk(clk),
        .told(quant_told),
        .a(a),
        .b(b[20:0]),
        .result(quant_result)
    );
    wire [31:0] wait_4_result;
    delay_n2 wait_4 (
        .clk(clk),
        .word(alu_result),
        .result(wait_4_result)
    );
    wire [31:0] join_4_result;
    or_words_n2 join_4 (
        .word_0(quant_result),
        .word_1(wait_4_result),
        .result(join_4_result)
    );
    assign result = join_4_result;
endmodule
