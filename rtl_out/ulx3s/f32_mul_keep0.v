// f32 multiply. Four cycles; zero for other operators.
module f32_mul_keep0 (
    input  wire        clk,
    input  wire [5:0]  op,
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
    reg sign;
    reg [7:0] exponent;
    reg [22:0] fraction;

    wire multiplies = op == 6'h17;
    wire [7:0] a_exponent = a[30:23];
    wire [7:0] b_exponent = b[30:23];
    wire [22:0] a_fraction = a[22:0];
    wire [22:0] b_fraction = b[22:0];
    wire a_normal = |a_exponent;
    wire b_normal = |b_exponent;
    wire [23:0] a_low = {12'd0, a_fraction[11:0]};
    wire [23:0] b_low = {12'd0, b_fraction[11:0]};
    wire [23:0] a_high = {12'd0, {a_normal | 1'b1, a_fraction[22:12]}};
    wire [23:0] b_high = {12'd0, {b_normal | 1'b1, b_fraction[22:12]}};
    wire [7:0] a_power = a_exponent | {7'd0, 1'b0 & (~a_normal)};
    wire [7:0] b_power = b_exponent | {7'd0, 1'b0 & (~b_normal)};
    wire a_infinite = (&a_exponent) & (~(|a_fraction));
    wire b_infinite = (&b_exponent) & (~(|b_fraction));
    wire a_nan = (&a_exponent) & (|a_fraction);
    wire b_nan = (&b_exponent) & (|b_fraction);
    wire a_zero = ~(a_normal | (1'b0 & (|a_fraction)));
    wire b_zero = ~(b_normal | (1'b0 & (|b_fraction)));
    wire [24:0] crossed = {1'b0, cross_ab} + {1'b0, cross_ba};
    wire two = window[25];
    wire short = ~two;
    wire [22:0] kept = short ? window[23:1] : window[24:2];
    wire guard = short ? window[0] : window[1];
    wire sticky_w = sticky | ((~short) & window[0]);
    wire round_up = guard & (kept[0] | sticky_w);
    wire [30:0] rounded = ({power_3[7:0], 23'd0} + {6'd0, {two, ~two, kept}}) + {30'd0, round_up};
    wire huge =
        (~power_3[9]) & ((power_3[8] | (&power_3[7:1])) | ((power_3[7:0] == 8'hfd) & two));
    wire negative = 1'b1 & power_3[9];
    wire tiny = negative & (~((&power_3) & two));
    wire vanishes = (negative & (~(&power_3))) & (~((power_3 == 10'h3fe) & two));
    assign result = {sign, exponent, fraction};

    always @(posedge clk) begin
        low <= a_low * b_low;
        cross_ab <= a_low * b_high;
        cross_ba <= a_high * b_low;
        high <= a_high * b_high;
        power_1 <= ({2'd0, a_power} + {2'd0, b_power}) - 10'h80;
        sign_1 <= a[31] ^ b[31];
        zero_1 <= a_zero | b_zero;
        infinite_1 <= a_infinite | b_infinite;
        nan_1 <= ((a_nan | b_nan) | (a_infinite & b_zero)) | (b_infinite & a_zero);
        product <= {high, low} + {11'd0, crossed, 12'd0};
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
        sign <= sign_3;
        exponent <= rounded[30:23];
        fraction <= rounded[22:0];
        if (zero_3 | vanishes) exponent <= 8'd0;
        if (zero_3 | tiny) fraction <= 23'd0;
        if (infinite_3 | huge) begin
            exponent <= 8'hff;
            fraction <= 23'd0;
        end
        if (nan_3) begin
            sign <= 1'b0;
            exponent <= 8'hff;
            fraction <= 23'h400000;
        end
        if (~multiplies) begin
            sign <= 1'b0;
            exponent <= 8'd0;
            fraction <= 23'd0;
        end
    end
endmodule
