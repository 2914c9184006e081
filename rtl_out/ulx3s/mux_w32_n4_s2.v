// The input that select numbers.
module mux_w32_n4_s2 (
    input  wire [1:0]  select,
    // what may be chosen
    input  wire [31:0] choice_0,
    input  wire [31:0] choice_1,
    input  wire [31:0] choice_2,
    input  wire [31:0] choice_3,
    output wire [31:0] chosen
);
    wire [31:0] node_0;
    wire [31:0] node_1;
    wire [31:0] node_2;
    wire [31:0] node_3;
    wire [31:0] node_4;
    wire [31:0] node_5;
    wire [31:0] node_6;

    assign node_0 = choice_0;
    assign node_1 = choice_1;
    assign node_2 = choice_2;
    assign node_3 = choice_3;
    assign node_4 = select[0] ? node_1 : node_0;
    assign node_5 = select[0] ? node_3 : node_2;
    assign node_6 = select[1] ? node_5 : node_4;
    assign chosen = node_6;
endmodule
