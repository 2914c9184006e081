//! When a stage of a PCU that accumulates in lanes alone reads and writes its accumulators.

use kiln_arch::config::mode;
use kiln_emit::prelude::*;

const ACCUMULATE: u64 = mode::ACCUMULATE as u64;

/// Combinational.
#[derive(LogicBlock)]
pub struct PcuWrite {
    /// A value of `kiln_arch::config::mode`.
    pub mode: In<Word>,
    /// The beat at the operands starts a fold.
    pub first: In<Bit>,
    /// A beat's result is there.
    pub done: In<Bit>,
    /// The sum goes on from the accumulator.
    pub continues: Out<Bit>,
    /// The result is written.
    pub write: Out<Bit>,
}

impl PcuWrite {
    /// For one stage.
    #[expect(clippy::new_without_default, reason = "leaves are made by `new`")]
    pub fn new() -> Self {
        Self {
            mode: In::word(2),
            first: In::bit(),
            done: In::bit(),
            continues: Out::bit(),
            write: Out::bit(),
        }
    }
}

impl Logic for PcuWrite {
    #[hdl_gen]
    fn update(&mut self) {
        let accumulates = self.mode.val() == ACCUMULATE;
        self.continues.next = accumulates && !self.first.val();
        self.write.next = accumulates && self.done.val();
    }
}

impl Leaf for PcuWrite {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_write",
            "When a stage of a PCU reads and writes its accumulators. Combinational.",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(PcuWrite::new, 100, 1).unwrap();
    }
}
