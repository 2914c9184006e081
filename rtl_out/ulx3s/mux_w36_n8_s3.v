// The input that select numbers.
module mux_w36_n8_s3 (
    input  wire [2:0]  select,
    // what may be chosen
    input  wire [35:0] choice_0,
    input  wire [35:0] choice_1,
    input  wire [35:0] choice_2,
    input  wire [35:0] choice_3,
    input  wire [35:0] choice_4,
    input  wire [35:0] choice_5,
    input  wire [35:0] choice_6,
    input  wire [35:0] choice_7,
    output wire [35:0] chosen
);
    wire [35:0] node_0;
    wire [35:0] node_1;
    wire [35:0] node_2;
    wire [35:0] node_3;
    wire [35:0] node_4;
    wire [35:0] node_5;
    wire [35:0] node_6;
    wire [35:0] node_7;
    wire [35:0] node_8;
    wire [35:0] node_9;
    wire [35:0] node_10;
    wire [35:0] node_11;
    wire [35:0] node_12;
    wire [35:0] node_13;
    wire [35:0] node_14;

    assign node_0 = choice_0;
    assign node_1 = choice_1;
    assign node_2 = choice_2;
    assign node_3 = choice_3;
    assign node_4 = choice_4;
    assign node_5 = choice_5;
    assign node_6 = choice_6;
    assign node_7 = choice_7;
    assign node_8 = select[0] ? node_1 : node_0;
    assign node_9 = select[0] ? node_3 : node_2;
    assign node_10 = select[0] ? node_5 : node_4;
    assign node_11 = select[0] ? node_7 : node_6;
    assign node_12 = select[1] ? node_9 : node_8;
    assign node_13 = select[1] ? node_11 : node_10;
    assign node_14 = select[2] ? node_13 : node_12;
    assign chosen = node_14;
endmodule
