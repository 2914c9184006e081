// Distributed RAM of 16 words of 4 bits: written at the edge, read at once.
module TRELLIS_DPR16X4 #(
    parameter WCKMUX = "WCK",
    parameter WREMUX = "WRE",
    parameter [63:0] INITVAL = 0
) (input [3:0] DI, WAD, input WRE, WCK, input [3:0] RAD, output [3:0] DO);
    reg [3:0] store [0:15];
    integer i;
    initial begin
        for (i = 0; i < 16; i = i + 1) store[i] = INITVAL[4 * i +: 4];
        if (WCKMUX != "WCK") begin
            $display("TRELLIS_DPR16X4: no model of WCKMUX %s", WCKMUX);
            $fatal;
        end
    end
    wire write = WREMUX == "1" ? 1'b1 : WREMUX == "0" ? 1'b0 : WREMUX == "INV" ? !WRE : WRE;
    always @(posedge WCK) if (write) store[WAD] <= DI;
    assign DO = store[RAD];
endmodule
