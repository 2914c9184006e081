// What travels with a beat through the pipeline of a PCU. Reset clears the flags.
module pcu_delay_f1_n9_t4 (
    input  wire       clk,
    input  wire       rst,
    // the beat that enters
    input  wire       flags_in,
    input  wire [8:0] notes_in,
    // the beat that leaves
    output wire       flags_out,
    output wire [8:0] notes_out
);
    reg flags_0;
    reg flags_1;
    reg flags_2;
    reg flags_3;
    reg [8:0] notes_0;
    reg [8:0] notes_1;
    reg [8:0] notes_2;
    reg [8:0] notes_3;

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
            flags_0 <= 1'b0;
            flags_1 <= 1'b0;
            flags_2 <= 1'b0;
            flags_3 <= 1'b0;
        end
    end
endmodule
