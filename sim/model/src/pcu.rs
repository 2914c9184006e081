//! The pattern compute unit (docs/execution.md, section 4).

use kiln_arch::FabricSpec;
use kiln_arch::config::{Input, PcuConfig};
use kiln_arch::num::Subnormals;
use kiln_arch::topology::{Net, Topology, UnitId};

use crate::counters::{Affine, Chain, LevelMask, Marks};
use crate::drain::Drain;
use crate::error::ModelError;
use crate::network::{Networks, Port, Tag, unit_ports};
use crate::output::OutputPort;
use crate::process::{Activity, Counters, Cycle, Fault, Unit, Waiting};
use crate::stage::{Position, Registers, Stage, Undecodable};
use crate::systolic;

/// An enabled input port.
#[derive(Clone, Debug)]
struct InputPort {
    port: Port,
    hold: LevelMask,
    marks: Marks,
}

/// What a pipeline register starts with.
#[derive(Clone, Copy, Debug)]
enum Source {
    Vector(Port),
    Scalar(Port),
    Index(usize),
    Zero,
}

/// Fold control.
#[derive(Clone, Debug)]
struct Fold {
    enable: bool,
    levels: LevelMask,
    split: bool,
    /// The levels below the end of which ways go on.
    round: LevelMask,
    ways: u32,
    way: u32,
    wrapped: bool,
    /// For each way, the cycle from which it may be issued again.
    ready_at: Vec<u64>,
}

/// An enabled PCU.
#[derive(Clone, Debug)]
pub(crate) struct Pcu {
    unit: UnitId,
    lanes: usize,
    subnormals: Subnormals,
    latency: u64,
    chain: Chain,
    /// The iteration at which the loops stand is prepared: false in the first cycle of a run.
    prepared: bool,
    indices: Vec<Affine>,
    all_inputs: Vec<Port>,
    inputs: Vec<InputPort>,
    head: Vec<Source>,
    stages: Vec<Stage>,
    /// Stages up to the last that accumulates: the others matter only to beats that fire.
    stages_always: usize,
    fold: Fold,
    /// What issued beats may fire: nothing in the systolic form.
    outputs: Vec<OutputPort>,
    /// In the systolic form the process that sends.
    drain: Option<Drain>,
    counters: Counters,
}

impl Pcu {
    /// Decodes an enabled PCU.
    pub(crate) fn new(
        spec: &FabricSpec,
        topology: &Topology,
        unit: UnitId,
        config: &PcuConfig,
    ) -> Result<Pcu, ModelError> {
        let levels = spec.pcu.counter_levels;
        let latency = spec.numbers.op_latency as u64;
        let name = || topology.units[unit].name.clone();
        let meaningless = |(field, value)| ModelError::Meaningless { unit: name(), field, value };
        let mut stages = stages(spec, config, name)?;
        let mut outputs = outputs(spec, topology, unit, config)?;
        let mut drain = None;
        if config.drain.enable == 1 {
            systolic::check(spec, config, &stages, &outputs).map_err(meaningless)?;
            stages = systolic::seen(spec, config, stages);
            drain = outputs.pop().map(|output| Drain::new(spec, &config.drain, output));
        }
        let stages_always = stages.iter().rposition(Stage::accumulates).map_or(0, |k| k + 1);
        let port = |net, port| {
            Port::input(topology, unit, net, port).expect("the fabric has its units' ports")
        };
        let enabled = |net, inputs: &[Input]| {
            let used = inputs.iter().enumerate().filter(|(_, input)| input.enable == 1);
            used.map(|(k, input)| InputPort {
                port: port(net, k),
                hold: LevelMask::below(input.hold, levels),
                marks: Marks::new(&input.marks, levels),
            })
            .collect::<Vec<_>>()
        };
        let mut inputs = enabled(Net::Vector, &config.vector_inputs);
        inputs.extend(enabled(Net::Scalar, &config.scalar_inputs));
        let (vectors, scalars) = (config.vector_inputs.len(), config.scalar_inputs.len());
        let source = |head: usize| match head {
            k if k < vectors => Source::Vector(port(Net::Vector, k)),
            k if k < vectors + scalars => Source::Scalar(port(Net::Scalar, k - vectors)),
            k if k < vectors + scalars + config.indices.len() => {
                Source::Index(k - vectors - scalars)
            }
            _ => Source::Zero,
        };
        Ok(Pcu {
            unit,
            lanes: spec.lanes,
            subnormals: spec.numbers.subnormals,
            latency,
            chain: Chain::new(spec, &config.counters),
            prepared: false,
            indices: config.indices.iter().map(|index| Affine::new(index, 32)).collect(),
            all_inputs: unit_ports(spec, topology, unit).0,
            inputs,
            head: config.heads(spec).map(source).collect(),
            stages,
            stages_always,
            fold: Fold {
                enable: config.fold.enable == 1,
                levels: LevelMask::of(config.fold.levels),
                split: config.fold.split == 1,
                round: LevelMask::below(config.fold.round + 1, levels),
                ways: config.fold.ways,
                way: 0,
                wrapped: false,
                ready_at: vec![0; spec.pcu.accumulators],
            },
            outputs,
            drain,
            counters: Counters::default(),
        })
    }

