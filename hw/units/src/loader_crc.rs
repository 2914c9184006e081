//! CRC-32 of a stream of memory beats, a whole beat each cycle.
//!
//! The checksum is linear: each bit of the next remainder is the parity of some bits of the remainder and of the beat. Which ones
//! is found by running the bitwise algorithm on single bits when the leaf is made.

use kiln_emit::prelude::*;

/// The polynomial of ISO-HDLC, lowest bit first.
pub(crate) const POLYNOMIAL: u32 = 0xedb8_8320;

/// The checksum.
#[derive(LogicBlock)]
pub struct LoaderCrc {
    /// Clock.
    pub clk: Clock,
    /// Starts a new stream.
    pub clear: In<Bit>,
    /// A beat is there.
    pub valid: In<Bit>,
    /// Its words, little-endian.
    pub word: Vec<In<Word>>,
    /// CRC of the beats so far.
    pub crc: Out<Word>,
    remainder: Reg<Word>,
    part: Vec<Wire<Bit>>,
    sum: Vec<Wire<Word>>,
    _masks: Vec<Vec<u32>>,
}

impl LoaderCrc {
    /// For beats of `words` words.
    pub fn new(words: usize) -> Self {
        Self {
            clk: Clock::new(),
            clear: In::bit(),
            valid: In::bit(),
            word: many(words, || In::word(32)),
            crc: Out::word(32),
            remainder: Reg::word(32),
            part: many(32 * words, Wire::bit),
            sum: (0..32).map(|i| Wire::word(i + 1)).collect(),
            _masks: masks(words),
        }
    }
}

/// For each bit of the remainder after `words` words: for each word, which of its bits it is the parity of. The remainder before
/// counts as added to the first word.
fn masks(words: usize) -> Vec<Vec<u32>> {
    let mut masks = vec![vec![0; words]; 32];
    for word in 0..words {
        for bit in 0..32 {
            let mut remainder = 1u32 << bit;
            for _ in 0..32 * (words - word) {
                let carry = remainder & 1;
                remainder = (remainder >> 1) ^ if carry == 1 { POLYNOMIAL } else { 0 };
            }
            for (out, mask) in masks.iter_mut().enumerate() {
                mask[word] |= (remainder >> out & 1) << bit;
            }
        }
    }
    masks
}

impl Logic for LoaderCrc {
    #[hdl_gen]
    fn update(&mut self) {
        let words = self.word.len();
        let first = self.word[0].val() ^ self.remainder.val();
        for i in 0..32 {
            self.part[i * words].next = (first & self._masks[i][0]).parity();
            for w in 1..words {
                self.part[i * words + w].next = self.part[i * words + w - 1].val()
                    ^ (self.word[w].val() & self._masks[i][w]).parity();
            }
            if i == 0 {
                self.sum[i].next = word(self.part[i * words + words - 1].val());
            } else {
                self.sum[i].next =
                    cat!(self.part[i * words + words - 1].val(), self.sum[i - 1].val());
            }
        }
        if self.valid.val() {
            self.remainder.next = self.sum[31].val();
        }
        if self.clear.val() {
            self.remainder.next = u32::MAX.into();
        }
        self.crc.next = !self.remainder.val();
    }
}

impl Leaf for LoaderCrc {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "loader_crc",
            "CRC-32 (ISO-HDLC) of a stream of memory beats, a beat each cycle.",
        )
        .param("words", self.word.len())
        .interface("word", "the words of the beat")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| LoaderCrc::new(4), 300, 1).unwrap();
    }

    #[test]
    fn the_masks_give_the_checksum() {
        let words = [0x1234_5678, 0xdead_beef, 0, 0xffff_0001];
        let mut beat = words;
        beat[0] ^= u32::MAX;
        let parity = |mask: &Vec<u32>| -> u32 {
            mask.iter().zip(beat).map(|(m, w)| (m & w).count_ones()).sum::<u32>() % 2
        };
        let crc = masks(4).iter().enumerate().map(|(i, mask)| parity(mask) << i).sum::<u32>();
        assert_eq!(!crc, kiln_arch::image::crc_of_words(&words));
    }
}
