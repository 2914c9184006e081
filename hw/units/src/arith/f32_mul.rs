//! f32 multiply, in four cycles: partial products; their sum; shift; round.
//!
//! With subnormals kept a subnormal factor leaves leading zeros in the product, and a small result must be shifted
//! right. One right shifter of the product does both: by the larger of what either asks for.
//! If both factors are subnormal the result is below half the least number whatever the leading zeros.

use super::codes::*;
use super::told::Told;
use kiln_arch::num::Subnormals;
use kiln_emit::prelude::*;

sets! {
    WORKS: MUL_F;
}

/// The operator of `OpGroup::FloatMul`; four cycles from operands to result.
#[derive(LogicBlock)]
pub struct F32Mul {
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
    low: Reg<Word>,
    cross_ab: Reg<Word>,
    cross_ba: Reg<Word>,
    high: Reg<Word>,
    power_1: Reg<Word>,
    sign_1: Reg<Bit>,
    zero_1: Reg<Bit>,
    infinite_1: Reg<Bit>,
    nan_1: Reg<Bit>,
    product: Reg<Word>,
    power_2: Reg<Word>,
    sign_2: Reg<Bit>,
    zero_2: Reg<Bit>,
    infinite_2: Reg<Bit>,
    nan_2: Reg<Bit>,
    window: Reg<Word>,
    sticky: Reg<Bit>,
    power_3: Reg<Word>,
    sign_3: Reg<Bit>,
    zero_3: Reg<Bit>,
    infinite_3: Reg<Bit>,
    nan_3: Reg<Bit>,
    value: Reg<Word>,
    // Only where subnormals are kept:
    normal_or_subnormal: Vec<Reg<Word>>,
    amount: Vec<Reg<Word>>,
    bounded_2: Vec<Reg<Bit>>,
    bounded_3: Vec<Reg<Bit>>,
    _keep: bool,
}

impl Told for F32Mul {
    const DECODER: &'static str = "f32_mul_decode";
    const SETS: &'static [u64] = SETS;
}

impl F32Mul {
    /// The leaf, which treats subnormal numbers as `subnormals` says.
    pub fn new(subnormals: Subnormals) -> Self {
        let keep = subnormals == Subnormals::Keep;
        Self {
            clk: Clock::new(),
            told: In::word(SETS.len()),
            a: In::word(32),
            b: In::word(32),
            result: Out::word(32),
            low: Reg::word(24),
            cross_ab: Reg::word(24),
            cross_ba: Reg::word(24),
            high: Reg::word(24),
            power_1: Reg::word(10),
            sign_1: Reg::bit(),
            zero_1: Reg::bit(),
            infinite_1: Reg::bit(),
            nan_1: Reg::bit(),
            product: Reg::word(48),
            power_2: Reg::word(10),
            sign_2: Reg::bit(),
            zero_2: Reg::bit(),
            infinite_2: Reg::bit(),
            nan_2: Reg::bit(),
            window: Reg::word(26),
            sticky: Reg::bit(),
            power_3: Reg::word(10),
            sign_3: Reg::bit(),
            zero_3: Reg::bit(),
            infinite_3: Reg::bit(),
            nan_3: Reg::bit(),
            value: Reg::word(32),
            normal_or_subnormal: many(keep.into(), || Reg::word(24)),
            amount: many(keep.into(), || Reg::word(6)),
            bounded_2: many(keep.into(), Reg::bit),
            bounded_3: many(keep.into(), Reg::bit),
            _keep: keep,
        }
    }
}

