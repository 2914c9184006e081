//! The write side of the memory port: one write burst at a time, and responses to those who wrote.

use crate::port_reads::PortShape;
use kiln_emit::prelude::*;

/// The write side.
#[derive(LogicBlock)]
pub struct PortWrites {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// No burst may be granted.
    pub halt: In<Bit>,
    /// The arbiter may grant.
    pub enable: Out<Bit>,
    /// It grants.
    pub granted: In<Bit>,
    /// The address generator that it grants to.
    pub number: In<Word>,
    /// Its request.
    pub chosen: In<Word>,
    /// The write address queue has room.
    pub address_ready: In<Bit>,
    /// A request for it: id, beats less one, beat address.
    pub address_data: Out<Word>,
    /// The address generator whose burst is moved.
    pub owner: Out<Word>,
    /// A beat leaves its store buffer: one bit for each address generator.
    pub store_take: Out<Word>,
    /// A beat for the write data queue.
    pub data_valid: Out<Bit>,
    /// It has room.
    pub data_ready: In<Bit>,
    /// The beat is the last of its burst.
    pub data_last: Out<Bit>,
    /// A write response.
    pub bvalid: In<Bit>,
    /// Its id.
    pub bid: In<Word>,
    /// The response.
    pub bresp: In<Word>,
    /// A response has come for this address generator: one bit each, one cycle later.
    pub response: Out<Word>,
    /// The response was an error, for this address generator: one bit each, one cycle later.
    pub error: Out<Word>,
    /// No burst is under way.
    pub quiet: Out<Bit>,
    active: Reg<Bit>,
    id: Reg<Word>,
    left: Reg<Word>,
    outstanding: Reg<Word>,
    answered: Reg<Word>,
    answered_any: Reg<Bit>,
    failed: Reg<Word>,
    match_owner: Vec<Wire<Word>>,
    match_id: Vec<Wire<Word>>,
    _shape: PortShape,
}

impl PortWrites {
    /// A write side of that shape.
    pub fn new(shape: PortShape) -> Self {
        let growing = || (0..shape.units).map(|i| Wire::word(i + 1)).collect();
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            halt: In::bit(),
            enable: Out::bit(),
            granted: In::bit(),
            number: In::word(index_bits(shape.units)),
            chosen: In::word(shape.request_bits()),
            address_ready: In::bit(),
            address_data: Out::word(shape.id_bits() + shape.request_bits()),
            owner: Out::word(index_bits(shape.units)),
            store_take: Out::word(shape.units),
            data_valid: Out::bit(),
            data_ready: In::bit(),
            data_last: Out::bit(),
            bvalid: In::bit(),
            bid: In::word(shape.id_bits()),
            bresp: In::word(2),
            response: Out::word(shape.units),
            error: Out::word(shape.units),
            quiet: Out::bit(),
            active: Reg::bit(),
            id: Reg::word(index_bits(shape.units)),
            left: Reg::word(8),
            outstanding: Reg::word(shape.outstanding_bits),
            answered: Reg::word(shape.units),
            answered_any: Reg::bit(),
            failed: Reg::word(shape.units),
            match_owner: growing(),
            match_id: growing(),
            _shape: shape,
        }
    }
}

impl Logic for PortWrites {
    #[hdl_gen]
    fn update(&mut self) {
        let units = self._shape.units;
        let last = !self.left.val().any();
        let moves = self.active.val() && self.data_ready.val();
        self.enable.next =
            self.address_ready.val() && !self.halt.val() && (!self.active.val() || moves && last);
        self.address_data.next =
            cat!(self.number.val().zext(self._shape.id_bits()), self.chosen.val());
        self.owner.next = self.id.val();
        self.data_valid.next = self.active.val();
        self.data_last.next = last;
        if moves {
            self.left.next = self.left.val() - 1;
            if last {
                self.active.next = false;
            }
        }
        if self.granted.val() {
            self.active.next = true;
            self.id.next = self.number.val();
            self.left.next = self.chosen.val().slice(self._shape.address_bits, 8);
        }

        for i in 0..units {
            let owner_here = moves && self.id.val() == i;
            let for_unit = self.bvalid.val() && self.bid.val() == i;
            if i == 0 {
                self.match_owner[i].next = word(owner_here);
                self.match_id[i].next = word(for_unit);
            } else {
                self.match_owner[i].next = cat!(owner_here, self.match_owner[i - 1].val());
                self.match_id[i].next = cat!(for_unit, self.match_id[i - 1].val());
            }
        }
        self.store_take.next = self.match_owner[units - 1].val();
        self.answered.next = self.match_id[units - 1].val();
        self.response.next = self.answered.val();
        self.failed.next =
            self.match_id[units - 1].val() & word(self.bresp.val().any()).repeat(units);
        self.error.next = self.failed.val();

        // A burst is under way for the cycle after its response came too.
        self.answered_any.next = self.bvalid.val();
        if self.granted.val() && !self.answered_any.val() {
            self.outstanding.next = self.outstanding.val() + 1;
        } else if self.answered_any.val() && !self.granted.val() {
            self.outstanding.next = self.outstanding.val() - 1;
        }
        self.quiet.next = !self.outstanding.val().any();
        if self.rst.val() {
            self.active.next = false;
            self.outstanding.next = 0.into();
            self.answered.next = 0.into();
            self.answered_any.next = false;
            self.failed.next = 0.into();
        }
    }
}

impl Leaf for PortWrites {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("port_writes", "The write side of the memory port, one burst at a time.")
            .param("n", self._shape.units)
            .param("a", self._shape.address_bits)
            .param("o", self._shape.outstanding_bits)
            .interface("address", "requests for the write address channel")
            .interface("data", "beats for the write data channel")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        for units in [1, 6] {
            check_leaf(
                || PortWrites::new(PortShape { units, address_bits: 28, outstanding_bits: 9 }),
                500,
                1,
            )
            .unwrap();
        }
    }
}
