// Sum of two products of bf16, rounded once to f32. Zero for other operators.
module dot_bf16_keep0_t4_borrows1 (
    input  wire        clk,
    input  wire        told,
    input  wire [31:0] a,
    input  wire [31:0] b,
    output wire [31:0] result,
    // for borrowed multipliers
    output wire [7:0]  factor_a_0,
    output wire [7:0]  factor_a_1,
    output wire [7:0]  factor_b_0,
    output wire [7:0]  factor_b_1,
    // their products
    input  wire [15:0] borrowed_0,
    input  wire [15:0] borrowed_1
);
    reg [8:0] power_0;
    reg [8:0] power_1;
    reg sign_of_0;
    reg sign_of_1;
    reg swap;
    reg [8:0] difference;
    reg infinite_1;
    reg infinite_sign;
    reg nan_1;
    reg [15:0] augend;
    reg [27:0] addend;
    reg [9:0] limit_2;
    reg sign_2;
    reg differ_2;
    reg infinite_2;
    reg nan_2;
    reg [28:0] coarse;
    reg negative_3;
    reg [9:0] limit_3;
    reg by_16;
    reg by_8;
    reg sign_3;
    reg zero_3;
    reg infinite_3;
    reg nan_3;
    reg sign;
    reg [7:0] exponent;
    reg [22:0] fraction;

    wire [14:0] a_low = a[14:0];
    wire [14:0] b_low = b[14:0];
    wire [14:0] a_high = a[30:16];
    wire [14:0] b_high = b[30:16];
    wire a_low_normal = |a_low[14:7];
    wire b_low_normal = |b_low[14:7];
    wire a_high_normal = |a_high[14:7];
    wire b_high_normal = |b_high[14:7];
    wire a_low_exists = a_low_normal | (1'b0 & (|a_low[6:0]));
    wire b_low_exists = b_low_normal | (1'b0 & (|b_low[6:0]));
    wire a_high_exists = a_high_normal | (1'b0 & (|a_high[6:0]));
    wire b_high_exists = b_high_normal | (1'b0 & (|b_high[6:0]));
    wire low_exists = a_low_exists & b_low_exists;
    wire high_exists = a_high_exists & b_high_exists;
    wire [7:0] low_a = {a_low_normal | 1'b1, a_low[6:0]};
    wire [7:0] low_b = {b_low_normal | 1'b1, b_low[6:0]};
    wire [7:0] high_a = {a_high_normal | 1'b1, a_high[6:0]};
    wire [7:0] high_b = {b_high_normal | 1'b1, b_high[6:0]};
    assign factor_a_0 = low_a & {8{low_exists}};
    assign factor_b_0 = low_b;
    assign factor_a_1 = high_a & {8{high_exists}};
    assign factor_b_1 = high_b;
    wire [29:0] sum = ({2'd0, augend, 12'd0} + {{2{differ_2}}, addend}) + {29'd0, differ_2};
    wire [15:0] top = sum[28:13];
    wire unlike_16 = |(top ^ {16{sum[29]}});
    wire [4:0] right = 5'd0;
    wire negative = sum[29];
    wire [28:0] body = sum[28:0];
    wire free_16 = 1'b1 | (|limit_2[9:5]);
    wire shift_16 = (~unlike_16) & (free_16 | (1'b0 & limit_2[4]));
    wire free_8 = free_16 | (limit_2[4] & (~shift_16));
    wire [28:0] left_16 = {body[12:10], 16'd0, body[9:0]};
    wire [28:0] after_16 = shift_16 ? left_16 : body;
    wire unlike_8 = |(after_16[28:21] ^ {8{negative}});
    wire shift_8 = (~unlike_8) & (free_8 | (1'b0 & limit_2[3]));
    wire [28:0] left_8 = {after_16[20:10], 8'd0, after_16[9:0]};
    wire [28:0] after_8 = shift_8 ? left_8 : after_16;
    wire free_4 = free_8 | (limit_2[3] & (~shift_8));
    wire unlike_4 = |(after_8[28:25] ^ {4{negative}});
    wire early_4 = (~unlike_4) & (free_4 | (1'b0 & limit_2[2]));
    wire [28:0] early_left_4 = {after_8[24:10], 4'd0, after_8[9:0]};
    assign result = {sign, exponent, fraction};

    task automatic step;
        reg [8:0] v_low_power;
        reg [8:0] v_high_power;
        reg v_low_sign;
        reg v_high_sign;
        reg v_a_low_special;
        reg v_b_low_special;
        reg v_a_high_special;
        reg v_b_high_special;
        reg v_low_infinite;
        reg v_high_infinite;
        reg v_low_nan;
        reg v_high_nan;
        reg v_infinite;
        reg v_infinite_sign_w;
        reg v_nan;
        reg [9:0] v_difference_w;
        reg [3:0] v_high;
        reg v_low_any;
        reg v_far;
        reg v_above_1;
        reg v_above_2;
        reg v_above_3;
        reg v_above_4;
        reg v_down_32;
        reg v_down_16;
        reg v_down_8;
        reg v_down_4;
        reg v_down_2;
        reg v_down_1;
        reg [15:0] v_lesser;
        reg [26:0] v_start;
        reg [26:0] v_at_32;
        reg [26:0] v_at_16;
        reg [26:0] v_at_8;
        reg [26:0] v_at_4;
        reg [26:0] v_at_2;
        reg [26:0] v_at_1;
        reg v_lost;
        reg v_differ;
        reg [8:0] v_scale;
        reg [9:0] v_limit;
        reg v_cancels;
        reg v_free_4_2;
        reg v_shift_4;
        reg v_free_2;
        reg [28:0] v_left_4;
        reg [28:0] v_after_4;
        reg v_shift_2;
        reg v_free_1;
        reg [28:0] v_left_2;
        reg [28:0] v_after_2;
        reg v_fell;
        reg v_can_shift;
        reg v_two;
        reg v_shift_1;
        reg [22:0] v_kept;
        reg v_guard;
        reg v_sticky;
        reg v_round_up;
        reg [4:0] v_shifts;
        reg [9:0] v_power;
        reg v_one;
        reg [30:0] v_rounded;
        reg v_huge;
        reg v_negative_power;
        reg v_tiny;
        reg v_vanishes;
        reg v_larger_sign;
    begin
        if (told) begin
            v_low_power =
                {1'b0, a_low[14:7] | {7'd0, 1'b0 & (~a_low_normal)}} + {1'b0, b_low[14:7] | {7'd0, 1'b0 & (~b_low_normal)}};
            v_high_power =
                {1'b0, a_high[14:7] | {7'd0, 1'b0 & (~a_high_normal)}} + {1'b0, b_high[14:7] | {7'd0, 1'b0 & (~b_high_normal)}};
            v_low_sign = a[15] ^ b[15];
            v_high_sign = a[31] ^ b[31];
            v_a_low_special = &a_low[14:7];
            v_b_low_special = &b_low[14:7];
            v_a_high_special = &a_high[14:7];
            v_b_high_special = &b_high[14:7];
            v_low_infinite = v_a_low_special | v_b_low_special;
            v_high_infinite = v_a_high_special | v_b_high_special;
            v_low_nan =
                ((v_a_low_special & (|a_low[6:0])) | (v_b_low_special & (|b_low[6:0]))) | (v_low_infinite & (~low_exists));
            v_high_nan =
                ((v_a_high_special & (|a_high[6:0])) | (v_b_high_special & (|b_high[6:0]))) | (v_high_infinite & (~high_exists));
            v_infinite = v_low_infinite | v_high_infinite;
            v_infinite_sign_w = v_high_infinite ? v_high_sign : v_low_sign;
            v_nan =
                (v_low_nan | v_high_nan) | ((v_low_infinite & v_high_infinite) & (v_low_sign ^ v_high_sign));
            v_difference_w = {1'b0, v_low_power} - {1'b0, v_high_power};
            v_high = difference[8:5];
            v_low_any = |difference[4:0];
            v_far = swap ? (~((&v_high) & v_low_any)) : |v_high;
            v_above_1 = swap & difference[0];
            v_above_2 = swap & (|difference[1:0]);
            v_above_3 = swap & (|difference[2:0]);
            v_above_4 = swap & (|difference[3:0]);
            v_down_32 = 1'b0;
            v_down_16 = (difference[4] ^ v_above_4) | v_far;
            v_down_8 = (difference[3] ^ v_above_3) | v_far;
            v_down_4 = (difference[2] ^ v_above_2) | v_far;
            v_down_2 = (difference[1] ^ v_above_1) | v_far;
            v_down_1 = difference[0] | v_far;
            v_lesser = swap ? borrowed_0 : borrowed_1;
            v_start = {v_lesser, 11'd0};
            v_at_32 = v_down_32 ? {25'd0, v_lesser[15:14]} : v_start;
            v_at_16 = v_down_16 ? (v_at_32 >> 5'h10) : v_at_32;
            v_at_8 = v_down_8 ? (v_at_16 >> 4'd8) : v_at_16;
            v_at_4 = v_down_4 ? (v_at_8 >> 3'd4) : v_at_8;
            v_at_2 = v_down_2 ? (v_at_4 >> 2'd2) : v_at_4;
            v_at_1 = v_down_1 ? (v_at_2 >> 1'b1) : v_at_2;
            v_lost =
                (((((v_down_32 & (|v_lesser[13:0])) | (v_down_16 & (|v_at_32[15:0]))) | (v_down_8 & (|v_at_16[7:0]))) | (v_down_4 & (|v_at_8[3:0]))) | (v_down_2 & (|v_at_4[1:0]))) | (v_down_1 & v_at_2[0]);
            v_differ = sign_of_0 ^ sign_of_1;
            v_scale = swap ? power_1 : power_0;
            v_limit = {1'b0, v_scale} - 10'h7e;
            v_cancels = ~(|sum);
            v_free_4_2 = 1'b1;
            v_shift_4 = (~(|coarse[28:25])) & (v_free_4_2 | (1'b0 & limit_3[2]));
            v_free_2 = v_free_4_2 | (limit_3[2] & (~v_shift_4));
            v_left_4 = {coarse[24:10], {4{negative_3}}, coarse[9:0]};
            v_after_4 = (v_shift_4 & 1'b1) ? v_left_4 : coarse;
            v_shift_2 = (~(|v_after_4[28:27])) & (v_free_2 | (1'b0 & limit_3[1]));
            v_free_1 = v_free_2 | (limit_3[1] & (~v_shift_2));
            v_left_2 = {v_after_4[26:1], {2{negative_3}}, v_after_4[0]};
            v_after_2 = v_shift_2 ? v_left_2 : v_after_4;
            v_fell = 1'b0;
            v_can_shift = v_free_1 | (1'b0 & limit_3[0]);
            v_two = v_after_2[28];
            v_shift_1 = (~v_two) & v_can_shift;
            v_kept = v_shift_1 ? v_after_2[26:4] : v_after_2[27:5];
            v_guard = v_shift_1 ? v_after_2[3] : v_after_2[4];
            v_sticky =
                (v_fell | (|(v_after_2[2:0] ^ {3{negative_3}}))) | ((~v_shift_1) & (v_after_2[3] ^ negative_3));
            v_round_up =
                (negative_3 & (~v_sticky)) ? (v_guard | v_kept[0]) :
                v_guard & (v_kept[0] | v_sticky);
            v_shifts = {by_16, by_8, v_shift_4, v_shift_2, 1'b0};
            v_power = limit_3 + (~{5'd0, v_shifts});
            v_one = (~v_two) & (v_after_2[27] | (~v_can_shift));
            v_rounded = ({v_power[7:0], 23'd0} + {6'd0, {v_two, v_one, v_kept}}) + {30'd0, v_round_up};
            v_huge =
                (~v_power[9]) & ((v_power[8] | (&v_power[7:1])) | ((v_power[7:0] == 8'hfd) & v_two));
            v_negative_power = 1'b1 & v_power[9];
            v_tiny = v_negative_power & (~((&v_power) & v_two));
            v_vanishes = (v_negative_power & (~(&v_power))) & (~((v_power == 10'h3fe) & v_two));
            sign_of_0 <= v_low_sign;
            sign_of_1 <= v_high_sign;
            infinite_1 <= v_infinite;
            infinite_sign <= v_infinite_sign_w;
            nan_1 <= v_nan;
            power_0 <= v_low_power;
            power_1 <= v_high_power;
            difference <= v_difference_w[8:0];
            if ((~low_exists) | (~high_exists)) difference <= 9'd0;
            swap <= (~low_exists) | (high_exists & v_difference_w[9]);
            addend <= {v_at_1, v_lost} ^ {28{v_differ}};
            if (swap) begin
                augend <= borrowed_1;
            end else begin
                augend <= borrowed_0;
            end
            if (infinite_1) begin
                sign_2 <= infinite_sign;
            end else begin
                v_larger_sign = swap ? sign_of_1 : sign_of_0;
                sign_2 <= v_larger_sign;
            end
            differ_2 <= v_differ;
            infinite_2 <= infinite_1;
            nan_2 <= nan_1;
            limit_2 <= v_limit;
            coarse <= after_8 ^ {29{negative}};
            negative_3 <= negative;
            by_16 <= shift_16;
            by_8 <= shift_8;
            limit_3 <= limit_2;
            zero_3 <= v_cancels;
            if (infinite_2) begin
                sign_3 <= sign_2;
            end else begin
                sign_3 <= (sign_2 ^ negative) & (~(v_cancels & differ_2));
            end
            infinite_3 <= infinite_2;
            nan_3 <= nan_2;
            sign <= sign_3;
            exponent <= v_rounded[30:23];
            fraction <= v_rounded[22:0];
            if (v_huge) exponent <= 8'hff;
            if (zero_3 | v_vanishes) exponent <= 8'd0;
            if ((zero_3 | v_tiny) | v_huge) fraction <= 23'd0;
            if (infinite_3) begin
                exponent <= 8'hff;
                fraction <= 23'd0;
            end
            if (nan_3) begin
                sign <= 1'b0;
                exponent <= 8'hff;
                fraction <= 23'h400000;
            end
        end else begin
            sign <= 1'b0;
            exponent <= 8'd0;
            fraction <= 23'd0;
        end
    end
    endtask

    always @(posedge clk) step;

    wire unused_bits = &{1'b0, right, early_4, early_left_4};
endmodule
