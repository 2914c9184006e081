//! f32 add and subtract, in four cycles: order by magnitude; align; add and normalise coarsely; normalise and round.
//!
//! With subnormals kept the normalising shift stops where the exponent reaches its minimum: digit by digit it
//! takes the smaller of the leading zeros and the exponent. Tiny sums are exact, so nothing is rounded there.

use super::OP_WIDTH;
use super::codes::*;
use kiln_arch::num::Subnormals;
use kiln_emit::prelude::*;

/// Operators of `OpGroup::FloatAdd`; four cycles from operands to result.
#[derive(LogicBlock)]
pub struct F32Add {
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
    larger: Reg<Word>,
    lesser: Reg<Word>,
    sign_1: Reg<Bit>,
    differ_1: Reg<Bit>,
    augend: Reg<Word>,
    addend: Reg<Word>,
    exponent_2: Reg<Word>,
    sign_2: Reg<Bit>,
    differ_2: Reg<Bit>,
    infinite_2: Reg<Bit>,
    zero_2: Reg<Bit>,
    nan_2: Reg<Bit>,
    coarse: Reg<Word>,
    exponent_3: Reg<Word>,
    by_16: Reg<Bit>,
    by_8: Reg<Bit>,
    free_3: Reg<Bit>,
    sign_3: Reg<Bit>,
    infinite_3: Reg<Bit>,
    zero_3: Reg<Bit>,
    nan_3: Reg<Bit>,
    sign: Reg<Bit>,
    exponent: Reg<Word>,
    fraction: Reg<Word>,
    _keep: bool,
}

impl F32Add {
    /// The leaf, which treats subnormal numbers as `subnormals` says.
    pub fn new(subnormals: Subnormals) -> Self {
        Self {
            clk: Clock::new(),
            op: In::word(OP_WIDTH),
            a: In::word(32),
            b: In::word(32),
            result: Out::word(32),
            larger: Reg::word(31),
            lesser: Reg::word(31),
            sign_1: Reg::bit(),
            differ_1: Reg::bit(),
            augend: Reg::word(24),
            addend: Reg::word(27),
            exponent_2: Reg::word(8),
            sign_2: Reg::bit(),
            differ_2: Reg::bit(),
            infinite_2: Reg::bit(),
            zero_2: Reg::bit(),
            nan_2: Reg::bit(),
            coarse: Reg::word(28),
            exponent_3: Reg::word(8),
            by_16: Reg::bit(),
            by_8: Reg::bit(),
            free_3: Reg::bit(),
            sign_3: Reg::bit(),
            infinite_3: Reg::bit(),
            zero_3: Reg::bit(),
            nan_3: Reg::bit(),
            sign: Reg::bit(),
            exponent: Reg::word(8),
            fraction: Reg::word(23),
            _keep: subnormals == Subnormals::Keep,
        }
    }
}

