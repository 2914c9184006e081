// Queue of memory beats in block RAM. A beat pushed in cycle t is at the output in t+2.
module ag_buffer_w128_d32 (
    input  wire         clk,
    input  wire         rst,
    // beats in: one moves when valid and ready
    input  wire         in_valid,
    output wire         in_ready,
    input  wire [127:0] in_data,
    // beats out: one moves when valid and ready
    output wire         out_valid,
    input  wire         out_ready,
    output wire [127:0] out_data,
    output wire [5:0]   count
);
    (* ram_style = "block", no_rw_check *) reg [127:0] store [0:31];
    reg [127:0] store_q;
    reg [4:0] head;
    reg [4:0] tail;
    reg [5:0] filled;
    reg [5:0] shown;
    reg arrived;

    wire room = filled < 6'h20;
    wire push = in_valid & room;
    wire pop = out_ready & (|shown);
    wire [4:0] after_head = (head == 5'h1f) ? 5'd0 : head + 5'd1;
    wire [4:0] next_head = pop ? after_head : head;
    assign in_ready = room;
    assign out_valid = |shown;
    assign out_data = store_q;
    assign count = filled;

    always @(posedge clk) begin
        store_q <= store[next_head];
        head <= next_head;
        if (push) begin
            store[tail] <= in_data;
            if (tail == 5'h1f) begin
                tail <= 5'd0;
            end else begin
                tail <= tail + 5'd1;
            end
        end
        if (push & (~pop)) begin
            filled <= filled + 6'd1;
        end else if (pop & (~push)) begin
            filled <= filled - 6'd1;
        end
        arrived <= push;
        if (arrived & (~pop)) begin
            shown <= shown + 6'd1;
        end else if (pop & (~arrived)) begin
            shown <= shown - 6'd1;
        end
        if (rst) begin
            head <= 5'd0;
            tail <= 5'd0;
            filled <= 6'd0;
            shown <= 6'd0;
            arrived <= 1'b0;
        end
    end
endmodule
