// Integer add, min, max, compares, logic, move and select. Two cycles; zero for other operators.
module int_alu (
    input  wire        clk,
    input  wire [17:0] told,
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
        reg v_negative;
        reg v_takes_sum;
        reg [31:0] v_uses_b;
        reg [31:0] v_inverts;
        reg v_carry_in;
        reg [31:0] v_addend;
        reg [32:0] v_total;
        reg v_signs_differ;
        reg v_or_xor;
        reg [31:0] v_complements;
        reg v_least;
        reg v_most;
        reg v_selects;
        reg v_takes_first;
        reg [31:0] v_chosen;
        reg v_unequal;
        reg v_answer;
    begin
        if (told[0]) begin
            v_negative = first[31];
            v_takes_sum = told[12] | (told[13] & v_negative);
            first <= a;
            if (~told[1]) begin
                v_uses_b = {32{~told[2]}};
                v_inverts = {32{~told[3]}};
                v_carry_in = ~told[4];
                v_addend = (b & v_uses_b) ^ v_inverts;
                v_total = ({1'b0, a} + {1'b0, v_addend}) + {32'd0, v_carry_in};
                v_signs_differ = a[31] ^ b[31];
                v_or_xor = told[7];
                sum <= v_total[31:0];
                less <= (~v_total[32]) ^ ((~told[5]) & v_signs_differ);
                if (told[6]) begin
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
                v_complements = {32{told[14]}};
                value <= sum ^ v_complements;
            end else begin
                v_least = told[8];
                v_most = told[9];
                v_selects = told[10];
                v_takes_first =
                    (v_least | v_most) ? (less != v_most) :
                    v_selects ? condition :
                    ~told[11];
                v_chosen = v_takes_first ? first : second;
                value <= v_chosen;
            end
            if (told[15]) begin
                v_unequal = |sum;
                v_answer = (told[16] | told[17]) ? (v_unequal != told[16]) : less;
                value <= {31'd0, v_answer};
            end
        end else begin
            value <= 32'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
