//! The pipeline registers of one lane across one stage of a PCU.

use kiln_emit::prelude::*;

/// Delays the registers as long as the functional unit takes, and puts its result in the place of one of them.
#[derive(LogicBlock)]
pub struct PcuPass {
    /// Clock.
    pub clk: Clock,
    /// Register that takes the result.
    pub destination: In<Word>,
    /// There is a result for it.
    pub take: In<Bit>,
    /// The result.
    pub result: In<Word>,
    /// Registers before the stage.
    pub before: Vec<In<Word>>,
    /// Registers after the stage.
    pub after: Vec<Out<Word>>,
    delay: Vec<Reg<Word>>,
    _registers: usize,
    _latency: usize,
}

impl PcuPass {
    /// `registers` words, `latency` cycles.
    pub fn new(registers: usize, latency: usize) -> Self {
        Self {
            clk: Clock::new(),
            destination: In::word(index_bits(registers)),
            take: In::bit(),
            result: In::word(32),
            before: many(registers, || In::word(32)),
            after: many(registers, || Out::word(32)),
            delay: many(registers * latency, || Reg::word(32)),
            _registers: registers,
            _latency: latency,
        }
    }
}

impl Logic for PcuPass {
    #[hdl_gen]
    fn update(&mut self) {
        for r in 0..self._registers {
            let base = r * self._latency;
            self.delay[base].next = self.before[r].val();
            for t in 1..self._latency {
                self.delay[base + t].next = self.delay[base + t - 1].val();
            }
            let old = self.delay[base + self._latency - 1].val();
            let replaced = self.take.val() && self.destination.val() == r;
            self.after[r].next = if replaced { self.result.val() } else { old };
        }
    }
}

impl Leaf for PcuPass {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("pcu_pass", "Pipeline registers of one lane across one stage of a PCU.")
            .param("r", self._registers)
            .param("t", self._latency)
            .interface("destination", "configuration")
            .interface("before", "at the stage's operands")
            .interface("after", "when its result is there")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PcuPass::new(4, 4), 500, 1).unwrap();
    }
}
