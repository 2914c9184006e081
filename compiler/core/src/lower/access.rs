//! How an access becomes a stream: straight from memory, or through a tile in a PMU.
//!
//! In: an access and the loops that take its beats. Out: the configurations of an AG and perhaps a PMU, and what they
//! cost. All addresses are proved to be free of bank conflicts here.

use super::nest::{Extent, Loop, Nest, Split, counters};
use super::refusal::{Resource, Shortage};
use super::view::{Access, Linear};
use kiln_arch::FabricSpec;
use kiln_arch::config::{AgConfig, PmuConfig, direction};

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

fn port_beats(spec: &FabricSpec, rows: f64, words: f64) -> f64 {
    // A row starts anywhere in a beat.
    rows * (words / spec.memory_words() as f64 + 0.75).max(1.0)
}

/// An AG that runs over the loops `nest` of a tensor at word `base`, at `place` inside it.
fn row_unit(
    spec: &FabricSpec,
    nest: &Nest,
    place: &Linear,
    base: u32,
) -> Result<(AgConfig, Cost), Shortage> {
    let levels = spec.ag.counter_levels;
    let contiguous =
        nest.loops.last().is_some_and(|l| place.of(l.axis).wrapping_mul(l.step.into()) == 1);
    if nest.vector && !contiguous {
        return Err(Shortage { resource: Resource::Access, needed: 1, had: 0 });
    }
    // Without a row, each word is a row of its own below the loops.
    let shift = usize::from(!contiguous);
    let mut ag = AgConfig::new(spec);
    ag.enable = 1;
    ag.scalar = (!nest.vector).into();
    ag.counters = nest.counters(spec, levels, shift)?;
    ag.counters.vector = 0;
    let flat = Nest { vector: false, ..nest.clone() };
    ag.address =
        flat.affine(1, (levels, shift), i64::from(base) + place.constant, |axis| place.of(axis));
    ag.marks = nest.marks(&nest.loops, shift);
    let words = flat.beats(1);
    let rows = if contiguous {
        Nest { loops: nest.loops[..nest.loops.len() - 1].to_vec(), vector: false }.beats(1)
    } else {
        words
    };
    let port = port_beats(spec, rows, words / rows);
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
    let (ag, cost) = row_unit(spec, taken, &access.flat(), base)?;
    Ok(Plan { ag, pmu: None, tile_words: 0, scalar: !taken.vector, cost })
}

/// An AG that stores the stream of loops `nest` at `place`.
pub fn store(
    spec: &FabricSpec,
    nest: &Nest,
    place: &Linear,
    base: u32,
) -> Result<(AgConfig, Cost), Shortage> {
    let (mut ag, cost) = row_unit(spec, nest, place, base)?;
    ag.direction = direction::STORE;
    Ok((ag, Cost { reads: 0.0, writes: cost.reads, ..cost }))
}

/// One dimension of a tile.
#[derive(Clone, Copy, Debug)]
struct Side {
    /// Words in memory from one index to the next.
    stride: i64,
    /// Indices, when no loop is cut short.
    width: i64,
    /// Level of pieces, limit and what each piece lowers the width by.
    ragged: Option<(Loop, i64, i64)>,
    /// Words in the tile from one index to the next.
    pitch: i64,
}

/// The part of an access that a tile holds: what the inner loops reach.
struct Tile<'a> {
    access: &'a Access,
    outer: &'a [Loop],
    sides: Vec<Side>,
    /// Lowest index of each dimension, relative to the access with all inner loops at 0.
    low: Vec<i64>,
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

impl<'a> Tile<'a> {
    fn new(access: &'a Access, taken: &'a Nest, inner: usize) -> Option<Tile<'a>> {
        let (outer, inner) = taken.loops.split_at(taken.loops.len() - inner);
        let mut tile = Tile { access, outer, sides: Vec::new(), low: Vec::new() };
        for (stride, index) in &access.dims {
            let mut side = Side { stride: *stride, width: 1, ragged: None, pitch: 1 };
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
                let pieces =
                    Loop { axis: l.axis, step: split.tile, count: split.count, split: None };
                let lost = i64::from(split.tile) - split.limit() as i64;
                side.ragged = Some((pieces, side.width - c * lost, c * i64::from(split.less())));
            }
            tile.sides.push(side);
            tile.low.push(low);
        }
        Some(tile)
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
        let dims = self.access.dims.iter().zip(&self.sides);
        dims.map(|((_, index), side)| side.pitch * index.of(axis)).sum()
    }

    fn words(&self) -> i64 {
        1 + self.sides.iter().map(|s| s.pitch * (s.width - 1)).sum::<i64>()
    }

    /// Dimensions to load, outermost first, where rows that lie one after another both in memory and in the tile are
    /// one row.
    fn rows(&self) -> Vec<Side> {
        let mut list: Vec<Side> = Vec::new();
        for &side in self.sides.iter().filter(|s| s.width > 1).rev() {
            match list.last_mut() {
                Some(row)
                    if row.stride == 1
                        && row.ragged.is_none()
                        && (side.stride, side.pitch) == (row.width, row.width) =>
                {
                    let w = row.width;
                    row.ragged = side.ragged.map(|(l, limit, less)| (l, limit * w, less * w));
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
    let flat = access.flat();
    let low: i64 = access.dims.iter().zip(&tile.low).map(|((stride, _), low)| stride * low).sum();
    let over = rows.len() + shift;
    ag.address =
        outer.affine(1, (levels, 0), i64::from(base) + flat.constant + low, |a| flat.of(a));
    ag.address.strides.rotate_right(over.min(levels));
    for (at, row) in rows.iter().rev().enumerate() {
        ag.address.strides[at + shift] = row.stride as u32;
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
    let first: i64 = tile.sides.iter().zip(&tile.low).map(|(s, low)| -s.pitch * low).sum();
    read.address = taken.affine(spec.lanes, (levels, 0), first, |axis| tile.address(axis));
    read.address.strides[inner..].fill(0);
    read.advance = inner as u32;
    read.marks = taken.marks(&taken.loops, 0);

    let twice = fills > 1.0 && 2 * words <= spec.pmu_words() as i64;
    if twice {
        (pmu.buffers, pmu.buffer_stride) = (1, words as u32);
    }

    let row_words = if single { 1.0 } else { rows.last().map_or(1.0, |r| r.width as f64) };
    let loaded: f64 = rows.iter().map(|r| r.width as f64).product();
    let port = port_beats(spec, fills * loaded / row_words, row_words);
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
        ragged: row.ragged.as_ref().and_then(|(l, limit, less)| {
            Some((outer.level(l)? + over, *limit as u64, *less as u32))
        }),
    });
    let around = outer.loops.iter().rev().map(|l| Extent {
        count: u64::from(l.count),
        ragged: l.ragged().and_then(|s| {
            let pieces = Loop { step: s.tile, ..*l };
            Some((outer.level(&pieces)? + over, s.limit(), s.less()))
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
