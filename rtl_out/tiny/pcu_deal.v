// Keeps one of each so many beats that arrive at an input port of a PCU.
module pcu_deal (
    input  wire       clk,
    input  wire       rst,
    // configuration
    input  wire [4:0] every,
    input  wire [4:0] offset,
    // the port
    input  wire       link_valid,
    // its queue
    input  wire       fifo_ready,
    output wire       fifo_valid
);
    reg [4:0] turn;

    assign fifo_valid = link_valid & (turn == offset);

    task automatic step;
        reg v_pushed;
    begin
        v_pushed = link_valid & fifo_ready;
        if (rst | (v_pushed & (turn == every))) begin
            turn <= 5'd0;
        end else if (v_pushed) begin
            turn <= turn + 5'd1;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
