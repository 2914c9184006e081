// Accumulators of one stage and lane of a PCU.
module pcu_accumulator_ways16 (
    input  wire        clk,
    // at the operands of a sum
    input  wire [3:0]  read_way,
    output wire [31:0] read_data,
    // its result
    input  wire        write_valid,
    input  wire [3:0]  write_way,
    input  wire [31:0] write_data
);
    (* ram_style = "distributed" *) reg [31:0] store [0:15];

    assign read_data = store[read_way];

    always @(posedge clk) begin
        if (write_valid) store[write_way] <= write_data;
    end
endmodule
