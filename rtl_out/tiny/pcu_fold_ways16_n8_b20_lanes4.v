// Fold control of a PCU: accumulators in turn, starts and ends of folds.
module pcu_fold_ways16_n8_b20_lanes4 (
    input  wire        clk,
    input  wire        rst,
    // configuration
    input  wire        enable,
    input  wire [7:0]  levels,
    input  wire        split,
    input  wire [3:0]  ways,
    input  wire [2:0]  round,
    input  wire        spread,
    input  wire [8:0]  below,
    // where the loops stand
    input  wire [7:0]  first_levels,
    input  wire [7:0]  last_levels,
    input  wire [19:0] left0,
    input  wire        step,
    // the beat of the iteration
    output wire [3:0]  way,
    output wire        first,
    output wire        emit,
    output wire        complete
);
    reg [3:0] turn;
    reg wrapped;
    reg [19:0] round_elements;

    wire last_round = left0 <= round_elements;
    wire starts = ~(|(levels & (~first_levels)));
    wire ends = ~(|(levels & (~last_levels)));
    assign first = starts & (~(split & wrapped));
    wire final_part = ends & (last_round | (~split));
    assign emit = (~enable) | final_part;
    assign way = turn;
    wire [7:0] above_innermost = below[8:1];
    wire restarts = above_innermost[round];
    assign complete = final_part & restarts;

    task automatic step2;
        reg [19:0] v_round_w;
        reg [19:0] v_round_elements_w;
        reg v_ends_round;
    begin
        v_round_w = {16'd0, ways} + 20'd1;
        v_round_elements_w = spread ? (v_round_w << 2'd2) : v_round_w;
        round_elements <= v_round_elements_w;
        if (rst | (step & restarts)) begin
            turn <= 4'd0;
            wrapped <= 1'b0;
        end else begin
            v_ends_round = turn == ways;
            if (step & v_ends_round) begin
                turn <= 4'd0;
                wrapped <= 1'b1;
            end else if (step) begin
                turn <= turn + 4'd1;
            end
        end
    end
    endtask

    always @(posedge clk) step2;

    wire unused_bits = &{1'b0, below[0]};
endmodule
