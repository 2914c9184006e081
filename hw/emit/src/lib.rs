//! Leaves and run-time netlists in, Verilog out: the one printer of Kiln.
