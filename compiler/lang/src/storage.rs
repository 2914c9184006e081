//! How tensors lie in memory: types of stored elements, words that a tensor takes, packing.
//!
//! In: elements as values (i32 words or f32 bits), row-major. Out: memory words, and back. Everything that sizes or
//! fills a tensor in memory asks here; interpreters never do, they compute with elements.
//!
//! # Layout
//!
//! Row-major; others are in [`layout`](crate::layout). f32 and i32 take a word an element. Narrower types are packed: a
//! row (the last dimension) starts in a new word, its element 0 in the lowest bits, and ends in zeros up to a whole word.
//! A scalar takes one word.

use crate::ir::{Ty, elements};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The type of a stored element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Storage {
    /// A word: i32.
    I32,
    /// A word: f32.
    F32,
    /// The upper half of an f32, two in a word; its value is that f32.
    Bf16,
    /// 8-bit two's complement, four in a word; its value is an i32.
    I8,
}

impl Storage {
    /// Every storage type.
    pub const ALL: [Storage; 4] = [Storage::I32, Storage::F32, Storage::Bf16, Storage::I8];

    /// The name in programs.
    pub const fn name(self) -> &'static str {
        match self {
            Storage::I32 => "i32",
            Storage::F32 => "f32",
            Storage::Bf16 => "bf16",
            Storage::I8 => "i8",
        }
    }

    /// The type of an element's value.
    pub const fn value(self) -> Ty {
        match self {
            Storage::I32 | Storage::I8 => Ty::I32,
            Storage::F32 | Storage::Bf16 => Ty::F32,
        }
    }

    /// How many elements a word holds.
    pub const fn per_word(self) -> usize {
        match self {
            Storage::I32 | Storage::F32 => 1,
            Storage::Bf16 => 2,
            Storage::I8 => 4,
        }
    }

    /// Whether a word holds several elements.
    pub const fn is_packed(self) -> bool {
        self.per_word() > 1
    }

    /// Whether an element can have this value.
    pub const fn holds(self, value: u32) -> bool {
        value == self.extend(self.narrow(value))
    }

    /// Words that a tensor takes in memory.
    pub fn words(self, shape: &[u32]) -> usize {
        match shape.split_last() {
            None => 1,
            Some((&row, rows)) => elements(rows) * (row as usize).div_ceil(self.per_word()),
        }
    }

    /// Row-major elements as memory words. Of values that the type does not hold, the low bits of an i32 and the high
    /// bits of an f32 are stored.
    ///
    /// # Panics
    /// If there are not as many elements as the shape has.
    pub fn pack(self, shape: &[u32], values: &[u32]) -> Vec<u32> {
        assert_eq!(values.len(), elements(shape), "one value an element");
        let (per_word, row) = (self.per_word(), row(shape));
        if row == 0 {
            return Vec::new();
        }
        let groups = values.chunks(row).flat_map(|row| row.chunks(per_word));
        groups.map(|group| self.word(group)).collect()
    }

    /// Memory words as row-major elements: undoes [`Storage::pack`].
    ///
    /// # Panics
    /// If there are not [`Storage::words`] of them.
    pub fn unpack(self, shape: &[u32], words: &[u32]) -> Vec<u32> {
        assert_eq!(words.len(), self.words(shape), "the words of a tensor of shape {shape:?}");
        let (per_word, row) = (self.per_word(), row(shape));
        if row == 0 {
            return Vec::new();
        }
        let element = |words: &[u32], at: usize| self.element(words[at / per_word], at % per_word);
        let rows = words.chunks(row.div_ceil(per_word));
        rows.flat_map(|words| (0..row).map(move |at| element(words, at))).collect()
    }

    /// The word of a group of at most [`Storage::per_word`] elements.
    pub(crate) fn word(self, values: &[u32]) -> u32 {
        let bits = 32 / self.per_word();
        (0..).zip(values).fold(0, |word, (at, &v)| word | self.narrow(v) << (at * bits))
    }

    /// The element at a place of a word.
    pub(crate) fn element(self, word: u32, at: usize) -> u32 {
        self.extend(self.low_bits(word >> (32 / self.per_word() * at)))
    }

    const fn low_bits(self, word: u32) -> u32 {
        match self {
            Storage::I32 | Storage::F32 => word,
            Storage::Bf16 => word & 0xffff,
            Storage::I8 => word & 0xff,
        }
    }

    /// The bits that are stored of a value.
    const fn narrow(self, value: u32) -> u32 {
        match self {
            Storage::Bf16 => value >> 16,
            _ => self.low_bits(value),
        }
    }

    /// The value that stored bits stand for.
    const fn extend(self, bits: u32) -> u32 {
        match self {
            Storage::I32 | Storage::F32 => bits,
            Storage::Bf16 => bits << 16,
            Storage::I8 => bits as u8 as i8 as i32 as u32,
        }
    }
}

