// Words between a port and memory, with the shift between the two.
module ag_ring_lanes4_words4 (
    input  wire        clk,
    input  wire        store,
    input  wire        take,
    input  wire        blank,
    input  wire [5:0]  tail,
    input  wire [5:0]  head,
    // the port's beats
    input  wire [31:0] lane_in_0,
    input  wire [31:0] lane_in_1,
    input  wire [31:0] lane_in_2,
    input  wire [31:0] lane_in_3,
    // beats of memory
    input  wire [31:0] memory_in_0,
    input  wire [31:0] memory_in_1,
    input  wire [31:0] memory_in_2,
    input  wire [31:0] memory_in_3,
    // the port's beats
    output wire [31:0] lane_out_0,
    output wire [31:0] lane_out_1,
    output wire [31:0] lane_out_2,
    output wire [31:0] lane_out_3,
    // beats of memory
    output wire [31:0] memory_out_0,
    output wire [31:0] memory_out_1,
    output wire [31:0] memory_out_2,
    output wire [31:0] memory_out_3
);
    (* ram_style = "distributed" *) reg [31:0] bank_0 [0:15];
    (* ram_style = "distributed" *) reg [31:0] bank_1 [0:15];
    (* ram_style = "distributed" *) reg [31:0] bank_2 [0:15];
    (* ram_style = "distributed" *) reg [31:0] bank_3 [0:15];
    wire head_wraps_0;
    wire head_wraps_1;
    wire head_wraps_2;
    wire head_wraps_3;
    wire [31:0] read_0;
    wire [31:0] read_1;
    wire [31:0] read_2;
    wire [31:0] read_3;
    wire [31:0] turned_0;
    wire [31:0] turned_1;
    wire [31:0] turned_2;
    wire [31:0] turned_3;
    wire [31:0] turned_4;
    wire [31:0] turned_5;
    wire [31:0] turned_6;
    wire [31:0] turned_7;
    wire [31:0] turned_8;
    wire [31:0] turned_9;
    wire [31:0] turned_10;
    wire [31:0] turned_11;
    wire [31:0] group_0;
    wire [31:0] group_1;
    wire [31:0] group_2;
    wire [31:0] group_3;

    wire [3:0] head_row = head[5:2];
    wire [1:0] head_bank = head[1:0];
    wire [1:0] tail_bank = tail[1:0];
    assign head_wraps_0 = head_bank > 2'd0;
    wire [3:0] read_row_0 = head_row + {3'd0, head_wraps_0};
    assign read_0 = bank_0[read_row_0];
    assign head_wraps_1 = head_bank > 2'd1;
    wire [3:0] read_row_1 = head_row + {3'd0, head_wraps_1};
    assign read_1 = bank_1[read_row_1];
    assign head_wraps_2 = head_bank > 2'd2;
    wire [3:0] read_row_2 = head_row + {3'd0, head_wraps_2};
    assign read_2 = bank_2[read_row_2];
    assign head_wraps_3 = 1'b0;
    wire [3:0] read_row_3 = head_row + {3'd0, head_wraps_3};
    assign read_3 = bank_3[read_row_3];
    wire [1:0] turn = store ? tail_bank : -head_bank;
    assign turned_0 = store ? lane_in_0 : read_0;
    assign turned_1 = store ? lane_in_1 : read_1;
    assign turned_2 = store ? lane_in_2 : read_2;
    assign turned_3 = store ? lane_in_3 : read_3;
    assign turned_4 = turn[0] ? turned_3 : turned_0;
    assign turned_5 = turn[0] ? turned_0 : turned_1;
    assign turned_6 = turn[0] ? turned_1 : turned_2;
    assign turned_7 = turn[0] ? turned_2 : turned_3;
    assign turned_8 = turn[1] ? turned_6 : turned_4;
    assign turned_9 = turn[1] ? turned_7 : turned_5;
    assign turned_10 = turn[1] ? turned_4 : turned_6;
    assign turned_11 = turn[1] ? turned_5 : turned_7;
    assign lane_out_0 = turned_8;
    assign lane_out_1 = turned_9;
    assign lane_out_2 = turned_10;
    assign lane_out_3 = turned_11;
    assign group_0 = read_0;
    assign group_1 = read_1;
    assign group_2 = read_2;
    assign group_3 = read_3;
    assign memory_out_0 = group_0;
    assign memory_out_1 = group_1;
    assign memory_out_2 = group_2;
    assign memory_out_3 = group_3;

    task automatic step;
        reg [3:0] v_tail_row;
        reg v_enable_0;
        reg v_enable_1;
        reg v_enable_2;
        reg v_enable_3;
        reg v_tail_wraps_0;
        reg [31:0] v_written_0;
        reg [3:0] v_write_row_0;
        reg v_tail_wraps_1;
        reg [31:0] v_written_1;
        reg [3:0] v_write_row_1;
        reg v_tail_wraps_2;
        reg [31:0] v_written_2;
        reg [3:0] v_write_row_2;
        reg v_tail_wraps_3;
        reg [31:0] v_written_3;
        reg [3:0] v_write_row_3;
    begin
        v_tail_row = tail[5:2];
        v_enable_0 = take;
        v_enable_1 = take;
        v_enable_2 = take;
        v_enable_3 = take;
        if (v_enable_0) begin
            v_tail_wraps_0 = store & (tail_bank > 2'd0);
            v_written_0 =
                store ? turned_8 :
                blank ? 32'd0 :
                memory_in_0;
            v_write_row_0 = v_tail_row + {3'd0, v_tail_wraps_0};
            bank_0[v_write_row_0] <= v_written_0;
        end
        if (v_enable_1) begin
            v_tail_wraps_1 = store & (tail_bank > 2'd1);
            v_written_1 =
                store ? turned_9 :
                blank ? 32'd0 :
                memory_in_1;
            v_write_row_1 = v_tail_row + {3'd0, v_tail_wraps_1};
            bank_1[v_write_row_1] <= v_written_1;
        end
        if (v_enable_2) begin
            v_tail_wraps_2 = store & (tail_bank > 2'd2);
            v_written_2 =
                store ? turned_10 :
                blank ? 32'd0 :
                memory_in_2;
            v_write_row_2 = v_tail_row + {3'd0, v_tail_wraps_2};
            bank_2[v_write_row_2] <= v_written_2;
        end
        if (v_enable_3) begin
            v_tail_wraps_3 = 1'b0;
            v_written_3 =
                store ? turned_11 :
                blank ? 32'd0 :
                memory_in_3;
            v_write_row_3 = v_tail_row + {3'd0, v_tail_wraps_3};
            bank_3[v_write_row_3] <= v_written_3;
        end
    end
    endtask

    always @(posedge clk) step;
endmodule
