//! An affine function of the loop counters, kept without multiplying: one partial value a level.

use kiln_emit::prelude::*;

/// The value for lane 0. See `docs/execution.md`, section 3.
#[derive(LogicBlock)]
pub struct CounterAffine {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high: all partial values are `base`.
    pub rst: In<Bit>,
    /// Value at the first iteration.
    pub base: In<Word>,
    /// Added at each step of the level.
    pub stride: Vec<In<Word>>,
    /// Some level steps in this cycle.
    pub moves: In<Bit>,
    /// One bit a level: it steps in this cycle.
    pub advance: In<Word>,
    /// One bit a level: it starts anew in this cycle.
    pub restart: In<Word>,
    /// The value.
    pub value: Out<Word>,
    partial: Vec<Reg<Word>>,
    old: Vec<Wire<Word>>,
    added: Vec<Wire<Word>>,
    _bits: usize,
    _levels: usize,
}

impl CounterAffine {
    /// A value of `bits` bits over `levels` loops.
    pub fn new(bits: usize, levels: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            base: In::word(bits),
            stride: many(levels, || In::word(bits)),
            moves: In::bit(),
            advance: In::word(levels),
            restart: In::word(levels),
            value: Out::word(bits),
            partial: many(levels, || Reg::word(bits)),
            old: many(levels, || Wire::word(bits)),
            added: many(levels, || Wire::word(bits)),
            _bits: bits,
            _levels: levels,
        }
    }
}

impl Logic for CounterAffine {
    #[hdl_gen]
    fn update(&mut self) {
        // At most one bit of `advance` is set: the sum is the stepping level's, and all lower levels take it too.
        self.old[0].next =
            self.partial[0].val() & word(self.advance.val().bit(0)).repeat(self._bits);
        self.added[0].next =
            self.stride[0].val() & word(self.advance.val().bit(0)).repeat(self._bits);
        for l in 1..self._levels {
            let steps = word(self.advance.val().bit(l)).repeat(self._bits);
            self.old[l].next = self.old[l - 1].val() | (self.partial[l].val() & steps);
            self.added[l].next = self.added[l - 1].val() | (self.stride[l].val() & steps);
        }
        let sum = self.old[self._levels - 1].val() + self.added[self._levels - 1].val();
        let carries = self.moves.val() && !self.advance.val().bit(0);
        if self.rst.val() {
            let base = self.base.val();
            for l in 0..self._levels {
                self.partial[l].next = base;
            }
        } else if self.moves.val() {
            self.partial[0].next = sum;
            if carries {
                for l in 1..self._levels {
                    if self.advance.val().bit(l) || self.restart.val().bit(l) {
                        self.partial[l].next = sum;
                    }
                }
            }
        }
        self.value.next = self.partial[0].val();
    }
}

impl Leaf for CounterAffine {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "counter_affine",
            "An affine function of loop counters: base + sum of stride times position, by adding.",
        )
        .param("b", self._bits)
        .param("n", self._levels)
        .interface("base", "configuration")
        .interface("moves", "steps of the chain in this cycle, one bit a level")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| CounterAffine::new(11, 3), 1000, 1).unwrap();
    }
}
