//! The whole fabric: units and switches linked as `kiln_arch::Topology` says, with control and the memory port.
//!
//! With taps, every node of the networks also has the outputs `<node>_fires` and `<node>_beat` (the node's name with `_`
//! for `.`): in a cycle in which `fires` is high the beat is pushed into the FIFO at the far side, or, for a
//! unit's output port, leaves its FIFO.

use crate::counters::beat_bits;
use crate::stream::Stream;
use crate::{ag, control, pcu, pmu, port, switch};
use kiln_arch::FabricSpec;
use kiln_arch::config::Block;
use kiln_arch::image::chains;
use kiln_arch::registers::processes;
use kiln_arch::topology::{Net as Network, Node, NodeId, Topology, UnitId, UnitKind};
use kiln_emit::{Module, Net, Part, Source};
use kiln_units::switch_tap::SwitchTap;
use std::collections::HashMap;

struct Top<'a> {
    spec: &'a FabricSpec,
    topology: &'a Topology,
    m: Module,
    clk: Net,
    rst: Net,
    /// Wires by name that control, memory port and units share.
    shared: HashMap<String, Net>,
    links: HashMap<(Network, NodeId), Stream>,
    /// For each block the word that enters its part of a configuration chain, and the one that leaves, if it is read.
    chain: HashMap<Block, (Net, Option<Net>)>,
}

/// The fabric of `spec`.
pub fn module(spec: &FabricSpec, taps: bool) -> Part {
    let topology = Topology::new(spec);
    let doc =
        format!("{} rows by {} columns of units: {}.", spec.rows, spec.cols, spec.description);
    let mut m = Module::new(format!("kiln_{}", spec.name), doc);
    m.section("clock, and synchronous reset");
    let (clk, rst) = (m.input("clk", 1), m.input("rst", 1));
    let (shared, links, chain) = Default::default();
    let mut top = Top { spec, topology: &topology, m, clk, rst, shared, links, chain };
    top.declare_links();
    top.central("control", &control::module(spec, &topology));
    top.m.section("a load or a run is under way: an interrupt is its fall");
    let (busy, active) = (top.m.output("busy", 1), top.shared("active", 1));
    top.m.assign(&busy, &active);
    top.central("memory_port", &port::module(spec, &topology));
    top.chains();
    top.units();
    top.switches();
    if taps {
        top.taps();
    }
    top.m.part()
}

