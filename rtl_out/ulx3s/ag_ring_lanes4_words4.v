// Words between a port and memory, with the shift between the two.
module ag_ring_lanes4_words4 (
    input  wire        clk,
    input  wire        store,
    input  wire        take,
    input  wire [3:0]  tail,
    input  wire [3:0]  head,
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
    (* ram_style = "distributed" *) reg [31:0] bank_0 [0:3];
    (* ram_style = "distributed" *) reg [31:0] bank_1 [0:3];
    (* ram_style = "distributed" *) reg [31:0] bank_2 [0:3];
    (* ram_style = "distributed" *) reg [31:0] bank_3 [0:3];
    wire enable_0;
    wire enable_1;
    wire enable_2;
    wire enable_3;
    wire tail_wraps_0;
    wire tail_wraps_1;
    wire tail_wraps_2;
    wire tail_wraps_3;
    wire head_wraps_0;
    wire head_wraps_1;
    wire head_wraps_2;
    wire head_wraps_3;
    wire [31:0] shifted_in_0;
    wire [31:0] shifted_in_1;
    wire [31:0] shifted_in_2;
    wire [31:0] shifted_in_3;
    wire [31:0] shifted_in_4;
    wire [31:0] shifted_in_5;
    wire [31:0] shifted_in_6;
    wire [31:0] shifted_in_7;
    wire [31:0] shifted_in_8;
    wire [31:0] shifted_in_9;
    wire [31:0] shifted_in_10;
    wire [31:0] shifted_in_11;
    wire [31:0] written_0;
    wire [31:0] written_1;
    wire [31:0] written_2;
    wire [31:0] written_3;
    wire [31:0] shifted_out_0;
    wire [31:0] shifted_out_1;
    wire [31:0] shifted_out_2;
    wire [31:0] shifted_out_3;
    wire [31:0] shifted_out_4;
    wire [31:0] shifted_out_5;
    wire [31:0] shifted_out_6;
    wire [31:0] shifted_out_7;
    wire [31:0] shifted_out_8;
    wire [31:0] shifted_out_9;
    wire [31:0] shifted_out_10;
    wire [31:0] shifted_out_11;
    wire [31:0] group_0;
    wire [31:0] group_1;
    wire [31:0] group_2;
    wire [31:0] group_3;

    wire [1:0] head_row = head[3:2];
    wire [1:0] tail_row = tail[3:2];
    wire [1:0] head_bank = head[1:0];
    wire [1:0] tail_bank = tail[1:0];
    assign shifted_in_0 = lane_in_0;
    assign shifted_in_1 = lane_in_1;
    assign shifted_in_2 = lane_in_2;
    assign shifted_in_3 = lane_in_3;
    assign shifted_in_4 = tail_bank[0] ? shifted_in_3 : shifted_in_0;
    assign shifted_in_5 = tail_bank[0] ? shifted_in_0 : shifted_in_1;
    assign shifted_in_6 = tail_bank[0] ? shifted_in_1 : shifted_in_2;
    assign shifted_in_7 = tail_bank[0] ? shifted_in_2 : shifted_in_3;
    assign shifted_in_8 = tail_bank[1] ? shifted_in_6 : shifted_in_4;
    assign shifted_in_9 = tail_bank[1] ? shifted_in_7 : shifted_in_5;
    assign shifted_in_10 = tail_bank[1] ? shifted_in_4 : shifted_in_6;
    assign shifted_in_11 = tail_bank[1] ? shifted_in_5 : shifted_in_7;
    assign written_0 = store ? shifted_in_8 : memory_in_0;
    assign tail_wraps_0 = store & (tail_bank > 2'd0);
    assign head_wraps_0 = head_bank > 2'd0;
    assign enable_0 = take;
    wire [1:0] write_row_0 = tail_row + {1'b0, tail_wraps_0};
    assign written_1 = store ? shifted_in_9 : memory_in_1;
    assign tail_wraps_1 = store & (tail_bank > 2'd1);
    assign head_wraps_1 = head_bank > 2'd1;
    assign enable_1 = take;
    wire [1:0] write_row_1 = tail_row + {1'b0, tail_wraps_1};
    assign written_2 = store ? shifted_in_10 : memory_in_2;
    assign tail_wraps_2 = store & (tail_bank > 2'd2);
    assign head_wraps_2 = head_bank > 2'd2;
    assign enable_2 = take;
    wire [1:0] write_row_2 = tail_row + {1'b0, tail_wraps_2};
    assign written_3 = store ? shifted_in_11 : memory_in_3;
    assign tail_wraps_3 = 1'b0;
    assign head_wraps_3 = 1'b0;
    assign enable_3 = take;
    wire [1:0] write_row_3 = tail_row + {1'b0, tail_wraps_3};
    wire [1:0] read_row_0 = head_row + {1'b0, head_wraps_0};
    assign shifted_out_0 = bank_0[read_row_0];
    wire [1:0] read_row_1 = head_row + {1'b0, head_wraps_1};
    assign shifted_out_1 = bank_1[read_row_1];
    wire [1:0] read_row_2 = head_row + {1'b0, head_wraps_2};
    assign shifted_out_2 = bank_2[read_row_2];
    wire [1:0] read_row_3 = head_row + {1'b0, head_wraps_3};
    assign shifted_out_3 = bank_3[read_row_3];
    assign shifted_out_4 = head_bank[0] ? shifted_out_1 : shifted_out_0;
    assign shifted_out_5 = head_bank[0] ? shifted_out_2 : shifted_out_1;
    assign shifted_out_6 = head_bank[0] ? shifted_out_3 : shifted_out_2;
    assign shifted_out_7 = head_bank[0] ? shifted_out_0 : shifted_out_3;
    assign shifted_out_8 = head_bank[1] ? shifted_out_6 : shifted_out_4;
    assign shifted_out_9 = head_bank[1] ? shifted_out_7 : shifted_out_5;
    assign shifted_out_10 = head_bank[1] ? shifted_out_4 : shifted_out_6;
    assign shifted_out_11 = head_bank[1] ? shifted_out_5 : shifted_out_7;
    assign lane_out_0 = shifted_out_8;
    assign lane_out_1 = shifted_out_9;
    assign lane_out_2 = shifted_out_10;
    assign lane_out_3 = shifted_out_11;
    assign group_0 = shifted_out_0;
    assign group_1 = shifted_out_1;
    assign group_2 = shifted_out_2;
    assign group_3 = shifted_out_3;
    assign memory_out_0 = group_0;
    assign memory_out_1 = group_1;
    assign memory_out_2 = group_2;
    assign memory_out_3 = group_3;

    always @(posedge clk) begin
        if (enable_0) bank_0[write_row_0] <= written_0;
        if (enable_1) bank_1[write_row_1] <= written_1;
        if (enable_2) bank_2[write_row_2] <= written_2;
        if (enable_3) bank_3[write_row_3] <= written_3;
    end
endmodule
