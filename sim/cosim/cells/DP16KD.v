// Block RAM of 18,432 bits with two ports. Ports of 1, 2, 4, 9, 18 and 36 bits; in the widest the words of both
// data buses are joined: port A writes, port B reads. A port keeps its output while it writes (WRITEMODE "NORMAL"), shows what it writes
// ("WRITETHROUGH"), or what was there ("READBEFOREWRITE"). Rows of 18 bits; widths below 9 use 8 of each 9.
module DP16KD #(
    parameter DATA_WIDTH_A = 18, parameter DATA_WIDTH_B = 18,
    parameter REGMODE_A = "NOREG", parameter REGMODE_B = "NOREG",
    parameter RESETMODE = "SYNC", parameter ASYNC_RESET_RELEASE = "SYNC",
    parameter CSDECODE_A = "0b000", parameter CSDECODE_B = "0b000",
    parameter WRITEMODE_A = "NORMAL", parameter WRITEMODE_B = "NORMAL",
    parameter CLKAMUX = "CLKA", parameter CLKBMUX = "CLKB",
    parameter [319:0] INITVAL_00 = 0,
    parameter [319:0] INITVAL_01 = 0,
    parameter [319:0] INITVAL_02 = 0,
    parameter [319:0] INITVAL_03 = 0,
    parameter [319:0] INITVAL_04 = 0,
    parameter [319:0] INITVAL_05 = 0,
    parameter [319:0] INITVAL_06 = 0,
    parameter [319:0] INITVAL_07 = 0,
    parameter [319:0] INITVAL_08 = 0,
    parameter [319:0] INITVAL_09 = 0,
    parameter [319:0] INITVAL_0A = 0,
    parameter [319:0] INITVAL_0B = 0,
    parameter [319:0] INITVAL_0C = 0,
    parameter [319:0] INITVAL_0D = 0,
    parameter [319:0] INITVAL_0E = 0,
    parameter [319:0] INITVAL_0F = 0,
    parameter [319:0] INITVAL_10 = 0,
    parameter [319:0] INITVAL_11 = 0,
    parameter [319:0] INITVAL_12 = 0,
    parameter [319:0] INITVAL_13 = 0,
    parameter [319:0] INITVAL_14 = 0,
    parameter [319:0] INITVAL_15 = 0,
    parameter [319:0] INITVAL_16 = 0,
    parameter [319:0] INITVAL_17 = 0,
    parameter [319:0] INITVAL_18 = 0,
    parameter [319:0] INITVAL_19 = 0,
    parameter [319:0] INITVAL_1A = 0,
    parameter [319:0] INITVAL_1B = 0,
    parameter [319:0] INITVAL_1C = 0,
    parameter [319:0] INITVAL_1D = 0,
    parameter [319:0] INITVAL_1E = 0,
    parameter [319:0] INITVAL_1F = 0,
    parameter [319:0] INITVAL_20 = 0,
    parameter [319:0] INITVAL_21 = 0,
    parameter [319:0] INITVAL_22 = 0,
    parameter [319:0] INITVAL_23 = 0,
    parameter [319:0] INITVAL_24 = 0,
    parameter [319:0] INITVAL_25 = 0,
    parameter [319:0] INITVAL_26 = 0,
    parameter [319:0] INITVAL_27 = 0,
    parameter [319:0] INITVAL_28 = 0,
    parameter [319:0] INITVAL_29 = 0,
    parameter [319:0] INITVAL_2A = 0,
    parameter [319:0] INITVAL_2B = 0,
    parameter [319:0] INITVAL_2C = 0,
    parameter [319:0] INITVAL_2D = 0,
    parameter [319:0] INITVAL_2E = 0,
    parameter [319:0] INITVAL_2F = 0,
    parameter [319:0] INITVAL_30 = 0,
    parameter [319:0] INITVAL_31 = 0,
    parameter [319:0] INITVAL_32 = 0,
    parameter [319:0] INITVAL_33 = 0,
    parameter [319:0] INITVAL_34 = 0,
    parameter [319:0] INITVAL_35 = 0,
    parameter [319:0] INITVAL_36 = 0,
    parameter [319:0] INITVAL_37 = 0,
    parameter [319:0] INITVAL_38 = 0,
    parameter [319:0] INITVAL_39 = 0,
    parameter [319:0] INITVAL_3A = 0,
    parameter [319:0] INITVAL_3B = 0,
    parameter [319:0] INITVAL_3C = 0,
    parameter [319:0] INITVAL_3D = 0,
    parameter [319:0] INITVAL_3E = 0,
    parameter [319:0] INITVAL_3F = 0,
    parameter GSR = "ENABLED"
) (
    input DIA17, DIA16, DIA15, DIA14, DIA13, DIA12, DIA11, DIA10, DIA9, DIA8, DIA7, DIA6, DIA5, DIA4, DIA3, DIA2, DIA1, DIA0,
    input ADA13, ADA12, ADA11, ADA10, ADA9, ADA8, ADA7, ADA6, ADA5, ADA4, ADA3, ADA2, ADA1, ADA0,
    input CEA, OCEA, CLKA, WEA, RSTA, CSA2, CSA1, CSA0,
    output DOA17, DOA16, DOA15, DOA14, DOA13, DOA12, DOA11, DOA10, DOA9, DOA8, DOA7, DOA6, DOA5, DOA4, DOA3, DOA2, DOA1, DOA0,
    input DIB17, DIB16, DIB15, DIB14, DIB13, DIB12, DIB11, DIB10, DIB9, DIB8, DIB7, DIB6, DIB5, DIB4, DIB3, DIB2, DIB1, DIB0,
    input ADB13, ADB12, ADB11, ADB10, ADB9, ADB8, ADB7, ADB6, ADB5, ADB4, ADB3, ADB2, ADB1, ADB0,
    input CEB, OCEB, CLKB, WEB, RSTB, CSB2, CSB1, CSB0,
    output DOB17, DOB16, DOB15, DOB14, DOB13, DOB12, DOB11, DOB10, DOB9, DOB8, DOB7, DOB6, DOB5, DOB4, DOB3, DOB2, DOB1, DOB0
);
    reg [17:0] store [0:1023];
    initial begin
        if (CLKAMUX != "CLKA" || CLKBMUX != "CLKB" || REGMODE_A != "NOREG" || REGMODE_B != "NOREG") begin
            $display("DP16KD: no model of inverted clocks or output registers");
            $fatal;
        end
        fill(6'h00, INITVAL_00);
        fill(6'h01, INITVAL_01);
        fill(6'h02, INITVAL_02);
        fill(6'h03, INITVAL_03);
        fill(6'h04, INITVAL_04);
        fill(6'h05, INITVAL_05);
        fill(6'h06, INITVAL_06);
        fill(6'h07, INITVAL_07);
        fill(6'h08, INITVAL_08);
        fill(6'h09, INITVAL_09);
        fill(6'h0a, INITVAL_0A);
        fill(6'h0b, INITVAL_0B);
        fill(6'h0c, INITVAL_0C);
        fill(6'h0d, INITVAL_0D);
        fill(6'h0e, INITVAL_0E);
        fill(6'h0f, INITVAL_0F);
        fill(6'h10, INITVAL_10);
        fill(6'h11, INITVAL_11);
        fill(6'h12, INITVAL_12);
        fill(6'h13, INITVAL_13);
        fill(6'h14, INITVAL_14);
        fill(6'h15, INITVAL_15);
        fill(6'h16, INITVAL_16);
        fill(6'h17, INITVAL_17);
        fill(6'h18, INITVAL_18);
        fill(6'h19, INITVAL_19);
        fill(6'h1a, INITVAL_1A);
        fill(6'h1b, INITVAL_1B);
        fill(6'h1c, INITVAL_1C);
        fill(6'h1d, INITVAL_1D);
        fill(6'h1e, INITVAL_1E);
        fill(6'h1f, INITVAL_1F);
        fill(6'h20, INITVAL_20);
        fill(6'h21, INITVAL_21);
        fill(6'h22, INITVAL_22);
        fill(6'h23, INITVAL_23);
        fill(6'h24, INITVAL_24);
        fill(6'h25, INITVAL_25);
        fill(6'h26, INITVAL_26);
        fill(6'h27, INITVAL_27);
        fill(6'h28, INITVAL_28);
        fill(6'h29, INITVAL_29);
        fill(6'h2a, INITVAL_2A);
        fill(6'h2b, INITVAL_2B);
        fill(6'h2c, INITVAL_2C);
        fill(6'h2d, INITVAL_2D);
        fill(6'h2e, INITVAL_2E);
        fill(6'h2f, INITVAL_2F);
        fill(6'h30, INITVAL_30);
        fill(6'h31, INITVAL_31);
        fill(6'h32, INITVAL_32);
        fill(6'h33, INITVAL_33);
        fill(6'h34, INITVAL_34);
        fill(6'h35, INITVAL_35);
        fill(6'h36, INITVAL_36);
        fill(6'h37, INITVAL_37);
        fill(6'h38, INITVAL_38);
        fill(6'h39, INITVAL_39);
        fill(6'h3a, INITVAL_3A);
        fill(6'h3b, INITVAL_3B);
        fill(6'h3c, INITVAL_3C);
        fill(6'h3d, INITVAL_3D);
        fill(6'h3e, INITVAL_3E);
        fill(6'h3f, INITVAL_3F);
    end
    task fill(input [5:0] group, input [319:0] value);
        integer i;
        // Each row takes 20 bits of the parameter.
        for (i = 0; i < 16; i = i + 1) store[{group, i[3:0]}] = value[20 * i +: 18];
    endtask

    // The bits of a row that a port of this width writes at an address, and its data at their places.
    function [17:0] places(input integer width, input [13:0] address);
        case (width)
            1: places = 18'b1 << (address[2:0] + (address[3] ? 9 : 0));
            2: places = 18'b11 << (2 * address[2:1] + (address[3] ? 9 : 0));
            4: places = 18'b1111 << (4 * address[2] + (address[3] ? 9 : 0));
            9: places = address[3] ? 18'h3fe00 : 18'h001ff;
            default: places = {{9{address[1]}}, {9{address[0]}}};
        endcase
    endfunction
    function [17:0] spread(input integer width, input [17:0] data);
        case (width)
            1: spread = {18{data[0]}};
            2: spread = {data[0], {4{data[1:0]}}, data[0], {4{data[1:0]}}};
            4: spread = {data[0], {2{data[3:0]}}, data[0], {2{data[3:0]}}};
            9: spread = {2{data[8:0]}};
            default: spread = data;
        endcase
    endfunction
    function [17:0] pick(input integer width, input [13:0] address, input [17:0] row);
        reg [8:0] half;
        begin
            half = address[3] ? row[17:9] : row[8:0];
            case (width)
                1: pick = {17'b0, half[address[2:0]]};
                2: pick = {16'b0, half[2 * address[2:1] +: 2]};
                4: pick = {14'b0, half[4 * address[2] +: 4]};
                9: pick = {9'b0, half};
                default: pick = row;
            endcase
        end
    endfunction

    wire [13:0] address_a = {ADA13, ADA12, ADA11, ADA10, ADA9, ADA8, ADA7, ADA6, ADA5, ADA4, ADA3, ADA2, ADA1, ADA0};
    wire [17:0] in_a = {DIA17, DIA16, DIA15, DIA14, DIA13, DIA12, DIA11, DIA10, DIA9, DIA8, DIA7, DIA6, DIA5, DIA4, DIA3, DIA2, DIA1, DIA0};
    wire [13:0] address_b = {ADB13, ADB12, ADB11, ADB10, ADB9, ADB8, ADB7, ADB6, ADB5, ADB4, ADB3, ADB2, ADB1, ADB0};
    wire [17:0] in_b = {DIB17, DIB16, DIB15, DIB14, DIB13, DIB12, DIB11, DIB10, DIB9, DIB8, DIB7, DIB6, DIB5, DIB4, DIB3, DIB2, DIB1, DIB0};
    wire chosen_a = {CSA2, CSA1, CSA0} == 0;
    wire chosen_b = {CSB2, CSB1, CSB0} == 0;
    reg [17:0] out_a, out_b;
    initial begin
        out_a = 0;
        out_b = 0;
    end
    generate
        if (DATA_WIDTH_A == 36 || DATA_WIDTH_B == 36) begin
            wire [9:0] row_a = address_a[13:4];
            wire [9:0] row_b = address_b[13:4];
            wire [3:0] lanes = address_a[3:0];
            wire [17:0] low = {{9{lanes[1]}}, {9{lanes[0]}}};
            wire [17:0] high = {{9{lanes[3]}}, {9{lanes[2]}}};
            wire [9:0] even_a = DATA_WIDTH_A == 36 ? {row_a[9:1], 1'b0} : row_a;
            always @(posedge CLKA)
                if (CEA && WEA && chosen_a) begin
                    if (DATA_WIDTH_A == 36) begin
                        store[even_a] <= (store[even_a] & ~low) | (in_a & low);
                        store[{row_a[9:1], 1'b1}] <= (store[{row_a[9:1], 1'b1}] & ~high) | (in_b & high);
                    end else
                        store[row_a] <= (store[row_a] & ~places(DATA_WIDTH_A, address_a))
                            | (spread(DATA_WIDTH_A, in_a) & places(DATA_WIDTH_A, address_a));
                end
            always @(posedge CLKB)
                if (RSTB) begin
                    out_a <= 0;
                    out_b <= 0;
                end else if (CEB && chosen_b) begin
                    if (DATA_WIDTH_B == 36) begin
                        out_a <= store[{row_b[9:1], 1'b0}];
                        out_b <= store[{row_b[9:1], 1'b1}];
                    end else
                        out_b <= pick(DATA_WIDTH_B, address_b, store[row_b]);
                end
        end else begin
            wire [17:0] next_a = (store[address_a[13:4]] & ~places(DATA_WIDTH_A, address_a))
                | (spread(DATA_WIDTH_A, in_a) & places(DATA_WIDTH_A, address_a));
            wire [17:0] next_b = (store[address_b[13:4]] & ~places(DATA_WIDTH_B, address_b))
                | (spread(DATA_WIDTH_B, in_b) & places(DATA_WIDTH_B, address_b));
            always @(posedge CLKA) begin
                if (CEA && WEA && chosen_a) store[address_a[13:4]] <= next_a;
                if (RSTA) out_a <= 0;
                else if (CEA && chosen_a && !(WEA && WRITEMODE_A == "NORMAL"))
                    out_a <= pick(DATA_WIDTH_A, address_a, WEA && WRITEMODE_A == "WRITETHROUGH" ? next_a : store[address_a[13:4]]);
            end
            always @(posedge CLKB) begin
                if (CEB && WEB && chosen_b) store[address_b[13:4]] <= next_b;
                if (RSTB) out_b <= 0;
                else if (CEB && chosen_b && !(WEB && WRITEMODE_B == "NORMAL"))
                    out_b <= pick(DATA_WIDTH_B, address_b, WEB && WRITEMODE_B == "WRITETHROUGH" ? next_b : store[address_b[13:4]]);
            end
        end
    endgenerate
    assign {DOA17, DOA16, DOA15, DOA14, DOA13, DOA12, DOA11, DOA10, DOA9, DOA8, DOA7, DOA6, DOA5, DOA4, DOA3, DOA2, DOA1, DOA0} = out_a;
    assign {DOB17, DOB16, DOB15, DOB14, DOB13, DOB12, DOB11, DOB10, DOB9, DOB8, DOB7, DOB6, DOB5, DOB4, DOB3, DOB2, DOB1, DOB0} = out_b;
endmodule
