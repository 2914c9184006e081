// What travels with a beat through the pipeline of a PCU. Reset clears the flags.
module pcu_delay_f4_n21_t1 (
    input  wire        clk,
    input  wire        rst,
    // the beat that enters
    input  wire [3:0]  flags_in,
    input  wire [20:0] notes_in,
    // the beat that leaves
    output wire [3:0]  flags_out,
    output wire [20:0] notes_out
);
    reg [3:0] flags_0;
    reg [20:0] notes_0;

    assign flags_out = flags_0;
    assign notes_out = notes_0;

    always @(posedge clk) begin
        flags_0 <= flags_in;
        notes_0 <= notes_in;
        if (rst) flags_0 <= 4'd0;
    end
endmodule
