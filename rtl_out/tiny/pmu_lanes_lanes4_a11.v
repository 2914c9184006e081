// Bank and row of each lane of an access, two cycles later.
module pmu_lanes_lanes4_a11 (
    input  wire        clk,
    input  wire        rst,
    // lanes that access the memory; none when there is no access
    input  wire [3:0]  lanes,
    input  wire [10:0] base,
    input  wire [10:0] offset,
    input  wire [10:0] stride,
    input  wire        skew,
    // the lanes, two cycles later
    output wire [3:0]  active,
    // row and, below it, bank of each lane, two cycles later
    output wire [10:0] place_0,
    output wire [10:0] place_1,
    output wire [10:0] place_2,
    output wire [10:0] place_3
);
    reg [3:0] active_then;
    reg [10:0] offset_then;
    reg [3:0] active_now;
    reg [10:0] place_now_0;
    reg [10:0] place_now_1;
    reg [10:0] place_now_2;
    reg [10:0] place_now_3;

    assign place_0 = place_now_0;
    assign place_1 = place_now_1;
    assign place_2 = place_now_2;
    assign place_3 = place_now_3;
    assign active = active_now;

    task automatic step;
        reg [10:0] v_start;
        reg [10:0] v_reach_0;
        reg [10:0] v_reach_1;
        reg [10:0] v_reach_2;
        reg [10:0] v_reach_3;
        reg [10:0] v_address_0;
        reg [8:0] v_row_0;
        reg [1:0] v_turn_0;
        reg [10:0] v_address_1;
        reg [8:0] v_row_1;
        reg [1:0] v_turn_1;
        reg [10:0] v_address_2;
        reg [8:0] v_row_2;
        reg [1:0] v_turn_2;
        reg [10:0] v_address_3;
        reg [8:0] v_row_3;
        reg [1:0] v_turn_3;
    begin
        v_start = base + offset_then;
        v_reach_0 = 11'd0;
        v_reach_1 = v_reach_0 + (stride << 1'b0);
        v_reach_2 = v_reach_0 + (stride << 1'b1);
        v_reach_3 = v_reach_2 + (stride << 1'b0);
        v_address_0 = v_start + v_reach_0;
        v_row_0 = v_address_0[10:2];
        v_turn_0 = skew ? v_row_0[1:0] : 2'd0;
        v_address_1 = v_start + v_reach_1;
        v_row_1 = v_address_1[10:2];
        v_turn_1 = skew ? v_row_1[1:0] : 2'd0;
        v_address_2 = v_start + v_reach_2;
        v_row_2 = v_address_2[10:2];
        v_turn_2 = skew ? v_row_2[1:0] : 2'd0;
        v_address_3 = v_start + v_reach_3;
        v_row_3 = v_address_3[10:2];
        v_turn_3 = skew ? v_row_3[1:0] : 2'd0;
        offset_then <= offset;
        place_now_0 <= {v_row_0, v_address_0[1:0] + v_turn_0};
        place_now_1 <= {v_row_1, v_address_1[1:0] + v_turn_1};
        place_now_2 <= {v_row_2, v_address_2[1:0] + v_turn_2};
        place_now_3 <= {v_row_3, v_address_3[1:0] + v_turn_3};
        active_then <= lanes;
        active_now <= active_then;
        if (rst) begin
            active_then <= 4'd0;
            active_now <= 4'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
