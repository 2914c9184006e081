//! An affine function of the loop counters, kept without multiplying: its value, and where each loop last left it.

use kiln_emit::prelude::*;

/// The value for lane 0. See `docs/execution.md`, section 3, and [`crate::counter_nest`].
#[derive(LogicBlock)]
pub struct CounterAffine {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high: the value is `base`.
    pub rst: In<Bit>,
    /// Value at the first iteration.
    pub base: In<Word>,
    /// Added at each step of the level.
    pub stride: Vec<In<Word>>,
    /// Some level steps in this cycle.
    pub moves: In<Bit>,
    /// One bit a level: the one that steps; none in reset.
    pub steps: In<Word>,
    /// Its number.
    pub at: In<Word>,
    /// The level whose last step left the value for it.
    pub from: In<Word>,
    /// None has: it is the base.
    pub based: In<Bit>,
    /// The value.
    pub value: Out<Word>,
    current: Reg<Word>,
    left: LutRam,
    added: Vec<Wire<Word>>,
    _bits: usize,
    _levels: usize,
    _rows: bool,
}

impl CounterAffine {
    /// A value of `bits` bits over `levels` loops. With `rows` level 0 never steps.
    pub fn new(bits: usize, levels: usize, rows: bool) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            base: In::word(bits),
            stride: many(levels, || In::word(bits)),
            moves: In::bit(),
            steps: In::word(levels),
            at: In::word(index_bits(levels)),
            from: In::word(index_bits(levels)),
            based: In::bit(),
            value: Out::word(bits),
            current: Reg::word(bits),
            left: LutRam::new(bits, levels),
            added: many(levels, || Wire::word(bits)),
            _bits: bits,
            _levels: levels,
            _rows: rows,
        }
    }
}

impl Logic for CounterAffine {
    #[hdl_gen]
    fn update(&mut self) {
        let first = usize::from(self._rows);
        let inner = self.steps.val().bit(0) && !self._rows;
        for l in first..self._levels {
            let here = self.stride[l].val() & word(self.steps.val().bit(l)).repeat(self._bits);
            if l == first {
                self.added[l].next = here;
            } else {
                self.added[l].next = self.added[l - 1].val() | here;
            }
        }
        // The lowest level steps from the value itself.
        let old = if inner {
            self.current.val()
        } else if self.based.val() {
            self.base.val()
        } else {
            self.left.read(self.from.val())
        };
        let sum = old + self.added[self._levels - 1].val();
        if self.rst.val() || self.moves.val() {
            self.current.next = sum;
            if self.moves.val() && !inner {
                self.left.write(self.at.val(), sum);
            }
        }
        self.value.next = self.current.val();
    }
}

impl Leaf for CounterAffine {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            if self._rows { "counter_affine_rows" } else { "counter_affine" },
            "An affine function of loop counters: base + sum of stride times position, by adding.",
        )
        .param("b", self._bits)
        .param("n", self._levels)
        .interface("base", "configuration")
        .interface("moves", "the step of this cycle")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| CounterAffine::new(11, 3, false), 1000, 1).unwrap();
        check_leaf(|| CounterAffine::new(30, 6, true), 1000, 2).unwrap();
    }
}
