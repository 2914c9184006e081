//! The memory unit, cycle by cycle against a small writing of section 5 of `docs/execution.md`.

mod common;

use common::{Beat, Rtl};
use kiln_arch::config::{Affine, Block, BlockConfig, Level, PmuConfig, PmuSide, encode};
use kiln_arch::topology::UnitKind;
use kiln_arch::{FabricSpec, Topology};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::cell::RefCell;
use std::collections::VecDeque;

const LANES: usize = 4;
const NETS: [(&str, usize); 2] = [("vector", LANES), ("scalar", 1)];

thread_local! {
    static RTL: RefCell<Option<Rtl>> = const { RefCell::new(None) };
}

fn spec() -> FabricSpec {
    FabricSpec::reference("tiny").unwrap()
}

/// What one iteration of a side does.
#[derive(Clone)]
struct Iteration {
    mask: u32,
    address: [usize; LANES],
    mark: u32,
    handover: bool,
}

/// All iterations of a side without ragged levels.
fn iterations(side: &PmuSide) -> Vec<Iteration> {
    let levels = &side.counters.levels;
    let step = |l: usize| if side.counters.vector == l as u32 + 1 { LANES as u32 } else { 1 };
    let trips: Vec<u32> = (0..levels.len()).map(|l| levels[l].tile.div_ceil(step(l))).collect();
    let mut all = Vec::new();
    for n in 0..trips.iter().product() {
        let mut rest: u32 = n;
        let trip: Vec<u32> = trips.iter().map(|t| (rest % t, rest /= t).0).collect();
        let below = |h: u32| (0..h as usize).all(|l| trip[l] + 1 == trips[l]);
        let base: u32 = (side.address.base).wrapping_add(
            trip.iter()
                .zip(&side.address.strides)
                .map(|(t, s)| t.wrapping_mul(*s))
                .fold(0, u32::wrapping_add),
        );
        let vector = side.counters.vector as usize;
        let mask = match vector {
            0 => 1,
            v => (0..LANES as u32)
                .filter(|i| trip[v - 1] * LANES as u32 + i < levels[v - 1].tile)
                .map(|i| 1 << i)
                .sum(),
        };
        let marks = side.marks;
        all.push(Iteration {
            mask,
            address: std::array::from_fn(|i| {
                base.wrapping_add(side.address.lane.wrapping_mul(i as u32)) as usize
            }),
            mark: (1..=3).rev().find(|&m| marks[m - 1] != 0 && below(marks[m - 1])).unwrap_or(0)
                as u32,
            handover: below(side.advance),
        });
    }
    all
}

/// One side's place in its loops and its buffers.
struct Side {
    enable: bool,
    scalar: bool,
    iterations: Vec<Iteration>,
    next: usize,
    buffer: usize,
    offset: usize,
}

impl Side {
    fn new(side: &PmuSide) -> Side {
        let iterations = iterations(side);
        Side {
            enable: side.enable == 1,
            scalar: side.scalar == 1,
            iterations,
            next: 0,
            buffer: 0,
            offset: 0,
        }
    }

    fn running(&self) -> bool {
        self.enable && self.next < self.iterations.len()
    }

    /// Does the next iteration; gives it with the places of its lanes.
    fn fire(&mut self, config: &PmuConfig, words: usize) -> (Iteration, [usize; LANES]) {
        let it = self.iterations[self.next].clone();
        let places = it.address.map(|address| (address + self.offset) % words);
        self.next += 1;
        if it.handover && self.buffer == config.buffers as usize {
            (self.buffer, self.offset) = (0, 0);
        } else if it.handover {
            self.buffer += 1;
            self.offset += config.buffer_stride as usize;
        }
        (it, places)
    }
}

struct Reference {
    config: PmuConfig,
    write: Side,
    read: Side,
    memory: Vec<u32>,
    inputs: [VecDeque<Beat>; 2],
    outputs: [VecDeque<Beat>; 2],
    free: usize,
    full: usize,
    published: bool,
    in_flight: bool,
    used: usize,
    pipeline: [Option<Beat>; 3],
}

/// What the unit shows in a cycle.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    in_ready: [bool; 2],
    out: [Option<Beat>; 2],
    write: [bool; 3],
    read: [bool; 3],
    idle: bool,
    mark_error: bool,
}

