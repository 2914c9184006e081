// Loop counters: a nest of loops that steps once an iteration.
module counters_n8_b20_lanes4_a32_ends (
    // clock, and synchronous reset
    input  wire        clk,
    input  wire        rst,
    // the iteration is done: go to the next
    input  wire        step,
    // configuration
    input  wire        enable,
    input  wire [19:0] tile_0,
    input  wire [19:0] tile_1,
    input  wire [19:0] tile_2,
    input  wire [19:0] tile_3,
    input  wire [19:0] tile_4,
    input  wire [19:0] tile_5,
    input  wire [19:0] tile_6,
    input  wire [19:0] tile_7,
    input  wire        ragged_0,
    input  wire [19:0] limit_0,
    input  wire [19:0] less_0,
    input  wire [2:0]  outer_0,
    input  wire        ragged_1,
    input  wire [19:0] limit_1,
    input  wire [19:0] less_1,
    input  wire [2:0]  outer_1,
    input  wire        ragged_2,
    input  wire [19:0] limit_2,
    input  wire [19:0] less_2,
    input  wire [2:0]  outer_2,
    input  wire        ragged_3,
    input  wire [19:0] limit_3,
    input  wire [19:0] less_3,
    input  wire [2:0]  outer_3,
    input  wire        ragged_4,
    input  wire [19:0] limit_4,
    input  wire [19:0] less_4,
    input  wire [2:0]  outer_4,
    input  wire        ragged_5,
    input  wire [19:0] limit_5,
    input  wire [19:0] less_5,
    input  wire [2:0]  outer_5,
    input  wire        ragged_6,
    input  wire [19:0] limit_6,
    input  wire [19:0] less_6,
    input  wire [2:0]  outer_6,
    input  wire [3:0]  vector_level,
    input  wire [31:0] base_0,
    input  wire [31:0] stride_0_0,
    input  wire [31:0] stride_0_1,
    input  wire [31:0] stride_0_2,
    input  wire [31:0] stride_0_3,
    input  wire [31:0] stride_0_4,
    input  wire [31:0] stride_0_5,
    input  wire [31:0] stride_0_6,
    input  wire [31:0] stride_0_7,
    // where the nest stands
    output wire        finished,
    output wire [8:0]  below,
    output wire [7:0]  first,
    output wire [7:0]  last,
    output wire [3:0]  mask,
    output wire [19:0] left0,
    output wire [31:0] value_0
);
    wire [7:0] advance;
    wire [7:0] restart;
    wire moves;
    wire carries;
    wire [7:0] wide;
    wire [19:0] left_0;
    wire [19:0] left_1;
    wire [19:0] left_2;
    wire [19:0] left_3;
    wire [19:0] left_4;
    wire [19:0] left_5;
    wire [19:0] left_6;
    wire [19:0] left_7;
    assign left0 = left_0;
    counter_chain_b20_n8_lanes4 chain (
        .clk(clk),
        .rst(rst),
        .enable(enable),
        .step(step),
        .wide(wide),
        .left_0(left_0),
        .left_1(left_1),
        .left_2(left_2),
        .left_3(left_3),
        .left_4(left_4),
        .left_5(left_5),
        .left_6(left_6),
        .left_7(left_7),
        .last_0(last[0]),
        .last_1(last[1]),
        .last_2(last[2]),
        .last_3(last[3]),
        .last_4(last[4]),
        .last_5(last[5]),
        .last_6(last[6]),
        .last_7(last[7]),
        .advance(advance),
        .restart(restart),
        .moves(moves),
        .carries(carries),
        .below(below),
        .finished(finished)
    );
    counter_mask_b20_n8_lanes4 lanes (
        .vector_level(vector_level),
        .left_0(left_0),
        .left_1(left_1),
        .left_2(left_2),
        .left_3(left_3),
        .left_4(left_4),
        .left_5(left_5),
        .left_6(left_6),
        .left_7(left_7),
        .wide(wide),
        .mask(mask)
    );
    counter_level_b20_n8_lanes4 level0 (
        .clk(clk),
        .rst(rst),
        .tile(tile_0),
        .ragged(ragged_0),
        .limit(limit_0),
        .less(less_0),
        .outer(outer_0),
        .wide(wide[0]),
        .moves(moves),
        .advance(advance[0]),
        .restart(restart[0]),
        .nest_advance(advance),
        .nest_restart(restart),
        .first(first[0]),
        .left(left_0)
    );
    counter_level_b20_n8_lanes4 level1 (
        .clk(clk),
        .rst(rst),
        .tile(tile_1),
        .ragged(ragged_1),
        .limit(limit_1),
        .less(less_1),
        .outer(outer_1),
        .wide(wide[1]),
        .moves(carries),
        .advance(advance[1]),
        .restart(restart[1]),
        .nest_advance(advance),
        .nest_restart(restart),
        .first(first[1]),
        .left(left_1)
    );
    counter_level_b20_n8_lanes4 level2 (
        .clk(clk),
        .rst(rst),
        .tile(tile_2),
        .ragged(ragged_2),
        .limit(limit_2),
        .less(less_2),
        .outer(outer_2),
        .wide(wide[2]),
        .moves(carries),
        .advance(advance[2]),
        .restart(restart[2]),
        .nest_advance(advance),
        .nest_restart(restart),
        .first(first[2]),
        .left(left_2)
    );
    counter_level_b20_n8_lanes4 level3 (
        .clk(clk),
        .rst(rst),
        .tile(tile_3),
        .ragged(ragged_3),
        .limit(limit_3),
        .less(less_3),
        .outer(outer_3),
        .wide(wide[3]),
        .moves(carries),
        .advance(advance[3]),
        .restart(restart[3]),
        .nest_advance(advance),
        .nest_restart(restart),
        .first(first[3]),
        .left(left_3)
    );
    counter_level_b20_n8_lanes4 level4 (
        .clk(clk),
        .rst(rst),
        .tile(tile_4),
        .ragged(ragged_4),
        .limit(limit_4),
        .less(less_4),
        .outer(outer_4),
        .wide(wide[4]),
        .moves(carries),
        .advance(advance[4]),
        .restart(restart[4]),
        .nest_advance(advance),
        .nest_restart(restart),
        .first(first[4]),
        .left(left_4)
    );
    counter_level_b20_n8_lanes4 level5 (
        .clk(clk),
        .rst(rst),
        .tile(tile_5),
        .ragged(ragged_5),
        .limit(limit_5),
        .less(less_5),
        .outer(outer_5),
        .wide(wide[5]),
        .moves(carries),
        .advance(advance[5]),
        .restart(restart[5]),
        .nest_advance(advance),
        .nest_restart(restart),
        .first(first[5]),
        .left(left_5)
    );
    counter_level_b20_n8_lanes4 level6 (
        .clk(clk),
        .rst(rst),
        .tile(tile_6),
        .ragged(ragged_6),
        .limit(limit_6),
        .less(less_6),
        .outer(outer_6),
        .wide(wide[6]),
        .moves(carries),
        .advance(advance[6]),
        .restart(restart[6]),
        .nest_advance(advance),
        .nest_restart(restart),
        .first(first[6]),
        .left(left_6)
    );
    counter_level_b20_n8_lanes4 level7 (
        .clk(clk),
        .rst(rst),
        .tile(tile_7),
        .ragged(1'b0),
        .limit(20'd0),
        .less(20'd0),
        .outer(3'd0),
        .wide(wide[7]),
        .moves(carries),
        .advance(advance[7]),
        .restart(restart[7]),
        .nest_advance(advance),
        .nest_restart(restart),
        .first(first[7]),
        .left(left_7)
    );
    counter_affine_b32_n8 affine0 (
        .clk(clk),
        .rst(rst),
        .base(base_0),
        .stride_0(stride_0_0),
        .stride_1(stride_0_1),
        .stride_2(stride_0_2),
        .stride_3(stride_0_3),
        .stride_4(stride_0_4),
        .stride_5(stride_0_5),
        .stride_6(stride_0_6),
        .stride_7(stride_0_7),
        .moves(moves),
        .advance(advance),
        .restart(restart),
        .value(value_0)
    );
endmodule
