//! How an access becomes a stream: straight from memory, or through a tile in a PMU.
//!
//! In: an access and the loops that take its beats. Out: the configurations of an AG and perhaps a PMU, and what they
//! cost. All addresses are proved to be free of bank conflicts here.

use super::nest::{Extent, Loop, Nest, Split, counters};
use super::refusal::{Resource, Shortage};
use super::view::{Access, Linear, flat};
use kiln_arch::FabricSpec;
use kiln_arch::config::{Affine, AgConfig, PmuConfig, direction, width};

/// Estimated cycles of a stream.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Beats that the memory port reads.
    pub reads: f64,
    /// Beats that it writes.
    pub writes: f64,
    /// Cycles of the slowest unit of the stream.
    pub unit: f64,
    /// Cycles before the first beat can leave.
    pub start: f64,
}

/// A stream from memory.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Loads from memory.
    pub ag: AgConfig,
    /// Holds a tile, if there is one.
    pub pmu: Option<PmuConfig>,
    /// Words of a tile.
    pub tile_words: u32,
    /// Whether the stream comes out of a scalar port.
    pub scalar: bool,
    /// What it costs.
    pub cost: Cost,
}

/// A stream to memory.
#[derive(Clone, Debug)]
pub struct StorePlan {
    /// Stores to memory.
    pub ag: AgConfig,
    /// Joins scalar beats to the vectors that packed rows are stored from.
    pub pmu: Option<PmuConfig>,
    /// What it costs.
    pub cost: Cost,
}

/// Port beats of rows of so many elements.
fn port_beats(spec: &FabricSpec, rows: f64, elements: f64, width: u32) -> f64 {
    let words = (elements / width::elements(width) as f64).max(1.0);
    // A row starts anywhere in a beat.
    rows * (words / spec.memory_words() as f64 + 0.75).max(1.0)
}

/// A tensor in memory: its address in words, and how AGs take its elements.
#[derive(Clone, Copy, Debug)]
pub struct Tensor {
    /// Word address.
    pub base: u32,
    /// A value of [`width`].
    pub width: u32,
}

impl Tensor {
    /// The word of element `at`, if the element is its first.
    fn word(self, at: i64) -> Result<i64, Shortage> {
        let packed = width::elements(self.width) as i64;
        let starts = at % packed == 0;
        Shortage::check(Resource::PackedTensors, 1, usize::from(starts))?;
        Ok(at / packed)
    }

    /// The word address of element `place` over the loops of `nest`, whose level 0 is level `shift`.
    fn address(
        self,
        nest: &Nest,
        (levels, shift): (usize, usize),
        place: &Linear,
    ) -> Result<Affine, Shortage> {
        let mut affine = Affine::new(levels);
        affine.base = (i64::from(self.base) + self.word(place.constant)?) as u32;
        for (at, l) in nest.loops.iter().rev().enumerate().filter(|(_, l)| l.count > 1) {
            let stride = place.of(l.axis).wrapping_mul(i64::from(l.step));
            // The level over lanes is a row.
            let row = at == 0 && nest.vector && self.width != width::WORD;
            affine.strides[at + shift] = if row { 0 } else { self.word(stride)? as u32 };
        }
        Ok(affine)
    }

    /// Narrow elements come in vectors of whole words only.
    fn check_lanes(self, spec: &FabricSpec) -> Result<(), Shortage> {
        Shortage::check(Resource::LanesOfWord, width::elements(self.width), spec.lanes)
    }
}

/// Whether the innermost loop runs over neighbouring elements.
fn is_contiguous(nest: &Nest, place: &Linear) -> bool {
    nest.loops.last().is_some_and(|l| place.of(l.axis).wrapping_mul(l.step.into()) == 1)
}

