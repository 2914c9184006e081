//! Stream graphs of the systolic form, written by hand: the verifier accepts them, the interpreter computes what
//! `docs/execution.md` says, and what is broken in them is noticed.

use kiln_arch::FabricSpec;
use kiln_arch::config::{
    Affine, AgConfig, Counters, Drain, Fold, Input, Level, Output, OutputUnit, PcuConfig,
    PmuConfig, PmuSide, Stage, direction, mode, width,
};
use kiln_arch::num::{Op, OpGroup, eval};
use kiln_arch::topology::Net;
use kiln_compiler::graph::{Link, Port, StreamGraph, UnitConfig, VirtualUnit};
use kiln_compiler::stream_interp::{self, StreamError};
use kiln_compiler::stream_verify::{VerifyError, verify};

/// Four lanes, four stages.
fn fabric() -> FabricSpec {
    let mut spec = FabricSpec::reference("tiny").expect("it exists");
    spec.pcu.stages = 4;
    spec.pcu.output_ops = vec![OpGroup::Int];
    spec
}

/// Level of a counter chain.
fn level(tile: u32) -> Level {
    Level { tile, ..Level::default() }
}

fn ragged(tile: u32, limit: u32, outer: u32) -> Level {
    Level { tile, ragged: 1, short: limit - (limit - 1) / tile * tile, outer }
}

fn counters(of: &Counters, levels: &[Level], vector: u32) -> Counters {
    let mut all = levels.to_vec();
    all.resize(of.levels.len(), level(1));
    Counters { levels: all, vector }
}

fn affine(of: &Affine, base: u32, strides: &[i32]) -> Affine {
    let mut all: Vec<u32> = strides.iter().map(|&s| s as u32).collect();
    all.resize(of.strides.len(), 0);
    Affine { base, strides: all, lane: 0 }
}

/// A load or store of rows; the stride of level 0 is not used.
fn ag(spec: &FabricSpec, way: u32, base: u32, levels: &[Level], strides: &[i32]) -> AgConfig {
    let empty = AgConfig::new(spec);
    AgConfig {
        enable: 1,
        direction: way,
        counters: counters(&empty.counters, levels, 0),
        address: affine(&empty.address, base, strides),
        ..empty
    }
}

#[derive(Default)]
struct Builder(StreamGraph);

impl Builder {
    fn unit(&mut self, name: &str, config: UnitConfig) -> usize {
        let (name, role) = (name.into(), String::new());
        self.0.units.push(VirtualUnit { name, role, lines: vec![], config });
        self.0.units.len() - 1
    }

    fn link(&mut self, name: &str, from: usize, to: &[(usize, usize)]) {
        let to = to.iter().map(|&(unit, port)| Port { unit, port }).collect();
        let from = Port { unit: from, port: 0 };
        self.0.links.push(Link { name: name.into(), net: Net::Vector, from, to });
    }
}

/// `C[i, j] = sum over k of A[k, i] * B[k, j]` with rows i at the stages, j over the lanes.
#[derive(Clone, Copy)]
struct Gemm {
    m: u32,
    n: u32,
    k: u32,
    op: Op,
    identity: u32,
}

impl Gemm {
    fn tiles(&self, stages: u32) -> u32 {
        self.m.div_ceil(stages)
    }

    /// Sums in order of k, the first product joined to the identity; row-major.
    fn expected(&self, spec: &FabricSpec, a: &[u32], b: &[u32]) -> Vec<u32> {
        let numbers = spec.numbers.subnormals;
        let sum = self.op.sum_of_product().expect("it is a product");
        let at = |i: u32, j: u32| {
            (0..self.k).fold(self.identity, |total, k| {
                let (x, y) = (a[(k * self.m + i) as usize], b[(k * self.n + j) as usize]);
                eval(sum, numbers, total, eval(self.op, numbers, y, x, 0), 0)
            })
        };
        (0..self.m).flat_map(|i| (0..self.n).map(move |j| (i, j))).map(|(i, j)| at(i, j)).collect()
    }

