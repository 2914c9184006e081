// A word some cycles later.
module delay_n2 (
    input  wire        clk,
    input  wire [31:0] word,
    output wire [31:0] result
);
    reg [31:0] stage_0;
    reg [31:0] stage_1;

    assign result = stage_1;

    always @(posedge clk) begin
        stage_0 <= word;
        stage_1 <= stage_0;
    end
endmodule
