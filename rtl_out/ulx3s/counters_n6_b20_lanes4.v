// Loop counters: a nest of loops that steps once an iteration.
module counters_n6_b20_lanes4 (
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
    input  wire [2:0]  vector_level,
    // where the nest stands
    output wire        finished,
    output wire [6:0]  below,
    output wire [3:0]  mask,
    output wire [19:0] left0
);
    wire [5:0] advance;
    wire [5:0] restart;
    wire moves;
    wire carries;
    wire [5:0] wide;
    wire [19:0] left_0;
    wire [19:0] left_1;
    wire [19:0] left_2;
    wire [19:0] left_3;
    wire [19:0] left_4;
    wire [19:0] left_5;
    assign left0 = left_0;
    wire unused_chain_last_0;
    wire unused_chain_last_1;
    wire unused_chain_last_2;
    wire unused_chain_last_3;
    wire unused_chain_last_4;
    wire unused_chain_last_5;
    counter_chain_b20_n6_lanes4 chain (
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
        .last_0(unused_chain_last_0),
        .last_1(unused_chain_last_1),
        .last_2(unused_chain_last_2),
        .last_3(unused_chain_last_3),
        .last_4(unused_chain_last_4),
        .last_5(unused_chain_last_5),
        .advance(advance),
        .restart(restart),
        .moves(moves),
        .carries(carries),
        .below(below),
        .finished(finished)
    );
    counter_mask_b20_n6_lanes4 lanes (
        .vector_level(vector_level),
        .left_0(left_0),
        .left_1(left_1),
        .left_2(left_2),
        .left_3(left_3),
        .left_4(left_4),
        .left_5(left_5),
        .wide(wide),
        .mask(mask)
    );
    wire unused_level0_first;
    counter_level_b20_n6_lanes4 level0 (
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
        .first(unused_level0_first),
        .left(left_0)
    );
    wire unused_level1_first;
    counter_level_b20_n6_lanes4 level1 (
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
        .first(unused_level1_first),
        .left(left_1)
    );
    wire unused_level2_first;
    counter_level_b20_n6_lanes4 level2 (
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
        .first(unused_level2_first),
        .left(left_2)
    );
    wire unused_level3_first;
    counter_level_b20_n6_lanes4 level3 (
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
        .first(unused_level3_first),
        .left(left_3)
    );
    wire unused_level4_first;
    counter_level_b20_n6_lanes4 level4 (
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
        .first(unused_level4_first),
        .left(left_4)
    );
    wire unused_level5_first;
    counter_level_b20_n6_lanes4 level5 (
        .clk(clk),
        .rst(rst),
        .tile(tile_5),
        .ragged(1'b0),
        .limit(20'd0),
        .less(20'd0),
        .outer(3'd0),
        .wide(wide[5]),
        .moves(carries),
        .advance(advance[5]),
        .restart(restart[5]),
        .nest_advance(advance),
        .nest_restart(restart),
        .first(unused_level5_first),
        .left(left_5)
    );
endmodule
