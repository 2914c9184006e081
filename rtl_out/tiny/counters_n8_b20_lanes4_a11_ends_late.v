// Loop counters: a nest of loops that steps once an iteration. Affine functions are a cycle late.
module counters_n8_b20_lanes4_a11_ends_late (
    // clock, and synchronous reset
    input  wire        clk,
    input  wire        rst,
    // the iteration is done: go to the next
    input  wire        step,
    // configuration
    input  wire        spread,
    input  wire [7:0]  once,
    input  wire [7:0]  twice,
    input  wire [7:0]  ragged,
    input  wire [7:0]  short_once,
    input  wire [7:0]  short_twice,
    input  wire [19:0] tile_0,
    input  wire [19:0] short_0,
    input  wire [2:0]  outer_0,
    input  wire [19:0] tile_1,
    input  wire [19:0] short_1,
    input  wire [2:0]  outer_1,
    input  wire [19:0] tile_2,
    input  wire [19:0] short_2,
    input  wire [2:0]  outer_2,
    input  wire [19:0] tile_3,
    input  wire [19:0] short_3,
    input  wire [2:0]  outer_3,
    input  wire [19:0] tile_4,
    input  wire [19:0] short_4,
    input  wire [2:0]  outer_4,
    input  wire [19:0] tile_5,
    input  wire [19:0] short_5,
    input  wire [2:0]  outer_5,
    input  wire [19:0] tile_6,
    input  wire [19:0] short_6,
    input  wire [2:0]  outer_6,
    input  wire [19:0] tile_7,
    input  wire [19:0] short_7,
    input  wire [2:0]  outer_7,
    // where the nest stands
    output wire        finished,
    output wire [8:0]  below,
    output wire [3:0]  mask,
    output wire [19:0] left0,
    output wire [7:0]  first,
    output wire [7:0]  last,
    // affine function 0: configuration and value
    output wire [10:0] value_0,
    input  wire [10:0] base_0,
    input  wire [10:0] stride_0_0,
    input  wire [10:0] stride_0_1,
    input  wire [10:0] stride_0_2,
    input  wire [10:0] stride_0_3,
    input  wire [10:0] stride_0_4,
    input  wire [10:0] stride_0_5,
    input  wire [10:0] stride_0_6,
    input  wire [10:0] stride_0_7
);
    wire moves;
    wire [7:0] steps;
    wire [2:0] at;
    wire [2:0] from;
    wire based;
    counter_nest_b20_n8_lanes4 nest (
        .clk(clk),
        .rst(rst),
        .step(step),
        .spread(spread),
        .tile_0(tile_0),
        .tile_1(tile_1),
        .tile_2(tile_2),
        .tile_3(tile_3),
        .tile_4(tile_4),
        .tile_5(tile_5),
        .tile_6(tile_6),
        .tile_7(tile_7),
        .once(once),
        .twice(twice),
        .ragged(ragged),
        .short_0(short_0),
        .short_1(short_1),
        .short_2(short_2),
        .short_3(short_3),
        .short_4(short_4),
        .short_5(short_5),
        .short_6(short_6),
        .short_7(short_7),
        .short_once(short_once),
        .short_twice(short_twice),
        .outer_0(outer_0),
        .outer_1(outer_1),
        .outer_2(outer_2),
        .outer_3(outer_3),
        .outer_4(outer_4),
        .outer_5(outer_5),
        .outer_6(outer_6),
        .outer_7(outer_7),
        .finished(finished),
        .below(below),
        .first(first),
        .last(last),
        .left0(left0),
        .mask(mask),
        .moves(moves),
        .steps(steps),
        .at(at),
        .from(from),
        .based(based)
    );
    wire late_moves;
    wire [7:0] late_steps;
    wire [2:0] late_at;
    wire [2:0] late_from;
    wire late_based;
    wire late_rst;
    counter_late_n8 late (
        .clk(clk),
        .rst(rst),
        .moves(moves),
        .steps(steps),
        .at(at),
        .from(from),
        .based(based),
        .late_rst(late_rst),
        .late_moves(late_moves),
        .late_steps(late_steps),
        .late_at(late_at),
        .late_from(late_from),
        .late_based(late_based)
    );
    counter_affine_b11_n8 affine0 (
        .clk(clk),
        .rst(late_rst),
        .base(base_0),
        .stride_0(stride_0_0),
        .stride_1(stride_0_1),
        .stride_2(stride_0_2),
        .stride_3(stride_0_3),
        .stride_4(stride_0_4),
        .stride_5(stride_0_5),
        .stride_6(stride_0_6),
        .stride_7(stride_0_7),
        .moves(late_moves),
        .steps(late_steps),
        .at(late_at),
        .from(late_from),
        .based(late_based),
        .value(value_0)
    );
endmodule
