//! The low word of a 32 by 32 bit product, in four cycles: three 16 by 16 bit products and their sum.

use super::codes::*;
use super::told::Told;
use kiln_emit::prelude::*;

sets! {
    WORKS: MUL_I;
}

/// The operator of `OpGroup::IntMul`; four cycles from operands to result.
#[derive(LogicBlock)]
pub struct IntMul {
    /// Clock.
    pub clk: Clock,
    /// What is to be done, by [`Told::SETS`].
    pub told: In<Word>,
    /// First factor.
    pub a: In<Word>,
    /// Second factor.
    pub b: In<Word>,
    /// Result.
    pub result: Out<Word>,
    factor_a: Reg<Word>,
    factor_b: Reg<Word>,
    low: Reg<Word>,
    cross_ab: Reg<Word>,
    cross_ba: Reg<Word>,
    low_3: Reg<Word>,
    cross_3: Reg<Word>,
    value: Reg<Word>,
}

impl Told for IntMul {
    const DECODER: &'static str = "int_mul_decode";
    const SETS: &'static [u64] = SETS;
}

impl IntMul {
    /// The leaf.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            told: In::word(SETS.len()),
            a: In::word(32),
            b: In::word(32),
            result: Out::word(32),
            factor_a: Reg::word(32),
            factor_b: Reg::word(32),
            low: Reg::word(32),
            cross_ab: Reg::word(16),
            cross_ba: Reg::word(16),
            low_3: Reg::word(32),
            cross_3: Reg::word(16),
            value: Reg::word(32),
        }
    }
}

impl Logic for IntMul {
    #[hdl_gen]
    fn update(&mut self) {
        // Cycle 1: registers at the inputs of the multipliers. These and the next, which may become the multipliers' own, have no
        // enable: those have none to themselves.
        self.factor_a.next = self.a.val();
        self.factor_b.next = self.b.val();

        // Cycle 2: partial products; only the low half of the crossed ones counts.
        let a_low = self.factor_a.val().slice(0, 16);
        let a_high = self.factor_a.val().slice(16, 16);
        let b_low = self.factor_b.val().slice(0, 16);
        let b_high = self.factor_b.val().slice(16, 16);
        self.low.next = a_low.zext(32) * b_low.zext(32);
        self.cross_ab.next = a_low * b_high;
        self.cross_ba.next = a_high * b_low;

        if self.told.val().bit(WORKS) {
            // Cycle 3: the crossed products together.
            self.low_3.next = self.low.val();
            self.cross_3.next = self.cross_ab.val() + self.cross_ba.val();

            // Cycle 4: all.
            let high = self.low_3.val().slice(16, 16) + self.cross_3.val();
            self.value.next = cat!(high, self.low_3.val().slice(0, 16));
        } else {
            self.value.next = 0.into();
        }
        self.result.next = self.value.val();
    }
}

impl Leaf for IntMul {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "int_mul",
            "Low word of an integer product. Four cycles; zero for other operators.",
        )
    }
}
