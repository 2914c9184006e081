//! The lanes that an iteration has.

use kiln_emit::prelude::*;

/// Without a vector level lane 0 alone; else as many lanes as elements are left on that level.
#[derive(LogicBlock)]
pub struct CounterMask {
    /// 1 + the vector level, or 0.
    pub vector_level: In<Word>,
    /// Elements left on each level.
    pub left: Vec<In<Word>>,
    /// One bit a level: it is the vector level.
    pub wide: Out<Word>,
    /// One bit a lane: it exists.
    pub mask: Out<Word>,
    some: Vec<Wire<Word>>,
    _bits: usize,
    _lanes: usize,
    _levels: usize,
}

impl CounterMask {
    /// For `levels` counters of `bits` bits and `lanes` lanes (a power of two, at least 2).
    pub fn new(bits: usize, levels: usize, lanes: usize) -> Self {
        let lane_bits = index_bits(lanes);
        Self {
            vector_level: In::word(index_bits(levels + 1)),
            left: many(levels, || In::word(bits)),
            wide: Out::word(levels),
            mask: Out::word(lanes),
            some: many(levels + 1, || Wire::word(lane_bits + 1)),
            _bits: bits,
            _lanes: lanes,
            _levels: levels,
        }
    }
}

impl Logic for CounterMask {
    #[hdl_gen]
    fn update(&mut self) {
        let lane_bits = self._lanes.ilog2() as usize;
        let one = Word::new(self._levels + 1, 1u64);
        self.wide.next = (one << self.vector_level.val()).slice(1, self._levels);
        // What is left: in the highest bit whether it is enough for all lanes, else in the others how many.
        self.some[self._levels].next = word(!self.vector_level.val().any()).zext(lane_bits + 1);
        for k in 0..self._levels {
            let l = self._levels - 1 - k;
            let low = self.left[l].val().trunc(lane_bits);
            let high = self.left[l].val().slice(lane_bits, self._bits - lane_bits).any();
            self.some[l].next = if self.vector_level.val() == l + 1 {
                cat!(high, low)
            } else {
                self.some[l + 1].val()
            };
        }
        let left = self.some[0].val();
        let unless_all = !(!Word::zero(self._lanes) << left.trunc(lane_bits));
        self.mask.next = unless_all | word(left.bit(lane_bits)).repeat(self._lanes);
    }
}

impl Leaf for CounterMask {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "counter_mask",
            "The lanes that an iteration has: as many as elements are left on the vector level.",
        )
        .param("b", self._bits)
        .param("n", self._levels)
        .param("lanes", self._lanes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| CounterMask::new(8, 3, 4), 1000, 1).unwrap();
        check_leaf(|| CounterMask::new(20, 8, 2), 1000, 2).unwrap();
    }
}
