//! What is done for an ECP5's constants: those that need a wire get it from nearby.
//!
//! nextpnr drives all zeros of the device from one look-up table and all ones from another, by wire, wherever a cell has no constant of its own
//! to choose: at the controls of multipliers and at the heads of carry chains. Wires from one place to all of the device are
//! in the way of all others. Here each block of multipliers has look-up tables for its own, and a carry chain begins with a cell
//! that gives the constant; nextpnr would begin it with one that takes it from a wire.

use super::multipliers::block;
use super::netlist::{Bit, Cell, Module};
use std::collections::BTreeMap;

/// Inputs of a multiplier that have no constant of their own. Resets and enables are its block's.
const CONTROLS: [&str; 12] = [
    "CE0", "CE1", "CE2", "CE3", "RST0", "RST1", "RST2", "RST3", "SIGNEDA", "SIGNEDB", "SOURCEA",
    "SOURCEB",
];
const LUT_BITS: usize = 16;

impl Module {
    /// Gives each block of multipliers that have their sites its own constants.
    pub(super) fn constants_of_multipliers(&mut self) {
        let mut net = self.free_net();
        let mut made: BTreeMap<String, (u64, String)> = BTreeMap::new();
        for cell in self.cells_of("MULT18X18D") {
            let Some(block) = cell.attributes.get("BEL").and_then(|site| block(site.as_str()?))
            else {
                continue;
            };
            for port in CONTROLS {
                let Some([Bit::Constant(value)]) = cell.connections.get(port).map(Vec::as_slice)
                else {
                    continue;
                };
                let value = value.clone();
                let name = format!("constant{value}_{block}");
                let (own, _) = made.entry(name).or_insert_with(|| {
                    net += 1;
                    (net - 1, value)
                });
                cell.connect(port, Bit::Net(*own));
            }
        }
        for (name, (net, value)) in made {
            self.cells.insert(name, look_up_table(&value, net));
        }
    }

    /// Begins each carry chain that has a constant at its head with a cell that gives it.
    pub(super) fn constants_of_carries(&mut self) {
        let mut net = self.free_net();
        let mut made = Vec::new();
        for (name, cell) in &mut self.cells {
            let Some([Bit::Constant(value)]) = cell.connections.get("CIN").map(Vec::as_slice)
            else {
                continue;
            };
            // What is not used is "x".
            if cell.kind == "CCU2C" && (value == "0" || value == "1") {
                made.push((format!("{name}_head"), carry(value, net)));
                cell.connect("CIN", Bit::Net(net));
                net += 1;
            }
        }
        self.cells.extend(made);
    }
}

/// A look-up table that is `value`, `0` or `1`, whatever its inputs.
fn look_up_table(value: &str, net: u64) -> Cell {
    let inputs = ["A", "B", "C", "D"].map(|port| (port, Bit::Constant("0".into())));
    Cell::new("LUT4", &[("INIT", &value.repeat(LUT_BITS))], inputs, &[("Z", net)])
}

/// A carry cell that gives `value`, `0` or `1`, whatever comes to it: it never propagates, and both of its bits generate that.
fn carry(value: &str, net: u64) -> Cell {
    let generate = format!("{}{}", "0".repeat(LUT_BITS - 4), value.repeat(4));
    let parameters =
        [("INIT0", &*generate), ("INIT1", &*generate), ("INJECT1_0", "NO"), ("INJECT1_1", "NO")];
    let inputs = ["A0", "A1", "B0", "B1", "C0", "C1", "D0", "D1"]
        .map(|port| (port, Bit::Constant("1".into())));
    let mut cell = Cell::new("CCU2C", &parameters, inputs, &[("COUT", net)]);
    // nextpnr asks for the port, connected or not.
    cell.connect("CIN", Bit::Constant("x".into()));
    cell
}
