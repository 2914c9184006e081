// Extent of a ragged loop: min(tile, rem), rem shrinking with an outer loop.
module counter_extent_b20_n8 (
    input  wire        clk,
    input  wire        rst,
    // configuration
    input  wire [19:0] tile,
    input  wire        ragged,
    input  wire [19:0] limit,
    input  wire [19:0] less,
    input  wire [2:0]  outer,
    // steps of the chain in this cycle, one bit a level
    input  wire [7:0]  advance,
    input  wire [7:0]  restart,
    output wire [19:0] extent
);
    reg [20:0] rem;

    wire outer_steps = advance[outer];
    wire outer_restarts = restart[outer];
    wire [20:0] fewer = rem - {1'b0, less};
    wire [20:0] rem_next =
        (rst | outer_restarts) ? {1'b0, limit} :
        outer_steps ? fewer :
        rem;
    wire exhausted = rem_next[20];
    wire [19:0] rest = rem_next[19:0];
    wire rest_is_short = rest < tile;
    assign extent =
        (~ragged) ? tile :
        exhausted ? 20'd0 :
        rest_is_short ? rest :
        tile;

    always @(posedge clk) begin
        rem <= rem_next;
    end
endmodule
