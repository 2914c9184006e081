// Integer add, min, max, compares, logic, move and select. Two cycles; zero for other operators.
module int_alu (
    input  wire        clk,
    input  wire [5:0]  op,
    input  wire [31:0] a,
    input  wire [31:0] b,
    input  wire [31:0] c,
    output wire [31:0] result
);
    reg [31:0] sum;
    reg [31:0] first;
    reg [31:0] second;
    reg less;
    reg condition;
    reg [31:0] value;

    reg uses_b;
    always @* begin
        case (op)
            6'd6, 6'd7, 6'hb: uses_b = 1'b0;
            default: uses_b = 1'b1;
        endcase
    end
    reg inverts;
    always @* begin
        case (op)
            6'd1, 6'hb: inverts = 1'b0;
            default: inverts = 1'b1;
        endcase
    end
    reg carry_in;
    always @* begin
        case (op)
            6'd1, 6'd6, 6'd7, 6'hb, 6'h12, 6'h14: carry_in = 1'b0;
            default: carry_in = 1'b1;
        endcase
    end
    reg is_signed;
    always @* begin
        case (op)
            6'h13, 6'h14: is_signed = 1'b0;
            default: is_signed = 1'b1;
        endcase
    end
    wire [31:0] addend = (b & {32{uses_b}}) ^ {32{inverts}};
    wire [32:0] total = ({1'b0, a} + {1'b0, addend}) + {32'd0, carry_in};
    wire signs_differ = a[31] ^ b[31];
    reg and_xor;
    always @* begin
        case (op)
            6'd8, 6'ha: and_xor = 1'b1;
            default: and_xor = 1'b0;
        endcase
    end
    reg or_xor;
    always @* begin
        case (op)
            6'd9, 6'ha: or_xor = 1'b1;
            default: or_xor = 1'b0;
        endcase
    end
    reg takes_first;
    always @* begin
        case (op)
            6'd4: takes_first = less;
            6'd5: takes_first = ~less;
            6'h22: takes_first = condition;
            6'd8, 6'd9, 6'ha: takes_first = 1'b0;
            default: takes_first = 1'b1;
        endcase
    end
    reg takes_sum;
    always @* begin
        case (op)
            6'd1, 6'd2, 6'd7, 6'hb: takes_sum = 1'b1;
            6'd6: takes_sum = first[31];
            default: takes_sum = 1'b0;
        endcase
    end
    reg complements;
    always @* begin
        case (op)
            6'd6, 6'd7, 6'hb: complements = 1'b1;
            default: complements = 1'b0;
        endcase
    end
    wire [31:0] chosen = takes_first ? first : second;
    reg answer;
    always @* begin
        case (op)
            6'hf: answer = ~(|sum);
            6'h10: answer = |sum;
            default: answer = less;
        endcase
    end
    reg compares;
    always @* begin
        case (op)
            6'hf, 6'h10, 6'h11, 6'h12, 6'h13, 6'h14: compares = 1'b1;
            default: compares = 1'b0;
        endcase
    end
    reg moves;
    always @* begin
        case (op)
            6'd0, 6'd1, 6'd2, 6'd4, 6'd5, 6'd6, 6'd7, 6'd8, 6'd9, 6'ha, 6'hb, 6'h22: moves = 1'b1;
            default: moves = 1'b0;
        endcase
    end
    assign result = value;

    always @(posedge clk) begin
        sum <= total[31:0];
        less <= (~total[32]) ^ (is_signed & signs_differ);
        first <= a;
        if (and_xor) begin
            if (or_xor) begin
                second <= a ^ b;
            end else begin
                second <= a & b;
            end
        end else if (or_xor) begin
            second <= a | b;
        end else begin
            second <= b;
        end
        condition <= |c;
        if (takes_sum) begin
            value <= sum ^ {32{complements}};
        end else begin
            value <= chosen;
        end
        if (~moves) value <= {31'd0, compares & answer};
    end
endmodule
