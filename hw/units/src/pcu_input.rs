//! An input port of a PCU: whether it lets the unit issue, when it is popped, and whether its end mark fits.

use kiln_emit::prelude::*;

/// The port's part in an issue. See `docs/execution.md`, section 4.
#[derive(LogicBlock)]
pub struct PcuInput {
    /// The port is used.
    pub enable: In<Bit>,
    /// The beat stays until all levels below this one are at their last iteration.
    pub hold: In<Word>,
    /// Bit h: all levels below h are at their last iteration.
    pub below: In<Word>,
    /// The unit issues in this cycle.
    pub issue: In<Bit>,
    /// A beat is there.
    pub beat_valid: In<Bit>,
    /// Its end mark.
    pub beat_e: In<Word>,
    /// The end mark that it should have if it is popped.
    pub expected_e: In<Word>,
    /// The beat is popped in this cycle.
    pub beat_pop: Out<Bit>,
    /// The port does not keep the unit from issuing.
    pub served: Out<Bit>,
    /// A beat with a wrong end mark is popped in this cycle.
    pub mark_error: Out<Bit>,
}

impl PcuInput {
    /// For chains of `levels` loops.
    pub fn new(levels: usize) -> Self {
        Self {
            enable: In::bit(),
            hold: In::word(index_bits(levels + 1)),
            below: In::word(levels + 1),
            issue: In::bit(),
            beat_valid: In::bit(),
            beat_e: In::word(2),
            expected_e: In::word(2),
            beat_pop: Out::bit(),
            served: Out::bit(),
            mark_error: Out::bit(),
        }
    }
}

impl Logic for PcuInput {
    #[hdl_gen]
    fn update(&mut self) {
        let pops = self.issue.val() && self.enable.val() && self.below.val().bit(self.hold.val());
        self.served.next = self.beat_valid.val() || !self.enable.val();
        self.beat_pop.next = pops;
        let differ =
            if pops { self.beat_e.val() ^ self.expected_e.val() } else { Word::new(2, 0u64) };
        self.mark_error.next = differ != 0;
    }
}

impl Leaf for PcuInput {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_input",
            "An input port of a PCU: holds a beat while inner loops run, and checks its end mark.",
        )
        .param("n", self.below.width() - 1)
        .interface("enable", "configuration")
        .interface("below", "where the loops stand")
        .interface("beat", "the head of the port's FIFO")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PcuInput::new(8), 1000, 1).unwrap();
    }
}
