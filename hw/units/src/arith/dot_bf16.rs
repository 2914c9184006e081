//! The sum of two products of bf16, rounded once to f32, in four cycles: products; align; add and normalise
//! coarsely; normalise and round. In five cycles the sum is in a register before it is normalised; in six the factors are in
//! registers too, and so are the sums of the exponents before they are compared.
//!
//! The products are ordered by their exponents alone, so their difference may be negative. It is then inverted, with
//! ones below its last bit; the increment that makes it a negation is part of the rounding.
//!
//! With subnormals kept a factor may have leading zeros, for which the sum has more places. A sum below the
//! normal numbers is normalised only as far as the exponent allows, or shifted right.

use super::codes::*;
use super::told::Told;
use super::{LONG, LONGEST};
use kiln_arch::num::Subnormals;
use kiln_emit::prelude::*;

sets! {
    WORKS: DOT_BF;
}

/// The operator of `OpGroup::DotBf16`; four to six cycles from operands to result.
#[derive(LogicBlock)]
pub struct DotBf16 {
    /// Clock.
    pub clk: Clock,
    /// What is to be done, by [`Told::SETS`].
    pub told: In<Word>,
    /// Two bf16.
    pub a: In<Word>,
    /// Two bf16.
    pub b: In<Word>,
    /// Result.
    pub result: Out<Word>,
    /// Factors for multipliers that are borrowed, if they are.
    pub factor_a: Vec<Out<Word>>,
    /// The same.
    pub factor_b: Vec<Out<Word>>,
    /// Their products: a cycle later, of six cycles two.
    pub borrowed: Vec<In<Word>>,
    // Only in six cycles:
    early_factor: Vec<Reg<Word>>,
    early_power: Vec<Reg<Word>>,
    early: Vec<Reg<Bit>>,
    product: Vec<Reg<Word>>,
    power: Vec<Reg<Word>>,
    sign_of: Vec<Reg<Bit>>,
    swap: Reg<Bit>,
    difference: Reg<Word>,
    infinite_1: Reg<Bit>,
    infinite_sign: Reg<Bit>,
    nan_1: Reg<Bit>,
    augend: Reg<Word>,
    addend: Reg<Word>,
    limit_2: Reg<Word>,
    sign_2: Reg<Bit>,
    differ_2: Reg<Bit>,
    infinite_2: Reg<Bit>,
    nan_2: Reg<Bit>,
    total: Vec<Reg<Word>>,
    limit_of_total: Vec<Reg<Word>>,
    of_total: Vec<Reg<Bit>>,
    coarse: Reg<Word>,
    negative_3: Reg<Bit>,
    limit_3: Reg<Word>,
    by_16: Reg<Bit>,
    by_8: Reg<Bit>,
    by_4: Vec<Reg<Bit>>,
    sign_3: Reg<Bit>,
    zero_3: Reg<Bit>,
    infinite_3: Reg<Bit>,
    nan_3: Reg<Bit>,
    sign: Reg<Bit>,
    exponent: Reg<Word>,
    fraction: Reg<Word>,
    // Only where subnormals are kept:
    right_2: Vec<Reg<Word>>,
    right_of_total: Vec<Reg<Word>>,
    right_3: Vec<Reg<Word>>,
    free_3: Vec<Reg<Bit>>,
    sticky_3: Vec<Reg<Bit>>,
    _places: usize,
    _levels: usize,
    _keep: bool,
    _split: bool,
    _late: bool,
    _borrows: bool,
}

impl Told for DotBf16 {
    const DECODER: &'static str = "dot_bf16_decode";
    const SETS: &'static [u64] = SETS;
}

impl DotBf16 {
    /// The leaf, which treats subnormal numbers as `subnormals` says, with its result after `cycles`: four to six.
    pub fn new(subnormals: Subnormals, cycles: usize) -> Self {
        Self::made(subnormals, cycles, false)
    }

    /// The same with multipliers that it borrows of `DotBytes`.
    pub fn borrowing(subnormals: Subnormals, cycles: usize) -> Self {
        Self::made(subnormals, cycles, true)
    }

