// Between i32 and f32, and f32 to bf16. Four cycles; zero for other operators.
module convert_keep0 (
    input  wire        clk,
    input  wire [3:0]  told,
    input  wire [31:0] a,
    output wire [31:0] result
);
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
    reg [15:0] bf16_1;
    reg bf16_up_1;
    reg [15:0] bf16_2;
    reg bf16_up_2;
    reg [31:0] base;
    reg increment;
    reg [31:0] value;

    assign result = value;

    task automatic step;
        reg v_from_float;
        reg v_from_int;
        reg v_to_bf16;
        reg v_sign;
        reg v_zeros_2;
        reg v_shifts_2;
        reg [31:0] v_after_2;
        reg v_shifts_1;
        reg [31:0] v_shifted;
        reg [31:0] v_normal_0;
        reg [31:0] v_swap_0_2;
        reg [31:0] v_normal_1;
        reg [31:0] v_swap_1_2;
        reg [31:0] v_normal_2;
        reg [31:0] v_swap_2_2;
        reg [31:0] v_normal_3;
        reg [31:0] v_swap_3_2;
        reg [31:0] v_normal_4;
        reg [31:0] v_swap_4_2;
        reg [31:0] v_normal_5;
        reg [31:0] v_top_aligned;
        reg [4:0] v_zeros;
        reg [7:0] v_power;
        reg [31:0] v_float;
        reg [31:0] v_integer_w;
        reg [31:0] v_bf16;
        reg [31:0] v_shifted_or_zero;
        reg v_zeros_16;
        reg v_shifts_16;
        reg [31:0] v_after_16;
        reg v_zeros_8;
        reg v_shifts_8;
        reg [31:0] v_after_8;
        reg v_zeros_4;
        reg v_shifts_4;
        reg [7:0] v_exponent;
        reg v_nan;
        reg v_subnormal;
        reg v_round_up;
        reg [31:0] v_significand;
        reg [31:0] v_magnitude;
        reg [31:0] v_mirror_0;
        reg [31:0] v_swap_0;
        reg [31:0] v_mirror_1;
        reg [31:0] v_swap_1;
        reg [31:0] v_mirror_2;
        reg [31:0] v_swap_2;
        reg [31:0] v_mirror_3;
        reg [31:0] v_swap_3;
        reg [31:0] v_mirror_4;
        reg [31:0] v_swap_4;
        reg [31:0] v_mirror_5;
    begin
        if (told[0]) begin
            v_from_float = told[1];
            v_from_int = told[2];
            v_to_bf16 = told[3];
            v_sign = a[31];
            v_zeros_2 = ~(|coarse[1:0]);
            v_shifts_2 = v_from_float ? fine_amount[1] : v_zeros_2;
            v_after_2 = v_shifts_2 ? (coarse >> 2'd2) : coarse;
            v_shifts_1 = v_from_float ? fine_amount[0] : ~v_after_2[0];
            v_shifted = v_shifts_1 ? (v_after_2 >> 1'b1) : v_after_2;
            v_normal_0 = v_shifted;
            v_swap_0_2 = v_normal_0;
            v_normal_1 = ((v_swap_0_2 >> 5'h10) & 32'hffff) | ((v_swap_0_2 & 32'hffff) << 5'h10);
            v_swap_1_2 = v_normal_1;
            v_normal_2 = ((v_swap_1_2 >> 4'd8) & 32'hff00ff) | ((v_swap_1_2 & 32'hff00ff) << 4'd8);
            v_swap_2_2 = v_normal_2;
            v_normal_3 = ((v_swap_2_2 >> 3'd4) & 32'hf0f0f0f) | ((v_swap_2_2 & 32'hf0f0f0f) << 3'd4);
            v_swap_3_2 = v_normal_3;
            v_normal_4 = ((v_swap_3_2 >> 2'd2) & 32'h33333333) | ((v_swap_3_2 & 32'h33333333) << 2'd2);
            v_swap_4_2 = v_normal_4;
            v_normal_5 = ((v_swap_4_2 >> 1'b1) & 32'h55555555) | ((v_swap_4_2 & 32'h55555555) << 1'b1);
            v_top_aligned = v_normal_5;
            v_zeros = {by_16, by_8, by_4, v_shifts_2, v_shifts_1};
            v_power = v_top_aligned[31] ? (8'h9e - {3'd0, v_zeros}) : 8'd0;
            v_float = {sign_2, v_power, v_top_aligned[30:8]};
            v_integer_w = v_shifted ^ {32{sign_2}};
            v_bf16 = {bf16_2, {16{bf16_up_2}}};
            v_shifted_or_zero = v_from_int ? v_float : v_integer_w;
            v_zeros_16 = ~(|data[15:0]);
            v_shifts_16 = v_from_float ? amount[4] : v_zeros_16;
            v_after_16 = v_shifts_16 ? (data >> 5'h10) : data;
            v_zeros_8 = ~(|v_after_16[7:0]);
            v_shifts_8 = v_from_float ? amount[3] : v_zeros_8;
            v_after_8 = v_shifts_8 ? (v_after_16 >> 4'd8) : v_after_16;
            v_zeros_4 = ~(|v_after_8[3:0]);
            v_shifts_4 = v_from_float ? amount[2] : v_zeros_4;
            v_exponent = a[30:23];
            v_nan = (&v_exponent) & (|a[22:0]);
            v_subnormal = 1'b1 & (~(|v_exponent));
            value <= base + {31'd0, increment};
            base <= v_shifted_or_zero | v_bf16;
            if (v_from_int) begin
                v_round_up = v_top_aligned[7] & (v_top_aligned[8] | (|v_top_aligned[6:0]));
                increment <= v_round_up;
            end else begin
                increment <= sign_2 | bf16_up_2;
            end
            if (v_from_float & (vanishes_2 | exceeds_2)) begin
                base <= 32'd0;
                increment <= 1'b0;
                if (exceeds_2) base <= {sign_2, {31{~sign_2}}};
            end
            if (v_shifts_4) begin
                coarse <= v_after_8 >> 3'd4;
            end else begin
                coarse <= v_after_8;
            end
            by_16 <= v_shifts_16;
            by_8 <= v_shifts_8;
            by_4 <= v_shifts_4;
            fine_amount <= amount[1:0];
            sign_2 <= sign_1;
            vanishes_2 <= vanishes_1;
            exceeds_2 <= exceeds_1;
            bf16_2 <= bf16_1;
            bf16_up_2 <= bf16_up_1;
            if (v_from_float) begin
                v_significand = {1'b1, a[22:0], 8'd0};
                data <= v_significand;
            end else begin
                v_magnitude = (a ^ {32{v_sign}}) + {31'd0, v_sign};
                v_mirror_0 = v_magnitude;
                v_swap_0 = v_mirror_0;
                v_mirror_1 = ((v_swap_0 >> 5'h10) & 32'hffff) | ((v_swap_0 & 32'hffff) << 5'h10);
                v_swap_1 = v_mirror_1;
                v_mirror_2 = ((v_swap_1 >> 4'd8) & 32'hff00ff) | ((v_swap_1 & 32'hff00ff) << 4'd8);
                v_swap_2 = v_mirror_2;
                v_mirror_3 = ((v_swap_2 >> 3'd4) & 32'hf0f0f0f) | ((v_swap_2 & 32'hf0f0f0f) << 3'd4);
                v_swap_3 = v_mirror_3;
                v_mirror_4 = ((v_swap_3 >> 2'd2) & 32'h33333333) | ((v_swap_3 & 32'h33333333) << 2'd2);
                v_swap_4 = v_mirror_4;
                v_mirror_5 = ((v_swap_4 >> 1'b1) & 32'h55555555) | ((v_swap_4 & 32'h55555555) << 1'b1);
                data <= v_mirror_5;
            end
            amount <= 5'h1e - v_exponent[4:0];
            vanishes_1 <= (v_exponent < 8'h7f) | v_nan;
            exceeds_1 <= (v_exponent >= 8'h9e) & (~v_nan);
            sign_1 <= v_sign;
            if (v_to_bf16) begin
                data <= 32'd0;
                sign_1 <= 1'b0;
            end
            bf16_1 <= a[31:16];
            bf16_up_1 <= a[15] & (a[16] | (|a[14:0]));
            if (v_subnormal) begin
                bf16_1 <= {v_sign, 15'd0};
                bf16_up_1 <= 1'b0;
            end
            if (v_nan) begin
                bf16_1 <= 16'h7fc0;
                bf16_up_1 <= 1'b0;
            end
            if (~v_to_bf16) begin
                bf16_1 <= 16'd0;
                bf16_up_1 <= 1'b0;
            end
        end else begin
            value <= 32'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
