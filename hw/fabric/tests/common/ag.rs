//! Four address generators on a memory port and a DRAM model, and their configurations.

use super::axi::{drive, sense};
use super::{Beat, DECODING, Rtl};
use kiln_arch::config::{Affine, AgConfig, Block, BlockConfig, Level, encode};
use kiln_arch::spec::Side;
use kiln_arch::topology::UnitKind;
use kiln_arch::{FabricSpec, Topology};
use kiln_emit::{Module, Net, Part, concat};
use kiln_memory::{Dram, MemoryTiming, Rate, Stalls};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};

pub const LANES: usize = 4;
pub const AGS: usize = 4;
pub const UNITS: [&str; 6] = ["idle", "busy", "starved", "blocked", "mark_error", "grant"];

thread_local! {
    /// By lanes and words of a memory beat.
    static RTL: RefCell<HashMap<(usize, usize), Rtl>> = RefCell::default();
}

/// Tiny with AGs on two sides only.
pub fn spec() -> FabricSpec {
    shaped(LANES, 4)
}

/// The same with other lanes and words of a memory beat.
pub fn shaped(lanes: usize, words: usize) -> FabricSpec {
    let mut spec = FabricSpec::reference("tiny").unwrap();
    spec.ag.edges = vec![Side::North, Side::South];
    (spec.lanes, spec.memory.data_bits) = (lanes, 32 * words);
    spec
}

/// Four AGs on a memory port. The ports of AG i start with `ag<i>_`, but `cfg_in` is common.
pub fn bench(spec: &FabricSpec) -> Part {
    let mut m = Module::new("bench", "Address generators on a memory port.");
    let (ag, port) =
        (kiln_fabric::ag::module(spec), kiln_fabric::port::module(spec, &Topology::new(spec)));
    let (clk, rst, cfg_in) = (m.input("clk", 1), m.input("rst", 1), m.input("cfg_in", 32));
    let mut shared: HashMap<String, Net> = HashMap::new();
    for name in ["rst_port", "halt", "loader_request"] {
        shared.insert(name.into(), m.input(name, 1));
    }
    for p in port.ports() {
        let inside = ["request", "grant", "load_valid", "store_", "response", "load_data"];
        let name = p.name.clone();
        if name == "load_data"
            || name.starts_with("ag") && inside.iter().any(|part| name.contains(part))
        {
            shared.insert(name.clone(), m.wire(format!("to_{name}"), p.width));
        } else if name.starts_with("m_axi")
            || ["memory_error", "quiet"].contains(&&*name)
            || name.starts_with("loader_")
        {
            shared.entry(name.clone()).or_insert_with(|| match p.output {
                true => m.output(&name, p.width),
                false => m.input(&name, p.width),
            });
        }
    }
    let mut instance = m.instance("port", &port);
    instance.connect("clk", &clk).connect("rst", &shared["rst_port"]).connect("unit_rst", &rst);
    for p in port.ports().iter().filter(|p| !["clk", "rst", "unit_rst"].contains(&&*p.name)) {
        instance.connect(&p.name, &shared[&p.name]);
    }
    drop(instance);
    for i in 0..AGS {
        let mut nets: Vec<(String, Net)> = Vec::new();
        for p in ag.ports() {
            let name = format!("ag{i}_{}", p.name);
            let net = match p.name.as_str() {
                "clk" => clk.clone(),
                "rst" => rst.clone(),
                "cfg_in" => cfg_in.clone(),
                "load_data" => shared["load_data"].clone(),
                _ if shared.contains_key(&name) => shared[&name].clone(),
                _ if p.output => m.output(&name, p.width),
                _ => m.input(&name, p.width),
            };
            nets.push((p.name.clone(), net));
        }
        let mut instance = m.instance(format!("ag{i}"), &ag);
        for (port, net) in nets {
            instance.connect(port, net);
        }
    }
    let grants = (0..AGS).rev().map(|i| (&shared[&format!("ag{i}_grant")]).into());
    let grants: Vec<_> = grants.collect();
    let seen = m.output("grants", AGS);
    m.assign(&seen, concat(grants));
    m.part()
}

