//! The process that sends finished tiles of the systolic form, without time: section 4 of `docs/execution.md`.

use super::counters::Chain;
use kiln_arch::config::{self, Marks};
use std::collections::VecDeque;

/// Counters and registers of the process.
pub(super) struct Drain<'a> {
    config: &'a config::Drain,
    chain: Chain<'a>,
    /// The bank of the tile in work.
    bank: usize,
    row: usize,
    way: u32,
    /// The bank that is drained.
    drained: usize,
    /// Ways of the finished tiles that are not drained, oldest first.
    finished: VecDeque<u32>,
    /// Ways of the tile in work.
    ways: u32,
}

impl<'a> Drain<'a> {
    pub fn new(config: &'a config::Drain, lanes: usize) -> Self {
        Drain {
            config,
            chain: Chain::new(&config.counters, lanes),
            bank: 0,
            row: 0,
            way: 0,
            drained: 0,
            finished: VecDeque::new(),
            ways: 0,
        }
    }

    /// The bank of the tile in work.
    pub fn bank(&self) -> usize {
        self.bank
    }

    /// Whether there is a bank to work in.
    pub fn has_bank(&self) -> bool {
        self.finished.len() < 2
    }

    /// A beat was accumulated; whether it completes its tile.
    pub fn accumulated(&mut self, way: u32, completes: bool) {
        self.ways = self.ways.max(way + 1);
        if completes {
            self.finished.push_back(self.ways);
            self.ways = 0;
            self.bank = 1 - self.bank;
        }
    }

    pub fn can_fire(&self) -> bool {
        !self.chain.finished && !self.finished.is_empty()
    }

    pub fn finished(&self) -> bool {
        self.chain.finished
    }

    /// Stage, bank and way of the accumulators that leave next.
    pub fn place(&self) -> (usize, usize, usize) {
        (self.row, self.drained, self.way as usize)
    }

    pub fn mask(&self) -> u32 {
        self.chain.mask()
    }

    pub fn mark(&self, marks: &Marks) -> u32 {
        self.chain.mark(marks)
    }

    /// Goes to the next accumulators.
    ///
    /// # Errors
    /// Accumulators drained of a stage and those that were in use, if they differ.
    pub fn step(&mut self) -> Result<(), (u32, u32)> {
        self.way += 1;
        if self.chain.below(self.config.rows) {
            let ways = self.finished.front().copied().unwrap_or(0);
            if self.way != ways {
                return Err((self.way, ways));
            }
            (self.way, self.row) = (0, self.row + 1);
            if self.chain.below(self.config.rows + 1) {
                self.row = 0;
                self.drained = 1 - self.drained;
                self.finished.pop_front();
            }
        }
        self.chain.step(0);
        Ok(())
    }
}
