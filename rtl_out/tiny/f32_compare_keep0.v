// f32 min, max, absolute, negate and compares. Two cycles; zero for other operators.
module f32_compare_keep0 (
    input  wire        clk,
    input  wire [5:0]  op,
    input  wire [31:0] a,
    input  wire [31:0] b,
    output wire [31:0] result
);
    reg [31:0] first;
    reg [31:0] second;
    reg size_less;
    reg size_equal;
    reg first_nan;
    reg second_nan;
    reg first_zero;
    reg second_zero;
    reg [31:0] value;

    assign result = value;

    task automatic step;
        reg v_compares;
        reg v_moves;
        reg [30:0] v_a_size;
        reg [30:0] v_b_size;
        reg v_a_fraction;
        reg v_b_fraction;
        reg v_first_sign;
        reg v_second_sign;
        reg v_zeros;
        reg v_same_size;
        reg v_below;
        reg v_takes_first;
        reg v_nan;
        reg v_zero;
        reg [31:0] v_chosen;
        reg v_sign;
        reg [22:0] v_fraction;
        reg v_ordered;
        reg v_equal;
        reg v_answer;
    begin
        case (op)
            6'h1c, 6'h1d, 6'h1e, 6'h1f: v_compares = 1'b1;
            default: v_compares = 1'b0;
        endcase
        case (op)
            6'h18, 6'h19, 6'h1a, 6'h1b: v_moves = 1'b1;
            default: v_moves = 1'b0;
        endcase
        if (v_compares | v_moves) begin
            v_a_size = a[30:0];
            v_b_size = b[30:0];
            v_a_fraction = |a[22:0];
            v_b_fraction = |b[22:0];
            v_first_sign = first[31];
            v_second_sign = second[31];
            v_zeros = first_zero & second_zero;
            v_same_size = size_equal | v_zeros;
            v_below =
                (v_first_sign != v_second_sign) ? v_first_sign :
                v_first_sign ? ((~v_same_size) & (~size_less)) :
                (~v_same_size) & size_less;
            case (op)
                6'h18: v_takes_first = second_nan | ((~first_nan) & v_below);
                6'h19: v_takes_first = second_nan | ((~first_nan) & (~v_below));
                default: v_takes_first = 1'b1;
            endcase
            v_nan = v_takes_first ? first_nan : second_nan;
            v_zero = v_takes_first ? first_zero : second_zero;
            v_chosen = v_takes_first ? first : second;
            case (op)
                6'h1a: v_sign = 1'b0;
                6'h1b: v_sign = ~v_first_sign;
                default: v_sign = v_chosen[31];
            endcase
            v_fraction = (v_nan | v_zero) ? ({22'd0, v_nan} << 5'h16) : v_chosen[22:0];
            first <= a;
            second <= b;
            size_less <= v_a_size < v_b_size;
            size_equal <= v_a_size == v_b_size;
            first_nan <= (&a[30:23]) & v_a_fraction;
            second_nan <= (&b[30:23]) & v_b_fraction;
            first_zero <= ~((|a[30:23]) | (v_a_fraction & 1'b0));
            second_zero <= ~((|b[30:23]) | (v_b_fraction & 1'b0));
            value <= {v_sign & (~v_nan), v_chosen[30:23], v_fraction};
            if (~v_moves) begin
                v_ordered = (~first_nan) & (~second_nan);
                v_equal = v_zeros | (size_equal & (v_first_sign == v_second_sign));
                case (op)
                    6'h1c: v_answer = v_ordered & v_equal;
                    6'h1d: v_answer = ~(v_ordered & v_equal);
                    6'h1e: v_answer = (v_ordered & v_below) & (~v_zeros);
                    default: v_answer = v_ordered & (v_below | v_equal);
                endcase
                value <= {31'd0, v_answer};
            end
        end else begin
            value <= 32'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
