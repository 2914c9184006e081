//! Opens the rows that the segments of an SDRAM controller need: of the one whose words move, and ahead of time of the one
//! that follows it, in another bank.

use crate::sdram_shape::SdramShape;
use kiln_emit::prelude::*;

const IDLE: u64 = 0;
const COMPARE: u64 = 1;
const PRECHARGE: u64 = 2;
const ACTIVATE: u64 = 3;
const OPENING: u64 = 4;

/// One row at a time: compare, precharge if another row is open, activate, wait for tRCD.
#[derive(LogicBlock)]
pub struct SdramRows {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// No command may be given; all rows are closed.
    pub stop: In<Bit>,
    /// Every bank may be precharged.
    pub still: Out<Bit>,
    /// The present segment's row is not known to be open.
    pub present_wants: In<Bit>,
    /// The present segment moves words in its bank.
    pub present_busy: In<Bit>,
    /// Its row.
    pub present_row: In<Word>,
    /// Its bank.
    pub present_bank: In<Word>,
    /// The next segment's row is not known to be open.
    pub next_wants: In<Bit>,
    /// Its row.
    pub next_row: In<Word>,
    /// Its bank.
    pub next_bank: In<Word>,
    /// The next segment becomes the present one at the end of this cycle.
    pub advance: In<Bit>,
    /// The present segment's row is open from the next cycle on.
    pub present_opened: Out<Bit>,
    /// The next segment's row is open from the next cycle on.
    pub next_opened: Out<Bit>,
    /// A READ or WRITE wants this cycle.
    pub column_command: In<Bit>,
    /// It is a WRITE.
    pub column_write: In<Bit>,
    /// An ACTIVE or PRECHARGE takes this cycle.
    pub row_command: Out<Bit>,
    /// It is ACTIVE.
    pub row_active: Out<Bit>,
    /// Its bank.
    pub row_bank: Out<Word>,
    /// Its row.
    pub row_row: Out<Word>,
    state: Reg<Word>,
    timer: Reg<Word>,
    serves_present: Reg<Bit>,
    bank: Reg<Word>,
    row: Reg<Word>,
    open: Vec<Reg<Bit>>,
    open_rows: LutRam,
    hold: Vec<Reg<Word>>,
    _shape: SdramShape,
}

impl SdramRows {
    /// For a chip and clock of that shape.
    pub fn new(shape: SdramShape) -> Self {
        let (row_bits, bank_bits) = (shape.chip.row_bits, shape.chip.bank_bits);
        let cycles = shape.cycles;
        let longest = shape.column_to_precharge(true).max(cycles.t_ras);
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            stop: In::bit(),
            still: Out::bit(),
            present_wants: In::bit(),
            present_busy: In::bit(),
            present_row: In::word(row_bits),
            present_bank: In::word(bank_bits),
            next_wants: In::bit(),
            next_row: In::word(row_bits),
            next_bank: In::word(bank_bits),
            advance: In::bit(),
            present_opened: Out::bit(),
            next_opened: Out::bit(),
            column_command: In::bit(),
            column_write: In::bit(),
            row_command: Out::bit(),
            row_active: Out::bit(),
            row_bank: Out::word(bank_bits),
            row_row: Out::word(row_bits),
            state: Reg::word(3),
            timer: Reg::word(index_bits(cycles.t_rcd.max(cycles.t_rp).max(cycles.t_rrd))),
            serves_present: Reg::bit(),
            bank: Reg::word(bank_bits),
            row: Reg::word(row_bits),
            open: many(shape.banks(), Reg::bit),
            open_rows: LutRam::new(row_bits, shape.banks()),
            hold: many(shape.banks(), || Reg::word(index_bits(longest))),
            _shape: shape,
        }
    }
}

