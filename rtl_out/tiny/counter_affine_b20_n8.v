// An affine function of loop counters: base + sum of stride times position, by adding.
module counter_affine_b20_n8 (
    input  wire        clk,
    input  wire        rst,
    // configuration
    input  wire [19:0] base,
    input  wire [19:0] stride_0,
    input  wire [19:0] stride_1,
    input  wire [19:0] stride_2,
    input  wire [19:0] stride_3,
    input  wire [19:0] stride_4,
    input  wire [19:0] stride_5,
    input  wire [19:0] stride_6,
    input  wire [19:0] stride_7,
    // steps of the chain in this cycle, one bit a level
    input  wire        moves,
    input  wire [7:0]  advance,
    input  wire [7:0]  restart,
    output wire [19:0] value
);
    reg [19:0] partial_0;
    reg [19:0] partial_1;
    reg [19:0] partial_2;
    reg [19:0] partial_3;
    reg [19:0] partial_4;
    reg [19:0] partial_5;
    reg [19:0] partial_6;
    reg [19:0] partial_7;

    assign value = partial_0;

    task automatic step;
        reg [19:0] v_old_0;
        reg [19:0] v_added_0;
        reg [19:0] v_steps_1;
        reg [19:0] v_old_1;
        reg [19:0] v_added_1;
        reg [19:0] v_steps_2;
        reg [19:0] v_old_2;
        reg [19:0] v_added_2;
        reg [19:0] v_steps_3;
        reg [19:0] v_old_3;
        reg [19:0] v_added_3;
        reg [19:0] v_steps_4;
        reg [19:0] v_old_4;
        reg [19:0] v_added_4;
        reg [19:0] v_steps_5;
        reg [19:0] v_old_5;
        reg [19:0] v_added_5;
        reg [19:0] v_steps_6;
        reg [19:0] v_old_6;
        reg [19:0] v_added_6;
        reg [19:0] v_steps_7;
        reg [19:0] v_old_7;
        reg [19:0] v_added_7;
        reg [19:0] v_sum;
        reg v_carries;
    begin
        if (rst) begin
            partial_0 <= base;
            partial_1 <= base;
            partial_2 <= base;
            partial_3 <= base;
            partial_4 <= base;
            partial_5 <= base;
            partial_6 <= base;
            partial_7 <= base;
        end else if (moves) begin
            v_old_0 = partial_0 & {20{advance[0]}};
            v_added_0 = stride_0 & {20{advance[0]}};
            v_steps_1 = {20{advance[1]}};
            v_old_1 = v_old_0 | (partial_1 & v_steps_1);
            v_added_1 = v_added_0 | (stride_1 & v_steps_1);
            v_steps_2 = {20{advance[2]}};
            v_old_2 = v_old_1 | (partial_2 & v_steps_2);
            v_added_2 = v_added_1 | (stride_2 & v_steps_2);
            v_steps_3 = {20{advance[3]}};
            v_old_3 = v_old_2 | (partial_3 & v_steps_3);
            v_added_3 = v_added_2 | (stride_3 & v_steps_3);
            v_steps_4 = {20{advance[4]}};
            v_old_4 = v_old_3 | (partial_4 & v_steps_4);
            v_added_4 = v_added_3 | (stride_4 & v_steps_4);
            v_steps_5 = {20{advance[5]}};
            v_old_5 = v_old_4 | (partial_5 & v_steps_5);
            v_added_5 = v_added_4 | (stride_5 & v_steps_5);
            v_steps_6 = {20{advance[6]}};
            v_old_6 = v_old_5 | (partial_6 & v_steps_6);
            v_added_6 = v_added_5 | (stride_6 & v_steps_6);
            v_steps_7 = {20{advance[7]}};
            v_old_7 = v_old_6 | (partial_7 & v_steps_7);
            v_added_7 = v_added_6 | (stride_7 & v_steps_7);
            v_sum = v_old_7 + v_added_7;
            v_carries = moves & (~advance[0]);
            partial_0 <= v_sum;
            if (v_carries) begin
                if (advance[1] | restart[1]) partial_1 <= v_sum;
                if (advance[2] | restart[2]) partial_2 <= v_sum;
                if (advance[3] | restart[3]) partial_3 <= v_sum;
                if (advance[4] | restart[4]) partial_4 <= v_sum;
                if (advance[5] | restart[5]) partial_5 <= v_sum;
                if (advance[6] | restart[6]) partial_6 <= v_sum;
                if (advance[7] | restart[7]) partial_7 <= v_sum;
            end
        end
    end
    endtask

    always @(posedge clk) step;

    wire unused_bits = &{1'b0, restart[0]};
endmodule