    /// Loops of the unit: beats of j innermost, then k, then tiles of i. B at vector input 0, A at input 1.
    fn unit(&self, spec: &FabricSpec) -> PcuConfig {
        let stages = spec.pcu.stages as u32;
        let tiles = self.tiles(stages);
        let empty = PcuConfig::new(spec);
        let mut pcu = PcuConfig {
            enable: 1,
            counters: counters(&empty.counters, &[level(self.n), level(self.k), level(tiles)], 1),
            fold: Fold { enable: 1, levels: 0b10, split: 0, ways: 15, round: 0 },
            output_unit: OutputUnit { op: Op::Mov.code().into(), constant: 0 },
            ..empty
        };
        pcu.vector_inputs[0] = Input { enable: 1, hold: 0, marks: [2, 0, 0], ..Input::default() };
        pcu.vector_inputs[1] = Input { enable: 1, hold: 1, marks: [2, 0, 0], ..Input::default() };
        pcu.head = vec![0, 1, 0, 0];
        for (number, stage) in pcu.stages.iter_mut().enumerate() {
            *stage = Stage {
                op: self.op.code().into(),
                mode: mode::SYSTOLIC,
                a: 0,
                b: 1,
                spread: 1,
                lane: number as u32,
                constant: self.identity,
                destination: 2,
                ..Stage::default()
            };
        }
        let rows = ragged(stages, self.m, 2);
        pcu.drain = Drain {
            enable: 1,
            counters: counters(&pcu.drain.counters, &[level(self.n), rows, level(tiles)], 1),
            rows: 1,
        };
        pcu.vector_outputs[0] =
            Output { enable: 1, register: 2, marks: [1, 0, 0], ..Output::default() };
        pcu
    }

    /// Memory: A at 0, then B, then C.
    fn places(&self) -> [u32; 3] {
        [0, self.m * self.k, self.m * self.k + self.k * self.n]
    }

    fn graph(&self, spec: &FabricSpec) -> StreamGraph {
        let stages = spec.pcu.stages as u32;
        let [a, b, c] = self.places();
        let (m, n, tiles) = (self.m as i32, self.n as i32, self.tiles(stages));
        let rows = [ragged(stages, self.m, 2), level(self.k), level(tiles)];
        let mut load_a = ag(spec, direction::LOAD, a, &rows, &[0, m, stages as i32]);
        load_a.marks = [2, 0, 0];
        let rows = [level(self.n), level(self.k), level(tiles)];
        let mut load_b = ag(spec, direction::LOAD, b, &rows, &[0, n, 0]);
        load_b.marks = [2, 0, 0];
        let mut store = ag(spec, direction::STORE, c, &[level(self.n), level(self.m)], &[0, n]);
        store.marks = [1, 0, 0];
        let mut graph = Builder::default();
        let load_a = graph.unit("load a", UnitConfig::Ag(load_a));
        let load_b = graph.unit("load b", UnitConfig::Ag(load_b));
        let product = graph.unit("product", UnitConfig::Pcu(self.unit(spec)));
        let store = graph.unit("store c", UnitConfig::Ag(store));
        graph.link("a", load_a, &[(product, 1)]);
        graph.link("b", load_b, &[(product, 0)]);
        graph.link("c", product, &[(store, 0)]);
        graph.0
    }

    fn memory(&self, a: &[u32], b: &[u32]) -> Vec<u32> {
        let mut memory = [a, b].concat();
        memory.resize(memory.len() + (self.m * self.n) as usize, 0xdead_beef);
        memory
    }
}

const GEMM: Gemm = Gemm { m: 11, n: 6, k: 5, op: Op::MulF, identity: 0x8000_0000 };

/// Numbers whose sums round.
fn floats(count: u32, seed: u32) -> Vec<u32> {
    (0..count).map(|i| ((i * 37 + seed) % 101) as f32 / 7.0 - 6.5).map(f32::to_bits).collect()
}

fn run(spec: &FabricSpec, graph: &StreamGraph, memory: &mut [u32]) -> Result<(), StreamError> {
    stream_interp::run(graph, spec, memory, &mut |_, _| {})
}

fn sound(spec: &FabricSpec, graph: &StreamGraph, memory: usize) {
    if let Err(error) = verify(graph, spec, memory as u32) {
        panic!("{error}\n{}", graph.printed(spec));
    }
}

/// The product unit's configuration.
fn product(graph: &mut StreamGraph) -> &mut PcuConfig {
    let pcu = graph.units.iter_mut().find_map(|unit| match &mut unit.config {
        UnitConfig::Pcu(config) => Some(config),
        _ => None,
    });
    pcu.expect("there is one")
}

