//! The move alone, in two cycles, for functional units without the integer group: a stage that does nothing moves.

use super::codes::*;
use super::told::Told;
use kiln_emit::prelude::*;

sets! {
    WORKS: MOV;
}

/// `Op::Mov`; two cycles from operand to result.
#[derive(LogicBlock)]
pub struct Mover {
    /// Clock.
    pub clk: Clock,
    /// What is to be done, by [`Told::SETS`].
    pub told: In<Word>,
    /// Operand.
    pub a: In<Word>,
    /// Result.
    pub result: Out<Word>,
    first: Reg<Word>,
    second: Reg<Word>,
}

impl Told for Mover {
    const DECODER: &'static str = "mover_decode";
    const SETS: &'static [u64] = SETS;
}

impl Mover {
    /// The leaf.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            told: In::word(SETS.len()),
            a: In::word(32),
            result: Out::word(32),
            first: Reg::word(32),
            second: Reg::word(32),
        }
    }
}

impl Logic for Mover {
    #[hdl_gen]
    fn update(&mut self) {
        let moves = self.told.val().bit(WORKS);
        self.result.next = if moves { self.second.val() } else { 0.into() };
        if moves {
            self.first.next = self.a.val();
            self.second.next = self.first.val();
        }
    }
}

impl Leaf for Mover {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("mover", "The operand two cycles later; zero for other operators.")
    }
}
