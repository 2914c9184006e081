// Accumulators of one stage and lane of a PCU.
module pcu_accumulator_ways8 (
    input  wire        clk,
    // configuration
    input  wire [1:0]  mode,
    // at the stage's operands
    input  wire [2:0]  read_way,
    output wire [31:0] read_data,
    // the stage's result
    input  wire        write_valid,
    input  wire [2:0]  write_way,
    input  wire [31:0] write_data
);
    (* ram_style = "distributed" *) reg [31:0] store [0:7];

    assign read_data = store[read_way];

    always @(posedge clk) begin
        if (write_valid & (mode == 2'd1)) store[write_way] <= write_data;
    end
endmodule
