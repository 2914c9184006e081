//! The scalar operators on 32-bit words: their names, groups and exact results.
//!
//! In: an operator and up to three words. Out: one word. The interpreters and the cycle model compute with
//! [`eval`], and it is the reference that the RTL is tested against. The rules are written in
//! `docs/numbers.md`; this file may know nothing of fabrics or programs.

use serde::{Deserialize, Serialize};
use std::fmt;

#[cfg(test)]
mod tests;

/// The one NaN that any f32 operator returns.
pub const CANONICAL_NAN: u32 = 0x7fc0_0000;

const SIGN: u32 = 0x8000_0000;
const MIN_NORMAL: u32 = 0x0080_0000;
const HIGH_HALF: u32 = 0xffff_0000;

/// What a fabric may include or leave out, stage by stage: operators that share hardware.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpGroup {
    /// Moves, select, logic, and i32 add, subtract, min, max, absolute, negate and compares.
    Int,
    /// The three shifts.
    Shift,
    /// The low word of an i32 product.
    IntMul,
    /// f32 add and subtract.
    FloatAdd,
    /// f32 multiply.
    FloatMul,
    /// f32 min, max, absolute, negate and compares.
    FloatCompare,
    /// Between i32 and f32, and f32 to bf16.
    Convert,
    /// Four i8 products of two words, summed in i32.
    DotI8,
    /// Two bf16 products of two words, summed in f32.
    DotBf16,
    /// i32 to i8 with scale, rounding and saturation.
    Quantize,
}

impl OpGroup {
    /// Every group, in declaration order.
    pub const ALL: [OpGroup; 10] = [
        OpGroup::Int,
        OpGroup::Shift,
        OpGroup::IntMul,
        OpGroup::FloatAdd,
        OpGroup::FloatMul,
        OpGroup::FloatCompare,
        OpGroup::Convert,
        OpGroup::DotI8,
        OpGroup::DotBf16,
        OpGroup::Quantize,
    ];
}

/// How f32 operators treat subnormal operands and results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subnormals {
    /// Operands are read as zero of their sign; results that are tiny after rounding become zero of theirs.
    Flush,
    /// As in IEEE 754.
    Keep,
}

