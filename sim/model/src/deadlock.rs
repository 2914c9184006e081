//! Who waits for whom when a run has come to a standstill.

use std::fmt;

use kiln_arch::topology::{Net, Node, NodeId, UnitId};

use crate::model::Model;
use crate::network::Port;
use crate::process::Waiting;

/// A process that cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blockage {
    /// The unit, for a PMU with its side: `pmu_r0_c1.read`; `pcu_r0_c0.drain` is what sends the sums of a PCU in the
    /// systolic form.
    pub process: String,
    /// Why it waits.
    pub cause: Cause,
    /// Processes that it waits for, by the same names; empty if nobody can help it.
    pub waits_for: Vec<String>,
}

/// Why a process waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// No beat at this input port (node name).
    NoInput(String),
    /// No space behind this output port (node name).
    NoSpace(String),
    /// No full (for its read side) or free (for its write side) buffer in the PMU; in a PCU the same of a bank of
    /// accumulators.
    NoBuffer,
    /// The memory.
    Memory,
    /// It has finished, but beats it will never take are left at its input ports.
    LeftOver,
}

/// A run that has come to a standstill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadlock {
    /// Cycle of the run in which it was noticed.
    pub cycle: u32,
    /// Every process that has not finished.
    pub blocked: Vec<Blockage>,
    /// Processes that wait for each other in a ring, each for the next; empty if there is no ring.
    pub ring: Vec<String>,
}

impl fmt::Display for Deadlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "deadlock: nothing moves any more in cycle {}", self.cycle)?;
        if let Some(first) = self.ring.first() {
            write!(f, "; waiting for each other: {} -> {first}", self.ring.join(" -> "))?;
        }
        self.blocked.iter().try_for_each(|blockage| write!(f, "\n  {blockage}"))
    }
}

impl fmt::Display for Blockage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Blockage { process, cause, waits_for } = self;
        let others = if waits_for.is_empty() { "no unit".into() } else { waits_for.join(", ") };
        match cause {
            Cause::NoInput(port) => write!(f, "{process} has no beat at {port}, from {others}"),
            Cause::NoSpace(port) => {
                write!(f, "{process} has no space behind {port}, held by {others}")
            }
            Cause::NoBuffer => write!(f, "{process} has no buffer, held by {others}"),
            Cause::Memory => write!(f, "{process} waits for memory"),
            Cause::LeftOver => write!(f, "{process} has finished, but not its input"),
        }
    }
}

/// A process as unit and side.
type Process = (UnitId, usize);

impl Model {
    /// Which process waits for which. Meaningful when nothing moves.
    pub fn deadlock(&self) -> Deadlock {
        let links = &self.cycle.links;
        let waits: Vec<(Process, Waiting, Vec<Process>)> = self
            .running
            .waiting(links)
            .into_iter()
            .map(|(unit, side, waiting)| ((unit, side), waiting, self.culprits(unit, waiting)))
            .collect();
        let ring = find_ring(&waits);
        Deadlock {
            cycle: self.cycles_run(),
            blocked: waits
                .iter()
                .map(|(process, waiting, others)| Blockage {
                    process: self.process_name(*process),
                    cause: self.cause(*waiting),
                    waits_for: others.iter().map(|&other| self.process_name(other)).collect(),
                })
                .collect(),
            ring: ring.into_iter().map(|process| self.process_name(process)).collect(),
        }
    }

    fn cause(&self, waiting: Waiting) -> Cause {
        let name = |port: Port| {
            let node = self.topology.network(port.net).nodes[port.node];
            self.topology.node_name(port.net, node)
        };
        match waiting {
            Waiting::Input(port) => Cause::NoInput(name(port)),
            Waiting::Output(port) => Cause::NoSpace(name(port)),
            Waiting::Side(_) => Cause::NoBuffer,
            Waiting::Memory => Cause::Memory,
            Waiting::Nothing => Cause::LeftOver,
        }
    }

    fn process_name(&self, (unit, side): Process) -> String {
        let unit = &self.topology.units[unit];
        match kiln_arch::registers::processes(unit.kind).get(side) {
            Some(&"") => unit.name.clone(),
            Some(side) => format!("{}.{side}", unit.name),
            None => format!("{}.drain", unit.name),
        }
    }

    fn culprits(&self, unit: UnitId, waiting: Waiting) -> Vec<Process> {
        match waiting {
            Waiting::Input(port) => self.sender(port).into_iter().collect(),
            Waiting::Output(port) => {
                let mut found = Vec::new();
                self.holders(port.net, port.node, &mut found);
                found
            }
            Waiting::Side(side) => vec![(unit, side)],
            Waiting::Memory | Waiting::Nothing => Vec::new(),
        }
    }

    /// Whose output reaches an input port.
    fn sender(&self, port: Port) -> Option<Process> {
        let network = self.topology.network(port.net);
        let mut node = port.node;
        // A route visits a node once; a ring of switches, which the router never makes, ends here.
        for _ in 0..network.nodes.len() {
            node = self.cycle.links[port.net].selected_by(node)?;
            if let Node::Source { unit, .. } = network.nodes[node] {
                return Some((unit, self.running.sender_side(unit)));
            }
        }
        None
    }

    /// Who holds the beats that are in the way of the one at `node`.
    fn holders(&self, net: Net, node: NodeId, found: &mut Vec<Process>) {
        for next in self.cycle.links[net].obstacles(node) {
            match self.topology.network(net).nodes[next] {
                Node::Sink { unit, .. } if !found.contains(&(unit, 0)) => found.push((unit, 0)),
                Node::Track { .. } => self.holders(net, next, found),
                _ => {}
            }
        }
    }
}

/// A ring of processes each of which waits for the next.
fn find_ring(waits: &[(Process, Waiting, Vec<Process>)]) -> Vec<Process> {
    let targets = |process: Process| {
        let found = waits.iter().find(|(p, _, _)| *p == process);
        found.map_or(&[][..], |(_, _, others)| others)
    };
    let mut finished = Vec::new();
    for &(start, _, _) in waits {
        // Depth first: the path, each with the number of targets already tried.
        let mut path: Vec<(Process, usize)> = vec![(start, 0)];
        while let Some((process, tried)) = path.last_mut() {
            let Some(&next) = targets(*process).get(*tried) else {
                finished.push(*process);
                path.pop();
                continue;
            };
            *tried += 1;
            if let Some(at) = path.iter().position(|&(p, _)| p == next) {
                return path[at..].iter().map(|&(p, _)| p).collect();
            }
            if !finished.contains(&next) {
                path.push((next, 0));
            }
        }
    }
    Vec::new()
}
