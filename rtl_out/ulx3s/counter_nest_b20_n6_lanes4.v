// A nest of loops: the lowest that is not at its last iteration steps, those below it start anew.
module counter_nest_b20_n6_lanes4 (
    input  wire        clk,
    input  wire        rst,
    input  wire        step,
    input  wire        spread,
    // configuration
    input  wire [19:0] tile_0,
    input  wire [19:0] tile_1,
    input  wire [19:0] tile_2,
    input  wire [19:0] tile_3,
    input  wire [19:0] tile_4,
    input  wire [19:0] tile_5,
    input  wire [5:0]  once,
    input  wire [5:0]  twice,
    input  wire [5:0]  ragged,
    input  wire [19:0] short_0,
    input  wire [19:0] short_1,
    input  wire [19:0] short_2,
    input  wire [19:0] short_3,
    input  wire [19:0] short_4,
    input  wire [19:0] short_5,
    input  wire [5:0]  short_once,
    input  wire [5:0]  short_twice,
    input  wire [2:0]  outer_0,
    input  wire [2:0]  outer_1,
    input  wire [2:0]  outer_2,
    input  wire [2:0]  outer_3,
    input  wire [2:0]  outer_4,
    input  wire [2:0]  outer_5,
    // where the nest stands
    output wire        finished,
    output wire [6:0]  below,
    output wire [5:0]  first,
    output wire [5:0]  last,
    output wire [19:0] left0,
    output wire [3:0]  mask,
    // the step of this cycle, for affine functions
    output wire        moves,
    output wire [5:0]  steps,
    output wire [2:0]  at,
    output wire [2:0]  from,
    output wire        based
);
    reg done;
    reg [19:0] rest0;
    (* ram_style = "distributed" *) reg [19:0] rest [0:5];
    (* ram_style = "distributed" *) reg four [0:5];
    reg [5:0] fresh;
    reg [5:0] ends;
    reg [5:0] near;
    reg [5:0] placed;
    reg [5:0] place_0;
    reg [5:0] place_1;
    reg [5:0] place_2;
    wire mask_bits_0;
    wire [1:0] mask_bits_1;
    wire [2:0] mask_bits_2;
    wire [3:0] mask_bits_3;
    wire from_bits_0;
    wire [1:0] from_bits_1;
    wire [2:0] from_bits_2;
    wire from_bits_3;
    wire [1:0] from_bits_4;
    wire [2:0] from_bits_5;
    wire from_bits_6;
    wire [1:0] from_bits_7;
    wire [2:0] from_bits_8;
    wire from_bits_9;
    wire [1:0] from_bits_10;
    wire [2:0] from_bits_11;
    wire from_bits_12;
    wire [1:0] from_bits_13;
    wire [2:0] from_bits_14;
    wire from_bits_15;
    wire [1:0] from_bits_16;
    wire [2:0] from_bits_17;
    wire [8:0] known_0;
    wire [8:0] known_1;
    wire [8:0] known_2;
    wire [8:0] known_3;
    wire [8:0] known_4;
    wire [8:0] known_5;
    wire [8:0] known_6;
    wire [8:0] known_7;
    wire [8:0] known_8;
    wire [8:0] known_9;
    wire [8:0] known_10;
    wire [8:0] known_11;
    wire through_0;
    wire through_1;
    wire through_2;
    wire through_3;
    wire through_4;
    wire through_5;
    wire through_6;
    wire through_7;
    wire through_8;
    wire through_9;
    wire through_10;
    wire through_11;
    reg [5:0] cut_now;

    wire [5:0] run1 = ends & ((ends << 1'b1) | 6'd1);
    wire [5:0] run2 = run1 & ((run1 << 2'd2) | 6'd3);
    wire [5:0] run4 = run2 & ((run2 << 3'd4) | 6'hf);
    wire [5:0] run = run4 & (6'd0 | 6'h3f);
    wire [6:0] below_w = {run, 1'b1};
    wire [5:0] lowest = (~run) & below_w[5:0];
    wire all = run[5];
    wire moves_w = step & (~all);
    assign below = below_w;
    assign first = fresh;
    assign last = ends;
    assign left0 = rest0;
    assign finished = done;
    wire far = |rest0[19:2];
    wire [1:0] low = rest0[1:0];
    wire on_0 = ((~spread) | far) | (|low);
    assign mask_bits_0 = on_0;
    wire on_1 = spread & (far | (low > 2'd1));
    assign mask_bits_1 = {on_1, mask_bits_0};
    wire on_2 = spread & (far | (low > 2'd2));
    assign mask_bits_2 = {on_2, mask_bits_1};
    wire on_3 = spread & far;
    assign mask_bits_3 = {on_3, mask_bits_2};
    assign mask = mask_bits_3;
    wire from_0_0 = place_0[0];
    assign from_bits_0 = from_0_0;
    wire from_0_1 = place_1[0];
    assign from_bits_1 = {from_0_1, from_bits_0};
    wire from_0_2 = place_2[0];
    assign from_bits_2 = {from_0_2, from_bits_1};
    assign known_0 = {placed[0], fresh[0], cut_now[0], from_bits_2, 3'd0};
    assign through_0 = ends[0];
    wire from_1_0 = place_0[1];
    assign from_bits_3 = from_1_0;
    wire from_1_1 = place_1[1];
    assign from_bits_4 = {from_1_1, from_bits_3};
    wire from_1_2 = place_2[1];
    assign from_bits_5 = {from_1_2, from_bits_4};
    assign known_1 = {placed[1], fresh[1], cut_now[1], from_bits_5, 3'd1};
    assign through_1 = ends[1];
    wire from_2_0 = place_0[2];
    assign from_bits_6 = from_2_0;
    wire from_2_1 = place_1[2];
    assign from_bits_7 = {from_2_1, from_bits_6};
    wire from_2_2 = place_2[2];
    assign from_bits_8 = {from_2_2, from_bits_7};
    assign known_2 = {placed[2], fresh[2], cut_now[2], from_bits_8, 3'd2};
    assign through_2 = ends[2];
    wire from_3_0 = place_0[3];
    assign from_bits_9 = from_3_0;
    wire from_3_1 = place_1[3];
    assign from_bits_10 = {from_3_1, from_bits_9};
    wire from_3_2 = place_2[3];
    assign from_bits_11 = {from_3_2, from_bits_10};
    assign known_3 = {placed[3], fresh[3], cut_now[3], from_bits_11, 3'd3};
    assign through_3 = ends[3];
    wire from_4_0 = place_0[4];
    assign from_bits_12 = from_4_0;
    wire from_4_1 = place_1[4];
    assign from_bits_13 = {from_4_1, from_bits_12};
    wire from_4_2 = place_2[4];
    assign from_bits_14 = {from_4_2, from_bits_13};
    assign known_4 = {placed[4], fresh[4], cut_now[4], from_bits_14, 3'd4};
    assign through_4 = ends[4];
    wire from_5_0 = place_0[5];
    assign from_bits_15 = from_5_0;
    wire from_5_1 = place_1[5];
    assign from_bits_16 = {from_5_1, from_bits_15};
    wire from_5_2 = place_2[5];
    assign from_bits_17 = {from_5_2, from_bits_16};
    assign known_5 = {placed[5], fresh[5], cut_now[5], from_bits_17, 3'd5};
    assign through_5 = ends[5];
    assign known_6 = through_0 ? known_1 : known_0;
    assign through_6 = through_0 & through_1;
    assign known_7 = through_2 ? known_3 : known_2;
    assign through_7 = through_2 & through_3;
    assign known_8 = through_4 ? known_5 : known_4;
    assign through_8 = through_4 & through_5;
    assign known_9 = through_6 ? known_7 : known_6;
    assign through_9 = through_6 & through_7;
    assign known_10 = known_8;
    assign through_10 = through_8;
    assign known_11 = through_9 ? known_10 : known_9;
    assign through_11 = through_9 & through_10;
    wire [8:0] known = known_11;
    wire [2:0] at_w = known[2:0];
    assign moves = moves_w;
    assign at = at_w;
    assign from = known[5:3];
    assign based = rst | (~known[8]);
    wire [5:0] steps_w = rst ? 6'd0 : lowest;
    assign steps = steps_w;

    task automatic step2;
        reg v_was_cut;
        reg v_is_fresh;
        reg [5:0] v_restarts;
        reg [5:0] v_kept;
        reg [5:0] v_after;
        reg [7:0] v_ends_above_0;
        reg [7:0] v_by_number_0;
        reg v_around_0;
        reg v_is_cut_0;
        reg v_cuts_0;
        reg [3:0] v_ends_above_1;
        reg [3:0] v_by_number_1;
        reg v_around_1;
        reg v_is_cut_1;
        reg [1:0] v_cuts_1;
        reg [3:0] v_ends_above_2;
        reg [3:0] v_by_number_2;
        reg v_around_2;
        reg v_is_cut_2;
        reg [2:0] v_cuts_2;
        reg [1:0] v_ends_above_3;
        reg [1:0] v_by_number_3;
        reg v_around_3;
        reg v_is_cut_3;
        reg [3:0] v_cuts_3;
        reg v_around_4;
        reg v_is_cut_4;
        reg [4:0] v_cuts_4;
        reg v_around_5;
        reg v_is_cut_5;
        reg [5:0] v_cuts_5;
        reg [5:0] v_cuts;
        reg [5:0] v_once_w;
        reg [5:0] v_twice_w;
        reg [19:0] v_whole_0;
        reg [19:0] v_cut_0;
        reg [19:0] v_here_1;
        reg [19:0] v_whole_1;
        reg [19:0] v_cut_1;
        reg [19:0] v_here_2;
        reg [19:0] v_whole_2;
        reg [19:0] v_cut_2;
        reg [19:0] v_here_3;
        reg [19:0] v_whole_3;
        reg [19:0] v_cut_3;
        reg [19:0] v_here_4;
        reg [19:0] v_whole_4;
        reg [19:0] v_cut_4;
        reg [19:0] v_here_5;
        reg [19:0] v_whole_5;
        reg [19:0] v_cut_5;
        reg [19:0] v_extent;
        reg v_is_third;
        reg [5:0] v_third;
        reg [5:0] v_moved;
        reg [5:0] v_bit_0;
        reg [5:0] v_bit_1;
        reg [5:0] v_bit_2;
        reg [19:0] v_rest_w;
        reg [19:0] v_left;
        reg v_is_fourth;
        reg v_unused;
        reg [17:0] v_three;
        reg v_wide;
        reg v_third_2;
        reg [19:0] v_pace;
    begin
        if (rst | (moves_w & ends[0])) begin
            v_was_cut = known[6];
            v_is_fresh = known[7];
            v_restarts = rst ? 6'h3f : run;
            v_kept = ends & (~v_restarts);
            v_after = (v_kept | (steps_w & near)) | (v_restarts & once);
            v_ends_above_0 = {3'd0, v_after[5:1]};
            v_by_number_0 = (v_ends_above_0 << 1'b1) | (v_ends_above_0 >> 3'd7);
            v_around_0 = v_by_number_0[outer_0];
            v_is_cut_0 = ragged[0] & v_around_0;
            v_cuts_0 = v_is_cut_0;
            v_ends_above_1 = v_after[5:2];
            v_by_number_1 = (v_ends_above_1 << 2'd2) | (v_ends_above_1 >> 2'd2);
            v_around_1 = v_by_number_1[outer_1[1:0]];
            v_is_cut_1 = ragged[1] & v_around_1;
            v_cuts_1 = {v_is_cut_1, v_cuts_0};
            v_ends_above_2 = {1'b0, v_after[5:3]};
            v_by_number_2 = (v_ends_above_2 << 2'd3) | (v_ends_above_2 >> 1'b1);
            v_around_2 = v_by_number_2[outer_2[1:0]];
            v_is_cut_2 = ragged[2] & v_around_2;
            v_cuts_2 = {v_is_cut_2, v_cuts_1};
            v_ends_above_3 = v_after[5:4];
            v_by_number_3 = (v_ends_above_3 << 1'b0) | 2'd0;
            v_around_3 = v_by_number_3[outer_3[0]];
            v_is_cut_3 = ragged[3] & v_around_3;
            v_cuts_3 = {v_is_cut_3, v_cuts_2};
            v_around_4 = 1'b1 & v_after[5];
            v_is_cut_4 = ragged[4] & v_around_4;
            v_cuts_4 = {v_is_cut_4, v_cuts_3};
            v_around_5 = 1'b0 & v_after[5];
            v_is_cut_5 = ragged[5] & v_around_5;
            v_cuts_5 = {v_is_cut_5, v_cuts_4};
            v_cuts = v_cuts_5;
            v_once_w = (once & (~v_cuts)) | (short_once & v_cuts);
            v_twice_w = (twice & (~v_cuts)) | (short_twice & v_cuts);
            v_whole_0 = 20'd0;
            v_cut_0 = 20'd0;
            v_here_1 = {20{lowest[1]}};
            v_whole_1 = v_whole_0 | (tile_1 & v_here_1);
            v_cut_1 = v_cut_0 | (short_1 & v_here_1);
            v_here_2 = {20{lowest[2]}};
            v_whole_2 = v_whole_1 | (tile_2 & v_here_2);
            v_cut_2 = v_cut_1 | (short_2 & v_here_2);
            v_here_3 = {20{lowest[3]}};
            v_whole_3 = v_whole_2 | (tile_3 & v_here_3);
            v_cut_3 = v_cut_2 | (short_3 & v_here_3);
            v_here_4 = {20{lowest[4]}};
            v_whole_4 = v_whole_3 | (tile_4 & v_here_4);
            v_cut_4 = v_cut_3 | (short_4 & v_here_4);
            v_here_5 = {20{lowest[5]}};
            v_whole_5 = v_whole_4 | (tile_5 & v_here_5);
            v_cut_5 = v_cut_4 | (short_5 & v_here_5);
            v_extent = v_was_cut ? v_cut_5 : v_whole_5;
            v_is_third = v_is_fresh ? (v_extent == 20'd3) : four[at_w];
            v_third = {6{v_is_third}};
            v_moved = v_restarts | steps_w;
            v_bit_0 = {6{at_w[0]}};
            v_bit_1 = {6{at_w[1]}};
            v_bit_2 = {6{at_w[2]}};
            if (moves_w) begin
                v_rest_w = rest[at_w];
                v_left = v_is_fresh ? v_extent : v_rest_w - 20'd1;
                v_is_fourth = v_is_fresh ? (v_extent == 20'd4) : v_rest_w == 20'd5;
                rest[at_w] <= v_left;
                four[at_w] <= v_is_fourth;
            end
            ends <= ((v_kept | (steps_w & near)) | (v_restarts & v_once_w)) | 6'd0;
            near <= ((near & (~(v_restarts | steps_w))) | (steps_w & v_third)) | (v_restarts & v_twice_w);
            fresh <= (fresh | v_restarts) & (~steps_w);
            if (v_cuts[0]) begin
                rest0 <= short_0;
            end else begin
                rest0 <= tile_0;
            end
            cut_now <= (cut_now & (~v_restarts)) | (v_cuts & v_restarts);
            if (rst) begin
                placed <= 6'd0;
            end else begin
                placed <= placed | v_moved;
            end
            place_0 <= (place_0 & (~v_moved)) | (v_moved & v_bit_0);
            place_1 <= (place_1 & (~v_moved)) | (v_moved & v_bit_1);
            place_2 <= (place_2 & (~v_moved)) | (v_moved & v_bit_2);
            v_unused = &{1'b0, v_after[0]};
        end else if (moves_w) begin
            v_three = (|low) ? 18'd2 : 18'd3;
            v_wide = rest0[19:2] == v_three;
            v_third_2 = spread ? v_wide : rest0 == 20'd3;
            v_pace = spread ? 20'd4 : 20'd1;
            rest0 <= rest0 - v_pace;
            ends <= (ends & 6'h3e) | (near & lowest);
            near <= (near & 6'h3e) | {5'd0, v_third_2};
            fresh <= fresh & 6'h3e;
        end
        if (rst) begin
            done <= 1'b0;
        end else if (step & all) begin
            done <= 1'b1;
        end
    end
    endtask

    always @(posedge clk) step2;

    wire unused_bits = &{1'b0, outer_1[2], outer_2[2], outer_3[2:1], outer_4, outer_5, through_11};
endmodule