    fn made(subnormals: Subnormals, cycles: usize, borrows: bool) -> Self {
        let multipliers = 2 * usize::from(borrows);
        let split = cycles > LONG;
        let late = cycles > LONGEST;
        let keep = subnormals == Subnormals::Keep;
        // Binary places of the aligned products, the larger of which is below 4. If the lesser loses digits the sum is
        // at least 1/2, or 2^-8 with subnormal factors: 24 digits and one to round follow.
        let places = if keep { 32 } else { 25 };
        let levels = if keep { 6 } else { 5 };
        Self {
            clk: Clock::new(),
            told: In::word(SETS.len()),
            a: In::word(32),
            b: In::word(32),
            result: Out::word(32),
            factor_a: many(multipliers, || Out::word(8)),
            factor_b: many(multipliers, || Out::word(8)),
            borrowed: many(multipliers, || In::word(16)),
            early_factor: many(usize::from(late) * 2 * (2 - multipliers), || Reg::word(8)),
            early_power: many(2 * usize::from(late), || Reg::word(9)),
            early: many(7 * usize::from(late), Reg::bit),
            product: many(2 - multipliers, || Reg::word(16)),
            power: many(2, || Reg::word(9)),
            sign_of: many(2, Reg::bit),
            swap: Reg::bit(),
            difference: Reg::word(9),
            infinite_1: Reg::bit(),
            infinite_sign: Reg::bit(),
            nan_1: Reg::bit(),
            augend: Reg::word(16),
            addend: Reg::word(places + 3),
            limit_2: Reg::word(10),
            sign_2: Reg::bit(),
            differ_2: Reg::bit(),
            infinite_2: Reg::bit(),
            nan_2: Reg::bit(),
            total: many(split.into(), || Reg::word(places + 5)),
            limit_of_total: many(split.into(), || Reg::word(10)),
            of_total: many(5 * usize::from(split), Reg::bit),
            coarse: Reg::word(places + 4),
            negative_3: Reg::bit(),
            limit_3: Reg::word(10),
            by_16: Reg::bit(),
            by_8: Reg::bit(),
            by_4: many(split.into(), Reg::bit),
            sign_3: Reg::bit(),
            zero_3: Reg::bit(),
            infinite_3: Reg::bit(),
            nan_3: Reg::bit(),
            sign: Reg::bit(),
            exponent: Reg::word(8),
            fraction: Reg::word(23),
            right_2: many(keep.into(), || Reg::word(5)),
            right_of_total: many((keep && split).into(), || Reg::word(5)),
            right_3: many(keep.into(), || Reg::word(3)),
            free_3: many(keep.into(), Reg::bit),
            sticky_3: many(keep.into(), Reg::bit),
            _places: places,
            _levels: levels,
            _keep: keep,
            _split: split,
            _late: late,
            _borrows: borrows,
        }
    }
}

