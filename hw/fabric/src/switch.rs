//! Switches: the FIFOs at the ends of arriving tracks, and for each output a multiplexer and its memory of beats taken.
//!
//! `docs/execution.md`, section 2. Switches with the same sides and the same kinds of units share one module.

use crate::config_chain::Frame;
use crate::counters::beat_bits;
use crate::stream::{Clocking, Stream};
use kiln_arch::FabricSpec;
use kiln_arch::config::{Block, Layout, bits_for};
use kiln_arch::spec::Side;
use kiln_arch::topology::{Net as Network, Node, NodeId, SwitchId, Topology, UnitKind};
use kiln_emit::{Module, Net, Part, Source, concat, constant};
use kiln_units::mux::Mux;
use kiln_units::switch_arrival::SwitchArrival;
use kiln_units::switch_idle::SwitchIdle;
use kiln_units::switch_output::SwitchOutput;

/// Lanes of a beat on `network`.
pub fn lanes(spec: &FabricSpec, network: Network) -> usize {
    match network {
        Network::Vector => spec.lanes,
        Network::Scalar => 1,
    }
}

/// Name of the ports of `switch`'s module for a node that arrives there: `vector_from_east0`, `scalar_from_unit1_0`.
pub fn arrival_port(
    topology: &Topology,
    switch: SwitchId,
    network: Network,
    node: NodeId,
) -> String {
    match topology.network(network).nodes[node] {
        // A track is named after the side that it arrives from.
        Node::Track { side, track, .. } => port(network, "from", side.opposite(), track),
        Node::Source { unit, port } | Node::Sink { unit, port } => {
            format!("{}_from_unit{}_{port}", network.name(), local(topology, switch, unit))
        }
    }
}

/// Name of the ports of `switch`'s module for one of its outputs: `vector_to_east0`, `scalar_to_unit1_0`.
pub fn output_port(
    topology: &Topology,
    switch: SwitchId,
    network: Network,
    node: NodeId,
) -> String {
    match topology.network(network).nodes[node] {
        Node::Track { side, track, .. } => port(network, "to", side, track),
        Node::Source { unit, port } | Node::Sink { unit, port } => {
            format!("{}_to_unit{}_{port}", network.name(), local(topology, switch, unit))
        }
    }
}

fn port(network: Network, way: &str, side: Side, track: usize) -> String {
    format!("{}_{way}_{}{track}", network.name(), side.name())
}

/// Which one of the switch's units it is.
fn local(topology: &Topology, switch: SwitchId, unit: usize) -> usize {
    topology.attached[switch].iter().position(|&other| other == unit).unwrap_or_default()
}

/// The module's name says what its structure depends on: `switch_es_pcu_ag_ag`.
fn module_name(topology: &Topology, switch: SwitchId) -> String {
    let sides = Side::ALL.into_iter().filter(|&side| topology.neighbour(switch, side).is_some());
    let sides: String = sides.filter_map(|side| side.name().chars().next()).collect();
    let units: String = topology.attached[switch]
        .iter()
        .map(|&unit| format!("_{}", kind(topology, unit)))
        .collect();
    format!("switch_{sides}{units}")
}

fn kind(topology: &Topology, unit: usize) -> &'static str {
    match topology.units[unit].kind {
        UnitKind::Pcu => "pcu",
        UnitKind::Pmu => "pmu",
        UnitKind::Ag => "ag",
    }
}

struct Switch<'a> {
    spec: &'a FabricSpec,
    topology: &'a Topology,
    switch: SwitchId,
    m: Module,
    clocking: Clocking,
    frame: Frame,
}

/// The module of `switch`.
pub fn module(spec: &FabricSpec, topology: &Topology, switch: SwitchId) -> Part {
    let units: String = (topology.attached[switch].iter().enumerate())
        .map(|(k, &unit)| format!(" Unit {k} is of kind {}.", kind(topology, unit)))
        .collect();
    let doc = format!(
        "Switch of both networks: each output selects an arriving node by configuration.{units}"
    );
    let mut m = Module::new(module_name(topology, switch), doc);
    let clocking = Clocking::ports(&mut m);
    let frame =
        Frame::new(&mut m, &clocking.clk, Layout::new(spec, topology, Block::Switch(switch)));
    let mut parts = Switch { spec, topology, switch, m, clocking, frame };
    let mut waiting = Vec::new();
    let mut field = 0;
    for network in Network::ALL {
        let arrivals = parts.arrivals(network, &mut waiting);
        parts.outputs(network, &arrivals, &mut field);
    }
    parts.m.section("all FIFOs are empty");
    let idle = parts.m.output("idle", 1);
    // A grid of one position has no tracks.
    if waiting.is_empty() {
        parts.m.assign(&idle, constant(1, 1));
    } else {
        parts
            .m
            .instance("idle_of_tracks", &Part::leaf(&SwitchIdle::new(waiting.len())))
            .connect("waiting", concat(waiting.into_iter().rev()))
            .connect("idle", &idle);
    }
    parts.m.part()
}

