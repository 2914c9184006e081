//! i32 to i8 with scale, rounding and saturation, in four cycles: partial products; their sum; coarse shift;
//! fine shift, round and saturate.
//!
//! The shift keeps the eight bits of the result and the one below them, which rounds. What it drops at the top
//! must be copies of the sign.

use super::codes::*;
use super::told::Told;
use kiln_emit::prelude::*;

sets! {
    WORKS: QUANT_I;
}

/// The operator of `OpGroup::Quantize`; four cycles from operands to result.
#[derive(LogicBlock)]
pub struct Quantize {
    /// Clock.
    pub clk: Clock,
    /// What is to be done, by [`Told::SETS`].
    pub told: In<Word>,
    /// The integer.
    pub a: In<Word>,
    /// Factor in bits 15 to 0, shift in bits 20 to 16.
    pub b: In<Word>,
    /// Result.
    pub result: Out<Word>,
    low: Reg<Word>,
    high: Reg<Word>,
    correction: Reg<Word>,
    shift_1: Reg<Word>,
    product: Reg<Word>,
    shift_2: Reg<Word>,
    coarse: Reg<Word>,
    sign_3: Reg<Bit>,
    exceeds_3: Reg<Bit>,
    shift_3: Reg<Word>,
    value: Reg<Word>,
}

impl Told for Quantize {
    const DECODER: &'static str = "quantize_decode";
    const SETS: &'static [u64] = SETS;
}

impl Quantize {
    /// The leaf.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            told: In::word(SETS.len()),
            a: In::word(32),
            b: In::word(21),
            result: Out::word(32),
            low: Reg::word(32),
            high: Reg::word(32),
            correction: Reg::word(16),
            shift_1: Reg::word(5),
            product: Reg::word(48),
            shift_2: Reg::word(5),
            coarse: Reg::word(16),
            sign_3: Reg::bit(),
            exceeds_3: Reg::bit(),
            shift_3: Reg::word(3),
            value: Reg::word(8),
        }
    }
}

impl Logic for Quantize {
    #[hdl_gen]
    fn update(&mut self) {
        // Cycle 1: partial products of 16 by 16 bits without sign, whatever the operator: registers in a multiplier have no enable
        // of their own.
        let factor = self.b.val().slice(0, 16);
        self.low.next = self.a.val().slice(0, 16).zext(32) * factor.zext(32);
        self.high.next = self.a.val().slice(16, 16).zext(32) * factor.zext(32);

        if self.told.val().bit(WORKS) {
            // The same cycle: what a sign takes from their sum.
            self.correction.next = -factor;
            if !self.a.val().bit(31) {
                self.correction.next = 0.into();
            }
            self.shift_1.next = self.b.val().slice(16, 5);

            // Cycle 2: the product.
            let upper = self.high.val() + cat!(self.correction.val(), self.low.val().slice(16, 16));
            self.product.next = cat!(upper, self.low.val().slice(0, 16));
            self.shift_2.next = self.shift_1.val();

            // Cycle 3: shift by 16 and 8, and see whether a bit that is dropped at the top differs from the sign.
            // The lowest bit of `wide` is the one below the result; the sign itself needs no place.
            let by = self.shift_2.val();
            let sign = self.product.val().bit(47);
            let wide = cat!(self.product.val().slice(0, 47), false);
            let unlike = wide.slice(24, 24) ^ word(sign).repeat(24);
            let over_16 = unlike.slice(16, 8).any() || !by.bit(4) && unlike.slice(0, 16).any();
            let by_16 = if by.bit(4) { wide.slice(16, 24) } else { wide.slice(0, 24) };
            let unlike_8 = by_16.slice(16, 8) ^ word(sign).repeat(8);
            let over_8 = !by.bit(3) && unlike_8.any();
            self.coarse.next = if by.bit(3) { by_16.slice(8, 16) } else { by_16.slice(0, 16) };
            self.sign_3.next = sign;
            self.exceeds_3.next = over_16 || over_8;
            self.shift_3.next = by.slice(0, 3);

            // Cycle 4: shift by 4, 2 and 1, round, saturate.
            let fine = self.shift_3.val();
            let by_4 = if fine.bit(2) {
                self.coarse.val().slice(4, 12)
            } else {
                self.coarse.val().slice(0, 12)
            };
            let signs = word(self.sign_3.val());
            let over_4 = !fine.bit(2) && (self.coarse.val().slice(12, 4) ^ signs.repeat(4)).any();
            let by_2 = if fine.bit(1) { by_4.slice(2, 10) } else { by_4.slice(0, 10) };
            let over_2 = !fine.bit(1) && (by_4.slice(10, 2) ^ signs.repeat(2)).any();
            let by_1 = if fine.bit(0) { by_2.slice(1, 9) } else { by_2.slice(0, 9) };
            let over_1 = !fine.bit(0) && (by_2.bit(9) ^ self.sign_3.val());
            let over_0 = by_1.bit(8) ^ self.sign_3.val();
            let least_or_most = cat!(self.sign_3.val(), (!signs).repeat(7));
            let most = by_1.slice(1, 8) == 127;
            self.value.next = by_1.slice(1, 8) + word(by_1.bit(0) && !most).zext(8);
            if self.exceeds_3.val() || over_4 || over_2 || over_1 || over_0 {
                self.value.next = least_or_most;
            }
        } else {
            self.value.next = 0.into();
        }
        self.result.next = self.value.val().sext(32);
    }
}

impl Leaf for Quantize {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "quantize",
            "i32 to i8 with scale, rounding and saturation. Four cycles; zero for other operators.",
        )
    }
}
