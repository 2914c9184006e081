// No FIFO has a beat.
module switch_idle_n8 (
    input  wire [7:0] waiting,
    output wire       idle
);
    assign idle = ~(|waiting);
endmodule
