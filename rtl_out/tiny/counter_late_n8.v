// The step of a nest of loops, one cycle later.
module counter_late_n8 (
    input  wire       clk,
    input  wire       rst,
    // the step of this cycle
    input  wire       moves,
    input  wire [7:0] steps,
    input  wire [2:0] at,
    input  wire [2:0] from,
    input  wire       based,
    // that of the cycle before
    output wire       late_rst,
    output wire       late_moves,
    output wire [7:0] late_steps,
    output wire [2:0] late_at,
    output wire [2:0] late_from,
    output wire       late_based
);
    reg rst_then;
    reg moves_then;
    reg [7:0] steps_then;
    reg [2:0] at_then;
    reg [2:0] from_then;
    reg based_then;

    assign late_rst = rst_then;
    assign late_moves = moves_then;
    assign late_steps = steps_then;
    assign late_at = at_then;
    assign late_from = from_then;
    assign late_based = based_then;

    always @(posedge clk) begin
        rst_then <= rst;
        moves_then <= moves;
        steps_then <= steps;
        at_then <= at;
        from_then <= from;
        based_then <= based;
    end
endmodule
