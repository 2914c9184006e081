//! The step of a nest a cycle later, for affine functions that have that time.

use kiln_emit::prelude::*;

/// Registers between a [`crate::counter_nest`] and its [`crate::counter_affine`]s.
#[derive(LogicBlock)]
pub struct CounterLate {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset of the nest, active high.
    pub rst: In<Bit>,
    /// Some level steps.
    pub moves: In<Bit>,
    /// Set: the level that steps.
    pub steps: In<Word>,
    /// Its number.
    pub at: In<Word>,
    /// The level whose last step left the affine functions' values of that level.
    pub from: In<Word>,
    /// None has.
    pub based: In<Bit>,
    /// `rst` of the cycle before.
    pub late_rst: Out<Bit>,
    /// `moves` of the cycle before.
    pub late_moves: Out<Bit>,
    /// `steps` of the cycle before.
    pub late_steps: Out<Word>,
    /// `at` of the cycle before.
    pub late_at: Out<Word>,
    /// `from` of the cycle before.
    pub late_from: Out<Word>,
    /// `based` of the cycle before.
    pub late_based: Out<Bit>,
    rst_then: Reg<Bit>,
    moves_then: Reg<Bit>,
    steps_then: Reg<Word>,
    at_then: Reg<Word>,
    from_then: Reg<Word>,
    based_then: Reg<Bit>,
}

impl CounterLate {
    /// For `levels` loops.
    pub fn new(levels: usize) -> Self {
        let number = index_bits(levels);
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            moves: In::bit(),
            steps: In::word(levels),
            at: In::word(number),
            from: In::word(number),
            based: In::bit(),
            late_rst: Out::bit(),
            late_moves: Out::bit(),
            late_steps: Out::word(levels),
            late_at: Out::word(number),
            late_from: Out::word(number),
            late_based: Out::bit(),
            rst_then: Reg::bit(),
            moves_then: Reg::bit(),
            steps_then: Reg::word(levels),
            at_then: Reg::word(number),
            from_then: Reg::word(number),
            based_then: Reg::bit(),
        }
    }
}

impl Logic for CounterLate {
    #[hdl_gen]
    fn update(&mut self) {
        self.rst_then.next = self.rst.val();
        self.moves_then.next = self.moves.val();
        self.steps_then.next = self.steps.val();
        self.at_then.next = self.at.val();
        self.from_then.next = self.from.val();
        self.based_then.next = self.based.val();
        self.late_rst.next = self.rst_then.val();
        self.late_moves.next = self.moves_then.val();
        self.late_steps.next = self.steps_then.val();
        self.late_at.next = self.at_then.val();
        self.late_from.next = self.from_then.val();
        self.late_based.next = self.based_then.val();
    }
}

impl Leaf for CounterLate {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("counter_late", "The step of a nest of loops, one cycle later.")
            .param("n", self.steps.width())
            .interface("moves", "the step of this cycle")
            .interface("late", "that of the cycle before")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| CounterLate::new(5), 200, 1).unwrap();
    }
}
