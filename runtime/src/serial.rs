//! A board behind a serial line as a device: `--on serial`.

pub mod port;

use crate::device::{Beat, Device, DeviceError, LinkUse};
use crate::link::{Line, Link, LinkError};
use crate::loading;
use indicatif::{ProgressBar, ProgressStyle};
use kiln_arch::FabricSpec;
use kiln_arch::registers::{self, Register, command, state};
use kiln_arch::topology::{Net, NodeId};
use std::time::Duration;

/// Words from which on a transfer has a progress bar and goes at the wanted rate.
const LONG: usize = 1024;
/// Pauses between two looks at a run: the first, and the longest.
const PAUSES: [Duration; 2] = [Duration::from_millis(1), Duration::from_millis(100)];
/// Looks at a run that is aborted, before it is given up.
const ABORT_LOOKS: usize = 50;
/// Registers from `STATE` to `CYCLES_RUN`, read at once.
const STATUS: u8 = ((registers::CYCLES_RUN.address - registers::STATE.address) / 4 + 1) as u8;

/// A board whose session is open, before it is known what will run on it.
#[derive(Debug)]
pub struct Connected<L> {
    port: String,
    link: Link<L>,
}

impl<L: Line> Connected<L> {
    /// Opens a session with the board on `line`, which is called `port` in messages; long transfers will go at `baud`.
    ///
    /// # Errors
    /// [`DeviceError::Link`].
    pub fn open(line: L, port: &str, baud: u32) -> Result<Self, DeviceError> {
        let link = Link::open(line, baud).map_err(|source| at(port, source))?;
        Ok(Self { port: port.into(), link })
    }

    /// The fabric that the board has, if it is a reference fabric.
    ///
    /// # Errors
    /// If it is none.
    pub fn fabric(&self) -> Result<FabricSpec, DeviceError> {
        let fingerprint = self.link.board().fingerprint;
        loading::fabric_with(fingerprint)
            .ok_or_else(|| at(&self.port, LinkError::UnknownFabric { fingerprint }))
    }

    /// Goes to the wanted rate now, not only for long transfers.
    ///
    /// # Errors
    /// The board cannot make the rate, or is no longer connected.
    pub fn hasten(&mut self) -> Result<(), DeviceError> {
        self.link.hasten().map_err(|source| at(&self.port, source))
    }

    /// The device, if the board has this fabric and so much memory.
    ///
    /// # Errors
    /// If it has not, or is busy and does not stop.
    pub fn device(self, spec: &FabricSpec, words: u64) -> Result<SerialDevice<L>, DeviceError> {
        let mut device = SerialDevice {
            port: self.port,
            link: self.link,
            spec: spec.clone(),
            is_running: false,
        };
        device.require(words).map_err(|source| at(&device.port, source))?;
        device.end_earlier_run().map_err(|source| at(&device.port, source))?;
        Ok(device)
    }
}

/// A board behind a line.
#[derive(Debug)]
pub struct SerialDevice<L: Line> {
    port: String,
    link: Link<L>,
    spec: FabricSpec,
    /// A command was given whose end has not been seen.
    is_running: bool,
}

fn at(port: &str, source: LinkError) -> DeviceError {
    DeviceError::Link { port: port.into(), source }
}

fn name(spec: Option<FabricSpec>, fingerprint: u32) -> String {
    let name = spec.map_or_else(|| "unknown here".into(), |spec| format!("`{}`", spec.name));
    format!("{name} (fingerprint {fingerprint:08x})")
}

impl<L: Line> SerialDevice<L> {
    fn require(&self, needed: u64) -> Result<(), LinkError> {
        let board = self.link.board();
        if board.fingerprint != self.spec.fingerprint() {
            let of_board = loading::fabric_with(board.fingerprint);
            return Err(LinkError::Fabric {
                board: name(of_board, board.fingerprint),
                wanted: name(Some(self.spec.clone()), self.spec.fingerprint()),
            });
        }
        let has = u64::from(board.memory_words);
        if has < needed { Err(LinkError::Memory { needed, has }) } else { Ok(()) }
    }

    /// A host that was killed leaves its run behind.
    fn end_earlier_run(&mut self) -> Result<(), LinkError> {
        for _ in 0..ABORT_LOOKS {
            if !is_busy(self.status()?.state) {
                return Ok(());
            }
            self.link.write_register(registers::COMMAND.address, command::ABORT)?;
            self.link.rest(PAUSES[1])?;
        }
        Err(LinkError::Busy)
    }

    fn status(&mut self) -> Result<Status, LinkError> {
        let words = self.link.read_registers(registers::STATE.address, STATUS)?;
        let value = |register: Register| {
            words[((register.address - registers::STATE.address) / 4) as usize]
        };
        let state = value(registers::STATE);
        let loading = state == state::LOADING;
        let counter = if loading { registers::CYCLES_CONFIGURE } else { registers::CYCLES_RUN };
        Ok(Status { state, cycles: value(counter).into() })
    }

