// Keeps beats of the same accumulator of a PCU as far apart as its functional units take.
module pcu_hazard_w4_t4 (
    input  wire       clk,
    input  wire       rst,
    // configuration
    input  wire       enable,
    // the beat that may be issued
    input  wire [3:0] way,
    input  wire       issue,
    // for the decision to issue
    output wire       clear
);
    reg [3:0] recent_0;
    reg [3:0] recent_1;
    reg [3:0] recent_2;
    reg [3:0] recent_3;
    reg recent_valid_0;
    reg recent_valid_1;
    reg recent_valid_2;
    reg recent_valid_3;
    wire hazard_0;
    wire hazard_1;
    wire hazard_2;
    wire hazard_3;
    wire hazard_4;

    assign hazard_0 = 1'b0;
    wire same_0 = recent_valid_0 & (recent_0 == way);
    assign hazard_1 = hazard_0 | same_0;
    wire same_1 = recent_valid_1 & (recent_1 == way);
    assign hazard_2 = hazard_1 | same_1;
    wire same_2 = recent_valid_2 & (recent_2 == way);
    assign hazard_3 = hazard_2 | same_2;
    wire same_3 = recent_valid_3 & (recent_3 == way);
    assign hazard_4 = hazard_3 | same_3;
    assign clear = ~(enable & hazard_4);

    always @(posedge clk) begin
        recent_0 <= way;
        recent_valid_0 <= issue & (~rst);
        recent_1 <= recent_0;
        recent_valid_1 <= recent_valid_0 & (~rst);
        recent_2 <= recent_1;
        recent_valid_2 <= recent_valid_1 & (~rst);
        recent_3 <= recent_2;
        recent_valid_3 <= recent_valid_2 & (~rst);
    end
endmodule
