// An affine function of loop counters: base + sum of stride times position, by adding.
module counter_affine_rows_b30_n8 (
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
    // the step of this cycle
    input  wire        moves,
    input  wire [7:0]  steps,
    input  wire [2:0]  at,
    input  wire [2:0]  from,
    input  wire        based,
    output wire [29:0] value
);
    reg [29:0] current;
    (* ram_style = "distributed" *) reg [29:0] left [0:7];

    assign value = current;

    task automatic step;
        reg v_inner;
        reg [29:0] v_here_1;
        reg [29:0] v_added_1;
        reg [29:0] v_here_2;
        reg [29:0] v_added_2;
        reg [29:0] v_here_3;
        reg [29:0] v_added_3;
        reg [29:0] v_here_4;
        reg [29:0] v_added_4;
        reg [29:0] v_here_5;
        reg [29:0] v_added_5;
        reg [29:0] v_here_6;
        reg [29:0] v_added_6;
        reg [29:0] v_here_7;
        reg [29:0] v_added_7;
        reg [29:0] v_old;
        reg [29:0] v_sum;
    begin
        if (rst | moves) begin
            v_inner = steps[0] & 1'b0;
            v_here_1 = stride_1 & {30{steps[1]}};
            v_added_1 = v_here_1;
            v_here_2 = stride_2 & {30{steps[2]}};
            v_added_2 = v_added_1 | v_here_2;
            v_here_3 = stride_3 & {30{steps[3]}};
            v_added_3 = v_added_2 | v_here_3;
            v_here_4 = stride_4 & {30{steps[4]}};
            v_added_4 = v_added_3 | v_here_4;
            v_here_5 = stride_5 & {30{steps[5]}};
            v_added_5 = v_added_4 | v_here_5;
            v_here_6 = stride_6 & {30{steps[6]}};
            v_added_6 = v_added_5 | v_here_6;
            v_here_7 = stride_7 & {30{steps[7]}};
            v_added_7 = v_added_6 | v_here_7;
            v_old =
                v_inner ? current :
                based ? base :
                left[from];
            v_sum = v_old + v_added_7;
            current <= v_sum;
            if (moves & (~v_inner)) left[at] <= v_sum;
        end
    end
    endtask

    always @(posedge clk) step;

    wire unused_bits = &{1'b0, stride_0};
endmodule