    fn check_range(&self, address: u32, count: usize) -> Result<(), DeviceError> {
        let (first, size) = (u64::from(address), u64::from(self.link.board().memory_words));
        let end = first + count as u64;
        if end <= size { Ok(()) } else { Err(DeviceError::OutOfMemory { first, end, size }) }
    }

    fn fail(&self, source: LinkError) -> DeviceError {
        at(&self.port, source)
    }
}

struct Status {
    state: u32,
    cycles: u64,
}

fn is_busy(state: u32) -> bool {
    matches!(state, state::LOADING | state::RUNNING | state::DRAINING)
}

fn bar(what: &'static str, words: usize) -> ProgressBar {
    let bar = ProgressBar::new(4 * words as u64).with_message(what);
    let template = "{msg} {bar:30} {bytes}/{total_bytes} ({bytes_per_sec}, {eta})";
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

impl<L: Line> Device for SerialDevice<L> {
    fn name(&self) -> &'static str {
        "serial"
    }

    fn spec(&self) -> &FabricSpec {
        &self.spec
    }

    fn read_register(&mut self, register: Register) -> Result<u32, DeviceError> {
        match self.link.read_registers(register.address, 1) {
            Ok(words) => Ok(words[0]),
            Err(source) => Err(self.fail(source)),
        }
    }

    fn write_register(&mut self, register: Register, value: u32) -> Result<(), DeviceError> {
        self.is_running |= register == registers::COMMAND;
        self.link.write_register(register.address, value).map_err(|source| self.fail(source))
    }

    fn read_memory(&mut self, address: u32, words: &mut [u32]) -> Result<(), DeviceError> {
        self.check_range(address, words.len())?;
        let read = if words.len() < LONG {
            self.link.read(address, words, &mut |_| ())
        } else {
            let bar = bar("reading", words.len());
            let mut show = |done: usize| bar.set_position(4 * done as u64);
            let hastened = self.link.hasten();
            let read = hastened.and_then(|()| self.link.read(address, words, &mut show));
            bar.finish_and_clear();
            read
        };
        read.map_err(|source| self.fail(source))
    }

    fn write_memory(&mut self, address: u32, words: &[u32]) -> Result<(), DeviceError> {
        self.check_range(address, words.len())?;
        let written = if words.len() < LONG {
            self.link.write(address, words, &mut |_| ())
        } else {
            let bar = bar("writing", words.len());
            let mut show = |done: usize| bar.set_position(4 * done as u64);
            let hastened = self.link.hasten();
            let written = hastened.and_then(|()| self.link.write(address, words, &mut show));
            bar.finish_and_clear();
            written
        };
        written.map_err(|source| self.fail(source))
    }

    fn wait(&mut self, limit: u64, progress: &mut dyn FnMut(u64)) -> Result<(), DeviceError> {
        // Silence would make the board leave the rate.
        let [mut pause, longest] = PAUSES;
        let longest = longest.min(self.link.silence() / 4);
        loop {
            let status = self.status().map_err(|source| self.fail(source))?;
            if !is_busy(status.state) {
                self.is_running = false;
                return Ok(());
            }
            progress(status.cycles);
            if status.cycles >= limit {
                let state = "run it on the model to see which units wait on each other".into();
                return Err(DeviceError::Timeout { cycles: status.cycles, state });
            }
            self.link.rest(pause).map_err(|source| self.fail(source))?;
            pause = (2 * pause).min(longest);
        }
    }

    fn observe(&mut self, links: &[(Net, NodeId)]) -> Result<(), DeviceError> {
        if links.is_empty() {
            return Ok(());
        }
        let what = "record beats: use `--on model` or `--on verilator`, where every link has the same beats";
        Err(DeviceError::Unsupported { device: "a board", what })
    }

    fn take_beats(&mut self) -> Vec<Beat> {
        Vec::new()
    }

    fn link(&self) -> Option<LinkUse> {
        Some(LinkUse {
            board: self.link.board().name.clone(),
            port: self.port.clone(),
            baud: self.link.baud(),
            statistics: self.link.statistics(),
        })
    }
}

impl<L: Line> Drop for SerialDevice<L> {
    /// Leaves the board at rest, as far as it still answers.
    fn drop(&mut self) {
        if self.is_running && self.link.is_sound() {
            let abort = self.link.write_register(registers::COMMAND.address, command::ABORT);
            // If that fails there is nobody to tell; the next host aborts the run.
            let _ = abort.and_then(|()| self.link.finish());
        }
        self.link.farewell();
    }
}
