// Multiplier of 18 by 18 bits. Registers of inputs, product and output are there as far as their clocks are named.
module MULT18X18D #(
    parameter REG_INPUTA_CLK = "NONE", parameter REG_INPUTA_CE = "CE0", parameter REG_INPUTA_RST = "RST0",
    parameter REG_INPUTB_CLK = "NONE", parameter REG_INPUTB_CE = "CE0", parameter REG_INPUTB_RST = "RST0",
    parameter REG_PIPELINE_CLK = "NONE", parameter REG_PIPELINE_CE = "CE0", parameter REG_PIPELINE_RST = "RST0",
    parameter REG_OUTPUT_CLK = "NONE", parameter REG_OUTPUT_CE = "CE0", parameter REG_OUTPUT_RST = "RST0",
    parameter SOURCEB_MODE = "B_SHIFT", parameter RESETMODE = "SYNC", parameter GSR = "ENABLED"
) (
    input A17, A16, A15, A14, A13, A12, A11, A10, A9, A8, A7, A6, A5, A4, A3, A2, A1, A0,
    input B17, B16, B15, B14, B13, B12, B11, B10, B9, B8, B7, B6, B5, B4, B3, B2, B1, B0,
    input C17, C16, C15, C14, C13, C12, C11, C10, C9, C8, C7, C6, C5, C4, C3, C2, C1, C0,
    input SIGNEDA, SIGNEDB, SOURCEA, SOURCEB,
    input CLK0, CLK1, CLK2, CLK3, CE0, CE1, CE2, CE3, RST0, RST1, RST2, RST3,
    output P35, P34, P33, P32, P31, P30, P29, P28, P27, P26, P25, P24, P23, P22, P21, P20, P19, P18, P17, P16, P15, P14, P13, P12, P11, P10, P9, P8, P7, P6, P5, P4, P3, P2, P1, P0
);
    initial
        if ((REG_INPUTA_CLK != "NONE" && REG_INPUTA_CLK != "CLK0") || (REG_INPUTB_CLK != "NONE" && REG_INPUTB_CLK != "CLK0")
            || (REG_PIPELINE_CLK != "NONE" && REG_PIPELINE_CLK != "CLK0")
            || (REG_OUTPUT_CLK != "NONE" && REG_OUTPUT_CLK != "CLK0")) begin
            $display("MULT18X18D: no model of a clock other than CLK0");
            $fatal;
        end
    wire [17:0] a = {A17, A16, A15, A14, A13, A12, A11, A10, A9, A8, A7, A6, A5, A4, A3, A2, A1, A0};
    wire [17:0] b = {B17, B16, B15, B14, B13, B12, B11, B10, B9, B8, B7, B6, B5, B4, B3, B2, B1, B0};
    // The sign is that of the operand, extended.
    reg [18:0] a_stored, b_stored;
    always @(posedge CLK0)
        if (RST0) begin
            a_stored <= 0;
            b_stored <= 0;
        end else if (CE0) begin
            a_stored <= {SIGNEDA & a[17], a};
            b_stored <= {SIGNEDB & b[17], b};
        end
    wire signed [18:0] left = REG_INPUTA_CLK == "NONE" ? {SIGNEDA & a[17], a} : a_stored;
    wire signed [18:0] right = REG_INPUTB_CLK == "NONE" ? {SIGNEDB & b[17], b} : b_stored;
    wire [37:0] whole = left * right;
    reg [35:0] product_stored, out_stored;
    wire [35:0] product = REG_PIPELINE_CLK == "NONE" ? whole[35:0] : product_stored;
    always @(posedge CLK0)
        if (RST0) begin
            product_stored <= 0;
            out_stored <= 0;
        end else if (CE0) begin
            product_stored <= whole[35:0];
            out_stored <= product;
        end
    assign {P35, P34, P33, P32, P31, P30, P29, P28, P27, P26, P25, P24, P23, P22, P21, P20, P19, P18, P17, P16, P15, P14, P13, P12, P11, P10, P9, P8, P7, P6, P5, P4, P3, P2, P1, P0} = REG_OUTPUT_CLK == "NONE" ? product : out_stored;
endmodule
