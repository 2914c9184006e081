// 2 rows by 2 columns of units: All operators but the packed ones; larger than an ECP5-85F, which
// ulx3s_f32 and ulx3s_i8 fit.
module kiln_ulx3s (
    // clock, and synchronous reset
    input  wire         clk,
    input  wire         rst,
    // AXI4-Lite slave: registers
    input  wire [5:0]   s_axil_awaddr,
    input  wire         s_axil_awvalid,
    input  wire [31:0]  s_axil_wdata,
    input  wire [3:0]   s_axil_wstrb,
    input  wire         s_axil_wvalid,
    input  wire         s_axil_bready,
    input  wire [5:0]   s_axil_araddr,
    input  wire         s_axil_arvalid,
    input  wire         s_axil_rready,
    output wire         s_axil_awready,
    output wire         s_axil_wready,
    output wire         s_axil_bvalid,
    output wire         s_axil_arready,
    output wire [31:0]  s_axil_rdata,
    output wire         s_axil_rvalid,
    output wire [1:0]   s_axil_bresp,
    output wire [1:0]   s_axil_rresp,
    // a load or a run is under way: an interrupt is its fall
    output wire         busy,
    // AXI4 master: memory
    output wire [3:0]   m_axi_arid,
    output wire [31:0]  m_axi_araddr,
    output wire [7:0]   m_axi_arlen,
    output wire [2:0]   m_axi_arsize,
    output wire [1:0]   m_axi_arburst,
    output wire [2:0]   m_axi_arprot,
    output wire [3:0]   m_axi_arcache,
    output wire         m_axi_arvalid,
    input  wire         m_axi_arready,
    input  wire [3:0]   m_axi_rid,
    input  wire [127:0] m_axi_rdata,
    input  wire [1:0]   m_axi_rresp,
    input  wire         m_axi_rlast,
    input  wire         m_axi_rvalid,
    output wire         m_axi_rready,
    output wire [3:0]   m_axi_awid,
    output wire [31:0]  m_axi_awaddr,
    output wire [7:0]   m_axi_awlen,
    output wire [2:0]   m_axi_awsize,
    output wire [1:0]   m_axi_awburst,
    output wire [2:0]   m_axi_awprot,
    output wire [3:0]   m_axi_awcache,
    output wire         m_axi_awvalid,
    input  wire         m_axi_awready,
    output wire [127:0] m_axi_wdata,
    output wire [15:0]  m_axi_wstrb,
    output wire         m_axi_wlast,
    output wire         m_axi_wvalid,
    input  wire         m_axi_wready,
    input  wire [3:0]   m_axi_bid,
    input  wire [1:0]   m_axi_bresp,
    input  wire         m_axi_bvalid,
    output wire         m_axi_bready
);
    wire pcu_r0_c0_vector_out0_valid;
    wire pcu_r0_c0_vector_out0_ready;
    wire [133:0] pcu_r0_c0_vector_out0_data;
    wire pcu_r0_c0_vector_out1_valid;
    wire pcu_r0_c0_vector_out1_ready;
    wire [133:0] pcu_r0_c0_vector_out1_data;
    wire pmu_r0_c1_vector_out0_valid;
    wire pmu_r0_c1_vector_out0_ready;
    wire [133:0] pmu_r0_c1_vector_out0_data;
    wire pmu_r1_c0_vector_out0_valid;
    wire pmu_r1_c0_vector_out0_ready;
    wire [133:0] pmu_r1_c0_vector_out0_data;
    wire pcu_r1_c1_vector_out0_valid;
    wire pcu_r1_c1_vector_out0_ready;
    wire [133:0] pcu_r1_c1_vector_out0_data;
    wire pcu_r1_c1_vector_out1_valid;
    wire pcu_r1_c1_vector_out1_ready;
    wire [133:0] pcu_r1_c1_vector_out1_data;
    wire ag_north_0_vector_out0_valid;
    wire ag_north_0_vector_out0_ready;
    wire [133:0] ag_north_0_vector_out0_data;
    wire ag_north_1_vector_out0_valid;
    wire ag_north_1_vector_out0_ready;
    wire [133:0] ag_north_1_vector_out0_data;
    wire ag_east_0_vector_out0_valid;
    wire ag_east_0_vector_out0_ready;
    wire [133:0] ag_east_0_vector_out0_data;
    wire ag_east_1_vector_out0_valid;
    wire ag_east_1_vector_out0_ready;
    wire [133:0] ag_east_1_vector_out0_data;
    wire ag_south_0_vector_out0_valid;
    wire ag_south_0_vector_out0_ready;
    wire [133:0] ag_south_0_vector_out0_data;
    wire ag_south_1_vector_out0_valid;
    wire ag_south_1_vector_out0_ready;
    wire [133:0] ag_south_1_vector_out0_data;
    wire ag_west_0_vector_out0_valid;
    wire ag_west_0_vector_out0_ready;
    wire [133:0] ag_west_0_vector_out0_data;
    wire ag_west_1_vector_out0_valid;
    wire ag_west_1_vector_out0_ready;
    wire [133:0] ag_west_1_vector_out0_data;
    wire switch_r0_c0_vector_east0_valid;
    wire switch_r0_c0_vector_east0_ready;
    wire [133:0] switch_r0_c0_vector_east0_data;
    wire switch_r0_c0_vector_east1_valid;
    wire switch_r0_c0_vector_east1_ready;
    wire [133:0] switch_r0_c0_vector_east1_data;
    wire switch_r0_c0_vector_south0_valid;
    wire switch_r0_c0_vector_south0_ready;
    wire [133:0] switch_r0_c0_vector_south0_data;
    wire switch_r0_c0_vector_south1_valid;
    wire switch_r0_c0_vector_south1_ready;
    wire [133:0] switch_r0_c0_vector_south1_data;
    wire pcu_r0_c0_vector_in0_valid;
    wire pcu_r0_c0_vector_in0_ready;
    wire [133:0] pcu_r0_c0_vector_in0_data;
    wire pcu_r0_c0_vector_in1_valid;
    wire pcu_r0_c0_vector_in1_ready;
    wire [133:0] pcu_r0_c0_vector_in1_data;
    wire pcu_r0_c0_vector_in2_valid;
    wire pcu_r0_c0_vector_in2_ready;
    wire [133:0] pcu_r0_c0_vector_in2_data;
    wire ag_north_0_vector_in0_valid;
    wire ag_north_0_vector_in0_ready;
    wire [133:0] ag_north_0_vector_in0_data;
    wire ag_west_0_vector_in0_valid;
    wire ag_west_0_vector_in0_ready;
    wire [133:0] ag_west_0_vector_in0_data;
    wire switch_r0_c1_vector_south0_valid;
    wire switch_r0_c1_vector_south0_ready;
    wire [133:0] switch_r0_c1_vector_south0_data;
    wire switch_r0_c1_vector_south1_valid;
    wire switch_r0_c1_vector_south1_ready;
    wire [133:0] switch_r0_c1_vector_south1_data;
    wire switch_r0_c1_vector_west0_valid;
    wire switch_r0_c1_vector_west0_ready;
    wire [133:0] switch_r0_c1_vector_west0_data;
    wire switch_r0_c1_vector_west1_valid;
    wire switch_r0_c1_vector_west1_ready;
    wire [133:0] switch_r0_c1_vector_west1_data;
    wire pmu_r0_c1_vector_in0_valid;
    wire pmu_r0_c1_vector_in0_ready;
    wire [133:0] pmu_r0_c1_vector_in0_data;
    wire ag_north_1_vector_in0_valid;
    wire ag_north_1_vector_in0_ready;
    wire [133:0] ag_north_1_vector_in0_data;
    wire ag_east_0_vector_in0_valid;
    wire ag_east_0_vector_in0_ready;
    wire [133:0] ag_east_0_vector_in0_data;
    wire switch_r1_c0_vector_north0_valid;
    wire switch_r1_c0_vector_north0_ready;
    wire [133:0] switch_r1_c0_vector_north0_data;
    wire switch_r1_c0_vector_north1_valid;
    wire switch_r1_c0_vector_north1_ready;
    wire [133:0] switch_r1_c0_vector_north1_data;
    wire switch_r1_c0_vector_east0_valid;
    wire switch_r1_c0_vector_east0_ready;
    wire [133:0] switch_r1_c0_vector_east0_data;
    wire switch_r1_c0_vector_east1_valid;
    wire switch_r1_c0_vector_east1_ready;
    wire [133:0] switch_r1_c0_vector_east1_data;
    wire pmu_r1_c0_vector_in0_valid;
    wire pmu_r1_c0_vector_in0_ready;
    wire [133:0] pmu_r1_c0_vector_in0_data;
    wire ag_south_0_vector_in0_valid;
    wire ag_south_0_vector_in0_ready;
    wire [133:0] ag_south_0_vector_in0_data;
    wire ag_west_1_vector_in0_valid;
    wire ag_west_1_vector_in0_ready;
    wire [133:0] ag_west_1_vector_in0_data;
    wire switch_r1_c1_vector_north0_valid;
    wire switch_r1_c1_vector_north0_ready;
    wire [133:0] switch_r1_c1_vector_north0_data;
    wire switch_r1_c1_vector_north1_valid;
    wire switch_r1_c1_vector_north1_ready;
    wire [133:0] switch_r1_c1_vector_north1_data;
    wire switch_r1_c1_vector_west0_valid;
    wire switch_r1_c1_vector_west0_ready;
    wire [133:0] switch_r1_c1_vector_west0_data;
    wire switch_r1_c1_vector_west1_valid;
    wire switch_r1_c1_vector_west1_ready;
    wire [133:0] switch_r1_c1_vector_west1_data;
    wire pcu_r1_c1_vector_in0_valid;
    wire pcu_r1_c1_vector_in0_ready;
    wire [133:0] pcu_r1_c1_vector_in0_data;
    wire pcu_r1_c1_vector_in1_valid;
    wire pcu_r1_c1_vector_in1_ready;
    wire [133:0] pcu_r1_c1_vector_in1_data;
    wire pcu_r1_c1_vector_in2_valid;
    wire pcu_r1_c1_vector_in2_ready;
    wire [133:0] pcu_r1_c1_vector_in2_data;
    wire ag_east_1_vector_in0_valid;
    wire ag_east_1_vector_in0_ready;
    wire [133:0] ag_east_1_vector_in0_data;
    wire ag_south_1_vector_in0_valid;
    wire ag_south_1_vector_in0_ready;
    wire [133:0] ag_south_1_vector_in0_data;
    wire pcu_r0_c0_scalar_out0_valid;
    wire pcu_r0_c0_scalar_out0_ready;
    wire [34:0] pcu_r0_c0_scalar_out0_data;
    wire pmu_r0_c1_scalar_out0_valid;
    wire pmu_r0_c1_scalar_out0_ready;
    wire [34:0] pmu_r0_c1_scalar_out0_data;
    wire pmu_r1_c0_scalar_out0_valid;
    wire pmu_r1_c0_scalar_out0_ready;
    wire [34:0] pmu_r1_c0_scalar_out0_data;
    wire pcu_r1_c1_scalar_out0_valid;
    wire pcu_r1_c1_scalar_out0_ready;
    wire [34:0] pcu_r1_c1_scalar_out0_data;
    wire ag_north_0_scalar_out0_valid;
    wire ag_north_0_scalar_out0_ready;
    wire [34:0] ag_north_0_scalar_out0_data;
    wire ag_north_1_scalar_out0_valid;
    wire ag_north_1_scalar_out0_ready;
    wire [34:0] ag_north_1_scalar_out0_data;
    wire ag_east_0_scalar_out0_valid;
    wire ag_east_0_scalar_out0_ready;
    wire [34:0] ag_east_0_scalar_out0_data;
    wire ag_east_1_scalar_out0_valid;
    wire ag_east_1_scalar_out0_ready;
    wire [34:0] ag_east_1_scalar_out0_data;
    wire ag_south_0_scalar_out0_valid;
    wire ag_south_0_scalar_out0_ready;
    wire [34:0] ag_south_0_scalar_out0_data;
    wire ag_south_1_scalar_out0_valid;
    wire ag_south_1_scalar_out0_ready;
    wire [34:0] ag_south_1_scalar_out0_data;
    wire ag_west_0_scalar_out0_valid;
    wire ag_west_0_scalar_out0_ready;
    wire [34:0] ag_west_0_scalar_out0_data;
    wire ag_west_1_scalar_out0_valid;
    wire ag_west_1_scalar_out0_ready;
    wire [34:0] ag_west_1_scalar_out0_data;
    wire switch_r0_c0_scalar_east0_valid;
    wire switch_r0_c0_scalar_east0_ready;
    wire [34:0] switch_r0_c0_scalar_east0_data;
    wire switch_r0_c0_scalar_east1_valid;
    wire switch_r0_c0_scalar_east1_ready;
    wire [34:0] switch_r0_c0_scalar_east1_data;
    wire switch_r0_c0_scalar_south0_valid;
    wire switch_r0_c0_scalar_south0_ready;
    wire [34:0] switch_r0_c0_scalar_south0_data;
    wire switch_r0_c0_scalar_south1_valid;
    wire switch_r0_c0_scalar_south1_ready;
    wire [34:0] switch_r0_c0_scalar_south1_data;
    wire pcu_r0_c0_scalar_in0_valid;
    wire pcu_r0_c0_scalar_in0_ready;
    wire [34:0] pcu_r0_c0_scalar_in0_data;
    wire pcu_r0_c0_scalar_in1_valid;
    wire pcu_r0_c0_scalar_in1_ready;
    wire [34:0] pcu_r0_c0_scalar_in1_data;
    wire ag_north_0_scalar_in0_valid;
    wire ag_north_0_scalar_in0_ready;
    wire [34:0] ag_north_0_scalar_in0_data;
    wire ag_west_0_scalar_in0_valid;
    wire ag_west_0_scalar_in0_ready;
    wire [34:0] ag_west_0_scalar_in0_data;
    wire switch_r0_c1_scalar_south0_valid;
    wire switch_r0_c1_scalar_south0_ready;
    wire [34:0] switch_r0_c1_scalar_south0_data;
    wire switch_r0_c1_scalar_south1_valid;
    wire switch_r0_c1_scalar_south1_ready;
    wire [34:0] switch_r0_c1_scalar_south1_data;
    wire switch_r0_c1_scalar_west0_valid;
    wire switch_r0_c1_scalar_west0_ready;
    wire [34:0] switch_r0_c1_scalar_west0_data;
    wire switch_r0_c1_scalar_west1_valid;
    wire switch_r0_c1_scalar_west1_ready;
    wire [34:0] switch_r0_c1_scalar_west1_data;
    wire pmu_r0_c1_scalar_in0_valid;
    wire pmu_r0_c1_scalar_in0_ready;
    wire [34:0] pmu_r0_c1_scalar_in0_data;
    wire ag_north_1_scalar_in0_valid;
    wire ag_north_1_scalar_in0_ready;
    wire [34:0] ag_north_1_scalar_in0_data;
    wire ag_east_0_scalar_in0_valid;
    wire ag_east_0_scalar_in0_ready;
    wire [34:0] ag_east_0_scalar_in0_data;
    wire switch_r1_c0_scalar_north0_valid;
    wire switch_r1_c0_scalar_north0_ready;
    wire [34:0] switch_r1_c0_scalar_north0_data;
    wire switch_r1_c0_scalar_north1_valid;
    wire switch_r1_c0_scalar_north1_ready;
    wire [34:0] switch_r1_c0_scalar_north1_data;
    wire switch_r1_c0_scalar_east0_valid;
    wire switch_r1_c0_scalar_east0_ready;
    wire [34:0] switch_r1_c0_scalar_east0_data;
    wire switch_r1_c0_scalar_east1_valid;
    wire switch_r1_c0_scalar_east1_ready;
    wire [34:0] switch_r1_c0_scalar_east1_data;
    wire pmu_r1_c0_scalar_in0_valid;
    wire pmu_r1_c0_scalar_in0_ready;
    wire [34:0] pmu_r1_c0_scalar_in0_data;
    wire ag_south_0_scalar_in0_valid;
    wire ag_south_0_scalar_in0_ready;
    wire [34:0] ag_south_0_scalar_in0_data;
    wire ag_west_1_scalar_in0_valid;
    wire ag_west_1_scalar_in0_ready;
    wire [34:0] ag_west_1_scalar_in0_data;
    wire switch_r1_c1_scalar_north0_valid;
    wire switch_r1_c1_scalar_north0_ready;
    wire [34:0] switch_r1_c1_scalar_north0_data;
    wire switch_r1_c1_scalar_north1_valid;
    wire switch_r1_c1_scalar_north1_ready;
    wire [34:0] switch_r1_c1_scalar_north1_data;
    wire switch_r1_c1_scalar_west0_valid;
    wire switch_r1_c1_scalar_west0_ready;
    wire [34:0] switch_r1_c1_scalar_west0_data;
    wire switch_r1_c1_scalar_west1_valid;
    wire switch_r1_c1_scalar_west1_ready;
    wire [34:0] switch_r1_c1_scalar_west1_data;
    wire pcu_r1_c1_scalar_in0_valid;
    wire pcu_r1_c1_scalar_in0_ready;
    wire [34:0] pcu_r1_c1_scalar_in0_data;
    wire pcu_r1_c1_scalar_in1_valid;
    wire pcu_r1_c1_scalar_in1_ready;
    wire [34:0] pcu_r1_c1_scalar_in1_data;
    wire ag_east_1_scalar_in0_valid;
    wire ag_east_1_scalar_in0_ready;
    wire [34:0] ag_east_1_scalar_in0_data;
    wire ag_south_1_scalar_in0_valid;
    wire ag_south_1_scalar_in0_ready;
    wire [34:0] ag_south_1_scalar_in0_data;
    wire loader_request;
    wire [35:0] loader_burst;
    wire loader_grant;
    wire loader_valid;
    wire loader_error;
    wire [127:0] load_data;
    wire cfg_en;
    wire [31:0] cfg_word0;
    wire [31:0] cfg_word1;
    wire unit_rst;
    wire [11:0] mark_error;
    wire [7:0] memory_error;
    wire [11:0] unit_idle;
    wire [3:0] switch_idle;
    wire halt;
    wire quiet;
    wire active;
    wire [13:0] process_busy;
    wire [13:0] process_starved;
    wire [13:0] process_blocked;
    control control (
        .clk(clk),
        .rst(rst),
        .s_axil_awaddr(s_axil_awaddr),
        .s_axil_awvalid(s_axil_awvalid),
        .s_axil_wdata(s_axil_wdata),
        .s_axil_wstrb(s_axil_wstrb),
        .s_axil_wvalid(s_axil_wvalid),
        .s_axil_bready(s_axil_bready),
        .s_axil_araddr(s_axil_araddr),
        .s_axil_arvalid(s_axil_arvalid),
        .s_axil_rready(s_axil_rready),
        .s_axil_awready(s_axil_awready),
        .s_axil_wready(s_axil_wready),
        .s_axil_bvalid(s_axil_bvalid),
        .s_axil_arready(s_axil_arready),
        .s_axil_rdata(s_axil_rdata),
        .s_axil_rvalid(s_axil_rvalid),
        .s_axil_bresp(s_axil_bresp),
        .s_axil_rresp(s_axil_rresp),
        .loader_request(loader_request),
        .loader_burst(loader_burst),
        .loader_grant(loader_grant),
        .loader_valid(loader_valid),
        .loader_error(loader_error),
        .load_data(load_data),
        .cfg_en(cfg_en),
        .cfg_word0(cfg_word0),
        .cfg_word1(cfg_word1),
        .unit_rst(unit_rst),
        .mark_error(mark_error),
        .memory_error(memory_error),
        .unit_idle(unit_idle),
        .switch_idle(switch_idle),
        .halt(halt),
        .quiet(quiet),
        .active(active),
        .busy(process_busy),
        .starved(process_starved),
        .blocked(process_blocked)
    );
    assign busy = active;
    wire ag0_request;
    wire ag0_request_write;
    wire [35:0] ag0_request_burst;
    wire ag0_grant;
    wire ag0_load_valid;
    wire ag0_store_take;
    wire [127:0] ag0_store_data;
    wire [3:0] ag0_store_words;
    wire ag0_response;
    wire ag1_request;
    wire ag1_request_write;
    wire [35:0] ag1_request_burst;
    wire ag1_grant;
    wire ag1_load_valid;
    wire ag1_store_take;
    wire [127:0] ag1_store_data;
    wire [3:0] ag1_store_words;
    wire ag1_response;
    wire ag2_request;
    wire ag2_request_write;
    wire [35:0] ag2_request_burst;
    wire ag2_grant;
    wire ag2_load_valid;
    wire ag2_store_take;
    wire [127:0] ag2_store_data;
    wire [3:0] ag2_store_words;
    wire ag2_response;
    wire ag3_request;
    wire ag3_request_write;
    wire [35:0] ag3_request_burst;
    wire ag3_grant;
    wire ag3_load_valid;
    wire ag3_store_take;
    wire [127:0] ag3_store_data;
    wire [3:0] ag3_store_words;
    wire ag3_response;
    wire ag4_request;
    wire ag4_request_write;
    wire [35:0] ag4_request_burst;
    wire ag4_grant;
    wire ag4_load_valid;
    wire ag4_store_take;
    wire [127:0] ag4_store_data;
    wire [3:0] ag4_store_words;
    wire ag4_response;
    wire ag5_request;
    wire ag5_request_write;
    wire [35:0] ag5_request_burst;
    wire ag5_grant;
    wire ag5_load_valid;
    wire ag5_store_take;
    wire [127:0] ag5_store_data;
    wire [3:0] ag5_store_words;
    wire ag5_response;
    wire ag6_request;
    wire ag6_request_write;
    wire [35:0] ag6_request_burst;
    wire ag6_grant;
    wire ag6_load_valid;
    wire ag6_store_take;
    wire [127:0] ag6_store_data;
    wire [3:0] ag6_store_words;
    wire ag6_response;
    wire ag7_request;
    wire ag7_request_write;
    wire [35:0] ag7_request_burst;
    wire ag7_grant;
    wire ag7_load_valid;
    wire ag7_store_take;
    wire [127:0] ag7_store_data;
    wire [3:0] ag7_store_words;
    wire ag7_response;
    memory_port memory_port (
        .clk(clk),
        .rst(rst),
        .unit_rst(unit_rst),
        .halt(halt),
        .quiet(quiet),
        .ag0_request(ag0_request),
        .ag0_request_write(ag0_request_write),
        .ag0_request_burst(ag0_request_burst),
        .ag0_grant(ag0_grant),
        .ag0_load_valid(ag0_load_valid),
        .ag0_store_take(ag0_store_take),
        .ag0_store_data(ag0_store_data),
        .ag0_store_words(ag0_store_words),
        .ag0_response(ag0_response),
        .ag1_request(ag1_request),
        .ag1_request_write(ag1_request_write),
        .ag1_request_burst(ag1_request_burst),
        .ag1_grant(ag1_grant),
        .ag1_load_valid(ag1_load_valid),
        .ag1_store_take(ag1_store_take),
        .ag1_store_data(ag1_store_data),
        .ag1_store_words(ag1_store_words),
        .ag1_response(ag1_response),
        .ag2_request(ag2_request),
        .ag2_request_write(ag2_request_write),
        .ag2_request_burst(ag2_request_burst),
        .ag2_grant(ag2_grant),
        .ag2_load_valid(ag2_load_valid),
        .ag2_store_take(ag2_store_take),
        .ag2_store_data(ag2_store_data),
        .ag2_store_words(ag2_store_words),
        .ag2_response(ag2_response),
        .ag3_request(ag3_request),
        .ag3_request_write(ag3_request_write),
        .ag3_request_burst(ag3_request_burst),
        .ag3_grant(ag3_grant),
        .ag3_load_valid(ag3_load_valid),
        .ag3_store_take(ag3_store_take),
        .ag3_store_data(ag3_store_data),
        .ag3_store_words(ag3_store_words),
        .ag3_response(ag3_response),
        .ag4_request(ag4_request),
        .ag4_request_write(ag4_request_write),
        .ag4_request_burst(ag4_request_burst),
        .ag4_grant(ag4_grant),
        .ag4_load_valid(ag4_load_valid),
        .ag4_store_take(ag4_store_take),
        .ag4_store_data(ag4_store_data),
        .ag4_store_words(ag4_store_words),
        .ag4_response(ag4_response),
        .ag5_request(ag5_request),
        .ag5_request_write(ag5_request_write),
        .ag5_request_burst(ag5_request_burst),
        .ag5_grant(ag5_grant),
        .ag5_load_valid(ag5_load_valid),
        .ag5_store_take(ag5_store_take),
        .ag5_store_data(ag5_store_data),
        .ag5_store_words(ag5_store_words),
        .ag5_response(ag5_response),
        .ag6_request(ag6_request),
        .ag6_request_write(ag6_request_write),
        .ag6_request_burst(ag6_request_burst),
        .ag6_grant(ag6_grant),
        .ag6_load_valid(ag6_load_valid),
        .ag6_store_take(ag6_store_take),
        .ag6_store_data(ag6_store_data),
        .ag6_store_words(ag6_store_words),
        .ag6_response(ag6_response),
        .ag7_request(ag7_request),
        .ag7_request_write(ag7_request_write),
        .ag7_request_burst(ag7_request_burst),
        .ag7_grant(ag7_grant),
        .ag7_load_valid(ag7_load_valid),
        .ag7_store_take(ag7_store_take),
        .ag7_store_data(ag7_store_data),
        .ag7_store_words(ag7_store_words),
        .ag7_response(ag7_response),
        .memory_error(memory_error),
        .loader_request(loader_request),
        .loader_burst(loader_burst),
        .loader_grant(loader_grant),
        .loader_valid(loader_valid),
        .loader_error(loader_error),
        .load_data(load_data),
        .m_axi_arid(m_axi_arid),
        .m_axi_araddr(m_axi_araddr),
        .m_axi_arlen(m_axi_arlen),
        .m_axi_arsize(m_axi_arsize),
        .m_axi_arburst(m_axi_arburst),
        .m_axi_arprot(m_axi_arprot),
        .m_axi_arcache(m_axi_arcache),
        .m_axi_arvalid(m_axi_arvalid),
        .m_axi_arready(m_axi_arready),
        .m_axi_rid(m_axi_rid),
        .m_axi_rdata(m_axi_rdata),
        .m_axi_rresp(m_axi_rresp),
        .m_axi_rlast(m_axi_rlast),
        .m_axi_rvalid(m_axi_rvalid),
        .m_axi_rready(m_axi_rready),
        .m_axi_awid(m_axi_awid),
        .m_axi_awaddr(m_axi_awaddr),
        .m_axi_awlen(m_axi_awlen),
        .m_axi_awsize(m_axi_awsize),
        .m_axi_awburst(m_axi_awburst),
        .m_axi_awprot(m_axi_awprot),
        .m_axi_awcache(m_axi_awcache),
        .m_axi_awvalid(m_axi_awvalid),
        .m_axi_awready(m_axi_awready),
        .m_axi_wdata(m_axi_wdata),
        .m_axi_wstrb(m_axi_wstrb),
        .m_axi_wlast(m_axi_wlast),
        .m_axi_wvalid(m_axi_wvalid),
        .m_axi_wready(m_axi_wready),
        .m_axi_bid(m_axi_bid),
        .m_axi_bresp(m_axi_bresp),
        .m_axi_bvalid(m_axi_bvalid),
        .m_axi_bready(m_axi_bready)
    );
    wire [31:0] switch_r0_c0_cfg;
    wire [31:0] pcu_r0_c0_cfg;
    wire [31:0] ag_north_0_cfg;
    wire [31:0] ag_west_0_cfg;
    wire [31:0] switch_r1_c0_cfg;
    wire [31:0] pmu_r1_c0_cfg;
    wire [31:0] ag_south_0_cfg;
    wire [31:0] switch_r0_c1_cfg;
    wire [31:0] pmu_r0_c1_cfg;
    wire [31:0] ag_north_1_cfg;
    wire [31:0] ag_east_0_cfg;
    wire [31:0] switch_r1_c1_cfg;
    wire [31:0] pcu_r1_c1_cfg;
    wire [31:0] ag_east_1_cfg;
    pcu pcu_r0_c0 (
        .clk(clk),
        .rst(unit_rst),
        .cfg_en(cfg_en),
        .cfg_in(switch_r0_c0_cfg),
        .cfg_out(pcu_r0_c0_cfg),
        .vector_in0_valid(pcu_r0_c0_vector_in0_valid),
        .vector_in0_ready(pcu_r0_c0_vector_in0_ready),
        .vector_in0_data(pcu_r0_c0_vector_in0_data),
        .vector_in1_valid(pcu_r0_c0_vector_in1_valid),
        .vector_in1_ready(pcu_r0_c0_vector_in1_ready),
        .vector_in1_data(pcu_r0_c0_vector_in1_data),
        .vector_in2_valid(pcu_r0_c0_vector_in2_valid),
        .vector_in2_ready(pcu_r0_c0_vector_in2_ready),
        .vector_in2_data(pcu_r0_c0_vector_in2_data),
        .scalar_in0_valid(pcu_r0_c0_scalar_in0_valid),
        .scalar_in0_ready(pcu_r0_c0_scalar_in0_ready),
        .scalar_in0_data(pcu_r0_c0_scalar_in0_data),
        .scalar_in1_valid(pcu_r0_c0_scalar_in1_valid),
        .scalar_in1_ready(pcu_r0_c0_scalar_in1_ready),
        .scalar_in1_data(pcu_r0_c0_scalar_in1_data),
        .vector_out0_valid(pcu_r0_c0_vector_out0_valid),
        .vector_out0_ready(pcu_r0_c0_vector_out0_ready),
        .vector_out0_data(pcu_r0_c0_vector_out0_data),
        .vector_out1_valid(pcu_r0_c0_vector_out1_valid),
        .vector_out1_ready(pcu_r0_c0_vector_out1_ready),
        .vector_out1_data(pcu_r0_c0_vector_out1_data),
        .scalar_out0_valid(pcu_r0_c0_scalar_out0_valid),
        .scalar_out0_ready(pcu_r0_c0_scalar_out0_ready),
        .scalar_out0_data(pcu_r0_c0_scalar_out0_data),
        .idle(unit_idle[0]),
        .mark_error(mark_error[0]),
        .busy(process_busy[0]),
        .starved(process_starved[0]),
        .blocked(process_blocked[0])
    );
    pmu pmu_r0_c1 (
        .clk(clk),
        .rst(unit_rst),
        .cfg_en(cfg_en),
        .cfg_in(switch_r0_c1_cfg),
        .cfg_out(pmu_r0_c1_cfg),
        .vector_in0_valid(pmu_r0_c1_vector_in0_valid),
        .vector_in0_ready(pmu_r0_c1_vector_in0_ready),
        .vector_in0_data(pmu_r0_c1_vector_in0_data),
        .scalar_in0_valid(pmu_r0_c1_scalar_in0_valid),
        .scalar_in0_ready(pmu_r0_c1_scalar_in0_ready),
        .scalar_in0_data(pmu_r0_c1_scalar_in0_data),
        .idle(unit_idle[1]),
        .mark_error(mark_error[1]),
        .write_busy(process_busy[1]),
        .write_starved(process_starved[1]),
        .write_blocked(process_blocked[1]),
        .vector_out0_valid(pmu_r0_c1_vector_out0_valid),
        .vector_out0_ready(pmu_r0_c1_vector_out0_ready),
        .vector_out0_data(pmu_r0_c1_vector_out0_data),
        .scalar_out0_valid(pmu_r0_c1_scalar_out0_valid),
        .scalar_out0_ready(pmu_r0_c1_scalar_out0_ready),
        .scalar_out0_data(pmu_r0_c1_scalar_out0_data),
        .read_busy(process_busy[2]),
        .read_starved(process_starved[2]),
        .read_blocked(process_blocked[2])
    );
    pmu pmu_r1_c0 (
        .clk(clk),
        .rst(unit_rst),
        .cfg_en(cfg_en),
        .cfg_in(switch_r1_c0_cfg),
        .cfg_out(pmu_r1_c0_cfg),
        .vector_in0_valid(pmu_r1_c0_vector_in0_valid),
        .vector_in0_ready(pmu_r1_c0_vector_in0_ready),
        .vector_in0_data(pmu_r1_c0_vector_in0_data),
        .scalar_in0_valid(pmu_r1_c0_scalar_in0_valid),
        .scalar_in0_ready(pmu_r1_c0_scalar_in0_ready),
        .scalar_in0_data(pmu_r1_c0_scalar_in0_data),
        .idle(unit_idle[2]),
        .mark_error(mark_error[2]),
        .write_busy(process_busy[3]),
        .write_starved(process_starved[3]),
        .write_blocked(process_blocked[3]),
        .vector_out0_valid(pmu_r1_c0_vector_out0_valid),
        .vector_out0_ready(pmu_r1_c0_vector_out0_ready),
        .vector_out0_data(pmu_r1_c0_vector_out0_data),
        .scalar_out0_valid(pmu_r1_c0_scalar_out0_valid),
        .scalar_out0_ready(pmu_r1_c0_scalar_out0_ready),
        .scalar_out0_data(pmu_r1_c0_scalar_out0_data),
        .read_busy(process_busy[4]),
        .read_starved(process_starved[4]),
        .read_blocked(process_blocked[4])
    );
    pcu pcu_r1_c1 (
        .clk(clk),
        .rst(unit_rst),
        .cfg_en(cfg_en),
        .cfg_in(switch_r1_c1_cfg),
        .cfg_out(pcu_r1_c1_cfg),
        .vector_in0_valid(pcu_r1_c1_vector_in0_valid),
        .vector_in0_ready(pcu_r1_c1_vector_in0_ready),
        .vector_in0_data(pcu_r1_c1_vector_in0_data),
        .vector_in1_valid(pcu_r1_c1_vector_in1_valid),
        .vector_in1_ready(pcu_r1_c1_vector_in1_ready),
        .vector_in1_data(pcu_r1_c1_vector_in1_data),
        .vector_in2_valid(pcu_r1_c1_vector_in2_valid),
        .vector_in2_ready(pcu_r1_c1_vector_in2_ready),
        .vector_in2_data(pcu_r1_c1_vector_in2_data),
        .scalar_in0_valid(pcu_r1_c1_scalar_in0_valid),
        .scalar_in0_ready(pcu_r1_c1_scalar_in0_ready),
        .scalar_in0_data(pcu_r1_c1_scalar_in0_data),
        .scalar_in1_valid(pcu_r1_c1_scalar_in1_valid),
        .scalar_in1_ready(pcu_r1_c1_scalar_in1_ready),
        .scalar_in1_data(pcu_r1_c1_scalar_in1_data),
        .vector_out0_valid(pcu_r1_c1_vector_out0_valid),
        .vector_out0_ready(pcu_r1_c1_vector_out0_ready),
        .vector_out0_data(pcu_r1_c1_vector_out0_data),
        .vector_out1_valid(pcu_r1_c1_vector_out1_valid),
        .vector_out1_ready(pcu_r1_c1_vector_out1_ready),
        .vector_out1_data(pcu_r1_c1_vector_out1_data),
        .scalar_out0_valid(pcu_r1_c1_scalar_out0_valid),
        .scalar_out0_ready(pcu_r1_c1_scalar_out0_ready),
        .scalar_out0_data(pcu_r1_c1_scalar_out0_data),
        .idle(unit_idle[3]),
        .mark_error(mark_error[3]),
        .busy(process_busy[5]),
        .starved(process_starved[5]),
        .blocked(process_blocked[5])
    );
    ag ag_north_0 (
        .clk(clk),
        .rst(unit_rst),
        .cfg_en(cfg_en),
        .cfg_in(pcu_r0_c0_cfg),
        .cfg_out(ag_north_0_cfg),
        .load_valid(ag0_load_valid),
        .load_data(load_data),
        .store_take(ag0_store_take),
        .store_data(ag0_store_data),
        .store_words(ag0_store_words),
        .response(ag0_response),
        .grant(ag0_grant),
        .request(ag0_request),
        .request_write(ag0_request_write),
        .request_burst(ag0_request_burst),
        .vector_in0_valid(ag_north_0_vector_in0_valid),
        .vector_in0_ready(ag_north_0_vector_in0_ready),
        .vector_in0_data(ag_north_0_vector_in0_data),
        .scalar_in0_valid(ag_north_0_scalar_in0_valid),
        .scalar_in0_ready(ag_north_0_scalar_in0_ready),
        .scalar_in0_data(ag_north_0_scalar_in0_data),
        .vector_out0_valid(ag_north_0_vector_out0_valid),
        .vector_out0_ready(ag_north_0_vector_out0_ready),
        .vector_out0_data(ag_north_0_vector_out0_data),
        .scalar_out0_valid(ag_north_0_scalar_out0_valid),
        .scalar_out0_ready(ag_north_0_scalar_out0_ready),
        .scalar_out0_data(ag_north_0_scalar_out0_data),
        .mark_error(mark_error[4]),
        .busy(process_busy[6]),
        .starved(process_starved[6]),
        .blocked(process_blocked[6]),
        .idle(unit_idle[4])
    );
    ag ag_north_1 (
        .clk(clk),
        .rst(unit_rst),
        .cfg_en(cfg_en),
        .cfg_in(pmu_r0_c1_cfg),
        .cfg_out(ag_north_1_cfg),
        .load_valid(ag1_load_valid),
        .load_data(load_data),
        .store_take(ag1_store_take),
        .store_data(ag1_store_data),
        .store_words(ag1_store_words),
        .response(ag1_response),
        .grant(ag1_grant),
        .request(ag1_request),
        .request_write(ag1_request_write),
        .request_burst(ag1_request_burst),
        .vector_in0_valid(ag_north_1_vector_in0_valid),
        .vector_in0_ready(ag_north_1_vector_in0_ready),
        .vector_in0_data(ag_north_1_vector_in0_data),
        .scalar_in0_valid(ag_north_1_scalar_in0_valid),
        .scalar_in0_ready(ag_north_1_scalar_in0_ready),
        .scalar_in0_data(ag_north_1_scalar_in0_data),
        .vector_out0_valid(ag_north_1_vector_out0_valid),
        .vector_out0_ready(ag_north_1_vector_out0_ready),
        .vector_out0_data(ag_north_1_vector_out0_data),
        .scalar_out0_valid(ag_north_1_scalar_out0_valid),
        .scalar_out0_ready(ag_north_1_scalar_out0_ready),
        .scalar_out0_data(ag_north_1_scalar_out0_data),
        .mark_error(mark_error[5]),
        .busy(process_busy[7]),
        .starved(process_starved[7]),
        .blocked(process_blocked[7]),
        .idle(unit_idle[5])
    );
    ag ag_east_0 (
        .clk(clk),
        .rst(unit_rst),
        .cfg_en(cfg_en),
        .cfg_in(ag_north_1_cfg),
        .cfg_out(ag_east_0_cfg),
        .load_valid(ag2_load_valid),
        .load_data(load_data),
        .store_take(ag2_store_take),
        .store_data(ag2_store_data),
        .store_words(ag2_store_words),
        .response(ag2_response),
        .grant(ag2_grant),
        .request(ag2_request),
        .request_write(ag2_request_write),
        .request_burst(ag2_request_burst),
        .vector_in0_valid(ag_east_0_vector_in0_valid),
        .vector_in0_ready(ag_east_0_vector_in0_ready),
        .vector_in0_data(ag_east_0_vector_in0_data),
        .scalar_in0_valid(ag_east_0_scalar_in0_valid),
        .scalar_in0_ready(ag_east_0_scalar_in0_ready),
        .scalar_in0_data(ag_east_0_scalar_in0_data),
        .vector_out0_valid(ag_east_0_vector_out0_valid),
        .vector_out0_ready(ag_east_0_vector_out0_ready),
        .vector_out0_data(ag_east_0_vector_out0_data),
        .scalar_out0_valid(ag_east_0_scalar_out0_valid),
        .scalar_out0_ready(ag_east_0_scalar_out0_ready),
        .scalar_out0_data(ag_east_0_scalar_out0_data),
        .mark_error(mark_error[6]),
        .busy(process_busy[8]),
        .starved(process_starved[8]),
        .blocked(process_blocked[8]),
        .idle(unit_idle[6])
    );
    ag ag_east_1 (
        .clk(clk),
        .rst(unit_rst),
        .cfg_en(cfg_en),
        .cfg_in(pcu_r1_c1_cfg),
        .cfg_out(ag_east_1_cfg),
        .load_valid(ag3_load_valid),
        .load_data(load_data),
        .store_take(ag3_store_take),
        .store_data(ag3_store_data),
        .store_words(ag3_store_words),
        .response(ag3_response),
        .grant(ag3_grant),
        .request(ag3_request),
        .request_write(ag3_request_write),
        .request_burst(ag3_request_burst),
        .vector_in0_valid(ag_east_1_vector_in0_valid),
        .vector_in0_ready(ag_east_1_vector_in0_ready),
        .vector_in0_data(ag_east_1_vector_in0_data),
        .scalar_in0_valid(ag_east_1_scalar_in0_valid),
        .scalar_in0_ready(ag_east_1_scalar_in0_ready),
        .scalar_in0_data(ag_east_1_scalar_in0_data),
        .vector_out0_valid(ag_east_1_vector_out0_valid),
        .vector_out0_ready(ag_east_1_vector_out0_ready),
        .vector_out0_data(ag_east_1_vector_out0_data),
        .scalar_out0_valid(ag_east_1_scalar_out0_valid),
        .scalar_out0_ready(ag_east_1_scalar_out0_ready),
        .scalar_out0_data(ag_east_1_scalar_out0_data),
        .mark_error(mark_error[7]),
        .busy(process_busy[9]),
        .starved(process_starved[9]),
        .blocked(process_blocked[9]),
        .idle(unit_idle[7])
    );
    ag ag_south_0 (
        .clk(clk),
        .rst(unit_rst),
        .cfg_en(cfg_en),
        .cfg_in(pmu_r1_c0_cfg),
        .cfg_out(ag_south_0_cfg),
        .load_valid(ag4_load_valid),
        .load_data(load_data),
        .store_take(ag4_store_take),
        .store_data(ag4_store_data),
        .store_words(ag4_store_words),
        .response(ag4_response),
        .grant(ag4_grant),
        .request(ag4_request),
        .request_write(ag4_request_write),
        .request_burst(ag4_request_burst),
        .vector_in0_valid(ag_south_0_vector_in0_valid),
        .vector_in0_ready(ag_south_0_vector_in0_ready),
        .vector_in0_data(ag_south_0_vector_in0_data),
        .scalar_in0_valid(ag_south_0_scalar_in0_valid),
        .scalar_in0_ready(ag_south_0_scalar_in0_ready),
        .scalar_in0_data(ag_south_0_scalar_in0_data),
        .vector_out0_valid(ag_south_0_vector_out0_valid),
        .vector_out0_ready(ag_south_0_vector_out0_ready),
        .vector_out0_data(ag_south_0_vector_out0_data),
        .scalar_out0_valid(ag_south_0_scalar_out0_valid),
        .scalar_out0_ready(ag_south_0_scalar_out0_ready),
        .scalar_out0_data(ag_south_0_scalar_out0_data),
        .mark_error(mark_error[8]),
        .busy(process_busy[10]),
        .starved(process_starved[10]),
        .blocked(process_blocked[10]),
        .idle(unit_idle[8])
    );
    wire [31:0] unused_ag_south_1_cfg_out;
    ag ag_south_1 (
        .clk(clk),
        .rst(unit_rst),
        .cfg_en(cfg_en),
        .cfg_in(ag_east_1_cfg),
        .cfg_out(unused_ag_south_1_cfg_out),
        .load_valid(ag5_load_valid),
        .load_data(load_data),
        .store_take(ag5_store_take),
        .store_data(ag5_store_data),
        .store_words(ag5_store_words),
        .response(ag5_response),
        .grant(ag5_grant),
        .request(ag5_request),
        .request_write(ag5_request_write),
        .request_burst(ag5_request_burst),
        .vector_in0_valid(ag_south_1_vector_in0_valid),
        .vector_in0_ready(ag_south_1_vector_in0_ready),
        .vector_in0_data(ag_south_1_vector_in0_data),
        .scalar_in0_valid(ag_south_1_scalar_in0_valid),
        .scalar_in0_ready(ag_south_1_scalar_in0_ready),
        .scalar_in0_data(ag_south_1_scalar_in0_data),
        .vector_out0_valid(ag_south_1_vector_out0_valid),
        .vector_out0_ready(ag_south_1_vector_out0_ready),
        .vector_out0_data(ag_south_1_vector_out0_data),
        .scalar_out0_valid(ag_south_1_scalar_out0_valid),
        .scalar_out0_ready(ag_south_1_scalar_out0_ready),
        .scalar_out0_data(ag_south_1_scalar_out0_data),
        .mark_error(mark_error[9]),
        .busy(process_busy[11]),
        .starved(process_starved[11]),
        .blocked(process_blocked[11]),
        .idle(unit_idle[9])
    );
    ag ag_west_0 (
        .clk(clk),
        .rst(unit_rst),
        .cfg_en(cfg_en),
        .cfg_in(ag_north_0_cfg),
        .cfg_out(ag_west_0_cfg),
        .load_valid(ag6_load_valid),
        .load_data(load_data),
        .store_take(ag6_store_take),
        .store_data(ag6_store_data),
        .store_words(ag6_store_words),
        .response(ag6_response),
        .grant(ag6_grant),
        .request(ag6_request),
        .request_write(ag6_request_write),
        .request_burst(ag6_request_burst),
        .vector_in0_valid(ag_west_0_vector_in0_valid),
        .vector_in0_ready(ag_west_0_vector_in0_ready),
        .vector_in0_data(ag_west_0_vector_in0_data),
        .scalar_in0_valid(ag_west_0_scalar_in0_valid),
        .scalar_in0_ready(ag_west_0_scalar_in0_ready),
        .scalar_in0_data(ag_west_0_scalar_in0_data),
        .vector_out0_valid(ag_west_0_vector_out0_valid),
        .vector_out0_ready(ag_west_0_vector_out0_ready),
        .vector_out0_data(ag_west_0_vector_out0_data),
        .scalar_out0_valid(ag_west_0_scalar_out0_valid),
        .scalar_out0_ready(ag_west_0_scalar_out0_ready),
        .scalar_out0_data(ag_west_0_scalar_out0_data),
        .mark_error(mark_error[10]),
        .busy(process_busy[12]),
        .starved(process_starved[12]),
        .blocked(process_blocked[12]),
        .idle(unit_idle[10])
    );
    wire [31:0] unused_ag_west_1_cfg_out;
    ag ag_west_1 (
        .clk(clk),
        .rst(unit_rst),
        .cfg_en(cfg_en),
        .cfg_in(ag_south_0_cfg),
        .cfg_out(unused_ag_west_1_cfg_out),
        .load_valid(ag7_load_valid),
        .load_data(load_data),
        .store_take(ag7_store_take),
        .store_data(ag7_store_data),
        .store_words(ag7_store_words),
        .response(ag7_response),
        .grant(ag7_grant),
        .request(ag7_request),
        .request_write(ag7_request_write),
        .request_burst(ag7_request_burst),
        .vector_in0_valid(ag_west_1_vector_in0_valid),
        .vector_in0_ready(ag_west_1_vector_in0_ready),
        .vector_in0_data(ag_west_1_vector_in0_data),
        .scalar_in0_valid(ag_west_1_scalar_in0_valid),
        .scalar_in0_ready(ag_west_1_scalar_in0_ready),
        .scalar_in0_data(ag_west_1_scalar_in0_data),
        .vector_out0_valid(ag_west_1_vector_out0_valid),
        .vector_out0_ready(ag_west_1_vector_out0_ready),
        .vector_out0_data(ag_west_1_vector_out0_data),
        .scalar_out0_valid(ag_west_1_scalar_out0_valid),
        .scalar_out0_ready(ag_west_1_scalar_out0_ready),
        .scalar_out0_data(ag_west_1_scalar_out0_data),
        .mark_error(mark_error[11]),
        .busy(process_busy[13]),
        .starved(process_starved[13]),
        .blocked(process_blocked[13]),
        .idle(unit_idle[11])
    );
    switch_es_pcu_ag_ag switch_r0_c0 (
        .clk(clk),
        .rst(unit_rst),
        .cfg_en(cfg_en),
        .cfg_in(cfg_word0),
        .cfg_out(switch_r0_c0_cfg),
        .vector_from_east0_valid(switch_r0_c1_vector_west0_valid),
        .vector_from_east0_ready(switch_r0_c1_vector_west0_ready),
        .vector_from_east0_data(switch_r0_c1_vector_west0_data),
        .vector_from_east1_valid(switch_r0_c1_vector_west1_valid),
        .vector_from_east1_ready(switch_r0_c1_vector_west1_ready),
        .vector_from_east1_data(switch_r0_c1_vector_west1_data),
        .vector_from_south0_valid(switch_r1_c0_vector_north0_valid),
        .vector_from_south0_ready(switch_r1_c0_vector_north0_ready),
        .vector_from_south0_data(switch_r1_c0_vector_north0_data),
        .vector_from_south1_valid(switch_r1_c0_vector_north1_valid),
        .vector_from_south1_ready(switch_r1_c0_vector_north1_ready),
        .vector_from_south1_data(switch_r1_c0_vector_north1_data),
        .vector_from_unit0_0_valid(pcu_r0_c0_vector_out0_valid),
        .vector_from_unit0_0_ready(pcu_r0_c0_vector_out0_ready),
        .vector_from_unit0_0_data(pcu_r0_c0_vector_out0_data),
        .vector_from_unit0_1_valid(pcu_r0_c0_vector_out1_valid),
        .vector_from_unit0_1_ready(pcu_r0_c0_vector_out1_ready),
        .vector_from_unit0_1_data(pcu_r0_c0_vector_out1_data),
        .vector_from_unit1_0_valid(ag_north_0_vector_out0_valid),
        .vector_from_unit1_0_ready(ag_north_0_vector_out0_ready),
        .vector_from_unit1_0_data(ag_north_0_vector_out0_data),
        .vector_from_unit2_0_valid(ag_west_0_vector_out0_valid),
        .vector_from_unit2_0_ready(ag_west_0_vector_out0_ready),
        .vector_from_unit2_0_data(ag_west_0_vector_out0_data),
        .vector_to_east0_valid(switch_r0_c0_vector_east0_valid),
        .vector_to_east0_ready(switch_r0_c0_vector_east0_ready),
        .vector_to_east0_data(switch_r0_c0_vector_east0_data),
        .vector_to_east1_valid(switch_r0_c0_vector_east1_valid),
        .vector_to_east1_ready(switch_r0_c0_vector_east1_ready),
        .vector_to_east1_data(switch_r0_c0_vector_east1_data),
        .vector_to_south0_valid(switch_r0_c0_vector_south0_valid),
        .vector_to_south0_ready(switch_r0_c0_vector_south0_ready),
        .vector_to_south0_data(switch_r0_c0_vector_south0_data),
        .vector_to_south1_valid(switch_r0_c0_vector_south1_valid),
        .vector_to_south1_ready(switch_r0_c0_vector_south1_ready),
        .vector_to_south1_data(switch_r0_c0_vector_south1_data),
        .vector_to_unit0_0_valid(pcu_r0_c0_vector_in0_valid),
        .vector_to_unit0_0_ready(pcu_r0_c0_vector_in0_ready),
        .vector_to_unit0_0_data(pcu_r0_c0_vector_in0_data),
        .vector_to_unit0_1_valid(pcu_r0_c0_vector_in1_valid),
        .vector_to_unit0_1_ready(pcu_r0_c0_vector_in1_ready),
        .vector_to_unit0_1_data(pcu_r0_c0_vector_in1_data),
        .vector_to_unit0_2_valid(pcu_r0_c0_vector_in2_valid),
        .vector_to_unit0_2_ready(pcu_r0_c0_vector_in2_ready),
        .vector_to_unit0_2_data(pcu_r0_c0_vector_in2_data),
        .vector_to_unit1_0_valid(ag_north_0_vector_in0_valid),
        .vector_to_unit1_0_ready(ag_north_0_vector_in0_ready),
        .vector_to_unit1_0_data(ag_north_0_vector_in0_data),
        .vector_to_unit2_0_valid(ag_west_0_vector_in0_valid),
        .vector_to_unit2_0_ready(ag_west_0_vector_in0_ready),
        .vector_to_unit2_0_data(ag_west_0_vector_in0_data),
        .scalar_from_east0_valid(switch_r0_c1_scalar_west0_valid),
        .scalar_from_east0_ready(switch_r0_c1_scalar_west0_ready),
        .scalar_from_east0_data(switch_r0_c1_scalar_west0_data),
        .scalar_from_east1_valid(switch_r0_c1_scalar_west1_valid),
        .scalar_from_east1_ready(switch_r0_c1_scalar_west1_ready),
        .scalar_from_east1_data(switch_r0_c1_scalar_west1_data),
        .scalar_from_south0_valid(switch_r1_c0_scalar_north0_valid),
        .scalar_from_south0_ready(switch_r1_c0_scalar_north0_ready),
        .scalar_from_south0_data(switch_r1_c0_scalar_north0_data),
        .scalar_from_south1_valid(switch_r1_c0_scalar_north1_valid),
        .scalar_from_south1_ready(switch_r1_c0_scalar_north1_ready),
        .scalar_from_south1_data(switch_r1_c0_scalar_north1_data),
        .scalar_from_unit0_0_valid(pcu_r0_c0_scalar_out0_valid),
        .scalar_from_unit0_0_ready(pcu_r0_c0_scalar_out0_ready),
        .scalar_from_unit0_0_data(pcu_r0_c0_scalar_out0_data),
        .scalar_from_unit1_0_valid(ag_north_0_scalar_out0_valid),
        .scalar_from_unit1_0_ready(ag_north_0_scalar_out0_ready),
        .scalar_from_unit1_0_data(ag_north_0_scalar_out0_data),
        .scalar_from_unit2_0_valid(ag_west_0_scalar_out0_valid),
        .scalar_from_unit2_0_ready(ag_west_0_scalar_out0_ready),
        .scalar_from_unit2_0_data(ag_west_0_scalar_out0_data),
        .scalar_to_east0_valid(switch_r0_c0_scalar_east0_valid),
        .scalar_to_east0_ready(switch_r0_c0_scalar_east0_ready),
        .scalar_to_east0_data(switch_r0_c0_scalar_east0_data),
        .scalar_to_east1_valid(switch_r0_c0_scalar_east1_valid),
        .scalar_to_east1_ready(switch_r0_c0_scalar_east1_ready),
        .scalar_to_east1_data(switch_r0_c0_scalar_east1_data),
        .scalar_to_south0_valid(switch_r0_c0_scalar_south0_valid),
        .scalar_to_south0_ready(switch_r0_c0_scalar_south0_ready),
        .scalar_to_south0_data(switch_r0_c0_scalar_south0_data),
        .scalar_to_south1_valid(switch_r0_c0_scalar_south1_valid),
        .scalar_to_south1_ready(switch_r0_c0_scalar_south1_ready),
        .scalar_to_south1_data(switch_r0_c0_scalar_south1_data),
        .scalar_to_unit0_0_valid(pcu_r0_c0_scalar_in0_valid),
        .scalar_to_unit0_0_ready(pcu_r0_c0_scalar_in0_ready),
        .scalar_to_unit0_0_data(pcu_r0_c0_scalar_in0_data),
        .scalar_to_unit0_1_valid(pcu_r0_c0_scalar_in1_valid),
        .scalar_to_unit0_1_ready(pcu_r0_c0_scalar_in1_ready),
        .scalar_to_unit0_1_data(pcu_r0_c0_scalar_in1_data),
        .scalar_to_unit1_0_valid(ag_north_0_scalar_in0_valid),
        .scalar_to_unit1_0_ready(ag_north_0_scalar_in0_ready),
        .scalar_to_unit1_0_data(ag_north_0_scalar_in0_data),
        .scalar_to_unit2_0_valid(ag_west_0_scalar_in0_valid),
        .scalar_to_unit2_0_ready(ag_west_0_scalar_in0_ready),
        .scalar_to_unit2_0_data(ag_west_0_scalar_in0_data),
        .idle(switch_idle[0])
    );
    switch_sw_pmu_ag_ag switch_r0_c1 (
        .clk(clk),
        .rst(unit_rst),
        .cfg_en(cfg_en),
        .cfg_in(cfg_word1),
        .cfg_out(switch_r0_c1_cfg),
        .vector_from_south0_valid(switch_r1_c1_vector_north0_valid),
        .vector_from_south0_ready(switch_r1_c1_vector_north0_ready),
        .vector_from_south0_data(switch_r1_c1_vector_north0_data),
        .vector_from_south1_valid(switch_r1_c1_vector_north1_valid),
        .vector_from_south1_ready(switch_r1_c1_vector_north1_ready),
        .vector_from_south1_data(switch_r1_c1_vector_north1_data),
        .vector_from_west0_valid(switch_r0_c0_vector_east0_valid),
        .vector_from_west0_ready(switch_r0_c0_vector_east0_ready),
        .vector_from_west0_data(switch_r0_c0_vector_east0_data),
        .vector_from_west1_valid(switch_r0_c0_vector_east1_valid),
        .vector_from_west1_ready(switch_r0_c0_vector_east1_ready),
        .vector_from_west1_data(switch_r0_c0_vector_east1_data),
        .vector_from_unit0_0_valid(pmu_r0_c1_vector_out0_valid),
        .vector_from_unit0_0_ready(pmu_r0_c1_vector_out0_ready),
        .vector_from_unit0_0_data(pmu_r0_c1_vector_out0_data),
        .vector_from_unit1_0_valid(ag_north_1_vector_out0_valid),
        .vector_from_unit1_0_ready(ag_north_1_vector_out0_ready),
        .vector_from_unit1_0_data(ag_north_1_vector_out0_data),
        .vector_from_unit2_0_valid(ag_east_0_vector_out0_valid),
        .vector_from_unit2_0_ready(ag_east_0_vector_out0_ready),
        .vector_from_unit2_0_data(ag_east_0_vector_out0_data),
        .vector_to_south0_valid(switch_r0_c1_vector_south0_valid),
        .vector_to_south0_ready(switch_r0_c1_vector_south0_ready),
        .vector_to_south0_data(switch_r0_c1_vector_south0_data),
        .vector_to_south1_valid(switch_r0_c1_vector_south1_valid),
        .vector_to_south1_ready(switch_r0_c1_vector_south1_ready),
        .vector_to_south1_data(switch_r0_c1_vector_south1_data),
        .vector_to_west0_valid(switch_r0_c1_vector_west0_valid),
        .vector_to_west0_ready(switch_r0_c1_vector_west0_ready),
        .vector_to_west0_data(switch_r0_c1_vector_west0_data),
        .vector_to_west1_valid(switch_r0_c1_vector_west1_valid),
        .vector_to_west1_ready(switch_r0_c1_vector_west1_ready),
        .vector_to_west1_data(switch_r0_c1_vector_west1_data),
        .vector_to_unit0_0_valid(pmu_r0_c1_vector_in0_valid),
        .vector_to_unit0_0_ready(pmu_r0_c1_vector_in0_ready),
        .vector_to_unit0_0_data(pmu_r0_c1_vector_in0_data),
        .vector_to_unit1_0_valid(ag_north_1_vector_in0_valid),
        .vector_to_unit1_0_ready(ag_north_1_vector_in0_ready),
        .vector_to_unit1_0_data(ag_north_1_vector_in0_data),
        .vector_to_unit2_0_valid(ag_east_0_vector_in0_valid),
        .vector_to_unit2_0_ready(ag_east_0_vector_in0_ready),
        .vector_to_unit2_0_data(ag_east_0_vector_in0_data),
        .scalar_from_south0_valid(switch_r1_c1_scalar_north0_valid),
        .scalar_from_south0_ready(switch_r1_c1_scalar_north0_ready),
        .scalar_from_south0_data(switch_r1_c1_scalar_north0_data),
        .scalar_from_south1_valid(switch_r1_c1_scalar_north1_valid),
        .scalar_from_south1_ready(switch_r1_c1_scalar_north1_ready),
        .scalar_from_south1_data(switch_r1_c1_scalar_north1_data),
        .scalar_from_west0_valid(switch_r0_c0_scalar_east0_valid),
        .scalar_from_west0_ready(switch_r0_c0_scalar_east0_ready),
        .scalar_from_west0_data(switch_r0_c0_scalar_east0_data),
        .scalar_from_west1_valid(switch_r0_c0_scalar_east1_valid),
        .scalar_from_west1_ready(switch_r0_c0_scalar_east1_ready),
        .scalar_from_west1_data(switch_r0_c0_scalar_east1_data),
        .scalar_from_unit0_0_valid(pmu_r0_c1_scalar_out0_valid),
        .scalar_from_unit0_0_ready(pmu_r0_c1_scalar_out0_ready),
        .scalar_from_unit0_0_data(pmu_r0_c1_scalar_out0_data),
        .scalar_from_unit1_0_valid(ag_north_1_scalar_out0_valid),
        .scalar_from_unit1_0_ready(ag_north_1_scalar_out0_ready),
        .scalar_from_unit1_0_data(ag_north_1_scalar_out0_data),
        .scalar_from_unit2_0_valid(ag_east_0_scalar_out0_valid),
        .scalar_from_unit2_0_ready(ag_east_0_scalar_out0_ready),
        .scalar_from_unit2_0_data(ag_east_0_scalar_out0_data),
        .scalar_to_south0_valid(switch_r0_c1_scalar_south0_valid),
        .scalar_to_south0_ready(switch_r0_c1_scalar_south0_ready),
        .scalar_to_south0_data(switch_r0_c1_scalar_south0_data),
        .scalar_to_south1_valid(switch_r0_c1_scalar_south1_valid),
        .scalar_to_south1_ready(switch_r0_c1_scalar_south1_ready),
        .scalar_to_south1_data(switch_r0_c1_scalar_south1_data),
        .scalar_to_west0_valid(switch_r0_c1_scalar_west0_valid),
        .scalar_to_west0_ready(switch_r0_c1_scalar_west0_ready),
        .scalar_to_west0_data(switch_r0_c1_scalar_west0_data),
        .scalar_to_west1_valid(switch_r0_c1_scalar_west1_valid),
        .scalar_to_west1_ready(switch_r0_c1_scalar_west1_ready),
        .scalar_to_west1_data(switch_r0_c1_scalar_west1_data),
        .scalar_to_unit0_0_valid(pmu_r0_c1_scalar_in0_valid),
        .scalar_to_unit0_0_ready(pmu_r0_c1_scalar_in0_ready),
        .scalar_to_unit0_0_data(pmu_r0_c1_scalar_in0_data),
        .scalar_to_unit1_0_valid(ag_north_1_scalar_in0_valid),
        .scalar_to_unit1_0_ready(ag_north_1_scalar_in0_ready),
        .scalar_to_unit1_0_data(ag_north_1_scalar_in0_data),
        .scalar_to_unit2_0_valid(ag_east_0_scalar_in0_valid),
        .scalar_to_unit2_0_ready(ag_east_0_scalar_in0_ready),
        .scalar_to_unit2_0_data(ag_east_0_scalar_in0_data),
        .idle(switch_idle[1])
    );
    switch_ne_pmu_ag_ag switch_r1_c0 (
        .clk(clk),
        .rst(unit_rst),
        .cfg_en(cfg_en),
        .cfg_in(ag_west_0_cfg),
        .cfg_out(switch_r1_c0_cfg),
        .vector_from_north0_valid(switch_r0_c0_vector_south0_valid),
        .vector_from_north0_ready(switch_r0_c0_vector_south0_ready),
        .vector_from_north0_data(switch_r0_c0_vector_south0_data),
        .vector_from_north1_valid(switch_r0_c0_vector_south1_valid),
        .vector_from_north1_ready(switch_r0_c0_vector_south1_ready),
        .vector_from_north1_data(switch_r0_c0_vector_south1_data),
        .vector_from_east0_valid(switch_r1_c1_vector_west0_valid),
        .vector_from_east0_ready(switch_r1_c1_vector_west0_ready),
        .vector_from_east0_data(switch_r1_c1_vector_west0_data),
        .vector_from_east1_valid(switch_r1_c1_vector_west1_valid),
        .vector_from_east1_ready(switch_r1_c1_vector_west1_ready),
        .vector_from_east1_data(switch_r1_c1_vector_west1_data),
        .vector_from_unit0_0_valid(pmu_r1_c0_vector_out0_valid),
        .vector_from_unit0_0_ready(pmu_r1_c0_vector_out0_ready),
        .vector_from_unit0_0_data(pmu_r1_c0_vector_out0_data),
        .vector_from_unit1_0_valid(ag_south_0_vector_out0_valid),
        .vector_from_unit1_0_ready(ag_south_0_vector_out0_ready),
        .vector_from_unit1_0_data(ag_south_0_vector_out0_data),
        .vector_from_unit2_0_valid(ag_west_1_vector_out0_valid),
        .vector_from_unit2_0_ready(ag_west_1_vector_out0_ready),
        .vector_from_unit2_0_data(ag_west_1_vector_out0_data),
        .vector_to_north0_valid(switch_r1_c0_vector_north0_valid),
        .vector_to_north0_ready(switch_r1_c0_vector_north0_ready),
        .vector_to_north0_data(switch_r1_c0_vector_north0_data),
        .vector_to_north1_valid(switch_r1_c0_vector_north1_valid),
        .vector_to_north1_ready(switch_r1_c0_vector_north1_ready),
        .vector_to_north1_data(switch_r1_c0_vector_north1_data),
        .vector_to_east0_valid(switch_r1_c0_vector_east0_valid),
        .vector_to_east0_ready(switch_r1_c0_vector_east0_ready),
        .vector_to_east0_data(switch_r1_c0_vector_east0_data),
        .vector_to_east1_valid(switch_r1_c0_vector_east1_valid),
        .vector_to_east1_ready(switch_r1_c0_vector_east1_ready),
        .vector_to_east1_data(switch_r1_c0_vector_east1_data),
        .vector_to_unit0_0_valid(pmu_r1_c0_vector_in0_valid),
        .vector_to_unit0_0_ready(pmu_r1_c0_vector_in0_ready),
        .vector_to_unit0_0_data(pmu_r1_c0_vector_in0_data),
        .vector_to_unit1_0_valid(ag_south_0_vector_in0_valid),
        .vector_to_unit1_0_ready(ag_south_0_vector_in0_ready),
        .vector_to_unit1_0_data(ag_south_0_vector_in0_data),
        .vector_to_unit2_0_valid(ag_west_1_vector_in0_valid),
        .vector_to_unit2_0_ready(ag_west_1_vector_in0_ready),
        .vector_to_unit2_0_data(ag_west_1_vector_in0_data),
        .scalar_from_north0_valid(switch_r0_c0_scalar_south0_valid),
        .scalar_from_north0_ready(switch_r0_c0_scalar_south0_ready),
        .scalar_from_north0_data(switch_r0_c0_scalar_south0_data),
        .scalar_from_north1_valid(switch_r0_c0_scalar_south1_valid),
        .scalar_from_north1_ready(switch_r0_c0_scalar_south1_ready),
        .scalar_from_north1_data(switch_r0_c0_scalar_south1_data),
        .scalar_from_east0_valid(switch_r1_c1_scalar_west0_valid),
        .scalar_from_east0_ready(switch_r1_c1_scalar_west0_ready),
        .scalar_from_east0_data(switch_r1_c1_scalar_west0_data),
        .scalar_from_east1_valid(switch_r1_c1_scalar_west1_valid),
        .scalar_from_east1_ready(switch_r1_c1_scalar_west1_ready),
        .scalar_from_east1_data(switch_r1_c1_scalar_west1_data),
        .scalar_from_unit0_0_valid(pmu_r1_c0_scalar_out0_valid),
        .scalar_from_unit0_0_ready(pmu_r1_c0_scalar_out0_ready),
        .scalar_from_unit0_0_data(pmu_r1_c0_scalar_out0_data),
        .scalar_from_unit1_0_valid(ag_south_0_scalar_out0_valid),
        .scalar_from_unit1_0_ready(ag_south_0_scalar_out0_ready),
        .scalar_from_unit1_0_data(ag_south_0_scalar_out0_data),
        .scalar_from_unit2_0_valid(ag_west_1_scalar_out0_valid),
        .scalar_from_unit2_0_ready(ag_west_1_scalar_out0_ready),
        .scalar_from_unit2_0_data(ag_west_1_scalar_out0_data),
        .scalar_to_north0_valid(switch_r1_c0_scalar_north0_valid),
        .scalar_to_north0_ready(switch_r1_c0_scalar_north0_ready),
        .scalar_to_north0_data(switch_r1_c0_scalar_north0_data),
        .scalar_to_north1_valid(switch_r1_c0_scalar_north1_valid),
        .scalar_to_north1_ready(switch_r1_c0_scalar_north1_ready),
        .scalar_to_north1_data(switch_r1_c0_scalar_north1_data),
        .scalar_to_east0_valid(switch_r1_c0_scalar_east0_valid),
        .scalar_to_east0_ready(switch_r1_c0_scalar_east0_ready),
        .scalar_to_east0_data(switch_r1_c0_scalar_east0_data),
        .scalar_to_east1_valid(switch_r1_c0_scalar_east1_valid),
        .scalar_to_east1_ready(switch_r1_c0_scalar_east1_ready),
        .scalar_to_east1_data(switch_r1_c0_scalar_east1_data),
        .scalar_to_unit0_0_valid(pmu_r1_c0_scalar_in0_valid),
        .scalar_to_unit0_0_ready(pmu_r1_c0_scalar_in0_ready),
        .scalar_to_unit0_0_data(pmu_r1_c0_scalar_in0_data),
        .scalar_to_unit1_0_valid(ag_south_0_scalar_in0_valid),
        .scalar_to_unit1_0_ready(ag_south_0_scalar_in0_ready),
        .scalar_to_unit1_0_data(ag_south_0_scalar_in0_data),
        .scalar_to_unit2_0_valid(ag_west_1_scalar_in0_valid),
        .scalar_to_unit2_0_ready(ag_west_1_scalar_in0_ready),
        .scalar_to_unit2_0_data(ag_west_1_scalar_in0_data),
        .idle(switch_idle[2])
    );
    switch_nw_pcu_ag_ag switch_r1_c1 (
        .clk(clk),
        .rst(unit_rst),
        .cfg_en(cfg_en),
        .cfg_in(ag_east_0_cfg),
        .cfg_out(switch_r1_c1_cfg),
        .vector_from_north0_valid(switch_r0_c1_vector_south0_valid),
        .vector_from_north0_ready(switch_r0_c1_vector_south0_ready),
        .vector_from_north0_data(switch_r0_c1_vector_south0_data),
        .vector_from_north1_valid(switch_r0_c1_vector_south1_valid),
        .vector_from_north1_ready(switch_r0_c1_vector_south1_ready),
        .vector_from_north1_data(switch_r0_c1_vector_south1_data),
        .vector_from_west0_valid(switch_r1_c0_vector_east0_valid),
        .vector_from_west0_ready(switch_r1_c0_vector_east0_ready),
        .vector_from_west0_data(switch_r1_c0_vector_east0_data),
        .vector_from_west1_valid(switch_r1_c0_vector_east1_valid),
        .vector_from_west1_ready(switch_r1_c0_vector_east1_ready),
        .vector_from_west1_data(switch_r1_c0_vector_east1_data),
        .vector_from_unit0_0_valid(pcu_r1_c1_vector_out0_valid),
        .vector_from_unit0_0_ready(pcu_r1_c1_vector_out0_ready),
        .vector_from_unit0_0_data(pcu_r1_c1_vector_out0_data),
        .vector_from_unit0_1_valid(pcu_r1_c1_vector_out1_valid),
        .vector_from_unit0_1_ready(pcu_r1_c1_vector_out1_ready),
        .vector_from_unit0_1_data(pcu_r1_c1_vector_out1_data),
        .vector_from_unit1_0_valid(ag_east_1_vector_out0_valid),
        .vector_from_unit1_0_ready(ag_east_1_vector_out0_ready),
        .vector_from_unit1_0_data(ag_east_1_vector_out0_data),
        .vector_from_unit2_0_valid(ag_south_1_vector_out0_valid),
        .vector_from_unit2_0_ready(ag_south_1_vector_out0_ready),
        .vector_from_unit2_0_data(ag_south_1_vector_out0_data),
        .vector_to_north0_valid(switch_r1_c1_vector_north0_valid),
        .vector_to_north0_ready(switch_r1_c1_vector_north0_ready),
        .vector_to_north0_data(switch_r1_c1_vector_north0_data),
        .vector_to_north1_valid(switch_r1_c1_vector_north1_valid),
        .vector_to_north1_ready(switch_r1_c1_vector_north1_ready),
        .vector_to_north1_data(switch_r1_c1_vector_north1_data),
        .vector_to_west0_valid(switch_r1_c1_vector_west0_valid),
        .vector_to_west0_ready(switch_r1_c1_vector_west0_ready),
        .vector_to_west0_data(switch_r1_c1_vector_west0_data),
        .vector_to_west1_valid(switch_r1_c1_vector_west1_valid),
        .vector_to_west1_ready(switch_r1_c1_vector_west1_ready),
        .vector_to_west1_data(switch_r1_c1_vector_west1_data),
        .vector_to_unit0_0_valid(pcu_r1_c1_vector_in0_valid),
        .vector_to_unit0_0_ready(pcu_r1_c1_vector_in0_ready),
        .vector_to_unit0_0_data(pcu_r1_c1_vector_in0_data),
        .vector_to_unit0_1_valid(pcu_r1_c1_vector_in1_valid),
        .vector_to_unit0_1_ready(pcu_r1_c1_vector_in1_ready),
        .vector_to_unit0_1_data(pcu_r1_c1_vector_in1_data),
        .vector_to_unit0_2_valid(pcu_r1_c1_vector_in2_valid),
        .vector_to_unit0_2_ready(pcu_r1_c1_vector_in2_ready),
        .vector_to_unit0_2_data(pcu_r1_c1_vector_in2_data),
        .vector_to_unit1_0_valid(ag_east_1_vector_in0_valid),
        .vector_to_unit1_0_ready(ag_east_1_vector_in0_ready),
        .vector_to_unit1_0_data(ag_east_1_vector_in0_data),
        .vector_to_unit2_0_valid(ag_south_1_vector_in0_valid),
        .vector_to_unit2_0_ready(ag_south_1_vector_in0_ready),
        .vector_to_unit2_0_data(ag_south_1_vector_in0_data),
        .scalar_from_north0_valid(switch_r0_c1_scalar_south0_valid),
        .scalar_from_north0_ready(switch_r0_c1_scalar_south0_ready),
        .scalar_from_north0_data(switch_r0_c1_scalar_south0_data),
        .scalar_from_north1_valid(switch_r0_c1_scalar_south1_valid),
        .scalar_from_north1_ready(switch_r0_c1_scalar_south1_ready),
        .scalar_from_north1_data(switch_r0_c1_scalar_south1_data),
        .scalar_from_west0_valid(switch_r1_c0_scalar_east0_valid),
        .scalar_from_west0_ready(switch_r1_c0_scalar_east0_ready),
        .scalar_from_west0_data(switch_r1_c0_scalar_east0_data),
        .scalar_from_west1_valid(switch_r1_c0_scalar_east1_valid),
        .scalar_from_west1_ready(switch_r1_c0_scalar_east1_ready),
        .scalar_from_west1_data(switch_r1_c0_scalar_east1_data),
        .scalar_from_unit0_0_valid(pcu_r1_c1_scalar_out0_valid),
        .scalar_from_unit0_0_ready(pcu_r1_c1_scalar_out0_ready),
        .scalar_from_unit0_0_data(pcu_r1_c1_scalar_out0_data),
        .scalar_from_unit1_0_valid(ag_east_1_scalar_out0_valid),
        .scalar_from_unit1_0_ready(ag_east_1_scalar_out0_ready),
        .scalar_from_unit1_0_data(ag_east_1_scalar_out0_data),
        .scalar_from_unit2_0_valid(ag_south_1_scalar_out0_valid),
        .scalar_from_unit2_0_ready(ag_south_1_scalar_out0_ready),
        .scalar_from_unit2_0_data(ag_south_1_scalar_out0_data),
        .scalar_to_north0_valid(switch_r1_c1_scalar_north0_valid),
        .scalar_to_north0_ready(switch_r1_c1_scalar_north0_ready),
        .scalar_to_north0_data(switch_r1_c1_scalar_north0_data),
        .scalar_to_north1_valid(switch_r1_c1_scalar_north1_valid),
        .scalar_to_north1_ready(switch_r1_c1_scalar_north1_ready),
        .scalar_to_north1_data(switch_r1_c1_scalar_north1_data),
        .scalar_to_west0_valid(switch_r1_c1_scalar_west0_valid),
        .scalar_to_west0_ready(switch_r1_c1_scalar_west0_ready),
        .scalar_to_west0_data(switch_r1_c1_scalar_west0_data),
        .scalar_to_west1_valid(switch_r1_c1_scalar_west1_valid),
        .scalar_to_west1_ready(switch_r1_c1_scalar_west1_ready),
        .scalar_to_west1_data(switch_r1_c1_scalar_west1_data),
        .scalar_to_unit0_0_valid(pcu_r1_c1_scalar_in0_valid),
        .scalar_to_unit0_0_ready(pcu_r1_c1_scalar_in0_ready),
        .scalar_to_unit0_0_data(pcu_r1_c1_scalar_in0_data),
        .scalar_to_unit0_1_valid(pcu_r1_c1_scalar_in1_valid),
        .scalar_to_unit0_1_ready(pcu_r1_c1_scalar_in1_ready),
        .scalar_to_unit0_1_data(pcu_r1_c1_scalar_in1_data),
        .scalar_to_unit1_0_valid(ag_east_1_scalar_in0_valid),
        .scalar_to_unit1_0_ready(ag_east_1_scalar_in0_ready),
        .scalar_to_unit1_0_data(ag_east_1_scalar_in0_data),
        .scalar_to_unit2_0_valid(ag_south_1_scalar_in0_valid),
        .scalar_to_unit2_0_ready(ag_south_1_scalar_in0_ready),
        .scalar_to_unit2_0_data(ag_south_1_scalar_in0_data),
        .idle(switch_idle[3])
    );
endmodule
