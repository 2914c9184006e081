//! Address generators and the memory port against a DRAM model.

mod common;

use common::axi::{drive, sense};
use common::{Beat, Rtl};
use kiln_arch::config::{Affine, AgConfig, Block, BlockConfig, Level, direction, encode, width};
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
    /// Of each AG, the beats that it had not taken when grants began.
    left_at_first_grant: [usize; AGS],
}

struct Run<'a> {
    spec: FabricSpec,
    configs: &'a [AgConfig],
    /// Beats for the ports of the AGs.
    beats: [VecDeque<Beat>; AGS],
    /// The beats of one AG go on to another.
    forward: Option<(usize, usize)>,
    random: Option<ChaCha8Rng>,
    /// The port grants nothing before this cycle.
    halt: u64,
}

impl Run<'_> {
    fn new(configs: &[AgConfig]) -> Run<'_> {
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
    fn begin(mut self, memory: &mut Dram, cycles: u64) {
        let shape = (self.spec.lanes, self.spec.memory_words());
        RTL.with_borrow_mut(|rtl| {
            let rtl = rtl.entry(shape).or_insert_with(|| Rtl::new(&bench(&self.spec)));
            configure(rtl, self.configs);
            let mut seen = Seen::default();
            (0..cycles).for_each(|_| self.tick(rtl, memory, &mut seen));
        });
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

/// The elements of words of memory, as they are in the fabric.
fn unpack(words: &[u32], width: u32) -> Vec<u32> {
    let elements = |word: u32| -> Vec<u32> {
        match width {
            width::BF16 => vec![word << 16, word & 0xffff_0000],
            width::I8 => word.to_le_bytes().map(|byte| byte as i8 as u32).to_vec(),
            _ => vec![word],
        }
    };
    words.iter().flat_map(|word| elements(*word)).collect()
}

/// Words of memory that hold the elements; what is over in the last one is zero.
fn pack(elements: &[u32], width: u32) -> Vec<u32> {
    let word = |elements: &[u32]| {
        let pieces = elements.iter().enumerate().map(|(i, element)| match width {
            width::BF16 => (element >> 16) << (16 * i),
            width::I8 => (element & 0xff) << (8 * i),
            _ => *element,
        });
        pieces.fold(0, |word, piece| word | piece)
    };
    elements.chunks(width::elements(width)).map(word).collect()
}

fn words(memory: &Dram, first: u32, count: u32) -> Vec<u32> {
    (first..first + count).map(|address| word(memory, address)).collect()
}

/// Copies five rows of narrow elements from words of one width into words of another one.
fn copy_narrow(
    run: Run,
    timing: &MemoryTiming,
    widths: [u32; 2],
    (length, from, to): (u32, u32, u32),
) {
    let mut memory = memory(timing.clone());
    let [taken, given] = widths.map(|width| length.div_ceil(width::elements(width) as u32));
    let (rows, lanes) = (5, run.spec.lanes);
    let mut configs = [
        ag(direction::LOAD, from, length, rows, taken + 2),
        ag(direction::STORE, to, length, rows, given + 3),
    ];
    (configs[0].width, configs[1].width) = (widths[0], widths[1]);
    let run = Run { configs: &configs, forward: Some((0, 1)), ..run };
    let mut expected = words(&memory, 0, 1 << 14);
    let mut beats = Vec::new();
    for row in 0..rows {
        let first = (from + row * (taken + 2)) as usize;
        let mut elements = unpack(&expected[first..first + taken as usize], widths[0]);
        elements.truncate(length as usize);
        let first = (to + row * (given + 3)) as usize;
        expected[first..first + given as usize].copy_from_slice(&pack(&elements, widths[1]));
        beats.extend(elements.chunks(lanes).map(<[u32]>::to_vec));
    }
    let seen = run.go(&mut memory);
    let case = format!("{length} elements, widths {widths:?}, {lanes} lanes, {timing:?}");
    let got: Vec<Vec<u32>> = seen.beats[0].iter().map(|(_, beat)| beat.present()).collect();
    assert!(got == beats, "beats, {case}");
    assert!(words(&memory, 0, 1 << 14) == expected, "memory, {case}");
    assert_eq!((seen.counts[&(0, "mark_error")], seen.counts[&(1, "mark_error")]), (0, 0));
}

/// Lengths around an element, a word, a beat; and a long one.
fn narrow_lengths(width: u32, lanes: usize) -> Vec<u32> {
    let (p, lanes) = (width::elements(width) as u32, lanes as u32);
    let mut lengths = vec![1, p - 1, p, p + 1, lanes - 1, lanes, lanes + 1, 3 * lanes + p + 1, 61];
    lengths.sort();
    lengths.dedup();
    lengths
}

#[test]
fn narrow_rows_of_any_length_and_place_are_copied() {
    for (t, timing) in timings().iter().enumerate() {
        for width in [width::BF16, width::I8] {
            for (k, length) in (0..).zip(narrow_lengths(width, LANES)) {
                let random = (t > 0).then(|| ChaCha8Rng::seed_from_u64(k.into()));
                let run = Run { random, ..Run::new(&[]) };
                copy_narrow(run, timing, [width; 2], (length, 3 + k, 4096 + 3 * k));
            }
        }
    }
}

#[test]
fn elements_change_their_width_on_the_way() {
    let timing = &timings()[0];
    for (k, widths) in (0..).zip([[0, 1], [0, 2], [1, 0], [1, 2], [2, 0], [2, 1]]) {
        copy_narrow(Run::new(&[]), timing, widths, (23, 5 + k, 4097));
    }
}

#[test]
fn narrow_elements_meet_narrower_and_wider_memory() {
    for (lanes, words, widths) in [(8, 1, &[1, 2][..]), (2, 8, &[1])] {
        let timing = MemoryTiming { latency_cycles: 3, ..MemoryTiming::new(words) };
        for &width in widths {
            for (k, length) in (0..).zip(narrow_lengths(width, lanes)) {
                let random = (k % 2 == 1).then(|| ChaCha8Rng::seed_from_u64(k.into()));
                let run = Run { spec: shaped(lanes, words), random, ..Run::new(&[]) };
                copy_narrow(run, &timing, [width; 2], (length, 3 + k, 4096 + 3 * k));
            }
        }
    }
}

#[test]
fn narrow_elements_move_a_beat_each_cycle() {
    for width in [width::BF16, width::I8] {
        let mut config = ag(direction::LOAD, 2, 803, 1, 0);
        config.width = width;
        let seen = Run::new(&[config]).go(&mut memory(timings()[0].clone()));
        let beats = &seen.beats[0];
        assert_eq!((beats.len(), beats[200].0 - beats[0].0), (201, 200));
        let mut config = ag(direction::STORE, 2, 803, 1, 0);
        config.width = width;
        let configs = [config];
        let mut run = Run::new(&configs);
        let beat = |k| match k {
            200 => Beat { words: vec![1; 4], mask: 7, e: 2 },
            _ => Beat { words: vec![1; 4], mask: 15, e: 0 },
        };
        run.beats[0] = (0..201).map(beat).collect();
        let seen = run.go(&mut memory(timings()[0].clone()));
        // The last beat of memory is given and granted after the last one is taken.
        assert_eq!(seen.counts[&(0, "busy")], 201);
        assert!(seen.cycles < 201 + 64, "{} cycles", seen.cycles);
    }
}

#[test]
fn a_narrow_beat_that_ends_at_the_wrong_place_is_reported() {
    let good = Beat { words: vec![1, 2, 3, 4], mask: 15, e: 0 };
    let last = Beat { mask: 1, e: 2, ..good.clone() };
    let errors = |beats: [Beat; 2]| {
        let mut config = ag(direction::STORE, 16, 5, 1, 0);
        config.width = width::I8;
        let configs = [config];
        let mut run = Run::new(&configs);
        run.beats[0] = beats.into();
        run.go(&mut memory(timings()[0].clone())).counts[&(0, "mark_error")]
    };
    assert_eq!(errors([good.clone(), last.clone()]), 0);
    assert_eq!(errors([good.clone(), Beat { e: 0, ..last.clone() }]), 1);
    assert_eq!(errors([good.clone(), Beat { mask: 3, ..last.clone() }]), 1);
    assert_eq!(errors([Beat { e: 2, ..good }, last]), 1);
}

/// Makes level 1 of a unit of [`ag`] three rows around the one of level 2, of `height` rows from word `base` on. So the
/// first and the last triple reach out of bounds.
fn surround(config: &mut AgConfig, base: u32, height: u32, pitch: u32) {
    let negative = (1 << spec().counter_bits) - 1;
    config.counters.levels[1].tile = 3;
    config.counters.levels[2].tile = height;
    config.address.base = base.wrapping_sub(pitch) & ((1 << 30) - 1);
    config.address.strides[1] = pitch;
    config.address.strides[2] = pitch;
    config.bounded = 1;
    config.bound = Affine { base: negative, strides: config.address.strides.clone(), lane: 0 };
    (config.bound.strides[1], config.bound.strides[2]) = (1, 1);
    config.bound_limit = height;
    config.marks = [1, 2, 3];
}

#[test]
fn rows_out_of_bounds_are_loaded_as_zeros() {
    for (t, timing) in timings().iter().enumerate() {
        for (width, length, height) in
            [(0, 6, 4), (0, 1, 1), (0, 19, 5), (1, 7, 3), (2, 4, 1), (2, 9, 4), (2, 3, 2)]
        {
            let mut memory = memory(timing.clone());
            let m = u32::div_ceil(length, width::elements(width) as u32);
            // In memory the rows before the first one would be at negative addresses.
            let mut config = ag(direction::LOAD, 0, length, 3, 0);
            config.width = width;
            surround(&mut config, 1, height, m + 2);
            let configs = [config];
            let mut run = Run::new(&configs);
            run.random = (t > 0).then(|| ChaCha8Rng::seed_from_u64(length.into()));
            let seen = run.go(&mut memory);
            let row = |y: u32| match y >= height {
                true => vec![0; length as usize],
                false => {
                    let mut row = unpack(&words(&memory, 1 + y * (m + 2), m), width);
                    row.truncate(length as usize);
                    row
                }
            };
            let rows = (0..height).flat_map(|y| (0..3).map(move |k| (y + k).wrapping_sub(1)));
            let beats: Vec<Vec<u32>> = rows
                .flat_map(|y| row(y).chunks(LANES).map(<[u32]>::to_vec).collect::<Vec<_>>())
                .collect();
            let got: Vec<Vec<u32>> = seen.beats[0].iter().map(|(_, beat)| beat.present()).collect();
            assert_eq!(got, beats, "{length} elements of width {width}, {height} rows");
            assert_eq!(seen.beats[0].last().unwrap().1.e, 3);
            assert_eq!(seen.memory_error, 0);
        }
    }
}

#[test]
fn nothing_is_asked_for_when_all_rows_are_out() {
    let mut config = ag(direction::LOAD, 1 << 20, 6, 3, 8);
    (config.bounded, config.bound_limit) = (1, 5);
    config.bound.base = 5;
    let seen = Run::new(&[config.clone()]).go(&mut memory(timings()[0].clone()));
    assert_eq!((seen.grants.len(), seen.memory_error), (0, 0));
    let beats = &seen.beats[0];
    let shape: Vec<_> = beats.iter().map(|(_, beat)| (beat.mask, beat.e)).collect();
    assert_eq!(shape, [(15, 0), (3, 1), (15, 0), (3, 1), (15, 0), (3, 2)]);
    assert!(beats.iter().all(|(_, beat)| beat.present().iter().all(|word| *word == 0)));
    // Opened in 0, taken from the queue in 1, words taken in 2 and given in 3.
    assert_eq!(beats[0].0, 4);

    // The same as a store: all are taken, none is stored. Without `bounded` it is a memory error.
    config.direction = direction::STORE;
    for (bounded, grants, error) in [(1, 0, 0), (0, 3, 1)] {
        config.bounded = bounded;
        let configs = [config.clone()];
        let mut run = Run::new(&configs);
        run.beats[0] = beats.iter().map(|(_, beat)| beat.clone()).collect();
        let seen = run.go(&mut memory(timings()[0].clone()));
        assert_eq!((seen.grants.len(), seen.memory_error), (grants, error));
        assert_eq!((seen.counts[&(0, "mark_error")], seen.counts[&(0, "busy")]), (0, 6));
    }
}

#[test]
fn rows_out_of_bounds_are_not_stored() {
    for (t, timing) in timings().iter().enumerate() {
        for (width, length) in [(0, 6), (0, 17), (1, 5), (2, 13), (2, 1)] {
            let mut memory = memory(timing.clone());
            let m = u32::div_ceil(length, width::elements(width) as u32);
            let mut config = ag(direction::STORE, 0, length, 3, 0);
            config.width = width;
            surround(&mut config, 1, 4, m + 2);
            // Rows of other groups must not write the same words: only the middle row is one of the group's own.
            config.address.strides[2] = 3 * (m + 2);
            let configs = [config];
            let mut run = Run::new(&configs);
            run.random = (t > 0).then(|| ChaCha8Rng::seed_from_u64(length.into()));
            let mut expected = words(&memory, 0, 1 << 14);
            for (y, k) in (0..4).flat_map(|y| (0..3).map(move |k| (y, k))) {
                let row: Vec<u32> =
                    (0..length).map(|i| (i + 100 * k + 1000 * y) * 0x0101).collect();
                let row: Vec<u32> = unpack(&pack(&row, width), width);
                let row = &row[..length as usize];
                let ends = row.len().div_ceil(LANES) - 1;
                let mark = [1, 1, if y == 3 { 3 } else { 2 }][k as usize];
                run.beats[0].extend(row.chunks(LANES).enumerate().map(|(n, chunk)| Beat {
                    // What is not there is not zero.
                    words: (0..LANES).map(|i| *chunk.get(i).unwrap_or(&u32::MAX)).collect(),
                    mask: (1 << chunk.len()) - 1,
                    e: if n == ends { mark } else { 0 },
                }));
                if (y + k).wrapping_sub(1) < 4 {
                    let first = (1 + (3 * y + k - 1) * (m + 2)) as usize;
                    expected[first..first + m as usize].copy_from_slice(&pack(row, width));
                }
            }
            let seen = run.go(&mut memory);
            assert!(words(&memory, 0, 1 << 14) == expected, "{length} elements of width {width}");
            assert_eq!((seen.counts[&(0, "mark_error")], seen.memory_error), (0, 0));
        }
    }
}

#[test]
fn dropped_rows_pass_a_full_store_buffer() {
    // The first row fills the buffer, while nothing is granted; two rows are dropped all the same, the last one waits.
    let buffer = spec().ag.buffer_beats as u32;
    let mut config = ag(direction::STORE, 0, 4 * buffer, 4, 4 * buffer);
    // Three strides of the coordinate wrap to 2.
    let counter = 1 << spec().counter_bits;
    (config.bounded, config.bound_limit) = (1, 3);
    config.bound.strides[1] = (counter + 2) / 3;
    let configs = [config];
    let mut memory = memory(timings()[0].clone());
    let mut run = Run::new(&configs);
    for (row, k) in (0..4).flat_map(|row| (0..buffer).map(move |k| (row, k))) {
        let e = if k + 1 < buffer {
            0
        } else if row == 3 {
            2
        } else {
            1
        };
        let words = (0..4).map(|i| 10_000 * row + 4 * k + i).collect();
        run.beats[0].push_back(Beat { words, mask: 15, e });
    }
    run.halt = 5 * u64::from(buffer);
    let seen = run.go(&mut memory);
    // Of the last row the queue (three beats) and the input port (four) hold some.
    assert_eq!(seen.left_at_first_grant[0], buffer as usize - 7);
    for (row, k) in (0..4).flat_map(|row| (0..4 * buffer).map(move |k| (row, k))) {
        let stored = word(&memory, row * 4 * buffer + k) == 10_000 * row + k;
        assert_eq!(stored, row % 3 == 0, "row {row}, word {k}");
    }
}

#[test]
fn a_reset_in_the_middle_leaves_nothing_behind() {
    let mut load = ag(direction::LOAD, 0, 11, 3, 0);
    load.width = width::I8;
    surround(&mut load, 1, 4, 5);
    let configs = [load.clone(), AgConfig { direction: direction::STORE, ..load.clone() }];
    let run = || Run { forward: Some((0, 1)), ..Run::new(&configs) };
    let complete = run().go(&mut memory(timings()[0].clone()));
    for cycles in [3, 7, 13, 18, 24, 31, 40] {
        run().begin(&mut memory(timings()[0].clone()), cycles);
        let again = run().go(&mut memory(timings()[0].clone()));
        assert_eq!(again.beats, complete.beats, "reset after {cycles} cycles");
        assert_eq!(again.cycles, complete.cycles);
    }
}
