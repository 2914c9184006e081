//! Loop counters, affine functions and end marks as `docs/execution.md` section 3 defines them, without time.

use kiln_arch::config::{Affine, Counters, Marks};

/// A running chain of loops.
pub(super) struct Chain<'a> {
    counters: &'a Counters,
    lanes: u32,
    pos: Vec<u32>,
    /// All iterations are done.
    pub finished: bool,
}

impl<'a> Chain<'a> {
    pub fn new(counters: &'a Counters, lanes: usize) -> Self {
        Chain {
            counters,
            lanes: lanes as u32,
            pos: vec![0; counters.levels.len()],
            finished: false,
        }
    }

    pub fn pos(&self, level: usize) -> u32 {
        self.pos[level]
    }

    pub fn extent(&self, level: usize) -> u32 {
        let l = &self.counters.levels[level];
        if l.ragged == 1 && self.last(l.outer as usize) { l.short } else { l.tile }
    }

    pub fn inc(&self, level: usize) -> u32 {
        if self.counters.vector == 1 && level == 0 { self.lanes } else { 1 }
    }

    pub fn last(&self, level: usize) -> bool {
        self.pos[level] + self.inc(level) >= self.extent(level)
    }

    pub fn below(&self, levels: u32) -> bool {
        (0..levels as usize).all(|l| self.last(l))
    }

    /// Lanes that exist in this iteration.
    pub fn mask(&self) -> u32 {
        if self.counters.vector == 0 {
            return 1;
        }
        let left = self.extent(0).saturating_sub(self.pos[0]).min(self.lanes);
        ((1u64 << left) - 1) as u32
    }

    pub fn mark(&self, marks: &Marks) -> u32 {
        let closed = |m: &usize| marks[*m] != 0 && self.below(marks[*m]);
        (0..3).rev().find(closed).map_or(0, |m| m as u32 + 1)
    }

    /// Goes to the next iteration; returns the level that advanced, none at the end. Level 0 of an AG is the words of a
    /// row: `from` is 1 there.
    pub fn step(&mut self, from: usize) -> Option<usize> {
        let levels = self.pos.len();
        let Some(s) = (from..levels).find(|&l| !self.last(l)) else {
            self.finished = true;
            return None;
        };
        self.pos[s] += self.inc(s);
        self.pos[..s].fill(0);
        Some(s)
    }
}

/// A running affine function.
pub(super) struct Function<'a> {
    affine: &'a Affine,
    value: Vec<u32>,
}

impl<'a> Function<'a> {
    pub fn new(affine: &'a Affine) -> Self {
        Function { affine, value: vec![affine.base; affine.strides.len()] }
    }

    pub fn lane(&self, lane: usize) -> u32 {
        self.value[0].wrapping_add(self.affine.lane.wrapping_mul(lane as u32))
    }

    pub fn step(&mut self, level: usize) {
        let next = self.value[level].wrapping_add(self.affine.strides[level]);
        self.value[..=level].fill(next);
    }
}
