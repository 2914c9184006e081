// A value in each lane: base plus lane times step.
module counter_ramp_b32_lanes4 (
    input  wire [31:0] base,
    input  wire [31:0] step,
    // one a lane
    output wire [31:0] value_0,
    output wire [31:0] value_1,
    output wire [31:0] value_2,
    output wire [31:0] value_3
);
    assign value_0 = base;
    assign value_1 = value_0 + (step << 1'b0);
    assign value_2 = value_0 + (step << 1'b1);
    assign value_3 = value_1 + (step << 1'b1);
endmodule
