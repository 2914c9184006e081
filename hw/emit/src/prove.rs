//! Proof by running side by side: a leaf in rust-hdl's simulation kernel and its printed Verilog under Verilator, on the
//! same random inputs, every output compared before and after every clock edge.
//!
//! With feature `prove`; for the tests of crates that have leaves.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rust_hdl_core::atom::{Atom, AtomKind};
use rust_hdl_core::probe::Probe;
use rust_hdl_core::simulate::simulate;
use rust_hdl_core::synth::VCDValue;
use thiserror::Error;
use verilator_sys::{Build, Model, PortId, Verilator, cache_dir};

use crate::word::Word;
use crate::{Design, EmitErrors, Leaf, Part, context};

/// Updates after which a leaf without loops has settled.
const MOST_UPDATES: usize = 64;

/// Why a leaf is not proved.
#[derive(Debug, Error)]
pub enum ProveError {
    /// It cannot be printed.
    #[error(transparent)]
    Emit(#[from] EmitErrors),
    /// Verilator refuses the Verilog, or is not there.
    #[error(transparent)]
    Verilator(#[from] verilator_sys::Error),
    /// The two disagree.
    #[error(transparent)]
    Mismatch(Box<Mismatch>),
    /// The leaf oscillates.
    #[error("{leaf}, cycle {cycle}: the leaf does not settle")]
    Unsettled {
        /// Module name of the leaf.
        leaf: String,
        /// Cycle, from 0.
        cycle: u64,
    },
}

/// An output that differs.
#[derive(Clone, Debug, Error)]
#[error(
    "{leaf}, cycle {cycle}, {phase} the edge: {port} is {rust} in rust-hdl and {verilog} in Verilog; inputs: {inputs}"
)]
pub struct Mismatch {
    /// Module name of the leaf.
    pub leaf: String,
    /// Cycle, from 0.
    pub cycle: u64,
    /// `before` or `after`.
    pub phase: &'static str,
    /// The output.
    pub port: String,
    /// Its value in hexadecimal.
    pub rust: String,
    /// Its value in hexadecimal.
    pub verilog: String,
    /// All inputs of the cycle.
    pub inputs: String,
}

/// The inputs of one cycle, by port name, clock excluded. A vector's element is `name_0`.
#[derive(Clone, Debug)]
pub struct Stimulus {
    inputs: Vec<(String, Word)>,
}

impl Stimulus {
    /// The value of an input.
    ///
    /// # Panics
    /// When there is no such input.
    pub fn get(&self, port: &str) -> Word {
        let found = self.inputs.iter().find(|(name, _)| name == port);
        found.unwrap_or_else(|| panic!("no input {port}")).1
    }

    /// Sets an input to a word of its width or a constant that fits.
    ///
    /// # Panics
    /// When there is no such input, or on another width.
    pub fn set(&mut self, port: &str, value: impl Into<Word>) {
        let found = self.inputs.iter_mut().find(|(name, _)| name == port);
        let (_, old) = found.unwrap_or_else(|| panic!("no input {port}"));
        *old = value.into().fit(old.width());
    }
}

/// Runs a leaf and its Verilog side by side for `cycles` cycles of random inputs. An input called `rst` is high for
/// the first two cycles and rarely afterwards.
///
/// # Errors
/// The first disagreement, or why it could not run.
pub fn check_leaf<L: Leaf>(make: impl Fn() -> L, cycles: u64, seed: u64) -> Result<(), ProveError> {
    check_leaf_with(make, cycles, seed, |_, _| {})
}

/// As [`check_leaf`]; `direct` may change the random inputs of each cycle, to stay within what the leaf allows or to
/// reach a state.
///
/// # Errors
/// As [`check_leaf`].
pub fn check_leaf_with<L: Leaf>(
    make: impl Fn() -> L,
    cycles: u64,
    seed: u64,
    mut direct: impl FnMut(u64, &mut Stimulus),
) -> Result<(), ProveError> {
    let mut pair = Pair::new(make())?;
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let ports = pair.inputs.iter().map(|input| (input.name.clone(), Word::zero(input.width)));
    let mut stimulus = Stimulus { inputs: ports.collect() };
    for cycle in 0..cycles {
        for (name, value) in &mut stimulus.inputs {
            *value = match name.as_str() {
                "rst" => Word::from(cycle < 2 || random.random_ratio(1, 128)),
                _ => random_word(&mut random, *value),
            };
        }
        direct(cycle, &mut stimulus);
        pair.drive(&stimulus);
        pair.compare(cycle, "before", &stimulus)?;
        if pair.clock.is_some() {
            pair.level(true);
            pair.compare(cycle, "after", &stimulus)?;
            pair.level(false);
        }
    }
    Ok(())
}

