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

    wire [30:0] a_size = a[30:0];
    wire [30:0] b_size = b[30:0];
    wire a_fraction = |a[22:0];
    wire b_fraction = |b[22:0];
    wire first_sign = first[31];
    wire second_sign = second[31];
    wire zeros = first_zero & second_zero;
    wire same_size = size_equal | zeros;
    wire ordered = (~first_nan) & (~second_nan);
    wire equal = zeros | (size_equal & (first_sign == second_sign));
    wire below =
        (first_sign != second_sign) ? first_sign :
        first_sign ? ((~same_size) & (~size_less)) :
        (~same_size) & size_less;
    reg answer;
    always @* begin
        case (op)
            6'h1c: answer = ordered & equal;
            6'h1d: answer = ~(ordered & equal);
            6'h1e: answer = (ordered & below) & (~zeros);
            default: answer = ordered & (below | equal);
        endcase
    end
    reg takes_first;
    always @* begin
        case (op)
            6'h18: takes_first = second_nan | ((~first_nan) & below);
            6'h19: takes_first = second_nan | ((~first_nan) & (~below));
            default: takes_first = 1'b1;
        endcase
    end
    wire nan = takes_first ? first_nan : second_nan;
    wire zero = takes_first ? first_zero : second_zero;
    wire [31:0] chosen = takes_first ? first : second;
    reg sign;
    always @* begin
        case (op)
            6'h1a: sign = 1'b0;
            6'h1b: sign = ~first_sign;
            default: sign = chosen[31];
        endcase
    end
    wire [22:0] fraction = (nan | zero) ? ({22'd0, nan} << 5'h16) : chosen[22:0];
    reg compares;
    always @* begin
        case (op)
            6'h1c, 6'h1d, 6'h1e, 6'h1f: compares = 1'b1;
            default: compares = 1'b0;
        endcase
    end
    reg moves;
    always @* begin
        case (op)
            6'h18, 6'h19, 6'h1a, 6'h1b: moves = 1'b1;
            default: moves = 1'b0;
        endcase
    end
    assign result = value;

    always @(posedge clk) begin
        first <= a;
        second <= b;
        size_less <= a_size < b_size;
        size_equal <= a_size == b_size;
        first_nan <= (&a[30:23]) & a_fraction;
        second_nan <= (&b[30:23]) & b_fraction;
        first_zero <= ~((|a[30:23]) | (a_fraction & 1'b0));
        second_zero <= ~((|b[30:23]) | (b_fraction & 1'b0));
        value <= {sign & (~nan), chosen[30:23], fraction};
        if (~moves) value <= {31'd0, compares & answer};
    end
endmodule
