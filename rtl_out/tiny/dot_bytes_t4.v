// Sum of four products of signed bytes, with two multipliers to borrow. Zero for other operators.
module dot_bytes_t4 (
    input  wire        clk,
    input  wire        told,
    input  wire [31:0] a,
    input  wire [31:0] b,
    // for the borrowed multipliers
    input  wire [7:0]  factor_a_0,
    input  wire [7:0]  factor_a_1,
    input  wire [7:0]  factor_b_0,
    input  wire [7:0]  factor_b_1,
    // their products
    output wire [15:0] borrowed_0,
    output wire [15:0] borrowed_1,
    // the sum
    output wire [31:0] result
);
    reg [15:0] product_0;
    reg [15:0] product_1;
    reg [15:0] product_2;
    reg [15:0] product_3;
    reg [16:0] pair_0;
    reg [16:0] pair_1;
    reg [17:0] sum;
    reg [17:0] value;

    assign borrowed_0 = product_0;
    assign borrowed_1 = product_1;
    assign result = {{14{value[17]}}, value};

    task automatic step;
        reg v_is_i8;
        reg [7:0] v_byte_a_0;
        reg [7:0] v_byte_b_0;
        reg [8:0] v_x_0;
        reg [8:0] v_y_0;
        reg [7:0] v_byte_a_1;
        reg [7:0] v_byte_b_1;
        reg [8:0] v_x_1;
        reg [8:0] v_y_1;
        reg [7:0] v_byte_a_2;
        reg [7:0] v_byte_b_2;
        reg [8:0] v_x_2;
        reg [8:0] v_y_2;
        reg [7:0] v_byte_a_3;
        reg [7:0] v_byte_b_3;
        reg [8:0] v_x_3;
        reg [8:0] v_y_3;
    begin
        v_is_i8 = told;
        v_byte_a_0 = a[7:0];
        v_byte_b_0 = b[7:0];
        v_x_0 = v_is_i8 ? {{1{v_byte_a_0[7]}}, v_byte_a_0} : {1'b0, factor_a_0};
        v_y_0 = v_is_i8 ? {{1{v_byte_b_0[7]}}, v_byte_b_0} : {1'b0, factor_b_0};
        v_byte_a_1 = a[15:8];
        v_byte_b_1 = b[15:8];
        v_x_1 = v_is_i8 ? {{1{v_byte_a_1[7]}}, v_byte_a_1} : {1'b0, factor_a_1};
        v_y_1 = v_is_i8 ? {{1{v_byte_b_1[7]}}, v_byte_b_1} : {1'b0, factor_b_1};
        v_byte_a_2 = a[23:16];
        v_byte_b_2 = b[23:16];
        v_x_2 = {{1{v_byte_a_2[7]}}, v_byte_a_2};
        v_y_2 = {{1{v_byte_b_2[7]}}, v_byte_b_2};
        v_byte_a_3 = a[31:24];
        v_byte_b_3 = b[31:24];
        v_x_3 = {{1{v_byte_a_3[7]}}, v_byte_a_3};
        v_y_3 = {{1{v_byte_b_3[7]}}, v_byte_b_3};
        product_0 <= {{7{v_x_0[8]}}, v_x_0} * {{7{v_y_0[8]}}, v_y_0};
        product_1 <= {{7{v_x_1[8]}}, v_x_1} * {{7{v_y_1[8]}}, v_y_1};
        product_2 <= {{7{v_x_2[8]}}, v_x_2} * {{7{v_y_2[8]}}, v_y_2};
        product_3 <= {{7{v_x_3[8]}}, v_x_3} * {{7{v_y_3[8]}}, v_y_3};
        if (v_is_i8) begin
            pair_0 <= {{1{product_0[15]}}, product_0} + {{1{product_1[15]}}, product_1};
            pair_1 <= {{1{product_2[15]}}, product_2} + {{1{product_3[15]}}, product_3};
            sum <= {{1{pair_0[16]}}, pair_0} + {{1{pair_1[16]}}, pair_1};
            value <= sum;
        end else begin
            value <= 18'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
