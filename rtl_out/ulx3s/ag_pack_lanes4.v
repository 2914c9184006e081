// Packs narrow elements of a beat into words. Combinational.
module ag_pack_lanes4 (
    input  wire [1:0]  width,
    input  wire [3:0]  mask,
    // the beat
    input  wire [31:0] lane_0,
    input  wire [31:0] lane_1,
    input  wire [31:0] lane_2,
    input  wire [31:0] lane_3,
    // its elements as words of memory
    output wire [31:0] packed_0,
    output wire [31:0] packed_1,
    output wire [31:0] packed_2,
    output wire [31:0] packed_3
);
    wire half = width[0];
    wire byte_w = width[1];
    wire [15:0] upper_0 = {16{mask[1]}};
    wire [31:0] halves_0 = {lane_1[31:16] & upper_0, lane_0[31:16]};
    wire [7:0] second_0 = {8{mask[1]}};
    wire [7:0] third_0 = {8{mask[2]}};
    wire [7:0] fourth_0 = {8{mask[3]}};
    wire [31:0] bytes_0 =
        {lane_3[7:0] & fourth_0, lane_2[7:0] & third_0, lane_1[7:0] & second_0, lane_0[7:0]};
    assign packed_0 =
        byte_w ? bytes_0 :
        half ? halves_0 :
        lane_0;
    wire [15:0] upper_1 = {16{mask[3]}};
    wire [31:0] halves_1 = {lane_3[31:16] & upper_1, lane_2[31:16]};
    assign packed_1 =
        byte_w ? halves_1 :
        half ? halves_1 :
        lane_1;
    assign packed_2 =
        byte_w ? lane_2 :
        half ? lane_2 :
        lane_2;
    assign packed_3 =
        byte_w ? lane_3 :
        half ? lane_3 :
        lane_3;

    wire unused_bits = &{1'b0, mask[0]};
endmodule
