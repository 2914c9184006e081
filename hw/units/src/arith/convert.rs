//! Between i32 and f32, and f32 to bf16, in four cycles. All share one incrementer, both directions one right shifter.
//!
//! i32 to f32: the magnitude is reversed, so that shifting out zeros on the right normalises it, then rounded.
//! f32 to i32: the significand is shifted right to its place, then negated if the sign is set.
//! f32 to bf16: goes past the shifter, which passes a zero.

use super::codes::*;
use super::told::Told;
use kiln_arch::num::Subnormals;
use kiln_emit::prelude::*;

sets! {
    WORKS: F2I | I2F | ROUND_BF;
    FROM_FLOAT: F2I;
    FROM_INT: I2F;
    TO_BF16: ROUND_BF;
}

/// Operators of `OpGroup::Convert`; four cycles from operand to result.
#[derive(LogicBlock)]
pub struct Convert {
    /// Clock.
    pub clk: Clock,
    /// What is to be done, by [`Told::SETS`].
    pub told: In<Word>,
    /// Operand.
    pub a: In<Word>,
    /// Result.
    pub result: Out<Word>,
    mirror: Vec<Wire<Word>>,
    data: Reg<Word>,
    amount: Reg<Word>,
    sign_1: Reg<Bit>,
    vanishes_1: Reg<Bit>,
    exceeds_1: Reg<Bit>,
    coarse: Reg<Word>,
    by_16: Reg<Bit>,
    by_8: Reg<Bit>,
    by_4: Reg<Bit>,
    fine_amount: Reg<Word>,
    sign_2: Reg<Bit>,
    vanishes_2: Reg<Bit>,
    exceeds_2: Reg<Bit>,
    bf16_1: Reg<Word>,
    bf16_up_1: Reg<Bit>,
    bf16_2: Reg<Word>,
    bf16_up_2: Reg<Bit>,
    normal: Vec<Wire<Word>>,
    base: Reg<Word>,
    increment: Reg<Bit>,
    value: Reg<Word>,
    _keep: bool,
}

impl Told for Convert {
    const DECODER: &'static str = "convert_decode";
    const SETS: &'static [u64] = SETS;
}

impl Convert {
    /// The leaf, which treats subnormal numbers as `subnormals` says.
    pub fn new(subnormals: Subnormals) -> Self {
        Self {
            clk: Clock::new(),
            told: In::word(SETS.len()),
            a: In::word(32),
            result: Out::word(32),
            mirror: many(6, || Wire::word(32)),
            data: Reg::word(32),
            amount: Reg::word(5),
            sign_1: Reg::bit(),
            vanishes_1: Reg::bit(),
            exceeds_1: Reg::bit(),
            coarse: Reg::word(32),
            by_16: Reg::bit(),
            by_8: Reg::bit(),
            by_4: Reg::bit(),
            fine_amount: Reg::word(2),
            sign_2: Reg::bit(),
            vanishes_2: Reg::bit(),
            exceeds_2: Reg::bit(),
            bf16_1: Reg::word(16),
            bf16_up_1: Reg::bit(),
            bf16_2: Reg::word(16),
            bf16_up_2: Reg::bit(),
            normal: many(6, || Wire::word(32)),
            base: Reg::word(32),
            increment: Reg::bit(),
            value: Reg::word(32),
            _keep: subnormals == Subnormals::Keep,
        }
    }
}

/// Ones in the lower half of each field of `2 * width` bits.
fn low_halves(width: usize) -> u32 {
    (0..32).filter(|bit| (bit / width).is_multiple_of(2)).map(|bit| 1 << bit).sum()
}

