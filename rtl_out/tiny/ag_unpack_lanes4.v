// Unpacks words into narrow elements of a beat. Combinational.
module ag_unpack_lanes4 (
    input  wire [1:0]  width,
    // words of memory
    input  wire [31:0] packed_0,
    input  wire [31:0] packed_1,
    input  wire [31:0] packed_2,
    input  wire [31:0] packed_3,
    // the beat
    output wire [31:0] lane_0,
    output wire [31:0] lane_1,
    output wire [31:0] lane_2,
    output wire [31:0] lane_3
);
    wire half = width[0];
    wire byte_w = width[1];
    wire [31:0] upper_0 = {packed_0[15:0], 16'd0};
    wire [7:0] low_0 = packed_0[7:0];
    wire [31:0] signed_0 = {{24{low_0[7]}}, low_0};
    assign lane_0 =
        byte_w ? signed_0 :
        half ? upper_0 :
        packed_0;
    wire [31:0] upper_1 = {packed_0[31:16], 16'd0};
    wire [7:0] low_1 = packed_0[15:8];
    wire [31:0] signed_1 = {{24{low_1[7]}}, low_1};
    assign lane_1 =
        byte_w ? signed_1 :
        half ? upper_1 :
        packed_1;
    wire [31:0] upper_2 = {packed_1[15:0], 16'd0};
    wire [7:0] low_2 = packed_0[23:16];
    wire [31:0] signed_2 = {{24{low_2[7]}}, low_2};
    assign lane_2 =
        byte_w ? signed_2 :
        half ? upper_2 :
        packed_2;
    wire [31:0] upper_3 = {packed_1[31:16], 16'd0};
    wire [7:0] low_3 = packed_0[31:24];
    wire [31:0] signed_3 = {{24{low_3[7]}}, low_3};
    assign lane_3 =
        byte_w ? signed_3 :
        half ? upper_3 :
        packed_3;
endmodule
