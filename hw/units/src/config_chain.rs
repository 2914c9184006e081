//! The configuration registers of one block: a shift register of 32-bit words.
//!
//! The words of all blocks of a chain form one long shift register (`kiln_arch::image`). They keep their values through
//! runs and resets.

use kiln_emit::prelude::*;

/// A part of the configuration chain. Word 0 takes `cfg_in`.
#[derive(LogicBlock)]
pub struct ConfigChain {
    /// Clock.
    pub clk: Clock,
    /// All words move on by one.
    pub cfg_en: In<Bit>,
    /// The word that comes in.
    pub cfg_in: In<Word>,
    /// The last word, which moves on to the next block.
    pub cfg_out: Out<Word>,
    /// The words of the frame; the last one has only the bits that are used.
    pub word: Vec<Out<Word>>,
    store: Vec<Reg<Word>>,
    _bits: usize,
}

impl ConfigChain {
    /// A frame of `bits` bits (at least 1).
    pub fn new(bits: usize) -> Self {
        let words = bits.div_ceil(32);
        Self {
            clk: Clock::new(),
            cfg_en: In::bit(),
            cfg_in: In::word(32),
            cfg_out: Out::word(32),
            word: (0..words).map(|k| Out::word((bits - 32 * k).min(32))).collect(),
            store: many(words, || Reg::word(32)),
            _bits: bits,
        }
    }
}

impl Logic for ConfigChain {
    #[hdl_gen]
    fn update(&mut self) {
        let words = self._bits.div_ceil(32);
        if self.cfg_en.val() {
            self.store[0].next = self.cfg_in.val();
            for k in 1..words {
                self.store[k].next = self.store[k - 1].val();
            }
        }
        for k in 0..words {
            self.word[k].next = self.store[k].val().trunc((self._bits - 32 * k).min(32));
        }
        self.cfg_out.next = self.store[words - 1].val();
    }
}

impl Leaf for ConfigChain {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "config_chain",
            "Configuration registers of one block, a shift register of 32-bit words.",
        )
        .param("b", self._bits)
        .interface(
            "cfg",
            "the chain: when cfg_en, word 0 takes cfg_in and each word takes the one before it",
        )
        .interface("word", "the frame")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| ConfigChain::new(75), 500, 1).unwrap();
        check_leaf(|| ConfigChain::new(32), 500, 2).unwrap();
    }
}
