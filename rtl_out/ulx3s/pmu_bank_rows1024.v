// A bank of 32-bit words in block RAM. A word is never read while it is written.
module pmu_bank_rows1024 (
    input  wire        clk,
    // a word in
    input  wire        write,
    input  wire [9:0]  write_row,
    input  wire [31:0] write_data,
    // a word out, one cycle later
    input  wire        read,
    input  wire [9:0]  read_row,
    output wire [31:0] read_data
);
    (* ram_style = "block", no_rw_check *) reg [31:0] store [0:1023];
    reg [31:0] store_q;

    assign read_data = store_q;

    always @(posedge clk) begin
        if (read) store_q <= store[read_row];
        if (write) store[write_row] <= write_data;
    end
endmodule
