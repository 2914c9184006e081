// Prepares iterations of a PCU: when its loops step, and which ports take part.
module pcu_ahead_n8_i5_o3 (
    // configuration of the unit
    input  wire       enable,
    // where the loops stand
    input  wire       finished,
    input  wire       room,
    input  wire [8:0] below,
    input  wire       emit,
    // configuration of the ports, one bit each, vector ports first (low)
    input  wire [4:0] input_enable,
    input  wire [3:0] hold_0,
    input  wire [3:0] hold_1,
    input  wire [3:0] hold_2,
    input  wire [3:0] hold_3,
    input  wire [3:0] hold_4,
    input  wire [2:0] output_enable,
    input  wire [2:0] fold,
    // answers
    output wire       step,
    output wire [4:0] pops,
    output wire [2:0] sends
);
    wire bits_0;
    wire [1:0] bits_1;
    wire [2:0] bits_2;
    wire [3:0] bits_3;
    wire [4:0] bits_4;

    assign step = (enable & (~finished)) & room;
    wire [8:0] ends_0_part = below >> hold_0;
    wire ends_0 = ends_0_part[0];
    assign bits_0 = ends_0;
    wire [8:0] ends_1_part = below >> hold_1;
    wire ends_1 = ends_1_part[0];
    assign bits_1 = {ends_1, bits_0};
    wire [8:0] ends_2_part = below >> hold_2;
    wire ends_2 = ends_2_part[0];
    assign bits_2 = {ends_2, bits_1};
    wire [8:0] ends_3_part = below >> hold_3;
    wire ends_3 = ends_3_part[0];
    assign bits_3 = {ends_3, bits_2};
    wire [8:0] ends_4_part = below >> hold_4;
    wire ends_4 = ends_4_part[0];
    assign bits_4 = {ends_4, bits_3};
    assign pops = bits_4 & input_enable;
    wire [2:0] emits = {3{emit}};
    assign sends = output_enable & (emits | (~fold));

    wire unused_bits = &{1'b0, ends_0_part[8:1], ends_1_part[8:1], ends_2_part[8:1], ends_3_part[8:1], ends_4_part[8:1]};
endmodule
