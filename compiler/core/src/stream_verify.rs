//! Checks of a stream graph that need no run.
//!
//! In: a stream graph, its fabric, the words of memory it may touch. Out: nothing, or the first broken promise: every
//! enabled port is on exactly one link; every field fits; stages have their operators; every link's producer sends as
//! many beats (to a store: words) as each consumer takes; tiles lie inside their PMU, accesses to it are free of bank
//! conflicts, and as many are handed over as are taken; rows lie inside memory.

mod count;

use crate::graph::{Link, Port, StreamGraph, UnitConfig, VirtualUnit};
use count::{Only, count, reach, words};
use kiln_arch::FabricSpec;
use kiln_arch::config::{
    AgConfig, Counters, Input, Output, PcuConfig, PmuConfig, PmuSide, Visitor, direction, mode,
};
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
            UnitConfig::Pmu(config) => check_tiles(spec, unit, config)?,
            UnitConfig::Ag(config) => check_rows(unit, config, memory_words)?,
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
        UnitConfig::Pcu(mut config) => config.walk(spec, &mut widths),
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
        let folds = stage.mode != mode::ACCUMULATE || config.fold.enable == 1;
        if !op.is_some_and(has) || !folds {
            return Err(VerifyError::Stage { unit: unit.name.clone(), stage: number });
        }
    }
    Ok(())
}

fn check_tiles(
    spec: &FabricSpec,
    unit: &VirtualUnit,
    config: &PmuConfig,
) -> Result<(), VerifyError> {
    let words = spec.pmu_words() as i64;
    let last = i64::from(config.buffers) * i64::from(config.buffer_stride);
    for (side, writes) in [(&config.write, true), (&config.read, false)] {
        let (low, high) = reach(&side.counters, &side.address, spec.lanes);
        let room = if config.buffers > 0 { i64::from(config.buffer_stride) } else { words };
        if low < 0 || high >= room || high + last >= words {
            let words = room.min(words - last);
            return Err(VerifyError::Reach { unit: unit.name.clone(), low, high, words });
        }
        let stride = side.address.lane as i32;
        let lanes = match side.counters.vector {
            0 => 1,
            l => spec.lanes.min(side.counters.levels[l as usize - 1].tile as usize),
        };
        let meet = |d: usize| (i64::from(stride) * d as i64).rem_euclid(spec.lanes as i64) == 0;
        if (1..lanes).any(meet) && (writes || stride != 0) {
            return Err(VerifyError::Conflict { unit: unit.name.clone(), stride });
        }
    }
    let tiles = |side: &PmuSide| count(&side.counters, 1, &Only::above(side.advance));
    let (written, read) = (tiles(&config.write), tiles(&config.read));
    if written != read {
        return Err(VerifyError::Tiles { unit: unit.name.clone(), written, read });
    }
    Ok(())
}

fn check_rows(unit: &VirtualUnit, config: &AgConfig, memory: u32) -> Result<(), VerifyError> {
    let mut address = config.address.clone();
    address.strides[0] = 1;
    let (low, high) = reach(&config.counters, &address, 1);
    if low < 0 || high >= i64::from(memory) {
        let words = i64::from(memory);
        return Err(VerifyError::Reach { unit: unit.name.clone(), low, high, words });
    }
    Ok(())
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
                let hold = list[to.port].hold;
                (beats, count(&config.counters, spec.lanes, &Only::above(hold)))
            }
        };
        if sent != taken {
            let (link, consumer) = (link.name.clone(), consumer.name.clone());
            return Err(VerifyError::Count { link, sent, consumer, taken });
        }
    }
    Ok(())
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
