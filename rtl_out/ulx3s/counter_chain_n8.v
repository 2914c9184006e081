// Steps a nest of loops: the lowest that is not at its last iteration moves on.
module counter_chain_n8 (
    input  wire       clk,
    input  wire       rst,
    input  wire       step,
    input  wire [7:0] last,
    // the step of this cycle, one bit a level
    output wire [7:0] advance,
    output wire [7:0] restart,
    output wire       moves,
    // where the nest stands
    output wire [8:0] below,
    output wire       finished
);
    reg done;

    wire [7:0] carried = last + 8'd1;
    wire [7:0] trailing = last & (~carried);
    wire [7:0] lowest = (~last) & carried;
    wire moves_w = step & (~(&last));
    assign advance = lowest & {8{moves_w}};
    assign moves = moves_w;
    assign restart = trailing & {8{moves_w}};
    assign below = {trailing, 1'b1};
    assign finished = done;

    always @(posedge clk) begin
        if (rst) begin
            done <= 1'b0;
        end else if (step & (&last)) begin
            done <= 1'b1;
        end
    end
endmodule
