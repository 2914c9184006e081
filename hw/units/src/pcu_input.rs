//! An input port of a PCU: whether it lets the unit issue, when it is popped, and whether its end mark fits.

use kiln_emit::prelude::*;

/// The port's part in an issue. See `docs/execution.md`, section 4.
#[derive(LogicBlock)]
pub struct PcuInput {
    /// The port is used.
    pub enable: In<Bit>,
    /// The beat is popped if the unit issues.
    pub pops: In<Bit>,
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
    #[expect(clippy::new_without_default, reason = "leaves are made by `new`")]
    /// A port.
    pub fn new() -> Self {
        Self {
            enable: In::bit(),
            pops: In::bit(),
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
        let pops = self.issue.val() && self.pops.val();
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
            "An input port of a PCU: whether the unit can issue, and whether the end mark of what it pops fits.",
        )
        .interface("enable", "configuration")
        .interface("pops", "the beat that may be issued, and whether it is")
        .interface("beat", "the head of the port's FIFO")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(PcuInput::new, 1000, 1).unwrap();
    }
}
