// Word address of each lane of an access, one cycle later.
module pmu_lanes_lanes4_a12 (
    input  wire        clk,
    input  wire        rst,
    // lanes that access the memory; none when there is no access
    input  wire [3:0]  lanes,
    input  wire [11:0] base,
    input  wire [11:0] offset,
    input  wire [11:0] stride,
    // the lanes, one cycle later
    output wire [3:0]  active,
    // word address of each lane, one cycle later
    output wire [11:0] address_0,
    output wire [11:0] address_1,
    output wire [11:0] address_2,
    output wire [11:0] address_3
);
    reg [3:0] active_now;
    reg [11:0] address_now_0;
    reg [11:0] address_now_1;
    reg [11:0] address_now_2;
    reg [11:0] address_now_3;
    wire [11:0] reach_0;
    wire [11:0] reach_1;
    wire [11:0] reach_2;
    wire [11:0] reach_3;

    wire [11:0] start = base + offset;
    assign reach_0 = 12'd0;
    assign reach_1 = reach_0 + (stride << 1'b0);
    assign reach_2 = reach_0 + (stride << 1'b1);
    assign reach_3 = reach_2 + (stride << 1'b0);
    assign address_0 = address_now_0;
    assign address_1 = address_now_1;
    assign address_2 = address_now_2;
    assign address_3 = address_now_3;
    assign active = active_now;

    always @(posedge clk) begin
        address_now_0 <= start + reach_0;
        address_now_1 <= start + reach_1;
        address_now_2 <= start + reach_2;
        address_now_3 <= start + reach_3;
        active_now <= lanes;
        if (rst) active_now <= 4'd0;
    end
endmodule
