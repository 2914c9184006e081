//! One output of a switch: which arriving node it hears, and whether it has taken the beat there.

use kiln_emit::prelude::*;

/// The eager fork's memory of one branch. See `docs/execution.md`, section 2.
#[derive(LogicBlock)]
pub struct SwitchOutput {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// 0 off, k + 1 for candidate k.
    pub select: In<Word>,
    /// A candidate has a beat.
    pub candidate_valid: Vec<In<Bit>>,
    /// A candidate's beat is popped in this cycle.
    pub candidate_pop: Vec<In<Bit>>,
    /// The candidate is selected here.
    pub candidate_used: Vec<Out<Bit>>,
    /// The candidate's beat may not go yet for the sake of this output.
    pub candidate_held: Vec<Out<Bit>>,
    /// The candidate that is selected, if the output is not off.
    pub number: Out<Word>,
    /// A beat is offered to the far side.
    pub out_valid: Out<Bit>,
    /// The far side has room.
    pub out_ready: In<Bit>,
    taken: Reg<Bit>,
    some: Vec<Wire<Bit>>,
    gone: Vec<Wire<Bit>>,
    _candidates: usize,
}

impl SwitchOutput {
    /// An output with `candidates` nodes to choose from, at least 1.
    pub fn new(candidates: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            select: In::word(index_bits(candidates + 1)),
            candidate_valid: many(candidates, In::bit),
            candidate_pop: many(candidates, In::bit),
            candidate_used: many(candidates, Out::bit),
            candidate_held: many(candidates, Out::bit),
            number: Out::word(index_bits(candidates)),
            out_valid: Out::bit(),
            out_ready: In::bit(),
            taken: Reg::bit(),
            some: many(candidates + 1, Wire::bit),
            gone: many(candidates + 1, Wire::bit),
            _candidates: candidates,
        }
    }
}

impl Logic for SwitchOutput {
    #[hdl_gen]
    fn update(&mut self) {
        let waits = !self.taken.val() && !self.out_ready.val();
        self.number.next = (self.select.val() - 1).trunc(index_bits(self._candidates));
        self.some[0].next = false;
        self.gone[0].next = false;
        for k in 0..self._candidates {
            let used = self.select.val() == k + 1;
            self.candidate_used[k].next = used;
            self.candidate_held[k].next = used && waits;
            self.some[k + 1].next = self.some[k].val() || (used && self.candidate_valid[k].val());
            self.gone[k + 1].next = self.gone[k].val() || (used && self.candidate_pop[k].val());
        }
        // As a word, because Verilator computes both sides of an AND of bits, but a chosen word only where it is chosen.
        let both = if self.select.val().any() {
            cat!(self.some[self._candidates].val(), !self.taken.val())
        } else {
            Word::new(2, 0u64)
        };
        let offered = both == 3;
        self.out_valid.next = offered;
        // With nothing taken now or before there is nothing to remember, and no need to ask who popped.
        if self.rst.val() || self.taken.val() || (offered && self.out_ready.val()) {
            self.taken.next = !self.rst.val() && !self.gone[self._candidates].val();
        }
    }
}

impl Leaf for SwitchOutput {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "switch_output",
            "One output of a switch: takes each beat of the node it selects once.",
        )
        .param("n", self._candidates)
        .interface("select", "configuration: 0 off, k + 1 for candidate k")
        .interface("candidate", "the nodes that may be selected")
        .interface("out", "to the far side: a beat moves when valid and ready")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| SwitchOutput::new(5), 2000, 1).unwrap();
        check_leaf(|| SwitchOutput::new(1), 500, 2).unwrap();
    }
}
