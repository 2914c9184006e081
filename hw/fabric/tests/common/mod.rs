//! What the tests share: a part under Verilator, its configuration, and beats at its ports.
#![allow(dead_code, reason = "each test uses its own share")]

pub mod ag;
pub mod axi;
pub mod pcu;

use kiln_emit::{Design, Part};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use verilator_sys::{Build, Model, PortId, Verilator};

/// A beat, lane 0 first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beat {
    pub words: Vec<u32>,
    pub mask: u32,
    pub e: u32,
}

impl Beat {
    /// The words of the lanes that exist.
    pub fn present(&self) -> Vec<u32> {
        (0..self.words.len())
            .filter(|lane| self.mask >> lane & 1 == 1)
            .map(|lane| self.words[lane])
            .collect()
    }

    fn pack(&self) -> Vec<u32> {
        let mut packed = self.words.clone();
        let control = u64::from(self.mask) | u64::from(self.e) << self.words.len();
        packed.extend([control as u32, (control >> 32) as u32]);
        packed
    }

    fn unpack(lanes: usize, packed: &[u32]) -> Beat {
        let control = u64::from(packed[lanes]) | u64::from(packed[lanes + 1]) << 32;
        Beat {
            words: packed[..lanes].to_vec(),
            mask: (control & ((1 << lanes) - 1)) as u32,
            e: (control >> lanes & 3) as u32,
        }
    }
}

/// Cycles that units have between their configuration and a run: some of it they decode into registers.
pub const DECODING: usize = 3;

/// A module under Verilator, after reset.
pub struct Rtl {
    pub model: Model,
    pub cycle: u64,
}

impl Rtl {
    pub fn new(part: &Part) -> Rtl {
        let design = Design::new(part).unwrap();
        let build = Build { clock: Some("clk".into()), ..Build::new(design.top(), design.files()) };
        let cache = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("models");
        let library = build.build(&Verilator::find().unwrap(), &cache).unwrap();
        Rtl { model: Model::open(&library).unwrap(), cycle: 0 }
    }

    pub fn port(&self, name: &str) -> PortId {
        self.model.port(name).unwrap()
    }

    pub fn poke(&mut self, name: &str, value: u64) {
        let port = self.port(name);
        self.model.poke(port, value);
    }

    pub fn peek(&self, name: &str) -> u64 {
        self.model.peek(self.port(name))
    }

    pub fn eval(&mut self) {
        self.model.eval().unwrap();
    }

    pub fn step(&mut self) {
        self.model.step().unwrap();
        self.cycle += 1;
    }

    /// Shifts a frame in, last word first, and resets for [`DECODING`] cycles.
    pub fn configure(&mut self, frame: &[u32]) {
        self.poke("rst", 1);
        self.poke("cfg_en", 1);
        for &word in frame.iter().rev() {
            self.poke("cfg_in", word.into());
            self.step();
        }
        self.poke("cfg_en", 0);
        for _ in 0..DECODING {
            self.step();
        }
        self.poke("rst", 0);
        self.eval();
        self.cycle = 0;
    }

    pub fn peek_beat(&self, name: &str, lanes: usize) -> Beat {
        let mut packed = vec![0; lanes + 2];
        self.model.peek_wide(self.port(&format!("{name}_data")), &mut packed);
        Beat::unpack(lanes, &packed)
    }

    pub fn poke_beat(&mut self, name: &str, beat: &Beat) {
        let port = self.port(&format!("{name}_data"));
        self.model.poke_wide(port, &beat.pack());
    }
}

/// Beats for and from the streams of a module, with stalls.
pub struct Traffic {
    inputs: Vec<(String, VecDeque<Beat>)>,
    outputs: Vec<(String, usize)>,
    /// Of each output the beats that left, and when.
    pub seen: BTreeMap<String, Vec<(u64, Beat)>>,
    /// Times that each one-bit output of these was high.
    pub counts: BTreeMap<&'static str, u64>,
    stalls: Option<ChaCha8Rng>,
}

impl Traffic {
    /// Streams `inputs`, and the names and lanes of outputs. With `seed`, each side stalls at random.
    pub fn new(
        inputs: &[(&str, Vec<Beat>)],
        outputs: &[(&str, usize)],
        seed: Option<u64>,
    ) -> Traffic {
        Traffic {
            inputs: inputs
                .iter()
                .map(|(name, beats)| (name.to_string(), beats.clone().into()))
                .collect(),
            outputs: outputs.iter().map(|(name, lanes)| (name.to_string(), *lanes)).collect(),
            seen: outputs.iter().map(|(name, _)| (name.to_string(), Vec::new())).collect(),
            counts: BTreeMap::new(),
            stalls: seed.map(ChaCha8Rng::seed_from_u64),
        }
    }

    /// The same inputs from here on, with these outputs, and no stalls.
    pub fn then(self, outputs: &[(&str, usize)]) -> Traffic {
        Traffic { inputs: self.inputs, ..Traffic::new(&[], outputs, None) }
    }

    /// One cycle.
    pub fn tick(&mut self, rtl: &mut Rtl) {
        let mut flows = |percent: u32| match &mut self.stalls {
            Some(random) => random.random_range(0..100) < percent,
            None => true,
        };
        for (name, beats) in &mut self.inputs {
            let valid = !beats.is_empty() && flows(60);
            rtl.poke(&format!("{name}_valid"), valid.into());
            if valid {
                rtl.poke_beat(name, &beats[0]);
            }
            if valid && rtl.peek(&format!("{name}_ready")) == 1 {
                beats.pop_front();
            }
        }
        for (name, lanes) in &self.outputs {
            let ready = flows(50);
            rtl.poke(&format!("{name}_ready"), ready.into());
            if ready && rtl.peek(&format!("{name}_valid")) == 1 {
                let beat = rtl.peek_beat(name, *lanes);
                self.seen.get_mut(name).unwrap().push((rtl.cycle, beat));
            }
        }
        rtl.eval();
        for name in ["busy", "starved", "blocked", "mark_error"] {
            *self.counts.entry(name).or_default() += rtl.peek(name);
        }
        rtl.step();
    }

    /// Cycles until the unit is idle, then some more.
    ///
    /// # Panics
    /// After 20000 cycles.
    pub fn run(&mut self, rtl: &mut Rtl) {
        while rtl.cycle < 20000 {
            self.tick(rtl);
            if rtl.peek("idle") == 1 && self.inputs.iter().all(|(_, beats)| beats.is_empty()) {
                (0..30).for_each(|_| self.tick(rtl));
                return;
            }
        }
        panic!("not idle after {} cycles; seen {:?}", rtl.cycle, self.seen);
    }

    /// The beats that left an output.
    pub fn beats(&self, name: &str) -> Vec<Beat> {
        self.seen[name].iter().map(|(_, beat)| beat.clone()).collect()
    }
}
