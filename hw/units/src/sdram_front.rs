//! The address channels of the SDRAM controller: takes one burst at a time, reads and writes in turn, and cuts it where a row
//! of the chip ends.
//!
//! The banks of one row hold 4 KiB or more, which no AXI4 burst crosses: at the end of a row a burst goes on in the next
//! bank.

use crate::sdram_shape::{ADDRESS_BITS, SdramShape};
use kiln_emit::prelude::*;

/// Bursts in, segments of them out.
#[derive(LogicBlock)]
pub struct SdramFront {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// A read burst.
    pub ar_valid: In<Bit>,
    /// It is taken; depends on registers only.
    pub ar_ready: Out<Bit>,
    /// Its byte address.
    pub ar_addr: In<Word>,
    /// Its beats less one.
    pub ar_len: In<Word>,
    /// Its id.
    pub ar_id: In<Word>,
    /// A write burst.
    pub aw_valid: In<Bit>,
    /// It is taken; depends on registers only.
    pub aw_ready: Out<Bit>,
    /// Its byte address.
    pub aw_addr: In<Word>,
    /// Its beats less one.
    pub aw_len: In<Word>,
    /// Its id.
    pub aw_id: In<Word>,
    /// A segment.
    pub segment_valid: Out<Bit>,
    /// It is taken.
    pub segment_ready: In<Bit>,
    /// The segment, as [`SdramShape::segment_bits`] says.
    pub segment: Out<Word>,
    full: Reg<Bit>,
    writes: Reg<Bit>,
    write: Reg<Bit>,
    error: Reg<Bit>,
    id: Reg<Word>,
    row: Reg<Word>,
    bank: Reg<Word>,
    slot: Reg<Word>,
    len: Reg<Word>,
    _shape: SdramShape,
}

impl SdramFront {
    /// The address channels of a controller of that shape.
    pub fn new(shape: SdramShape) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            ar_valid: In::bit(),
            ar_ready: Out::bit(),
            ar_addr: In::word(ADDRESS_BITS),
            ar_len: In::word(8),
            ar_id: In::word(shape.id_bits),
            aw_valid: In::bit(),
            aw_ready: Out::bit(),
            aw_addr: In::word(ADDRESS_BITS),
            aw_len: In::word(8),
            aw_id: In::word(shape.id_bits),
            segment_valid: Out::bit(),
            segment_ready: In::bit(),
            segment: Out::word(shape.segment_bits()),
            full: Reg::bit(),
            writes: Reg::bit(),
            write: Reg::bit(),
            error: Reg::bit(),
            id: Reg::word(shape.id_bits),
            row: Reg::word(shape.chip.row_bits),
            bank: Reg::word(shape.chip.bank_bits),
            slot: Reg::word(shape.slot_bits()),
            len: Reg::word(8),
            _shape: shape,
        }
    }
}

impl Logic for SdramFront {
    #[hdl_gen]
    fn update(&mut self) {
        let slot_bits = self._shape.slot_bits();
        let bank_bits = self._shape.chip.bank_bits;
        let row_bits = self._shape.chip.row_bits;
        let count_bits = self._shape.count_bits();
        let slot_low = self._shape.byte_bits();
        let bank_low = slot_low + slot_bits;
        let row_low = bank_low + bank_bits;
        let top_low = row_low + row_bits;
        let sum_bits = slot_bits.max(8) + 1;

        // Reads and writes are taken in turn where both wait.
        let takes_read = !self.full.val() && !self.writes.val() && self.ar_valid.val();
        let takes_write = !self.full.val() && self.writes.val() && self.aw_valid.val();
        self.ar_ready.next = !self.full.val() && !self.writes.val();
        self.aw_ready.next = !self.full.val() && self.writes.val();
        if self.writes.val() {
            if takes_write || (!self.aw_valid.val() && self.ar_valid.val()) {
                self.writes.next = false;
            }
        } else if takes_read || (!self.ar_valid.val() && self.aw_valid.val()) {
            self.writes.next = true;
        }

        let last_slot = self.slot.val().zext(sum_bits) + self.len.val().zext(sum_bits);
        let rows_over = last_slot.slice(slot_bits, sum_bits - slot_bits);
        let crosses = rows_over.any();
        let count = if crosses {
            (!self.slot.val()).trunc(count_bits)
        } else {
            self.len.val().trunc(count_bits)
        };
        self.segment_valid.next = self.full.val();
        self.segment.next = cat!(
            self.error.val(),
            self.write.val(),
            !crosses,
            self.id.val(),
            self.row.val(),
            self.bank.val(),
            self.slot.val(),
            count
        );

        let moves = self.full.val() && self.segment_ready.val();
        if takes_read || takes_write {
            let address = if takes_read { self.ar_addr.val() } else { self.aw_addr.val() };
            self.full.next = true;
            self.write.next = takes_write;
            self.error.next = address.slice(top_low, ADDRESS_BITS - top_low).any();
            self.id.next = if takes_read { self.ar_id.val() } else { self.aw_id.val() };
            self.row.next = address.slice(row_low, row_bits);
            self.bank.next = address.slice(bank_low, bank_bits);
            self.slot.next = address.slice(slot_low, slot_bits);
            self.len.next = if takes_read { self.ar_len.val() } else { self.aw_len.val() };
        } else if moves {
            self.full.next = crosses;
            self.bank.next = self.bank.val() + 1;
            self.slot.next = 0.into();
            self.len.next = (last_slot - (1 << slot_bits)).trunc(8);
        }
        if self.rst.val() {
            self.full.next = false;
            self.writes.next = false;
        }
    }
}

impl Leaf for SdramFront {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "sdram_front",
            "Address channels of the SDRAM controller: bursts in turn, cut where a row ends.",
        )
        .param("w", self._shape.data_bits)
        .param("id", self._shape.id_bits)
        .param("rows", self._shape.chip.row_bits)
        .param("slots", self._shape.slot_bits())
        .interface("ar", "AXI4 read address channel")
        .interface("aw", "AXI4 write address channel")
        .interface(
            "segment",
            "what of a burst is in one row: error, write, end, id, row, bank, slot, beats less one",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_arch::sdram::{TANG_NANO_20K, ULX3S};
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        for (chip, data_bits) in [(ULX3S, 128), (TANG_NANO_20K, 32)] {
            let shape = SdramShape::new(chip, 75_000_000, data_bits, 3, 0).unwrap();
            check_leaf(|| SdramFront::new(shape), 2000, 1).unwrap();
        }
    }
}