#[test]
fn tiles_drain_row_by_row_while_the_next_accumulates() {
    let spec = fabric();
    for gemm in [GEMM, Gemm { m: 3, n: 16, k: 1, ..GEMM }, Gemm { m: 8, n: 1, k: 9, ..GEMM }] {
        let (a, b) = (floats(gemm.m * gemm.k, 3), floats(gemm.k * gemm.n, 50));
        let graph = gemm.graph(&spec);
        let mut memory = gemm.memory(&a, &b);
        sound(&spec, &graph, memory.len());
        run(&spec, &graph, &mut memory).expect("it runs");
        assert_eq!(memory[a.len() + b.len()..], gemm.expected(&spec, &a, &b));
    }
}

#[test]
fn later_stages_and_the_output_unit_work_on_what_is_drained() {
    let spec = fabric();
    let gemm = Gemm { m: 9, op: Op::MulI, identity: 0, ..GEMM };
    let ints = |count: u32| (0..count).map(|i| i.wrapping_mul(0x9e37_79b1)).collect::<Vec<_>>();
    let (a, b) = (ints(gemm.m * gemm.k), ints(gemm.k * gemm.n));
    // Three rows at a time, the fourth stage negates them, the output unit adds 5.
    let mut graph = gemm.graph(&FabricSpec {
        pcu: {
            let mut pcu = spec.pcu.clone();
            pcu.stages = 3;
            pcu
        },
        ..spec.clone()
    });
    let pcu = product(&mut graph);
    pcu.stages.push(Stage { op: Op::NegI.code().into(), a: 2, destination: 3, ..Stage::default() });
    pcu.vector_outputs[0].register = 3;
    pcu.output_unit = OutputUnit { op: Op::AddI.code().into(), constant: 5 };
    let mut memory = gemm.memory(&a, &b);
    sound(&spec, &graph, memory.len());
    run(&spec, &graph, &mut memory).expect("it runs");
    let want: Vec<u32> =
        gemm.expected(&spec, &a, &b).iter().map(|w| w.wrapping_neg().wrapping_add(5)).collect();
    assert_eq!(memory[a.len() + b.len()..], want);
}

/// Two units take tiles in turn: A is dealt out from one load, B is kept in a memory unit that reads it again for each tile.
fn two_units(spec: &FabricSpec, gemm: Gemm) -> StreamGraph {
    let [a, b, c] = gemm.places();
    let (m, n, k) = (gemm.m as i32, gemm.n as i32, gemm.k);
    let pairs = gemm.m / 8;
    let rows = [level(4), level(2), level(k), level(pairs)];
    let load_a = ag(spec, direction::LOAD, a, &rows, &[0, 4, m, 8]);
    let mut load_b = ag(spec, direction::LOAD, b, &[level(gemm.n), level(k)], &[0, n]);
    load_b.marks = [2, 0, 0];
    let mut graph = Builder::default();
    let load_a = graph.unit("load a", UnitConfig::Ag(load_a));
    let load_b = graph.unit("load b", UnitConfig::Ag(load_b));
    let kept = graph.unit("kept b", UnitConfig::Pmu(kept_rows(spec, gemm, pairs)));
    let mut products = Vec::new();
    for half in 0..2 {
        let mut pcu = Gemm { m: 4 * pairs, ..gemm }.unit(spec);
        pcu.vector_inputs[1] = Input { enable: 1, hold: 1, every: 1, offset: half, marks: [0; 3] };
        let product = graph.unit("product", UnitConfig::Pcu(pcu));
        products.push(product);
        let rows = [level(gemm.n), level(4), level(pairs)];
        let mut store = ag(spec, direction::STORE, c + 4 * half * gemm.n, &rows, &[0, n, 8 * n]);
        store.marks = [1, 0, 0];
        let store = graph.unit("store c", UnitConfig::Ag(store));
        graph.link("c", product, &[(store, 0)]);
    }
    graph.link("a", load_a, &[(products[0], 1), (products[1], 1)]);
    graph.link("b", load_b, &[(kept, 0)]);
    graph.link("kept b", kept, &[(products[0], 0), (products[1], 0)]);
    graph.0
}

