// The host's registers behind AXI4-Lite.
module control_registers_n12_id0a52d332 (
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
    input  wire        counter_known,
    input  wire        counter_hit,
    input  wire [31:0] counter_value,
    input  wire [2:0]  state,
    input  wire [3:0]  reason,
    input  wire [3:0]  culprit,
    input  wire        configured,
    input  wire [31:0] cycles_configure,
    input  wire [31:0] cycles_run
);
    reg [7:0] kept_0;
    reg [7:0] kept_1;
    reg [7:0] kept_2;
    reg [7:0] kept_3;
    reg [7:0] kept_4;
    reg [7:0] kept_5;
    reg [7:0] kept_6;
    reg [7:0] kept_7;
    reg [7:0] kept_8;
    reg [7:0] kept_9;
    reg [7:0] kept_10;
    reg [7:0] kept_11;
    wire [31:0] words_0;
    wire [31:0] words_1;
    wire [31:0] words_2;
    reg [5:0] write_address;
    reg [31:0] write_data;
    reg [3:0] write_lanes;
    reg has_address;
    reg has_data;
    reg answering;
    reg [31:0] read_data;
    reg reading;
    reg counting;
    reg ripe;

    assign awready = ~has_address;
    assign wready = ~has_data;
    assign bvalid = answering;
    wire writes = (has_address & has_data) & (~answering);
    assign words_0 = {kept_3, kept_2, kept_1, kept_0};
    assign words_1 = {kept_7, kept_6, kept_5, kept_4};
    assign words_2 = {kept_11, kept_10, kept_9, kept_8};
    assign command_valid = writes & (write_address == 6'h10);
    assign command = write_data;
    assign config_address = words_0;
    assign watchdog = words_1;
    assign counter_select = words_2;
    assign arready = ~reading;
    assign rvalid = reading & (~counting);
    assign rdata = read_data;

    task automatic step;
        reg v_here_0;
        reg v_here_1;
        reg v_here_2;
        reg [31:0] v_lanes;
        reg [31:0] v_read_value;
    begin
        v_here_0 = writes & (write_address == 6'h24);
        v_here_1 = writes & (write_address == 6'h28);
        v_here_2 = writes & (write_address == 6'h34);
        if (awvalid & (~has_address)) begin
            has_address <= 1'b1;
            write_address <= awaddr;
        end
        if (wvalid & (~has_data)) begin
            v_lanes = {{8{wstrb[3]}}, {8{wstrb[2]}}, {8{wstrb[1]}}, {8{wstrb[0]}}};
            has_data <= 1'b1;
            write_data <= wdata & v_lanes;
            write_lanes <= wstrb;
        end
        if (answering & bready) answering <= 1'b0;
        if (writes) begin
            has_address <= 1'b0;
            has_data <= 1'b0;
            answering <= 1'b1;
        end
        if (v_here_0 & write_lanes[0]) kept_0 <= write_data[7:0];
        if (v_here_0 & write_lanes[1]) kept_1 <= write_data[15:8];
        if (v_here_0 & write_lanes[2]) kept_2 <= write_data[23:16];
        if (v_here_0 & write_lanes[3]) kept_3 <= write_data[31:24];
        if (v_here_1 & write_lanes[0]) kept_4 <= write_data[7:0];
        if (v_here_1 & write_lanes[1]) kept_5 <= write_data[15:8];
        if (v_here_1 & write_lanes[2]) kept_6 <= write_data[23:16];
        if (v_here_1 & write_lanes[3]) kept_7 <= write_data[31:24];
        if (v_here_2 & write_lanes[0]) kept_8 <= write_data[7:0];
        if (v_here_2 & write_lanes[1]) kept_9 <= write_data[15:8];
        if (v_here_2 & write_lanes[2]) kept_10 <= write_data[23:16];
        if (v_here_2 & write_lanes[3]) kept_11 <= write_data[31:24];
        if ((reading & (~counting)) & rready) reading <= 1'b0;
        if (arvalid & (~reading)) begin
            case (araddr)
                6'd0: v_read_value = 32'h4e4c494b;
                6'd4: v_read_value = 32'd4;
                6'd8: v_read_value = 32'ha52d332;
                6'hc: v_read_value = 32'hc;
                6'h14: v_read_value = {29'd0, state};
                6'h18: v_read_value = {28'd0, reason};
                6'h1c: v_read_value = {28'd0, culprit};
                6'h20: v_read_value = {31'd0, configured};
                6'h24: v_read_value = words_0;
                6'h28: v_read_value = words_1;
                6'h2c: v_read_value = cycles_configure;
                6'h30: v_read_value = cycles_run;
                6'h34: v_read_value = words_2;
                default: v_read_value = 32'd0;
            endcase
            reading <= 1'b1;
            counting <= araddr == 6'h38;
            read_data <= v_read_value;
        end
        ripe <= counting;
        if (counting) begin
            if (~counter_known) begin
                counting <= 1'b0;
            end else if (ripe & counter_hit) begin
                counting <= 1'b0;
                read_data <= counter_value;
            end
        end
        if (rst) begin
            has_address <= 1'b0;
            has_data <= 1'b0;
            answering <= 1'b0;
            reading <= 1'b0;
            counting <= 1'b0;
            kept_0 <= 8'd0;
            kept_1 <= 8'd0;
            kept_2 <= 8'd0;
            kept_3 <= 8'd0;
            kept_4 <= 8'd0;
            kept_5 <= 8'd0;
            kept_6 <= 8'd0;
            kept_7 <= 8'd0;
            kept_8 <= 8'd0;
            kept_9 <= 8'd0;
            kept_10 <= 8'd0;
            kept_11 <= 8'd0;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
