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
    wire [31:0] choice_0;
    wire [31:0] choice_1;
    wire [31:0] choice_2;
    wire [31:0] choice_3;
    wire [31:0] choice_4;
    wire [31:0] choice_5;
    wire [31:0] choice_6;
    wire [31:0] choice_7;
    wire [31:0] choice_8;
    wire [31:0] choice_9;
    wire [31:0] choice_10;
    wire [31:0] choice_11;
    wire [31:0] choice_12;
    wire [31:0] choice_13;
    wire [31:0] choice_14;
    wire [31:0] choice_15;
    wire [31:0] choice_16;
    wire [31:0] choice_17;
    wire [31:0] choice_18;
    wire [31:0] choice_19;
    wire [31:0] choice_20;
    wire [31:0] choice_21;
    wire [31:0] choice_22;
    wire [31:0] choice_23;
    reg [31:0] store_0;
    reg [31:0] store_1;
    reg [31:0] store_2;
    reg [31:0] store_3;

    assign choice_0 = source_0 & {32{head_0 == 3'd0}};
    wire hit_0_1 = head_0 == 3'd1;
    assign choice_1 = choice_0 | (source_1 & {32{hit_0_1}});
    wire hit_0_2 = head_0 == 3'd2;
    assign choice_2 = choice_1 | (source_2 & {32{hit_0_2}});
    wire hit_0_3 = head_0 == 3'd3;
    assign choice_3 = choice_2 | (source_3 & {32{hit_0_3}});
    wire hit_0_4 = head_0 == 3'd4;
    assign choice_4 = choice_3 | (source_4 & {32{hit_0_4}});
    wire hit_0_5 = head_0 == 3'd5;
    assign choice_5 = choice_4 | (source_5 & {32{hit_0_5}});
    assign register_0 = store_0;
    assign choice_6 = source_0 & {32{head_1 == 3'd0}};
    wire hit_1_1 = head_1 == 3'd1;
    assign choice_7 = choice_6 | (source_1 & {32{hit_1_1}});
    wire hit_1_2 = head_1 == 3'd2;
    assign choice_8 = choice_7 | (source_2 & {32{hit_1_2}});
    wire hit_1_3 = head_1 == 3'd3;
    assign choice_9 = choice_8 | (source_3 & {32{hit_1_3}});
    wire hit_1_4 = head_1 == 3'd4;
    assign choice_10 = choice_9 | (source_4 & {32{hit_1_4}});
    wire hit_1_5 = head_1 == 3'd5;
    assign choice_11 = choice_10 | (source_5 & {32{hit_1_5}});
    assign register_1 = store_1;
    assign choice_12 = source_0 & {32{head_2 == 3'd0}};
    wire hit_2_1 = head_2 == 3'd1;
    assign choice_13 = choice_12 | (source_1 & {32{hit_2_1}});
    wire hit_2_2 = head_2 == 3'd2;
    assign choice_14 = choice_13 | (source_2 & {32{hit_2_2}});
    wire hit_2_3 = head_2 == 3'd3;
    assign choice_15 = choice_14 | (source_3 & {32{hit_2_3}});
    wire hit_2_4 = head_2 == 3'd4;
    assign choice_16 = choice_15 | (source_4 & {32{hit_2_4}});
    wire hit_2_5 = head_2 == 3'd5;
    assign choice_17 = choice_16 | (source_5 & {32{hit_2_5}});
    assign register_2 = store_2;
    assign choice_18 = source_0 & {32{head_3 == 3'd0}};
    wire hit_3_1 = head_3 == 3'd1;
    assign choice_19 = choice_18 | (source_1 & {32{hit_3_1}});
    wire hit_3_2 = head_3 == 3'd2;
    assign choice_20 = choice_19 | (source_2 & {32{hit_3_2}});
    wire hit_3_3 = head_3 == 3'd3;
    assign choice_21 = choice_20 | (source_3 & {32{hit_3_3}});
    wire hit_3_4 = head_3 == 3'd4;
    assign choice_22 = choice_21 | (source_4 & {32{hit_3_4}});
    wire hit_3_5 = head_3 == 3'd5;
    assign choice_23 = choice_22 | (source_5 & {32{hit_3_5}});
    assign register_3 = store_3;

    always @(posedge clk) begin
        store_0 <= choice_5;
        store_1 <= choice_11;
        store_2 <= choice_17;
        store_3 <= choice_23;
    end
endmodule