impl Logic for DotBf16 {
    #[hdl_gen]
    fn update(&mut self) {
        let places = self._places;
        let size = places + 4;

        let a_low = self.a.val().slice(0, 15);
        let b_low = self.b.val().slice(0, 15);
        let a_high = self.a.val().slice(16, 15);
        let b_high = self.b.val().slice(16, 15);
        let a_low_normal = a_low.slice(7, 8).any();
        let b_low_normal = b_low.slice(7, 8).any();
        let a_high_normal = a_high.slice(7, 8).any();
        let b_high_normal = b_high.slice(7, 8).any();
        let a_low_exists = a_low_normal || self._keep && a_low.slice(0, 7).any();
        let b_low_exists = b_low_normal || self._keep && b_low.slice(0, 7).any();
        let a_high_exists = a_high_normal || self._keep && a_high.slice(0, 7).any();
        let b_high_exists = b_high_normal || self._keep && b_high.slice(0, 7).any();
        let low_exists = a_low_exists && b_low_exists;
        let high_exists = a_high_exists && b_high_exists;
        let low_a = cat!(a_low_normal || !self._keep, a_low.slice(0, 7));
        let low_b = cat!(b_low_normal || !self._keep, b_low.slice(0, 7));
        let high_a = cat!(a_high_normal || !self._keep, a_high.slice(0, 7));
        let high_b = cat!(b_high_normal || !self._keep, b_high.slice(0, 7));
        if self._borrows {
            self.factor_a[0].next = low_a & word(low_exists).repeat(8);
            self.factor_b[0].next = low_b;
            self.factor_a[1].next = high_a & word(high_exists).repeat(8);
            self.factor_b[1].next = high_b;
        }
        let low_product =
            if self._borrows { self.borrowed[0].val() } else { self.product[0].val() };
        let high_product =
            if self._borrows { self.borrowed[1].val() } else { self.product[1].val() };

        if self.told.val().bit(WORKS) {
            // Cycle 1: products, in units of 2^-14, and the sums of the exponents.
            if !self._borrows {
                if self._late {
                    self.early_factor[0].next = low_a & word(low_exists).repeat(8);
                    self.early_factor[1].next = low_b;
                    self.early_factor[2].next = high_a & word(high_exists).repeat(8);
                    self.early_factor[3].next = high_b;
                    self.product[0].next =
                        self.early_factor[0].val().zext(16) * self.early_factor[1].val().zext(16);
                    self.product[1].next =
                        self.early_factor[2].val().zext(16) * self.early_factor[3].val().zext(16);
                } else {
                    self.product[0].next = low_a.zext(16) * low_b.zext(16);
                    self.product[1].next = high_a.zext(16) * high_b.zext(16);
                    if !low_exists {
                        self.product[0].next = 0.into();
                    }
                    if !high_exists {
                        self.product[1].next = 0.into();
                    }
                }
            }
            // A subnormal number has the exponent of the smallest normal ones.
            let low_power = (a_low.slice(7, 8) | word(self._keep && !a_low_normal).zext(8)).zext(9)
                + (b_low.slice(7, 8) | word(self._keep && !b_low_normal).zext(8)).zext(9);
            let high_power = (a_high.slice(7, 8) | word(self._keep && !a_high_normal).zext(8))
                .zext(9)
                + (b_high.slice(7, 8) | word(self._keep && !b_high_normal).zext(8)).zext(9);
            let low_sign = self.a.val().bit(15) ^ self.b.val().bit(15);
            let high_sign = self.a.val().bit(31) ^ self.b.val().bit(31);
            let a_low_special = a_low.slice(7, 8).all();
            let b_low_special = b_low.slice(7, 8).all();
            let a_high_special = a_high.slice(7, 8).all();
            let b_high_special = b_high.slice(7, 8).all();
            let low_infinite = a_low_special || b_low_special;
            let high_infinite = a_high_special || b_high_special;
            let low_nan = a_low_special && a_low.slice(0, 7).any()
                || b_low_special && b_low.slice(0, 7).any()
                || low_infinite && !low_exists;
            let high_nan = a_high_special && a_high.slice(0, 7).any()
                || b_high_special && b_high.slice(0, 7).any()
                || high_infinite && !high_exists;
            let infinite = low_infinite || high_infinite;
            let infinite_sign = if high_infinite { high_sign } else { low_sign };
            let nan =
                low_nan || high_nan || low_infinite && high_infinite && (low_sign ^ high_sign);
            if self._late {
                self.early_power[0].next = low_power;
                self.early_power[1].next = high_power;
                self.early[0].next = low_exists;
                self.early[1].next = high_exists;
                self.early[2].next = low_sign;
                self.early[3].next = high_sign;
                self.early[4].next = infinite;
                self.early[5].next = infinite_sign;
                self.early[6].next = nan;
            }

            // The same cycle, or one of its own: which product has the larger exponent.
            let low_power = if self._late { self.early_power[0].val() } else { low_power };
            let high_power = if self._late { self.early_power[1].val() } else { high_power };
            let low_exists = if self._late { self.early[0].val() } else { low_exists };
            let high_exists = if self._late { self.early[1].val() } else { high_exists };
            self.sign_of[0].next = if self._late { self.early[2].val() } else { low_sign };
            self.sign_of[1].next = if self._late { self.early[3].val() } else { high_sign };
            self.infinite_1.next = if self._late { self.early[4].val() } else { infinite };
            self.infinite_sign.next = if self._late { self.early[5].val() } else { infinite_sign };
            self.nan_1.next = if self._late { self.early[6].val() } else { nan };
            self.power[0].next = low_power;
            self.power[1].next = high_power;
            // The exponent of a zero product says nothing, so it counts as the lesser, however far it is shifted.
            let difference = low_power.zext(10) - high_power.zext(10);
            self.difference.next = difference.trunc(9);
            if !low_exists || !high_exists {
                self.difference.next = 0.into();
            }
            self.swap.next = !low_exists || high_exists && difference.bit(9);

            // Cycle 2: align the product with the lesser exponent; `lost` is the OR of the bits shifted out.
            let swap = self.swap.val();
            let levels = self._levels;
            // If the low bits are zero, a negative number's high bits are not the complement of its size's.
            let high = self.difference.val().slice(levels, 9 - levels);
            let low_any = self.difference.val().slice(0, levels).any();
            let far = if swap { !(high.all() && low_any) } else { high.any() };
            let above_1 = swap && self.difference.val().bit(0);
            let above_2 = swap && self.difference.val().slice(0, 2).any();
            let above_3 = swap && self.difference.val().slice(0, 3).any();
            let above_4 = swap && self.difference.val().slice(0, 4).any();
            let down_32 = if self._keep {
                (self.difference.val().bit(5) ^ (swap && self.difference.val().slice(0, 5).any()))
                    || far
            } else {
                false
            };
            let down_16 = (self.difference.val().bit(4) ^ above_4) || far;
            let down_8 = (self.difference.val().bit(3) ^ above_3) || far;
            let down_4 = (self.difference.val().bit(2) ^ above_2) || far;
            let down_2 = (self.difference.val().bit(1) ^ above_1) || far;
            let down_1 = self.difference.val().bit(0) || far;
            let lesser = if swap { low_product } else { high_product };
            let start = cat!(lesser, Word::new(places - 14, 0u8));
            let at_32 =
                if down_32 { cat!(Word::new(places, 0u8), lesser.slice(14, 2)) } else { start };
            let at_16 = if down_16 { at_32 >> 16 } else { at_32 };
            let at_8 = if down_8 { at_16 >> 8 } else { at_16 };
            let at_4 = if down_4 { at_8 >> 4 } else { at_8 };
            let at_2 = if down_2 { at_4 >> 2 } else { at_4 };
            let at_1 = if down_1 { at_2 >> 1 } else { at_2 };
            let lost = down_32 && lesser.slice(0, 14).any()
                || down_16 && at_32.slice(0, 16).any()
                || down_8 && at_16.slice(0, 8).any()
                || down_4 && at_8.slice(0, 4).any()
                || down_2 && at_4.slice(0, 2).any()
                || down_1 && at_2.bit(0);
            let differ = self.sign_of[0].val() ^ self.sign_of[1].val();
            self.addend.next = cat!(at_1, lost) ^ word(differ).repeat(places + 3);
            self.augend.next = if swap { high_product } else { low_product };
            let scale = if swap { self.power[1].val() } else { self.power[0].val() };
            let larger_sign = if swap { self.sign_of[1].val() } else { self.sign_of[0].val() };
            self.sign_2.next =
                if self.infinite_1.val() { self.infinite_sign.val() } else { larger_sign };
            self.differ_2.next = differ;
            self.infinite_2.next = self.infinite_1.val();
            self.nan_2.next = self.nan_1.val();
            // One less than the exponent of a sum in [4, 8).
            let limit = scale.zext(10) - 126;
            if self._keep {
                let deep = limit.bit(9);
                let depth = Word::new(9, 126u8) - scale;
                let right = depth.slice(0, 5) | word(depth.slice(5, 4).any()).repeat(5);
                self.limit_2.next = limit & word(!deep).repeat(10);
                self.right_2[0].next = right & word(deep).repeat(5);
            } else {
                self.limit_2.next = limit;
            }

            // Cycle 3: add.
            let minus = word(self.differ_2.val());
            let sum = cat!(Word::new(2, 0u8), self.augend.val(), Word::new(places - 13, 0u8))
                + cat!(minus.repeat(2), self.addend.val())
                + minus.zext(size + 1);
            let top = sum.slice(size - 16, 16);
            let unlike_16 = (top ^ word(sum.bit(size)).repeat(16)).any();
            if self._split {
                self.total[0].next = sum;
                self.limit_of_total[0].next = self.limit_2.val();
                self.of_total[0].next = self.differ_2.val();
                self.of_total[1].next = self.sign_2.val();
                self.of_total[2].next = self.infinite_2.val();
                self.of_total[3].next = self.nan_2.val();
                self.of_total[4].next = unlike_16;
                if self._keep {
                    self.right_of_total[0].next = self.right_2[0].val();
                }
            }

            // The same cycle, or one of its own: normalise by 16 and 8, and in the latter case by 4.
            // `free`: the exponent no longer limits the shift.
            // A sum of normal numbers that is below 1/2 has at most 16 places: all below are zero, and a shift by 4 or more
            // leaves them. It may leave the lowest bit in any case, which only tells that something was lost.
            let zeros = if self._keep { 1 } else { places - 15 };
            let sum = if self._split { self.total[0].val() } else { sum };
            let limit_2 =
                if self._split { self.limit_of_total[0].val() } else { self.limit_2.val() };
            let differs = if self._split { self.of_total[0].val() } else { self.differ_2.val() };
            let sign = if self._split { self.of_total[1].val() } else { self.sign_2.val() };
            let infinite = if self._split { self.of_total[2].val() } else { self.infinite_2.val() };
            let nan = if self._split { self.of_total[3].val() } else { self.nan_2.val() };
            let right = if self._keep {
                if self._split { self.right_of_total[0].val() } else { self.right_2[0].val() }
            } else {
                Word::new(5, 0u8)
            };
            let negative = sum.bit(size);
            let signs = word(negative);
            let body = sum.trunc(size);
            let free_16 = !self._keep || limit_2.slice(5, 5).any();
            let unlike_16 = if self._split { self.of_total[4].val() } else { unlike_16 };
            let shift_16 = !unlike_16 && (free_16 || self._keep && limit_2.bit(4));
            let free_8 = free_16 || limit_2.bit(4) && !shift_16;
            let right_16 = if self._keep {
                if right.bit(4) { cat!(signs.repeat(16), body.slice(16, size - 16)) } else { body }
            } else {
                body
            };
            let left_16 = cat!(
                body.slice(zeros, size - zeros - 16),
                Word::new(16, 0u8),
                body.slice(0, zeros)
            );
            let after_16 = if shift_16 { left_16 } else { right_16 };
            let unlike_8 = (after_16.slice(size - 8, 8) ^ signs.repeat(8)).any();
            let shift_8 = !unlike_8 && (free_8 || self._keep && limit_2.bit(3));
            let right_8 = if self._keep {
                if right.bit(3) {
                    cat!(signs.repeat(8), after_16.slice(8, size - 8))
                } else {
                    after_16
                }
            } else {
                after_16
            };
            let left_8 = cat!(
                after_16.slice(zeros, size - zeros - 8),
                Word::new(8, 0u8),
                after_16.slice(0, zeros)
            );
            let after_8 = if shift_8 { left_8 } else { right_8 };
            self.coarse.next = after_8 ^ signs.repeat(size);
            let free_4 = free_8 || limit_2.bit(3) && !shift_8;
            let unlike_4 = (after_8.slice(size - 4, 4) ^ signs.repeat(4)).any();
            let early_4 = !unlike_4 && (free_4 || self._keep && limit_2.bit(2));
            let early_right_4 = if self._keep {
                if right.bit(2) {
                    cat!(signs.repeat(4), after_8.slice(4, size - 4))
                } else {
                    after_8
                }
            } else {
                after_8
            };
            let early_left_4 = cat!(
                after_8.slice(zeros, size - zeros - 4),
                Word::new(4, 0u8),
                after_8.slice(0, zeros)
            );
            if self._split {
                let after_4 = if early_4 { early_left_4 } else { early_right_4 };
                self.coarse.next = after_4 ^ signs.repeat(size);
                self.by_4[0].next = early_4;
            }
            self.negative_3.next = negative;
            self.by_16.next = shift_16;
            self.by_8.next = shift_8;
            self.limit_3.next = limit_2;
            if self._keep {
                let lost_8 = right.bit(4) && body.slice(0, 16).any()
                    || right.bit(3) && after_16.slice(0, 8).any();
                self.free_3[0].next = free_4;
                self.right_3[0].next = right.slice(0, 3);
                self.sticky_3[0].next = lost_8;
                if self._split {
                    self.free_3[0].next = free_4 || limit_2.bit(2) && !early_4;
                    self.right_3[0].next = right.slice(0, 2).zext(3);
                    self.sticky_3[0].next = lost_8 || right.bit(2) && after_8.slice(0, 4).any();
                }
            }
            let cancels = !sum.any();
            self.zero_3.next = cancels;
            self.sign_3.next =
                if infinite { sign } else { (sign ^ negative) && !(cancels && differs) };
            self.infinite_3.next = infinite;
            self.nan_3.next = nan;

            // The last cycle: normalise by the rest, and round.
            let limit_3 = self.limit_3.val();
            let fill = word(self.negative_3.val());
            let coarse = self.coarse.val();
            let free_4 = if self._keep { self.free_3[0].val() } else { true };
            let shift_4 = if self._split {
                self.by_4[0].val()
            } else {
                !coarse.slice(size - 4, 4).any() && (free_4 || self._keep && limit_3.bit(2))
            };
            let free_2 = if self._split { free_4 } else { free_4 || limit_3.bit(2) && !shift_4 };
            let right_4 = if self._keep {
                if self.right_3[0].val().bit(2) { coarse >> 4 } else { coarse }
            } else {
                coarse
            };
            let left_4 =
                cat!(coarse.slice(zeros, size - zeros - 4), fill.repeat(4), coarse.slice(0, zeros));
            let after_4 = if shift_4 && !self._split { left_4 } else { right_4 };
            let shift_2 =
                !after_4.slice(size - 2, 2).any() && (free_2 || self._keep && limit_3.bit(1));
            let free_1 = free_2 || limit_3.bit(1) && !shift_2;
            let right_2 = if self._keep {
                if self.right_3[0].val().bit(1) { after_4 >> 2 } else { after_4 }
            } else {
                after_4
            };
            let left_2 = cat!(after_4.slice(1, size - 3), fill.repeat(2), after_4.bit(0));
            let after_2 = if shift_2 { left_2 } else { right_2 };
            let near = if self._keep {
                if self.right_3[0].val().bit(0) { after_2 >> 1 } else { after_2 }
            } else {
                after_2
            };
            let fell = if self._keep {
                self.sticky_3[0].val()
                    || self.right_3[0].val().bit(2) && (coarse.slice(0, 4) ^ fill.repeat(4)).any()
                    || self.right_3[0].val().bit(1) && (after_4.slice(0, 2) ^ fill.repeat(2)).any()
                    || self.right_3[0].val().bit(0) && (after_2.bit(0) ^ self.negative_3.val())
            } else {
                false
            };
            let can_shift = free_1 || self._keep && limit_3.bit(0);
            let two = near.bit(size - 1);
            let shift_1 = !two && can_shift;
            let kept = if shift_1 { near.slice(size - 25, 23) } else { near.slice(size - 24, 23) };
            let guard = if shift_1 { near.bit(size - 26) } else { near.bit(size - 25) };
            let sticky = fell
                || (near.slice(0, size - 26) ^ fill.repeat(size - 26)).any()
                || !shift_1 && (near.bit(size - 26) ^ self.negative_3.val());
            // Without `sticky` a negation carries into the guard bit.
            let round_up = if self.negative_3.val() && !sticky {
                guard || kept.bit(0)
            } else {
                guard && (kept.bit(0) || sticky)
            };
            // The exponent is `power` and 2, 1 or 0: the last shift is no part of it, but adds here.
            let shifts = cat!(self.by_16.val(), self.by_8.val(), shift_4, shift_2, false);
            let power = limit_3 + !shifts.zext(10);
            let one = !two && (near.bit(size - 2) || !can_shift);
            let rounded = cat!(power.slice(0, 8), Word::new(23, 0u8))
                + cat!(two, one, kept).zext(31)
                + word(round_up).zext(31);
            let huge = !power.bit(9)
                && (power.bit(8) || power.slice(1, 7).all() || power.slice(0, 8) == 253 && two);
            // With an exponent of 0 rounding may still reach the least normal number, whose fraction is zero.
            let negative_power = !self._keep && power.bit(9);
            let tiny = negative_power && !(power.all() && two);
            let vanishes = negative_power && !power.all() && !(power == 0x3fe && two);
            self.sign.next = self.sign_3.val();
            self.exponent.next = rounded.slice(23, 8);
            self.fraction.next = rounded.slice(0, 23);
            if huge {
                self.exponent.next = 255.into();
            }
            if self.zero_3.val() || vanishes {
                self.exponent.next = 0.into();
            }
            if self.zero_3.val() || tiny || huge {
                self.fraction.next = 0.into();
            }
            if self.infinite_3.val() {
                self.exponent.next = 255.into();
                self.fraction.next = 0.into();
            }
            if self.nan_3.val() {
                self.sign.next = false;
                self.exponent.next = 255.into();
                self.fraction.next = Word::new(23, 1u32 << 22);
            }
        } else {
            self.sign.next = false;
            self.exponent.next = 0.into();
            self.fraction.next = 0.into();
        }
        self.result.next = cat!(self.sign.val(), self.exponent.val(), self.fraction.val());
    }
}

impl Leaf for DotBf16 {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "dot_bf16",
            "Sum of two products of bf16, rounded once to f32. Zero for other operators.",
        )
        .param("keep", self._keep as usize)
        .param("t", LONG + usize::from(self._split) + usize::from(self._late))
        .param("borrows", self._borrows as usize)
        .interface("factor", "for borrowed multipliers")
        .interface("borrowed", "their products")
    }
}
