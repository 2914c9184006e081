//! A plan as virtual units and links.
//!
//! In: a product with its plan. Out: address generators that load both factors, memory units that keep and repeat them,
//! compute units side by side, and one store for each. `docs/lowering.md` has the picture.

mod feeds;
mod space;

use super::after::Step;
use super::following::{Following, Operand};
use super::loops::{Key, Nest, named, whole};
use super::pattern::{Factor, Finish, Product};
use super::plan::{Extents, Plan};
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
