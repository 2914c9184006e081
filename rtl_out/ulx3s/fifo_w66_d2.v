// First-in first-out queue. A word pushed in cycle t is at the output in t+1.
module fifo_w66_d2 (
    input  wire        clk,
    input  wire        rst,
    // words in: one moves when valid and ready
    input  wire        in_valid,
    output wire        in_ready,
    input  wire [65:0] in_data,
    // words out: one moves when valid and ready
    output wire        out_valid,
    input  wire        out_ready,
    output wire [65:0] out_data
);
    reg [65:0] slots_0;
    reg [65:0] slots_1;
    reg [1:0] count;

    wire full = count == 2'd2;
    wire some = |count;
    assign in_ready = ~full;
    assign out_valid = some;
    assign out_data = slots_0;

    task automatic step;
        reg v_push;
        reg v_pop;
    begin
        v_push = in_valid & (~full);
        v_pop = out_ready & some;
        if (full) begin
            if (v_pop) slots_0 <= slots_1;
        end else if (v_push) begin
            if (some & (~v_pop)) begin
                slots_1 <= in_data;
            end else begin
                slots_0 <= in_data;
            end
        end
        if (v_push != v_pop) begin
            if (v_push) begin
                count <= count + 2'd1;
            end else begin
                count <= count - 2'd1;
            end
        end
        if (rst) count <= 2'd0;
    end
    endtask

    always @(posedge clk) step;
endmodule
