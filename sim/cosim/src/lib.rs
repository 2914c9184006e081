//! The emitted Verilog of a fabric under Verilator, behind the same ports as the cycle model.
