//! The accumulators of one stage and lane of a PCU.

use kiln_emit::prelude::*;

/// A small memory, read in the same cycle.
#[derive(LogicBlock)]
pub struct PcuAccumulator {
    /// Clock.
    pub clk: Clock,
    /// Which accumulator is read.
    pub read_way: In<Word>,
    /// Its value.
    pub read_data: Out<Word>,
    /// A result is to be kept.
    pub write_valid: In<Bit>,
    /// Which accumulator takes it.
    pub write_way: In<Word>,
    /// The result.
    pub write_data: In<Word>,
    store: LutRam,
    _ways: usize,
}

impl PcuAccumulator {
    /// A file of `ways` accumulators.
    pub fn new(ways: usize) -> Self {
        Self {
            clk: Clock::new(),
            read_way: In::word(index_bits(ways)),
            read_data: Out::word(32),
            write_valid: In::bit(),
            write_way: In::word(index_bits(ways)),
            write_data: In::word(32),
            store: LutRam::new(32, ways),
            _ways: ways,
        }
    }
}

impl Logic for PcuAccumulator {
    #[hdl_gen]
    fn update(&mut self) {
        self.read_data.next = self.store.read(self.read_way.val());
        if self.write_valid.val() {
            self.store.write(self.write_way.val(), self.write_data.val());
        }
    }
}

impl Leaf for PcuAccumulator {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("pcu_accumulator", "Accumulators of one stage and lane of a PCU.")
            .param("ways", self._ways)
            .interface("read", "at the operands of a sum")
            .interface("write", "its result")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PcuAccumulator::new(8), 500, 1).unwrap();
    }
}
