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
    flags: Vec<Wire<Word>>,
    many: Vec<Wire<Bit>>,
    few: Vec<Wire<Word>>,
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
            flags: many(levels + 1, || Wire::word(levels)),
            many: many(levels + 1, Wire::bit),
            few: many(levels + 1, || Wire::word(lane_bits)),
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
        // What is left: `many` for all lanes or more, else `few`.
        let scalar = !self.vector_level.val().any();
        self.flags[0].next = 0.into();
        self.many[0].next = false;
        self.few[0].next = word(scalar).zext(lane_bits);
        for l in 0..self._levels {
            let chosen = self.vector_level.val() == l + 1;
            let low = self.left[l].val().trunc(lane_bits);
            let high = self.left[l].val().slice(lane_bits, self._bits - lane_bits);
            self.flags[l + 1].next = self.flags[l].val() | (word(chosen).zext(self._levels) << l);
            self.many[l + 1].next = self.many[l].val() || (chosen && high.any());
            self.few[l + 1].next = self.few[l].val() | (low & word(chosen).repeat(lane_bits));
        }
        let all_lanes = !Word::zero(self._lanes);
        let unless_many = !(all_lanes << self.few[self._levels].val());
        self.wide.next = self.flags[self._levels].val();
        self.mask.next = unless_many | word(self.many[self._levels].val()).repeat(self._lanes);
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