impl Logic for SdramRows {
    #[hdl_gen]
    fn update(&mut self) {
        let cycles = self._shape.cycles;
        let banks = self._shape.banks();
        // With beats of one word, columns could take every cycle; otherwise they leave cycles to rows.
        let columns_first = self._shape.burst() > 1;
        let open_wait = cycles.t_rcd.max(cycles.t_rrd).max(2) - 2;
        let after_read = self._shape.column_to_precharge(false) - 1;
        let after_write = self._shape.column_to_precharge(true) - 1;

        let state = self.state.val();
        let waited = !self.timer.val().any();
        let is_open = match self.bank.val().num() {
            0 => self.open[0].val(),
            1 => self.open[1].val(),
            2 => self.open[2].val(),
            _ => self.open[3].val(),
        };
        let is_held = match self.bank.val().num() {
            0 => self.hold[0].val().any(),
            1 => self.hold[1].val().any(),
            2 => self.hold[2].val().any(),
            _ => self.hold[3].val().any(),
        };
        let same = self.open_rows.read(self.bank.val()) == self.row.val();
        let hit = state == COMPARE && is_open && same;
        let opened = hit || (state == OPENING && waited);
        self.present_opened.next = opened && self.serves_present.val();
        self.next_opened.next = opened && !self.serves_present.val();

        let free = !(self.stop.val() || (columns_first && self.column_command.val()));
        let activates = state == ACTIVATE && waited && free;
        let precharges = state == PRECHARGE && !is_held && free;
        self.row_command.next = activates || precharges;
        self.row_active.next = activates;
        self.row_bank.next = self.bank.val();
        self.row_row.next = self.row.val();
        if activates {
            self.open_rows.write(self.bank.val(), self.row.val());
        }

        // The bank in which words move is not closed before they have moved.
        let in_use = self.present_busy.val()
            && !self.serves_present.val()
            && self.present_bank.val() == self.bank.val();
        match state.num() {
            IDLE => {
                if self.present_wants.val() || self.next_wants.val() {
                    self.state.next = COMPARE.into();
                }
            }
            COMPARE => {
                if hit || (is_open && in_use) {
                    self.state.next = IDLE.into();
                } else if is_open {
                    self.state.next = PRECHARGE.into();
                } else {
                    self.state.next = ACTIVATE.into();
                }
            }
            PRECHARGE => {
                if precharges {
                    self.state.next = ACTIVATE.into();
                }
            }
            ACTIVATE => {
                if activates {
                    self.state.next = OPENING.into();
                }
            }
            _ => {
                if waited {
                    self.state.next = IDLE.into();
                }
            }
        }
        if precharges {
            self.timer.next = (cycles.t_rp - 1).into();
        } else if activates {
            self.timer.next = open_wait.into();
        } else if !waited {
            self.timer.next = self.timer.val() - 1;
        }
        if state == IDLE {
            let present = self.present_wants.val();
            self.bank.next = if present { self.present_bank.val() } else { self.next_bank.val() };
            self.row.next = if present { self.present_row.val() } else { self.next_row.val() };
            self.serves_present.next = present || self.advance.val();
        } else if self.advance.val() {
            self.serves_present.next = true;
        }

        for i in 0..banks {
            let here = self.bank.val() == i;
            if self.stop.val() || (precharges && here) {
                self.open[i].next = false;
            } else if activates && here {
                self.open[i].next = true;
            }
            // Columns come only while the present segment is: its bank is theirs.
            if self.column_command.val() && self.present_bank.val() == i {
                self.hold[i].next =
                    if self.column_write.val() { after_write.into() } else { after_read.into() };
            } else if activates && here {
                self.hold[i].next = (cycles.t_ras - 1).into();
            } else if self.hold[i].val().any() {
                self.hold[i].next = self.hold[i].val() - 1;
            }
        }
        self.still.next = !self.hold[0].val().any()
            && !self.hold[1].val().any()
            && !self.hold[2].val().any()
            && !self.hold[3].val().any();
        if self.rst.val() || self.stop.val() {
            self.state.next = IDLE.into();
        }
        if self.rst.val() {
            self.timer.next = 0.into();
            for i in 0..banks {
                self.open[i].next = false;
                self.hold[i].next = 0.into();
            }
        }
    }
}

impl Leaf for SdramRows {
    fn info(&self) -> LeafInfo {
        let (cycles, shape) = (&self._shape.cycles, &self._shape);
        LeafInfo::new(
            "sdram_rows",
            "Opens the rows that the present and the next segment need: precharge, activate, wait.",
        )
        .param("rows", shape.chip.row_bits)
        .param("b", shape.burst())
        .param("rcd", cycles.t_rcd)
        .param("rp", cycles.t_rp)
        .param("ras", cycles.t_ras)
        .param("rrd", cycles.t_rrd)
        .param("wr", cycles.t_wr)
        .interface("stop", "refresh")
        .interface("still", "for refresh")
        .interface("present", "the segment whose words move")
        .interface("next", "the segment after it")
        .interface("column", "a READ or WRITE in this cycle")
        .interface("row_command", "ACTIVE or PRECHARGE to the chip")
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
                || SdramRows::new(shape),
                5000,
                1,
                |cycle, inputs| {
                    // Few rows, so that some are found open, and few stops.
                    for row in ["present_row", "next_row"] {
                        let some = inputs.get(row).trunc(1).zext(chip.row_bits);
                        inputs.set(row, some);
                    }
                    inputs.set("stop", u32::from(cycle % 200 < 20));
                    inputs.set("column_command", u32::from(cycle % 9 == 0));
                },
            )
            .unwrap();
        }
    }
}
