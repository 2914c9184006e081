// Looks an operator up in sets of operators, for the leaves that compute some of them.
module shifter_decode (
    input  wire       clk,
    // configuration
    input  wire [5:0] op,
    // one bit a set, a cycle later
    output wire [2:0] told
);
    reg [2:0] known;

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
        reg v_unused;
    begin
        v_found_0_part = 64'h7000 >> op;
        v_found_0 = v_found_0_part[0];
        v_bits_0 = v_found_0;
        v_found_1_part = 64'h1000 >> op;
        v_found_1 = v_found_1_part[0];
        v_bits_1 = {v_found_1, v_bits_0};
        v_found_2_part = 64'h2000 >> op;
        v_found_2 = v_found_2_part[0];
        v_bits_2 = {v_found_2, v_bits_1};
        known <= v_bits_2;
        v_unused = &{1'b0, v_found_0_part[63:1], v_found_1_part[63:1], v_found_2_part[63:1]};
    end
    endtask

    always @(posedge clk) step;
endmodule
