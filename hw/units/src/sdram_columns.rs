//! Holds the segment whose words move and the one after it, and issues a READ or WRITE for each beat.
//!
//! A beat is one burst of the chip, never cut short. Of a segment past the end of the chip the beats take their time, but no
//! command is given.

use crate::sdram_shape::SdramShape;
use kiln_emit::prelude::*;

/// Segments in, READ and WRITE out.
#[derive(LogicBlock)]
pub struct SdramColumns {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// No command may be given; all rows are closed.
    pub stop: In<Bit>,
    /// A segment waits in front.
    pub segment_valid: In<Bit>,
    /// It is taken; depends on registers only.
    pub segment_ready: Out<Bit>,
    /// The segment, as [`SdramShape::segment_bits`] says.
    pub segment: In<Word>,
    /// Nothing is under way.
    pub quiet: Out<Bit>,
    /// The present segment's row is to be opened.
    pub present_wants: Out<Bit>,
    /// There is a present segment.
    pub present_busy: Out<Bit>,
    /// Its row.
    pub present_row: Out<Word>,
    /// Its bank.
    pub present_bank: Out<Word>,
    /// The next segment's row is to be opened.
    pub next_wants: Out<Bit>,
    /// Its row.
    pub next_row: Out<Word>,
    /// Its bank.
    pub next_bank: Out<Word>,
    /// The next segment becomes the present one at the end of this cycle.
    pub advance: Out<Bit>,
    /// The present segment's row is open from the next cycle on.
    pub present_opened: In<Bit>,
    /// The next segment's row is open from the next cycle on.
    pub next_opened: In<Bit>,
    /// ACTIVE or PRECHARGE takes this cycle.
    pub row_command: In<Bit>,
    /// A beat can be read and kept.
    pub read_room: In<Bit>,
    /// A beat to be written is there.
    pub write_there: In<Bit>,
    /// The response of a write can be kept.
    pub response_room: In<Bit>,
    /// A beat that is read starts in this cycle.
    pub start_read: Out<Bit>,
    /// A beat that is written starts in this cycle.
    pub start_write: Out<Bit>,
    /// It is the last of its burst.
    pub start_last: Out<Bit>,
    /// It is past the end of the chip.
    pub start_error: Out<Bit>,
    /// Its id.
    pub start_id: Out<Word>,
    /// It is the last of a write: there is a response.
    pub respond: Out<Bit>,
    /// READ or WRITE in this cycle: the beat is in the chip.
    pub column_command: Out<Bit>,
    /// It is WRITE.
    pub column_write: Out<Bit>,
    /// Its column.
    pub column: Out<Word>,
    next_valid: Reg<Bit>,
    next_open: Reg<Bit>,
    next: Reg<Word>,
    valid: Reg<Bit>,
    open: Reg<Bit>,
    fixed: Reg<Word>,
    slot: Reg<Word>,
    count: Reg<Word>,
    busy: Reg<Word>,
    turning: Reg<Word>,
    _shape: SdramShape,
}

impl SdramColumns {
    /// For a chip and clock of that shape.
    pub fn new(shape: SdramShape) -> Self {
        let (row_bits, bank_bits) = (shape.chip.row_bits, shape.chip.bank_bits);
        let moving = shape.slot_bits() + shape.count_bits();
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            stop: In::bit(),
            segment_valid: In::bit(),
            segment_ready: Out::bit(),
            segment: In::word(shape.segment_bits()),
            quiet: Out::bit(),
            present_wants: Out::bit(),
            present_busy: Out::bit(),
            present_row: Out::word(row_bits),
            present_bank: Out::word(bank_bits),
            next_wants: Out::bit(),
            next_row: Out::word(row_bits),
            next_bank: Out::word(bank_bits),
            advance: Out::bit(),
            present_opened: In::bit(),
            next_opened: In::bit(),
            row_command: In::bit(),
            read_room: In::bit(),
            write_there: In::bit(),
            response_room: In::bit(),
            start_read: Out::bit(),
            start_write: Out::bit(),
            start_last: Out::bit(),
            start_error: Out::bit(),
            start_id: Out::word(shape.id_bits),
            respond: Out::bit(),
            column_command: Out::bit(),
            column_write: Out::bit(),
            column: Out::word(shape.chip.column_bits),
            next_valid: Reg::bit(),
            next_open: Reg::bit(),
            next: Reg::word(shape.segment_bits()),
            valid: Reg::bit(),
            open: Reg::bit(),
            fixed: Reg::word(shape.segment_bits() - moving),
            slot: Reg::word(shape.slot_bits()),
            count: Reg::word(shape.count_bits()),
            busy: Reg::word(index_bits(shape.burst())),
            turning: Reg::word(index_bits(shape.read_to_write())),
            _shape: shape,
        }
    }
}

