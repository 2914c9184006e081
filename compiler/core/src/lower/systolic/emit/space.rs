//! Loops that all units of a product count, and how far its tensors go with each.

use super::Emitter;
use crate::lower::nest::Axis;
use crate::lower::refusal::Shortage;
use crate::lower::systolic::loops::{Key, Loop, Nest, cut, named, whole};
use crate::lower::systolic::plan::Sweep;
use kiln_arch::config::AgConfig;

impl Emitter<'_> {
    /// Loops around the tiles' own, innermost first: over the fold, over tiles, over the other axes.
    pub(super) fn around(&self, fold: bool, across: bool, down: bool) -> Vec<Loop> {
        let (tiles_down, tiles_across) = self.plan.tiles(self.spec, self.extents);
        let extent = |axis: Axis| self.view.axes[axis].extent;
        let mut loops = Vec::new();
        if fold {
            let outer = &self.product.folded[..self.product.folded.len() - 1];
            let each = |(at, &axis): (usize, &Axis)| whole(Key::Outer(at), extent(axis));
            loops.extend(outer.iter().enumerate().rev().map(each));
        }
        let across = whole(Key::Across, if across { tiles_across } else { 1 });
        let down = whole(Key::Down, if down { tiles_down } else { 1 });
        loops.extend(match self.plan.sweep {
            Sweep::Columns => [across, down],
            Sweep::Rows => [down, across],
        });
        let batch = self.product.batch.iter().enumerate().rev();
        loops.extend(batch.map(|(at, &axis)| whole(Key::Batch(at), extent(axis))));
        loops
    }

    /// Words from one iteration of a loop around the tiles to the next.
    pub(super) fn stride(&self, of: impl Fn(Axis) -> i64, key: Key) -> i64 {
        match key {
            Key::Outer(at) => of(self.product.folded[at]),
            Key::Batch(at) => of(self.product.batch[at]),
            Key::Across => of(self.product.lanes) * i64::from(self.plan.tile_lanes(self.spec)),
            Key::Down => of(self.product.rows) * i64::from(self.plan.tile_rows()),
            _ => 0,
        }
    }

    pub(super) fn lanes_loop(&self) -> Loop {
        let tile = self.plan.tile_lanes(self.spec);
        cut(Key::Lanes, tile, self.extents.lanes, Key::Across)
    }

    pub(super) fn groups_loop(&self) -> Loop {
        let groups = self.extents.rows.div_ceil(self.plan.group_rows());
        cut(Key::Groups, self.plan.row_beats, groups, Key::Down)
    }

    pub(super) fn inner(&self) -> Axis {
        self.product.folded[self.product.folded.len() - 1]
    }

    /// An address generator over `nest`, whose innermost loop is a row.
    pub(super) fn load(&self, nest: &Nest, base: i64, stride: impl Fn(Key) -> i64) -> AgConfig {
        let mut ag = AgConfig::new(self.spec);
        ag.enable = 1;
        ag.address = nest.affine(base, 0, stride);
        ag.address.strides[0] = 0;
        ag
    }

    /// Rows of the output from one iteration of a loop to the next.
    pub(super) fn coordinate(&self, key: Key) -> i64 {
        match key {
            Key::Row | Key::InLine => 1,
            Key::Deal => self.plan.turn_rows() as i64,
            Key::Groups => i64::from(self.plan.group_rows()),
            Key::Down => i64::from(self.plan.tile_rows()),
            _ => 0,
        }
    }

    /// Rows beyond the last are not in memory.
    pub(super) fn bound(&self, ag: &mut AgConfig, nest: &Nest, first: i64) {
        let whole = self.extents.rows.is_multiple_of(self.plan.group_rows());
        if !whole {
            ag.bounded = 1;
            ag.bound = nest.affine(first, 0, |key| self.coordinate(key));
            ag.bound.strides[0] = 0;
            ag.bound_limit = self.extents.rows;
        }
    }

    pub(super) fn row_loop(&self) -> Loop {
        named(Key::Row, self.plan.stages as u32)
    }

    /// The loops in which finished sums leave a unit.
    pub(super) fn drained(&self, levels: usize) -> Result<Nest, Shortage> {
        let inside = vec![self.lanes_loop(), self.groups_loop(), self.row_loop()];
        Nest::new(self.spec, levels, [inside, self.around(false, true, true)].concat())
    }
}
