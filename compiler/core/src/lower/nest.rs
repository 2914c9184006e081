//! Loop nests: what a unit's counter chain will run.
//!
//! In: axes (iteration variables) and how they are cut into tiles. Out: nests, and their form as hardware counters,
//! affine functions and end marks. It knows nothing of programs or units.

use super::refusal::{Resource, Shortage};
use kiln_arch::FabricSpec;
use kiln_arch::config::{Affine, Counters, Level, Marks};

/// An iteration variable of the output that is being lowered; index into the view's axes.
pub type Axis = usize;

/// The axis of the loop that joins the interleaved parts of a fold.
pub const WAYS: Axis = usize::MAX;

/// A set of axes, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct AxisSet(pub u64);

impl AxisSet {
    /// Whether `axis` is in it.
    pub fn contains(self, axis: Axis) -> bool {
        axis < 64 && self.0 >> axis & 1 == 1
    }

    /// With `axis` added.
    pub fn with(self, axis: Axis) -> AxisSet {
        AxisSet(self.0 | 1 << axis)
    }

    /// All of both.
    pub fn union(self, other: AxisSet) -> AxisSet {
        AxisSet(self.0 | other.0)
    }
}

/// How an axis is cut: `count` pieces of `tile`, the last of length `last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Split {
    /// Length of a piece.
    pub tile: u32,
    /// Pieces, at least 2.
    pub count: u32,
    /// Length of the last piece, 1..=tile.
    pub last: u32,
}

impl Split {
    /// Pieces of `tile` of an axis of `extent` elements.
    pub fn new(extent: u32, tile: u32) -> Split {
        let count = extent.div_ceil(tile);
        Split { tile, count, last: extent - (count - 1) * tile }
    }

    /// What is missing from the last piece.
    pub fn less(&self) -> u32 {
        self.tile - self.last
    }
}

/// One loop over (a part of) an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Loop {
    /// The axis.
    pub axis: Axis,
    /// Elements of the axis from one iteration to the next: 1, or the tile for a loop over pieces.
    pub step: u32,
    /// Elements it counts: iterations, unless it is spread over lanes.
    pub count: u32,
    /// For the loop inside a piece: how the axis is cut.
    pub split: Option<Split>,
}

impl Loop {
    /// The whole of an axis.
    pub fn whole(axis: Axis, count: u32) -> Loop {
        Loop { axis, step: 1, count, split: None }
    }

    /// The loop over pieces and the loop inside a piece.
    pub fn tiled(axis: Axis, split: Split) -> [Loop; 2] {
        let outer = Loop { axis, step: split.tile, count: split.count, split: None };
        [outer, Loop { axis, step: 1, count: split.tile, split: Some(split) }]
    }

    /// Whether `other` is the same loop.
    pub fn same(&self, other: &Loop) -> bool {
        (self.axis, self.step) == (other.axis, other.step)
    }

    /// Whether it is shorter in the last piece.
    pub fn ragged(&self) -> Option<Split> {
        self.split.filter(|s| s.less() > 0)
    }
}

/// Loops, outermost first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Nest {
    /// The loops.
    pub loops: Vec<Loop>,
    /// Whether the innermost one is spread over lanes.
    pub vector: bool,
}

impl Nest {
    /// The loop over lanes.
    pub fn lanes_loop(&self) -> Option<Loop> {
        if self.vector { self.loops.last().copied() } else { None }
    }

    /// Beats of the innermost loop in a full run of it; 1 if there is no loop.
    pub fn innermost_beats(&self, lanes: usize) -> u32 {
        let count = self.loops.last().map_or(1, |l| l.count);
        if self.vector { count.div_ceil(lanes as u32) } else { count }
    }

    /// Beats in all.
    pub fn beats(&self, lanes: usize) -> f64 {
        let inc =
            |l: usize| if self.vector && l + 1 == self.loops.len() { lanes as u32 } else { 1 };
        let beats = |(at, l): (usize, &Loop)| {
            let full = f64::from(l.count.div_ceil(inc(at)));
            let cut = |s: Split| {
                let pieces = f64::from(s.count);
                (full * (pieces - 1.0) + f64::from(s.last.div_ceil(inc(at)))) / pieces
            };
            l.ragged().map_or(full, cut)
        };
        self.loops.iter().enumerate().map(beats).product()
    }

    /// Level (from the innermost, 0) of a loop.
    pub fn level(&self, of: &Loop) -> Option<usize> {
        self.loops.iter().rev().position(|l| l.same(of))
    }

