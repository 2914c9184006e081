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

    assign result = value;

    task automatic step;
        reg [63:0] v_next_part;
        reg v_copies;
        reg v_takes_sum;
        reg v_compares;
        reg v_uses_b;
        reg v_inverts;
        reg v_carry_in;
        reg v_is_signed;
        reg [31:0] v_addend;
        reg [32:0] v_total;
        reg v_signs_differ;
        reg v_and_xor;
        reg v_or_xor;
        reg v_complements;
        reg v_takes_first;
        reg [31:0] v_chosen;
        reg v_answer;
        reg v_unused;
    begin
        v_next_part = 64'h4001f8ff7 >> op;
        if (v_next_part[0]) begin
            case (op)
                6'd0: v_copies = 1'b1;
                default: v_copies = 1'b0;
            endcase
            case (op)
                6'd1, 6'd2, 6'd7, 6'hb: v_takes_sum = 1'b1;
                6'd6: v_takes_sum = first[31];
                default: v_takes_sum = 1'b0;
            endcase
            case (op)
                6'hf, 6'h10, 6'h11, 6'h12, 6'h13, 6'h14: v_compares = 1'b1;
                default: v_compares = 1'b0;
            endcase
            first <= a;
            if (~v_copies) begin
                case (op)
                    6'd6, 6'd7, 6'hb: v_uses_b = 1'b0;
                    default: v_uses_b = 1'b1;
                endcase
                case (op)
                    6'd1, 6'hb: v_inverts = 1'b0;
                    default: v_inverts = 1'b1;
                endcase
                case (op)
                    6'd1, 6'd6, 6'd7, 6'hb, 6'h12, 6'h14: v_carry_in = 1'b0;
                    default: v_carry_in = 1'b1;
                endcase
                case (op)
                    6'h13, 6'h14: v_is_signed = 1'b0;
                    default: v_is_signed = 1'b1;
                endcase
                v_addend = (b & {32{v_uses_b}}) ^ {32{v_inverts}};
                v_total = ({1'b0, a} + {1'b0, v_addend}) + {32'd0, v_carry_in};
                v_signs_differ = a[31] ^ b[31];
                case (op)
                    6'd8, 6'ha: v_and_xor = 1'b1;
                    default: v_and_xor = 1'b0;
                endcase
                case (op)
                    6'd9, 6'ha: v_or_xor = 1'b1;
                    default: v_or_xor = 1'b0;
                endcase
                sum <= v_total[31:0];
                less <= (~v_total[32]) ^ (v_is_signed & v_signs_differ);
                if (v_and_xor) begin
                    if (v_or_xor) begin
                        second <= a ^ b;
                    end else begin
                        second <= a & b;
                    end
                end else if (v_or_xor) begin
                    second <= a | b;
                end else begin
                    second <= b;
                end
                condition <= |c;
            end
            if (v_takes_sum) begin
                case (op)
                    6'd6, 6'd7, 6'hb: v_complements = 1'b1;
                    default: v_complements = 1'b0;
                endcase
                value <= sum ^ {32{v_complements}};
            end else begin
                case (op)
                    6'd4: v_takes_first = less;
                    6'd5: v_takes_first = ~less;
                    6'h22: v_takes_first = condition;
                    6'd8, 6'd9, 6'ha: v_takes_first = 1'b0;
                    default: v_takes_first = 1'b1;
                endcase
                v_chosen = v_takes_first ? first : second;
                value <= v_chosen;
            end
            if (v_compares) begin
                case (op)
                    6'hf: v_answer = ~(|sum);
                    6'h10: v_answer = |sum;
                    default: v_answer = less;
                endcase
                value <= {31'd0, v_answer};
            end
        end else begin
            value <= 32'd0;
        end
        v_unused = &{1'b0, v_next_part[63:1]};
    end
    endtask

    always @(posedge clk) step;
endmodule
