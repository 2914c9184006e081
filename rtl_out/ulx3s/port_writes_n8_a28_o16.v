// The write side of the memory port, one burst at a time.
module port_writes_n8_a28_o16 (
    input  wire        clk,
    input  wire        rst,
    input  wire        halt,
    output wire        enable,
    input  wire        granted,
    input  wire [2:0]  number,
    input  wire [35:0] chosen,
    // requests for the write address channel
    input  wire        address_ready,
    output wire [39:0] address_data,
    output wire [2:0]  owner,
    output wire [7:0]  store_take,
    // beats for the write data channel
    output wire        data_valid,
    input  wire        data_ready,
    output wire        data_last,
    input  wire        bvalid,
    input  wire [3:0]  bid,
    input  wire [1:0]  bresp,
    output wire [7:0]  response,
    output wire [7:0]  error,
    output wire        quiet
);
    reg active;
    reg [2:0] id;
    reg [7:0] left;
    reg [15:0] outstanding;
    reg [7:0] answered;
    reg answered_any;
    reg [7:0] failed;
    wire match_owner_0;
    wire [1:0] match_owner_1;
    wire [2:0] match_owner_2;
    wire [3:0] match_owner_3;
    wire [4:0] match_owner_4;
    wire [5:0] match_owner_5;
    wire [6:0] match_owner_6;
    wire [7:0] match_owner_7;

    wire last = ~(|left);
    wire moves = active & data_ready;
    assign enable = (address_ready & (~halt)) & ((~active) | (moves & last));
    assign address_data = {{1'b0, number}, chosen};
    assign owner = id;
    assign data_valid = active;
    assign data_last = last;
    wire owner_here_0 = moves & (id == 3'd0);
    assign match_owner_0 = owner_here_0;
    wire owner_here_1 = moves & (id == 3'd1);
    assign match_owner_1 = {owner_here_1, match_owner_0};
    wire owner_here_2 = moves & (id == 3'd2);
    assign match_owner_2 = {owner_here_2, match_owner_1};
    wire owner_here_3 = moves & (id == 3'd3);
    assign match_owner_3 = {owner_here_3, match_owner_2};
    wire owner_here_4 = moves & (id == 3'd4);
    assign match_owner_4 = {owner_here_4, match_owner_3};
    wire owner_here_5 = moves & (id == 3'd5);
    assign match_owner_5 = {owner_here_5, match_owner_4};
    wire owner_here_6 = moves & (id == 3'd6);
    assign match_owner_6 = {owner_here_6, match_owner_5};
    wire owner_here_7 = moves & (id == 3'd7);
    assign match_owner_7 = {owner_here_7, match_owner_6};
    assign store_take = match_owner_7;
    assign response = answered;
    assign error = failed;
    assign quiet = ~(|outstanding);

    task automatic step;
        reg v_for_unit_0;
        reg v_match_id_0;
        reg v_for_unit_1;
        reg [1:0] v_match_id_1;
        reg v_for_unit_2;
        reg [2:0] v_match_id_2;
        reg v_for_unit_3;
        reg [3:0] v_match_id_3;
        reg v_for_unit_4;
        reg [4:0] v_match_id_4;
        reg v_for_unit_5;
        reg [5:0] v_match_id_5;
        reg v_for_unit_6;
        reg [6:0] v_match_id_6;
        reg v_for_unit_7;
        reg [7:0] v_match_id_7;
    begin
        v_for_unit_0 = bvalid & (bid == 4'd0);
        v_match_id_0 = v_for_unit_0;
        v_for_unit_1 = bvalid & (bid == 4'd1);
        v_match_id_1 = {v_for_unit_1, v_match_id_0};
        v_for_unit_2 = bvalid & (bid == 4'd2);
        v_match_id_2 = {v_for_unit_2, v_match_id_1};
        v_for_unit_3 = bvalid & (bid == 4'd3);
        v_match_id_3 = {v_for_unit_3, v_match_id_2};
        v_for_unit_4 = bvalid & (bid == 4'd4);
        v_match_id_4 = {v_for_unit_4, v_match_id_3};
        v_for_unit_5 = bvalid & (bid == 4'd5);
        v_match_id_5 = {v_for_unit_5, v_match_id_4};
        v_for_unit_6 = bvalid & (bid == 4'd6);
        v_match_id_6 = {v_for_unit_6, v_match_id_5};
        v_for_unit_7 = bvalid & (bid == 4'd7);
        v_match_id_7 = {v_for_unit_7, v_match_id_6};
        if (moves) begin
            left <= left - 8'd1;
            if (last) active <= 1'b0;
        end
        if (granted) begin
            active <= 1'b1;
            id <= number;
            left <= chosen[35:28];
        end
        answered <= v_match_id_7;
        failed <= v_match_id_7 & {8{|bresp}};
        answered_any <= bvalid;
        if (granted & (~answered_any)) begin
            outstanding <= outstanding + 16'd1;
        end else if (answered_any & (~granted)) begin
            outstanding <= outstanding - 16'd1;
        end
        if (rst) begin
            active <= 1'b0;
            outstanding <= 16'd0;
            answered <= 8'd0;
            answered_any <= 1'b0;
            failed <= 8'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
