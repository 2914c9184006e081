// The lanes that an iteration has: as many as elements are left on the vector level.
module counter_mask_b20_n6_lanes4 (
    input  wire [2:0]  vector_level,
    input  wire [19:0] left_0,
    input  wire [19:0] left_1,
    input  wire [19:0] left_2,
    input  wire [19:0] left_3,
    input  wire [19:0] left_4,
    input  wire [19:0] left_5,
    output wire [5:0]  wide,
    output wire [3:0]  mask
);
    wire [2:0] some_0;
    wire [2:0] some_1;
    wire [2:0] some_2;
    wire [2:0] some_3;
    wire [2:0] some_4;
    wire [2:0] some_5;
    wire [2:0] some_6;

    wire [6:0] wide_part = 7'd1 << vector_level;
    assign wide = wide_part[6:1];
    assign some_6 = {2'd0, ~(|vector_level)};
    wire [1:0] low_0 = left_5[1:0];
    wire high_0 = |left_5[19:2];
    assign some_5 = (vector_level == 3'd6) ? {high_0, low_0} : some_6;
    wire [1:0] low_1 = left_4[1:0];
    wire high_1 = |left_4[19:2];
    assign some_4 = (vector_level == 3'd5) ? {high_1, low_1} : some_5;
    wire [1:0] low_2 = left_3[1:0];
    wire high_2 = |left_3[19:2];
    assign some_3 = (vector_level == 3'd4) ? {high_2, low_2} : some_4;
    wire [1:0] low_3 = left_2[1:0];
    wire high_3 = |left_2[19:2];
    assign some_2 = (vector_level == 3'd3) ? {high_3, low_3} : some_3;
    wire [1:0] low_4 = left_1[1:0];
    wire high_4 = |left_1[19:2];
    assign some_1 = (vector_level == 3'd2) ? {high_4, low_4} : some_2;
    wire [1:0] low_5 = left_0[1:0];
    wire high_5 = |left_0[19:2];
    assign some_0 = (vector_level == 3'd1) ? {high_5, low_5} : some_1;
    wire [2:0] left = some_0;
    wire [3:0] unless_all = ~(4'hf << left[1:0]);
    assign mask = unless_all | {4{left[2]}};

    wire unused_bits = &{1'b0, wide_part[0]};
endmodule
