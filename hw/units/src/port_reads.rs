//! The read side of the memory port: read requests out, read data to those who asked.

use kiln_emit::prelude::*;

/// Sizes common to both sides of the memory port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortShape {
    /// Address generators.
    pub units: usize,
    /// Bits of a beat address.
    pub address_bits: usize,
    /// Bits of the number of bursts under way.
    pub outstanding_bits: usize,
}

impl PortShape {
    /// Bits of an AXI id: the address generators and the loader.
    pub fn id_bits(&self) -> usize {
        index_bits(self.units + 1)
    }

    /// Bits of a request: beats less one, beat address.
    pub fn request_bits(&self) -> usize {
        8 + self.address_bits
    }
}

/// The read side.
#[derive(LogicBlock)]
pub struct PortReads {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// No burst may be granted to an address generator.
    pub halt: In<Bit>,
    /// The arbiter may grant.
    pub enable: Out<Bit>,
    /// It grants.
    pub granted: In<Bit>,
    /// The address generator that it grants to.
    pub number: In<Word>,
    /// Its request.
    pub chosen: In<Word>,
    /// The loader asks for a burst; no address generator does while it loads.
    pub loader_request: In<Bit>,
    /// Its request.
    pub loader_burst: In<Word>,
    /// It is granted.
    pub loader_grant: Out<Bit>,
    /// A request for the read address queue.
    pub address_valid: Out<Bit>,
    /// The queue has room.
    pub address_ready: In<Bit>,
    /// The request: id, beats less one, beat address.
    pub address_data: Out<Word>,
    /// A beat of read data.
    pub rvalid: In<Bit>,
    /// Its id.
    pub rid: In<Word>,
    /// Its response.
    pub rresp: In<Word>,
    /// The last of its burst.
    pub rlast: In<Bit>,
    /// The beat is for this address generator: one bit each.
    pub load_valid: Out<Word>,
    /// The beat is for the loader.
    pub loader_valid: Out<Bit>,
    /// A beat came with an error, for this address generator: one bit each, one cycle later.
    pub error: Out<Word>,
    /// The beat came with an error, for the loader.
    pub loader_error: Out<Bit>,
    /// No burst is under way.
    pub quiet: Out<Bit>,
    outstanding: Reg<Word>,
    ended: Reg<Bit>,
    failed: Reg<Word>,
    match_id: Vec<Wire<Word>>,
    _shape: PortShape,
}

impl PortReads {
    /// A read side of that shape.
    pub fn new(shape: PortShape) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            halt: In::bit(),
            enable: Out::bit(),
            granted: In::bit(),
            number: In::word(index_bits(shape.units)),
            chosen: In::word(shape.request_bits()),
            loader_request: In::bit(),
            loader_burst: In::word(shape.request_bits()),
            loader_grant: Out::bit(),
            address_valid: Out::bit(),
            address_ready: In::bit(),
            address_data: Out::word(shape.id_bits() + shape.request_bits()),
            rvalid: In::bit(),
            rid: In::word(shape.id_bits()),
            rresp: In::word(2),
            rlast: In::bit(),
            load_valid: Out::word(shape.units),
            loader_valid: Out::bit(),
            error: Out::word(shape.units),
            loader_error: Out::bit(),
            quiet: Out::bit(),
            outstanding: Reg::word(shape.outstanding_bits),
            ended: Reg::bit(),
            failed: Reg::word(shape.units),
            match_id: (0..shape.units).map(|i| Wire::word(i + 1)).collect(),
            _shape: shape,
        }
    }
}

impl Logic for PortReads {
    #[hdl_gen]
    fn update(&mut self) {
        let units = self._shape.units;
        let id_bits = self._shape.id_bits();
        let loading = self.loader_request.val();
        self.enable.next = self.address_ready.val() && !self.halt.val() && !loading;
        let loader_granted = loading && self.address_ready.val();
        let sends = self.granted.val() || loader_granted;
        self.loader_grant.next = loader_granted;
        self.address_valid.next = sends;
        self.address_data.next = if loading {
            cat!(Word::new(id_bits, units as u64), self.loader_burst.val())
        } else {
            cat!(self.number.val().zext(id_bits), self.chosen.val())
        };

        for i in 0..units {
            let for_unit = self.rvalid.val() && self.rid.val() == i;
            if i == 0 {
                self.match_id[i].next = word(for_unit);
            } else {
                self.match_id[i].next = cat!(for_unit, self.match_id[i - 1].val());
            }
        }
        let wrong = self.rresp.val().any();
        let for_loader = self.rvalid.val() && self.rid.val() == units;
        self.load_valid.next = self.match_id[units - 1].val();
        self.failed.next = self.match_id[units - 1].val() & word(wrong).repeat(units);
        self.error.next = self.failed.val();
        self.loader_valid.next = for_loader;
        self.loader_error.next = for_loader && wrong;

        // A beat is under way for the cycle after it came too.
        self.ended.next = self.rvalid.val() && self.rlast.val();
        if sends && !self.ended.val() {
            self.outstanding.next = self.outstanding.val() + 1;
        } else if self.ended.val() && !sends {
            self.outstanding.next = self.outstanding.val() - 1;
        }
        self.quiet.next = !self.outstanding.val().any();
        if self.rst.val() {
            self.outstanding.next = 0.into();
            self.ended.next = false;
            self.failed.next = 0.into();
        }
    }
}

impl Leaf for PortReads {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("port_reads", "The read side of the memory port.")
            .param("n", self._shape.units)
            .param("a", self._shape.address_bits)
            .param("o", self._shape.outstanding_bits)
            .interface("loader", "the configuration loader")
            .interface("address", "requests for the read address channel")
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
                || PortReads::new(PortShape { units, address_bits: 28, outstanding_bits: 9 }),
                500,
                1,
            )
            .unwrap();
        }
    }
}
