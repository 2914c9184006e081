//! Which loops of a counter chain step: the odometer between the loops.

use kiln_emit::prelude::*;

/// Decides for each level from what is at its last iteration. See `docs/execution.md`, section 3.
#[derive(LogicBlock)]
pub struct CounterChain {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high: not finished.
    pub rst: In<Bit>,
    /// The iteration is done: go to the next. Not when finished.
    pub step: In<Bit>,
    /// One bit a level: it is at its last iteration.
    pub last: In<Word>,
    /// One bit a level: it steps at the end of this cycle.
    pub advance: Out<Word>,
    /// One bit a level: it starts anew at the end of this cycle.
    pub restart: Out<Word>,
    /// Some level steps.
    pub moves: Out<Bit>,
    /// Bit h: all levels below h are at their last iteration.
    pub below: Out<Word>,
    /// All iterations are done.
    pub finished: Out<Bit>,
    done: Reg<Bit>,
    _levels: usize,
}

impl CounterChain {
    /// A chain of `levels` loops, at least 2.
    pub fn new(levels: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            step: In::bit(),
            last: In::word(levels),
            advance: Out::word(levels),
            restart: Out::word(levels),
            moves: Out::bit(),
            below: Out::word(levels + 1),
            finished: Out::bit(),
            done: Reg::bit(),
            _levels: levels,
        }
    }
}

impl Logic for CounterChain {
    #[hdl_gen]
    fn update(&mut self) {
        // Adding one turns the trailing ones to zeros and the lowest zero to a one.
        let last = self.last.val();
        let carried = last + 1;
        let trailing = last & !carried;
        let lowest = !last & carried;
        let moves = self.step.val() && !last.all();
        self.advance.next = lowest & word(moves).repeat(self._levels);
        self.moves.next = moves;
        self.restart.next = trailing & word(moves).repeat(self._levels);
        self.below.next = cat!(trailing, Word::new(1, 1u64));
        self.finished.next = self.done.val();
        if self.rst.val() {
            self.done.next = false;
        } else if self.step.val() && last.all() {
            self.done.next = true;
        }
    }
}

impl Leaf for CounterChain {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "counter_chain",
            "Steps a nest of loops: the lowest that is not at its last iteration moves on.",
        )
        .param("n", self._levels)
        .interface("advance", "the step of this cycle, one bit a level")
        .interface("below", "where the nest stands")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| CounterChain::new(3), 1000, 1).unwrap();
        check_leaf(|| CounterChain::new(8), 1000, 2).unwrap();
    }
}