impl Reference {
    fn new(config: &PmuConfig) -> Reference {
        Reference {
            config: config.clone(),
            write: Side::new(&config.write),
            read: Side::new(&config.read),
            memory: vec![0; spec().pmu_words()],
            inputs: Default::default(),
            outputs: Default::default(),
            free: config.buffers as usize + 1,
            full: 0,
            published: false,
            in_flight: false,
            used: 0,
            pipeline: [None, None, None],
        }
    }

    /// A cycle with these beats offered and these outputs ready.
    fn tick(&mut self, offered: [Option<Beat>; 2], ready: [bool; 2]) -> Shown {
        let port = usize::from(self.write.scalar);
        let beat = self.inputs[port].front().cloned();
        let write_fires = self.write.running() && beat.is_some() && self.free > 0;
        let read_fires = self.read.running() && self.full > 0 && self.used < spec().pmu.output_fifo;
        let empty = self.inputs.iter().all(VecDeque::is_empty);
        let mut shown = Shown {
            in_ready: [0, 1].map(|p| self.inputs[p].len() < spec().pmu.input_fifo),
            out: [0, 1].map(|p| self.outputs[p].front().cloned()),
            write: events(self.write.running(), write_fires, beat.is_some()),
            read: events(self.read.running(), read_fires, self.full > 0),
            idle: !self.write.running()
                && !self.read.running()
                && empty
                && self.used == 0
                && !self.in_flight,
            mark_error: false,
        };
        let was_published = std::mem::take(&mut self.published);
        self.in_flight = write_fires;
        let words = self.memory.len();
        if write_fires {
            let beat = self.inputs[port].pop_front().unwrap();
            let (it, places) = self.write.fire(&self.config, words);
            shown.mark_error = beat.e != it.mark;
            for lane in (0..LANES).filter(|lane| it.mask & beat.mask & 1 << lane != 0) {
                self.memory[places[lane]] = beat.words[lane];
            }
            self.published = it.handover;
            self.free -= usize::from(it.handover);
        }
        for (ready, output) in ready.into_iter().zip(&mut self.outputs) {
            if ready && output.pop_front().is_some() {
                self.used -= 1;
            }
        }
        // The beat that was read three cycles ago is pushed in this one.
        let pushed = self.pipeline[2].take();
        self.outputs[usize::from(self.read.scalar)].extend(pushed);
        self.pipeline.rotate_right(1);
        if read_fires {
            let (it, places) = self.read.fire(&self.config, words);
            let words: Vec<u32> = places.iter().map(|&place| self.memory[place]).collect();
            let beat = match self.read.scalar {
                true => Beat { words: vec![words[0]], mask: 1, e: it.mark },
                false => Beat { words, mask: it.mask, e: it.mark },
            };
            self.pipeline[0] = Some(beat);
            self.used += 1;
            self.full -= usize::from(it.handover);
            self.free += usize::from(it.handover);
        }
        self.full += usize::from(was_published);
        for (p, beat) in offered.into_iter().enumerate() {
            if shown.in_ready[p] {
                self.inputs[p].extend(beat);
            }
        }
        shown
    }
}

fn events(running: bool, fires: bool, fed: bool) -> [bool; 3] {
    [running && fires, running && !fed, running && fed && !fires]
}

/// Absent lanes carry no meaning.
fn clean(beat: Beat) -> Beat {
    let words =
        beat.words.iter().enumerate().map(|(i, w)| if beat.mask >> i & 1 == 1 { *w } else { 0 });
    Beat { words: words.collect(), ..beat }
}

fn shown(rtl: &Rtl) -> Shown {
    let bit = |name: &str| rtl.peek(name) == 1;
    let side =
        |name: &str| ["busy", "starved", "blocked"].map(|event| bit(&format!("{name}_{event}")));
    Shown {
        in_ready: NETS.map(|(net, _)| bit(&format!("{net}_in0_ready"))),
        out: NETS.map(|(net, lanes)| {
            let name = format!("{net}_out0");
            bit(&format!("{name}_valid")).then(|| clean(rtl.peek_beat(&name, lanes)))
        }),
        write: side("write"),
        read: side("read"),
        idle: bit("idle"),
        mark_error: bit("mark_error"),
    }
}

