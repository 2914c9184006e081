//! Leaf hardware in rust-hdl: arithmetic, FIFOs, counters, memories, switch ports.
