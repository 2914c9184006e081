// First-in first-out queue. A word pushed in cycle t is at the output in t+1.
module fifo_w40_d2 (
    input  wire        clk,
    input  wire        rst,
    // words in: one moves when valid and ready
    input  wire        in_valid,
    output wire        in_ready,
    input  wire [39:0] in_data,
    // words out: one moves when valid and ready
    output wire        out_valid,
    input  wire        out_ready,
    output wire [39:0] out_data
);
    reg [39:0] slots_0;
    reg [39:0] slots_1;
    reg head;
    reg tail;
    reg [1:0] count;

    wire full = count == 2'd2;
    wire some = |count;
    assign in_ready = ~full;
    assign out_valid = some;
    assign out_data = (head == 1'b0) ? slots_0 : slots_1;

    task automatic step;
        reg v_push;
        reg v_pop;
    begin
        v_push = in_valid & (~full);
        v_pop = out_ready & some;
        if (v_push) begin
            if (tail == 1'b0) slots_0 <= in_data;
            if (tail == 1'b1) slots_1 <= in_data;
            if (tail == 1'b1) begin
                tail <= 1'b0;
            end else begin
                tail <= tail + 1'b1;
            end
        end
        if (v_pop) begin
            if (head == 1'b1) begin
                head <= 1'b0;
            end else begin
                head <= head + 1'b1;
            end
        end
        if (v_push != v_pop) begin
            if (v_push) begin
                count <= count + 2'd1;
            end else begin
                count <= count - 2'd1;
            end
        end
        if (rst) begin
            count <= 2'd0;
            head <= 1'b0;
            tail <= 1'b0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
