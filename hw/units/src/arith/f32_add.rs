//! f32 add and subtract, in four cycles: order by magnitude; align; add and normalise coarsely; normalise and round. In
//! five cycles the sum is in a register before it is normalised.
//!
//! A difference is the complement of the sum of the lesser operand and the complement of the larger one: so the adder needs
//! no logic of its own for it, as the complement is taken where operands are ordered, and again where they are shifted.
//!
//! With subnormals kept the normalising shift stops where the exponent reaches its minimum: digit by digit it
//! takes the smaller of the leading zeros and the exponent. Tiny sums are exact, so nothing is rounded there.

use super::LONG;
use super::codes::*;
use super::told::Told;
use kiln_arch::num::Subnormals;
use kiln_emit::prelude::*;

sets! {
    WORKS: ADD_F | SUB_F;
    SUBTRACTS: SUB_F;
}

/// The negative of each number of four bits, a digit each.
const NEGATIVES: u64 = 0x1234_5678_9abc_def0;

/// Operators of `OpGroup::FloatAdd`; four or five cycles from operands to result.
#[derive(LogicBlock)]
pub struct F32Add {
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
    total: Vec<Reg<Word>>,
    exponent_of_total: Vec<Reg<Word>>,
    of_total: Vec<Reg<Bit>>,
    coarse: Reg<Word>,
    exponent_3: Reg<Word>,
    by_16: Reg<Bit>,
    by_8: Reg<Bit>,
    by_4: Vec<Reg<Bit>>,
    free_3: Reg<Bit>,
    sign_3: Reg<Bit>,
    infinite_3: Reg<Bit>,
    zero_3: Reg<Bit>,
    nan_3: Reg<Bit>,
    value: Reg<Word>,
    _keep: bool,
    _split: bool,
}

impl Told for F32Add {
    const DECODER: &'static str = "f32_add_decode";
    const SETS: &'static [u64] = SETS;
}

impl F32Add {
    /// The leaf, which treats subnormal numbers as `subnormals` says, with its result after `cycles`: four or five.
    pub fn new(subnormals: Subnormals, cycles: usize) -> Self {
        let split = cycles > LONG;
        Self {
            clk: Clock::new(),
            told: In::word(SETS.len()),
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
            total: many(split.into(), || Reg::word(28)),
            exponent_of_total: many(split.into(), || Reg::word(8)),
            of_total: many(6 * usize::from(split), Reg::bit),
            coarse: Reg::word(28),
            exponent_3: Reg::word(8),
            by_16: Reg::bit(),
            by_8: Reg::bit(),
            by_4: many(split.into(), Reg::bit),
            free_3: Reg::bit(),
            sign_3: Reg::bit(),
            infinite_3: Reg::bit(),
            zero_3: Reg::bit(),
            nan_3: Reg::bit(),
            value: Reg::word(32),
            _keep: subnormals == Subnormals::Keep,
            _split: split,
        }
    }
}

