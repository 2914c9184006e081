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
    wire [1235:0] config_bits;
    config_chain_b1236 config_chain (
        .clk(clk),
        .cfg_en(cfg_en),
        .cfg_in(cfg_in),
        .cfg_out(cfg_out),
        .word_0(config_bits[31:0]),
        .word_1(config_bits[63:32]),
        .word_2(config_bits[95:64]),
        .word_3(config_bits[127:96]),
        .word_4(config_bits[159:128]),
        .word_5(config_bits[191:160]),
        .word_6(config_bits[223:192]),
        .word_7(config_bits[255:224]),
        .word_8(config_bits[287:256]),
        .word_9(config_bits[319:288]),
        .word_10(config_bits[351:320]),
        .word_11(config_bits[383:352]),
        .word_12(config_bits[415:384]),
        .word_13(config_bits[447:416]),
        .word_14(config_bits[479:448]),
        .word_15(config_bits[511:480]),
        .word_16(config_bits[543:512]),
        .word_17(config_bits[575:544]),
        .word_18(config_bits[607:576]),
        .word_19(config_bits[639:608]),
        .word_20(config_bits[671:640]),
        .word_21(config_bits[703:672]),
        .word_22(config_bits[735:704]),
        .word_23(config_bits[767:736]),
        .word_24(config_bits[799:768]),
        .word_25(config_bits[831:800]),
        .word_26(config_bits[863:832]),
        .word_27(config_bits[895:864]),
        .word_28(config_bits[927:896]),
        .word_29(config_bits[959:928]),
        .word_30(config_bits[991:960]),
        .word_31(config_bits[1023:992]),
        .word_32(config_bits[1055:1024]),
        .word_33(config_bits[1087:1056]),
        .word_34(config_bits[1119:1088]),
        .word_35(config_bits[1151:1120]),
        .word_36(config_bits[1183:1152]),
        .word_37(config_bits[1215:1184]),
        .word_38(config_bits[1235:1216])
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
    wire [11:0] write_address_0;
    wire [11:0] write_address_1;
    wire [11:0] write_address_2;
    wire [11:0] write_address_3;
    wire [7:0] unused_write_counters_first;
    wire [7:0] unused_write_counters_last;
    wire [19:0] unused_write_counters_left0;
    counters_n8_b20_lanes4_a12 write_counters (
        .clk(clk),
        .rst(rst),
        .step(write_step),
        .tile_0(config_bits[21:2]),
        .tile_1(config_bits[85:66]),
        .tile_2(config_bits[149:130]),
        .tile_3(config_bits[213:194]),
        .tile_4(config_bits[277:258]),
        .tile_5(config_bits[341:322]),
        .tile_6(config_bits[405:386]),
        .tile_7(config_bits[469:450]),
        .ragged_0(config_bits[22]),
        .limit_0(config_bits[42:23]),
        .less_0(config_bits[62:43]),
        .outer_0(config_bits[65:63]),
        .ragged_1(config_bits[86]),
        .limit_1(config_bits[106:87]),
        .less_1(config_bits[126:107]),
        .outer_1(config_bits[129:127]),
        .ragged_2(config_bits[150]),
        .limit_2(config_bits[170:151]),
        .less_2(config_bits[190:171]),
        .outer_2(config_bits[193:191]),
        .ragged_3(config_bits[214]),
        .limit_3(config_bits[234:215]),
        .less_3(config_bits[254:235]),
        .outer_3(config_bits[257:255]),
        .ragged_4(config_bits[278]),
        .limit_4(config_bits[298:279]),
        .less_4(config_bits[318:299]),
        .outer_4(config_bits[321:319]),
        .ragged_5(config_bits[342]),
        .limit_5(config_bits[362:343]),
        .less_5(config_bits[382:363]),
        .outer_5(config_bits[385:383]),
        .ragged_6(config_bits[406]),
        .limit_6(config_bits[426:407]),
        .less_6(config_bits[446:427]),
        .outer_6(config_bits[449:447]),
        .vector_level(config_bits[473:470]),
        .base_0(config_bits[485:474]),
        .stride_0_0(config_bits[497:486]),
        .stride_0_1(config_bits[509:498]),
        .stride_0_2(config_bits[521:510]),
        .stride_0_3(config_bits[533:522]),
        .stride_0_4(config_bits[545:534]),
        .stride_0_5(config_bits[557:546]),
        .stride_0_6(config_bits[569:558]),
        .stride_0_7(config_bits[581:570]),
        .finished(write_finished),
        .below(write_below),
        .first(unused_write_counters_first),
        .last(unused_write_counters_last),
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
        .stride(config_bits[593:582]),
        .active(write_active),
        .address_0(write_address_0),
        .address_1(write_address_1),
        .address_2(write_address_2),
        .address_3(write_address_3)
    );
    wire [1:0] write_mark;
    counter_marks_n8 write_mark_marks (
        .mark1(config_bits[601:598]),
        .mark2(config_bits[605:602]),
        .mark3(config_bits[609:606]),
        .below(write_below),
        .e(write_mark)
    );
    wire read_step;
    wire read_finished;
    wire [8:0] read_below;
    wire [3:0] read_mask;
    wire [11:0] read_base;
    wire [11:0] read_offset;
    wire [3:0] read_lanes;
    wire [3:0] read_active;
    wire read_handover;
    wire [11:0] read_address_0;
    wire [11:0] read_address_1;
    wire [11:0] read_address_2;
    wire [11:0] read_address_3;
    wire [7:0] unused_read_counters_first;
    wire [7:0] unused_read_counters_last;
    wire [19:0] unused_read_counters_left0;
    counters_n8_b20_lanes4_a12 read_counters (
        .clk(clk),
        .rst(rst),
        .step(read_step),
        .tile_0(config_bits[631:612]),
        .tile_1(config_bits[695:676]),
        .tile_2(config_bits[759:740]),
        .tile_3(config_bits[823:804]),
        .tile_4(config_bits[887:868]),
        .tile_5(config_bits[951:932]),
        .tile_6(config_bits[1015:996]),
        .tile_7(config_bits[1079:1060]),
        .ragged_0(config_bits[632]),
        .limit_0(config_bits[652:633]),
        .less_0(config_bits[672:653]),
        .outer_0(config_bits[675:673]),
        .ragged_1(config_bits[696]),
        .limit_1(config_bits[716:697]),
        .less_1(config_bits[736:717]),
        .outer_1(config_bits[739:737]),
        .ragged_2(config_bits[760]),
        .limit_2(config_bits[780:761]),
        .less_2(config_bits[800:781]),
        .outer_2(config_bits[803:801]),
        .ragged_3(config_bits[824]),
        .limit_3(config_bits[844:825]),
        .less_3(config_bits[864:845]),
        .outer_3(config_bits[867:865]),
        .ragged_4(config_bits[888]),
        .limit_4(config_bits[908:889]),
        .less_4(config_bits[928:909]),
        .outer_4(config_bits[931:929]),
        .ragged_5(config_bits[952]),
        .limit_5(config_bits[972:953]),
        .less_5(config_bits[992:973]),
        .outer_5(config_bits[995:993]),
        .ragged_6(config_bits[1016]),
        .limit_6(config_bits[1036:1017]),
        .less_6(config_bits[1056:1037]),
        .outer_6(config_bits[1059:1057]),
        .vector_level(config_bits[1083:1080]),
        .base_0(config_bits[1095:1084]),
        .stride_0_0(config_bits[1107:1096]),
        .stride_0_1(config_bits[1119:1108]),
        .stride_0_2(config_bits[1131:1120]),
        .stride_0_3(config_bits[1143:1132]),
        .stride_0_4(config_bits[1155:1144]),
        .stride_0_5(config_bits[1167:1156]),
        .stride_0_6(config_bits[1179:1168]),
        .stride_0_7(config_bits[1191:1180]),
        .finished(read_finished),
        .below(read_below),
        .first(unused_read_counters_first),
        .last(unused_read_counters_last),
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
        .stride(config_bits[1203:1192]),
        .active(read_active),
        .address_0(read_address_0),
        .address_1(read_address_1),
        .address_2(read_address_2),
        .address_3(read_address_3)
    );
    wire [1:0] read_mark;
    counter_marks_n8 read_mark_marks (
        .mark1(config_bits[1211:1208]),
        .mark2(config_bits[1215:1212]),
        .mark3(config_bits[1219:1216]),
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
        .enable(config_bits[0]),
        .scalar(config_bits[1]),
        .advance(config_bits[597:594]),
        .buffers(config_bits[1223:1220]),
        .buffer_stride(config_bits[1235:1224]),
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
        .bank_0(write_address_0[1:0]),
        .bank_1(write_address_1[1:0]),
        .bank_2(write_address_2[1:0]),
        .bank_3(write_address_3[1:0]),
        .hit(write_hit_0),
        .lane(write_lane_0)
    );
    mux_w42_n4_s2 write_mux_0 (
        .select(write_lane_0),
        .choice_0({write_address_0[11:2], write_word_0}),
        .choice_1({write_address_1[11:2], write_word_1}),
        .choice_2({write_address_2[11:2], write_word_2}),
        .choice_3({write_address_3[11:2], write_word_3}),
        .chosen(write_to_bank_0)
    );
    wire read_hit_0;
    wire [1:0] read_lane_0;
    wire [9:0] read_to_bank_0;
    pmu_match_lanes4 read_match_0 (
        .number(2'd0),
        .active(read_active),
        .bank_0(read_address_0[1:0]),
        .bank_1(read_address_1[1:0]),
        .bank_2(read_address_2[1:0]),
        .bank_3(read_address_3[1:0]),
        .hit(read_hit_0),
        .lane(read_lane_0)
    );
    mux_w10_n4_s2 read_mux_0 (
        .select(read_lane_0),
        .choice_0(read_address_0[11:2]),
        .choice_1(read_address_1[11:2]),
        .choice_2(read_address_2[11:2]),
        .choice_3(read_address_3[11:2]),
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
        .bank_0(write_address_0[1:0]),
        .bank_1(write_address_1[1:0]),
        .bank_2(write_address_2[1:0]),
        .bank_3(write_address_3[1:0]),
        .hit(write_hit_1),
        .lane(write_lane_1)
    );
    mux_w42_n4_s2 write_mux_1 (
        .select(write_lane_1),
        .choice_0({write_address_0[11:2], write_word_0}),
        .choice_1({write_address_1[11:2], write_word_1}),
        .choice_2({write_address_2[11:2], write_word_2}),
        .choice_3({write_address_3[11:2], write_word_3}),
        .chosen(write_to_bank_1)
    );
    wire read_hit_1;
    wire [1:0] read_lane_1;
    wire [9:0] read_to_bank_1;
    pmu_match_lanes4 read_match_1 (
        .number(2'd1),
        .active(read_active),
        .bank_0(read_address_0[1:0]),
        .bank_1(read_address_1[1:0]),
        .bank_2(read_address_2[1:0]),
        .bank_3(read_address_3[1:0]),
        .hit(read_hit_1),
        .lane(read_lane_1)
    );
    mux_w10_n4_s2 read_mux_1 (
        .select(read_lane_1),
        .choice_0(read_address_0[11:2]),
        .choice_1(read_address_1[11:2]),
        .choice_2(read_address_2[11:2]),
        .choice_3(read_address_3[11:2]),
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
        .bank_0(write_address_0[1:0]),
        .bank_1(write_address_1[1:0]),
        .bank_2(write_address_2[1:0]),
        .bank_3(write_address_3[1:0]),
        .hit(write_hit_2),
        .lane(write_lane_2)
    );
    mux_w42_n4_s2 write_mux_2 (
        .select(write_lane_2),
        .choice_0({write_address_0[11:2], write_word_0}),
        .choice_1({write_address_1[11:2], write_word_1}),
        .choice_2({write_address_2[11:2], write_word_2}),
        .choice_3({write_address_3[11:2], write_word_3}),
        .chosen(write_to_bank_2)
    );
    wire read_hit_2;
    wire [1:0] read_lane_2;
    wire [9:0] read_to_bank_2;
    pmu_match_lanes4 read_match_2 (
        .number(2'd2),
        .active(read_active),
        .bank_0(read_address_0[1:0]),
        .bank_1(read_address_1[1:0]),
        .bank_2(read_address_2[1:0]),
        .bank_3(read_address_3[1:0]),
        .hit(read_hit_2),
        .lane(read_lane_2)
    );
    mux_w10_n4_s2 read_mux_2 (
        .select(read_lane_2),
        .choice_0(read_address_0[11:2]),
        .choice_1(read_address_1[11:2]),
        .choice_2(read_address_2[11:2]),
        .choice_3(read_address_3[11:2]),
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
        .bank_0(write_address_0[1:0]),
        .bank_1(write_address_1[1:0]),
        .bank_2(write_address_2[1:0]),
        .bank_3(write_address_3[1:0]),
        .hit(write_hit_3),
        .lane(write_lane_3)
    );
    mux_w42_n4_s2 write_mux_3 (
        .select(write_lane_3),
        .choice_0({write_address_0[11:2], write_word_0}),
        .choice_1({write_address_1[11:2], write_word_1}),
        .choice_2({write_address_2[11:2], write_word_2}),
        .choice_3({write_address_3[11:2], write_word_3}),
        .chosen(write_to_bank_3)
    );
    wire read_hit_3;
    wire [1:0] read_lane_3;
    wire [9:0] read_to_bank_3;
    pmu_match_lanes4 read_match_3 (
        .number(2'd3),
        .active(read_active),
        .bank_0(read_address_0[1:0]),
        .bank_1(read_address_1[1:0]),
        .bank_2(read_address_2[1:0]),
        .bank_3(read_address_3[1:0]),
        .hit(read_hit_3),
        .lane(read_lane_3)
    );
    mux_w10_n4_s2 read_mux_3 (
        .select(read_lane_3),
        .choice_0(read_address_0[11:2]),
        .choice_1(read_address_1[11:2]),
        .choice_2(read_address_2[11:2]),
        .choice_3(read_address_3[11:2]),
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
        .enable(config_bits[610]),
        .scalar(config_bits[611]),
        .advance(config_bits[1207:1204]),
        .buffers(config_bits[1223:1220]),
        .buffer_stride(config_bits[1235:1224]),
        .finished(read_finished),
        .below(read_below),
        .lanes(read_mask),
        .mark(read_mark),
        .step(read_step),
        .published(write_handover),
        .released(read_handover),
        .offset(read_offset),
        .active(read_lanes),
        .bank_0(read_address_0[1:0]),
        .bank_1(read_address_1[1:0]),
        .bank_2(read_address_2[1:0]),
        .bank_3(read_address_3[1:0]),
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
