//! Address generators and memory units that load, keep and repeat the factors.

use super::{Emitter, Feed};
use crate::lower::refusal::Shortage;
use crate::lower::systolic::loops::{Key, Loop, Nest, cut, whole};
use crate::lower::systolic::plan::{Along, Run};
use crate::lower::systolic::window::{Image, Window};
use kiln_arch::config::{AgConfig, PmuConfig};

impl Emitter<'_> {
    /// Positions in a chunk, and the loop over chunks.
    fn chunk_loops(&self, chunk: u32) -> [Loop; 2] {
        let inner = self.extents.inner;
        [cut(Key::Fold, chunk, inner, Key::Chunk), whole(Key::Chunk, inner.div_ceil(chunk))]
    }

    /// The factor that flows.
    pub(super) fn flow(&self, tensor: i64) -> Result<Feed, Shortage> {
        let (spec, plan, factor) = (self.spec, self.plan, &self.product.flow);
        let levels = spec.pmu.counter_levels;
        let base = tensor + factor.address.constant;
        let (of, inner) = (|axis| factor.address.of(axis), self.inner());
        let repeat = Key::Down;
        let kept = plan.flow_kept;
        let chunk = i64::from(plan.flow_chunk);
        let lanes = spec.lanes as i64;
        let (pitch, lane) = match plan.flow_along {
            Along::Output => (0, 1),
            Along::Fold => plan.flow_places(spec),
        };
        let (pitch, lane) = (i64::from(pitch), i64::from(lane));
        let [fold, chunks] = self.chunk_loops(plan.flow_chunk);
        let (row, rest) = match plan.flow_along {
            Along::Output => (self.lanes_loop(), vec![fold, chunks]),
            Along::Fold => (fold, vec![self.lanes_loop(), chunks]),
        };
        let load = |n: usize| {
            let outside = self.around(true, true, !kept);
            Nest::new(spec, n, [vec![row], rest.clone(), outside].concat())
        };
        let nest = load(spec.ag.counter_levels)?;
        let mut ag = self.load(&nest, base, |key| match key {
            Key::Lanes => of(self.product.lanes),
            Key::Fold => of(inner),
            Key::Chunk => of(inner) * chunk,
            key => self.stride(of, key),
        });
        ag.counters = nest.counters(None);
        ag.withheld = plan.withheld(spec, self.extents).0;

        let write = load(levels)?;
        let mut pmu = PmuConfig::new(spec);
        pmu.write.enable = 1;
        pmu.write.counters = write.counters(Some(row.key));
        pmu.write.address = match plan.flow_along {
            Along::Output => write.affine(0, 1, |key| if key == Key::Lanes { lanes } else { 0 }),
            Along::Fold => write.affine(0, pitch, |key| match key {
                Key::Fold => pitch * lanes,
                Key::Lanes => lane,
                _ => 0,
            }),
        };
        pmu.write.advance = match plan.flow_along {
            Along::Output => write.through(&[Key::Lanes]),
            Along::Fold => write.through(&[Key::Lanes, Key::Fold]),
        };
        let inside = vec![self.lanes_loop(), self.groups_loop(), fold, chunks];
        let read = Nest::new(spec, levels, [inside, self.around(true, true, true)].concat())?;
        pmu.read.enable = 1;
        pmu.read.counters = read.counters(Some(Key::Lanes));
        pmu.read.address = read.affine(0, lane, |key| match key {
            Key::Lanes => lane * lanes,
            Key::Fold => pitch,
            _ => 0,
        });
        pmu.read.advance = match plan.flow_along {
            Along::Output => read.through(&[Key::Lanes, Key::Groups]),
            Along::Fold => read.through(&[Key::Lanes, Key::Groups, Key::Fold]),
        };
        pmu.read.repeat = if kept { read.level(repeat).map_or(0, |level| level + 1) } else { 0 };
        pmu.skew = (plan.flow_along == Along::Fold).into();
        pmu.buffer_stride = plan.flow_buffer(spec);
        pmu.buffers = plan.flow_buffers(spec, self.extents) - 1;
        Ok(Feed { ag, pmu })
    }

    /// The loops over the rows that a memory unit has of a tile, as they are loaded, innermost first.
    fn loaded_rows(&self) -> Vec<Loop> {
        let (plan, e) = (self.plan, self.extents);
        let deal = whole(Key::Deal, plan.deal as u32);
        match plan.run(e) {
            Run::Lines => {
                let lines = cut(Key::Line, plan.lines, self.loaded_lines(), Key::Down);
                vec![whole(Key::InLine, e.line), lines]
            }
            Run::Tile => vec![self.tile_loop()],
            Run::Turn => vec![whole(Key::Row, plan.turn_rows() as u32), deal, self.groups_loop()],
        }
    }

    /// All rows of a tile, whole groups of them.
    fn tile_loop(&self) -> Loop {
        let rows = self.extents.rows.next_multiple_of(self.plan.group_rows());
        cut(Key::Row, self.plan.tile_rows(), rows, Key::Down)
    }

    /// Lines that are loaded: the last group may end in one beyond the last, which is not in memory.
    fn loaded_lines(&self) -> u32 {
        let rows = self.extents.rows.next_multiple_of(self.plan.group_rows());
        rows.div_ceil(self.extents.line)
    }

    /// The held rows of memory unit `unit`.
    pub(super) fn held(&self, unit: usize, tensor: i64) -> Result<Feed, Shortage> {
        match (self.plan.window, Image::find(self.view, self.product)) {
            (Some(window), Some(image)) => self.held_window(&window, &image, tensor),
            _ => self.held_tiles(unit, tensor),
        }
    }

    /// The loops around tiles with those over row tiles cut into strips: the loop over strips, or with the one inside.
    fn strips(&self, strip: u32, fold: bool, inside: bool) -> Vec<Loop> {
        let tiles = |l: Loop| match l.key {
            Key::Down if inside => {
                vec![whole(Key::Strip, strip), whole(Key::Down, l.count / strip)]
            }
            Key::Down => vec![whole(Key::Down, l.count / strip)],
            _ => vec![l],
        };
        self.around(fold, inside, true).into_iter().flat_map(tiles).collect()
    }

    /// The held factor as lines of an image, loaded strip by strip and read at all places of the window.
    fn held_window(&self, window: &Window, image: &Image, tensor: i64) -> Result<Feed, Shortage> {
        let (spec, plan, e) = (self.spec, self.plan, self.extents);
        let (of, lanes) = (|axis| self.product.held.address.of(axis), spec.lanes as i64);
        let [column, line] = [window.pitch, window.line()].map(i64::from);
        let [step, step_line] = image.step.map(i64::from);
        let tile = i64::from(plan.lines) * step_line;
        // A line is loaded in one go if it lies so, and its positions are whole beats.
        let one = image.words[0] == i64::from(e.inner) && e.inner.is_multiple_of(spec.lanes as u32);
        let outside = self.strips(window.strip, false, false);
        let loaded = if one {
            vec![whole(Key::InLine, window.across * e.inner)]
        } else {
            vec![whole(Key::Fold, e.inner), whole(Key::InLine, window.across)]
        };
        let lines = vec![whole(Key::Line, window.lines)];
        let loops = [loaded, lines.clone(), outside.clone()].concat();
        let nest = Nest::new(spec, spec.ag.counter_levels, loops)?;
        let base = tensor + self.product.held.address.constant;
        let mut ag = self.load(&nest, base, |key| match key {
            Key::InLine => image.words[0],
            Key::Line => image.words[1],
            Key::Down => image.words[1] * tile * i64::from(window.strip),
            key => self.stride(of, key),
        });
        ag.counters = nest.counters(None);

        let positions = vec![whole(Key::Fold, e.inner), whole(Key::InLine, window.across)];
        let loops = [positions, lines, outside].concat();
        let write = Nest::new(spec, spec.pmu.counter_levels, loops)?;
        let mut pmu = PmuConfig::new(spec);
        pmu.write.enable = 1;
        pmu.write.counters = write.counters(Some(Key::Fold));
        pmu.write.address = write.affine(0, 1, |key| match key {
            Key::Fold => lanes,
            Key::InLine => column,
            Key::Line => line,
            _ => 0,
        });
        pmu.write.advance = write.through(&[Key::Fold, Key::InLine, Key::Line]);

        let mut inside = match plan.turn_rows().is_multiple_of(spec.lanes) {
            true => vec![whole(Key::Row, e.line)],
            false => vec![
                whole(Key::Row, plan.turn_rows() as u32),
                whole(Key::Deal, plan.deal as u32),
                whole(Key::Groups, e.line / plan.group_rows()),
            ],
        };
        inside.extend([whole(Key::Line, plan.lines), whole(Key::Fold, e.inner)]);
        let loops = [inside, self.strips(window.strip, true, true)].concat();
        let read = Nest::new(spec, spec.pmu.counter_levels, loops)?;
        let place = |key| match key {
            Key::Row => step * column * lanes,
            Key::Deal | Key::Groups => step * column * self.coordinate(key),
            Key::Line => step_line * line,
            Key::Fold => 1,
            Key::Outer(at) => {
                let [across, down] = image.folded[at].map(i64::from);
                across * column + down * line
            }
            Key::Strip => tile * line,
            _ => 0,
        };
        pmu.read.enable = 1;
        pmu.read.counters = read.counters(Some(Key::Row));
        pmu.read.address = read.affine(0, step * column, place);
        let batch = |key: &Key| matches!(key, Key::Down | Key::Batch(_));
        pmu.read.advance = read.below(batch);
        pmu.skew = window.skew.into();
        pmu.buffer_stride = plan.held_buffer(spec);
        pmu.buffers = plan.held_buffers(spec, e) - 1;
        Ok(Feed { ag, pmu })
    }

    /// The held rows of memory unit `unit`, tile by tile.
    fn held_tiles(&self, unit: usize, tensor: i64) -> Result<Feed, Shortage> {
        let (spec, plan, factor) = (self.spec, self.plan, &self.product.held);
        let (of, inner) = (|axis| factor.address.of(axis), self.inner());
        let first = unit as i64 * i64::from(plan.share_rows());
        let base = tensor + factor.address.constant + first * of(self.product.rows);
        let (chunk, lanes) = (i64::from(plan.held_chunk), spec.lanes as i64);
        let [fold, chunks] = self.chunk_loops(plan.held_chunk);
        let mut loaded = self.loaded_rows();
        match plan.held_along {
            Along::Fold => loaded.insert(0, fold),
            Along::Output => loaded.insert(1, fold),
        }
        let row = loaded[0].key;
        loaded.push(chunks);
        let load = |n: usize| {
            let outside = self.around(true, !plan.held_kept, true);
            Nest::new(spec, n, [loaded.clone(), outside].concat())
        };
        let nest = load(spec.ag.counter_levels)?;
        let mut ag = self.load(&nest, base, |key| match key {
            Key::Fold => of(inner),
            Key::Chunk => of(inner) * chunk,
            Key::Line | Key::Down if plan.lines > 0 => {
                let axis = self.product.lines.expect("a plan has lines if its product has");
                of(axis) * self.line(key)
            }
            Key::Row | Key::Deal | Key::Groups | Key::InLine => {
                of(self.product.rows) * self.coordinate(key)
            }
            key => self.stride(of, key),
        });
        ag.counters = nest.counters(None);
        ag.withheld = plan.withheld(spec, self.extents).1;
        if plan.lines > 0 {
            self.bound_lines(&mut ag, &nest);
        } else {
            self.bound(&mut ag, &nest, first);
        }

        let write = load(spec.pmu.counter_levels)?;
        let mut pmu = PmuConfig::new(spec);
        pmu.write.enable = 1;
        pmu.write.counters = write.counters(Some(row));
        let blocks = plan.held_blocks(spec);
        let pitch = i64::from(blocks.pitch);
        let turn = if blocks.count == 1 { plan.turn_rows() as i64 } else { chunk * pitch };
        let place = |key| match key {
            Key::Row | Key::InLine => 1,
            Key::Line => i64::from(self.extents.line),
            Key::Deal => turn,
            Key::Groups => turn * plan.deal as i64,
            Key::Fold => pitch,
            _ => 0,
        };
        // A vector moves on by all lanes.
        let along = |vector, key| if key == vector { place(key) * lanes } else { place(key) };
        pmu.write.address = write.affine(0, place(row), |key| along(row, key));
        let buffer = [Key::Row, Key::Deal, Key::Groups, Key::InLine, Key::Line, Key::Fold];
        pmu.write.advance = write.through(&buffer);
        let turns = vec![
            whole(Key::Row, plan.turn_rows() as u32),
            whole(Key::Deal, plan.deal as u32),
            self.groups_loop(),
        ];
        // Turns of whole beats follow each other like beats.
        let even = plan.turn_rows().is_multiple_of(spec.lanes) && plan.held_pmus == 1;
        let mut inside = if even { vec![self.tile_loop()] } else { turns };
        inside.extend([fold, chunks]);
        let loops = [inside, self.around(true, true, true)].concat();
        let read = Nest::new(spec, spec.pmu.counter_levels, loops)?;
        pmu.read.enable = 1;
        pmu.read.counters = read.counters(Some(Key::Row));
        pmu.read.address = read.affine(0, 1, |key| along(Key::Row, key));
        pmu.read.advance = read.through(&buffer);
        let repeat = if plan.held_kept { read.level(Key::Across) } else { None };
        pmu.read.repeat = repeat.map_or(0, |level| level + 1);
        pmu.skew = blocks.skew.into();
        pmu.buffer_stride = plan.held_buffer(spec);
        pmu.buffers = plan.held_buffers(spec, self.extents) - 1;
        Ok(Feed { ag, pmu })
    }

    /// Lines from one iteration of a loop to the next.
    fn line(&self, key: Key) -> i64 {
        match key {
            Key::Line => 1,
            Key::Down => i64::from(self.plan.lines),
            _ => 0,
        }
    }

    /// Lines beyond the last are not in memory.
    fn bound_lines(&self, ag: &mut AgConfig, nest: &Nest) {
        let total = self.extents.rows / self.extents.line;
        if self.loaded_lines() > total {
            ag.bounded = 1;
            ag.bound_limit = total;
            ag.bound = nest.affine(0, 0, |key| self.line(key));
        }
    }
}
