// The input that select numbers.
module mux_w2_n2_s1 (
    input  wire       select,
    // what may be chosen
    input  wire [1:0] choice_0,
    input  wire [1:0] choice_1,
    output wire [1:0] chosen
);
    wire [1:0] node_0;
    wire [1:0] node_1;
    wire [1:0] node_2;

    assign node_0 = choice_0;
    assign node_1 = choice_1;
    assign node_2 = select ? node_1 : node_0;
    assign chosen = node_2;
endmodule
