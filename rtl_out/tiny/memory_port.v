// Memory port: shares one AXI4 master among the address generators and the loader.
module memory_port (
    // clock, and synchronous reset
    input  wire         clk,
    input  wire         rst,
    // the units are in reset
    input  wire         unit_rst,
    // no burst may start; nothing is under way
    input  wire         halt,
    output wire         quiet,
    // address generator 0
    input  wire         ag0_request,
    input  wire         ag0_request_write,
    input  wire [35:0]  ag0_request_burst,
    output wire         ag0_grant,
    output wire         ag0_load_valid,
    output wire         ag0_store_take,
    input  wire [127:0] ag0_store_data,
    input  wire [3:0]   ag0_store_words,
    output wire         ag0_response,
    // address generator 1
    input  wire         ag1_request,
    input  wire         ag1_request_write,
    input  wire [35:0]  ag1_request_burst,
    output wire         ag1_grant,
    output wire         ag1_load_valid,
    output wire         ag1_store_take,
    input  wire [127:0] ag1_store_data,
    input  wire [3:0]   ag1_store_words,
    output wire         ag1_response,
    // address generator 2
    input  wire         ag2_request,
    input  wire         ag2_request_write,
    input  wire [35:0]  ag2_request_burst,
    output wire         ag2_grant,
    output wire         ag2_load_valid,
    output wire         ag2_store_take,
    input  wire [127:0] ag2_store_data,
    input  wire [3:0]   ag2_store_words,
    output wire         ag2_response,
    // address generator 3
    input  wire         ag3_request,
    input  wire         ag3_request_write,
    input  wire [35:0]  ag3_request_burst,
    output wire         ag3_grant,
    output wire         ag3_load_valid,
    output wire         ag3_store_take,
    input  wire [127:0] ag3_store_data,
    input  wire [3:0]   ag3_store_words,
    output wire         ag3_response,
    // address generator 4
    input  wire         ag4_request,
    input  wire         ag4_request_write,
    input  wire [35:0]  ag4_request_burst,
    output wire         ag4_grant,
    output wire         ag4_load_valid,
    output wire         ag4_store_take,
    input  wire [127:0] ag4_store_data,
    input  wire [3:0]   ag4_store_words,
    output wire         ag4_response,
    // address generator 5
    input  wire         ag5_request,
    input  wire         ag5_request_write,
    input  wire [35:0]  ag5_request_burst,
    output wire         ag5_grant,
    output wire         ag5_load_valid,
    output wire         ag5_store_take,
    input  wire [127:0] ag5_store_data,
    input  wire [3:0]   ag5_store_words,
    output wire         ag5_response,
    // address generator 6
    input  wire         ag6_request,
    input  wire         ag6_request_write,
    input  wire [35:0]  ag6_request_burst,
    output wire         ag6_grant,
    output wire         ag6_load_valid,
    output wire         ag6_store_take,
    input  wire [127:0] ag6_store_data,
    input  wire [3:0]   ag6_store_words,
    output wire         ag6_response,
    // address generator 7
    input  wire         ag7_request,
    input  wire         ag7_request_write,
    input  wire [35:0]  ag7_request_burst,
    output wire         ag7_grant,
    output wire         ag7_load_valid,
    output wire         ag7_store_take,
    input  wire [127:0] ag7_store_data,
    input  wire [3:0]   ag7_store_words,
    output wire         ag7_response,
    // a unit's transaction has failed in this cycle
    output wire [7:0]   memory_error,
    // the configuration loader
    input  wire         loader_request,
    input  wire [35:0]  loader_burst,
    output wire         loader_grant,
    output wire         loader_valid,
    output wire         loader_error,
    // read data for the address generators and the loader
    output wire [127:0] load_data,
    // AXI4 read address channel
    output wire [3:0]   m_axi_arid,
    output wire [31:0]  m_axi_araddr,
    output wire [7:0]   m_axi_arlen,
    output wire [2:0]   m_axi_arsize,
    output wire [1:0]   m_axi_arburst,
    output wire [2:0]   m_axi_arprot,
    output wire [3:0]   m_axi_arcache,
    output wire         m_axi_arvalid,
    input  wire         m_axi_arready,
    // AXI4 read data channel
    input  wire [3:0]   m_axi_rid,
    input  wire [127:0] m_axi_rdata,
    input  wire [1:0]   m_axi_rresp,
    input  wire         m_axi_rlast,
    input  wire         m_axi_rvalid,
    output wire         m_axi_rready,
    // AXI4 write address channel
    output wire [3:0]   m_axi_awid,
    output wire [31:0]  m_axi_awaddr,
    output wire [7:0]   m_axi_awlen,
    output wire [2:0]   m_axi_awsize,
    output wire [1:0]   m_axi_awburst,
    output wire [2:0]   m_axi_awprot,
    output wire [3:0]   m_axi_awcache,
    output wire         m_axi_awvalid,
    input  wire         m_axi_awready,
    // AXI4 write data channel
    output wire [127:0] m_axi_wdata,
    output wire [15:0]  m_axi_wstrb,
    output wire         m_axi_wlast,
    output wire         m_axi_wvalid,
    input  wire         m_axi_wready,
    // AXI4 write response channel
    input  wire [3:0]   m_axi_bid,
    input  wire [1:0]   m_axi_bresp,
    input  wire         m_axi_bvalid,
    output wire         m_axi_bready
);
    wire [7:0] read_request;
    wire [7:0] read_grant;
    wire [7:0] read_error;
    wire read_quiet;
    wire read_enable;
    wire read_granted;
    wire [2:0] read_number;
    wire [35:0] read_chosen;
    wire [7:0] write_request;
    wire [7:0] write_grant;
    wire [7:0] write_error;
    wire write_quiet;
    wire write_enable;
    wire write_granted;
    wire [2:0] write_number;
    wire [35:0] write_chosen;
    port_sides_n8 sides (
        .clk(clk),
        .request({ag7_request, ag6_request, ag5_request, ag4_request, ag3_request, ag2_request, ag1_request, ag0_request}),
        .write({ag7_request_write, ag6_request_write, ag5_request_write, ag4_request_write, ag3_request_write, ag2_request_write, ag1_request_write, ag0_request_write}),
        .read_request(read_request),
        .write_request(write_request),
        .read_grant(read_grant),
        .write_grant(write_grant),
        .grant({ag7_grant, ag6_grant, ag5_grant, ag4_grant, ag3_grant, ag2_grant, ag1_grant, ag0_grant}),
        .read_error(read_error),
        .write_error(write_error),
        .error(memory_error),
        .read_quiet(read_quiet),
        .write_quiet(write_quiet),
        .quiet(quiet)
    );
    port_arbiter_n8 read_arbiter (
        .clk(clk),
        .rst(unit_rst),
        .enable(read_enable),
        .request(read_request),
        .grant(read_grant),
        .granted(read_granted),
        .number(read_number)
    );
    mux_w36_n8_s3 read_mux (
        .select(read_number),
        .choice_0(ag0_request_burst),
        .choice_1(ag1_request_burst),
        .choice_2(ag2_request_burst),
        .choice_3(ag3_request_burst),
        .choice_4(ag4_request_burst),
        .choice_5(ag5_request_burst),
        .choice_6(ag6_request_burst),
        .choice_7(ag7_request_burst),
        .chosen(read_chosen)
    );
    port_arbiter_n8 write_arbiter (
        .clk(clk),
        .rst(unit_rst),
        .enable(write_enable),
        .request(write_request),
        .grant(write_grant),
        .granted(write_granted),
        .number(write_number)
    );
    mux_w36_n8_s3 write_mux (
        .select(write_number),
        .choice_0(ag0_request_burst),
        .choice_1(ag1_request_burst),
        .choice_2(ag2_request_burst),
        .choice_3(ag3_request_burst),
        .choice_4(ag4_request_burst),
        .choice_5(ag5_request_burst),
        .choice_6(ag6_request_burst),
        .choice_7(ag7_request_burst),
        .chosen(write_chosen)
    );
    assign m_axi_arsize = 3'd4;
    assign m_axi_arburst = 2'd1;
    assign m_axi_arprot = 3'd0;
    assign m_axi_arcache = 4'd0;
    wire [39:0] ar_head;
    assign m_axi_arid = ar_head[39:36];
    assign m_axi_arlen = ar_head[35:28];
    assign m_axi_araddr = {ar_head[27:0], 4'd0};
    wire ar_tail_valid;
    wire ar_tail_ready;
    wire [39:0] ar_tail_data;
    fifo_w40_d2 ar_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(ar_tail_valid),
        .in_ready(ar_tail_ready),
        .in_data(ar_tail_data),
        .out_valid(m_axi_arvalid),
        .out_ready(m_axi_arready),
        .out_data(ar_head)
    );
    assign m_axi_rready = 1'b1;
    assign load_data = m_axi_rdata;
    port_reads_n8_a28_o16 reads (
        .clk(clk),
        .rst(rst),
        .halt(halt),
        .enable(read_enable),
        .granted(read_granted),
        .number(read_number),
        .chosen(read_chosen),
        .loader_request(loader_request),
        .loader_burst(loader_burst),
        .loader_grant(loader_grant),
        .address_valid(ar_tail_valid),
        .address_ready(ar_tail_ready),
        .address_data(ar_tail_data),
        .rvalid(m_axi_rvalid),
        .rid(m_axi_rid),
        .rresp(m_axi_rresp),
        .rlast(m_axi_rlast),
        .load_valid({ag7_load_valid, ag6_load_valid, ag5_load_valid, ag4_load_valid, ag3_load_valid, ag2_load_valid, ag1_load_valid, ag0_load_valid}),
        .loader_valid(loader_valid),
        .error(read_error),
        .loader_error(loader_error),
        .quiet(read_quiet)
    );
    assign m_axi_awsize = 3'd4;
    assign m_axi_awburst = 2'd1;
    assign m_axi_awprot = 3'd0;
    assign m_axi_awcache = 4'd0;
    wire [39:0] aw_head;
    assign m_axi_awid = aw_head[39:36];
    assign m_axi_awlen = aw_head[35:28];
    assign m_axi_awaddr = {aw_head[27:0], 4'd0};
    wire aw_tail_valid;
    wire aw_tail_ready;
    wire [39:0] aw_tail_data;
    fifo_w40_d2 aw_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(aw_tail_valid),
        .in_ready(aw_tail_ready),
        .in_data(aw_tail_data),
        .out_valid(m_axi_awvalid),
        .out_ready(m_axi_awready),
        .out_data(aw_head)
    );
    wire [132:0] w_head;
    wire w_tail_valid;
    wire w_tail_ready;
    wire [132:0] w_tail_data;
    assign m_axi_wdata = w_head[127:0];
    assign m_axi_wstrb = {{4{w_head[131]}}, {4{w_head[130]}}, {4{w_head[129]}}, {4{w_head[128]}}};
    assign m_axi_wlast = w_head[132];
    fifo_w133_d2 w_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(w_tail_valid),
        .in_ready(w_tail_ready),
        .in_data(w_tail_data),
        .out_valid(m_axi_wvalid),
        .out_ready(m_axi_wready),
        .out_data(w_head)
    );
    assign m_axi_bready = 1'b1;
    wire [2:0] write_owner;
    wire write_last;
    wire [131:0] write_beat;
    assign w_tail_data = {write_last, write_beat};
    wire [127:0] write_data;
    assign write_beat[127:0] = write_data;
    mux_w128_n8_s3 write_data_mux (
        .select(write_owner),
        .choice_0(ag0_store_data),
        .choice_1(ag1_store_data),
        .choice_2(ag2_store_data),
        .choice_3(ag3_store_data),
        .choice_4(ag4_store_data),
        .choice_5(ag5_store_data),
        .choice_6(ag6_store_data),
        .choice_7(ag7_store_data),
        .chosen(write_data)
    );
    wire [3:0] write_words;
    assign write_beat[131:128] = write_words;
    mux_w4_n8_s3 write_words_mux (
        .select(write_owner),
        .choice_0(ag0_store_words),
        .choice_1(ag1_store_words),
        .choice_2(ag2_store_words),
        .choice_3(ag3_store_words),
        .choice_4(ag4_store_words),
        .choice_5(ag5_store_words),
        .choice_6(ag6_store_words),
        .choice_7(ag7_store_words),
        .chosen(write_words)
    );
    port_writes_n8_a28_o16 writes (
        .clk(clk),
        .rst(rst),
        .halt(halt),
        .enable(write_enable),
        .granted(write_granted),
        .number(write_number),
        .chosen(write_chosen),
        .address_ready(aw_tail_ready),
        .address_data(aw_tail_data),
        .owner(write_owner),
        .store_take({ag7_store_take, ag6_store_take, ag5_store_take, ag4_store_take, ag3_store_take, ag2_store_take, ag1_store_take, ag0_store_take}),
        .data_valid(w_tail_valid),
        .data_ready(w_tail_ready),
        .data_last(write_last),
        .bvalid(m_axi_bvalid),
        .bid(m_axi_bid),
        .bresp(m_axi_bresp),
        .response({ag7_response, ag6_response, ag5_response, ag4_response, ag3_response, ag2_response, ag1_response, ag0_response}),
        .error(write_error),
        .quiet(write_quiet)
    );
    assign aw_tail_valid = write_granted;
endmodule
