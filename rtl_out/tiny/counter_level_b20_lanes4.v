// One loop: counts down what is left of its extent, by one or by the lanes.
module counter_level_b20_lanes4 (
    input  wire        clk,
    input  wire        rst,
    // configuration
    input  wire [19:0] extent,
    input  wire        wide,
    // the chain's step in this cycle
    input  wire        advance,
    input  wire        restart,
    // where the loop stands
    output wire        first,
    output wire        last,
    output wire [19:0] left
);
    reg [19:0] rest;
    reg fresh;

    wire [1:0] low = rest[1:0];
    wire [17:0] high = rest[19:2];
    wire below_lanes = ~(|high);
    wire at_most_lanes = below_lanes | ((high == 18'd1) & (~(|low)));
    wire at_most_one = below_lanes & (~(|(low >> 1'b1)));
    assign last = wide ? at_most_lanes : at_most_one;
    assign first = fresh;
    assign left = rest;
    wire [19:0] pace = wide ? 20'd4 : 20'd1;

    always @(posedge clk) begin
        if (rst | restart) begin
            rest <= extent;
            fresh <= 1'b1;
        end else if (advance) begin
            rest <= rest - pace;
            fresh <= 1'b0;
        end
    end
endmodule
