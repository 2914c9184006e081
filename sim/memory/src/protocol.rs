//! Checks what the fabric drives against the rules of AXI4. A violation is kept, not raised: the memory goes on as
//! well as it can, and whoever runs the simulation asks.

use crate::{AxiIn, AxiOut, MAX_DATA_WORDS};

/// One of the five channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// AR.
    ReadAddress,
    /// R.
    ReadData,
    /// AW.
    WriteAddress,
    /// W.
    WriteData,
    /// B.
    WriteResponse,
}

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// VALID fell, or what goes with it changed, before READY.
    #[error("VALID or its payload changed before READY")]
    Unstable,
    /// The burst runs over a multiple of 4096 bytes.
    #[error("a burst of {beats} beats at {address:#x} crosses a 4 KiB boundary")]
    Crosses4K {
        /// Its byte address.
        address: u32,
        /// Its beats.
        beats: u32,
    },
    /// The address is not a multiple of the beat.
    #[error("address {address:#x} is not a multiple of the beat of {bytes} bytes")]
    Unaligned {
        /// The byte address.
        address: u32,
        /// Bytes of a beat.
        bytes: u32,
    },
    /// WLAST is not at the beat that AWLEN says.
    #[error("WLAST after {found} beats of a write burst of {expected}")]
    LastMisplaced {
        /// Beats that came.
        found: usize,
        /// Beats that AWLEN announced, or 256, the most there can be, where AW is yet to come.
        expected: usize,
    },
    /// A strobe for a byte that the bus does not have.
    #[error("strobes beyond the data bus")]
    StrobeBeyondBus,
}

/// The first violation of a simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("AXI4 violation in cycle {cycle} on {channel:?}: {violation}")]
pub struct ProtocolError {
    /// The cycle, as [`crate::Dram::cycle`] counts.
    pub cycle: u64,
    /// Where.
    pub channel: Channel,
    /// What.
    pub violation: Violation,
}

/// An address channel's payload: address, length, id.
type Request = (u32, u8, u16);

/// The payload of W: data, strobes, last.
type Data = ([u32; MAX_DATA_WORDS], u128, bool);

/// Remembers what must not change, and the first violation.
pub(crate) struct Checker {
    beat_bytes: u32,
    read_held: Option<Request>,
    write_held: Option<Request>,
    /// Whether W waited for READY, with `data`.
    data_held: bool,
    data: Data,
    pub(crate) error: Option<ProtocolError>,
}

impl Checker {
    pub(crate) fn new(data_words: usize) -> Self {
        Self {
            beat_bytes: data_words as u32 * 4,
            read_held: None,
            write_held: None,
            data_held: false,
            data: Data::default(),
            error: None,
        }
    }

    /// Keeps a violation if it is the first.
    pub(crate) fn report(&mut self, cycle: u64, channel: Channel, violation: Violation) {
        self.error.get_or_insert(ProtocolError { cycle, channel, violation });
    }

    /// Looks at one cycle.
    pub(crate) fn check(&mut self, cycle: u64, fabric: &AxiOut, memory: &AxiIn) {
        let read = (fabric.ar_addr, fabric.ar_len, fabric.ar_id);
        let held = self.read_held.take();
        self.check_request(cycle, Channel::ReadAddress, fabric.ar_valid.then_some(read), held);
        self.read_held = (fabric.ar_valid && !memory.ar_ready).then_some(read);

        let write = (fabric.aw_addr, fabric.aw_len, fabric.aw_id);
        let held = self.write_held.take();
        self.check_request(cycle, Channel::WriteAddress, fabric.aw_valid.then_some(write), held);
        self.write_held = (fabric.aw_valid && !memory.aw_ready).then_some(write);

        self.check_data(cycle, fabric, memory);
    }

    fn check_request(
        &mut self,
        cycle: u64,
        channel: Channel,
        present: Option<Request>,
        held: Option<Request>,
    ) {
        if held.is_some() {
            if present != held {
                self.report(cycle, channel, Violation::Unstable);
            }
        } else if let Some((address, len, _)) = present {
            let beats = u32::from(len) + 1;
            if !address.is_multiple_of(self.beat_bytes) {
                let bytes = self.beat_bytes;
                self.report(cycle, channel, Violation::Unaligned { address, bytes });
            }
            if address % 4096 + beats * self.beat_bytes > 4096 {
                self.report(cycle, channel, Violation::Crosses4K { address, beats });
            }
        }
    }

    fn check_data(&mut self, cycle: u64, fabric: &AxiOut, memory: &AxiIn) {
        if self.data_held {
            let (data, strobes, last) = &self.data;
            let same =
                *last == fabric.w_last && *strobes == fabric.w_strb && *data == fabric.w_data;
            if !same || !fabric.w_valid {
                self.report(cycle, Channel::WriteData, Violation::Unstable);
            }
        }
        if fabric.w_valid && self.beat_bytes < 128 && fabric.w_strb >> self.beat_bytes != 0 {
            self.report(cycle, Channel::WriteData, Violation::StrobeBeyondBus);
        }
        self.data_held = fabric.w_valid && !memory.w_ready;
        if self.data_held {
            self.data = (fabric.w_data, fabric.w_strb, fabric.w_last);
        }
    }
}
