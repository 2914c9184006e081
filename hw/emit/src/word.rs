//! `Word`: the value of a signal whose width is chosen at run time, up to 1024 bits.
//!
//! Both operands of an operator have the same width and the result wraps to it. An integer of Rust converts into a word
//! without a width, which takes the width of what it meets; it must fit.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, BitAnd, BitOr, BitXor, Mul, Neg, Not, Shl, Shr, Sub};

const LIMBS: usize = 16;

/// The widest word, in bits.
pub const MAX_WIDTH: usize = 64 * LIMBS;

/// A vector of bits. Bits at and above the width are zero; width 0 stands for "not said yet" (at most 128 bits of value).
#[derive(Clone, Copy)]
pub struct Word {
    width: u16,
    limbs: [u64; LIMBS],
}

impl Word {
    /// A word of `width` bits (1 to 1024).
    ///
    /// # Panics
    /// When the width is out of range or the value does not fit.
    pub fn new(width: usize, value: impl Into<u128>) -> Self {
        Self::unsized_value(value.into()).fit(width)
    }

    /// Zero, `width` bits wide.
    pub fn zero(width: usize) -> Self {
        Self::new(width, 0u8)
    }

    /// A word from 64-bit pieces, the lowest first; bits past `width` are dropped.
    pub fn from_limbs(width: usize, pieces: &[u64]) -> Self {
        let mut word = Self::zero(width);
        for (limb, piece) in word.limbs.iter_mut().zip(pieces) {
            *limb = *piece;
        }
        word.masked()
    }

    /// The 64-bit pieces that hold the width, the lowest first.
    pub fn limbs(&self) -> &[u64] {
        &self.limbs[..self.used()]
    }

    /// Width in bits; 0 when not said yet.
    pub fn width(&self) -> usize {
        self.width.into()
    }

    /// The value as a number.
    ///
    /// # Panics
    /// When it needs more than 64 bits.
    pub fn num(&self) -> u64 {
        assert!(self.limbs[1..].iter().all(|&limb| limb == 0), "{self:?} needs more than 64 bits");
        self.limbs[0]
    }

    /// This word at the given width: the same width, or a constant that takes it.
    ///
    /// # Panics
    /// When the widths differ or the constant does not fit.
    pub fn fit(self, width: usize) -> Self {
        assert!((1..=MAX_WIDTH).contains(&width), "a word has 1 to {MAX_WIDTH} bits, not {width}");
        if self.width == 0 {
            let sized = Self { width: width as u16, limbs: self.limbs }.masked();
            assert!(sized.limbs == self.limbs, "the constant {self:?} does not fit {width} bits");
            return sized;
        }
        assert!(self.width() == width, "a word of {} bits where {width} are expected", self.width);
        self
    }

    /// Zero-extension to `width` bits.
    pub fn zext(self, width: usize) -> Self {
        assert!(width >= self.width() && width <= MAX_WIDTH, "zext of {self:?} to {width}");
        Self { width: width as u16, limbs: self.limbs }
    }

    /// Sign-extension to `width` bits.
    pub fn sext(self, width: usize) -> Self {
        let sign = self.sign();
        let wide = self.zext(width);
        if sign { wide | (!Self::zero(width) << self.width()) } else { wide }
    }

    /// The low `width` bits.
    pub fn trunc(self, width: usize) -> Self {
        assert!(width >= 1 && width <= self.width(), "trunc of {self:?} to {width}");
        Self { width: width as u16, limbs: self.limbs }.masked()
    }

    /// `width` bits from bit `offset` up. A constant offset must stay inside; past the end of a word offset bits read 0.
    pub fn slice(self, offset: impl Position, width: usize) -> Self {
        let offset = offset.check(self.width(), width);
        Self { width: width as u16, limbs: (self >> offset).limbs }.masked()
    }

    /// One bit. A constant position must be inside; past the end of a word position it reads false.
    pub fn bit(self, position: impl Position) -> bool {
        let position = position.check(self.width(), 1);
        position < self.width() && (self.limbs[position / 64] >> (position % 64)) & 1 == 1
    }

    /// `count` copies side by side.
    pub fn repeat(self, count: usize) -> Self {
        Self::concat(&vec![self; count])
    }

    /// Concatenation, the first part highest.
    pub fn concat(parts: &[Self]) -> Self {
        let width = parts.iter().map(Self::width).sum();
        parts.iter().fold(Self::zero(width), |sum, part| {
            assert!(part.width > 0, "a constant in a concatenation needs a width: Word::new");
            (sum << part.width()) | part.zext(width)
        })
    }

