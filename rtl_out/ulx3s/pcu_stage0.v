// One stage of a compute unit: operands, functional unit, accumulators and passing registers of
// each lane.
module pcu_stage0 (
    input  wire         clk,
    // configuration
    input  wire [5:0]   op,
    input  wire [1:0]   mode,
    input  wire [2:0]   a,
    input  wire [2:0]   b,
    input  wire [1:0]   c,
    input  wire         masked,
    input  wire         hop,
    input  wire [31:0]  constant,
    input  wire [1:0]   destination,
    // the beat at the operands
    input  wire [3:0]   mask,
    input  wire [2:0]   way,
    input  wire         first,
    // the beat at the results
    input  wire         done,
    input  wire [2:0]   done_way,
    // registers before the stage
    input  wire [127:0] before_0,
    input  wire [127:0] before_1,
    input  wire [127:0] before_2,
    input  wire [127:0] before_3,
    // registers after the stage
    output wire [127:0] after_0,
    output wire [127:0] after_1,
    output wire [127:0] after_2,
    output wire [127:0] after_3
);
    wire [31:0] operand_a_0;
    wire [31:0] operand_b_0;
    wire [31:0] operand_c_0;
    wire [31:0] accumulator_0;
    wire [31:0] result_0;
    wire [31:0] operand_a_1;
    wire [31:0] operand_b_1;
    wire [31:0] operand_c_1;
    wire [31:0] accumulator_1;
    wire [31:0] result_1;
    wire [31:0] operand_a_2;
    wire [31:0] operand_b_2;
    wire [31:0] operand_c_2;
    wire [31:0] accumulator_2;
    wire [31:0] result_2;
    wire [31:0] operand_a_3;
    wire [31:0] operand_b_3;
    wire [31:0] operand_c_3;
    wire [31:0] accumulator_3;
    wire [31:0] result_3;

    // lane 0
    pcu_operands_r4_h2 operands_0 (
        .mode(mode),
        .a(a),
        .b(b),
        .c(c),
        .masked(masked),
        .hop(hop),
        .constant(constant),
        .present(mask[0]),
        .first(first),
        .register_0(before_0[31:0]),
        .register_1(before_1[31:0]),
        .register_2(before_2[31:0]),
        .register_3(before_3[31:0]),
        .accumulator(accumulator_0),
        .partner_0(operand_a_1),
        .partner_1(operand_a_2),
        .operand_a(operand_a_0),
        .operand_b(operand_b_0),
        .operand_c(operand_c_0)
    );
    fu_alu_shift_imul_fadd_fmul_fcmp_cvt_flush_t4 unit_0 (
        .clk(clk),
        .op(op),
        .a(operand_a_0),
        .b(operand_b_0),
        .c(operand_c_0),
        .result(result_0)
    );
    pcu_accumulator_ways8 accumulators_0 (
        .clk(clk),
        .mode(mode),
        .read_way(way),
        .read_data(accumulator_0),
        .write_valid(done),
        .write_way(done_way),
        .write_data(result_0)
    );
    pcu_pass_r4_t4 pass_0 (
        .clk(clk),
        .destination(destination),
        .result(result_0),
        .before_0(before_0[31:0]),
        .before_1(before_1[31:0]),
        .before_2(before_2[31:0]),
        .before_3(before_3[31:0]),
        .after_0(after_0[31:0]),
        .after_1(after_1[31:0]),
        .after_2(after_2[31:0]),
        .after_3(after_3[31:0])
    );

    // lane 1
    pcu_operands_r4_h2 operands_1 (
        .mode(mode),
        .a(a),
        .b(b),
        .c(c),
        .masked(masked),
        .hop(hop),
        .constant(constant),
        .present(mask[1]),
        .first(first),
        .register_0(before_0[63:32]),
        .register_1(before_1[63:32]),
        .register_2(before_2[63:32]),
        .register_3(before_3[63:32]),
        .accumulator(accumulator_1),
        .partner_0(operand_a_2),
        .partner_1(operand_a_3),
        .operand_a(operand_a_1),
        .operand_b(operand_b_1),
        .operand_c(operand_c_1)
    );
    fu_alu_shift_imul_fadd_fmul_fcmp_cvt_flush_t4 unit_1 (
        .clk(clk),
        .op(op),
        .a(operand_a_1),
        .b(operand_b_1),
        .c(operand_c_1),
        .result(result_1)
    );
    pcu_accumulator_ways8 accumulators_1 (
        .clk(clk),
        .mode(mode),
        .read_way(way),
        .read_data(accumulator_1),
        .write_valid(done),
        .write_way(done_way),
        .write_data(result_1)
    );
    pcu_pass_r4_t4 pass_1 (
        .clk(clk),
        .destination(destination),
        .result(result_1),
        .before_0(before_0[63:32]),
        .before_1(before_1[63:32]),
        .before_2(before_2[63:32]),
        .before_3(before_3[63:32]),
        .after_0(after_0[63:32]),
        .after_1(after_1[63:32]),
        .after_2(after_2[63:32]),
        .after_3(after_3[63:32])
    );

    // lane 2
    pcu_operands_r4_h2 operands_2 (
        .mode(mode),
        .a(a),
        .b(b),
        .c(c),
        .masked(masked),
        .hop(hop),
        .constant(constant),
        .present(mask[2]),
        .first(first),
        .register_0(before_0[95:64]),
        .register_1(before_1[95:64]),
        .register_2(before_2[95:64]),
        .register_3(before_3[95:64]),
        .accumulator(accumulator_2),
        .partner_0(operand_a_3),
        .partner_1(operand_a_0),
        .operand_a(operand_a_2),
        .operand_b(operand_b_2),
        .operand_c(operand_c_2)
    );
    fu_alu_shift_imul_fadd_fmul_fcmp_cvt_flush_t4 unit_2 (
        .clk(clk),
        .op(op),
        .a(operand_a_2),
        .b(operand_b_2),
        .c(operand_c_2),
        .result(result_2)
    );
    pcu_accumulator_ways8 accumulators_2 (
        .clk(clk),
        .mode(mode),
        .read_way(way),
        .read_data(accumulator_2),
        .write_valid(done),
        .write_way(done_way),
        .write_data(result_2)
    );
    pcu_pass_r4_t4 pass_2 (
        .clk(clk),
        .destination(destination),
        .result(result_2),
        .before_0(before_0[95:64]),
        .before_1(before_1[95:64]),
        .before_2(before_2[95:64]),
        .before_3(before_3[95:64]),
        .after_0(after_0[95:64]),
        .after_1(after_1[95:64]),
        .after_2(after_2[95:64]),
        .after_3(after_3[95:64])
    );

    // lane 3
    pcu_operands_r4_h2 operands_3 (
        .mode(mode),
        .a(a),
        .b(b),
        .c(c),
        .masked(masked),
        .hop(hop),
        .constant(constant),
        .present(mask[3]),
        .first(first),
        .register_0(before_0[127:96]),
        .register_1(before_1[127:96]),
        .register_2(before_2[127:96]),
        .register_3(before_3[127:96]),
        .accumulator(accumulator_3),
        .partner_0(operand_a_0),
        .partner_1(operand_a_1),
        .operand_a(operand_a_3),
        .operand_b(operand_b_3),
        .operand_c(operand_c_3)
    );
    fu_alu_shift_imul_fadd_fmul_fcmp_cvt_flush_t4 unit_3 (
        .clk(clk),
        .op(op),
        .a(operand_a_3),
        .b(operand_b_3),
        .c(operand_c_3),
        .result(result_3)
    );
    pcu_accumulator_ways8 accumulators_3 (
        .clk(clk),
        .mode(mode),
        .read_way(way),
        .read_data(accumulator_3),
        .write_valid(done),
        .write_way(done_way),
        .write_data(result_3)
    );
    pcu_pass_r4_t4 pass_3 (
        .clk(clk),
        .destination(destination),
        .result(result_3),
        .before_0(before_0[127:96]),
        .before_1(before_1[127:96]),
        .before_2(before_2[127:96]),
        .before_3(before_3[127:96]),
        .after_0(after_0[127:96]),
        .after_1(after_1[127:96]),
        .after_2(after_2[127:96]),
        .after_3(after_3[127:96])
    );
endmodule
