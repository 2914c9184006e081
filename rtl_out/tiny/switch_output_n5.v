// One output of a switch: takes each beat of the node it selects once.
module switch_output_n5 (
    input  wire       clk,
    input  wire       rst,
    // configuration: 0 off, k + 1 for candidate k
    input  wire [2:0] select,
    // the nodes that may be selected
    input  wire       candidate_valid_0,
    input  wire       candidate_valid_1,
    input  wire       candidate_valid_2,
    input  wire       candidate_valid_3,
    input  wire       candidate_valid_4,
    input  wire       candidate_pop_0,
    input  wire       candidate_pop_1,
    input  wire       candidate_pop_2,
    input  wire       candidate_pop_3,
    input  wire       candidate_pop_4,
    output wire       candidate_used_0,
    output wire       candidate_used_1,
    output wire       candidate_used_2,
    output wire       candidate_used_3,
    output wire       candidate_used_4,
    output wire       candidate_held_0,
    output wire       candidate_held_1,
    output wire       candidate_held_2,
    output wire       candidate_held_3,
    output wire       candidate_held_4,
    output wire [2:0] number,
    // to the far side: a beat moves when valid and ready
    output wire       out_valid,
    input  wire       out_ready
);
    reg taken;
    wire some_0;
    wire some_1;
    wire some_2;
    wire some_3;
    wire some_4;
    wire some_5;

    wire waits = (~taken) & (~out_ready);
    assign number = select - 3'd1;
    assign some_0 = 1'b0;
    wire used_0 = select == 3'd1;
    assign candidate_used_0 = used_0;
    assign candidate_held_0 = used_0 & waits;
    assign some_1 = some_0 | (used_0 & candidate_valid_0);
    wire used_1 = select == 3'd2;
    assign candidate_used_1 = used_1;
    assign candidate_held_1 = used_1 & waits;
    assign some_2 = some_1 | (used_1 & candidate_valid_1);
    wire used_2 = select == 3'd3;
    assign candidate_used_2 = used_2;
    assign candidate_held_2 = used_2 & waits;
    assign some_3 = some_2 | (used_2 & candidate_valid_2);
    wire used_3 = select == 3'd4;
    assign candidate_used_3 = used_3;
    assign candidate_held_3 = used_3 & waits;
    assign some_4 = some_3 | (used_3 & candidate_valid_3);
    wire used_4 = select == 3'd5;
    assign candidate_used_4 = used_4;
    assign candidate_held_4 = used_4 & waits;
    assign some_5 = some_4 | (used_4 & candidate_valid_4);
    wire [1:0] both = (|select) ? {some_5, ~taken} : 2'd0;
    wire offered = both == 2'd3;
    assign out_valid = offered;

    task automatic step;
        reg v_gone_0;
        reg v_gone_1;
        reg v_gone_2;
        reg v_gone_3;
        reg v_gone_4;
        reg v_gone_5;
    begin
        if ((rst | taken) | (offered & out_ready)) begin
            v_gone_0 = 1'b0;
            v_gone_1 = v_gone_0 | (used_0 & candidate_pop_0);
            v_gone_2 = v_gone_1 | (used_1 & candidate_pop_1);
            v_gone_3 = v_gone_2 | (used_2 & candidate_pop_2);
            v_gone_4 = v_gone_3 | (used_3 & candidate_pop_3);
            v_gone_5 = v_gone_4 | (used_4 & candidate_pop_4);
            taken <= (~rst) & (~v_gone_5);
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
