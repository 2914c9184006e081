// The input that select numbers.
module mux_w32_n14_s4 (
    input  wire [3:0]  select,
    // what may be chosen
    input  wire [31:0] choice_0,
    input  wire [31:0] choice_1,
    input  wire [31:0] choice_2,
    input  wire [31:0] choice_3,
    input  wire [31:0] choice_4,
    input  wire [31:0] choice_5,
    input  wire [31:0] choice_6,
    input  wire [31:0] choice_7,
    input  wire [31:0] choice_8,
    input  wire [31:0] choice_9,
    input  wire [31:0] choice_10,
    input  wire [31:0] choice_11,
    input  wire [31:0] choice_12,
    input  wire [31:0] choice_13,
    output wire [31:0] chosen
);
    wire [31:0] node_0;
    wire [31:0] node_1;
    wire [31:0] node_2;
    wire [31:0] node_3;
    wire [31:0] node_4;
    wire [31:0] node_5;
    wire [31:0] node_6;
    wire [31:0] node_7;
    wire [31:0] node_8;
    wire [31:0] node_9;
    wire [31:0] node_10;
    wire [31:0] node_11;
    wire [31:0] node_12;
    wire [31:0] node_13;
    wire [31:0] node_14;
    wire [31:0] node_15;
    wire [31:0] node_16;
    wire [31:0] node_17;
    wire [31:0] node_18;
    wire [31:0] node_19;
    wire [31:0] node_20;
    wire [31:0] node_21;
    wire [31:0] node_22;
    wire [31:0] node_23;
    wire [31:0] node_24;
    wire [31:0] node_25;
    wire [31:0] node_26;
    wire [31:0] node_27;

    assign node_0 = choice_0;
    assign node_1 = choice_1;
    assign node_2 = choice_2;
    assign node_3 = choice_3;
    assign node_4 = choice_4;
    assign node_5 = choice_5;
    assign node_6 = choice_6;
    assign node_7 = choice_7;
    assign node_8 = choice_8;
    assign node_9 = choice_9;
    assign node_10 = choice_10;
    assign node_11 = choice_11;
    assign node_12 = choice_12;
    assign node_13 = choice_13;
    assign node_14 = select[0] ? node_1 : node_0;
    assign node_15 = select[0] ? node_3 : node_2;
    assign node_16 = select[0] ? node_5 : node_4;
    assign node_17 = select[0] ? node_7 : node_6;
    assign node_18 = select[0] ? node_9 : node_8;
    assign node_19 = select[0] ? node_11 : node_10;
    assign node_20 = select[0] ? node_13 : node_12;
    assign node_21 = select[1] ? node_15 : node_14;
    assign node_22 = select[1] ? node_17 : node_16;
    assign node_23 = select[1] ? node_19 : node_18;
    assign node_24 = node_20;
    assign node_25 = select[2] ? node_22 : node_21;
    assign node_26 = select[2] ? node_24 : node_23;
    assign node_27 = select[3] ? node_26 : node_25;
    assign chosen = node_27;
endmodule
