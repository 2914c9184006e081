// Operands of one stage and lane of a PCU.
module pcu_operands_r4_h2 (
    // configuration
    input  wire [1:0]  mode,
    input  wire [2:0]  a,
    input  wire [2:0]  b,
    input  wire [1:0]  c,
    input  wire        masked,
    input  wire        hop,
    input  wire [31:0] constant,
    // the beat at the stage
    input  wire        present,
    input  wire        first,
    input  wire [31:0] register_0,
    input  wire [31:0] register_1,
    input  wire [31:0] register_2,
    input  wire [31:0] register_3,
    input  wire [31:0] accumulator,
    input  wire [31:0] partner_0,
    input  wire [31:0] partner_1,
    // for the functional unit
    output wire [31:0] operand_a,
    output wire [31:0] operand_b,
    output wire [31:0] operand_c
);
    wire [31:0] choice_a_0;
    wire [31:0] choice_a_1;
    wire [31:0] choice_a_2;
    wire [31:0] choice_a_3;
    wire [31:0] choice_a_4;
    wire [31:0] choice_b_0;
    wire [31:0] choice_b_1;
    wire [31:0] choice_b_2;
    wire [31:0] choice_b_3;
    wire [31:0] choice_b_4;
    wire [31:0] choice_b_5;
    wire [31:0] choice_b_6;
    wire [31:0] choice_c_0;
    wire [31:0] choice_c_1;
    wire [31:0] choice_c_2;
    wire [31:0] choice_c_3;

    wire accumulates = mode == 2'd1;
    wire reduces = mode == 2'd2;
    wire absent = (masked & (~present)) & (accumulates | reduces);
    wire a_is_constant = accumulates ? first : absent | (a == 3'd4);
    wire a_is_sum = accumulates & (~first);
    wire a_is_register = (~accumulates) & (~absent);
    assign choice_a_0 = (constant & {32{a_is_constant}}) | (accumulator & {32{a_is_sum}});
    wire b_is_constant = (~reduces) & (absent | (b == 3'd4));
    wire b_is_register = (~reduces) & (~absent);
    assign choice_b_0 = constant & {32{b_is_constant}};
    wire hit_a_0 = a_is_register & (a == 3'd0);
    wire hit_b_0 = b_is_register & (b == 3'd0);
    assign choice_a_1 = choice_a_0 | (register_0 & {32{hit_a_0}});
    assign choice_b_1 = choice_b_0 | (register_0 & {32{hit_b_0}});
    wire hit_a_1 = a_is_register & (a == 3'd1);
    wire hit_b_1 = b_is_register & (b == 3'd1);
    assign choice_a_2 = choice_a_1 | (register_1 & {32{hit_a_1}});
    assign choice_b_2 = choice_b_1 | (register_1 & {32{hit_b_1}});
    wire hit_a_2 = a_is_register & (a == 3'd2);
    wire hit_b_2 = b_is_register & (b == 3'd2);
    assign choice_a_3 = choice_a_2 | (register_2 & {32{hit_a_2}});
    assign choice_b_3 = choice_b_2 | (register_2 & {32{hit_b_2}});
    wire hit_a_3 = a_is_register & (a == 3'd3);
    wire hit_b_3 = b_is_register & (b == 3'd3);
    assign choice_a_4 = choice_a_3 | (register_3 & {32{hit_a_3}});
    assign choice_b_4 = choice_b_3 | (register_3 & {32{hit_b_3}});
    wire hit_0 = reduces & (hop == 1'b0);
    assign choice_b_5 = choice_b_4 | (partner_0 & {32{hit_0}});
    wire hit_1 = reduces & (hop == 1'b1);
    assign choice_b_6 = choice_b_5 | (partner_1 & {32{hit_1}});
    assign choice_c_0 = register_0 & {32{c == 2'd0}};
    wire hit_c_1 = c == 2'd1;
    assign choice_c_1 = choice_c_0 | (register_1 & {32{hit_c_1}});
    wire hit_c_2 = c == 2'd2;
    assign choice_c_2 = choice_c_1 | (register_2 & {32{hit_c_2}});
    wire hit_c_3 = c == 2'd3;
    assign choice_c_3 = choice_c_2 | (register_3 & {32{hit_c_3}});
    assign operand_a = choice_a_4;
    assign operand_b = choice_b_6;
    assign operand_c = choice_c_3;
endmodule