impl Logic for F32Mul {
    #[hdl_gen]
    fn update(&mut self) {
        // Cycle 1: partial products of 12 by 12 bits, whatever the operator: registers in a multiplier have no enable of their own.
        let a_exponent = self.a.val().slice(23, 8);
        let b_exponent = self.b.val().slice(23, 8);
        let a_fraction = self.a.val().slice(0, 23);
        let b_fraction = self.b.val().slice(0, 23);
        let a_normal = a_exponent.any();
        let b_normal = b_exponent.any();
        let a_low = a_fraction.slice(0, 12).zext(24);
        let b_low = b_fraction.slice(0, 12).zext(24);
        let a_high = cat!(a_normal || !self._keep, a_fraction.slice(12, 11)).zext(24);
        let b_high = cat!(b_normal || !self._keep, b_fraction.slice(12, 11)).zext(24);
        self.low.next = a_low * b_low;
        self.cross_ab.next = a_low * b_high;
        self.cross_ba.next = a_high * b_low;
        self.high.next = a_high * b_high;

        if self.told.val().bit(WORKS) {
            // The same cycle. `power` is two less than the exponent of a product in [2, 4), one less than that of one in [1, 2).
            // A subnormal number has the exponent of the smallest normal ones.
            let a_power = a_exponent | word(self._keep && !a_normal).zext(8);
            let b_power = b_exponent | word(self._keep && !b_normal).zext(8);
            // Less 128, bit by bit: a second adder would cost more.
            let powers = a_power.zext(9) + b_power.zext(9);
            let borrows = !powers.bit(7) && !powers.bit(8);
            let same = powers.bit(7) == powers.bit(8);
            self.power_1.next = cat!(borrows, same, !powers.bit(7), powers.slice(0, 7));
            let a_infinite = a_exponent.all() && !a_fraction.any();
            let b_infinite = b_exponent.all() && !b_fraction.any();
            let a_nan = a_exponent.all() && a_fraction.any();
            let b_nan = b_exponent.all() && b_fraction.any();
            let a_zero = !(a_normal || self._keep && a_fraction.any());
            let b_zero = !(b_normal || self._keep && b_fraction.any());
            self.sign_1.next = self.a.val().bit(31) ^ self.b.val().bit(31);
            self.zero_1.next = a_zero || b_zero;
            self.infinite_1.next = a_infinite || b_infinite;
            self.nan_1.next = a_nan || b_nan || a_infinite && b_zero || b_infinite && a_zero;
            if self._keep {
                // The factor that may be subnormal.
                self.normal_or_subnormal[0].next =
                    if a_normal { cat!(b_normal, b_fraction) } else { cat!(false, a_fraction) };
            }

            // Cycle 2: the product, in units of 2^-46, and how far it must move.
            let crossed = self.cross_ab.val().zext(25) + self.cross_ba.val().zext(25);
            self.product.next = cat!(self.high.val(), self.low.val())
                + cat!(Word::new(11, 0u8), crossed, Word::new(12, 0u8));
            self.sign_2.next = self.sign_1.val();
            self.zero_2.next = self.zero_1.val();
            self.infinite_2.next = self.infinite_1.val();
            self.nan_2.next = self.nan_1.val();
            if self._keep {
                let factor = self.normal_or_subnormal[0].val();
                let in_top_8 = factor.slice(16, 8).any();
                let of_16 =
                    if in_top_8 { factor.slice(16, 8).zext(16) } else { factor.slice(0, 16) };
                let in_top_8_of_16 = of_16.slice(8, 8).any();
                let of_8 = if in_top_8_of_16 { of_16.slice(8, 8) } else { of_16.slice(0, 8) };
                let in_top_4 = of_8.slice(4, 4).any();
                let of_4 = if in_top_4 { of_8.slice(4, 4) } else { of_8.slice(0, 4) };
                let in_top_2 = of_4.slice(2, 2).any();
                let in_top_1 = if in_top_2 { of_4.bit(3) } else { of_4.bit(1) };
                let leading = cat!(in_top_8, in_top_8_of_16, in_top_4, in_top_2, in_top_1);
                // Right shifts that bring the leading one into place, and that bring the exponent to its least value.
                let deepest = Word::new(10, 22u8) - self.power_1.val();
                let power = leading.zext(10) + !deepest;
                let bounded = power.bit(9);
                let right = if bounded { deepest } else { leading.zext(10) };
                self.amount[0].next = right.slice(0, 6) | word(right.slice(6, 4).any()).repeat(6);
                self.bounded_2[0].next = bounded;
                self.power_2.next = power | word(bounded).repeat(10);
            } else {
                self.power_2.next = self.power_1.val();
            }

            // Cycle 3: shift.
            if self._keep {
                let right_by = self.amount[0].val();
                let wide = cat!(self.product.val(), false);
                let by_32 = if right_by.bit(5) { wide >> 32 } else { wide };
                let by_16 =
                    if right_by.bit(4) { by_32.slice(16, 33).zext(41) } else { by_32.trunc(41) };
                let by_8 = if right_by.bit(3) { by_16.slice(8, 33) } else { by_16.trunc(33) };
                let by_4 = if right_by.bit(2) { by_8.slice(4, 29) } else { by_8.trunc(29) };
                let by_2 = if right_by.bit(1) { by_4.slice(2, 27) } else { by_4.trunc(27) };
                let lost_32 = right_by.bit(5) && wide.slice(0, 32).any();
                let lost_16 = right_by.bit(4) && by_32.slice(0, 16).any();
                let lost_8 = right_by.bit(3) && by_16.slice(0, 8).any();
                let lost_4 = right_by.bit(2) && by_8.slice(0, 4).any();
                let lost_2 = right_by.bit(1) && by_4.slice(0, 2).any();
                let lost_1 = right_by.bit(0) && by_2.bit(0);
                self.window.next = if right_by.bit(0) { by_2.slice(1, 26) } else { by_2.trunc(26) };
                self.sticky.next = lost_32 || lost_16 || lost_8 || lost_4 || lost_2 || lost_1;
                self.bounded_3[0].next = self.bounded_2[0].val();
            } else {
                self.window.next = self.product.val().slice(22, 26);
                self.sticky.next = self.product.val().slice(0, 22).any();
            }
            self.power_3.next = self.power_2.val();
            self.sign_3.next = self.sign_2.val();
            self.zero_3.next = self.zero_2.val();
            self.infinite_3.next = self.infinite_2.val();
            self.nan_3.next = self.nan_2.val();

            // Cycle 4: normalise by the last bit, and round. The leading one adds the rest of the exponent.
            let window = self.window.val();
            let power = self.power_3.val();
            let two = window.bit(25);
            let short = if self._keep { !two && !self.bounded_3[0].val() } else { !two };
            let kept = if short { window.slice(1, 23) } else { window.slice(2, 23) };
            let guard = if short { window.bit(0) } else { window.bit(1) };
            let sticky = self.sticky.val() || !short && window.bit(0);
            let round_up = guard && (kept.bit(0) || sticky);
            let rounded = cat!(power.slice(0, 8), Word::new(23, 0u8))
                + cat!(two, !two, kept).zext(31)
                + word(round_up).zext(31);
            let huge = !power.bit(9)
                && (power.bit(8) || power.slice(1, 7).all() || power.slice(0, 8) == 253 && two);
            // With an exponent of 0 rounding may still reach the least normal number, whose fraction is zero.
            let negative = !self._keep && power.bit(9);
            let tiny = negative && !(power.all() && two);
            let vanishes = negative && !power.all() && !(power == 0x3fe && two);
            self.value.next = cat!(self.sign_3.val(), rounded);
            if self.zero_3.val() || tiny {
                let least = word(!self.zero_3.val() && !vanishes).repeat(8);
                self.value.next =
                    cat!(self.sign_3.val(), rounded.slice(23, 8) & least, Word::new(23, 0u8));
            }
            if self.infinite_3.val() || huge {
                self.value.next = cat!(self.sign_3.val(), Word::new(31, 255u32 << 23));
            }
            if self.nan_3.val() {
                self.value.next = Word::new(32, 511u32 << 22);
            }
        } else {
            self.value.next = 0.into();
        }
        self.result.next = self.value.val();
    }
}

impl Leaf for F32Mul {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("f32_mul", "f32 multiply. Four cycles; zero for other operators.")
            .param("keep", self._keep as usize)
    }
}
