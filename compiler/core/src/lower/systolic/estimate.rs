//! The cycles of a tiling.
//!
//! In: a plan. Out: when it would be done, and where the cycles go: loads in order of use, as far ahead as buffers allow;
//! products when their words are there; results through the port as tiles end.

use super::plan::{Along, Extents, Plan, Sweep};
use kiln_arch::FabricSpec;

/// Cycles from go to the first product and from the last sum to memory, beside those of loads and stores.
const PATH: f64 = 110.0;
/// What a burst of reads costs a chip beside its beats: its row may have to be opened, more so if another stream's is in that bank.
const READ: f64 = 2.0;
/// The same of writes, most of which the chip turns round for, and back.
const WRITE: f64 = 8.0;
/// Tiles that are followed one by one; of more only the first are, and stand for the others.
const FOLLOWED: u64 = 256;

/// Where the cycles of a run go, as estimated.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// From go to the last write.
    pub cycles: f64,
    /// Multipliers busy.
    pub compute: f64,
    /// Memory port busy with reads.
    pub reads: f64,
    /// Memory port busy with writes.
    pub writes: f64,
    /// Memory busy.
    pub port: f64,
    /// Before the first product.
    pub start: f64,
    /// After the last product.
    pub tail: f64,
}

/// The memory that plans are made for.
struct Memory {
    /// Cycles for a beat.
    beat: f64,
    /// Cycles that a burst of reads costs beside its beats.
    read: f64,
    /// The same of writes.
    write: f64,
    /// Beats of the longest burst.
    burst: u32,
    /// Cycles that a load is on its way.
    latency: f64,
    /// Whether it reads and writes in turn.
    in_turn: bool,
}

impl Memory {
    /// Behind a port of one word is a chip of half a word; behind a wider one, what answers after 40 cycles with a beat in each.
    fn behind(spec: &FabricSpec) -> Memory {
        let burst = spec.ag.burst_beats as u32;
        match spec.memory_words() {
            1 => {
                Memory { beat: 2.0, read: READ, write: WRITE, burst, latency: 24.0, in_turn: true }
            }
            _ => Memory { beat: 1.0, read: 0.0, write: 0.0, burst, latency: 48.0, in_turn: false },
        }
    }

    /// Cycles of the port for a row of `beats` to read.
    fn reads(&self, beats: u32) -> f64 {
        f64::from(beats) * self.beat + self.bursts(beats) * self.read
    }

    /// The same to write.
    fn writes(&self, beats: u32) -> f64 {
        f64::from(beats) * self.beat + self.bursts(beats) * self.write
    }

    /// Bursts of a row: they end at multiples of their greatest length, and rows start at those of the greatest power of two
    /// that divides their length.
    fn bursts(&self, beats: u32) -> f64 {
        let whole = (1 << beats.trailing_zeros().min(31)).min(self.burst);
        1.0 + f64::from(beats.saturating_sub(whole)) / f64::from(self.burst)
    }
}

/// Estimates `plan`.
pub fn estimate(plan: &Plan, spec: &FabricSpec, e: &Extents) -> Estimate {
    let fold = f64::from(e.inner) * f64::from(e.outer);
    let (down, across) = plan.tiles(spec, e);
    let tiles = u64::from(down) * u64::from(across);
    let all = tiles * u64::from(e.batch);
    let followed = all.min(FOLLOWED);
    let mut follow = Follow { plan, spec, e, fold, run: Run::default(), sum: Estimate::default() };
    for number in 0..followed {
        let tile = (number % tiles) as u32;
        let (it, jt) = match plan.sweep {
            Sweep::Columns => (tile / across, tile % across),
            Sweep::Rows => (tile % down, tile / down),
        };
        follow.tile(it, jt);
        if number == 0 {
            follow.sum.start = follow.run.done - follow.sum.compute;
        }
    }
    let Follow { run, mut sum, .. } = follow;
    sum.tail = run.written - run.done;
    let scale = all as f64 / followed as f64;
    let body = run.written - sum.start - sum.tail;
    sum.compute *= scale;
    sum.reads *= scale;
    sum.writes *= scale;
    sum.start += PATH;
    if Memory::behind(spec).in_turn {
        sum.port = sum.reads + sum.writes;
        sum.cycles = (body * scale + sum.start + sum.tail).max(sum.port + PATH);
    } else {
        sum.port = sum.reads.max(sum.writes);
        sum.cycles = (body * scale).max(sum.port) + sum.start + sum.tail;
    }
    sum
}

/// Times so far.
#[derive(Default)]
struct Run {
    /// The last load has arrived.
    read: f64,
    /// The last product is done.
    done: f64,
    /// The last result is written.
    written: f64,
    /// The same of the tile before: its accumulators are free.
    before: f64,
    /// Cycles of the port for the results of the last tile.
    out: f64,
}

struct Follow<'a> {
    plan: &'a Plan,
    spec: &'a FabricSpec,
    e: &'a Extents,
    /// Fold words.
    fold: f64,
    run: Run,
    sum: Estimate,
}

