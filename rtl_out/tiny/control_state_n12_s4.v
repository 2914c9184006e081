// The control unit's state machine: loads, runs, and ends runs.
module control_state_n12_s4 (
    input  wire        clk,
    input  wire        rst,
    // the host's commands
    input  wire        command_valid,
    input  wire [31:0] command,
    input  wire [31:0] watchdog,
    input  wire [11:0] unit_idle,
    input  wire [3:0]  switch_idle,
    input  wire        memory_error,
    input  wire [3:0]  memory_unit,
    input  wire        mark_error,
    input  wire [3:0]  mark_unit,
    input  wire        drained,
    // the configuration loader
    input  wire        loader_done,
    input  wire [3:0]  loader_reason,
    input  wire        loader_changed,
    output wire        loader_start,
    output wire        unit_rst,
    output wire        halt,
    output wire        go,
    output wire        running,
    output wire        active,
    output wire [2:0]  state,
    output wire [3:0]  reason,
    output wire [3:0]  culprit,
    output wire        configured,
    output wire [31:0] cycles_configure,
    output wire [31:0] cycles_run
);
    reg [2:0] now;
    reg resting;
    reg halting;
    reg [3:0] cause;
    reg [3:0] unit;
    reg loaded;
    reg quiet;
    reg [31:0] configure_count;
    reg [31:0] run_count;

    wire loading = now == 3'd1;
    wire running_w = now == 3'd2;
    wire draining = now == 3'd3;
    wire rests = ~((loading | running_w) | draining);
    wire load = (command_valid & (command == 32'd1)) & rests;
    wire go_w = ((command_valid & (command == 32'd2)) & rests) & loaded;
    assign loader_start = load;
    assign unit_rst = resting;
    assign halt = halting;
    assign go = go_w;
    assign running = running_w;
    assign active = ~rests;
    assign state = now;
    assign reason = cause;
    assign culprit = unit;
    assign configured = loaded;
    assign cycles_configure = configure_count;
    assign cycles_run = run_count;

    task automatic step;
        reg v_abort;
        reg v_overdue;
        reg v_failed;
        reg [2:0] v_then;
        reg v_runs;
    begin
        v_abort = command_valid & (command == 32'd3);
        v_overdue = (|watchdog) & (run_count >= watchdog);
        v_failed = |loader_reason;
        v_then = now;
        if (loading) begin
            if (loader_done) begin
                if (v_failed) begin
                    v_then = 3'd5;
                end else begin
                    v_then = 3'd0;
                end
            end
        end
        if (running_w) begin
            if (memory_error) begin
                v_then = 3'd3;
            end else if (mark_error) begin
                v_then = 3'd3;
            end else if (v_abort) begin
                v_then = 3'd3;
            end else if (v_overdue) begin
                v_then = 3'd3;
            end else if (quiet) begin
                v_then = 3'd4;
            end
        end
        if (draining & drained) v_then = 3'd5;
        if (load) v_then = 3'd1;
        if (go_w) v_then = 3'd2;
        if (rst) v_then = 3'd0;
        v_runs = v_then == 3'd2;
        quiet <= ((&unit_idle) & (&switch_idle)) & running_w;
        if (loading) begin
            configure_count <= configure_count + 32'd1;
            if (loader_done) begin
                cause <= loader_reason;
                if (loader_reason == 4'd6) unit <= 4'hc;
                if (loader_changed) loaded <= ~v_failed;
            end
        end
        if (running_w) begin
            run_count <= run_count + 32'd1;
            if (memory_error) begin
                cause <= 4'd6;
                unit <= memory_unit;
            end else if (mark_error) begin
                cause <= 4'd7;
                unit <= mark_unit;
            end else if (v_abort) begin
                cause <= 4'd8;
            end else if (v_overdue) begin
                cause <= 4'd9;
            end
        end
        if (load) configure_count <= 32'd0;
        if (go_w) run_count <= 32'd0;
        if (load | go_w) begin
            cause <= 4'd0;
            unit <= 4'd0;
        end
        if (rst) begin
            cause <= 4'd0;
            unit <= 4'd0;
            loaded <= 1'b0;
            quiet <= 1'b0;
            configure_count <= 32'd0;
            run_count <= 32'd0;
        end
        now <= v_then;
        resting <= ~(v_runs | (v_then == 3'd3));
        halting <= ~v_runs;
    end
    endtask

    always @(posedge clk) step;
endmodule
