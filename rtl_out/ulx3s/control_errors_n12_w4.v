// Error flags of all units, kept until reset, and the lowest unit that has one.
module control_errors_n12_w4 (
    input  wire        clk,
    input  wire        rst,
    // one bit a unit
    input  wire [11:0] raised,
    output wire        some,
    output wire [3:0]  lowest
);
    reg [11:0] flags;
    wire [3:0] found_0;
    wire [3:0] found_1;
    wire [3:0] found_2;
    wire [3:0] found_3;
    wire [3:0] found_4;
    wire [3:0] found_5;
    wire [3:0] found_6;
    wire [3:0] found_7;
    wire [3:0] found_8;
    wire [3:0] found_9;
    wire [3:0] found_10;
    wire [3:0] found_11;
    wire [3:0] found_12;
    wire [3:0] found_13;
    wire [3:0] found_14;
    wire [3:0] found_15;
    wire [3:0] found_16;
    wire [3:0] found_17;
    wire [3:0] found_18;
    wire [3:0] found_19;
    wire [3:0] found_20;
    wire [3:0] found_21;
    wire [3:0] found_22;
    wire [3:0] found_23;
    wire [3:0] found_24;
    wire [3:0] found_25;
    wire [3:0] found_26;
    wire [3:0] found_27;
    wire [3:0] found_28;
    wire [3:0] found_29;
    wire [3:0] found_30;
    wire [3:0] found_31;
    wire any_0;
    wire any_1;
    wire any_2;
    wire any_3;
    wire any_4;
    wire any_5;
    wire any_6;
    wire any_7;
    wire any_8;
    wire any_9;
    wire any_10;
    wire any_11;
    wire any_12;
    wire any_13;
    wire any_14;
    wire any_15;
    wire any_16;
    wire any_17;
    wire any_18;
    wire any_19;
    wire any_20;
    wire any_21;
    wire any_22;
    wire any_23;
    wire any_24;
    wire any_25;
    wire any_26;
    wire any_27;
    wire any_28;
    wire any_29;
    wire any_30;
    wire any_31;

    assign found_16 = 4'd0;
    assign any_16 = flags[0];
    assign found_17 = 4'd1;
    assign any_17 = flags[1];
    assign found_18 = 4'd2;
    assign any_18 = flags[2];
    assign found_19 = 4'd3;
    assign any_19 = flags[3];
    assign found_20 = 4'd4;
    assign any_20 = flags[4];
    assign found_21 = 4'd5;
    assign any_21 = flags[5];
    assign found_22 = 4'd6;
    assign any_22 = flags[6];
    assign found_23 = 4'd7;
    assign any_23 = flags[7];
    assign found_24 = 4'd8;
    assign any_24 = flags[8];
    assign found_25 = 4'd9;
    assign any_25 = flags[9];
    assign found_26 = 4'ha;
    assign any_26 = flags[10];
    assign found_27 = 4'hb;
    assign any_27 = flags[11];
    assign found_28 = 4'hc;
    assign any_28 = 1'b0;
    assign found_29 = 4'hd;
    assign any_29 = 1'b0;
    assign found_30 = 4'he;
    assign any_30 = 1'b0;
    assign found_31 = 4'hf;
    assign any_31 = 1'b0;
    assign any_15 = any_30 | any_31;
    assign found_15 = any_30 ? found_30 : found_31;
    assign any_14 = any_28 | any_29;
    assign found_14 = any_28 ? found_28 : found_29;
    assign any_13 = any_26 | any_27;
    assign found_13 = any_26 ? found_26 : found_27;
    assign any_12 = any_24 | any_25;
    assign found_12 = any_24 ? found_24 : found_25;
    assign any_11 = any_22 | any_23;
    assign found_11 = any_22 ? found_22 : found_23;
    assign any_10 = any_20 | any_21;
    assign found_10 = any_20 ? found_20 : found_21;
    assign any_9 = any_18 | any_19;
    assign found_9 = any_18 ? found_18 : found_19;
    assign any_8 = any_16 | any_17;
    assign found_8 = any_16 ? found_16 : found_17;
    assign any_7 = any_14 | any_15;
    assign found_7 = any_14 ? found_14 : found_15;
    assign any_6 = any_12 | any_13;
    assign found_6 = any_12 ? found_12 : found_13;
    assign any_5 = any_10 | any_11;
    assign found_5 = any_10 ? found_10 : found_11;
    assign any_4 = any_8 | any_9;
    assign found_4 = any_8 ? found_8 : found_9;
    assign any_3 = any_6 | any_7;
    assign found_3 = any_6 ? found_6 : found_7;
    assign any_2 = any_4 | any_5;
    assign found_2 = any_4 ? found_4 : found_5;
    assign any_1 = any_2 | any_3;
    assign found_1 = any_2 ? found_2 : found_3;
    assign any_0 = 1'b0;
    assign found_0 = 4'd0;
    assign some = any_1;
    assign lowest = found_1;

    always @(posedge clk) begin
        flags <= flags | raised;
        if (rst) flags <= 12'd0;
    end

    wire unused_bits = &{1'b0, found_0, any_0};
endmodule
