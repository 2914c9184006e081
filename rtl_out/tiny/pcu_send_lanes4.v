// Lanes of a beat that a PCU sends: 0 those of the beat, 1 lane 0, 2 all.
module pcu_send_lanes4 (
    input  wire [1:0] lanes,
    input  wire [3:0] beat_mask,
    output reg  [3:0] mask
);
    always @* begin
        case (lanes)
            2'd0: mask = beat_mask;
            2'd1: mask = 4'd1;
            default: mask = 4'hf;
        endcase
    end
endmodule
