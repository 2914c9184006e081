//! The process of a PCU in the systolic form that sends finished accumulators (docs/execution.md,
//! section 4).
//!
//! It is told when a tile is complete, and asks stages for their accumulators. That a tile is
//! ripe means that all its beats have been issued, so that their sums, computed at issue, are
//! there.

use std::collections::VecDeque;

use kiln_arch::FabricSpec;
use kiln_arch::config;
use kiln_arch::num::Subnormals;

use crate::counters::{Chain, LevelMask};
use crate::network::{Networks, Tag};
use crate::output::OutputPort;
use crate::process::{Cycle, Fault, Waiting};
use crate::stage::Stage;

/// Tiles that the two banks of accumulators hold.
const BANKS: usize = 2;

/// The registers of the draining process, and its output.
#[derive(Clone, Debug)]
pub(crate) struct Drain {
    chain: Chain,
    /// Levels below the rows: the ways.
    ways: LevelMask,
    /// Levels of a tile: ways and rows.
    tile: LevelMask,
    row: usize,
    way: usize,
    bank: usize,
    /// Bank of the tile in work.
    work_bank: usize,
    /// For each tile held, the cycle from which it is ripe.
    ripe_from: VecDeque<u64>,
    ripe_after: u64,
    accumulators: usize,
    pub(crate) output: OutputPort,
}

impl Drain {
    /// Decodes the process; `output` is vector output 0.
    pub(crate) fn new(spec: &FabricSpec, config: &config::Drain, output: OutputPort) -> Drain {
        let levels = spec.pcu.drain_levels;
        Drain {
            chain: Chain::new(spec, &config.counters),
            ways: LevelMask::below(config.rows, levels),
            tile: LevelMask::below(config.rows + 1, levels),
            row: 0,
            way: 0,
            bank: 0,
            work_bank: 0,
            ripe_from: VecDeque::with_capacity(BANKS),
            ripe_after: spec.ripe_after() as u64,
            accumulators: spec.pcu.accumulators,
            output,
        }
    }

    /// Whether both banks hold finished tiles.
    #[inline]
    pub(crate) fn holds_all(&self) -> bool {
        self.ripe_from.len() == BANKS
    }

    /// Bank of the tile in work.
    #[inline]
    pub(crate) fn work_bank(&self) -> usize {
        self.work_bank
    }

    /// The beat that completes the tile in work is issued in cycle `now`.
    pub(crate) fn complete(&mut self, now: u64) {
        self.ripe_from.push_back(now + self.ripe_after);
        self.work_bank ^= 1;
    }

    /// One cycle: sends a row's accumulators if possible. What comes of `holds_all` is seen in the next cycle,
    /// so the issuing process goes first.
    pub(crate) fn tick(
        &mut self,
        cycle: &mut Cycle,
        stages: &[Stage],
        lanes: usize,
        subnormals: Subnormals,
    ) -> Result<(), Fault> {
        if self.chain.finished() {
            return Ok(());
        }
        self.chain.check()?;
        let Some(&ripe_from) = self.ripe_from.front() else { return Ok(()) };
        if cycle.now < ripe_from {
            cycle.active = true;
            return Ok(());
        }
        if !self.output.has_credit(&cycle.links) {
            return Ok(());
        }
        let Cycle { now, links, registers, .. } = cycle;
        stages[self.row].give(self.bank, self.way, lanes, registers);
        for stage in stages[self.row + 1..].iter().filter(|stage| stage.is_map()) {
            stage.map(lanes, subnormals, registers);
        }
        let tag = Tag { mask: self.chain.mask(), end: self.chain.end_mark(&self.output.marks) };
        self.output.send(links, *now, registers, tag);
        cycle.active = true;
        self.step();
        Ok(())
    }

    fn step(&mut self) {
        let (row_ends, tile_ends) = (self.chain.below(self.ways), self.chain.below(self.tile));
        self.way = if row_ends { 0 } else { (self.way + 1) % self.accumulators };
        if tile_ends {
            self.row = 0;
            self.bank ^= 1;
            self.ripe_from.pop_front();
        } else if row_ends {
            self.row += 1;
        }
        self.chain.step();
    }

    /// Whether everything has been sent.
    pub(crate) fn finished(&self) -> bool {
        self.chain.finished()
    }

    /// What it waits for, in a cycle in which nothing moves; none if it has finished.
    pub(crate) fn waiting(&self, links: &Networks) -> Option<Waiting> {
        let full = !self.ripe_from.is_empty() && !self.output.has_credit(links);
        let waiting = if full { Waiting::Output(self.output.port) } else { Waiting::Side(0) };
        (!self.finished()).then_some(waiting)
    }
}