/// Rows of B, each in a buffer of its own, read again by level 2.
fn kept_rows(spec: &FabricSpec, gemm: Gemm, times: u32) -> PmuConfig {
    let empty = PmuConfig::new(spec);
    let side = |levels: &[Level], repeat| PmuSide {
        enable: 1,
        counters: counters(&empty.write.counters, levels, 1),
        address: Affine { lane: 1, ..affine(&empty.write.address, 0, &[4]) },
        advance: 1,
        repeat,
        marks: [2, 0, 0],
        ..empty.write.clone()
    };
    PmuConfig {
        write: side(&[level(gemm.n), level(gemm.k)], 0),
        read: side(&[level(gemm.n), level(gemm.k), level(times)], 3),
        buffers: gemm.k - 1,
        buffer_stride: gemm.n.next_multiple_of(4),
        ..empty
    }
}

const PAIR: Gemm = Gemm { m: 24, ..GEMM };

#[test]
fn units_share_streams_by_dealing_and_reading_again() {
    let spec = fabric();
    let (a, b) = (floats(PAIR.m * PAIR.k, 3), floats(PAIR.k * PAIR.n, 50));
    let graph = two_units(&spec, PAIR);
    let mut memory = PAIR.memory(&a, &b);
    sound(&spec, &graph, memory.len());
    run(&spec, &graph, &mut memory).expect("it runs");
    assert_eq!(memory[a.len() + b.len()..], PAIR.expected(&spec, &a, &b));
}

/// A is loaded row-major, and columns are read from tiles of four rows, `pitch` words apart.
fn turned(spec: &FabricSpec, gemm: Gemm, pitch: u32) -> StreamGraph {
    let mut graph = gemm.graph(spec);
    let (k, tiles) = (gemm.k as i32, gemm.tiles(4));
    let rows = [level(gemm.k), ragged(4, gemm.m, 2), level(tiles)];
    let mut load = ag(spec, direction::LOAD, 0, &rows, &[0, k, 4 * k]);
    load.marks = [2, 0, 0];
    graph.units[0].config = UnitConfig::Ag(load);
    let mut pmu = PmuConfig { buffers: 1, buffer_stride: 128, skew: 1, ..PmuConfig::new(spec) };
    for side in [&mut pmu.write, &mut pmu.read] {
        side.enable = 1;
        (side.advance, side.marks) = (2, [2, 0, 0]);
    }
    pmu.write.counters = counters(&pmu.write.counters, &rows, 1);
    pmu.write.address = Affine { lane: 1, ..affine(&pmu.write.address, 0, &[4, pitch as i32]) };
    let columns = [ragged(4, gemm.m, 2), level(gemm.k), level(tiles)];
    pmu.read.counters = counters(&pmu.read.counters, &columns, 1);
    pmu.read.address = Affine { lane: pitch, ..affine(&pmu.read.address, 0, &[0, 1]) };
    let mut graph = Builder(graph);
    let pmu = graph.unit("a tile", UnitConfig::Pmu(pmu));
    graph.0.links[0].from.unit = pmu;
    graph.link("a rows", 0, &[(pmu, 0)]);
    graph.0
}

#[test]
fn skewed_tiles_are_read_by_columns() {
    let spec = fabric();
    let (a, b) = (floats(GEMM.m * GEMM.k, 3), floats(GEMM.k * GEMM.n, 50));
    let graph = turned(&spec, GEMM, 12);
    let at = |k: u32, i: u32| a[(i * GEMM.k + k) as usize];
    let columns: Vec<u32> =
        (0..GEMM.k).flat_map(|k| (0..GEMM.m).map(move |i| (k, i))).map(|(k, i)| at(k, i)).collect();
    let mut memory = GEMM.memory(&a, &b);
    sound(&spec, &graph, memory.len());
    run(&spec, &graph, &mut memory).expect("it runs");
    assert_eq!(memory[a.len() + b.len()..], GEMM.expected(&spec, &columns, &b));
}

