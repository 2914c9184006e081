//! Which lane accesses a bank: one column of a memory unit's crossbar.

use kiln_emit::prelude::*;

/// The lane, combinational.
#[derive(LogicBlock)]
pub struct PmuMatch {
    /// Number of the bank.
    pub number: In<Word>,
    /// Lanes that access the memory.
    pub active: In<Word>,
    /// The bank of each lane.
    pub bank: Vec<In<Word>>,
    /// Some lane accesses this bank.
    pub hit: Out<Bit>,
    /// The lane; of several the highest, 0 if there is none.
    pub lane: Out<Word>,
    any: Vec<Wire<Bit>>,
    found: Vec<Wire<Word>>,
}

impl PmuMatch {
    /// A column for `lanes` lanes and as many banks.
    pub fn new(lanes: usize) -> Self {
        let bits = index_bits(lanes);
        Self {
            number: In::word(bits),
            active: In::word(lanes),
            bank: many(lanes, || In::word(bits)),
            hit: Out::bit(),
            lane: Out::word(bits),
            any: many(lanes + 1, Wire::bit),
            found: many(lanes + 1, || Wire::word(bits)),
        }
    }
}

impl Logic for PmuMatch {
    #[hdl_gen]
    fn update(&mut self) {
        self.any[0].next = false;
        self.found[0].next = 0.into();
        for i in 0..self.bank.len() {
            let match_here = self.active.val().bit(i) && self.bank[i].val() == self.number.val();
            self.any[i + 1].next = self.any[i].val() || match_here;
            self.found[i + 1].next = if match_here { i.into() } else { self.found[i].val() };
        }
        self.hit.next = self.any[self.bank.len()].val();
        self.lane.next = self.found[self.bank.len()].val();
    }
}

impl Leaf for PmuMatch {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("pmu_match", "Finds the lane that accesses a bank. Combinational.")
            .param("lanes", self.bank.len())
            .interface("bank", "the bank of each lane")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PmuMatch::new(4), 500, 1).unwrap();
    }
}
