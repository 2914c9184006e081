//! Packs the elements of a beat into words of memory: two bf16 or four bytes a word.

use kiln_emit::prelude::*;

/// The packing, combinational.
#[derive(LogicBlock)]
pub struct AgPack {
    /// Elements of a word of memory: 1, 2 or 4, as the power of two.
    pub width: In<Word>,
    /// Lanes of the beat that exist.
    pub mask: In<Word>,
    /// Its words: an element each, a bf16 in the high half, a byte in the low one.
    pub lane: Vec<In<Word>>,
    /// Words of memory, the first ones filled; in the last of these elements that are not there are zero.
    pub packed: Vec<Out<Word>>,
}

impl AgPack {
    /// For beats of `lanes` words.
    pub fn new(lanes: usize) -> Self {
        Self {
            width: In::word(2),
            mask: In::word(lanes),
            lane: many(lanes, || In::word(32)),
            packed: many(lanes, || Out::word(32)),
        }
    }
}

impl Logic for AgPack {
    #[hdl_gen]
    fn update(&mut self) {
        let lanes = self.lane.len();
        let half = self.width.val().bit(0);
        let byte = self.width.val().bit(1);
        // A word that is used has its first element.
        for i in 0..lanes {
            let whole = self.lane[i].val();
            let halves = if 2 * i + 1 < lanes {
                let upper = word(self.mask.val().bit(2 * i + 1)).repeat(16);
                cat!(
                    self.lane[2 * i + 1].val().slice(16, 16) & upper,
                    self.lane[2 * i].val().slice(16, 16)
                )
            } else {
                whole
            };
            let bytes = if 4 * i + 3 < lanes {
                let second = word(self.mask.val().bit(4 * i + 1)).repeat(8);
                let third = word(self.mask.val().bit(4 * i + 2)).repeat(8);
                let fourth = word(self.mask.val().bit(4 * i + 3)).repeat(8);
                cat!(
                    self.lane[4 * i + 3].val().trunc(8) & fourth,
                    self.lane[4 * i + 2].val().trunc(8) & third,
                    self.lane[4 * i + 1].val().trunc(8) & second,
                    self.lane[4 * i].val().trunc(8)
                )
            } else {
                halves
            };
            self.packed[i].next = if byte {
                bytes
            } else if half {
                halves
            } else {
                whole
            };
        }
    }
}

impl Leaf for AgPack {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("ag_pack", "Packs narrow elements of a beat into words. Combinational.")
            .param("lanes", self.lane.len())
            .interface("lane", "the beat")
            .interface("packed", "its elements as words of memory")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| AgPack::new(8), 300, 1).unwrap();
        check_leaf(|| AgPack::new(2), 200, 2).unwrap();
    }
}
