//! What is done for an ECP5's constants: those that need a wire get it from nearby.
//!
//! nextpnr drives all zeros of the device from one look-up table and all ones from another, by wire, wherever a cell has no constant of its own
//! to choose: at the controls of multipliers and at the heads of carry chains. Wires from one place to all of the device are
//! in the way of all others. Here each block of multipliers has look-up tables for its own, and a carry chain begins with a cell
//! that gives the constant; nextpnr would begin it with one that takes it from a wire.

use super::netlist::{Bit, Cell, Module};
use std::collections::BTreeMap;

/// Inputs of a multiplier that have no constant of their own. Resets and enables are its block's.
const CONTROLS: [&str; 12] = [
    "CE0", "CE1", "CE2", "CE3", "RST0", "RST1", "RST2", "RST3", "SIGNEDA", "SIGNEDB", "SOURCEA",
    "SOURCEB",
];
const LUT_BITS: usize = 16;

impl Module {
    /// Gives each block of multipliers its own constants. `blocks` has the block of each multiplier, by its name.
    pub(super) fn constants_of_multipliers(&mut self, blocks: &BTreeMap<String, String>) {
        let mut net = self.free_net();
        let mut nets: BTreeMap<(&str, String), u64> = BTreeMap::new();
        for (name, block) in blocks {
            let Some(cell) = self.cells.get_mut(name) else { continue };
            for port in CONTROLS {
                let Some(value) = cell.constant(port).map(str::to_owned) else { continue };
                let own = *nets.entry((block, value)).or_insert_with(|| {
                    net += 1;
                    net - 1
                });
                cell.connect(port, Bit::Net(own));
            }
        }
        for ((block, value), net) in nets {
            self.cells.insert(format!("constant{value}_{block}"), look_up_table(&value, net));
        }
    }

    /// Begins each carry chain that has a constant at its head with a cell that gives it.
    pub(super) fn constants_of_carries(&mut self) {
        let mut net = self.free_net();
        let mut made = Vec::new();
        for (name, cell) in self.cells.iter_mut().filter(|(_, cell)| cell.kind == "CCU2C") {
            let Some(value) = cell.constant("CIN") else { continue };
            made.push((format!("{name}_head"), carry(value, net)));
            cell.connect("CIN", Bit::Net(net));
            net += 1;
        }
        self.cells.extend(made);
    }
}

/// A look-up table that is `value`, `0` or `1`, whatever its inputs.
fn look_up_table(value: &str, net: u64) -> Cell {
    let inputs = ["A", "B", "C", "D"].map(|port| (port, "0"));
    Cell::of_constants("LUT4", &[("INIT", &value.repeat(LUT_BITS))], &inputs, ("Z", net))
}

/// A carry cell that gives `value`, `0` or `1`, whatever comes to it: it never propagates, and both of its bits generate that.
fn carry(value: &str, net: u64) -> Cell {
    let generate = format!("{}{}", "0".repeat(LUT_BITS - 4), value.repeat(4));
    let parameters =
        [("INIT0", &*generate), ("INIT1", &*generate), ("INJECT1_0", "NO"), ("INJECT1_1", "NO")];
    // nextpnr asks for CIN, connected or not.
    let inputs = [
        ("A0", "1"),
        ("A1", "1"),
        ("B0", "1"),
        ("B1", "1"),
        ("C0", "1"),
        ("C1", "1"),
        ("D0", "1"),
        ("D1", "1"),
        ("CIN", "x"),
    ];
    Cell::of_constants("CCU2C", &parameters, &inputs, ("COUT", net))
}
