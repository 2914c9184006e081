//! The sum of four products of signed bytes, in four cycles: factors; products; pairs; sum.
//!
//! A product takes one multiplier, with registers before and after it.

use super::codes::*;
use super::told::Told;
use kiln_emit::prelude::*;

sets! {
    WORKS: DOT_I8;
}

/// The operator of `OpGroup::DotI8`; four cycles from operands to result.
#[derive(LogicBlock)]
pub struct DotI8 {
    /// Clock.
    pub clk: Clock,
    /// What is to be done, by [`Told::SETS`].
    pub told: In<Word>,
    /// Four bytes.
    pub a: In<Word>,
    /// Four bytes.
    pub b: In<Word>,
    /// Result.
    pub result: Out<Word>,
    factors_a: Reg<Word>,
    factors_b: Reg<Word>,
    product: Vec<Reg<Word>>,
    pair: Vec<Reg<Word>>,
    sum: Reg<Word>,
}

impl Told for DotI8 {
    const DECODER: &'static str = "dot_i8_decode";
    const SETS: &'static [u64] = SETS;
}

impl DotI8 {
    /// The leaf.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            told: In::word(SETS.len()),
            a: In::word(32),
            b: In::word(32),
            result: Out::word(32),
            factors_a: Reg::word(32),
            factors_b: Reg::word(32),
            product: many(4, || Reg::word(16)),
            pair: many(2, || Reg::word(17)),
            sum: Reg::word(18),
        }
    }
}

impl Logic for DotI8 {
    #[hdl_gen]
    fn update(&mut self) {
        // Cycle 1: registers at the inputs of the multipliers. These and the next, which may become the multipliers' own, have no
        // enable: those have none to themselves.
        self.factors_a.next = self.a.val();
        self.factors_b.next = self.b.val();

        // Cycle 2: products.
        for i in 0..4 {
            let byte_a = self.factors_a.val().slice(8 * i, 8);
            let byte_b = self.factors_b.val().slice(8 * i, 8);
            self.product[i].next = byte_a.sext(16) * byte_b.sext(16);
        }

        if self.told.val().bit(WORKS) {
            // Cycle 3: two by two.
            for i in 0..2 {
                self.pair[i].next =
                    self.product[2 * i].val().sext(17) + self.product[2 * i + 1].val().sext(17);
            }

            // Cycle 4: all.
            self.sum.next = self.pair[0].val().sext(18) + self.pair[1].val().sext(18);
        } else {
            self.sum.next = 0.into();
        }
        self.result.next = self.sum.val().sext(32);
    }
}

impl Leaf for DotI8 {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "dot_i8",
            "Sum of four products of signed bytes. Four cycles; zero for other operators.",
        )
    }
}
