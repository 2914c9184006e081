//! The interpreter of stream graphs: what a mapping computes, before anything is placed.
//!
//! In: a stream graph, its fabric and the words of memory. Out: the words of memory after the run; every beat of every
//! link is shown to an observer on the way. Units are Kahn processes with unbounded queues between them, so there is no
//! time here, and results do not depend on the order in which units run. Whatever would be an error or a hang of the
//! hardware, or breaks what the compiler promises it (bank conflicts), is reported.

mod ag;
mod counters;
mod drain;
mod pcu;
mod pmu;

use crate::graph::{Link, Port, StreamGraph, UnitConfig, VirtualId};
use kiln_arch::FabricSpec;
use kiln_arch::topology::{Net, ports};
use std::collections::VecDeque;

/// One beat of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beat {
    /// `lanes` words, or one on a scalar link.
    pub words: Vec<u32>,
    /// Which lanes exist.
    pub mask: u32,
    /// The end mark.
    pub mark: u32,
}

/// Why a graph cannot be run to its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StreamError {
    /// A beat's end mark is not the one its consumer expects.
    #[error("unit `{unit}` expects end mark {want} on its {port}, but gets {have}")]
    Mark {
        /// The consumer.
        unit: String,
        /// Its port.
        port: String,
        /// Mark expected.
        want: u32,
        /// Mark of the beat.
        have: u32,
    },
    /// A store gets a beat of more words than its row has left.
    #[error("unit `{unit}` gets a beat of {have} words, but its row has {left} left")]
    RowOverrun {
        /// The store.
        unit: String,
        /// Words of the beat.
        have: u32,
        /// Words the row has left.
        left: u32,
    },
    /// A store of narrow elements gets a beat that is not full and does not end its row.
    #[error(
        "unit `{unit}` packs narrow elements, but gets a beat of {have} in the middle of a row"
    )]
    PartialBeat {
        /// The store.
        unit: String,
        /// Elements of the beat.
        have: u32,
    },
    /// A tile that is drained has another number of results in each stage than was accumulated.
    #[error("unit `{unit}` drains {drained} accumulators of each stage, but {ways} are in use")]
    Drained {
        /// The PCU.
        unit: String,
        /// Accumulators drained.
        drained: u32,
        /// Accumulators in use.
        ways: u32,
    },
    /// Lanes of one access to a PMU meet in a bank.
    #[error("unit `{unit}`: two lanes of one {side} need different rows of bank {bank}")]
    BankConflict {
        /// The PMU.
        unit: String,
        /// `read` or `write`.
        side: &'static str,
        /// The bank.
        bank: u32,
    },
    /// A PMU reads a word that nobody wrote since its buffer was handed over.
    #[error("unit `{unit}` reads word {address}, which was not written")]
    Unwritten {
        /// The PMU.
        unit: String,
        /// Word address.
        address: u32,
    },
    /// An address outside of memory.
    #[error("unit `{unit}` accesses word {address} of a memory of {words}")]
    Address {
        /// The AG.
        unit: String,
        /// Word address.
        address: u32,
        /// Words of memory.
        words: usize,
    },
    /// An enabled port without a link, or a link to a port that is not enabled.
    #[error("unit `{unit}`: {port} is enabled but not linked, or linked but not enabled")]
    Unlinked {
        /// The unit.
        unit: String,
        /// Its port.
        port: String,
    },
    /// No unit can go on, but some are not finished.
    #[error("no unit can go on; waiting: {0}")]
    Stuck(String),
    /// All units are finished, but beats are left over.
    #[error("{beats} beats of link `{link}` are never taken")]
    LeftOver {
        /// The link.
        link: String,
        /// Beats left.
        beats: usize,
    },
}

/// Where a unit's ports lead.
struct Wiring {
    /// Per network and input port: its queue.
    inputs: [Vec<Option<usize>>; 2],
    /// Per network and output port: its link.
    outputs: [Vec<Option<usize>>; 2],
}

/// Deals out the beats that arrive at an input port: one of `every + 1` is kept.
#[derive(Clone, Default)]
struct Deal {
    every: u32,
    offset: u32,
    turn: u32,
}

impl Deal {
    /// Whether the beat that arrives now is kept.
    fn keeps(&mut self) -> bool {
        let keeps = self.turn == self.offset;
        self.turn = if self.turn == self.every { 0 } else { self.turn + 1 };
        keeps
    }
}

/// What lanes hold that do not exist: no result may depend on it.
const MEANINGLESS: u32 = 0x7fa5_5a7b;

/// Queues of all links and the observer.
struct Streams<'a> {
    queues: Vec<VecDeque<Beat>>,
    /// Per queue.
    deals: Vec<Deal>,
    /// Per link: the queues at its ends.
    ends: Vec<Vec<usize>>,
    observe: &'a mut dyn FnMut(usize, &Beat),
}

