//! Sizes that the leaves of the SDRAM controller share.

use kiln_arch::sdram::{SdramChip, SdramCycles, SdramError};
use kiln_emit::prelude::index_bits;

/// A controller: its AXI4 port, its chip and its clock.
///
/// The column of an address is lowest, then the bank, then the row: what is read in order crosses the banks, and the
/// next one is opened while the last is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SdramShape {
    /// Data bits of the AXI4 port.
    pub data_bits: usize,
    /// Bits of an AXI id.
    pub id_bits: usize,
    /// The chip.
    pub chip: SdramChip,
    /// Its timing.
    pub cycles: SdramCycles,
    /// Cycles beyond the CAS latency until read data is sampled, for the delay of the pins.
    pub capture: usize,
}

/// Bits of the address of an AXI4 port.
pub const ADDRESS_BITS: usize = 32;

impl SdramShape {
    /// A controller at that clock.
    ///
    /// # Errors
    /// A clock that the chip cannot be run at.
    ///
    /// # Panics
    /// If a beat is not 1, 2, 4 or 8 words of the chip, or the chip has not four banks.
    pub fn new(
        chip: SdramChip,
        clock_hz: u32,
        data_bits: usize,
        id_bits: usize,
        capture: usize,
    ) -> Result<Self, SdramError> {
        let shape = Self { data_bits, id_bits, chip, cycles: chip.cycles(clock_hz)?, capture };
        assert!(
            [1, 2, 4, 8].contains(&shape.burst()) && shape.burst() * chip.data_bits == data_bits
        );
        assert_eq!(shape.banks(), 4);
        Ok(shape)
    }

    /// Words of the chip in a beat: the burst length of its mode register.
    pub fn burst(&self) -> usize {
        self.data_bits / self.chip.data_bits
    }

    /// Bits of the number of a word in a beat.
    pub fn chunk_bits(&self) -> usize {
        index_bits(self.burst())
    }

    /// Bits of the byte in a beat.
    pub fn byte_bits(&self) -> usize {
        index_bits(self.data_bits / 8)
    }

    /// Bits of the position of a beat in a row.
    pub fn slot_bits(&self) -> usize {
        self.chip.column_bits - self.burst().ilog2() as usize
    }

    /// Bits of the number of beats, less one, that a burst has in one row.
    pub fn count_bits(&self) -> usize {
        self.slot_bits().min(8)
    }

    /// Bits of the address that say where in the chip a beat is: row, bank, slot.
    pub fn place_bits(&self) -> usize {
        self.chip.row_bits + self.chip.bank_bits + self.slot_bits()
    }

    /// Number of banks.
    pub fn banks(&self) -> usize {
        1 << self.chip.bank_bits
    }

    /// Bits of a segment: error, write, end, id, row, bank, slot, beats less one.
    pub fn segment_bits(&self) -> usize {
        3 + self.id_bits + self.place_bits() + self.count_bits()
    }

    /// DQM pins.
    pub fn mask_bits(&self) -> usize {
        self.chip.data_bits / 8
    }

    /// READ or WRITE to PRECHARGE of the bank, and the least that keeps tRAS.
    pub fn column_to_precharge(&self, write: bool) -> usize {
        let recovery = if write { self.cycles.t_wr - 1 } else { 0 };
        (self.burst() + recovery).max(self.cycles.t_ras.saturating_sub(self.cycles.t_rcd))
    }

    /// READ to WRITE: the last word read has left the pins for a cycle.
    pub fn read_to_write(&self) -> usize {
        self.cycles.cas + self.burst() + 1
    }

    /// What goes into the mode register: burst length, sequential, CAS latency.
    pub fn mode(&self) -> usize {
        self.cycles.cas << 4 | self.burst().ilog2() as usize
    }
}
