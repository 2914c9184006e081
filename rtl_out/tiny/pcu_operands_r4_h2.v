// Which registers and lanes the operands of a stage and lane of a PCU are taken from.
module pcu_operands_r4_h2 (
    input  wire       clk,
    // configuration, and the number of the lane
    input  wire [1:0] mode,
    input  wire [2:0] a,
    input  wire [2:0] b,
    input  wire       masked,
    input  wire       hop,
    input  wire       spread,
    input  wire [1:0] lane,
    input  wire [1:0] number,
    // the beat at the stage
    input  wire       present,
    // choices
    output wire [2:0] select_a,
    output wire [2:0] select_b,
    output wire [1:0] source
);
    reg [2:0] here_0;
    reg [2:0] here_1;
    reg [2:0] absent_0;
    reg [2:0] absent_1;
    reg [1:0] partner;

    assign select_a = present ? here_0 : absent_0;
    assign select_b = present ? here_1 : absent_1;
    assign source = partner;

    task automatic step;
        reg v_accumulates;
        reg v_reduces;
        reg [2:0] v_here_a;
        reg [2:0] v_here_b;
        reg v_blank;
        reg [1:0] v_above;
        reg [1:0] v_partner_w;
    begin
        v_accumulates = mode == 2'd1;
        v_reduces = mode == 2'd2;
        v_here_a = v_accumulates ? 3'd4 : a;
        v_here_b = v_reduces ? a : b;
        v_blank = masked & (v_accumulates | v_reduces);
        here_0 <= v_here_a;
        here_1 <= v_here_b;
        if (v_blank) begin
            absent_0 <= 3'd4;
        end else begin
            absent_0 <= v_here_a;
        end
        if (v_blank) begin
            absent_1 <= 3'd4;
        end else begin
            absent_1 <= v_here_b;
        end
        if (v_reduces) begin
            v_above = 2'd1 << hop;
            v_partner_w = number + v_above;
            partner <= v_partner_w;
        end else begin
            partner <= number;
        end
        if (spread & (~v_reduces)) partner <= lane;
    end
    endtask

    always @(posedge clk) step;
endmodule
