// Shift left, right, and right with sign. Two cycles; zero for other operators.
module shifter (
    input  wire        clk,
    input  wire [5:0]  op,
    input  wire [31:0] a,
    input  wire [4:0]  b,
    output wire [31:0] result
);
    reg [38:0] coarse;
    reg [2:0] fine_amount;
    reg [31:0] value;

    wire left = op == 6'hc;
    wire right_signed = op == 6'hd;
    wire right = (op == 6'he) | right_signed;
    wire fill = a[31] & right_signed;
    wire [30:0] upper = left ? a[31:1] : {31{fill}};
    wire [31:0] lower = left ? {a[0], 31'd0} : a;
    wire [62:0] funnel = {upper, lower};
    wire [4:0] amount = b ^ {5{left}};
    wire [46:0] by_16 = amount[4] ? funnel[62:16] : funnel[46:0];
    wire [34:0] by_4 = fine_amount[2] ? coarse[38:4] : coarse[34:0];
    wire [32:0] by_2 = fine_amount[1] ? by_4[34:2] : by_4[32:0];
    assign result = value;

    always @(posedge clk) begin
        if (amount[3]) begin
            coarse <= by_16[46:8];
        end else begin
            coarse <= by_16[38:0];
        end
        fine_amount <= amount[2:0];
        if (fine_amount[0]) begin
            value <= by_2[32:1];
        end else begin
            value <= by_2[31:0];
        end
        if ((~left) & (~right)) value <= 32'd0;
    end
endmodule
