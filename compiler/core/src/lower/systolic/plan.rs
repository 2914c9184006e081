//! Tiles for a sum of products, and what they cost.
//!
//! In: a product and a fabric. Out: the tiling with the fewest estimated cycles, and with it what bounds them. Every
//! compute unit takes the same stream of the factor that flows, and its own rows of the factor that is held; a tile is
//! what one bank of accumulators of all units holds.

use super::pattern::Product;
use crate::lower::mapping::Usage;
use crate::lower::refusal::{Resource, Shortage};
use crate::lower::view::View;
use kiln_arch::FabricSpec;
use kiln_arch::config::{BUFFER_BITS, DEAL_BITS};
use kiln_lang::ir::Storage;

/// Extents of a product, in words and rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extents {
    /// Elements along lanes.
    pub lanes: u32,
    /// Rows.
    pub rows: u32,
    /// Rows in a line, where tiles are whole lines; else 0.
    pub line: u32,
    /// Words of the innermost fold axis.
    pub inner: u32,
    /// Iterations of the other fold axes.
    pub outer: u32,
    /// Iterations of the other axes of the output.
    pub batch: u32,
    /// Those that the flowing factor does not depend on.
    pub flow_batch: u32,
    /// Those that the held factor does not depend on.
    pub held_batch: u32,
    /// Output elements in a word.
    pub per_word: u32,
}

/// How a factor lies in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Along {
    /// Its rows run along the innermost fold axis: it is turned on its way into the scratchpad.
    Fold,
    /// Its rows run along the lanes, or along the rows of the output.
    Output,
}

/// The order of the loops over tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sweep {
    /// All column tiles of a row tile, then the next row tile.
    Columns,
    /// All row tiles of a column tile, then the next column tile.
    Rows,
}

/// A tiling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// Compute units.
    pub pcus: usize,
    /// Stages of each that are used.
    pub stages: usize,
    /// Compute units that take their rows from the same beat.
    pub shared: usize,
    /// Beats of held rows dealt in turn to units of one memory unit.
    pub deal: usize,
    /// Memory units of the held factor.
    pub held_pmus: usize,
    /// Row groups in a tile.
    pub row_beats: u32,
    /// Lines in a tile, where tiles are whole lines; else 0.
    pub lines: u32,
    /// Beats of lanes in a tile.
    pub lane_beats: u32,
    /// Fold words in a buffer of the held factor.
    pub held_chunk: u32,
    /// Fold words in a buffer of the flowing factor.
    pub flow_chunk: u32,
    /// Whether the scratchpads keep the held factor while tiles repeat it.
    pub held_kept: bool,
    /// The same of the flowing factor.
    pub flow_kept: bool,
    /// Order of tiles.
    pub sweep: Sweep,
    /// How the factors lie.
    pub held_along: Along,
    /// How the factors lie.
    pub flow_along: Along,
    /// Estimated cycles.
    pub estimate: Estimate,
}

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
    /// Before the first product.
    pub start: f64,
    /// After the last product.
    pub tail: f64,
}

/// Cycles from go to the first product and from the last sum to memory, beside those of loads and stores.
const PATH: f64 = 110.0;
/// Cycles that a load is on its way: the memory that plans are made for answers after 40.
const LATENCY: f64 = 48.0;
/// Beats under way that keep the memory port busy, of all loads together.
const IN_FLIGHT: f64 = 128.0;
/// Cycles for which buffers ahead of use should last.
const AHEAD: u32 = 512;
/// Tiles that are followed one by one; of more only the first are.
const FOLLOWED: u32 = 512;

impl Plan {
    /// Rows of the output that one beat group of all units covers.
    pub fn group_rows(&self) -> u32 {
        (self.held_pmus * self.deal * self.beat_rows()) as u32
    }

    /// Rows in one beat of the held factor.
    pub fn beat_rows(&self) -> usize {
        self.shared * self.stages
    }

    /// Rows in a tile.
    pub fn tile_rows(&self) -> u32 {
        self.row_beats * self.group_rows()
    }

    /// Elements along lanes in a tile.
    pub fn tile_lanes(&self, spec: &FabricSpec) -> u32 {
        self.lane_beats * spec.lanes as u32
    }

