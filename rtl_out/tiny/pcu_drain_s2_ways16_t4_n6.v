// The drain of a PCU: sends finished banks of accumulators down the pipeline.
module pcu_drain_s2_ways16_t4_n6 (
    input  wire       clk,
    input  wire       rst,
    // configuration
    input  wire       enable,
    input  wire [2:0] rows,
    // where the drain's loops stand
    input  wire       drain_finished,
    input  wire [6:0] drain_below,
    // the beat that may be issued
    input  wire       issue,
    input  wire       issue_completes,
    input  wire [3:0] issue_way,
    input  wire       issue_sends,
    // credit of vector output 0
    input  wire       room,
    // what vector output 0 has for the issue
    output wire       send,
    output wire       sends,
    output wire       output_served,
    // for the decision to issue, and for the unit's report
    output wire       served,
    output wire       done,
    // into the pipeline
    output wire       fire,
    output wire       row,
    output wire       bank,
    output wire [3:0] way_0,
    output wire [3:0] way_1
);
    reg next_row;
    reg [3:0] next_way;
    reg leaving;
    reg filling;
    reg [1:0] held;
    reg [1:0] ripe;
    reg ripening_0;
    reg ripening_1;
    reg ripening_2;
    reg ripening_3;

    wire fires = ((~drain_finished) & (|ripe)) & room;
    assign fire = fires;
    assign send = enable ? fires : issue;
    assign sends = enable | issue_sends;
    assign output_served = enable | room;
    assign served = ~held[1];
    assign done = drain_finished | (~enable);
    wire bank_w = fires ? (~leaving) : filling;
    assign bank = bank_w;
    assign row = next_row;
    assign way_0 = bank_w ? next_way : issue_way;
    assign way_1 = bank_w ? issue_way : next_way;

    task automatic step;
        reg [5:0] v_above_rows;
        reg v_tile_ends;
        reg [5:0] v_tile_ends_part;
        reg v_completes;
        reg v_empties;
        reg v_row_ends;
        reg [6:0] v_row_ends_part;
        reg v_unused;
    begin
        v_above_rows = drain_below[6:1];
        v_tile_ends_part = v_above_rows >> rows;
        v_tile_ends = v_tile_ends_part[0];
        v_completes = (enable & issue) & issue_completes;
        ripening_0 <= v_completes & (~rst);
        ripening_1 <= ripening_0 & (~rst);
        ripening_2 <= ripening_1 & (~rst);
        ripening_3 <= ripening_2 & (~rst);
        if (rst) begin
            held <= 2'd0;
            ripe <= 2'd0;
            filling <= 1'b0;
        end else begin
            v_empties = fires & v_tile_ends;
            held <= (held + {1'b0, v_completes}) - {1'b0, v_empties};
            ripe <= (ripe + {1'b0, ripening_3}) - {1'b0, v_empties};
            filling <= filling != v_completes;
        end
        if (rst) begin
            next_way <= 4'd0;
            next_row <= 1'b0;
            leaving <= 1'b0;
        end else if (fires) begin
            v_row_ends_part = drain_below >> rows;
            v_row_ends = v_row_ends_part[0];
            if (v_row_ends) begin
                next_way <= 4'd0;
            end else begin
                next_way <= next_way + 4'd1;
            end
            leaving <= leaving != v_tile_ends;
            if (v_tile_ends) begin
                next_row <= 1'b0;
            end else if (v_row_ends) begin
                next_row <= next_row + 1'b1;
            end
            v_unused = &{1'b0, v_row_ends_part[6:1]};
        end
        v_unused = &{1'b0, v_tile_ends_part[5:1]};
    end
    endtask

    always @(posedge clk) step;
endmodule
