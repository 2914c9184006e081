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
    wire at_bits_0;
    wire [1:0] at_bits_1;
    wire [2:0] at_bits_2;
    wire from_bits_0;
    wire [1:0] from_bits_1;
    wire [2:0] from_bits_2;

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
    wire at_0 = |(lowest & 8'haa);
    wire from_0 = |(lowest & place_0);
    assign at_bits_0 = at_0;
    assign from_bits_0 = from_0;
    wire at_1 = |(lowest & 8'hcc);
    wire from_1 = |(lowest & place_1);
    assign at_bits_1 = {at_1, at_bits_0};
    assign from_bits_1 = {from_1, from_bits_0};
    wire at_2 = |(lowest & 8'hf0);
    wire from_2 = |(lowest & place_2);
    assign at_bits_2 = {at_2, at_bits_1};
    assign from_bits_2 = {from_2, from_bits_1};
    wire [2:0] at_w = at_bits_2;
    assign moves = moves_w;
    assign at = at_w;
    assign from = from_bits_2;
    assign based = rst | (~(|(lowest & placed)));
    wire [7:0] steps_w = rst ? 8'd0 : lowest;
    assign steps = steps_w;

    task automatic step2;
        reg [7:0] v_restarts;
        reg [7:0] v_kept;
        reg [7:0] v_after;
        reg v_is_cut_0;
        reg v_is_cut_now_0;
        reg v_cuts_0;
        reg v_cuts_now_0;
        reg v_is_cut_1;
        reg v_is_cut_now_1;
        reg [1:0] v_cuts_1;
        reg [1:0] v_cuts_now_1;
        reg v_is_cut_2;
        reg v_is_cut_now_2;
        reg [2:0] v_cuts_2;
        reg [2:0] v_cuts_now_2;
        reg v_is_cut_3;
        reg v_is_cut_now_3;
        reg [3:0] v_cuts_3;
        reg [3:0] v_cuts_now_3;
        reg v_is_cut_4;
        reg v_is_cut_now_4;
        reg [4:0] v_cuts_4;
        reg [4:0] v_cuts_now_4;
        reg v_is_cut_5;
        reg v_is_cut_now_5;
        reg [5:0] v_cuts_5;
        reg [5:0] v_cuts_now_5;
        reg v_is_cut_6;
        reg v_is_cut_now_6;
        reg [6:0] v_cuts_6;
        reg [6:0] v_cuts_now_6;
        reg v_is_cut_7;
        reg v_is_cut_now_7;
        reg [7:0] v_cuts_7;
        reg [7:0] v_cuts_now_7;
        reg [7:0] v_cuts;
        reg [7:0] v_once_w;
        reg [7:0] v_twice_w;
        reg v_was_cut;
        reg v_is_fresh;
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
        reg [19:0] v_left;
        reg [7:0] v_third;
        reg [7:0] v_moved;
        reg [7:0] v_bit_0;
        reg [7:0] v_bit_1;
        reg [7:0] v_bit_2;
        reg [17:0] v_three;
        reg v_wide;
        reg v_third_2;
        reg [19:0] v_pace;
    begin
        if (rst | (moves_w & ends[0])) begin
            v_restarts = rst ? 8'hff : run;
            v_kept = ends & (~v_restarts);
            v_after = (v_kept | (steps_w & near)) | (v_restarts & once);
            v_is_cut_0 = ragged[0] & v_after[outer_0];
            v_is_cut_now_0 = ragged[0] & ends[outer_0];
            v_cuts_0 = v_is_cut_0;
            v_cuts_now_0 = v_is_cut_now_0;
            v_is_cut_1 = ragged[1] & v_after[outer_1];
            v_is_cut_now_1 = ragged[1] & ends[outer_1];
            v_cuts_1 = {v_is_cut_1, v_cuts_0};
            v_cuts_now_1 = {v_is_cut_now_1, v_cuts_now_0};
            v_is_cut_2 = ragged[2] & v_after[outer_2];
            v_is_cut_now_2 = ragged[2] & ends[outer_2];
            v_cuts_2 = {v_is_cut_2, v_cuts_1};
            v_cuts_now_2 = {v_is_cut_now_2, v_cuts_now_1};
            v_is_cut_3 = ragged[3] & v_after[outer_3];
            v_is_cut_now_3 = ragged[3] & ends[outer_3];
            v_cuts_3 = {v_is_cut_3, v_cuts_2};
            v_cuts_now_3 = {v_is_cut_now_3, v_cuts_now_2};
            v_is_cut_4 = ragged[4] & v_after[outer_4];
            v_is_cut_now_4 = ragged[4] & ends[outer_4];
            v_cuts_4 = {v_is_cut_4, v_cuts_3};
            v_cuts_now_4 = {v_is_cut_now_4, v_cuts_now_3};
            v_is_cut_5 = ragged[5] & v_after[outer_5];
            v_is_cut_now_5 = ragged[5] & ends[outer_5];
            v_cuts_5 = {v_is_cut_5, v_cuts_4};
            v_cuts_now_5 = {v_is_cut_now_5, v_cuts_now_4};
            v_is_cut_6 = ragged[6] & v_after[outer_6];
            v_is_cut_now_6 = ragged[6] & ends[outer_6];
            v_cuts_6 = {v_is_cut_6, v_cuts_5};
            v_cuts_now_6 = {v_is_cut_now_6, v_cuts_now_5};
            v_is_cut_7 = ragged[7] & v_after[outer_7];
            v_is_cut_now_7 = ragged[7] & ends[outer_7];
            v_cuts_7 = {v_is_cut_7, v_cuts_6};
            v_cuts_now_7 = {v_is_cut_now_7, v_cuts_now_6};
            v_cuts = v_cuts_7;
            v_once_w = (once & (~v_cuts)) | (short_once & v_cuts);
            v_twice_w = (twice & (~v_cuts)) | (short_twice & v_cuts);
            v_was_cut = |(steps_w & v_cuts_now_7);
            v_is_fresh = |(steps_w & fresh);
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
            v_left = v_is_fresh ? v_extent : rest[at_w];
            v_third = {8{v_left == 20'd3}};
            v_moved = v_restarts | steps_w;
            v_bit_0 = {8{at_w[0]}};
            v_bit_1 = {8{at_w[1]}};
            v_bit_2 = {8{at_w[2]}};
            if (moves_w) rest[at_w] <= v_left - 20'd1;
            ends <= ((v_kept | (steps_w & near)) | (v_restarts & v_once_w)) | 8'd1;
            near <= ((near & (~(v_restarts | steps_w))) | (steps_w & v_third)) | (v_restarts & v_twice_w);
            fresh <= (fresh | v_restarts) & (~steps_w);
            if (v_cuts[0]) begin
                rest0 <= short_0;
            end else begin
                rest0 <= tile_0;
            end
            if (rst) begin
                placed <= 8'd0;
            end else begin
                placed <= placed | v_moved;
            end
            place_0 <= (place_0 & (~v_moved)) | (v_moved & v_bit_0);
            place_1 <= (place_1 & (~v_moved)) | (v_moved & v_bit_1);
            place_2 <= (place_2 & (~v_moved)) | (v_moved & v_bit_2);
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
endmodule
