//! What a board says of itself: the words of `kiln_arch::link::hello`.

use kiln_arch::image::crc_of_words;
use kiln_arch::link::{BUFFER_WORDS, PROTOCOL_VERSION, hello};
use kiln_emit::prelude::*;

/// A board and its fabric, as the host meets them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardIdentity {
    /// Name of the board, zeros behind it.
    pub name: [u8; 4 * hello::NAME_WORDS],
    /// Fingerprint of the fabric.
    pub fingerprint: u32,
    /// Words of memory.
    pub memory_words: u32,
    /// Core clock in Hz.
    pub clock_hz: u32,
}

impl BoardIdentity {
    /// The words of the answer to `HELLO`.
    pub fn words(&self) -> [u32; hello::WORDS] {
        let mut words = [0; hello::WORDS];
        words[hello::PROTOCOL] = PROTOCOL_VERSION;
        words[hello::FINGERPRINT] = self.fingerprint;
        words[hello::MEMORY_WORDS] = self.memory_words;
        words[hello::CLOCK_HZ] = self.clock_hz;
        words[hello::BUFFER_WORDS] = BUFFER_WORDS as u32;
        for (word, bytes) in words[hello::NAME..].iter_mut().zip(self.name.as_chunks().0) {
            *word = u32::from_le_bytes(*bytes);
        }
        words
    }
}

/// The words, by their number.
#[derive(LogicBlock)]
pub struct LinkHello {
    /// Number of the word.
    pub index: In<Word>,
    /// The word.
    pub data: Out<Word>,
    _words: [u32; hello::WORDS],
}

impl LinkHello {
    /// What the board of this identity says.
    pub fn new(identity: &BoardIdentity) -> Self {
        Self {
            index: In::word(index_bits(hello::WORDS)),
            data: Out::word(32),
            _words: identity.words(),
        }
    }
}

impl Logic for LinkHello {
    #[hdl_gen]
    fn update(&mut self) {
        self.data.next = 0.into();
        for i in 0..hello::WORDS {
            let word = self._words[i];
            if self.index.val() == i {
                self.data.next = word.into();
            }
        }
    }
}

impl Leaf for LinkHello {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("link_hello", "What the board says of itself, by the number of the word.")
            .param("id", format!("{:08x}", crc_of_words(&self._words)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        let identity = BoardIdentity {
            name: *b"a board\0\0\0\0\0\0\0\0\0",
            fingerprint: 0x1234_5678,
            memory_words: 1 << 23,
            clock_hz: 80_000_000,
        };
        check_leaf(|| LinkHello::new(&identity), 200, 1).unwrap();
    }
}
