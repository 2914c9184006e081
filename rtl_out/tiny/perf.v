// Cycles in which a process was busy, starved and blocked.
module perf (
    input  wire        clk,
    input  wire        clear,
    input  wire        enable,
    input  wire        busy,
    input  wire        starved,
    input  wire        blocked,
    input  wire [1:0]  select,
    output reg  [31:0] value
);
    reg [31:0] busy_count;
    reg [31:0] starved_count;
    reg [31:0] blocked_count;

    always @* begin
        case (select)
            2'd0: value = busy_count;
            2'd1: value = starved_count;
            2'd2: value = blocked_count;
            default: value = 32'd0;
        endcase
    end

    always @(posedge clk) begin
        if (enable & busy) busy_count <= busy_count + 32'd1;
        if (enable & starved) starved_count <= starved_count + 32'd1;
        if (enable & blocked) blocked_count <= blocked_count + 32'd1;
        if (clear) begin
            busy_count <= 32'd0;
            starved_count <= 32'd0;
            blocked_count <= 32'd0;
        end
    end
endmodule
