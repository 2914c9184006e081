//! The extent of a ragged loop: `min(tile, rem)`, where `rem` shrinks with each step of an outer loop.

use kiln_emit::prelude::*;

/// Gives the extent of one loop for its next start. See `docs/execution.md`, section 3.
#[derive(LogicBlock)]
pub struct CounterExtent {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high: `rem` is `limit`.
    pub rst: In<Bit>,
    /// Extent where it is not ragged.
    pub tile: In<Word>,
    /// The extent is `min(tile, rem)`.
    pub ragged: In<Bit>,
    /// First value of `rem`.
    pub limit: In<Word>,
    /// What each step of the outer loop takes from `rem`.
    pub less: In<Word>,
    /// Number of the outer loop.
    pub outer: In<Word>,
    /// One bit a level: it steps in this cycle.
    pub advance: In<Word>,
    /// One bit a level: it starts anew in this cycle.
    pub restart: In<Word>,
    /// The extent that follows this cycle's step.
    pub extent: Out<Word>,
    rem: Reg<Word>,
    _bits: usize,
}

impl CounterExtent {
    /// For counters of `bits` bits in a chain of `levels`.
    pub fn new(bits: usize, levels: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            tile: In::word(bits),
            ragged: In::bit(),
            limit: In::word(bits),
            less: In::word(bits),
            outer: In::word(index_bits(levels)),
            advance: In::word(levels),
            restart: In::word(levels),
            extent: Out::word(bits),
            rem: Reg::word(bits + 1),
            _bits: bits,
        }
    }
}

impl Logic for CounterExtent {
    #[hdl_gen]
    fn update(&mut self) {
        let outer_steps = self.advance.val().bit(self.outer.val());
        let outer_restarts = self.restart.val().bit(self.outer.val());
        let fewer = self.rem.val() - self.less.val().zext(self._bits + 1);
        let rem_next = if self.rst.val() || outer_restarts {
            self.limit.val().zext(self._bits + 1)
        } else if outer_steps {
            fewer
        } else {
            self.rem.val()
        };
        let exhausted = rem_next.bit(self._bits);
        let rest = rem_next.trunc(self._bits);
        let rest_is_short = rest < self.tile.val();
        self.rem.next = rem_next;
        self.extent.next = if !self.ragged.val() {
            self.tile.val()
        } else if exhausted {
            0.into()
        } else if rest_is_short {
            rest
        } else {
            self.tile.val()
        };
    }
}

impl Leaf for CounterExtent {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "counter_extent",
            "Extent of a ragged loop: min(tile, rem), rem shrinking with an outer loop.",
        )
        .param("b", self._bits)
        .param("n", self.advance.width())
        .interface("tile", "configuration")
        .interface("advance", "steps of the chain in this cycle, one bit a level")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| CounterExtent::new(8, 3), 2000, 1).unwrap();
    }
}
