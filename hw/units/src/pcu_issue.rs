//! When a PCU issues a beat, and what it counts.

use kiln_emit::prelude::*;

/// Joins what ports, counters and fold control say. See `docs/execution.md`, section 4.
#[derive(LogicBlock)]
pub struct PcuIssue {
    /// The unit takes part in the run.
    pub enable: In<Bit>,
    /// All iterations are prepared.
    pub finished: In<Bit>,
    /// One is prepared and not issued yet.
    pub prepared: In<Bit>,
    /// One bit an input port: it is served.
    pub inputs_served: In<Word>,
    /// One bit an input port: its FIFO has a beat.
    pub inputs_valid: In<Word>,
    /// One bit an input port: it pops a beat with a wrong end mark.
    pub inputs_error: In<Word>,
    /// One bit an output port: it is served.
    pub outputs_served: In<Word>,
    /// One bit an output port: no beat is on its way or waits.
    pub outputs_empty: In<Word>,
    /// The accumulator of the beat is free.
    pub clear: In<Bit>,
    /// Lanes of the iteration.
    pub iteration_mask: In<Word>,
    /// A vector input port is used.
    pub vector_enable: Vec<In<Bit>>,
    /// Lanes of its beat.
    pub vector_mask: Vec<In<Word>>,
    /// A beat is issued in this cycle.
    pub issue: Out<Bit>,
    /// Its lanes.
    pub mask: Out<Word>,
    /// The unit has nothing to do.
    pub idle: Out<Bit>,
    /// A mark error happens in this cycle.
    pub mark_error: Out<Bit>,
    /// Counted: issues.
    pub busy: Out<Bit>,
    /// Counted: waits for an input.
    pub starved: Out<Bit>,
    /// Counted: waits for something else.
    pub blocked: Out<Bit>,
    joint: Vec<Wire<Word>>,
    _lanes: usize,
    _vectors: usize,
    _inputs: usize,
    _outputs: usize,
}

impl PcuIssue {
    /// For `lanes` lanes, `vectors` vector inputs, and so many `inputs` and `outputs` in all.
    pub fn new(lanes: usize, vectors: usize, inputs: usize, outputs: usize) -> Self {
        Self {
            enable: In::bit(),
            finished: In::bit(),
            prepared: In::bit(),
            inputs_served: In::word(inputs),
            inputs_valid: In::word(inputs),
            inputs_error: In::word(inputs),
            outputs_served: In::word(outputs),
            outputs_empty: In::word(outputs),
            clear: In::bit(),
            iteration_mask: In::word(lanes),
            vector_enable: many(vectors, In::bit),
            vector_mask: many(vectors, || In::word(lanes)),
            issue: Out::bit(),
            mask: Out::word(lanes),
            idle: Out::bit(),
            mark_error: Out::bit(),
            busy: Out::bit(),
            starved: Out::bit(),
            blocked: Out::bit(),
            joint: many(vectors + 1, || Wire::word(lanes)),
            _lanes: lanes,
            _vectors: vectors,
            _inputs: inputs,
            _outputs: outputs,
        }
    }
}

impl Logic for PcuIssue {
    #[hdl_gen]
    fn update(&mut self) {
        let finished = self.finished.val() && !self.prepared.val();
        let running = self.enable.val() && !finished;
        let fed = self.inputs_served.val().all();
        let free = self.outputs_served.val().all() && self.clear.val();
        let issues = self.prepared.val() && fed && free;
        self.issue.next = issues;
        self.busy.next = issues;
        self.starved.next = running && !fed;
        self.blocked.next = running && fed && !issues;
        let drained = self.outputs_empty.val().all() && !self.inputs_valid.val().any();
        self.idle.next = !self.enable.val() || (finished && drained);
        self.mark_error.next = self.inputs_error.val().any();

        self.joint[0].next = self.iteration_mask.val();
        for k in 0..self._vectors {
            let unused = word(!self.vector_enable[k].val()).repeat(self._lanes);
            self.joint[k + 1].next = self.joint[k].val() & (self.vector_mask[k].val() | unused);
        }
        self.mask.next = self.joint[self._vectors].val();
    }
}

impl Leaf for PcuIssue {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_issue",
            "Decides in which cycles a PCU issues a beat, and with which lanes.",
        )
        .param("lanes", self._lanes)
        .param("v", self._vectors)
        .param("i", self._inputs)
        .param("o", self._outputs)
        .interface("inputs", "one bit an input port, vector ports first (low)")
        .interface("outputs", "one bit an output port, vector ports first (low)")
        .interface("vector", "masks of the beats that wait")
        .interface("issue", "the beat issued in this cycle")
        .interface("busy", "counted events")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PcuIssue::new(4, 3, 5, 3), 1000, 1).unwrap();
    }
}
