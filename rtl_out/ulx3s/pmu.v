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
    wire [28:0] config_word_31;
    config_chain_b1021 config_chain (
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
        .word_31(config_word_31)
    );
    wire vector_valid;
    wire vector_ready;
    wire [5:0] vector_notes;
    wire [31:0] vector_word_0;
    wire [31:0] vector_word_1;
    wire [31:0] vector_word_2;
    wire [31:0] vector_word_3;
    pmu_input_lanes4_d4 vector_queue (
        .clk(clk),
        .rst(rst),
        .in_valid(vector_in0_valid),
        .in_ready(vector_in0_ready),
        .in_notes(vector_in0_data[133:128]),
        .in_word_0(vector_in0_data[31:0]),
        .in_word_1(vector_in0_data[63:32]),
        .in_word_2(vector_in0_data[95:64]),
        .in_word_3(vector_in0_data[127:96]),
        .out_valid(vector_valid),
        .out_ready(vector_ready),
        .out_notes(vector_notes),
        .word_0(vector_word_0),
        .word_1(vector_word_1),
        .word_2(vector_word_2),
        .word_3(vector_word_3)
    );
    wire scalar_valid;
    wire scalar_ready;
    wire [2:0] scalar_notes;
    wire [31:0] scalar_word_0;
    pmu_input_lanes1_d4 scalar_queue (
        .clk(clk),
        .rst(rst),
        .in_valid(scalar_in0_valid),
        .in_ready(scalar_in0_ready),
        .in_notes(scalar_in0_data[34:32]),
        .in_word_0(scalar_in0_data[31:0]),
        .out_valid(scalar_valid),
        .out_ready(scalar_ready),
        .out_notes(scalar_notes),
        .word_0(scalar_word_0)
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
    counters_n8_b20_lanes4_a12_late write_counters (
        .clk(clk),
        .rst(rst),
        .step(write_step),
        .spread(config_word_11[8]),
        .once({config_word_11[6], config_word_9[22], config_word_8[6], config_word_6[22], config_word_5[6], config_word_3[22], config_word_2[6], config_word_0[22]}),
        .twice({config_word_11[7], config_word_9[23], config_word_8[7], config_word_6[23], config_word_5[7], config_word_3[23], config_word_2[7], config_word_0[23]}),
        .ragged({1'b0, config_word_9[24], config_word_8[8], config_word_6[24], config_word_5[8], config_word_3[24], config_word_2[8], config_word_0[24]}),
        .short_once({1'b0, config_word_10[13], config_word_8[29], config_word_7[13], config_word_5[29], config_word_4[13], config_word_2[29], config_word_1[13]}),
        .short_twice({1'b0, config_word_10[14], config_word_8[30], config_word_7[14], config_word_5[30], config_word_4[14], config_word_2[30], config_word_1[14]}),
        .tile_0(config_word_0[21:2]),
        .short_0({config_word_1[12:0], config_word_0[31:25]}),
        .outer_0(config_word_1[17:15]),
        .tile_1({config_word_2[5:0], config_word_1[31:18]}),
        .short_1(config_word_2[28:9]),
        .outer_1({config_word_3[1:0], config_word_2[31]}),
        .tile_2(config_word_3[21:2]),
        .short_2({config_word_4[12:0], config_word_3[31:25]}),
        .outer_2(config_word_4[17:15]),
        .tile_3({config_word_5[5:0], config_word_4[31:18]}),
        .short_3(config_word_5[28:9]),
        .outer_3({config_word_6[1:0], config_word_5[31]}),
        .tile_4(config_word_6[21:2]),
        .short_4({config_word_7[12:0], config_word_6[31:25]}),
        .outer_4(config_word_7[17:15]),
        .tile_5({config_word_8[5:0], config_word_7[31:18]}),
        .short_5(config_word_8[28:9]),
        .outer_5({config_word_9[1:0], config_word_8[31]}),
        .tile_6(config_word_9[21:2]),
        .short_6({config_word_10[12:0], config_word_9[31:25]}),
        .outer_6(config_word_10[17:15]),
        .tile_7({config_word_11[5:0], config_word_10[31:18]}),
        .short_7(20'd0),
        .outer_7(3'd0),
        .finished(write_finished),
        .below(write_below),
        .mask(write_mask),
        .left0(unused_write_counters_left0),
        .value_0(write_base),
        .base_0(config_word_11[20:9]),
        .stride_0_0({config_word_12[0], config_word_11[31:21]}),
        .stride_0_1(config_word_12[12:1]),
        .stride_0_2(config_word_12[24:13]),
        .stride_0_3({config_word_13[4:0], config_word_12[31:25]}),
        .stride_0_4(config_word_13[16:5]),
        .stride_0_5(config_word_13[28:17]),
        .stride_0_6({config_word_14[8:0], config_word_13[31:29]}),
        .stride_0_7(config_word_14[20:9])
    );
    pmu_lanes_lanes4_a12 write_lanes_of (
        .clk(clk),
        .rst(rst),
        .lanes(write_lanes),
        .base(write_base),
        .offset(write_offset),
        .stride({config_word_15[0], config_word_14[31:21]}),
        .skew(config_word_31[28]),
        .active(write_active),
        .place_0(write_place_0),
        .place_1(write_place_1),
        .place_2(write_place_2),
        .place_3(write_place_3)
    );
    wire [1:0] write_mark;
    counter_marks_n8 write_mark_marks (
        .mark1(config_word_15[8:5]),
        .mark2(config_word_15[12:9]),
        .mark3(config_word_15[16:13]),
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
    counters_n8_b20_lanes4_a12_ends_late read_counters (
        .clk(clk),
        .rst(rst),
        .step(read_step),
        .spread(config_word_26[25]),
        .once({config_word_26[23], config_word_25[7], config_word_23[23], config_word_22[7], config_word_20[23], config_word_19[7], config_word_17[23], config_word_16[7]}),
        .twice({config_word_26[24], config_word_25[8], config_word_23[24], config_word_22[8], config_word_20[24], config_word_19[8], config_word_17[24], config_word_16[8]}),
        .ragged({1'b0, config_word_25[9], config_word_23[25], config_word_22[9], config_word_20[25], config_word_19[9], config_word_17[25], config_word_16[9]}),
        .short_once({1'b0, config_word_25[30], config_word_24[14], config_word_22[30], config_word_21[14], config_word_19[30], config_word_18[14], config_word_16[30]}),
        .short_twice({1'b0, config_word_25[31], config_word_24[15], config_word_22[31], config_word_21[15], config_word_19[31], config_word_18[15], config_word_16[31]}),
        .tile_0({config_word_16[6:0], config_word_15[31:19]}),
        .short_0(config_word_16[29:10]),
        .outer_0(config_word_17[2:0]),
        .tile_1(config_word_17[22:3]),
        .short_1({config_word_18[13:0], config_word_17[31:26]}),
        .outer_1(config_word_18[18:16]),
        .tile_2({config_word_19[6:0], config_word_18[31:19]}),
        .short_2(config_word_19[29:10]),
        .outer_2(config_word_20[2:0]),
        .tile_3(config_word_20[22:3]),
        .short_3({config_word_21[13:0], config_word_20[31:26]}),
        .outer_3(config_word_21[18:16]),
        .tile_4({config_word_22[6:0], config_word_21[31:19]}),
        .short_4(config_word_22[29:10]),
        .outer_4(config_word_23[2:0]),
        .tile_5(config_word_23[22:3]),
        .short_5({config_word_24[13:0], config_word_23[31:26]}),
        .outer_5(config_word_24[18:16]),
        .tile_6({config_word_25[6:0], config_word_24[31:19]}),
        .short_6(config_word_25[29:10]),
        .outer_6(config_word_26[2:0]),
        .tile_7(config_word_26[22:3]),
        .short_7(20'd0),
        .outer_7(3'd0),
        .finished(read_finished),
        .below(read_below),
        .mask(read_mask),
        .left0(unused_read_counters_left0),
        .first(read_first),
        .last(read_last),
        .value_0(read_base),
        .base_0({config_word_27[5:0], config_word_26[31:26]}),
        .stride_0_0(config_word_27[17:6]),
        .stride_0_1(config_word_27[29:18]),
        .stride_0_2({config_word_28[9:0], config_word_27[31:30]}),
        .stride_0_3(config_word_28[21:10]),
        .stride_0_4({config_word_29[1:0], config_word_28[31:22]}),
        .stride_0_5(config_word_29[13:2]),
        .stride_0_6(config_word_29[25:14]),
        .stride_0_7({config_word_30[5:0], config_word_29[31:26]})
    );
    pmu_lanes_lanes4_a12 read_lanes_of (
        .clk(clk),
        .rst(rst),
        .lanes(read_lanes),
        .base(read_base),
        .offset(read_offset),
        .stride(config_word_30[17:6]),
        .skew(config_word_31[28]),
        .active(read_active),
        .place_0(read_place_0),
        .place_1(read_place_1),
        .place_2(read_place_2),
        .place_3(read_place_3)
    );
    wire [1:0] read_mark;
    counter_marks_n8 read_mark_marks (
        .mark1(config_word_30[29:26]),
        .mark2({config_word_31[1:0], config_word_30[31:30]}),
        .mark3(config_word_31[5:2]),
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
        .advance(config_word_15[4:1]),
        .buffers(config_word_31[15:6]),
        .buffer_stride(config_word_31[27:16]),
        .finished(write_finished),
        .below(write_below),
        .lanes(write_mask),
        .mark(write_mark),
        .step(write_step),
        .vector_valid(vector_valid),
        .vector_ready(vector_ready),
        .vector_mark(vector_notes[5:4]),
        .vector_mask(vector_notes[3:0]),
        .vector_word_0(vector_word_0),
        .vector_word_1(vector_word_1),
        .vector_word_2(vector_word_2),
        .vector_word_3(vector_word_3),
        .scalar_valid(scalar_valid),
        .scalar_ready(scalar_ready),
        .scalar_mark(scalar_notes[2:1]),
        .scalar_mask(scalar_notes[0]),
        .scalar_word(scalar_word_0),
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
    wire push;
    wire [133:0] tail_data;
    wire queue_valid;
    wire queue_ready;
    wire [133:0] queue_data;
    wire unused_queue_in_ready;
    fifo_w134_d8 queue (
        .clk(clk),
        .rst(rst),
        .in_valid(push),
        .in_ready(unused_queue_in_ready),
        .in_data(tail_data),
        .out_valid(queue_valid),
        .out_ready(queue_ready),
        .out_data(queue_data)
    );
    assign vector_out0_data = queue_data;
    assign scalar_out0_data = {queue_data[133:132], 1'b1, queue_data[31:0]};
    pmu_read_lanes4_levels8_a12_q8 read (
        .clk(clk),
        .rst(rst),
        .enable(config_word_15[17]),
        .scalar(config_word_15[18]),
        .advance(config_word_30[21:18]),
        .again(config_word_30[25:22]),
        .buffers(config_word_31[15:6]),
        .buffer_stride(config_word_31[27:16]),
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
        .push(push),
        .queue_valid(queue_valid),
        .queue_ready(queue_ready),
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
    assign tail_data = {beat_mark, beat_mask, {read_word_3, read_word_2, read_word_1, read_word_0}};
endmodule
