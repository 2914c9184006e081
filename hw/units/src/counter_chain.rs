//! Which loops of a counter chain step: the odometer between the loops.
//!
//! A loop matters only if all below it are at their last iteration, and none does once all iterations are done: written so
//! that simulators, too, look at no more.

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
    /// One bit a level: it steps by the lanes instead of by one.
    pub wide: In<Word>,
    /// Elements left on each level, this iteration's included.
    pub left: Vec<In<Word>>,
    /// The level is at its last iteration.
    pub last: Vec<Out<Bit>>,
    /// One bit a level: it steps at the end of this cycle.
    pub advance: Out<Word>,
    /// One bit a level: it starts anew at the end of this cycle.
    pub restart: Out<Word>,
    /// Some level steps.
    pub moves: Out<Bit>,
    /// Some level but the lowest steps.
    pub carries: Out<Bit>,
    /// Bit h: all levels below h are at their last iteration.
    pub below: Out<Word>,
    /// All iterations are done.
    pub finished: Out<Bit>,
    done: Reg<Bit>,
    ends: Vec<Wire<Bit>>,
    from: Vec<Wire<Word>>,
    _bits: usize,
    _levels: usize,
    _lanes: usize,
}

impl CounterChain {
    /// A chain of `levels` loops, at least 2, of counters of `bits` bits, in a unit of `lanes` lanes (a power of two, at
    /// least 2).
    pub fn new(bits: usize, levels: usize, lanes: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            step: In::bit(),
            wide: In::word(levels),
            left: many(levels, || In::word(bits)),
            last: many(levels, Out::bit),
            advance: Out::word(levels),
            restart: Out::word(levels),
            moves: Out::bit(),
            carries: Out::bit(),
            below: Out::word(levels + 1),
            finished: Out::bit(),
            done: Reg::bit(),
            ends: many(levels, Wire::bit),
            from: many(levels + 1, || Wire::word(levels)),
            _bits: bits,
            _levels: levels,
            _lanes: lanes,
        }
    }
}

impl Logic for CounterChain {
    #[hdl_gen]
    fn update(&mut self) {
        // Comparing with 1 and with the lanes needs no carry chain.
        let lane_bits = self._lanes.ilog2() as usize;
        for l in 0..self._levels {
            let low = self.left[l].val().trunc(lane_bits + 1);
            let far = self.left[l].val().slice(lane_bits + 1, self._bits - lane_bits - 1).any();
            let above_lanes = low.bit(lane_bits) && low.trunc(lane_bits).any();
            let above_one = (low >> 1usize).any();
            let above = if self.wide.val().bit(l) { above_lanes } else { above_one };
            self.ends[l].next = !(far || above);
            self.last[l].next = self.ends[l].val();
        }
        // `from[l]`: the lowest levels, `l` and more, that are at their last iteration, given that those below `l` are.
        let all = !Word::zero(self._levels);
        self.from[self._levels].next = all;
        for k in 0..self._levels {
            let l = self._levels - 1 - k;
            self.from[l].next =
                if self.ends[l].val() { self.from[l + 1].val() } else { all >> (self._levels - l) };
        }
        // A match is a block of its own: Verilator would move what follows into each choice of an expression.
        let trailing = match word(self.done.val()).num() {
            0 => self.from[0].val(),
            _ => all,
        };
        let lowest = !trailing & cat!(trailing.trunc(self._levels - 1), true);
        let moves = self.step.val() && !trailing.all();
        self.advance.next = lowest & word(moves).repeat(self._levels);
        self.moves.next = moves;
        self.carries.next = moves && trailing.bit(0);
        self.restart.next = trailing & word(moves).repeat(self._levels);
        self.below.next = cat!(trailing, Word::new(1, 1u64));
        self.finished.next = self.done.val();
        if self.rst.val() {
            self.done.next = false;
        } else if self.step.val() && trailing.all() {
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
        .param("b", self._bits)
        .param("n", self._levels)
        .param("lanes", self._lanes)
        .interface("wide", "where the loops stand")
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
        check_leaf(|| CounterChain::new(8, 3, 2), 1000, 1).unwrap();
        check_leaf(|| CounterChain::new(20, 8, 4), 1000, 2).unwrap();
    }
}
