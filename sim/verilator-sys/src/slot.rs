//! Reads and writes the storage of one port, in the form that Verilator gives its width.

use crate::ffi::RawPort;

/// Where a port's value is, in the storage that Verilator gives its width.
#[derive(Clone, Copy)]
enum Place {
    Bits8(*mut u8),
    Bits16(*mut u16),
    Bits32(*mut u32),
    Bits64(*mut u64),
    /// Least significant word first.
    Words(*mut u32, usize),
}

/// A port's storage in a model. Whoever holds one sees to it that the model is open and not in use elsewhere: only
/// [`crate::Model`] and [`crate::Ports`] do.
#[derive(Clone, Copy)]
pub(crate) struct Slot {
    place: Place,
    width: u32,
    is_input: bool,
}

impl Place {
    /// The shim checks at compile time that the storage has the size that follows from the width.
    fn new(row: &RawPort) -> Self {
        match row.width {
            0..=8 => Self::Bits8(row.data.cast()),
            9..=16 => Self::Bits16(row.data.cast()),
            17..=32 => Self::Bits32(row.data.cast()),
            33..=64 => Self::Bits64(row.data.cast()),
            _ => Self::Words(row.data.cast(), row.width.div_ceil(32) as usize),
        }
    }
}

impl Slot {
    pub(crate) fn new(row: &RawPort) -> Self {
        Self { place: Place::new(row), width: row.width, is_input: row.is_input != 0 }
    }

    #[inline]
    pub(crate) fn peek(self) -> u64 {
        // SAFETY: a slot is reached only through the `Model` or `Ports` that holds the handle open, so the pointer is
        // valid, and of this type by `Place::new`; a model is not `Sync`, so nobody writes meanwhile. `Words` has at
        // least three.
        unsafe {
            match self.place {
                Place::Bits8(data) => u64::from(*data),
                Place::Bits16(data) => u64::from(*data),
                Place::Bits32(data) => u64::from(*data),
                Place::Bits64(data) => *data,
                Place::Words(data, _) => u64::from(*data) | u64::from(*data.add(1)) << 32,
            }
        }
    }

    #[inline]
    pub(crate) fn poke(self, value: u64) {
        assert!(self.is_input, "poke of an output");
        // Verilator relies on the unused bits of a port's storage being zero.
        let value = if self.width < 64 { value & ((1 << self.width) - 1) } else { value };
        // SAFETY: as for `peek`; the callers hold `&mut`.
        unsafe {
            match self.place {
                Place::Bits8(data) => *data = value as u8,
                Place::Bits16(data) => *data = value as u16,
                Place::Bits32(data) => *data = value as u32,
                Place::Bits64(data) => *data = value,
                Place::Words(..) => self.poke_wide(&[value as u32, (value >> 32) as u32]),
            }
        }
    }

    #[inline]
    pub(crate) fn peek_wide(self, words: &mut [u32]) {
        if let Place::Words(data, count) = self.place {
            // SAFETY: as for `peek`; the storage has `count` words, and nothing writes them while the slice lives.
            let stored = unsafe { std::slice::from_raw_parts(data, count) };
            let common = count.min(words.len());
            words[..common].copy_from_slice(&stored[..common]);
            words[common..].fill(0);
        } else {
            let value = self.peek();
            for (index, word) in words.iter_mut().enumerate() {
                *word = if index < 2 { (value >> (32 * index)) as u32 } else { 0 };
            }
        }
    }

    #[inline]
    pub(crate) fn poke_wide(self, words: &[u32]) {
        assert!(self.is_input, "poke of an output");
        if let Place::Words(data, count) = self.place {
            // SAFETY: as for `peek_wide`; the callers hold `&mut`, so this is the only access.
            let stored = unsafe { std::slice::from_raw_parts_mut(data, count) };
            let common = count.min(words.len());
            stored[..common].copy_from_slice(&words[..common]);
            stored[common..].fill(0);
            let unused = count as u32 * 32 - self.width;
            stored[count - 1] &= u32::MAX >> unused;
        } else {
            let word = |index: usize| u64::from(words.get(index).copied().unwrap_or(0));
            self.poke(word(0) | word(1) << 32);
        }
    }
}
