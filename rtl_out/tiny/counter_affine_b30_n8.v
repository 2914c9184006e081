// An affine function of loop counters: base + sum of stride times position, by adding.
module counter_affine_b30_n8 (
    input  wire        clk,
    input  wire        rst,
    // configuration
    input  wire [29:0] base,
    input  wire [29:0] stride_0,
    input  wire [29:0] stride_1,
    input  wire [29:0] stride_2,
    input  wire [29:0] stride_3,
    input  wire [29:0] stride_4,
    input  wire [29:0] stride_5,
    input  wire [29:0] stride_6,
    input  wire [29:0] stride_7,
    // steps of the chain in this cycle, one bit a level
    input  wire [7:0]  advance,
    input  wire [7:0]  restart,
    output wire [29:0] value
);
    reg [29:0] partial_0;
    reg [29:0] partial_1;
    reg [29:0] partial_2;
    reg [29:0] partial_3;
    reg [29:0] partial_4;
    reg [29:0] partial_5;
    reg [29:0] partial_6;
    reg [29:0] partial_7;
    wire [29:0] old_0;
    wire [29:0] old_1;
    wire [29:0] old_2;
    wire [29:0] old_3;
    wire [29:0] old_4;
    wire [29:0] old_5;
    wire [29:0] old_6;
    wire [29:0] old_7;
    wire [29:0] added_0;
    wire [29:0] added_1;
    wire [29:0] added_2;
    wire [29:0] added_3;
    wire [29:0] added_4;
    wire [29:0] added_5;
    wire [29:0] added_6;
    wire [29:0] added_7;

    assign old_0 = partial_0 & {30{advance[0]}};
    assign added_0 = stride_0 & {30{advance[0]}};
    wire [29:0] steps_1 = {30{advance[1]}};
    assign old_1 = old_0 | (partial_1 & steps_1);
    assign added_1 = added_0 | (stride_1 & steps_1);
    wire [29:0] steps_2 = {30{advance[2]}};
    assign old_2 = old_1 | (partial_2 & steps_2);
    assign added_2 = added_1 | (stride_2 & steps_2);
    wire [29:0] steps_3 = {30{advance[3]}};
    assign old_3 = old_2 | (partial_3 & steps_3);
    assign added_3 = added_2 | (stride_3 & steps_3);
    wire [29:0] steps_4 = {30{advance[4]}};
    assign old_4 = old_3 | (partial_4 & steps_4);
    assign added_4 = added_3 | (stride_4 & steps_4);
    wire [29:0] steps_5 = {30{advance[5]}};
    assign old_5 = old_4 | (partial_5 & steps_5);
    assign added_5 = added_4 | (stride_5 & steps_5);
    wire [29:0] steps_6 = {30{advance[6]}};
    assign old_6 = old_5 | (partial_6 & steps_6);
    assign added_6 = added_5 | (stride_6 & steps_6);
    wire [29:0] steps_7 = {30{advance[7]}};
    assign old_7 = old_6 | (partial_7 & steps_7);
    assign added_7 = added_6 | (stride_7 & steps_7);
    wire [29:0] sum = old_7 + added_7;
    assign value = partial_0;

    always @(posedge clk) begin
        if (rst) begin
            partial_0 <= base;
        end else if (advance[0] | restart[0]) begin
            partial_0 <= sum;
        end
        if (rst) begin
            partial_1 <= base;
        end else if (advance[1] | restart[1]) begin
            partial_1 <= sum;
        end
        if (rst) begin
            partial_2 <= base;
        end else if (advance[2] | restart[2]) begin
            partial_2 <= sum;
        end
        if (rst) begin
            partial_3 <= base;
        end else if (advance[3] | restart[3]) begin
            partial_3 <= sum;
        end
        if (rst) begin
            partial_4 <= base;
        end else if (advance[4] | restart[4]) begin
            partial_4 <= sum;
        end
        if (rst) begin
            partial_5 <= base;
        end else if (advance[5] | restart[5]) begin
            partial_5 <= sum;
        end
        if (rst) begin
            partial_6 <= base;
        end else if (advance[6] | restart[6]) begin
            partial_6 <= sum;
        end
        if (rst) begin
            partial_7 <= base;
        end else if (advance[7] | restart[7]) begin
            partial_7 <= sum;
        end
    end
endmodule
