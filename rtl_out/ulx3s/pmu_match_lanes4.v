// Finds the lane that accesses a bank. Combinational.
module pmu_match_lanes4 (
    input  wire [1:0] number,
    input  wire [3:0] active,
    // the bank of each lane
    input  wire [1:0] bank_0,
    input  wire [1:0] bank_1,
    input  wire [1:0] bank_2,
    input  wire [1:0] bank_3,
    output wire       hit,
    output wire [1:0] lane
);
    wire any_0;
    wire any_1;
    wire any_2;
    wire any_3;
    wire any_4;
    wire [1:0] found_0;
    wire [1:0] found_1;
    wire [1:0] found_2;
    wire [1:0] found_3;
    wire [1:0] found_4;

    assign any_0 = 1'b0;
    assign found_0 = 2'd0;
    wire match_here_0 = active[0] & (bank_0 == number);
    assign any_1 = any_0 | match_here_0;
    assign found_1 = match_here_0 ? 2'd0 : found_0;
    wire match_here_1 = active[1] & (bank_1 == number);
    assign any_2 = any_1 | match_here_1;
    assign found_2 = match_here_1 ? 2'd1 : found_1;
    wire match_here_2 = active[2] & (bank_2 == number);
    assign any_3 = any_2 | match_here_2;
    assign found_3 = match_here_2 ? 2'd2 : found_2;
    wire match_here_3 = active[3] & (bank_3 == number);
    assign any_4 = any_3 | match_here_3;
    assign found_4 = match_here_3 ? 2'd3 : found_3;
    assign hit = any_4;
    assign lane = found_4;
endmodule
