// Parts requests into reads and writes, and joins the answers.
module port_sides_n8 (
    input  wire       clk,
    input  wire [7:0] request,
    input  wire [7:0] write,
    output wire [7:0] read_request,
    output wire [7:0] write_request,
    input  wire [7:0] read_grant,
    input  wire [7:0] write_grant,
    output wire [7:0] grant,
    input  wire [7:0] read_error,
    input  wire [7:0] write_error,
    output wire [7:0] error,
    input  wire       read_quiet,
    input  wire       write_quiet,
    output wire       quiet
);
    reg [7:0] writes;

    assign read_request = request & (~writes);
    assign write_request = request & writes;
    assign grant = read_grant | write_grant;
    assign error = read_error | write_error;
    assign quiet = read_quiet & write_quiet;

    always @(posedge clk) begin
        writes <= write;
    end
endmodule