    /// Whether some bit is set.
    pub fn any(self) -> bool {
        self.limbs.iter().any(|&limb| limb != 0)
    }

    /// Whether every bit is set.
    pub fn all(self) -> bool {
        !(!self).any()
    }

    /// Whether the number of set bits is odd.
    pub fn parity(self) -> bool {
        self.limbs.iter().map(|limb| limb.count_ones()).sum::<u32>() % 2 == 1
    }

    /// Two's complement `<`.
    pub fn lt_signed(self, other: impl Into<Self>) -> bool {
        let (left, right) = Self::pair(self, other.into());
        match (left.sign(), right.sign()) {
            (true, false) => true,
            (false, true) => false,
            _ => left < right,
        }
    }

    /// Two's complement `<=`.
    pub fn le_signed(self, other: impl Into<Self>) -> bool {
        let (left, right) = Self::pair(self, other.into());
        !right.lt_signed(left)
    }

    /// Shift right that copies the sign.
    pub fn shr_signed(self, amount: impl Position) -> Self {
        let amount = amount.amount();
        let filled = if self.sign() {
            !(!Self::zero(self.width()) >> amount)
        } else {
            Self::zero(self.width())
        };
        (self >> amount) | filled
    }

    fn unsized_value(value: u128) -> Self {
        let mut limbs = [0; LIMBS];
        limbs[0] = value as u64;
        limbs[1] = (value >> 64) as u64;
        Self { width: 0, limbs }
    }

    fn used(&self) -> usize {
        self.width().div_ceil(64)
    }

    fn sign(&self) -> bool {
        assert!(self.width > 0, "the constant {self:?} needs a width");
        let top = self.width() - 1;
        (self.limbs[top / 64] >> (top % 64)) & 1 == 1
    }

    fn masked(mut self) -> Self {
        let (used, rest) = (self.used(), self.width() % 64);
        self.limbs[used..].fill(0);
        if rest > 0 {
            self.limbs[used - 1] &= (1 << rest) - 1;
        }
        self
    }

    fn pair(left: Self, right: Self) -> (Self, Self) {
        match (left.width, right.width) {
            (0, 0) => panic!("two constants without a width meet: {left:?} and {right:?}"),
            (0, width) => (left.fit(width.into()), right),
            (width, _) => (left, right.fit(width.into())),
        }
    }

    fn limbwise(left: Self, right: Self, operation: impl Fn(u64, u64) -> u64) -> Self {
        let (mut left, right) = Self::pair(left, right);
        for i in 0..left.used() {
            left.limbs[i] = operation(left.limbs[i], right.limbs[i]);
        }
        left.masked()
    }

    fn sum(left: Self, right: Self) -> Self {
        let (mut left, right) = Self::pair(left, right);
        let mut carry = 0u128;
        for i in 0..left.used() {
            let total = u128::from(left.limbs[i]) + u128::from(right.limbs[i]) + carry;
            left.limbs[i] = total as u64;
            carry = total >> 64;
        }
        left.masked()
    }

    fn product(left: Self, right: Self) -> Self {
        let (left, right) = Self::pair(left, right);
        let mut result = Self::zero(left.width());
        for i in 0..left.used() {
            let mut carry = 0u128;
            for j in 0..left.used() - i {
                let total = u128::from(left.limbs[i]) * u128::from(right.limbs[j])
                    + u128::from(result.limbs[i + j])
                    + carry;
                result.limbs[i + j] = total as u64;
                carry = total >> 64;
            }
        }
        result.masked()
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}'h{self:x}", self.width)
    }
}

impl fmt::LowerHex for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let top = self.limbs.iter().rposition(|&limb| limb != 0).unwrap_or(0);
        write!(f, "{:x}", self.limbs[top])?;
        self.limbs[..top].iter().rev().try_for_each(|limb| write!(f, "{limb:016x}"))
    }
}

impl From<bool> for Word {
    fn from(bit: bool) -> Self {
        Self::new(1, bit)
    }
}

/// A bit as a word of one bit.
pub fn word(bit: bool) -> Word {
    bit.into()
}

/// A place inside a word: a constant, or a word whose value is only known when the hardware runs.
pub trait Position {
    /// The number, after the check that a constant leaves room for `width` bits within `inside`.
    fn check(self, inside: usize, width: usize) -> usize;
    /// The number as the amount of a shift; large ones saturate.
    fn amount(self) -> usize;
}

impl Position for Word {
    fn check(self, _inside: usize, _width: usize) -> usize {
        self.amount()
    }
    fn amount(self) -> usize {
        if self.limbs[1..].iter().any(|&limb| limb != 0) {
            MAX_WIDTH
        } else {
            self.limbs[0].min(MAX_WIDTH as u64) as usize
        }
    }
}

