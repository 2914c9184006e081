//! A node that arrives at a switch: when its beat has been taken by all that select it.

use kiln_emit::prelude::*;

/// Pops the beat when no output holds it back. See `docs/execution.md`, section 2.
#[derive(LogicBlock)]
pub struct SwitchArrival {
    /// The node has a beat.
    pub valid: In<Bit>,
    /// An output selects the node.
    pub used: Vec<In<Bit>>,
    /// An output that selects it has not taken the beat and does not take it now.
    pub held: Vec<In<Bit>>,
    /// The beat is popped in this cycle.
    pub pop: Out<Bit>,
    anyone: Vec<Wire<Bit>>,
    everyone: Vec<Wire<Bit>>,
    _outputs: usize,
}

impl SwitchArrival {
    /// A node that `outputs` outputs may select, at least 1.
    pub fn new(outputs: usize) -> Self {
        Self {
            valid: In::bit(),
            used: many(outputs, In::bit),
            held: many(outputs, In::bit),
            pop: Out::bit(),
            anyone: many(outputs + 1, Wire::bit),
            everyone: many(outputs + 1, Wire::bit),
            _outputs: outputs,
        }
    }
}

impl Logic for SwitchArrival {
    #[hdl_gen]
    fn update(&mut self) {
        self.anyone[0].next = false;
        self.everyone[0].next = true;
        for k in 0..self._outputs {
            self.anyone[k + 1].next = self.anyone[k].val() || self.used[k].val();
            self.everyone[k + 1].next = self.everyone[k].val() && !self.held[k].val();
        }
        // As a word, because Verilator computes both sides of an AND of bits, but a chosen word only where it is chosen.
        let both = if self.valid.val() {
            cat!(self.anyone[self._outputs].val(), self.everyone[self._outputs].val())
        } else {
            Word::new(2, 0u64)
        };
        self.pop.next = both == 3;
    }
}

impl Leaf for SwitchArrival {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("switch_arrival", "A node that arrives at a switch: popped when all outputs that select it have the beat.")
            .param("n", self._outputs)
            .interface("used", "for each output that may select it")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| SwitchArrival::new(4), 500, 1).unwrap();
    }
}
