// One loop: counts down what is left of its extent, by one or by the lanes.
module counter_level_b20_n6_lanes4 (
    input  wire        clk,
    input  wire        rst,
    // configuration
    input  wire [19:0] tile,
    input  wire        ragged,
    input  wire [19:0] limit,
    input  wire [19:0] less,
    input  wire [2:0]  outer,
    input  wire        wide,
    // the chain's step in this cycle, of this level and of all
    input  wire        moves,
    input  wire        advance,
    input  wire        restart,
    input  wire [5:0]  nest_advance,
    input  wire [5:0]  nest_restart,
    // where the loop stands
    output wire        first,
    output wire [19:0] left
);
    reg [19:0] rest;
    reg fresh;
    reg [20:0] rem;

    assign first = fresh;
    assign left = rest;

    task automatic step;
        reg v_outer_steps;
        reg [5:0] v_outer_steps_part;
        reg v_outer_restarts;
        reg [5:0] v_outer_restarts_part;
        reg [20:0] v_fewer;
        reg [20:0] v_rem_next;
        reg [19:0] v_pace;
        reg v_exhausted;
        reg [19:0] v_rest_w;
        reg v_rest_is_short;
        reg v_unused;
    begin
        if (rst | moves) begin
            v_outer_steps_part = nest_advance >> outer;
            v_outer_steps = v_outer_steps_part[0];
            v_outer_restarts_part = nest_restart >> outer;
            v_outer_restarts = v_outer_restarts_part[0];
            v_fewer = rem - {1'b0, less};
            v_rem_next =
                (rst | v_outer_restarts) ? {1'b0, limit} :
                v_outer_steps ? v_fewer :
                rem;
            rem <= v_rem_next;
            if (advance & (~rst)) begin
                v_pace = wide ? 20'd4 : 20'd1;
                rest <= rest - v_pace;
                fresh <= 1'b0;
            end else if (rst | restart) begin
                if (~ragged) begin
                    rest <= tile;
                end else begin
                    v_exhausted = v_rem_next[20];
                    if (v_exhausted) begin
                        rest <= 20'd0;
                    end else begin
                        v_rest_w = v_rem_next[19:0];
                        v_rest_is_short = v_rest_w < tile;
                        if (v_rest_is_short) begin
                            rest <= v_rest_w;
                        end else begin
                            rest <= tile;
                        end
                    end
                end
                fresh <= 1'b1;
            end
            v_unused = &{1'b0, v_outer_steps_part[5:1], v_outer_restarts_part[5:1]};
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
