// Pipeline registers of one lane across one stage of a PCU.
module pcu_pass_r4_t4 (
    input  wire        clk,
    // configuration
    input  wire [1:0]  destination,
    input  wire        take,
    input  wire [31:0] result,
    // at the stage's operands
    input  wire [31:0] before_0,
    input  wire [31:0] before_1,
    input  wire [31:0] before_2,
    input  wire [31:0] before_3,
    // when its result is there
    output wire [31:0] after_0,
    output wire [31:0] after_1,
    output wire [31:0] after_2,
    output wire [31:0] after_3
);
    reg [31:0] delay_0;
    reg [31:0] delay_1;
    reg [31:0] delay_2;
    reg [31:0] delay_3;
    reg [31:0] delay_4;
    reg [31:0] delay_5;
    reg [31:0] delay_6;
    reg [31:0] delay_7;
    reg [31:0] delay_8;
    reg [31:0] delay_9;
    reg [31:0] delay_10;
    reg [31:0] delay_11;
    reg [31:0] delay_12;
    reg [31:0] delay_13;
    reg [31:0] delay_14;
    reg [31:0] delay_15;

    wire replaced_0 = take & (destination == 2'd0);
    assign after_0 = replaced_0 ? result : delay_3;
    wire replaced_1 = take & (destination == 2'd1);
    assign after_1 = replaced_1 ? result : delay_7;
    wire replaced_2 = take & (destination == 2'd2);
    assign after_2 = replaced_2 ? result : delay_11;
    wire replaced_3 = take & (destination == 2'd3);
    assign after_3 = replaced_3 ? result : delay_15;

    always @(posedge clk) begin
        delay_0 <= before_0;
        delay_1 <= delay_0;
        delay_2 <= delay_1;
        delay_3 <= delay_2;
        delay_4 <= before_1;
        delay_5 <= delay_4;
        delay_6 <= delay_5;
        delay_7 <= delay_6;
        delay_8 <= before_2;
        delay_9 <= delay_8;
        delay_10 <= delay_9;
        delay_11 <= delay_10;
        delay_12 <= before_3;
        delay_13 <= delay_12;
        delay_14 <= delay_13;
        delay_15 <= delay_14;
    end
endmodule
