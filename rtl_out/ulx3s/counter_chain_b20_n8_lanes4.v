// Steps a nest of loops: the lowest that is not at its last iteration moves on.
module counter_chain_b20_n8_lanes4 (
    input  wire        clk,
    input  wire        rst,
    input  wire        enable,
    input  wire        step,
    // where the loops stand
    input  wire [7:0]  wide,
    input  wire [19:0] left_0,
    input  wire [19:0] left_1,
    input  wire [19:0] left_2,
    input  wire [19:0] left_3,
    input  wire [19:0] left_4,
    input  wire [19:0] left_5,
    input  wire [19:0] left_6,
    input  wire [19:0] left_7,
    output wire        last_0,
    output wire        last_1,
    output wire        last_2,
    output wire        last_3,
    output wire        last_4,
    output wire        last_5,
    output wire        last_6,
    output wire        last_7,
    // the step of this cycle, one bit a level
    output wire [7:0]  advance,
    output wire [7:0]  restart,
    output wire        moves,
    output wire        carries,
    // where the nest stands
    output wire [8:0]  below,
    output wire        finished
);
    reg done;
    wire ends_0;
    wire ends_1;
    wire ends_2;
    wire ends_3;
    wire ends_4;
    wire ends_5;
    wire ends_6;
    wire ends_7;
    wire [7:0] from_0;
    wire [7:0] from_1;
    wire [7:0] from_2;
    wire [7:0] from_3;
    wire [7:0] from_4;
    wire [7:0] from_5;
    wire [7:0] from_6;
    wire [7:0] from_7;
    wire [7:0] from_8;

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
    wire [2:0] low_6 = left_6[2:0];
    wire far_6 = |left_6[19:3];
    wire above_lanes_6 = low_6[2] & (|low_6[1:0]);
    wire above_one_6 = |(low_6 >> 1'b1);
    wire above_6 = wide[6] ? above_lanes_6 : above_one_6;
    assign ends_6 = ~(far_6 | above_6);
    assign last_6 = ends_6;
    wire [2:0] low_7 = left_7[2:0];
    wire far_7 = |left_7[19:3];
    wire above_lanes_7 = low_7[2] & (|low_7[1:0]);
    wire above_one_7 = |(low_7 >> 1'b1);
    wire above_7 = wide[7] ? above_lanes_7 : above_one_7;
    assign ends_7 = ~(far_7 | above_7);
    assign last_7 = ends_7;
    assign from_8 = 8'hff;
    assign from_7 = ends_7 ? from_8 : 8'h7f;
    assign from_6 = ends_6 ? from_7 : 8'h3f;
    assign from_5 = ends_5 ? from_6 : 8'h1f;
    assign from_4 = ends_4 ? from_5 : 8'hf;
    assign from_3 = ends_3 ? from_4 : 8'd7;
    assign from_2 = ends_2 ? from_3 : 8'd3;
    assign from_1 = ends_1 ? from_2 : 8'd1;
    assign from_0 = ends_0 ? from_1 : 8'd0;
    wire matters = enable & (~done);
    reg [7:0] trailing;
    always @* begin
        case (matters)
            1'b1: trailing = from_0;
            default: trailing = 8'hff;
        endcase
    end
    wire [7:0] lowest = (~trailing) & {trailing[6:0], 1'b1};
    wire moves_w = step & (~(&trailing));
    assign advance = lowest & {8{moves_w}};
    assign moves = moves_w;
    assign carries = moves_w & trailing[0];
    assign restart = trailing & {8{moves_w}};
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
