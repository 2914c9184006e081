//! The pins of an SDRAM: commands encoded, every output from a register.

use crate::sdram_shape::SdramShape;
use kiln_emit::prelude::*;

/// At most one command in, the pins of the next cycle out.
#[derive(LogicBlock)]
pub struct SdramPins {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// The chip is set up; DQM is high before.
    pub live: In<Bit>,
    /// PRECHARGE ALL.
    pub precharge: In<Bit>,
    /// AUTO REFRESH.
    pub refresh: In<Bit>,
    /// LOAD MODE REGISTER.
    pub mode: In<Bit>,
    /// ACTIVE or PRECHARGE.
    pub row_command: In<Bit>,
    /// It is ACTIVE.
    pub row_active: In<Bit>,
    /// The bank.
    pub row_bank: In<Word>,
    /// The row.
    pub row_row: In<Word>,
    /// READ or WRITE.
    pub column_command: In<Bit>,
    /// It is WRITE.
    pub column_write: In<Bit>,
    /// Its bank.
    pub present_bank: In<Word>,
    /// The column.
    pub column: In<Word>,
    /// A word is written.
    pub drive: In<Bit>,
    /// The word.
    pub drive_data: In<Word>,
    /// Its bytes that are not written.
    pub drive_mask: In<Word>,
    /// CKE.
    pub sdram_clk_en: Out<Bit>,
    /// CS#.
    pub sdram_cs_n: Out<Bit>,
    /// RAS#.
    pub sdram_ras_n: Out<Bit>,
    /// CAS#.
    pub sdram_cas_n: Out<Bit>,
    /// WE#.
    pub sdram_we_n: Out<Bit>,
    /// BA.
    pub sdram_ba: Out<Word>,
    /// A.
    pub sdram_a: Out<Word>,
    /// DQM.
    pub sdram_dqm: Out<Word>,
    /// DQ, what is driven.
    pub sdram_dq_out: Out<Word>,
    /// DQ is driven.
    pub sdram_dq_oe: Out<Bit>,
    clk_en: Reg<Bit>,
    cs_n: Reg<Bit>,
    ras_n: Reg<Bit>,
    cas_n: Reg<Bit>,
    we_n: Reg<Bit>,
    ba: Reg<Word>,
    a: Reg<Word>,
    dqm: Reg<Word>,
    dq_out: Reg<Word>,
    dq_oe: Reg<Bit>,
    _shape: SdramShape,
}

impl SdramPins {
    /// For a chip of that shape.
    pub fn new(shape: SdramShape) -> Self {
        let chip = shape.chip;
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            live: In::bit(),
            precharge: In::bit(),
            refresh: In::bit(),
            mode: In::bit(),
            row_command: In::bit(),
            row_active: In::bit(),
            row_bank: In::word(chip.bank_bits),
            row_row: In::word(chip.row_bits),
            column_command: In::bit(),
            column_write: In::bit(),
            present_bank: In::word(chip.bank_bits),
            column: In::word(chip.column_bits),
            drive: In::bit(),
            drive_data: In::word(chip.data_bits),
            drive_mask: In::word(shape.mask_bits()),
            sdram_clk_en: Out::bit(),
            sdram_cs_n: Out::bit(),
            sdram_ras_n: Out::bit(),
            sdram_cas_n: Out::bit(),
            sdram_we_n: Out::bit(),
            sdram_ba: Out::word(chip.bank_bits),
            sdram_a: Out::word(chip.row_bits),
            sdram_dqm: Out::word(shape.mask_bits()),
            sdram_dq_out: Out::word(chip.data_bits),
            sdram_dq_oe: Out::bit(),
            clk_en: Reg::bit(),
            cs_n: Reg::bit(),
            ras_n: Reg::bit(),
            cas_n: Reg::bit(),
            we_n: Reg::bit(),
            ba: Reg::word(chip.bank_bits),
            a: Reg::word(chip.row_bits),
            dqm: Reg::word(shape.mask_bits()),
            dq_out: Reg::word(chip.data_bits),
            dq_oe: Reg::bit(),
            _shape: shape,
        }
    }
}

impl Logic for SdramPins {
    #[hdl_gen]
    fn update(&mut self) {
        let row_bits = self._shape.chip.row_bits;
        let bank_bits = self._shape.chip.bank_bits;
        let mask_bits = self._shape.mask_bits();
        let mode_bits = self._shape.mode();
        let all_banks = 1 << 10;
        let activates = self.row_command.val() && self.row_active.val();
        let precharges = self.row_command.val() && !self.row_active.val();
        let writes = self.column_command.val() && self.column_write.val();
        let upkeep = self.precharge.val() || self.refresh.val() || self.mode.val();

        self.clk_en.next = true;
        self.cs_n.next =
            self.rst.val() || !(upkeep || self.row_command.val() || self.column_command.val());
        self.ras_n.next = !(upkeep || self.row_command.val());
        self.cas_n.next = !(self.refresh.val() || self.mode.val() || self.column_command.val());
        self.we_n.next = !(self.precharge.val() || self.mode.val() || precharges || writes);
        // The mode register is loaded through bank 0; what else needs no address may have any.
        if self.mode.val() {
            self.ba.next = 0.into();
            self.a.next = mode_bits.into();
        } else if self.precharge.val() {
            self.ba.next = Word::zero(bank_bits);
            self.a.next = all_banks.into();
        } else if self.column_command.val() {
            self.ba.next = self.present_bank.val();
            self.a.next = self.column.val().zext(row_bits);
        } else {
            self.ba.next = self.row_bank.val();
            self.a.next = if activates { self.row_row.val() } else { 0.into() };
        }
        self.dqm.next = if !self.live.val() {
            !Word::zero(mask_bits)
        } else if self.drive.val() {
            self.drive_mask.val()
        } else {
            0.into()
        };
        self.dq_out.next = self.drive_data.val();
        self.dq_oe.next = self.drive.val() && !self.rst.val();

        self.sdram_clk_en.next = self.clk_en.val();
        self.sdram_cs_n.next = self.cs_n.val();
        self.sdram_ras_n.next = self.ras_n.val();
        self.sdram_cas_n.next = self.cas_n.val();
        self.sdram_we_n.next = self.we_n.val();
        self.sdram_ba.next = self.ba.val();
        self.sdram_a.next = self.a.val();
        self.sdram_dqm.next = self.dqm.val();
        self.sdram_dq_out.next = self.dq_out.val();
        self.sdram_dq_oe.next = self.dq_oe.val();
    }
}

impl Leaf for SdramPins {
    fn info(&self) -> LeafInfo {
        let chip = &self._shape.chip;
        LeafInfo::new("sdram_pins", "The pins of an SDRAM, from registers.")
            .param("d", chip.data_bits)
            .param("rows", chip.row_bits)
            .param("columns", chip.column_bits)
            .param("mode", self._shape.mode())
            .interface("live", "power-up and refresh")
            .interface("row", "rows")
            .interface("column", "columns")
            .interface("drive", "write data")
            .interface("sdram", "pins")
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
            check_leaf(|| SdramPins::new(shape), 1000, 1).unwrap();
        }
    }
}
