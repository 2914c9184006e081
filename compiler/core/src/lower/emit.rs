//! Mappings to virtual units and links.

use super::mapping::{self, Mapping, Part};
use super::nest::{Loop, Nest};
use super::refusal::Shortage;
use super::stages::{self, Segment};
use super::tree::{Action, Operand, Operator, Origin};
use super::view::View;
use crate::graph::{ArgumentUse, Port, StreamGraph, UnitConfig};
use kiln_arch::FabricSpec;
use kiln_arch::config::{AgConfig, Input, Output, PcuConfig, PmuConfig, Stage, lanes_out, mode};
use kiln_arch::topology::Net;
use std::collections::{BTreeMap, HashMap};

/// An output port on one of the networks.
type Outlet = (Net, Port);

/// Adds the units and links of `mapping` to `graph`.
pub fn emit(spec: &FabricSpec, mapping: &Mapping, graph: &mut StreamGraph) -> Result<(), Shortage> {
    let mut loads = Loads::new();
    for part in &mapping.parts {
        let mut emitter = Emitter { spec, part, graph, loads: &mut loads, results: Vec::new() };
        for number in 0..part.tree.operators.len() {
            let outlet = emitter.operator(number)?;
            emitter.results.push(outlet);
        }
        emitter.store();
    }
    Ok(())
}

/// AGs and tiles already there, by operator and source. Parts share them; operators of one part never do, since one may
/// wait for the other.
type Loads = HashMap<(usize, usize), Vec<(AgConfig, Option<PmuConfig>, Outlet)>>;

struct Emitter<'a> {
    spec: &'a FabricSpec,
    part: &'a Part<'a>,
    graph: &'a mut StreamGraph,
    loads: &'a mut Loads,
    /// Where the result of each operator leaves.
    results: Vec<Outlet>,
}

