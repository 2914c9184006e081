// Pipeline registers of a PCU before its first stage, in all lanes.
module pcu_head_r4_k6_lanes4 (
    input  wire        clk,
    // configuration
    input  wire [2:0]  head_0,
    input  wire [2:0]  head_1,
    input  wire [2:0]  head_2,
    input  wire [2:0]  head_3,
    // the beats at the inputs, and the indices
    input  wire [31:0] source_0,
    input  wire [31:0] source_1,
    input  wire [31:0] source_2,
    input  wire [31:0] source_3,
    input  wire [31:0] source_4,
    input  wire [31:0] source_5,
    input  wire [31:0] source_6,
    input  wire [31:0] source_7,
    input  wire [31:0] source_8,
    input  wire [31:0] source_9,
    input  wire [31:0] source_10,
    input  wire [31:0] source_11,
    input  wire [31:0] source_12,
    input  wire [31:0] source_13,
    input  wire [31:0] source_14,
    input  wire [31:0] source_15,
    input  wire [31:0] source_16,
    input  wire [31:0] source_17,
    input  wire [31:0] source_18,
    input  wire [31:0] source_19,
    input  wire [31:0] source_20,
    input  wire [31:0] source_21,
    input  wire [31:0] source_22,
    input  wire [31:0] source_23,
    // a cycle later
    output wire [31:0] register_0,
    output wire [31:0] register_1,
    output wire [31:0] register_2,
    output wire [31:0] register_3,
    output wire [31:0] register_4,
    output wire [31:0] register_5,
    output wire [31:0] register_6,
    output wire [31:0] register_7,
    output wire [31:0] register_8,
    output wire [31:0] register_9,
    output wire [31:0] register_10,
    output wire [31:0] register_11,
    output wire [31:0] register_12,
    output wire [31:0] register_13,
    output wire [31:0] register_14,
    output wire [31:0] register_15
);
    reg [31:0] store_0;
    reg [31:0] store_1;
    reg [31:0] store_2;
    reg [31:0] store_3;
    reg [31:0] store_4;
    reg [31:0] store_5;
    reg [31:0] store_6;
    reg [31:0] store_7;
    reg [31:0] store_8;
    reg [31:0] store_9;
    reg [31:0] store_10;
    reg [31:0] store_11;
    reg [31:0] store_12;
    reg [31:0] store_13;
    reg [31:0] store_14;
    reg [31:0] store_15;

    assign register_0 = store_0;
    assign register_1 = store_1;
    assign register_2 = store_2;
    assign register_3 = store_3;
    assign register_4 = store_4;
    assign register_5 = store_5;
    assign register_6 = store_6;
    assign register_7 = store_7;
    assign register_8 = store_8;
    assign register_9 = store_9;
    assign register_10 = store_10;
    assign register_11 = store_11;
    assign register_12 = store_12;
    assign register_13 = store_13;
    assign register_14 = store_14;
    assign register_15 = store_15;

    task automatic step;
        reg [31:0] v_hit_0_0;
        reg [31:0] v_chosen_0_0_0;
        reg [31:0] v_choice_0;
        reg [31:0] v_chosen_0_0_1;
        reg [31:0] v_choice_1;
        reg [31:0] v_chosen_0_0_2;
        reg [31:0] v_choice_2;
        reg [31:0] v_chosen_0_0_3;
        reg [31:0] v_choice_3;
        reg [31:0] v_hit_0_1;
        reg [31:0] v_chosen_0_1_0;
        reg [31:0] v_choice_4;
        reg [31:0] v_chosen_0_1_1;
        reg [31:0] v_choice_5;
        reg [31:0] v_chosen_0_1_2;
        reg [31:0] v_choice_6;
        reg [31:0] v_chosen_0_1_3;
        reg [31:0] v_choice_7;
        reg [31:0] v_hit_0_2;
        reg [31:0] v_chosen_0_2_0;
        reg [31:0] v_choice_8;
        reg [31:0] v_chosen_0_2_1;
        reg [31:0] v_choice_9;
        reg [31:0] v_chosen_0_2_2;
        reg [31:0] v_choice_10;
        reg [31:0] v_chosen_0_2_3;
        reg [31:0] v_choice_11;
        reg [31:0] v_hit_0_3;
        reg [31:0] v_chosen_0_3_0;
        reg [31:0] v_choice_12;
        reg [31:0] v_chosen_0_3_1;
        reg [31:0] v_choice_13;
        reg [31:0] v_chosen_0_3_2;
        reg [31:0] v_choice_14;
        reg [31:0] v_chosen_0_3_3;
        reg [31:0] v_choice_15;
        reg [31:0] v_hit_0_4;
        reg [31:0] v_chosen_0_4_0;
        reg [31:0] v_choice_16;
        reg [31:0] v_chosen_0_4_1;
        reg [31:0] v_choice_17;
        reg [31:0] v_chosen_0_4_2;
        reg [31:0] v_choice_18;
        reg [31:0] v_chosen_0_4_3;
        reg [31:0] v_choice_19;
        reg [31:0] v_hit_0_5;
        reg [31:0] v_chosen_0_5_0;
        reg [31:0] v_choice_20;
        reg [31:0] v_chosen_0_5_1;
        reg [31:0] v_choice_21;
        reg [31:0] v_chosen_0_5_2;
        reg [31:0] v_choice_22;
        reg [31:0] v_chosen_0_5_3;
        reg [31:0] v_choice_23;
        reg [31:0] v_hit_1_0;
        reg [31:0] v_chosen_1_0_0;
        reg [31:0] v_choice_24;
        reg [31:0] v_chosen_1_0_1;
        reg [31:0] v_choice_25;
        reg [31:0] v_chosen_1_0_2;
        reg [31:0] v_choice_26;
        reg [31:0] v_chosen_1_0_3;
        reg [31:0] v_choice_27;
        reg [31:0] v_hit_1_1;
        reg [31:0] v_chosen_1_1_0;
        reg [31:0] v_choice_28;
        reg [31:0] v_chosen_1_1_1;
        reg [31:0] v_choice_29;
        reg [31:0] v_chosen_1_1_2;
        reg [31:0] v_choice_30;
        reg [31:0] v_chosen_1_1_3;
        reg [31:0] v_choice_31;
        reg [31:0] v_hit_1_2;
        reg [31:0] v_chosen_1_2_0;
        reg [31:0] v_choice_32;
        reg [31:0] v_chosen_1_2_1;
        reg [31:0] v_choice_33;
        reg [31:0] v_chosen_1_2_2;
        reg [31:0] v_choice_34;
        reg [31:0] v_chosen_1_2_3;
        reg [31:0] v_choice_35;
        reg [31:0] v_hit_1_3;
        reg [31:0] v_chosen_1_3_0;
        reg [31:0] v_choice_36;
        reg [31:0] v_chosen_1_3_1;
        reg [31:0] v_choice_37;
        reg [31:0] v_chosen_1_3_2;
        reg [31:0] v_choice_38;
        reg [31:0] v_chosen_1_3_3;
        reg [31:0] v_choice_39;
        reg [31:0] v_hit_1_4;
        reg [31:0] v_chosen_1_4_0;
        reg [31:0] v_choice_40;
        reg [31:0] v_chosen_1_4_1;
        reg [31:0] v_choice_41;
        reg [31:0] v_chosen_1_4_2;
        reg [31:0] v_choice_42;
        reg [31:0] v_chosen_1_4_3;
        reg [31:0] v_choice_43;
        reg [31:0] v_hit_1_5;
        reg [31:0] v_chosen_1_5_0;
        reg [31:0] v_choice_44;
        reg [31:0] v_chosen_1_5_1;
        reg [31:0] v_choice_45;
        reg [31:0] v_chosen_1_5_2;
        reg [31:0] v_choice_46;
        reg [31:0] v_chosen_1_5_3;
        reg [31:0] v_choice_47;
        reg [31:0] v_hit_2_0;
        reg [31:0] v_chosen_2_0_0;
        reg [31:0] v_choice_48;
        reg [31:0] v_chosen_2_0_1;
        reg [31:0] v_choice_49;
        reg [31:0] v_chosen_2_0_2;
        reg [31:0] v_choice_50;
        reg [31:0] v_chosen_2_0_3;
        reg [31:0] v_choice_51;
        reg [31:0] v_hit_2_1;
        reg [31:0] v_chosen_2_1_0;
        reg [31:0] v_choice_52;
        reg [31:0] v_chosen_2_1_1;
        reg [31:0] v_choice_53;
        reg [31:0] v_chosen_2_1_2;
        reg [31:0] v_choice_54;
        reg [31:0] v_chosen_2_1_3;
        reg [31:0] v_choice_55;
        reg [31:0] v_hit_2_2;
        reg [31:0] v_chosen_2_2_0;
        reg [31:0] v_choice_56;
        reg [31:0] v_chosen_2_2_1;
        reg [31:0] v_choice_57;
        reg [31:0] v_chosen_2_2_2;
        reg [31:0] v_choice_58;
        reg [31:0] v_chosen_2_2_3;
        reg [31:0] v_choice_59;
        reg [31:0] v_hit_2_3;
        reg [31:0] v_chosen_2_3_0;
        reg [31:0] v_choice_60;
        reg [31:0] v_chosen_2_3_1;
        reg [31:0] v_choice_61;
        reg [31:0] v_chosen_2_3_2;
        reg [31:0] v_choice_62;
        reg [31:0] v_chosen_2_3_3;
        reg [31:0] v_choice_63;
        reg [31:0] v_hit_2_4;
        reg [31:0] v_chosen_2_4_0;
        reg [31:0] v_choice_64;
        reg [31:0] v_chosen_2_4_1;
        reg [31:0] v_choice_65;
        reg [31:0] v_chosen_2_4_2;
        reg [31:0] v_choice_66;
        reg [31:0] v_chosen_2_4_3;
        reg [31:0] v_choice_67;
        reg [31:0] v_hit_2_5;
        reg [31:0] v_chosen_2_5_0;
        reg [31:0] v_choice_68;
        reg [31:0] v_chosen_2_5_1;
        reg [31:0] v_choice_69;
        reg [31:0] v_chosen_2_5_2;
        reg [31:0] v_choice_70;
        reg [31:0] v_chosen_2_5_3;
        reg [31:0] v_choice_71;
        reg [31:0] v_hit_3_0;
        reg [31:0] v_chosen_3_0_0;
        reg [31:0] v_choice_72;
        reg [31:0] v_chosen_3_0_1;
        reg [31:0] v_choice_73;
        reg [31:0] v_chosen_3_0_2;
        reg [31:0] v_choice_74;
        reg [31:0] v_chosen_3_0_3;
        reg [31:0] v_choice_75;
        reg [31:0] v_hit_3_1;
        reg [31:0] v_chosen_3_1_0;
        reg [31:0] v_choice_76;
        reg [31:0] v_chosen_3_1_1;
        reg [31:0] v_choice_77;
        reg [31:0] v_chosen_3_1_2;
        reg [31:0] v_choice_78;
        reg [31:0] v_chosen_3_1_3;
        reg [31:0] v_choice_79;
        reg [31:0] v_hit_3_2;
        reg [31:0] v_chosen_3_2_0;
        reg [31:0] v_choice_80;
        reg [31:0] v_chosen_3_2_1;
        reg [31:0] v_choice_81;
        reg [31:0] v_chosen_3_2_2;
        reg [31:0] v_choice_82;
        reg [31:0] v_chosen_3_2_3;
        reg [31:0] v_choice_83;
        reg [31:0] v_hit_3_3;
        reg [31:0] v_chosen_3_3_0;
        reg [31:0] v_choice_84;
        reg [31:0] v_chosen_3_3_1;
        reg [31:0] v_choice_85;
        reg [31:0] v_chosen_3_3_2;
        reg [31:0] v_choice_86;
        reg [31:0] v_chosen_3_3_3;
        reg [31:0] v_choice_87;
        reg [31:0] v_hit_3_4;
        reg [31:0] v_chosen_3_4_0;
        reg [31:0] v_choice_88;
        reg [31:0] v_chosen_3_4_1;
        reg [31:0] v_choice_89;
        reg [31:0] v_chosen_3_4_2;
        reg [31:0] v_choice_90;
        reg [31:0] v_chosen_3_4_3;
        reg [31:0] v_choice_91;
        reg [31:0] v_hit_3_5;
        reg [31:0] v_chosen_3_5_0;
        reg [31:0] v_choice_92;
        reg [31:0] v_chosen_3_5_1;
        reg [31:0] v_choice_93;
        reg [31:0] v_chosen_3_5_2;
        reg [31:0] v_choice_94;
        reg [31:0] v_chosen_3_5_3;
        reg [31:0] v_choice_95;
    begin
        v_hit_0_0 = {32{head_0 == 3'd0}};
        v_chosen_0_0_0 = source_0 & v_hit_0_0;
        v_choice_0 = v_chosen_0_0_0;
        v_chosen_0_0_1 = source_1 & v_hit_0_0;
        v_choice_1 = v_chosen_0_0_1;
        v_chosen_0_0_2 = source_2 & v_hit_0_0;
        v_choice_2 = v_chosen_0_0_2;
        v_chosen_0_0_3 = source_3 & v_hit_0_0;
        v_choice_3 = v_chosen_0_0_3;
        v_hit_0_1 = {32{head_0 == 3'd1}};
        v_chosen_0_1_0 = source_4 & v_hit_0_1;
        v_choice_4 = v_choice_0 | v_chosen_0_1_0;
        v_chosen_0_1_1 = source_5 & v_hit_0_1;
        v_choice_5 = v_choice_1 | v_chosen_0_1_1;
        v_chosen_0_1_2 = source_6 & v_hit_0_1;
        v_choice_6 = v_choice_2 | v_chosen_0_1_2;
        v_chosen_0_1_3 = source_7 & v_hit_0_1;
        v_choice_7 = v_choice_3 | v_chosen_0_1_3;
        v_hit_0_2 = {32{head_0 == 3'd2}};
        v_chosen_0_2_0 = source_8 & v_hit_0_2;
        v_choice_8 = v_choice_4 | v_chosen_0_2_0;
        v_chosen_0_2_1 = source_9 & v_hit_0_2;
        v_choice_9 = v_choice_5 | v_chosen_0_2_1;
        v_chosen_0_2_2 = source_10 & v_hit_0_2;
        v_choice_10 = v_choice_6 | v_chosen_0_2_2;
        v_chosen_0_2_3 = source_11 & v_hit_0_2;
        v_choice_11 = v_choice_7 | v_chosen_0_2_3;
        v_hit_0_3 = {32{head_0 == 3'd3}};
        v_chosen_0_3_0 = source_12 & v_hit_0_3;
        v_choice_12 = v_choice_8 | v_chosen_0_3_0;
        v_chosen_0_3_1 = source_13 & v_hit_0_3;
        v_choice_13 = v_choice_9 | v_chosen_0_3_1;
        v_chosen_0_3_2 = source_14 & v_hit_0_3;
        v_choice_14 = v_choice_10 | v_chosen_0_3_2;
        v_chosen_0_3_3 = source_15 & v_hit_0_3;
        v_choice_15 = v_choice_11 | v_chosen_0_3_3;
        v_hit_0_4 = {32{head_0 == 3'd4}};
        v_chosen_0_4_0 = source_16 & v_hit_0_4;
        v_choice_16 = v_choice_12 | v_chosen_0_4_0;
        v_chosen_0_4_1 = source_17 & v_hit_0_4;
        v_choice_17 = v_choice_13 | v_chosen_0_4_1;
        v_chosen_0_4_2 = source_18 & v_hit_0_4;
        v_choice_18 = v_choice_14 | v_chosen_0_4_2;
        v_chosen_0_4_3 = source_19 & v_hit_0_4;
        v_choice_19 = v_choice_15 | v_chosen_0_4_3;
        v_hit_0_5 = {32{head_0 == 3'd5}};
        v_chosen_0_5_0 = source_20 & v_hit_0_5;
        v_choice_20 = v_choice_16 | v_chosen_0_5_0;
        v_chosen_0_5_1 = source_21 & v_hit_0_5;
        v_choice_21 = v_choice_17 | v_chosen_0_5_1;
        v_chosen_0_5_2 = source_22 & v_hit_0_5;
        v_choice_22 = v_choice_18 | v_chosen_0_5_2;
        v_chosen_0_5_3 = source_23 & v_hit_0_5;
        v_choice_23 = v_choice_19 | v_chosen_0_5_3;
        v_hit_1_0 = {32{head_1 == 3'd0}};
        v_chosen_1_0_0 = source_0 & v_hit_1_0;
        v_choice_24 = v_chosen_1_0_0;
        v_chosen_1_0_1 = source_1 & v_hit_1_0;
        v_choice_25 = v_chosen_1_0_1;
        v_chosen_1_0_2 = source_2 & v_hit_1_0;
        v_choice_26 = v_chosen_1_0_2;
        v_chosen_1_0_3 = source_3 & v_hit_1_0;
        v_choice_27 = v_chosen_1_0_3;
        v_hit_1_1 = {32{head_1 == 3'd1}};
        v_chosen_1_1_0 = source_4 & v_hit_1_1;
        v_choice_28 = v_choice_24 | v_chosen_1_1_0;
        v_chosen_1_1_1 = source_5 & v_hit_1_1;
        v_choice_29 = v_choice_25 | v_chosen_1_1_1;
        v_chosen_1_1_2 = source_6 & v_hit_1_1;
        v_choice_30 = v_choice_26 | v_chosen_1_1_2;
        v_chosen_1_1_3 = source_7 & v_hit_1_1;
        v_choice_31 = v_choice_27 | v_chosen_1_1_3;
        v_hit_1_2 = {32{head_1 == 3'd2}};
        v_chosen_1_2_0 = source_8 & v_hit_1_2;
        v_choice_32 = v_choice_28 | v_chosen_1_2_0;
        v_chosen_1_2_1 = source_9 & v_hit_1_2;
        v_choice_33 = v_choice_29 | v_chosen_1_2_1;
        v_chosen_1_2_2 = source_10 & v_hit_1_2;
        v_choice_34 = v_choice_30 | v_chosen_1_2_2;
        v_chosen_1_2_3 = source_11 & v_hit_1_2;
        v_choice_35 = v_choice_31 | v_chosen_1_2_3;
        v_hit_1_3 = {32{head_1 == 3'd3}};
        v_chosen_1_3_0 = source_12 & v_hit_1_3;
        v_choice_36 = v_choice_32 | v_chosen_1_3_0;
        v_chosen_1_3_1 = source_13 & v_hit_1_3;
        v_choice_37 = v_choice_33 | v_chosen_1_3_1;
        v_chosen_1_3_2 = source_14 & v_hit_1_3;
        v_choice_38 = v_choice_34 | v_chosen_1_3_2;
        v_chosen_1_3_3 = source_15 & v_hit_1_3;
        v_choice_39 = v_choice_35 | v_chosen_1_3_3;
        v_hit_1_4 = {32{head_1 == 3'd4}};
        v_chosen_1_4_0 = source_16 & v_hit_1_4;
        v_choice_40 = v_choice_36 | v_chosen_1_4_0;
        v_chosen_1_4_1 = source_17 & v_hit_1_4;
        v_choice_41 = v_choice_37 | v_chosen_1_4_1;
        v_chosen_1_4_2 = source_18 & v_hit_1_4;
        v_choice_42 = v_choice_38 | v_chosen_1_4_2;
        v_chosen_1_4_3 = source_19 & v_hit_1_4;
        v_choice_43 = v_choice_39 | v_chosen_1_4_3;
        v_hit_1_5 = {32{head_1 == 3'd5}};
        v_chosen_1_5_0 = source_20 & v_hit_1_5;
        v_choice_44 = v_choice_40 | v_chosen_1_5_0;
        v_chosen_1_5_1 = source_21 & v_hit_1_5;
        v_choice_45 = v_choice_41 | v_chosen_1_5_1;
        v_chosen_1_5_2 = source_22 & v_hit_1_5;
        v_choice_46 = v_choice_42 | v_chosen_1_5_2;
        v_chosen_1_5_3 = source_23 & v_hit_1_5;
        v_choice_47 = v_choice_43 | v_chosen_1_5_3;
        v_hit_2_0 = {32{head_2 == 3'd0}};
        v_chosen_2_0_0 = source_0 & v_hit_2_0;
        v_choice_48 = v_chosen_2_0_0;
        v_chosen_2_0_1 = source_1 & v_hit_2_0;
        v_choice_49 = v_chosen_2_0_1;
        v_chosen_2_0_2 = source_2 & v_hit_2_0;
        v_choice_50 = v_chosen_2_0_2;
        v_chosen_2_0_3 = source_3 & v_hit_2_0;
        v_choice_51 = v_chosen_2_0_3;
        v_hit_2_1 = {32{head_2 == 3'd1}};
        v_chosen_2_1_0 = source_4 & v_hit_2_1;
        v_choice_52 = v_choice_48 | v_chosen_2_1_0;
        v_chosen_2_1_1 = source_5 & v_hit_2_1;
        v_choice_53 = v_choice_49 | v_chosen_2_1_1;
        v_chosen_2_1_2 = source_6 & v_hit_2_1;
        v_choice_54 = v_choice_50 | v_chosen_2_1_2;
        v_chosen_2_1_3 = source_7 & v_hit_2_1;
        v_choice_55 = v_choice_51 | v_chosen_2_1_3;
        v_hit_2_2 = {32{head_2 == 3'd2}};
        v_chosen_2_2_0 = source_8 & v_hit_2_2;
        v_choice_56 = v_choice_52 | v_chosen_2_2_0;
        v_chosen_2_2_1 = source_9 & v_hit_2_2;
        v_choice_57 = v_choice_53 | v_chosen_2_2_1;
        v_chosen_2_2_2 = source_10 & v_hit_2_2;
        v_choice_58 = v_choice_54 | v_chosen_2_2_2;
        v_chosen_2_2_3 = source_11 & v_hit_2_2;
        v_choice_59 = v_choice_55 | v_chosen_2_2_3;
        v_hit_2_3 = {32{head_2 == 3'd3}};
        v_chosen_2_3_0 = source_12 & v_hit_2_3;
        v_choice_60 = v_choice_56 | v_chosen_2_3_0;
        v_chosen_2_3_1 = source_13 & v_hit_2_3;
        v_choice_61 = v_choice_57 | v_chosen_2_3_1;
        v_chosen_2_3_2 = source_14 & v_hit_2_3;
        v_choice_62 = v_choice_58 | v_chosen_2_3_2;
        v_chosen_2_3_3 = source_15 & v_hit_2_3;
        v_choice_63 = v_choice_59 | v_chosen_2_3_3;
        v_hit_2_4 = {32{head_2 == 3'd4}};
        v_chosen_2_4_0 = source_16 & v_hit_2_4;
        v_choice_64 = v_choice_60 | v_chosen_2_4_0;
        v_chosen_2_4_1 = source_17 & v_hit_2_4;
        v_choice_65 = v_choice_61 | v_chosen_2_4_1;
        v_chosen_2_4_2 = source_18 & v_hit_2_4;
        v_choice_66 = v_choice_62 | v_chosen_2_4_2;
        v_chosen_2_4_3 = source_19 & v_hit_2_4;
        v_choice_67 = v_choice_63 | v_chosen_2_4_3;
        v_hit_2_5 = {32{head_2 == 3'd5}};
        v_chosen_2_5_0 = source_20 & v_hit_2_5;
        v_choice_68 = v_choice_64 | v_chosen_2_5_0;
        v_chosen_2_5_1 = source_21 & v_hit_2_5;
        v_choice_69 = v_choice_65 | v_chosen_2_5_1;
        v_chosen_2_5_2 = source_22 & v_hit_2_5;
        v_choice_70 = v_choice_66 | v_chosen_2_5_2;
        v_chosen_2_5_3 = source_23 & v_hit_2_5;
        v_choice_71 = v_choice_67 | v_chosen_2_5_3;
        v_hit_3_0 = {32{head_3 == 3'd0}};
        v_chosen_3_0_0 = source_0 & v_hit_3_0;
        v_choice_72 = v_chosen_3_0_0;
        v_chosen_3_0_1 = source_1 & v_hit_3_0;
        v_choice_73 = v_chosen_3_0_1;
        v_chosen_3_0_2 = source_2 & v_hit_3_0;
        v_choice_74 = v_chosen_3_0_2;
        v_chosen_3_0_3 = source_3 & v_hit_3_0;
        v_choice_75 = v_chosen_3_0_3;
        v_hit_3_1 = {32{head_3 == 3'd1}};
        v_chosen_3_1_0 = source_4 & v_hit_3_1;
        v_choice_76 = v_choice_72 | v_chosen_3_1_0;
        v_chosen_3_1_1 = source_5 & v_hit_3_1;
        v_choice_77 = v_choice_73 | v_chosen_3_1_1;
        v_chosen_3_1_2 = source_6 & v_hit_3_1;
        v_choice_78 = v_choice_74 | v_chosen_3_1_2;
        v_chosen_3_1_3 = source_7 & v_hit_3_1;
        v_choice_79 = v_choice_75 | v_chosen_3_1_3;
        v_hit_3_2 = {32{head_3 == 3'd2}};
        v_chosen_3_2_0 = source_8 & v_hit_3_2;
        v_choice_80 = v_choice_76 | v_chosen_3_2_0;
        v_chosen_3_2_1 = source_9 & v_hit_3_2;
        v_choice_81 = v_choice_77 | v_chosen_3_2_1;
        v_chosen_3_2_2 = source_10 & v_hit_3_2;
        v_choice_82 = v_choice_78 | v_chosen_3_2_2;
        v_chosen_3_2_3 = source_11 & v_hit_3_2;
        v_choice_83 = v_choice_79 | v_chosen_3_2_3;
        v_hit_3_3 = {32{head_3 == 3'd3}};
        v_chosen_3_3_0 = source_12 & v_hit_3_3;
        v_choice_84 = v_choice_80 | v_chosen_3_3_0;
        v_chosen_3_3_1 = source_13 & v_hit_3_3;
        v_choice_85 = v_choice_81 | v_chosen_3_3_1;
        v_chosen_3_3_2 = source_14 & v_hit_3_3;
        v_choice_86 = v_choice_82 | v_chosen_3_3_2;
        v_chosen_3_3_3 = source_15 & v_hit_3_3;
        v_choice_87 = v_choice_83 | v_chosen_3_3_3;
        v_hit_3_4 = {32{head_3 == 3'd4}};
        v_chosen_3_4_0 = source_16 & v_hit_3_4;
        v_choice_88 = v_choice_84 | v_chosen_3_4_0;
        v_chosen_3_4_1 = source_17 & v_hit_3_4;
        v_choice_89 = v_choice_85 | v_chosen_3_4_1;
        v_chosen_3_4_2 = source_18 & v_hit_3_4;
        v_choice_90 = v_choice_86 | v_chosen_3_4_2;
        v_chosen_3_4_3 = source_19 & v_hit_3_4;
        v_choice_91 = v_choice_87 | v_chosen_3_4_3;
        v_hit_3_5 = {32{head_3 == 3'd5}};
        v_chosen_3_5_0 = source_20 & v_hit_3_5;
        v_choice_92 = v_choice_88 | v_chosen_3_5_0;
        v_chosen_3_5_1 = source_21 & v_hit_3_5;
        v_choice_93 = v_choice_89 | v_chosen_3_5_1;
        v_chosen_3_5_2 = source_22 & v_hit_3_5;
        v_choice_94 = v_choice_90 | v_chosen_3_5_2;
        v_chosen_3_5_3 = source_23 & v_hit_3_5;
        v_choice_95 = v_choice_91 | v_chosen_3_5_3;
        store_0 <= v_choice_20;
        store_1 <= v_choice_21;
        store_2 <= v_choice_22;
        store_3 <= v_choice_23;
        store_4 <= v_choice_44;
        store_5 <= v_choice_45;
        store_6 <= v_choice_46;
        store_7 <= v_choice_47;
        store_8 <= v_choice_68;
        store_9 <= v_choice_69;
        store_10 <= v_choice_70;
        store_11 <= v_choice_71;
        store_12 <= v_choice_92;
        store_13 <= v_choice_93;
        store_14 <= v_choice_94;
        store_15 <= v_choice_95;
    end
    endtask

    always @(posedge clk) step;
endmodule
