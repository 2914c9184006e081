// The host's registers behind AXI4-Lite.
module control_registers_n12_id837ab40e (
    input  wire        clk,
    input  wire        rst,
    input  wire        awvalid,
    output wire        awready,
    input  wire [5:0]  awaddr,
    input  wire        wvalid,
    output wire        wready,
    input  wire [31:0] wdata,
    input  wire [3:0]  wstrb,
    output wire        bvalid,
    input  wire        bready,
    input  wire        arvalid,
    output wire        arready,
    input  wire [5:0]  araddr,
    output wire        rvalid,
    input  wire        rready,
    output wire [31:0] rdata,
    output wire        command_valid,
    output wire [31:0] command,
    output wire [31:0] config_address,
    output wire [31:0] watchdog,
    output wire [31:0] counter_select,
    input  wire [31:0] counter_value,
    input  wire [2:0]  state,
    input  wire [3:0]  reason,
    input  wire [3:0]  culprit,
    input  wire        configured,
    input  wire [31:0] cycles_configure,
    input  wire [31:0] cycles_run
);
    reg [31:0] kept_0;
    reg [31:0] kept_1;
    reg [31:0] kept_2;
    reg [5:0] write_address;
    reg [31:0] write_data;
    reg [3:0] write_lanes;
    reg has_address;
    reg has_data;
    reg answering;
    reg [31:0] read_data;
    reg reading;

    assign awready = ~has_address;
    assign wready = ~has_data;
    assign bvalid = answering;
    wire writes = (has_address & has_data) & (~answering);
    wire [31:0] lanes =
        {{8{write_lanes[3]}}, {8{write_lanes[2]}}, {8{write_lanes[1]}}, {8{write_lanes[0]}}};
    wire [31:0] fresh = write_data & lanes;
    assign command_valid = writes & (write_address == 6'h10);
    assign command = fresh;
    assign config_address = kept_0;
    assign watchdog = kept_1;
    assign counter_select = kept_2;
    assign arready = ~reading;
    assign rvalid = reading;
    assign rdata = read_data;

    task automatic step;
        reg [31:0] v_merged_0;
        reg [31:0] v_merged_1;
        reg [31:0] v_merged_2;
        reg [31:0] v_read_value;
    begin
        if (awvalid & (~has_address)) begin
            has_address <= 1'b1;
            write_address <= awaddr;
        end
        if (wvalid & (~has_data)) begin
            has_data <= 1'b1;
            write_data <= wdata;
            write_lanes <= wstrb;
        end
        if (answering & bready) answering <= 1'b0;
        if (writes) begin
            has_address <= 1'b0;
            has_data <= 1'b0;
            answering <= 1'b1;
        end
        if (writes & (write_address == 6'h24)) begin
            v_merged_0 = (kept_0 & (~lanes)) | fresh;
            kept_0 <= v_merged_0;
        end
        if (writes & (write_address == 6'h28)) begin
            v_merged_1 = (kept_1 & (~lanes)) | fresh;
            kept_1 <= v_merged_1;
        end
        if (writes & (write_address == 6'h34)) begin
            v_merged_2 = (kept_2 & (~lanes)) | fresh;
            kept_2 <= v_merged_2;
        end
        if (reading & rready) reading <= 1'b0;
        if (arvalid & (~reading)) begin
            case (araddr)
                6'd0: v_read_value = 32'h4e4c494b;
                6'd4: v_read_value = 32'd3;
                6'd8: v_read_value = 32'h837ab40e;
                6'hc: v_read_value = 32'hc;
                6'h14: v_read_value = {29'd0, state};
                6'h18: v_read_value = {28'd0, reason};
                6'h1c: v_read_value = {28'd0, culprit};
                6'h20: v_read_value = {31'd0, configured};
                6'h24: v_read_value = kept_0;
                6'h28: v_read_value = kept_1;
                6'h2c: v_read_value = cycles_configure;
                6'h30: v_read_value = cycles_run;
                6'h34: v_read_value = kept_2;
                6'h38: v_read_value = counter_value;
                default: v_read_value = 32'd0;
            endcase
            reading <= 1'b1;
            read_data <= v_read_value;
        end
        if (rst) begin
            has_address <= 1'b0;
            has_data <= 1'b0;
            answering <= 1'b0;
            reading <= 1'b0;
            kept_0 <= 32'd0;
            kept_1 <= 32'd0;
            kept_2 <= 32'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
