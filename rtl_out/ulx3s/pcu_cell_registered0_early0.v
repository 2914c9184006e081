// Joins product, accumulators and sum of one stage and lane of a PCU.
module pcu_cell_registered0_early0 (
    input  wire        clk,
    // what all lanes do
    input  wire        systolic,
    input  wire [31:0] start,
    input  wire        from_bank_0,
    input  wire        from_bank_1,
    input  wire        continues,
    input  wire        leaving_bank,
    // the accumulators
    input  wire [31:0] accumulator_0,
    input  wire [31:0] accumulator_1,
    // registers, or constants
    input  wire [31:0] own_0,
    input  wire [31:0] own_1,
    input  wire [31:0] own_2,
    // what the functional unit gives
    input  wire [31:0] product,
    input  wire [31:0] other,
    // for the functional unit
    output wire [31:0] operand_0,
    output wire [31:0] operand_1,
    output wire [31:0] operand_2,
    // for its adders
    output wire [31:0] sum_a,
    output wire [31:0] sum_b,
    // for the accumulators
    output wire [31:0] result,
    // for the pipeline registers
    output wire [31:0] passed
);
    wire [31:0] in_lanes = {32{~systolic}};
    wire [31:0] sum_b_w = systolic ? product : own_1;
    wire [31:0] own_a = own_0 & {32{~continues}};
    wire [31:0] bank_0 = accumulator_0 & {32{from_bank_0}};
    wire [31:0] bank_1 = accumulator_1 & {32{from_bank_1}};
    assign sum_a = ((bank_0 | bank_1) | start) | (own_a & in_lanes);
    assign operand_0 = own_a | (bank_0 & in_lanes);
    assign operand_1 = own_1;
    assign operand_2 = own_2;
    assign sum_b = sum_b_w;
    wire [31:0] leaving = leaving_bank ? accumulator_1 : accumulator_0;
    wire [31:0] result_w = other | (product & in_lanes);
    assign result = result_w;
    assign passed = systolic ? leaving : result_w;

    wire unused_bits = &{1'b0, clk};
endmodule
