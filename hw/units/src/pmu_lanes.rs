//! The address of each lane of a memory unit's access, in registers.
//!
//! Lane i goes to `base + offset + i * stride`; the low bits of that are the bank.

use kiln_emit::prelude::*;

/// One side's addresses.
#[derive(LogicBlock)]
pub struct PmuLanes {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// Lanes that access the memory.
    pub lanes: In<Word>,
    /// Word address of lane 0 inside the buffer.
    pub base: In<Word>,
    /// Where the buffer begins.
    pub offset: In<Word>,
    /// Words from lane to lane.
    pub stride: In<Word>,
    /// `lanes` of the cycle before.
    pub active: Out<Word>,
    /// Word address of each lane, of the cycle before.
    pub address: Vec<Out<Word>>,
    active_now: Reg<Word>,
    address_now: Vec<Reg<Word>>,
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
            active: Out::word(lanes),
            address: many(lanes, || Out::word(address_bits)),
            active_now: Reg::word(lanes),
            address_now: many(lanes, || Reg::word(address_bits)),
            reach: many(lanes, || Wire::word(address_bits)),
        }
    }
}

impl Logic for PmuLanes {
    #[hdl_gen]
    fn update(&mut self) {
        let start = self.base.val() + self.offset.val();
        // reach = i * stride: the lane without its lowest set bit, and a power of two of strides.
        self.reach[0].next = 0.into();
        for i in 1..self.reach.len() {
            self.reach[i].next =
                self.reach[i & (i - 1)].val() + (self.stride.val() << i.trailing_zeros());
        }
        for i in 0..self.address.len() {
            self.address_now[i].next = start + self.reach[i].val();
            self.address[i].next = self.address_now[i].val();
        }
        self.active_now.next = self.lanes.val();
        self.active.next = self.active_now.val();
        if self.rst.val() {
            self.active_now.next = 0.into();
        }
    }
}

impl Leaf for PmuLanes {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("pmu_lanes", "Word address of each lane of an access, one cycle later.")
            .param("lanes", self.address.len())
            .param("a", self.base.width())
            .interface("lanes", "lanes that access the memory; none when there is no access")
            .interface("active", "the lanes, one cycle later")
            .interface("address", "word address of each lane, one cycle later")
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
