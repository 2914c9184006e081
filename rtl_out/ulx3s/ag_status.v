// What an address generator is doing. Combinational.
module ag_status (
    input  wire enable,
    input  wire store,
    input  wire finished,
    input  wire queued,
    input  wire requesting,
    input  wire waiting,
    input  wire open,
    input  wire vector_in,
    input  wire scalar_in,
    input  wire vector_out,
    input  wire scalar_out,
    input  wire working,
    input  wire hungry,
    input  wire ready,
    output wire busy,
    output wire starved,
    output wire blocked,
    output wire idle
);
    wire rows = (((~finished) | queued) | requesting) | open;
    wire load_rest = vector_out | scalar_out;
    wire store_rest = (vector_in | scalar_in) | waiting;
    wire rest = store ? store_rest : load_rest;
    assign idle = (~enable) | (~(rows | rest));
    wire counted = enable & (rows | (store & store_rest));
    wire starving = store ? hungry : ~ready;
    assign busy = counted & working;
    assign starved = (counted & (~working)) & starving;
    assign blocked = (counted & (~working)) & (~starving);
endmodule