/// What happened in a run.
#[derive(Default)]
pub struct Seen {
    /// Of each AG, the beats that left its port, and when.
    pub beats: [Vec<(u64, Beat)>; AGS],
    pub grants: Vec<(u64, u64)>,
    pub counts: HashMap<(usize, &'static str), u64>,
    pub memory_error: u64,
    pub cycles: u64,
    /// Of each AG, the beats that it had not taken when grants began.
    pub left_at_first_grant: [usize; AGS],
}

pub struct Run<'a> {
    pub spec: FabricSpec,
    pub configs: &'a [AgConfig],
    /// Beats for the ports of the AGs.
    pub beats: [VecDeque<Beat>; AGS],
    /// The beats of one AG go on to another.
    pub forward: Option<(usize, usize)>,
    pub random: Option<ChaCha8Rng>,
    /// The port grants nothing before this cycle.
    pub halt: u64,
}

impl Run<'_> {
    pub fn new(configs: &[AgConfig]) -> Run<'_> {
        Run {
            spec: spec(),
            configs,
            beats: Default::default(),
            forward: None,
            random: None,
            halt: 0,
        }
    }

    fn flows(&mut self) -> bool {
        self.random.as_mut().is_none_or(|random| random.random_range(0..100) < 70)
    }

    fn tick(&mut self, rtl: &mut Rtl, memory: &mut Dram, seen: &mut Seen) {
        let lanes = self.spec.lanes;
        let nets = self
            .configs
            .iter()
            .map(|config| if config.scalar == 1 { ("scalar", 1) } else { ("vector", lanes) });
        for (i, (net, lanes)) in nets.enumerate() {
            let (input, output) = (format!("ag{i}_{net}_in0"), format!("ag{i}_{net}_out0"));
            let valid = self.flows() && !self.beats[i].is_empty();
            let ready = self.flows();
            rtl.poke(&format!("{input}_valid"), valid.into());
            rtl.poke(&format!("{output}_ready"), ready.into());
            if valid {
                rtl.poke_beat(&input, &self.beats[i][0]);
            }
            if valid && rtl.peek(&format!("{input}_ready")) == 1 {
                self.beats[i].pop_front();
            }
            if ready && rtl.peek(&format!("{output}_valid")) == 1 {
                let beat = rtl.peek_beat(&output, lanes);
                if let Some((_, to)) = self.forward.filter(|(from, _)| *from == i) {
                    self.beats[to].push_back(beat.clone());
                }
                seen.beats[i].push((rtl.cycle, beat));
            }
        }
        rtl.poke("halt", (rtl.cycle < self.halt).into());
        drive(rtl, memory);
        rtl.eval();
        for i in 0..AGS {
            for name in UNITS.into_iter().filter(|name| *name != "grant") {
                *seen.counts.entry((i, name)).or_default() += rtl.peek(&format!("ag{i}_{name}"));
            }
        }
        seen.memory_error |= rtl.peek("memory_error");
        let grants = rtl.peek("grants");
        if grants != 0 && seen.grants.is_empty() {
            seen.left_at_first_grant = std::array::from_fn(|i| self.beats[i].len());
        }
        if grants != 0 {
            seen.grants.push((rtl.cycle, grants));
        }
        memory.tick(&sense(rtl));
        rtl.step();
    }

    /// The first cycles alone.
    pub fn begin(mut self, memory: &mut Dram, cycles: u64) {
        let shape = (self.spec.lanes, self.spec.memory_words());
        RTL.with_borrow_mut(|rtl| {
            let rtl = rtl.entry(shape).or_insert_with(|| Rtl::new(&bench(&self.spec)));
            configure(rtl, self.configs);
            let mut seen = Seen::default();
            (0..cycles).for_each(|_| self.tick(rtl, memory, &mut seen));
        });
    }

    /// Until all are idle and a bit longer.
    pub fn go(mut self, memory: &mut Dram) -> Seen {
        let shape = (self.spec.lanes, self.spec.memory_words());
        RTL.with_borrow_mut(|rtl| {
            let rtl = rtl.entry(shape).or_insert_with(|| Rtl::new(&bench(&self.spec)));
            configure(rtl, self.configs);
            let mut seen = Seen::default();
            let mut calm = 0;
            while calm < 20 {
                self.tick(rtl, memory, &mut seen);
                let idle = (0..AGS).all(|i| rtl.peek(&format!("ag{i}_idle")) == 1);
                let done = idle && self.beats.iter().all(VecDeque::is_empty);
                calm = if done { calm + 1 } else { 0 };
                seen.cycles = if calm == 1 { rtl.cycle } else { seen.cycles };
                assert!(rtl.cycle < 50_000, "not idle; AGs {:?}", seen.counts);
            }
            assert_eq!(rtl.peek("quiet"), 1);
            memory.protocol().unwrap();
            seen
        })
    }
}