impl Logic for F32Add {
    #[hdl_gen]
    fn update(&mut self) {
        let subtracts = self.told.val().bit(SUBTRACTS);

        if self.told.val().bit(WORKS) {
            // Cycle 1: order by magnitude. If the signs differ, complement the larger fraction.
            let a_size = self.a.val().slice(0, 31);
            let b_size = self.b.val().slice(0, 31);
            let a_sign = self.a.val().bit(31);
            let b_sign = self.b.val().bit(31) ^ subtracts;
            let swap = a_size < b_size;
            let differ = a_sign ^ b_sign;
            let larger = if swap { b_size } else { a_size };
            self.larger.next =
                cat!(larger.slice(23, 8), larger.slice(0, 23) ^ word(differ).repeat(23));
            self.lesser.next = if swap { a_size } else { b_size };
            self.sign_1.next = if swap { b_sign } else { a_sign };
            self.differ_1.next = differ;

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
            let at_4 = at_8 >> cat!(down_4, Word::new(2, 0u8));
            let down_2 = distance.bit(1);
            let at_2 = at_4 >> cat!(down_2, false);
            let down_1 = distance.bit(0);
            let at_1 = at_2 >> word(down_1);
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
            self.augend.next = cat!(larger_normal ^ self.differ_1.val(), larger_fraction);
            self.exponent_2.next = scale;
            self.sign_2.next = self.sign_1.val() && !(zero && self.differ_1.val());
            self.differ_2.next = self.differ_1.val();
            self.infinite_2.next = infinite;
            self.zero_2.next = zero;
            let fraction = larger_fraction ^ word(self.differ_1.val()).repeat(23);
            self.nan_2.next =
                infinite && (fraction.any() || self.differ_1.val() && lesser_exponent.all());

            // Cycle 3: add.
            let minus = word(self.differ_2.val());
            let total =
                cat!(minus, self.augend.val(), minus.repeat(3)) + self.addend.val().zext(28);
            let zeros_16 = !(total.slice(12, 16) ^ minus.repeat(16)).any();
            if self._split {
                self.total[0].next = total;
                self.exponent_of_total[0].next = self.exponent_2.val();
                self.of_total[0].next = self.differ_2.val();
                self.of_total[1].next = self.sign_2.val();
                self.of_total[2].next = self.infinite_2.val();
                self.of_total[3].next = self.zero_2.val();
                self.of_total[4].next = self.nan_2.val();
                self.of_total[5].next = zeros_16;
            }

            // The same cycle, or one of its own: normalise by 16 and 8, and in the latter case by 4.
            // `free`: the exponent no longer limits the shift.
            let total = if self._split { self.total[0].val() } else { total };
            let exponent =
                if self._split { self.exponent_of_total[0].val() } else { self.exponent_2.val() };
            let differ = if self._split { self.of_total[0].val() } else { self.differ_2.val() };
            let sign = if self._split { self.of_total[1].val() } else { self.sign_2.val() };
            let infinite = if self._split { self.of_total[2].val() } else { self.infinite_2.val() };
            let zero = if self._split { self.of_total[3].val() } else { self.zero_2.val() };
            let nan = if self._split { self.of_total[4].val() } else { self.nan_2.val() };
            let zeros_16 = if self._split { self.of_total[5].val() } else { zeros_16 };
            let sum = total ^ word(differ).repeat(28);
            let free_16 = !self._keep || exponent.slice(5, 3).any();
            let shift_16 = zeros_16 && (free_16 || exponent.bit(4));
            let free_8 = free_16 || exponent.bit(4) && !shift_16;
            let after_16 = sum << cat!(shift_16, Word::new(4, 0u8));
            let shift_8 = !after_16.slice(20, 8).any() && (free_8 || exponent.bit(3));
            let free_4 = free_8 || exponent.bit(3) && !shift_8;
            let after_8 = after_16 << cat!(shift_8, Word::new(3, 0u8));
            self.free_3.next = free_4;
            self.coarse.next = after_8;
            if self._split {
                let early_4 = !after_8.slice(24, 4).any() && (free_4 || exponent.bit(2));
                self.coarse.next = if early_4 { after_8 << 4 } else { after_8 };
                self.free_3.next = free_4 || exponent.bit(2) && !early_4;
                self.by_4[0].next = early_4;
            }
            self.by_16.next = shift_16;
            self.by_8.next = shift_8;
            self.exponent_3.next = exponent;
            let cancels = zeros_16 && !sum.slice(0, 12).any();
            self.sign_3.next = sign && !(cancels && differ) && !nan;
            self.infinite_3.next = infinite || sum.bit(27) && exponent == 254;
            self.zero_3.next = zero || cancels;
            self.nan_3.next = nan;

            // The last cycle: normalise by the rest, and round.
            let limit = self.exponent_3.val();
            let freed = !self._keep || self.free_3.val();
            let shift_4 = if self._split {
                self.by_4[0].val()
            } else {
                !self.coarse.val().slice(24, 4).any() && (freed || limit.bit(2))
            };
            let free_2 = if self._split { freed } else { freed || limit.bit(2) && !shift_4 };
            let after_4 =
                if shift_4 && !self._split { self.coarse.val() << 4 } else { self.coarse.val() };
            let shift_2 = !after_4.slice(26, 2).any() && (free_2 || limit.bit(1));
            let free_1 = free_2 || limit.bit(1) && !shift_2;
            let near = after_4 << cat!(shift_2, false);
            let can_shift = free_1 || limit.bit(0);
            let two = near.bit(27);
            let shift_1 = !two && can_shift;
            let kept = if shift_1 { near.slice(3, 23) } else { near.slice(4, 23) };
            let guard = if shift_1 { near.bit(2) } else { near.bit(3) };
            let sticky = near.slice(0, 2).any() || !shift_1 && near.bit(2);
            let round_up = guard && (kept.bit(0) || sticky);
            // The exponent is that of the larger operand less the shifts, and one more if the sum is in [2, 4), one less
            // if it is below 1 and cannot be shifted. Shifts are even numbers: twice `by`, whose negative is `less`.
            let by = cat!(self.by_16.val(), self.by_8.val(), shift_4, shift_2);
            let low_less = Word::new(64, NEGATIVES).slice(cat!(by, Word::new(2, 0u8)), 4);
            let less = cat!(word(by.any()).repeat(3), low_less);
            let one = near.bit(26) || !can_shift;
            let adjusted =
                if two || one || !self._keep { cat!(less, two) } else { cat!(!by.zext(7), true) };
            let rounded =
                cat!(limit, Word::new(23, 0u8)) + cat!(adjusted, kept) + word(round_up).zext(31);
            // The exponent of the result is not above 0.
            let under_0 = !two && !limit.bit(0);
            let under_1 = if limit.bit(1) == by.bit(0) { under_0 } else { by.bit(0) };
            let under_2 = if limit.bit(2) == by.bit(1) { under_1 } else { by.bit(1) };
            let under_3 = if limit.bit(3) == by.bit(2) { under_2 } else { by.bit(2) };
            let under_4 = if limit.bit(4) == by.bit(3) { under_3 } else { by.bit(3) };
            let tiny = !self._keep && !limit.slice(5, 3).any() && under_4;
            self.value.next = cat!(self.sign_3.val(), rounded);
            if self.zero_3.val() || tiny {
                self.value.next = cat!(self.sign_3.val(), Word::new(31, 0u8));
            }
            if self.infinite_3.val() {
                let fraction = word(self.nan_3.val()).zext(23) << 22;
                self.value.next = cat!(self.sign_3.val(), Word::new(8, 255u8), fraction);
            }
        } else {
            self.value.next = 0.into();
        }
        self.result.next = self.value.val();
    }
}

impl Leaf for F32Add {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("f32_add", "f32 add and subtract. Zero for other operators.")
            .param("keep", self._keep as usize)
            .param("t", LONG + usize::from(self._split))
    }
}
