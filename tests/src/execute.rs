//! Compiling and running a case.

use kiln_arch::registers::state;
use kiln_arch::{FabricSpec, Topology};
use kiln_compiler::bitstream::{Bitstream, TensorPlace};
use kiln_compiler::lower::{Form, Layouts};
use kiln_compiler::pipeline::{self, CompileError, Compiled};
use kiln_cosim::{Comparison, Cosim, Job};
use kiln_memory::{MemoryTiming, Stalls};
use kiln_runtime::driver::{self, Options, Outcome, image_address};
use kiln_runtime::simulated::{Memory, ModelDevice};

use crate::Case;

/// More cycles than any case takes.
const MAX_CYCLES: u64 = 5_000_000;
/// Seed of placement: any would do, the same always.
const PLACE_SEED: u64 = 1;
/// Cycles of latency of the memory: short enough not to hide the fabric's own timing.
const LATENCY: u32 = 20;

/// The memory of a comparison of model and RTL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traffic {
    /// Cycles from a request to its first beat.
    pub latency_cycles: u32,
    /// Seed of random stalls and reordered answers, if there are any.
    pub stalls: Option<u64>,
}

impl Traffic {
    /// A beat in every cycle.
    pub const FREE: Traffic = Traffic { latency_cycles: LATENCY, stalls: None };

    /// With random stalls and reordered answers.
    pub fn stalled(seed: u64) -> Traffic {
        Traffic { stalls: Some(seed), ..Traffic::FREE }
    }
}

/// Why a case did not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The compiler says that the program does not fit: its message.
    Refused(String),
    /// Anything else.
    Wrong(String),
}

impl Failure {
    /// Anything but a refusal.
    pub fn wrong(error: impl ToString) -> Failure {
        Failure::Wrong(error.to_string())
    }
}

/// Outputs whose sums of products are multiplied and summed in place.
pub fn systolic(compiled: &Compiled) -> usize {
    let forms = compiled.lowered().map(|lowered| &lowered.forms[..]).unwrap_or_default();
    forms.iter().filter(|choice| matches!(choice.form, Form::Systolic { .. })).count()
}

/// Compiles a case.
///
/// # Errors
/// The program does not fit, or the compiler failed.
pub fn compile(case: &Case, spec: &FabricSpec) -> Result<Compiled, Failure> {
    let options = pipeline::Options { seed: PLACE_SEED, layouts: Layouts::Asked };
    match pipeline::compile(&case.program, spec, options) {
        Ok(compiled) => Ok(compiled),
        Err(
            error @ (CompileError::Refused(_) | CompileError::Units(_) | CompileError::Tracks(_)),
        ) => Err(Failure::Refused(error.to_string())),
        Err(error) => Err(Failure::wrong(error)),
    }
}

/// The memory for a bitstream: tensors, image, and nothing more.
pub fn memory(bitstream: &Bitstream, spec: &FabricSpec) -> Memory {
    let words = driver::memory_words(bitstream, spec);
    Memory { words, latency: LATENCY, stalls: None, reorder: None }
}

/// Runs a compiled case on the cycle model and checks its results.
///
/// # Errors
/// Whatever goes wrong.
pub fn run_model(
    case: &Case,
    bitstream: &Bitstream,
    spec: &FabricSpec,
) -> Result<Outcome, Failure> {
    let mut device = ModelDevice::new(spec, &memory(bitstream, spec)).map_err(Failure::wrong)?;
    let options = Options { max_cycles: MAX_CYCLES, progress: &mut |_| () };
    let outcome =
        driver::run(&mut device, bitstream, &case.inputs, options).map_err(Failure::wrong)?;
    case.check(&bitstream.metadata.orders, spec.numbers.subnormals, &outcome.outputs)
        .map_err(Failure::Wrong)?;
    Ok(outcome)
}

/// Runs a compiled case on the cycle model and on the RTL; both must agree in every beat, cycle and counter, and their
/// result must be right.
///
/// # Errors
/// Whatever goes wrong or differs.
pub fn compare_devices(
    case: &Case,
    bitstream: &Bitstream,
    cosim: &mut Cosim,
    traffic: Traffic,
) -> Result<Comparison, Failure> {
    let spec = cosim.spec().clone();
    let image = bitstream.image(&spec, &Topology::new(&spec));
    let image_address = image_address(bitstream) * 4;
    let places = bitstream.metadata.inputs.iter().zip(&case.inputs);
    let packed: Vec<(u32, Vec<u32>)> =
        places.map(|(place, elements)| (place.address * 4, place.pack(elements))).collect();
    let contents: Vec<(u32, &[u32])> =
        packed.iter().map(|(address, words)| (*address, &words[..])).collect();
    let timing = MemoryTiming {
        latency_cycles: traffic.latency_cycles,
        stalls: traffic.stalls.map(|seed| Stalls { seed, probability: 0.3 }),
        reorder: traffic.stalls,
        ..MemoryTiming::new(spec.memory_words())
    };
    let job = Job {
        image: &image,
        image_address,
        contents: &contents,
        memory_bytes: image_address as usize + image.len() * 4,
        timing,
        max_cycles: MAX_CYCLES,
    };
    let comparison = kiln_cosim::compare(cosim, &job).map_err(Failure::wrong)?;
    if comparison.state != state::DONE {
        return Err(Failure::wrong(format!("the run failed with reason {}", comparison.reason)));
    }
    let elements = |place: &TensorPlace| {
        let start = place.address as usize;
        place.unpack(&comparison.memory[start..start + place.words()])
    };
    let outputs: Vec<Vec<u32>> = bitstream.metadata.outputs.iter().map(elements).collect();
    case.check(&bitstream.metadata.orders, spec.numbers.subnormals, &outputs)
        .map_err(Failure::Wrong)?;
    Ok(comparison)
}
