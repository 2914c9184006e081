// Reads a configuration image, checks it and shifts it into the chains.
module loader_words4_burst16_chains2_beats195_id0a52d332 (
    input  wire        clk,
    input  wire        rst,
    input  wire        start,
    input  wire [31:0] image,
    // bursts asked of the memory port
    output wire        request,
    output wire [27:0] address,
    output wire [7:0]  beats,
    input  wire        grant,
    input  wire        valid,
    input  wire [31:0] data_0,
    input  wire [31:0] data_1,
    input  wire [31:0] data_2,
    input  wire [31:0] data_3,
    input  wire        error,
    // the checksum beside it
    output wire        crc_clear,
    output wire        crc_valid,
    output wire [31:0] crc_word_0,
    output wire [31:0] crc_word_1,
    output wire [31:0] crc_word_2,
    output wire [31:0] crc_word_3,
    input  wire [31:0] crc,
    // the configuration chains
    output wire        cfg_en,
    output wire [31:0] cfg_word_0,
    output wire [31:0] cfg_word_1,
    output wire        done,
    output wire [3:0]  reason,
    output wire        changed
);
    reg [1:0] pass;
    reg [27:0] next_beat;
    reg [7:0] to_request;
    reg [7:0] to_receive;
    reg [3:0] fault;
    reg begins;
    reg differs;
    reg [31:0] expected;
    reg arrived;
    reg arrived_error;
    reg [31:0] words_0;
    reg [31:0] words_1;
    reg [31:0] words_2;
    reg [31:0] words_3;

    wire in_header = pass == 2'd1;
    wire in_check = pass == 2'd2;
    wire in_shift = pass == 2'd3;
    assign crc_word_0 = words_0;
    assign crc_word_1 = words_1;
    assign crc_word_2 = words_2;
    assign crc_word_3 = words_3;
    assign cfg_word_0 = words_0;
    assign cfg_word_1 = words_1;
    wire last = arrived & (to_receive == 8'd1);
    wire begun = ((to_receive == 8'hc3) & (~arrived)) & (~begins);
    wire crc_wrong = (in_shift & begun) & differs;
    wire refused = ((in_check | in_shift) & begun) & ((|fault) | crc_wrong);
    wire ends = in_shift & last;
    assign done = refused | ends;
    assign changed = ends;
    assign reason =
        (arrived & arrived_error) ? 4'd6 :
        (crc_wrong & (~(|fault))) ? 4'd5 :
        fault;
    assign crc_clear = in_header;
    assign crc_valid = in_check & arrived;
    assign cfg_en = in_shift & arrived;
    wire [4:0] room = 5'h10 - {1'b0, next_beat[3:0]};
    wire short = to_request < {3'd0, room};
    wire [4:0] size = short ? to_request[4:0] : room;
    assign request = ((|to_request) & (~begins)) & (~refused);
    assign address = next_beat;
    assign beats = {3'd0, size - 5'd1};

    task automatic step;
        reg [27:0] v_first_beat;
        reg [3:0] v_verdict_0;
        reg v_here_0;
        reg v_wrong_0;
        reg [3:0] v_verdict_1;
        reg v_here_1;
        reg v_wrong_1;
        reg [3:0] v_verdict_2;
        reg v_here_2;
        reg v_wrong_2;
        reg [3:0] v_verdict_3;
        reg v_here_3;
        reg v_wrong_3;
        reg [3:0] v_verdict_4;
        reg [3:0] v_verdict_5;
        reg [23:0] v_high;
    begin
        v_first_beat = image[31:4];
        v_verdict_0 = fault;
        v_here_0 = (in_header & arrived) & (to_receive == 8'd2);
        v_wrong_0 = v_here_0 & (words_0 != 32'h4e4c494b);
        v_verdict_1 = (v_wrong_0 & (~(|v_verdict_0))) ? 4'd1 : v_verdict_0;
        v_here_1 = (in_header & arrived) & (to_receive == 8'd2);
        v_wrong_1 = v_here_1 & (words_1 != 32'd4);
        v_verdict_2 = (v_wrong_1 & (~(|v_verdict_1))) ? 4'd2 : v_verdict_1;
        v_here_2 = (in_header & arrived) & (to_receive == 8'd2);
        v_wrong_2 = v_here_2 & (words_2 != 32'ha52d332);
        v_verdict_3 = (v_wrong_2 & (~(|v_verdict_2))) ? 4'd3 : v_verdict_2;
        v_here_3 = (in_header & arrived) & (to_receive == 8'd2);
        v_wrong_3 = v_here_3 & (words_3 != 32'hc3);
        v_verdict_4 = (v_wrong_3 & (~(|v_verdict_3))) ? 4'd4 : v_verdict_3;
        v_verdict_5 = (arrived & arrived_error) ? 4'd6 : v_verdict_4;
        arrived <= valid;
        arrived_error <= error;
        words_0 <= data_0;
        words_1 <= data_1;
        words_2 <= data_2;
        words_3 <= data_3;
        fault <= v_verdict_5;
        if (in_header & (to_receive == 8'd1)) expected <= words_0;
        begins <= last & (~in_shift);
        differs <= crc != expected;
        if (grant) begin
            v_high = next_beat[27:4] + 24'd1;
            next_beat <= {v_high, 4'd0};
            if (short) begin
                to_request <= 8'd0;
            end else begin
                to_request <= to_request - {3'd0, room};
            end
        end
        if (arrived) to_receive <= to_receive - 8'd1;
        if (last & (~in_shift)) begin
            pass <= pass + 2'd1;
            next_beat <= v_first_beat + 28'd2;
            to_request <= 8'hc3;
            to_receive <= 8'hc3;
        end
        if (done) begin
            pass <= 2'd0;
            to_request <= 8'd0;
        end
        if (start) begin
            pass <= 2'd1;
            next_beat <= v_first_beat;
            to_request <= 8'd2;
            to_receive <= 8'd2;
            fault <= 4'd0;
        end
        if (rst) begin
            pass <= 2'd0;
            to_request <= 8'd0;
            arrived <= 1'b0;
            begins <= 1'b0;
        end
    end
    endtask

    always @(posedge clk) step;

    wire unused_bits = &{1'b0, image[3:0]};
endmodule
