// First-in first-out queue. A word pushed in cycle t is at the output in t+1.
module fifo_w50_d32 (
    input  wire        clk,
    input  wire        rst,
    // words in: one moves when valid and ready
    input  wire        in_valid,
    output wire        in_ready,
    input  wire [49:0] in_data,
    // words out: one moves when valid and ready
    output wire        out_valid,
    input  wire        out_ready,
    output wire [49:0] out_data
);
    (* ram_style = "distributed" *) reg [49:0] store [0:31];
    reg [4:0] head;
    reg [4:0] tail;
    reg [5:0] count;

    wire full = count == 6'h20;
    wire some = |count;
    assign in_ready = ~full;
    assign out_valid = some;
    assign out_data = store[head];

    task automatic step;
        reg v_push;
        reg v_pop;
    begin
        v_push = in_valid & (~full);
        v_pop = out_ready & some;
        if (v_push) begin
            store[tail] <= in_data;
            if (tail == 5'h1f) begin
                tail <= 5'd0;
            end else begin
                tail <= tail + 5'd1;
            end
        end
        if (v_pop) begin
            if (head == 5'h1f) begin
                head <= 5'd0;
            end else begin
                head <= head + 5'd1;
            end
        end
        if (v_push != v_pop) begin
            if (v_push) begin
                count <= count + 6'd1;
            end else begin
                count <= count - 6'd1;
            end
        end
        if (rst) begin
            count <= 6'd0;
            head <= 5'd0;
            tail <= 5'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
