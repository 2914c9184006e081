// What all lanes of a stage that can be systolic do in which cycle.
module pcu_systolic_ways16_r2_registered0_early0 (
    input  wire        clk,
    // configuration, and the number of the stage
    input  wire [1:0]  mode,
    input  wire [31:0] constant,
    input  wire [5:0]  op,
    input  wire [1:0]  number,
    // the beat at the operands
    input  wire [3:0]  operands_way,
    input  wire        operands_first,
    // what is drained, where it is read
    input  wire        leaving_beside,
    input  wire        leaving_valid,
    input  wire [1:0]  leaving_row,
    // the beat at the results
    input  wire        results_valid,
    input  wire [3:0]  results_way_0,
    input  wire [3:0]  results_way_1,
    input  wire        results_bank,
    input  wire        results_first,
    // the beat where sums of products are there
    input  wire        sums_valid,
    input  wire [3:0]  sums_way_0,
    input  wire [3:0]  sums_way_1,
    input  wire        sums_bank,
    // the sum
    output wire        systolic,
    output wire        continues,
    output wire [5:0]  sum_op,
    output wire [31:0] start,
    output wire        from_bank_0,
    output wire        from_bank_1,
    // what is drained, where it is read
    output wire        leaving_bank,
    // the pipeline registers
    output wire        take,
    // the accumulators
    output wire [3:0]  read_way_0,
    output wire [3:0]  read_way_1,
    output wire        write_valid_0,
    output wire        write_valid_1,
    output wire [3:0]  write_way_0,
    output wire [3:0]  write_way_1
);
    reg sums_products;
    reg in_lanes;
    reg accumulating;

    assign systolic = ~in_lanes;
    wire sums_f = (op == 6'h17) | (op == 6'h24);
    wire sums_i = (op == 6'd3) | (op == 6'h23);
    assign sum_op =
        (sums_products & sums_i) ? 6'd1 :
        (sums_products & sums_f) ? 6'h15 :
        op;
    wire goes_on = sums_products & (~results_first);
    wire starts = sums_products & results_first;
    assign start = constant & {32{starts}};
    wire continues_w = accumulating & (~operands_first);
    assign continues = continues_w;
    assign from_bank_0 = (goes_on & (~results_bank)) | continues_w;
    assign from_bank_1 = goes_on & results_bank;
    wire leaves = leaving_valid & (leaving_row == number);
    assign leaving_bank = ~leaving_beside;
    assign read_way_0 = sums_products ? results_way_0 : operands_way;
    assign read_way_1 = results_way_1;
    assign take = leaves | (~sums_products);
    assign write_way_0 = sums_products ? sums_way_0 : results_way_0;
    assign write_valid_0 = ((sums_products & sums_valid) & (~sums_bank)) | (accumulating & results_valid);
    assign write_way_1 = sums_way_1;
    assign write_valid_1 = (sums_products & sums_valid) & sums_bank;

    always @(posedge clk) begin
        sums_products <= mode == 2'd3;
        in_lanes <= mode != 2'd3;
        accumulating <= mode == 2'd1;
    end
endmodule
