//! Address generators and the memory port against a DRAM model.

mod common;

use common::axi::{drive, sense};
use common::{Beat, Rtl};
use kiln_arch::config::{Affine, AgConfig, Block, BlockConfig, Level, direction, encode};
use kiln_arch::spec::Side;
use kiln_arch::topology::UnitKind;
use kiln_arch::{FabricSpec, Topology};
use kiln_emit::{Module, Net, Part, concat};
use kiln_memory::{Dram, MemoryTiming, Rate, Stalls};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};

const LANES: usize = 4;
const AGS: usize = 4;
const UNITS: [&str; 6] = ["idle", "busy", "starved", "blocked", "mark_error", "grant"];

thread_local! {
    /// By lanes and words of a memory beat.
    static RTL: RefCell<HashMap<(usize, usize), Rtl>> = RefCell::default();
}

/// Tiny with AGs on two sides only.
fn spec() -> FabricSpec {
    shaped(LANES, 4)
}

/// The same with other lanes and words of a memory beat.
fn shaped(lanes: usize, words: usize) -> FabricSpec {
    let mut spec = FabricSpec::reference("tiny").unwrap();
    spec.ag.edges = vec![Side::North, Side::South];
    (spec.lanes, spec.memory.data_bits) = (lanes, 32 * words);
    spec
}