#[test]
fn skew_is_proved_and_checked() {
    let spec = fabric();
    // An even number of rows apart lanes meet; without skew they meet at any.
    let even = turned(&spec, GEMM, 8);
    assert!(matches!(verify(&even, &spec, 1000), Err(VerifyError::Conflict { .. })));
    assert!(matches!(run(&spec, &even, &mut [0; 1000]), Err(StreamError::BankConflict { .. })));
    let mut straight = turned(&spec, GEMM, 12);
    let UnitConfig::Pmu(pmu) = &mut straight.units[4].config else { panic!("the tile") };
    pmu.skew = 0;
    assert!(matches!(verify(&straight, &spec, 1000), Err(VerifyError::Conflict { .. })));
    // What is not a multiple of the banks meets where a row of the banks ends.
    assert!(matches!(
        verify(&turned(&spec, GEMM, 5), &spec, 1000),
        Err(VerifyError::Conflict { .. })
    ));
}

/// B is a picture of bytes, two rows taller than it is in memory: rows before the first and after the last are zeros.
/// The low bytes of C are stored.
fn padded_bytes(spec: &FabricSpec, gemm: Gemm) -> StreamGraph {
    let mut graph = gemm.graph(spec);
    let (words, base) = (gemm.n.div_ceil(4), gemm.places()[1]);
    let rows = [level(gemm.n), level(gemm.k), level(gemm.tiles(4))];
    let mut load = ag(spec, direction::LOAD, base - words, &rows, &[0, words as i32]);
    (load.width, load.marks) = (width::I8, [2, 0, 0]);
    load.bounded = 1;
    load.bound = affine(&load.bound, -1i32 as u32 & spec.counter_max(), &[0, 1]);
    load.bound.base = -1i32 as u32;
    load.bound_limit = gemm.k - 2;
    graph.units[1].config = UnitConfig::Ag(load);
    let UnitConfig::Ag(store) = &mut graph.units[3].config else { panic!("the store") };
    store.width = width::I8;
    store.address.strides[1] = words;
    graph
}

const BYTES: Gemm = Gemm { m: 7, n: 6, k: 5, op: Op::MulI, identity: 0 };

#[test]
fn narrow_and_bounded_rows_are_extended_and_packed() {
    let spec = fabric();
    let gemm = BYTES;
    let graph = padded_bytes(&spec, gemm);
    let a: Vec<u32> = (0..gemm.m * gemm.k).collect();
    let picture: Vec<i8> = (0..18).map(|i| (i * 29 - 100) as i8).collect();
    let zeros = [0u32; 6];
    let extended: Vec<u32> = picture.iter().map(|&byte| byte as i32 as u32).collect();
    let b = [&zeros[..], &extended, &zeros].concat();
    let pack = |bytes: &[u32]| -> Vec<u32> {
        let word = |w: &[u32]| w.iter().rev().fold(0, |word, b| word << 8 | (b & 0xff));
        bytes.chunks(6).flat_map(|row| row.chunks(4).map(word).collect::<Vec<_>>()).collect()
    };
    let mut memory = vec![0xdead_beef; 100];
    memory[..a.len()].copy_from_slice(&a);
    memory[a.len()..][..6].copy_from_slice(&pack(&extended));
    sound(&spec, &graph, 100);
    run(&spec, &graph, &mut memory).expect("it runs");
    let want = pack(&gemm.expected(&spec, &a, &b));
    assert_eq!(memory[gemm.places()[2] as usize..][..want.len()], want);
    assert_eq!(memory[gemm.places()[2] as usize + want.len()], 0xdead_beef);
}

#[test]
fn bf16_is_the_high_half_of_an_f32() {
    let spec = fabric();
    let gemm = Gemm { m: 4, n: 5, k: 1, ..GEMM };
    let mut graph = gemm.graph(&spec);
    for unit in [1, 3] {
        let UnitConfig::Ag(config) = &mut graph.units[unit].config else { panic!("an AG") };
        config.width = width::BF16;
        config.address.strides[1] = 3;
    }
    let one = 1f32.to_bits();
    let mut memory = vec![one, one, one, one, 0x4000_3f80, 0xbf80_4040, 0x7777_c0a0, 0, 0];
    memory.resize(30, 0xdead_beef);
    sound(&spec, &graph, memory.len());
    run(&spec, &graph, &mut memory).expect("it runs");
    let row = [0x4000_3f80, 0xbf80_4040, 0x0000_c0a0];
    assert_eq!(memory[9..21], [row; 4].concat());
    assert_eq!(memory[21], 0xdead_beef);
}

