// Pipeline registers of one lane of a PCU before its first stage.
module pcu_head_r4_k6 (
    input  wire        clk,
    // configuration
    input  wire [2:0]  head_0,
    input  wire [2:0]  head_1,
    input  wire [2:0]  head_2,
    input  wire [2:0]  head_3,
    // this lane of the beats at the inputs, and of the indices
    input  wire [31:0] source_0,
    input  wire [31:0] source_1,
    input  wire [31:0] source_2,
    input  wire [31:0] source_3,
    input  wire [31:0] source_4,
    input  wire [31:0] source_5,
    // a cycle later
    output wire [31:0] register_0,
    output wire [31:0] register_1,
    output wire [31:0] register_2,
    output wire [31:0] register_3
);
    reg [31:0] store_0;
    reg [31:0] store_1;
    reg [31:0] store_2;
    reg [31:0] store_3;

    assign register_0 = store_0;
    assign register_1 = store_1;
    assign register_2 = store_2;
    assign register_3 = store_3;

    task automatic step;
        reg [31:0] v_choice_0;
        reg v_hit_0_1;
        reg [31:0] v_choice_1;
        reg v_hit_0_2;
        reg [31:0] v_choice_2;
        reg v_hit_0_3;
        reg [31:0] v_choice_3;
        reg v_hit_0_4;
        reg [31:0] v_choice_4;
        reg v_hit_0_5;
        reg [31:0] v_choice_5;
        reg [31:0] v_choice_6;
        reg v_hit_1_1;
        reg [31:0] v_choice_7;
        reg v_hit_1_2;
        reg [31:0] v_choice_8;
        reg v_hit_1_3;
        reg [31:0] v_choice_9;
        reg v_hit_1_4;
        reg [31:0] v_choice_10;
        reg v_hit_1_5;
        reg [31:0] v_choice_11;
        reg [31:0] v_choice_12;
        reg v_hit_2_1;
        reg [31:0] v_choice_13;
        reg v_hit_2_2;
        reg [31:0] v_choice_14;
        reg v_hit_2_3;
        reg [31:0] v_choice_15;
        reg v_hit_2_4;
        reg [31:0] v_choice_16;
        reg v_hit_2_5;
        reg [31:0] v_choice_17;
        reg [31:0] v_choice_18;
        reg v_hit_3_1;
        reg [31:0] v_choice_19;
        reg v_hit_3_2;
        reg [31:0] v_choice_20;
        reg v_hit_3_3;
        reg [31:0] v_choice_21;
        reg v_hit_3_4;
        reg [31:0] v_choice_22;
        reg v_hit_3_5;
        reg [31:0] v_choice_23;
    begin
        v_choice_0 = source_0 & {32{head_0 == 3'd0}};
        v_hit_0_1 = head_0 == 3'd1;
        v_choice_1 = v_choice_0 | (source_1 & {32{v_hit_0_1}});
        v_hit_0_2 = head_0 == 3'd2;
        v_choice_2 = v_choice_1 | (source_2 & {32{v_hit_0_2}});
        v_hit_0_3 = head_0 == 3'd3;
        v_choice_3 = v_choice_2 | (source_3 & {32{v_hit_0_3}});
        v_hit_0_4 = head_0 == 3'd4;
        v_choice_4 = v_choice_3 | (source_4 & {32{v_hit_0_4}});
        v_hit_0_5 = head_0 == 3'd5;
        v_choice_5 = v_choice_4 | (source_5 & {32{v_hit_0_5}});
        v_choice_6 = source_0 & {32{head_1 == 3'd0}};
        v_hit_1_1 = head_1 == 3'd1;
        v_choice_7 = v_choice_6 | (source_1 & {32{v_hit_1_1}});
        v_hit_1_2 = head_1 == 3'd2;
        v_choice_8 = v_choice_7 | (source_2 & {32{v_hit_1_2}});
        v_hit_1_3 = head_1 == 3'd3;
        v_choice_9 = v_choice_8 | (source_3 & {32{v_hit_1_3}});
        v_hit_1_4 = head_1 == 3'd4;
        v_choice_10 = v_choice_9 | (source_4 & {32{v_hit_1_4}});
        v_hit_1_5 = head_1 == 3'd5;
        v_choice_11 = v_choice_10 | (source_5 & {32{v_hit_1_5}});
        v_choice_12 = source_0 & {32{head_2 == 3'd0}};
        v_hit_2_1 = head_2 == 3'd1;
        v_choice_13 = v_choice_12 | (source_1 & {32{v_hit_2_1}});
        v_hit_2_2 = head_2 == 3'd2;
        v_choice_14 = v_choice_13 | (source_2 & {32{v_hit_2_2}});
        v_hit_2_3 = head_2 == 3'd3;
        v_choice_15 = v_choice_14 | (source_3 & {32{v_hit_2_3}});
        v_hit_2_4 = head_2 == 3'd4;
        v_choice_16 = v_choice_15 | (source_4 & {32{v_hit_2_4}});
        v_hit_2_5 = head_2 == 3'd5;
        v_choice_17 = v_choice_16 | (source_5 & {32{v_hit_2_5}});
        v_choice_18 = source_0 & {32{head_3 == 3'd0}};
        v_hit_3_1 = head_3 == 3'd1;
        v_choice_19 = v_choice_18 | (source_1 & {32{v_hit_3_1}});
        v_hit_3_2 = head_3 == 3'd2;
        v_choice_20 = v_choice_19 | (source_2 & {32{v_hit_3_2}});
        v_hit_3_3 = head_3 == 3'd3;
        v_choice_21 = v_choice_20 | (source_3 & {32{v_hit_3_3}});
        v_hit_3_4 = head_3 == 3'd4;
        v_choice_22 = v_choice_21 | (source_4 & {32{v_hit_3_4}});
        v_hit_3_5 = head_3 == 3'd5;
        v_choice_23 = v_choice_22 | (source_5 & {32{v_hit_3_5}});
        store_0 <= v_choice_5;
        store_1 <= v_choice_11;
        store_2 <= v_choice_17;
        store_3 <= v_choice_23;
    end
    endtask

    always @(posedge clk) step;
endmodule
