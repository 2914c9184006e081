// Looks an operator up in sets of operators, for the leaves that compute some of them.
module f32_compare_decode (
    input  wire       clk,
    // configuration
    input  wire [5:0] op,
    // one bit a set, a cycle later
    output wire [8:0] told
);
    reg [8:0] known;

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
        reg v_unused;
    begin
        v_found_0_part = 64'hff000000 >> op;
        v_found_0 = v_found_0_part[0];
        v_bits_0 = v_found_0;
        v_found_1_part = 64'hf000000 >> op;
        v_found_1 = v_found_1_part[0];
        v_bits_1 = {v_found_1, v_bits_0};
        v_found_2_part = 64'h10000000 >> op;
        v_found_2 = v_found_2_part[0];
        v_bits_2 = {v_found_2, v_bits_1};
        v_found_3_part = 64'h20000000 >> op;
        v_found_3 = v_found_3_part[0];
        v_bits_3 = {v_found_3, v_bits_2};
        v_found_4_part = 64'h40000000 >> op;
        v_found_4 = v_found_4_part[0];
        v_bits_4 = {v_found_4, v_bits_3};
        v_found_5_part = 64'h1000000 >> op;
        v_found_5 = v_found_5_part[0];
        v_bits_5 = {v_found_5, v_bits_4};
        v_found_6_part = 64'h2000000 >> op;
        v_found_6 = v_found_6_part[0];
        v_bits_6 = {v_found_6, v_bits_5};
        v_found_7_part = 64'h4000000 >> op;
        v_found_7 = v_found_7_part[0];
        v_bits_7 = {v_found_7, v_bits_6};
        v_found_8_part = 64'h8000000 >> op;
        v_found_8 = v_found_8_part[0];
        v_bits_8 = {v_found_8, v_bits_7};
        known <= v_bits_8;
        v_unused = &{1'b0, v_found_0_part[63:1], v_found_1_part[63:1], v_found_2_part[63:1], v_found_3_part[63:1], v_found_4_part[63:1], v_found_5_part[63:1], v_found_6_part[63:1], v_found_7_part[63:1], v_found_8_part[63:1]};
    end
    endtask

    always @(posedge clk) step;
endmodule
