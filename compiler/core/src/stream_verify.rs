//! Checks of a stream graph that need no run.
//!
//! In: a stream graph, its fabric, the words of memory it may touch. Out: nothing, or the first broken promise: every
//! enabled port is on exactly one link; every field fits; stages have their operators; every link's producer sends as
//! many beats (to a store: words) as each consumer takes; tiles lie inside their PMU, accesses to it are free of bank
//! conflicts, and as many are handed over as are taken; rows lie inside memory; what systolic units accumulate is what
//! they drain.

mod count;
mod memory;
mod systolic;

use crate::graph::{Link, Port, StreamGraph, UnitConfig, VirtualUnit};
use count::{Only, count, words};
use kiln_arch::FabricSpec;
use kiln_arch::config::{Counters, Input, Output, PcuConfig, PmuSide, Visitor, direction, mode};
use kiln_arch::num::Op;
use kiln_arch::topology::{Net, ports};

/// A promise that a stream graph breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// An enabled port that is not on exactly one link, or a link to a port that is not enabled or not there.
    #[error("{unit}: {net} port {port} is enabled {enabled} times and linked {linked} times")]
    Port {
        /// The unit.
        unit: String,
        /// The network.
        net: &'static str,
        /// The port.
        port: usize,
        /// Whether it is enabled.
        enabled: usize,
        /// Links to it.
        linked: usize,
    },
    /// A value that its field cannot hold.
    #[error("{unit}: {value:#x} does not fit field `{field}`")]
    Field {
        /// The unit.
        unit: String,
        /// The field.
        field: String,
        /// The value.
        value: u32,
    },
    /// A stage whose operator the fabric does not have there, or a fold without a fold control.
    #[error("{unit}: stage {stage} cannot do its operation")]
    Stage {
        /// The unit.
        unit: String,
        /// The stage.
        stage: usize,
    },
    /// A stage that only holds rows, but is to do something else.
    #[error("{unit}: stage {stage} only holds rows, each in its own way")]
    Row {
        /// The unit.
        unit: String,
        /// The stage.
        stage: usize,
    },
    /// A producer and a consumer that count differently.
    #[error("link {link}: {sent} are sent, but {consumer} takes {taken}")]
    Count {
        /// The link.
        link: String,
        /// Beats or words sent.
        sent: u64,
        /// The consumer.
        consumer: String,
        /// Beats or words taken.
        taken: u64,
    },
    /// A PMU that hands over and takes different numbers of tiles.
    #[error("{unit}: {written} tiles are written, but {read} are read")]
    Tiles {
        /// The unit.
        unit: String,
        /// Tiles written.
        written: u64,
        /// Tiles read.
        read: u64,
    },
    /// An address that is not inside the tile, the PMU or memory.
    #[error("{unit}: addresses from {low} to {high} are not all below {words}")]
    Reach {
        /// The unit.
        unit: String,
        /// Least address.
        low: i64,
        /// Greatest address.
        high: i64,
        /// Words there are.
        words: i64,
    },
    /// A PMU that reads its tiles again inside of a tile, or a level that it does not have.
    #[error("{unit}: level {level} cannot repeat buffers that end with level {advance}")]
    Repeat {
        /// The unit.
        unit: String,
        /// The level that repeats.
        level: usize,
        /// Levels of a buffer.
        advance: usize,
    },
    /// A PMU that reads more buffers again than it has.
    #[error("{unit}: {needed} buffers are read again, but it has {buffers}")]
    Buffers {
        /// The unit.
        unit: String,
        /// Buffers that are repeated.
        needed: u64,
        /// Buffers there are.
        buffers: u64,
    },
    /// An AG whose elements are narrow, but not of a known width or not in vectors of whole words.
    #[error("{unit}: narrow elements need a known width and a vector port of whole words")]
    Narrow {
        /// The unit.
        unit: String,
    },
    /// A coordinate that comes round to within its bounds.
    #[error("{unit}: row coordinates from {low} to {high} are too many for a counter")]
    Bound {
        /// The unit.
        unit: String,
        /// Least coordinate.
        low: i64,
        /// Greatest coordinate.
        high: i64,
    },
    /// An input that keeps none of the beats dealt to it.
    #[error("{unit}: vector input {port} keeps beat {offset} of each {count}")]
    Deal {
        /// The unit.
        unit: String,
        /// The port.
        port: usize,
        /// The beat that is kept, from 0.
        offset: u32,
        /// Beats of a deal.
        count: u32,
    },
    /// A rule of the systolic form.
    #[error("{unit}: in the systolic form, {rule}")]
    Systolic {
        /// The unit.
        unit: String,
        /// The rule that is broken.
        rule: &'static str,
    },
    /// A tile of the systolic form that is drained otherwise than it was accumulated, or is too large.
    #[error(
        "{unit}: a tile takes {accumulated} accumulators a stage, but {drained} are drained or there are"
    )]
    Ways {
        /// The unit.
        unit: String,
        /// Accumulators in use.
        accumulated: u64,
        /// Accumulators drained, or there are.
        drained: u64,
    },
    /// Lanes that meet in a bank.
    #[error("{unit}: lanes {stride} words apart meet in a bank")]
    Conflict {
        /// The unit.
        unit: String,
        /// Words from lane to lane.
        stride: i32,
    },
}

