// Configuration registers of one block, a shift register of 32-bit words.
module config_chain_b42 (
    input  wire        clk,
    // the chain: when cfg_en, word 0 takes cfg_in and each word takes the one before it
    input  wire        cfg_en,
    input  wire [31:0] cfg_in,
    output wire [31:0] cfg_out,
    // the frame
    output wire [31:0] word_0,
    output wire [9:0]  word_1
);
    reg [31:0] store_0;
    reg [31:0] store_1;

    assign word_0 = store_0;
    assign word_1 = store_1[9:0];
    assign cfg_out = store_1;

    always @(posedge clk) begin
        if (cfg_en) begin
            store_0 <= cfg_in;
            store_1 <= store_0;
        end
    end
endmodule
