// Which registers and lanes the operands of a stage and lane of a PCU are taken from.
// Combinational.
module pcu_operands_r4_h2 (
    // configuration, and the number of the lane
    input  wire [1:0] mode,
    input  wire [2:0] a,
    input  wire [2:0] b,
    input  wire       masked,
    input  wire       hop,
    input  wire       spread,
    input  wire [1:0] lane,
    input  wire [1:0] number,
    // the beat at the stage
    input  wire       present,
    // choices
    output wire [2:0] select_a,
    output wire [2:0] select_b,
    output wire [1:0] source
);
    wire accumulates = mode == 2'd1;
    wire reduces = mode == 2'd2;
    wire absent = masked & (~present);
    assign select_a = (accumulates | (reduces & absent)) ? 3'd4 : a;
    assign select_b =
        ((accumulates | reduces) & absent) ? 3'd4 :
        reduces ? a :
        b;
    wire [1:0] above = 2'd1 << hop;
    wire [1:0] partner = number + above;
    assign source =
        (spread & (~reduces)) ? lane :
        reduces ? partner :
        number;
endmodule
