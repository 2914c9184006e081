// Functional unit: one operator on words; with operands and an operator of their own for adders.
module fu_alu_shift_imul_fadd_fmul_fcmp_cvt_dot8_dotbf_flush_t4_systolic (
    // clock
    input  wire        clk,
    // what the decoder tells of the operator, constant during a run
    input  wire [17:0] alu_told,
    input  wire [2:0]  shift_told,
    input  wire        imul_told,
    input  wire [1:0]  fadd_told,
    input  wire        fmul_told,
    input  wire [8:0]  fcmp_told,
    input  wire [3:0]  cvt_told,
    input  wire        dot8_told,
    input  wire        dotbf_told,
    // operands
    input  wire [31:0] a,
    input  wire [31:0] b,
    input  wire [31:0] c,
    // for the adders
    input  wire [31:0] sum_a,
    input  wire [31:0] sum_b,
    // results, a fixed number of cycles later
    output wire [31:0] product,
    output wire [31:0] other
);
    wire [7:0] factor_a_0;
    wire [7:0] factor_a_1;
    wire [7:0] factor_b_0;
    wire [7:0] factor_b_1;
    wire [15:0] borrowed_0;
    wire [15:0] borrowed_1;
    wire [31:0] imul_result;
    int_mul imul (
        .clk(clk),
        .told(imul_told),
        .a(a),
        .b(b),
        .result(imul_result)
    );
    wire [31:0] fmul_result;
    f32_mul_keep0 fmul (
        .clk(clk),
        .told(fmul_told),
        .a(a),
        .b(b),
        .result(fmul_result)
    );
    wire [31:0] dot8_result;
    dot_bytes_t4 dot8 (
        .clk(clk),
        .told(dot8_told),
        .a(a),
        .b(b),
        .factor_a_0(factor_a_0),
        .factor_a_1(factor_a_1),
        .factor_b_0(factor_b_0),
        .factor_b_1(factor_b_1),
        .borrowed_0(borrowed_0),
        .borrowed_1(borrowed_1),
        .result(dot8_result)
    );
    wire [31:0] dotbf_result;
    dot_bf16_keep0_t4_borrows1 dotbf (
        .clk(clk),
        .told(dotbf_told),
        .a(a),
        .b(b),
        .result(dotbf_result),
        .factor_a_0(factor_a_0),
        .factor_a_1(factor_a_1),
        .factor_b_0(factor_b_0),
        .factor_b_1(factor_b_1),
        .borrowed_0(borrowed_0),
        .borrowed_1(borrowed_1)
    );
    wire [31:0] join_4_products_result;
    or_words_n4 join_4_products (
        .word_0(imul_result),
        .word_1(fmul_result),
        .word_2(dot8_result),
        .word_3(dotbf_result),
        .result(join_4_products_result)
    );
    assign product = join_4_products_result;
    wire [31:0] alu_result;
    int_alu alu (
        .clk(clk),
        .told(alu_told),
        .a(sum_a),
        .b(sum_b),
        .c(c),
        .result(alu_result)
    );
    wire [31:0] shift_result;
    shifter shift (
        .clk(clk),
        .told(shift_told),
        .a(a),
        .b(b[4:0]),
        .result(shift_result)
    );
    wire [31:0] fcmp_result;
    f32_compare_keep0 fcmp (
        .clk(clk),
        .told(fcmp_told),
        .a(a),
        .b(b),
        .result(fcmp_result)
    );
    wire [31:0] join_2_result;
    or_words_n3 join_2 (
        .word_0(alu_result),
        .word_1(shift_result),
        .word_2(fcmp_result),
        .result(join_2_result)
    );
    wire [31:0] fadd_result;
    f32_add_keep0_t4 fadd (
        .clk(clk),
        .told(fadd_told),
        .a(sum_a),
        .b(sum_b),
        .result(fadd_result)
    );
    wire [31:0] cvt_result;
    convert_keep0 cvt (
        .clk(clk),
        .told(cvt_told),
        .a(a),
        .result(cvt_result)
    );
    wire [31:0] wait_4_result;
    delay_n2 wait_4 (
        .clk(clk),
        .word(join_2_result),
        .result(wait_4_result)
    );
    wire [31:0] join_4_result;
    or_words_n3 join_4 (
        .word_0(fadd_result),
        .word_1(cvt_result),
        .word_2(wait_4_result),
        .result(join_4_result)
    );
    assign other = join_4_result;
endmodule
