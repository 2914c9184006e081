//! The description of a board: a TOML file in `hw/boards/boards`, or one of the user's.

use crate::axi::MemoryBus;
use crate::core::{self, CoreSpec};
use crate::flow::Device;
use crate::link::BoardIdentity;
use crate::{constraints, vendor};
use kiln_arch::FabricSpec;
use kiln_arch::sdram::{self, SdramChip, SdramError};
use kiln_emit::{Design, EmitErrors, Part};
use kiln_units::sdram_shape::SdramShape;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The boards that come with Kiln.
const KNOWN: [(&str, &str); 2] = [
    ("ulx3s-85f", include_str!("../boards/ulx3s-85f.toml")),
    ("tang-nano-20k", include_str!("../boards/tang-nano-20k.toml")),
];

/// A board as its TOML file describes it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Board {
    /// Its name, at most 16 bytes: it says so to the host.
    pub name: String,
    /// One line on what it is.
    pub description: String,
    /// The fabric that is built for it unless another is named.
    pub fabric: String,
    /// openFPGALoader's name of the board.
    pub loader: String,
    /// The FPGA.
    pub device: Device,
    /// The clocks.
    pub clock: Clocks,
    /// The memory chip.
    pub sdram: Memory,
    /// Lights are lit when their pin is low.
    #[serde(default)]
    pub leds_active_low: bool,
    /// The pins of each port of the top, lowest bit first.
    pub pins: BTreeMap<String, Vec<String>>,
    /// Pulls of ports, `up` or `down`; the others have none.
    #[serde(default)]
    pub pulls: BTreeMap<String, String>,
    /// Ports that are always high, by name, with their pins.
    #[serde(default)]
    pub high: BTreeMap<String, String>,
    /// Ports of the top that have another name on this board than in Kiln.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
}

/// The clock that comes in, and what the PLL makes of it: core = input / reference * feedback.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clocks {
    /// Frequency at the pin.
    pub input_hz: u32,
    /// Divider of the input.
    pub reference: u32,
    /// Divider of the core clock, before it is compared with the input.
    pub feedback: u32,
    /// Divider of the PLL's oscillator, which runs so many times faster than the core clock.
    pub output: u32,
}

/// The memory chip and its way to the FPGA.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    /// The chip: a constant of `kiln_arch::sdram`.
    pub chip: Chip,
    /// Cycles beyond the CAS latency until read data is taken. Commands change with the core clock's rise, the chip's clock
    /// rises half a cycle later.
    pub capture: usize,
}

/// The chips that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Chip {
    /// [`sdram::ULX3S`].
    Ulx3s,
    /// [`sdram::TANG_NANO_20K`].
    #[serde(rename = "tang-nano-20k")]
    TangNano20k,
}

impl Chip {
    /// Whether it is in the package of the FPGA, so that its pins have no places.
    pub fn embedded(self) -> bool {
        self == Chip::TangNano20k
    }

    /// Its geometry and timing.
    pub fn timing(self) -> SdramChip {
        match self {
            Chip::Ulx3s => sdram::ULX3S,
            Chip::TangNano20k => sdram::TANG_NANO_20K,
        }
    }
}

/// Why there is no board.
#[derive(Debug, thiserror::Error)]
pub enum BoardError {
    /// Neither a known name nor a file.
    #[error("there is no board `{name}`: the boards are {known}; or name a TOML file")]
    Unknown {
        /// What was asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// The file cannot be read.
    #[error("{file}: {source}")]
    Io {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no board.
    #[error("{file}: {source}")]
    Toml {
        /// The file.
        file: String,
        /// What is wrong, and where.
        source: Box<toml::de::Error>,
    },
    /// A value that cannot be.
    #[error("board {board}: {problem}")]
    Value {
        /// The board.
        board: String,
        /// What is wrong.
        problem: String,
    },
    /// The clock does not suit the memory chip.
    #[error("board {board}: {source}")]
    Sdram {
        /// The board.
        board: String,
        /// Why.
        source: SdramError,
    },
    /// The fabric's memory port does not fit the chip.
    #[error(
        "fabric {fabric} has a memory port of {data_bits} bits; the SDRAM of {board} takes {} to {} bits",
        chip_bits,
        8 * chip_bits
    )]
    Width {
        /// The board.
        board: String,
        /// The fabric.
        fabric: String,
        /// Bits of the fabric's memory port.
        data_bits: usize,
        /// Data pins of the chip.
        chip_bits: usize,
    },
    /// A defect in Kiln.
    #[error("the generated netlist is wrong: {0}")]
    Emit(#[from] EmitErrors),
}

impl Board {
    /// Names of the boards that come with Kiln.
    pub fn names() -> impl Iterator<Item = &'static str> {
        KNOWN.iter().map(|(name, _)| *name)
    }

    /// The board of that name, or of that TOML file.
    ///
    /// # Errors
    /// [`BoardError`] says what is wrong, and where.
    pub fn load(name: &str) -> Result<Board, BoardError> {
        if let Some((_, text)) = KNOWN.iter().find(|(known, _)| *known == name) {
            return Self::from_toml(name, text);
        }
        if !Path::new(name).is_file() {
            let known = Self::names().collect::<Vec<_>>().join(", ");
            return Err(BoardError::Unknown { name: name.into(), known });
        }
        let text = std::fs::read_to_string(name)
            .map_err(|source| BoardError::Io { file: name.into(), source })?;
        Self::from_toml(name, &text)
    }

