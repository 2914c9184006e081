// Passes rows from the counters to the two processes of an address generator.
module ag_rows_words4_n20 (
    input  wire        enable,
    input  wire        store,
    input  wire        finished,
    // the counters' row: end mark, length in words, word address
    input  wire [51:0] row,
    output wire        step,
    // rows into the queue between the processes
    output wire        push_valid,
    input  wire        push_ready,
    // rows out of the queue
    input  wire        pop_valid,
    output wire        pop_ready,
    input  wire [51:0] pop_data,
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
    output wire [1:0]  data_end
);
    wire fresh = (enable & (~finished)) & push_ready;
    wire request_there = store ? pop_valid : fresh;
    wire data_there = store ? fresh : pop_valid;
    wire request_open_w = request_there & request_want;
    wire data_open_w = data_there & data_want;
    assign request_open = request_open_w;
    assign data_open = data_open_w;
    assign step = store ? data_open_w : request_open_w;
    assign push_valid = store ? data_open_w : request_open_w;
    assign pop_ready = store ? request_open_w : data_open_w;
    wire [29:0] fresh_address = row[29:0];
    wire [29:0] queued_address = pop_data[29:0];
    wire [19:0] fresh_length = row[49:30];
    wire [19:0] queued_length = pop_data[49:30];
    wire [1:0] fresh_end = row[51:50];
    wire [1:0] queued_end = pop_data[51:50];
    assign request_address = store ? queued_address : fresh_address;
    assign request_length = store ? queued_length : fresh_length;
    assign data_length = store ? fresh_length : queued_length;
    assign data_end = store ? fresh_end : queued_end;
    wire [1:0] fresh_offset = row[1:0];
    wire [1:0] queued_offset = pop_data[1:0];
    assign data_offset = store ? fresh_offset : queued_offset;
endmodule
