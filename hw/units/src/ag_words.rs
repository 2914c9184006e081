//! The words of a row, whose length counts elements; and whether the counters show their row.
//!
//! Late, both are registers: the counters, which then have a cycle more for their addresses, show no row in the cycle after they have stepped.

use kiln_emit::prelude::*;

/// The count.
#[derive(LogicBlock)]
pub struct AgWords {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// The counters step.
    pub step: In<Bit>,
    /// Length of their row in elements.
    pub length: In<Word>,
    /// Elements of a word of memory: 1, 2 or 4, as the power of two.
    pub width: In<Word>,
    /// Length of the row in words.
    pub words: Out<Word>,
    /// The counters show the row.
    pub settled: Out<Bit>,
    still: Reg<Bit>,
    then: Reg<Word>,
    _late: bool,
}

impl AgWords {
    /// For lengths of `length_bits` bits.
    pub fn new(length_bits: usize, late: bool) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            step: In::bit(),
            length: In::word(length_bits),
            width: In::word(2),
            words: Out::word(length_bits),
            settled: Out::bit(),
            still: Reg::bit(),
            then: Reg::word(length_bits),
            _late: late,
        }
    }
}

impl Logic for AgWords {
    #[hdl_gen]
    fn update(&mut self) {
        let bits = self.length.width();
        let half = self.width.val().bit(0);
        let byte = self.width.val().bit(1);
        let length = self.length.val();
        // Rounded up.
        let up = length.zext(bits + 1) + cat!(byte, half || byte).zext(bits + 1);
        let words = if byte {
            (up >> 2usize).trunc(bits)
        } else if half {
            (up >> 1usize).trunc(bits)
        } else {
            length
        };
        self.still.next = !(self.rst.val() || self.step.val());
        if self._late {
            self.then.next = words;
            self.words.next = self.then.val();
            self.settled.next = self.still.val();
        } else {
            self.words.next = words;
            self.settled.next = true;
        }
    }
}

impl Leaf for AgWords {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            if self._late { "ag_words_late" } else { "ag_words" },
            "The words of a row, and whether the counters show their row.",
        )
        .param("n", self.length.width())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| AgWords::new(9, false), 300, 1).unwrap();
        check_leaf(|| AgWords::new(9, true), 300, 2).unwrap();
    }
}