    /// One cycle: issue if possible, and let beats out of the pipeline.
    pub(crate) fn tick(&mut self, cycle: &mut Cycle) -> Result<(), Fault> {
        if !self.chain.finished() {
            self.chain.check()?;
            let activity = self.ready(cycle.now, &cycle.links);
            cycle.count(&mut self.counters, activity);
            if activity == Activity::Busy {
                self.issue(cycle);
            }
            self.prepared = true;
        }
        if let Some(drain) = &mut self.drain {
            drain.tick(cycle, &self.stages, self.lanes, self.subnormals)?;
            cycle.active |= drain.output.tick(&mut cycle.links, cycle.now);
        }
        for output in &mut self.outputs {
            cycle.active |= output.tick(&mut cycle.links, cycle.now);
        }
        Ok(())
    }

    fn ready(&self, now: u64, links: &Networks) -> Activity {
        if self.missing_input(links).is_some() {
            return Activity::Starved;
        }
        let fold = &self.fold;
        let hazard = fold.enable && now < fold.ready_at[fold.way as usize];
        if !self.prepared || hazard || self.holds_all() || self.full_output(links).is_some() {
            return Activity::Blocked;
        }
        Activity::Busy
    }

    /// An input that the next beat needs and that is empty.
    fn missing_input(&self, links: &Networks) -> Option<Port> {
        let mut ports = self.inputs.iter().map(|input| input.port);
        ports.find(|port| links[port.net].count(port.node) == 0)
    }

    /// An output that the next beat fires and that has no credit.
    fn full_output(&self, links: &Networks) -> Option<Port> {
        let emit = self.emits();
        let mut fired = self.outputs.iter().filter(|output| !output.fold || emit);
        fired.find(|output| !output.has_credit(links)).map(|output| output.port)
    }

    /// In the systolic form: whether no bank of accumulators is free.
    fn holds_all(&self) -> bool {
        self.drain.as_ref().is_some_and(Drain::holds_all)
    }

    fn emits(&self) -> bool {
        let fold = &self.fold;
        let split_end = || !fold.split || self.chain.inner_ends_within(fold.ways + 1);
        !fold.enable || (self.chain.below(fold.levels) && split_end())
    }

    fn issue(&mut self, cycle: &mut Cycle) {
        let Cycle { now, links, registers, .. } = cycle;
        let emit = self.emits();
        let position = Position {
            mask: self.beat_mask(links),
            way: self.fold.way as usize,
            bank: self.drain.as_ref().map_or(0, Drain::work_bank),
            first: self.chain.first(self.fold.levels) && !(self.fold.split && self.fold.wrapped),
        };
        let fires = self.outputs.iter().any(|output| !output.fold || emit);
        let stages = if fires { self.stages.len() } else { self.stages_always };
        if stages > 0 || fires {
            self.fill_head(links, registers);
        }
        for stage in &mut self.stages[..stages] {
            stage.apply(self.lanes, self.subnormals, position, registers);
        }
        for output in self.outputs.iter_mut().filter(|output| !output.fold || emit) {
            let tag = Tag {
                mask: output.mask(position.mask, self.lanes),
                end: self.chain.end_mark(&output.marks),
            };
            output.send(links, *now, registers, tag);
        }
        if let Some(drain) = &mut self.drain
            && emit
            && self.chain.below(self.fold.round)
        {
            drain.complete(*now);
        }
        self.fold.ready_at[self.fold.way as usize] = *now + self.latency + 1;
        cycle.active = true;
        self.pop_inputs(cycle);
        self.step();
    }

    fn beat_mask(&self, links: &Networks) -> u32 {
        let vectors = self.inputs.iter().filter(|input| input.port.net == Net::Vector);
        vectors.fold(self.chain.mask(), |mask, input| {
            mask & links[Net::Vector].front(input.port.node).1.mask
        })
    }

