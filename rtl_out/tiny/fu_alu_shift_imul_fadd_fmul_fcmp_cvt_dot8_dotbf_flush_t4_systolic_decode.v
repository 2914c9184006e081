// What the leaves of functional units are told of the operator, a cycle later.
module fu_alu_shift_imul_fadd_fmul_fcmp_cvt_dot8_dotbf_flush_t4_systolic_decode (
    // clock
    input  wire        clk,
    // configuration: the code of the operator, constant during a run
    input  wire [5:0]  op,
    // the code of the adders' operator
    input  wire [5:0]  sum_op,
    // for the units: a bit a set of operators
    output wire [17:0] alu_told,
    output wire [2:0]  shift_told,
    output wire        imul_told,
    output wire [1:0]  fadd_told,
    output wire        fmul_told,
    output wire [8:0]  fcmp_told,
    output wire [3:0]  cvt_told,
    output wire        dot8_told,
    output wire        dotbf_told
);
    int_alu_decode alu (
        .clk(clk),
        .op(sum_op),
        .told(alu_told)
    );
    shifter_decode shift (
        .clk(clk),
        .op(op),
        .told(shift_told)
    );
    int_mul_decode imul (
        .clk(clk),
        .op(op),
        .told(imul_told)
    );
    f32_add_decode fadd (
        .clk(clk),
        .op(sum_op),
        .told(fadd_told)
    );
    f32_mul_decode fmul (
        .clk(clk),
        .op(op),
        .told(fmul_told)
    );
    f32_compare_decode fcmp (
        .clk(clk),
        .op(op),
        .told(fcmp_told)
    );
    convert_decode cvt (
        .clk(clk),
        .op(op),
        .told(cvt_told)
    );
    dot_bytes_decode dot8 (
        .clk(clk),
        .op(op),
        .told(dot8_told)
    );
    dot_bf16_decode dotbf (
        .clk(clk),
        .op(op),
        .told(dotbf_told)
    );
endmodule
