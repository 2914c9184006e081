//! What is done for an ECP5's distributed memories: address bits that are not used need no wire.
//!
//! Yosys ties the address bits that a memory of fewer than 16 words has no use for to 0. nextpnr brings that 0 to each of them by wire,
//! from one place for the whole device: five inputs of every such memory, and it is where queues stand close together that wires are
//! scarce. Any words will do, so such a bit follows one that is used, and that is there already.

use super::netlist::{Bit, Cell, Module};

const READ: &str = "RAD";
const WRITE: &str = "WAD";

impl Module {
    /// Ties unused address bits of TRELLIS_DPR16X4 to used ones.
    pub(super) fn tie_addresses(&mut self) {
        for cell in self.cells_of("TRELLIS_DPR16X4") {
            tie(cell);
        }
    }
}

/// In a memory that begins with contents it matters which words are used: it stays as it is.
fn tie(cell: &mut Cell) -> Option<()> {
    let contents = cell.parameters.get("INITVAL")?;
    if contents.bytes().any(|bit| bit != b'x') {
        return None;
    }
    let (read, write) = (cell.connections.get(READ)?, cell.connections.get(WRITE)?);
    let bits: Vec<(Bit, Bit)> = read.iter().cloned().zip(write.iter().cloned()).collect();
    let used = bits.iter().find(|pair| matches!(pair, (Bit::Net(_), Bit::Net(_))))?.clone();
    let constant = |(read, write): &(Bit, Bit)| matches!(read, Bit::Constant(_)) && read == write;
    let tied = bits.into_iter().map(|pair| if constant(&pair) { used.clone() } else { pair });
    let (read, write) = tied.unzip();
    cell.connections.insert(READ.into(), read);
    cell.connections.insert(WRITE.into(), write);
    Some(())
}
