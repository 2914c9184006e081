//! One bank of a memory unit: block RAM with one write and one read port.

use kiln_emit::prelude::*;

/// A bank of 32-bit words.
#[derive(LogicBlock)]
pub struct PmuBank {
    /// Clock.
    pub clk: Clock,
    /// A word is written at the end of this cycle.
    pub write: In<Bit>,
    /// Its row.
    pub write_row: In<Word>,
    /// The word.
    pub write_data: In<Word>,
    /// A word is read.
    pub read: In<Bit>,
    /// Its row.
    pub read_row: In<Word>,
    /// The word, in the next cycle and until the next read.
    pub read_data: Out<Word>,
    store: BlockRam,
    _rows: usize,
}

impl PmuBank {
    /// A bank of `rows` words.
    pub fn new(rows: usize) -> Self {
        Self {
            clk: Clock::new(),
            write: In::bit(),
            write_row: In::word(index_bits(rows)),
            write_data: In::word(32),
            read: In::bit(),
            read_row: In::word(index_bits(rows)),
            read_data: Out::word(32),
            store: BlockRam::new(32, rows),
            _rows: rows,
        }
    }
}

impl Logic for PmuBank {
    #[hdl_gen]
    fn update(&mut self) {
        self.read_data.next = self.store.val();
        if self.read.val() {
            self.store.fetch(self.read_row.val());
        }
        if self.write.val() {
            self.store.write(self.write_row.val(), self.write_data.val());
        }
    }
}

impl Leaf for PmuBank {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pmu_bank",
            "A bank of 32-bit words in block RAM. A word is never read while it is written.",
        )
        .param("rows", self._rows)
        .interface("write", "a word in")
        .interface("read", "a word out, one cycle later")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PmuBank::new(64), 2000, 1).unwrap();
    }
}
