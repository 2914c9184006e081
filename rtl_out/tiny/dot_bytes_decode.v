// Looks an operator up in sets of operators, for the leaves that compute some of them.
module dot_bytes_decode (
    input  wire       clk,
    // configuration
    input  wire [5:0] op,
    // one bit a set, a cycle later
    output wire       told
);
    reg known;

    assign told = known;

    task automatic step;
        reg v_found_0;
        reg [63:0] v_found_0_part;
        reg v_bits_0;
        reg v_unused;
    begin
        v_found_0_part = 64'h800000000 >> op;
        v_found_0 = v_found_0_part[0];
        v_bits_0 = v_found_0;
        known <= v_bits_0;
        v_unused = &{1'b0, v_found_0_part[63:1]};
    end
    endtask

    always @(posedge clk) step;
endmodule