/// An AG that runs over the loops `nest` of a tensor, at element `place` of it. Elements of words go through the scalar
/// port if the nest has no lanes; narrow ones always go through the vector port.
fn row_unit(
    spec: &FabricSpec,
    nest: &Nest,
    place: &Linear,
    tensor: Tensor,
) -> Result<(AgConfig, Cost), Shortage> {
    tensor.check_lanes(spec)?;
    let levels = spec.ag.counter_levels;
    let contiguous = is_contiguous(nest, place);
    if nest.vector && !contiguous {
        return Err(Shortage { resource: Resource::Access, needed: 1, had: 0 });
    }
    // Without a row, each element is a row of its own below the loops.
    let shift = usize::from(!contiguous);
    let mut ag = AgConfig::new(spec);
    ag.enable = 1;
    ag.width = tensor.width;
    ag.scalar = (!nest.vector && tensor.width == width::WORD).into();
    ag.counters = nest.counters(spec, levels, shift)?;
    ag.counters.vector = 0;
    let row = Nest { vector: contiguous, ..nest.clone() };
    ag.address = tensor.address(&row, (levels, shift), place)?;
    ag.marks = nest.marks(&nest.loops, shift);
    let elements = Nest { vector: false, ..nest.clone() }.beats(1);
    let rows = if contiguous {
        Nest { loops: nest.loops[..nest.loops.len() - 1].to_vec(), vector: false }.beats(1)
    } else {
        elements
    };
    let port = port_beats(spec, rows, elements / rows, tensor.width);
    let unit = port.max(nest.beats(spec.lanes));
    let cost = Cost { reads: port, unit, ..Cost::default() };
    Ok((ag, cost))
}

/// A stream straight from memory in the order of `taken`.
pub fn direct(
    spec: &FabricSpec,
    access: &Access,
    taken: &Nest,
    base: u32,
) -> Result<Plan, Shortage> {
    let tensor = Tensor { base, width: access.width };
    let scalar = !taken.vector;
    if scalar && tensor.width != width::WORD {
        return Err(Shortage { resource: Resource::PackedTensors, needed: 1, had: 0 });
    }
    let (ag, cost) = row_unit(spec, taken, &flat(&access.stored()), tensor)?;
    Ok(Plan { ag, pmu: None, tile_words: 0, scalar, cost })
}

/// A stream of loops `nest` to element `place` of a tensor.
pub fn store(
    spec: &FabricSpec,
    nest: &Nest,
    place: &Linear,
    tensor: Tensor,
) -> Result<StorePlan, Shortage> {
    let (mut ag, cost) = row_unit(spec, nest, place, tensor)?;
    ag.direction = direction::STORE;
    let mut cost = Cost { reads: 0.0, writes: cost.reads, ..cost };
    let joins = !nest.vector && tensor.width != width::WORD;
    let pmu = if joins {
        cost.unit = cost.unit.max(nest.beats(1));
        Some(joined(spec, nest, is_contiguous(nest, place))?)
    } else {
        None
    };
    Ok(StorePlan { ag, pmu, cost })
}

/// A PMU that makes vectors of the scalar beats of each run of the innermost loop, or of each beat if that is no row.
fn joined(spec: &FabricSpec, nest: &Nest, row: bool) -> Result<PmuConfig, Shortage> {
    let levels = spec.pmu.counter_levels;
    let words = nest.loops.last().filter(|_| row).map_or(1, |l| l.count);
    Shortage::check(Resource::PmuWords, words as usize, spec.pmu_words())?;
    let vectors = Nest { vector: row, ..nest.clone() };
    let mut pmu = PmuConfig::new(spec);
    pmu.write.counters = nest.counters(spec, levels, 0)?;
    pmu.write.scalar = 1;
    pmu.read.counters = vectors.counters(spec, levels, 0)?;
    for (side, lanes) in [(&mut pmu.write, 1), (&mut pmu.read, spec.lanes as u32)] {
        side.enable = 1;
        side.advance = row.into();
        side.marks = nest.marks(&nest.loops, 0);
        if words > lanes {
            side.address.strides[0] = lanes;
        }
    }
    pmu.read.address.lane = row.into();
    if 2 * words as usize <= spec.pmu_words() {
        (pmu.buffers, pmu.buffer_stride) = (1, words);
    }
    Ok(pmu)
}

/// One dimension of a tile.
#[derive(Clone, Copy, Debug)]
struct Side {
    /// Elements in memory from one index to the next.
    stride: i64,
    /// Indices, when no loop is cut short.
    width: i64,
    /// Level of pieces, and the width in the last one.
    ragged: Option<(Loop, i64)>,
    /// Words in the tile from one index to the next.
    pitch: i64,
}

