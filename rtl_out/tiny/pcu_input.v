// An input port of a PCU: whether the unit can issue, and whether the end mark of what it pops
// fits.
module pcu_input (
    // configuration
    input  wire       enable,
    // the beat that may be issued, and whether it is
    input  wire       pops,
    input  wire       issue,
    // the head of the port's FIFO
    input  wire       beat_valid,
    input  wire [1:0] beat_e,
    input  wire [1:0] expected_e,
    // the head of the port's FIFO
    output wire       beat_pop,
    output wire       served,
    output wire       mark_error
);
    wire pops_w = issue & pops;
    assign served = beat_valid | (~enable);
    assign beat_pop = pops_w;
    wire [1:0] differ = pops_w ? (beat_e ^ expected_e) : 2'd0;
    assign mark_error = differ != 2'd0;
endmodule
