// Steps a nest of loops: the lowest that is not at its last iteration moves on.
module counter_chain_b20_n6_lanes4 (
    input  wire        clk,
    input  wire        rst,
    input  wire        enable,
    input  wire        step,
    // where the loops stand
    input  wire [5:0]  wide,
    input  wire [19:0] left_0,
    input  wire [19:0] left_1,
    input  wire [19:0] left_2,
    input  wire [19:0] left_3,
    input  wire [19:0] left_4,
    input  wire [19:0] left_5,
    output wire        last_0,
    output wire        last_1,
    output wire        last_2,
    output wire        last_3,
    output wire        last_4,
    output wire        last_5,
    // the step of this cycle, one bit a level
    output wire [5:0]  advance,
    output wire [5:0]  restart,
    output wire        moves,
    output wire        carries,
    // where the nest stands
    output wire [6:0]  below,
    output wire        finished
);
    reg done;
    wire ends_0;
    wire ends_1;
    wire ends_2;
    wire ends_3;
    wire ends_4;
    wire ends_5;
    wire [5:0] from_0;
    wire [5:0] from_1;
    wire [5:0] from_2;
    wire [5:0] from_3;
    wire [5:0] from_4;
    wire [5:0] from_5;
    wire [5:0] from_6;

    wire [2:0] low_0 = left_0[2:0];
    wire far_0 = |left_0[19:3];
    wire above_lanes_0 = low_0[2] & (|low_0[1:0]);
    wire above_one_0 = |(low_0 >> 1'b1);
    wire above_0 = wide[0] ? above_lanes_0 : above_one_0;
    assign ends_0 = ~(far_0 | above_0);
    assign last_0 = ends_0;
    wire [2:0] low_1 = left_1[2:0];
    wire far_1 = |left_1[19:3];
    wire above_lanes_1 = low_1[2] & (|low_1[1:0]);
    wire above_one_1 = |(low_1 >> 1'b1);
    wire above_1 = wide[1] ? above_lanes_1 : above_one_1;
    assign ends_1 = ~(far_1 | above_1);
    assign last_1 = ends_1;
    wire [2:0] low_2 = left_2[2:0];
    wire far_2 = |left_2[19:3];
    wire above_lanes_2 = low_2[2] & (|low_2[1:0]);
    wire above_one_2 = |(low_2 >> 1'b1);
    wire above_2 = wide[2] ? above_lanes_2 : above_one_2;
    assign ends_2 = ~(far_2 | above_2);
    assign last_2 = ends_2;
    wire [2:0] low_3 = left_3[2:0];
    wire far_3 = |left_3[19:3];
    wire above_lanes_3 = low_3[2] & (|low_3[1:0]);
    wire above_one_3 = |(low_3 >> 1'b1);
    wire above_3 = wide[3] ? above_lanes_3 : above_one_3;
    assign ends_3 = ~(far_3 | above_3);
    assign last_3 = ends_3;
    wire [2:0] low_4 = left_4[2:0];
    wire far_4 = |left_4[19:3];
    wire above_lanes_4 = low_4[2] & (|low_4[1:0]);
    wire above_one_4 = |(low_4 >> 1'b1);
    wire above_4 = wide[4] ? above_lanes_4 : above_one_4;
    assign ends_4 = ~(far_4 | above_4);
    assign last_4 = ends_4;
    wire [2:0] low_5 = left_5[2:0];
    wire far_5 = |left_5[19:3];
    wire above_lanes_5 = low_5[2] & (|low_5[1:0]);
    wire above_one_5 = |(low_5 >> 1'b1);
    wire above_5 = wide[5] ? above_lanes_5 : above_one_5;
    assign ends_5 = ~(far_5 | above_5);
    assign last_5 = ends_5;
    assign from_6 = 6'h3f;
    assign from_5 = ends_5 ? from_6 : 6'h1f;
    assign from_4 = ends_4 ? from_5 : 6'hf;
    assign from_3 = ends_3 ? from_4 : 6'd7;
    assign from_2 = ends_2 ? from_3 : 6'd3;
    assign from_1 = ends_1 ? from_2 : 6'd1;
    assign from_0 = ends_0 ? from_1 : 6'd0;
    wire matters = enable & (~done);
    reg [5:0] trailing;
    always @* begin
        case (matters)
            1'b1: trailing = from_0;
            default: trailing = 6'h3f;
        endcase
    end
    wire [5:0] lowest = (~trailing) & {trailing[4:0], 1'b1};
    wire moves_w = step & (~(&trailing));
    assign advance = lowest & {6{moves_w}};
    assign moves = moves_w;
    assign carries = moves_w & trailing[0];
    assign restart = trailing & {6{moves_w}};
    assign below = {trailing, 1'b1};
    assign finished = done;

    always @(posedge clk) begin
        if (rst) begin
            done <= 1'b0;
        end else if (step & (&trailing)) begin
            done <= 1'b1;
        end
    end
endmodule