pub fn configure(rtl: &mut Rtl, configs: &[AgConfig]) {
    let (spec, topology) = (spec(), Topology::new(&spec()));
    let block = Block::Unit(topology.of_kind(UnitKind::Ag).next().unwrap());
    rtl.poke("rst", 1);
    rtl.poke("rst_port", 1);
    for name in ["halt", "loader_request"] {
        rtl.poke(name, 0);
    }
    let off = AgConfig::new(&spec);
    for i in 0..AGS {
        let config = configs.get(i).unwrap_or(&off);
        let frame = encode(&spec, &topology, block, &BlockConfig::Ag(config.clone())).unwrap();
        rtl.poke(&format!("ag{i}_cfg_en"), 1);
        for &word in frame.iter().rev() {
            rtl.poke("cfg_in", word.into());
            rtl.step();
        }
        rtl.poke(&format!("ag{i}_cfg_en"), 0);
    }
    for _ in 0..DECODING {
        rtl.step();
    }
    rtl.poke("rst", 0);
    rtl.poke("rst_port", 0);
    rtl.eval();
    rtl.cycle = 0;
}

/// `rows` rows of `length` words from word address `base` on, `stride` words apart, in blocks of `block` rows.
pub fn ag(direction: u32, base: u32, length: u32, rows: u32, stride: u32) -> AgConfig {
    let mut config = AgConfig::new(&spec());
    (config.enable, config.direction) = (1, direction);
    let levels = config.counters.levels.len();
    for (l, level) in config.counters.levels.iter_mut().enumerate() {
        *level = Level { tile: [length, rows].get(l).copied().unwrap_or(1), ..Level::default() };
    }
    let mut strides = vec![0; levels];
    strides[1] = stride;
    config.address = Affine { base, strides, lane: 0 };
    config.marks = [1, 2, 0];
    config
}

pub fn memory(timing: MemoryTiming) -> Dram {
    let mut memory = Dram::new(timing, 1 << 16).unwrap();
    let words: Vec<u32> = (0..1 << 14).map(|k: u32| k.wrapping_mul(0x9e37_79b1)).collect();
    memory.write_words(0, &words).unwrap();
    memory
}

pub fn timings() -> [MemoryTiming; 3] {
    let plain = MemoryTiming { latency_cycles: 10, ..MemoryTiming::new(4) };
    let stalls = Some(Stalls { seed: 5, probability: 0.3 });
    [
        plain.clone(),
        MemoryTiming { stalls, reorder: Some(3), ..plain.clone() },
        MemoryTiming { latency_cycles: 1, rate: Rate { beats: 1, cycles: 3 }, ..plain },
    ]
}

pub fn word(memory: &Dram, address: u32) -> u32 {
    let mut word = [0];
    memory.read_words(4 * address, &mut word).unwrap();
    word[0]
}
