//! What the ports of a PCU have to do with an iteration, known before its beat can be issued.

use kiln_emit::prelude::*;

/// Steps the loops as long as there is room for what is prepared, and says which ports take part. See `docs/execution.md`,
/// section 4.
#[derive(LogicBlock)]
pub struct PcuAhead {
    /// The unit takes part in the run.
    pub enable: In<Bit>,
    /// All iterations are prepared.
    pub finished: In<Bit>,
    /// There is room for one more.
    pub room: In<Bit>,
    /// Bit h: all levels below h are at their last iteration.
    pub below: In<Word>,
    /// The beat ends its part of a fold, or there is none.
    pub emit: In<Bit>,
    /// One bit an input port: it is used.
    pub input_enable: In<Word>,
    /// Of each input port: its beat stays until all levels below this one are at their last iteration.
    pub hold: Vec<In<Word>>,
    /// One bit an output port: it is used.
    pub output_enable: In<Word>,
    /// One bit an output port: it sends only at the end of a fold.
    pub fold: In<Word>,
    /// The iteration is prepared in this cycle: go to the next.
    pub step: Out<Bit>,
    /// One bit an input port: the iteration pops its beat.
    pub pops: Out<Word>,
    /// One bit an output port: the iteration sends there.
    pub sends: Out<Word>,
    bits: Vec<Wire<Word>>,
    _inputs: usize,
    _outputs: usize,
}

impl PcuAhead {
    /// For chains of `levels` loops, and so many `inputs` and `outputs`.
    pub fn new(levels: usize, inputs: usize, outputs: usize) -> Self {
        Self {
            enable: In::bit(),
            finished: In::bit(),
            room: In::bit(),
            below: In::word(levels + 1),
            emit: In::bit(),
            input_enable: In::word(inputs),
            hold: many(inputs, || In::word(index_bits(levels + 1))),
            output_enable: In::word(outputs),
            fold: In::word(outputs),
            step: Out::bit(),
            pops: Out::word(inputs),
            sends: Out::word(outputs),
            bits: (0..inputs).map(|i| Wire::word(i + 1)).collect(),
            _inputs: inputs,
            _outputs: outputs,
        }
    }
}

impl Logic for PcuAhead {
    #[hdl_gen]
    fn update(&mut self) {
        self.step.next = self.enable.val() && !self.finished.val() && self.room.val();
        for i in 0..self._inputs {
            let ends = self.below.val().bit(self.hold[i].val());
            if i == 0 {
                self.bits[i].next = word(ends);
            } else {
                self.bits[i].next = cat!(ends, self.bits[i - 1].val());
            }
        }
        self.pops.next = self.bits[self._inputs - 1].val() & self.input_enable.val();
        let emits = word(self.emit.val()).repeat(self._outputs);
        self.sends.next = self.output_enable.val() & (emits | !self.fold.val());
    }
}

impl Leaf for PcuAhead {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_ahead",
            "Prepares iterations of a PCU: when its loops step, and which ports take part.",
        )
        .param("n", self.below.width() - 1)
        .param("i", self._inputs)
        .param("o", self._outputs)
        .interface("enable", "configuration of the unit")
        .interface("finished", "where the loops stand")
        .interface(
            "input_enable",
            "configuration of the ports, one bit each, vector ports first (low)",
        )
        .interface("step", "answers")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PcuAhead::new(8, 5, 3), 1000, 1).unwrap();
        check_leaf(|| PcuAhead::new(6, 1, 1), 300, 2).unwrap();
    }
}