/// Runs both with `beats` for the write side's port. Gives what the unit showed in each cycle.
fn run(config: &PmuConfig, beats: &[Beat], cycles: usize, seed: Option<u64>) -> Vec<Shown> {
    let (spec, topology) = (spec(), Topology::new(&spec()));
    let block = Block::Unit(topology.of_kind(UnitKind::Pmu).next().unwrap());
    let frame = encode(&spec, &topology, block, &BlockConfig::Pmu(config.clone())).unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(seed.unwrap_or(0));
    let mut flows = |percent: u32| seed.is_none() || random.random_range(0..100) < percent;
    let mut left: VecDeque<Beat> = beats.to_vec().into();
    RTL.with_borrow_mut(|rtl| {
        let rtl = rtl.get_or_insert_with(|| Rtl::new(&kiln_fabric::pmu::module(&spec)));
        rtl.configure(&frame);
        let mut reference = Reference::new(config);
        let mut seen = Vec::new();
        for cycle in 0..cycles {
            let port = config.write.scalar as usize;
            let mut offered = [None, None];
            offered[port] = left.front().cloned().filter(|_| flows(70));
            let ready = [flows(60), flows(60)];
            for (p, (net, _)) in NETS.into_iter().enumerate() {
                rtl.poke(&format!("{net}_in0_valid"), offered[p].is_some().into());
                rtl.poke(&format!("{net}_out0_ready"), ready[p].into());
                if let Some(beat) = &offered[p] {
                    rtl.poke_beat(&format!("{net}_in0"), beat);
                }
            }
            rtl.eval();
            let got = shown(rtl);
            if offered[port].is_some() && got.in_ready[port] {
                left.pop_front();
            }
            let mut want = reference.tick(offered, ready);
            want.out = want.out.map(|beat| beat.map(clean));
            assert_eq!(got, want, "cycle {cycle}, seed {seed:?}");
            rtl.step();
            seen.push(got);
        }
        assert!(seen.last().unwrap().idle, "the run has ended");
        seen
    })
}

fn run_all(config: &PmuConfig, beats: &[Beat], cycles: usize) -> Vec<Shown> {
    for seed in 0..4 {
        run(config, beats, 4 * cycles, Some(seed));
    }
    run(config, beats, cycles, None)
}

fn side(tiles: &[u32], strides: &[u32], lane: u32) -> PmuSide {
    let mut side = PmuConfig::new(&spec()).write;
    side.enable = 1;
    for (l, level) in side.counters.levels.iter_mut().enumerate() {
        *level = Level { tile: tiles.get(l).copied().unwrap_or(1), ..Level::default() };
    }
    let levels = side.counters.levels.len();
    side.counters.vector = 1;
    side.address = Affine { base: 0, strides: strides.to_vec(), lane };
    side.address.strides.resize(levels, 0);
    side
}

/// Beats for the iterations of a write side: words count up from `first`, marks as expected.
fn beats(side: &PmuSide, lanes: usize, first: u32) -> Vec<Beat> {
    let beat = |(k, it): (usize, &Iteration)| Beat {
        words: (0..lanes).map(|i| first + (k * lanes + i) as u32).collect(),
        mask: if lanes == 1 { 1 } else { it.mask },
        e: it.mark,
    };
    iterations(side).iter().enumerate().map(beat).collect()
}

#[test]
fn two_buffers_overlap_writing_and_reading() {
    // Four beats a buffer, six buffers.
    let mut config = PmuConfig::new(&spec());
    config.write = PmuSide { advance: 1, marks: [1, 2, 0], ..side(&[16, 6], &[4, 0], 1) };
    config.read = config.write.clone();
    config.buffers = 1;
    config.buffer_stride = 16;
    let input = beats(&config.write, LANES, 100);
    let seen = run_all(&config, &input, 60);
    let cycles = |pick: fn(&Shown) -> bool| -> Vec<usize> {
        (0..seen.len()).filter(|&c| pick(&seen[c])).collect()
    };
    // Written in 1..=4, full from 6 on, read in 6..=9, at the link from 10 on.
    let written = cycles(|s| s.write[0]);
    assert_eq!(written[..12], [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13]);
    assert_eq!(cycles(|s| s.read[0])[..9], [6, 7, 8, 9, 10, 11, 12, 13, 15]);
    assert_eq!(cycles(|s| s.out[0].is_some())[..5], [10, 11, 12, 13, 14]);
    let output: Vec<Beat> = seen.iter().filter_map(|s| s.out[0].clone()).collect();
    assert_eq!(output, input);
    assert!(seen.iter().all(|s| !s.mark_error));
}

