// Switch of both networks: each output selects an arriving node by configuration. Unit 0 is of kind
// pmu. Unit 1 is of kind ag. Unit 2 is of kind ag.
module switch_ne_pmu_ag_ag (
    // clock, and synchronous reset
    input  wire         clk,
    input  wire         rst,
    // configuration chain: when cfg_en, words of 32 bits move on by one
    input  wire         cfg_en,
    input  wire [31:0]  cfg_in,
    output wire [31:0]  cfg_out,
    // vector_from_north0: beats in
    input  wire         vector_from_north0_valid,
    output wire         vector_from_north0_ready,
    input  wire [133:0] vector_from_north0_data,
    // vector_from_north1: beats in
    input  wire         vector_from_north1_valid,
    output wire         vector_from_north1_ready,
    input  wire [133:0] vector_from_north1_data,
    // vector_from_east0: beats in
    input  wire         vector_from_east0_valid,
    output wire         vector_from_east0_ready,
    input  wire [133:0] vector_from_east0_data,
    // vector_from_east1: beats in
    input  wire         vector_from_east1_valid,
    output wire         vector_from_east1_ready,
    input  wire [133:0] vector_from_east1_data,
    // vector_from_unit0_0: beats that arrive from a unit
    input  wire         vector_from_unit0_0_valid,
    output wire         vector_from_unit0_0_ready,
    input  wire [133:0] vector_from_unit0_0_data,
    // vector_from_unit1_0: beats that arrive from a unit
    input  wire         vector_from_unit1_0_valid,
    output wire         vector_from_unit1_0_ready,
    input  wire [133:0] vector_from_unit1_0_data,
    // vector_from_unit2_0: beats that arrive from a unit
    input  wire         vector_from_unit2_0_valid,
    output wire         vector_from_unit2_0_ready,
    input  wire [133:0] vector_from_unit2_0_data,
    // vector_to_north0: beats that leave
    output wire         vector_to_north0_valid,
    input  wire         vector_to_north0_ready,
    output wire [133:0] vector_to_north0_data,
    // vector_to_north1: beats that leave
    output wire         vector_to_north1_valid,
    input  wire         vector_to_north1_ready,
    output wire [133:0] vector_to_north1_data,
    // vector_to_east0: beats that leave
    output wire         vector_to_east0_valid,
    input  wire         vector_to_east0_ready,
    output wire [133:0] vector_to_east0_data,
    // vector_to_east1: beats that leave
    output wire         vector_to_east1_valid,
    input  wire         vector_to_east1_ready,
    output wire [133:0] vector_to_east1_data,
    // vector_to_unit0_0: beats that leave
    output wire         vector_to_unit0_0_valid,
    input  wire         vector_to_unit0_0_ready,
    output wire [133:0] vector_to_unit0_0_data,
    // vector_to_unit1_0: beats that leave
    output wire         vector_to_unit1_0_valid,
    input  wire         vector_to_unit1_0_ready,
    output wire [133:0] vector_to_unit1_0_data,
    // vector_to_unit2_0: beats that leave
    output wire         vector_to_unit2_0_valid,
    input  wire         vector_to_unit2_0_ready,
    output wire [133:0] vector_to_unit2_0_data,
    // scalar_from_north0: beats in
    input  wire         scalar_from_north0_valid,
    output wire         scalar_from_north0_ready,
    input  wire [34:0]  scalar_from_north0_data,
    // scalar_from_north1: beats in
    input  wire         scalar_from_north1_valid,
    output wire         scalar_from_north1_ready,
    input  wire [34:0]  scalar_from_north1_data,
    // scalar_from_east0: beats in
    input  wire         scalar_from_east0_valid,
    output wire         scalar_from_east0_ready,
    input  wire [34:0]  scalar_from_east0_data,
    // scalar_from_east1: beats in
    input  wire         scalar_from_east1_valid,
    output wire         scalar_from_east1_ready,
    input  wire [34:0]  scalar_from_east1_data,
    // scalar_from_unit0_0: beats that arrive from a unit
    input  wire         scalar_from_unit0_0_valid,
    output wire         scalar_from_unit0_0_ready,
    input  wire [34:0]  scalar_from_unit0_0_data,
    // scalar_from_unit1_0: beats that arrive from a unit
    input  wire         scalar_from_unit1_0_valid,
    output wire         scalar_from_unit1_0_ready,
    input  wire [34:0]  scalar_from_unit1_0_data,
    // scalar_from_unit2_0: beats that arrive from a unit
    input  wire         scalar_from_unit2_0_valid,
    output wire         scalar_from_unit2_0_ready,
    input  wire [34:0]  scalar_from_unit2_0_data,
    // scalar_to_north0: beats that leave
    output wire         scalar_to_north0_valid,
    input  wire         scalar_to_north0_ready,
    output wire [34:0]  scalar_to_north0_data,
    // scalar_to_north1: beats that leave
    output wire         scalar_to_north1_valid,
    input  wire         scalar_to_north1_ready,
    output wire [34:0]  scalar_to_north1_data,
    // scalar_to_east0: beats that leave
    output wire         scalar_to_east0_valid,
    input  wire         scalar_to_east0_ready,
    output wire [34:0]  scalar_to_east0_data,
    // scalar_to_east1: beats that leave
    output wire         scalar_to_east1_valid,
    input  wire         scalar_to_east1_ready,
    output wire [34:0]  scalar_to_east1_data,
    // scalar_to_unit0_0: beats that leave
    output wire         scalar_to_unit0_0_valid,
    input  wire         scalar_to_unit0_0_ready,
    output wire [34:0]  scalar_to_unit0_0_data,
    // scalar_to_unit1_0: beats that leave
    output wire         scalar_to_unit1_0_valid,
    input  wire         scalar_to_unit1_0_ready,
    output wire [34:0]  scalar_to_unit1_0_data,
    // scalar_to_unit2_0: beats that leave
    output wire         scalar_to_unit2_0_valid,
    input  wire         scalar_to_unit2_0_ready,
    output wire [34:0]  scalar_to_unit2_0_data,
    // all FIFOs are empty
    output wire         idle
);
    wire [31:0] config_word_0;
    wire [9:0] config_word_1;
    config_chain_b42 config_chain (
        .clk(clk),
        .cfg_en(cfg_en),
        .cfg_in(cfg_in),
        .cfg_out(cfg_out),
        .word_0(config_word_0),
        .word_1(config_word_1)
    );
    wire vector_from_north0_head_valid;
    wire vector_from_north0_head_ready;
    wire [133:0] vector_from_north0_head_data;
    fifo_w134_d2 vector_from_north0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(vector_from_north0_valid),
        .in_ready(vector_from_north0_ready),
        .in_data(vector_from_north0_data),
        .out_valid(vector_from_north0_head_valid),
        .out_ready(vector_from_north0_head_ready),
        .out_data(vector_from_north0_head_data)
    );
    wire vector_from_north1_head_valid;
    wire vector_from_north1_head_ready;
    wire [133:0] vector_from_north1_head_data;
    fifo_w134_d2 vector_from_north1_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(vector_from_north1_valid),
        .in_ready(vector_from_north1_ready),
        .in_data(vector_from_north1_data),
        .out_valid(vector_from_north1_head_valid),
        .out_ready(vector_from_north1_head_ready),
        .out_data(vector_from_north1_head_data)
    );
    wire vector_from_east0_head_valid;
    wire vector_from_east0_head_ready;
    wire [133:0] vector_from_east0_head_data;
    fifo_w134_d2 vector_from_east0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(vector_from_east0_valid),
        .in_ready(vector_from_east0_ready),
        .in_data(vector_from_east0_data),
        .out_valid(vector_from_east0_head_valid),
        .out_ready(vector_from_east0_head_ready),
        .out_data(vector_from_east0_head_data)
    );
    wire vector_from_east1_head_valid;
    wire vector_from_east1_head_ready;
    wire [133:0] vector_from_east1_head_data;
    fifo_w134_d2 vector_from_east1_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(vector_from_east1_valid),
        .in_ready(vector_from_east1_ready),
        .in_data(vector_from_east1_data),
        .out_valid(vector_from_east1_head_valid),
        .out_ready(vector_from_east1_head_ready),
        .out_data(vector_from_east1_head_data)
    );
    wire vector_to_north0_used_0;
    wire vector_to_north0_held_0;
    wire vector_to_north0_used_1;
    wire vector_to_north0_held_1;
    wire vector_to_north0_used_2;
    wire vector_to_north0_held_2;
    wire vector_to_north0_used_3;
    wire vector_to_north0_held_3;
    wire [1:0] vector_to_north0_number;
    switch_output_n4 vector_to_north0_control (
        .clk(clk),
        .rst(rst),
        .select(config_word_0[2:0]),
        .candidate_valid_0(vector_from_east0_head_valid),
        .candidate_valid_1(vector_from_unit0_0_valid),
        .candidate_valid_2(vector_from_unit1_0_valid),
        .candidate_valid_3(vector_from_unit2_0_valid),
        .candidate_pop_0(vector_from_east0_head_ready),
        .candidate_pop_1(vector_from_unit0_0_ready),
        .candidate_pop_2(vector_from_unit1_0_ready),
        .candidate_pop_3(vector_from_unit2_0_ready),
        .candidate_used_0(vector_to_north0_used_0),
        .candidate_used_1(vector_to_north0_used_1),
        .candidate_used_2(vector_to_north0_used_2),
        .candidate_used_3(vector_to_north0_used_3),
        .candidate_held_0(vector_to_north0_held_0),
        .candidate_held_1(vector_to_north0_held_1),
        .candidate_held_2(vector_to_north0_held_2),
        .candidate_held_3(vector_to_north0_held_3),
        .number(vector_to_north0_number),
        .out_valid(vector_to_north0_valid),
        .out_ready(vector_to_north0_ready)
    );
    mux_w134_n4_s2 vector_to_north0_mux (
        .select(vector_to_north0_number),
        .choice_0(vector_from_east0_head_data),
        .choice_1(vector_from_unit0_0_data),
        .choice_2(vector_from_unit1_0_data),
        .choice_3(vector_from_unit2_0_data),
        .chosen(vector_to_north0_data)
    );
    wire vector_to_north1_used_0;
    wire vector_to_north1_held_0;
    wire vector_to_north1_used_1;
    wire vector_to_north1_held_1;
    wire vector_to_north1_used_2;
    wire vector_to_north1_held_2;
    wire vector_to_north1_used_3;
    wire vector_to_north1_held_3;
    wire [1:0] vector_to_north1_number;
    switch_output_n4 vector_to_north1_control (
        .clk(clk),
        .rst(rst),
        .select(config_word_0[5:3]),
        .candidate_valid_0(vector_from_east1_head_valid),
        .candidate_valid_1(vector_from_unit0_0_valid),
        .candidate_valid_2(vector_from_unit1_0_valid),
        .candidate_valid_3(vector_from_unit2_0_valid),
        .candidate_pop_0(vector_from_east1_head_ready),
        .candidate_pop_1(vector_from_unit0_0_ready),
        .candidate_pop_2(vector_from_unit1_0_ready),
        .candidate_pop_3(vector_from_unit2_0_ready),
        .candidate_used_0(vector_to_north1_used_0),
        .candidate_used_1(vector_to_north1_used_1),
        .candidate_used_2(vector_to_north1_used_2),
        .candidate_used_3(vector_to_north1_used_3),
        .candidate_held_0(vector_to_north1_held_0),
        .candidate_held_1(vector_to_north1_held_1),
        .candidate_held_2(vector_to_north1_held_2),
        .candidate_held_3(vector_to_north1_held_3),
        .number(vector_to_north1_number),
        .out_valid(vector_to_north1_valid),
        .out_ready(vector_to_north1_ready)
    );
    mux_w134_n4_s2 vector_to_north1_mux (
        .select(vector_to_north1_number),
        .choice_0(vector_from_east1_head_data),
        .choice_1(vector_from_unit0_0_data),
        .choice_2(vector_from_unit1_0_data),
        .choice_3(vector_from_unit2_0_data),
        .chosen(vector_to_north1_data)
    );
    wire vector_to_east0_used_0;
    wire vector_to_east0_held_0;
    wire vector_to_east0_used_1;
    wire vector_to_east0_held_1;
    wire vector_to_east0_used_2;
    wire vector_to_east0_held_2;
    wire vector_to_east0_used_3;
    wire vector_to_east0_held_3;
    wire [1:0] vector_to_east0_number;
    switch_output_n4 vector_to_east0_control (
        .clk(clk),
        .rst(rst),
        .select(config_word_0[8:6]),
        .candidate_valid_0(vector_from_north0_head_valid),
        .candidate_valid_1(vector_from_unit0_0_valid),
        .candidate_valid_2(vector_from_unit1_0_valid),
        .candidate_valid_3(vector_from_unit2_0_valid),
        .candidate_pop_0(vector_from_north0_head_ready),
        .candidate_pop_1(vector_from_unit0_0_ready),
        .candidate_pop_2(vector_from_unit1_0_ready),
        .candidate_pop_3(vector_from_unit2_0_ready),
        .candidate_used_0(vector_to_east0_used_0),
        .candidate_used_1(vector_to_east0_used_1),
        .candidate_used_2(vector_to_east0_used_2),
        .candidate_used_3(vector_to_east0_used_3),
        .candidate_held_0(vector_to_east0_held_0),
        .candidate_held_1(vector_to_east0_held_1),
        .candidate_held_2(vector_to_east0_held_2),
        .candidate_held_3(vector_to_east0_held_3),
        .number(vector_to_east0_number),
        .out_valid(vector_to_east0_valid),
        .out_ready(vector_to_east0_ready)
    );
    mux_w134_n4_s2 vector_to_east0_mux (
        .select(vector_to_east0_number),
        .choice_0(vector_from_north0_head_data),
        .choice_1(vector_from_unit0_0_data),
        .choice_2(vector_from_unit1_0_data),
        .choice_3(vector_from_unit2_0_data),
        .chosen(vector_to_east0_data)
    );
    wire vector_to_east1_used_0;
    wire vector_to_east1_held_0;
    wire vector_to_east1_used_1;
    wire vector_to_east1_held_1;
    wire vector_to_east1_used_2;
    wire vector_to_east1_held_2;
    wire vector_to_east1_used_3;
    wire vector_to_east1_held_3;
    wire [1:0] vector_to_east1_number;
    switch_output_n4 vector_to_east1_control (
        .clk(clk),
        .rst(rst),
        .select(config_word_0[11:9]),
        .candidate_valid_0(vector_from_north1_head_valid),
        .candidate_valid_1(vector_from_unit0_0_valid),
        .candidate_valid_2(vector_from_unit1_0_valid),
        .candidate_valid_3(vector_from_unit2_0_valid),
        .candidate_pop_0(vector_from_north1_head_ready),
        .candidate_pop_1(vector_from_unit0_0_ready),
        .candidate_pop_2(vector_from_unit1_0_ready),
        .candidate_pop_3(vector_from_unit2_0_ready),
        .candidate_used_0(vector_to_east1_used_0),
        .candidate_used_1(vector_to_east1_used_1),
        .candidate_used_2(vector_to_east1_used_2),
        .candidate_used_3(vector_to_east1_used_3),
        .candidate_held_0(vector_to_east1_held_0),
        .candidate_held_1(vector_to_east1_held_1),
        .candidate_held_2(vector_to_east1_held_2),
        .candidate_held_3(vector_to_east1_held_3),
        .number(vector_to_east1_number),
        .out_valid(vector_to_east1_valid),
        .out_ready(vector_to_east1_ready)
    );
    mux_w134_n4_s2 vector_to_east1_mux (
        .select(vector_to_east1_number),
        .choice_0(vector_from_north1_head_data),
        .choice_1(vector_from_unit0_0_data),
        .choice_2(vector_from_unit1_0_data),
        .choice_3(vector_from_unit2_0_data),
        .chosen(vector_to_east1_data)
    );
    wire vector_to_unit0_0_used_0;
    wire vector_to_unit0_0_held_0;
    wire vector_to_unit0_0_used_1;
    wire vector_to_unit0_0_held_1;
    wire vector_to_unit0_0_used_2;
    wire vector_to_unit0_0_held_2;
    wire vector_to_unit0_0_used_3;
    wire vector_to_unit0_0_held_3;
    wire vector_to_unit0_0_used_4;
    wire vector_to_unit0_0_held_4;
    wire vector_to_unit0_0_used_5;
    wire vector_to_unit0_0_held_5;
    wire [2:0] vector_to_unit0_0_number;
    switch_output_n6 vector_to_unit0_0_control (
        .clk(clk),
        .rst(rst),
        .select(config_word_0[14:12]),
        .candidate_valid_0(vector_from_north0_head_valid),
        .candidate_valid_1(vector_from_north1_head_valid),
        .candidate_valid_2(vector_from_east0_head_valid),
        .candidate_valid_3(vector_from_east1_head_valid),
        .candidate_valid_4(vector_from_unit1_0_valid),
        .candidate_valid_5(vector_from_unit2_0_valid),
        .candidate_pop_0(vector_from_north0_head_ready),
        .candidate_pop_1(vector_from_north1_head_ready),
        .candidate_pop_2(vector_from_east0_head_ready),
        .candidate_pop_3(vector_from_east1_head_ready),
        .candidate_pop_4(vector_from_unit1_0_ready),
        .candidate_pop_5(vector_from_unit2_0_ready),
        .candidate_used_0(vector_to_unit0_0_used_0),
        .candidate_used_1(vector_to_unit0_0_used_1),
        .candidate_used_2(vector_to_unit0_0_used_2),
        .candidate_used_3(vector_to_unit0_0_used_3),
        .candidate_used_4(vector_to_unit0_0_used_4),
        .candidate_used_5(vector_to_unit0_0_used_5),
        .candidate_held_0(vector_to_unit0_0_held_0),
        .candidate_held_1(vector_to_unit0_0_held_1),
        .candidate_held_2(vector_to_unit0_0_held_2),
        .candidate_held_3(vector_to_unit0_0_held_3),
        .candidate_held_4(vector_to_unit0_0_held_4),
        .candidate_held_5(vector_to_unit0_0_held_5),
        .number(vector_to_unit0_0_number),
        .out_valid(vector_to_unit0_0_valid),
        .out_ready(vector_to_unit0_0_ready)
    );
    mux_w134_n6_s3 vector_to_unit0_0_mux (
        .select(vector_to_unit0_0_number),
        .choice_0(vector_from_north0_head_data),
        .choice_1(vector_from_north1_head_data),
        .choice_2(vector_from_east0_head_data),
        .choice_3(vector_from_east1_head_data),
        .choice_4(vector_from_unit1_0_data),
        .choice_5(vector_from_unit2_0_data),
        .chosen(vector_to_unit0_0_data)
    );
    wire vector_to_unit1_0_used_0;
    wire vector_to_unit1_0_held_0;
    wire vector_to_unit1_0_used_1;
    wire vector_to_unit1_0_held_1;
    wire vector_to_unit1_0_used_2;
    wire vector_to_unit1_0_held_2;
    wire vector_to_unit1_0_used_3;
    wire vector_to_unit1_0_held_3;
    wire vector_to_unit1_0_used_4;
    wire vector_to_unit1_0_held_4;
    wire vector_to_unit1_0_used_5;
    wire vector_to_unit1_0_held_5;
    wire [2:0] vector_to_unit1_0_number;
    switch_output_n6 vector_to_unit1_0_control (
        .clk(clk),
        .rst(rst),
        .select(config_word_0[17:15]),
        .candidate_valid_0(vector_from_north0_head_valid),
        .candidate_valid_1(vector_from_north1_head_valid),
        .candidate_valid_2(vector_from_east0_head_valid),
        .candidate_valid_3(vector_from_east1_head_valid),
        .candidate_valid_4(vector_from_unit0_0_valid),
        .candidate_valid_5(vector_from_unit2_0_valid),
        .candidate_pop_0(vector_from_north0_head_ready),
        .candidate_pop_1(vector_from_north1_head_ready),
        .candidate_pop_2(vector_from_east0_head_ready),
        .candidate_pop_3(vector_from_east1_head_ready),
        .candidate_pop_4(vector_from_unit0_0_ready),
        .candidate_pop_5(vector_from_unit2_0_ready),
        .candidate_used_0(vector_to_unit1_0_used_0),
        .candidate_used_1(vector_to_unit1_0_used_1),
        .candidate_used_2(vector_to_unit1_0_used_2),
        .candidate_used_3(vector_to_unit1_0_used_3),
        .candidate_used_4(vector_to_unit1_0_used_4),
        .candidate_used_5(vector_to_unit1_0_used_5),
        .candidate_held_0(vector_to_unit1_0_held_0),
        .candidate_held_1(vector_to_unit1_0_held_1),
        .candidate_held_2(vector_to_unit1_0_held_2),
        .candidate_held_3(vector_to_unit1_0_held_3),
        .candidate_held_4(vector_to_unit1_0_held_4),
        .candidate_held_5(vector_to_unit1_0_held_5),
        .number(vector_to_unit1_0_number),
        .out_valid(vector_to_unit1_0_valid),
        .out_ready(vector_to_unit1_0_ready)
    );
    mux_w134_n6_s3 vector_to_unit1_0_mux (
        .select(vector_to_unit1_0_number),
        .choice_0(vector_from_north0_head_data),
        .choice_1(vector_from_north1_head_data),
        .choice_2(vector_from_east0_head_data),
        .choice_3(vector_from_east1_head_data),
        .choice_4(vector_from_unit0_0_data),
        .choice_5(vector_from_unit2_0_data),
        .chosen(vector_to_unit1_0_data)
    );
    wire vector_to_unit2_0_used_0;
    wire vector_to_unit2_0_held_0;
    wire vector_to_unit2_0_used_1;
    wire vector_to_unit2_0_held_1;
    wire vector_to_unit2_0_used_2;
    wire vector_to_unit2_0_held_2;
    wire vector_to_unit2_0_used_3;
    wire vector_to_unit2_0_held_3;
    wire vector_to_unit2_0_used_4;
    wire vector_to_unit2_0_held_4;
    wire vector_to_unit2_0_used_5;
    wire vector_to_unit2_0_held_5;
    wire [2:0] vector_to_unit2_0_number;
    switch_output_n6 vector_to_unit2_0_control (
        .clk(clk),
        .rst(rst),
        .select(config_word_0[20:18]),
        .candidate_valid_0(vector_from_north0_head_valid),
        .candidate_valid_1(vector_from_north1_head_valid),
        .candidate_valid_2(vector_from_east0_head_valid),
        .candidate_valid_3(vector_from_east1_head_valid),
        .candidate_valid_4(vector_from_unit0_0_valid),
        .candidate_valid_5(vector_from_unit1_0_valid),
        .candidate_pop_0(vector_from_north0_head_ready),
        .candidate_pop_1(vector_from_north1_head_ready),
        .candidate_pop_2(vector_from_east0_head_ready),
        .candidate_pop_3(vector_from_east1_head_ready),
        .candidate_pop_4(vector_from_unit0_0_ready),
        .candidate_pop_5(vector_from_unit1_0_ready),
        .candidate_used_0(vector_to_unit2_0_used_0),
        .candidate_used_1(vector_to_unit2_0_used_1),
        .candidate_used_2(vector_to_unit2_0_used_2),
        .candidate_used_3(vector_to_unit2_0_used_3),
        .candidate_used_4(vector_to_unit2_0_used_4),
        .candidate_used_5(vector_to_unit2_0_used_5),
        .candidate_held_0(vector_to_unit2_0_held_0),
        .candidate_held_1(vector_to_unit2_0_held_1),
        .candidate_held_2(vector_to_unit2_0_held_2),
        .candidate_held_3(vector_to_unit2_0_held_3),
        .candidate_held_4(vector_to_unit2_0_held_4),
        .candidate_held_5(vector_to_unit2_0_held_5),
        .number(vector_to_unit2_0_number),
        .out_valid(vector_to_unit2_0_valid),
        .out_ready(vector_to_unit2_0_ready)
    );
    mux_w134_n6_s3 vector_to_unit2_0_mux (
        .select(vector_to_unit2_0_number),
        .choice_0(vector_from_north0_head_data),
        .choice_1(vector_from_north1_head_data),
        .choice_2(vector_from_east0_head_data),
        .choice_3(vector_from_east1_head_data),
        .choice_4(vector_from_unit0_0_data),
        .choice_5(vector_from_unit1_0_data),
        .chosen(vector_to_unit2_0_data)
    );
    switch_arrival_n4 vector_from_north0_control (
        .valid(vector_from_north0_head_valid),
        .used_0(vector_to_east0_used_0),
        .used_1(vector_to_unit0_0_used_0),
        .used_2(vector_to_unit1_0_used_0),
        .used_3(vector_to_unit2_0_used_0),
        .held_0(vector_to_east0_held_0),
        .held_1(vector_to_unit0_0_held_0),
        .held_2(vector_to_unit1_0_held_0),
        .held_3(vector_to_unit2_0_held_0),
        .pop(vector_from_north0_head_ready)
    );
    switch_arrival_n4 vector_from_north1_control (
        .valid(vector_from_north1_head_valid),
        .used_0(vector_to_east1_used_0),
        .used_1(vector_to_unit0_0_used_1),
        .used_2(vector_to_unit1_0_used_1),
        .used_3(vector_to_unit2_0_used_1),
        .held_0(vector_to_east1_held_0),
        .held_1(vector_to_unit0_0_held_1),
        .held_2(vector_to_unit1_0_held_1),
        .held_3(vector_to_unit2_0_held_1),
        .pop(vector_from_north1_head_ready)
    );
    switch_arrival_n4 vector_from_east0_control (
        .valid(vector_from_east0_head_valid),
        .used_0(vector_to_north0_used_0),
        .used_1(vector_to_unit0_0_used_2),
        .used_2(vector_to_unit1_0_used_2),
        .used_3(vector_to_unit2_0_used_2),
        .held_0(vector_to_north0_held_0),
        .held_1(vector_to_unit0_0_held_2),
        .held_2(vector_to_unit1_0_held_2),
        .held_3(vector_to_unit2_0_held_2),
        .pop(vector_from_east0_head_ready)
    );
    switch_arrival_n4 vector_from_east1_control (
        .valid(vector_from_east1_head_valid),
        .used_0(vector_to_north1_used_0),
        .used_1(vector_to_unit0_0_used_3),
        .used_2(vector_to_unit1_0_used_3),
        .used_3(vector_to_unit2_0_used_3),
        .held_0(vector_to_north1_held_0),
        .held_1(vector_to_unit0_0_held_3),
        .held_2(vector_to_unit1_0_held_3),
        .held_3(vector_to_unit2_0_held_3),
        .pop(vector_from_east1_head_ready)
    );
    switch_arrival_n6 vector_from_unit0_0_control (
        .valid(vector_from_unit0_0_valid),
        .used_0(vector_to_north0_used_1),
        .used_1(vector_to_north1_used_1),
        .used_2(vector_to_east0_used_1),
        .used_3(vector_to_east1_used_1),
        .used_4(vector_to_unit1_0_used_4),
        .used_5(vector_to_unit2_0_used_4),
        .held_0(vector_to_north0_held_1),
        .held_1(vector_to_north1_held_1),
        .held_2(vector_to_east0_held_1),
        .held_3(vector_to_east1_held_1),
        .held_4(vector_to_unit1_0_held_4),
        .held_5(vector_to_unit2_0_held_4),
        .pop(vector_from_unit0_0_ready)
    );
    switch_arrival_n6 vector_from_unit1_0_control (
        .valid(vector_from_unit1_0_valid),
        .used_0(vector_to_north0_used_2),
        .used_1(vector_to_north1_used_2),
        .used_2(vector_to_east0_used_2),
        .used_3(vector_to_east1_used_2),
        .used_4(vector_to_unit0_0_used_4),
        .used_5(vector_to_unit2_0_used_5),
        .held_0(vector_to_north0_held_2),
        .held_1(vector_to_north1_held_2),
        .held_2(vector_to_east0_held_2),
        .held_3(vector_to_east1_held_2),
        .held_4(vector_to_unit0_0_held_4),
        .held_5(vector_to_unit2_0_held_5),
        .pop(vector_from_unit1_0_ready)
    );
    switch_arrival_n6 vector_from_unit2_0_control (
        .valid(vector_from_unit2_0_valid),
        .used_0(vector_to_north0_used_3),
        .used_1(vector_to_north1_used_3),
        .used_2(vector_to_east0_used_3),
        .used_3(vector_to_east1_used_3),
        .used_4(vector_to_unit0_0_used_5),
        .used_5(vector_to_unit1_0_used_5),
        .held_0(vector_to_north0_held_3),
        .held_1(vector_to_north1_held_3),
        .held_2(vector_to_east0_held_3),
        .held_3(vector_to_east1_held_3),
        .held_4(vector_to_unit0_0_held_5),
        .held_5(vector_to_unit1_0_held_5),
        .pop(vector_from_unit2_0_ready)
    );
    wire scalar_from_north0_head_valid;
    wire scalar_from_north0_head_ready;
    wire [34:0] scalar_from_north0_head_data;
    fifo_w35_d2 scalar_from_north0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(scalar_from_north0_valid),
        .in_ready(scalar_from_north0_ready),
        .in_data(scalar_from_north0_data),
        .out_valid(scalar_from_north0_head_valid),
        .out_ready(scalar_from_north0_head_ready),
        .out_data(scalar_from_north0_head_data)
    );
    wire scalar_from_north1_head_valid;
    wire scalar_from_north1_head_ready;
    wire [34:0] scalar_from_north1_head_data;
    fifo_w35_d2 scalar_from_north1_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(scalar_from_north1_valid),
        .in_ready(scalar_from_north1_ready),
        .in_data(scalar_from_north1_data),
        .out_valid(scalar_from_north1_head_valid),
        .out_ready(scalar_from_north1_head_ready),
        .out_data(scalar_from_north1_head_data)
    );
    wire scalar_from_east0_head_valid;
    wire scalar_from_east0_head_ready;
    wire [34:0] scalar_from_east0_head_data;
    fifo_w35_d2 scalar_from_east0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(scalar_from_east0_valid),
        .in_ready(scalar_from_east0_ready),
        .in_data(scalar_from_east0_data),
        .out_valid(scalar_from_east0_head_valid),
        .out_ready(scalar_from_east0_head_ready),
        .out_data(scalar_from_east0_head_data)
    );
    wire scalar_from_east1_head_valid;
    wire scalar_from_east1_head_ready;
    wire [34:0] scalar_from_east1_head_data;
    fifo_w35_d2 scalar_from_east1_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(scalar_from_east1_valid),
        .in_ready(scalar_from_east1_ready),
        .in_data(scalar_from_east1_data),
        .out_valid(scalar_from_east1_head_valid),
        .out_ready(scalar_from_east1_head_ready),
        .out_data(scalar_from_east1_head_data)
    );
    wire scalar_to_north0_used_0;
    wire scalar_to_north0_held_0;
    wire scalar_to_north0_used_1;
    wire scalar_to_north0_held_1;
    wire scalar_to_north0_used_2;
    wire scalar_to_north0_held_2;
    wire scalar_to_north0_used_3;
    wire scalar_to_north0_held_3;
    wire [1:0] scalar_to_north0_number;
    switch_output_n4 scalar_to_north0_control (
        .clk(clk),
        .rst(rst),
        .select(config_word_0[23:21]),
        .candidate_valid_0(scalar_from_east0_head_valid),
        .candidate_valid_1(scalar_from_unit0_0_valid),
        .candidate_valid_2(scalar_from_unit1_0_valid),
        .candidate_valid_3(scalar_from_unit2_0_valid),
        .candidate_pop_0(scalar_from_east0_head_ready),
        .candidate_pop_1(scalar_from_unit0_0_ready),
        .candidate_pop_2(scalar_from_unit1_0_ready),
        .candidate_pop_3(scalar_from_unit2_0_ready),
        .candidate_used_0(scalar_to_north0_used_0),
        .candidate_used_1(scalar_to_north0_used_1),
        .candidate_used_2(scalar_to_north0_used_2),
        .candidate_used_3(scalar_to_north0_used_3),
        .candidate_held_0(scalar_to_north0_held_0),
        .candidate_held_1(scalar_to_north0_held_1),
        .candidate_held_2(scalar_to_north0_held_2),
        .candidate_held_3(scalar_to_north0_held_3),
        .number(scalar_to_north0_number),
        .out_valid(scalar_to_north0_valid),
        .out_ready(scalar_to_north0_ready)
    );
    mux_w35_n4_s2 scalar_to_north0_mux (
        .select(scalar_to_north0_number),
        .choice_0(scalar_from_east0_head_data),
        .choice_1(scalar_from_unit0_0_data),
        .choice_2(scalar_from_unit1_0_data),
        .choice_3(scalar_from_unit2_0_data),
        .chosen(scalar_to_north0_data)
    );
    wire scalar_to_north1_used_0;
    wire scalar_to_north1_held_0;
    wire scalar_to_north1_used_1;
    wire scalar_to_north1_held_1;
    wire scalar_to_north1_used_2;
    wire scalar_to_north1_held_2;
    wire scalar_to_north1_used_3;
    wire scalar_to_north1_held_3;
    wire [1:0] scalar_to_north1_number;
    switch_output_n4 scalar_to_north1_control (
        .clk(clk),
        .rst(rst),
        .select(config_word_0[26:24]),
        .candidate_valid_0(scalar_from_east1_head_valid),
        .candidate_valid_1(scalar_from_unit0_0_valid),
        .candidate_valid_2(scalar_from_unit1_0_valid),
        .candidate_valid_3(scalar_from_unit2_0_valid),
        .candidate_pop_0(scalar_from_east1_head_ready),
        .candidate_pop_1(scalar_from_unit0_0_ready),
        .candidate_pop_2(scalar_from_unit1_0_ready),
        .candidate_pop_3(scalar_from_unit2_0_ready),
        .candidate_used_0(scalar_to_north1_used_0),
        .candidate_used_1(scalar_to_north1_used_1),
        .candidate_used_2(scalar_to_north1_used_2),
        .candidate_used_3(scalar_to_north1_used_3),
        .candidate_held_0(scalar_to_north1_held_0),
        .candidate_held_1(scalar_to_north1_held_1),
        .candidate_held_2(scalar_to_north1_held_2),
        .candidate_held_3(scalar_to_north1_held_3),
        .number(scalar_to_north1_number),
        .out_valid(scalar_to_north1_valid),
        .out_ready(scalar_to_north1_ready)
    );
    mux_w35_n4_s2 scalar_to_north1_mux (
        .select(scalar_to_north1_number),
        .choice_0(scalar_from_east1_head_data),
        .choice_1(scalar_from_unit0_0_data),
        .choice_2(scalar_from_unit1_0_data),
        .choice_3(scalar_from_unit2_0_data),
        .chosen(scalar_to_north1_data)
    );
    wire scalar_to_east0_used_0;
    wire scalar_to_east0_held_0;
    wire scalar_to_east0_used_1;
    wire scalar_to_east0_held_1;
    wire scalar_to_east0_used_2;
    wire scalar_to_east0_held_2;
    wire scalar_to_east0_used_3;
    wire scalar_to_east0_held_3;
    wire [1:0] scalar_to_east0_number;
    switch_output_n4 scalar_to_east0_control (
        .clk(clk),
        .rst(rst),
        .select(config_word_0[29:27]),
        .candidate_valid_0(scalar_from_north0_head_valid),
        .candidate_valid_1(scalar_from_unit0_0_valid),
        .candidate_valid_2(scalar_from_unit1_0_valid),
        .candidate_valid_3(scalar_from_unit2_0_valid),
        .candidate_pop_0(scalar_from_north0_head_ready),
        .candidate_pop_1(scalar_from_unit0_0_ready),
        .candidate_pop_2(scalar_from_unit1_0_ready),
        .candidate_pop_3(scalar_from_unit2_0_ready),
        .candidate_used_0(scalar_to_east0_used_0),
        .candidate_used_1(scalar_to_east0_used_1),
        .candidate_used_2(scalar_to_east0_used_2),
        .candidate_used_3(scalar_to_east0_used_3),
        .candidate_held_0(scalar_to_east0_held_0),
        .candidate_held_1(scalar_to_east0_held_1),
        .candidate_held_2(scalar_to_east0_held_2),
        .candidate_held_3(scalar_to_east0_held_3),
        .number(scalar_to_east0_number),
        .out_valid(scalar_to_east0_valid),
        .out_ready(scalar_to_east0_ready)
    );
    mux_w35_n4_s2 scalar_to_east0_mux (
        .select(scalar_to_east0_number),
        .choice_0(scalar_from_north0_head_data),
        .choice_1(scalar_from_unit0_0_data),
        .choice_2(scalar_from_unit1_0_data),
        .choice_3(scalar_from_unit2_0_data),
        .chosen(scalar_to_east0_data)
    );
    wire scalar_to_east1_used_0;
    wire scalar_to_east1_held_0;
    wire scalar_to_east1_used_1;
    wire scalar_to_east1_held_1;
    wire scalar_to_east1_used_2;
    wire scalar_to_east1_held_2;
    wire scalar_to_east1_used_3;
    wire scalar_to_east1_held_3;
    wire [1:0] scalar_to_east1_number;
    switch_output_n4 scalar_to_east1_control (
        .clk(clk),
        .rst(rst),
        .select({config_word_1[0], config_word_0[31:30]}),
        .candidate_valid_0(scalar_from_north1_head_valid),
        .candidate_valid_1(scalar_from_unit0_0_valid),
        .candidate_valid_2(scalar_from_unit1_0_valid),
        .candidate_valid_3(scalar_from_unit2_0_valid),
        .candidate_pop_0(scalar_from_north1_head_ready),
        .candidate_pop_1(scalar_from_unit0_0_ready),
        .candidate_pop_2(scalar_from_unit1_0_ready),
        .candidate_pop_3(scalar_from_unit2_0_ready),
        .candidate_used_0(scalar_to_east1_used_0),
        .candidate_used_1(scalar_to_east1_used_1),
        .candidate_used_2(scalar_to_east1_used_2),
        .candidate_used_3(scalar_to_east1_used_3),
        .candidate_held_0(scalar_to_east1_held_0),
        .candidate_held_1(scalar_to_east1_held_1),
        .candidate_held_2(scalar_to_east1_held_2),
        .candidate_held_3(scalar_to_east1_held_3),
        .number(scalar_to_east1_number),
        .out_valid(scalar_to_east1_valid),
        .out_ready(scalar_to_east1_ready)
    );
    mux_w35_n4_s2 scalar_to_east1_mux (
        .select(scalar_to_east1_number),
        .choice_0(scalar_from_north1_head_data),
        .choice_1(scalar_from_unit0_0_data),
        .choice_2(scalar_from_unit1_0_data),
        .choice_3(scalar_from_unit2_0_data),
        .chosen(scalar_to_east1_data)
    );
    wire scalar_to_unit0_0_used_0;
    wire scalar_to_unit0_0_held_0;
    wire scalar_to_unit0_0_used_1;
    wire scalar_to_unit0_0_held_1;
    wire scalar_to_unit0_0_used_2;
    wire scalar_to_unit0_0_held_2;
    wire scalar_to_unit0_0_used_3;
    wire scalar_to_unit0_0_held_3;
    wire scalar_to_unit0_0_used_4;
    wire scalar_to_unit0_0_held_4;
    wire scalar_to_unit0_0_used_5;
    wire scalar_to_unit0_0_held_5;
    wire [2:0] scalar_to_unit0_0_number;
    switch_output_n6 scalar_to_unit0_0_control (
        .clk(clk),
        .rst(rst),
        .select(config_word_1[3:1]),
        .candidate_valid_0(scalar_from_north0_head_valid),
        .candidate_valid_1(scalar_from_north1_head_valid),
        .candidate_valid_2(scalar_from_east0_head_valid),
        .candidate_valid_3(scalar_from_east1_head_valid),
        .candidate_valid_4(scalar_from_unit1_0_valid),
        .candidate_valid_5(scalar_from_unit2_0_valid),
        .candidate_pop_0(scalar_from_north0_head_ready),
        .candidate_pop_1(scalar_from_north1_head_ready),
        .candidate_pop_2(scalar_from_east0_head_ready),
        .candidate_pop_3(scalar_from_east1_head_ready),
        .candidate_pop_4(scalar_from_unit1_0_ready),
        .candidate_pop_5(scalar_from_unit2_0_ready),
        .candidate_used_0(scalar_to_unit0_0_used_0),
        .candidate_used_1(scalar_to_unit0_0_used_1),
        .candidate_used_2(scalar_to_unit0_0_used_2),
        .candidate_used_3(scalar_to_unit0_0_used_3),
        .candidate_used_4(scalar_to_unit0_0_used_4),
        .candidate_used_5(scalar_to_unit0_0_used_5),
        .candidate_held_0(scalar_to_unit0_0_held_0),
        .candidate_held_1(scalar_to_unit0_0_held_1),
        .candidate_held_2(scalar_to_unit0_0_held_2),
        .candidate_held_3(scalar_to_unit0_0_held_3),
        .candidate_held_4(scalar_to_unit0_0_held_4),
        .candidate_held_5(scalar_to_unit0_0_held_5),
        .number(scalar_to_unit0_0_number),
        .out_valid(scalar_to_unit0_0_valid),
        .out_ready(scalar_to_unit0_0_ready)
    );
    mux_w35_n6_s3 scalar_to_unit0_0_mux (
        .select(scalar_to_unit0_0_number),
        .choice_0(scalar_from_north0_head_data),
        .choice_1(scalar_from_north1_head_data),
        .choice_2(scalar_from_east0_head_data),
        .choice_3(scalar_from_east1_head_data),
        .choice_4(scalar_from_unit1_0_data),
        .choice_5(scalar_from_unit2_0_data),
        .chosen(scalar_to_unit0_0_data)
    );
    wire scalar_to_unit1_0_used_0;
    wire scalar_to_unit1_0_held_0;
    wire scalar_to_unit1_0_used_1;
    wire scalar_to_unit1_0_held_1;
    wire scalar_to_unit1_0_used_2;
    wire scalar_to_unit1_0_held_2;
    wire scalar_to_unit1_0_used_3;
    wire scalar_to_unit1_0_held_3;
    wire scalar_to_unit1_0_used_4;
    wire scalar_to_unit1_0_held_4;
    wire scalar_to_unit1_0_used_5;
    wire scalar_to_unit1_0_held_5;
    wire [2:0] scalar_to_unit1_0_number;
    switch_output_n6 scalar_to_unit1_0_control (
        .clk(clk),
        .rst(rst),
        .select(config_word_1[6:4]),
        .candidate_valid_0(scalar_from_north0_head_valid),
        .candidate_valid_1(scalar_from_north1_head_valid),
        .candidate_valid_2(scalar_from_east0_head_valid),
        .candidate_valid_3(scalar_from_east1_head_valid),
        .candidate_valid_4(scalar_from_unit0_0_valid),
        .candidate_valid_5(scalar_from_unit2_0_valid),
        .candidate_pop_0(scalar_from_north0_head_ready),
        .candidate_pop_1(scalar_from_north1_head_ready),
        .candidate_pop_2(scalar_from_east0_head_ready),
        .candidate_pop_3(scalar_from_east1_head_ready),
        .candidate_pop_4(scalar_from_unit0_0_ready),
        .candidate_pop_5(scalar_from_unit2_0_ready),
        .candidate_used_0(scalar_to_unit1_0_used_0),
        .candidate_used_1(scalar_to_unit1_0_used_1),
        .candidate_used_2(scalar_to_unit1_0_used_2),
        .candidate_used_3(scalar_to_unit1_0_used_3),
        .candidate_used_4(scalar_to_unit1_0_used_4),
        .candidate_used_5(scalar_to_unit1_0_used_5),
        .candidate_held_0(scalar_to_unit1_0_held_0),
        .candidate_held_1(scalar_to_unit1_0_held_1),
        .candidate_held_2(scalar_to_unit1_0_held_2),
        .candidate_held_3(scalar_to_unit1_0_held_3),
        .candidate_held_4(scalar_to_unit1_0_held_4),
        .candidate_held_5(scalar_to_unit1_0_held_5),
        .number(scalar_to_unit1_0_number),
        .out_valid(scalar_to_unit1_0_valid),
        .out_ready(scalar_to_unit1_0_ready)
    );
    mux_w35_n6_s3 scalar_to_unit1_0_mux (
        .select(scalar_to_unit1_0_number),
        .choice_0(scalar_from_north0_head_data),
        .choice_1(scalar_from_north1_head_data),
        .choice_2(scalar_from_east0_head_data),
        .choice_3(scalar_from_east1_head_data),
        .choice_4(scalar_from_unit0_0_data),
        .choice_5(scalar_from_unit2_0_data),
        .chosen(scalar_to_unit1_0_data)
    );
    wire scalar_to_unit2_0_used_0;
    wire scalar_to_unit2_0_held_0;
    wire scalar_to_unit2_0_used_1;
    wire scalar_to_unit2_0_held_1;
    wire scalar_to_unit2_0_used_2;
    wire scalar_to_unit2_0_held_2;
    wire scalar_to_unit2_0_used_3;
    wire scalar_to_unit2_0_held_3;
    wire scalar_to_unit2_0_used_4;
    wire scalar_to_unit2_0_held_4;
    wire scalar_to_unit2_0_used_5;
    wire scalar_to_unit2_0_held_5;
    wire [2:0] scalar_to_unit2_0_number;
    switch_output_n6 scalar_to_unit2_0_control (
        .clk(clk),
        .rst(rst),
        .select(config_word_1[9:7]),
        .candidate_valid_0(scalar_from_north0_head_valid),
        .candidate_valid_1(scalar_from_north1_head_valid),
        .candidate_valid_2(scalar_from_east0_head_valid),
        .candidate_valid_3(scalar_from_east1_head_valid),
        .candidate_valid_4(scalar_from_unit0_0_valid),
        .candidate_valid_5(scalar_from_unit1_0_valid),
        .candidate_pop_0(scalar_from_north0_head_ready),
        .candidate_pop_1(scalar_from_north1_head_ready),
        .candidate_pop_2(scalar_from_east0_head_ready),
        .candidate_pop_3(scalar_from_east1_head_ready),
        .candidate_pop_4(scalar_from_unit0_0_ready),
        .candidate_pop_5(scalar_from_unit1_0_ready),
        .candidate_used_0(scalar_to_unit2_0_used_0),
        .candidate_used_1(scalar_to_unit2_0_used_1),
        .candidate_used_2(scalar_to_unit2_0_used_2),
        .candidate_used_3(scalar_to_unit2_0_used_3),
        .candidate_used_4(scalar_to_unit2_0_used_4),
        .candidate_used_5(scalar_to_unit2_0_used_5),
        .candidate_held_0(scalar_to_unit2_0_held_0),
        .candidate_held_1(scalar_to_unit2_0_held_1),
        .candidate_held_2(scalar_to_unit2_0_held_2),
        .candidate_held_3(scalar_to_unit2_0_held_3),
        .candidate_held_4(scalar_to_unit2_0_held_4),
        .candidate_held_5(scalar_to_unit2_0_held_5),
        .number(scalar_to_unit2_0_number),
        .out_valid(scalar_to_unit2_0_valid),
        .out_ready(scalar_to_unit2_0_ready)
    );
    mux_w35_n6_s3 scalar_to_unit2_0_mux (
        .select(scalar_to_unit2_0_number),
        .choice_0(scalar_from_north0_head_data),
        .choice_1(scalar_from_north1_head_data),
        .choice_2(scalar_from_east0_head_data),
        .choice_3(scalar_from_east1_head_data),
        .choice_4(scalar_from_unit0_0_data),
        .choice_5(scalar_from_unit1_0_data),
        .chosen(scalar_to_unit2_0_data)
    );
    switch_arrival_n4 scalar_from_north0_control (
        .valid(scalar_from_north0_head_valid),
        .used_0(scalar_to_east0_used_0),
        .used_1(scalar_to_unit0_0_used_0),
        .used_2(scalar_to_unit1_0_used_0),
        .used_3(scalar_to_unit2_0_used_0),
        .held_0(scalar_to_east0_held_0),
        .held_1(scalar_to_unit0_0_held_0),
        .held_2(scalar_to_unit1_0_held_0),
        .held_3(scalar_to_unit2_0_held_0),
        .pop(scalar_from_north0_head_ready)
    );
    switch_arrival_n4 scalar_from_north1_control (
        .valid(scalar_from_north1_head_valid),
        .used_0(scalar_to_east1_used_0),
        .used_1(scalar_to_unit0_0_used_1),
        .used_2(scalar_to_unit1_0_used_1),
        .used_3(scalar_to_unit2_0_used_1),
        .held_0(scalar_to_east1_held_0),
        .held_1(scalar_to_unit0_0_held_1),
        .held_2(scalar_to_unit1_0_held_1),
        .held_3(scalar_to_unit2_0_held_1),
        .pop(scalar_from_north1_head_ready)
    );
    switch_arrival_n4 scalar_from_east0_control (
        .valid(scalar_from_east0_head_valid),
        .used_0(scalar_to_north0_used_0),
        .used_1(scalar_to_unit0_0_used_2),
        .used_2(scalar_to_unit1_0_used_2),
        .used_3(scalar_to_unit2_0_used_2),
        .held_0(scalar_to_north0_held_0),
        .held_1(scalar_to_unit0_0_held_2),
        .held_2(scalar_to_unit1_0_held_2),
        .held_3(scalar_to_unit2_0_held_2),
        .pop(scalar_from_east0_head_ready)
    );
    switch_arrival_n4 scalar_from_east1_control (
        .valid(scalar_from_east1_head_valid),
        .used_0(scalar_to_north1_used_0),
        .used_1(scalar_to_unit0_0_used_3),
        .used_2(scalar_to_unit1_0_used_3),
        .used_3(scalar_to_unit2_0_used_3),
        .held_0(scalar_to_north1_held_0),
        .held_1(scalar_to_unit0_0_held_3),
        .held_2(scalar_to_unit1_0_held_3),
        .held_3(scalar_to_unit2_0_held_3),
        .pop(scalar_from_east1_head_ready)
    );
    switch_arrival_n6 scalar_from_unit0_0_control (
        .valid(scalar_from_unit0_0_valid),
        .used_0(scalar_to_north0_used_1),
        .used_1(scalar_to_north1_used_1),
        .used_2(scalar_to_east0_used_1),
        .used_3(scalar_to_east1_used_1),
        .used_4(scalar_to_unit1_0_used_4),
        .used_5(scalar_to_unit2_0_used_4),
        .held_0(scalar_to_north0_held_1),
        .held_1(scalar_to_north1_held_1),
        .held_2(scalar_to_east0_held_1),
        .held_3(scalar_to_east1_held_1),
        .held_4(scalar_to_unit1_0_held_4),
        .held_5(scalar_to_unit2_0_held_4),
        .pop(scalar_from_unit0_0_ready)
    );
    switch_arrival_n6 scalar_from_unit1_0_control (
        .valid(scalar_from_unit1_0_valid),
        .used_0(scalar_to_north0_used_2),
        .used_1(scalar_to_north1_used_2),
        .used_2(scalar_to_east0_used_2),
        .used_3(scalar_to_east1_used_2),
        .used_4(scalar_to_unit0_0_used_4),
        .used_5(scalar_to_unit2_0_used_5),
        .held_0(scalar_to_north0_held_2),
        .held_1(scalar_to_north1_held_2),
        .held_2(scalar_to_east0_held_2),
        .held_3(scalar_to_east1_held_2),
        .held_4(scalar_to_unit0_0_held_4),
        .held_5(scalar_to_unit2_0_held_5),
        .pop(scalar_from_unit1_0_ready)
    );
    switch_arrival_n6 scalar_from_unit2_0_control (
        .valid(scalar_from_unit2_0_valid),
        .used_0(scalar_to_north0_used_3),
        .used_1(scalar_to_north1_used_3),
        .used_2(scalar_to_east0_used_3),
        .used_3(scalar_to_east1_used_3),
        .used_4(scalar_to_unit0_0_used_5),
        .used_5(scalar_to_unit1_0_used_5),
        .held_0(scalar_to_north0_held_3),
        .held_1(scalar_to_north1_held_3),
        .held_2(scalar_to_east0_held_3),
        .held_3(scalar_to_east1_held_3),
        .held_4(scalar_to_unit0_0_held_5),
        .held_5(scalar_to_unit1_0_held_5),
        .pop(scalar_from_unit2_0_ready)
    );
    switch_idle_n8 idle_of_tracks (
        .waiting({scalar_from_east1_head_valid, scalar_from_east0_head_valid, scalar_from_north1_head_valid, scalar_from_north0_head_valid, vector_from_east1_head_valid, vector_from_east0_head_valid, vector_from_north1_head_valid, vector_from_north0_head_valid}),
        .idle(idle)
    );
endmodule
