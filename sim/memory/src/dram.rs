//! The memory: takes the fabric's signals of a cycle, gives its own for the next.

use std::ops::Range;

use crate::protocol::Checker;
use crate::reads::Reads;
use crate::storage::Storage;
use crate::writes::Writes;
use crate::{AxiIn, AxiOut, Channel, MemoryTiming, OutOfRange, ProtocolError, TimingError};

/// DRAM behind an AXI4 port, one clock.
///
/// Each cycle: read [`Dram::outputs`], the memory's signals of this cycle, which depend only on its state; find the
/// fabric's signals of this cycle; pass them to [`Dram::tick`], the rising edge at its end. With the
/// parameters of [`MemoryTiming`]:
///
/// - **Reads.** A burst whose address is accepted in cycle t shows its first beat in cycle t + latency at the
///   earliest, and the next beat in the cycle after each beat was accepted. Bursts queue: the beats of one follow those of the
///   one before without a gap. In order of acceptance, or with `reorder` chosen anew for every beat among the bursts that
///   are due and the oldest of their id. A beat has what memory holds when it is first shown.
/// - **Writes.** Data may come before its address, with it, or after. When the last of the two is accepted in
///   cycle t, the response is shown in cycle t + latency at the earliest, one response a cycle, in the order of
///   the addresses, or with `reorder` as for reads. Memory changes when the response is first shown, after a
///   read beat first shown in the same cycle: a read that does not wait for the response may see the old contents.
/// - **Rate.** R shows a new beat, and W is ready, only in the cycles of the rate.
/// - **Ready.** AR and AW are ready while fewer than `max_outstanding` bursts are under way each way; W is ready for bursts
///   whose address is known, and ahead of addresses within the same bound. Readiness does not depend on valid.
/// - **Stalls** in a cycle lower AR, AW or W ready, or keep R or B from showing something new. What is shown
///   stays unchanged until accepted.
///
/// Past the end of memory the response is DECERR, where poisoned SLVERR: for reads beat by beat, for writes the worst
/// of the burst, whose good beats are written.
pub struct Dram {
    timing: MemoryTiming,
    storage: Storage,
    reads: Reads,
    writes: Writes,
    checker: Checker,
    outputs: AxiIn,
    cycle: u64,
    statistics: Statistics,
}

/// What has happened since the start or [`Dram::reset`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Read addresses accepted.
    pub read_bursts: u64,
    /// Read beats accepted by the fabric.
    pub read_beats: u64,
    /// Cycles with a read under way.
    pub read_busy_cycles: u64,
    /// Write addresses accepted.
    pub write_bursts: u64,
    /// Write beats accepted.
    pub write_beats: u64,
    /// Cycles with a write under way.
    pub write_busy_cycles: u64,
}

impl Dram {
    /// A memory of at least `size_bytes` from address 0 up, rounded up to whole KiB, zero at first, in cycle 0.
    ///
    /// # Errors
    /// [`TimingError`] names the parameter that is out of its bounds.
    pub fn new(timing: MemoryTiming, size_bytes: usize) -> Result<Self, TimingError> {
        timing.check()?;
        let mut memory = Self {
            storage: Storage::new(size_bytes.div_ceil(1024) * 256),
            reads: Reads::default(),
            writes: Writes::new(timing.data_words),
            checker: Checker::new(timing.data_words),
            outputs: AxiIn::default(),
            cycle: 0,
            statistics: Statistics::default(),
            timing,
        };
        memory.drive();
        Ok(memory)
    }

    /// The memory's signals of the present cycle.
    #[inline]
    pub fn outputs(&self) -> &AxiIn {
        &self.outputs
    }

    /// The rising edge at the end of the present cycle, in which the fabric drove `fabric`.
    pub fn tick(&mut self, fabric: &AxiOut) {
        self.checker.check(self.cycle, fabric, &self.outputs);
        let due = self.cycle + u64::from(self.timing.latency_cycles);
        self.take_read(fabric, due);
        self.take_write(fabric, due);
        self.statistics.read_busy_cycles += u64::from(self.reads_under_way() > 0);
        self.statistics.write_busy_cycles += u64::from(self.writes_under_way() > 0);
        self.cycle += 1;
        self.drive();
    }

    /// Clock edges since the start or [`Dram::reset`]: the number of the present cycle.
    pub fn cycle(&self) -> u64 {
        self.cycle
    }

    /// Forgets transactions, statistics and violations and starts again in cycle 0. Contents and poison stay.
    pub fn reset(&mut self) {
        self.reads = Reads::default();
        self.writes = Writes::new(self.timing.data_words);
        self.checker = Checker::new(self.timing.data_words);
        self.outputs = AxiIn::default();
        self.cycle = 0;
        self.statistics = Statistics::default();
        self.drive();
    }

    /// Whether no transaction is under way.
    pub fn is_idle(&self) -> bool {
        self.reads_under_way() == 0 && self.writes_under_way() == 0
    }

