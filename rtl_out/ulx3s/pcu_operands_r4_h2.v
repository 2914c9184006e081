// Operands of one stage and lane of a PCU.
module pcu_operands_r4_h2 (
    // configuration
    input  wire [1:0]  mode,
    input  wire [2:0]  a,
    input  wire [2:0]  b,
    input  wire        masked,
    input  wire        hop,
    input  wire        spread,
    input  wire [31:0] constant,
    // the beat at the stage
    input  wire        present,
    input  wire        first,
    // registers before the stage
    input  wire [31:0] own_a,
    input  wire [31:0] own_b,
    // of other lanes
    input  wire [31:0] spread_b,
    input  wire [31:0] accumulator,
    input  wire [31:0] partner_0,
    input  wire [31:0] partner_1,
    output wire [31:0] plain_a,
    // for the functional unit
    output wire [31:0] operand_a,
    output wire [31:0] operand_b
);
    wire [31:0] choice_b_0;
    wire [31:0] choice_b_1;
    wire [31:0] choice_b_2;

    wire accumulates = mode == 2'd1;
    wire reduces = mode == 2'd2;
    wire absent = (masked & (~present)) & (accumulates | reduces);
    wire a_is_constant = accumulates ? first : absent | (a == 3'd4);
    wire a_is_own = (~accumulates) & (~a_is_constant);
    wire a_is_sum = accumulates & (~first);
    wire [31:0] plain = (constant & {32{a_is_constant}}) | (own_a & {32{a_is_own}});
    assign plain_a = plain;
    assign operand_a = plain | (accumulator & {32{a_is_sum}});
    wire b_is_constant = (~reduces) & (absent | (b == 3'd4));
    wire b_is_own = ((~reduces) & (~b_is_constant)) & (~spread);
    wire b_is_spread = ((~reduces) & (~b_is_constant)) & spread;
    assign choice_b_0 =
        ((constant & {32{b_is_constant}}) | (own_b & {32{b_is_own}})) | (spread_b & {32{b_is_spread}});
    wire hit_0 = reduces & (hop == 1'b0);
    assign choice_b_1 = choice_b_0 | (partner_0 & {32{hit_0}});
    wire hit_1 = reduces & (hop == 1'b1);
    assign choice_b_2 = choice_b_1 | (partner_1 & {32{hit_1}});
    assign operand_b = choice_b_2;
endmodule