/// Checks `graph`; tensors lie in the first `memory_words` words.
///
/// # Errors
/// The first broken promise.
pub fn verify(
    graph: &StreamGraph,
    spec: &FabricSpec,
    memory_words: u32,
) -> Result<(), VerifyError> {
    for unit in &graph.units {
        check_fields(spec, unit)?;
        match &unit.config {
            UnitConfig::Pcu(config) => check_stages(spec, unit, config)?,
            UnitConfig::Pmu(config) => memory::check_tiles(spec, unit, config)?,
            UnitConfig::Ag(config) => memory::check_rows(spec, unit, config, memory_words)?,
        }
    }
    check_ports(graph, spec)?;
    graph.links.iter().try_for_each(|link| check_counts(graph, spec, link))
}

/// Finds the first value that is too wide.
#[derive(Default)]
struct Widths(Option<(String, u32)>);

impl Visitor for Widths {
    fn field(&mut self, name: &str, width: usize, value: &mut u32, _: &'static str) {
        let signed = (*value as i32) >> (width - 1) == -1;
        if width < 32 && *value >> width != 0 && !signed && self.0.is_none() {
            self.0 = Some((name.to_string(), *value));
        }
    }
}

fn check_fields(spec: &FabricSpec, unit: &VirtualUnit) -> Result<(), VerifyError> {
    let mut widths = Widths::default();
    match unit.config.clone() {
        UnitConfig::Pcu(mut config) => {
            let asked = config.stages.clone();
            config.walk(spec, &mut widths);
            // The walk leaves what the layout holds.
            let differs = |&stage: &usize| config.stages[stage] != asked[stage];
            if let Some(stage) = (0..asked.len()).find(differs) {
                return Err(VerifyError::Row { unit: unit.name.clone(), stage });
            }
        }
        UnitConfig::Pmu(mut config) => config.walk(spec, &mut widths),
        UnitConfig::Ag(mut config) => config.walk(spec, &mut widths),
    }
    match widths.0 {
        Some((field, value)) => Err(VerifyError::Field { unit: unit.name.clone(), field, value }),
        None => Ok(()),
    }
}

fn check_stages(
    spec: &FabricSpec,
    unit: &VirtualUnit,
    config: &PcuConfig,
) -> Result<(), VerifyError> {
    for (number, stage) in config.stages.iter().enumerate() {
        let op = u8::try_from(stage.op).ok().and_then(Op::from_code);
        // An idle stage moves, which costs nothing.
        let has = |op: Op| op == Op::Mov || spec.stage_groups(number).contains(&op.group());
        let sum = op.and_then(Op::sum_of_product);
        let works = match stage.mode {
            mode::ACCUMULATE => config.fold.enable == 1 && stage.spread == 0,
            mode::REDUCE => stage.spread == 0,
            mode::SYSTOLIC => config.drain.enable == 1 && sum.is_some_and(has),
            _ => true,
        };
        let kept = (stage.destination as usize) < spec.pcu.registers;
        if !op.is_some_and(has) || !works || !kept {
            return Err(VerifyError::Stage { unit: unit.name.clone(), stage: number });
        }
    }
    for (port, input) in config.vector_inputs.iter().enumerate() {
        if input.offset > input.every {
            let (offset, count) = (input.offset, input.every + 1);
            return Err(VerifyError::Deal { unit: unit.name.clone(), port, offset, count });
        }
    }
    if spec.has_output_unit() {
        let unit_ops = &spec.pcu.output_ops;
        let op = u8::try_from(config.output_unit.op).ok().and_then(Op::from_code);
        if !op.is_some_and(|op| op == Op::Mov || unit_ops.contains(&op.group())) {
            let stage = config.stages.len();
            return Err(VerifyError::Stage { unit: unit.name.clone(), stage });
        }
    }
    if config.drain.enable == 1 { systolic::check(spec, unit, config) } else { Ok(()) }
}

