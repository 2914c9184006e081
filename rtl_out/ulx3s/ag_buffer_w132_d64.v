// Queue of memory beats in block RAM. A beat pushed in cycle t is at the output in t+2.
module ag_buffer_w132_d64 (
    input  wire         clk,
    input  wire         rst,
    // beats in: one moves when valid and ready
    input  wire         in_valid,
    output wire         in_ready,
    input  wire [131:0] in_data,
    // beats out: one moves when valid and ready
    output wire         out_valid,
    input  wire         out_ready,
    output wire [131:0] out_data,
    output wire         pushed
);
    (* ram_style = "block", no_rw_check *) reg [131:0] store [0:63];
    reg [131:0] store_q;
    reg [5:0] head;
    reg [5:0] tail;
    reg [6:0] filled;
    reg [6:0] shown;
    reg arrived;

    wire room = filled < 7'h40;
    wire push = in_valid & room;
    assign in_ready = room;
    assign out_valid = |shown;
    assign out_data = store_q;
    assign pushed = push;

    task automatic step;
        reg v_pop;
        reg [5:0] v_after_head;
        reg [5:0] v_next_head;
    begin
        v_pop = out_ready & (|shown);
        if (v_pop | arrived) begin
            v_after_head = (head == 6'h3f) ? 6'd0 : head + 6'd1;
            v_next_head = v_pop ? v_after_head : head;
            store_q <= store[v_next_head];
            head <= v_next_head;
        end
        if (push) begin
            store[tail] <= in_data;
            if (tail == 6'h3f) begin
                tail <= 6'd0;
            end else begin
                tail <= tail + 6'd1;
            end
        end
        if (push != v_pop) begin
            if (push) begin
                filled <= filled + 7'd1;
            end else begin
                filled <= filled - 7'd1;
            end
        end
        arrived <= push;
        if (arrived != v_pop) begin
            if (arrived) begin
                shown <= shown + 7'd1;
            end else begin
                shown <= shown - 7'd1;
            end
        end
        if (rst) begin
            head <= 6'd0;
            tail <= 6'd0;
            filled <= 7'd0;
            shown <= 7'd0;
            arrived <= 1'b0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
