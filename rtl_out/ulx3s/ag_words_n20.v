// The words of a row, and whether the counters show their row.
module ag_words_n20 (
    input  wire        clk,
    input  wire        rst,
    input  wire        step,
    input  wire [19:0] length,
    input  wire [1:0]  width,
    output wire [19:0] words,
    output wire        settled
);
    reg still;

    wire half = width[0];
    wire byte_w = width[1];
    wire [20:0] up = {1'b0, length} + {19'd0, {byte_w, half | byte_w}};
    wire [20:0] words_w_part = up >> 2'd2;
    wire [20:0] words_w_part2 = up >> 1'b1;
    wire [19:0] words_w =
        byte_w ? words_w_part[19:0] :
        half ? words_w_part2[19:0] :
        length;
    assign words = words_w;
    assign settled = 1'b1;

    always @(posedge clk) begin
        still <= ~(rst | step);
    end

    wire unused_bits = &{1'b0, still, words_w_part[20], words_w_part2[20]};
endmodule
