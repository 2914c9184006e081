//! Loop counters, affine functions and end marks (docs/execution.md, section 3), decoded for speed.
//!
//! In: `kiln_arch::config::{Counters, Affine, Marks}`. Out: for each step the iteration's mask, end
//! mark and affine values. Knows nothing of units.

use kiln_arch::FabricSpec;
use kiln_arch::config;

use crate::process::Fault;

/// Most levels that a fabric file allows.
const MAX_LEVELS: usize = 12;

/// A ragged level: its extent is `short` in the last iteration of `outer`.
#[derive(Clone, Debug)]
struct Ragged {
    level: usize,
    short: u32,
    outer: usize,
}

/// A counter chain: configuration and registers.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    levels: usize,
    tile: [u32; MAX_LEVELS],
    increment: [u32; MAX_LEVELS],
    position: [u32; MAX_LEVELS],
    extent: [u32; MAX_LEVELS],
    ragged: Vec<Ragged>,
    /// Level 0 is spread over lanes.
    vector: bool,
    lanes: u32,
    /// In an AG level 0 is a row: always last, never stepped.
    rows: bool,
    /// Bit l: level l is at its first iteration.
    first: u32,
    /// Bit l: level l is at its last iteration.
    last: u32,
    finished: bool,
    /// Some level whose extent is 0.
    empty: Option<usize>,
}

impl Chain {
    /// The chain of a PCU or PMU.
    pub(crate) fn new(spec: &FabricSpec, counters: &config::Counters) -> Chain {
        let levels = counters.levels.len();
        let vector = counters.vector == 1;
        let lanes = spec.lanes as u32;
        let mut chain = Chain {
            levels,
            tile: [1; MAX_LEVELS],
            increment: [1; MAX_LEVELS],
            position: [0; MAX_LEVELS],
            extent: [1; MAX_LEVELS],
            ragged: Vec::new(),
            vector,
            lanes,
            rows: false,
            first: u32::MAX,
            last: 0,
            finished: false,
            empty: None,
        };
        for (l, level) in counters.levels.iter().enumerate() {
            chain.tile[l] = level.tile;
            if level.ragged == 1 && l + 1 < levels {
                let outer = level.outer as usize;
                chain.ragged.push(Ragged { level: l, short: level.short, outer });
            }
        }
        if vector {
            chain.increment[0] = lanes;
        }
        chain.reset();
        chain
    }

    /// The chain of an AG.
    pub(crate) fn of_rows(spec: &FabricSpec, counters: &config::Counters) -> Chain {
        let mut chain = Chain { rows: true, ..Chain::new(spec, counters) };
        chain.reset();
        chain
    }

    /// To the first iteration.
    fn reset(&mut self) {
        self.position = [0; MAX_LEVELS];
        self.first = u32::MAX;
        self.extent = self.tile;
        self.finished = false;
        self.empty = None;
        for level in 0..self.levels {
            self.set_last(level);
        }
        self.cut(self.levels);
    }

    fn set_last(&mut self, level: usize) {
        let end = self.position[level] + self.increment[level];
        let last = end >= self.extent[level] || (self.rows && level == 0);
        self.last = self.last & !(1 << level) | u32::from(last) << level;
        if self.extent[level] == 0 {
            self.empty = Some(level);
        }
    }

    /// To the next iteration; gives the level that advanced, or none if the loops are finished.
    #[inline]
    pub(crate) fn step(&mut self) -> Option<usize> {
        let level = (!self.last).trailing_zeros() as usize;
        if level >= self.levels {
            self.finished = true;
            return None;
        }
        self.position[level] += self.increment[level];
        self.position[..level].fill(0);
        self.first = (self.first | low_lanes(level as u32)) & !(1 << level);
        for changed in 0..=level {
            self.set_last(changed);
        }
        self.cut(level + 1);
        Some(level)
    }

    /// Sets the extents of ragged levels whose outer levels, those below `changed`, may have come to their last iteration
    /// or gone from it. Outer levels are not ragged themselves.
    fn cut(&mut self, changed: usize) {
        for index in 0..self.ragged.len() {
            let Ragged { level, short, outer } = self.ragged[index];
            if outer < changed {
                let short_now = self.last >> outer & 1 == 1;
                self.extent[level] = if short_now { short } else { self.tile[level] };
                self.set_last(level);
            }
        }
    }

    /// Whether all iterations are done.
    #[inline]
    pub(crate) fn finished(&self) -> bool {
        self.finished
    }

    /// Reports a level whose extent is 0.
    #[inline]
    pub(crate) fn check(&self) -> Result<(), Fault> {
        self.empty.map_or(Ok(()), |level| Err(Fault::EmptyLoop(level)))
    }

    /// Extent of the innermost level: in an AG the words of the row.
    pub(crate) fn inner_extent(&self) -> u32 {
        self.extent[0]
    }

    /// Whether all levels in the mask are at their last iteration.
    #[inline]
    pub(crate) fn below(&self, levels: LevelMask) -> bool {
        self.last & levels.0 == levels.0
    }

    /// Whether all levels in the mask are at their first iteration.
    #[inline]
    pub(crate) fn first(&self, levels: LevelMask) -> bool {
        self.first & levels.0 == levels.0
    }