    fn fill_head(&self, links: &Networks, registers: &mut Registers) {
        let lanes = self.lanes;
        for (source, row) in self.head.iter().zip(&mut registers.0) {
            let row = &mut row[..lanes];
            match *source {
                Source::Vector(port) => row.copy_from_slice(links[port.net].front(port.node).0),
                Source::Scalar(port) => row.fill(links[port.net].front(port.node).0[0]),
                Source::Index(k) => {
                    let (mut value, step) = (self.indices[k].value(), self.indices[k].lane());
                    for word in row {
                        *word = value;
                        value = value.wrapping_add(step);
                    }
                }
                Source::Zero => row.fill(0),
            }
        }
    }

    fn pop_inputs(&self, cycle: &mut Cycle) {
        for input in self.inputs.iter().filter(|input| self.chain.below(input.hold)) {
            let links = &mut cycle.links[input.port.net];
            let (_, tag) = links.front(input.port.node);
            links.pop(input.port.node);
            if tag.end != self.chain.end_mark(&input.marks) {
                cycle.flag_marks(self.unit);
            }
        }
    }

    fn step(&mut self) {
        let fold = &mut self.fold;
        if self.chain.below(fold.round) {
            (fold.way, fold.wrapped) = (0, false);
        } else if fold.way == fold.ways {
            (fold.way, fold.wrapped) = (0, true);
        } else {
            fold.way += 1;
        }
        if let Some(level) = self.chain.step() {
            for index in &mut self.indices {
                index.step(level);
            }
        }
    }
}

impl Unit for Pcu {
    fn unit(&self) -> UnitId {
        self.unit
    }

    fn idle(&self, links: &Networks) -> bool {
        let drained = |drain: &Drain| drain.finished() && drain.output.used(links) == 0;
        self.chain.finished()
            && self.drain.as_ref().is_none_or(drained)
            && self.outputs.iter().all(|output| output.used(links) == 0)
            && self.all_inputs.iter().all(|port| links[port.net].count(port.node) == 0)
    }

    fn counters(&self) -> Vec<Counters> {
        vec![self.counters]
    }

    fn sender_side(&self) -> usize {
        usize::from(self.drain.is_some())
    }

    fn waiting(&self, links: &Networks) -> Vec<Option<Waiting>> {
        let input = || self.missing_input(links).map(Waiting::Input);
        let output = || self.full_output(links).map(Waiting::Output);
        let bank = || self.holds_all().then_some(Waiting::Side(1));
        let waiting = || input().or_else(bank).or_else(output).unwrap_or(Waiting::Nothing);
        let drain = self.drain.as_ref().and_then(|drain| drain.waiting(links));
        vec![(!self.chain.finished()).then(waiting), drain]
    }
}

fn stages(
    spec: &FabricSpec,
    config: &PcuConfig,
    unit: impl Fn() -> String,
) -> Result<Vec<Stage>, ModelError> {
    let mut decoded = Vec::new();
    for (index, stage) in config.stages.iter().enumerate() {
        match Stage::new(spec, index, stage, config.drain.enable == 1) {
            Ok(stage) => decoded.extend(stage),
            Err(Undecodable::Operator) => {
                return Err(ModelError::Operator { unit: unit(), stage: index, code: stage.op });
            }
            Err(Undecodable::Field(field, value)) => {
                let field = format!("stage{index}.{field}");
                return Err(ModelError::Meaningless { unit: unit(), field, value });
            }
        }
    }
    Ok(decoded)
}

/// The enabled outputs, vector outputs first.
fn outputs(
    spec: &FabricSpec,
    topology: &Topology,
    unit: UnitId,
    config: &PcuConfig,
) -> Result<Vec<OutputPort>, ModelError> {
    let levels = match config.drain.enable {
        1 => spec.pcu.drain_levels,
        _ => spec.pcu.counter_levels,
    };
    let mut decoded = Vec::new();
    for (net, outputs) in
        [(Net::Vector, &config.vector_outputs), (Net::Scalar, &config.scalar_outputs)]
    {
        for (k, output) in outputs.iter().enumerate().filter(|(_, output)| output.enable == 1) {
            let port =
                Port::output(topology, unit, net, k).expect("the fabric has its units' ports");
            let has_unit = spec.has_output_unit() && (net, k) == (Net::Vector, 0);
            let output_unit = has_unit.then_some(&config.output_unit);
            let meaningless = |field: String, value| ModelError::Meaningless {
                unit: topology.units[unit].name.clone(),
                field,
                value,
            };
            let output = OutputPort::new(spec, port, output, levels, output_unit);
            decoded.push(output.map_err(|error| match error {
                Undecodable::Field(field, value) => {
                    meaningless(format!("{}_out{k}.{field}", net.name()), value)
                }
                Undecodable::Operator => {
                    meaningless("output_unit.op".into(), config.output_unit.op)
                }
            })?);
        }
    }
    Ok(decoded)
}
