// f32 add and subtract. Four cycles; zero for other operators.
module f32_add_keep0 (
    input  wire        clk,
    input  wire [5:0]  op,
    input  wire [31:0] a,
    input  wire [31:0] b,
    output wire [31:0] result
);
    reg [30:0] larger;
    reg [30:0] lesser;
    reg sign_1;
    reg differ_1;
    wire [25:0] aligned_0;
    wire [25:0] aligned_1;
    wire [25:0] aligned_2;
    wire [25:0] aligned_3;
    wire [25:0] aligned_4;
    wire [25:0] aligned_5;
    wire lost_0;
    wire lost_1;
    wire lost_2;
    wire lost_3;
    wire lost_4;
    wire lost_5;
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
    reg sign;
    reg [7:0] exponent;
    reg [22:0] fraction;

    wire subtracts = op == 6'h16;
    wire adds = op == 6'h15;
    wire [30:0] a_size = a[30:0];
    wire [30:0] b_size = b[30:0];
    wire a_sign = a[31];
    wire b_sign = b[31] ^ subtracts;
    wire swap = a_size < b_size;
    wire [22:0] larger_fraction = larger[22:0];
    wire [7:0] larger_exponent = larger[30:23];
    wire [7:0] lesser_exponent = lesser[30:23];
    wire larger_normal = |larger_exponent;
    wire lesser_normal = |lesser_exponent;
    wire [7:0] scale = larger_exponent | {7'd0, 1'b0 & (~larger_normal)};
    wire [7:0] distance = scale - (lesser_exponent | {7'd0, 1'b0 & (~lesser_normal)});
    assign aligned_0 = {lesser_normal, lesser[22:0], 2'd0};
    assign lost_0 = 1'b0;
    wire moves_0 = distance[4];
    wire out_0 = moves_0 & (|aligned_0[15:0]);
    assign aligned_1 = moves_0 ? (aligned_0 >> 5'h10) : aligned_0;
    assign lost_1 = lost_0 | out_0;
    wire moves_1 = distance[3];
    wire out_1 = moves_1 & (|aligned_1[7:0]);
    assign aligned_2 = moves_1 ? (aligned_1 >> 4'd8) : aligned_1;
    assign lost_2 = lost_1 | out_1;
    wire moves_2 = distance[2];
    wire out_2 = moves_2 & (|aligned_2[3:0]);
    assign aligned_3 = moves_2 ? (aligned_2 >> 3'd4) : aligned_2;
    assign lost_3 = lost_2 | out_2;
    wire moves_3 = distance[1];
    wire out_3 = moves_3 & (|aligned_3[1:0]);
    assign aligned_4 = moves_3 ? (aligned_3 >> 2'd2) : aligned_3;
    assign lost_4 = lost_3 | out_3;
    wire moves_4 = distance[0];
    wire out_4 = moves_4 & aligned_4[0];
    assign aligned_5 = moves_4 ? (aligned_4 >> 1'b1) : aligned_4;
    assign lost_5 = lost_4 | out_4;
    wire far = |distance[7:5];
    wire absent = 1'b1 & (~lesser_normal);
    wire infinite = &larger_exponent;
    wire zero = 1'b1 & (~larger_normal);
    wire [27:0] sum = ({1'b0, augend, 3'd0} + ({1'b0, addend} ^ {28{differ_2}})) + {27'd0, differ_2};
    wire free_16 = 1'b1 | (|exponent_2[7:5]);
    wire shift_16 = (~(|sum[27:12])) & (free_16 | exponent_2[4]);
    wire free_8 = free_16 | (exponent_2[4] & (~shift_16));
    wire [27:0] after_16 = shift_16 ? (sum << 5'h10) : sum;
    wire shift_8 = (~(|after_16[27:20])) & (free_8 | exponent_2[3]);
    wire cancels = ~(|sum);
    wire shift_4 = (~(|coarse[27:24])) & (free_3 | exponent_3[2]);
    wire free_2 = free_3 | (exponent_3[2] & (~shift_4));
    wire [27:0] after_4 = shift_4 ? (coarse << 3'd4) : coarse;
    wire shift_2 = (~(|after_4[27:26])) & (free_2 | exponent_3[1]);
    wire free_1 = free_2 | (exponent_3[1] & (~shift_2));
    wire [27:0] near = shift_2 ? (after_4 << 2'd2) : after_4;
    wire can_shift = free_1 | exponent_3[0];
    wire shift_1 = (~near[27]) & can_shift;
    wire [22:0] kept = shift_1 ? near[25:3] : near[26:4];
    wire guard = shift_1 ? near[2] : near[3];
    wire sticky = (|near[1:0]) | ((~shift_1) & near[2]);
    wire round_up = guard & (kept[0] | sticky);
    wire [4:0] shifts = {by_16, by_8, shift_4, shift_2, 1'b0};
    wire [8:0] power = {1'b0, exponent_3} + (~{4'd0, shifts});
    wire one = (~near[27]) & (near[26] | (~can_shift));
    wire [31:0] rounded = ({power, 23'd0} + {7'd0, {near[27], one, kept}}) + {31'd0, round_up};
    wire tiny = (1'b1 & power[8]) & (~((&power) & near[27]));
    assign result = {sign, exponent, fraction};

    always @(posedge clk) begin
        if (swap) begin
            larger <= b_size;
        end else begin
            larger <= a_size;
        end
        if (swap) begin
            lesser <= a_size;
        end else begin
            lesser <= b_size;
        end
        if (swap) begin
            sign_1 <= b_sign;
        end else begin
            sign_1 <= a_sign;
        end
        differ_1 <= a_sign ^ b_sign;
        addend <= {aligned_5, lost_5};
        if (far | absent) addend <= {26'd0, ~absent};
        augend <= {larger_normal, larger_fraction};
        exponent_2 <= scale;
        sign_2 <= sign_1 & (~(zero & differ_1));
        differ_2 <= differ_1;
        infinite_2 <= infinite;
        zero_2 <= zero;
        nan_2 <= infinite & ((|larger_fraction) | (differ_1 & (&lesser_exponent)));
        free_3 <= free_8 | (exponent_2[3] & (~shift_8));
        if (shift_8) begin
            coarse <= after_16 << 4'd8;
        end else begin
            coarse <= after_16;
        end
        by_16 <= shift_16;
        by_8 <= shift_8;
        exponent_3 <= exponent_2;
        sign_3 <= (sign_2 & (~(cancels & differ_2))) & (~nan_2);
        infinite_3 <= infinite_2 | (sum[27] & (exponent_2 == 8'hfe));
        zero_3 <= zero_2 | cancels;
        nan_3 <= nan_2;
        sign <= sign_3;
        exponent <= rounded[30:23];
        fraction <= rounded[22:0];
        if (zero_3 | tiny) begin
            exponent <= 8'd0;
            fraction <= 23'd0;
        end
        if (infinite_3) begin
            exponent <= 8'hff;
            fraction <= {22'd0, nan_3} << 5'h16;
        end
        if ((~adds) & (~subtracts)) begin
            sign <= 1'b0;
            exponent <= 8'd0;
            fraction <= 23'd0;
        end
    end

    wire unused_bits = &{1'b0, rounded[31]};
endmodule