/// Elements of a row; a scalar is a row of one.
fn row(shape: &[u32]) -> usize {
    shape.last().map_or(1, |&n| n as usize)
}

impl From<Ty> for Storage {
    fn from(ty: Ty) -> Self {
        match ty {
            Ty::I32 => Storage::I32,
            Ty::F32 => Storage::F32,
        }
    }
}

impl fmt::Display for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_start_in_words_of_their_own() {
        let i8s: Vec<u32> = [1, -1, 2, -128, 5, 127, 7, 8, 9, -10].map(|v: i32| v as u32).into();
        let words = Storage::I8.pack(&[2, 5], &i8s);
        assert_eq!(words, [0x8002_ff01, 0x0000_0005, 0x0908_077f, 0x0000_00f6]);
        assert_eq!(Storage::I8.unpack(&[2, 5], &words), i8s);
        let bf16s = [1.0f32, -2.0, 0.5].map(f32::to_bits);
        assert_eq!(Storage::Bf16.pack(&[3], &bf16s), [0xc000_3f80, 0x0000_3f00]);
        assert_eq!(Storage::Bf16.pack(&[3, 1], &bf16s), [0x3f80, 0xc000, 0x3f00]);
        assert_eq!(Storage::I8.pack(&[], &[-3i32 as u32]), [0xfd]);
        assert_eq!(Storage::F32.pack(&[3], &bf16s), bf16s);
    }

    #[test]
    fn empty_tensors_take_no_words() {
        for storage in Storage::ALL {
            for shape in [&[0][..], &[3, 0], &[0, 3]] {
                assert_eq!(storage.words(shape), 0);
                assert!(storage.pack(shape, &[]).is_empty());
                assert!(storage.unpack(shape, &[]).is_empty());
            }
        }
    }

    #[test]
    fn types_hold_their_values_only() {
        for (value, holds) in [(127, true), (-128, true), (128, false), (-129, false)] {
            assert_eq!(Storage::I8.holds(value as u32), holds, "{value}");
        }
        assert!(Storage::Bf16.holds(1.5f32.to_bits()));
        assert!(!Storage::Bf16.holds(1.001f32.to_bits()));
        assert!(Storage::F32.holds(1.001f32.to_bits()));
    }

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(
            shape in proptest::collection::vec(0u32..7, 0..4),
            seed in any::<u32>(),
        ) {
            for storage in Storage::ALL {
                let values: Vec<u32> = (0..elements(&shape) as u32)
                    .map(|at| storage.extend(storage.narrow((at ^ seed).wrapping_mul(2_654_435_761))))
                    .collect();
                prop_assert!(values.iter().all(|&v| storage.holds(v)));
                let words = storage.pack(&shape, &values);
                prop_assert_eq!(words.len(), storage.words(&shape));
                prop_assert_eq!(storage.unpack(&shape, &words), values);
            }
        }
    }
}
