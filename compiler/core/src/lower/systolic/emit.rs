//! A plan as virtual units and links.
//!
//! In: a product with its plan. Out: address generators that load both factors, memory units that keep and repeat them,
//! compute units side by side, and one store for each. `docs/lowering.md` has the picture.

use super::after::Step;
use super::following::{Following, Operand};
use super::loops::{Key, Loop, Nest, cut, named, whole};
use super::pattern::{Factor, Finish, Product};
use super::plan::{Along, Extents, Plan, Run, Sweep};
use super::window::{Image, Window};
use crate::graph::{ArgumentUse, Port, StreamGraph, UnitConfig};
use crate::lower::emit::{describe, operations};
use crate::lower::mapping::Addresses;
use crate::lower::nest::Axis;
use crate::lower::refusal::Shortage;
use crate::lower::tree::Operand as Value;
use crate::lower::view::{View, width_of};
use kiln_arch::FabricSpec;
use kiln_arch::config::{AgConfig, Input, Output, PcuConfig, PmuConfig, lanes_out, mode};
use kiln_arch::topology::Net;
use std::collections::HashMap;

/// The pipeline register of what flows; rows that leave are in the last one.
const FLOW: u32 = 0;

/// What is emitted.
pub struct Emitter<'a> {
    /// The fabric.
    pub spec: &'a FabricSpec,
    /// The output.
    pub view: &'a View<'a>,
    /// What it is.
    pub product: &'a Product,
    /// How it is tiled.
    pub plan: &'a Plan,
    /// Its extents.
    pub extents: &'a Extents,
}

/// A memory unit with its load, not yet placed in a graph.
struct Feed {
    ag: AgConfig,
    pmu: PmuConfig,
}

