//! When a stage of a PCU that accumulates in lanes alone writes its accumulators.

use kiln_arch::config::mode;
use kiln_emit::prelude::*;

const ACCUMULATE: u64 = mode::ACCUMULATE as u64;

/// Combinational.
#[derive(LogicBlock)]
pub struct PcuWrite {
    /// A value of `kiln_arch::config::mode`.
    pub mode: In<Word>,
    /// A beat's result is there.
    pub done: In<Bit>,
    /// It is written.
    pub write: Out<Bit>,
}

impl PcuWrite {
    /// For one stage.
    #[expect(clippy::new_without_default, reason = "leaves are made by `new`")]
    pub fn new() -> Self {
        Self { mode: In::word(2), done: In::bit(), write: Out::bit() }
    }
}

impl Logic for PcuWrite {
    #[hdl_gen]
    fn update(&mut self) {
        self.write.next = self.done.val() && self.mode.val() == ACCUMULATE;
    }
}

impl Leaf for PcuWrite {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("pcu_write", "When a stage of a PCU writes its accumulators. Combinational.")
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
