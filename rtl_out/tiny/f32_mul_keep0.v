// f32 multiply. Four cycles; zero for other operators.
module f32_mul_keep0 (
    input  wire        clk,
    input  wire        told,
    input  wire [31:0] a,
    input  wire [31:0] b,
    output wire [31:0] result
);
    reg [23:0] low;
    reg [23:0] cross_ab;
    reg [23:0] cross_ba;
    reg [23:0] high;
    reg [9:0] power_1;
    reg sign_1;
    reg zero_1;
    reg infinite_1;
    reg nan_1;
    reg [47:0] product;
    reg [9:0] power_2;
    reg sign_2;
    reg zero_2;
    reg infinite_2;
    reg nan_2;
    reg [25:0] window;
    reg sticky;
    reg [9:0] power_3;
    reg sign_3;
    reg zero_3;
    reg infinite_3;
    reg nan_3;
    reg [31:0] value;

    assign result = value;

    task automatic step;
        reg [7:0] v_a_exponent;
        reg [7:0] v_b_exponent;
        reg [22:0] v_a_fraction;
        reg [22:0] v_b_fraction;
        reg v_a_normal;
        reg v_b_normal;
        reg [23:0] v_a_low;
        reg [23:0] v_b_low;
        reg [23:0] v_a_high;
        reg [23:0] v_b_high;
        reg [7:0] v_a_power;
        reg [7:0] v_b_power;
        reg [8:0] v_powers;
        reg v_borrows;
        reg v_same;
        reg v_a_infinite;
        reg v_b_infinite;
        reg v_a_nan;
        reg v_b_nan;
        reg v_a_zero;
        reg v_b_zero;
        reg [24:0] v_crossed;
        reg v_two;
        reg v_short;
        reg [22:0] v_kept;
        reg v_guard;
        reg v_sticky_w;
        reg v_round_up;
        reg [30:0] v_rounded;
        reg v_huge;
        reg v_negative;
        reg v_tiny;
        reg v_vanishes;
        reg [7:0] v_least;
    begin
        v_a_exponent = a[30:23];
        v_b_exponent = b[30:23];
        v_a_fraction = a[22:0];
        v_b_fraction = b[22:0];
        v_a_normal = |v_a_exponent;
        v_b_normal = |v_b_exponent;
        v_a_low = {12'd0, v_a_fraction[11:0]};
        v_b_low = {12'd0, v_b_fraction[11:0]};
        v_a_high = {12'd0, {v_a_normal | 1'b1, v_a_fraction[22:12]}};
        v_b_high = {12'd0, {v_b_normal | 1'b1, v_b_fraction[22:12]}};
        low <= v_a_low * v_b_low;
        cross_ab <= v_a_low * v_b_high;
        cross_ba <= v_a_high * v_b_low;
        high <= v_a_high * v_b_high;
        if (told) begin
            v_a_power = v_a_exponent | {7'd0, 1'b0 & (~v_a_normal)};
            v_b_power = v_b_exponent | {7'd0, 1'b0 & (~v_b_normal)};
            v_powers = {1'b0, v_a_power} + {1'b0, v_b_power};
            v_borrows = (~v_powers[7]) & (~v_powers[8]);
            v_same = v_powers[7] == v_powers[8];
            v_a_infinite = (&v_a_exponent) & (~(|v_a_fraction));
            v_b_infinite = (&v_b_exponent) & (~(|v_b_fraction));
            v_a_nan = (&v_a_exponent) & (|v_a_fraction);
            v_b_nan = (&v_b_exponent) & (|v_b_fraction);
            v_a_zero = ~(v_a_normal | (1'b0 & (|v_a_fraction)));
            v_b_zero = ~(v_b_normal | (1'b0 & (|v_b_fraction)));
            v_crossed = {1'b0, cross_ab} + {1'b0, cross_ba};
            v_two = window[25];
            v_short = ~v_two;
            v_kept = v_short ? window[23:1] : window[24:2];
            v_guard = v_short ? window[0] : window[1];
            v_sticky_w = sticky | ((~v_short) & window[0]);
            v_round_up = v_guard & (v_kept[0] | v_sticky_w);
            v_rounded = ({power_3[7:0], 23'd0} + {6'd0, {v_two, ~v_two, v_kept}}) + {30'd0, v_round_up};
            v_huge =
                (~power_3[9]) & ((power_3[8] | (&power_3[7:1])) | ((power_3[7:0] == 8'hfd) & v_two));
            v_negative = 1'b1 & power_3[9];
            v_tiny = v_negative & (~((&power_3) & v_two));
            power_1 <= {v_borrows, v_same, ~v_powers[7], v_powers[6:0]};
            sign_1 <= a[31] ^ b[31];
            zero_1 <= v_a_zero | v_b_zero;
            infinite_1 <= v_a_infinite | v_b_infinite;
            nan_1 <= ((v_a_nan | v_b_nan) | (v_a_infinite & v_b_zero)) | (v_b_infinite & v_a_zero);
            product <= {high, low} + {11'd0, v_crossed, 12'd0};
            sign_2 <= sign_1;
            zero_2 <= zero_1;
            infinite_2 <= infinite_1;
            nan_2 <= nan_1;
            power_2 <= power_1;
            window <= product[47:22];
            sticky <= |product[21:0];
            power_3 <= power_2;
            sign_3 <= sign_2;
            zero_3 <= zero_2;
            infinite_3 <= infinite_2;
            nan_3 <= nan_2;
            value <= {sign_3, v_rounded};
            if (zero_3 | v_tiny) begin
                v_vanishes = (v_negative & (~(&power_3))) & (~((power_3 == 10'h3fe) & v_two));
                v_least = {8{(~zero_3) & (~v_vanishes)}};
                value <= {sign_3, v_rounded[30:23] & v_least, 23'd0};
            end
            if (infinite_3 | v_huge) value <= {sign_3, 31'h7f800000};
            if (nan_3) value <= 32'h7fc00000;
        end else begin
            value <= 32'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
