// Sum of four products of signed bytes. Four cycles; zero for other operators.
module dot_i8 (
    input  wire        clk,
    input  wire [5:0]  op,
    input  wire [31:0] a,
    input  wire [31:0] b,
    output wire [31:0] result
);
    reg [31:0] factors_a;
    reg [31:0] factors_b;
    reg [15:0] product_0;
    reg [15:0] product_1;
    reg [15:0] product_2;
    reg [15:0] product_3;
    reg [16:0] pair_0;
    reg [16:0] pair_1;
    reg [17:0] sum;

    assign result = {{14{sum[17]}}, sum};

    task automatic step;
        reg [7:0] v_byte_a_0;
        reg [7:0] v_byte_b_0;
        reg [7:0] v_byte_a_1;
        reg [7:0] v_byte_b_1;
        reg [7:0] v_byte_a_2;
        reg [7:0] v_byte_b_2;
        reg [7:0] v_byte_a_3;
        reg [7:0] v_byte_b_3;
    begin
        if (op == 6'h23) begin
            v_byte_a_0 = factors_a[7:0];
            v_byte_b_0 = factors_b[7:0];
            v_byte_a_1 = factors_a[15:8];
            v_byte_b_1 = factors_b[15:8];
            v_byte_a_2 = factors_a[23:16];
            v_byte_b_2 = factors_b[23:16];
            v_byte_a_3 = factors_a[31:24];
            v_byte_b_3 = factors_b[31:24];
            factors_a <= a;
            factors_b <= b;
            product_0 <= {{8{v_byte_a_0[7]}}, v_byte_a_0} * {{8{v_byte_b_0[7]}}, v_byte_b_0};
            product_1 <= {{8{v_byte_a_1[7]}}, v_byte_a_1} * {{8{v_byte_b_1[7]}}, v_byte_b_1};
            product_2 <= {{8{v_byte_a_2[7]}}, v_byte_a_2} * {{8{v_byte_b_2[7]}}, v_byte_b_2};
            product_3 <= {{8{v_byte_a_3[7]}}, v_byte_a_3} * {{8{v_byte_b_3[7]}}, v_byte_b_3};
            pair_0 <= {{1{product_0[15]}}, product_0} + {{1{product_1[15]}}, product_1};
            pair_1 <= {{1{product_2[15]}}, product_2} + {{1{product_3[15]}}, product_3};
            sum <= {{1{pair_0[16]}}, pair_0} + {{1{pair_1[16]}}, pair_1};
        end else begin
            sum <= 18'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