    /// Tiles down and across.
    pub fn tiles(&self, spec: &FabricSpec, e: &Extents) -> (u32, u32) {
        (e.rows.div_ceil(self.tile_rows()), e.lanes.div_ceil(self.tile_lanes(spec)))
    }

    /// Words from one fold position to the next in a buffer of a turned flowing factor: an odd number of bank rows.
    pub fn flow_pitch(&self, spec: &FabricSpec) -> u32 {
        let rows = self.lane_beats + u32::from(self.lane_beats % 2 == 0);
        rows * spec.lanes as u32
    }

    /// Words from one fold position to the next in a buffer of the held factor in lines: odd, so that positions side
    /// by side lie in different banks.
    pub fn held_pitch(&self) -> u32 {
        self.tile_rows() | 1
    }

    /// Words in a buffer of the held factor.
    pub fn held_buffer(&self, spec: &FabricSpec) -> u32 {
        if self.lines > 0 {
            return self.held_chunk * self.held_pitch();
        }
        self.row_beats * self.deal as u32 * self.held_chunk * spec.lanes as u32
    }

    /// Words in a buffer of the flowing factor.
    pub fn flow_buffer(&self, spec: &FabricSpec) -> u32 {
        match self.flow_along {
            Along::Output => self.tile_lanes(spec),
            Along::Fold => self.flow_chunk * self.flow_pitch(spec),
        }
    }

    /// Buffers of the held factor that are read before one is repeated.
    pub fn held_pass(&self, spec: &FabricSpec, e: &Extents) -> u32 {
        let strips = if self.sweep == Sweep::Rows { self.tiles(spec, e).0 } else { 1 };
        strips * e.outer * e.inner.div_ceil(self.held_chunk)
    }

    /// Buffers of the flowing factor that are read before one is repeated.
    pub fn flow_pass(&self, spec: &FabricSpec, e: &Extents) -> u32 {
        let strips = if self.sweep == Sweep::Columns { self.tiles(spec, e).1 } else { 1 };
        strips * e.outer * e.inner.div_ceil(self.flow_chunk)
    }

    /// Buffers that fit a memory unit.
    fn most_buffers(spec: &FabricSpec, words: u32) -> u32 {
        (spec.pmu_words() as u32 / words.max(1)).min(1 << BUFFER_BITS)
    }

    /// Buffers of the held factor: two passes if one is kept, so that the next is loaded while the last is used.
    pub fn held_buffers(&self, spec: &FabricSpec, e: &Extents) -> u32 {
        let ahead =
            if self.held_kept { 2 * self.held_pass(spec, e) } else { self.ahead(self.held_chunk) };
        ahead.min(Self::most_buffers(spec, self.held_buffer(spec)))
    }

    /// Buffers of the flowing factor. Of what is not kept no more is loaded ahead than hides the memory: the port is
    /// for what is needed first.
    pub fn flow_buffers(&self, spec: &FabricSpec, e: &Extents) -> u32 {
        let ahead =
            if self.flow_kept { 2 * self.flow_pass(spec, e) } else { self.ahead(self.flow_chunk) };
        ahead.min(Self::most_buffers(spec, self.flow_buffer(spec)))
    }

    /// Buffers of `chunk` fold words that last for [`AHEAD`] cycles.
    fn ahead(&self, chunk: u32) -> u32 {
        AHEAD.div_ceil(self.row_beats * self.lane_beats * chunk).max(2) + 1
    }

    /// Beats of the load buffers that the loads of the (flowing, held) factor leave unused: the memory port serves
    /// loads in the measure of what they have under way, and in the first tile both factors must arrive together. Later
    /// the factor that changes from tile to tile must not wait for what is loaded ahead of the other.
    pub fn withheld(&self, spec: &FabricSpec, e: &Extents) -> (u32, u32) {
        let rows = f64::from(self.tile_rows().min(e.rows));
        let lanes = f64::from(self.tile_lanes(spec).min(e.lanes));
        let favour = if self.sweep == Sweep::Columns { 0.9 } else { 1.05 };
        let held = IN_FLIGHT * favour * rows / (rows + lanes) / self.held_pmus as f64;
        let flow = IN_FLIGHT * lanes / (rows + lanes);
        // Whole rows, since a load asks for a burst only if all of it may be under way.
        let port = spec.memory_words() as f64;
        let left = |beats: f64, row: f64| {
            let row = (row / port).ceil();
            let used = ((beats / row).round().max(1.0) * row).max(4.0) as u32;
            (spec.ag.buffer_beats as u32).saturating_sub(used)
        };
        let (held_row, flow_row) = self.rows(spec, e);
        (left(flow, f64::from(flow_row)), left(held, f64::from(held_row)))
    }