impl Logic for Convert {
    #[hdl_gen]
    fn update(&mut self) {
        let from_float = self.told.val().bit(FROM_FLOAT);
        let from_int = self.told.val().bit(FROM_INT);
        let to_bf16 = self.told.val().bit(TO_BF16);

        // The two words that are reversed: the magnitude of an integer, and what cycle 3 has shifted.
        let sign = self.a.val().bit(31);
        let magnitude = (self.a.val() ^ word(sign).repeat(32)) + word(sign).zext(32);
        self.mirror[0].next = magnitude;
        for step in 0..5 {
            let width = 16 >> step;
            let halves = low_halves(width);
            let swap = self.mirror[step].val();
            self.mirror[step + 1].next = ((swap >> width) & halves) | ((swap & halves) << width);
        }
        let zeros_2 = !self.coarse.val().slice(0, 2).any();
        let shifts_2 = if from_float { self.fine_amount.val().bit(1) } else { zeros_2 };
        let after_2 = if shifts_2 { self.coarse.val() >> 2 } else { self.coarse.val() };
        let shifts_1 = if from_float { self.fine_amount.val().bit(0) } else { !after_2.bit(0) };
        let shifted = if shifts_1 { after_2 >> 1 } else { after_2 };
        self.normal[0].next = shifted;
        for step in 0..5 {
            let width = 16 >> step;
            let halves = low_halves(width);
            let swap = self.normal[step].val();
            self.normal[step + 1].next = ((swap >> width) & halves) | ((swap & halves) << width);
        }

        if self.told.val().bit(WORKS) {
            // The last cycle first, so that registers are read before they are written: otherwise Verilator copies them.
            // Cycle 4: round or negate.
            self.value.next = self.base.val() + word(self.increment.val()).zext(32);

            // Cycle 3: shift by 2 and 1; the result before it is rounded or negated.
            let top_aligned = self.normal[5].val();
            let zeros =
                cat!(self.by_16.val(), self.by_8.val(), self.by_4.val(), shifts_2, shifts_1);
            let power = if top_aligned.bit(31) {
                Word::new(8, 158u8) - zeros.zext(8)
            } else {
                Word::new(8, 0u8)
            };
            let float = cat!(self.sign_2.val(), power, top_aligned.slice(8, 23));
            let round_up =
                top_aligned.bit(7) && (top_aligned.bit(8) || top_aligned.slice(0, 7).any());
            let integer = shifted ^ word(self.sign_2.val()).repeat(32);
            // The increment carries through the low half of a bf16.
            let bf16 = cat!(self.bf16_2.val(), word(self.bf16_up_2.val()).repeat(16));
            let shifted_or_zero = if from_int { float } else { integer };
            self.base.next = shifted_or_zero | bf16;
            self.increment.next =
                if from_int { round_up } else { self.sign_2.val() || self.bf16_up_2.val() };
            if from_float && (self.vanishes_2.val() || self.exceeds_2.val()) {
                self.base.next = 0.into();
                self.increment.next = false;
                if self.exceeds_2.val() {
                    self.base.next = cat!(self.sign_2.val(), word(!self.sign_2.val()).repeat(31));
                }
            }

            // Cycle 2: shift by 16, 8 and 4.
            let zeros_16 = !self.data.val().slice(0, 16).any();
            let shifts_16 = if from_float { self.amount.val().bit(4) } else { zeros_16 };
            let after_16 = if shifts_16 { self.data.val() >> 16 } else { self.data.val() };
            let zeros_8 = !after_16.slice(0, 8).any();
            let shifts_8 = if from_float { self.amount.val().bit(3) } else { zeros_8 };
            let after_8 = if shifts_8 { after_16 >> 8 } else { after_16 };
            let zeros_4 = !after_8.slice(0, 4).any();
            let shifts_4 = if from_float { self.amount.val().bit(2) } else { zeros_4 };
            self.coarse.next = if shifts_4 { after_8 >> 4 } else { after_8 };
            self.by_16.next = shifts_16;
            self.by_8.next = shifts_8;
            self.by_4.next = shifts_4;
            self.fine_amount.next = self.amount.val().slice(0, 2);
            self.sign_2.next = self.sign_1.val();
            self.vanishes_2.next = self.vanishes_1.val();
            self.exceeds_2.next = self.exceeds_1.val();
            self.bf16_2.next = self.bf16_1.val();
            self.bf16_up_2.next = self.bf16_up_1.val();

            // Cycle 1: the word to shift, and how far a significand must go.
            let significand = cat!(true, self.a.val().slice(0, 23), Word::new(8, 0u8));
            self.data.next = if from_float { significand } else { self.mirror[5].val() };
            let exponent = self.a.val().slice(23, 8);
            let nan = exponent.all() && self.a.val().slice(0, 23).any();
            // 158 less the exponent, modulo 32.
            self.amount.next = Word::new(5, 30u8) - exponent.slice(0, 5);
            self.vanishes_1.next = exponent < 127 || nan;
            self.exceeds_1.next = exponent >= 158 && !nan;
            self.sign_1.next = sign;
            if to_bf16 {
                self.data.next = 0.into();
                self.sign_1.next = false;
            }
            let subnormal = !self._keep && !exponent.any();
            self.bf16_1.next = self.a.val().slice(16, 16);
            self.bf16_up_1.next =
                self.a.val().bit(15) && (self.a.val().bit(16) || self.a.val().slice(0, 15).any());
            if subnormal {
                self.bf16_1.next = cat!(sign, Word::new(15, 0u8));
                self.bf16_up_1.next = false;
            }
            if nan {
                self.bf16_1.next = 0x7fc0.into();
                self.bf16_up_1.next = false;
            }
            if !to_bf16 {
                self.bf16_1.next = 0.into();
                self.bf16_up_1.next = false;
            }
        } else {
            self.value.next = 0.into();
        }
        self.result.next = self.value.val();
    }
}

impl Leaf for Convert {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "convert",
            "Between i32 and f32, and f32 to bf16. Four cycles; zero for other operators.",
        )
        .param("keep", self._keep as usize)
    }
}
