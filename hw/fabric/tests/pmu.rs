//! The memory unit, cycle by cycle against a small writing of section 5 of `docs/execution.md`.

mod common;

use common::{Beat, Rtl};
use kiln_arch::config::{Affine, Block, BlockConfig, Level, PmuConfig, PmuSide, encode};
use kiln_arch::topology::UnitKind;
use kiln_arch::{FabricSpec, Topology};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

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
    /// Of the level that repeats: it is at its first and at its last iteration; all below it are at their last.
    first: bool,
    last: bool,
    round: bool,
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
        let again = side.repeat.checked_sub(1).map(|r| r as usize);
        all.push(Iteration {
            mask,
            address: std::array::from_fn(|i| {
                base.wrapping_add(side.address.lane.wrapping_mul(i as u32)) as usize
            }),
            mark: (1..=3).rev().find(|&m| marks[m - 1] != 0 && below(marks[m - 1])).unwrap_or(0)
                as u32,
            handover: below(side.advance),
            first: again.is_none_or(|r| trip[r] == 0),
            last: again.is_none_or(|r| trip[r] + 1 == trips[r]),
            round: again.is_some_and(|r| below(r as u32)),
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
    /// Number and offset of the buffer.
    buffer: (usize, usize),
    home: (usize, usize),
}

impl Side {
    fn new(side: &PmuSide) -> Side {
        let iterations = iterations(side);
        Side {
            enable: side.enable == 1,
            scalar: side.scalar == 1,
            iterations,
            next: 0,
            buffer: (0, 0),
            home: (0, 0),
        }
    }

    fn running(&self) -> bool {
        self.enable && self.next < self.iterations.len()
    }

    /// Whether the next iteration needs a full buffer.
    fn first(&self) -> bool {
        self.running() && self.iterations[self.next].first
    }

    /// Does the next iteration; gives it with the bank and row of its lanes.
    fn fire(&mut self, config: &PmuConfig, words: usize) -> (Iteration, [(usize, usize); LANES]) {
        let it = self.iterations[self.next].clone();
        let places = it.address.map(|address| place(config, (address + self.buffer.1) % words));
        self.next += 1;
        let advanced = match self.buffer.0 == config.buffers as usize {
            true => (0, 0),
            false => (self.buffer.0 + 1, self.buffer.1 + config.buffer_stride as usize),
        };
        if it.handover {
            self.buffer = if it.round && !it.last { self.home } else { advanced };
        }
        if it.handover && it.round && it.last {
            self.home = advanced;
        }
        (it, places)
    }
}

/// Bank and row of a word address.
fn place(config: &PmuConfig, address: usize) -> (usize, usize) {
    let row = address / LANES;
    ((address + if config.skew == 1 { row } else { 0 }) % LANES, row)
}

struct Reference {
    config: PmuConfig,
    write: Side,
    read: Side,
    /// Rows of the banks.
    memory: Vec<[u32; LANES]>,
    inputs: [VecDeque<Beat>; 2],
    outputs: [VecDeque<Beat>; 2],
    free: usize,
    full: usize,
    published: bool,
    in_flight: bool,
    used: usize,
    pipeline: [Option<Beat>; 4],
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
            memory: vec![[0; LANES]; spec().pmu.bank_words],
            inputs: Default::default(),
            outputs: Default::default(),
            free: config.buffers as usize + 1,
            full: 0,
            published: false,
            in_flight: false,
            used: 0,
            pipeline: [None, None, None, None],
        }
    }

    /// A cycle with these beats offered and these outputs ready.
    fn tick(&mut self, offered: [Option<Beat>; 2], ready: [bool; 2]) -> Shown {
        let port = usize::from(self.write.scalar);
        let beat = self.inputs[port].front().cloned();
        let write_fires = self.write.running() && beat.is_some() && self.free > 0;
        let fed = self.full > 0 || !self.read.first();
        let read_fires = self.read.running() && fed && self.used < spec().pmu.output_fifo;
        let empty = self.inputs.iter().all(VecDeque::is_empty);
        let mut shown = Shown {
            in_ready: [0, 1].map(|p| self.inputs[p].len() < spec().pmu.input_fifo),
            out: [0, 1].map(|p| self.outputs[p].front().cloned()),
            write: events(self.write.running(), write_fires, beat.is_some()),
            read: events(self.read.running(), read_fires, fed),
            idle: !self.write.running()
                && !self.read.running()
                && empty
                && self.used == 0
                && !self.in_flight,
            mark_error: false,
        };
        let was_published = std::mem::take(&mut self.published);
        self.in_flight = write_fires;
        let words = spec().pmu_words();
        if write_fires {
            let beat = self.inputs[port].pop_front().unwrap();
            let (it, places) = self.write.fire(&self.config, words);
            shown.mark_error = beat.e != it.mark;
            let mut banks = BTreeSet::new();
            for lane in (0..LANES).filter(|lane| it.mask & beat.mask & 1 << lane != 0) {
                let (bank, row) = places[lane];
                assert!(banks.insert(bank), "lanes written at once are in different banks");
                self.memory[row][bank] = beat.words[lane];
            }
            self.published = it.handover;
            self.free -= usize::from(it.handover);
        }
        for (ready, output) in ready.into_iter().zip(&mut self.outputs) {
            if ready && output.pop_front().is_some() {
                self.used -= 1;
            }
        }
        // The beat that was read four cycles ago is pushed in this one.
        let pushed = self.pipeline[3].take();
        self.outputs[usize::from(self.read.scalar)].extend(pushed);
        self.pipeline.rotate_right(1);
        if read_fires {
            let (it, places) = self.read.fire(&self.config, words);
            let read = (0..LANES).filter(|lane| it.mask & 1 << lane != 0).map(|lane| places[lane]);
            let rows: BTreeMap<usize, usize> = read.clone().collect();
            assert!(read.into_iter().all(|(bank, row)| rows[&bank] == row), "no bank has two rows");
            let words: Vec<u32> =
                places.iter().map(|&(bank, row)| self.memory[row][bank]).collect();
            let beat = match self.read.scalar {
                true => Beat { words: vec![words[0]], mask: 1, e: it.mark },
                false => Beat { words, mask: it.mask, e: it.mark },
            };
            self.pipeline[0] = Some(beat);
            self.used += 1;
            self.full -= usize::from(it.handover && it.first);
            self.free += usize::from(it.handover && it.last);
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

/// Runs both with `beats` for the write side's port, to the end. Gives what the unit showed in each cycle.
fn run(config: &PmuConfig, beats: &[Beat], cycles: usize, seed: Option<u64>) -> Vec<Shown> {
    let seen = begin(config, beats, cycles, seed);
    assert!(seen.last().unwrap().idle, "the run has ended");
    seen
}

/// The same for as many cycles, wherever that leads.
fn begin(config: &PmuConfig, beats: &[Beat], cycles: usize, seed: Option<u64>) -> Vec<Shown> {
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
    assert_eq!(cycles(|s| s.out[0].is_some())[..5], [11, 12, 13, 14, 15]);
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

/// Groups of `slices` buffers of `beats` beats, each group read `times` times, in a ring of `ring` buffers.
fn repeated(beats: u32, slices: u32, times: u32, groups: u32, ring: u32) -> PmuConfig {
    let mut config = PmuConfig::new(&spec());
    let words = beats * LANES as u32;
    config.write =
        PmuSide { advance: 1, marks: [1, 2, 0], ..side(&[words, slices * groups], &[4], 1) };
    config.read = PmuSide {
        advance: 1,
        repeat: 3,
        marks: [1, 2, 3],
        ..side(&[words, slices, times, groups], &[4], 1)
    };
    config.buffers = ring - 1;
    config.buffer_stride = words;
    config
}

/// The order in which the beats of [`repeated`] leave.
fn order(beats: u32, slices: u32, times: u32, groups: u32) -> Vec<u32> {
    let group = |g: u32| g * slices * beats..(g + 1) * slices * beats;
    (0..groups).flat_map(|g| (0..times).flat_map(move |_| group(g))).collect()
}

/// Runs [`repeated`] and compares what leaves. Gives what the unit showed without stalls.
fn run_repeated(shape: [u32; 4], ring: u32) -> Vec<Shown> {
    let [beats_each, slices, times, groups] = shape;
    let config = repeated(beats_each, slices, times, groups, ring);
    let input = beats(&config.write, LANES, 7);
    let all = (beats_each * slices * times * groups) as usize;
    let seen = run_all(&config, &input, 2 * all + 30);
    let output: Vec<u32> =
        seen.iter().filter_map(|s| s.out[0].clone()).map(|beat| (beat.words[0] - 7) / 4).collect();
    assert_eq!(output, order(beats_each, slices, times, groups), "{shape:?}, ring {ring}");
    seen
}

#[test]
fn groups_of_buffers_are_read_again() {
    // A ring of one group, of more, of two, of a number that the groups do not divide.
    for ring in [3, 4, 5, 6, 7] {
        run_repeated([2, 3, 4, 3], ring);
    }
    run_repeated([1, 5, 2, 4], 8);
    // Repeated once; one buffer a group.
    run_repeated([2, 3, 1, 3], 4);
    run_repeated([3, 1, 3, 5], 2);
    run_repeated([1, 1, 2, 4], 1);
}

#[test]
fn the_last_reading_frees_buffer_by_buffer() {
    let seen = run_repeated([2, 3, 2, 2], 3);
    let cycles = |pick: fn(&Shown) -> bool| -> Vec<usize> {
        (0..seen.len()).filter(|&c| pick(&seen[c])).collect()
    };
    // Read as it is published, then again without a pause; each buffer is filled while the one after it is read.
    let read = cycles(|s| s.read[0]);
    assert_eq!(read[..12], [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    let written = cycles(|s| s.write[0]);
    assert_eq!(written, [1, 2, 3, 4, 5, 6, 12, 13, 14, 15, 16, 17]);
    assert_eq!(read[12..], [16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27]);
}

#[test]
fn one_buffer_is_read_again_in_the_innermost_way() {
    // The level right above the buffer repeats it, `advance` is the level that repeats.
    let mut config = PmuConfig::new(&spec());
    config.write = PmuSide { advance: 1, ..side(&[8, 5], &[4], 1) };
    config.read = PmuSide { advance: 1, repeat: 2, ..side(&[8, 3, 5], &[4], 1) };
    (config.buffers, config.buffer_stride) = (2, 8);
    let seen = run_all(&config, &beats(&config.write, LANES, 0), 80);
    let output: Vec<u32> =
        seen.iter().filter_map(|s| s.out[0].clone()).map(|beat| beat.words[0] / 4).collect();
    let expected: Vec<u32> =
        (0..5).flat_map(|b| (0..3).flat_map(move |_| [2 * b, 2 * b + 1])).collect();
    assert_eq!(output, expected);
}

#[test]
fn a_ring_may_have_hundreds_of_slices() {
    // Slices of one row; the second group begins in the middle and wraps.
    let config = repeated(1, 300, 2, 2, 512);
    let seen = run(&config, &beats(&config.write, LANES, 0), 1300, None);
    let output: Vec<u32> =
        seen.iter().filter_map(|s| s.out[0].clone()).map(|beat| beat.words[0] / 4).collect();
    assert_eq!(output, order(1, 300, 2, 2));
    // All are free at first: nothing holds the writer back.
    assert_eq!(seen[1..513].iter().filter(|s| s.write[0]).count(), 512);
}

#[test]
fn a_reset_in_the_middle_forgets_the_reading() {
    let config = repeated(2, 3, 3, 3, 4);
    let input = beats(&config.write, LANES, 7);
    for cycles in [9, 16, 21, 30, 47] {
        begin(&config, &input, cycles, None);
        run(&config, &input, 100, None);
    }
}

#[test]
fn random_groups_are_read_again() {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    for _ in 0..6 {
        let shape = [3, 5, 4, 3].map(|most| random.random_range(1..=most));
        run_repeated(shape, shape[1] + random.random_range(0..4));
    }
}

#[test]
fn skewed_rows_take_strides_of_whole_rows_and_give_aligned_ones() {
    // A matrix of `rows` rows of `width` words arrives column by column, four rows at once, and leaves row by row.
    for (width, rows, stride) in [(4, 4, 4), (12, 8, 12), (10, 6, 12), (20, 7, 20)] {
        let mut config = PmuConfig::new(&spec());
        let size = stride * 8;
        config.skew = 1;
        config.write =
            PmuSide { advance: 2, ..side(&[rows, width, 3], &[4 * stride, 1, 0], stride) };
        config.read = PmuSide { advance: 2, ..side(&[width, rows, 3], &[4, stride, 0], 1) };
        (config.buffers, config.buffer_stride) = (1, size);
        let input = beats(&config.write, LANES, 0);
        let columns = rows.div_ceil(4);
        let seen = run_all(&config, &input, 400);
        let output: Vec<u32> =
            seen.iter().filter_map(|s| s.out[0].clone()).flat_map(|beat| beat.present()).collect();
        let place = |n: u32, row: u32, column: u32| {
            4 * ((n * width + column) * columns + row / 4) + row % 4
        };
        let expected: Vec<u32> = (0..3)
            .flat_map(|n| (0..rows).flat_map(move |row| (0..width).map(move |c| (n, row, c))))
            .map(|(n, row, column)| place(n, row, column))
            .collect();
        assert_eq!(output, expected, "{rows} rows of {width} words, {stride} apart");
    }
}

#[test]
fn skewed_columns_are_read_at_once() {
    // Rows written as they are, columns read: the other way of a transpose.
    let mut config = PmuConfig::new(&spec());
    config.skew = 1;
    config.write = PmuSide { advance: 2, ..side(&[10, 6, 2], &[4, 12, 0], 1) };
    config.read = PmuSide { advance: 2, ..side(&[6, 10, 2], &[48, 1, 0], 12) };
    (config.buffers, config.buffer_stride) = (1, 72);
    let input = beats(&config.write, LANES, 0);
    let seen = run_all(&config, &input, 120);
    let output: Vec<Beat> = seen.iter().filter_map(|s| s.out[0].clone()).collect();
    assert_eq!(output[0].words, [0, 12, 24, 36]);
    assert_eq!((output[1].mask, &output[1].words[..2]), (3, &[48, 60][..]));
}
