// Credit of an output port of a PCU: counts the places of its FIFO that are promised.
module pcu_output_d32 (
    input  wire clk,
    input  wire rst,
    // the beat that may be issued, and whether it is
    input  wire sends,
    input  wire issue,
    // the FIFO's head
    input  wire out_valid,
    input  wire out_ready,
    // answers
    output wire served,
    output wire fire,
    output wire empty
);
    reg [5:0] used;

    wire fires = issue & sends;
    assign served = (used < 6'h20) | (~sends);
    assign fire = fires;
    assign empty = ~(|used);

    task automatic step;
        reg v_popped;
    begin
        if (rst) begin
            used <= 6'd0;
        end else begin
            v_popped = out_valid & out_ready;
            if (fires & (~v_popped)) begin
                used <= used + 6'd1;
            end else if (v_popped & (~fires)) begin
                used <= used - 6'd1;
            end
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
