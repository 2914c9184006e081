// Looks an operator up in sets of operators, for the leaves that compute some of them.
module int_alu_decode (
    input  wire        clk,
    // configuration
    input  wire [5:0]  op,
    // one bit a set, a cycle later
    output wire [17:0] told
);
    reg [17:0] known;

    assign told = known;

    task automatic step;
        reg v_found_0;
        reg [63:0] v_found_0_part;
        reg v_bits_0;
        reg v_found_1;
        reg [63:0] v_found_1_part;
        reg [1:0] v_bits_1;
        reg v_found_2;
        reg [63:0] v_found_2_part;
        reg [2:0] v_bits_2;
        reg v_found_3;
        reg [63:0] v_found_3_part;
        reg [3:0] v_bits_3;
        reg v_found_4;
        reg [63:0] v_found_4_part;
        reg [4:0] v_bits_4;
        reg v_found_5;
        reg [63:0] v_found_5_part;
        reg [5:0] v_bits_5;
        reg v_found_6;
        reg [63:0] v_found_6_part;
        reg [6:0] v_bits_6;
        reg v_found_7;
        reg [63:0] v_found_7_part;
        reg [7:0] v_bits_7;
        reg v_found_8;
        reg [63:0] v_found_8_part;
        reg [8:0] v_bits_8;
        reg v_found_9;
        reg [63:0] v_found_9_part;
        reg [9:0] v_bits_9;
        reg v_found_10;
        reg [63:0] v_found_10_part;
        reg [10:0] v_bits_10;
        reg v_found_11;
        reg [63:0] v_found_11_part;
        reg [11:0] v_bits_11;
        reg v_found_12;
        reg [63:0] v_found_12_part;
        reg [12:0] v_bits_12;
        reg v_found_13;
        reg [63:0] v_found_13_part;
        reg [13:0] v_bits_13;
        reg v_found_14;
        reg [14:0] v_bits_14;
        reg v_found_15;
        reg [63:0] v_found_15_part;
        reg [15:0] v_bits_15;
        reg v_found_16;
        reg [63:0] v_found_16_part;
        reg [16:0] v_bits_16;
        reg v_found_17;
        reg [63:0] v_found_17_part;
        reg [17:0] v_bits_17;
        reg v_unused;
    begin
        v_found_0_part = 64'h4001f8ff7 >> op;
        v_found_0 = v_found_0_part[0];
        v_bits_0 = v_found_0;
        v_found_1_part = 64'd1 >> op;
        v_found_1 = v_found_1_part[0];
        v_bits_1 = {v_found_1, v_bits_0};
        v_found_2_part = 64'h8c0 >> op;
        v_found_2 = v_found_2_part[0];
        v_bits_2 = {v_found_2, v_bits_1};
        v_found_3_part = 64'h802 >> op;
        v_found_3 = v_found_3_part[0];
        v_bits_3 = {v_found_3, v_bits_2};
        v_found_4_part = 64'h1408c2 >> op;
        v_found_4 = v_found_4_part[0];
        v_bits_4 = {v_found_4, v_bits_3};
        v_found_5_part = 64'h180000 >> op;
        v_found_5 = v_found_5_part[0];
        v_bits_5 = {v_found_5, v_bits_4};
        v_found_6_part = 64'h500 >> op;
        v_found_6 = v_found_6_part[0];
        v_bits_6 = {v_found_6, v_bits_5};
        v_found_7_part = 64'h600 >> op;
        v_found_7 = v_found_7_part[0];
        v_bits_7 = {v_found_7, v_bits_6};
        v_found_8_part = 64'h10 >> op;
        v_found_8 = v_found_8_part[0];
        v_bits_8 = {v_found_8, v_bits_7};
        v_found_9_part = 64'h20 >> op;
        v_found_9 = v_found_9_part[0];
        v_bits_9 = {v_found_9, v_bits_8};
        v_found_10_part = 64'h400000000 >> op;
        v_found_10 = v_found_10_part[0];
        v_bits_10 = {v_found_10, v_bits_9};
        v_found_11_part = 64'h700 >> op;
        v_found_11 = v_found_11_part[0];
        v_bits_11 = {v_found_11, v_bits_10};
        v_found_12_part = 64'h886 >> op;
        v_found_12 = v_found_12_part[0];
        v_bits_12 = {v_found_12, v_bits_11};
        v_found_13_part = 64'h40 >> op;
        v_found_13 = v_found_13_part[0];
        v_bits_13 = {v_found_13, v_bits_12};
        v_found_14 = v_found_2_part[0];
        v_bits_14 = {v_found_14, v_bits_13};
        v_found_15_part = 64'h1f8000 >> op;
        v_found_15 = v_found_15_part[0];
        v_bits_15 = {v_found_15, v_bits_14};
        v_found_16_part = 64'h8000 >> op;
        v_found_16 = v_found_16_part[0];
        v_bits_16 = {v_found_16, v_bits_15};
        v_found_17_part = 64'h10000 >> op;
        v_found_17 = v_found_17_part[0];
        v_bits_17 = {v_found_17, v_bits_16};
        known <= v_bits_17;
        v_unused = &{1'b0, v_found_0_part[63:1], v_found_1_part[63:1], v_found_2_part[63:1], v_found_3_part[63:1], v_found_4_part[63:1], v_found_5_part[63:1], v_found_6_part[63:1], v_found_7_part[63:1], v_found_8_part[63:1], v_found_9_part[63:1], v_found_10_part[63:1], v_found_11_part[63:1], v_found_12_part[63:1], v_found_13_part[63:1], v_found_15_part[63:1], v_found_16_part[63:1], v_found_17_part[63:1]};
    end
    endtask

    always @(posedge clk) step;
endmodule
