// A node that arrives at a switch: popped when all outputs that select it have the beat.
module switch_arrival_n8 (
    input  wire valid,
    // for each output that may select it
    input  wire used_0,
    input  wire used_1,
    input  wire used_2,
    input  wire used_3,
    input  wire used_4,
    input  wire used_5,
    input  wire used_6,
    input  wire used_7,
    input  wire held_0,
    input  wire held_1,
    input  wire held_2,
    input  wire held_3,
    input  wire held_4,
    input  wire held_5,
    input  wire held_6,
    input  wire held_7,
    output wire pop
);
    wire anyone_0;
    wire anyone_1;
    wire anyone_2;
    wire anyone_3;
    wire anyone_4;
    wire anyone_5;
    wire anyone_6;
    wire anyone_7;
    wire anyone_8;
    wire everyone_0;
    wire everyone_1;
    wire everyone_2;
    wire everyone_3;
    wire everyone_4;
    wire everyone_5;
    wire everyone_6;
    wire everyone_7;
    wire everyone_8;

    assign anyone_0 = 1'b0;
    assign everyone_0 = 1'b1;
    assign anyone_1 = anyone_0 | used_0;
    assign everyone_1 = everyone_0 & (~held_0);
    assign anyone_2 = anyone_1 | used_1;
    assign everyone_2 = everyone_1 & (~held_1);
    assign anyone_3 = anyone_2 | used_2;
    assign everyone_3 = everyone_2 & (~held_2);
    assign anyone_4 = anyone_3 | used_3;
    assign everyone_4 = everyone_3 & (~held_3);
    assign anyone_5 = anyone_4 | used_4;
    assign everyone_5 = everyone_4 & (~held_4);
    assign anyone_6 = anyone_5 | used_5;
    assign everyone_6 = everyone_5 & (~held_5);
    assign anyone_7 = anyone_6 | used_6;
    assign everyone_7 = everyone_6 & (~held_6);
    assign anyone_8 = anyone_7 | used_7;
    assign everyone_8 = everyone_7 & (~held_7);
    wire [1:0] both = valid ? {anyone_8, everyone_8} : 2'd0;
    assign pop = both == 2'd3;
endmodule