/// Four AGs on a memory port. The ports of AG i start with `ag<i>_`, but `cfg_in` is common.
fn bench(spec: &FabricSpec) -> Part {
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
struct Seen {
    /// Of each AG, the beats that left its port, and when.
    beats: [Vec<(u64, Beat)>; AGS],
    grants: Vec<(u64, u64)>,
    counts: HashMap<(usize, &'static str), u64>,
    memory_error: u64,
    cycles: u64,
}

struct Run<'a> {
    spec: FabricSpec,
    configs: &'a [AgConfig],
    /// Beats for the ports of the AGs.
    beats: [VecDeque<Beat>; AGS],
    /// The beats of one AG go on to another.
    forward: Option<(usize, usize)>,
    random: Option<ChaCha8Rng>,
}

impl Run<'_> {
    fn new(configs: &[AgConfig]) -> Run<'_> {
        Run { spec: spec(), configs, beats: Default::default(), forward: None, random: None }
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
        drive(rtl, memory);
        rtl.eval();
        for i in 0..AGS {
            for name in UNITS.into_iter().filter(|name| *name != "grant") {
                *seen.counts.entry((i, name)).or_default() += rtl.peek(&format!("ag{i}_{name}"));
            }
        }
        seen.memory_error |= rtl.peek("memory_error");
        let grants = rtl.peek("grants");
        if grants != 0 {
            seen.grants.push((rtl.cycle, grants));
        }
        memory.tick(&sense(rtl));
        rtl.step();
    }

    /// Until all are idle and a bit longer.
    fn go(mut self, memory: &mut Dram) -> Seen {
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

fn configure(rtl: &mut Rtl, configs: &[AgConfig]) {
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
    rtl.step();
    rtl.poke("rst", 0);
    rtl.poke("rst_port", 0);
    rtl.eval();
    rtl.cycle = 0;
}

/// `rows` rows of `length` words from word address `base` on, `stride` words apart, in blocks of `block` rows.
fn ag(direction: u32, base: u32, length: u32, rows: u32, stride: u32) -> AgConfig {
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

fn memory(timing: MemoryTiming) -> Dram {
    let mut memory = Dram::new(timing, 1 << 16).unwrap();
    let words: Vec<u32> = (0..1 << 14).map(|k: u32| k.wrapping_mul(0x9e37_79b1)).collect();
    memory.write_words(0, &words).unwrap();
    memory
}

fn timings() -> [MemoryTiming; 3] {
    let plain = MemoryTiming { latency_cycles: 10, ..MemoryTiming::new(4) };
    let stalls = Some(Stalls { seed: 5, probability: 0.3 });
    [
        plain.clone(),
        MemoryTiming { stalls, reorder: Some(3), ..plain.clone() },
        MemoryTiming { latency_cycles: 1, rate: Rate { beats: 1, cycles: 3 }, ..plain },
    ]
}

fn word(memory: &Dram, address: u32) -> u32 {
    let mut word = [0];
    memory.read_words(4 * address, &mut word).unwrap();
    word[0]
}

#[test]
fn a_load_shows_its_first_beat_six_cycles_after_the_latency() {
    // The second row starts at word 3 of its first beat and ends at word 0 of its third.
    let configs = [ag(direction::LOAD, 16, 6, 2, 23)];
    let mut memory = memory(timings()[0].clone());
    let seen = Run::new(&configs).go(&mut memory);
    let beats = &seen.beats[0];
    let shape: Vec<_> = beats.iter().map(|(_, beat)| (beat.mask, beat.e)).collect();
    assert_eq!(shape, [(15, 0), (3, 1), (15, 0), (3, 2)]);
    let expected = |row: u32| (0..6).map(move |k| 16 + 23 * row + k);
    let got: Vec<u32> = beats.iter().flat_map(|(_, beat)| beat.present()).collect();
    let words: Vec<u32> = expected(0).chain(expected(1)).map(|a| word(&memory, a)).collect();
    assert_eq!(got, words);
    // Opened in 0 and requested in 1 at once; the second row, opened with that grant, crosses to burst 3 in two bursts.
    assert_eq!(seen.grants, [(1, 1), (2, 1)]);
    assert_eq!(beats[0].0, 6 + 10);
    assert_eq!(beats[1].0, 7 + 10);
    let sum: u64 = ["busy", "starved", "blocked"].iter().map(|name| seen.counts[&(0, *name)]).sum();
    // Counted from the first cycle up to the one in which the last beat is given, one before it is seen.
    assert_eq!((seen.counts[&(0, "busy")], sum), (4, beats[3].0));
}

#[test]
fn a_store_of_one_beat_takes_its_cycles() {
    let configs = [ag(direction::STORE, 16, 4, 1, 0)];
    let mut memory = memory(timings()[0].clone());
    let mut run = Run::new(&configs);
    run.beats[0] = [Beat { words: vec![1, 2, 3, 4], mask: 15, e: 2 }].into();
    let seen = run.go(&mut memory);
    // Taken in 1, given in 2, granted in 3, moved in 4, in memory's hands in 5; the response comes 10 later and counts one later.
    assert_eq!(seen.grants, [(3, 1)]);
    assert_eq!(seen.cycles, 5 + 10 + 2);
    assert_eq!((16..20).map(|a| word(&memory, a)).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!((seen.counts[&(0, "mark_error")], seen.counts[&(0, "busy")]), (0, 1));
}

/// Length, first word, and where to.
const COPIES: [(u32, u32, u32); 7] = [
    (1, 5, 4098),
    (3, 2, 4099),
    (4, 0, 4096),
    (5, 1, 4097),
    (7, 6, 4096),
    (18, 3, 4101),
    (101, 13, 4110),
];

/// Copies five rows through the fabric's side and compares all of memory.
fn copy(
    spec: &FabricSpec,
    timing: &MemoryTiming,
    random: bool,
    (length, from, to): (u32, u32, u32),
) {
    let mut memory = memory(timing.clone());
    let rows = 5;
    let configs = [
        ag(direction::LOAD, from, length, rows, length + 2),
        ag(direction::STORE, to, length, rows, length + 3),
    ];
    let mut run = Run { spec: spec.clone(), ..Run::new(&configs) };
    run.forward = Some((0, 1));
    run.random = random.then(|| ChaCha8Rng::seed_from_u64(u64::from(length)));
    let before: Vec<u32> = (0..1 << 14).map(|a| word(&memory, a)).collect();
    let seen = run.go(&mut memory);
    let mut expected = before.clone();
    for (row, k) in (0..rows).flat_map(|row| (0..length).map(move |k| (row, k))) {
        expected[(to + row * (length + 3) + k) as usize] =
            before[(from + row * (length + 2) + k) as usize];
    }
    let after: Vec<u32> = (0..1 << 14).map(|a| word(&memory, a)).collect();
    assert!(after == expected, "length {length}, {timing:?}");
    assert_eq!((seen.counts[&(0, "mark_error")], seen.counts[&(1, "mark_error")]), (0, 0));
}

#[test]
fn rows_of_any_length_and_place_are_copied() {
    for (t, timing) in timings().iter().enumerate() {
        COPIES.into_iter().for_each(|case| copy(&spec(), timing, t > 0, case));
    }
}

#[test]
fn beats_of_memory_may_be_narrower_or_wider_than_vectors() {
    for (lanes, words) in [(8, 1), (2, 8)] {
        let timing = MemoryTiming { latency_cycles: 3, ..MemoryTiming::new(words) };
        let spec = shaped(lanes, words);
        COPIES.into_iter().for_each(|case| copy(&spec, &timing, case.0 % 2 == 1, case));
    }
}

#[test]
fn scalars_are_loaded_and_stored() {
    let mut configs = [ag(direction::LOAD, 7, 9, 3, 9), ag(direction::STORE, 5001, 9, 3, 11)];
    (configs[0].scalar, configs[1].scalar) = (1, 1);
    for timing in timings() {
        let mut memory = memory(timing);
        let mut run = Run::new(&configs);
        run.forward = Some((0, 1));
        let seen = run.go(&mut memory);
        assert_eq!(seen.beats[0].len(), 27);
        assert!(seen.beats[0].iter().all(|(_, beat)| beat.mask == 1));
        for (row, k) in (0..3).flat_map(|row| (0..9).map(move |k| (row, k))) {
            assert_eq!(word(&memory, 5001 + 11 * row + k), word(&memory, 7 + 9 * row + k));
        }
    }
}

#[test]
fn a_long_load_moves_a_beat_each_cycle() {
    let configs = [ag(direction::LOAD, 2, 803, 1, 0)];
    let seen = Run::new(&configs).go(&mut memory(timings()[0].clone()));
    let beats = &seen.beats[0];
    // 201 beats; the first waits for the second beat of memory, because the row starts in the middle of one.
    assert_eq!(beats.len(), 201);
    assert_eq!(beats[200].0 - beats[0].0, 200);
}

#[test]
fn four_loads_share_the_port_in_turn() {
    let configs = [0, 1, 2, 3].map(|i| ag(direction::LOAD, 1024 * i, 512, 1, 0));
    let seen = Run::new(&configs).go(&mut memory(timings()[0].clone()));
    let order: Vec<u64> = seen.grants.iter().take(8).map(|(_, who)| *who).collect();
    assert_eq!(order, [1, 2, 4, 8, 1, 2, 4, 8]);
    for (i, beats) in seen.beats.iter().enumerate() {
        assert_eq!(beats.len(), 128, "AG {i}");
    }
}

#[test]
fn four_stores_write_whole_bursts_in_turn() {
    let configs = [0, 1, 2, 3].map(|i| ag(direction::STORE, 2048 * i + 1, 150, 1, 0));
    for timing in timings() {
        let mut memory = memory(timing);
        let mut run = Run::new(&configs);
        for i in 0..AGS as u32 {
            let beat = |k: u32| {
                let words = (0..4).map(|lane| 1000 * i + 4 * k + lane).collect();
                Beat { words, mask: if k == 37 { 3 } else { 15 }, e: if k == 37 { 2 } else { 0 } }
            };
            run.beats[i as usize] = (0..38).map(beat).collect();
        }
        run.go(&mut memory);
        for (i, k) in (0..4).flat_map(|i| (0..150).map(move |k| (i, k))) {
            assert_eq!(word(&memory, 2048 * i + 1 + k), 1000 * i + k);
        }
    }
}

#[test]
fn a_beat_that_ends_at_the_wrong_place_is_reported() {
    let good = Beat { words: vec![1, 2, 3, 4], mask: 15, e: 0 };
    let last = Beat { mask: 3, e: 2, ..good.clone() };
    let errors = |beats: [Beat; 2]| {
        let configs = [ag(direction::STORE, 16, 6, 1, 0)];
        let mut run = Run::new(&configs);
        run.beats[0] = beats.into();
        run.go(&mut memory(timings()[0].clone())).counts[&(0, "mark_error")]
    };
    assert_eq!(errors([good.clone(), last.clone()]), 0);
    assert_eq!(errors([good.clone(), Beat { e: 1, ..last.clone() }]), 1);
    assert_eq!(errors([Beat { e: 1, ..good.clone() }, last.clone()]), 1);
    assert_eq!(errors([good, Beat { mask: 7, ..last }]), 1);
}

#[test]
fn a_memory_error_names_its_ag() {
    let configs = [ag(direction::LOAD, 0, 64, 1, 0), ag(direction::LOAD, 4096, 64, 1, 0)];
    let mut memory = memory(timings()[0].clone());
    memory.poison(4 * 4100..4 * 4101);
    assert_eq!(Run::new(&configs).go(&mut memory).memory_error, 2);
    let configs = [ag(direction::STORE, 1 << 14, 1, 1, 0)];
    let mut run = Run::new(&configs);
    run.beats[0] = [Beat { words: vec![0; 4], mask: 1, e: 2 }].into();
    assert_eq!(run.go(&mut memory).memory_error, 1);
}