impl Follow<'_> {
    /// Tile `it` down, `jt` across.
    fn tile(&mut self, it: u32, jt: u32) {
        let (plan, spec, e) = (self.plan, self.spec, self.e);
        let size = |extent: u32, tile: u32, at: u32| tile.min(extent - at * tile);
        let rows = size(e.rows, plan.tile_rows(), it);
        let lanes = size(e.lanes, plan.tile_lanes(spec), jt);
        let groups = rows.div_ceil(plan.group_rows());
        let apart = (spec.numbers.op_latency + 1) as f64;
        let ways = f64::from(groups * lanes.div_ceil(spec.lanes as u32)).max(apart);
        let beats = plan.deal * plan.turn_beats(spec);
        // A queue of two is full with the beat in use and the next, and holds up those for other queues.
        let held_up = if beats > 1 && spec.pcu.input_fifo == 2 { 0.5 } else { 0.0 };
        let ways = ways.max(f64::from(groups) * beats as f64);
        let compute = self.fold * (ways + held_up * f64::from(groups));
        let memory = Memory::behind(spec);
        let (mut words, mut alone) = (0f64, 0f64);
        let strip = plan.window.map(|window| it.is_multiple_of(window.strip) && jt == 0);
        if strip.unwrap_or(jt == 0 || !plan.held_kept) {
            let load = self.held_load(rows);
            words += load.port;
            alone = load.cycles / plan.held_pmus as f64;
        }
        if it == 0 || !plan.flow_kept {
            let load = self.flow_load(lanes);
            words += load.port;
            alone = alone.max(load.cycles);
        }
        // Each row of an operand of what follows is a row of the output.
        let row = memory.reads(lanes.div_ceil(spec.memory_words() as u32));
        let vectors = f64::from(plan.extra.vectors) * row;
        words += f64::from(rows) * (vectors + f64::from(plan.extra.words) * memory.reads(1));
        let loads = words.max(alone);
        let ahead = compute * self.ahead();
        // A buffer is read when it is whole.
        let buffer = match strip {
            Some(true) => 1.0,
            _ => (f64::from(plan.held_chunk.max(plan.flow_chunk)) / self.fold).min(1.0),
        };
        let run = &mut self.run;
        let from = run.read.max(run.done - ahead);
        run.read = from + loads;
        if memory.in_turn {
            // What is read and what the last tile writes at the same time hold each other up.
            let shared = (run.read - run.done).clamp(0.0, run.out);
            run.read += shared;
            run.written += shared;
        }
        let start = run.done.max(run.before).max(from + (run.read - from) * buffer);
        run.done = (start + compute).max(run.read + compute * buffer);
        let row = lanes.div_ceil(e.per_word * spec.memory_words() as u32);
        let out = f64::from(rows) * memory.writes(row);
        run.out = out;
        run.before = run.written;
        run.written = run.written.max(run.done) + out;
        self.sum.compute += compute;
        self.sum.reads += words;
        self.sum.writes += out;
    }

    /// Tiles by which loads run ahead: what the buffers hold.
    fn ahead(&self) -> f64 {
        let (plan, spec, e) = (self.plan, self.spec, self.e);
        if let Some(window) = plan.window {
            let across = plan.tiles(spec, e).1;
            return f64::from((plan.held_buffers(spec, e) - 1) * window.strip * across);
        }
        let flow = f64::from(plan.flow_buffers(spec, e) * plan.flow_chunk) / self.fold;
        let held = f64::from(plan.held_buffers(spec, e) * plan.held_chunk) / self.fold;
        flow.min(held).min(2.0)
    }

    fn held_load(&self, rows: u32) -> Load {
        let (plan, e) = (self.plan, self.e);
        if let Some(window) = plan.window {
            let row = window.across * e.inner;
            return Load::new(self.spec, row, f64::from(window.lines), 0);
        }
        let (row, count) = match plan.held_along {
            Along::Fold => {
                let chunks = f64::from(e.inner.div_ceil(plan.held_chunk) * e.outer);
                (plan.held_chunk.min(e.inner), f64::from(rows) * chunks)
            }
            Along::Output => {
                let row = plan.rows(self.spec, e).0;
                (row.min(rows), f64::from(rows.div_ceil(row)) * self.fold)
            }
        };
        Load::new(self.spec, row, count, plan.withheld(self.spec, e).1)
    }

    fn flow_load(&self, lanes: u32) -> Load {
        let (plan, e) = (self.plan, self.e);
        let (row, count) = match plan.flow_along {
            Along::Output => (lanes, self.fold),
            Along::Fold => {
                let chunks = f64::from(e.inner.div_ceil(plan.flow_chunk) * e.outer);
                (plan.flow_chunk.min(e.inner), f64::from(lanes) * chunks)
            }
        };
        Load::new(self.spec, row, count, plan.withheld(self.spec, e).0)
    }
}

/// What a load costs.
struct Load {
    /// Cycles of the memory port.
    port: f64,
    /// Cycles if nothing else uses the port.
    cycles: f64,
}

impl Load {
    /// `count` rows of `row` words.
    fn new(spec: &FabricSpec, row: u32, count: f64, withheld: u32) -> Load {
        let memory = Memory::behind(spec);
        let beats = row.div_ceil(spec.memory_words() as u32);
        let window = spec.ag.buffer_beats - withheld as usize;
        let on_the_way = window.min(spec.ag.rows_in_flight * beats as usize) as f64;
        let port = memory.reads(beats) * count;
        let cycles = f64::from(beats) * count * memory.latency / on_the_way;
        Load { port, cycles: cycles.max(port) }
    }
}
