//! The i32 sum alone, in two cycles, for units that only sum products.

use super::OP_WIDTH;
use super::codes::*;
use kiln_emit::prelude::*;

/// `Op::AddI`; two cycles from operands to result.
#[derive(LogicBlock)]
pub struct IntSum {
    /// Clock.
    pub clk: Clock,
    /// Operator.
    pub op: In<Word>,
    /// First operand.
    pub a: In<Word>,
    /// Second operand.
    pub b: In<Word>,
    /// Result.
    pub result: Out<Word>,
    sum: Reg<Word>,
    second: Reg<Word>,
}

impl IntSum {
    /// The leaf.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            op: In::word(OP_WIDTH),
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
        if self.op.val().num() == ADD_I {
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
