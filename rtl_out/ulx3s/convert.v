// Between i32 and f32. Four cycles; zero for other operators.
module convert (
    input  wire        clk,
    input  wire [5:0]  op,
    input  wire [31:0] a,
    output wire [31:0] result
);
    wire [31:0] mirror_0;
    wire [31:0] mirror_1;
    wire [31:0] mirror_2;
    wire [31:0] mirror_3;
    wire [31:0] mirror_4;
    wire [31:0] mirror_5;
    reg [31:0] data;
    reg [4:0] amount;
    reg sign_1;
    reg vanishes_1;
    reg exceeds_1;
    reg [31:0] coarse;
    reg by_16;
    reg by_8;
    reg by_4;
    reg [1:0] fine_amount;
    reg sign_2;
    reg vanishes_2;
    reg exceeds_2;
    wire [31:0] normal_0;
    wire [31:0] normal_1;
    wire [31:0] normal_2;
    wire [31:0] normal_3;
    wire [31:0] normal_4;
    wire [31:0] normal_5;
    reg [31:0] base;
    reg increment;
    reg [31:0] value;

    wire from_float = op == 6'h21;
    wire from_int = op == 6'h20;
    wire sign = a[31];
    wire [31:0] magnitude = (a ^ {32{sign}}) + {31'd0, sign};
    assign mirror_0 = magnitude;
    wire [31:0] swap_0 = mirror_0;
    assign mirror_1 = ((swap_0 >> 5'h10) & 32'hffff) | ((swap_0 & 32'hffff) << 5'h10);
    wire [31:0] swap_1 = mirror_1;
    assign mirror_2 = ((swap_1 >> 4'd8) & 32'hff00ff) | ((swap_1 & 32'hff00ff) << 4'd8);
    wire [31:0] swap_2 = mirror_2;
    assign mirror_3 = ((swap_2 >> 3'd4) & 32'hf0f0f0f) | ((swap_2 & 32'hf0f0f0f) << 3'd4);
    wire [31:0] swap_3 = mirror_3;
    assign mirror_4 = ((swap_3 >> 2'd2) & 32'h33333333) | ((swap_3 & 32'h33333333) << 2'd2);
    wire [31:0] swap_4 = mirror_4;
    assign mirror_5 = ((swap_4 >> 1'b1) & 32'h55555555) | ((swap_4 & 32'h55555555) << 1'b1);
    wire [31:0] significand = {1'b1, a[22:0], 8'd0};
    wire [7:0] exponent = a[30:23];
    wire nan = (&exponent) & (|a[22:0]);
    wire zeros_16 = ~(|data[15:0]);
    wire shifts_16 = from_float ? amount[4] : zeros_16;
    wire [31:0] after_16 = shifts_16 ? (data >> 5'h10) : data;
    wire zeros_8 = ~(|after_16[7:0]);
    wire shifts_8 = from_float ? amount[3] : zeros_8;
    wire [31:0] after_8 = shifts_8 ? (after_16 >> 4'd8) : after_16;
    wire zeros_4 = ~(|after_8[3:0]);
    wire shifts_4 = from_float ? amount[2] : zeros_4;
    wire zeros_2 = ~(|coarse[1:0]);
    wire shifts_2 = from_float ? fine_amount[1] : zeros_2;
    wire [31:0] after_2 = shifts_2 ? (coarse >> 2'd2) : coarse;
    wire shifts_1 = from_float ? fine_amount[0] : ~after_2[0];
    wire [31:0] shifted = shifts_1 ? (after_2 >> 1'b1) : after_2;
    assign normal_0 = shifted;
    wire [31:0] swap_0_2 = normal_0;
    assign normal_1 = ((swap_0_2 >> 5'h10) & 32'hffff) | ((swap_0_2 & 32'hffff) << 5'h10);
    wire [31:0] swap_1_2 = normal_1;
    assign normal_2 = ((swap_1_2 >> 4'd8) & 32'hff00ff) | ((swap_1_2 & 32'hff00ff) << 4'd8);
    wire [31:0] swap_2_2 = normal_2;
    assign normal_3 = ((swap_2_2 >> 3'd4) & 32'hf0f0f0f) | ((swap_2_2 & 32'hf0f0f0f) << 3'd4);
    wire [31:0] swap_3_2 = normal_3;
    assign normal_4 = ((swap_3_2 >> 2'd2) & 32'h33333333) | ((swap_3_2 & 32'h33333333) << 2'd2);
    wire [31:0] swap_4_2 = normal_4;
    assign normal_5 = ((swap_4_2 >> 1'b1) & 32'h55555555) | ((swap_4_2 & 32'h55555555) << 1'b1);
    wire [31:0] top_aligned = normal_5;
    wire [4:0] zeros = {by_16, by_8, by_4, shifts_2, shifts_1};
    wire [7:0] power = top_aligned[31] ? (8'h9e - {3'd0, zeros}) : 8'd0;
    wire [31:0] float = {sign_2, power, top_aligned[30:8]};
    wire round_up = top_aligned[7] & (top_aligned[8] | (|top_aligned[6:0]));
    wire [31:0] integer_w = shifted ^ {32{sign_2}};
    assign result = value;

    always @(posedge clk) begin
        if (from_float) begin
            data <= significand;
        end else begin
            data <= mirror_5;
        end
        amount <= 5'h1e - exponent[4:0];
        vanishes_1 <= (exponent < 8'h7f) | nan;
        exceeds_1 <= (exponent >= 8'h9e) & (~nan);
        sign_1 <= sign;
        if (shifts_4) begin
            coarse <= after_8 >> 3'd4;
        end else begin
            coarse <= after_8;
        end
        by_16 <= shifts_16;
        by_8 <= shifts_8;
        by_4 <= shifts_4;
        fine_amount <= amount[1:0];
        sign_2 <= sign_1;
        vanishes_2 <= vanishes_1;
        exceeds_2 <= exceeds_1;
        if (from_float) begin
            base <= integer_w;
        end else begin
            base <= float;
        end
        if (from_float) begin
            increment <= sign_2;
        end else begin
            increment <= round_up;
        end
        if (from_float & (vanishes_2 | exceeds_2)) begin
            base <= 32'd0;
            increment <= 1'b0;
            if (exceeds_2) base <= {sign_2, {31{~sign_2}}};
        end
        value <= base + {31'd0, increment};
        if ((~from_float) & (~from_int)) value <= 32'd0;
    end
endmodule
