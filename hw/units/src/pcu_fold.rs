//! Fold control of a PCU: which accumulator a beat uses, and whether it starts or ends a fold.

use kiln_emit::prelude::*;

/// Sizes of a [`PcuFold`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoldShape {
    /// Accumulators of a stage and lane, a power of two.
    pub accumulators: usize,
    /// Levels of the counter chain.
    pub levels: usize,
    /// Bits of a counter.
    pub counter_bits: usize,
    /// Lanes, a power of two.
    pub lanes: usize,
}

/// Fold control. See `docs/execution.md`, section 4.
#[derive(LogicBlock)]
pub struct PcuFold {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// Some stage accumulates.
    pub enable: In<Bit>,
    /// Bit l: level l is folded.
    pub levels: In<Word>,
    /// Level 0 is folded too, in interleaved parts.
    pub split: In<Bit>,
    /// Accumulators in turn, less one.
    pub ways: In<Word>,
    /// The ways start again at each end of this level.
    pub round: In<Word>,
    /// Level 0 is spread over lanes.
    pub spread: In<Bit>,
    /// Bit h: all levels below h are at their last iteration.
    pub below: In<Word>,
    /// One bit a level: it is at its first iteration.
    pub first_levels: In<Word>,
    /// One bit a level: it is at its last iteration.
    pub last_levels: In<Word>,
    /// Elements left on level 0.
    pub left0: In<Word>,
    /// The loops step in this cycle.
    pub step: In<Bit>,
    /// Accumulator of the iteration's beat.
    pub way: Out<Word>,
    /// It starts its part of a fold.
    pub first: Out<Bit>,
    /// It ends its part of a fold, or there is none.
    pub emit: Out<Bit>,
    /// It ends the fold of all accumulators: it completes a tile.
    pub complete: Out<Bit>,
    turn: Reg<Word>,
    wrapped: Reg<Bit>,
    round_elements: Reg<Word>,
    _shape: FoldShape,
}

impl PcuFold {
    /// Fold control of that shape.
    pub fn new(shape: FoldShape) -> Self {
        let way_bits = index_bits(shape.accumulators);
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            enable: In::bit(),
            levels: In::word(shape.levels),
            split: In::bit(),
            ways: In::word(way_bits),
            round: In::word(index_bits(shape.levels)),
            spread: In::bit(),
            below: In::word(shape.levels + 1),
            first_levels: In::word(shape.levels),
            last_levels: In::word(shape.levels),
            left0: In::word(shape.counter_bits),
            step: In::bit(),
            way: Out::word(way_bits),
            first: Out::bit(),
            emit: Out::bit(),
            complete: Out::bit(),
            turn: Reg::word(way_bits),
            wrapped: Reg::bit(),
            round_elements: Reg::word(shape.counter_bits),
            _shape: shape,
        }
    }
}

impl Logic for PcuFold {
    #[hdl_gen]
    fn update(&mut self) {
        // Ends of the folded loops; of a split level the last round of its ways.
        let way_bits = index_bits(self._shape.accumulators);
        let lane_bits = index_bits(self._shape.lanes);
        let round = self.ways.val().zext(self._shape.counter_bits) + 1;
        let round_elements = if self.spread.val() { round << lane_bits } else { round };
        // Constant during a run, and a register so as not to lengthen the way to what is prepared.
        self.round_elements.next = round_elements;
        let last_round = self.left0.val() <= self.round_elements.val();
        let starts = !(self.levels.val() & !self.first_levels.val()).any();
        let ends = !(self.levels.val() & !self.last_levels.val()).any();
        self.first.next = starts && !(self.split.val() && self.wrapped.val());
        let final_part = ends && (last_round || !self.split.val());
        self.emit.next = !self.enable.val() || final_part;
        self.way.next = self.turn.val();

        // The next accumulator.
        let above_innermost = self.below.val().slice(1, self._shape.levels);
        let restarts = above_innermost.bit(self.round.val());
        let ends_round = self.turn.val() == self.ways.val();
        self.complete.next = final_part && restarts;
        if self.rst.val() || (self.step.val() && restarts) {
            self.turn.next = Word::zero(way_bits);
            self.wrapped.next = false;
        } else if self.step.val() && ends_round {
            self.turn.next = Word::zero(way_bits);
            self.wrapped.next = true;
        } else if self.step.val() {
            self.turn.next = self.turn.val() + 1;
        }
    }
}

impl Leaf for PcuFold {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_fold",
            "Fold control of a PCU: accumulators in turn, starts and ends of folds.",
        )
        .param("ways", self._shape.accumulators)
        .param("n", self._shape.levels)
        .param("b", self._shape.counter_bits)
        .param("lanes", self._shape.lanes)
        .interface("enable", "configuration")
        .interface("first_levels", "where the loops stand")
        .interface("way", "the beat of the iteration")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        let shape = FoldShape { accumulators: 8, levels: 3, counter_bits: 8, lanes: 4 };
        check_leaf(|| PcuFold::new(shape), 4000, 1).unwrap();
    }
}
