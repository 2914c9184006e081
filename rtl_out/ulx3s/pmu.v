// Pattern memory unit: banks of block RAM behind a write process and a read process, N-buffered.
module pmu (
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
    // scalar_in0: beats in
    input  wire         scalar_in0_valid,
    output wire         scalar_in0_ready,
    input  wire [34:0]  scalar_in0_data,
    output wire         idle,
    // an end mark was not the expected one
    output wire         mark_error,
    // what the write process does in this cycle
    output wire         write_busy,
    output wire         write_starved,
    output wire         write_blocked,
    // vector_out0: beats out
    output wire         vector_out0_valid,
    input  wire         vector_out0_ready,
    output wire [133:0] vector_out0_data,
    // scalar_out0: beats out
    output wire         scalar_out0_valid,
    input  wire         scalar_out0_ready,
    output wire [34:0]  scalar_out0_data,
    // what the read process does in this cycle
    output wire         read_busy,
    output wire         read_starved,
    output wire         read_blocked
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
    wire [30:0] config_word_38;
    config_chain_b1247 config_chain (
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
        .word_38(config_word_38)
    );
    wire vector_in0_head_valid;
    wire vector_in0_head_ready;
    wire [133:0] vector_in0_head_data;
    fifo_w134_d4 vector_in0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(vector_in0_valid),
        .in_ready(vector_in0_ready),
        .in_data(vector_in0_data),
        .out_valid(vector_in0_head_valid),
        .out_ready(vector_in0_head_ready),
        .out_data(vector_in0_head_data)
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
    wire write_step;
    wire write_finished;
    wire [8:0] write_below;
    wire [3:0] write_mask;
    wire [11:0] write_base;
    wire [11:0] write_offset;
    wire [3:0] write_lanes;
    wire [3:0] write_active;
    wire write_handover;
    wire write_idle;
    wire [11:0] write_place_0;
    wire [11:0] write_place_1;
    wire [11:0] write_place_2;
    wire [11:0] write_place_3;
    wire [19:0] unused_write_counters_left0;
    counters_n8_b20_lanes4_a12 write_counters (
        .clk(clk),
        .rst(rst),
        .step(write_step),
        .enable(config_word_0[0]),
        .tile_0(config_word_0[21:2]),
        .tile_1(config_word_2[21:2]),
        .tile_2(config_word_4[21:2]),
        .tile_3(config_word_6[21:2]),
        .tile_4(config_word_8[21:2]),
        .tile_5(config_word_10[21:2]),
        .tile_6(config_word_12[21:2]),
        .tile_7(config_word_14[21:2]),
        .ragged_0(config_word_0[22]),
        .limit_0({config_word_1[10:0], config_word_0[31:23]}),
        .less_0(config_word_1[30:11]),
        .outer_0({config_word_2[1:0], config_word_1[31]}),
        .ragged_1(config_word_2[22]),
        .limit_1({config_word_3[10:0], config_word_2[31:23]}),
        .less_1(config_word_3[30:11]),
        .outer_1({config_word_4[1:0], config_word_3[31]}),
        .ragged_2(config_word_4[22]),
        .limit_2({config_word_5[10:0], config_word_4[31:23]}),
        .less_2(config_word_5[30:11]),
        .outer_2({config_word_6[1:0], config_word_5[31]}),
        .ragged_3(config_word_6[22]),
        .limit_3({config_word_7[10:0], config_word_6[31:23]}),
        .less_3(config_word_7[30:11]),
        .outer_3({config_word_8[1:0], config_word_7[31]}),
        .ragged_4(config_word_8[22]),
        .limit_4({config_word_9[10:0], config_word_8[31:23]}),
        .less_4(config_word_9[30:11]),
        .outer_4({config_word_10[1:0], config_word_9[31]}),
        .ragged_5(config_word_10[22]),
        .limit_5({config_word_11[10:0], config_word_10[31:23]}),
        .less_5(config_word_11[30:11]),
        .outer_5({config_word_12[1:0], config_word_11[31]}),
        .ragged_6(config_word_12[22]),
        .limit_6({config_word_13[10:0], config_word_12[31:23]}),
        .less_6(config_word_13[30:11]),
        .outer_6({config_word_14[1:0], config_word_13[31]}),
        .vector_level(config_word_14[25:22]),
        .base_0({config_word_15[5:0], config_word_14[31:26]}),
        .stride_0_0(config_word_15[17:6]),
        .stride_0_1(config_word_15[29:18]),
        .stride_0_2({config_word_16[9:0], config_word_15[31:30]}),
        .stride_0_3(config_word_16[21:10]),
        .stride_0_4({config_word_17[1:0], config_word_16[31:22]}),
        .stride_0_5(config_word_17[13:2]),
        .stride_0_6(config_word_17[25:14]),
        .stride_0_7({config_word_18[5:0], config_word_17[31:26]}),
        .finished(write_finished),
        .below(write_below),
        .mask(write_mask),
        .left0(unused_write_counters_left0),
        .value_0(write_base)
    );
    pmu_lanes_lanes4_a12 write_lanes_of (
        .clk(clk),
        .rst(rst),
        .lanes(write_lanes),
        .base(write_base),
        .offset(write_offset),
        .stride(config_word_18[17:6]),
        .skew(config_word_38[30]),
        .active(write_active),
        .place_0(write_place_0),
        .place_1(write_place_1),
        .place_2(write_place_2),
        .place_3(write_place_3)
    );
    wire [1:0] write_mark;
    counter_marks_n8 write_mark_marks (
        .mark1(config_word_18[25:22]),
        .mark2(config_word_18[29:26]),
        .mark3({config_word_19[1:0], config_word_18[31:30]}),
        .below(write_below),
        .e(write_mark)
    );
    wire read_step;
    wire read_finished;
    wire [8:0] read_below;
    wire [3:0] read_mask;
    wire [7:0] read_first;
    wire [7:0] read_last;
    wire [11:0] read_base;
    wire [11:0] read_offset;
    wire [3:0] read_lanes;
    wire [3:0] read_active;
    wire read_handover;
    wire [11:0] read_place_0;
    wire [11:0] read_place_1;
    wire [11:0] read_place_2;
    wire [11:0] read_place_3;
    wire [19:0] unused_read_counters_left0;
    counters_n8_b20_lanes4_a12_ends read_counters (
        .clk(clk),
        .rst(rst),
        .step(read_step),
        .enable(config_word_19[2]),
        .tile_0(config_word_19[23:4]),
        .tile_1(config_word_21[23:4]),
        .tile_2(config_word_23[23:4]),
        .tile_3(config_word_25[23:4]),
        .tile_4(config_word_27[23:4]),
        .tile_5(config_word_29[23:4]),
        .tile_6(config_word_31[23:4]),
        .tile_7(config_word_33[23:4]),
        .ragged_0(config_word_19[24]),
        .limit_0({config_word_20[12:0], config_word_19[31:25]}),
        .less_0({config_word_21[0], config_word_20[31:13]}),
        .outer_0(config_word_21[3:1]),
        .ragged_1(config_word_21[24]),
        .limit_1({config_word_22[12:0], config_word_21[31:25]}),
        .less_1({config_word_23[0], config_word_22[31:13]}),
        .outer_1(config_word_23[3:1]),
        .ragged_2(config_word_23[24]),
        .limit_2({config_word_24[12:0], config_word_23[31:25]}),
        .less_2({config_word_25[0], config_word_24[31:13]}),
        .outer_2(config_word_25[3:1]),
        .ragged_3(config_word_25[24]),
        .limit_3({config_word_26[12:0], config_word_25[31:25]}),
        .less_3({config_word_27[0], config_word_26[31:13]}),
        .outer_3(config_word_27[3:1]),
        .ragged_4(config_word_27[24]),
        .limit_4({config_word_28[12:0], config_word_27[31:25]}),
        .less_4({config_word_29[0], config_word_28[31:13]}),
        .outer_4(config_word_29[3:1]),
        .ragged_5(config_word_29[24]),
        .limit_5({config_word_30[12:0], config_word_29[31:25]}),
        .less_5({config_word_31[0], config_word_30[31:13]}),
        .outer_5(config_word_31[3:1]),
        .ragged_6(config_word_31[24]),
        .limit_6({config_word_32[12:0], config_word_31[31:25]}),
        .less_6({config_word_33[0], config_word_32[31:13]}),
        .outer_6(config_word_33[3:1]),
        .vector_level(config_word_33[27:24]),
        .base_0({config_word_34[7:0], config_word_33[31:28]}),
        .stride_0_0(config_word_34[19:8]),
        .stride_0_1(config_word_34[31:20]),
        .stride_0_2(config_word_35[11:0]),
        .stride_0_3(config_word_35[23:12]),
        .stride_0_4({config_word_36[3:0], config_word_35[31:24]}),
        .stride_0_5(config_word_36[15:4]),
        .stride_0_6(config_word_36[27:16]),
        .stride_0_7({config_word_37[7:0], config_word_36[31:28]}),
        .finished(read_finished),
        .below(read_below),
        .first(read_first),
        .last(read_last),
        .mask(read_mask),
        .left0(unused_read_counters_left0),
        .value_0(read_base)
    );
    pmu_lanes_lanes4_a12 read_lanes_of (
        .clk(clk),
        .rst(rst),
        .lanes(read_lanes),
        .base(read_base),
        .offset(read_offset),
        .stride(config_word_37[19:8]),
        .skew(config_word_38[30]),
        .active(read_active),
        .place_0(read_place_0),
        .place_1(read_place_1),
        .place_2(read_place_2),
        .place_3(read_place_3)
    );
    wire [1:0] read_mark;
    counter_marks_n8 read_mark_marks (
        .mark1(config_word_37[31:28]),
        .mark2(config_word_38[3:0]),
        .mark3(config_word_38[7:4]),
        .below(read_below),
        .e(read_mark)
    );
    wire [31:0] write_word_0;
    wire [31:0] write_word_1;
    wire [31:0] write_word_2;
    wire [31:0] write_word_3;
    pmu_write_lanes4_levels8_a12 write (
        .clk(clk),
        .rst(rst),
        .enable(config_word_0[0]),
        .scalar(config_word_0[1]),
        .advance(config_word_18[21:18]),
        .buffers(config_word_38[17:8]),
        .buffer_stride(config_word_38[29:18]),
        .finished(write_finished),
        .below(write_below),
        .lanes(write_mask),
        .mark(write_mark),
        .step(write_step),
        .vector_valid(vector_in0_head_valid),
        .vector_ready(vector_in0_head_ready),
        .vector_mark(vector_in0_head_data[133:132]),
        .vector_mask(vector_in0_head_data[131:128]),
        .vector_word_0(vector_in0_head_data[31:0]),
        .vector_word_1(vector_in0_head_data[63:32]),
        .vector_word_2(vector_in0_head_data[95:64]),
        .vector_word_3(vector_in0_head_data[127:96]),
        .scalar_valid(scalar_in0_head_valid),
        .scalar_ready(scalar_in0_head_ready),
        .scalar_data(scalar_in0_head_data),
        .released(read_handover),
        .published(write_handover),
        .offset(write_offset),
        .active(write_lanes),
        .data_0(write_word_0),
        .data_1(write_word_1),
        .data_2(write_word_2),
        .data_3(write_word_3),
        .busy(write_busy),
        .starved(write_starved),
        .blocked(write_blocked),
        .mark_error(mark_error),
        .idle(write_idle)
    );
    wire [31:0] bank_word_0;
    wire [31:0] bank_word_1;
    wire [31:0] bank_word_2;
    wire [31:0] bank_word_3;
    wire write_hit_0;
    wire [1:0] write_lane_0;
    wire [41:0] write_to_bank_0;
    pmu_match_lanes4 write_match_0 (
        .number(2'd0),
        .active(write_active),
        .bank_0(write_place_0[1:0]),
        .bank_1(write_place_1[1:0]),
        .bank_2(write_place_2[1:0]),
        .bank_3(write_place_3[1:0]),
        .hit(write_hit_0),
        .lane(write_lane_0)
    );
    mux_w42_n4_s2 write_mux_0 (
        .select(write_lane_0),
        .choice_0({write_place_0[11:2], write_word_0}),
        .choice_1({write_place_1[11:2], write_word_1}),
        .choice_2({write_place_2[11:2], write_word_2}),
        .choice_3({write_place_3[11:2], write_word_3}),
        .chosen(write_to_bank_0)
    );
    wire read_hit_0;
    wire [1:0] read_lane_0;
    wire [9:0] read_to_bank_0;
    pmu_match_lanes4 read_match_0 (
        .number(2'd0),
        .active(read_active),
        .bank_0(read_place_0[1:0]),
        .bank_1(read_place_1[1:0]),
        .bank_2(read_place_2[1:0]),
        .bank_3(read_place_3[1:0]),
        .hit(read_hit_0),
        .lane(read_lane_0)
    );
    mux_w10_n4_s2 read_mux_0 (
        .select(read_lane_0),
        .choice_0(read_place_0[11:2]),
        .choice_1(read_place_1[11:2]),
        .choice_2(read_place_2[11:2]),
        .choice_3(read_place_3[11:2]),
        .chosen(read_to_bank_0)
    );
    pmu_bank_rows1024 bank0 (
        .clk(clk),
        .write(write_hit_0),
        .write_row(write_to_bank_0[41:32]),
        .write_data(write_to_bank_0[31:0]),
        .read(read_hit_0),
        .read_row(read_to_bank_0),
        .read_data(bank_word_0)
    );
    wire write_hit_1;
    wire [1:0] write_lane_1;
    wire [41:0] write_to_bank_1;
    pmu_match_lanes4 write_match_1 (
        .number(2'd1),
        .active(write_active),
        .bank_0(write_place_0[1:0]),
        .bank_1(write_place_1[1:0]),
        .bank_2(write_place_2[1:0]),
        .bank_3(write_place_3[1:0]),
        .hit(write_hit_1),
        .lane(write_lane_1)
    );
    mux_w42_n4_s2 write_mux_1 (
        .select(write_lane_1),
        .choice_0({write_place_0[11:2], write_word_0}),
        .choice_1({write_place_1[11:2], write_word_1}),
        .choice_2({write_place_2[11:2], write_word_2}),
        .choice_3({write_place_3[11:2], write_word_3}),
        .chosen(write_to_bank_1)
    );
    wire read_hit_1;
    wire [1:0] read_lane_1;
    wire [9:0] read_to_bank_1;
    pmu_match_lanes4 read_match_1 (
        .number(2'd1),
        .active(read_active),
        .bank_0(read_place_0[1:0]),
        .bank_1(read_place_1[1:0]),
        .bank_2(read_place_2[1:0]),
        .bank_3(read_place_3[1:0]),
        .hit(read_hit_1),
        .lane(read_lane_1)
    );
    mux_w10_n4_s2 read_mux_1 (
        .select(read_lane_1),
        .choice_0(read_place_0[11:2]),
        .choice_1(read_place_1[11:2]),
        .choice_2(read_place_2[11:2]),
        .choice_3(read_place_3[11:2]),
        .chosen(read_to_bank_1)
    );
    pmu_bank_rows1024 bank1 (
        .clk(clk),
        .write(write_hit_1),
        .write_row(write_to_bank_1[41:32]),
        .write_data(write_to_bank_1[31:0]),
        .read(read_hit_1),
        .read_row(read_to_bank_1),
        .read_data(bank_word_1)
    );
    wire write_hit_2;
    wire [1:0] write_lane_2;
    wire [41:0] write_to_bank_2;
    pmu_match_lanes4 write_match_2 (
        .number(2'd2),
        .active(write_active),
        .bank_0(write_place_0[1:0]),
        .bank_1(write_place_1[1:0]),
        .bank_2(write_place_2[1:0]),
        .bank_3(write_place_3[1:0]),
        .hit(write_hit_2),
        .lane(write_lane_2)
    );
    mux_w42_n4_s2 write_mux_2 (
        .select(write_lane_2),
        .choice_0({write_place_0[11:2], write_word_0}),
        .choice_1({write_place_1[11:2], write_word_1}),
        .choice_2({write_place_2[11:2], write_word_2}),
        .choice_3({write_place_3[11:2], write_word_3}),
        .chosen(write_to_bank_2)
    );
    wire read_hit_2;
    wire [1:0] read_lane_2;
    wire [9:0] read_to_bank_2;
    pmu_match_lanes4 read_match_2 (
        .number(2'd2),
        .active(read_active),
        .bank_0(read_place_0[1:0]),
        .bank_1(read_place_1[1:0]),
        .bank_2(read_place_2[1:0]),
        .bank_3(read_place_3[1:0]),
        .hit(read_hit_2),
        .lane(read_lane_2)
    );
    mux_w10_n4_s2 read_mux_2 (
        .select(read_lane_2),
        .choice_0(read_place_0[11:2]),
        .choice_1(read_place_1[11:2]),
        .choice_2(read_place_2[11:2]),
        .choice_3(read_place_3[11:2]),
        .chosen(read_to_bank_2)
    );
    pmu_bank_rows1024 bank2 (
        .clk(clk),
        .write(write_hit_2),
        .write_row(write_to_bank_2[41:32]),
        .write_data(write_to_bank_2[31:0]),
        .read(read_hit_2),
        .read_row(read_to_bank_2),
        .read_data(bank_word_2)
    );
    wire write_hit_3;
    wire [1:0] write_lane_3;
    wire [41:0] write_to_bank_3;
    pmu_match_lanes4 write_match_3 (
        .number(2'd3),
        .active(write_active),
        .bank_0(write_place_0[1:0]),
        .bank_1(write_place_1[1:0]),
        .bank_2(write_place_2[1:0]),
        .bank_3(write_place_3[1:0]),
        .hit(write_hit_3),
        .lane(write_lane_3)
    );
    mux_w42_n4_s2 write_mux_3 (
        .select(write_lane_3),
        .choice_0({write_place_0[11:2], write_word_0}),
        .choice_1({write_place_1[11:2], write_word_1}),
        .choice_2({write_place_2[11:2], write_word_2}),
        .choice_3({write_place_3[11:2], write_word_3}),
        .chosen(write_to_bank_3)
    );
    wire read_hit_3;
    wire [1:0] read_lane_3;
    wire [9:0] read_to_bank_3;
    pmu_match_lanes4 read_match_3 (
        .number(2'd3),
        .active(read_active),
        .bank_0(read_place_0[1:0]),
        .bank_1(read_place_1[1:0]),
        .bank_2(read_place_2[1:0]),
        .bank_3(read_place_3[1:0]),
        .hit(read_hit_3),
        .lane(read_lane_3)
    );
    mux_w10_n4_s2 read_mux_3 (
        .select(read_lane_3),
        .choice_0(read_place_0[11:2]),
        .choice_1(read_place_1[11:2]),
        .choice_2(read_place_2[11:2]),
        .choice_3(read_place_3[11:2]),
        .chosen(read_to_bank_3)
    );
    pmu_bank_rows1024 bank3 (
        .clk(clk),
        .write(write_hit_3),
        .write_row(write_to_bank_3[41:32]),
        .write_data(write_to_bank_3[31:0]),
        .read(read_hit_3),
        .read_row(read_to_bank_3),
        .read_data(bank_word_3)
    );
    wire [1:0] read_select_0;
    wire [1:0] read_select_1;
    wire [1:0] read_select_2;
    wire [1:0] read_select_3;
    wire [31:0] aligned_word_0;
    wire [31:0] aligned_word_1;
    wire [31:0] aligned_word_2;
    wire [31:0] aligned_word_3;
    wire [31:0] read_word_0;
    wire [31:0] read_word_1;
    wire [31:0] read_word_2;
    wire [31:0] read_word_3;
    mux_w32_n4_s2 align_0 (
        .select(read_select_0),
        .choice_0(bank_word_0),
        .choice_1(bank_word_1),
        .choice_2(bank_word_2),
        .choice_3(bank_word_3),
        .chosen(aligned_word_0)
    );
    mux_w32_n4_s2 align_1 (
        .select(read_select_1),
        .choice_0(bank_word_0),
        .choice_1(bank_word_1),
        .choice_2(bank_word_2),
        .choice_3(bank_word_3),
        .chosen(aligned_word_1)
    );
    mux_w32_n4_s2 align_2 (
        .select(read_select_2),
        .choice_0(bank_word_0),
        .choice_1(bank_word_1),
        .choice_2(bank_word_2),
        .choice_3(bank_word_3),
        .chosen(aligned_word_2)
    );
    mux_w32_n4_s2 align_3 (
        .select(read_select_3),
        .choice_0(bank_word_0),
        .choice_1(bank_word_1),
        .choice_2(bank_word_2),
        .choice_3(bank_word_3),
        .chosen(aligned_word_3)
    );
    wire [3:0] beat_mask;
    wire [1:0] beat_mark;
    wire vector_out0_push;
    wire [133:0] vector_out0_tail_data;
    wire unused_vector_out0_fifo_in_ready;
    fifo_w134_d8 vector_out0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(vector_out0_push),
        .in_ready(unused_vector_out0_fifo_in_ready),
        .in_data(vector_out0_tail_data),
        .out_valid(vector_out0_valid),
        .out_ready(vector_out0_ready),
        .out_data(vector_out0_data)
    );
    wire scalar_out0_push;
    wire [34:0] scalar_out0_tail_data;
    wire unused_scalar_out0_fifo_in_ready;
    fifo_w35_d8 scalar_out0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(scalar_out0_push),
        .in_ready(unused_scalar_out0_fifo_in_ready),
        .in_data(scalar_out0_tail_data),
        .out_valid(scalar_out0_valid),
        .out_ready(scalar_out0_ready),
        .out_data(scalar_out0_data)
    );
    pmu_read_lanes4_levels8_a12_q8 read (
        .clk(clk),
        .rst(rst),
        .enable(config_word_19[2]),
        .scalar(config_word_19[3]),
        .advance(config_word_37[23:20]),
        .again(config_word_37[27:24]),
        .buffers(config_word_38[17:8]),
        .buffer_stride(config_word_38[29:18]),
        .finished(read_finished),
        .below(read_below),
        .first(read_first),
        .last(read_last),
        .lanes(read_mask),
        .mark(read_mark),
        .step(read_step),
        .published(write_handover),
        .released(read_handover),
        .offset(read_offset),
        .active(read_lanes),
        .bank_0(read_place_0[1:0]),
        .bank_1(read_place_1[1:0]),
        .bank_2(read_place_2[1:0]),
        .bank_3(read_place_3[1:0]),
        .select_0(read_select_0),
        .select_1(read_select_1),
        .select_2(read_select_2),
        .select_3(read_select_3),
        .word_0(aligned_word_0),
        .word_1(aligned_word_1),
        .word_2(aligned_word_2),
        .word_3(aligned_word_3),
        .data_0(read_word_0),
        .data_1(read_word_1),
        .data_2(read_word_2),
        .data_3(read_word_3),
        .mask(beat_mask),
        .beat_mark(beat_mark),
        .vector_push(vector_out0_push),
        .scalar_push(scalar_out0_push),
        .vector_valid(vector_out0_valid),
        .vector_ready(vector_out0_ready),
        .scalar_valid(scalar_out0_valid),
        .scalar_ready(scalar_out0_ready),
        .busy(read_busy),
        .starved(read_starved),
        .blocked(read_blocked),
        .write_idle(write_idle),
        .idle(idle)
    );
    assign vector_out0_tail_data = {beat_mark, beat_mask, {read_word_3, read_word_2, read_word_1, read_word_0}};
    assign scalar_out0_tail_data = {beat_mark, 1'b1, read_word_0};
endmodule