macro_rules! integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Word {
            fn from(value: $integer) -> Self {
                Self::unsized_value(value.try_into().expect("a constant is not negative"))
            }
        }
        impl Position for $integer {
            fn check(self, inside: usize, width: usize) -> usize {
                let offset = self.amount();
                assert!(offset + width <= inside, "{width} bits at {offset} leave a word of {inside}");
                offset
            }
            fn amount(self) -> usize {
                self.try_into().expect("a position is not negative")
            }
        }
        impl PartialEq<$integer> for Word {
            fn eq(&self, other: &$integer) -> bool {
                let (left, right) = Word::pair(*self, (*other).into());
                left.limbs == right.limbs
            }
        }
        impl PartialOrd<$integer> for Word {
            fn partial_cmp(&self, other: &$integer) -> Option<Ordering> {
                self.partial_cmp(&Word::from(*other))
            }
        }
        impl Shl<$integer> for Word {
            type Output = Word;
            fn shl(self, amount: $integer) -> Word {
                shift_left(self, amount.amount())
            }
        }
        impl Shr<$integer> for Word {
            type Output = Word;
            fn shr(self, amount: $integer) -> Word {
                shift_right(self, amount.amount())
            }
        }
    )*};
}
integers!(i32, u8, u32, u64, usize);

impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        let (left, right) = Self::pair(*self, *other);
        left.limbs == right.limbs
    }
}

impl PartialOrd for Word {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let (left, right) = Self::pair(*self, *other);
        Some(left.limbs.iter().rev().cmp(right.limbs.iter().rev()))
    }
}

fn shift_left(word: Word, amount: usize) -> Word {
    let mut result = Word { limbs: [0; LIMBS], ..word };
    let (skip, bits) = (amount / 64, amount % 64);
    for i in skip..word.used() {
        result.limbs[i] = word.limbs[i - skip] << bits;
        if bits > 0 && i > skip {
            result.limbs[i] |= word.limbs[i - skip - 1] >> (64 - bits);
        }
    }
    result.masked()
}

fn shift_right(word: Word, amount: usize) -> Word {
    let mut result = Word { limbs: [0; LIMBS], ..word };
    let (skip, bits) = (amount / 64, amount % 64);
    for i in skip..word.used() {
        result.limbs[i - skip] = word.limbs[i] >> bits;
        if bits > 0 && i + 1 < word.used() {
            result.limbs[i - skip] |= word.limbs[i + 1] << (64 - bits);
        }
    }
    result
}

impl Shl for Word {
    type Output = Self;
    fn shl(self, amount: Self) -> Self {
        shift_left(self, amount.amount())
    }
}

impl Shr for Word {
    type Output = Self;
    fn shr(self, amount: Self) -> Self {
        shift_right(self, amount.amount())
    }
}

impl Not for Word {
    type Output = Self;
    fn not(self) -> Self {
        assert!(self.width > 0, "the constant {self:?} needs a width");
        Self::limbwise(self, self, |limb, _| !limb)
    }
}

impl Neg for Word {
    type Output = Self;
    fn neg(self) -> Self {
        !self + 1
    }
}

macro_rules! operators {
    ($($operator:ident $method:ident $function:expr;)*) => {$(
        impl<R: Into<Word>> $operator<R> for Word {
            type Output = Word;
            fn $method(self, other: R) -> Word {
                $function(self, other.into())
            }
        }
        operators!(@left $operator $method $function; i32 u8 u32 u64 usize);
    )*};
    (@left $operator:ident $method:ident $function:expr; $($integer:ty)*) => {$(
        impl $operator<Word> for $integer {
            type Output = Word;
            fn $method(self, other: Word) -> Word {
                $function(Word::from(self), other)
            }
        }
    )*};
}
operators! {
    Add add Word::sum;
    Sub sub (|left: Word, right: Word| {
        let (left, right) = Word::pair(left, right);
        Word::sum(left, -right)
    });
    Mul mul Word::product;
    BitAnd bitand (|left, right| Word::limbwise(left, right, |a, b| a & b));
    BitOr bitor (|left, right| Word::limbwise(left, right, |a, b| a | b));
    BitXor bitxor (|left, right| Word::limbwise(left, right, |a, b| a ^ b));
}

/// Concatenation of words and bits, the first highest: `cat!(sign, exponent, fraction)`.
#[macro_export]
macro_rules! cat {
    ($($part:expr),+ $(,)?) => {
        $crate::word::Word::concat(&[$($crate::word::Word::from($part)),+])
    };
}