    fn from_toml(file: &str, text: &str) -> Result<Board, BoardError> {
        let board: Board = toml::from_str(text)
            .map_err(|source| BoardError::Toml { file: file.into(), source: Box::new(source) })?;
        board.check()?;
        Ok(board)
    }

    fn wrong<T>(&self, problem: impl Into<String>) -> Result<T, BoardError> {
        Err(BoardError::Value { board: self.name.clone(), problem: problem.into() })
    }

    fn check(&self) -> Result<(), BoardError> {
        let Clocks { input_hz, reference, feedback, output } = self.clock;
        if self.name.is_empty() || self.name.len() > 16 {
            return self.wrong("`name` has 1 to 16 bytes");
        }
        let divider = 1..=128;
        if ![reference, feedback, output].iter().all(|value| divider.contains(value)) {
            return self.wrong("the dividers of `clock` are 1 to 128");
        }
        let core = u64::from(input_hz) * u64::from(feedback);
        if core % u64::from(reference) != 0 {
            return self.wrong("the core clock is not a whole number of Hz");
        }
        if !(1_000_000..=400_000_000).contains(&(core / u64::from(reference))) {
            return self.wrong("the core clock is not within 1 to 400 MHz");
        }
        let pulls = self.pulls.values().find(|pull| !["up", "down"].contains(&pull.as_str()));
        if let Some(pull) = pulls {
            return self.wrong(format!("a pull is `up` or `down`, not `{pull}`"));
        }
        let ports = vendor::ports(self);
        for port in &ports {
            let pins = self.pins.get(&port.name).map_or(0, Vec::len);
            let wanted = if port.placed { port.width } else { 0 };
            if pins != wanted {
                let name = &port.name;
                return self.wrong(format!("`pins.{name}` has {pins} pins, not {wanted}"));
            }
        }
        let mut named = self.pins.keys().chain(self.pulls.keys()).chain(self.names.keys());
        match named.find(|name| !ports.iter().any(|port| port.name == **name)) {
            Some(name) => self.wrong(format!("the top has no port `{name}`")),
            None => Ok(()),
        }
    }

    /// The core clock.
    pub fn core_hz(&self) -> u32 {
        (u64::from(self.clock.input_hz) * u64::from(self.clock.feedback)
            / u64::from(self.clock.reference)) as u32
    }

    /// The name of the top module.
    pub fn top_name(&self) -> String {
        vendor::top_name(self)
    }

    /// Words of memory.
    pub fn memory_words(&self) -> u32 {
        (self.sdram.chip.timing().bytes() / 4) as u32
    }

    /// The name of a port of the top on this board.
    pub fn port_name<'a>(&'a self, port: &'a str) -> &'a str {
        self.names.get(port).map_or(port, String::as_str)
    }

    /// The core: the board without vendor primitives, for simulation and inside the top ([`core::module`] has its ports). The host counts
    /// rates in cycles of `link_clock_hz`, which is [`Board::core_hz`] unless a simulation wants a faster line; the
    /// memory's timing is always that of the board's clock.
    ///
    /// # Errors
    /// The fabric's memory port or the clock does not suit the memory chip.
    pub fn core(&self, spec: &FabricSpec, link_clock_hz: u32) -> Result<Part, BoardError> {
        let (fabric, memory) = core::fabric(spec);
        let core = CoreSpec {
            identity: self.identity(spec, link_clock_hz),
            sdram: self.shape(spec, memory)?,
        };
        Ok(core::module(&core, &fabric, memory))
    }

    /// The top: the core with PLL and pads.
    ///
    /// # Errors
    /// As [`Board::core`].
    pub fn top(&self, spec: &FabricSpec) -> Result<Design, BoardError> {
        let core = self.core(spec, self.core_hz())?;
        Ok(Design::new(&vendor::top(self, &core))?)
    }

    /// Where the ports of the top are, for the place-and-route of the device.
    pub fn constraints(&self) -> String {
        constraints::text(self)
    }

    /// What the board says of itself.
    fn identity(&self, spec: &FabricSpec, clock_hz: u32) -> BoardIdentity {
        let mut name = [0; 16];
        name[..self.name.len()].copy_from_slice(self.name.as_bytes());
        let (fingerprint, memory_words) = (spec.fingerprint(), self.memory_words());
        BoardIdentity { name, fingerprint, memory_words, clock_hz }
    }

    fn shape(&self, spec: &FabricSpec, memory: MemoryBus) -> Result<SdramShape, BoardError> {
        let (chip, data_bits) = (self.sdram.chip.timing(), memory.data_bits);
        let fits = [1, 2, 4, 8].iter().any(|words| words * chip.data_bits == data_bits);
        if !fits {
            return Err(BoardError::Width {
                board: self.name.clone(),
                fabric: spec.name.clone(),
                data_bits,
                chip_bits: chip.data_bits,
            });
        }
        let shape =
            SdramShape::new(chip, self.core_hz(), data_bits, memory.id_bits, self.sdram.capture);
        shape.map_err(|source| BoardError::Sdram { board: self.name.clone(), source })
    }
}
