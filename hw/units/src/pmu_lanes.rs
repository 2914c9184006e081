//! The place of each lane of a memory unit's access, in registers.
//!
//! Lane i goes to word `base + offset + i * stride`. The low bits of that are the bank, the others its row; with `skew`
//! row r is rotated by r banks.

use kiln_emit::prelude::*;

/// One side's places.
#[derive(LogicBlock)]
pub struct PmuLanes {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// Lanes that access the memory.
    pub lanes: In<Word>,
    /// Word address of lane 0 inside the buffer, one cycle later.
    pub base: In<Word>,
    /// Where the buffer begins.
    pub offset: In<Word>,
    /// Words from lane to lane.
    pub stride: In<Word>,
    /// Rows are rotated.
    pub skew: In<Bit>,
    /// `lanes` two cycles later.
    pub active: Out<Word>,
    /// Place of each lane then: the row above the bank.
    pub place: Vec<Out<Word>>,
    active_then: Reg<Word>,
    offset_then: Reg<Word>,
    active_now: Reg<Word>,
    place_now: Vec<Reg<Word>>,
    reach: Vec<Wire<Word>>,
}

impl PmuLanes {
    /// Addresses of `address_bits` bits for `lanes` lanes.
    pub fn new(lanes: usize, address_bits: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            lanes: In::word(lanes),
            base: In::word(address_bits),
            offset: In::word(address_bits),
            stride: In::word(address_bits),
            skew: In::bit(),
            active: Out::word(lanes),
            place: many(lanes, || Out::word(address_bits)),
            active_then: Reg::word(lanes),
            offset_then: Reg::word(address_bits),
            active_now: Reg::word(lanes),
            place_now: many(lanes, || Reg::word(address_bits)),
            reach: many(lanes, || Wire::word(address_bits)),
        }
    }
}

impl Logic for PmuLanes {
    #[hdl_gen]
    fn update(&mut self) {
        self.offset_then.next = self.offset.val();
        let start = self.base.val() + self.offset_then.val();
        // reach = i * stride: the lane without its lowest set bit, and a power of two of strides.
        self.reach[0].next = 0.into();
        for i in 1..self.reach.len() {
            self.reach[i].next =
                self.reach[i & (i - 1)].val() + (self.stride.val() << i.trailing_zeros());
        }
        let bank_bits = index_bits(self.place.len());
        let row_bits = self.base.width() - bank_bits;
        for i in 0..self.place.len() {
            let address = start + self.reach[i].val();
            let row = address.slice(bank_bits, row_bits);
            let turn = if self.skew.val() { row.trunc(bank_bits) } else { 0.into() };
            self.place_now[i].next = cat!(row, address.trunc(bank_bits) + turn);
            self.place[i].next = self.place_now[i].val();
        }
        self.active_then.next = self.lanes.val();
        self.active_now.next = self.active_then.val();
        self.active.next = self.active_now.val();
        if self.rst.val() {
            self.active_then.next = 0.into();
            self.active_now.next = 0.into();
        }
    }
}

impl Leaf for PmuLanes {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("pmu_lanes", "Bank and row of each lane of an access, two cycles later.")
            .param("lanes", self.place.len())
            .param("a", self.base.width())
            .interface("lanes", "lanes that access the memory; none when there is no access")
            .interface("active", "the lanes, two cycles later")
            .interface("place", "row and, below it, bank of each lane, two cycles later")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PmuLanes::new(8, 14), 500, 2).unwrap();
    }
}
