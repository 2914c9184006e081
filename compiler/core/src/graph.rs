//! The stream graph: virtual units with their configurations and the links between their ports.
//!
//! It is what the lowering passes make and what placement takes. A virtual unit already has port
//! numbers and a complete configuration; it only lacks a place. DRAM addresses are final.

use kiln_arch::config::{AgConfig, PcuConfig, PmuConfig};
use kiln_arch::topology::{Net, UnitKind};
use serde::{Deserialize, Serialize};

/// Index into [`StreamGraph::units`].
pub type VirtualId = usize;

/// Configuration of a virtual unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum UnitConfig {
    Pcu(PcuConfig),
    Pmu(PmuConfig),
    Ag(AgConfig),
}

impl UnitConfig {
    /// The kind of unit it configures.
    pub fn kind(&self) -> UnitKind {
        match self {
            UnitConfig::Pcu(_) => UnitKind::Pcu,
            UnitConfig::Pmu(_) => UnitKind::Pmu,
            UnitConfig::Ag(_) => UnitKind::Ag,
        }
    }
}

/// A unit without a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VirtualUnit {
    /// Unique, short, from the program: `load a`, `a tile`, `c fold`.
    pub name: String,
    /// One line on what it does, for pictures and reports.
    pub role: String,
    /// Lines of the program it comes from (1-based, sorted, no repeats).
    pub lines: Vec<u32>,
    /// Its configuration.
    pub config: UnitConfig,
}

/// One port of a virtual unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Port {
    /// The unit.
    pub unit: VirtualId,
    /// Port number on the link's network.
    pub port: usize,
}

/// A stream from one output port to one or more input ports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// For people: `a[i, k]`.
    pub name: String,
    /// The network it needs.
    pub net: Net,
    /// Output port.
    pub from: Port,
    /// Input ports, at least one.
    pub to: Vec<Port>,
}

/// A run-time argument's constant in a stage of a PCU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArgumentUse {
    /// Index of the argument in the program.
    pub argument: usize,
    /// The PCU.
    pub unit: VirtualId,
    /// The stage whose `constant` it is; the number of stages stands for the output unit.
    pub stage: usize,
}

/// A whole program as streams between virtual units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamGraph {
    /// The units.
    pub units: Vec<VirtualUnit>,
    /// The streams. Every enabled port of every unit is on exactly one link.
    pub links: Vec<Link>,
    /// Where run-time arguments sit.
    pub arguments: Vec<ArgumentUse>,
}

impl StreamGraph {
    /// Adds a unit; if its name is taken, with the next free number behind it.
    pub fn add(
        &mut self,
        name: &str,
        role: String,
        lines: Vec<u32>,
        config: UnitConfig,
    ) -> VirtualId {
        let taken = |name: &str| self.units.iter().any(|u| u.name == name);
        let mut unique = name.to_string();
        let mut number = 2;
        while taken(&unique) {
            unique = format!("{name} {number}");
            number += 1;
        }
        self.units.push(VirtualUnit { name: unique, role, lines, config });
        self.units.len() - 1
    }

    /// Sends the stream of `from` to `to` as well; `name` is for the first that it is sent to.
    pub fn connect(&mut self, (net, from): (Net, Port), to: Port, name: &str) {
        match self.links.iter_mut().find(|l| l.net == net && l.from == from) {
            Some(link) => link.to.push(to),
            None => self.links.push(Link { name: name.into(), net, from, to: vec![to] }),
        }
    }
}
