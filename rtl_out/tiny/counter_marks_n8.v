// The end mark of an iteration: the largest whose loop ends here.
module counter_marks_n8 (
    // configuration
    input  wire [3:0] mark1,
    input  wire [3:0] mark2,
    input  wire [3:0] mark3,
    input  wire [8:0] below,
    output wire [1:0] e
);
    wire [8:0] ended = {below[8:1], 1'b0};
    wire [8:0] ends1_part = ended >> mark1;
    wire ends1 = ends1_part[0];
    wire [8:0] ends2_part = ended >> mark2;
    wire ends2 = ends2_part[0];
    wire [8:0] ends3_part = ended >> mark3;
    wire ends3 = ends3_part[0];
    assign e =
        (~below[1]) ? 2'd0 :
        ends3 ? 2'd3 :
        ends2 ? 2'd2 :
        {1'b0, ends1};

    wire unused_bits = &{1'b0, below[0], ends1_part[8:1], ends2_part[8:1], ends3_part[8:1]};
endmodule
