//! Tiles for a sum of products, and what they cost.
//!
//! In: a product and a fabric. Out: the tiling with the fewest estimated cycles, and with it what bounds them. Every
//! compute unit takes the same stream of the factor that flows, and its own rows of the factor that is held; a tile is
//! what one bank of accumulators of all units holds.

use super::estimate::{Estimate, estimate};
use super::following::Extra;
use super::pattern::Product;
use super::window::{Image, Window};
use crate::lower::mapping::Usage;
use crate::lower::refusal::{Resource, Shortage};
use crate::lower::view::View;
use kiln_arch::FabricSpec;
use kiln_arch::config::{BUFFER_BITS, DEAL_BITS};

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

/// What follows in one go of the rows that a memory unit has of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// The rows of a turn.
    Turn,
    /// All.
    Tile,
    /// A line.
    Lines,
}

/// A buffer of the held factor: blocks of all fold positions of a buffer, in each of which some rows lie side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blocks {
    /// Blocks: one of all rows if they come from one memory unit, else one for each turn.
    pub count: u32,
    /// Words from one fold position to the next. What is turned must have positions side by side in different banks: the pitch is
    /// odd, or that of a beat with skewed banks.
    pub pitch: u32,
    /// Whether banks are skewed.
    pub skew: bool,
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
    /// Units for what follows the sums.
    pub extra: Extra,
    /// Compute units that take their rows from the same beat.
    pub shared: usize,
    /// Turns in which held rows are dealt to the units of one memory unit.
    pub deal: usize,
    /// Memory units of the held factor.
    pub held_pmus: usize,
    /// Row groups in a tile.
    pub row_beats: u32,
    /// Lines in a tile, where tiles are whole lines; else 0.
    pub lines: u32,
    /// What is kept of an image, of which tiles are whole lines.
    pub window: Option<Window>,
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

/// Beats under way that keep the memory port busy, of all loads together.
const IN_FLIGHT: f64 = 128.0;
/// Cycles for which buffers ahead of use should last.
const AHEAD: u32 = 512;

impl Plan {
    /// Rows of the output that one beat group of all units covers.
    pub fn group_rows(&self) -> u32 {
        self.held_pmus as u32 * self.share_rows()
    }

    /// Rows of the held factor in one turn: a beat for the units that share it, or several for one unit with more rows
    /// than a beat has.
    pub fn turn_rows(&self) -> usize {
        self.shared * self.stages
    }

    /// Beats of one turn.
    pub fn turn_beats(&self, spec: &FabricSpec) -> usize {
        self.turn_rows().div_ceil(spec.lanes)
    }

    /// Rows of a beat group that come from one memory unit.
    pub fn share_rows(&self) -> u32 {
        (self.deal * self.turn_rows()) as u32
    }

