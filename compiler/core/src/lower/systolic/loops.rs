//! Loop nests of the systolic form by the meaning of their loops, and their hardware form.
//!
//! In: loops with keys, innermost first. Out: counters, affine functions and level numbers. Loops that run once are
//! left out, unless another field must name them.

use crate::lower::refusal::{Resource, Shortage};
use kiln_arch::FabricSpec;
use kiln_arch::config::{Affine, Counters, Level};

/// What a loop runs over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Elements along lanes, inside a tile.
    Lanes,
    /// Row groups of a tile.
    Groups,
    /// Beats dealt to units in turn.
    Deal,
    /// Rows in a beat of the held factor, or stages.
    Row,
    /// Rows of a line.
    InLine,
    /// Lines of a tile.
    Line,
    /// Fold words, or those in a chunk.
    Fold,
    /// Chunks of fold words.
    Chunk,
    /// Another fold axis: its place in the list of folded axes.
    Outer(usize),
    /// Column tiles.
    Across,
    /// Row tiles of a strip of an image.
    Strip,
    /// Row tiles, or strips of them.
    Down,
    /// Another axis of the output: its place in the list.
    Batch(usize),
}

/// One loop.
#[derive(Clone, Copy, Debug)]
pub struct Loop {
    /// What it runs over.
    pub key: Key,
    /// Elements it counts.
    pub count: u32,
    /// The loop that cuts it, and its elements in all.
    pub ragged: Option<(Key, u32)>,
    /// It stays even if it runs once.
    pub named: bool,
}

/// A loop of `count`, cut from `extent` by the loop `outer`.
pub fn cut(key: Key, count: u32, extent: u32, outer: Key) -> Loop {
    let ragged = (!extent.is_multiple_of(count)).then_some((outer, extent));
    Loop { key, count: count.min(extent), ragged: ragged.filter(|_| count < extent), named: false }
}

/// A loop that always runs `count` times.
pub fn whole(key: Key, count: u32) -> Loop {
    Loop { key, count, ragged: None, named: false }
}

/// The same, and other fields name it.
pub fn named(key: Key, count: u32) -> Loop {
    Loop { named: true, ..whole(key, count) }
}

/// A nest, innermost loop first.
#[derive(Clone, Debug)]
pub struct Nest {
    loops: Vec<Loop>,
    levels: usize,
}

impl Nest {
    /// The nest of `loops` for a unit with `levels` counters.
    ///
    /// # Errors
    /// Too many loops, or one too long.
    pub fn new(spec: &FabricSpec, levels: usize, loops: Vec<Loop>) -> Result<Nest, Shortage> {
        // The first loop is that of a row, or of a vector.
        let needed = |(at, l): &(usize, Loop)| *at == 0 || l.named || l.count > 1;
        let loops: Vec<Loop> =
            loops.into_iter().enumerate().filter(needed).map(|(_, l)| l).collect();
        Shortage::check(Resource::CounterLevels, loops.len(), levels)?;
        let max = spec.counter_max() as usize;
        for l in &loops {
            Shortage::check(Resource::CounterRange, l.count as usize, max)?;
        }
        Ok(Nest { loops, levels })
    }

    /// The level of a loop, if it is there.
    pub fn level(&self, key: Key) -> Option<u32> {
        self.loops.iter().position(|l| l.key == key).map(|at| at as u32)
    }

    /// As many levels as `key`'s loop and those inside it; loops that are left out count with what is inside them.
    pub fn through(&self, keys: &[Key]) -> u32 {
        let last = self.loops.iter().rposition(|l| keys.contains(&l.key));
        last.map_or(0, |at| at as u32 + 1)
    }

    /// As many levels as lie inside the first loop with such a key.
    pub fn below(&self, key: impl Fn(&Key) -> bool) -> u32 {
        self.loops.iter().position(|l| key(&l.key)).unwrap_or(self.loops.len()) as u32
    }

    /// The levels of `keys` as a mask.
    pub fn mask(&self, keys: impl Fn(Key) -> bool) -> u32 {
        let bit = |(at, l): (usize, &Loop)| if keys(l.key) { 1 << at } else { 0 };
        self.loops.iter().enumerate().map(bit).sum()
    }

    /// The counters, with `vector` spread over lanes.
    pub fn counters(&self, vector: Option<Key>) -> Counters {
        let mut counters = Counters::new(self.levels);
        for level in &mut counters.levels {
            level.tile = 1;
        }
        for (level, l) in counters.levels.iter_mut().zip(&self.loops) {
            level.tile = l.count;
            if let Some((outer, all)) = l.ragged {
                let outer = self.level(outer).expect("a ragged loop lies in the one that cuts it");
                let before = (self.loops[outer as usize].count - 1) * l.count;
                *level = Level { tile: l.count, ragged: 1, short: all - before, outer };
            }
        }
        counters.vector = vector.and_then(|key| self.level(key)).map_or(0, |level| level + 1);
        counters
    }

    /// An affine function with `stride` for each advance of a loop.
    pub fn affine(&self, base: i64, lane: i64, stride: impl Fn(Key) -> i64) -> Affine {
        let mut affine = Affine::new(self.levels);
        affine.base = base as u32;
        affine.lane = lane as u32;
        for (slot, l) in affine.strides.iter_mut().zip(&self.loops) {
            *slot = stride(l.key) as u32;
        }
        affine
    }
}
