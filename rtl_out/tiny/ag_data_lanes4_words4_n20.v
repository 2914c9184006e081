// The data process of an address generator: counts words between memory and a port.
module ag_data_lanes4_words4_n20 (
    input  wire        clk,
    input  wire        rst,
    // beats of memory out
    input  wire        store,
    input  wire        scalar,
    // rows to move
    output wire        row_want,
    input  wire        row_open,
    input  wire [1:0]  row_offset,
    input  wire [19:0] row_length,
    input  wire [1:0]  row_end,
    input  wire        row_away,
    input  wire [1:0]  width,
    // a load's rows that are taken and not yet given
    output wire        wait_push,
    input  wire        wait_room,
    input  wire        wait_valid,
    output wire        wait_pop,
    input  wire [1:0]  wait_offset,
    input  wire [19:0] wait_length,
    input  wire [1:0]  wait_end,
    // beats of memory in
    input  wire        load_valid,
    output wire        load_ready,
    // beats of memory out
    output wire        store_valid,
    input  wire        store_ready,
    output wire [3:0]  store_words,
    // beats of the port in
    input  wire        beat_valid,
    output wire        beat_ready,
    input  wire [3:0]  beat_mask,
    input  wire [1:0]  beat_end,
    // beats of the port out
    output wire        give_valid,
    input  wire        give_ready,
    output wire [3:0]  give_mask,
    output wire [1:0]  give_end,
    output wire        take,
    output wire        blank,
    output wire [5:0]  head,
    output wire [5:0]  tail,
    output wire        open,
    output wire        working,
    output wire        hungry,
    output wire        ready,
    output wire        mark_error
);
    reg opened;
    reg filling;
    reg away;
    reg [19:0] take_left;
    reg [19:0] give_left;
    reg [1:0] first;
    reg [1:0] mark;
    reg [3:0] count;
    reg [5:0] oldest;
    reg [5:0] newest;
    wire [2:0] ones_0;
    wire [2:0] ones_1;
    wire [2:0] ones_2;
    wire [2:0] ones_3;
    wire [2:0] ones_4;
    wire [4:0] elements_0;
    wire [4:0] elements_1;
    wire [4:0] elements_2;
    wire [2:0] filled_2;
    wire lane_given_0;
    wire [1:0] lane_given_1;
    wire [2:0] lane_given_2;
    wire [3:0] lane_given_3;
    wire word_given_0;
    wire [1:0] word_given_1;
    wire [2:0] word_given_2;
    wire [3:0] word_given_3;

    wire half = width[0];
    wire byte_w = width[1];
    wire [2:0] aligned = 3'd4 - {1'b0, first};
    wire [4:0] aligned_elements =
        byte_w ? ({2'd0, aligned} << 2'd2) :
        half ? ({2'd0, aligned} << 1'b1) :
        {2'd0, aligned};
    assign ones_0 = 3'd0;
    assign ones_1 = ones_0 + {2'd0, beat_mask[0]};
    assign ones_2 = ones_1 + {2'd0, beat_mask[1]};
    assign ones_3 = ones_2 + {2'd0, beat_mask[2]};
    assign ones_4 = ones_3 + {2'd0, beat_mask[3]};
    assign elements_0 = {2'd0, ones_4};
    assign elements_1 = take_left[4:0];
    assign elements_2 = give_left[4:0];
    wire [4:0] up_2 = elements_2 + {3'd0, {byte_w, half | byte_w}};
    wire [4:0] filled_2_part = up_2 >> 2'd2;
    wire [4:0] filled_2_part2 = up_2 >> 1'b1;
    assign filled_2 =
        byte_w ? filled_2_part[2:0] :
        half ? filled_2_part2[2:0] :
        up_2[2:0];
    wire [4:0] offered = store ? elements_0 : aligned_elements;
    wire take_long = 1'b1 & (|take_left[19:5]);
    wire ending = (~take_long) & (take_left[4:0] <= offered);
    wire fits_load = count <= 4'd8;
    wire fits_store = count <= 4'd8;
    wire fits = store ? fits_store : fits_load;
    wire arrived = load_valid | away;
    wire there = store ? beat_valid : arrived;
    wire taking = (filling & fits) & there;
    wire over = ending & (elements_1 != offered);
    wire [1:0] expected = ending ? mark : 2'd0;
    assign take = taking;
    assign blank = away;
    assign load_ready = (taking & (~store)) & (~away);
    assign beat_ready = taking & store;
    wire [2:0] wrong = (taking & store) ? {over, beat_end ^ expected} : 3'd0;
    assign mark_error = wrong != 3'd0;
    wire [2:0] beat_words =
        byte_w ? 3'd1 :
        half ? 3'd2 :
        3'd4;
    wire [4:0] port_unit = scalar ? 5'd1 : 5'd4;
    wire [2:0] port_words = scalar ? 3'd1 : beat_words;
    wire [4:0] unit = store ? aligned_elements : port_unit;
    wire [2:0] unit_words = store ? aligned : port_words;
    wire give_long = 1'b1 & (|give_left[19:5]);
    wire whole = (~give_long) & (give_left[4:0] <= unit);
    wire [4:0] given = whole ? elements_2 : unit;
    wire [2:0] given_words = whole ? filled_2 : unit_words;
    wire enough = opened & (count >= {1'b0, given_words});
    wire sent = store_ready | away;
    wire room = store ? sent : give_ready;
    wire giving = enough & room;
    wire closing = giving & whole;
    assign store_valid = (enough & store) & (~away);
    assign give_valid = enough & (~store);
    assign give_end = whole ? mark : 2'd0;
    wire on_0 = given > 5'd0;
    assign lane_given_0 = on_0;
    wire on_1 = given > 5'd1;
    assign lane_given_1 = {on_1, lane_given_0};
    wire on_2 = given > 5'd2;
    assign lane_given_2 = {on_2, lane_given_1};
    wire on_3 = given > 5'd3;
    assign lane_given_3 = {on_3, lane_given_2};
    assign give_mask = lane_given_3;
    wire [2:0] stop = {1'b0, first} + given_words;
    assign word_given_0 = (~(|first)) & (stop > 3'd0);
    wire inside_1 = (first <= 2'd1) & (stop > 3'd1);
    assign word_given_1 = {inside_1, word_given_0};
    wire inside_2 = (first <= 2'd2) & (stop > 3'd2);
    assign word_given_2 = {inside_2, word_given_1};
    assign word_given_3 = {stop > 3'd3, word_given_2};
    assign store_words = word_given_3;
    wire taken_all = (~filling) | (taking & ending);
    wire given_all = (~opened) | closing;
    assign row_want = store ? given_all : taken_all & wait_room;
    assign wait_pop = given_all & wait_valid;
    assign wait_push = row_open & (wait_valid | (~given_all));
    assign head = oldest;
    assign tail = newest;
    assign open = opened;
    assign working = store ? taking : giving;
    assign hungry = filling & (~beat_valid);
    assign ready = enough;

    task automatic step;
        reg [4:0] v_up_0;
        reg [2:0] v_filled_0;
        reg [4:0] v_filled_0_part;
        reg [4:0] v_filled_0_part2;
        reg [4:0] v_up_1;
        reg [2:0] v_filled_1;
        reg [4:0] v_filled_1_part;
        reg [4:0] v_filled_1_part2;
        reg [2:0] v_offered_words;
        reg [2:0] v_taken_words;
        reg [2:0] v_minus;
        reg [4:0] v_taken;
        reg [2:0] v_plus;
        reg [2:0] v_filled;
        reg [5:0] v_taken_places;
        reg [5:0] v_reached;
        reg [5:0] v_passed;
        reg [1:0] v_next_offset;
        reg [3:0] v_beat;
        reg [1:0] v_inside_w;
        reg [3:0] v_rest;
        reg [1:0] v_place;
        reg v_unused;
    begin
        v_up_0 = elements_0 + {3'd0, {byte_w, half | byte_w}};
        v_filled_0_part = v_up_0 >> 2'd2;
        v_filled_0_part2 = v_up_0 >> 1'b1;
        v_filled_0 =
            byte_w ? v_filled_0_part[2:0] :
            half ? v_filled_0_part2[2:0] :
            v_up_0[2:0];
        v_up_1 = elements_1 + {3'd0, {byte_w, half | byte_w}};
        v_filled_1_part = v_up_1 >> 2'd2;
        v_filled_1_part2 = v_up_1 >> 1'b1;
        v_filled_1 =
            byte_w ? v_filled_1_part[2:0] :
            half ? v_filled_1_part2[2:0] :
            v_up_1[2:0];
        v_offered_words = store ? v_filled_0 : aligned;
        v_taken_words = ending ? v_filled_1 : v_offered_words;
        v_minus = giving ? given_words : 3'd0;
        if (row_open) begin
            filling <= 1'b1;
            away <= row_away;
            take_left <= row_length;
        end else if (taking) begin
            v_taken = ending ? elements_1 : offered;
            filling <= ~ending;
            take_left <= take_left - {15'd0, v_taken};
        end
        if (row_open) begin
            first <= row_offset;
        end else if ((taking & (~store)) | (giving & store)) begin
            first <= 2'd0;
        end
        if (given_all) begin
            opened <= wait_valid | row_open;
            if (wait_valid) begin
                give_left <= wait_length;
            end else begin
                give_left <= row_length;
            end
            if (wait_valid) begin
                mark <= wait_end;
            end else begin
                mark <= row_end;
            end
        end else if (giving) begin
            give_left <= give_left - {15'd0, given};
        end
        if (taking | giving) begin
            v_plus = taking ? v_taken_words : 3'd0;
            count <= (count + {1'b0, v_plus}) - {1'b0, v_minus};
        end
        if (row_open & store) begin
            newest <= {4'd0, row_offset};
        end else if (taking) begin
            v_filled = store ? v_taken_words : 3'd4;
            v_taken_places = taking ? {3'd0, v_filled} : 6'd0;
            v_reached = newest + v_taken_places;
            newest <= v_reached;
        end
        if ((giving | row_open) | wait_valid) begin
            v_passed = oldest + {3'd0, v_minus};
            if (store) begin
                if (row_open) begin
                    oldest <= {4'd0, row_offset};
                end else begin
                    oldest <= v_passed;
                end
            end else begin
                v_next_offset = wait_valid ? wait_offset : row_offset;
                v_beat = v_passed[5:2];
                v_inside_w = v_passed[1:0];
                v_rest = {3'd0, closing & (|v_inside_w)};
                v_place = given_all ? v_next_offset : v_inside_w;
                oldest <= {v_beat + v_rest, v_place};
            end
        end
        if (rst) begin
            opened <= 1'b0;
            filling <= 1'b0;
            count <= 4'd0;
            newest <= 6'd0;
            oldest <= 6'd0;
        end
        v_unused = &{1'b0, v_filled_0_part[4:3], v_filled_0_part2[4:3], v_filled_1_part[4:3], v_filled_1_part2[4:3]};
    end
    endtask

    always @(posedge clk) step;

    wire unused_bits = &{1'b0, filled_2_part[4:3], filled_2_part2[4:3]};
endmodule
