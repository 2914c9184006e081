// Round-robin arbiter; the grant comes in the cycle of the request.
module port_arbiter_n8 (
    input  wire       clk,
    input  wire       rst,
    input  wire       enable,
    // one bit a requester
    input  wire [7:0] request,
    output wire [7:0] grant,
    output wire       granted,
    output wire [2:0] number
);
    reg [7:0] passed;
    wire [2:0] number_bit_0;
    wire [2:0] number_bit_1;
    wire [2:0] number_bit_2;
    wire [2:0] number_bit_3;
    wire [2:0] number_bit_4;
    wire [2:0] number_bit_5;
    wire [2:0] number_bit_6;
    wire [2:0] number_bit_7;
    wire [2:0] number_bit_8;

    wire [7:0] above = request & (~passed);
    wire [7:0] field = (|above) ? above : request;
    wire [7:0] winner = field & (-field);
    wire some = enable & (|field);
    assign granted = some;
    assign grant = winner & {8{some}};
    assign number_bit_0 = 3'd0;
    wire [2:0] part_0 = winner[0] ? 3'd0 : 3'd0;
    assign number_bit_1 = number_bit_0 | part_0;
    wire [2:0] part_1 = winner[1] ? 3'd1 : 3'd0;
    assign number_bit_2 = number_bit_1 | part_1;
    wire [2:0] part_2 = winner[2] ? 3'd2 : 3'd0;
    assign number_bit_3 = number_bit_2 | part_2;
    wire [2:0] part_3 = winner[3] ? 3'd3 : 3'd0;
    assign number_bit_4 = number_bit_3 | part_3;
    wire [2:0] part_4 = winner[4] ? 3'd4 : 3'd0;
    assign number_bit_5 = number_bit_4 | part_4;
    wire [2:0] part_5 = winner[5] ? 3'd5 : 3'd0;
    assign number_bit_6 = number_bit_5 | part_5;
    wire [2:0] part_6 = winner[6] ? 3'd6 : 3'd0;
    assign number_bit_7 = number_bit_6 | part_6;
    wire [2:0] part_7 = winner[7] ? 3'd7 : 3'd0;
    assign number_bit_8 = number_bit_7 | part_7;
    assign number = number_bit_8;

    always @(posedge clk) begin
        if (some) begin
            if (winner[7]) begin
                passed <= 8'd0;
            end else begin
                passed <= winner | (winner - 8'd1);
            end
        end
        if (rst) passed <= 8'd0;
    end
endmodule
