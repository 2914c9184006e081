// Configuration registers of one block, a shift register of 32-bit words.
module config_chain_b1293 (
    input  wire        clk,
    // the chain: when cfg_en, word 0 takes cfg_in and each word takes the one before it
    input  wire        cfg_en,
    input  wire [31:0] cfg_in,
    output wire [31:0] cfg_out,
    // the frame
    output wire [31:0] word_0,
    output wire [31:0] word_1,
    output wire [31:0] word_2,
    output wire [31:0] word_3,
    output wire [31:0] word_4,
    output wire [31:0] word_5,
    output wire [31:0] word_6,
    output wire [31:0] word_7,
    output wire [31:0] word_8,
    output wire [31:0] word_9,
    output wire [31:0] word_10,
    output wire [31:0] word_11,
    output wire [31:0] word_12,
    output wire [31:0] word_13,
    output wire [31:0] word_14,
    output wire [31:0] word_15,
    output wire [31:0] word_16,
    output wire [31:0] word_17,
    output wire [31:0] word_18,
    output wire [31:0] word_19,
    output wire [31:0] word_20,
    output wire [31:0] word_21,
    output wire [31:0] word_22,
    output wire [31:0] word_23,
    output wire [31:0] word_24,
    output wire [31:0] word_25,
    output wire [31:0] word_26,
    output wire [31:0] word_27,
    output wire [31:0] word_28,
    output wire [31:0] word_29,
    output wire [31:0] word_30,
    output wire [31:0] word_31,
    output wire [31:0] word_32,
    output wire [31:0] word_33,
    output wire [31:0] word_34,
    output wire [31:0] word_35,
    output wire [31:0] word_36,
    output wire [31:0] word_37,
    output wire [31:0] word_38,
    output wire [31:0] word_39,
    output wire [12:0] word_40
);
    reg [31:0] store_0;
    reg [31:0] store_1;
    reg [31:0] store_2;
    reg [31:0] store_3;
    reg [31:0] store_4;
    reg [31:0] store_5;
    reg [31:0] store_6;
    reg [31:0] store_7;
    reg [31:0] store_8;
    reg [31:0] store_9;
    reg [31:0] store_10;
    reg [31:0] store_11;
    reg [31:0] store_12;
    reg [31:0] store_13;
    reg [31:0] store_14;
    reg [31:0] store_15;
    reg [31:0] store_16;
    reg [31:0] store_17;
    reg [31:0] store_18;
    reg [31:0] store_19;
    reg [31:0] store_20;
    reg [31:0] store_21;
    reg [31:0] store_22;
    reg [31:0] store_23;
    reg [31:0] store_24;
    reg [31:0] store_25;
    reg [31:0] store_26;
    reg [31:0] store_27;
    reg [31:0] store_28;
    reg [31:0] store_29;
    reg [31:0] store_30;
    reg [31:0] store_31;
    reg [31:0] store_32;
    reg [31:0] store_33;
    reg [31:0] store_34;
    reg [31:0] store_35;
    reg [31:0] store_36;
    reg [31:0] store_37;
    reg [31:0] store_38;
    reg [31:0] store_39;
    reg [31:0] store_40;

    assign word_0 = store_0;
    assign word_1 = store_1;
    assign word_2 = store_2;
    assign word_3 = store_3;
    assign word_4 = store_4;
    assign word_5 = store_5;
    assign word_6 = store_6;
    assign word_7 = store_7;
    assign word_8 = store_8;
    assign word_9 = store_9;
    assign word_10 = store_10;
    assign word_11 = store_11;
    assign word_12 = store_12;
    assign word_13 = store_13;
    assign word_14 = store_14;
    assign word_15 = store_15;
    assign word_16 = store_16;
    assign word_17 = store_17;
    assign word_18 = store_18;
    assign word_19 = store_19;
    assign word_20 = store_20;
    assign word_21 = store_21;
    assign word_22 = store_22;
    assign word_23 = store_23;
    assign word_24 = store_24;
    assign word_25 = store_25;
    assign word_26 = store_26;
    assign word_27 = store_27;
    assign word_28 = store_28;
    assign word_29 = store_29;
    assign word_30 = store_30;
    assign word_31 = store_31;
    assign word_32 = store_32;
    assign word_33 = store_33;
    assign word_34 = store_34;
    assign word_35 = store_35;
    assign word_36 = store_36;
    assign word_37 = store_37;
    assign word_38 = store_38;
    assign word_39 = store_39;
    assign word_40 = store_40[12:0];
    assign cfg_out = store_40;

    always @(posedge clk) begin
        if (cfg_en) begin
            store_0 <= cfg_in;
            store_1 <= store_0;
            store_2 <= store_1;
            store_3 <= store_2;
            store_4 <= store_3;
            store_5 <= store_4;
            store_6 <= store_5;
            store_7 <= store_6;
            store_8 <= store_7;
            store_9 <= store_8;
            store_10 <= store_9;
            store_11 <= store_10;
            store_12 <= store_11;
            store_13 <= store_12;
            store_14 <= store_13;
            store_15 <= store_14;
            store_16 <= store_15;
            store_17 <= store_16;
            store_18 <= store_17;
            store_19 <= store_18;
            store_20 <= store_19;
            store_21 <= store_20;
            store_22 <= store_21;
            store_23 <= store_22;
            store_24 <= store_23;
            store_25 <= store_24;
            store_26 <= store_25;
            store_27 <= store_26;
            store_28 <= store_27;
            store_29 <= store_28;
            store_30 <= store_29;
            store_31 <= store_30;
            store_32 <= store_31;
            store_33 <= store_32;
            store_34 <= store_33;
            store_35 <= store_34;
            store_36 <= store_35;
            store_37 <= store_36;
            store_38 <= store_37;
            store_39 <= store_38;
            store_40 <= store_39;
        end
    end
endmodule