fn check_ports(graph: &StreamGraph, spec: &FabricSpec) -> Result<(), VerifyError> {
    for (number, unit) in graph.units.iter().enumerate() {
        for net in Net::ALL {
            let (inputs, outputs) = ports(spec, unit.config.kind(), net);
            let links = || graph.links.iter().filter(|l| l.net == net);
            let at = |port| Port { unit: number, port };
            // Ports that the unit does not have are looked at too, in case a link names one.
            for port in 0..inputs.max(outputs) + 1 {
                let into: usize =
                    links().map(|l| l.to.iter().filter(|t| **t == at(port)).count()).sum();
                let from = links().filter(|l| l.from == at(port)).count();
                for (output, linked) in [(false, into), (true, from)] {
                    let enabled = usize::from(is_enabled(&unit.config, net, output, port));
                    if linked != enabled {
                        let (unit, net) = (unit.name.clone(), net.name());
                        return Err(VerifyError::Port { unit, net, port, enabled, linked });
                    }
                }
            }
        }
    }
    Ok(())
}

fn is_enabled(config: &UnitConfig, net: Net, output: bool, port: usize) -> bool {
    let scalar = net == Net::Scalar;
    let input = |list: &[Input]| list.get(port).is_some_and(|i| i.enable == 1);
    let sends = |list: &[Output]| list.get(port).is_some_and(|o| o.enable == 1);
    let side = |side: &PmuSide| port == 0 && side.enable == 1 && (side.scalar == 1) == scalar;
    match (config, output, scalar) {
        (UnitConfig::Pcu(c), false, false) => input(&c.vector_inputs),
        (UnitConfig::Pcu(c), false, true) => input(&c.scalar_inputs),
        (UnitConfig::Pcu(c), true, false) => sends(&c.vector_outputs),
        (UnitConfig::Pcu(c), true, true) => sends(&c.scalar_outputs),
        (UnitConfig::Pmu(c), false, _) => side(&c.write),
        (UnitConfig::Pmu(c), true, _) => side(&c.read),
        (UnitConfig::Ag(c), _, _) => {
            port == 0 && (c.scalar == 1) == scalar && (c.direction == direction::LOAD) == output
        }
    }
}

fn check_counts(graph: &StreamGraph, spec: &FabricSpec, link: &Link) -> Result<(), VerifyError> {
    let producer = &graph.units[link.from.unit];
    let (beats, sent_words) = sent(spec, &producer.config, link);
    for to in &link.to {
        let consumer = &graph.units[to.unit];
        let (sent, taken) = match &consumer.config {
            UnitConfig::Ag(config) => (sent_words, words(&config.counters)),
            UnitConfig::Pmu(config) => (beats, iterations(spec, &config.write.counters)),
            UnitConfig::Pcu(config) => {
                let list = match link.net {
                    Net::Vector => &config.vector_inputs,
                    Net::Scalar => &config.scalar_inputs,
                };
                let input = &list[to.port];
                let taken = count(&config.counters, spec.lanes, &Only::above(input.hold));
                (kept(beats, input), taken)
            }
        };
        if sent != taken {
            let (link, consumer) = (link.name.clone(), consumer.name.clone());
            return Err(VerifyError::Count { link, sent, consumer, taken });
        }
    }
    Ok(())
}

/// Beats that an input keeps of those that arrive.
fn kept(beats: u64, input: &Input) -> u64 {
    let (count, offset) = (u64::from(input.every) + 1, u64::from(input.offset));
    (beats + count - 1 - offset) / count
}

fn iterations(spec: &FabricSpec, counters: &Counters) -> u64 {
    count(counters, spec.lanes, &Only::above(0))
}

/// Beats that a unit sends on a link, and the words in them.
fn sent(spec: &FabricSpec, config: &UnitConfig, link: &Link) -> (u64, u64) {
    match config {
        UnitConfig::Ag(config) => {
            let unit = if link.net == Net::Scalar { 1 } else { spec.lanes };
            let rows = Counters { vector: 1, ..config.counters.clone() };
            (count(&rows, unit, &Only::above(0)), words(&config.counters))
        }
        UnitConfig::Pmu(config) => {
            (iterations(spec, &config.read.counters), words(&config.read.counters))
        }
        UnitConfig::Pcu(config) if config.drain.enable == 1 => {
            (iterations(spec, &config.drain.counters), words(&config.drain.counters))
        }
        UnitConfig::Pcu(config) => {
            let list = match link.net {
                Net::Vector => &config.vector_outputs,
                Net::Scalar => &config.scalar_outputs,
            };
            let folded = list[link.from.port].fold == 1 && config.fold.enable == 1;
            let only = if folded { Only::emitted(&config.fold) } else { Only::above(0) };
            let beats = count(&config.counters, spec.lanes, &only);
            match link.net {
                Net::Scalar => (beats, beats),
                Net::Vector => (beats, count(&config.counters, 1, &only)),
            }
        }
    }
}