impl Top<'_> {
    /// Wires for every link.
    fn declare_links(&mut self) {
        for network in Network::ALL {
            let nodes = self.topology.network(network);
            for (id, &node) in nodes.nodes.iter().enumerate() {
                let name = self.link_name(network, node);
                let width = beat_bits(switch::lanes(self.spec, network));
                self.links.insert((network, id), Stream::wires(&mut self.m, &name, width));
            }
        }
    }

    fn link_name(&self, network: Network, node: Node) -> String {
        self.topology.node_name(network, node).replace('.', "_")
    }

    /// The wire called `name`, made when first asked for.
    fn shared(&mut self, name: &str, width: usize) -> Net {
        let m = &mut self.m;
        self.shared.entry(name.to_string()).or_insert_with(|| m.wire(name, width)).clone()
    }

    /// Control or memory port: buses become ports of the fabric, all other ports shared wires of their names.
    fn central(&mut self, name: &str, part: &Part) {
        let mut connections: Vec<(&str, Net)> = Vec::new();
        for (section, prefix) in
            [("AXI4-Lite slave: registers", "s_axil_"), ("AXI4 master: memory", "m_axi_")]
        {
            self.m.section(section);
            for port in part.ports().iter().filter(|port| port.name.starts_with(prefix)) {
                let net = if port.output {
                    self.m.output(&port.name, port.width)
                } else {
                    self.m.input(&port.name, port.width)
                };
                connections.push((&port.name, net));
            }
        }
        for port in part.ports().iter().filter(|port| !port.name.contains("_axi")) {
            let net = match port.name.as_str() {
                "clk" => self.clk.clone(),
                "rst" => self.rst.clone(),
                event @ ("busy" | "starved" | "blocked") => {
                    self.shared(&format!("process_{event}"), port.width)
                }
                other => self.shared(other, port.width),
            };
            connections.push((&port.name, net));
        }
        let mut instance = self.m.instance(name, part);
        for (port, net) in connections {
            instance.connect(port, net);
        }
    }

    /// Wires of the configuration chains.
    fn chains(&mut self) {
        for (k, blocks) in chains(self.spec, self.topology).into_iter().enumerate() {
            let Some(&last) = blocks.last() else { continue };
            let mut word = self.shared(&format!("cfg_word{k}"), 32);
            for &block in &blocks[..blocks.len() - 1] {
                let next = self.m.wire(format!("{}_cfg", block.name(self.topology)), 32);
                self.chain.insert(block, (word, Some(next.clone())));
                word = next;
            }
            self.chain.insert(last, (word, None));
        }
    }

    /// What every block has: clock, reset while nothing runs, configuration.
    fn block(&mut self, block: Block, part: &Part, connections: Vec<(String, Source)>) {
        let (rst, enable) = (self.shared("unit_rst", 1), self.shared("cfg_en", 1));
        let (word, next) = &self.chain[&block];
        let mut instance = self.m.instance(block.name(self.topology), part);
        instance.connect("clk", &self.clk).connect("rst", rst);
        instance.connect("cfg_en", enable).connect("cfg_in", word);
        match next {
            Some(next) => instance.connect("cfg_out", next),
            None => instance.open("cfg_out"),
        };
        for (port, source) in connections {
            instance.connect(port, source);
        }
    }

    /// The three connections of a stream port.
    fn stream(&self, port: &str, network: Network, node: NodeId) -> [(String, Source); 3] {
        let Stream { valid, ready, data } = &self.links[&(network, node)];
        [("valid", valid), ("ready", ready), ("data", data)]
            .map(|(wire, net)| (format!("{port}_{wire}"), net.into()))
    }

    fn switches(&mut self) {
        let idle = self.shared("switch_idle", self.topology.attached.len());
        for id in 0..self.topology.attached.len() {
            let mut connections = vec![("idle".to_string(), idle.bit(id))];
            for network in Network::ALL {
                let nodes = self.topology.network(network);
                for &node in &nodes.arrivals[id] {
                    let port = switch::arrival_port(self.topology, id, network, node);
                    connections.extend(self.stream(&port, network, node));
                }
                for &node in &nodes.outputs[id] {
                    let port = switch::output_port(self.topology, id, network, node);
                    connections.extend(self.stream(&port, network, node));
                }
            }
            let part = switch::module(self.spec, self.topology, id);
            self.block(Block::Switch(id), &part, connections);
        }
    }

    fn units(&mut self) {
        let parts = [
            (UnitKind::Pcu, pcu::module(self.spec)),
            (UnitKind::Pmu, pmu::module(self.spec)),
            (UnitKind::Ag, ag::module(self.spec)),
        ];
        let mut process = 0;
        for id in 0..self.topology.units.len() {
            let kind = self.topology.units[id].kind;
            let mut connections = self.unit_streams(id);
            connections.extend(self.reports(id, &mut process));
            for (of, part) in parts.iter().filter(|(of, _)| *of == kind) {
                if *of == UnitKind::Ag {
                    connections.extend(self.memory_side(id, part));
                }
                self.block(Block::Unit(id), part, std::mem::take(&mut connections));
            }
        }
    }

    fn unit_streams(&self, unit: UnitId) -> Vec<(String, Source)> {
        let mut connections = Vec::new();
        for network in Network::ALL {
            let nodes = self.topology.network(network).nodes.iter().enumerate();
            for (id, node) in nodes {
                let port = match *node {
                    Node::Source { unit: of, port } if of == unit => {
                        format!("{}_out{port}", network.name())
                    }
                    Node::Sink { unit: of, port } if of == unit => {
                        format!("{}_in{port}", network.name())
                    }
                    _ => continue,
                };
                connections.extend(self.stream(&port, network, id));
            }
        }
        connections
    }

    /// Idle, errors, and what its processes, counted on from `process`, do.
    fn reports(&mut self, unit: UnitId, process: &mut usize) -> Vec<(String, Source)> {
        let units = self.topology.units.len();
        let mut connections = vec![
            ("idle".to_string(), self.shared("unit_idle", units).bit(unit)),
            ("mark_error".to_string(), self.shared("mark_error", units).bit(unit)),
        ];
        let count = control::process_count(self.topology);
        for name in processes(self.topology.units[unit].kind) {
            let prefix = if name.is_empty() { String::new() } else { format!("{name}_") };
            for event in ["busy", "starved", "blocked"] {
                let bit = self.shared(&format!("process_{event}"), count).bit(*process);
                connections.push((format!("{prefix}{event}"), bit));
            }
            *process += 1;
        }
        connections
    }

    /// The ports between an AG and the memory port.
    fn memory_side(&mut self, unit: UnitId, part: &Part) -> Vec<(String, Source)> {
        let ordinal = self.topology.units[unit].ordinal;
        let mut connections = Vec::new();
        for port in part.ports() {
            let name = match port.name.as_str() {
                "load_data" => "load_data".to_string(),
                other => format!("ag{ordinal}_{other}"),
            };
            if let Some(net) = self.shared.get(&name) {
                connections.push((port.name.clone(), net.into()));
            }
        }
        connections
    }

    /// The taps' ports.
    fn taps(&mut self) {
        let part = Part::leaf(&SwitchTap::new());
        self.m.section("taps: a beat moves over the link, and the beat");
        for network in Network::ALL {
            for (id, &node) in self.topology.network(network).nodes.iter().enumerate() {
                let name = self.link_name(network, node);
                let Stream { valid, ready, data } = &self.links[&(network, id)];
                let fires = self.m.output(format!("{name}_fires"), 1);
                let beat = self.m.output(format!("{name}_beat"), data.width());
                self.m.assign(&beat, data);
                self.m
                    .instance(format!("{name}_tap"), &part)
                    .connect("link_valid", valid)
                    .connect("link_ready", ready)
                    .connect("fires", &fires);
            }
        }
    }
}
