// What the leaves of functional units are told of the operator, a cycle later.
module fu_alu_quant_flush_t4_decode (
    // clock
    input  wire        clk,
    // configuration: the code of the operator, constant during a run
    input  wire [5:0]  op,
    // for the units: a bit a set of operators
    output wire [17:0] alu_told,
    output wire        quant_told
);
    int_alu_decode alu (
        .clk(clk),
        .op(op),
        .told(alu_told)
    );
    quantize_decode quant (
        .clk(clk),
        .op(op),
        .told(quant_told)
    );
endmodule