#[test]
fn a_tile_is_transposed_without_conflicts() {
    // Rows of six words, written row by row at a stride that is odd, read column by column, each tile twice.
    let mut config = PmuConfig::new(&spec());
    config.write = PmuSide { advance: 2, marks: [1, 2, 0], ..side(&[6, 6, 3], &[4, 7, 0], 1) };
    config.read =
        PmuSide { advance: 3, marks: [1, 2, 3], ..side(&[6, 6, 2, 3], &[28, 1, 0, 0], 7) };
    config.buffers = 2;
    config.buffer_stride = 44;
    let input = beats(&config.write, LANES, 1000);
    let seen = run_all(&config, &input, 120);
    let output: Vec<Beat> = seen.iter().filter_map(|s| s.out[0].clone()).collect();
    assert_eq!(output.len(), 3 * 2 * 6 * 2);
    // The first column: rows 0..4, then rows 4 and 5.
    assert_eq!(output[0].words, [1000, 1008, 1016, 1024]);
    assert_eq!((output[1].mask, &output[1].words[..2], output[1].e), (3, &[1032, 1040][..], 1));
    assert_eq!((output[23].e, output[71].e), (3, 3));
}

#[test]
fn scalars_are_gathered_and_spread() {
    let mut config = PmuConfig::new(&spec());
    config.write = PmuSide { scalar: 1, advance: 1, ..side(&[5, 4], &[1, 0], 0) };
    config.write.counters.vector = 0;
    config.read = PmuSide { advance: 1, marks: [1, 0, 0], ..side(&[5, 4], &[4, 0], 1) };
    config.buffer_stride = 8;
    config.buffers = 2;
    let seen = run_all(&config, &beats(&config.write, 1, 7), 60);
    let output: Vec<Beat> = seen.iter().filter_map(|s| s.out[0].clone()).collect();
    assert_eq!((output.len(), &output[0].words[..]), (8, &[7, 8, 9, 10][..]));

    // The other way, each word of a vector twice.
    let mut config = PmuConfig::new(&spec());
    config.write = PmuSide { advance: 1, ..side(&[6, 3], &[4, 0], 1) };
    config.read = PmuSide { scalar: 1, advance: 2, ..side(&[2, 6, 3], &[0, 1, 0], 0) };
    config.read.counters.vector = 0;
    config.buffer_stride = 6;
    let seen = run_all(&config, &beats(&config.write, LANES, 50), 120);
    let output: Vec<u32> =
        seen.iter().filter_map(|s| s.out[1].clone()).map(|beat| beat.words[0]).collect();
    assert_eq!(output[..6], [50, 50, 51, 51, 52, 52]);
    assert_eq!(output.len(), 36);
}

#[test]
fn equal_addresses_are_broadcast_and_wrong_marks_reported() {
    let mut config = PmuConfig::new(&spec());
    config.write = PmuSide { advance: 1, marks: [1, 0, 0], ..side(&[3], &[1], 0) };
    config.write.counters.vector = 0;
    config.write.scalar = 1;
    config.read = PmuSide { advance: 2, ..side(&[4, 3], &[0, 1], 0) };
    let mut input = beats(&config.write, 1, 30);
    let seen = run_all(&config, &input, 40);
    let output: Vec<Beat> = seen.iter().filter_map(|s| s.out[0].clone()).collect();
    assert_eq!(
        output.iter().map(|beat| beat.words.clone()).collect::<Vec<_>>(),
        [30, 31, 32].map(|w| vec![w; 4])
    );
    assert!(seen.iter().all(|s| !s.mark_error));
    input[1].e = 2;
    input[2].e = 0;
    let seen = run(&config, &input, 40, None);
    assert_eq!(seen.iter().filter(|s| s.mark_error).count(), 2);
}
