// Cycles in which processes were busy, starved and blocked: small counts that a scanner adds to
// block RAM.
module perf_n14 (
    input  wire        clk,
    input  wire        rst,
    input  wire        clear,
    input  wire        enable,
    // what each process does in this cycle
    input  wire [13:0] busy,
    input  wire [13:0] starved,
    input  wire [13:0] blocked,
    // the count to read: wait for hit, if it is known
    input  wire [31:0] select,
    output wire        known,
    output wire        hit,
    output wire [31:0] value
);
    reg [13:0] sent_0;
    reg [13:0] sent_1;
    reg [13:0] sent_2;
    reg [13:0] events_0;
    reg [13:0] events_1;
    reg [13:0] events_2;
    reg counts_0;
    reg counts_1;
    reg [41:0] ring;
    reg [3:0] number;
    reg [1:0] which;
    reg fresh;
    reg [5:0] small_0;
    reg [5:0] small_1;
    reg [5:0] small_2;
    reg [5:0] small_3;
    reg [5:0] small_4;
    reg [5:0] small_5;
    reg [5:0] small_6;
    reg [5:0] small_7;
    reg [5:0] small_8;
    reg [5:0] small_9;
    reg [5:0] small_10;
    reg [5:0] small_11;
    reg [5:0] small_12;
    reg [5:0] small_13;
    reg [5:0] small_14;
    reg [5:0] small_15;
    reg [5:0] small_16;
    reg [5:0] small_17;
    reg [5:0] small_18;
    reg [5:0] small_19;
    reg [5:0] small_20;
    reg [5:0] small_21;
    reg [5:0] small_22;
    reg [5:0] small_23;
    reg [5:0] small_24;
    reg [5:0] small_25;
    reg [5:0] small_26;
    reg [5:0] small_27;
    reg [5:0] small_28;
    reg [5:0] small_29;
    reg [5:0] small_30;
    reg [5:0] small_31;
    reg [5:0] small_32;
    reg [5:0] small_33;
    reg [5:0] small_34;
    reg [5:0] small_35;
    reg [5:0] small_36;
    reg [5:0] small_37;
    reg [5:0] small_38;
    reg [5:0] small_39;
    reg [5:0] small_40;
    reg [5:0] small_41;
    reg [5:0] taken_0;
    reg [5:0] taken_1;
    reg [5:0] place_0;
    reg [5:0] place_1;
    reg starts;
    reg [31:0] total;
    (* ram_style = "block", no_rw_check *) reg [31:0] totals [0:63];
    reg [31:0] totals_q;

    wire [31:0] sum = total + {26'd0, taken_1};
    assign value = sum;
    wire [29:0] wanted = select[31:2];
    assign known = (wanted < 30'he) & (select[1:0] != 2'd3);
    assign hit = place_1 == select[5:0];

    task automatic step;
        reg v_restart;
        reg v_event_0;
        reg v_event_1;
        reg v_event_2;
        reg v_event_3;
        reg v_event_4;
        reg v_event_5;
        reg v_event_6;
        reg v_event_7;
        reg v_event_8;
        reg v_event_9;
        reg v_event_10;
        reg v_event_11;
        reg v_event_12;
        reg v_event_13;
        reg v_event_14;
        reg v_event_15;
        reg v_event_16;
        reg v_event_17;
        reg v_event_18;
        reg v_event_19;
        reg v_event_20;
        reg v_event_21;
        reg v_event_22;
        reg v_event_23;
        reg v_event_24;
        reg v_event_25;
        reg v_event_26;
        reg v_event_27;
        reg v_event_28;
        reg v_event_29;
        reg v_event_30;
        reg v_event_31;
        reg v_event_32;
        reg v_event_33;
        reg v_event_34;
        reg v_event_35;
        reg v_event_36;
        reg v_event_37;
        reg v_event_38;
        reg v_event_39;
        reg v_event_40;
        reg v_event_41;
        reg v_here_0;
        reg v_event_0_w;
        reg [5:0] v_mine_0;
        reg [5:0] v_chosen_0;
        reg v_here_1;
        reg v_event_1_w;
        reg [5:0] v_mine_1;
        reg [5:0] v_chosen_1;
        reg v_here_2;
        reg v_event_2_w;
        reg [5:0] v_mine_2;
        reg [5:0] v_chosen_2;
        reg v_here_3;
        reg v_event_3_w;
        reg [5:0] v_mine_3;
        reg [5:0] v_chosen_3;
        reg v_here_4;
        reg v_event_4_w;
        reg [5:0] v_mine_4;
        reg [5:0] v_chosen_4;
        reg v_here_5;
        reg v_event_5_w;
        reg [5:0] v_mine_5;
        reg [5:0] v_chosen_5;
        reg v_here_6;
        reg v_event_6_w;
        reg [5:0] v_mine_6;
        reg [5:0] v_chosen_6;
        reg v_here_7;
        reg v_event_7_w;
        reg [5:0] v_mine_7;
        reg [5:0] v_chosen_7;
        reg v_here_8;
        reg v_event_8_w;
        reg [5:0] v_mine_8;
        reg [5:0] v_chosen_8;
        reg v_here_9;
        reg v_event_9_w;
        reg [5:0] v_mine_9;
        reg [5:0] v_chosen_9;
        reg v_here_10;
        reg v_event_10_w;
        reg [5:0] v_mine_10;
        reg [5:0] v_chosen_10;
        reg v_here_11;
        reg v_event_11_w;
        reg [5:0] v_mine_11;
        reg [5:0] v_chosen_11;
        reg v_here_12;
        reg v_event_12_w;
        reg [5:0] v_mine_12;
        reg [5:0] v_chosen_12;
        reg v_here_13;
        reg v_event_13_w;
        reg [5:0] v_mine_13;
        reg [5:0] v_chosen_13;
        reg v_here_14;
        reg v_event_14_w;
        reg [5:0] v_mine_14;
        reg [5:0] v_chosen_14;
        reg v_here_15;
        reg v_event_15_w;
        reg [5:0] v_mine_15;
        reg [5:0] v_chosen_15;
        reg v_here_16;
        reg v_event_16_w;
        reg [5:0] v_mine_16;
        reg [5:0] v_chosen_16;
        reg v_here_17;
        reg v_event_17_w;
        reg [5:0] v_mine_17;
        reg [5:0] v_chosen_17;
        reg v_here_18;
        reg v_event_18_w;
        reg [5:0] v_mine_18;
        reg [5:0] v_chosen_18;
        reg v_here_19;
        reg v_event_19_w;
        reg [5:0] v_mine_19;
        reg [5:0] v_chosen_19;
        reg v_here_20;
        reg v_event_20_w;
        reg [5:0] v_mine_20;
        reg [5:0] v_chosen_20;
        reg v_here_21;
        reg v_event_21_w;
        reg [5:0] v_mine_21;
        reg [5:0] v_chosen_21;
        reg v_here_22;
        reg v_event_22_w;
        reg [5:0] v_mine_22;
        reg [5:0] v_chosen_22;
        reg v_here_23;
        reg v_event_23_w;
        reg [5:0] v_mine_23;
        reg [5:0] v_chosen_23;
        reg v_here_24;
        reg v_event_24_w;
        reg [5:0] v_mine_24;
        reg [5:0] v_chosen_24;
        reg v_here_25;
        reg v_event_25_w;
        reg [5:0] v_mine_25;
        reg [5:0] v_chosen_25;
        reg v_here_26;
        reg v_event_26_w;
        reg [5:0] v_mine_26;
        reg [5:0] v_chosen_26;
        reg v_here_27;
        reg v_event_27_w;
        reg [5:0] v_mine_27;
        reg [5:0] v_chosen_27;
        reg v_here_28;
        reg v_event_28_w;
        reg [5:0] v_mine_28;
        reg [5:0] v_chosen_28;
        reg v_here_29;
        reg v_event_29_w;
        reg [5:0] v_mine_29;
        reg [5:0] v_chosen_29;
        reg v_here_30;
        reg v_event_30_w;
        reg [5:0] v_mine_30;
        reg [5:0] v_chosen_30;
        reg v_here_31;
        reg v_event_31_w;
        reg [5:0] v_mine_31;
        reg [5:0] v_chosen_31;
        reg v_here_32;
        reg v_event_32_w;
        reg [5:0] v_mine_32;
        reg [5:0] v_chosen_32;
        reg v_here_33;
        reg v_event_33_w;
        reg [5:0] v_mine_33;
        reg [5:0] v_chosen_33;
        reg v_here_34;
        reg v_event_34_w;
        reg [5:0] v_mine_34;
        reg [5:0] v_chosen_34;
        reg v_here_35;
        reg v_event_35_w;
        reg [5:0] v_mine_35;
        reg [5:0] v_chosen_35;
        reg v_here_36;
        reg v_event_36_w;
        reg [5:0] v_mine_36;
        reg [5:0] v_chosen_36;
        reg v_here_37;
        reg v_event_37_w;
        reg [5:0] v_mine_37;
        reg [5:0] v_chosen_37;
        reg v_here_38;
        reg v_event_38_w;
        reg [5:0] v_mine_38;
        reg [5:0] v_chosen_38;
        reg v_here_39;
        reg v_event_39_w;
        reg [5:0] v_mine_39;
        reg [5:0] v_chosen_39;
        reg v_here_40;
        reg v_event_40_w;
        reg [5:0] v_mine_40;
        reg [5:0] v_chosen_40;
        reg v_here_41;
        reg v_event_41_w;
        reg [5:0] v_mine_41;
        reg [5:0] v_chosen_41;
        reg v_last;
        reg v_on;
        reg [5:0] v_place;
        reg [5:0] v_run1_0;
        reg [5:0] v_run2_0;
        reg [5:0] v_run4_0;
        reg [5:0] v_run_0;
        reg [5:0] v_flips_0;
        reg [5:0] v_run1_1;
        reg [5:0] v_run2_1;
        reg [5:0] v_run4_1;
        reg [5:0] v_run_1;
        reg [5:0] v_flips_1;
        reg [5:0] v_run1_2;
        reg [5:0] v_run2_2;
        reg [5:0] v_run4_2;
        reg [5:0] v_run_2;
        reg [5:0] v_flips_2;
        reg [5:0] v_run1_3;
        reg [5:0] v_run2_3;
        reg [5:0] v_run4_3;
        reg [5:0] v_run_3;
        reg [5:0] v_flips_3;
        reg [5:0] v_run1_4;
        reg [5:0] v_run2_4;
        reg [5:0] v_run4_4;
        reg [5:0] v_run_4;
        reg [5:0] v_flips_4;
        reg [5:0] v_run1_5;
        reg [5:0] v_run2_5;
        reg [5:0] v_run4_5;
        reg [5:0] v_run_5;
        reg [5:0] v_flips_5;
        reg [5:0] v_run1_6;
        reg [5:0] v_run2_6;
        reg [5:0] v_run4_6;
        reg [5:0] v_run_6;
        reg [5:0] v_flips_6;
        reg [5:0] v_run1_7;
        reg [5:0] v_run2_7;
        reg [5:0] v_run4_7;
        reg [5:0] v_run_7;
        reg [5:0] v_flips_7;
        reg [5:0] v_run1_8;
        reg [5:0] v_run2_8;
        reg [5:0] v_run4_8;
        reg [5:0] v_run_8;
        reg [5:0] v_flips_8;
        reg [5:0] v_run1_9;
        reg [5:0] v_run2_9;
        reg [5:0] v_run4_9;
        reg [5:0] v_run_9;
        reg [5:0] v_flips_9;
        reg [5:0] v_run1_10;
        reg [5:0] v_run2_10;
        reg [5:0] v_run4_10;
        reg [5:0] v_run_10;
        reg [5:0] v_flips_10;
        reg [5:0] v_run1_11;
        reg [5:0] v_run2_11;
        reg [5:0] v_run4_11;
        reg [5:0] v_run_11;
        reg [5:0] v_flips_11;
        reg [5:0] v_run1_12;
        reg [5:0] v_run2_12;
        reg [5:0] v_run4_12;
        reg [5:0] v_run_12;
        reg [5:0] v_flips_12;
        reg [5:0] v_run1_13;
        reg [5:0] v_run2_13;
        reg [5:0] v_run4_13;
        reg [5:0] v_run_13;
        reg [5:0] v_flips_13;
        reg [5:0] v_run1_14;
        reg [5:0] v_run2_14;
        reg [5:0] v_run4_14;
        reg [5:0] v_run_14;
        reg [5:0] v_flips_14;
        reg [5:0] v_run1_15;
        reg [5:0] v_run2_15;
        reg [5:0] v_run4_15;
        reg [5:0] v_run_15;
        reg [5:0] v_flips_15;
        reg [5:0] v_run1_16;
        reg [5:0] v_run2_16;
        reg [5:0] v_run4_16;
        reg [5:0] v_run_16;
        reg [5:0] v_flips_16;
        reg [5:0] v_run1_17;
        reg [5:0] v_run2_17;
        reg [5:0] v_run4_17;
        reg [5:0] v_run_17;
        reg [5:0] v_flips_17;
        reg [5:0] v_run1_18;
        reg [5:0] v_run2_18;
        reg [5:0] v_run4_18;
        reg [5:0] v_run_18;
        reg [5:0] v_flips_18;
        reg [5:0] v_run1_19;
        reg [5:0] v_run2_19;
        reg [5:0] v_run4_19;
        reg [5:0] v_run_19;
        reg [5:0] v_flips_19;
        reg [5:0] v_run1_20;
        reg [5:0] v_run2_20;
        reg [5:0] v_run4_20;
        reg [5:0] v_run_20;
        reg [5:0] v_flips_20;
        reg [5:0] v_run1_21;
        reg [5:0] v_run2_21;
        reg [5:0] v_run4_21;
        reg [5:0] v_run_21;
        reg [5:0] v_flips_21;
        reg [5:0] v_run1_22;
        reg [5:0] v_run2_22;
        reg [5:0] v_run4_22;
        reg [5:0] v_run_22;
        reg [5:0] v_flips_22;
        reg [5:0] v_run1_23;
        reg [5:0] v_run2_23;
        reg [5:0] v_run4_23;
        reg [5:0] v_run_23;
        reg [5:0] v_flips_23;
        reg [5:0] v_run1_24;
        reg [5:0] v_run2_24;
        reg [5:0] v_run4_24;
        reg [5:0] v_run_24;
        reg [5:0] v_flips_24;
        reg [5:0] v_run1_25;
        reg [5:0] v_run2_25;
        reg [5:0] v_run4_25;
        reg [5:0] v_run_25;
        reg [5:0] v_flips_25;
        reg [5:0] v_run1_26;
        reg [5:0] v_run2_26;
        reg [5:0] v_run4_26;
        reg [5:0] v_run_26;
        reg [5:0] v_flips_26;
        reg [5:0] v_run1_27;
        reg [5:0] v_run2_27;
        reg [5:0] v_run4_27;
        reg [5:0] v_run_27;
        reg [5:0] v_flips_27;
        reg [5:0] v_run1_28;
        reg [5:0] v_run2_28;
        reg [5:0] v_run4_28;
        reg [5:0] v_run_28;
        reg [5:0] v_flips_28;
        reg [5:0] v_run1_29;
        reg [5:0] v_run2_29;
        reg [5:0] v_run4_29;
        reg [5:0] v_run_29;
        reg [5:0] v_flips_29;
        reg [5:0] v_run1_30;
        reg [5:0] v_run2_30;
        reg [5:0] v_run4_30;
        reg [5:0] v_run_30;
        reg [5:0] v_flips_30;
        reg [5:0] v_run1_31;
        reg [5:0] v_run2_31;
        reg [5:0] v_run4_31;
        reg [5:0] v_run_31;
        reg [5:0] v_flips_31;
        reg [5:0] v_run1_32;
        reg [5:0] v_run2_32;
        reg [5:0] v_run4_32;
        reg [5:0] v_run_32;
        reg [5:0] v_flips_32;
        reg [5:0] v_run1_33;
        reg [5:0] v_run2_33;
        reg [5:0] v_run4_33;
        reg [5:0] v_run_33;
        reg [5:0] v_flips_33;
        reg [5:0] v_run1_34;
        reg [5:0] v_run2_34;
        reg [5:0] v_run4_34;
        reg [5:0] v_run_34;
        reg [5:0] v_flips_34;
        reg [5:0] v_run1_35;
        reg [5:0] v_run2_35;
        reg [5:0] v_run4_35;
        reg [5:0] v_run_35;
        reg [5:0] v_flips_35;
        reg [5:0] v_run1_36;
        reg [5:0] v_run2_36;
        reg [5:0] v_run4_36;
        reg [5:0] v_run_36;
        reg [5:0] v_flips_36;
        reg [5:0] v_run1_37;
        reg [5:0] v_run2_37;
        reg [5:0] v_run4_37;
        reg [5:0] v_run_37;
        reg [5:0] v_flips_37;
        reg [5:0] v_run1_38;
        reg [5:0] v_run2_38;
        reg [5:0] v_run4_38;
        reg [5:0] v_run_38;
        reg [5:0] v_flips_38;
        reg [5:0] v_run1_39;
        reg [5:0] v_run2_39;
        reg [5:0] v_run4_39;
        reg [5:0] v_run_39;
        reg [5:0] v_flips_39;
        reg [5:0] v_run1_40;
        reg [5:0] v_run2_40;
        reg [5:0] v_run4_40;
        reg [5:0] v_run_40;
        reg [5:0] v_flips_40;
        reg [5:0] v_run1_41;
        reg [5:0] v_run2_41;
        reg [5:0] v_run4_41;
        reg [5:0] v_run_41;
        reg [5:0] v_flips_41;
    begin
        v_restart = rst | clear;
        v_event_0 = events_0[0];
        v_event_1 = events_1[0];
        v_event_2 = events_2[0];
        v_event_3 = events_0[1];
        v_event_4 = events_1[1];
        v_event_5 = events_2[1];
        v_event_6 = events_0[2];
        v_event_7 = events_1[2];
        v_event_8 = events_2[2];
        v_event_9 = events_0[3];
        v_event_10 = events_1[3];
        v_event_11 = events_2[3];
        v_event_12 = events_0[4];
        v_event_13 = events_1[4];
        v_event_14 = events_2[4];
        v_event_15 = events_0[5];
        v_event_16 = events_1[5];
        v_event_17 = events_2[5];
        v_event_18 = events_0[6];
        v_event_19 = events_1[6];
        v_event_20 = events_2[6];
        v_event_21 = events_0[7];
        v_event_22 = events_1[7];
        v_event_23 = events_2[7];
        v_event_24 = events_0[8];
        v_event_25 = events_1[8];
        v_event_26 = events_2[8];
        v_event_27 = events_0[9];
        v_event_28 = events_1[9];
        v_event_29 = events_2[9];
        v_event_30 = events_0[10];
        v_event_31 = events_1[10];
        v_event_32 = events_2[10];
        v_event_33 = events_0[11];
        v_event_34 = events_1[11];
        v_event_35 = events_2[11];
        v_event_36 = events_0[12];
        v_event_37 = events_1[12];
        v_event_38 = events_2[12];
        v_event_39 = events_0[13];
        v_event_40 = events_1[13];
        v_event_41 = events_2[13];
        v_here_0 = ring[0];
        v_event_0_w = counts_1 & v_event_0;
        v_mine_0 = small_0 & {6{v_here_0}};
        v_chosen_0 = v_mine_0;
        v_here_1 = ring[1];
        v_event_1_w = counts_1 & v_event_1;
        v_mine_1 = small_1 & {6{v_here_1}};
        v_chosen_1 = v_chosen_0 | v_mine_1;
        v_here_2 = ring[2];
        v_event_2_w = counts_1 & v_event_2;
        v_mine_2 = small_2 & {6{v_here_2}};
        v_chosen_2 = v_chosen_1 | v_mine_2;
        v_here_3 = ring[3];
        v_event_3_w = counts_1 & v_event_3;
        v_mine_3 = small_3 & {6{v_here_3}};
        v_chosen_3 = v_chosen_2 | v_mine_3;
        v_here_4 = ring[4];
        v_event_4_w = counts_1 & v_event_4;
        v_mine_4 = small_4 & {6{v_here_4}};
        v_chosen_4 = v_chosen_3 | v_mine_4;
        v_here_5 = ring[5];
        v_event_5_w = counts_1 & v_event_5;
        v_mine_5 = small_5 & {6{v_here_5}};
        v_chosen_5 = v_chosen_4 | v_mine_5;
        v_here_6 = ring[6];
        v_event_6_w = counts_1 & v_event_6;
        v_mine_6 = small_6 & {6{v_here_6}};
        v_chosen_6 = v_chosen_5 | v_mine_6;
        v_here_7 = ring[7];
        v_event_7_w = counts_1 & v_event_7;
        v_mine_7 = small_7 & {6{v_here_7}};
        v_chosen_7 = v_chosen_6 | v_mine_7;
        v_here_8 = ring[8];
        v_event_8_w = counts_1 & v_event_8;
        v_mine_8 = small_8 & {6{v_here_8}};
        v_chosen_8 = v_chosen_7 | v_mine_8;
        v_here_9 = ring[9];
        v_event_9_w = counts_1 & v_event_9;
        v_mine_9 = small_9 & {6{v_here_9}};
        v_chosen_9 = v_chosen_8 | v_mine_9;
        v_here_10 = ring[10];
        v_event_10_w = counts_1 & v_event_10;
        v_mine_10 = small_10 & {6{v_here_10}};
        v_chosen_10 = v_chosen_9 | v_mine_10;
        v_here_11 = ring[11];
        v_event_11_w = counts_1 & v_event_11;
        v_mine_11 = small_11 & {6{v_here_11}};
        v_chosen_11 = v_chosen_10 | v_mine_11;
        v_here_12 = ring[12];
        v_event_12_w = counts_1 & v_event_12;
        v_mine_12 = small_12 & {6{v_here_12}};
        v_chosen_12 = v_chosen_11 | v_mine_12;
        v_here_13 = ring[13];
        v_event_13_w = counts_1 & v_event_13;
        v_mine_13 = small_13 & {6{v_here_13}};
        v_chosen_13 = v_chosen_12 | v_mine_13;
        v_here_14 = ring[14];
        v_event_14_w = counts_1 & v_event_14;
        v_mine_14 = small_14 & {6{v_here_14}};
        v_chosen_14 = v_chosen_13 | v_mine_14;
        v_here_15 = ring[15];
        v_event_15_w = counts_1 & v_event_15;
        v_mine_15 = small_15 & {6{v_here_15}};
        v_chosen_15 = v_chosen_14 | v_mine_15;
        v_here_16 = ring[16];
        v_event_16_w = counts_1 & v_event_16;
        v_mine_16 = small_16 & {6{v_here_16}};
        v_chosen_16 = v_chosen_15 | v_mine_16;
        v_here_17 = ring[17];
        v_event_17_w = counts_1 & v_event_17;
        v_mine_17 = small_17 & {6{v_here_17}};
        v_chosen_17 = v_chosen_16 | v_mine_17;
        v_here_18 = ring[18];
        v_event_18_w = counts_1 & v_event_18;
        v_mine_18 = small_18 & {6{v_here_18}};
        v_chosen_18 = v_chosen_17 | v_mine_18;
        v_here_19 = ring[19];
        v_event_19_w = counts_1 & v_event_19;
        v_mine_19 = small_19 & {6{v_here_19}};
        v_chosen_19 = v_chosen_18 | v_mine_19;
        v_here_20 = ring[20];
        v_event_20_w = counts_1 & v_event_20;
        v_mine_20 = small_20 & {6{v_here_20}};
        v_chosen_20 = v_chosen_19 | v_mine_20;
        v_here_21 = ring[21];
        v_event_21_w = counts_1 & v_event_21;
        v_mine_21 = small_21 & {6{v_here_21}};
        v_chosen_21 = v_chosen_20 | v_mine_21;
        v_here_22 = ring[22];
        v_event_22_w = counts_1 & v_event_22;
        v_mine_22 = small_22 & {6{v_here_22}};
        v_chosen_22 = v_chosen_21 | v_mine_22;
        v_here_23 = ring[23];
        v_event_23_w = counts_1 & v_event_23;
        v_mine_23 = small_23 & {6{v_here_23}};
        v_chosen_23 = v_chosen_22 | v_mine_23;
        v_here_24 = ring[24];
        v_event_24_w = counts_1 & v_event_24;
        v_mine_24 = small_24 & {6{v_here_24}};
        v_chosen_24 = v_chosen_23 | v_mine_24;
        v_here_25 = ring[25];
        v_event_25_w = counts_1 & v_event_25;
        v_mine_25 = small_25 & {6{v_here_25}};
        v_chosen_25 = v_chosen_24 | v_mine_25;
        v_here_26 = ring[26];
        v_event_26_w = counts_1 & v_event_26;
        v_mine_26 = small_26 & {6{v_here_26}};
        v_chosen_26 = v_chosen_25 | v_mine_26;
        v_here_27 = ring[27];
        v_event_27_w = counts_1 & v_event_27;
        v_mine_27 = small_27 & {6{v_here_27}};
        v_chosen_27 = v_chosen_26 | v_mine_27;
        v_here_28 = ring[28];
        v_event_28_w = counts_1 & v_event_28;
        v_mine_28 = small_28 & {6{v_here_28}};
        v_chosen_28 = v_chosen_27 | v_mine_28;
        v_here_29 = ring[29];
        v_event_29_w = counts_1 & v_event_29;
        v_mine_29 = small_29 & {6{v_here_29}};
        v_chosen_29 = v_chosen_28 | v_mine_29;
        v_here_30 = ring[30];
        v_event_30_w = counts_1 & v_event_30;
        v_mine_30 = small_30 & {6{v_here_30}};
        v_chosen_30 = v_chosen_29 | v_mine_30;
        v_here_31 = ring[31];
        v_event_31_w = counts_1 & v_event_31;
        v_mine_31 = small_31 & {6{v_here_31}};
        v_chosen_31 = v_chosen_30 | v_mine_31;
        v_here_32 = ring[32];
        v_event_32_w = counts_1 & v_event_32;
        v_mine_32 = small_32 & {6{v_here_32}};
        v_chosen_32 = v_chosen_31 | v_mine_32;
        v_here_33 = ring[33];
        v_event_33_w = counts_1 & v_event_33;
        v_mine_33 = small_33 & {6{v_here_33}};
        v_chosen_33 = v_chosen_32 | v_mine_33;
        v_here_34 = ring[34];
        v_event_34_w = counts_1 & v_event_34;
        v_mine_34 = small_34 & {6{v_here_34}};
        v_chosen_34 = v_chosen_33 | v_mine_34;
        v_here_35 = ring[35];
        v_event_35_w = counts_1 & v_event_35;
        v_mine_35 = small_35 & {6{v_here_35}};
        v_chosen_35 = v_chosen_34 | v_mine_35;
        v_here_36 = ring[36];
        v_event_36_w = counts_1 & v_event_36;
        v_mine_36 = small_36 & {6{v_here_36}};
        v_chosen_36 = v_chosen_35 | v_mine_36;
        v_here_37 = ring[37];
        v_event_37_w = counts_1 & v_event_37;
        v_mine_37 = small_37 & {6{v_here_37}};
        v_chosen_37 = v_chosen_36 | v_mine_37;
        v_here_38 = ring[38];
        v_event_38_w = counts_1 & v_event_38;
        v_mine_38 = small_38 & {6{v_here_38}};
        v_chosen_38 = v_chosen_37 | v_mine_38;
        v_here_39 = ring[39];
        v_event_39_w = counts_1 & v_event_39;
        v_mine_39 = small_39 & {6{v_here_39}};
        v_chosen_39 = v_chosen_38 | v_mine_39;
        v_here_40 = ring[40];
        v_event_40_w = counts_1 & v_event_40;
        v_mine_40 = small_40 & {6{v_here_40}};
        v_chosen_40 = v_chosen_39 | v_mine_40;
        v_here_41 = ring[41];
        v_event_41_w = counts_1 & v_event_41;
        v_mine_41 = small_41 & {6{v_here_41}};
        v_chosen_41 = v_chosen_40 | v_mine_41;
        v_last = ring[41];
        v_on = which == 2'd2;
        v_place = {number, which};
        sent_0 <= busy;
        sent_1 <= starved;
        sent_2 <= blocked;
        counts_0 <= enable;
        counts_1 <= counts_0;
        events_0 <= sent_0;
        events_1 <= sent_1;
        events_2 <= sent_2;
        if (v_here_0) begin
            small_0 <= {5'd0, v_event_0_w};
        end else begin
            v_run1_0 = small_0 & ((small_0 << 1'b1) | 6'd1);
            v_run2_0 = v_run1_0 & ((v_run1_0 << 2'd2) | 6'd3);
            v_run4_0 = v_run2_0 & ((v_run2_0 << 3'd4) | 6'hf);
            v_run_0 = v_run4_0 & (6'd0 | 6'h3f);
            v_flips_0 = (v_run_0 << 1'b1) | 6'd1;
            small_0 <= small_0 ^ (v_flips_0 & {6{v_event_0_w}});
        end
        if (v_here_1) begin
            small_1 <= {5'd0, v_event_1_w};
        end else begin
            v_run1_1 = small_1 & ((small_1 << 1'b1) | 6'd1);
            v_run2_1 = v_run1_1 & ((v_run1_1 << 2'd2) | 6'd3);
            v_run4_1 = v_run2_1 & ((v_run2_1 << 3'd4) | 6'hf);
            v_run_1 = v_run4_1 & (6'd0 | 6'h3f);
            v_flips_1 = (v_run_1 << 1'b1) | 6'd1;
            small_1 <= small_1 ^ (v_flips_1 & {6{v_event_1_w}});
        end
        if (v_here_2) begin
            small_2 <= {5'd0, v_event_2_w};
        end else begin
            v_run1_2 = small_2 & ((small_2 << 1'b1) | 6'd1);
            v_run2_2 = v_run1_2 & ((v_run1_2 << 2'd2) | 6'd3);
            v_run4_2 = v_run2_2 & ((v_run2_2 << 3'd4) | 6'hf);
            v_run_2 = v_run4_2 & (6'd0 | 6'h3f);
            v_flips_2 = (v_run_2 << 1'b1) | 6'd1;
            small_2 <= small_2 ^ (v_flips_2 & {6{v_event_2_w}});
        end
        if (v_here_3) begin
            small_3 <= {5'd0, v_event_3_w};
        end else begin
            v_run1_3 = small_3 & ((small_3 << 1'b1) | 6'd1);
            v_run2_3 = v_run1_3 & ((v_run1_3 << 2'd2) | 6'd3);
            v_run4_3 = v_run2_3 & ((v_run2_3 << 3'd4) | 6'hf);
            v_run_3 = v_run4_3 & (6'd0 | 6'h3f);
            v_flips_3 = (v_run_3 << 1'b1) | 6'd1;
            small_3 <= small_3 ^ (v_flips_3 & {6{v_event_3_w}});
        end
        if (v_here_4) begin
            small_4 <= {5'd0, v_event_4_w};
        end else begin
            v_run1_4 = small_4 & ((small_4 << 1'b1) | 6'd1);
            v_run2_4 = v_run1_4 & ((v_run1_4 << 2'd2) | 6'd3);
            v_run4_4 = v_run2_4 & ((v_run2_4 << 3'd4) | 6'hf);
            v_run_4 = v_run4_4 & (6'd0 | 6'h3f);
            v_flips_4 = (v_run_4 << 1'b1) | 6'd1;
            small_4 <= small_4 ^ (v_flips_4 & {6{v_event_4_w}});
        end
        if (v_here_5) begin
            small_5 <= {5'd0, v_event_5_w};
        end else begin
            v_run1_5 = small_5 & ((small_5 << 1'b1) | 6'd1);
            v_run2_5 = v_run1_5 & ((v_run1_5 << 2'd2) | 6'd3);
            v_run4_5 = v_run2_5 & ((v_run2_5 << 3'd4) | 6'hf);
            v_run_5 = v_run4_5 & (6'd0 | 6'h3f);
            v_flips_5 = (v_run_5 << 1'b1) | 6'd1;
            small_5 <= small_5 ^ (v_flips_5 & {6{v_event_5_w}});
        end
        if (v_here_6) begin
            small_6 <= {5'd0, v_event_6_w};
        end else begin
            v_run1_6 = small_6 & ((small_6 << 1'b1) | 6'd1);
            v_run2_6 = v_run1_6 & ((v_run1_6 << 2'd2) | 6'd3);
            v_run4_6 = v_run2_6 & ((v_run2_6 << 3'd4) | 6'hf);
            v_run_6 = v_run4_6 & (6'd0 | 6'h3f);
            v_flips_6 = (v_run_6 << 1'b1) | 6'd1;
            small_6 <= small_6 ^ (v_flips_6 & {6{v_event_6_w}});
        end
        if (v_here_7) begin
            small_7 <= {5'd0, v_event_7_w};
        end else begin
            v_run1_7 = small_7 & ((small_7 << 1'b1) | 6'd1);
            v_run2_7 = v_run1_7 & ((v_run1_7 << 2'd2) | 6'd3);
            v_run4_7 = v_run2_7 & ((v_run2_7 << 3'd4) | 6'hf);
            v_run_7 = v_run4_7 & (6'd0 | 6'h3f);
            v_flips_7 = (v_run_7 << 1'b1) | 6'd1;
            small_7 <= small_7 ^ (v_flips_7 & {6{v_event_7_w}});
        end
        if (v_here_8) begin
            small_8 <= {5'd0, v_event_8_w};
        end else begin
            v_run1_8 = small_8 & ((small_8 << 1'b1) | 6'd1);
            v_run2_8 = v_run1_8 & ((v_run1_8 << 2'd2) | 6'd3);
            v_run4_8 = v_run2_8 & ((v_run2_8 << 3'd4) | 6'hf);
            v_run_8 = v_run4_8 & (6'd0 | 6'h3f);
            v_flips_8 = (v_run_8 << 1'b1) | 6'd1;
            small_8 <= small_8 ^ (v_flips_8 & {6{v_event_8_w}});
        end
        if (v_here_9) begin
            small_9 <= {5'd0, v_event_9_w};
        end else begin
            v_run1_9 = small_9 & ((small_9 << 1'b1) | 6'd1);
            v_run2_9 = v_run1_9 & ((v_run1_9 << 2'd2) | 6'd3);
            v_run4_9 = v_run2_9 & ((v_run2_9 << 3'd4) | 6'hf);
            v_run_9 = v_run4_9 & (6'd0 | 6'h3f);
            v_flips_9 = (v_run_9 << 1'b1) | 6'd1;
            small_9 <= small_9 ^ (v_flips_9 & {6{v_event_9_w}});
        end
        if (v_here_10) begin
            small_10 <= {5'd0, v_event_10_w};
        end else begin
            v_run1_10 = small_10 & ((small_10 << 1'b1) | 6'd1);
            v_run2_10 = v_run1_10 & ((v_run1_10 << 2'd2) | 6'd3);
            v_run4_10 = v_run2_10 & ((v_run2_10 << 3'd4) | 6'hf);
            v_run_10 = v_run4_10 & (6'd0 | 6'h3f);
            v_flips_10 = (v_run_10 << 1'b1) | 6'd1;
            small_10 <= small_10 ^ (v_flips_10 & {6{v_event_10_w}});
        end
        if (v_here_11) begin
            small_11 <= {5'd0, v_event_11_w};
        end else begin
            v_run1_11 = small_11 & ((small_11 << 1'b1) | 6'd1);
            v_run2_11 = v_run1_11 & ((v_run1_11 << 2'd2) | 6'd3);
            v_run4_11 = v_run2_11 & ((v_run2_11 << 3'd4) | 6'hf);
            v_run_11 = v_run4_11 & (6'd0 | 6'h3f);
            v_flips_11 = (v_run_11 << 1'b1) | 6'd1;
            small_11 <= small_11 ^ (v_flips_11 & {6{v_event_11_w}});
        end
        if (v_here_12) begin
            small_12 <= {5'd0, v_event_12_w};
        end else begin
            v_run1_12 = small_12 & ((small_12 << 1'b1) | 6'd1);
            v_run2_12 = v_run1_12 & ((v_run1_12 << 2'd2) | 6'd3);
            v_run4_12 = v_run2_12 & ((v_run2_12 << 3'd4) | 6'hf);
            v_run_12 = v_run4_12 & (6'd0 | 6'h3f);
            v_flips_12 = (v_run_12 << 1'b1) | 6'd1;
            small_12 <= small_12 ^ (v_flips_12 & {6{v_event_12_w}});
        end
        if (v_here_13) begin
            small_13 <= {5'd0, v_event_13_w};
        end else begin
            v_run1_13 = small_13 & ((small_13 << 1'b1) | 6'd1);
            v_run2_13 = v_run1_13 & ((v_run1_13 << 2'd2) | 6'd3);
            v_run4_13 = v_run2_13 & ((v_run2_13 << 3'd4) | 6'hf);
            v_run_13 = v_run4_13 & (6'd0 | 6'h3f);
            v_flips_13 = (v_run_13 << 1'b1) | 6'd1;
            small_13 <= small_13 ^ (v_flips_13 & {6{v_event_13_w}});
        end
        if (v_here_14) begin
            small_14 <= {5'd0, v_event_14_w};
        end else begin
            v_run1_14 = small_14 & ((small_14 << 1'b1) | 6'd1);
            v_run2_14 = v_run1_14 & ((v_run1_14 << 2'd2) | 6'd3);
            v_run4_14 = v_run2_14 & ((v_run2_14 << 3'd4) | 6'hf);
            v_run_14 = v_run4_14 & (6'd0 | 6'h3f);
            v_flips_14 = (v_run_14 << 1'b1) | 6'd1;
            small_14 <= small_14 ^ (v_flips_14 & {6{v_event_14_w}});
        end
        if (v_here_15) begin
            small_15 <= {5'd0, v_event_15_w};
        end else begin
            v_run1_15 = small_15 & ((small_15 << 1'b1) | 6'd1);
            v_run2_15 = v_run1_15 & ((v_run1_15 << 2'd2) | 6'd3);
            v_run4_15 = v_run2_15 & ((v_run2_15 << 3'd4) | 6'hf);
            v_run_15 = v_run4_15 & (6'd0 | 6'h3f);
            v_flips_15 = (v_run_15 << 1'b1) | 6'd1;
            small_15 <= small_15 ^ (v_flips_15 & {6{v_event_15_w}});
        end
        if (v_here_16) begin
            small_16 <= {5'd0, v_event_16_w};
        end else begin
            v_run1_16 = small_16 & ((small_16 << 1'b1) | 6'd1);
            v_run2_16 = v_run1_16 & ((v_run1_16 << 2'd2) | 6'd3);
            v_run4_16 = v_run2_16 & ((v_run2_16 << 3'd4) | 6'hf);
            v_run_16 = v_run4_16 & (6'd0 | 6'h3f);
            v_flips_16 = (v_run_16 << 1'b1) | 6'd1;
            small_16 <= small_16 ^ (v_flips_16 & {6{v_event_16_w}});
        end
        if (v_here_17) begin
            small_17 <= {5'd0, v_event_17_w};
        end else begin
            v_run1_17 = small_17 & ((small_17 << 1'b1) | 6'd1);
            v_run2_17 = v_run1_17 & ((v_run1_17 << 2'd2) | 6'd3);
            v_run4_17 = v_run2_17 & ((v_run2_17 << 3'd4) | 6'hf);
            v_run_17 = v_run4_17 & (6'd0 | 6'h3f);
            v_flips_17 = (v_run_17 << 1'b1) | 6'd1;
            small_17 <= small_17 ^ (v_flips_17 & {6{v_event_17_w}});
        end
        if (v_here_18) begin
            small_18 <= {5'd0, v_event_18_w};
        end else begin
            v_run1_18 = small_18 & ((small_18 << 1'b1) | 6'd1);
            v_run2_18 = v_run1_18 & ((v_run1_18 << 2'd2) | 6'd3);
            v_run4_18 = v_run2_18 & ((v_run2_18 << 3'd4) | 6'hf);
            v_run_18 = v_run4_18 & (6'd0 | 6'h3f);
            v_flips_18 = (v_run_18 << 1'b1) | 6'd1;
            small_18 <= small_18 ^ (v_flips_18 & {6{v_event_18_w}});
        end
        if (v_here_19) begin
            small_19 <= {5'd0, v_event_19_w};
        end else begin
            v_run1_19 = small_19 & ((small_19 << 1'b1) | 6'd1);
            v_run2_19 = v_run1_19 & ((v_run1_19 << 2'd2) | 6'd3);
            v_run4_19 = v_run2_19 & ((v_run2_19 << 3'd4) | 6'hf);
            v_run_19 = v_run4_19 & (6'd0 | 6'h3f);
            v_flips_19 = (v_run_19 << 1'b1) | 6'd1;
            small_19 <= small_19 ^ (v_flips_19 & {6{v_event_19_w}});
        end
        if (v_here_20) begin
            small_20 <= {5'd0, v_event_20_w};
        end else begin
            v_run1_20 = small_20 & ((small_20 << 1'b1) | 6'd1);
            v_run2_20 = v_run1_20 & ((v_run1_20 << 2'd2) | 6'd3);
            v_run4_20 = v_run2_20 & ((v_run2_20 << 3'd4) | 6'hf);
            v_run_20 = v_run4_20 & (6'd0 | 6'h3f);
            v_flips_20 = (v_run_20 << 1'b1) | 6'd1;
            small_20 <= small_20 ^ (v_flips_20 & {6{v_event_20_w}});
        end
        if (v_here_21) begin
            small_21 <= {5'd0, v_event_21_w};
        end else begin
            v_run1_21 = small_21 & ((small_21 << 1'b1) | 6'd1);
            v_run2_21 = v_run1_21 & ((v_run1_21 << 2'd2) | 6'd3);
            v_run4_21 = v_run2_21 & ((v_run2_21 << 3'd4) | 6'hf);
            v_run_21 = v_run4_21 & (6'd0 | 6'h3f);
            v_flips_21 = (v_run_21 << 1'b1) | 6'd1;
            small_21 <= small_21 ^ (v_flips_21 & {6{v_event_21_w}});
        end
        if (v_here_22) begin
            small_22 <= {5'd0, v_event_22_w};
        end else begin
            v_run1_22 = small_22 & ((small_22 << 1'b1) | 6'd1);
            v_run2_22 = v_run1_22 & ((v_run1_22 << 2'd2) | 6'd3);
            v_run4_22 = v_run2_22 & ((v_run2_22 << 3'd4) | 6'hf);
            v_run_22 = v_run4_22 & (6'd0 | 6'h3f);
            v_flips_22 = (v_run_22 << 1'b1) | 6'd1;
            small_22 <= small_22 ^ (v_flips_22 & {6{v_event_22_w}});
        end
        if (v_here_23) begin
            small_23 <= {5'd0, v_event_23_w};
        end else begin
            v_run1_23 = small_23 & ((small_23 << 1'b1) | 6'd1);
            v_run2_23 = v_run1_23 & ((v_run1_23 << 2'd2) | 6'd3);
            v_run4_23 = v_run2_23 & ((v_run2_23 << 3'd4) | 6'hf);
            v_run_23 = v_run4_23 & (6'd0 | 6'h3f);
            v_flips_23 = (v_run_23 << 1'b1) | 6'd1;
            small_23 <= small_23 ^ (v_flips_23 & {6{v_event_23_w}});
        end
        if (v_here_24) begin
            small_24 <= {5'd0, v_event_24_w};
        end else begin
            v_run1_24 = small_24 & ((small_24 << 1'b1) | 6'd1);
            v_run2_24 = v_run1_24 & ((v_run1_24 << 2'd2) | 6'd3);
            v_run4_24 = v_run2_24 & ((v_run2_24 << 3'd4) | 6'hf);
            v_run_24 = v_run4_24 & (6'd0 | 6'h3f);
            v_flips_24 = (v_run_24 << 1'b1) | 6'd1;
            small_24 <= small_24 ^ (v_flips_24 & {6{v_event_24_w}});
        end
        if (v_here_25) begin
            small_25 <= {5'd0, v_event_25_w};
        end else begin
            v_run1_25 = small_25 & ((small_25 << 1'b1) | 6'd1);
            v_run2_25 = v_run1_25 & ((v_run1_25 << 2'd2) | 6'd3);
            v_run4_25 = v_run2_25 & ((v_run2_25 << 3'd4) | 6'hf);
            v_run_25 = v_run4_25 & (6'd0 | 6'h3f);
            v_flips_25 = (v_run_25 << 1'b1) | 6'd1;
            small_25 <= small_25 ^ (v_flips_25 & {6{v_event_25_w}});
        end
        if (v_here_26) begin
            small_26 <= {5'd0, v_event_26_w};
        end else begin
            v_run1_26 = small_26 & ((small_26 << 1'b1) | 6'd1);
            v_run2_26 = v_run1_26 & ((v_run1_26 << 2'd2) | 6'd3);
            v_run4_26 = v_run2_26 & ((v_run2_26 << 3'd4) | 6'hf);
            v_run_26 = v_run4_26 & (6'd0 | 6'h3f);
            v_flips_26 = (v_run_26 << 1'b1) | 6'd1;
            small_26 <= small_26 ^ (v_flips_26 & {6{v_event_26_w}});
        end
        if (v_here_27) begin
            small_27 <= {5'd0, v_event_27_w};
        end else begin
            v_run1_27 = small_27 & ((small_27 << 1'b1) | 6'd1);
            v_run2_27 = v_run1_27 & ((v_run1_27 << 2'd2) | 6'd3);
            v_run4_27 = v_run2_27 & ((v_run2_27 << 3'd4) | 6'hf);
            v_run_27 = v_run4_27 & (6'd0 | 6'h3f);
            v_flips_27 = (v_run_27 << 1'b1) | 6'd1;
            small_27 <= small_27 ^ (v_flips_27 & {6{v_event_27_w}});
        end
        if (v_here_28) begin
            small_28 <= {5'd0, v_event_28_w};
        end else begin
            v_run1_28 = small_28 & ((small_28 << 1'b1) | 6'd1);
            v_run2_28 = v_run1_28 & ((v_run1_28 << 2'd2) | 6'd3);
            v_run4_28 = v_run2_28 & ((v_run2_28 << 3'd4) | 6'hf);
            v_run_28 = v_run4_28 & (6'd0 | 6'h3f);
            v_flips_28 = (v_run_28 << 1'b1) | 6'd1;
            small_28 <= small_28 ^ (v_flips_28 & {6{v_event_28_w}});
        end
        if (v_here_29) begin
            small_29 <= {5'd0, v_event_29_w};
        end else begin
            v_run1_29 = small_29 & ((small_29 << 1'b1) | 6'd1);
            v_run2_29 = v_run1_29 & ((v_run1_29 << 2'd2) | 6'd3);
            v_run4_29 = v_run2_29 & ((v_run2_29 << 3'd4) | 6'hf);
            v_run_29 = v_run4_29 & (6'd0 | 6'h3f);
            v_flips_29 = (v_run_29 << 1'b1) | 6'd1;
            small_29 <= small_29 ^ (v_flips_29 & {6{v_event_29_w}});
        end
        if (v_here_30) begin
            small_30 <= {5'd0, v_event_30_w};
        end else begin
            v_run1_30 = small_30 & ((small_30 << 1'b1) | 6'd1);
            v_run2_30 = v_run1_30 & ((v_run1_30 << 2'd2) | 6'd3);
            v_run4_30 = v_run2_30 & ((v_run2_30 << 3'd4) | 6'hf);
            v_run_30 = v_run4_30 & (6'd0 | 6'h3f);
            v_flips_30 = (v_run_30 << 1'b1) | 6'd1;
            small_30 <= small_30 ^ (v_flips_30 & {6{v_event_30_w}});
        end
        if (v_here_31) begin
            small_31 <= {5'd0, v_event_31_w};
        end else begin
            v_run1_31 = small_31 & ((small_31 << 1'b1) | 6'd1);
            v_run2_31 = v_run1_31 & ((v_run1_31 << 2'd2) | 6'd3);
            v_run4_31 = v_run2_31 & ((v_run2_31 << 3'd4) | 6'hf);
            v_run_31 = v_run4_31 & (6'd0 | 6'h3f);
            v_flips_31 = (v_run_31 << 1'b1) | 6'd1;
            small_31 <= small_31 ^ (v_flips_31 & {6{v_event_31_w}});
        end
        if (v_here_32) begin
            small_32 <= {5'd0, v_event_32_w};
        end else begin
            v_run1_32 = small_32 & ((small_32 << 1'b1) | 6'd1);
            v_run2_32 = v_run1_32 & ((v_run1_32 << 2'd2) | 6'd3);
            v_run4_32 = v_run2_32 & ((v_run2_32 << 3'd4) | 6'hf);
            v_run_32 = v_run4_32 & (6'd0 | 6'h3f);
            v_flips_32 = (v_run_32 << 1'b1) | 6'd1;
            small_32 <= small_32 ^ (v_flips_32 & {6{v_event_32_w}});
        end
        if (v_here_33) begin
            small_33 <= {5'd0, v_event_33_w};
        end else begin
            v_run1_33 = small_33 & ((small_33 << 1'b1) | 6'd1);
            v_run2_33 = v_run1_33 & ((v_run1_33 << 2'd2) | 6'd3);
            v_run4_33 = v_run2_33 & ((v_run2_33 << 3'd4) | 6'hf);
            v_run_33 = v_run4_33 & (6'd0 | 6'h3f);
            v_flips_33 = (v_run_33 << 1'b1) | 6'd1;
            small_33 <= small_33 ^ (v_flips_33 & {6{v_event_33_w}});
        end
        if (v_here_34) begin
            small_34 <= {5'd0, v_event_34_w};
        end else begin
            v_run1_34 = small_34 & ((small_34 << 1'b1) | 6'd1);
            v_run2_34 = v_run1_34 & ((v_run1_34 << 2'd2) | 6'd3);
            v_run4_34 = v_run2_34 & ((v_run2_34 << 3'd4) | 6'hf);
            v_run_34 = v_run4_34 & (6'd0 | 6'h3f);
            v_flips_34 = (v_run_34 << 1'b1) | 6'd1;
            small_34 <= small_34 ^ (v_flips_34 & {6{v_event_34_w}});
        end
        if (v_here_35) begin
            small_35 <= {5'd0, v_event_35_w};
        end else begin
            v_run1_35 = small_35 & ((small_35 << 1'b1) | 6'd1);
            v_run2_35 = v_run1_35 & ((v_run1_35 << 2'd2) | 6'd3);
            v_run4_35 = v_run2_35 & ((v_run2_35 << 3'd4) | 6'hf);
            v_run_35 = v_run4_35 & (6'd0 | 6'h3f);
            v_flips_35 = (v_run_35 << 1'b1) | 6'd1;
            small_35 <= small_35 ^ (v_flips_35 & {6{v_event_35_w}});
        end
        if (v_here_36) begin
            small_36 <= {5'd0, v_event_36_w};
        end else begin
            v_run1_36 = small_36 & ((small_36 << 1'b1) | 6'd1);
            v_run2_36 = v_run1_36 & ((v_run1_36 << 2'd2) | 6'd3);
            v_run4_36 = v_run2_36 & ((v_run2_36 << 3'd4) | 6'hf);
            v_run_36 = v_run4_36 & (6'd0 | 6'h3f);
            v_flips_36 = (v_run_36 << 1'b1) | 6'd1;
            small_36 <= small_36 ^ (v_flips_36 & {6{v_event_36_w}});
        end
        if (v_here_37) begin
            small_37 <= {5'd0, v_event_37_w};
        end else begin
            v_run1_37 = small_37 & ((small_37 << 1'b1) | 6'd1);
            v_run2_37 = v_run1_37 & ((v_run1_37 << 2'd2) | 6'd3);
            v_run4_37 = v_run2_37 & ((v_run2_37 << 3'd4) | 6'hf);
            v_run_37 = v_run4_37 & (6'd0 | 6'h3f);
            v_flips_37 = (v_run_37 << 1'b1) | 6'd1;
            small_37 <= small_37 ^ (v_flips_37 & {6{v_event_37_w}});
        end
        if (v_here_38) begin
            small_38 <= {5'd0, v_event_38_w};
        end else begin
            v_run1_38 = small_38 & ((small_38 << 1'b1) | 6'd1);
            v_run2_38 = v_run1_38 & ((v_run1_38 << 2'd2) | 6'd3);
            v_run4_38 = v_run2_38 & ((v_run2_38 << 3'd4) | 6'hf);
            v_run_38 = v_run4_38 & (6'd0 | 6'h3f);
            v_flips_38 = (v_run_38 << 1'b1) | 6'd1;
            small_38 <= small_38 ^ (v_flips_38 & {6{v_event_38_w}});
        end
        if (v_here_39) begin
            small_39 <= {5'd0, v_event_39_w};
        end else begin
            v_run1_39 = small_39 & ((small_39 << 1'b1) | 6'd1);
            v_run2_39 = v_run1_39 & ((v_run1_39 << 2'd2) | 6'd3);
            v_run4_39 = v_run2_39 & ((v_run2_39 << 3'd4) | 6'hf);
            v_run_39 = v_run4_39 & (6'd0 | 6'h3f);
            v_flips_39 = (v_run_39 << 1'b1) | 6'd1;
            small_39 <= small_39 ^ (v_flips_39 & {6{v_event_39_w}});
        end
        if (v_here_40) begin
            small_40 <= {5'd0, v_event_40_w};
        end else begin
            v_run1_40 = small_40 & ((small_40 << 1'b1) | 6'd1);
            v_run2_40 = v_run1_40 & ((v_run1_40 << 2'd2) | 6'd3);
            v_run4_40 = v_run2_40 & ((v_run2_40 << 3'd4) | 6'hf);
            v_run_40 = v_run4_40 & (6'd0 | 6'h3f);
            v_flips_40 = (v_run_40 << 1'b1) | 6'd1;
            small_40 <= small_40 ^ (v_flips_40 & {6{v_event_40_w}});
        end
        if (v_here_41) begin
            small_41 <= {5'd0, v_event_41_w};
        end else begin
            v_run1_41 = small_41 & ((small_41 << 1'b1) | 6'd1);
            v_run2_41 = v_run1_41 & ((v_run1_41 << 2'd2) | 6'd3);
            v_run4_41 = v_run2_41 & ((v_run2_41 << 3'd4) | 6'hf);
            v_run_41 = v_run4_41 & (6'd0 | 6'h3f);
            v_flips_41 = (v_run_41 << 1'b1) | 6'd1;
            small_41 <= small_41 ^ (v_flips_41 & {6{v_event_41_w}});
        end
        ring <= {ring[40:0], v_last};
        if (v_on) begin
            which <= 2'd0;
        end else begin
            which <= which + 2'd1;
        end
        if (v_on) begin
            if (v_last) begin
                number <= 4'd0;
            end else begin
                number <= number + 4'd1;
            end
        end
        if (v_last) fresh <= 1'b0;
        totals_q <= totals[v_place];
        taken_0 <= v_chosen_41;
        place_0 <= v_place;
        starts <= fresh;
        if (starts) begin
            total <= 32'd0;
        end else begin
            total <= totals_q;
        end
        taken_1 <= taken_0;
        place_1 <= place_0;
        totals[place_1] <= sum;
        if (v_restart) begin
            counts_0 <= 1'b0;
            counts_1 <= 1'b0;
            ring <= 42'd1;
            number <= 4'd0;
            which <= 2'd0;
            fresh <= 1'b1;
            small_0 <= 6'd0;
            small_1 <= 6'd0;
            small_2 <= 6'd0;
            small_3 <= 6'd0;
            small_4 <= 6'd0;
            small_5 <= 6'd0;
            small_6 <= 6'd0;
            small_7 <= 6'd0;
            small_8 <= 6'd0;
            small_9 <= 6'd0;
            small_10 <= 6'd0;
            small_11 <= 6'd0;
            small_12 <= 6'd0;
            small_13 <= 6'd0;
            small_14 <= 6'd0;
            small_15 <= 6'd0;
            small_16 <= 6'd0;
            small_17 <= 6'd0;
            small_18 <= 6'd0;
            small_19 <= 6'd0;
            small_20 <= 6'd0;
            small_21 <= 6'd0;
            small_22 <= 6'd0;
            small_23 <= 6'd0;
            small_24 <= 6'd0;
            small_25 <= 6'd0;
            small_26 <= 6'd0;
            small_27 <= 6'd0;
            small_28 <= 6'd0;
            small_29 <= 6'd0;
            small_30 <= 6'd0;
            small_31 <= 6'd0;
            small_32 <= 6'd0;
            small_33 <= 6'd0;
            small_34 <= 6'd0;
            small_35 <= 6'd0;
            small_36 <= 6'd0;
            small_37 <= 6'd0;
            small_38 <= 6'd0;
            small_39 <= 6'd0;
            small_40 <= 6'd0;
            small_41 <= 6'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
