//! Build a Verilog design with Verilator at run time and drive it through a C ABI.
