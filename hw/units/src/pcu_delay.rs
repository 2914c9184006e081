//! What travels with a beat through the pipeline of a PCU.

use kiln_emit::prelude::*;

/// Delays flags and notes; only flags are cleared by reset.
#[derive(LogicBlock)]
pub struct PcuDelay {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high: no flags.
    pub rst: In<Bit>,
    /// Flags of the beat that enters: it exists, and what it fires.
    pub flags_in: In<Word>,
    /// All else of the beat that enters.
    pub notes_in: In<Word>,
    /// Flags of the beat that leaves.
    pub flags_out: Out<Word>,
    /// All else of the beat that leaves.
    pub notes_out: Out<Word>,
    flags: Vec<Reg<Word>>,
    notes: Vec<Reg<Word>>,
    _latency: usize,
}

impl PcuDelay {
    /// So many bits of flags and of notes, `latency` cycles.
    pub fn new(flags: usize, notes: usize, latency: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            flags_in: In::word(flags),
            notes_in: In::word(notes),
            flags_out: Out::word(flags),
            notes_out: Out::word(notes),
            flags: many(latency, || Reg::word(flags)),
            notes: many(latency, || Reg::word(notes)),
            _latency: latency,
        }
    }
}

impl Logic for PcuDelay {
    #[hdl_gen]
    fn update(&mut self) {
        self.flags[0].next = self.flags_in.val();
        self.notes[0].next = self.notes_in.val();
        for t in 1..self._latency {
            self.flags[t].next = self.flags[t - 1].val();
            self.notes[t].next = self.notes[t - 1].val();
        }
        if self.rst.val() {
            for t in 0..self._latency {
                self.flags[t].next = 0.into();
            }
        }
        self.flags_out.next = self.flags[self._latency - 1].val();
        self.notes_out.next = self.notes[self._latency - 1].val();
    }
}

impl Leaf for PcuDelay {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_delay",
            "What travels with a beat through the pipeline of a PCU. Reset clears the flags.",
        )
        .param("f", self.flags_in.width())
        .param("n", self.notes_in.width())
        .param("t", self._latency)
        .interface("flags_in", "the beat that enters")
        .interface("flags_out", "the beat that leaves")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PcuDelay::new(4, 14, 4), 500, 1).unwrap();
    }
}
