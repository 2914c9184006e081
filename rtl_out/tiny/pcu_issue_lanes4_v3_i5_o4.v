// Decides in which cycles a PCU issues a beat, and with which lanes.
module pcu_issue_lanes4_v3_i5_o4 (
    input  wire       enable,
    input  wire       finished,
    input  wire       prepared,
    // one bit an input port, vector ports first (low)
    input  wire [4:0] inputs_served,
    input  wire [4:0] inputs_valid,
    input  wire [4:0] inputs_error,
    // one bit an output port, vector ports first (low)
    input  wire [3:0] outputs_served,
    input  wire [3:0] outputs_empty,
    input  wire       clear,
    input  wire [3:0] iteration_mask,
    // masks of the beats that wait
    input  wire       vector_enable_0,
    input  wire       vector_enable_1,
    input  wire       vector_enable_2,
    input  wire [3:0] vector_mask_0,
    input  wire [3:0] vector_mask_1,
    input  wire [3:0] vector_mask_2,
    // the beat issued in this cycle
    output wire       issue,
    output wire [3:0] mask,
    output wire       idle,
    output wire       mark_error,
    // counted events
    output wire       busy,
    output wire       starved,
    output wire       blocked
);
    wire [3:0] joint_0;
    wire [3:0] joint_1;
    wire [3:0] joint_2;
    wire [3:0] joint_3;

    wire finished_w = finished & (~prepared);
    wire running = enable & (~finished_w);
    wire fed = &inputs_served;
    wire free = (&outputs_served) & clear;
    wire issues = (prepared & fed) & free;
    assign issue = issues;
    assign busy = issues;
    assign starved = running & (~fed);
    assign blocked = (running & fed) & (~issues);
    wire drained = (&outputs_empty) & (~(|inputs_valid));
    assign idle = (~enable) | (finished_w & drained);
    assign mark_error = |inputs_error;
    assign joint_0 = iteration_mask;
    wire [3:0] unused_0 = {4{~vector_enable_0}};
    assign joint_1 = joint_0 & (vector_mask_0 | unused_0);
    wire [3:0] unused_1 = {4{~vector_enable_1}};
    assign joint_2 = joint_1 & (vector_mask_1 | unused_1);
    wire [3:0] unused_2 = {4{~vector_enable_2}};
    assign joint_3 = joint_2 & (vector_mask_2 | unused_2);
    assign mask = joint_3;
endmodule
