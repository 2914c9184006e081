// What travels with a beat through the pipeline of a PCU. Reset clears the flags.
module pcu_delay_f4_n21_t4 (
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
    reg [3:0] flags_1;
    reg [3:0] flags_2;
    reg [3:0] flags_3;
    reg [20:0] notes_0;
    reg [20:0] notes_1;
    reg [20:0] notes_2;
    reg [20:0] notes_3;

    assign flags_out = flags_3;
    assign notes_out = notes_3;

    always @(posedge clk) begin
        flags_0 <= flags_in;
        notes_0 <= notes_in;
        flags_1 <= flags_0;
        notes_1 <= notes_0;
        flags_2 <= flags_1;
        notes_2 <= notes_1;
        flags_3 <= flags_2;
        notes_3 <= notes_2;
        if (rst) begin
            flags_0 <= 4'd0;
            flags_1 <= 4'd0;
            flags_2 <= 4'd0;
            flags_3 <= 4'd0;
        end
    end
endmodule
