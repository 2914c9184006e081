// The read side of the memory port.
module port_reads_n8_a28_o16 (
    input  wire        clk,
    input  wire        rst,
    input  wire        halt,
    output wire        enable,
    input  wire        granted,
    input  wire [2:0]  number,
    input  wire [35:0] chosen,
    // the configuration loader
    input  wire        loader_request,
    input  wire [35:0] loader_burst,
    output wire        loader_grant,
    // requests for the read address channel
    output wire        address_valid,
    input  wire        address_ready,
    output wire [39:0] address_data,
    input  wire        rvalid,
    input  wire [3:0]  rid,
    input  wire [1:0]  rresp,
    input  wire        rlast,
    output wire [7:0]  load_valid,
    // the configuration loader
    output wire        loader_valid,
    output wire [7:0]  error,
    // the configuration loader
    output wire        loader_error,
    output wire        quiet
);
    reg [15:0] outstanding;
    reg ended;
    reg [7:0] failed;
    wire match_id_0;
    wire [1:0] match_id_1;
    wire [2:0] match_id_2;
    wire [3:0] match_id_3;
    wire [4:0] match_id_4;
    wire [5:0] match_id_5;
    wire [6:0] match_id_6;
    wire [7:0] match_id_7;

    assign enable = (address_ready & (~halt)) & (~loader_request);
    wire loader_granted = loader_request & address_ready;
    wire sends = granted | loader_granted;
    assign loader_grant = loader_granted;
    assign address_valid = sends;
    assign address_data = loader_request ? {4'd8, loader_burst} : {{1'b0, number}, chosen};
    wire for_unit_0 = rvalid & (rid == 4'd0);
    assign match_id_0 = for_unit_0;
    wire for_unit_1 = rvalid & (rid == 4'd1);
    assign match_id_1 = {for_unit_1, match_id_0};
    wire for_unit_2 = rvalid & (rid == 4'd2);
    assign match_id_2 = {for_unit_2, match_id_1};
    wire for_unit_3 = rvalid & (rid == 4'd3);
    assign match_id_3 = {for_unit_3, match_id_2};
    wire for_unit_4 = rvalid & (rid == 4'd4);
    assign match_id_4 = {for_unit_4, match_id_3};
    wire for_unit_5 = rvalid & (rid == 4'd5);
    assign match_id_5 = {for_unit_5, match_id_4};
    wire for_unit_6 = rvalid & (rid == 4'd6);
    assign match_id_6 = {for_unit_6, match_id_5};
    wire for_unit_7 = rvalid & (rid == 4'd7);
    assign match_id_7 = {for_unit_7, match_id_6};
    wire wrong = |rresp;
    wire for_loader = rvalid & (rid == 4'd8);
    assign load_valid = match_id_7;
    assign error = failed;
    assign loader_valid = for_loader;
    assign loader_error = for_loader & wrong;
    assign quiet = ~(|outstanding);

    always @(posedge clk) begin
        failed <= match_id_7 & {8{wrong}};
        ended <= rvalid & rlast;
        if (sends & (~ended)) begin
            outstanding <= outstanding + 16'd1;
        end else if (ended & (~sends)) begin
            outstanding <= outstanding - 16'd1;
        end
        if (rst) begin
            outstanding <= 16'd0;
            ended <= 1'b0;
            failed <= 8'd0;
        end
    end
endmodule
