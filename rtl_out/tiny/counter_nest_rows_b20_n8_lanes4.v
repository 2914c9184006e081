// A nest of loops: the lowest that is not at its last iteration steps, those below it start anew.
module counter_nest_rows_b20_n8_lanes4 (
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
    input  wire [19:0] tile_6,
    input  wire [19:0] tile_7,
    input  wire [7:0]  once,
    input  wire [7:0]  twice,
    input  wire [7:0]  ragged,
    input  wire [19:0] short_0,
    input  wire [19:0] short_1,
    input  wire [19:0] short_2,
    input  wire [19:0] short_3,
    input  wire [19:0] short_4,
    input  wire [19:0] short_5,
    input  wire [19:0] short_6,
    input  wire [19:0] short_7,
    input  wire [7:0]  short_once,
    input  wire [7:0]  short_twice,
    input  wire [2:0]  outer_0,
    input  wire [2:0]  outer_1,
    input  wire [2:0]  outer_2,
    input  wire [2:0]  outer_3,
    input  wire [2:0]  outer_4,
    input  wire [2:0]  outer_5,
    input  wire [2:0]  outer_6,
    input  wire [2:0]  outer_7,
    // where the nest stands
    output wire        finished,
    output wire [8:0]  below,
    output wire [7:0]  first,
    output wire [7:0]  last,
    output wire [19:0] left0,
    output wire [3:0]  mask,
    // the step of this cycle, for affine functions
    output wire        moves,
    output wire [7:0]  steps,
    output wire [2:0]  at,
    output wire [2:0]  from,
    output wire        based
);
    reg done;
    reg [19:0] rest0;
    (* ram_style = "distributed" *) reg [19:0] rest [0:7];
    (* ram_style = "distributed" *) reg four [0:7];
    reg [7:0] fresh;
    reg [7:0] ends;
    reg [7:0] near;
    reg [7:0] placed;
    reg [7:0] place_0;
    reg [7:0] place_1;
    reg [7:0] place_2;
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
    wire from_bits_18;
    wire [1:0] from_bits_19;
    wire [2:0] from_bits_20;
    wire from_bits_21;
    wire [1:0] from_bits_22;
    wire [2:0] from_bits_23;
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
    wire [8:0] known_12;
    wire [8:0] known_13;
    wire [8:0] known_14;
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
    wire through_12;
    wire through_13;
    wire through_14;
    reg [7:0] cut_now;

    wire [7:0] run1 = ends & ((ends << 1'b1) | 8'd1);
    wire [7:0] run2 = run1 & ((run1 << 2'd2) | 8'd3);
    wire [7:0] run4 = run2 & ((run2 << 3'd4) | 8'hf);
    wire [7:0] run = run4 & (8'd0 | 8'hff);
    wire [8:0] below_w = {run, 1'b1};
    wire [7:0] lowest = (~run) & below_w[7:0];
    wire all = run[7];
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
    wire from_6_0 = place_0[6];
    assign from_bits_18 = from_6_0;
    wire from_6_1 = place_1[6];
    assign from_bits_19 = {from_6_1, from_bits_18};
    wire from_6_2 = place_2[6];
    assign from_bits_20 = {from_6_2, from_bits_19};
    assign known_6 = {placed[6], fresh[6], cut_now[6], from_bits_20, 3'd6};
    assign through_6 = ends[6];
    wire from_7_0 = place_0[7];
    assign from_bits_21 = from_7_0;
    wire from_7_1 = place_1[7];
    assign from_bits_22 = {from_7_1, from_bits_21};
    wire from_7_2 = place_2[7];
    assign from_bits_23 = {from_7_2, from_bits_22};
    assign known_7 = {placed[7], fresh[7], cut_now[7], from_bits_23, 3'd7};
    assign through_7 = ends[7];
    assign known_8 = through_0 ? known_1 : known_0;
    assign through_8 = through_0 & through_1;
    assign known_9 = through_2 ? known_3 : known_2;
    assign through_9 = through_2 & through_3;
    assign known_10 = through_4 ? known_5 : known_4;
    assign through_10 = through_4 & through_5;
    assign known_11 = through_6 ? known_7 : known_6;
    assign through_11 = through_6 & through_7;
    assign known_12 = through_8 ? known_9 : known_8;
    assign through_12 = through_8 & through_9;
    assign known_13 = through_10 ? known_11 : known_10;
    assign through_13 = through_10 & through_11;
    assign known_14 = through_12 ? known_13 : known_12;
    assign through_14 = through_12 & through_13;
    wire [8:0] known = known_14;
    wire [2:0] at_w = known[2:0];
    assign moves = moves_w;
    assign at = at_w;
    assign from = known[5:3];
    assign based = rst | (~known[8]);
    wire [7:0] steps_w = rst ? 8'd0 : lowest;
    assign steps = steps_w;

    task automatic step2;
        reg v_was_cut;
        reg v_is_fresh;
        reg [7:0] v_restarts;
        reg [7:0] v_kept;
        reg [7:0] v_after;
        reg [7:0] v_ends_above_0;
        reg [7:0] v_by_number_0;
        reg v_around_0;
        reg v_is_cut_0;
        reg v_cuts_0;
        reg [7:0] v_ends_above_1;
        reg [7:0] v_by_number_1;
        reg v_around_1;
        reg v_is_cut_1;
        reg [1:0] v_cuts_1;
        reg [7:0] v_ends_above_2;
        reg [7:0] v_by_number_2;
        reg v_around_2;
        reg v_is_cut_2;
        reg [2:0] v_cuts_2;
        reg [3:0] v_ends_above_3;
        reg [3:0] v_by_number_3;
        reg v_around_3;
        reg v_is_cut_3;
        reg [3:0] v_cuts_3;
        reg [3:0] v_ends_above_4;
        reg [3:0] v_by_number_4;
        reg v_around_4;
        reg v_is_cut_4;
        reg [4:0] v_cuts_4;
        reg [1:0] v_ends_above_5;
        reg [1:0] v_by_number_5;
        reg v_around_5;
        reg v_is_cut_5;
        reg [5:0] v_cuts_5;
        reg v_around_6;
        reg v_is_cut_6;
        reg [6:0] v_cuts_6;
        reg v_around_7;
        reg v_is_cut_7;
        reg [7:0] v_cuts_7;
        reg [7:0] v_cuts;
        reg [7:0] v_once_w;
        reg [7:0] v_twice_w;
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
        reg [19:0] v_here_6;
        reg [19:0] v_whole_6;
        reg [19:0] v_cut_6;
        reg [19:0] v_here_7;
        reg [19:0] v_whole_7;
        reg [19:0] v_cut_7;
        reg [19:0] v_extent;
        reg v_is_third;
        reg [7:0] v_third;
        reg [7:0] v_moved;
        reg [7:0] v_bit_0;
        reg [7:0] v_bit_1;
        reg [7:0] v_bit_2;
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
            v_restarts = rst ? 8'hff : run;
            v_kept = ends & (~v_restarts);
            v_after = (v_kept | (steps_w & near)) | (v_restarts & once);
            v_ends_above_0 = {1'b0, v_after[7:1]};
            v_by_number_0 = (v_ends_above_0 << 1'b1) | (v_ends_above_0 >> 3'd7);
            v_around_0 = v_by_number_0[outer_0];
            v_is_cut_0 = ragged[0] & v_around_0;
            v_cuts_0 = v_is_cut_0;
            v_ends_above_1 = {2'd0, v_after[7:2]};
            v_by_number_1 = (v_ends_above_1 << 2'd2) | (v_ends_above_1 >> 3'd6);
            v_around_1 = v_by_number_1[outer_1];
            v_is_cut_1 = ragged[1] & v_around_1;
            v_cuts_1 = {v_is_cut_1, v_cuts_0};
            v_ends_above_2 = {3'd0, v_after[7:3]};
            v_by_number_2 = (v_ends_above_2 << 2'd3) | (v_ends_above_2 >> 3'd5);
            v_around_2 = v_by_number_2[outer_2];
            v_is_cut_2 = ragged[2] & v_around_2;
            v_cuts_2 = {v_is_cut_2, v_cuts_1};
            v_ends_above_3 = v_after[7:4];
            v_by_number_3 = (v_ends_above_3 << 1'b0) | 4'd0;
            v_around_3 = v_by_number_3[outer_3[1:0]];
            v_is_cut_3 = ragged[3] & v_around_3;
            v_cuts_3 = {v_is_cut_3, v_cuts_2};
            v_ends_above_4 = {1'b0, v_after[7:5]};
            v_by_number_4 = (v_ends_above_4 << 1'b1) | (v_ends_above_4 >> 2'd3);
            v_around_4 = v_by_number_4[outer_4[1:0]];
            v_is_cut_4 = ragged[4] & v_around_4;
            v_cuts_4 = {v_is_cut_4, v_cuts_3};
            v_ends_above_5 = v_after[7:6];
            v_by_number_5 = (v_ends_above_5 << 1'b0) | 2'd0;
            v_around_5 = v_by_number_5[outer_5[0]];
            v_is_cut_5 = ragged[5] & v_around_5;
            v_cuts_5 = {v_is_cut_5, v_cuts_4};
            v_around_6 = 1'b1 & v_after[7];
            v_is_cut_6 = ragged[6] & v_around_6;
            v_cuts_6 = {v_is_cut_6, v_cuts_5};
            v_around_7 = 1'b0 & v_after[7];
            v_is_cut_7 = ragged[7] & v_around_7;
            v_cuts_7 = {v_is_cut_7, v_cuts_6};
            v_cuts = v_cuts_7;
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
            v_here_6 = {20{lowest[6]}};
            v_whole_6 = v_whole_5 | (tile_6 & v_here_6);
            v_cut_6 = v_cut_5 | (short_6 & v_here_6);
            v_here_7 = {20{lowest[7]}};
            v_whole_7 = v_whole_6 | (tile_7 & v_here_7);
            v_cut_7 = v_cut_6 | (short_7 & v_here_7);
            v_extent = v_was_cut ? v_cut_7 : v_whole_7;
            v_is_third = v_is_fresh ? (v_extent == 20'd3) : four[at_w];
            v_third = {8{v_is_third}};
            v_moved = v_restarts | steps_w;
            v_bit_0 = {8{at_w[0]}};
            v_bit_1 = {8{at_w[1]}};
            v_bit_2 = {8{at_w[2]}};
            if (moves_w) begin
                v_rest_w = rest[at_w];
                v_left = v_is_fresh ? v_extent : v_rest_w - 20'd1;
                v_is_fourth = v_is_fresh ? (v_extent == 20'd4) : v_rest_w == 20'd5;
                rest[at_w] <= v_left;
                four[at_w] <= v_is_fourth;
            end
            ends <= ((v_kept | (steps_w & near)) | (v_restarts & v_once_w)) | 8'd1;
            near <= ((near & (~(v_restarts | steps_w))) | (steps_w & v_third)) | (v_restarts & v_twice_w);
            fresh <= (fresh | v_restarts) & (~steps_w);
            if (v_cuts[0]) begin
                rest0 <= short_0;
            end else begin
                rest0 <= tile_0;
            end
            cut_now <= (cut_now & (~v_restarts)) | (v_cuts & v_restarts);
            if (rst) begin
                placed <= 8'd0;
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
            ends <= (ends & 8'hfe) | (near & lowest);
            near <= (near & 8'hfe) | {7'd0, v_third_2};
            fresh <= fresh & 8'hfe;
        end
        if (rst) begin
            done <= 1'b0;
        end else if (step & all) begin
            done <= 1'b1;
        end
    end
    endtask

    always @(posedge clk) step2;

    wire unused_bits = &{1'b0, outer_3[2], outer_4[2], outer_5[2:1], outer_6, outer_7, through_14};
endmodule
