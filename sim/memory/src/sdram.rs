//! A model of an SDR SDRAM chip, seen from its pins: it stores what is written, and checks every command against the data
//! sheet.
//!
//! In, at each rising edge of its clock: the pins as the controller drives them. Out: what the chip drives on its data pins
//! until the next edge. It knows the chip's data sheet (`kiln_arch::sdram`) and nothing of any controller.

mod command;
mod rules;
#[cfg(test)]
mod tests;

pub use command::SdramPins;
pub use rules::{SdramRule, SdramViolation};

use command::Command;
use kiln_arch::sdram::SdramChip;
use rules::Rules;

/// Edges that the output of words can be ahead: the longest CAS latency and burst, rounded up to a power of two.
const AHEAD: usize = 16;

/// What the chip drives on its data pins between two edges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SdramOutput {
    /// The word.
    pub word: u32,
    /// The bytes of it that are driven, one bit each; 0: the pins are released.
    pub bytes: u8,
}

impl SdramOutput {
    /// What data pins read as where nothing drives them.
    const FLOATING: u32 = 0x5eed_dead;

    /// What the data pins read as.
    pub fn on_pins(&self) -> u32 {
        let driven = (0..4).filter(|byte| self.bytes >> byte & 1 == 1);
        let mask = driven.fold(0, |mask, byte| mask | 0xff << (8 * byte));
        self.word & mask | Self::FLOATING & !mask
    }
}

/// What has happened since power-up or [`Sdram::clear_statistics`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SdramStatistics {
    /// Clock edges.
    pub cycles: u64,
    /// Words read through the pins.
    pub words_read: u64,
    /// Words written through the pins, masked bytes counted too.
    pub words_written: u64,
    /// Words read of which a byte was never written.
    pub unwritten_reads: u64,
    /// ACTIVE commands.
    pub activates: u64,
    /// AUTO REFRESH commands.
    pub refreshes: u64,
}

impl SdramStatistics {
    /// Cycles in which a word moved, as a percentage of all.
    pub fn percent_of_pins(&self) -> f64 {
        100.0 * (self.words_read + self.words_written) as f64 / self.cycles.max(1) as f64
    }
}

/// The chip. Host accesses number its bytes by row, then bank, then column.
pub struct Sdram {
    chip: SdramChip,
    clock_hz: u32,
    rules: Rules,
    bytes: Vec<u8>,
    /// One bit a byte.
    written: Vec<u64>,
    cycle: u64,
    cas: usize,
    burst: usize,
    row: Vec<usize>,
    /// Addresses of words that will be driven, by the edge at which that begins.
    reads: [Option<usize>; AHEAD],
    /// The address of the first word of the write burst, and the word that comes next.
    write: Option<(usize, usize)>,
    /// DQM at the last edge: reads are masked by it two edges later.
    last_dqm: u8,
    /// Edges since the chip drove its data pins.
    released: u64,
    statistics: SdramStatistics,
}

impl Sdram {
    /// A chip that has just got power and a clock of that frequency. What it holds is arbitrary.
    pub fn new(chip: SdramChip, clock_hz: u32) -> Self {
        let bytes = chip.bytes();
        Self {
            chip,
            clock_hz,
            rules: Rules::new(chip, clock_hz),
            bytes: vec![0; bytes],
            written: vec![0; bytes / 64],
            cycle: 0,
            cas: 0,
            burst: 1,
            row: vec![0; 1 << chip.bank_bits],
            reads: [None; AHEAD],
            write: None,
            last_dqm: 0,
            released: u64::MAX,
            statistics: SdramStatistics::default(),
        }
    }

    /// Power off and on: contents, statistics and violations are lost.
    pub fn power_cycle(&mut self) {
        *self = Self::new(self.chip, self.clock_hz);
    }

    /// A rising edge, before which the controller had `pins`. Gives what the chip drives until the next edge.
    #[inline]
    pub fn clock(&mut self, pins: &SdramPins) -> SdramOutput {
        let command = pins.command();
        self.rules.command(self.cycle, command, self.burst as u64);
        match command {
            Command::Mode(value) => self.load_mode(value),
            Command::Active { bank, row } => {
                self.row[bank] = row & ((1 << self.chip.row_bits) - 1);
                self.statistics.activates += 1;
            }
            Command::Refresh => self.statistics.refreshes += 1,
            Command::Read { bank, column } => {
                let first = self.address(bank, column);
                for k in 0..self.burst {
                    let edge = self.cycle as usize + self.cas - 1 + k;
                    self.reads[edge % AHEAD] = Some(self.wrap(first, k));
                }
            }
            Command::Write { bank, column } => self.write = Some((self.address(bank, column), 0)),
            _ => {}
        }
        self.take_word(pins);
        let output = self.drive_word();
        self.last_dqm = pins.dqm;
        self.cycle += 1;
        self.statistics.cycles += 1;
        output
    }

