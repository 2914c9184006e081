//! What the memory holds, and where it fails.

use std::ops::Range;

use crate::Response;

/// Read where there is nothing to read: a value that is easy to recognise downstream.
const NOTHING: u32 = 0xdead_dead;

/// Words from address 0 up, zero at first.
pub(crate) struct Storage {
    words: Vec<u32>,
    poisoned: Vec<Range<u32>>,
}

impl Storage {
    pub(crate) fn new(size_words: usize) -> Self {
        Self { words: vec![0; size_words], poisoned: Vec::new() }
    }

    pub(crate) fn size_bytes(&self) -> u64 {
        self.words.len() as u64 * 4
    }

    pub(crate) fn poison(&mut self, bytes: Range<u32>) {
        self.poisoned.push(bytes);
    }

    pub(crate) fn clear_poison(&mut self) {
        self.poisoned.clear();
    }

    /// The words from a byte address on.
    pub(crate) fn range(&self, address: u32, words: usize) -> Result<Range<usize>, OutOfRange> {
        let start = address as usize / 4;
        if address.is_multiple_of(4) && start + words <= self.words.len() {
            Ok(start..start + words)
        } else {
            Err(OutOfRange { address, bytes: words as u64 * 4, size: self.size_bytes() })
        }
    }

    pub(crate) fn read(&self, address: u32, into: &mut [u32]) -> Result<(), OutOfRange> {
        let range = self.range(address, into.len())?;
        into.copy_from_slice(&self.words[range]);
        Ok(())
    }

    pub(crate) fn write(&mut self, address: u32, words: &[u32]) -> Result<(), OutOfRange> {
        let range = self.range(address, words.len())?;
        self.words[range].copy_from_slice(words);
        Ok(())
    }

    /// One beat of a read burst.
    pub(crate) fn read_beat(&self, address: u32, into: &mut [u32]) -> Response {
        let response = match self.read(address, into) {
            Ok(()) => self.fault(address, into.len()),
            Err(_) => Response::DecodeError,
        };
        if response != Response::Okay {
            into.fill(NOTHING);
        }
        response
    }

    /// One beat of a write burst; strobes count bytes. A beat in error changes nothing.
    pub(crate) fn write_beat(&mut self, address: u32, words: &[u32], strobes: u128) -> Response {
        let Ok(range) = self.range(address, words.len()) else { return Response::DecodeError };
        let fault = self.fault(address, words.len());
        if fault != Response::Okay {
            return fault;
        }
        for (index, (stored, word)) in self.words[range].iter_mut().zip(words).enumerate() {
            let mask = byte_mask((strobes >> (4 * index)) as u32 & 0xf);
            *stored = *stored & !mask | *word & mask;
        }
        Response::Okay
    }

    fn fault(&self, address: u32, words: usize) -> Response {
        let start = u64::from(address);
        let end = start + words as u64 * 4;
        let hit = |range: &Range<u32>| start < u64::from(range.end) && u64::from(range.start) < end;
        if self.poisoned.iter().any(hit) { Response::SlaveError } else { Response::Okay }
    }
}

/// Spreads four strobes over the bytes of a word.
fn byte_mask(strobes: u32) -> u32 {
    // Each bit goes to the lowest bit of its byte; 0xff fills the byte.
    ((strobes.wrapping_mul(0x0020_4081)) & 0x0101_0101) * 0xff
}

/// An access from the host outside of the memory, or not at a multiple of four.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{bytes} bytes at {address:#x} are not whole words within {size} bytes of memory")]
pub struct OutOfRange {
    /// Byte address.
    pub address: u32,
    /// Bytes asked for.
    pub bytes: u64,
    /// Bytes there are.
    pub size: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strobes_select_bytes() {
        for strobes in 0..16u32 {
            let expected: u32 =
                (0..4).filter(|i| strobes >> i & 1 == 1).map(|i| 0xff << (8 * i)).sum();
            assert_eq!(byte_mask(strobes), expected, "{strobes:04b}");
        }
        let mut storage = Storage::new(4);
        storage.write_beat(0, &[0x1111_1111, 0x2222_2222], 0b0110_1001);
        let mut read = [0; 2];
        storage.read(0, &mut read).unwrap();
        assert_eq!(read, [0x1100_0011, 0x0022_2200]);
    }

    #[test]
    fn faults_have_their_response_and_change_nothing() {
        let mut storage = Storage::new(8);
        storage.write(0, &[5; 8]).unwrap();
        storage.poison(12..13);
        let mut beat = [0; 2];
        assert_eq!(storage.read_beat(0, &mut beat), Response::Okay);
        assert_eq!(storage.read_beat(8, &mut beat), Response::SlaveError);
        assert_eq!(beat, [NOTHING; 2]);
        assert_eq!(storage.write_beat(8, &[9, 9], 0xff), Response::SlaveError);
        assert_eq!(storage.write_beat(32, &[9, 9], 0xff), Response::DecodeError);
        assert_eq!(storage.read_beat(0xffff_fff8, &mut beat), Response::DecodeError);
        let mut all = [0; 8];
        storage.read(0, &mut all).unwrap();
        assert_eq!(all, [5; 8]);
        storage.clear_poison();
        assert_eq!(storage.write_beat(8, &[9, 9], 0xff), Response::Okay);
    }

    #[test]
    fn the_host_is_held_to_the_bounds() {
        let mut storage = Storage::new(4);
        assert!(storage.write(12, &[1]).is_ok());
        assert!(storage.write(12, &[1, 2]).is_err());
        assert!(storage.write(16, &[]).is_ok());
        assert!(storage.read(2, &mut [0]).is_err());
        assert!(storage.read(0xffff_fffc, &mut [0; 2]).is_err());
    }
}
