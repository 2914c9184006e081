// Shift left, right, and right with sign. Two cycles; zero for other operators.
module shifter (
    input  wire        clk,
    input  wire [2:0]  told,
    input  wire [31:0] a,
    input  wire [4:0]  b,
    output wire [31:0] result
);
    reg [38:0] coarse;
    reg [2:0] fine_amount;
    reg [31:0] value;

    assign result = value;

    task automatic step;
        reg v_left;
        reg v_right_signed;
        reg v_fill;
        reg [30:0] v_upper;
        reg [31:0] v_lower;
        reg [62:0] v_funnel;
        reg [4:0] v_amount;
        reg [46:0] v_by_16;
        reg [34:0] v_by_4;
        reg [32:0] v_by_2;
    begin
        if (told[0]) begin
            v_left = told[1];
            v_right_signed = told[2];
            v_fill = a[31] & v_right_signed;
            v_upper = v_left ? a[31:1] : {31{v_fill}};
            v_lower = v_left ? {a[0], 31'd0} : a;
            v_funnel = {v_upper, v_lower};
            v_amount = b ^ {5{v_left}};
            v_by_16 = v_amount[4] ? v_funnel[62:16] : v_funnel[46:0];
            v_by_4 = fine_amount[2] ? coarse[38:4] : coarse[34:0];
            v_by_2 = fine_amount[1] ? v_by_4[34:2] : v_by_4[32:0];
            if (v_amount[3]) begin
                coarse <= v_by_16[46:8];
            end else begin
                coarse <= v_by_16[38:0];
            end
            fine_amount <= v_amount[2:0];
            if (fine_amount[0]) begin
                value <= v_by_2[32:1];
            end else begin
                value <= v_by_2[31:0];
            end
        end else begin
            value <= 32'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
