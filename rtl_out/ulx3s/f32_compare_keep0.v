// f32 min, max, absolute, negate and compares. Two cycles; zero for other operators.
module f32_compare_keep0 (
    input  wire        clk,
    input  wire [8:0]  told,
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
        reg [30:0] v_a_size;
        reg [30:0] v_b_size;
        reg v_a_fraction;
        reg v_b_fraction;
        reg v_first_sign;
        reg v_second_sign;
        reg v_zeros;
        reg v_same_size;
        reg v_below;
        reg v_least;
        reg v_most;
        reg v_is_first;
        reg v_takes_first;
        reg v_nan;
        reg v_zero;
        reg [31:0] v_chosen;
        reg v_negates;
        reg v_sign;
        reg [22:0] v_fraction;
        reg v_ordered;
        reg v_equal;
        reg v_is_equal;
        reg v_is_less;
        reg v_answer;
    begin
        if (told[0]) begin
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
            v_least = told[5];
            v_most = told[6];
            v_is_first = (~first_nan) & (v_below != v_most);
            v_takes_first = ((~(v_least | v_most)) | second_nan) | v_is_first;
            v_nan = v_takes_first ? first_nan : second_nan;
            v_zero = v_takes_first ? first_zero : second_zero;
            v_chosen = v_takes_first ? first : second;
            v_negates = told[8];
            v_sign = (v_chosen[31] != v_negates) & (~told[7]);
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
            if (~told[1]) begin
                v_ordered = (~first_nan) & (~second_nan);
                v_equal = v_zeros | (size_equal & (v_first_sign == v_second_sign));
                v_is_equal = v_ordered & v_equal;
                v_is_less = v_ordered & ((v_below & (~v_zeros)) | ((~told[4]) & v_equal));
                v_answer = (told[2] | told[3]) ? (v_is_equal != told[3]) : v_is_less;
                value <= {31'd0, v_answer};
            end
        end else begin
            value <= 32'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