impl Switch<'_> {
    /// Ports of arriving nodes, with a FIFO for each track. Adds whether a FIFO has a beat to `waiting`.
    fn arrivals(&mut self, network: Network, waiting: &mut Vec<Source>) -> Vec<Stream> {
        let width = beat_bits(lanes(self.spec, network));
        let nodes = &self.topology.network(network);
        let mut streams = Vec::new();
        for &node in &nodes.arrivals[self.switch] {
            let name = arrival_port(self.topology, self.switch, network, node);
            if matches!(nodes.nodes[node], Node::Source { .. }) {
                self.m.section(format!("{name}: beats that arrive from a unit"));
                streams.push(Stream {
                    valid: self.m.input(format!("{name}_valid"), 1),
                    ready: self.m.output(format!("{name}_ready"), 1),
                    data: self.m.input(format!("{name}_data"), width),
                });
                continue;
            }
            let depth = self.spec.network.link_fifo;
            let head = self.clocking.input(&mut self.m, &name, width, depth);
            waiting.push((&head.valid).into());
            streams.push(head);
        }
        streams
    }

    /// Ports of outputs, their multiplexers, and the pops of arriving nodes. `field` counts the selects.
    fn outputs(&mut self, network: Network, arrivals: &[Stream], field: &mut usize) {
        let nodes = self.topology.network(network);
        let here = &nodes.arrivals[self.switch];
        let width = beat_bits(lanes(self.spec, network));
        // For each arrival, whether an output uses it and whether it holds it.
        let mut forks: Vec<Vec<(Net, Net)>> = vec![Vec::new(); here.len()];
        for &node in &nodes.outputs[self.switch] {
            let name = output_port(self.topology, self.switch, network, node);
            let select = self.frame.nth(*field);
            *field += 1;
            self.m.section(format!("{name}: beats that leave"));
            let port = Stream {
                valid: self.m.output(format!("{name}_valid"), 1),
                ready: self.m.input(format!("{name}_ready"), 1),
                data: self.m.output(format!("{name}_data"), width),
            };
            let candidates: Vec<usize> = nodes.candidates[node]
                .iter()
                .filter_map(|candidate| here.iter().position(|arrival| arrival == candidate))
                .collect();
            if candidates.is_empty() {
                self.m.assign(&port.valid, constant(1, 0));
                self.m.assign(&port.data, constant(width, 0));
                continue;
            }
            for (k, &arrival) in candidates.iter().enumerate() {
                let used = self.m.wire(format!("{name}_used_{k}"), 1);
                let held = self.m.wire(format!("{name}_held_{k}"), 1);
                forks[arrival].push((used, held));
            }
            let fork_of = |arrival: usize| forks[arrival].last().expect("pushed above");
            let number = self.m.wire(format!("{name}_number"), bits_for(candidates.len()));
            let part = Part::leaf(&SwitchOutput::new(candidates.len()));
            let mut control = self.m.instance(format!("{name}_control"), &part);
            control
                .connect("clk", &self.clocking.clk)
                .connect("rst", &self.clocking.rst)
                .connect("select", select)
                .connect("number", &number);
            control.connect("out_valid", &port.valid).connect("out_ready", &port.ready);
            for (k, &arrival) in candidates.iter().enumerate() {
                let (used, held) = fork_of(arrival);
                control.connect(format!("candidate_valid_{k}"), &arrivals[arrival].valid);
                control.connect(format!("candidate_pop_{k}"), &arrivals[arrival].ready);
                control.connect(format!("candidate_used_{k}"), used);
                control.connect(format!("candidate_held_{k}"), held);
            }
            drop(control);
            let part = Part::leaf(&Mux::new(width, candidates.len(), number.width()));
            let mut mux = self.m.instance(format!("{name}_mux"), &part);
            mux.connect("select", &number).connect("chosen", &port.data);
            for (k, &arrival) in candidates.iter().enumerate() {
                mux.connect(format!("choice_{k}"), &arrivals[arrival].data);
            }
        }
        for ((stream, fork), &node) in arrivals.iter().zip(&forks).zip(here) {
            if fork.is_empty() {
                self.m.assign(&stream.ready, constant(1, 0));
                continue;
            }
            let name = arrival_port(self.topology, self.switch, network, node);
            let part = Part::leaf(&SwitchArrival::new(fork.len()));
            let mut arrival = self.m.instance(format!("{name}_control"), &part);
            arrival.connect("valid", &stream.valid).connect("pop", &stream.ready);
            for (k, (used, held)) in fork.iter().enumerate() {
                arrival.connect(format!("used_{k}"), used).connect(format!("held_{k}"), held);
            }
        }
    }
}