    /// How the rows that a memory unit has of a tile follow each other in the held factor.
    pub fn run(&self, e: &Extents) -> Run {
        // Of a row in memory all is loaded, or nothing.
        let whole = self.held_along == Along::Fold || e.rows.is_multiple_of(self.group_rows());
        match self.lines {
            0 if whole && self.held_pmus == 1 => Run::Tile,
            0 => Run::Turn,
            _ => Run::Lines,
        }
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

    /// Words of a buffer of a turned flowing factor from one fold position, and from one element along lanes, to the next, with
    /// skewed banks: what is side by side lies a bank row apart, or fold positions an odd number of them.
    pub fn flow_places(&self, spec: &FabricSpec) -> (u32, u32) {
        let lanes = spec.lanes as u32;
        let rows = self.lane_beats + u32::from(self.lane_beats.is_multiple_of(2));
        if self.flow_chunk == lanes { (1, lanes) } else { (rows * lanes, 1) }
    }

    /// How the held factor lies in a buffer.
    pub fn held_blocks(&self, spec: &FabricSpec) -> Blocks {
        let turned = self.held_along == Along::Fold;
        let (count, rows) = match self.held_pmus {
            1 => (1, self.tile_rows()),
            _ => (self.row_beats * self.deal as u32, self.turn_rows() as u32),
        };
        let lanes = spec.lanes as u32;
        let (skew, pitch) = match count {
            1 => (false, rows | u32::from(turned)),
            _ if rows <= lanes => (turned, lanes),
            _ => (false, rows | u32::from(turned)),
        };
        Blocks { count, pitch, skew }
    }

    /// Words in a buffer of the held factor.
    pub fn held_buffer(&self, spec: &FabricSpec) -> u32 {
        if let Some(window) = self.window {
            return window.buffer();
        }
        let Blocks { count, pitch, .. } = self.held_blocks(spec);
        count * self.held_chunk * pitch
    }

    /// Words in a buffer of the flowing factor.
    pub fn flow_buffer(&self, spec: &FabricSpec) -> u32 {
        match self.flow_along {
            Along::Output => self.tile_lanes(spec),
            Along::Fold => {
                let (fold, lane) = self.flow_places(spec);
                if fold == 1 { self.tile_lanes(spec) * lane } else { self.flow_chunk * fold }
            }
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
        let ahead = match self.window {
            Some(window) => self.strips(spec, e, window).min(2),
            None if self.held_kept => 2 * self.held_pass(spec, e),
            None => self.ahead(self.held_chunk),
        };
        ahead.min(Self::most_buffers(spec, self.held_buffer(spec)))
    }

    /// Strips of images.
    fn strips(&self, spec: &FabricSpec, e: &Extents, window: Window) -> u32 {
        self.tiles(spec, e).0 / window.strip * e.batch
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
        if self.window.is_some() {
            return (0, 0);
        }
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
    pub fn rows(&self, spec: &FabricSpec, e: &Extents) -> (u32, u32) {
        let held = match (self.held_along, self.run(e)) {
            (Along::Fold, _) => self.held_chunk.min(e.inner),
            (_, Run::Turn) => (self.turn_rows() as u32).min(e.rows),
            (_, Run::Tile | Run::Lines) => self.tile_rows().min(e.rows),
        };
        let flow = match self.flow_along {
            Along::Fold => self.flow_chunk.min(e.inner),
            Along::Output => self.tile_lanes(spec).min(e.lanes),
        };
        (held, flow)
    }

    /// Units used.
    pub fn usage(&self) -> Usage {
        let Extra { pcus, own, shared, .. } = self.extra;
        Usage {
            pcus: self.pcus * (1 + pcus),
            pmus: self.held_pmus + 1,
            ags: self.held_pmus + 1 + self.pcus * (1 + own) + shared,
        }
    }
}

impl Extents {
    /// The extents of `product`.
    pub fn new(view: &View, product: &Product) -> Extents {
        let extent = |axis: usize| view.axes[axis].extent;
        let (_, outer) = product.folded.split_last().expect("a fold has an axis");
        let lines = product.lines.map(extent);
        Extents {
            lanes: extent(product.lanes),
            rows: extent(product.rows) * lines.unwrap_or(1),
            line: if lines.is_some() { extent(product.rows) } else { 0 },
            inner: product.inner_words(view),
            outer: outer.iter().map(|&axis| extent(axis)).product(),
            batch: product.batch.iter().map(|&axis| extent(axis)).product(),
            per_word: view.output.ty.per_word() as u32,
        }
    }
}

/// What a plan may use.
#[derive(Clone, Copy, Debug)]
pub struct Within<'a> {
    /// Units.
    pub had: Usage,
    /// The first stages of compute units, which sum: a row each.
    pub stages: usize,
    /// Units of these that do something else.
    pub extra: Extra,
    /// The image that the held factor moves over.
    pub image: Option<&'a Image>,
}

/// The best tiling `within` what there is, of those that can be made: `check` says what a unit has too few of for one.
///
/// # Errors
/// What no tiling has enough of.
pub fn best(
    spec: &FabricSpec,
    e: &Extents,
    within: Within<'_>,
    (held_along, flow_along): (Along, Along),
    check: impl Fn(&Plan) -> Result<(), Shortage>,
) -> Result<Plan, Shortage> {
    let search = Search { spec, e, within, held_along, flow_along };
    let mut best: Option<Plan> = None;
    let mut lacking = None;
    for units in search.units() {
        for plan in search.tiles(units) {
            let better = |old: &Plan| {
                let (new, old) = (plan.estimate.cycles, old.estimate.cycles);
                // A hundredth is not worth more units.
                new < 0.99 * old || (new < old && plan.usage() == best.map_or(plan, |b| b).usage())
            };
            if best.as_ref().is_none_or(better) {
                match check(&plan) {
                    Ok(()) => best = Some(plan),
                    Err(shortage) => lacking = lacking.or(Some(shortage)),
                }
            }
        }
    }
    let (needed, had) = (spec.pmu_words() + 1, spec.pmu_words());
    best.ok_or(lacking.unwrap_or(Shortage { resource: Resource::PmuWords, needed, had }))
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

struct Search<'a> {
    spec: &'a FabricSpec,
    e: &'a Extents,
    within: Within<'a>,
    held_along: Along,
    flow_along: Along,
}

impl Search<'_> {
    /// Numbers of units worth trying, fewest first.
    fn units(&self) -> Vec<Units> {
        let Within { had, stages, extra, .. } = self.within;
        let shared = (self.spec.lanes / stages).max(1);
        let beats = stages.div_ceil(self.spec.lanes);
        let mut list = Vec::new();
        for pcus in 1..=had.pcus / (1 + extra.pcus) {
            for deal in 1..=(1usize << DEAL_BITS) / beats {
                let shared = shared.min(pcus);
                let held_pmus = pcus.div_ceil(shared * deal);
                let even = pcus % (shared * deal) == 0;
                let ags = held_pmus + 1 + pcus * (1 + extra.own) + extra.shared;
                let fits = held_pmus < had.pmus && ags <= had.ags;
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
                            extra: self.within.extra,
                            shared: u.shared,
                            deal: u.deal,
                            held_pmus: u.held_pmus,
                            row_beats,
                            lines: (row_beats * group).checked_div(e.line).unwrap_or(0),
                            window: None,
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
                        plans.extend(self.windows(plan).filter_map(|plan| self.keep(plan)));
                    }
                }
            }
        }
        plans
    }

    /// The same plan with strips of an image kept: equal ones, of whole lines that are whole groups of rows.
    fn windows(&self, plan: Plan) -> impl Iterator<Item = Plan> {
        let (spec, e, group) = (self.spec, self.e, plan.group_rows());
        let even = plan.lines > 0
            && e.line.is_multiple_of(group)
            && (e.rows / e.line).is_multiple_of(plan.lines);
        let image = self.within.image.filter(|_| even && plan.sweep == Sweep::Columns);
        let down = plan.tiles(spec, e).0;
        let strips = (1..=down).filter(move |&strip| down.is_multiple_of(strip));
        strips.filter_map(move |strip| {
            let window = image?.window(spec, (e.line, e.inner), (plan.lines, strip))?;
            Some(Plan { window: Some(window), held_chunk: e.inner, ..plan })
        })
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
        let least = plan.window.map_or(2, |window| plan.strips(spec, e, window).min(2));
        if held < least || flow < 2 {
            return None;
        }
        let (down, across) = plan.tiles(spec, e);
        let window = plan.window.is_some();
        if plan.lines > 0 && across > 1 && !window {
            return None;
        }
        plan.held_kept = across > 1 && !window && plan.held_pass(spec, e) <= held;
        plan.flow_kept = down > 1 && plan.flow_pass(spec, e) <= flow;
        plan.estimate = estimate(&plan, spec, e);
        Some(plan)
    }
}