impl Emitter<'_> {
    /// The stream of a load: an AG, and a PMU if it has a tile.
    fn load(&mut self, operator: usize, source: usize) -> Outlet {
        let origin = &self.part.tree.operators[operator].sources[source];
        let plan = self.part.plans[operator][source].clone().expect("loads have plans");
        let Origin::Load(access) = &origin.origin else { unreachable!("only loads have plans") };
        let view = &self.part.view;
        let input = &view.program.inputs[access.input];
        let line = view.program.node(origin.node).span.line;
        let lines: Vec<u32> = [line].into_iter().filter(|&l| l > 0).collect();
        let net = |scalar: u32| if scalar == 1 { Net::Scalar } else { Net::Vector };
        let at = (operator, source);
        let known = |loads: &Loads, pmu: &Option<PmuConfig>| {
            let list = loads.get(&at)?;
            list.iter().find(|l| l.0 == plan.ag && l.1 == *pmu).map(|l| l.2)
        };
        let outlet = known(self.loads, &None).unwrap_or_else(|| {
            let name = format!("load {}", input.name);
            let role = format!("loads {}", describe(view, access, &input.name));
            let ag = self.graph.add(&name, role, lines.clone(), UnitConfig::Ag(plan.ag.clone()));
            let outlet = (net(plan.ag.scalar), Port { unit: ag, port: 0 });
            self.loads.entry(at).or_default().push((plan.ag.clone(), None, outlet));
            outlet
        });
        let Some(pmu) = plan.pmu.clone() else { return outlet };
        if let Some(outlet) = known(self.loads, &plan.pmu) {
            return outlet;
        }
        let read_net = net(pmu.read.scalar);
        let role = format!("{} x {} words of {}", pmu.buffers + 1, plan.tile_words, input.name);
        let name = format!("{} tile", input.name);
        let unit = self.graph.add(&name, role, lines, UnitConfig::Pmu(pmu));
        let link = format!("{} to tile", input.name);
        self.graph.connect(outlet, Port { unit, port: 0 }, &link);
        let read = (read_net, Port { unit, port: 0 });
        self.loads.entry(at).or_default().push((plan.ag, plan.pmu, read));
        read
    }

    fn operator(&mut self, number: usize) -> Result<Outlet, Shortage> {
        let operator = &self.part.tree.operators[number];
        let mut outlets: HashMap<Operand, Outlet> = HashMap::new();
        for (s, source) in operator.sources.iter().enumerate() {
            let outlet = match source.origin {
                Origin::Load(_) => self.load(number, s),
                Origin::Child(child) => self.results[child],
                Origin::Index(_) => continue,
            };
            outlets.insert(Operand::Source(s), outlet);
        }
        if mapping::passes(operator) {
            return Ok(outlets[&operator.result]);
        }
        let part = self.part;
        let segments = &part.segments[number];
        for (number, segment) in segments.iter().enumerate() {
            let pcu = Pcu::new(self.spec, operator, segment, &outlets)?;
            let name = match segments.len() {
                1 => operator.name.clone(),
                _ => format!("{} part {}", operator.name, number + 1),
            };
            let lines = pcu.lines(operator, segment);
            let role = pcu.role(operator, segment);
            let Pcu { config, inputs, outputs, arguments } = pcu;
            let unit = self.graph.add(&name, role, lines, UnitConfig::Pcu(config));
            for (operand, port) in inputs {
                let name = self.link_name(operator, operand);
                self.graph.connect(outlets[&operand], Port { unit, port }, &name);
            }
            for (value, (net, port)) in outputs {
                outlets.insert(value, (net, Port { unit, port }));
            }
            let uses = arguments.into_iter();
            self.graph.arguments.extend(uses.map(|(stage, argument)| ArgumentUse {
                argument,
                unit,
                stage,
            }));
        }
        Ok(outlets[&operator.result])
    }

    fn link_name(&self, operator: &Operator, operand: Operand) -> String {
        match operand {
            Operand::Source(s) => match &operator.sources[s].origin {
                Origin::Load(access) => describe(
                    &self.part.view,
                    access,
                    &self.part.view.program.inputs[access.input].name,
                ),
                Origin::Child(child) => self.part.tree.operators[*child].name.clone(),
                Origin::Index(_) => "index".into(),
            },
            Operand::Result(at) => {
                format!("{} {}", operator.name, operator.operations[at].action.op().name())
            }
            _ => "constant".into(),
        }
    }

    fn store(&mut self) {
        let output = self.part.view.output;
        let lines: Vec<u32> = [output.span.line].into_iter().filter(|&l| l > 0).collect();
        let mut outlet = *self.results.last().expect("an output has an operator");
        if let Some(pmu) = self.part.store.pmu.clone() {
            let name = format!("{} row", output.name);
            let role = format!("joins elements of {} to vectors", output.name);
            let unit = self.graph.add(&name, role, lines.clone(), UnitConfig::Pmu(pmu));
            self.graph.connect(outlet, Port { unit, port: 0 }, &name);
            outlet = (Net::Vector, Port { unit, port: 0 });
        }
        let name = format!("store {}", output.name);
        let role = format!("stores {}", output.name);
        let unit = self.graph.add(&name, role, lines, UnitConfig::Ag(self.part.store.ag.clone()));
        self.graph.connect(outlet, Port { unit, port: 0 }, &output.name);
    }
}

/// `a[i, 2 k + 1]`
pub fn describe(view: &View, access: &super::view::Access, name: &str) -> String {
    let list: Vec<String> = access.dims.iter().map(|(_, linear)| view.text(linear)).collect();
    if list.is_empty() { name.into() } else { format!("{name}[{}]", list.join(", ")) }
}

/// A PCU that does the operations of a segment: all but its counters, inputs and outputs; and its stages with run-time
/// arguments.
pub fn operations(
    spec: &FabricSpec,
    operator: &Operator,
    segment: &Segment,
) -> (PcuConfig, Vec<(usize, usize)>) {
    let mut config = PcuConfig::new(spec);
    config.enable = 1;
    let mut pcu =
        Pcu { config, inputs: BTreeMap::new(), outputs: Vec::new(), arguments: Vec::new() };
    pcu.set_stages(spec, operator, segment);
    (pcu.config, pcu.arguments)
}

