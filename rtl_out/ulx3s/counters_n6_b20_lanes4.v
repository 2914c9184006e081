// Loop counters: a nest of loops that steps once an iteration.
module counters_n6_b20_lanes4 (
    // clock, and synchronous reset
    input  wire        clk,
    input  wire        rst,
    // the iteration is done: go to the next
    input  wire        step,
    // configuration
    input  wire        spread,
    input  wire [5:0]  once,
    input  wire [5:0]  twice,
    input  wire [5:0]  ragged,
    input  wire [5:0]  short_once,
    input  wire [5:0]  short_twice,
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
    // where the nest stands
    output wire        finished,
    output wire [6:0]  below,
    output wire [3:0]  mask,
    output wire [19:0] left0
);
    wire [5:0] unused_nest_first;
    wire [5:0] unused_nest_last;
    wire unused_nest_moves;
    wire [5:0] unused_nest_steps;
    wire [2:0] unused_nest_at;
    wire [2:0] unused_nest_from;
    wire unused_nest_based;
    counter_nest_b20_n6_lanes4 nest (
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
        .once(once),
        .twice(twice),
        .ragged(ragged),
        .short_0(short_0),
        .short_1(short_1),
        .short_2(short_2),
        .short_3(short_3),
        .short_4(short_4),
        .short_5(short_5),
        .short_once(short_once),
        .short_twice(short_twice),
        .outer_0(outer_0),
        .outer_1(outer_1),
        .outer_2(outer_2),
        .outer_3(outer_3),
        .outer_4(outer_4),
        .outer_5(outer_5),
        .finished(finished),
        .below(below),
        .first(unused_nest_first),
        .last(unused_nest_last),
        .left0(left0),
        .mask(mask),
        .moves(unused_nest_moves),
        .steps(unused_nest_steps),
        .at(unused_nest_at),
        .from(unused_nest_from),
        .based(unused_nest_based)
    );
endmodule
