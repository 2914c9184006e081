// Joins product, accumulators and sum of one stage and lane of a PCU. Combinational.
module pcu_cell (
    // what all lanes do
    input  wire        systolic,
    input  wire [31:0] start,
    input  wire        from_bank_0,
    input  wire        from_bank_1,
    input  wire        leaving_bank,
    // the accumulators
    input  wire [31:0] accumulator_0,
    input  wire [31:0] accumulator_1,
    // operands of the stage
    input  wire [31:0] plain_a,
    input  wire [31:0] operand_b,
    // what the functional unit gives
    input  wire [31:0] product,
    input  wire [31:0] other,
    // operands of its adders
    output wire [31:0] sum_a,
    output wire [31:0] sum_b,
    // for the accumulators
    output wire [31:0] result,
    // for the pipeline registers
    output wire [31:0] passed
);
    wire [31:0] in_lanes = {32{~systolic}};
    assign sum_a =
        (((accumulator_0 & {32{from_bank_0}}) | (accumulator_1 & {32{from_bank_1}})) | start) | (plain_a & in_lanes);
    assign sum_b = systolic ? product : operand_b;
    wire [31:0] leaving = leaving_bank ? accumulator_1 : accumulator_0;
    wire [31:0] result_w = other | (product & in_lanes);
    assign result = result_w;
    assign passed = systolic ? leaving : result_w;
endmodule
