// Pattern compute unit: loop counters, a pipeline of functional units in lanes, and FIFOs at its
// ports.
module pcu (
    // clock, and synchronous reset
    input  wire         clk,
    input  wire         rst,
    // configuration chain: when cfg_en, words of 32 bits move on by one
    input  wire         cfg_en,
    input  wire [31:0]  cfg_in,
    output wire [31:0]  cfg_out,
    // vector_in0: beats in
    input  wire         vector_in0_valid,
    output wire         vector_in0_ready,
    input  wire [133:0] vector_in0_data,
    // vector_in1: beats in
    input  wire         vector_in1_valid,
    output wire         vector_in1_ready,
    input  wire [133:0] vector_in1_data,
    // vector_in2: beats in
    input  wire         vector_in2_valid,
    output wire         vector_in2_ready,
    input  wire [133:0] vector_in2_data,
    // scalar_in0: beats in
    input  wire         scalar_in0_valid,
    output wire         scalar_in0_ready,
    input  wire [34:0]  scalar_in0_data,
    // scalar_in1: beats in
    input  wire         scalar_in1_valid,
    output wire         scalar_in1_ready,
    input  wire [34:0]  scalar_in1_data,
    // vector_out0: beats out
    output wire         vector_out0_valid,
    input  wire         vector_out0_ready,
    output wire [133:0] vector_out0_data,
    // vector_out1: beats out
    output wire         vector_out1_valid,
    input  wire         vector_out1_ready,
    output wire [133:0] vector_out1_data,
    // scalar_out0: beats out
    output wire         scalar_out0_valid,
    input  wire         scalar_out0_ready,
    output wire [34:0]  scalar_out0_data,
    // reports: nothing to do; an end mark was wrong; what is counted
    output wire         idle,
    output wire         mark_error,
    output wire         busy,
    output wire         starved,
    output wire         blocked
);
    wire [31:0] config_word_0;
    wire [31:0] config_word_1;
    wire [31:0] config_word_2;
    wire [31:0] config_word_3;
    wire [31:0] config_word_4;
    wire [31:0] config_word_5;
    wire [31:0] config_word_6;
    wire [31:0] config_word_7;
    wire [31:0] config_word_8;
    wire [31:0] config_word_9;
    wire [31:0] config_word_10;
    wire [31:0] config_word_11;
    wire [31:0] config_word_12;
    wire [31:0] config_word_13;
    wire [31:0] config_word_14;
    wire [31:0] config_word_15;
    wire [31:0] config_word_16;
    wire [31:0] config_word_17;
    wire [31:0] config_word_18;
    wire [31:0] config_word_19;
    wire [31:0] config_word_20;
    wire [31:0] config_word_21;
    wire [31:0] config_word_22;
    wire [31:0] config_word_23;
    wire [31:0] config_word_24;
    wire [31:0] config_word_25;
    wire [31:0] config_word_26;
    wire [31:0] config_word_27;
    wire [31:0] config_word_28;
    wire [31:0] config_word_29;
    wire [31:0] config_word_30;
    wire [31:0] config_word_31;
    wire [31:0] config_word_32;
    wire [31:0] config_word_33;
    wire [31:0] config_word_34;
    wire [31:0] config_word_35;
    wire [31:0] config_word_36;
    wire [31:0] config_word_37;
    wire [31:0] config_word_38;
    wire [31:0] config_word_39;
    wire [31:0] config_word_40;
    wire [31:0] config_word_41;
    wire [20:0] config_word_42;
    config_chain_b1365 config_chain (
        .clk(clk),
        .cfg_en(cfg_en),
        .cfg_in(cfg_in),
        .cfg_out(cfg_out),
        .word_0(config_word_0),
        .word_1(config_word_1),
        .word_2(config_word_2),
        .word_3(config_word_3),
        .word_4(config_word_4),
        .word_5(config_word_5),
        .word_6(config_word_6),
        .word_7(config_word_7),
        .word_8(config_word_8),
        .word_9(config_word_9),
        .word_10(config_word_10),
        .word_11(config_word_11),
        .word_12(config_word_12),
        .word_13(config_word_13),
        .word_14(config_word_14),
        .word_15(config_word_15),
        .word_16(config_word_16),
        .word_17(config_word_17),
        .word_18(config_word_18),
        .word_19(config_word_19),
        .word_20(config_word_20),
        .word_21(config_word_21),
        .word_22(config_word_22),
        .word_23(config_word_23),
        .word_24(config_word_24),
        .word_25(config_word_25),
        .word_26(config_word_26),
        .word_27(config_word_27),
        .word_28(config_word_28),
        .word_29(config_word_29),
        .word_30(config_word_30),
        .word_31(config_word_31),
        .word_32(config_word_32),
        .word_33(config_word_33),
        .word_34(config_word_34),
        .word_35(config_word_35),
        .word_36(config_word_36),
        .word_37(config_word_37),
        .word_38(config_word_38),
        .word_39(config_word_39),
        .word_40(config_word_40),
        .word_41(config_word_41),
        .word_42(config_word_42)
    );
    wire vector_in0_kept;
    pcu_deal vector_in0_deal (
        .clk(clk),
        .rst(rst),
        .every(config_word_21[29:25]),
        .offset({config_word_22[2:0], config_word_21[31:30]}),
        .link_valid(vector_in0_valid),
        .fifo_ready(vector_in0_ready),
        .fifo_valid(vector_in0_kept)
    );
    wire vector_in0_head_valid;
    wire vector_in0_head_ready;
    wire [133:0] vector_in0_head_data;
    fifo_w134_d4 vector_in0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(vector_in0_kept),
        .in_ready(vector_in0_ready),
        .in_data(vector_in0_data),
        .out_valid(vector_in0_head_valid),
        .out_ready(vector_in0_head_ready),
        .out_data(vector_in0_head_data)
    );
    wire vector_in1_kept;
    pcu_deal vector_in1_deal (
        .clk(clk),
        .rst(rst),
        .every(config_word_22[24:20]),
        .offset(config_word_22[29:25]),
        .link_valid(vector_in1_valid),
        .fifo_ready(vector_in1_ready),
        .fifo_valid(vector_in1_kept)
    );
    wire vector_in1_head_valid;
    wire vector_in1_head_ready;
    wire [133:0] vector_in1_head_data;
    fifo_w134_d4 vector_in1_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(vector_in1_kept),
        .in_ready(vector_in1_ready),
        .in_data(vector_in1_data),
        .out_valid(vector_in1_head_valid),
        .out_ready(vector_in1_head_ready),
        .out_data(vector_in1_head_data)
    );
    wire vector_in2_kept;
    pcu_deal vector_in2_deal (
        .clk(clk),
        .rst(rst),
        .every(config_word_23[19:15]),
        .offset(config_word_23[24:20]),
        .link_valid(vector_in2_valid),
        .fifo_ready(vector_in2_ready),
        .fifo_valid(vector_in2_kept)
    );
    wire vector_in2_head_valid;
    wire vector_in2_head_ready;
    wire [133:0] vector_in2_head_data;
    fifo_w134_d4 vector_in2_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(vector_in2_kept),
        .in_ready(vector_in2_ready),
        .in_data(vector_in2_data),
        .out_valid(vector_in2_head_valid),
        .out_ready(vector_in2_head_ready),
        .out_data(vector_in2_head_data)
    );
    wire scalar_in0_head_valid;
    wire scalar_in0_head_ready;
    wire [34:0] scalar_in0_head_data;
    fifo_w35_d4 scalar_in0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(scalar_in0_valid),
        .in_ready(scalar_in0_ready),
        .in_data(scalar_in0_data),
        .out_valid(scalar_in0_head_valid),
        .out_ready(scalar_in0_head_ready),
        .out_data(scalar_in0_head_data)
    );
    wire scalar_in1_head_valid;
    wire scalar_in1_head_ready;
    wire [34:0] scalar_in1_head_data;
    fifo_w35_d4 scalar_in1_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(scalar_in1_valid),
        .in_ready(scalar_in1_ready),
        .in_data(scalar_in1_data),
        .out_valid(scalar_in1_head_valid),
        .out_ready(scalar_in1_head_ready),
        .out_data(scalar_in1_head_data)
    );
    wire issue;
    wire step;
    wire [31:0] next_index_0;
    wire finished;
    wire [8:0] below;
    wire [7:0] first_levels;
    wire [7:0] last_levels;
    wire [19:0] left0;
    wire [3:0] next_iteration_mask;
    counters_n8_b20_lanes4_a32_ends counters (
        .clk(clk),
        .rst(rst),
        .step(step),
        .spread(config_word_11[7]),
        .once({config_word_11[5], config_word_9[21], config_word_8[5], config_word_6[21], config_word_5[5], config_word_3[21], config_word_2[5], config_word_0[21]}),
        .twice({config_word_11[6], config_word_9[22], config_word_8[6], config_word_6[22], config_word_5[6], config_word_3[22], config_word_2[6], config_word_0[22]}),
        .ragged({1'b0, config_word_9[23], config_word_8[7], config_word_6[23], config_word_5[7], config_word_3[23], config_word_2[7], config_word_0[23]}),
        .short_once({1'b0, config_word_10[12], config_word_8[28], config_word_7[12], config_word_5[28], config_word_4[12], config_word_2[28], config_word_1[12]}),
        .short_twice({1'b0, config_word_10[13], config_word_8[29], config_word_7[13], config_word_5[29], config_word_4[13], config_word_2[29], config_word_1[13]}),
        .tile_0(config_word_0[20:1]),
        .short_0({config_word_1[11:0], config_word_0[31:24]}),
        .outer_0(config_word_1[16:14]),
        .tile_1({config_word_2[4:0], config_word_1[31:17]}),
        .short_1(config_word_2[27:8]),
        .outer_1({config_word_3[0], config_word_2[31:30]}),
        .tile_2(config_word_3[20:1]),
        .short_2({config_word_4[11:0], config_word_3[31:24]}),
        .outer_2(config_word_4[16:14]),
        .tile_3({config_word_5[4:0], config_word_4[31:17]}),
        .short_3(config_word_5[27:8]),
        .outer_3({config_word_6[0], config_word_5[31:30]}),
        .tile_4(config_word_6[20:1]),
        .short_4({config_word_7[11:0], config_word_6[31:24]}),
        .outer_4(config_word_7[16:14]),
        .tile_5({config_word_8[4:0], config_word_7[31:17]}),
        .short_5(config_word_8[27:8]),
        .outer_5({config_word_9[0], config_word_8[31:30]}),
        .tile_6(config_word_9[20:1]),
        .short_6({config_word_10[11:0], config_word_9[31:24]}),
        .outer_6(config_word_10[16:14]),
        .tile_7({config_word_11[4:0], config_word_10[31:17]}),
        .short_7(20'd0),
        .outer_7(3'd0),
        .finished(finished),
        .below(below),
        .mask(next_iteration_mask),
        .left0(left0),
        .first(first_levels),
        .last(last_levels),
        .value_0(next_index_0),
        .base_0({config_word_12[7:0], config_word_11[31:8]}),
        .stride_0_0({config_word_13[7:0], config_word_12[31:8]}),
        .stride_0_1({config_word_14[7:0], config_word_13[31:8]}),
        .stride_0_2({config_word_15[7:0], config_word_14[31:8]}),
        .stride_0_3({config_word_16[7:0], config_word_15[31:8]}),
        .stride_0_4({config_word_17[7:0], config_word_16[31:8]}),
        .stride_0_5({config_word_18[7:0], config_word_17[31:8]}),
        .stride_0_6({config_word_19[7:0], config_word_18[31:8]}),
        .stride_0_7({config_word_20[7:0], config_word_19[31:8]})
    );
    wire [3:0] next_way;
    wire next_first;
    wire next_emit;
    wire next_complete;
    pcu_fold_ways16_n8_b20_lanes4 fold (
        .clk(clk),
        .rst(rst),
        .enable(config_word_32[3]),
        .levels(config_word_32[11:4]),
        .split(config_word_32[12]),
        .ways(config_word_32[16:13]),
        .round(config_word_32[19:17]),
        .spread(config_word_11[7]),
        .below(below),
        .first_levels(first_levels),
        .last_levels(last_levels),
        .left0(left0),
        .step(step),
        .way(next_way),
        .first(next_first),
        .emit(next_emit),
        .complete(next_complete)
    );
    wire room_ahead;
    wire [4:0] next_pops;
    wire [2:0] next_sends;
    pcu_ahead_n8_i5_o3 ahead (
        .enable(config_word_0[0]),
        .finished(finished),
        .room(room_ahead),
        .below(below),
        .emit(next_emit),
        .input_enable({config_word_24[10], config_word_23[25], config_word_22[30], config_word_22[3], config_word_21[8]}),
        .hold_0(config_word_21[12:9]),
        .hold_1(config_word_22[7:4]),
        .hold_2({config_word_23[2:0], config_word_22[31]}),
        .hold_3(config_word_23[29:26]),
        .hold_4(config_word_24[14:11]),
        .output_enable({config_word_42[3], config_word_41[17], config_word_40[31]}),
        .fold({config_word_42[6], config_word_41[20], config_word_41[2]}),
        .step(step),
        .pops(next_pops),
        .sends(next_sends)
    );
    wire [1:0] next_vector_in0_e;
    counter_marks_n8 next_vector_in0_e_marks (
        .mark1(config_word_21[16:13]),
        .mark2(config_word_21[20:17]),
        .mark3(config_word_21[24:21]),
        .below(below),
        .e(next_vector_in0_e)
    );
    wire [1:0] vector_in0_e;
    wire [1:0] next_vector_in1_e;
    counter_marks_n8 next_vector_in1_e_marks (
        .mark1(config_word_22[11:8]),
        .mark2(config_word_22[15:12]),
        .mark3(config_word_22[19:16]),
        .below(below),
        .e(next_vector_in1_e)
    );
    wire [1:0] vector_in1_e;
    wire [1:0] next_vector_in2_e;
    counter_marks_n8 next_vector_in2_e_marks (
        .mark1(config_word_23[6:3]),
        .mark2(config_word_23[10:7]),
        .mark3(config_word_23[14:11]),
        .below(below),
        .e(next_vector_in2_e)
    );
    wire [1:0] vector_in2_e;
    wire [1:0] next_scalar_in0_e;
    counter_marks_n8 next_scalar_in0_e_marks (
        .mark1({config_word_24[1:0], config_word_23[31:30]}),
        .mark2(config_word_24[5:2]),
        .mark3(config_word_24[9:6]),
        .below(below),
        .e(next_scalar_in0_e)
    );
    wire [1:0] scalar_in0_e;
    wire [1:0] next_scalar_in1_e;
    counter_marks_n8 next_scalar_in1_e_marks (
        .mark1(config_word_24[18:15]),
        .mark2(config_word_24[22:19]),
        .mark3(config_word_24[26:23]),
        .below(below),
        .e(next_scalar_in1_e)
    );
    wire [1:0] scalar_in1_e;
    wire [1:0] next_vector_out0_e;
    counter_marks_n8 next_vector_out0_e_marks (
        .mark1(config_word_41[8:5]),
        .mark2(config_word_41[12:9]),
        .mark3(config_word_41[16:13]),
        .below(below),
        .e(next_vector_out0_e)
    );
    wire [1:0] vector_out0_e;
    wire [1:0] next_vector_out1_e;
    counter_marks_n8 next_vector_out1_e_marks (
        .mark1(config_word_41[26:23]),
        .mark2(config_word_41[30:27]),
        .mark3({config_word_42[2:0], config_word_41[31]}),
        .below(below),
        .e(next_vector_out1_e)
    );
    wire [1:0] vector_out1_e;
    wire [1:0] next_scalar_out0_e;
    counter_marks_n8 next_scalar_out0_e_marks (
        .mark1(config_word_42[12:9]),
        .mark2(config_word_42[16:13]),
        .mark3(config_word_42[20:17]),
        .below(below),
        .e(next_scalar_out0_e)
    );
    wire [1:0] scalar_out0_e;
    wire [4:0] pops;
    wire [2:0] sends;
    wire [3:0] iteration_mask;
    wire [3:0] way;
    wire first;
    wire complete;
    wire [31:0] index_0;
    wire prepared;
    wire [65:0] prepared_fields;
    fifo_w66_d2 ahead_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(step),
        .in_ready(room_ahead),
        .in_data({next_index_0, next_complete, next_first, next_way, next_iteration_mask, next_sends, next_pops, next_scalar_out0_e, next_vector_out1_e, next_vector_out0_e, next_scalar_in1_e, next_scalar_in0_e, next_vector_in2_e, next_vector_in1_e, next_vector_in0_e}),
        .out_valid(prepared),
        .out_ready(issue),
        .out_data(prepared_fields)
    );
    assign vector_in0_e = prepared_fields[1:0];
    assign vector_in1_e = prepared_fields[3:2];
    assign vector_in2_e = prepared_fields[5:4];
    assign scalar_in0_e = prepared_fields[7:6];
    assign scalar_in1_e = prepared_fields[9:8];
    assign vector_out0_e = prepared_fields[11:10];
    assign vector_out1_e = prepared_fields[13:12];
    assign scalar_out0_e = prepared_fields[15:14];
    assign pops = prepared_fields[20:16];
    assign sends = prepared_fields[23:21];
    assign iteration_mask = prepared_fields[27:24];
    assign way = prepared_fields[31:28];
    assign first = prepared_fields[32];
    assign complete = prepared_fields[33];
    assign index_0 = prepared_fields[65:34];
    wire clear;
    pcu_hazard_w4_t4 hazard (
        .clk(clk),
        .rst(rst),
        .enable(config_word_32[3]),
        .way(way),
        .issue(issue),
        .clear(clear)
    );
    wire [4:0] inputs_served;
    wire [4:0] inputs_error;
    pcu_input vector_in0_port (
        .enable(config_word_21[8]),
        .pops(pops[0]),
        .issue(issue),
        .beat_valid(vector_in0_head_valid),
        .beat_e(vector_in0_head_data[133:132]),
        .expected_e(vector_in0_e),
        .beat_pop(vector_in0_head_ready),
        .served(inputs_served[0]),
        .mark_error(inputs_error[0])
    );
    pcu_input vector_in1_port (
        .enable(config_word_22[3]),
        .pops(pops[1]),
        .issue(issue),
        .beat_valid(vector_in1_head_valid),
        .beat_e(vector_in1_head_data[133:132]),
        .expected_e(vector_in1_e),
        .beat_pop(vector_in1_head_ready),
        .served(inputs_served[1]),
        .mark_error(inputs_error[1])
    );
    pcu_input vector_in2_port (
        .enable(config_word_22[30]),
        .pops(pops[2]),
        .issue(issue),
        .beat_valid(vector_in2_head_valid),
        .beat_e(vector_in2_head_data[133:132]),
        .expected_e(vector_in2_e),
        .beat_pop(vector_in2_head_ready),
        .served(inputs_served[2]),
        .mark_error(inputs_error[2])
    );
    pcu_input scalar_in0_port (
        .enable(config_word_23[25]),
        .pops(pops[3]),
        .issue(issue),
        .beat_valid(scalar_in0_head_valid),
        .beat_e(scalar_in0_head_data[34:33]),
        .expected_e(scalar_in0_e),
        .beat_pop(scalar_in0_head_ready),
        .served(inputs_served[3]),
        .mark_error(inputs_error[3])
    );
    pcu_input scalar_in1_port (
        .enable(config_word_24[10]),
        .pops(pops[4]),
        .issue(issue),
        .beat_valid(scalar_in1_head_valid),
        .beat_e(scalar_in1_head_data[34:33]),
        .expected_e(scalar_in1_e),
        .beat_pop(scalar_in1_head_ready),
        .served(inputs_served[4]),
        .mark_error(inputs_error[4])
    );
    wire drain_fire;
    wire drain_finished;
    wire drain_send;
    wire drain_sends;
    wire drain_room;
    wire drain_output_served;
    wire drain_served;
    wire drain_done;
    wire [1:0] drain_row;
    wire drain_bank;
    wire [3:0] drain_way_0;
    wire [3:0] drain_way_1;
    wire [6:0] drain_below;
    wire [3:0] drain_mask;
    wire [19:0] unused_drain_counters_left0;
    counters_n6_b20_lanes4 drain_counters (
        .clk(clk),
        .rst(rst),
        .step(drain_fire),
        .spread(config_word_40[27]),
        .once({config_word_40[25], config_word_39[9], config_word_37[25], config_word_36[9], config_word_34[25], config_word_33[9]}),
        .twice({config_word_40[26], config_word_39[10], config_word_37[26], config_word_36[10], config_word_34[26], config_word_33[10]}),
        .ragged({1'b0, config_word_39[11], config_word_37[27], config_word_36[11], config_word_34[27], config_word_33[11]}),
        .short_once({1'b0, config_word_40[0], config_word_38[16], config_word_37[0], config_word_35[16], config_word_34[0]}),
        .short_twice({1'b0, config_word_40[1], config_word_38[17], config_word_37[1], config_word_35[17], config_word_34[1]}),
        .tile_0({config_word_33[8:0], config_word_32[31:21]}),
        .short_0(config_word_33[31:12]),
        .outer_0(config_word_34[4:2]),
        .tile_1(config_word_34[24:5]),
        .short_1({config_word_35[15:0], config_word_34[31:28]}),
        .outer_1(config_word_35[20:18]),
        .tile_2({config_word_36[8:0], config_word_35[31:21]}),
        .short_2(config_word_36[31:12]),
        .outer_2(config_word_37[4:2]),
        .tile_3(config_word_37[24:5]),
        .short_3({config_word_38[15:0], config_word_37[31:28]}),
        .outer_3(config_word_38[20:18]),
        .tile_4({config_word_39[8:0], config_word_38[31:21]}),
        .short_4(config_word_39[31:12]),
        .outer_4(config_word_40[4:2]),
        .tile_5(config_word_40[24:5]),
        .short_5(20'd0),
        .outer_5(3'd0),
        .finished(drain_finished),
        .below(drain_below),
        .mask(drain_mask),
        .left0(unused_drain_counters_left0)
    );
    pcu_drain_s4_ways16_t4_n6 drain (
        .clk(clk),
        .rst(rst),
        .enable(config_word_32[20]),
        .rows(config_word_40[30:28]),
        .drain_finished(drain_finished),
        .drain_below(drain_below),
        .issue(issue),
        .issue_completes(complete),
        .issue_way(way),
        .issue_sends(sends[0]),
        .room(drain_room),
        .send(drain_send),
        .sends(drain_sends),
        .output_served(drain_output_served),
        .served(drain_served),
        .done(drain_done),
        .fire(drain_fire),
        .row(drain_row),
        .bank(drain_bank),
        .way_0(drain_way_0),
        .way_1(drain_way_1)
    );
    wire [3:0] outputs_served;
    wire [2:0] outputs_fire;
    wire [3:0] outputs_empty;
    assign outputs_served[0] = drain_output_served;
    assign outputs_served[3] = drain_served;
    assign outputs_empty[3] = drain_done;
    pcu_output_d32 vector_out0_credit (
        .clk(clk),
        .rst(rst),
        .sends(drain_sends),
        .issue(drain_send),
        .out_valid(vector_out0_valid),
        .out_ready(vector_out0_ready),
        .served(drain_room),
        .fire(outputs_fire[0]),
        .empty(outputs_empty[0])
    );
    pcu_output_d32 vector_out1_credit (
        .clk(clk),
        .rst(rst),
        .sends(sends[1]),
        .issue(issue),
        .out_valid(vector_out1_valid),
        .out_ready(vector_out1_ready),
        .served(outputs_served[1]),
        .fire(outputs_fire[1]),
        .empty(outputs_empty[1])
    );
    pcu_output_d32 scalar_out0_credit (
        .clk(clk),
        .rst(rst),
        .sends(sends[2]),
        .issue(issue),
        .out_valid(scalar_out0_valid),
        .out_ready(scalar_out0_ready),
        .served(outputs_served[2]),
        .fire(outputs_fire[2]),
        .empty(outputs_empty[2])
    );
    wire [3:0] issue_mask;
    pcu_issue_lanes4_v3_i5_o4 decision (
        .enable(config_word_0[0]),
        .finished(finished),
        .prepared(prepared),
        .inputs_served(inputs_served),
        .inputs_valid({scalar_in1_head_valid, scalar_in0_head_valid, vector_in2_head_valid, vector_in1_head_valid, vector_in0_head_valid}),
        .inputs_error(inputs_error),
        .outputs_served(outputs_served),
        .outputs_empty(outputs_empty),
        .clear(clear),
        .iteration_mask(iteration_mask),
        .vector_enable_0(config_word_21[8]),
        .vector_enable_1(config_word_22[3]),
        .vector_enable_2(config_word_22[30]),
        .vector_mask_0(vector_in0_head_data[131:128]),
        .vector_mask_1(vector_in1_head_data[131:128]),
        .vector_mask_2(vector_in2_head_data[131:128]),
        .issue(issue),
        .mask(issue_mask),
        .idle(idle),
        .mark_error(mark_error),
        .busy(busy),
        .starved(starved),
        .blocked(blocked)
    );
    wire [3:0] issue_flags;
    wire [21:0] issue_notes;
    assign issue_flags = {outputs_fire, issue};
    wire [8:0] drain_below_levels;
    assign drain_below_levels = {2'd0, drain_below};
    wire [1:0] drain_e;
    counter_marks_n8 drain_e_marks (
        .mark1(config_word_41[8:5]),
        .mark2(config_word_41[12:9]),
        .mark3(config_word_41[16:13]),
        .below(drain_below_levels),
        .e(drain_e)
    );
    wire [1:0] sent_e;
    mux_w2_n2_s1 sent_e_choice (
        .select(config_word_32[20]),
        .choice_0(vector_out0_e),
        .choice_1(drain_e),
        .chosen(sent_e)
    );
    wire [3:0] sent_mask;
    mux_w4_n2_s1 sent_mask_choice (
        .select(config_word_32[20]),
        .choice_0(issue_mask),
        .choice_1(drain_mask),
        .chosen(sent_mask)
    );
    assign issue_notes = {scalar_out0_e, vector_out1_e, sent_e, sent_mask, drain_row, first, drain_bank, drain_way_1, drain_way_0};
    wire [127:0] index_0_lanes;
    counter_ramp_b32_lanes4 index_0_ramp (
        .base(index_0),
        .step({config_word_21[7:0], config_word_20[31:8]}),
        .value_0(index_0_lanes[31:0]),
        .value_1(index_0_lanes[63:32]),
        .value_2(index_0_lanes[95:64]),
        .value_3(index_0_lanes[127:96])
    );
    wire [127:0] register_0_0;
    wire [127:0] register_0_1;
    wire [127:0] register_0_2;
    wire [127:0] register_0_3;
    pcu_head_r4_k6_lanes4 head (
        .clk(clk),
        .head_0(config_word_24[29:27]),
        .head_1({config_word_25[0], config_word_24[31:30]}),
        .head_2(config_word_25[3:1]),
        .head_3(config_word_25[6:4]),
        .source_0(vector_in0_head_data[31:0]),
        .source_1(vector_in0_head_data[63:32]),
        .source_2(vector_in0_head_data[95:64]),
        .source_3(vector_in0_head_data[127:96]),
        .source_4(vector_in1_head_data[31:0]),
        .source_5(vector_in1_head_data[63:32]),
        .source_6(vector_in1_head_data[95:64]),
        .source_7(vector_in1_head_data[127:96]),
        .source_8(vector_in2_head_data[31:0]),
        .source_9(vector_in2_head_data[63:32]),
        .source_10(vector_in2_head_data[95:64]),
        .source_11(vector_in2_head_data[127:96]),
        .source_12(scalar_in0_head_data[31:0]),
        .source_13(scalar_in0_head_data[31:0]),
        .source_14(scalar_in0_head_data[31:0]),
        .source_15(scalar_in0_head_data[31:0]),
        .source_16(scalar_in1_head_data[31:0]),
        .source_17(scalar_in1_head_data[31:0]),
        .source_18(scalar_in1_head_data[31:0]),
        .source_19(scalar_in1_head_data[31:0]),
        .source_20(index_0_lanes[31:0]),
        .source_21(index_0_lanes[63:32]),
        .source_22(index_0_lanes[95:64]),
        .source_23(index_0_lanes[127:96]),
        .register_0(register_0_0[31:0]),
        .register_1(register_0_0[63:32]),
        .register_2(register_0_0[95:64]),
        .register_3(register_0_0[127:96]),
        .register_4(register_0_1[31:0]),
        .register_5(register_0_1[63:32]),
        .register_6(register_0_1[95:64]),
        .register_7(register_0_1[127:96]),
        .register_8(register_0_2[31:0]),
        .register_9(register_0_2[63:32]),
        .register_10(register_0_2[95:64]),
        .register_11(register_0_2[127:96]),
        .register_12(register_0_3[31:0]),
        .register_13(register_0_3[63:32]),
        .register_14(register_0_3[95:64]),
        .register_15(register_0_3[127:96])
    );
    wire [3:0] control_0_flags;
    wire [21:0] control_0_notes;
    pcu_delay_f4_n22_t1 control_0_delay (
        .clk(clk),
        .rst(rst),
        .flags_in(issue_flags),
        .notes_in(issue_notes),
        .flags_out(control_0_flags),
        .notes_out(control_0_notes)
    );
    wire [3:0] control_4_flags;
    wire [21:0] control_4_notes;
    pcu_delay_f4_n22_t4 control_4_delay (
        .clk(clk),
        .rst(rst),
        .flags_in(control_0_flags),
        .notes_in(control_0_notes),
        .flags_out(control_4_flags),
        .notes_out(control_4_notes)
    );
    wire [3:0] control_8_flags;
    wire [21:0] control_8_notes;
    pcu_delay_f4_n22_t4 control_8_delay (
        .clk(clk),
        .rst(rst),
        .flags_in(control_4_flags),
        .notes_in(control_4_notes),
        .flags_out(control_8_flags),
        .notes_out(control_8_notes)
    );
    wire [3:0] control_12_flags;
    wire [21:0] control_12_notes;
    pcu_delay_f4_n22_t4 control_12_delay (
        .clk(clk),
        .rst(rst),
        .flags_in(control_8_flags),
        .notes_in(control_8_notes),
        .flags_out(control_12_flags),
        .notes_out(control_12_notes)
    );
    wire [3:0] control_16_flags;
    wire [21:0] control_16_notes;
    pcu_delay_f4_n22_t4 control_16_delay (
        .clk(clk),
        .rst(rst),
        .flags_in(control_12_flags),
        .notes_in(control_12_notes),
        .flags_out(control_16_flags),
        .notes_out(control_16_notes)
    );
    wire control_20_flags;
    wire [8:0] control_20_notes;
    pcu_delay_f1_n9_t4 control_20_delay (
        .clk(clk),
        .rst(rst),
        .flags_in(control_16_flags[0]),
        .notes_in(control_16_notes[8:0]),
        .flags_out(control_20_flags),
        .notes_out(control_20_notes)
    );
    wire [127:0] register_1_0;
    wire [127:0] register_1_1;
    wire [127:0] register_1_2;
    wire [127:0] register_1_3;
    pcu_stage0 stage0 (
        .clk(clk),
        .op(config_word_25[12:7]),
        .mode(config_word_25[14:13]),
        .a(config_word_25[17:15]),
        .b(config_word_25[20:18]),
        .c(config_word_25[22:21]),
        .masked(config_word_25[23]),
        .hop(config_word_25[24]),
        .spread(config_word_25[25]),
        .lane(config_word_25[27:26]),
        .constant({config_word_26[27:0], config_word_25[31:28]}),
        .destination(config_word_26[29:28]),
        .operands_mask(control_0_notes[15:12]),
        .operands_first(control_0_notes[9]),
        .operands_way(control_0_notes[3:0]),
        .results_valid(control_4_flags[0]),
        .results_way_0(control_4_notes[3:0]),
        .results_way_1(control_4_notes[7:4]),
        .results_bank(control_4_notes[8]),
        .results_first(control_4_notes[9]),
        .leaving_beside(control_4_notes[8]),
        .leaving_valid(control_4_flags[1]),
        .leaving_row(control_4_notes[11:10]),
        .sums_valid(control_8_flags[0]),
        .sums_way_0(control_8_notes[3:0]),
        .sums_way_1(control_8_notes[7:4]),
        .sums_bank(control_8_notes[8]),
        .number(2'd0),
        .before_0(register_0_0),
        .before_1(register_0_1),
        .before_2(register_0_2),
        .before_3(register_0_3),
        .after_0(register_1_0),
        .after_1(register_1_1),
        .after_2(register_1_2),
        .after_3(register_1_3)
    );
    wire [127:0] register_2_0;
    wire [127:0] register_2_1;
    wire [127:0] register_2_2;
    wire [127:0] register_2_3;
    pcu_stage0 stage1 (
        .clk(clk),
        .op({config_word_27[3:0], config_word_26[31:30]}),
        .mode(config_word_27[5:4]),
        .a(config_word_27[8:6]),
        .b(config_word_27[11:9]),
        .c(config_word_27[13:12]),
        .masked(config_word_27[14]),
        .hop(config_word_27[15]),
        .spread(config_word_27[16]),
        .lane(config_word_27[18:17]),
        .constant({config_word_28[18:0], config_word_27[31:19]}),
        .destination(config_word_28[20:19]),
        .operands_mask(control_4_notes[15:12]),
        .operands_first(control_4_notes[9]),
        .operands_way(control_4_notes[3:0]),
        .results_valid(control_8_flags[0]),
        .results_way_0(control_8_notes[3:0]),
        .results_way_1(control_8_notes[7:4]),
        .results_bank(control_8_notes[8]),
        .results_first(control_8_notes[9]),
        .leaving_beside(control_8_notes[8]),
        .leaving_valid(control_8_flags[1]),
        .leaving_row(control_8_notes[11:10]),
        .sums_valid(control_12_flags[0]),
        .sums_way_0(control_12_notes[3:0]),
        .sums_way_1(control_12_notes[7:4]),
        .sums_bank(control_12_notes[8]),
        .number(2'd1),
        .before_0(register_1_0),
        .before_1(register_1_1),
        .before_2(register_1_2),
        .before_3(register_1_3),
        .after_0(register_2_0),
        .after_1(register_2_1),
        .after_2(register_2_2),
        .after_3(register_2_3)
    );
    wire [127:0] register_3_0;
    wire [127:0] register_3_1;
    wire [127:0] register_3_2;
    wire [127:0] register_3_3;
    pcu_stage0 stage2 (
        .clk(clk),
        .op(config_word_28[26:21]),
        .mode(config_word_28[28:27]),
        .a(config_word_28[31:29]),
        .b(config_word_29[2:0]),
        .c(config_word_29[4:3]),
        .masked(config_word_29[5]),
        .hop(config_word_29[6]),
        .spread(config_word_29[7]),
        .lane(config_word_29[9:8]),
        .constant({config_word_30[9:0], config_word_29[31:10]}),
        .destination(config_word_30[11:10]),
        .operands_mask(control_8_notes[15:12]),
        .operands_first(control_8_notes[9]),
        .operands_way(control_8_notes[3:0]),
        .results_valid(control_12_flags[0]),
        .results_way_0(control_12_notes[3:0]),
        .results_way_1(control_12_notes[7:4]),
        .results_bank(control_12_notes[8]),
        .results_first(control_12_notes[9]),
        .leaving_beside(control_12_notes[8]),
        .leaving_valid(control_12_flags[1]),
        .leaving_row(control_12_notes[11:10]),
        .sums_valid(control_16_flags[0]),
        .sums_way_0(control_16_notes[3:0]),
        .sums_way_1(control_16_notes[7:4]),
        .sums_bank(control_16_notes[8]),
        .number(2'd2),
        .before_0(register_2_0),
        .before_1(register_2_1),
        .before_2(register_2_2),
        .before_3(register_2_3),
        .after_0(register_3_0),
        .after_1(register_3_1),
        .after_2(register_3_2),
        .after_3(register_3_3)
    );
    wire [127:0] register_4_0;
    wire [127:0] register_4_1;
    wire [127:0] register_4_2;
    wire [127:0] register_4_3;
    pcu_stage0 stage3 (
        .clk(clk),
        .op(config_word_30[17:12]),
        .mode(config_word_30[19:18]),
        .a(config_word_30[22:20]),
        .b(config_word_30[25:23]),
        .c(config_word_30[27:26]),
        .masked(config_word_30[28]),
        .hop(config_word_30[29]),
        .spread(config_word_30[30]),
        .lane({config_word_31[0], config_word_30[31]}),
        .constant({config_word_32[0], config_word_31[31:1]}),
        .destination(config_word_32[2:1]),
        .operands_mask(control_12_notes[15:12]),
        .operands_first(control_12_notes[9]),
        .operands_way(control_12_notes[3:0]),
        .results_valid(control_16_flags[0]),
        .results_way_0(control_16_notes[3:0]),
        .results_way_1(control_16_notes[7:4]),
        .results_bank(control_16_notes[8]),
        .results_first(control_16_notes[9]),
        .leaving_beside(control_16_notes[8]),
        .leaving_valid(control_16_flags[1]),
        .leaving_row(control_16_notes[11:10]),
        .sums_valid(control_20_flags),
        .sums_way_0(control_20_notes[3:0]),
        .sums_way_1(control_20_notes[7:4]),
        .sums_bank(control_20_notes[8]),
        .number(2'd3),
        .before_0(register_3_0),
        .before_1(register_3_1),
        .before_2(register_3_2),
        .before_3(register_3_3),
        .after_0(register_4_0),
        .after_1(register_4_1),
        .after_2(register_4_2),
        .after_3(register_4_3)
    );
    wire [3:0] vector_out0_mask;
    wire [1:0] sent_lanes;
    mux_w2_n2_s1 sent_lanes_choice (
        .select(config_word_32[20]),
        .choice_0(config_word_41[4:3]),
        .choice_1(2'd0),
        .chosen(sent_lanes)
    );
    pcu_send_lanes4 vector_out0_lanes (
        .lanes(sent_lanes),
        .beat_mask(control_16_notes[15:12]),
        .mask(vector_out0_mask)
    );
    wire [31:0] vector_out0_word_0;
    mux_w32_n4_s2 vector_out0_select_0 (
        .select(config_word_41[1:0]),
        .choice_0(register_4_0[31:0]),
        .choice_1(register_4_1[31:0]),
        .choice_2(register_4_2[31:0]),
        .choice_3(register_4_3[31:0]),
        .chosen(vector_out0_word_0)
    );
    wire [31:0] vector_out0_word_1;
    mux_w32_n4_s2 vector_out0_select_1 (
        .select(config_word_41[1:0]),
        .choice_0(register_4_0[63:32]),
        .choice_1(register_4_1[63:32]),
        .choice_2(register_4_2[63:32]),
        .choice_3(register_4_3[63:32]),
        .chosen(vector_out0_word_1)
    );
    wire [31:0] vector_out0_word_2;
    mux_w32_n4_s2 vector_out0_select_2 (
        .select(config_word_41[1:0]),
        .choice_0(register_4_0[95:64]),
        .choice_1(register_4_1[95:64]),
        .choice_2(register_4_2[95:64]),
        .choice_3(register_4_3[95:64]),
        .chosen(vector_out0_word_2)
    );
    wire [31:0] vector_out0_word_3;
    mux_w32_n4_s2 vector_out0_select_3 (
        .select(config_word_41[1:0]),
        .choice_0(register_4_0[127:96]),
        .choice_1(register_4_1[127:96]),
        .choice_2(register_4_2[127:96]),
        .choice_3(register_4_3[127:96]),
        .chosen(vector_out0_word_3)
    );
    wire unused_vector_out0_fifo_in_ready;
    fifo_w134_d32 vector_out0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(control_16_flags[1]),
        .in_ready(unused_vector_out0_fifo_in_ready),
        .in_data({control_16_notes[17:16], vector_out0_mask, {vector_out0_word_3, vector_out0_word_2, vector_out0_word_1, vector_out0_word_0}}),
        .out_valid(vector_out0_valid),
        .out_ready(vector_out0_ready),
        .out_data(vector_out0_data)
    );
    wire [3:0] vector_out1_mask;
    pcu_send_lanes4 vector_out1_lanes (
        .lanes(config_word_41[22:21]),
        .beat_mask(control_16_notes[15:12]),
        .mask(vector_out1_mask)
    );
    wire [31:0] vector_out1_word_0;
    mux_w32_n4_s2 vector_out1_select_0 (
        .select(config_word_41[19:18]),
        .choice_0(register_4_0[31:0]),
        .choice_1(register_4_1[31:0]),
        .choice_2(register_4_2[31:0]),
        .choice_3(register_4_3[31:0]),
        .chosen(vector_out1_word_0)
    );
    wire [31:0] vector_out1_word_1;
    mux_w32_n4_s2 vector_out1_select_1 (
        .select(config_word_41[19:18]),
        .choice_0(register_4_0[63:32]),
        .choice_1(register_4_1[63:32]),
        .choice_2(register_4_2[63:32]),
        .choice_3(register_4_3[63:32]),
        .chosen(vector_out1_word_1)
    );
    wire [31:0] vector_out1_word_2;
    mux_w32_n4_s2 vector_out1_select_2 (
        .select(config_word_41[19:18]),
        .choice_0(register_4_0[95:64]),
        .choice_1(register_4_1[95:64]),
        .choice_2(register_4_2[95:64]),
        .choice_3(register_4_3[95:64]),
        .chosen(vector_out1_word_2)
    );
    wire [31:0] vector_out1_word_3;
    mux_w32_n4_s2 vector_out1_select_3 (
        .select(config_word_41[19:18]),
        .choice_0(register_4_0[127:96]),
        .choice_1(register_4_1[127:96]),
        .choice_2(register_4_2[127:96]),
        .choice_3(register_4_3[127:96]),
        .chosen(vector_out1_word_3)
    );
    wire unused_vector_out1_fifo_in_ready;
    fifo_w134_d32 vector_out1_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(control_16_flags[2]),
        .in_ready(unused_vector_out1_fifo_in_ready),
        .in_data({control_16_notes[19:18], vector_out1_mask, {vector_out1_word_3, vector_out1_word_2, vector_out1_word_1, vector_out1_word_0}}),
        .out_valid(vector_out1_valid),
        .out_ready(vector_out1_ready),
        .out_data(vector_out1_data)
    );
    wire [31:0] scalar_out0_word_0;
    mux_w32_n4_s2 scalar_out0_select_0 (
        .select(config_word_42[5:4]),
        .choice_0(register_4_0[31:0]),
        .choice_1(register_4_1[31:0]),
        .choice_2(register_4_2[31:0]),
        .choice_3(register_4_3[31:0]),
        .chosen(scalar_out0_word_0)
    );
    wire unused_scalar_out0_fifo_in_ready;
    fifo_w35_d32 scalar_out0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(control_16_flags[3]),
        .in_ready(unused_scalar_out0_fifo_in_ready),
        .in_data({control_16_notes[21:20], 1'b1, scalar_out0_word_0}),
        .out_valid(scalar_out0_valid),
        .out_ready(scalar_out0_ready),
        .out_data(scalar_out0_data)
    );
    wire unused_bits = &{1'b0, config_word_42[8:7], scalar_in0_head_data[32], scalar_in1_head_data[32]};
endmodule
