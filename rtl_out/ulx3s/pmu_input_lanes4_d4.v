// Queue of an input port. The words of a beat come a cycle after it is taken.
module pmu_input_lanes4_d4 (
    input  wire        clk,
    input  wire        rst,
    // beats in: one moves when valid and ready
    input  wire        in_valid,
    output wire        in_ready,
    input  wire [5:0]  in_notes,
    input  wire [31:0] in_word_0,
    input  wire [31:0] in_word_1,
    input  wire [31:0] in_word_2,
    input  wire [31:0] in_word_3,
    // end mark and mask of the oldest beat; it is taken when valid and ready
    output wire        out_valid,
    input  wire        out_ready,
    output wire [5:0]  out_notes,
    // the words of the beat taken in the cycle before
    output wire [31:0] word_0,
    output wire [31:0] word_1,
    output wire [31:0] word_2,
    output wire [31:0] word_3
);
    reg [2:0] count;
    reg [31:0] last_0;
    reg [31:0] last_1;
    reg [31:0] last_2;
    reg [31:0] last_3;
    (* ram_style = "distributed" *) reg [31:0] store_0 [0:3];
    (* ram_style = "distributed" *) reg [31:0] store_1 [0:3];
    (* ram_style = "distributed" *) reg [31:0] store_2 [0:3];
    (* ram_style = "distributed" *) reg [31:0] store_3 [0:3];
    (* ram_style = "distributed" *) reg [5:0] stored_notes [0:3];
    reg [1:0] head;
    reg [1:0] tail;

    wire full = count == 3'd4;
    wire some = |count;
    assign in_ready = ~full;
    assign out_valid = some;
    assign out_notes = stored_notes[head];
    assign word_0 = last_0;
    assign word_1 = last_1;
    assign word_2 = last_2;
    assign word_3 = last_3;

    task automatic step;
        reg v_push;
        reg v_pop;
    begin
        v_push = in_valid & (~full);
        v_pop = out_ready & some;
        if (v_push) begin
            stored_notes[tail] <= in_notes;
            if (tail == 2'd3) begin
                tail <= 2'd0;
            end else begin
                tail <= tail + 2'd1;
            end
        end
        if (v_pop) begin
            if (head == 2'd3) begin
                head <= 2'd0;
            end else begin
                head <= head + 2'd1;
            end
        end
        if (v_push) store_0[tail] <= in_word_0;
        last_0 <= store_0[head];
        if (v_push) store_1[tail] <= in_word_1;
        last_1 <= store_1[head];
        if (v_push) store_2[tail] <= in_word_2;
        last_2 <= store_2[head];
        if (v_push) store_3[tail] <= in_word_3;
        last_3 <= store_3[head];
        if (v_push != v_pop) begin
            if (v_push) begin
                count <= count + 3'd1;
            end else begin
                count <= count - 3'd1;
            end
        end
        if (rst) begin
            count <= 3'd0;
            head <= 2'd0;
            tail <= 2'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
