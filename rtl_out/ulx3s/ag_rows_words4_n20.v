// Passes rows from the counters to the two processes of an address generator.
module ag_rows_words4_n20 (
    input  wire        enable,
    input  wire        store,
    input  wire        settled,
    input  wire        finished,
    // the counters' row: end mark, length in elements, word address
    input  wire [51:0] row,
    input  wire [19:0] row_words,
    input  wire        bounded,
    input  wire [19:0] bound,
    input  wire [19:0] bound_limit,
    output wire        step,
    // rows into the queue between the processes
    output wire        push_valid,
    input  wire        push_ready,
    output wire [49:0] push_data,
    // rows out of the queue
    input  wire        pop_valid,
    output wire        pop_ready,
    input  wire [49:0] pop_data,
    // rows for the request process
    input  wire        request_want,
    output wire        request_open,
    output wire [29:0] request_address,
    output wire [19:0] request_words,
    // rows for the data process
    input  wire        data_want,
    output wire        data_open,
    output wire [1:0]  data_offset,
    output wire [19:0] data_length,
    output wire [19:0] data_words,
    output wire [1:0]  data_end,
    output wire        data_away
);
    wire fresh = ((enable & settled) & (~finished)) & push_ready;
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
    assign pop_ready = store ? request_open_w : data_open_w;
    wire [29:0] address = row[29:0];
    wire [19:0] length = row[49:30];
    wire [1:0] end_w = row[51:50];
    wire [1:0] place = (1'b0 | away) ? 2'd0 : address[1:0];
    wire [29:0] for_data = {5'd0, {place, away, end_w, length}};
    wire [29:0] rest = store ? address : for_data;
    assign push_data = {rest, row_words};
    wire [19:0] queued_words = pop_data[19:0];
    wire [29:0] queued = pop_data[49:20];
    assign request_address = store ? queued : address;
    assign request_words = store ? queued_words : row_words;
    assign data_words = store ? row_words : queued_words;
    wire [29:0] data = store ? for_data : queued;
    assign data_length = data[19:0];
    assign data_end = data[21:20];
    assign data_away = data[22];
    assign data_offset = data[24:23];

    wire unused_bits = &{1'b0, data[29:25]};
endmodule