    /// Words of a whole row of the loads of the (held, flowing) factor.
    fn rows(&self, spec: &FabricSpec, e: &Extents) -> (u32, u32) {
        let held = match self.held_along {
            Along::Fold => self.held_chunk.min(e.inner),
            Along::Output => (self.beat_rows() as u32).min(e.rows),
        };
        let flow = match self.flow_along {
            Along::Fold => self.flow_chunk.min(e.inner),
            Along::Output => self.tile_lanes(spec).min(e.lanes),
        };
        (held, flow)
    }

    /// Units used.
    pub fn usage(&self) -> Usage {
        Usage { pcus: self.pcus, pmus: self.held_pmus + 1, ags: self.held_pmus + 1 + self.pcus }
    }
}

impl Extents {
    /// The extents of `product`.
    pub fn new(view: &View, product: &Product) -> Extents {
        let extent = |axis: usize| view.axes[axis].extent;
        let moves = |factor: &super::pattern::Factor, axis: usize| factor.address.of(axis) != 0;
        let batch = |still: &dyn Fn(usize) -> bool| -> u32 {
            product.batch.iter().filter(|&&axis| still(axis)).map(|&axis| extent(axis)).product()
        };
        let (_, outer) = product.folded.split_last().expect("a fold has an axis");
        let lines = product.lines.map(extent);
        let per_word = match view.output.ty {
            Storage::I8 => 4,
            Storage::Bf16 => 2,
            _ => 1,
        };
        Extents {
            lanes: extent(product.lanes),
            rows: extent(product.rows) * lines.unwrap_or(1),
            line: if lines.is_some() { extent(product.rows) } else { 0 },
            inner: product.inner_words(view),
            outer: outer.iter().map(|&axis| extent(axis)).product(),
            batch: batch(&|_| true),
            flow_batch: batch(&|axis| !moves(&product.flow, axis)),
            held_batch: batch(&|axis| !moves(&product.held, axis)),
            per_word,
        }
    }
}

/// The best tiling within `had`.
///
/// # Errors
/// What no tiling has enough of.
pub fn best(
    spec: &FabricSpec,
    e: &Extents,
    had: Usage,
    (held_along, flow_along): (Along, Along),
) -> Result<Plan, Shortage> {
    let search = Search { spec, e, had, held_along, flow_along };
    let mut best: Option<Plan> = None;
    for units in search.units() {
        for plan in search.tiles(units) {
            let better = |old: &Plan| {
                let (new, old) = (plan.estimate.cycles, old.estimate.cycles);
                // A hundredth is not worth more units.
                new < 0.99 * old || (new < old && plan.usage() == best.map_or(plan, |b| b).usage())
            };
            if best.as_ref().is_none_or(better) {
                best = Some(plan);
            }
        }
    }
    best.ok_or(Shortage {
        resource: Resource::PmuWords,
        needed: spec.pmu_words() + 1,
        had: spec.pmu_words(),
    })
}

/// A plan without tiles: units and how they share.
#[derive(Clone, Copy)]
struct Units {
    pcus: usize,
    stages: usize,
    shared: usize,
    deal: usize,
    held_pmus: usize,
}

/// What a load of `count` rows costs.
struct Load {
    /// Beats of the memory port.
    beats: f64,
    /// Cycles if nothing else uses the port.
    cycles: f64,
}

impl Load {
    fn new(spec: &FabricSpec, row: u32, count: f64, withheld: u32) -> Load {
        let beats = row.div_ceil(spec.memory_words() as u32) as usize;
        let window = spec.ag.buffer_beats - withheld as usize;
        let on_the_way = window.min(spec.ag.rows_in_flight * beats) as f64;
        let beats = beats as f64 * count;
        Load { beats, cycles: beats * (LATENCY / on_the_way).max(1.0) }
    }
}

struct Search<'a> {
    spec: &'a FabricSpec,
    e: &'a Extents,
    had: Usage,
    held_along: Along,
    flow_along: Along,
}