/// One row per operator keeps code, name, arity and group in one place.
macro_rules! operators {
    ($($(#[$doc:meta])* $op:ident $name:literal $arity:literal $group:ident;)*) => {
        /// A scalar operator; its discriminant is the code that configurations carry.
        #[repr(u8)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Op {
            $($(#[$doc])* #[serde(rename = $name)] $op,)*
        }

        impl Op {
            /// Every operator; the index is the code.
            pub const ALL: &'static [Op] = &[$(Op::$op),*];

            /// The name in programs, dumps and disassembly.
            pub const fn name(self) -> &'static str {
                match self { $(Op::$op => $name),* }
            }

            /// How many of `a`, `b`, `c` it reads, counted from `a`.
            pub const fn arity(self) -> usize {
                match self { $(Op::$op => $arity),* }
            }

            /// The hardware that computes it.
            pub const fn group(self) -> OpGroup {
                match self { $(Op::$op => OpGroup::$group),* }
            }
        }

        /// [`eval`] in every lane of `result`. The operator is chosen once, so that the compiler can make
        /// vector instructions of the loop.
        ///
        /// # Panics
        /// If an operand has fewer lanes than `result`.
        pub fn eval_lanes(op: Op, subnormals: Subnormals, operands: [&[u32]; 3], result: &mut [u32]) {
            match (op, subnormals) {
                $((Op::$op, Subnormals::Flush) => {
                    each_lane(operands, result, |a, b, c| eval(Op::$op, Subnormals::Flush, a, b, c))
                }
                (Op::$op, Subnormals::Keep) => {
                    each_lane(operands, result, |a, b, c| eval(Op::$op, Subnormals::Keep, a, b, c))
                })*
            }
        }
    };
}

operators! {
    /// `a`, bit for bit.
    Mov "mov" 1 Int;
    /// `a + b`, wrapping.
    AddI "add_i32" 2 Int;
    /// `a - b`, wrapping.
    SubI "sub_i32" 2 Int;
    /// Low word of `a * b`.
    MulI "mul_i32" 2 IntMul;
    /// Signed minimum.
    MinI "min_i32" 2 Int;
    /// Signed maximum.
    MaxI "max_i32" 2 Int;
    /// Absolute value, wrapping.
    AbsI "abs_i32" 1 Int;
    /// `-a`, wrapping.
    NegI "neg_i32" 1 Int;
    /// Bitwise and.
    And "and" 2 Int;
    /// Bitwise or.
    Or "or" 2 Int;
    /// Bitwise exclusive or.
    Xor "xor" 2 Int;
    /// Bitwise complement.
    Not "not" 1 Int;
    /// `a` shifted left by the low five bits of `b`.
    Shl "shl" 2 Shift;
    /// `a` shifted right by the low five bits of `b`, copies of the sign shifted in.
    Shr "shr_i32" 2 Shift;
    /// `a` shifted right by the low five bits of `b`, zeros shifted in.
    ShrU "shr_u32" 2 Shift;
    /// 1 if the words are equal, else 0.
    EqI "eq_i32" 2 Int;
    /// 1 if the words differ, else 0.
    NeI "ne_i32" 2 Int;
    /// Signed `a < b`.
    LtI "lt_i32" 2 Int;
    /// Signed `a <= b`.
    LeI "le_i32" 2 Int;
    /// Unsigned `a < b`.
    LtU "lt_u32" 2 Int;
    /// Unsigned `a <= b`.
    LeU "le_u32" 2 Int;
    /// f32 sum.
    AddF "add_f32" 2 FloatAdd;
    /// f32 difference.
    SubF "sub_f32" 2 FloatAdd;
    /// f32 product.
    MulF "mul_f32" 2 FloatMul;
    /// IEEE 754-2019 minimumNumber.
    MinF "min_f32" 2 FloatCompare;
    /// IEEE 754-2019 maximumNumber.
    MaxF "max_f32" 2 FloatCompare;
    /// f32 absolute value.
    AbsF "abs_f32" 1 FloatCompare;
    /// f32 negation.
    NegF "neg_f32" 1 FloatCompare;
    /// 1 if the numbers are equal, else 0; NaN equals nothing.
    EqF "eq_f32" 2 FloatCompare;
    /// 1 if the numbers are not equal, else 0.
    NeF "ne_f32" 2 FloatCompare;
    /// f32 `a < b`; false with NaN.
    LtF "lt_f32" 2 FloatCompare;
    /// f32 `a <= b`; false with NaN.
    LeF "le_f32" 2 FloatCompare;
    /// The signed integer `a`, rounded to the nearest f32, ties to even.
    I2F "i32_to_f32" 1 Convert;
    /// The f32 `a`, truncated toward zero; saturates; NaN gives 0.
    F2I "f32_to_i32" 1 Convert;
    /// `a` if `c` is not zero, else `b`, bit for bit.
    Select "select" 3 Int;
    /// The sum of the products of the four signed bytes of `a` and `b`.
    DotI8 "dot_i8" 2 DotI8;
    /// The sum of the products of the two bf16 of `a` and `b`, rounded once to f32.
    DotBf "dot_bf16" 2 DotBf16;
    /// The f32 `a`, rounded to the nearest bf16, ties to even, as the f32 of the same value.
    RoundBf "round_bf16" 1 Convert;
    /// The i32 `a` times the low half of `b`, shifted right by bits 20 to 16 of `b`, rounded to the nearest, ties
    /// up, saturated to i8.
    QuantI "quantize_i8" 2 Quantize;
}

impl Op {
    /// The operator with this code, if there is one.
    pub fn from_code(code: u8) -> Option<Op> {
        Self::ALL.get(usize::from(code)).copied()
    }

    /// The code that configurations carry.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The operator that adds up products of this one in the systolic form of a compute unit; none if this
    /// is not a product. What uses the form (model, RTL, compiler, interpreter) asks here and nowhere else.
    pub const fn sum_of_product(self) -> Option<Op> {
        match self {
            Op::MulF | Op::DotBf => Some(Op::AddF),
            Op::MulI | Op::DotI8 => Some(Op::AddI),
            _ => None,
        }
    }
}

impl fmt::Display for OpGroup {
    /// As in a fabric file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[inline]
fn each_lane(operands: [&[u32]; 3], result: &mut [u32], compute: impl Fn(u32, u32, u32) -> u32) {
    let [a, b, c] = operands.map(|operand| &operand[..result.len()]);
    for (lane, word) in result.iter_mut().enumerate() {
        *word = compute(a[lane], b[lane], c[lane]);
    }
}

/// Computes one operator. Operands beyond the operator's arity are ignored.
#[inline]
pub fn eval(op: Op, subnormals: Subnormals, a: u32, b: u32, c: u32) -> u32 {
    let (ia, ib) = (a as i32, b as i32);
    let float = |word| f32::from_bits(read(subnormals, word));
    match op {
        Op::Mov => a,
        Op::AddI => a.wrapping_add(b),
        Op::SubI => a.wrapping_sub(b),
        Op::MulI => a.wrapping_mul(b),
        Op::MinI => ia.min(ib) as u32,
        Op::MaxI => ia.max(ib) as u32,
        Op::AbsI => ia.wrapping_abs() as u32,
        Op::NegI => a.wrapping_neg(),
        Op::And => a & b,
        Op::Or => a | b,
        Op::Xor => a ^ b,
        Op::Not => !a,
        Op::Shl => a << (b & 31),
        Op::Shr => (ia >> (b & 31)) as u32,
        Op::ShrU => a >> (b & 31),
        Op::EqI => (a == b).into(),
        Op::NeI => (a != b).into(),
        Op::LtI => (ia < ib).into(),
        Op::LeI => (ia <= ib).into(),
        Op::LtU => (a < b).into(),
        Op::LeU => (a <= b).into(),
        Op::AddF => write(subnormals, float(a) + float(b)),
        Op::SubF => write(subnormals, float(a) - float(b)),
        Op::MulF => multiply(subnormals, float(a), float(b)),
        Op::MinF => choose(float(a), float(b), |x, y| x < y),
        Op::MaxF => choose(float(a), float(b), |x, y| x > y),
        Op::AbsF => canonical(float(a).abs()),
        Op::NegF => canonical(-float(a)),
        Op::EqF => (float(a) == float(b)).into(),
        Op::NeF => (float(a) != float(b)).into(),
        Op::LtF => (float(a) < float(b)).into(),
        Op::LeF => (float(a) <= float(b)).into(),
        Op::I2F => (ia as f32).to_bits(),
        Op::F2I => (float(a) as i32) as u32,
        Op::Select => {
            if c != 0 {
                a
            } else {
                b
            }
        }
        Op::DotI8 => dot_i8(a, b),
        Op::DotBf => dot_bf16(subnormals, a, b),
        Op::RoundBf => round_bf16(float(a)),
        Op::QuantI => quantize_i8(ia, b),
    }
}

/// An operand as the f32 operators see it.
#[inline]
fn read(subnormals: Subnormals, word: u32) -> u32 {
    match subnormals {
        Subnormals::Flush if word & !SIGN < MIN_NORMAL => word & SIGN,
        _ => word,
    }
}

#[inline]
fn canonical(value: f32) -> u32 {
    if value.is_nan() { CANONICAL_NAN } else { value.to_bits() }
}

/// A sum as it is stored. Sums need no care about when tininess is judged: a tiny sum is exact.
#[inline]
fn write(subnormals: Subnormals, value: f32) -> u32 {
    read(subnormals, canonical(value))
}

#[inline]
fn multiply(subnormals: Subnormals, a: f32, b: f32) -> u32 {
    write_rounded(subnormals, a * b, || f64::from(a) * f64::from(b))
}

/// A result that may be both tiny and inexact, as it is stored. `exact` is the result before rounding, or a number
/// that rounds as it does.
#[inline]
fn write_rounded(subnormals: Subnormals, rounded: f32, exact: impl Fn() -> f64) -> u32 {
    /// 2^-126 less half a unit in the last place of the 24-bit numbers below it: from here on, a result
    /// rounds up to 2^-126 and is not tiny. An f32 rounds with 23 bits there, hence a little early.
    const ROUNDS_TO_NORMAL: f64 = f64::from_bits(0x380f_ffff_f000_0000);
    let word = write(subnormals, rounded);
    let tiny = || exact().abs() < ROUNDS_TO_NORMAL;
    if subnormals == Subnormals::Flush && word & !SIGN == MIN_NORMAL && tiny() {
        word & SIGN
    } else {
        word
    }
}

#[inline]
fn dot_i8(a: u32, b: u32) -> u32 {
    let byte = |word: u32, i: usize| i32::from(word.to_le_bytes()[i] as i8);
    (0..4).map(|i| byte(a, i) * byte(b, i)).sum::<i32>() as u32
}

#[inline]
fn dot_bf16(subnormals: Subnormals, a: u32, b: u32) -> u32 {
    let number = |half| f64::from(f32::from_bits(read(subnormals, half)));
    let low = number(a << 16) * number(b << 16);
    let high = number(a & HIGH_HALF) * number(b & HIGH_HALF);
    let sum = sum_to_round(low, high);
    write_rounded(subnormals, sum as f32, || sum)
}

/// The sum of two products of bf16, or a number that rounds to f32 as the sum does.
///
/// A product has 16 significant bits and is exact in f64. Let the larger product lie in [2^e, 2^(e+1)); it is a
/// multiple of 2^(e-15). If the lesser is at least 2^-32 of it, the sum spans less than 53 bits and is exact too.
/// If it is less, it is below 2^(e-31) and matters only by its sign: f32 numbers and the midpoints between them are
/// multiples of 2^(e-25) around the larger product, or of 2^-150 where they are subnormal, so that the larger
/// product is one of them or further than 2^(e-31) from all of them. The lesser is then replaced by 2^-32 of the
/// larger with its sign, so that f64 does not round it away: where the larger is a midpoint (of subnormal numbers,
/// 17 bits or more below 2^-126), that sign decides.
#[inline]
fn sum_to_round(x: f64, y: f64) -> f64 {
    const LEAST: f64 = 1.0 / 4_294_967_296.0;
    let (large, small) = if x.abs() < y.abs() { (y, x) } else { (x, y) };
    let least = large.abs() * LEAST;
    let hardly = small != 0.0 && small.abs() < least && least.is_finite();
    large + if hardly { least.copysign(small) } else { small }
}

#[inline]
fn round_bf16(value: f32) -> u32 {
    let word = canonical(value);
    // Neither infinity nor the canonical NaN has low bits that could carry.
    (word + 0x7fff + (word >> 16 & 1)) & HIGH_HALF
}

#[inline]
fn quantize_i8(a: i32, b: u32) -> u32 {
    let product = i64::from(a) * i64::from(b & 0xffff);
    let shift = b >> 16 & 31;
    let half = (1i64 << shift) >> 1;
    ((product + half) >> shift).clamp(-128, 127) as i32 as u32
}

/// minimumNumber or maximumNumber: `a` if it is better than `b`. Equal numbers differ at most in the sign
/// of zero, which `better` then decides on the sign bits.
#[inline]
fn choose(a: f32, b: f32, better: impl Fn(f32, f32) -> bool) -> u32 {
    let sign = |x: f32| 1f32.copysign(x);
    let take_a = b.is_nan() || better(a, b) || (a == b && better(sign(a), sign(b)));
    canonical(if take_a { a } else { b })
}
