// Low word of an integer product. Four cycles; zero for other operators.
module int_mul (
    input  wire        clk,
    input  wire [5:0]  op,
    input  wire [31:0] a,
    input  wire [31:0] b,
    output wire [31:0] result
);
    reg [31:0] factor_a;
    reg [31:0] factor_b;
    reg [31:0] low;
    reg [15:0] cross_ab;
    reg [15:0] cross_ba;
    reg [31:0] low_3;
    reg [15:0] cross_3;
    reg [31:0] value;

    wire [15:0] a_low = factor_a[15:0];
    wire [15:0] a_high = factor_a[31:16];
    wire [15:0] b_low = factor_b[15:0];
    wire [15:0] b_high = factor_b[31:16];
    wire [15:0] high = low_3[31:16] + cross_3;
    assign result = value;

    always @(posedge clk) begin
        factor_a <= a;
        factor_b <= b;
        low <= {16'd0, a_low} * {16'd0, b_low};
        cross_ab <= a_low * b_high;
        cross_ba <= a_high * b_low;
        low_3 <= low;
        cross_3 <= cross_ab + cross_ba;
        value <= {high, low_3[15:0]};
        if (op != 6'd3) value <= 32'd0;
    end
endmodule