    /// Whether `steps` more iterations of the innermost level would reach its end.
    pub(crate) fn inner_ends_within(&self, steps: u32) -> bool {
        let reach = u64::from(self.position[0]) + u64::from(self.increment[0]) * u64::from(steps);
        reach >= u64::from(self.extent[0])
    }

    /// Lanes of the iteration.
    #[inline]
    pub(crate) fn mask(&self) -> u32 {
        if !self.vector {
            return 1;
        }
        low_lanes(self.extent[0].saturating_sub(self.position[0]).min(self.lanes))
    }

    /// The end mark of the iteration.
    #[inline]
    pub(crate) fn end_mark(&self, marks: &Marks) -> u8 {
        for mark in (1..=3).rev() {
            if self.below(marks.0[mark - 1]) {
                return mark as u8;
            }
        }
        0
    }
}

/// A mask of the `count` lowest lanes (at most 32).
#[inline]
pub(crate) fn low_lanes(count: u32) -> u32 {
    1u32.checked_shl(count).map_or(u32::MAX, |bit| bit - 1)
}

/// A set of levels, one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LevelMask(u32);

impl LevelMask {
    /// The levels whose bits are set.
    pub(crate) fn of(bits: u32) -> LevelMask {
        LevelMask(bits)
    }

    /// Levels 0..h. Levels that do not exist are left out.
    pub(crate) fn below(h: u32, levels: usize) -> LevelMask {
        LevelMask((1 << h.min(levels as u32)) - 1)
    }
}

/// End marks as level masks; a mark that is not used needs a level that never exists.
#[derive(Clone, Debug)]
pub(crate) struct Marks([LevelMask; 3]);

impl Marks {
    pub(crate) fn new(marks: &config::Marks, levels: usize) -> Marks {
        Marks(marks.map(|h| if h == 0 { LevelMask(1 << 31) } else { LevelMask::below(h, levels) }))
    }
}

/// An affine function of the counters and its registers.
#[derive(Clone, Debug)]
pub(crate) struct Affine {
    strides: [u32; MAX_LEVELS],
    lane: u32,
    field: u32,
    at: [u32; MAX_LEVELS],
}

impl Affine {
    /// Of values of `bits` bits.
    pub(crate) fn new(affine: &config::Affine, bits: usize) -> Affine {
        let mut strides = [0; MAX_LEVELS];
        strides[..affine.strides.len()].copy_from_slice(&affine.strides);
        let field = low_lanes(bits as u32);
        Affine { strides, lane: affine.lane, field, at: [affine.base; MAX_LEVELS] }
    }

    /// Follows a step of the chain in which `level` advanced.
    #[inline]
    pub(crate) fn step(&mut self, level: usize) {
        let value = self.at[level].wrapping_add(self.strides[level]) & self.field;
        self.at[..=level].fill(value);
    }

    /// The value in lane 0.
    #[inline]
    pub(crate) fn value(&self) -> u32 {
        self.at[0]
    }

    /// Added from lane to lane.
    #[inline]
    pub(crate) fn lane(&self) -> u32 {
        self.lane
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_arch::config::{Counters, Level};

    fn tiny() -> FabricSpec {
        FabricSpec::reference("tiny").unwrap()
    }

    fn counters(tiles: &[u32], vector: u32) -> Counters {
        let mut counters = Counters::new(tiny().pcu.counter_levels);
        for (l, level) in counters.levels.iter_mut().enumerate() {
            level.tile = tiles.get(l).copied().unwrap_or(1);
        }
        counters.vector = vector;
        counters
    }

    #[test]
    fn a_nest_visits_every_iteration_with_its_marks_and_addresses() {
        let mut chain = Chain::new(&tiny(), &counters(&[3, 2], 0));
        let mut affine = config::Affine::new(8);
        affine.base = 100;
        affine.strides[0] = 1;
        affine.strides[1] = 8;
        let mut affine = Affine::new(&affine, 32);
        let marks = Marks::new(&[1, 2, 0], 8);
        let mut seen = Vec::new();
        while !chain.finished() {
            seen.push((affine.value(), chain.end_mark(&marks), chain.mask()));
            if let Some(level) = chain.step() {
                affine.step(level);
            }
        }
        let expected =
            [(100, 0, 1), (101, 0, 1), (102, 1, 1), (108, 0, 1), (109, 0, 1), (110, 2, 1)];
        assert_eq!(seen, expected);
    }

    #[test]
    fn ragged_tiles_cover_the_limit_once() {
        let mut counters = counters(&[4, 3], 1);
        counters.levels[0] = Level { tile: 4, ragged: 1, short: 2, outer: 1 };
        let mut chain = Chain::new(&tiny(), &counters);
        let mut masks = Vec::new();
        while !chain.finished() {
            masks.push(chain.mask());
            chain.step();
        }
        assert_eq!(masks, [15, 15, 3]);
        assert_eq!(chain.check(), Ok(()));
    }

    #[test]
    fn an_extent_that_runs_out_is_seen() {
        let mut counters = counters(&[4, 3], 1);
        counters.levels[0] = Level { tile: 4, ragged: 1, short: 0, outer: 1 };
        let mut chain = Chain::new(&tiny(), &counters);
        while !chain.finished() {
            chain.step();
        }
        assert_eq!(chain.check(), Err(Fault::EmptyLoop(0)));
    }
}
