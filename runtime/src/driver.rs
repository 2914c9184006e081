//! What a run is made of: memory filled, configuration loaded, run started, results and counters
//! read. The same for every device.

use crate::device::{Device, DeviceError, MemoryBeats};
use kiln_arch::registers::{self, command, counter, reason, state};
use kiln_arch::topology::UnitKind;
use kiln_arch::{FabricSpec, Topology, image};
use kiln_compiler::bitstream::{Bitstream, BitstreamError};
use std::time::{Duration, Instant};

/// Why a run gave no result.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The bitstream does not fit the device.
    #[error(transparent)]
    Bitstream(#[from] BitstreamError),
    /// The device failed.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// The fabric reported a failure.
    #[error("{what} failed: {why}")]
    Failed {
        /// `loading the configuration` or `the run`.
        what: &'static str,
        /// The reason in words, with the unit where there is one.
        why: String,
        /// A value of `registers::reason`.
        reason: u32,
    },
    /// An input has the wrong number of elements.
    #[error("input `{name}` needs {needed} elements, but {had} were given")]
    InputSize {
        /// Its name.
        name: String,
        /// Elements it needs.
        needed: usize,
        /// Elements given.
        had: usize,
    },
}

/// Performance counters of one process of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessCounters {
    /// Unit name, with `.write` or `.read` for the sides of a PMU.
    pub process: String,
    /// Index of the unit.
    pub unit: usize,
    /// Cycles of work.
    pub busy: u32,
    /// Cycles of waiting for input.
    pub starved: u32,
    /// Cycles of waiting for space.
    pub blocked: u32,
}

/// What a run gave.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Elements of each output, each a value as a word, in the program's order.
    pub outputs: Vec<Vec<u32>>,
    /// Cycles to load the configuration.
    pub cycles_configure: u32,
    /// Cycles from go to the last write in memory.
    pub cycles_run: u32,
    /// Counters of the units in use.
    pub counters: Vec<ProcessCounters>,
    /// Beats that the memory port moved in the run, if the device counts them.
    pub memory_beats: Option<MemoryBeats>,
    /// Cycles before the first work of a compute unit, if they were watched for and there was any.
    pub first_issue: Option<u32>,
    /// Host time that loading and running took.
    pub host_time: Duration,
}

/// Limits and watchers of a run.
pub struct Options<'a> {
    /// Cycles after which to give up.
    pub max_cycles: u64,
    /// Called now and then with the cycles passed.
    pub progress: &'a mut dyn FnMut(u64),
}

/// Loads `bitstream` and runs it once on `inputs` (elements of each input, each a value as
/// a word, in the program's order).
pub fn run(
    device: &mut dyn Device,
    bitstream: &Bitstream,
    inputs: &[Vec<u32>],
    options: Options,
) -> Result<Outcome, RunError> {
    let start = go(device, bitstream, inputs, &mut *options.progress)?;
    device.wait(options.max_cycles, options.progress)?;
    finish(device, bitstream, start.elapsed(), None)
}

/// Like [`run`], and watches for the first work of a compute unit.
pub fn run_watched(
    device: &mut dyn Device,
    bitstream: &Bitstream,
    inputs: &[Vec<u32>],
    options: Options,
) -> Result<Outcome, RunError> {
    let start = go(device, bitstream, inputs, &mut *options.progress)?;
    let first_issue = first_issue(device, bitstream, options.max_cycles)?;
    device.wait(options.max_cycles, options.progress)?;
    finish(device, bitstream, start.elapsed(), first_issue)
}

/// Fills memory, loads the configuration and starts the run. Gives when loading began.
fn go(
    device: &mut dyn Device,
    bitstream: &Bitstream,
    inputs: &[Vec<u32>],
    progress: &mut dyn FnMut(u64),
) -> Result<Instant, RunError> {
    let spec = device.spec().clone();
    bitstream.check_fabric(&spec)?;
    for (place, elements) in bitstream.metadata.inputs.iter().zip(inputs) {
        if place.elements() != elements.len() {
            let (needed, had) = (place.elements(), elements.len());
            return Err(RunError::InputSize { name: place.name.clone(), needed, had });
        }
        device.write_memory(place.address, &place.pack(elements))?;
    }
    let image = bitstream.image(&spec, &Topology::new(&spec));
    let start = Instant::now();
    load(device, &image, image_address(bitstream), progress)?;
    device.write_register(registers::COMMAND, command::GO)?;
    Ok(start)
}

/// Reads what the run that has ended gave.
fn finish(
    device: &mut dyn Device,
    bitstream: &Bitstream,
    host_time: Duration,
    first_issue: Option<u32>,
) -> Result<Outcome, RunError> {
    let topology = Topology::new(device.spec());
    check(device, &topology, "the run")?;
    let mut outputs = Vec::new();
    for place in &bitstream.metadata.outputs {
        let mut words = vec![0; place.words()];
        device.read_memory(place.address, &mut words)?;
        outputs.push(place.unpack(&words));
    }
    Ok(Outcome {
        outputs,
        cycles_configure: device.read_register(registers::CYCLES_CONFIGURE)?,
        cycles_run: device.read_register(registers::CYCLES_RUN)?,
        counters: counters(device, &topology, bitstream)?,
        memory_beats: device.memory_beats(),
        first_issue,
        host_time,
    })
}