impl Search<'_> {
    /// Numbers of units worth trying, fewest first.
    fn units(&self) -> Vec<Units> {
        let stages = self.spec.pcu.stages.min(self.spec.lanes);
        let shared = self.spec.lanes / stages;
        let mut list = Vec::new();
        for pcus in 1..=self.had.pcus {
            for deal in 1..=(1usize << DEAL_BITS) {
                let shared = shared.min(pcus);
                let held_pmus = pcus.div_ceil(shared * deal);
                let even = pcus % (shared * deal) == 0;
                let fits = held_pmus < self.had.pmus && held_pmus + 1 + pcus <= self.had.ags;
                // Units beyond the rows would idle.
                let used = (pcus - 1) * stages < self.e.rows as usize;
                if even && fits && used {
                    list.push(Units { pcus, stages, shared, deal, held_pmus });
                    break;
                }
            }
        }
        list
    }

    fn tiles(&self, u: Units) -> Vec<Plan> {
        let (spec, e) = (self.spec, self.e);
        let most = spec.pcu.accumulators as u32;
        let group = (u.held_pmus * u.deal * u.shared * u.stages) as u32;
        let row_most = most.min(e.rows.div_ceil(group));
        let lane_most = most.min(e.lanes.div_ceil(spec.lanes as u32));
        // Tiles of whole lines and whole groups, for one memory unit whose rows come in their order.
        let in_lines = |&row_beats: &u32| {
            let alone = u.held_pmus * u.deal == 1 && self.held_along == Along::Fold;
            e.line == 0 || (alone && (row_beats * group).is_multiple_of(e.line))
        };
        let mut plans = Vec::new();
        for row_beats in (1..=row_most).filter(in_lines) {
            for lane_beats in (1..=lane_most).filter(|&beats| row_beats * beats <= most) {
                for sweep in [Sweep::Columns, Sweep::Rows] {
                    for chunk in self.chunks(u) {
                        let flow_chunk = if self.flow_along == Along::Fold { chunk } else { 1 };
                        let plan = Plan {
                            pcus: u.pcus,
                            stages: u.stages,
                            shared: u.shared,
                            deal: u.deal,
                            held_pmus: u.held_pmus,
                            row_beats,
                            lines: if e.line > 0 { row_beats * group / e.line } else { 0 },
                            lane_beats,
                            held_chunk: chunk,
                            flow_chunk,
                            held_kept: false,
                            flow_kept: false,
                            sweep,
                            held_along: self.held_along,
                            flow_along: self.flow_along,
                            estimate: Estimate::default(),
                        };
                        plans.extend(self.keep(plan));
                    }
                }
            }
        }
        plans
    }

    /// Fold words in a buffer: from a beat of memory on. With several loads of one factor rows are longer, else the
    /// port, which serves loads in turn, would give the other factor too little.
    fn chunks(&self, u: Units) -> Vec<u32> {
        let (lanes, port) = (self.spec.lanes as u32, self.spec.memory_words() as u32);
        let least = if u.held_pmus > 1 { (2 * port).min(lanes) } else { port.min(lanes) };
        let mut list = [least, lanes, 2 * lanes, 4 * lanes].map(|n| n.min(self.e.inner)).to_vec();
        list.dedup();
        list
    }

    /// With what the scratchpads can keep, and the estimate; none if not even two buffers fit.
    fn keep(&self, mut plan: Plan) -> Option<Plan> {
        let (spec, e) = (self.spec, self.e);
        let held = Plan::most_buffers(spec, plan.held_buffer(spec));
        let flow = Plan::most_buffers(spec, plan.flow_buffer(spec));
        if held < 2 || flow < 2 {
            return None;
        }
        let (down, across) = plan.tiles(spec, e);
        if plan.lines > 0 && across > 1 {
            return None;
        }
        plan.held_kept = across > 1 && plan.held_pass(spec, e) <= held;
        plan.flow_kept = down > 1 && plan.flow_pass(spec, e) <= flow;
        plan.estimate = self.estimate(&plan);
        Some(plan)
    }

    /// Follows the tiles: loads in order of use as far ahead as buffers allow, products when their words are there,
    /// results through the port as tiles end.
    fn estimate(&self, plan: &Plan) -> Estimate {
        let (spec, e) = (self.spec, self.e);
        let (held_buffers, flow_buffers) = (plan.held_buffers(spec, e), plan.flow_buffers(spec, e));
        let port = spec.memory_words() as f64;
        let fold = f64::from(e.inner) * f64::from(e.outer);
        let (down, across) = plan.tiles(spec, e);
        let apart = (spec.numbers.op_latency + 1) as f64;
        let (tile_rows, tile_lanes) = (plan.tile_rows(), plan.tile_lanes(spec));
        let size = |extent: u32, tile: u32, at: u32| tile.min(extent - at * tile);
        let (mut read, mut done, mut written, mut before) = (0f64, 0f64, 0f64, 0f64);
        let mut sum = Estimate::default();
        let batch = e.batch.min(FOLLOWED.div_ceil(down * across).max(1));
        let mut followed = 0u32;
        for _ in 0..batch {
            for tile in 0..down * across {
                let (it, jt) = match plan.sweep {
                    Sweep::Columns => (tile / across, tile % across),
                    Sweep::Rows => (tile % down, tile / down),
                };
                let rows = size(e.rows, tile_rows, it);
                let lanes = size(e.lanes, tile_lanes, jt);
                let groups = rows.div_ceil(plan.group_rows());
                let beats = lanes.div_ceil(spec.lanes as u32);
                let ways = f64::from(groups * beats).max(apart);
                let compute = fold * ways.max(f64::from(groups) * plan.deal as f64);
                let held_new = match plan.sweep {
                    Sweep::Columns => jt == 0 || !plan.held_kept,
                    Sweep::Rows => jt == 0 || !plan.held_kept,
                };
                let flow_new = it == 0 || !plan.flow_kept;
                let (mut words, mut alone) = (0f64, 0f64);
                let (flow_withheld, held_withheld) = plan.withheld(spec, e);
                if held_new {
                    let (row, count) = match plan.held_along {
                        Along::Fold => {
                            let chunks = f64::from(e.inner.div_ceil(plan.held_chunk) * e.outer);
                            (plan.held_chunk.min(e.inner), f64::from(rows) * chunks)
                        }
                        Along::Output => {
                            let beat = plan.beat_rows() as u32;
                            (beat.min(rows), f64::from(rows.div_ceil(beat)) * fold)
                        }
                    };
                    let load = Load::new(spec, row, count, held_withheld);
                    words += load.beats;
                    alone = load.cycles / plan.held_pmus as f64;
                }
                if flow_new {
                    let (row, count) = match plan.flow_along {
                        Along::Output => (lanes, fold),
                        Along::Fold => {
                            let chunks = f64::from(e.inner.div_ceil(plan.flow_chunk) * e.outer);
                            (plan.flow_chunk.min(e.inner), f64::from(lanes) * chunks)
                        }
                    };
                    let load = Load::new(spec, row, count, flow_withheld);
                    words += load.beats;
                    alone = alone.max(load.cycles);
                }
                // Loads run ahead of their tile by what the buffers hold.
                let ahead_flow = f64::from(flow_buffers * plan.flow_chunk) / fold;
                let ahead_held = f64::from(held_buffers * plan.held_chunk) / fold;
                let ahead = compute * ahead_flow.min(ahead_held).min(2.0);
                let loads = words.max(alone);
                let from = read.max(done - ahead);
                read = from + loads;
                // A buffer is read when it is whole.
                let buffer = f64::from(plan.held_chunk.max(plan.flow_chunk)) / fold;
                let first = from + loads * buffer.min(1.0);
                done =
                    (done.max(before).max(first) + compute).max(read + compute * buffer.min(1.0));
                if followed == 0 {
                    sum.start = done - compute;
                }
                let out = f64::from(rows) * f64::from(lanes.div_ceil(e.per_word * port as u32));
                before = written;
                written = written.max(done) + out;
                sum.compute += compute;
                sum.reads += words;
                sum.writes += out;
                followed += 1;
            }
        }
        sum.tail = written - done;
        let scale = f64::from(e.batch) / f64::from(batch);
        let body = written - sum.start - sum.tail;
        sum.compute *= scale;
        sum.reads *= scale;
        sum.writes *= scale;
        let ports = sum.reads.max(sum.writes);
        sum.start += PATH;
        sum.cycles = (body * scale).max(ports) + sum.start + sum.tail;
        sum
    }
}