    /// Burst length and CAS latency; what else there is must be zero.
    fn load_mode(&mut self, value: usize) {
        let (burst, cas) = (value & 7, value >> 4 & 7);
        let fast_enough = match cas {
            2 => self.clock_hz <= self.chip.max_hz[0],
            3 => self.clock_hz <= self.chip.max_hz[1],
            _ => false,
        };
        if burst > 3 || !fast_enough || value >> 7 != 0 || value & 8 != 0 {
            self.rules.report(None, SdramRule::ModeValue);
        }
        (self.burst, self.cas) = (1 << burst.min(3), cas.clamp(2, 3));
    }

    /// Number of a word in the chip.
    fn address(&self, bank: usize, column: usize) -> usize {
        let row = self.row[bank] << self.chip.bank_bits | bank;
        row << self.chip.column_bits | column & ((1 << self.chip.column_bits) - 1)
    }

    /// The k-th word of a sequential burst: it wraps at a multiple of its length.
    fn wrap(&self, first: usize, k: usize) -> usize {
        let within = self.burst - 1;
        first & !within | (first + k) & within
    }

    /// The word that a write burst has on the pins.
    fn take_word(&mut self, pins: &SdramPins) {
        if pins.dq.is_some() && self.released < 2 {
            self.rules.report(None, SdramRule::Contention);
        }
        let Some((first, k)) = self.write else { return };
        match pins.dq {
            None => self.rules.report(None, SdramRule::Undriven),
            Some(word) => {
                let width = self.chip.data_bits / 8;
                let base = self.wrap(first, k) * width;
                for byte in (0..width).filter(|byte| pins.dqm >> byte & 1 == 0) {
                    self.store(base + byte, (word >> (8 * byte)) as u8);
                }
            }
        }
        self.statistics.words_written += 1;
        self.write = (k + 1 < self.burst).then_some((first, k + 1));
    }

    /// The word that the chip drives after this edge.
    fn drive_word(&mut self) -> SdramOutput {
        let Some(address) = self.reads[self.cycle as usize % AHEAD].take() else {
            self.released = self.released.saturating_add(1);
            return SdramOutput::default();
        };
        let width = self.chip.data_bits / 8;
        let all = ((1u16 << width) - 1) as u8;
        let bytes = all & !self.last_dqm;
        let base = address * width;
        let word =
            (0..width).rev().fold(0, |word, byte| word << 8 | u32::from(self.load(base + byte)));
        let known = (0..width).all(|byte| self.is_written(base + byte));
        self.statistics.words_read += 1;
        self.statistics.unwritten_reads += u64::from(!known);
        self.released = if bytes == 0 { self.released.saturating_add(1) } else { 0 };
        SdramOutput { word, bytes }
    }

    fn is_written(&self, address: usize) -> bool {
        self.written[address / 64] >> (address % 64) & 1 == 1
    }

    fn store(&mut self, address: usize, byte: u8) {
        self.bytes[address] = byte;
        self.written[address / 64] |= 1 << (address % 64);
    }

    /// A byte; where nothing was written, some value that depends on the address.
    fn load(&self, address: usize) -> u8 {
        if self.is_written(address) { self.bytes[address] } else { (address * 0x9d + 0x5a) as u8 }
    }

    /// Writes bytes as the host, behind the pins.
    ///
    /// # Panics
    /// If they are not within the chip.
    pub fn write_bytes(&mut self, address: usize, bytes: &[u8]) {
        self.bytes[address..address + bytes.len()].copy_from_slice(bytes);
        let end = address + bytes.len();
        let whole = address.next_multiple_of(64)..end / 64 * 64;
        if whole.is_empty() {
            (address..end).for_each(|at| self.written[at / 64] |= 1 << (at % 64));
            return;
        }
        self.written[whole.start / 64..whole.end / 64].fill(u64::MAX);
        for at in (address..whole.start).chain(whole.end..end) {
            self.written[at / 64] |= 1 << (at % 64);
        }
    }

    /// Reads bytes as the host, behind the pins.
    ///
    /// # Panics
    /// If they are not within the chip.
    pub fn read_bytes(&self, address: usize, into: &mut [u8]) {
        for (index, byte) in into.iter_mut().enumerate() {
            *byte = self.load(address + index);
        }
    }

    /// # Errors
    /// The first rule broken since power-up.
    pub fn check(&self) -> Result<(), SdramViolation> {
        self.rules.first.map_or(Ok(()), Err)
    }

    /// Counts since power-up or [`Sdram::clear_statistics`].
    pub fn statistics(&self) -> SdramStatistics {
        self.statistics
    }

    /// Starts counting anew.
    pub fn clear_statistics(&mut self) {
        self.statistics = SdramStatistics::default();
    }
}
