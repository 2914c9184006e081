//! An output port of a PCU: its credit for places in the output FIFO.

use kiln_emit::prelude::*;

/// Beats are issued only with a place in the FIFO behind the pipeline reserved. See `docs/execution.md`, section 4.
#[derive(LogicBlock)]
pub struct PcuOutput {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// The beat that may be issued is to be sent here.
    pub sends: In<Bit>,
    /// The unit issues in this cycle.
    pub issue: In<Bit>,
    /// The port's FIFO has a beat.
    pub out_valid: In<Bit>,
    /// The beat is taken in this cycle, if there is one.
    pub out_ready: In<Bit>,
    /// The port does not keep the unit from issuing.
    pub served: Out<Bit>,
    /// The beat issued in this cycle is to be sent here.
    pub fire: Out<Bit>,
    /// No beat is on its way or waits.
    pub empty: Out<Bit>,
    used: Reg<Word>,
    _depth: usize,
}

impl PcuOutput {
    /// For a FIFO of `depth` beats.
    pub fn new(depth: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            sends: In::bit(),
            issue: In::bit(),
            out_valid: In::bit(),
            out_ready: In::bit(),
            served: Out::bit(),
            fire: Out::bit(),
            empty: Out::bit(),
            used: Reg::word(count_bits(depth)),
            _depth: depth,
        }
    }
}

impl Logic for PcuOutput {
    #[hdl_gen]
    fn update(&mut self) {
        let popped = self.out_valid.val() && self.out_ready.val();
        let fires = self.issue.val() && self.sends.val();
        self.served.next = self.used.val() < self._depth || !self.sends.val();
        self.fire.next = fires;
        self.empty.next = !self.used.val().any();
        if self.rst.val() {
            self.used.next = 0.into();
        } else if fires && !popped {
            self.used.next = self.used.val() + 1;
        } else if popped && !fires {
            self.used.next = self.used.val() - 1;
        }
    }
}

impl Leaf for PcuOutput {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_output",
            "Credit of an output port of a PCU: counts the places of its FIFO that are promised.",
        )
        .param("d", self._depth)
        .interface("sends", "the beat that may be issued, and whether it is")
        .interface("out", "the FIFO's head")
        .interface("served", "answers")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PcuOutput::new(16), 2000, 1).unwrap();
    }
}