    /// As hardware counters of `levels` levels; level 0 of the nest is level `shift`, those below run once.
    pub fn counters(
        &self,
        spec: &FabricSpec,
        levels: usize,
        shift: usize,
    ) -> Result<Counters, Shortage> {
        let list = self.loops.iter().rev().map(|l| {
            let outer = |s: &Split| {
                let outer = Loop { step: s.tile, ..*l };
                self.level(&outer).map(|at| (at + shift, u64::from(s.last)))
            };
            Extent { count: u64::from(l.count), ragged: l.ragged().as_ref().and_then(outer) }
        });
        let below = (0..shift).map(|_| Extent { count: 1, ragged: None });
        let mut counters = counters(spec, levels, below.chain(list))?;
        counters.vector = self.vector.into();
        Ok(counters)
    }

    /// The affine function that has `coefficient(axis)` for each element of an axis. `shift` as in
    /// [`Nest::counters`].
    pub fn affine(
        &self,
        lanes: usize,
        (levels, shift): (usize, usize),
        base: i64,
        coefficient: impl Fn(Axis) -> i64,
    ) -> Affine {
        let mut affine = Affine::new(levels);
        affine.base = base as u32;
        for (at, l) in self.loops.iter().rev().enumerate() {
            let inc = if self.vector && at == 0 { lanes as i64 } else { 1 };
            // A level that never advances may have a stride that its field cannot hold.
            if i64::from(l.count) > inc {
                let stride = coefficient(l.axis).wrapping_mul(i64::from(l.step)).wrapping_mul(inc);
                affine.strides[at + shift] = stride as u32;
            }
        }
        let spread = self.lanes_loop().filter(|l| l.count > 1);
        affine.lane = spread.map_or(0, |l| coefficient(l.axis) as u32);
        affine
    }

    /// End marks for a stream of `loops`, as levels of this nest: the innermost three loops, from the inside. A fold's
    /// interleaved parts end with its innermost level.
    pub fn marks(&self, loops: &[Loop], shift: usize) -> Marks {
        let mut marks = [0; 3];
        for (mark, l) in marks.iter_mut().zip(loops.iter().rev()) {
            let level = self.level(l).unwrap_or(0);
            *mark = (level + shift + 1) as u32;
        }
        marks
    }

    /// How a stream that depends on `needs` is taken by a unit with this nest: the levels during which a beat is held,
    /// and the loops that take a new one. Only innermost loops can be held, and vectors of several beats not at all.
    pub fn taken(&self, needs: AxisSet, lanes: usize) -> (u32, Nest) {
        let free =
            |loops: &[Loop]| loops.iter().rev().take_while(|l| !needs.contains(l.axis)).count();
        let n = self.loops.len();
        match self.lanes_loop() {
            Some(last) if needs.contains(last.axis) => {
                let held =
                    if last.count as usize <= lanes { free(&self.loops[..n - 1]) } else { 0 };
                let mut loops = self.loops[..n - 1 - held].to_vec();
                loops.push(last);
                let hold = if held > 0 { held as u32 + 1 } else { 0 };
                (hold, Nest { loops, vector: true })
            }
            _ => {
                let held = free(&self.loops);
                let loops = self.loops[..n - held].to_vec();
                (held as u32, Nest { loops, vector: false })
            }
        }
    }
}

/// One level of a counter chain.
pub struct Extent {
    /// Elements.
    pub count: u64,
    /// Level that counts pieces, and elements in the last one.
    pub ragged: Option<(usize, u64)>,
}

/// Hardware counters from extents, innermost first.
pub fn counters(
    spec: &FabricSpec,
    levels: usize,
    extents: impl Iterator<Item = Extent>,
) -> Result<Counters, Shortage> {
    let mut counters = Counters::new(levels);
    let idle = Level { tile: 1, ..Level::default() };
    counters.levels.fill(idle);
    let max = u64::from(spec.counter_max());
    for (at, extent) in extents.enumerate() {
        Shortage::check(Resource::CounterLevels, at + 1, levels)?;
        let Extent { count, ragged } = extent;
        let largest = ragged.map_or(count, |(_, short)| short.max(count));
        Shortage::check(Resource::CounterRange, largest as usize, max as usize)?;
        let level = &mut counters.levels[at];
        level.tile = count as u32;
        if let Some((outer, short)) = ragged {
            (level.ragged, level.short, level.outer) = (1, short as u32, outer as u32);
        }
    }
    Ok(counters)
}