impl Streams<'_> {
    fn push(&mut self, link: usize, mut beat: Beat) {
        let absent = |lane: &usize| beat.mask >> lane & 1 == 0;
        for lane in (0..beat.words.len()).filter(absent) {
            beat.words[lane] = MEANINGLESS;
        }
        (self.observe)(link, &beat);
        for &queue in &self.ends[link] {
            if self.deals[queue].keeps() {
                self.queues[queue].push_back(beat.clone());
            }
        }
    }
}

/// A unit that can run until it lacks a beat.
trait Process {
    /// Fires as often as it can; whether it fired at all.
    fn run(&mut self, streams: &mut Streams, memory: &mut [u32]) -> Result<bool, StreamError>;
    /// Whether nothing is left to do.
    fn finished(&self) -> bool;
}

/// Runs `graph` on `memory`; `observe` sees every beat with the index of its link, in order for each link.
///
/// # Errors
/// What the hardware would report, what would hang it, and what the compiler must never make.
pub fn run(
    graph: &StreamGraph,
    spec: &FabricSpec,
    memory: &mut [u32],
    observe: &mut dyn FnMut(usize, &Beat),
) -> Result<(), StreamError> {
    let (wiring, ends) = wire(graph, spec);
    let deals = deals(graph);
    let queues = vec![VecDeque::new(); deals.len()];
    let mut streams = Streams { queues, deals, ends, observe };
    let mut units: Vec<Box<dyn Process + '_>> = Vec::new();
    for (unit, wires) in graph.units.iter().zip(&wiring) {
        units.push(match &unit.config {
            UnitConfig::Pcu(config) => Box::new(pcu::Pcu::new(&unit.name, config, spec, wires)?),
            UnitConfig::Pmu(config) => Box::new(pmu::Pmu::new(&unit.name, config, spec, wires)?),
            UnitConfig::Ag(config) => Box::new(ag::Ag::new(&unit.name, config, spec, wires)?),
        });
    }
    loop {
        let mut progress = false;
        for unit in &mut units {
            progress |= unit.run(&mut streams, memory)?;
        }
        if !progress {
            break;
        }
    }
    let waiting: Vec<&str> = graph
        .units
        .iter()
        .zip(&units)
        .filter(|(_, process)| !process.finished())
        .map(|(unit, _)| unit.name.as_str())
        .collect();
    if !waiting.is_empty() {
        return Err(StreamError::Stuck(waiting.join(", ")));
    }
    for (link, ends) in graph.links.iter().zip(&streams.ends) {
        if let Some(beats) = ends.iter().map(|&q| streams.queues[q].len()).find(|&n| n > 0) {
            return Err(StreamError::LeftOver { link: link.name.clone(), beats });
        }
    }
    Ok(())
}

/// The wires of each unit, and the queues of each link.
fn wire(graph: &StreamGraph, spec: &FabricSpec) -> (Vec<Wiring>, Vec<Vec<usize>>) {
    let unlinked = |unit: VirtualId| {
        let kind = graph.units[unit].config.kind();
        let [v, s] = Net::ALL.map(|net| ports(spec, kind, net));
        Wiring {
            inputs: [vec![None; v.0], vec![None; s.0]],
            outputs: [vec![None; v.1], vec![None; s.1]],
        }
    };
    let mut wiring: Vec<Wiring> = (0..graph.units.len()).map(unlinked).collect();
    let mut ends = Vec::new();
    let mut queues = 0;
    for (l, link) in graph.links.iter().enumerate() {
        let net = link.net as usize;
        wiring[link.from.unit].outputs[net][link.from.port] = Some(l);
        let mut of_link = Vec::new();
        for to in &link.to {
            wiring[to.unit].inputs[net][to.port] = Some(queues);
            of_link.push(queues);
            queues += 1;
        }
        ends.push(of_link);
    }
    (wiring, ends)
}

/// How each queue's port deals, in the order in which [`wire`] numbers them.
fn deals(graph: &StreamGraph) -> Vec<Deal> {
    let of_port = |link: &Link, to: &Port| match &graph.units[to.unit].config {
        UnitConfig::Pcu(config) if link.net == Net::Vector => {
            config.vector_inputs.get(to.port).map_or_else(Deal::default, |input| Deal {
                every: input.every,
                offset: input.offset,
                turn: 0,
            })
        }
        _ => Deal::default(),
    };
    graph.links.iter().flat_map(|l| l.to.iter().map(move |to| of_port(l, to))).collect()
}

/// The wire of a port that is enabled or not.
fn port(
    unit: &str,
    enable: bool,
    wires: &[Option<usize>],
    number: usize,
    kind: &str,
) -> Result<Option<usize>, StreamError> {
    let wire = wires.get(number).copied().flatten();
    if wire.is_some() == enable {
        return Ok(wire);
    }
    Err(StreamError::Unlinked { unit: unit.into(), port: format!("{kind} {number}") })
}
