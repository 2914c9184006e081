// f32 add and subtract. Zero for other operators.
module f32_add_keep0_t4 (
    input  wire        clk,
    input  wire [1:0]  told,
    input  wire [31:0] a,
    input  wire [31:0] b,
    output wire [31:0] result
);
    reg [30:0] larger;
    reg [30:0] lesser;
    reg sign_1;
    reg differ_1;
    reg [23:0] augend;
    reg [26:0] addend;
    reg [7:0] exponent_2;
    reg sign_2;
    reg differ_2;
    reg infinite_2;
    reg zero_2;
    reg nan_2;
    reg [27:0] coarse;
    reg [7:0] exponent_3;
    reg by_16;
    reg by_8;
    reg free_3;
    reg sign_3;
    reg infinite_3;
    reg zero_3;
    reg nan_3;
    reg [31:0] value;

    assign result = value;

    task automatic step;
        reg v_subtracts;
        reg [30:0] v_a_size;
        reg [30:0] v_b_size;
        reg v_a_sign;
        reg v_b_sign;
        reg v_swap;
        reg v_differ;
        reg [30:0] v_larger_w;
        reg [22:0] v_larger_fraction;
        reg [7:0] v_larger_exponent;
        reg [7:0] v_lesser_exponent;
        reg v_larger_normal;
        reg v_lesser_normal;
        reg [7:0] v_scale;
        reg [7:0] v_distance;
        reg [25:0] v_start;
        reg v_down_16;
        reg [25:0] v_at_16;
        reg v_down_8;
        reg [25:0] v_at_8;
        reg v_down_4;
        reg [25:0] v_at_4;
        reg v_down_2;
        reg [25:0] v_at_2;
        reg v_down_1;
        reg [25:0] v_at_1;
        reg v_lost;
        reg v_far;
        reg v_absent;
        reg v_infinite;
        reg v_zero;
        reg [22:0] v_fraction;
        reg [27:0] v_total;
        reg v_zeros_16;
        reg [27:0] v_sum;
        reg v_free_16;
        reg v_shift_16;
        reg v_free_8;
        reg [27:0] v_after_16;
        reg v_shift_8;
        reg v_free_4;
        reg [27:0] v_after_8;
        reg v_cancels;
        reg v_freed;
        reg v_shift_4;
        reg v_free_2;
        reg [27:0] v_after_4;
        reg v_shift_2;
        reg v_free_1;
        reg [27:0] v_near;
        reg v_can_shift;
        reg v_two;
        reg v_shift_1;
        reg [22:0] v_kept;
        reg v_guard;
        reg v_sticky;
        reg v_round_up;
        reg [3:0] v_by;
        reg [3:0] v_low_less;
        reg [63:0] v_low_less_part;
        reg [6:0] v_less;
        reg v_one;
        reg [7:0] v_adjusted;
        reg [30:0] v_rounded;
        reg v_under_0;
        reg v_under_1;
        reg v_under_2;
        reg v_under_3;
        reg v_under_4;
        reg v_tiny;
        reg [22:0] v_fraction_2;
        reg v_unused;
    begin
        if (told[0]) begin
            v_subtracts = told[1];
            v_a_size = a[30:0];
            v_b_size = b[30:0];
            v_a_sign = a[31];
            v_b_sign = b[31] ^ v_subtracts;
            v_swap = v_a_size < v_b_size;
            v_differ = v_a_sign ^ v_b_sign;
            v_larger_w = v_swap ? v_b_size : v_a_size;
            v_larger_fraction = larger[22:0];
            v_larger_exponent = larger[30:23];
            v_lesser_exponent = lesser[30:23];
            v_larger_normal = |v_larger_exponent;
            v_lesser_normal = |v_lesser_exponent;
            v_scale = v_larger_exponent | {7'd0, 1'b0 & (~v_larger_normal)};
            v_distance = v_scale - (v_lesser_exponent | {7'd0, 1'b0 & (~v_lesser_normal)});
            v_start = {v_lesser_normal, lesser[22:0], 2'd0};
            v_down_16 = v_distance[4];
            v_at_16 = v_down_16 ? (v_start >> 5'h10) : v_start;
            v_down_8 = v_distance[3];
            v_at_8 = v_down_8 ? (v_at_16 >> 4'd8) : v_at_16;
            v_down_4 = v_distance[2];
            v_at_4 = v_at_8 >> {v_down_4, 2'd0};
            v_down_2 = v_distance[1];
            v_at_2 = v_at_4 >> {v_down_2, 1'b0};
            v_down_1 = v_distance[0];
            v_at_1 = v_at_2 >> v_down_1;
            v_lost =
                ((((v_down_16 & (|v_start[15:0])) | (v_down_8 & (|v_at_16[7:0]))) | (v_down_4 & (|v_at_8[3:0]))) | (v_down_2 & (|v_at_4[1:0]))) | (v_down_1 & v_at_2[0]);
            v_far = |v_distance[7:5];
            v_absent = 1'b1 & (~v_lesser_normal);
            v_infinite = &v_larger_exponent;
            v_zero = 1'b1 & (~v_larger_normal);
            v_fraction = v_larger_fraction ^ {23{differ_1}};
            v_total = {differ_2, augend, {3{differ_2}}} + {1'b0, addend};
            v_zeros_16 = ~(|(v_total[27:12] ^ {16{differ_2}}));
            v_sum = v_total ^ {28{differ_2}};
            v_free_16 = 1'b1 | (|exponent_2[7:5]);
            v_shift_16 = v_zeros_16 & (v_free_16 | exponent_2[4]);
            v_free_8 = v_free_16 | (exponent_2[4] & (~v_shift_16));
            v_after_16 = v_sum << {v_shift_16, 4'd0};
            v_shift_8 = (~(|v_after_16[27:20])) & (v_free_8 | exponent_2[3]);
            v_free_4 = v_free_8 | (exponent_2[3] & (~v_shift_8));
            v_after_8 = v_after_16 << {v_shift_8, 3'd0};
            v_cancels = v_zeros_16 & (~(|v_sum[11:0]));
            v_freed = 1'b1 | free_3;
            v_shift_4 = (~(|coarse[27:24])) & (v_freed | exponent_3[2]);
            v_free_2 = v_freed | (exponent_3[2] & (~v_shift_4));
            v_after_4 = (v_shift_4 & 1'b1) ? (coarse << 3'd4) : coarse;
            v_shift_2 = (~(|v_after_4[27:26])) & (v_free_2 | exponent_3[1]);
            v_free_1 = v_free_2 | (exponent_3[1] & (~v_shift_2));
            v_near = v_after_4 << {v_shift_2, 1'b0};
            v_can_shift = v_free_1 | exponent_3[0];
            v_two = v_near[27];
            v_shift_1 = (~v_two) & v_can_shift;
            v_kept = v_shift_1 ? v_near[25:3] : v_near[26:4];
            v_guard = v_shift_1 ? v_near[2] : v_near[3];
            v_sticky = (|v_near[1:0]) | ((~v_shift_1) & v_near[2]);
            v_round_up = v_guard & (v_kept[0] | v_sticky);
            v_by = {by_16, by_8, v_shift_4, v_shift_2};
            v_low_less_part = 64'h123456789abcdef0 >> {v_by, 2'd0};
            v_low_less = v_low_less_part[3:0];
            v_less = {{3{|v_by}}, v_low_less};
            v_one = v_near[26] | (~v_can_shift);
            v_adjusted = ((v_two | v_one) | 1'b1) ? {v_less, v_two} : {~{3'd0, v_by}, 1'b1};
            v_rounded = ({exponent_3, 23'd0} + {v_adjusted, v_kept}) + {30'd0, v_round_up};
            v_under_0 = (~v_two) & (~exponent_3[0]);
            v_under_1 = (exponent_3[1] == v_by[0]) ? v_under_0 : v_by[0];
            v_under_2 = (exponent_3[2] == v_by[1]) ? v_under_1 : v_by[1];
            v_under_3 = (exponent_3[3] == v_by[2]) ? v_under_2 : v_by[2];
            v_under_4 = (exponent_3[4] == v_by[3]) ? v_under_3 : v_by[3];
            v_tiny = (1'b1 & (~(|exponent_3[7:5]))) & v_under_4;
            larger <= {v_larger_w[30:23], v_larger_w[22:0] ^ {23{v_differ}}};
            if (v_swap) begin
                lesser <= v_a_size;
            end else begin
                lesser <= v_b_size;
            end
            if (v_swap) begin
                sign_1 <= v_b_sign;
            end else begin
                sign_1 <= v_a_sign;
            end
            differ_1 <= v_differ;
            addend <= {v_at_1, v_lost};
            if (v_far | v_absent) addend <= {26'd0, ~v_absent};
            augend <= {v_larger_normal ^ differ_1, v_larger_fraction};
            exponent_2 <= v_scale;
            sign_2 <= sign_1 & (~(v_zero & differ_1));
            differ_2 <= differ_1;
            infinite_2 <= v_infinite;
            zero_2 <= v_zero;
            nan_2 <= v_infinite & ((|v_fraction) | (differ_1 & (&v_lesser_exponent)));
            free_3 <= v_free_4;
            coarse <= v_after_8;
            by_16 <= v_shift_16;
            by_8 <= v_shift_8;
            exponent_3 <= exponent_2;
            sign_3 <= (sign_2 & (~(v_cancels & differ_2))) & (~nan_2);
            infinite_3 <= infinite_2 | (v_sum[27] & (exponent_2 == 8'hfe));
            zero_3 <= zero_2 | v_cancels;
            nan_3 <= nan_2;
            value <= {sign_3, v_rounded};
            if (zero_3 | v_tiny) value <= {sign_3, 31'd0};
            if (infinite_3) begin
                v_fraction_2 = {22'd0, nan_3} << 5'h16;
                value <= {sign_3, 8'hff, v_fraction_2};
            end
            v_unused = &{1'b0, v_low_less_part[63:4]};
        end else begin
            value <= 32'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
