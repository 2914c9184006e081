//! The i32 sum alone, in two cycles, for units that only sum products.

use super::codes::*;
use super::told::Told;
use kiln_emit::prelude::*;

sets! {
    WORKS: ADD_I;
}

/// `Op::AddI`; two cycles from operands to result.
#[derive(LogicBlock)]
pub struct IntSum {
    /// Clock.
    pub clk: Clock,
    /// What is to be done, by [`Told::SETS`].
    pub told: In<Word>,
    /// First operand.
    pub a: In<Word>,
    /// Second operand.
    pub b: In<Word>,
    /// Result.
    pub result: Out<Word>,
    sum: Reg<Word>,
    second: Reg<Word>,
}

impl Told for IntSum {
    const DECODER: &'static str = "int_sum_decode";
    const SETS: &'static [u64] = SETS;
}

impl IntSum {
    /// The leaf.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            told: In::word(SETS.len()),
            a: In::word(32),
            b: In::word(32),
            result: Out::word(32),
            sum: Reg::word(32),
            second: Reg::word(32),
        }
    }
}

impl Logic for IntSum {
    #[hdl_gen]
    fn update(&mut self) {
        if self.told.val().bit(WORKS) {
            self.sum.next = self.a.val() + self.b.val();
            self.second.next = self.sum.val();
        } else {
            self.second.next = 0.into();
        }
        self.result.next = self.second.val();
    }
}

impl Leaf for IntSum {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("int_sum", "The i32 sum two cycles later; zero for other operators.")
    }
}