/// Cycles between two looks at the counters of a run that has just begun: this many, and later a part of those passed.
const LOOK: u64 = 4;
/// That part.
const LOOK_SHARE: u64 = 32;

/// Cycles that the first compute unit to work had waited before it did: its counters are looked at while the run is
/// young, so that cycles since the last look may be too many. None if no compute unit works.
fn first_issue(
    device: &mut dyn Device,
    bitstream: &Bitstream,
    limit: u64,
) -> Result<Option<u32>, DeviceError> {
    let topology = Topology::new(device.spec());
    let mut passed = 0;
    let mut ended = false;
    while !ended && passed < limit {
        let slice = LOOK.max(passed / LOOK_SHARE).min(limit - passed);
        match device.wait(slice, &mut |_| ()) {
            Err(DeviceError::Timeout { .. }) => passed += slice,
            other => {
                other?;
                ended = true;
            }
        }
        let counters = counters(device, &topology, bitstream)?;
        let worked =
            |p: &&ProcessCounters| topology.units[p.unit].kind == UnitKind::Pcu && p.busy > 0;
        let waited = counters.iter().filter(worked).map(|p| p.starved + p.blocked);
        if let Some(first) = waited.min() {
            return Ok(Some(first));
        }
    }
    Ok(None)
}

/// Word address of the configuration image: behind the tensors, on a page of its own.
pub fn image_address(bitstream: &Bitstream) -> u32 {
    bitstream.metadata.memory_words.next_multiple_of(1024)
}

/// Words of memory that a run of `bitstream` needs: its tensors, and the image behind them.
pub fn memory_words(bitstream: &Bitstream, spec: &FabricSpec) -> u64 {
    u64::from(image_address(bitstream)) + image::words(spec, &Topology::new(spec)) as u64
}

/// Writes a configuration image to memory and has the fabric load it.
pub fn load(
    device: &mut dyn Device,
    image: &[u32],
    word_address: u32,
    progress: &mut dyn FnMut(u64),
) -> Result<(), RunError> {
    device.write_memory(word_address, image)?;
    device.write_register(registers::CONFIG_ADDRESS, word_address * 4)?;
    device.write_register(registers::COMMAND, command::LOAD)?;
    let limit = 100_000 + 100 * image.len() as u64;
    device.wait(limit, progress)?;
    let topology = Topology::new(device.spec());
    check(device, &topology, "loading the configuration")
}

fn check(device: &mut dyn Device, topology: &Topology, what: &'static str) -> Result<(), RunError> {
    if device.read_register(registers::STATE)? != state::FAILED {
        return Ok(());
    }
    let reason = device.read_register(registers::REASON)?;
    let culprit = device.read_register(registers::CULPRIT)? as usize;
    let unit = topology.units.get(culprit).map_or("the configuration loader", |u| u.name.as_str());
    Err(RunError::Failed { what, why: explain(reason, unit), reason })
}

/// A value of `registers::reason` in words.
fn explain(code: u32, unit: &str) -> String {
    let image = |error: image::ImageError| error.to_string();
    match code {
        reason::MAGIC => image(image::ImageError::Magic),
        reason::VERSION => image(image::ImageError::Version),
        reason::FINGERPRINT => image(image::ImageError::Fingerprint),
        reason::LENGTH => image(image::ImageError::Length),
        reason::CRC => image(image::ImageError::Crc),
        reason::MEMORY => format!("the memory answered {unit} with an error"),
        reason::MARKS => format!("list ends did not match at {unit}: a defect of the mapping"),
        reason::ABORT => "the host aborted it".into(),
        reason::WATCHDOG => "the watchdog ended it".into(),
        other => format!("unknown reason {other}"),
    }
}

fn counters(
    device: &mut dyn Device,
    topology: &Topology,
    bitstream: &Bitstream,
) -> Result<Vec<ProcessCounters>, DeviceError> {
    let mut list = Vec::new();
    let mut number = 0;
    for (unit, described) in topology.units.iter().enumerate() {
        for process in registers::processes(described.kind) {
            let base = number * 4;
            number += 1;
            if !bitstream.metadata.units.iter().any(|placed| placed.unit == unit) {
                continue;
            }
            let mut read = |which| {
                device.write_register(registers::COUNTER_SELECT, base + which)?;
                device.read_register(registers::COUNTER_VALUE)
            };
            let dot = if process.is_empty() { "" } else { "." };
            list.push(ProcessCounters {
                process: format!("{}{dot}{process}", described.name),
                unit,
                busy: read(counter::BUSY)?,
                starved: read(counter::STARVED)?,
                blocked: read(counter::BLOCKED)?,
            });
        }
    }
    Ok(list)
}
