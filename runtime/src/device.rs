//! A fabric that can be driven: the one interface of every place to run.
//!
//! The operations are those that the hardware's edges offer: registers (AXI4-Lite), memory, and
//! time passing. What a run is made of is in [`crate::driver`], the same for all devices.

use crate::link::{LinkError, Statistics};
use kiln_arch::FabricSpec;
use kiln_arch::registers::Register;
use kiln_arch::topology::{Net, NodeId};

/// A beat that was pushed into a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beat {
    /// Network of the link.
    pub net: Net,
    /// The link.
    pub node: NodeId,
    /// Cycle of the run in which it was pushed.
    pub cycle: u64,
    /// Word of each lane; `None` where the lane is absent.
    pub lanes: Vec<Option<u32>>,
    /// End mark.
    pub mark: u8,
}

/// Beats that the memory port moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemoryBeats {
    /// From memory.
    pub read: u64,
    /// To memory.
    pub written: u64,
}

/// How a device was reached, and what that took.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkUse {
    /// Name of the board.
    pub board: String,
    /// Name of the port.
    pub port: String,
    /// The line's rate, bits a second.
    pub baud: u32,
    /// Counts.
    pub statistics: Statistics,
}

/// Why a device could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// An address outside the device's memory.
    #[error("memory: words {first}..{end} lie outside the device's {size} words")]
    OutOfMemory {
        /// First word asked for.
        first: u64,
        /// One past the last.
        end: u64,
        /// Words there are.
        size: u64,
    },
    /// The run did not end in time.
    #[error(
        "still busy after {cycles} cycles; raise the limit with `--max-cycles`, or look at what waits:\n{state}"
    )]
    Timeout {
        /// The limit.
        cycles: u64,
        /// What the device can say of its state.
        state: String,
    },
    /// Nothing can move any more.
    #[error("the run hangs: {0}")]
    Deadlock(String),
    /// The fabric broke a rule of its own or of the memory bus: a defect in Kiln.
    #[error("{0}")]
    Broken(String),
    /// The device has no such ability.
    #[error("{device} cannot {what}")]
    Unsupported {
        /// The device.
        device: &'static str,
        /// The ability.
        what: &'static str,
    },
    /// The link to a board failed.
    #[error("{port}: {source}")]
    Link {
        /// Where the board is.
        port: String,
        /// What went wrong.
        source: LinkError,
    },
    /// A tool that the device needs failed or is missing.
    #[error("{0}")]
    Tool(String),
}

/// A fabric behind its host interface.
pub trait Device {
    /// Short name: `model`, `verilator`, `serial`.
    fn name(&self) -> &'static str;

    /// The fabric it is.
    fn spec(&self) -> &FabricSpec;

    /// Reads a register.
    fn read_register(&mut self, register: Register) -> Result<u32, DeviceError>;

    /// Writes a register.
    fn write_register(&mut self, register: Register, value: u32) -> Result<(), DeviceError>;

    /// Reads memory from a word address on.
    fn read_memory(&mut self, address: u32, words: &mut [u32]) -> Result<(), DeviceError>;

    /// Writes memory from a word address on.
    fn write_memory(&mut self, address: u32, words: &[u32]) -> Result<(), DeviceError>;

    /// Lets time pass until the fabric is no longer busy, but no more than `limit` cycles.
    /// `progress` is called now and then with the cycles passed so far.
    fn wait(&mut self, limit: u64, progress: &mut dyn FnMut(u64)) -> Result<(), DeviceError>;

    /// From now on records what is pushed into `links`; empty stops it.
    fn observe(&mut self, links: &[(Net, NodeId)]) -> Result<(), DeviceError>;

    /// The beats recorded since the last call, in order of cycle.
    fn take_beats(&mut self) -> Vec<Beat>;

    /// What the memory port moved since the last command to load or go; none if the device does not count it.
    fn memory_beats(&mut self) -> Option<MemoryBeats> {
        None
    }

    /// The link behind which it is; none if it is simulated in this process.
    fn link(&self) -> Option<LinkUse> {
        None
    }
}