/// The verifier's answer to a product unit after a change.
fn verdict(change: impl Fn(&mut PcuConfig)) -> Result<(), VerifyError> {
    let spec = fabric();
    let mut graph = GEMM.graph(&spec);
    change(product(&mut graph));
    verify(&graph, &spec, 1000)
}

#[test]
fn broken_products_are_found() {
    let rule = |change: &dyn Fn(&mut PcuConfig), words: &str| match verdict(change) {
        Err(VerifyError::Systolic { rule, .. }) => assert!(rule.contains(words), "{rule}"),
        other => panic!("{words}: {other:?}"),
    };
    assert_eq!(verdict(|_| {}), Ok(()));
    rule(&|pcu| pcu.stages[2].destination = 3, "one register");
    rule(&|pcu| pcu.stages[2].mode = mode::MAP, "rows are of systolic stages");
    rule(&|pcu| pcu.stages[3].a = 2, "operand");
    rule(&|pcu| pcu.vector_outputs[0].register = 1, "constants alone");
    rule(&|pcu| pcu.vector_outputs[1].enable = 1, "output 0 alone");
    rule(&|pcu| pcu.fold.split = 1, "not split");
    rule(&|pcu| pcu.fold.enable = 0, "fold control");
    rule(&|pcu| pcu.fold.round = 2, "innermost");
    rule(&|pcu| pcu.fold.levels = 0b100, "innermost");
    rule(&|pcu| pcu.drain.counters.levels[1].tile = 5, "more rows than stages");
    rule(&|pcu| pcu.vector_outputs[0].marks = [7, 0, 0], "end marks");
    let ways = |result| matches!(result, Err(VerifyError::Ways { .. }));
    assert!(ways(verdict(|pcu| pcu.fold.ways = 0)));
    assert!(ways(verdict(|pcu| pcu.drain.counters.levels[0].tile = 9)));
    let tiles = verdict(|pcu| pcu.drain.counters.levels[2].tile = 4);
    assert!(matches!(tiles, Err(VerifyError::Tiles { .. })));
    let stage = |result| matches!(result, Err(VerifyError::Stage { .. }));
    assert!(stage(verdict(|pcu| pcu.stages[1].op = Op::AddF.code().into())));
    assert!(stage(verdict(|pcu| pcu.output_unit.op = Op::MulF.code().into())));
    assert!(stage(verdict(|pcu| pcu.drain.enable = 0)));
    let count = verdict(|pcu| pcu.drain.counters.levels[1].short = 2);
    assert!(matches!(count, Err(VerifyError::Count { .. })));
}

#[test]
fn a_drain_of_other_ways_is_noticed_when_it_runs() {
    let spec = fabric();
    let mut graph = GEMM.graph(&spec);
    product(&mut graph).drain.counters.levels[0].tile = 9;
    let mut memory = vec![0; 1000];
    assert!(matches!(run(&spec, &graph, &mut memory), Err(StreamError::Drained { .. })));
}

#[test]
fn wrong_deals_and_repetitions_are_found() {
    let spec = fabric();
    let verdict = |change: &dyn Fn(&mut UnitConfig)| {
        let mut graph = two_units(&spec, PAIR);
        graph.units.iter_mut().for_each(|unit| change(&mut unit.config));
        verify(&graph, &spec, 1000)
    };
    let pcu = |change: fn(&mut PcuConfig)| {
        verdict(&|config| {
            if let UnitConfig::Pcu(config) = config {
                change(config)
            }
        })
    };
    let pmu = |change: fn(&mut PmuConfig)| {
        verdict(&|config| {
            if let UnitConfig::Pmu(config) = config {
                change(config)
            }
        })
    };
    let deal = pcu(|pcu| pcu.vector_inputs[1].offset = 2);
    assert!(matches!(deal, Err(VerifyError::Deal { .. })));
    assert!(matches!(pcu(|p| p.vector_inputs[1].every = 2), Err(VerifyError::Count { .. })));
    assert!(matches!(pmu(|pmu| pmu.read.advance = 3), Err(VerifyError::Repeat { .. })));
    assert!(matches!(pmu(|pmu| pmu.read.repeat = 9), Err(VerifyError::Repeat { .. })));
    assert!(matches!(pmu(|pmu| pmu.read.repeat = 0), Err(VerifyError::Tiles { .. })));
    assert!(matches!(pmu(|pmu| pmu.buffers = 3), Err(VerifyError::Buffers { .. })));
}