/// The part of an access that a tile holds: what the inner loops reach.
struct Tile<'a> {
    /// Dimensions of the tensor as it is stored, and the access.
    dims: Vec<(i64, Linear)>,
    outer: &'a [Loop],
    sides: Vec<Side>,
    /// Lowest index of each dimension, relative to the access with all inner loops at 0.
    low: Vec<i64>,
    /// Elements of a word of memory.
    packed: i64,
    /// Whole rows are held, since what the inner loops reach does not always start at a whole word: the place in a row
    /// depends on the outer loops too.
    whole_rows: bool,
}

/// How much of an axis the inner loops cover, and how that is cut.
fn covered(inner: &[Loop], l: &Loop) -> (i64, Option<Split>) {
    match (l.split, inner.iter().find(|o| o.axis == l.axis && o.step > 1)) {
        (Some(split), Some(_)) => {
            (i64::from(split.tile) * i64::from(split.count - 1) + i64::from(split.last), None)
        }
        _ => (i64::from(l.count), l.ragged()),
    }
}

/// Whether an index stays within one row of so many elements: not if it runs over several as one axis.
fn stays(index: &Linear, taken: &Nest, row: u32) -> bool {
    let (mut low, mut high) = (index.constant, index.constant);
    for (at, l) in taken.loops.iter().enumerate() {
        let extent = |l: &Loop| match l.split {
            Some(split) => {
                i64::from(split.tile) * i64::from(split.count - 1) + i64::from(split.last)
            }
            None => (i64::from(l.count) - 1) * i64::from(l.step) + 1,
        };
        let same = || taken.loops.iter().filter(|other| other.axis == l.axis);
        if taken.loops[..at].iter().all(|other| other.axis != l.axis) {
            let most = same().map(extent).max().unwrap_or(1);
            let reach = index.of(l.axis).saturating_mul(most - 1);
            (low, high) = (low + reach.min(0), high + reach.max(0));
        }
    }
    low >= 0 && high < i64::from(row)
}

impl Side {
    /// What the inner loops reach of a dimension: the side, and the lowest index.
    fn reached(stride: i64, index: &Linear, inner: &[Loop]) -> Option<(Side, i64)> {
        let mut side = Side { stride, width: 1, ragged: None, pitch: 1 };
        let mut low = 0;
        let mut cut = None;
        for l in inner.iter().filter(|l| l.step == 1) {
            let c = index.of(l.axis);
            let (count, split) = covered(inner, l);
            if c == 0 {
                continue;
            }
            side.width += c.abs() * (count - 1);
            low += c.min(0) * (count - 1);
            if let Some(split) = split {
                // A tile that starts elsewhere in the last piece, or is cut twice, has no place in the counters.
                if c < 0 || cut.is_some() {
                    return None;
                }
                cut = Some((l, split, c));
            }
        }
        if let Some((l, split, c)) = cut {
            let pieces = Loop { axis: l.axis, step: split.tile, count: split.count, split: None };
            side.ragged = Some((pieces, side.width - c * i64::from(split.less())));
        }
        Some((side, low))
    }

    /// With `more` elements before the first.
    fn widened(mut self, more: i64) -> Side {
        self.width += more;
        self.ragged = self.ragged.map(|(l, short)| (l, short + more));
        self
    }
}

