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
    wire [1060:0] config_bits;
    config_chain_b1061 config_chain (
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
        .word_33(config_bits[1060:1056])
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
    wire vector_in1_head_valid;
    wire vector_in1_head_ready;
    wire [133:0] vector_in1_head_data;
    fifo_w134_d4 vector_in1_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(vector_in1_valid),
        .in_ready(vector_in1_ready),
        .in_data(vector_in1_data),
        .out_valid(vector_in1_head_valid),
        .out_ready(vector_in1_head_ready),
        .out_data(vector_in1_head_data)
    );
    wire vector_in2_head_valid;
    wire vector_in2_head_ready;
    wire [133:0] vector_in2_head_data;
    fifo_w134_d4 vector_in2_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(vector_in2_valid),
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
    wire fold_emit;
    wire [2:0] fold_way;
    wire fold_first;
    wire fold_clear;
    wire [31:0] index_0;
    wire finished;
    wire [8:0] below;
    wire [7:0] first_levels;
    wire [7:0] last_levels;
    wire [19:0] left0;
    wire [3:0] iteration_mask;
    counters_n8_b20_lanes4_a32 counters (
        .clk(clk),
        .rst(rst),
        .step(issue),
        .tile_0(config_bits[20:1]),
        .tile_1(config_bits[84:65]),
        .tile_2(config_bits[148:129]),
        .tile_3(config_bits[212:193]),
        .tile_4(config_bits[276:257]),
        .tile_5(config_bits[340:321]),
        .tile_6(config_bits[404:385]),
        .tile_7(config_bits[468:449]),
        .ragged_0(config_bits[21]),
        .limit_0(config_bits[41:22]),
        .less_0(config_bits[61:42]),
        .outer_0(config_bits[64:62]),
        .ragged_1(config_bits[85]),
        .limit_1(config_bits[105:86]),
        .less_1(config_bits[125:106]),
        .outer_1(config_bits[128:126]),
        .ragged_2(config_bits[149]),
        .limit_2(config_bits[169:150]),
        .less_2(config_bits[189:170]),
        .outer_2(config_bits[192:190]),
        .ragged_3(config_bits[213]),
        .limit_3(config_bits[233:214]),
        .less_3(config_bits[253:234]),
        .outer_3(config_bits[256:254]),
        .ragged_4(config_bits[277]),
        .limit_4(config_bits[297:278]),
        .less_4(config_bits[317:298]),
        .outer_4(config_bits[320:318]),
        .ragged_5(config_bits[341]),
        .limit_5(config_bits[361:342]),
        .less_5(config_bits[381:362]),
        .outer_5(config_bits[384:382]),
        .ragged_6(config_bits[405]),
        .limit_6(config_bits[425:406]),
        .less_6(config_bits[445:426]),
        .outer_6(config_bits[448:446]),
        .vector_level(config_bits[472:469]),
        .base_0(config_bits[504:473]),
        .stride_0_0(config_bits[536:505]),
        .stride_0_1(config_bits[568:537]),
        .stride_0_2(config_bits[600:569]),
        .stride_0_3(config_bits[632:601]),
        .stride_0_4(config_bits[664:633]),
        .stride_0_5(config_bits[696:665]),
        .stride_0_6(config_bits[728:697]),
        .stride_0_7(config_bits[760:729]),
        .finished(finished),
        .below(below),
        .first(first_levels),
        .last(last_levels),
        .mask(iteration_mask),
        .left0(left0),
        .value_0(index_0)
    );
    pcu_fold_ways8_t4_n8_b20_lanes4 fold (
        .clk(clk),
        .rst(rst),
        .enable(config_bits[994]),
        .levels(config_bits[1002:995]),
        .split(config_bits[1003]),
        .ways(config_bits[1006:1004]),
        .vector_level(config_bits[472:469]),
        .first_levels(first_levels),
        .last_levels(last_levels),
        .left0(left0),
        .issue(issue),
        .way(fold_way),
        .first(fold_first),
        .emit(fold_emit),
        .clear(fold_clear)
    );
    wire [4:0] inputs_served;
    wire [4:0] inputs_error;
    wire [1:0] vector_in0_e;
    counter_marks_n8 vector_in0_e_marks (
        .mark1(config_bits[801:798]),
        .mark2(config_bits[805:802]),
        .mark3(config_bits[809:806]),
        .below(below),
        .e(vector_in0_e)
    );
    pcu_input_n8 vector_in0_port (
        .enable(config_bits[793]),
        .hold(config_bits[797:794]),
        .below(below),
        .issue(issue),
        .beat_valid(vector_in0_head_valid),
        .beat_e(vector_in0_head_data[133:132]),
        .expected_e(vector_in0_e),
        .beat_pop(vector_in0_head_ready),
        .served(inputs_served[0]),
        .mark_error(inputs_error[0])
    );
    wire [1:0] vector_in1_e;
    counter_marks_n8 vector_in1_e_marks (
        .mark1(config_bits[818:815]),
        .mark2(config_bits[822:819]),
        .mark3(config_bits[826:823]),
        .below(below),
        .e(vector_in1_e)
    );
    pcu_input_n8 vector_in1_port (
        .enable(config_bits[810]),
        .hold(config_bits[814:811]),
        .below(below),
        .issue(issue),
        .beat_valid(vector_in1_head_valid),
        .beat_e(vector_in1_head_data[133:132]),
        .expected_e(vector_in1_e),
        .beat_pop(vector_in1_head_ready),
        .served(inputs_served[1]),
        .mark_error(inputs_error[1])
    );
    wire [1:0] vector_in2_e;
    counter_marks_n8 vector_in2_e_marks (
        .mark1(config_bits[835:832]),
        .mark2(config_bits[839:836]),
        .mark3(config_bits[843:840]),
        .below(below),
        .e(vector_in2_e)
    );
    pcu_input_n8 vector_in2_port (
        .enable(config_bits[827]),
        .hold(config_bits[831:828]),
        .below(below),
        .issue(issue),
        .beat_valid(vector_in2_head_valid),
        .beat_e(vector_in2_head_data[133:132]),
        .expected_e(vector_in2_e),
        .beat_pop(vector_in2_head_ready),
        .served(inputs_served[2]),
        .mark_error(inputs_error[2])
    );
    wire [1:0] scalar_in0_e;
    counter_marks_n8 scalar_in0_e_marks (
        .mark1(config_bits[852:849]),
        .mark2(config_bits[856:853]),
        .mark3(config_bits[860:857]),
        .below(below),
        .e(scalar_in0_e)
    );
    pcu_input_n8 scalar_in0_port (
        .enable(config_bits[844]),
        .hold(config_bits[848:845]),
        .below(below),
        .issue(issue),
        .beat_valid(scalar_in0_head_valid),
        .beat_e(scalar_in0_head_data[34:33]),
        .expected_e(scalar_in0_e),
        .beat_pop(scalar_in0_head_ready),
        .served(inputs_served[3]),
        .mark_error(inputs_error[3])
    );
    wire [1:0] scalar_in1_e;
    counter_marks_n8 scalar_in1_e_marks (
        .mark1(config_bits[869:866]),
        .mark2(config_bits[873:870]),
        .mark3(config_bits[877:874]),
        .below(below),
        .e(scalar_in1_e)
    );
    pcu_input_n8 scalar_in1_port (
        .enable(config_bits[861]),
        .hold(config_bits[865:862]),
        .below(below),
        .issue(issue),
        .beat_valid(scalar_in1_head_valid),
        .beat_e(scalar_in1_head_data[34:33]),
        .expected_e(scalar_in1_e),
        .beat_pop(scalar_in1_head_ready),
        .served(inputs_served[4]),
        .mark_error(inputs_error[4])
    );
    wire [2:0] outputs_served;
    wire [2:0] outputs_fire;
    wire [2:0] outputs_empty;
    pcu_output_d16 vector_out0_credit (
        .clk(clk),
        .rst(rst),
        .enable(config_bits[1007]),
        .fold(config_bits[1010]),
        .emit(fold_emit),
        .issue(issue),
        .out_valid(vector_out0_valid),
        .out_ready(vector_out0_ready),
        .served(outputs_served[0]),
        .fire(outputs_fire[0]),
        .empty(outputs_empty[0])
    );
    pcu_output_d16 vector_out1_credit (
        .clk(clk),
        .rst(rst),
        .enable(config_bits[1025]),
        .fold(config_bits[1028]),
        .emit(fold_emit),
        .issue(issue),
        .out_valid(vector_out1_valid),
        .out_ready(vector_out1_ready),
        .served(outputs_served[1]),
        .fire(outputs_fire[1]),
        .empty(outputs_empty[1])
    );
    pcu_output_d16 scalar_out0_credit (
        .clk(clk),
        .rst(rst),
        .enable(config_bits[1043]),
        .fold(config_bits[1046]),
        .emit(fold_emit),
        .issue(issue),
        .out_valid(scalar_out0_valid),
        .out_ready(scalar_out0_ready),
        .served(outputs_served[2]),
        .fire(outputs_fire[2]),
        .empty(outputs_empty[2])
    );
    wire [3:0] issue_mask;
    pcu_issue_lanes4_v3_i5_o3 decision (
        .enable(config_bits[0]),
        .finished(finished),
        .inputs_served(inputs_served),
        .inputs_valid({scalar_in1_head_valid, scalar_in0_head_valid, vector_in2_head_valid, vector_in1_head_valid, vector_in0_head_valid}),
        .inputs_error(inputs_error),
        .outputs_served(outputs_served),
        .outputs_empty(outputs_empty),
        .clear(fold_clear),
        .iteration_mask(iteration_mask),
        .vector_enable_0(config_bits[793]),
        .vector_enable_1(config_bits[810]),
        .vector_enable_2(config_bits[827]),
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
    wire [13:0] issue_notes;
    assign issue_flags = {outputs_fire, issue};
    wire [1:0] scalar_out0_e;
    counter_marks_n8 scalar_out0_e_marks (
        .mark1(config_bits[1052:1049]),
        .mark2(config_bits[1056:1053]),
        .mark3(config_bits[1060:1057]),
        .below(below),
        .e(scalar_out0_e)
    );
    wire [1:0] vector_out1_e;
    counter_marks_n8 vector_out1_e_marks (
        .mark1(config_bits[1034:1031]),
        .mark2(config_bits[1038:1035]),
        .mark3(config_bits[1042:1039]),
        .below(below),
        .e(vector_out1_e)
    );
    wire [1:0] vector_out0_e;
    counter_marks_n8 vector_out0_e_marks (
        .mark1(config_bits[1016:1013]),
        .mark2(config_bits[1020:1017]),
        .mark3(config_bits[1024:1021]),
        .below(below),
        .e(vector_out0_e)
    );
    assign issue_notes = {scalar_out0_e, vector_out1_e, vector_out0_e, fold_first, fold_way, issue_mask};
    wire [127:0] index_0_lanes;
    counter_ramp_b32_lanes4 index_0_ramp (
        .base(index_0),
        .step(config_bits[792:761]),
        .value_0(index_0_lanes[31:0]),
        .value_1(index_0_lanes[63:32]),
        .value_2(index_0_lanes[95:64]),
        .value_3(index_0_lanes[127:96])
    );
    wire [127:0] register_0_0;
    wire [127:0] register_0_1;
    wire [127:0] register_0_2;
    wire [127:0] register_0_3;
    pcu_head_r4_k6 head_lane0 (
        .clk(clk),
        .head_0(config_bits[880:878]),
        .head_1(config_bits[883:881]),
        .head_2(config_bits[886:884]),
        .head_3(config_bits[889:887]),
        .source_0(vector_in0_head_data[31:0]),
        .source_1(vector_in1_head_data[31:0]),
        .source_2(vector_in2_head_data[31:0]),
        .source_3(scalar_in0_head_data[31:0]),
        .source_4(scalar_in1_head_data[31:0]),
        .source_5(index_0_lanes[31:0]),
        .register_0(register_0_0[31:0]),
        .register_1(register_0_1[31:0]),
        .register_2(register_0_2[31:0]),
        .register_3(register_0_3[31:0])
    );
    pcu_head_r4_k6 head_lane1 (
        .clk(clk),
        .head_0(config_bits[880:878]),
        .head_1(config_bits[883:881]),
        .head_2(config_bits[886:884]),
        .head_3(config_bits[889:887]),
        .source_0(vector_in0_head_data[63:32]),
        .source_1(vector_in1_head_data[63:32]),
        .source_2(vector_in2_head_data[63:32]),
        .source_3(scalar_in0_head_data[31:0]),
        .source_4(scalar_in1_head_data[31:0]),
        .source_5(index_0_lanes[63:32]),
        .register_0(register_0_0[63:32]),
        .register_1(register_0_1[63:32]),
        .register_2(register_0_2[63:32]),
        .register_3(register_0_3[63:32])
    );
    pcu_head_r4_k6 head_lane2 (
        .clk(clk),
        .head_0(config_bits[880:878]),
        .head_1(config_bits[883:881]),
        .head_2(config_bits[886:884]),
        .head_3(config_bits[889:887]),
        .source_0(vector_in0_head_data[95:64]),
        .source_1(vector_in1_head_data[95:64]),
        .source_2(vector_in2_head_data[95:64]),
        .source_3(scalar_in0_head_data[31:0]),
        .source_4(scalar_in1_head_data[31:0]),
        .source_5(index_0_lanes[95:64]),
        .register_0(register_0_0[95:64]),
        .register_1(register_0_1[95:64]),
        .register_2(register_0_2[95:64]),
        .register_3(register_0_3[95:64])
    );
    pcu_head_r4_k6 head_lane3 (
        .clk(clk),
        .head_0(config_bits[880:878]),
        .head_1(config_bits[883:881]),
        .head_2(config_bits[886:884]),
        .head_3(config_bits[889:887]),
        .source_0(vector_in0_head_data[127:96]),
        .source_1(vector_in1_head_data[127:96]),
        .source_2(vector_in2_head_data[127:96]),
        .source_3(scalar_in0_head_data[31:0]),
        .source_4(scalar_in1_head_data[31:0]),
        .source_5(index_0_lanes[127:96]),
        .register_0(register_0_0[127:96]),
        .register_1(register_0_1[127:96]),
        .register_2(register_0_2[127:96]),
        .register_3(register_0_3[127:96])
    );
    wire [3:0] control_0_flags;
    wire [13:0] control_0_notes;
    pcu_delay_f4_n14_t1 control_0_delay (
        .clk(clk),
        .rst(rst),
        .flags_in(issue_flags),
        .notes_in(issue_notes),
        .flags_out(control_0_flags),
        .notes_out(control_0_notes)
    );
    wire [3:0] control_1_flags;
    wire [13:0] control_1_notes;
    pcu_delay_f4_n14_t4 control_1_delay (
        .clk(clk),
        .rst(rst),
        .flags_in(control_0_flags),
        .notes_in(control_0_notes),
        .flags_out(control_1_flags),
        .notes_out(control_1_notes)
    );
    wire [127:0] register_1_0;
    wire [127:0] register_1_1;
    wire [127:0] register_1_2;
    wire [127:0] register_1_3;
    pcu_stage0 stage0 (
        .clk(clk),
        .op(config_bits[895:890]),
        .mode(config_bits[897:896]),
        .a(config_bits[900:898]),
        .b(config_bits[903:901]),
        .c(config_bits[905:904]),
        .masked(config_bits[906]),
        .hop(config_bits[907]),
        .constant(config_bits[939:908]),
        .destination(config_bits[941:940]),
        .mask(control_0_notes[3:0]),
        .way(control_0_notes[6:4]),
        .first(control_0_notes[7]),
        .done(control_1_flags[0]),
        .done_way(control_1_notes[6:4]),
        .before_0(register_0_0),
        .before_1(register_0_1),
        .before_2(register_0_2),
        .before_3(register_0_3),
        .after_0(register_1_0),
        .after_1(register_1_1),
        .after_2(register_1_2),
        .after_3(register_1_3)
    );
    wire [3:0] control_2_flags;
    wire [13:0] control_2_notes;
    pcu_delay_f4_n14_t4 control_2_delay (
        .clk(clk),
        .rst(rst),
        .flags_in(control_1_flags),
        .notes_in(control_1_notes),
        .flags_out(control_2_flags),
        .notes_out(control_2_notes)
    );
    wire [127:0] register_2_0;
    wire [127:0] register_2_1;
    wire [127:0] register_2_2;
    wire [127:0] register_2_3;
    pcu_stage0 stage1 (
        .clk(clk),
        .op(config_bits[947:942]),
        .mode(config_bits[949:948]),
        .a(config_bits[952:950]),
        .b(config_bits[955:953]),
        .c(config_bits[957:956]),
        .masked(config_bits[958]),
        .hop(config_bits[959]),
        .constant(config_bits[991:960]),
        .destination(config_bits[993:992]),
        .mask(control_1_notes[3:0]),
        .way(control_1_notes[6:4]),
        .first(control_1_notes[7]),
        .done(control_2_flags[0]),
        .done_way(control_2_notes[6:4]),
        .before_0(register_1_0),
        .before_1(register_1_1),
        .before_2(register_1_2),
        .before_3(register_1_3),
        .after_0(register_2_0),
        .after_1(register_2_1),
        .after_2(register_2_2),
        .after_3(register_2_3)
    );
    wire [3:0] vector_out0_mask;
    pcu_send_lanes4 vector_out0_lanes (
        .lanes(config_bits[1012:1011]),
        .beat_mask(control_2_notes[3:0]),
        .mask(vector_out0_mask)
    );
    wire [31:0] vector_out0_word_3;
    mux_w32_n4_s2 vector_out0_select_3 (
        .select(config_bits[1009:1008]),
        .choice_0(register_2_0[127:96]),
        .choice_1(register_2_1[127:96]),
        .choice_2(register_2_2[127:96]),
        .choice_3(register_2_3[127:96]),
        .chosen(vector_out0_word_3)
    );
    wire [31:0] vector_out0_word_2;
    mux_w32_n4_s2 vector_out0_select_2 (
        .select(config_bits[1009:1008]),
        .choice_0(register_2_0[95:64]),
        .choice_1(register_2_1[95:64]),
        .choice_2(register_2_2[95:64]),
        .choice_3(register_2_3[95:64]),
        .chosen(vector_out0_word_2)
    );
    wire [31:0] vector_out0_word_1;
    mux_w32_n4_s2 vector_out0_select_1 (
        .select(config_bits[1009:1008]),
        .choice_0(register_2_0[63:32]),
        .choice_1(register_2_1[63:32]),
        .choice_2(register_2_2[63:32]),
        .choice_3(register_2_3[63:32]),
        .chosen(vector_out0_word_1)
    );
    wire [31:0] vector_out0_word_0;
    mux_w32_n4_s2 vector_out0_select_0 (
        .select(config_bits[1009:1008]),
        .choice_0(register_2_0[31:0]),
        .choice_1(register_2_1[31:0]),
        .choice_2(register_2_2[31:0]),
        .choice_3(register_2_3[31:0]),
        .chosen(vector_out0_word_0)
    );
    wire unused_vector_out0_fifo_in_ready;
    fifo_w134_d16 vector_out0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(control_2_flags[1]),
        .in_ready(unused_vector_out0_fifo_in_ready),
        .in_data({control_2_notes[9:8], vector_out0_mask, {vector_out0_word_3, vector_out0_word_2, vector_out0_word_1, vector_out0_word_0}}),
        .out_valid(vector_out0_valid),
        .out_ready(vector_out0_ready),
        .out_data(vector_out0_data)
    );
    wire [3:0] vector_out1_mask;
    pcu_send_lanes4 vector_out1_lanes (
        .lanes(config_bits[1030:1029]),
        .beat_mask(control_2_notes[3:0]),
        .mask(vector_out1_mask)
    );
    wire [31:0] vector_out1_word_3;
    mux_w32_n4_s2 vector_out1_select_3 (
        .select(config_bits[1027:1026]),
        .choice_0(register_2_0[127:96]),
        .choice_1(register_2_1[127:96]),
        .choice_2(register_2_2[127:96]),
        .choice_3(register_2_3[127:96]),
        .chosen(vector_out1_word_3)
    );
    wire [31:0] vector_out1_word_2;
    mux_w32_n4_s2 vector_out1_select_2 (
        .select(config_bits[1027:1026]),
        .choice_0(register_2_0[95:64]),
        .choice_1(register_2_1[95:64]),
        .choice_2(register_2_2[95:64]),
        .choice_3(register_2_3[95:64]),
        .chosen(vector_out1_word_2)
    );
    wire [31:0] vector_out1_word_1;
    mux_w32_n4_s2 vector_out1_select_1 (
        .select(config_bits[1027:1026]),
        .choice_0(register_2_0[63:32]),
        .choice_1(register_2_1[63:32]),
        .choice_2(register_2_2[63:32]),
        .choice_3(register_2_3[63:32]),
        .chosen(vector_out1_word_1)
    );
    wire [31:0] vector_out1_word_0;
    mux_w32_n4_s2 vector_out1_select_0 (
        .select(config_bits[1027:1026]),
        .choice_0(register_2_0[31:0]),
        .choice_1(register_2_1[31:0]),
        .choice_2(register_2_2[31:0]),
        .choice_3(register_2_3[31:0]),
        .chosen(vector_out1_word_0)
    );
    wire unused_vector_out1_fifo_in_ready;
    fifo_w134_d16 vector_out1_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(control_2_flags[2]),
        .in_ready(unused_vector_out1_fifo_in_ready),
        .in_data({control_2_notes[11:10], vector_out1_mask, {vector_out1_word_3, vector_out1_word_2, vector_out1_word_1, vector_out1_word_0}}),
        .out_valid(vector_out1_valid),
        .out_ready(vector_out1_ready),
        .out_data(vector_out1_data)
    );
    wire [31:0] scalar_out0_word_0;
    mux_w32_n4_s2 scalar_out0_select_0 (
        .select(config_bits[1045:1044]),
        .choice_0(register_2_0[31:0]),
        .choice_1(register_2_1[31:0]),
        .choice_2(register_2_2[31:0]),
        .choice_3(register_2_3[31:0]),
        .chosen(scalar_out0_word_0)
    );
    wire unused_scalar_out0_fifo_in_ready;
    fifo_w35_d16 scalar_out0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(control_2_flags[3]),
        .in_ready(unused_scalar_out0_fifo_in_ready),
        .in_data({control_2_notes[13:12], 1'b1, scalar_out0_word_0}),
        .out_valid(scalar_out0_valid),
        .out_ready(scalar_out0_ready),
        .out_data(scalar_out0_data)
    );
    wire unused_bits = &{1'b0, config_bits[1048:1047], scalar_in0_head_data[32], scalar_in1_head_data[32], control_2_notes[7]};
endmodule
