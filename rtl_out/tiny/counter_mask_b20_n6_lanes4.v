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
    wire [5:0] flags_0;
    wire [5:0] flags_1;
    wire [5:0] flags_2;
    wire [5:0] flags_3;
    wire [5:0] flags_4;
    wire [5:0] flags_5;
    wire [5:0] flags_6;
    wire many_0;
    wire many_1;
    wire many_2;
    wire many_3;
    wire many_4;
    wire many_5;
    wire many_6;
    wire [1:0] few_0;
    wire [1:0] few_1;
    wire [1:0] few_2;
    wire [1:0] few_3;
    wire [1:0] few_4;
    wire [1:0] few_5;
    wire [1:0] few_6;

    wire scalar = ~(|vector_level);
    assign flags_0 = 6'd0;
    assign many_0 = 1'b0;
    assign few_0 = {1'b0, scalar};
    wire chosen_0 = vector_level == 3'd1;
    wire [1:0] low_0 = left_0[1:0];
    wire [17:0] high_0 = left_0[19:2];
    assign flags_1 = flags_0 | ({5'd0, chosen_0} << 1'b0);
    assign many_1 = many_0 | (chosen_0 & (|high_0));
    assign few_1 = few_0 | (low_0 & {2{chosen_0}});
    wire chosen_1 = vector_level == 3'd2;
    wire [1:0] low_1 = left_1[1:0];
    wire [17:0] high_1 = left_1[19:2];
    assign flags_2 = flags_1 | ({5'd0, chosen_1} << 1'b1);
    assign many_2 = many_1 | (chosen_1 & (|high_1));
    assign few_2 = few_1 | (low_1 & {2{chosen_1}});
    wire chosen_2 = vector_level == 3'd3;
    wire [1:0] low_2 = left_2[1:0];
    wire [17:0] high_2 = left_2[19:2];
    assign flags_3 = flags_2 | ({5'd0, chosen_2} << 2'd2);
    assign many_3 = many_2 | (chosen_2 & (|high_2));
    assign few_3 = few_2 | (low_2 & {2{chosen_2}});
    wire chosen_3 = vector_level == 3'd4;
    wire [1:0] low_3 = left_3[1:0];
    wire [17:0] high_3 = left_3[19:2];
    assign flags_4 = flags_3 | ({5'd0, chosen_3} << 2'd3);
    assign many_4 = many_3 | (chosen_3 & (|high_3));
    assign few_4 = few_3 | (low_3 & {2{chosen_3}});
    wire chosen_4 = vector_level == 3'd5;
    wire [1:0] low_4 = left_4[1:0];
    wire [17:0] high_4 = left_4[19:2];
    assign flags_5 = flags_4 | ({5'd0, chosen_4} << 3'd4);
    assign many_5 = many_4 | (chosen_4 & (|high_4));
    assign few_5 = few_4 | (low_4 & {2{chosen_4}});
    wire chosen_5 = vector_level == 3'd6;
    wire [1:0] low_5 = left_5[1:0];
    wire [17:0] high_5 = left_5[19:2];
    assign flags_6 = flags_5 | ({5'd0, chosen_5} << 3'd5);
    assign many_6 = many_5 | (chosen_5 & (|high_5));
    assign few_6 = few_5 | (low_5 & {2{chosen_5}});
    wire [3:0] unless_many = ~(4'hf << few_6);
    assign wide = flags_6;
    assign mask = unless_many | {4{many_6}};
endmodule
