// Two bits of a carry chain. Each bit has a look-up table of four inputs, whose lower quarter is its
// carry-generate function; INJECT1 "YES" would mask the carry.
module CCU2C #(
    parameter [15:0] INIT0 = 0,
    parameter [15:0] INIT1 = 0,
    parameter INJECT1_0 = "YES",
    parameter INJECT1_1 = "YES"
) (input CIN, A0, B0, C0, D0, A1, B1, C1, D1, output S0, S1, COUT);
    wire lut4_0 = INIT0[{D0, C0, B0, A0}];
    wire lut4_1 = INIT1[{D1, C1, B1, A1}];
    // Of the table with D low or absent: which carry leaves where none passes.
    wire lut2_0 = INIT0[{2'b00, B0, A0}];
    wire lut2_1 = INIT1[{2'b00, B1, A1}];
    wire gated_0 = INJECT1_0 == "YES" ? 1'b0 : CIN;
    assign S0 = lut4_0 ^ gated_0;
    wire middle = lut4_0 ? CIN : (INJECT1_0 != "YES" && lut2_0);
    wire gated_1 = INJECT1_1 == "YES" ? 1'b0 : middle;
    assign S1 = lut4_1 ^ gated_1;
    assign COUT = lut4_1 ? middle : (INJECT1_1 != "YES" && lut2_1);
endmodule
