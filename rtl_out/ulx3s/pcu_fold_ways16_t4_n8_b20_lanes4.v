// Fold control of a PCU: accumulators in turn, starts and ends of folds, hazards.
module pcu_fold_ways16_t4_n8_b20_lanes4 (
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
    input  wire        issue,
    // the beat that may be issued
    output wire [3:0]  way,
    output wire        first,
    output wire        emit,
    output wire        complete,
    output wire        clear
);
    reg [3:0] turn;
    reg wrapped;
    reg [3:0] recent_0;
    reg [3:0] recent_1;
    reg [3:0] recent_2;
    reg [3:0] recent_3;
    reg recent_valid_0;
    reg recent_valid_1;
    reg recent_valid_2;
    reg recent_valid_3;
    wire hazard_0;
    wire hazard_1;
    wire hazard_2;
    wire hazard_3;
    wire hazard_4;
    reg [19:0] round_elements;

    wire last_round = left0 <= round_elements;
    wire starts = ~(|(levels & (~first_levels)));
    wire ends = ~(|(levels & (~last_levels)));
    assign first = starts & (~(split & wrapped));
    wire final_part = ends & (last_round | (~split));
    assign emit = (~enable) | final_part;
    assign way = turn;
    assign hazard_0 = 1'b0;
    wire same_0 = recent_valid_0 & (recent_0 == turn);
    assign hazard_1 = hazard_0 | same_0;
    wire same_1 = recent_valid_1 & (recent_1 == turn);
    assign hazard_2 = hazard_1 | same_1;
    wire same_2 = recent_valid_2 & (recent_2 == turn);
    assign hazard_3 = hazard_2 | same_2;
    wire same_3 = recent_valid_3 & (recent_3 == turn);
    assign hazard_4 = hazard_3 | same_3;
    assign clear = ~(enable & hazard_4);
    wire [7:0] above_innermost = below[8:1];
    wire restarts = above_innermost[round];
    assign complete = final_part & restarts;

    task automatic step;
        reg [19:0] v_round_w;
        reg [19:0] v_round_elements_w;
        reg v_ends_round;
    begin
        v_round_w = {16'd0, ways} + 20'd1;
        v_round_elements_w = spread ? (v_round_w << 2'd2) : v_round_w;
        round_elements <= v_round_elements_w;
        recent_0 <= turn;
        recent_valid_0 <= issue & (~rst);
        recent_1 <= recent_0;
        recent_valid_1 <= recent_valid_0 & (~rst);
        recent_2 <= recent_1;
        recent_valid_2 <= recent_valid_1 & (~rst);
        recent_3 <= recent_2;
        recent_valid_3 <= recent_valid_2 & (~rst);
        if (rst | (issue & restarts)) begin
            turn <= 4'd0;
            wrapped <= 1'b0;
        end else begin
            v_ends_round = turn == ways;
            if (issue & v_ends_round) begin
                turn <= 4'd0;
                wrapped <= 1'b1;
            end else if (issue) begin
                turn <= turn + 4'd1;
            end
        end
    end
    endtask

    always @(posedge clk) step;

    wire unused_bits = &{1'b0, below[0]};
endmodule