impl Logic for SdramColumns {
    #[hdl_gen]
    fn update(&mut self) {
        let burst = self._shape.burst();
        let row_bits = self._shape.chip.row_bits;
        let bank_bits = self._shape.chip.bank_bits;
        let column_bits = self._shape.chip.column_bits;
        let slot_bits = self._shape.slot_bits();
        let count_bits = self._shape.count_bits();
        let bank_low = slot_bits + count_bits;
        let row_low = bank_low + bank_bits;
        let fixed_bits = self._shape.segment_bits() - bank_low;
        let top = self._shape.segment_bits() - 1;

        let next_error = self.next.val().bit(top);
        self.next_wants.next = self.next_valid.val() && !self.next_open.val();
        self.next_bank.next = self.next.val().slice(bank_low, bank_bits);
        self.next_row.next = self.next.val().slice(row_low, row_bits);
        self.present_wants.next = self.valid.val() && !self.open.val();
        self.present_busy.next = self.valid.val();
        self.present_bank.next = self.fixed.val().slice(0, bank_bits);
        self.present_row.next = self.fixed.val().slice(bank_bits, row_bits);
        let id = self.fixed.val().slice(bank_bits + row_bits, self._shape.id_bits);
        let ends = self.fixed.val().bit(fixed_bits - 3);
        let write = self.fixed.val().bit(fixed_bits - 2);
        let error = self.fixed.val().bit(fixed_bits - 1);

        let served = if write {
            self.write_there.val() && self.response_room.val() && !self.turning.val().any()
        } else {
            self.read_room.val()
        };
        let yields = burst == 1 && self.row_command.val();
        let idle_pins = !self.busy.val().any();
        let may = self.valid.val() && self.open.val() && idle_pins && !self.stop.val();
        let starts = may && served && !yields;
        let done = starts && !self.count.val().any();
        let last = ends && !self.count.val().any();
        self.start_read.next = starts && !write;
        self.start_write.next = starts && write;
        self.start_last.next = last;
        self.start_error.next = error;
        self.start_id.next = id;
        self.respond.next = starts && write && last;
        self.column_command.next = starts && !error;
        self.column_write.next = write;
        if slot_bits < column_bits {
            self.column.next = cat!(self.slot.val(), Word::zero(column_bits - slot_bits));
        } else {
            self.column.next = self.slot.val();
        }

        if burst > 1 {
            if starts {
                self.busy.next = (burst - 1).into();
            } else if !idle_pins {
                self.busy.next = self.busy.val() - 1;
            }
        } else {
            self.busy.next = 0.into();
        }
        if starts && !write {
            self.turning.next = (self._shape.read_to_write() - 1).into();
        } else if self.turning.val().any() {
            self.turning.next = self.turning.val() - 1;
        }

        let advances = self.next_valid.val() && (done || !self.valid.val());
        self.advance.next = advances;
        if advances {
            self.valid.next = true;
            self.fixed.next = self.next.val().slice(bank_low, fixed_bits);
            self.slot.next = self.next.val().slice(count_bits, slot_bits);
            self.count.next = self.next.val().slice(0, count_bits);
        } else if starts {
            self.valid.next = !done;
            self.slot.next = self.slot.val() + 1;
            self.count.next = self.count.val() - 1;
        }
        // Where no chip is, no row needs to be opened.
        if advances {
            self.open.next =
                next_error || (!self.stop.val() && self.next_open.val()) || self.next_opened.val();
        } else if self.stop.val() {
            self.open.next = error;
        } else if self.present_opened.val() {
            self.open.next = true;
        }

        self.segment_ready.next = !self.next_valid.val();
        let takes = self.segment_valid.val() && !self.next_valid.val();
        if takes {
            self.next.next = self.segment.val();
            self.next_valid.next = true;
            self.next_open.next = self.segment.val().bit(top);
        } else {
            if advances {
                self.next_valid.next = false;
            }
            if self.stop.val() {
                self.next_open.next = next_error;
            } else if self.next_opened.val() {
                self.next_open.next = true;
            }
        }
        self.quiet.next = !self.valid.val() && !self.next_valid.val() && !self.segment_valid.val();
        if self.rst.val() {
            self.valid.next = false;
            self.next_valid.next = false;
            self.busy.next = 0.into();
            self.turning.next = 0.into();
        }
    }
}

impl Leaf for SdramColumns {
    fn info(&self) -> LeafInfo {
        let shape = &self._shape;
        LeafInfo::new(
            "sdram_columns",
            "The present and the next segment; a READ or WRITE for each beat of the present one.",
        )
        .param("id", shape.id_bits)
        .param("rows", shape.chip.row_bits)
        .param("slots", shape.slot_bits())
        .param("b", shape.burst())
        .param("cas", shape.cycles.cas)
        .interface("stop", "refresh")
        .interface("segment", "what of a burst is in one row")
        .interface("quiet", "for refresh")
        .interface("present", "the row of the segment whose words move")
        .interface("next", "the row of the segment after it")
        .interface("read_room", "what the data paths can do")
        .interface("start", "to the data paths: a beat starts")
        .interface("respond", "to the write responses")
        .interface("column", "READ or WRITE to the chip")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_arch::sdram::{TANG_NANO_20K, ULX3S};
    use kiln_emit::prove::check_leaf_with;

    #[test]
    fn prints_as_it_simulates() {
        for (chip, data_bits) in [(ULX3S, 128), (TANG_NANO_20K, 32)] {
            let shape = SdramShape::new(chip, 100_000_000, data_bits, 3, 0).unwrap();
            check_leaf_with(
                || SdramColumns::new(shape),
                5000,
                1,
                |cycle, inputs| inputs.set("stop", u32::from(cycle % 200 < 20)),
            )
            .unwrap();
        }
    }
}
