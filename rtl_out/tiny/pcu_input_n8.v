// An input port of a PCU: holds a beat while inner loops run, and checks its end mark.
module pcu_input_n8 (
    // configuration
    input  wire       enable,
    input  wire [3:0] hold,
    // where the loops stand
    input  wire [8:0] below,
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
    wire [8:0] pops_part = below >> hold;
    wire pops = (issue & enable) & pops_part[0];
    assign served = beat_valid | (~enable);
    assign beat_pop = pops;
    wire [1:0] differ = pops ? (beat_e ^ expected_e) : 2'd0;
    assign mark_error = differ != 2'd0;

    wire unused_bits = &{1'b0, pops_part[8:1]};
endmodule