    /// Counts since the start or [`Dram::reset`].
    pub fn statistics(&self) -> Statistics {
        self.statistics
    }

    /// # Errors
    /// The first violation of AXI4 by the fabric since the start or [`Dram::reset`].
    pub fn protocol(&self) -> Result<(), ProtocolError> {
        self.checker.error.map_or(Ok(()), Err)
    }

    /// Reads words as the host, from a byte address that is a multiple of 4.
    ///
    /// # Errors
    /// [`OutOfRange`].
    pub fn read_words(&self, address: u32, into: &mut [u32]) -> Result<(), OutOfRange> {
        self.storage.read(address, into)
    }

    /// Writes words as the host, from a byte address that is a multiple of 4.
    ///
    /// # Errors
    /// [`OutOfRange`]; nothing is written then.
    pub fn write_words(&mut self, address: u32, words: &[u32]) -> Result<(), OutOfRange> {
        self.storage.write(address, words)
    }

    /// In bytes.
    pub fn size(&self) -> u64 {
        self.storage.size_bytes()
    }

    /// Makes the fabric's accesses to these bytes fail with SLVERR. The host's go on.
    pub fn poison(&mut self, bytes: Range<u32>) {
        self.storage.poison(bytes);
    }

    /// Undoes all [`Dram::poison`].
    pub fn clear_poison(&mut self) {
        self.storage.clear_poison();
    }

    /// Bursts whose last beat is not accepted yet.
    fn reads_under_way(&self) -> usize {
        self.reads.len() + usize::from(self.outputs.r_valid && self.outputs.r_last)
    }

    /// Bursts whose response is not accepted yet.
    fn writes_under_way(&self) -> usize {
        self.writes.len() + usize::from(self.outputs.b_valid)
    }

    /// The transfers of this cycle on AR and R.
    fn take_read(&mut self, fabric: &AxiOut, due: u64) {
        if fabric.ar_valid && self.outputs.ar_ready {
            self.reads.accept(fabric.ar_id, fabric.ar_addr, u32::from(fabric.ar_len) + 1, due);
            self.statistics.read_bursts += 1;
        }
        if self.outputs.r_valid && fabric.r_ready {
            self.outputs.r_valid = false;
            self.statistics.read_beats += 1;
        }
    }

    /// The transfers of this cycle on AW, W and B.
    fn take_write(&mut self, fabric: &AxiOut, due: u64) {
        if fabric.aw_valid && self.outputs.aw_ready {
            let fits = self.writes.accept_address(fabric, due);
            self.note(Channel::WriteAddress, fits);
            self.statistics.write_bursts += 1;
        }
        if fabric.w_valid && self.outputs.w_ready {
            let fits = self.writes.accept_data(fabric, due);
            self.note(Channel::WriteData, fits);
            self.statistics.write_beats += 1;
        }
        if self.outputs.b_valid && fabric.b_ready {
            self.outputs.b_valid = false;
        }
    }

    fn note(&mut self, channel: Channel, result: Result<(), crate::Violation>) {
        if let Err(violation) = result {
            self.checker.report(self.cycle, channel, violation);
        }
    }

    /// Finds the signals of the present cycle; a valid that is still set was not accepted and stays.
    fn drive(&mut self) {
        let cycle = self.cycle;
        let (stalls, rate) = (self.timing.stalls, self.timing.rate.allows(cycle));
        let free = |channel| stalls.is_none_or(|stalls| !stalls.hold(channel, cycle));
        if !self.outputs.r_valid && rate && free(Channel::ReadData) {
            self.show_beat();
        }
        if !self.outputs.b_valid && free(Channel::WriteResponse) {
            self.show_response();
        }
        let limit = self.timing.max_outstanding;
        let write_limit = limit - usize::from(self.outputs.b_valid);
        self.outputs.ar_ready = self.reads_under_way() < limit && free(Channel::ReadAddress);
        self.outputs.aw_ready =
            self.writes.has_room_for_address(write_limit) && free(Channel::WriteAddress);
        self.outputs.w_ready =
            self.writes.has_room_for_data(write_limit) && rate && free(Channel::WriteData);
    }

    fn show_beat(&mut self) {
        let words = self.timing.data_words;
        let beat = self.reads.next_beat(self.cycle, words as u32 * 4, self.timing.reorder);
        if let Some(beat) = beat {
            let out = &mut self.outputs;
            out.r_resp = self.storage.read_beat(beat.address, &mut out.r_data[..words]);
            (out.r_valid, out.r_id, out.r_last) = (true, beat.id, beat.last);
        }
    }

    fn show_response(&mut self) {
        let response =
            self.writes.next_response(self.cycle, self.timing.reorder, &mut self.storage);
        if let Some((id, response)) = response {
            (self.outputs.b_valid, self.outputs.b_id, self.outputs.b_resp) = (true, id, response);
        }
    }
}
