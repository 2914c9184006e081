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
    input  wire         spread,
    input  wire [1:0]   lane,
    input  wire [31:0]  constant,
    input  wire [1:0]   destination,
    // beats: at the operands, at the results, and where sums of products are
    input  wire [3:0]   operands_mask,
    input  wire         operands_first,
    input  wire [3:0]   operands_way,
    input  wire         results_valid,
    input  wire [3:0]   results_way_0,
    input  wire [3:0]   results_way_1,
    input  wire         results_bank,
    input  wire         results_first,
    input  wire         leaving_beside,
    input  wire         leaving_valid,
    input  wire         leaving_row,
    input  wire         sums_valid,
    input  wire [3:0]   sums_way_0,
    input  wire [3:0]   sums_way_1,
    input  wire         sums_bank,
    input  wire         number,
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
    wire [31:0] own_a_0;
    wire [31:0] own_b_0;
    wire [31:0] own_c_0;
    wire [31:0] operand_a_0;
    wire [31:0] operand_b_0;
    wire [31:0] operand_c_0;
    wire [31:0] offered_b_0;
    wire [31:0] accumulator_0;
    wire [31:0] result_0;
    wire [31:0] own_a_1;
    wire [31:0] own_b_1;
    wire [31:0] own_c_1;
    wire [31:0] operand_a_1;
    wire [31:0] operand_b_1;
    wire [31:0] operand_c_1;
    wire [31:0] offered_b_1;
    wire [31:0] accumulator_1;
    wire [31:0] result_1;
    wire [31:0] own_a_2;
    wire [31:0] own_b_2;
    wire [31:0] own_c_2;
    wire [31:0] operand_a_2;
    wire [31:0] operand_b_2;
    wire [31:0] operand_c_2;
    wire [31:0] offered_b_2;
    wire [31:0] accumulator_2;
    wire [31:0] result_2;
    wire [31:0] own_a_3;
    wire [31:0] own_b_3;
    wire [31:0] own_c_3;
    wire [31:0] operand_a_3;
    wire [31:0] operand_b_3;
    wire [31:0] operand_c_3;
    wire [31:0] offered_b_3;
    wire [31:0] accumulator_3;
    wire [31:0] result_3;
    wire [5:0] sum_op;
    wire [17:0] operator_alu_told;
    wire [2:0] operator_shift_told;
    wire operator_imul_told;
    wire [1:0] operator_fadd_told;
    wire operator_fmul_told;
    wire [8:0] operator_fcmp_told;
    wire [3:0] operator_cvt_told;
    wire operator_dot8_told;
    wire operator_dotbf_told;
    fu_alu_shift_imul_fadd_fmul_fcmp_cvt_dot8_dotbf_flush_t4_systolic_decode operator (
        .clk(clk),
        .op(op),
        .sum_op(sum_op),
        .alu_told(operator_alu_told),
        .shift_told(operator_shift_told),
        .imul_told(operator_imul_told),
        .fadd_told(operator_fadd_told),
        .fmul_told(operator_fmul_told),
        .fcmp_told(operator_fcmp_told),
        .cvt_told(operator_cvt_told),
        .dot8_told(operator_dot8_told),
        .dotbf_told(operator_dotbf_told)
    );
    wire systolic;
    wire continues;
    wire [31:0] start;
    wire from_bank_0;
    wire from_bank_1;
    wire leaving_bank;
    wire take;
    wire [3:0] read_way_0;
    wire write_valid_0;
    wire [3:0] write_way_0;
    wire [3:0] read_way_1;
    wire write_valid_1;
    wire [3:0] write_way_1;
    pcu_systolic_ways16_r1_registered0_early0 shared (
        .clk(clk),
        .mode(mode),
        .constant(constant),
        .op(op),
        .number(number),
        .operands_way(operands_way),
        .operands_first(operands_first),
        .leaving_beside(leaving_beside),
        .leaving_valid(leaving_valid),
        .leaving_row(leaving_row),
        .results_valid(results_valid),
        .results_way_0(results_way_0),
        .results_way_1(results_way_1),
        .results_bank(results_bank),
        .results_first(results_first),
        .sums_valid(sums_valid),
        .sums_way_0(sums_way_0),
        .sums_way_1(sums_way_1),
        .sums_bank(sums_bank),
        .systolic(systolic),
        .continues(continues),
        .sum_op(sum_op),
        .start(start),
        .from_bank_0(from_bank_0),
        .from_bank_1(from_bank_1),
        .leaving_bank(leaving_bank),
        .take(take),
        .read_way_0(read_way_0),
        .read_way_1(read_way_1),
        .write_valid_0(write_valid_0),
        .write_valid_1(write_valid_1),
        .write_way_0(write_way_0),
        .write_way_1(write_way_1)
    );

    // lane 0
    wire [2:0] select_a_0;
    wire [2:0] select_b_0;
    wire [1:0] source_b_0;
    pcu_operands_r4_h2 operands_0 (
        .clk(clk),
        .mode(mode),
        .a(a),
        .b(b),
        .masked(masked),
        .hop(hop),
        .spread(spread),
        .lane(lane),
        .number(2'd0),
        .present(operands_mask[0]),
        .select_a(select_a_0),
        .select_b(select_b_0),
        .source(source_b_0)
    );
    mux_w32_n5_s3 choose_a_0 (
        .select(select_a_0),
        .choice_0(before_0[31:0]),
        .choice_1(before_1[31:0]),
        .choice_2(before_2[31:0]),
        .choice_3(before_3[31:0]),
        .choice_4(constant),
        .chosen(own_a_0)
    );
    mux_w32_n5_s3 choose_b_0 (
        .select(select_b_0),
        .choice_0(before_0[31:0]),
        .choice_1(before_1[31:0]),
        .choice_2(before_2[31:0]),
        .choice_3(before_3[31:0]),
        .choice_4(constant),
        .chosen(offered_b_0)
    );
    mux_w32_n4_s2 choose_c_0 (
        .select(c),
        .choice_0(before_0[31:0]),
        .choice_1(before_1[31:0]),
        .choice_2(before_2[31:0]),
        .choice_3(before_3[31:0]),
        .chosen(own_c_0)
    );
    mux_w32_n4_s2 choose_lane_0 (
        .select(source_b_0),
        .choice_0(offered_b_0),
        .choice_1(offered_b_1),
        .choice_2(offered_b_2),
        .choice_3(offered_b_3),
        .chosen(own_b_0)
    );
    wire [31:0] product_0;
    wire [31:0] other_0;
    wire [31:0] sum_a_0;
    wire [31:0] sum_b_0;
    wire [31:0] passed_0;
    wire [31:0] second_accumulator_0;
    fu_alu_shift_imul_fadd_fmul_fcmp_cvt_dot8_dotbf_flush_t4_systolic unit_0 (
        .clk(clk),
        .alu_told(operator_alu_told),
        .shift_told(operator_shift_told),
        .imul_told(operator_imul_told),
        .fadd_told(operator_fadd_told),
        .fmul_told(operator_fmul_told),
        .fcmp_told(operator_fcmp_told),
        .cvt_told(operator_cvt_told),
        .dot8_told(operator_dot8_told),
        .dotbf_told(operator_dotbf_told),
        .a(operand_a_0),
        .b(operand_b_0),
        .c(operand_c_0),
        .sum_a(sum_a_0),
        .sum_b(sum_b_0),
        .product(product_0),
        .other(other_0)
    );
    pcu_cell_registered0_early0 cell_0 (
        .clk(clk),
        .systolic(systolic),
        .start(start),
        .from_bank_0(from_bank_0),
        .from_bank_1(from_bank_1),
        .continues(continues),
        .leaving_bank(leaving_bank),
        .accumulator_0(accumulator_0),
        .accumulator_1(second_accumulator_0),
        .own_0(own_a_0),
        .own_1(own_b_0),
        .own_2(own_c_0),
        .product(product_0),
        .other(other_0),
        .operand_0(operand_a_0),
        .operand_1(operand_b_0),
        .operand_2(operand_c_0),
        .sum_a(sum_a_0),
        .sum_b(sum_b_0),
        .result(result_0),
        .passed(passed_0)
    );
    pcu_accumulator_ways16 accumulators_0_0 (
        .clk(clk),
        .read_way(read_way_0),
        .read_data(accumulator_0),
        .write_valid(write_valid_0),
        .write_way(write_way_0),
        .write_data(result_0)
    );
    pcu_accumulator_ways16 accumulators_0_1 (
        .clk(clk),
        .read_way(read_way_1),
        .read_data(second_accumulator_0),
        .write_valid(write_valid_1),
        .write_way(write_way_1),
        .write_data(result_0)
    );
    pcu_pass_r4_t4 pass_0 (
        .clk(clk),
        .destination(destination),
        .take(take),
        .result(passed_0),
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
    wire [2:0] select_a_1;
    wire [2:0] select_b_1;
    wire [1:0] source_b_1;
    pcu_operands_r4_h2 operands_1 (
        .clk(clk),
        .mode(mode),
        .a(a),
        .b(b),
        .masked(masked),
        .hop(hop),
        .spread(spread),
        .lane(lane),
        .number(2'd1),
        .present(operands_mask[1]),
        .select_a(select_a_1),
        .select_b(select_b_1),
        .source(source_b_1)
    );
    mux_w32_n5_s3 choose_a_1 (
        .select(select_a_1),
        .choice_0(before_0[63:32]),
        .choice_1(before_1[63:32]),
        .choice_2(before_2[63:32]),
        .choice_3(before_3[63:32]),
        .choice_4(constant),
        .chosen(own_a_1)
    );
    mux_w32_n5_s3 choose_b_1 (
        .select(select_b_1),
        .choice_0(before_0[63:32]),
        .choice_1(before_1[63:32]),
        .choice_2(before_2[63:32]),
        .choice_3(before_3[63:32]),
        .choice_4(constant),
        .chosen(offered_b_1)
    );
    mux_w32_n4_s2 choose_c_1 (
        .select(c),
        .choice_0(before_0[63:32]),
        .choice_1(before_1[63:32]),
        .choice_2(before_2[63:32]),
        .choice_3(before_3[63:32]),
        .chosen(own_c_1)
    );
    mux_w32_n4_s2 choose_lane_1 (
        .select(source_b_1),
        .choice_0(offered_b_0),
        .choice_1(offered_b_1),
        .choice_2(offered_b_2),
        .choice_3(offered_b_3),
        .chosen(own_b_1)
    );
    wire [31:0] product_1;
    wire [31:0] other_1;
    wire [31:0] sum_a_1;
    wire [31:0] sum_b_1;
    wire [31:0] passed_1;
    wire [31:0] second_accumulator_1;
    fu_alu_shift_imul_fadd_fmul_fcmp_cvt_dot8_dotbf_flush_t4_systolic unit_1 (
        .clk(clk),
        .alu_told(operator_alu_told),
        .shift_told(operator_shift_told),
        .imul_told(operator_imul_told),
        .fadd_told(operator_fadd_told),
        .fmul_told(operator_fmul_told),
        .fcmp_told(operator_fcmp_told),
        .cvt_told(operator_cvt_told),
        .dot8_told(operator_dot8_told),
        .dotbf_told(operator_dotbf_told),
        .a(operand_a_1),
        .b(operand_b_1),
        .c(operand_c_1),
        .sum_a(sum_a_1),
        .sum_b(sum_b_1),
        .product(product_1),
        .other(other_1)
    );
    pcu_cell_registered0_early0 cell_1 (
        .clk(clk),
        .systolic(systolic),
        .start(start),
        .from_bank_0(from_bank_0),
        .from_bank_1(from_bank_1),
        .continues(continues),
        .leaving_bank(leaving_bank),
        .accumulator_0(accumulator_1),
        .accumulator_1(second_accumulator_1),
        .own_0(own_a_1),
        .own_1(own_b_1),
        .own_2(own_c_1),
        .product(product_1),
        .other(other_1),
        .operand_0(operand_a_1),
        .operand_1(operand_b_1),
        .operand_2(operand_c_1),
        .sum_a(sum_a_1),
        .sum_b(sum_b_1),
        .result(result_1),
        .passed(passed_1)
    );
    pcu_accumulator_ways16 accumulators_1_0 (
        .clk(clk),
        .read_way(read_way_0),
        .read_data(accumulator_1),
        .write_valid(write_valid_0),
        .write_way(write_way_0),
        .write_data(result_1)
    );
    pcu_accumulator_ways16 accumulators_1_1 (
        .clk(clk),
        .read_way(read_way_1),
        .read_data(second_accumulator_1),
        .write_valid(write_valid_1),
        .write_way(write_way_1),
        .write_data(result_1)
    );
    pcu_pass_r4_t4 pass_1 (
        .clk(clk),
        .destination(destination),
        .take(take),
        .result(passed_1),
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
    wire [2:0] select_a_2;
    wire [2:0] select_b_2;
    wire [1:0] source_b_2;
    pcu_operands_r4_h2 operands_2 (
        .clk(clk),
        .mode(mode),
        .a(a),
        .b(b),
        .masked(masked),
        .hop(hop),
        .spread(spread),
        .lane(lane),
        .number(2'd2),
        .present(operands_mask[2]),
        .select_a(select_a_2),
        .select_b(select_b_2),
        .source(source_b_2)
    );
    mux_w32_n5_s3 choose_a_2 (
        .select(select_a_2),
        .choice_0(before_0[95:64]),
        .choice_1(before_1[95:64]),
        .choice_2(before_2[95:64]),
        .choice_3(before_3[95:64]),
        .choice_4(constant),
        .chosen(own_a_2)
    );
    mux_w32_n5_s3 choose_b_2 (
        .select(select_b_2),
        .choice_0(before_0[95:64]),
        .choice_1(before_1[95:64]),
        .choice_2(before_2[95:64]),
        .choice_3(before_3[95:64]),
        .choice_4(constant),
        .chosen(offered_b_2)
    );
    mux_w32_n4_s2 choose_c_2 (
        .select(c),
        .choice_0(before_0[95:64]),
        .choice_1(before_1[95:64]),
        .choice_2(before_2[95:64]),
        .choice_3(before_3[95:64]),
        .chosen(own_c_2)
    );
    mux_w32_n4_s2 choose_lane_2 (
        .select(source_b_2),
        .choice_0(offered_b_0),
        .choice_1(offered_b_1),
        .choice_2(offered_b_2),
        .choice_3(offered_b_3),
        .chosen(own_b_2)
    );
    wire [31:0] product_2;
    wire [31:0] other_2;
    wire [31:0] sum_a_2;
    wire [31:0] sum_b_2;
    wire [31:0] passed_2;
    wire [31:0] second_accumulator_2;
    fu_alu_shift_imul_fadd_fmul_fcmp_cvt_dot8_dotbf_flush_t4_systolic unit_2 (
        .clk(clk),
        .alu_told(operator_alu_told),
        .shift_told(operator_shift_told),
        .imul_told(operator_imul_told),
        .fadd_told(operator_fadd_told),
        .fmul_told(operator_fmul_told),
        .fcmp_told(operator_fcmp_told),
        .cvt_told(operator_cvt_told),
        .dot8_told(operator_dot8_told),
        .dotbf_told(operator_dotbf_told),
        .a(operand_a_2),
        .b(operand_b_2),
        .c(operand_c_2),
        .sum_a(sum_a_2),
        .sum_b(sum_b_2),
        .product(product_2),
        .other(other_2)
    );
    pcu_cell_registered0_early0 cell_2 (
        .clk(clk),
        .systolic(systolic),
        .start(start),
        .from_bank_0(from_bank_0),
        .from_bank_1(from_bank_1),
        .continues(continues),
        .leaving_bank(leaving_bank),
        .accumulator_0(accumulator_2),
        .accumulator_1(second_accumulator_2),
        .own_0(own_a_2),
        .own_1(own_b_2),
        .own_2(own_c_2),
        .product(product_2),
        .other(other_2),
        .operand_0(operand_a_2),
        .operand_1(operand_b_2),
        .operand_2(operand_c_2),
        .sum_a(sum_a_2),
        .sum_b(sum_b_2),
        .result(result_2),
        .passed(passed_2)
    );
    pcu_accumulator_ways16 accumulators_2_0 (
        .clk(clk),
        .read_way(read_way_0),
        .read_data(accumulator_2),
        .write_valid(write_valid_0),
        .write_way(write_way_0),
        .write_data(result_2)
    );
    pcu_accumulator_ways16 accumulators_2_1 (
        .clk(clk),
        .read_way(read_way_1),
        .read_data(second_accumulator_2),
        .write_valid(write_valid_1),
        .write_way(write_way_1),
        .write_data(result_2)
    );
    pcu_pass_r4_t4 pass_2 (
        .clk(clk),
        .destination(destination),
        .take(take),
        .result(passed_2),
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
    wire [2:0] select_a_3;
    wire [2:0] select_b_3;
    wire [1:0] source_b_3;
    pcu_operands_r4_h2 operands_3 (
        .clk(clk),
        .mode(mode),
        .a(a),
        .b(b),
        .masked(masked),
        .hop(hop),
        .spread(spread),
        .lane(lane),
        .number(2'd3),
        .present(operands_mask[3]),
        .select_a(select_a_3),
        .select_b(select_b_3),
        .source(source_b_3)
    );
    mux_w32_n5_s3 choose_a_3 (
        .select(select_a_3),
        .choice_0(before_0[127:96]),
        .choice_1(before_1[127:96]),
        .choice_2(before_2[127:96]),
        .choice_3(before_3[127:96]),
        .choice_4(constant),
        .chosen(own_a_3)
    );
    mux_w32_n5_s3 choose_b_3 (
        .select(select_b_3),
        .choice_0(before_0[127:96]),
        .choice_1(before_1[127:96]),
        .choice_2(before_2[127:96]),
        .choice_3(before_3[127:96]),
        .choice_4(constant),
        .chosen(offered_b_3)
    );
    mux_w32_n4_s2 choose_c_3 (
        .select(c),
        .choice_0(before_0[127:96]),
        .choice_1(before_1[127:96]),
        .choice_2(before_2[127:96]),
        .choice_3(before_3[127:96]),
        .chosen(own_c_3)
    );
    mux_w32_n4_s2 choose_lane_3 (
        .select(source_b_3),
        .choice_0(offered_b_0),
        .choice_1(offered_b_1),
        .choice_2(offered_b_2),
        .choice_3(offered_b_3),
        .chosen(own_b_3)
    );
    wire [31:0] product_3;
    wire [31:0] other_3;
    wire [31:0] sum_a_3;
    wire [31:0] sum_b_3;
    wire [31:0] passed_3;
    wire [31:0] second_accumulator_3;
    fu_alu_shift_imul_fadd_fmul_fcmp_cvt_dot8_dotbf_flush_t4_systolic unit_3 (
        .clk(clk),
        .alu_told(operator_alu_told),
        .shift_told(operator_shift_told),
        .imul_told(operator_imul_told),
        .fadd_told(operator_fadd_told),
        .fmul_told(operator_fmul_told),
        .fcmp_told(operator_fcmp_told),
        .cvt_told(operator_cvt_told),
        .dot8_told(operator_dot8_told),
        .dotbf_told(operator_dotbf_told),
        .a(operand_a_3),
        .b(operand_b_3),
        .c(operand_c_3),
        .sum_a(sum_a_3),
        .sum_b(sum_b_3),
        .product(product_3),
        .other(other_3)
    );
    pcu_cell_registered0_early0 cell_3 (
        .clk(clk),
        .systolic(systolic),
        .start(start),
        .from_bank_0(from_bank_0),
        .from_bank_1(from_bank_1),
        .continues(continues),
        .leaving_bank(leaving_bank),
        .accumulator_0(accumulator_3),
        .accumulator_1(second_accumulator_3),
        .own_0(own_a_3),
        .own_1(own_b_3),
        .own_2(own_c_3),
        .product(product_3),
        .other(other_3),
        .operand_0(operand_a_3),
        .operand_1(operand_b_3),
        .operand_2(operand_c_3),
        .sum_a(sum_a_3),
        .sum_b(sum_b_3),
        .result(result_3),
        .passed(passed_3)
    );
    pcu_accumulator_ways16 accumulators_3_0 (
        .clk(clk),
        .read_way(read_way_0),
        .read_data(accumulator_3),
        .write_valid(write_valid_0),
        .write_way(write_way_0),
        .write_data(result_3)
    );
    pcu_accumulator_ways16 accumulators_3_1 (
        .clk(clk),
        .read_way(read_way_1),
        .read_data(second_accumulator_3),
        .write_valid(write_valid_1),
        .write_way(write_way_1),
        .write_data(result_3)
    );
    pcu_pass_r4_t4 pass_3 (
        .clk(clk),
        .destination(destination),
        .take(take),
        .result(passed_3),
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
