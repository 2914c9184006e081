// Buffer of an output.
module OB (input I, output O);
    assign O = I;
endmodule