impl Logic for F32Add {
    #[hdl_gen]
    fn update(&mut self) {
        let subtracts = self.op.val().num() == SUB_F;
        let adds = self.op.val().num() == ADD_F;

        if adds || subtracts {
            // Cycle 1: order by magnitude.
            let a_size = self.a.val().slice(0, 31);
            let b_size = self.b.val().slice(0, 31);
            let a_sign = self.a.val().bit(31);
            let b_sign = self.b.val().bit(31) ^ subtracts;
            let swap = a_size < b_size;
            self.larger.next = if swap { b_size } else { a_size };
            self.lesser.next = if swap { a_size } else { b_size };
            self.sign_1.next = if swap { b_sign } else { a_sign };
            self.differ_1.next = a_sign ^ b_sign;

            // Cycle 2: align the lesser to the larger; `lost` is the OR of the bits shifted out.
            let larger_fraction = self.larger.val().slice(0, 23);
            let larger_exponent = self.larger.val().slice(23, 8);
            let lesser_exponent = self.lesser.val().slice(23, 8);
            let larger_normal = larger_exponent.any();
            let lesser_normal = lesser_exponent.any();
            // A subnormal number has the exponent of the smallest normal ones.
            let scale = larger_exponent | word(self._keep && !larger_normal).zext(8);
            let distance = scale - (lesser_exponent | word(self._keep && !lesser_normal).zext(8));
            let start = cat!(lesser_normal, self.lesser.val().slice(0, 23), Word::new(2, 0u8));
            let down_16 = distance.bit(4);
            let at_16 = if down_16 { start >> 16 } else { start };
            let down_8 = distance.bit(3);
            let at_8 = if down_8 { at_16 >> 8 } else { at_16 };
            let down_4 = distance.bit(2);
            let at_4 = if down_4 { at_8 >> 4 } else { at_8 };
            let down_2 = distance.bit(1);
            let at_2 = if down_2 { at_4 >> 2 } else { at_4 };
            let down_1 = distance.bit(0);
            let at_1 = if down_1 { at_2 >> 1 } else { at_2 };
            let lost = down_16 && start.slice(0, 16).any()
                || down_8 && at_16.slice(0, 8).any()
                || down_4 && at_8.slice(0, 4).any()
                || down_2 && at_4.slice(0, 2).any()
                || down_1 && at_2.slice(0, 1).any();
            let far = distance.slice(5, 3).any();
            let absent = !self._keep && !lesser_normal;
            self.addend.next = cat!(at_1, lost);
            if far || absent {
                self.addend.next = word(!absent).zext(27);
            }
            let infinite = larger_exponent.all();
            let zero = !self._keep && !larger_normal;
            self.augend.next = cat!(larger_normal, larger_fraction);
            self.exponent_2.next = scale;
            self.sign_2.next = self.sign_1.val() && !(zero && self.differ_1.val());
            self.differ_2.next = self.differ_1.val();
            self.infinite_2.next = infinite;
            self.zero_2.next = zero;
            self.nan_2.next =
                infinite && (larger_fraction.any() || self.differ_1.val() && lesser_exponent.all());

            // Cycle 3: add, and normalise by 16 and 8. `free`: the exponent no longer limits the shift.
            let minus = word(self.differ_2.val());
            let sum = cat!(false, self.augend.val(), Word::new(3, 0u8))
                + (self.addend.val().zext(28) ^ minus.repeat(28))
                + minus.zext(28);
            let free_16 = !self._keep || self.exponent_2.val().slice(5, 3).any();
            let shift_16 = !sum.slice(12, 16).any() && (free_16 || self.exponent_2.val().bit(4));
            let free_8 = free_16 || self.exponent_2.val().bit(4) && !shift_16;
            let after_16 = if shift_16 { sum << 16 } else { sum };
            let shift_8 = !after_16.slice(20, 8).any() && (free_8 || self.exponent_2.val().bit(3));
            self.free_3.next = free_8 || self.exponent_2.val().bit(3) && !shift_8;
            self.coarse.next = if shift_8 { after_16 << 8 } else { after_16 };
            self.by_16.next = shift_16;
            self.by_8.next = shift_8;
            self.exponent_3.next = self.exponent_2.val();
            let cancels = !sum.any();
            self.sign_3.next =
                self.sign_2.val() && !(cancels && self.differ_2.val()) && !self.nan_2.val();
            self.infinite_3.next =
                self.infinite_2.val() || sum.bit(27) && self.exponent_2.val() == 254;
            self.zero_3.next = self.zero_2.val() || cancels;
            self.nan_3.next = self.nan_2.val();

            // Cycle 4: normalise by 4, 2 and 1, round.
            let limit = self.exponent_3.val();
            let shift_4 =
                !self.coarse.val().slice(24, 4).any() && (self.free_3.val() || limit.bit(2));
            let free_2 = self.free_3.val() || limit.bit(2) && !shift_4;
            let after_4 = if shift_4 { self.coarse.val() << 4 } else { self.coarse.val() };
            let shift_2 = !after_4.slice(26, 2).any() && (free_2 || limit.bit(1));
            let free_1 = free_2 || limit.bit(1) && !shift_2;
            let near = if shift_2 { after_4 << 2 } else { after_4 };
            let can_shift = free_1 || limit.bit(0);
            let shift_1 = !near.bit(27) && can_shift;
            let kept = if shift_1 { near.slice(3, 23) } else { near.slice(4, 23) };
            let guard = if shift_1 { near.bit(2) } else { near.bit(3) };
            let sticky = near.slice(0, 2).any() || !shift_1 && near.bit(2);
            let round_up = guard && (kept.bit(0) || sticky);
            // The exponent is `power` and 2, 1 or 0: the last shift is no part of it, but adds here.
            let shifts = cat!(self.by_16.val(), self.by_8.val(), shift_4, shift_2, false);
            let power = limit.zext(9) + !shifts.zext(9);
            let one = !near.bit(27) && (near.bit(26) || !can_shift);
            let rounded = cat!(power, Word::new(23, 0u8))
                + cat!(near.bit(27), one, kept).zext(32)
                + word(round_up).zext(32);
            let tiny = !self._keep && power.bit(8) && !(power.all() && near.bit(27));
            self.sign.next = self.sign_3.val();
            self.exponent.next = rounded.slice(23, 8);
            self.fraction.next = rounded.slice(0, 23);
            if self.zero_3.val() || tiny {
                self.exponent.next = 0.into();
                self.fraction.next = 0.into();
            }
            if self.infinite_3.val() {
                self.exponent.next = 255.into();
                self.fraction.next = word(self.nan_3.val()).zext(23) << 22;
            }
        } else {
            self.sign.next = false;
            self.exponent.next = 0.into();
            self.fraction.next = 0.into();
        }
        self.result.next = cat!(self.sign.val(), self.exponent.val(), self.fraction.val());
    }
}

impl Leaf for F32Add {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("f32_add", "f32 add and subtract. Four cycles; zero for other operators.")
            .param("keep", self._keep as usize)
    }
}