impl Emitter<'_> {
    /// Adds the units and links to `graph`.
    ///
    /// # Errors
    /// What a unit has too few of.
    pub fn emit(
        &self,
        addresses: &Addresses,
        output: usize,
        graph: &mut StreamGraph,
    ) -> Result<(), Shortage> {
        let input = |factor: &Factor| i64::from(addresses.inputs[factor.input]);
        let flow = self.flow(input(&self.product.flow))?;
        let flow = self.feed(graph, flow, &self.product.flow);
        let mut shared = HashMap::new();
        let mut held = Vec::new();
        for unit in 0..self.plan.held_pmus {
            let feed = self.held(unit, input(&self.product.held))?;
            held.push(self.feed(graph, feed, &self.product.held));
        }
        for pcu in 0..self.plan.pcus {
            let first = self.first_row(pcu);
            let mut sums = self.compute(graph, pcu, (flow, &held))?;
            if let Some(following) = &self.product.after.following {
                sums = self.follow(graph, following, (sums, first), (addresses, &mut shared))?;
            }
            self.stored(graph, sums, first, addresses.outputs[output])?;
        }
        Ok(())
    }

    /// Whether each unit's loops fit its counters.
    ///
    /// # Errors
    /// What a unit has too few of.
    pub fn check(&self) -> Result<(), Shortage> {
        self.flow(0)?;
        self.held(0, 0)?;
        self.pcu(0, 0)?;
        self.drained(self.spec.pcu.counter_levels)?;
        self.drained(self.spec.ag.counter_levels).map(|_| ())
    }

    fn lines(&self, node: kiln_lang::ir::NodeId) -> Vec<u32> {
        let line = self.view.program.node(node).span.line;
        [line].into_iter().filter(|&line| line > 0).collect()
    }

    /// Adds a feed; gives the port that its stream leaves by.
    fn feed(&self, graph: &mut StreamGraph, feed: Feed, factor: &Factor) -> Port {
        let name = &self.view.program.inputs[factor.input].name;
        let what = describe(self.view, &self.view.access(factor.node), name);
        let lines = self.lines(factor.node);
        let (load, loads) = (format!("load {name}"), format!("loads {what}"));
        let load = graph.add(&load, loads, lines.clone(), UnitConfig::Ag(feed.ag));
        let (tile, keeps) = (format!("{name} tile"), format!("keeps {what}"));
        let tile = graph.add(&tile, keeps, lines, UnitConfig::Pmu(feed.pmu));
        let from = Port { unit: load, port: 0 };
        graph.connect((Net::Vector, from), Port { unit: tile, port: 0 }, &what);
        Port { unit: tile, port: 0 }
    }

    /// Loops around the tiles' own, innermost first: over the fold, over tiles, over the other axes.
    fn around(&self, fold: bool, across: bool, down: bool) -> Vec<Loop> {
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
    fn stride(&self, of: impl Fn(Axis) -> i64, key: Key) -> i64 {
        match key {
            Key::Outer(at) => of(self.product.folded[at]),
            Key::Batch(at) => of(self.product.batch[at]),
            Key::Across => of(self.product.lanes) * i64::from(self.plan.tile_lanes(self.spec)),
            Key::Down => of(self.product.rows) * i64::from(self.plan.tile_rows()),
            _ => 0,
        }
    }

    fn lanes_loop(&self) -> Loop {
        let tile = self.plan.tile_lanes(self.spec);
        cut(Key::Lanes, tile, self.extents.lanes, Key::Across)
    }

    fn groups_loop(&self) -> Loop {
        let groups = self.extents.rows.div_ceil(self.plan.group_rows());
        cut(Key::Groups, self.plan.row_beats, groups, Key::Down)
    }

    /// Positions in a chunk, and the loop over chunks.
    fn chunk_loops(&self, chunk: u32) -> [Loop; 2] {
        let inner = self.extents.inner;
        [cut(Key::Fold, chunk, inner, Key::Chunk), whole(Key::Chunk, inner.div_ceil(chunk))]
    }

    /// The factor that flows.
    fn flow(&self, tensor: i64) -> Result<Feed, Shortage> {
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
    fn held(&self, unit: usize, tensor: i64) -> Result<Feed, Shortage> {
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

    fn inner(&self) -> Axis {
        self.product.folded[self.product.folded.len() - 1]
    }

    /// An address generator over `nest`, whose innermost loop is a row.
    fn load(&self, nest: &Nest, base: i64, stride: impl Fn(Key) -> i64) -> AgConfig {
        let mut ag = AgConfig::new(self.spec);
        ag.enable = 1;
        ag.address = nest.affine(base, 0, stride);
        ag.address.strides[0] = 0;
        ag
    }

    /// Rows of the output from one iteration of a loop to the next.
    fn coordinate(&self, key: Key) -> i64 {
        match key {
            Key::Row | Key::InLine => 1,
            Key::Deal => self.plan.turn_rows() as i64,
            Key::Groups => i64::from(self.plan.group_rows()),
            Key::Down => i64::from(self.plan.tile_rows()),
            _ => 0,
        }
    }

    /// Rows beyond the last are not in memory.
    fn bound(&self, ag: &mut AgConfig, nest: &Nest, first: i64) {
        let whole = self.extents.rows.is_multiple_of(self.plan.group_rows());
        if !whole {
            ag.bounded = 1;
            ag.bound = nest.affine(first, 0, |key| self.coordinate(key));
            ag.bound.strides[0] = 0;
            ag.bound_limit = self.extents.rows;
        }
    }

    /// The first row of the output that a compute unit sums.
    fn first_row(&self, pcu: usize) -> i64 {
        let plan = self.plan;
        let (memory, place) = (pcu / (plan.shared * plan.deal), pcu / plan.shared % plan.deal);
        let member = pcu % plan.shared;
        ((memory * plan.deal + place) * plan.turn_rows() + member * plan.stages) as i64
    }

    /// A compute unit; gives the port that its sums leave by.
    fn compute(
        &self,
        graph: &mut StreamGraph,
        pcu: usize,
        (flow, held): (Port, &[Port]),
    ) -> Result<Port, Shortage> {
        let (spec, plan, view) = (self.spec, self.plan, self.view);
        let (memory, place) = (pcu / (plan.shared * plan.deal), pcu / plan.shared % plan.deal);
        let member = pcu % plan.shared;
        let name = &view.output.name;
        let lines = self.lines(self.product.fold);
        let config = self.pcu(place, member)?;
        let role = format!(
            "{} summed in place, {} rows of {} beats",
            self.product.product, plan.stages, plan.lane_beats
        );
        let unit = graph.add(&format!("{name} sums"), role, lines, UnitConfig::Pcu(config));
        let after = &self.product.after;
        let stages = after.stages.iter().map(|(stage, step)| (*stage, step));
        for (stage, step) in stages.chain(after.output.iter().map(|step| (spec.pcu.stages, step))) {
            if let Some(Finish::Argument(argument)) = step.constant() {
                graph.arguments.push(ArgumentUse { argument, unit, stage });
            }
        }
        let mut inputs = vec![(flow, &self.product.flow)];
        inputs.resize(1 + plan.turn_beats(spec), (held[memory], &self.product.held));
        for (port, (from, factor)) in inputs.into_iter().enumerate() {
            let name = &view.program.inputs[factor.input].name;
            graph.connect((Net::Vector, from), Port { unit, port }, name);
        }
        Ok(Port { unit, port: 0 })
    }

    /// The store of the rows from `first` on that leave by `from`.
    fn stored(
        &self,
        graph: &mut StreamGraph,
        from: Port,
        first: i64,
        tensor: u32,
    ) -> Result<(), Shortage> {
        let (view, name) = (self.view, &self.view.output.name);
        let store = self.store(&self.drained(self.spec.ag.counter_levels)?, first, tensor);
        let lines: Vec<u32> = [view.output.span.line].into_iter().filter(|&l| l > 0).collect();
        let role = format!("stores rows of {name}");
        let store = graph.add(&format!("store {name}"), role, lines, UnitConfig::Ag(store));
        graph.connect((Net::Vector, from), Port { unit: store, port: 0 }, name);
        Ok(())
    }

    /// The unit behind one whose sums of rows from `first` on leave by `sums`; gives the port that its results leave by.
    fn follow(
        &self,
        graph: &mut StreamGraph,
        following: &Following,
        (sums, first): (Port, i64),
        (addresses, shared): (&Addresses, &mut HashMap<usize, Port>),
    ) -> Result<Port, Shortage> {
        let (spec, view) = (self.spec, self.view);
        let nest = self.drained(spec.pcu.counter_levels)?;
        let row = [nest.through(&[Key::Lanes]), 0, 0];
        let (mut config, arguments) = operations(spec, &following.operator, &following.segment);
        config.counters = nest.counters(Some(Key::Lanes));
        let (mut from, mut vectors, mut scalars) = (Vec::new(), 0, 0);
        for (register, value) in following.segment.head.iter().enumerate() {
            let source = following.operands.iter().find(|o| Value::Source(o.source) == *value);
            let (stream, name) = match source {
                None => (sums, &view.output.name),
                Some(operand) => {
                    let known = shared.get(&operand.source).copied();
                    let stream = match known {
                        Some(stream) => stream,
                        None => self.operand(graph, operand, first, addresses)?,
                    };
                    if operand.address.of(self.product.rows) == 0 {
                        shared.insert(operand.source, stream);
                    }
                    (stream, &view.program.inputs[operand.input].name)
                }
            };
            if source.is_some_and(|operand| operand.scalar) {
                let input = Input { enable: 1, hold: row[0], ..Input::default() };
                config.scalar_inputs[scalars] = input;
                config.head[register] = (spec.pcu.vector_inputs + scalars) as u32;
                from.push((Net::Scalar, stream, scalars, name));
                scalars += 1;
            } else {
                config.vector_inputs[vectors] = Input { enable: 1, marks: row, ..Input::default() };
                config.head[register] = vectors as u32;
                from.push((Net::Vector, stream, vectors, name));
                vectors += 1;
            }
        }
        let register = following.segment.sent[0].1 as u32;
        config.vector_outputs[0] =
            Output { enable: 1, register, fold: 0, lanes: lanes_out::BEAT, marks: row };
        let names: Vec<String> =
            following.operator.operations.iter().map(|o| o.action.op().to_string()).collect();
        let (role, lines) = (names.join(", "), following.operator.lines.clone());
        let unit = graph.add(&view.output.name, role, lines, UnitConfig::Pcu(config));
        for (net, stream, port, name) in from {
            graph.connect((net, stream), Port { unit, port }, name);
        }
        let uses = arguments.into_iter();
        graph.arguments.extend(uses.map(|(stage, argument)| ArgumentUse { argument, unit, stage }));
        Ok(Port { unit, port: 0 })
    }

    /// The load of an operand of what follows, in the order in which rows from `first` on leave.
    fn operand(
        &self,
        graph: &mut StreamGraph,
        operand: &Operand,
        first: i64,
        addresses: &Addresses,
    ) -> Result<Port, Shortage> {
        let levels = self.spec.ag.counter_levels;
        let of = |axis| operand.address.of(axis);
        let rows = of(self.product.rows);
        let nest = if operand.scalar {
            let inside = vec![whole(Key::InLine, 1), self.groups_loop(), self.row_loop()];
            Nest::new(self.spec, levels, [inside, self.around(false, true, true)].concat())?
        } else {
            self.drained(levels)?
        };
        let tensor = i64::from(addresses.inputs[operand.input]);
        let base = tensor + operand.address.constant + first * rows;
        let mut ag = self.load(&nest, base, |key| match key {
            Key::Row | Key::Groups => rows * self.coordinate(key),
            Key::InLine => 0,
            key => self.stride(of, key),
        });
        ag.counters = nest.counters(None);
        ag.scalar = operand.scalar.into();
        if !operand.scalar {
            ag.marks = [nest.through(&[Key::Lanes]), 0, 0];
        }
        if rows != 0 {
            self.bound(&mut ag, &nest, first);
        }
        let name = &self.view.program.inputs[operand.input].name;
        let what = describe(self.view, &self.view.access(operand.node), name);
        let (name, lines) = (format!("load {name}"), self.lines(operand.node));
        let unit = graph.add(&name, format!("loads {what}"), lines, UnitConfig::Ag(ag));
        Ok(Port { unit, port: 0 })
    }

    fn row_loop(&self) -> Loop {
        named(Key::Row, self.plan.stages as u32)
    }

    /// The loops in which finished sums leave a unit.
    fn drained(&self, levels: usize) -> Result<Nest, Shortage> {
        let inside = vec![self.lanes_loop(), self.groups_loop(), self.row_loop()];
        Nest::new(self.spec, levels, [inside, self.around(false, true, true)].concat())
    }

    fn pcu(&self, place: usize, member: usize) -> Result<PcuConfig, Shortage> {
        let (spec, plan) = (self.spec, self.plan);
        let fold = named(Key::Fold, self.extents.inner);
        let inside = vec![self.lanes_loop(), self.groups_loop(), fold];
        let around = self.around(true, true, true);
        let nest = Nest::new(spec, spec.pcu.counter_levels, [inside, around].concat())?;
        let mut config = PcuConfig::new(spec);
        config.enable = 1;
        config.counters = nest.counters(Some(Key::Lanes));
        config.vector_inputs[0].enable = 1;
        config.head[FLOW as usize] = 0;
        let beats = plan.turn_beats(spec);
        for beat in 0..beats {
            let hold = nest.through(&[Key::Lanes]);
            let (every, offset) = (plan.deal * beats - 1, place * beats + beat);
            let (every, offset) = (every as u32, offset as u32);
            config.vector_inputs[1 + beat] =
                Input { enable: 1, hold, every, offset, ..Input::default() };
            // Registers that only rows have start with it anyway.
            if let Some(head) = config.head.get_mut(spec.row_register(beat * spec.lanes)) {
                *head = 1 + beat as u32;
            }
        }
        let leaves = spec.pcu.registers as u32 - 1;
        for (s, stage) in config.stages.iter_mut().enumerate().take(plan.stages) {
            let row = member * plan.stages + s;
            stage.op = u32::from(self.product.product.code());
            stage.mode = mode::SYSTOLIC;
            (stage.a, stage.b, stage.spread) = (FLOW, spec.row_register(row) as u32, 1);
            stage.lane = (row % spec.lanes) as u32;
            stage.constant = self.product.sum.neutral();
            stage.destination = leaves;
        }
        config.fold.enable = 1;
        config.fold.levels = nest.mask(|key| matches!(key, Key::Fold | Key::Outer(_)));
        config.fold.round = nest.through(&[Key::Lanes, Key::Groups]) - 1;
        config.fold.ways = plan.row_beats * plan.lane_beats - 1;
        let drain = self.drained(spec.pcu.drain_levels)?;
        config.drain.enable = 1;
        config.drain.counters = drain.counters(Some(Key::Lanes));
        config.drain.rows = drain.level(Key::Row).expect("the loop over rows is named");
        let marks = [drain.through(&[Key::Lanes]), 0, 0];
        config.vector_outputs[0] =
            Output { enable: 1, register: leaves, fold: 0, lanes: lanes_out::BEAT, marks };
        let word = |step: &Step| match step.constant() {
            Some(Finish::Word(word)) => word,
            _ => 0,
        };
        for (at, step) in &self.product.after.stages {
            let operand = |at: usize| match step.operands.get(at) {
                Some(Some(_)) => spec.pcu.registers as u32,
                _ => leaves,
            };
            let stage = &mut config.stages[*at];
            (stage.op, stage.constant) = (step.op.code().into(), word(step));
            (stage.a, stage.b, stage.c) = (operand(0), operand(1), operand(2));
            stage.destination = leaves;
        }
        if let Some(step) = &self.product.after.output {
            let unit = &mut config.output_unit;
            (unit.op, unit.constant) = (step.op.code().into(), word(step));
        }
        Ok(config)
    }

    /// The store of a unit whose first row is `first`.
    fn store(&self, nest: &Nest, first: i64, tensor: u32) -> AgConfig {
        // Rows of packed elements start at whole words.
        let (stored, per_word) = (&self.view.stored, i64::from(self.extents.per_word));
        let of = |axis: Axis| stored.of(axis);
        let rows = of(self.product.rows);
        let base = i64::from(tensor) + (stored.constant + first * rows) / per_word;
        let stride = |key| match key {
            Key::Row | Key::Groups => rows * self.coordinate(key),
            key => self.stride(of, key),
        };
        let mut ag = self.load(nest, base, |key| stride(key) / per_word);
        ag.direction = kiln_arch::config::direction::STORE;
        ag.counters = nest.counters(None);
        ag.marks = [nest.through(&[Key::Lanes]), 0, 0];
        ag.width = width_of(self.view.output.ty);
        self.bound(&mut ag, nest, first);
        ag
    }
}