/// A PCU's configuration and its ports by value.
struct Pcu {
    config: PcuConfig,
    inputs: BTreeMap<Operand, usize>,
    outputs: Vec<(Operand, (Net, usize))>,
    /// Stage and argument.
    arguments: Vec<(usize, usize)>,
}

impl Pcu {
    fn new(
        spec: &FabricSpec,
        operator: &Operator,
        segment: &Segment,
        outlets: &HashMap<Operand, Outlet>,
    ) -> Result<Pcu, Shortage> {
        let nest = segment_nest(operator, segment);
        let mut config = PcuConfig::new(spec);
        config.enable = 1;
        config.counters = nest.counters(spec, spec.pcu.counter_levels, 0)?;
        let mut pcu =
            Pcu { config, inputs: BTreeMap::new(), outputs: Vec::new(), arguments: Vec::new() };
        pcu.set_inputs(spec, operator, segment, &nest, outlets);
        pcu.set_stages(spec, operator, segment);
        pcu.set_fold(spec, operator, segment, &nest);
        pcu.set_outputs(operator, segment, &nest);
        Ok(pcu)
    }

    fn set_inputs(
        &mut self,
        spec: &FabricSpec,
        operator: &Operator,
        segment: &Segment,
        nest: &Nest,
        outlets: &HashMap<Operand, Outlet>,
    ) {
        let (vectors, scalars) = (spec.pcu.vector_inputs, spec.pcu.scalar_inputs);
        let (mut vector, mut scalar, mut index) = (0, 0, 0);
        for (register, operand) in segment.head.iter().enumerate() {
            let source = match operand {
                Operand::Source(s) => Some(&operator.sources[*s]),
                _ => None,
            };
            if let Some(Origin::Index(linear)) = source.map(|s| &s.origin) {
                let levels = (spec.pcu.counter_levels, 0);
                self.config.indices[index] =
                    nest.affine(spec.lanes, levels, linear.constant, |axis| linear.of(axis));
                self.config.head[register] = (vectors + scalars + index) as u32;
                index += 1;
                continue;
            }
            let (hold, loops) = match source {
                Some(source) => (source.hold, source.taken.loops.clone()),
                None => (0, stream_loops(operator, *operand)),
            };
            let marks = nest.marks(&loops, 0);
            let input = Input { enable: 1, hold, marks, ..Input::default() };
            if outlets[operand].0 == Net::Scalar {
                self.config.scalar_inputs[scalar] = input;
                self.config.head[register] = (vectors + scalar) as u32;
                self.inputs.insert(*operand, scalar);
                scalar += 1;
            } else {
                self.config.vector_inputs[vector] = input;
                self.config.head[register] = vector as u32;
                self.inputs.insert(*operand, vector);
                vector += 1;
            }
        }
    }

    fn set_stages(&mut self, spec: &FabricSpec, operator: &Operator, segment: &Segment) {
        for placed in &segment.placed {
            let operation = &operator.operations[placed.operation];
            let constant = spec.pcu.registers;
            let selector =
                |at: usize| placed.operands.get(at).map_or(0, |r| r.unwrap_or(constant)) as u32;
            let mut stage = Stage {
                op: operation.action.op().code().into(),
                destination: placed.destination as u32,
                a: selector(0),
                b: selector(1),
                c: selector(2),
                ..Stage::default()
            };
            match operation.action {
                Action::Map(_) => {
                    for operand in &operation.operands {
                        match operand {
                            Operand::Word(word) => stage.constant = *word,
                            Operand::Argument(a) => self.arguments.push((placed.stage, *a)),
                            _ => {}
                        }
                    }
                }
                Action::Accumulate(op) | Action::Join(op) => {
                    (stage.mode, stage.a, stage.b) = (mode::ACCUMULATE, 0, selector(0));
                    stage.constant = op.neutral();
                    let own_lanes = operator.nest.vector && !operator.emitted.vector;
                    let join = matches!(operation.action, Action::Join(_));
                    stage.masked = (own_lanes && !join).into();
                }
                Action::Reduce(op, hop) => {
                    (stage.mode, stage.hop) = (mode::REDUCE, hop);
                    stage.constant = op.neutral();
                }
            }
            self.config.stages[placed.stage] = stage;
        }
        if let Some(last) = segment.at_output {
            let operation = &operator.operations[last];
            let unit = &mut self.config.output_unit;
            unit.op = operation.action.op().code().into();
            match operation.operands.get(1) {
                Some(Operand::Word(word)) => unit.constant = *word,
                Some(Operand::Argument(a)) => self.arguments.push((self.config.stages.len(), *a)),
                _ => {}
            }
        }
        self.arguments.dedup();
    }

