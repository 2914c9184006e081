//! The two buses that meet on a board, by signal: AXI4 to the memory and AXI4-Lite to the registers.

use kiln_arch::registers::ADDRESS_BITS;
use kiln_emit::{Module, Net};
use std::collections::HashMap;

/// A signal of a bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Its name, as AXI has it, in lower case.
    pub name: &'static str,
    /// Its width in bits.
    pub width: usize,
    /// Whether the master drives it.
    pub master: bool,
}

/// Widths of an AXI4 bus; addresses have 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryBus {
    /// Data bits.
    pub data_bits: usize,
    /// Bits of a transaction's id.
    pub id_bits: usize,
}

impl MemoryBus {
    /// 32-bit words of a beat.
    pub fn words(&self) -> usize {
        self.data_bits / 32
    }

    /// Its signals.
    pub fn signals(&self) -> Vec<Signal> {
        let MemoryBus { data_bits, id_bits } = *self;
        signals(&[
            ("arid", id_bits, true),
            ("araddr", 32, true),
            ("arlen", 8, true),
            ("arsize", 3, true),
            ("arburst", 2, true),
            ("arprot", 3, true),
            ("arcache", 4, true),
            ("arvalid", 1, true),
            ("arready", 1, false),
            ("rid", id_bits, false),
            ("rdata", data_bits, false),
            ("rresp", 2, false),
            ("rlast", 1, false),
            ("rvalid", 1, false),
            ("rready", 1, true),
            ("awid", id_bits, true),
            ("awaddr", 32, true),
            ("awlen", 8, true),
            ("awsize", 3, true),
            ("awburst", 2, true),
            ("awprot", 3, true),
            ("awcache", 4, true),
            ("awvalid", 1, true),
            ("awready", 1, false),
            ("wdata", data_bits, true),
            ("wstrb", data_bits / 8, true),
            ("wlast", 1, true),
            ("wvalid", 1, true),
            ("wready", 1, false),
            ("bid", id_bits, false),
            ("bresp", 2, false),
            ("bvalid", 1, false),
            ("bready", 1, true),
        ])
    }
}

/// The signals of the register bus.
pub fn register_signals() -> Vec<Signal> {
    signals(&[
        ("awaddr", ADDRESS_BITS, true),
        ("awvalid", 1, true),
        ("awready", 1, false),
        ("wdata", 32, true),
        ("wstrb", 4, true),
        ("wvalid", 1, true),
        ("wready", 1, false),
        ("bresp", 2, false),
        ("bvalid", 1, false),
        ("bready", 1, true),
        ("araddr", ADDRESS_BITS, true),
        ("arvalid", 1, true),
        ("arready", 1, false),
        ("rdata", 32, false),
        ("rresp", 2, false),
        ("rvalid", 1, false),
        ("rready", 1, true),
    ])
}

fn signals(rows: &[(&'static str, usize, bool)]) -> Vec<Signal> {
    rows.iter().map(|&(name, width, master)| Signal { name, width, master }).collect()
}

/// The nets of a bus, by the signal's name.
pub type Bus = HashMap<&'static str, Net>;

/// The ports of a master: `<prefix><signal>`.
pub fn master_ports(m: &mut Module, prefix: &str, signals: &[Signal]) -> Bus {
    let port = |s: &Signal| {
        let name = format!("{prefix}{}", s.name);
        (s.name, if s.master { m.output(name, s.width) } else { m.input(name, s.width) })
    };
    signals.iter().map(port).collect()
}

/// Wires `<prefix><signal>`.
pub fn wires(m: &mut Module, prefix: &str, signals: &[Signal]) -> Bus {
    signals.iter().map(|s| (s.name, m.wire(format!("{prefix}{}", s.name), s.width))).collect()
}
