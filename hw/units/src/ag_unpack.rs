//! Unpacks words of memory into the elements of a beat: two bf16 or four bytes a word.

use kiln_emit::prelude::*;

/// The unpacking, combinational.
#[derive(LogicBlock)]
pub struct AgUnpack {
    /// Elements of a word of memory: 1, 2 or 4, as the power of two.
    pub width: In<Word>,
    /// Words of memory.
    pub packed: Vec<In<Word>>,
    /// Their first elements: a bf16 as f32, a byte as i32.
    pub lane: Vec<Out<Word>>,
}

impl AgUnpack {
    /// For beats of `lanes` words.
    pub fn new(lanes: usize) -> Self {
        Self {
            width: In::word(2),
            packed: many(lanes, || In::word(32)),
            lane: many(lanes, || Out::word(32)),
        }
    }
}

impl Logic for AgUnpack {
    #[hdl_gen]
    fn update(&mut self) {
        let half = self.width.val().bit(0);
        let byte = self.width.val().bit(1);
        for i in 0..self.lane.len() {
            let whole = self.packed[i].val();
            let upper = cat!(self.packed[i / 2].val().slice(i % 2 * 16, 16), Word::new(16, 0u64));
            let low = self.packed[i / 4].val().slice(i % 4 * 8, 8);
            let signed = cat!(word(low.bit(7)).repeat(24), low);
            self.lane[i].next = if byte {
                signed
            } else if half {
                upper
            } else {
                whole
            };
        }
    }
}

impl Leaf for AgUnpack {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("ag_unpack", "Unpacks words into narrow elements of a beat. Combinational.")
            .param("lanes", self.lane.len())
            .interface("packed", "words of memory")
            .interface("lane", "the beat")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| AgUnpack::new(8), 500, 1).unwrap();
        check_leaf(|| AgUnpack::new(2), 200, 2).unwrap();
    }
}