impl<'a> Tile<'a> {
    fn new(access: &Access, taken: &'a Nest, inner: usize) -> Option<Tile<'a>> {
        let (outer, inner) = taken.loops.split_at(taken.loops.len() - inner);
        let packed = width::elements(access.width) as i64;
        let dims = access.stored();
        let (sides, low, whole_rows) = (Vec::new(), Vec::new(), false);
        let mut tile = Tile { dims, outer, sides, low, packed, whole_rows };
        for at in 0..tile.dims.len() {
            let (stride, index) = &tile.dims[at];
            let reached = Side::reached(*stride, index, inner);
            let is_row = packed > 1 && at + 1 == tile.dims.len();
            let starts = |l: &Loop| index.of(l.axis) * i64::from(l.step) % packed == 0;
            let (side, low) = match reached {
                Some((side, low)) if !is_row => (side, low),
                Some((side, low)) if outer.iter().all(starts) => {
                    let before = (index.constant + low).rem_euclid(packed);
                    (side.widened(before), low - before)
                }
                _ if is_row && stays(index, taken, access.row) => {
                    tile.whole_rows = true;
                    let width = i64::from(access.row);
                    (Side { stride: *stride, width, ragged: None, pitch: 1 }, 0)
                }
                _ => return None,
            };
            tile.sides.push(side);
            tile.low.push(low);
        }
        Some(tile)
    }

    /// Dimensions that start where the outer loops say.
    fn moving(&self) -> usize {
        self.dims.len() - usize::from(self.whole_rows)
    }

    /// The element of the tensor at which the tile starts.
    fn start(&self) -> Linear {
        let dims = &self.dims[..self.moving()];
        let mut start = flat(dims);
        let low = dims.iter().zip(&self.low).map(|((stride, _), low)| stride * low);
        start.constant += low.sum::<i64>();
        start
    }

    /// Word of the tile, with all loops at 0.
    fn first(&self) -> i64 {
        let before = self.sides.iter().zip(&self.low).map(|(side, low)| -side.pitch * low);
        let rows = self.dims[self.moving()..].iter().map(|(_, index)| index.constant);
        before.sum::<i64>() + rows.sum::<i64>()
    }

    /// Words in the tile from one element of an axis to the next, over loops outside of the tile.
    fn outer_address(&self, axis: usize) -> i64 {
        self.dims[self.moving()..].iter().map(|(_, index)| index.of(axis)).sum()
    }

    /// Chooses pitches: dense if that is free of conflicts, else odd ones; `None` if neither is.
    fn set_pitches(&mut self, spec: &FabricSpec, lanes_loop: Option<Loop>) -> Option<()> {
        for odd in [false, true] {
            let mut pitch = 1;
            for side in self.sides.iter_mut().rev() {
                side.pitch = pitch;
                pitch *= side.width;
                if odd {
                    pitch |= 1;
                }
            }
            let Some(l) = lanes_loop else { return Some(()) };
            let stride = self.address(l.axis);
            let lanes = spec.lanes.min(l.count as usize) as i64;
            let apart = |d: i64| (stride * d).rem_euclid(spec.lanes as i64) != 0;
            if stride == 0 || (1..lanes).all(apart) {
                return Some(());
            }
        }
        None
    }

    /// Words in the tile from one element of an axis to the next.
    fn address(&self, axis: usize) -> i64 {
        let dims = self.dims.iter().zip(&self.sides);
        dims.map(|((_, index), side)| side.pitch * index.of(axis)).sum()
    }

    fn words(&self) -> i64 {
        1 + self.sides.iter().map(|s| s.pitch * (s.width - 1)).sum::<i64>()
    }

    /// Dimensions to load, outermost first, where rows that lie one after another both in memory and in the tile are
    /// one row. Packed elements always are in a row.
    fn rows(&self) -> Vec<Side> {
        let mut list: Vec<Side> = Vec::new();
        let row = if self.packed > 1 { self.sides.len() } else { 0 };
        let sides = self.sides.iter().enumerate().rev();
        for (_, &side) in sides.filter(|(at, s)| s.width > 1 || at + 1 == row) {
            match list.last_mut() {
                Some(row)
                    if row.stride == 1
                        && row.ragged.is_none()
                        && (side.stride, side.pitch) == (row.width, row.width) =>
                {
                    let w = row.width;
                    row.ragged = side.ragged.map(|(l, short)| (l, short * w));
                    row.width = side.width * w;
                }
                _ => list.push(side),
            }
        }
        list.reverse();
        list
    }
}

/// A stream through a tile that holds what the innermost `inner` loops of `taken` reach.
pub fn tiled(
    spec: &FabricSpec,
    access: &Access,
    taken: &Nest,
    inner: usize,
    base: u32,
) -> Result<Plan, Shortage> {
    let tensor = Tensor { base, width: access.width };
    tensor.check_lanes(spec)?;
    let impossible = Shortage { resource: Resource::Access, needed: 1, had: 0 };
    let mut tile = Tile::new(access, taken, inner).ok_or(impossible)?;
    tile.set_pitches(spec, taken.lanes_loop()).ok_or(impossible)?;
    let words = tile.words();
    Shortage::check(Resource::PmuWords, words as usize, spec.pmu_words())?;
    let rows = tile.rows();
    // Words that do not lie one after another are rows of one word, and fill the tile one by one.
    let single = rows.last().is_none_or(|r| r.stride != 1);
    let outer = Nest { loops: tile.outer.to_vec(), vector: false };
    let fills = outer.beats(1);

    let mut ag = AgConfig::new(spec);
    let shift = usize::from(single);
    let levels = spec.ag.counter_levels;
    ag.enable = 1;
    ag.counters = fill_counters(spec, levels, shift, &rows, &outer)?;
    ag.width = tensor.width;
    ag.address = tensor.address(&outer, (levels, rows.len() + shift), &tile.start())?;
    for (at, row) in rows.iter().rev().enumerate() {
        let is_row = at == 0 && !single;
        let stride = if is_row { row.stride } else { tensor.word(row.stride)? };
        ag.address.strides[at + shift] = stride as u32;
    }
    ag.marks = fill_marks(&rows, shift);

    let mut pmu = PmuConfig::new(spec);
    let levels = spec.pmu.counter_levels;
    let write = &mut pmu.write;
    write.enable = 1;
    write.counters = fill_counters(spec, levels, 0, &rows, &outer)?;
    write.counters.vector = (!single).into();
    for (at, row) in rows.iter().rev().enumerate() {
        let inc = if at == 0 && !single { spec.lanes as i64 } else { 1 };
        write.address.strides[at] = (row.pitch * inc) as u32;
    }
    write.address.lane = (!single).into();
    write.advance = rows.len() as u32;
    write.marks = fill_marks(&rows, 0);

    let read = &mut pmu.read;
    read.enable = 1;
    read.scalar = (!taken.vector).into();
    read.counters = taken.counters(spec, levels, 0)?;
    read.address = taken.affine(spec.lanes, (levels, 0), tile.first(), |axis| tile.address(axis));
    let around = taken.affine(spec.lanes, (levels, 0), 0, |axis| tile.outer_address(axis));
    read.address.strides[inner..].copy_from_slice(&around.strides[inner..]);
    read.advance = inner as u32;
    read.marks = taken.marks(&taken.loops, 0);

    let twice = fills > 1.0 && 2 * words <= spec.pmu_words() as i64;
    if twice {
        (pmu.buffers, pmu.buffer_stride) = (1, words as u32);
    }

    let row_words = if single { 1.0 } else { rows.last().map_or(1.0, |r| r.width as f64) };
    let loaded: f64 = rows.iter().map(|r| r.width as f64).product();
    let port = port_beats(spec, fills * loaded / row_words, row_words, tensor.width);
    let fill = port.max(fills * loaded / row_words * (row_words / spec.lanes as f64).ceil());
    let read = taken.beats(spec.lanes);
    let unit = if twice || fills <= 1.0 { fill.max(read) } else { fill + read };
    let cost = Cost { reads: port, writes: 0.0, unit, start: fill / fills };
    let scalar = !taken.vector;
    Ok(Plan { ag, pmu: Some(pmu), tile_words: words as u32, scalar, cost })
}

fn fill_counters(
    spec: &FabricSpec,
    levels: usize,
    shift: usize,
    rows: &[Side],
    outer: &Nest,
) -> Result<kiln_arch::config::Counters, Shortage> {
    let over = shift + rows.len();
    let one = (0..shift).map(|_| Extent { count: 1, ragged: None });
    let sides = rows.iter().rev().map(|row| Extent {
        count: row.width as u64,
        ragged: row
            .ragged
            .as_ref()
            .and_then(|(l, short)| Some((outer.level(l)? + over, *short as u64))),
    });
    let around = outer.loops.iter().rev().map(|l| Extent {
        count: u64::from(l.count),
        ragged: l.ragged().and_then(|s| {
            let pieces = Loop { step: s.tile, ..*l };
            Some((outer.level(&pieces)? + over, u64::from(s.last)))
        }),
    });
    counters(spec, levels, one.chain(sides).chain(around))
}

/// Mark 1 ends a row, mark 2 a tile of several rows.
fn fill_marks(rows: &[Side], shift: usize) -> [u32; 3] {
    match rows.len() {
        0 => [0; 3],
        1 => [shift as u32 + 1, 0, 0],
        n => [shift as u32 + 1, (shift + n) as u32, 0],
    }
}
