//! The host's register map: 32-bit registers behind AXI4-Lite, byte addresses.

/// Who may write a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reads only; writes are accepted and ignored.
    ReadOnly,
    /// Keeps what is written.
    ReadWrite,
    /// Acts on what is written; reads as zero.
    Command,
}

/// One register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Register {
    /// Upper-case name.
    pub name: &'static str,
    /// Byte address.
    pub address: u32,
    /// Access.
    pub access: Access,
    /// What it is.
    pub meaning: &'static str,
}

macro_rules! registers {
    ($($name:ident = $address:literal, $access:ident, $meaning:literal;)*) => {
        $(#[doc = $meaning]
        pub const $name: Register = Register {
            name: stringify!($name), address: $address, access: Access::$access, meaning: $meaning,
        };)*
        /// Every register, by address.
        pub const ALL: &[Register] = &[$($name),*];
    };
}

registers! {
    MAGIC = 0x00, ReadOnly, "`image::MAGIC`";
    VERSION = 0x04, ReadOnly, "`config::LAYOUT_VERSION`";
    FINGERPRINT = 0x08, ReadOnly, "Fingerprint of the fabric";
    UNITS = 0x0c, ReadOnly, "Number of units";
    COMMAND = 0x10, Command, "Writing a value of `command` starts it";
    STATE = 0x14, ReadOnly, "A value of `state`";
    REASON = 0x18, ReadOnly, "Why the last command failed: a value of `reason`";
    CULPRIT = 0x1c, ReadOnly, "The unit at fault (lowest number), where `REASON` names one";
    CONFIGURED = 0x20, ReadOnly, "1 once a configuration has been loaded";
    CONFIG_ADDRESS = 0x24, ReadWrite, "Byte address of the image, a multiple of the memory port's beat";
    WATCHDOG = 0x28, ReadWrite, "Cycles after which a run is ended, 0 for never";
    CYCLES_CONFIGURE = 0x2c, ReadOnly, "Cycles that the last load took";
    CYCLES_RUN = 0x30, ReadOnly, "Cycles that the last run took";
    COUNTER_SELECT = 0x34, ReadWrite, "Process number times four, plus a value of `counter`";
    COUNTER_VALUE = 0x38, ReadOnly, "The selected performance counter of the last run";
}

/// Address bits of the register port.
pub const ADDRESS_BITS: usize = 6;

/// Values of `COMMAND`. A command that the state does not allow is ignored.
pub mod command {
    /// Load the image at `CONFIG_ADDRESS` (not while busy).
    pub const LOAD: u32 = 1;
    /// Run the loaded configuration (not while busy, and only if `CONFIGURED`).
    pub const GO: u32 = 2;
    /// End the run; it fails with `reason::ABORT`.
    pub const ABORT: u32 = 3;
}

/// Values of `STATE`.
pub mod state {
    /// Nothing was asked for yet, or a load has succeeded.
    pub const IDLE: u32 = 0;
    /// Loading a configuration.
    pub const LOADING: u32 = 1;
    /// Running.
    pub const RUNNING: u32 = 2;
    /// Ending a failed run: memory transactions are brought to their end.
    pub const DRAINING: u32 = 3;
    /// The run has succeeded.
    pub const DONE: u32 = 4;
    /// The last command failed; see `REASON`.
    pub const FAILED: u32 = 5;
}

/// Values of `REASON`.
pub mod reason {
    /// No failure.
    pub const NONE: u32 = 0;
    /// The image does not start with the magic word.
    pub const MAGIC: u32 = 1;
    /// The image has another layout version.
    pub const VERSION: u32 = 2;
    /// The image is for another fabric.
    pub const FINGERPRINT: u32 = 3;
    /// The image's length is wrong.
    pub const LENGTH: u32 = 4;
    /// The image's CRC is wrong.
    pub const CRC: u32 = 5;
    /// The memory answered with an error; `CULPRIT` is the AG's unit number, or `UNITS` for the loader.
    pub const MEMORY: u32 = 6;
    /// End marks did not match at the unit in `CULPRIT`.
    pub const MARKS: u32 = 7;
    /// The host's abort.
    pub const ABORT: u32 = 8;
    /// The watchdog.
    pub const WATCHDOG: u32 = 9;
}

/// Performance counters of a process, in order. Processes are numbered through the units in
/// order: a PCU and an AG have one, a PMU has its write side, then its read side.
pub mod counter {
    /// Cycles in which it did its work.
    pub const BUSY: u32 = 0;
    /// Cycles in which it waited for an input.
    pub const STARVED: u32 = 1;
    /// Cycles in which it had its inputs and waited for space, or for an accumulator.
    pub const BLOCKED: u32 = 2;
}

/// Processes of a unit of this kind: their names after the unit's name.
pub fn processes(kind: crate::topology::UnitKind) -> &'static [&'static str] {
    match kind {
        crate::topology::UnitKind::Pmu => &["write", "read"],
        _ => &[""],
    }
}