/// Random, with a bias to the values where arithmetic and control break.
fn random_word(random: &mut ChaCha8Rng, last: Word) -> Word {
    let width = last.width();
    let pieces: Vec<u64> = (0..width.div_ceil(64)).map(|_| random.random()).collect();
    let any = Word::from_limbs(width, &pieces);
    if width == 1 {
        return any;
    }
    let position = random.random_range(0..width);
    match random.random_range(0..12) {
        0 => last,
        1 => Word::zero(width),
        2 => !Word::zero(width),
        3 => Word::from_limbs(width, &[1]) << position,
        4 => !(Word::from_limbs(width, &[1]) << position),
        5 => any >> position,
        6 => Word::from_limbs(width, &[random.random_range(0..=8)]),
        7 => last + Word::from_limbs(width, &[1]),
        _ => any,
    }
}

struct Pin {
    name: String,
    width: usize,
    id: usize,
    port: PortId,
}

/// A leaf and its Verilog.
struct Pair<L> {
    name: String,
    leaf: L,
    model: Model,
    clock: Option<Pin>,
    inputs: Vec<Pin>,
    outputs: Vec<Pin>,
}

impl<L: Leaf> Pair<L> {
    fn new(leaf: L) -> Result<Self, ProveError> {
        let name = leaf.info().module_name();
        let build = Build::new(&name, Design::new(&Part::leaf(&leaf))?.files());
        let mut model = Model::open(&build.build(&Verilator::find()?, &cache_dir()?)?)?;
        model.eval()?;
        context::release();
        let mut pins = Pins::default();
        leaf.accept("top", &mut pins);
        let (mut clock, mut inputs, mut outputs) = (None, Vec::new(), Vec::new());
        for (name, id, width, kind, is_clock) in pins.found {
            let pin = Pin { port: model.port(&name)?, name, width, id };
            match kind {
                AtomKind::OutputParameter => outputs.push(pin),
                _ if is_clock => clock = Some(pin),
                _ => inputs.push(pin),
            }
        }
        Ok(Self { name, leaf, model, clock, inputs, outputs })
    }

    fn drive(&mut self, stimulus: &Stimulus) {
        for (pin, (_, value)) in self.inputs.iter().zip(&stimulus.inputs) {
            context::drive(pin.id, *value);
            let words: Vec<u32> =
                value.limbs().iter().flat_map(|limb| [*limb as u32, (limb >> 32) as u32]).collect();
            self.model.poke_wide(pin.port, &words);
        }
    }

    fn level(&mut self, high: bool) {
        if let Some(clock) = &self.clock {
            context::drive(clock.id, high.into());
            self.model.poke(clock.port, high.into());
        }
    }

    fn compare(
        &mut self,
        cycle: u64,
        phase: &'static str,
        stimulus: &Stimulus,
    ) -> Result<(), ProveError> {
        if !simulate(&mut self.leaf, MOST_UPDATES) {
            return Err(ProveError::Unsettled { leaf: self.name.clone(), cycle });
        }
        self.model.eval()?;
        let mut values = Values::default();
        self.leaf.accept("top", &mut values);
        for (pin, rust) in self.outputs.iter().zip(values.outputs) {
            let mut words = vec![0u32; 2 * pin.width.div_ceil(64)];
            self.model.peek_wide(pin.port, &mut words);
            let limbs: Vec<u64> =
                words.chunks(2).map(|pair| u64::from(pair[0]) | u64::from(pair[1]) << 32).collect();
            let verilog = format!("{:x}", Word::from_limbs(pin.width, &limbs));
            if rust != verilog {
                let inputs =
                    stimulus.inputs.iter().map(|(name, value)| format!("{name}={value:x}"));
                return Err(ProveError::Mismatch(Box::new(Mismatch {
                    leaf: self.name.clone(),
                    cycle,
                    phase,
                    port: pin.name.clone(),
                    rust,
                    verilog,
                    inputs: inputs.collect::<Vec<_>>().join(" "),
                })));
            }
        }
        Ok(())
    }
}

/// Finds the ports of a leaf: name, id, width, direction, whether it is the clock.
#[derive(Default)]
struct Pins {
    found: Vec<(String, usize, usize, AtomKind, bool)>,
}

impl Probe for Pins {
    fn visit_atom(&mut self, name: &str, signal: &dyn Atom) {
        if signal.kind().is_parameter() {
            let clock = signal.descriptor().name == "clock";
            self.found.push((
                name.replace('$', "_"),
                signal.id(),
                signal.bits(),
                signal.kind(),
                clock,
            ));
        }
    }
}

/// Reads the outputs of a leaf, in hexadecimal.
#[derive(Default)]
struct Values {
    outputs: Vec<String>,
}

impl Probe for Values {
    fn visit_atom(&mut self, _name: &str, signal: &dyn Atom) {
        if let (AtomKind::OutputParameter, VCDValue::String(value)) = (signal.kind(), signal.vcd())
        {
            self.outputs.push(value);
        }
    }
}
