// i32 to i8 with scale, rounding and saturation. Four cycles; zero for other operators.
module quantize (
    input  wire        clk,
    input  wire        told,
    input  wire [31:0] a,
    input  wire [20:0] b,
    output wire [31:0] result
);
    reg [31:0] low;
    reg [31:0] high;
    reg [15:0] correction;
    reg [4:0] shift_1;
    reg [47:0] product;
    reg [4:0] shift_2;
    reg [15:0] coarse;
    reg sign_3;
    reg exceeds_3;
    reg [2:0] shift_3;
    reg [7:0] value;

    assign result = {{24{value[7]}}, value};

    task automatic step;
        reg [15:0] v_factor;
        reg [31:0] v_upper;
        reg v_sign;
        reg [47:0] v_wide;
        reg [23:0] v_unlike;
        reg v_over_16;
        reg [23:0] v_by_16;
        reg [7:0] v_unlike_8;
        reg v_over_8;
        reg [11:0] v_by_4;
        reg v_over_4;
        reg [9:0] v_by_2;
        reg v_over_2;
        reg [8:0] v_by_1;
        reg v_over_1;
        reg v_over_0;
        reg v_most;
        reg [7:0] v_least_or_most;
    begin
        v_factor = b[15:0];
        low <= {16'd0, a[15:0]} * {16'd0, v_factor};
        high <= {16'd0, a[31:16]} * {16'd0, v_factor};
        if (told) begin
            v_upper = high + {correction, low[31:16]};
            v_sign = product[47];
            v_wide = {product[46:0], 1'b0};
            v_unlike = v_wide[47:24] ^ {24{v_sign}};
            v_over_16 = (|v_unlike[23:16]) | ((~shift_2[4]) & (|v_unlike[15:0]));
            v_by_16 = shift_2[4] ? v_wide[39:16] : v_wide[23:0];
            v_unlike_8 = v_by_16[23:16] ^ {8{v_sign}};
            v_over_8 = (~shift_2[3]) & (|v_unlike_8);
            v_by_4 = shift_3[2] ? coarse[15:4] : coarse[11:0];
            v_over_4 = (~shift_3[2]) & (|(coarse[15:12] ^ {4{sign_3}}));
            v_by_2 = shift_3[1] ? v_by_4[11:2] : v_by_4[9:0];
            v_over_2 = (~shift_3[1]) & (|(v_by_4[11:10] ^ {2{sign_3}}));
            v_by_1 = shift_3[0] ? v_by_2[9:1] : v_by_2[8:0];
            v_over_1 = (~shift_3[0]) & (v_by_2[9] ^ sign_3);
            v_over_0 = v_by_1[8] ^ sign_3;
            v_most = v_by_1[8:1] == 8'h7f;
            correction <= -v_factor;
            if (~a[31]) correction <= 16'd0;
            shift_1 <= b[20:16];
            product <= {v_upper, low[15:0]};
            shift_2 <= shift_1;
            if (shift_2[3]) begin
                coarse <= v_by_16[23:8];
            end else begin
                coarse <= v_by_16[15:0];
            end
            sign_3 <= v_sign;
            exceeds_3 <= v_over_16 | v_over_8;
            shift_3 <= shift_2[2:0];
            value <= v_by_1[8:1] + {7'd0, v_by_1[0] & (~v_most)};
            if ((((exceeds_3 | v_over_4) | v_over_2) | v_over_1) | v_over_0) begin
                v_least_or_most = {sign_3, {7{~sign_3}}};
                value <= v_least_or_most;
            end
        end else begin
            value <= 8'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
