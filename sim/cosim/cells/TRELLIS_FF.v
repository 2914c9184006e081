// Flip-flop with enable and with set or reset.
module TRELLIS_FF #(
    parameter GSR = "ENABLED",
    parameter CEMUX = "1",
    parameter CLKMUX = "CLK",
    parameter LSRMUX = "LSR",
    parameter SRMODE = "LSR_OVER_CE",
    parameter REGSET = "RESET"
) (input CLK, LSR, CE, DI, output reg Q);
    wire enable = CEMUX == "1" ? 1'b1 : CEMUX == "0" ? 1'b0 : CEMUX == "INV" ? !CE : CE;
    wire clear = LSRMUX == "INV" ? !LSR : LSR;
    localparam value = REGSET == "SET";
    initial begin
        Q = value;
        if (CLKMUX != "CLK" || SRMODE == "ASYNC") begin
            $display("TRELLIS_FF: no model of CLKMUX %s, SRMODE %s", CLKMUX, SRMODE);
            $fatal;
        end
    end
    generate
        if (SRMODE == "LSR_OVER_CE") begin
            always @(posedge CLK) if (clear) Q <= value; else if (enable) Q <= DI;
        end else begin
            always @(posedge CLK) if (enable) Q <= clear ? value : DI;
        end
    endgenerate
endmodule
