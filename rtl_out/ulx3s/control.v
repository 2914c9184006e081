// Control unit: the host's registers, the state machine, the configuration loader, performance
// counters.
module control (
    // clock, and synchronous reset
    input  wire         clk,
    input  wire         rst,
    // AXI4-Lite slave: write address, write data, write response, read address, read data
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
    // the loader's bursts: beats less one, first beat address; granted in the same cycle
    output wire         loader_request,
    output wire [35:0]  loader_burst,
    input  wire         loader_grant,
    // read data, for the loader when loader_valid
    input  wire         loader_valid,
    input  wire         loader_error,
    input  wire [127:0] load_data,
    // configuration chains: when cfg_en, a word enters each chain
    output wire         cfg_en,
    output wire [31:0]  cfg_word0,
    output wire [31:0]  cfg_word1,
    // reset of all units and switches
    output wire         unit_rst,
    // errors of this cycle: end marks, one bit a unit, and the memory's, one bit an address
    // generator
    input  wire [11:0]  mark_error,
    input  wire [7:0]   memory_error,
    // what is idle
    input  wire [11:0]  unit_idle,
    input  wire [3:0]   switch_idle,
    // memory port: no burst may start; nothing is under way
    output wire         halt,
    input  wire         quiet,
    // a command is being carried out
    output wire         active,
    // what each process does in this cycle
    input  wire [13:0]  busy,
    input  wire [13:0]  starved,
    input  wire [13:0]  blocked
);
    assign s_axil_bresp = 2'd0;
    assign s_axil_rresp = 2'd0;
    wire command_valid;
    wire [31:0] command;
    wire [31:0] config_address;
    wire [31:0] watchdog;
    wire [31:0] counter_select;
    wire counter_known;
    wire counter_hit;
    wire [31:0] counter_value;
    wire [2:0] state;
    wire [3:0] reason;
    wire [3:0] culprit;
    wire configured;
    wire [31:0] cycles_configure;
    wire [31:0] cycles_run;
    control_registers_n12_id0a52d332 registers (
        .clk(clk),
        .rst(rst),
        .awvalid(s_axil_awvalid),
        .awready(s_axil_awready),
        .awaddr(s_axil_awaddr),
        .wvalid(s_axil_wvalid),
        .wready(s_axil_wready),
        .wdata(s_axil_wdata),
        .wstrb(s_axil_wstrb),
        .bvalid(s_axil_bvalid),
        .bready(s_axil_bready),
        .arvalid(s_axil_arvalid),
        .arready(s_axil_arready),
        .araddr(s_axil_araddr),
        .rvalid(s_axil_rvalid),
        .rready(s_axil_rready),
        .rdata(s_axil_rdata),
        .command_valid(command_valid),
        .command(command),
        .config_address(config_address),
        .watchdog(watchdog),
        .counter_select(counter_select),
        .counter_known(counter_known),
        .counter_hit(counter_hit),
        .counter_value(counter_value),
        .state(state),
        .reason(reason),
        .culprit(culprit),
        .configured(configured),
        .cycles_configure(cycles_configure),
        .cycles_run(cycles_run)
    );
    wire loader_start;
    wire loader_done;
    wire [3:0] loader_reason;
    wire loader_changed;
    wire crc_clear;
    wire crc_valid;
    wire [31:0] crc;
    wire [127:0] crc_data;
    loader_words4_burst16_chains2_beats195_id0a52d332 loader (
        .clk(clk),
        .rst(rst),
        .start(loader_start),
        .image(config_address),
        .request(loader_request),
        .address(loader_burst[27:0]),
        .beats(loader_burst[35:28]),
        .grant(loader_grant),
        .valid(loader_valid),
        .data_0(load_data[31:0]),
        .data_1(load_data[63:32]),
        .data_2(load_data[95:64]),
        .data_3(load_data[127:96]),
        .error(loader_error),
        .crc_clear(crc_clear),
        .crc_valid(crc_valid),
        .crc_word_0(crc_data[31:0]),
        .crc_word_1(crc_data[63:32]),
        .crc_word_2(crc_data[95:64]),
        .crc_word_3(crc_data[127:96]),
        .crc(crc),
        .cfg_en(cfg_en),
        .cfg_word_0(cfg_word0),
        .cfg_word_1(cfg_word1),
        .done(loader_done),
        .reason(loader_reason),
        .changed(loader_changed)
    );
    loader_crc_words4 checksum (
        .clk(clk),
        .clear(crc_clear),
        .valid(crc_valid),
        .word_0(crc_data[31:0]),
        .word_1(crc_data[63:32]),
        .word_2(crc_data[95:64]),
        .word_3(crc_data[127:96]),
        .crc(crc)
    );
    wire some_memory_error;
    wire [3:0] memory_error_unit;
    control_errors_n12_w4 memory_errors (
        .clk(clk),
        .rst(unit_rst),
        .raised({memory_error[7], memory_error[6], memory_error[5], memory_error[4], memory_error[3], memory_error[2], memory_error[1], memory_error[0], {4{1'b0}}}),
        .some(some_memory_error),
        .lowest(memory_error_unit)
    );
    wire some_mark_error;
    wire [3:0] mark_error_unit;
    control_errors_n12_w4 mark_errors (
        .clk(clk),
        .rst(unit_rst),
        .raised(mark_error),
        .some(some_mark_error),
        .lowest(mark_error_unit)
    );
    wire go;
    wire running;
    control_state_n12_s4 state_machine (
        .clk(clk),
        .rst(rst),
        .command_valid(command_valid),
        .command(command),
        .watchdog(watchdog),
        .unit_idle(unit_idle),
        .switch_idle(switch_idle),
        .memory_error(some_memory_error),
        .memory_unit(memory_error_unit),
        .mark_error(some_mark_error),
        .mark_unit(mark_error_unit),
        .drained(quiet),
        .loader_done(loader_done),
        .loader_reason(loader_reason),
        .loader_changed(loader_changed),
        .loader_start(loader_start),
        .unit_rst(unit_rst),
        .halt(halt),
        .go(go),
        .running(running),
        .active(active),
        .state(state),
        .reason(reason),
        .culprit(culprit),
        .configured(configured),
        .cycles_configure(cycles_configure),
        .cycles_run(cycles_run)
    );
    perf_n14 counters (
        .clk(clk),
        .rst(rst),
        .clear(go),
        .enable(running),
        .busy(busy),
        .starved(starved),
        .blocked(blocked),
        .select(counter_select),
        .known(counter_known),
        .hit(counter_hit),
        .value(counter_value)
    );
endmodule