#[test]
fn too_few_buffers_to_read_again_hang() {
    let spec = fabric();
    let mut graph = two_units(&spec, PAIR);
    let UnitConfig::Pmu(pmu) = &mut graph.units[2].config else { panic!("the kept rows") };
    pmu.buffers = 3;
    assert!(matches!(run(&spec, &graph, &mut [0; 1000]), Err(StreamError::Stuck(_))));
}

#[test]
fn narrow_and_bounded_rows_are_verified() {
    let spec = fabric();
    let verdict = |change: &dyn Fn(&mut AgConfig)| {
        let mut graph = padded_bytes(&spec, BYTES);
        let UnitConfig::Ag(config) = &mut graph.units[1].config else { panic!("the load") };
        change(config);
        verify(&graph, &spec, 80)
    };
    assert_eq!(verdict(&|_| {}), Ok(()));
    assert!(matches!(verdict(&|ag| ag.width = 3), Err(VerifyError::Narrow { .. })));
    assert!(matches!(verdict(&|ag| ag.bound_limit = 1 << 21), Err(VerifyError::Field { .. })));
    let round = verdict(&|ag| ag.bound.strides[1] = 1 << 19);
    assert!(matches!(round, Err(VerifyError::Bound { .. })));
    // Rows before the tensor, were it at the start of memory.
    let reach = |result| matches!(result, Err(VerifyError::Reach { .. }));
    assert_eq!(verdict(&|ag| ag.address.base = -2i32 as u32), Ok(()));
    assert!(reach(verdict(&|ag| ag.address.base = -3i32 as u32)));
    assert!(reach(verdict(&|ag| (ag.address.base, ag.bounded) = (-2i32 as u32, 0))));
    assert_eq!(verdict(&|ag| ag.address.base = 72), Ok(()));
    assert!(reach(verdict(&|ag| ag.address.base = 73)));
    let two_lanes = FabricSpec { lanes: 2, ..spec.clone() };
    let bytes =
        AgConfig { width: width::I8, ..ag(&two_lanes, direction::LOAD, 0, &[level(2)], &[]) };
    let mut graph = Builder::default();
    graph.unit("bytes", UnitConfig::Ag(bytes));
    assert!(matches!(verify(&graph.0, &two_lanes, 9), Err(VerifyError::Narrow { .. })));
}

#[test]
fn a_narrow_store_of_short_beats_is_found() {
    let spec = fabric();
    let mut graph = padded_bytes(&spec, Gemm { n: 2, ..BYTES });
    // A row of memory is two rows of the product.
    let UnitConfig::Ag(store) = &mut graph.units[3].config else { panic!("the store") };
    store.counters.levels[0].tile = 14;
    store.counters.levels[1].tile = 1;
    let outcome = run(&spec, &graph, &mut [0; 1000]);
    assert!(matches!(outcome, Err(StreamError::PartialBeat { .. })), "{outcome:?}");
}

#[test]
fn stages_that_only_hold_rows_do_nothing_else() {
    let spec = FabricSpec {
        pcu: kiln_arch::spec::PcuSpec { systolic_stages: 2, ..fabric().pcu },
        ..fabric()
    };
    let verdict = |change: fn(&mut Stage)| {
        let mut graph = two_units(&spec, PAIR);
        for unit in &mut graph.units {
            if let UnitConfig::Pcu(pcu) = &mut unit.config {
                pcu.stages.iter_mut().for_each(|stage| stage.destination = 3);
                pcu.vector_outputs[0].register = 3;
                change(&mut pcu.stages[1]);
            }
        }
        verify(&graph, &spec, 1000)
    };
    assert_eq!(verdict(|_| {}), Ok(()));
    let row = |result| matches!(result, Err(VerifyError::Row { stage: 1, .. }));
    assert!(row(verdict(|stage| stage.destination = 2)));
    assert!(row(verdict(|stage| (stage.a, stage.b) = (1, 0))));
    assert!(row(verdict(|stage| *stage = Stage { constant: 1, ..Stage::default() })));
    assert!(!row(verdict(|stage| *stage = Stage::default())));
    assert_eq!(verdict(|stage| stage.lane = 3), Ok(()));
}
