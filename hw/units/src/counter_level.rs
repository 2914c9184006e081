//! One loop of a counter chain: how much of it is left, and whether this is its first iteration.
//!
//! The extent of a ragged loop is `min(tile, rem)`, where `rem` shrinks with each step of an outer loop.
//! Positions are not kept: in the terms of `docs/execution.md`, section 3, the register is `extent - pos`, which makes
//! every test a small one.

use kiln_emit::prelude::*;

/// One loop. `left` is undefined until the first reset.
#[derive(LogicBlock)]
pub struct CounterLevel {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high: starts anew.
    pub rst: In<Bit>,
    /// Elements of a whole loop.
    pub tile: In<Word>,
    /// The extent is bounded by `rem` too.
    pub ragged: In<Bit>,
    /// `rem` at the first iteration of the outer loop.
    pub limit: In<Word>,
    /// Taken off `rem` at each step of the outer loop.
    pub less: In<Word>,
    /// The level of the outer loop.
    pub outer: In<Word>,
    /// The loop steps by the lanes instead of by one.
    pub wide: In<Bit>,
    /// Some level of the nest steps in this cycle; above the lowest it need not tell of steps of the lowest alone.
    pub moves: In<Bit>,
    /// Steps in this cycle; never at the last iteration.
    pub advance: In<Bit>,
    /// Starts anew in this cycle; only when another level steps.
    pub restart: In<Bit>,
    /// `advance` of all levels; one bit is set, or none.
    pub nest_advance: In<Word>,
    /// `restart` of all levels.
    pub nest_restart: In<Word>,
    /// At the first iteration.
    pub first: Out<Bit>,
    /// Elements left, this iteration's included.
    pub left: Out<Word>,
    rest: Reg<Word>,
    fresh: Reg<Bit>,
    rem: Reg<Word>,
    _bits: usize,
    _lanes: usize,
}

impl CounterLevel {
    /// A counter of `bits` bits in a nest of `levels`, in a unit of `lanes` lanes (a power of two, at least 2).
    pub fn new(bits: usize, levels: usize, lanes: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            tile: In::word(bits),
            ragged: In::bit(),
            limit: In::word(bits),
            less: In::word(bits),
            outer: In::word(index_bits(levels)),
            wide: In::bit(),
            moves: In::bit(),
            advance: In::bit(),
            restart: In::bit(),
            nest_advance: In::word(levels),
            nest_restart: In::word(levels),
            first: Out::bit(),
            left: Out::word(bits),
            rest: Reg::word(bits),
            fresh: Reg::bit(),
            rem: Reg::word(bits + 1),
            _bits: bits,
            _lanes: lanes,
        }
    }
}

impl Logic for CounterLevel {
    #[hdl_gen]
    fn update(&mut self) {
        self.first.next = self.fresh.val();
        self.left.next = self.rest.val();

        if self.rst.val() || self.moves.val() {
            let outer = self.outer.val();
            let outer_steps = self.nest_advance.val().bit(outer);
            let outer_restarts = self.nest_restart.val().bit(outer);
            let fewer = self.rem.val() - self.less.val().zext(self._bits + 1);
            let rem_next = if self.rst.val() || outer_restarts {
                self.limit.val().zext(self._bits + 1)
            } else if outer_steps {
                fewer
            } else {
                self.rem.val()
            };
            self.rem.next = rem_next;
            let exhausted = rem_next.bit(self._bits);
            let rest = rem_next.trunc(self._bits);
            let rest_is_short = rest < self.tile.val();
            let pace = if self.wide.val() {
                Word::new(self._bits, self._lanes as u64)
            } else {
                Word::new(self._bits, 1u64)
            };
            // Read before it is written, here too: otherwise Verilator keeps two copies.
            if self.advance.val() && !self.rst.val() {
                self.rest.next = self.rest.val() - pace;
                self.fresh.next = false;
            } else if self.rst.val() || self.restart.val() {
                self.rest.next = if !self.ragged.val() {
                    self.tile.val()
                } else if exhausted {
                    0.into()
                } else if rest_is_short {
                    rest
                } else {
                    self.tile.val()
                };
                self.fresh.next = true;
            }
        }
    }
}

impl Leaf for CounterLevel {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "counter_level",
            "One loop: counts down what is left of its extent, by one or by the lanes.",
        )
        .param("b", self._bits)
        .param("n", self.nest_advance.width())
        .param("lanes", self._lanes)
        .interface("tile", "configuration")
        .interface("moves", "the chain's step in this cycle, of this level and of all")
        .interface("first", "where the loop stands")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| CounterLevel::new(8, 3, 2), 2000, 1).unwrap();
        check_leaf(|| CounterLevel::new(20, 8, 4), 2000, 2).unwrap();
    }
}
