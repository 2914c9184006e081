// The end mark of an iteration: the largest whose loop ends here.
module counter_marks_n8 (
    // configuration
    input  wire [3:0] mark1,
    input  wire [3:0] mark2,
    input  wire [3:0] mark3,
    input  wire [8:0] below,
    output wire [1:0] e
);
    wire [8:0] ends1_part = below >> mark1;
    wire ends1 = (|mark1) & ends1_part[0];
    wire [8:0] ends2_part = below >> mark2;
    wire ends2 = (|mark2) & ends2_part[0];
    wire [8:0] ends3_part = below >> mark3;
    wire ends3 = (|mark3) & ends3_part[0];
    assign e =
        ends3 ? 2'd3 :
        ends2 ? 2'd2 :
        ends1 ? 2'd1 :
        2'd0;

    wire unused_bits = &{1'b0, ends1_part[8:1], ends2_part[8:1], ends3_part[8:1]};
endmodule
