// Functional unit: one operator on words, chosen by op.
module fu_alu_shift_imul_fadd_fmul_fcmp_cvt_flush_t4 (
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
    wire [31:0] shift_result;
    shifter shift (
        .clk(clk),
        .op(op),
        .a(a),
        .b(b[4:0]),
        .result(shift_result)
    );
    wire [31:0] fcmp_result;
    f32_compare_keep0 fcmp (
        .clk(clk),
        .op(op),
        .a(a),
        .b(b),
        .result(fcmp_result)
    );
    wire [31:0] imul_result;
    int_mul imul (
        .clk(clk),
        .op(op),
        .a(a),
        .b(b),
        .result(imul_result)
    );
    wire [31:0] fadd_result;
    f32_add_keep0 fadd (
        .clk(clk),
        .op(op),
        .a(a),
        .b(b),
        .result(fadd_result)
    );
    wire [31:0] fmul_result;
    f32_mul_keep0 fmul (
        .clk(clk),
        .op(op),
        .a(a),
        .b(b),
        .result(fmul_result)
    );
    wire [31:0] cvt_result;
    convert cvt (
        .clk(clk),
        .op(op),
        .a(a),
        .result(cvt_result)
    );
    wire [31:0] short_result;
    or_words_n3 short (
        .word_0(alu_result),
        .word_1(shift_result),
        .word_2(fcmp_result),
        .result(short_result)
    );
    wire [31:0] level_result;
    delay_n2 level (
        .clk(clk),
        .word(short_result),
        .result(level_result)
    );
    wire [31:0] all_result;
    or_words_n5 all (
        .word_0(imul_result),
        .word_1(fadd_result),
        .word_2(fmul_result),
        .word_3(cvt_result),
        .word_4(level_result),
        .result(all_result)
    );
    assign result = all_result;
endmodule
