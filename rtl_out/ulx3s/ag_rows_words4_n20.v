// Passes rows from the counters to the two processes of an address generator.
module ag_rows_words4_n20 (
    input  wire        enable,
    input  wire        store,
    input  wire        finished,
    // the counters' row: end mark, length in elements, word address
    input  wire [51:0] row,
    input  wire        bounded,
    input  wire [19:0] bound,
    input  wire [19:0] bound_limit,
    output wire        step,
    // rows into the queue between the processes
    output wire        push_valid,
    input  wire        push_ready,
    output wire [52:0] push_data,
    // rows out of the queue
    input  wire        pop_valid,
    output wire        pop_ready,
    input  wire [52:0] pop_data,
    // rows for the request process
    input  wire        request_want,
    output wire        request_open,
    output wire [29:0] request_address,
    output wire [19:0] request_length,
    // rows for the data process
    input  wire        data_want,
    output wire        data_open,
    output wire [1:0]  data_offset,
    output wire [19:0] data_length,
    output wire [1:0]  data_end,
    output wire        data_away
);
    wire fresh = (enable & (~finished)) & push_ready;
    wire request_there = store ? pop_valid : fresh;
    wire data_there = store ? fresh : pop_valid;
    wire request_open_w = request_there & request_want;
    wire data_open_w = data_there & data_want;
    wire open = store ? data_open_w : request_open_w;
    wire away = bounded & (bound >= bound_limit);
    assign request_open = request_open_w & (store | (~away));
    assign data_open = data_open_w;
    assign step = open;
    assign push_valid = open & (~(store & away));
    assign push_data = {row, away};
    assign pop_ready = store ? request_open_w : data_open_w;
    wire [51:0] queued = pop_data[52:1];
    wire [51:0] request = store ? queued : row;
    wire [51:0] data = store ? row : queued;
    wire data_away_w = store ? away : pop_data[0];
    assign request_address = request[29:0];
    assign request_length = request[49:30];
    assign data_length = data[49:30];
    assign data_end = data[51:50];
    assign data_away = data_away_w;
    assign data_offset = (1'b0 | data_away_w) ? 2'd0 : data[1:0];

    wire unused_bits = &{1'b0, request[51:50], data[29:2]};
endmodule
