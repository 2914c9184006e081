// Address generator: rows of words between the fabric and memory, loaded or stored.
module ag (
    // clock, and synchronous reset
    input  wire         clk,
    input  wire         rst,
    // configuration chain: when cfg_en, words of 32 bits move on by one
    input  wire         cfg_en,
    input  wire [31:0]  cfg_in,
    output wire [31:0]  cfg_out,
    // read data from the memory port
    input  wire         load_valid,
    input  wire [127:0] load_data,
    // write data for the memory port, with one bit for each word that is written
    input  wire         store_take,
    output wire [127:0] store_data,
    output wire [3:0]   store_words,
    // a write burst has been answered
    input  wire         response,
    // the burst asked for: beats less one, first beat address; granted in the same cycle
    input  wire         grant,
    output wire         request,
    output wire         request_write,
    output wire [35:0]  request_burst,
    // vector_in0: beats in
    input  wire         vector_in0_valid,
    output wire         vector_in0_ready,
    input  wire [133:0] vector_in0_data,
    // scalar_in0: beats in
    input  wire         scalar_in0_valid,
    output wire         scalar_in0_ready,
    input  wire [34:0]  scalar_in0_data,
    // vector_out0: beats out
    output wire         vector_out0_valid,
    input  wire         vector_out0_ready,
    output wire [133:0] vector_out0_data,
    // scalar_out0: beats out
    output wire         scalar_out0_valid,
    input  wire         scalar_out0_ready,
    output wire [34:0]  scalar_out0_data,
    // a beat did not end where its row ends
    output wire         mark_error,
    // what the unit does in this cycle
    output wire         busy,
    output wire         starved,
    output wire         blocked,
    output wire         idle
);
    wire [31:0] config_word_0;
    wire [31:0] config_word_1;
    wire [31:0] config_word_2;
    wire [31:0] config_word_3;
    wire [31:0] config_word_4;
    wire [31:0] config_word_5;
    wire [31:0] config_word_6;
    wire [31:0] config_word_7;
    wire [31:0] config_word_8;
    wire [31:0] config_word_9;
    wire [31:0] config_word_10;
    wire [31:0] config_word_11;
    wire [31:0] config_word_12;
    wire [31:0] config_word_13;
    wire [31:0] config_word_14;
    wire [31:0] config_word_15;
    wire [31:0] config_word_16;
    wire [31:0] config_word_17;
    wire [31:0] config_word_18;
    wire [31:0] config_word_19;
    wire [31:0] config_word_20;
    wire [31:0] config_word_21;
    wire [31:0] config_word_22;
    wire [31:0] config_word_23;
    wire [31:0] config_word_24;
    wire [31:0] config_word_25;
    wire [31:0] config_word_26;
    wire [31:0] config_word_27;
    wire [7:0] config_word_28;
    config_chain_b904 config_chain (
        .clk(clk),
        .cfg_en(cfg_en),
        .cfg_in(cfg_in),
        .cfg_out(cfg_out),
        .word_0(config_word_0),
        .word_1(config_word_1),
        .word_2(config_word_2),
        .word_3(config_word_3),
        .word_4(config_word_4),
        .word_5(config_word_5),
        .word_6(config_word_6),
        .word_7(config_word_7),
        .word_8(config_word_8),
        .word_9(config_word_9),
        .word_10(config_word_10),
        .word_11(config_word_11),
        .word_12(config_word_12),
        .word_13(config_word_13),
        .word_14(config_word_14),
        .word_15(config_word_15),
        .word_16(config_word_16),
        .word_17(config_word_17),
        .word_18(config_word_18),
        .word_19(config_word_19),
        .word_20(config_word_20),
        .word_21(config_word_21),
        .word_22(config_word_22),
        .word_23(config_word_23),
        .word_24(config_word_24),
        .word_25(config_word_25),
        .word_26(config_word_26),
        .word_27(config_word_27),
        .word_28(config_word_28)
    );
    wire step;
    wire finished;
    wire [8:0] below;
    wire [19:0] row_length;
    wire [29:0] row_address;
    wire [19:0] row_bound;
    wire [3:0] unused_counters_mask;
    counters_n8_b20_lanes4_a30_a20_rows counters (
        .clk(clk),
        .rst(rst),
        .step(step),
        .spread(config_word_11[9]),
        .once({config_word_11[7], config_word_9[23], config_word_8[7], config_word_6[23], config_word_5[7], config_word_3[23], config_word_2[7], config_word_0[23]}),
        .twice({config_word_11[8], config_word_9[24], config_word_8[8], config_word_6[24], config_word_5[8], config_word_3[24], config_word_2[8], config_word_0[24]}),
        .ragged({1'b0, config_word_9[25], config_word_8[9], config_word_6[25], config_word_5[9], config_word_3[25], config_word_2[9], config_word_0[25]}),
        .short_once({1'b0, config_word_10[14], config_word_8[30], config_word_7[14], config_word_5[30], config_word_4[14], config_word_2[30], config_word_1[14]}),
        .short_twice({1'b0, config_word_10[15], config_word_8[31], config_word_7[15], config_word_5[31], config_word_4[15], config_word_2[31], config_word_1[15]}),
        .tile_0(config_word_0[22:3]),
        .short_0({config_word_1[13:0], config_word_0[31:26]}),
        .outer_0(config_word_1[18:16]),
        .tile_1({config_word_2[6:0], config_word_1[31:19]}),
        .short_1(config_word_2[29:10]),
        .outer_1(config_word_3[2:0]),
        .tile_2(config_word_3[22:3]),
        .short_2({config_word_4[13:0], config_word_3[31:26]}),
        .outer_2(config_word_4[18:16]),
        .tile_3({config_word_5[6:0], config_word_4[31:19]}),
        .short_3(config_word_5[29:10]),
        .outer_3(config_word_6[2:0]),
        .tile_4(config_word_6[22:3]),
        .short_4({config_word_7[13:0], config_word_6[31:26]}),
        .outer_4(config_word_7[18:16]),
        .tile_5({config_word_8[6:0], config_word_7[31:19]}),
        .short_5(config_word_8[29:10]),
        .outer_5(config_word_9[2:0]),
        .tile_6(config_word_9[22:3]),
        .short_6({config_word_10[13:0], config_word_9[31:26]}),
        .outer_6(config_word_10[18:16]),
        .tile_7({config_word_11[6:0], config_word_10[31:19]}),
        .short_7(20'd0),
        .outer_7(3'd0),
        .finished(finished),
        .below(below),
        .mask(unused_counters_mask),
        .left0(row_length),
        .value_0(row_address),
        .base_0({config_word_12[7:0], config_word_11[31:10]}),
        .stride_0_0({config_word_13[5:0], config_word_12[31:8]}),
        .stride_0_1({config_word_14[3:0], config_word_13[31:6]}),
        .stride_0_2({config_word_15[1:0], config_word_14[31:4]}),
        .stride_0_3(config_word_15[31:2]),
        .stride_0_4(config_word_16[29:0]),
        .stride_0_5({config_word_17[27:0], config_word_16[31:30]}),
        .stride_0_6({config_word_18[25:0], config_word_17[31:28]}),
        .stride_0_7({config_word_19[23:0], config_word_18[31:26]}),
        .value_1(row_bound),
        .base_1(config_word_21[24:5]),
        .stride_1_0({config_word_22[12:0], config_word_21[31:25]}),
        .stride_1_1({config_word_23[0], config_word_22[31:13]}),
        .stride_1_2(config_word_23[20:1]),
        .stride_1_3({config_word_24[8:0], config_word_23[31:21]}),
        .stride_1_4(config_word_24[28:9]),
        .stride_1_5({config_word_25[16:0], config_word_24[31:29]}),
        .stride_1_6({config_word_26[4:0], config_word_25[31:17]}),
        .stride_1_7(config_word_26[24:5])
    );
    wire [1:0] row_mark;
    counter_marks_n8 row_mark_marks (
        .mark1(config_word_20[25:22]),
        .mark2(config_word_20[29:26]),
        .mark3({config_word_21[1:0], config_word_20[31:30]}),
        .below(below),
        .e(row_mark)
    );
    wire [51:0] row;
    assign row = {row_mark, row_length, row_address};
    wire row_push_valid;
    wire row_push_ready;
    wire [49:0] row_push_data;
    wire row_pop_valid;
    wire row_pop_ready;
    wire [49:0] row_pop_data;
    wire request_want;
    wire request_open;
    wire data_want;
    wire data_open;
    wire [19:0] request_words;
    wire [29:0] request_address;
    wire [1:0] data_place;
    wire [19:0] data_length;
    wire [1:0] data_mark;
    wire data_away;
    fifo_w50_d32 rows_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(row_push_valid),
        .in_ready(row_push_ready),
        .in_data(row_push_data),
        .out_valid(row_pop_valid),
        .out_ready(row_pop_ready),
        .out_data(row_pop_data)
    );
    wire settled;
    wire [19:0] row_words;
    ag_words_n20 measure (
        .clk(clk),
        .rst(rst),
        .step(step),
        .length(row_length),
        .width(config_word_21[3:2]),
        .words(row_words),
        .settled(settled)
    );
    wire [19:0] unused_rows_data_words;
    ag_rows_words4_n20 rows (
        .enable(config_word_0[0]),
        .store(config_word_0[1]),
        .settled(settled),
        .finished(finished),
        .row(row),
        .row_words(row_words),
        .bounded(config_word_21[4]),
        .bound(row_bound),
        .bound_limit({config_word_28[0], config_word_27[31:13]}),
        .step(step),
        .push_valid(row_push_valid),
        .push_ready(row_push_ready),
        .push_data(row_push_data),
        .pop_valid(row_pop_valid),
        .pop_ready(row_pop_ready),
        .pop_data(row_pop_data),
        .request_want(request_want),
        .request_open(request_open),
        .request_address(request_address),
        .request_words(request_words),
        .data_want(data_want),
        .data_open(data_open),
        .data_offset(data_place),
        .data_length(data_length),
        .data_words(unused_rows_data_words),
        .data_end(data_mark),
        .data_away(data_away)
    );
    wire load_head_valid;
    wire load_head_ready;
    wire [127:0] load_head_data;
    wire store_tail_valid;
    wire store_tail_ready;
    wire [131:0] store_tail_data;
    wire [131:0] stored_beat;
    wire store_push;
    wire unused_load_buffer_in_ready;
    wire unused_load_buffer_pushed;
    ag_buffer_w128_d64 load_buffer (
        .clk(clk),
        .rst(rst),
        .in_valid(load_valid),
        .in_ready(unused_load_buffer_in_ready),
        .in_data(load_data),
        .out_valid(load_head_valid),
        .out_ready(load_head_ready),
        .out_data(load_head_data),
        .pushed(unused_load_buffer_pushed)
    );
    wire unused_store_buffer_out_valid;
    ag_buffer_w132_d64 store_buffer (
        .clk(clk),
        .rst(rst),
        .in_valid(store_tail_valid),
        .in_ready(store_tail_ready),
        .in_data(store_tail_data),
        .out_valid(unused_store_buffer_out_valid),
        .out_ready(store_take),
        .out_data(stored_beat),
        .pushed(store_push)
    );
    assign store_data = stored_beat[127:0];
    assign store_words = stored_beat[131:128];
    assign request_write = config_word_0[1];
    wire requesting;
    wire waiting;
    ag_bursts_words4_n20_burst16_d64 requests (
        .clk(clk),
        .rst(rst),
        .store(config_word_0[1]),
        .row_want(request_want),
        .row_open(request_open),
        .row_address(request_address),
        .row_words(request_words),
        .withheld(config_word_28[7:1]),
        .store_push(store_push),
        .load_take(load_head_ready),
        .request(request),
        .address(request_burst[27:0]),
        .beats(request_burst[35:28]),
        .grant(grant),
        .response(response),
        .busy(requesting),
        .waiting(waiting)
    );
    wire vector_in0_head_valid;
    wire vector_in0_head_ready;
    wire [133:0] vector_in0_head_data;
    fifo_w134_d4 vector_in0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(vector_in0_valid),
        .in_ready(vector_in0_ready),
        .in_data(vector_in0_data),
        .out_valid(vector_in0_head_valid),
        .out_ready(vector_in0_head_ready),
        .out_data(vector_in0_head_data)
    );
    wire scalar_in0_head_valid;
    wire scalar_in0_head_ready;
    wire [34:0] scalar_in0_head_data;
    fifo_w35_d4 scalar_in0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(scalar_in0_valid),
        .in_ready(scalar_in0_ready),
        .in_data(scalar_in0_data),
        .out_valid(scalar_in0_head_valid),
        .out_ready(scalar_in0_head_ready),
        .out_data(scalar_in0_head_data)
    );
    wire vector_out0_push;
    wire [133:0] vector_out0_tail_data;
    wire vector_out0_room;
    fifo_w134_d4 vector_out0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(vector_out0_push),
        .in_ready(vector_out0_room),
        .in_data(vector_out0_tail_data),
        .out_valid(vector_out0_valid),
        .out_ready(vector_out0_ready),
        .out_data(vector_out0_data)
    );
    wire scalar_out0_push;
    wire [34:0] scalar_out0_tail_data;
    wire scalar_out0_room;
    fifo_w35_d4 scalar_out0_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(scalar_out0_push),
        .in_ready(scalar_out0_room),
        .in_data(scalar_out0_tail_data),
        .out_valid(scalar_out0_valid),
        .out_ready(scalar_out0_ready),
        .out_data(scalar_out0_data)
    );
    wire beat_valid;
    wire beat_ready;
    wire [3:0] beat_mask;
    wire [1:0] beat_end;
    wire give_valid;
    wire give_ready;
    wire [3:0] give_mask;
    wire [1:0] give_end;
    wire take;
    wire blank;
    wire [5:0] head;
    wire [5:0] tail;
    wire row_is_open;
    wire working;
    wire hungry;
    wire give_is_ready;
    wire [127:0] lane_in;
    wire [127:0] lane_out;
    wire [127:0] packed_in;
    wire [127:0] packed_out;
    ag_port_lanes4 port (
        .scalar(config_word_0[2]),
        .vector_in_valid(vector_in0_head_valid),
        .vector_in_ready(vector_in0_head_ready),
        .vector_in_mark(vector_in0_head_data[133:132]),
        .vector_in_mask(vector_in0_head_data[131:128]),
        .vector_in_word_0(vector_in0_head_data[31:0]),
        .vector_in_word_1(vector_in0_head_data[63:32]),
        .vector_in_word_2(vector_in0_head_data[95:64]),
        .vector_in_word_3(vector_in0_head_data[127:96]),
        .scalar_in_valid(scalar_in0_head_valid),
        .scalar_in_ready(scalar_in0_head_ready),
        .scalar_in_data(scalar_in0_head_data),
        .beat_valid(beat_valid),
        .beat_ready(beat_ready),
        .beat_mask(beat_mask),
        .beat_end(beat_end),
        .beat_word_0(lane_in[31:0]),
        .beat_word_1(lane_in[63:32]),
        .beat_word_2(lane_in[95:64]),
        .beat_word_3(lane_in[127:96]),
        .give_valid(give_valid),
        .give_ready(give_ready),
        .vector_out_valid(vector_out0_push),
        .vector_out_ready(vector_out0_room),
        .scalar_out_valid(scalar_out0_push),
        .scalar_out_ready(scalar_out0_room)
    );
    wire wait_push_valid;
    wire wait_push_ready;
    wire [23:0] wait_push_data;
    wire wait_pop_valid;
    wire wait_pop_ready;
    wire [23:0] wait_pop_data;
    assign wait_push_data = {data_mark, data_length, data_place};
    fifo_w24_d3 waiting_rows (
        .clk(clk),
        .rst(rst),
        .in_valid(wait_push_valid),
        .in_ready(wait_push_ready),
        .in_data(wait_push_data),
        .out_valid(wait_pop_valid),
        .out_ready(wait_pop_ready),
        .out_data(wait_pop_data)
    );
    ag_data_lanes4_words4_n20 data (
        .clk(clk),
        .rst(rst),
        .store(config_word_0[1]),
        .scalar(config_word_0[2]),
        .row_want(data_want),
        .row_open(data_open),
        .row_offset(data_place),
        .row_length(data_length),
        .row_end(data_mark),
        .row_away(data_away),
        .width(config_word_21[3:2]),
        .wait_push(wait_push_valid),
        .wait_room(wait_push_ready),
        .wait_valid(wait_pop_valid),
        .wait_pop(wait_pop_ready),
        .wait_offset(wait_pop_data[1:0]),
        .wait_length(wait_pop_data[21:2]),
        .wait_end(wait_pop_data[23:22]),
        .load_valid(load_head_valid),
        .load_ready(load_head_ready),
        .store_valid(store_tail_valid),
        .store_ready(store_tail_ready),
        .store_words(store_tail_data[131:128]),
        .beat_valid(beat_valid),
        .beat_ready(beat_ready),
        .beat_mask(beat_mask),
        .beat_end(beat_end),
        .give_valid(give_valid),
        .give_ready(give_ready),
        .give_mask(give_mask),
        .give_end(give_end),
        .take(take),
        .blank(blank),
        .head(head),
        .tail(tail),
        .open(row_is_open),
        .working(working),
        .hungry(hungry),
        .ready(give_is_ready),
        .mark_error(mark_error)
    );
    ag_pack_lanes4 pack (
        .width(config_word_21[3:2]),
        .mask(beat_mask),
        .lane_0(lane_in[31:0]),
        .lane_1(lane_in[63:32]),
        .lane_2(lane_in[95:64]),
        .lane_3(lane_in[127:96]),
        .packed_0(packed_in[31:0]),
        .packed_1(packed_in[63:32]),
        .packed_2(packed_in[95:64]),
        .packed_3(packed_in[127:96])
    );
    ag_unpack_lanes4 unpack (
        .width(config_word_21[3:2]),
        .packed_0(packed_out[31:0]),
        .packed_1(packed_out[63:32]),
        .packed_2(packed_out[95:64]),
        .packed_3(packed_out[127:96]),
        .lane_0(lane_out[31:0]),
        .lane_1(lane_out[63:32]),
        .lane_2(lane_out[95:64]),
        .lane_3(lane_out[127:96])
    );
    ag_ring_lanes4_words4 ring (
        .clk(clk),
        .store(config_word_0[1]),
        .take(take),
        .blank(blank),
        .tail(tail),
        .head(head),
        .lane_in_0(packed_in[31:0]),
        .lane_in_1(packed_in[63:32]),
        .lane_in_2(packed_in[95:64]),
        .lane_in_3(packed_in[127:96]),
        .memory_in_0(load_head_data[31:0]),
        .memory_in_1(load_head_data[63:32]),
        .memory_in_2(load_head_data[95:64]),
        .memory_in_3(load_head_data[127:96]),
        .lane_out_0(packed_out[31:0]),
        .lane_out_1(packed_out[63:32]),
        .lane_out_2(packed_out[95:64]),
        .lane_out_3(packed_out[127:96]),
        .memory_out_0(store_tail_data[31:0]),
        .memory_out_1(store_tail_data[63:32]),
        .memory_out_2(store_tail_data[95:64]),
        .memory_out_3(store_tail_data[127:96])
    );
    assign vector_out0_tail_data = {give_end, give_mask, lane_out};
    assign scalar_out0_tail_data = {give_end, give_mask[0], lane_out[31:0]};
    ag_status status (
        .enable(config_word_0[0]),
        .store(config_word_0[1]),
        .finished(finished),
        .queued(row_pop_valid),
        .requesting(requesting),
        .waiting(waiting),
        .open(row_is_open),
        .vector_in(vector_in0_head_valid),
        .scalar_in(scalar_in0_head_valid),
        .vector_out(vector_out0_valid),
        .scalar_out(scalar_out0_valid),
        .working(working),
        .hungry(hungry),
        .ready(give_is_ready),
        .busy(busy),
        .starved(starved),
        .blocked(blocked),
        .idle(idle)
    );
    wire unused_bits = &{1'b0, config_word_19[31:24], config_word_20[21:0], config_word_26[31:25], config_word_27[12:0]};
endmodule
