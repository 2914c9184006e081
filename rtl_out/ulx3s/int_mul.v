// Low word of an integer product. Four cycles; zero for other operators.
module int_mul (
    input  wire        clk,
    input  wire        told,
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

    assign result = value;

    task automatic step;
        reg [15:0] v_a_low;
        reg [15:0] v_a_high;
        reg [15:0] v_b_low;
        reg [15:0] v_b_high;
        reg [15:0] v_high;
    begin
        v_a_low = factor_a[15:0];
        v_a_high = factor_a[31:16];
        v_b_low = factor_b[15:0];
        v_b_high = factor_b[31:16];
        factor_a <= a;
        factor_b <= b;
        low <= {16'd0, v_a_low} * {16'd0, v_b_low};
        cross_ab <= v_a_low * v_b_high;
        cross_ba <= v_a_high * v_b_low;
        if (told) begin
            v_high = low_3[31:16] + cross_3;
            low_3 <= low;
            cross_3 <= cross_ab + cross_ba;
            value <= {v_high, low_3[15:0]};
        end else begin
            value <= 32'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
