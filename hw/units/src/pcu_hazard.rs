//! Whether a beat would come too soon after another of the same accumulator.

use kiln_emit::prelude::*;

/// The accumulators of the last beats. See *hazard* in `docs/execution.md`, section 4.
#[derive(LogicBlock)]
pub struct PcuHazard {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// Some stage accumulates.
    pub enable: In<Bit>,
    /// Accumulator of the beat that may be issued.
    pub way: In<Word>,
    /// The unit issues it in this cycle.
    pub issue: In<Bit>,
    /// No beat of the same accumulator is too close before it.
    pub clear: Out<Bit>,
    recent: Vec<Reg<Word>>,
    recent_valid: Vec<Reg<Bit>>,
    hazard: Vec<Wire<Bit>>,
    _latency: usize,
}

impl PcuHazard {
    /// For a power of two of `accumulators` that are written `latency` cycles after they are read.
    pub fn new(accumulators: usize, latency: usize) -> Self {
        let way_bits = index_bits(accumulators);
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            enable: In::bit(),
            way: In::word(way_bits),
            issue: In::bit(),
            clear: Out::bit(),
            recent: many(latency, || Reg::word(way_bits)),
            recent_valid: many(latency, Reg::bit),
            hazard: many(latency + 1, Wire::bit),
            _latency: latency,
        }
    }
}

impl Logic for PcuHazard {
    #[hdl_gen]
    fn update(&mut self) {
        self.hazard[0].next = false;
        for k in 0..self._latency {
            let same = self.recent_valid[k].val() && self.recent[k].val() == self.way.val();
            self.hazard[k + 1].next = self.hazard[k].val() || same;
        }
        self.clear.next = !(self.enable.val() && self.hazard[self._latency].val());
        self.recent[0].next = self.way.val();
        self.recent_valid[0].next = self.issue.val() && !self.rst.val();
        for k in 1..self._latency {
            self.recent[k].next = self.recent[k - 1].val();
            self.recent_valid[k].next = self.recent_valid[k - 1].val() && !self.rst.val();
        }
    }
}

impl Leaf for PcuHazard {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_hazard",
            "Keeps beats of the same accumulator of a PCU as far apart as its functional units take.",
        )
        .param("w", self.way.width())
        .param("t", self._latency)
        .interface("enable", "configuration")
        .interface("way", "the beat that may be issued")
        .interface("clear", "for the decision to issue")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PcuHazard::new(8, 4), 4000, 1).unwrap();
    }
}