    fn set_fold(&mut self, spec: &FabricSpec, operator: &Operator, segment: &Segment, nest: &Nest) {
        let inside = |at: Option<usize>| {
            at.is_some_and(|at| (segment.range.0..segment.range.1).contains(&at))
        };
        let fold = &mut self.config.fold;
        if inside(operator.joins()) {
            (fold.enable, fold.levels) = (1, 1);
        } else if inside(operator.accumulates()) {
            fold.enable = 1;
            fold.ways = mapping::ways(spec, operator) as u32 - 1;
            fold.split = (operator.ways > 1).into();
            for (level, l) in nest.loops.iter().rev().enumerate() {
                if operator.folded.contains(l.axis) && !(level == 0 && operator.ways > 1) {
                    fold.levels |= 1 << level;
                }
            }
        }
    }

    fn set_outputs(&mut self, operator: &Operator, segment: &Segment, nest: &Nest) {
        let (mut vector, mut scalar) = (0, 0);
        let own_lanes = operator.nest.vector && !operator.emitted.vector;
        for (value, register) in &segment.sent {
            let after_fold = stages::is_fold_result(operator, *value);
            let output = Output {
                enable: 1,
                register: *register as u32,
                fold: self.config.fold.enable,
                lanes: if after_fold && own_lanes { lanes_out::ALL } else { lanes_out::BEAT },
                marks: nest.marks(&stream_loops(operator, *value), 0),
            };
            if *value == operator.result && !operator.emitted.vector {
                self.config.scalar_outputs[scalar] = output;
                self.outputs.push((*value, (Net::Scalar, scalar)));
                scalar += 1;
            } else {
                self.config.vector_outputs[vector] = output;
                self.outputs.push((*value, (Net::Vector, vector)));
                vector += 1;
            }
        }
    }

    fn lines(&self, operator: &Operator, segment: &Segment) -> Vec<u32> {
        let mine = &operator.operations[segment.range.0..segment.range.1];
        let mut lines: Vec<u32> = mine.iter().map(|o| o.line).filter(|&l| l > 0).collect();
        if lines.is_empty() {
            lines.clone_from(&operator.lines);
        }
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    fn role(&self, operator: &Operator, segment: &Segment) -> String {
        let name = |o: &super::tree::Operation| match o.action {
            Action::Map(op) => op.name().to_string(),
            Action::Accumulate(op) => format!("fold {op}"),
            Action::Reduce(op, _) => format!("lanes {op}"),
            Action::Join(op) => format!("join {op}"),
        };
        let mine = &operator.operations[segment.range.0..segment.range.1];
        if mine.is_empty() {
            return "passes values on".into();
        }
        mine.iter().map(name).collect::<Vec<_>>().join(", ")
    }
}

/// The loops of the stream of a value.
fn stream_loops(operator: &Operator, value: Operand) -> Vec<Loop> {
    let Operand::Result(at) = value else { return operator.nest.loops.clone() };
    match operator.accumulates() {
        Some(fold) if at >= fold => match operator.joins() {
            Some(join) if at < join => operator.parts().loops,
            _ => operator.emitted.loops.clone(),
        },
        _ => operator.nest.loops.clone(),
    }
}

/// The loops that a segment's PCU runs.
fn segment_nest(operator: &Operator, segment: &Segment) -> Nest {
    let from = segment.range.0;
    match (operator.accumulates(), operator.joins()) {
        (Some(fold), Some(join)) if from > fold && from <= join => operator.parts(),
        (Some(fold), _) if from > fold => operator.emitted.clone(),
        _ => operator.nest.clone(),
    }
}
