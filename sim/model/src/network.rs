//! Links and switches (docs/execution.md, sections 1 and 2).
//!
//! Every node of a network is one FIFO: a source is the FIFO of a unit's output port, a track or sink
//! the one at the link's far end. Pushes and pops of a cycle are noted and take effect in
//! [`Links::commit`], so units and switches may be visited in any order.

use kiln_arch::config::SwitchConfig;
use kiln_arch::spec::FabricSpec;
use kiln_arch::topology::{Net, Network, Node, NodeId, Topology, UnitId, UnitKind, ports};

/// Registers of one FIFO, and what this cycle does to it.
#[derive(Clone, Debug)]
struct Fifo {
    base: u32,
    depth: u16,
    head: u16,
    count: u16,
    pushed: bool,
    popped: bool,
    is_track: bool,
    deal: Deal,
    /// The beat pushed is not kept.
    vanishes: bool,
}

/// Which of the beats pushed an input port keeps: of `every + 1` in turn the one numbered `offset`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Deal {
    pub(crate) every: u8,
    pub(crate) offset: u8,
    turn: u8,
}

impl Deal {
    pub(crate) fn new(every: u8, offset: u8) -> Deal {
        Deal { every, offset, turn: 0 }
    }

    /// Tells whether the next beat vanishes.
    #[inline]
    fn passes_over(&mut self) -> bool {
        let turn = self.turn;
        self.turn = if turn == self.every { 0 } else { turn + 1 };
        turn != self.offset
    }
}

/// Mask and end mark of a beat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) mask: u32,
    pub(crate) end: u8,
}

/// An arriving node with the outputs that select it.
#[derive(Clone, Debug)]
struct Fork {
    arrival: u32,
    first: u32,
    outputs: u32,
    /// Bit k: output k has taken the present beat.
    taken: u64,
}

/// One network's FIFOs and switches.
#[derive(Clone, Debug)]
pub(crate) struct Links {
    /// Words of a beat.
    words: usize,
    fifos: Vec<Fifo>,
    data: Vec<u32>,
    tags: Vec<Tag>,
    forks: Vec<Fork>,
    fork_outputs: Vec<u32>,
    touched: Vec<u32>,
    beats_on_tracks: usize,
}

impl Links {
    /// The empty network `net`, all switches off.
    pub(crate) fn new(spec: &FabricSpec, topology: &Topology, net: Net) -> Links {
        let words = match net {
            Net::Vector => spec.lanes,
            Net::Scalar => 1,
        };
        let mut slots = 0;
        let nodes = &topology.network(net).nodes;
        let fifos: Vec<Fifo> = nodes
            .iter()
            .map(|&node| {
                let depth = depth(spec, topology, node);
                let base = slots as u32;
                slots += depth;
                Fifo {
                    base,
                    depth: depth as u16,
                    head: 0,
                    count: 0,
                    pushed: false,
                    popped: false,
                    is_track: matches!(node, Node::Track { .. }),
                    deal: Deal::default(),
                    vanishes: false,
                }
            })
            .collect();
        Links {
            words,
            data: vec![0; slots * words],
            tags: vec![Tag::default(); slots],
            forks: Vec::new(),
            fork_outputs: Vec::new(),
            touched: Vec::with_capacity(fifos.len()),
            fifos,
            beats_on_tracks: 0,
        }
    }

    /// Connects the switches as configured, switch by switch.
    pub(crate) fn configure(&mut self, network: &Network, switches: &[SwitchConfig]) {
        let mut listeners = vec![Vec::new(); network.nodes.len()];
        for (switch, config) in switches.iter().enumerate() {
            let selects = match network.net {
                Net::Vector => &config.vector,
                Net::Scalar => &config.scalar,
            };
            for (&output, &select) in network.outputs[switch].iter().zip(selects) {
                let candidate = (select as usize).checked_sub(1);
                if let Some(&from) = candidate.and_then(|k| network.candidates[output].get(k)) {
                    listeners[from].push(output as u32);
                }
            }
        }
        self.forks.clear();
        self.fork_outputs.clear();
        for fifo in &mut self.fifos {
            fifo.deal = Deal::default();
        }
        for (arrival, outputs) in listeners.iter().enumerate().filter(|(_, o)| !o.is_empty()) {
            self.forks.push(Fork {
                arrival: arrival as u32,
                first: self.fork_outputs.len() as u32,
                outputs: outputs.len() as u32,
                taken: 0,
            });
            self.fork_outputs.extend(outputs);
        }
    }

    /// Makes an input port keep only some of the beats that are pushed.
    pub(crate) fn deal(&mut self, node: NodeId, deal: Deal) {
        self.fifos[node].deal = deal;
    }

    /// Empties every FIFO.
    pub(crate) fn reset(&mut self) {
        for fifo in &mut self.fifos {
            (fifo.head, fifo.count, fifo.pushed, fifo.popped) = (0, 0, false, false);
            (fifo.deal.turn, fifo.vanishes) = (0, false);
        }
        for fork in &mut self.forks {
            fork.taken = 0;
        }
        self.touched.clear();
        self.beats_on_tracks = 0;
    }

    /// Beats in the FIFO at the start of the cycle.
    #[inline]
    pub(crate) fn count(&self, node: NodeId) -> usize {
        self.fifos[node].count.into()
    }

    /// Beats that the FIFO holds.
    #[inline]
    pub(crate) fn depth(&self, node: NodeId) -> usize {
        self.fifos[node].depth.into()
    }

    /// `in_ready`.
    #[inline]
    pub(crate) fn has_room(&self, node: NodeId) -> bool {
        let fifo = &self.fifos[node];
        fifo.count < fifo.depth
    }

    /// Whether all link FIFOs between switches are empty.
    #[inline]
    pub(crate) fn tracks_empty(&self) -> bool {
        self.beats_on_tracks == 0
    }

    /// The oldest beat.
    #[inline]
    pub(crate) fn front(&self, node: NodeId) -> (&[u32], Tag) {
        let fifo = &self.fifos[node];
        self.slot(fifo.base as usize + usize::from(fifo.head))
    }

    #[inline]
    fn slot(&self, slot: usize) -> (&[u32], Tag) {
        (&self.data[slot * self.words..][..self.words], self.tags[slot])
    }

    /// Index of the slot `position` places behind the oldest beat.
    #[inline]
    fn slot_index(&self, node: NodeId, position: usize) -> usize {
        let fifo = &self.fifos[node];
        let mut offset = usize::from(fifo.head) + position;
        if offset >= usize::from(fifo.depth) {
            offset -= usize::from(fifo.depth);
        }
        fifo.base as usize + offset
    }

    #[inline]
    fn touch(&mut self, node: NodeId) {
        let fifo = &self.fifos[node];
        if !fifo.pushed && !fifo.popped {
            self.touched.push(node as u32);
        }
    }

    /// Pops the oldest beat at the end of the cycle.
    #[inline]
    pub(crate) fn pop(&mut self, node: NodeId) {
        self.touch(node);
        self.fifos[node].popped = true;
    }

    /// The place where the beat `position` places behind the oldest will lie, to be filled before
    /// [`Links::arrive`] pushes it.
    #[inline]
    pub(crate) fn place(&mut self, node: NodeId, position: usize, tag: Tag) -> &mut [u32] {
        let slot = self.slot_index(node, position);
        self.tags[slot] = tag;
        &mut self.data[slot * self.words..][..self.words]
    }

    /// Pushes the beat that was put behind the present ones.
    #[inline]
    pub(crate) fn arrive(&mut self, node: NodeId) {
        self.touch(node);
        self.fifos[node].pushed = true;
    }

    /// Moves beats through every switch.
    pub(crate) fn advance_switches(&mut self) {
        for index in 0..self.forks.len() {
            let fork = &self.forks[index];
            let arrival = fork.arrival as usize;
            if self.fifos[arrival].count == 0 {
                continue;
            }
            let (first, outputs, mut taken) = (fork.first as usize, fork.outputs, fork.taken);
            let from = self.slot_index(arrival, 0);
            for k in 0..outputs {
                let output = self.fork_outputs[first + k as usize] as usize;
                if taken >> k & 1 == 0 && self.has_room(output) {
                    taken |= 1 << k;
                    self.copy(from, output);
                }
            }
            let all = taken.count_ones() == outputs;
            self.forks[index].taken = if all { 0 } else { taken };
            if all {
                self.pop(arrival);
            }
        }
    }

    #[inline]
    fn copy(&mut self, from: usize, output: NodeId) {
        let to = self.slot_index(output, self.count(output));
        let words = self.words;
        self.data.copy_within(from * words..(from + 1) * words, to * words);
        self.tags[to] = self.tags[from];
        self.arrive(output);
        let fifo = &mut self.fifos[output];
        if fifo.deal.every > 0 {
            fifo.vanishes = fifo.deal.passes_over();
        }
    }

    /// Calls `see` with each beat pushed in this cycle.
    pub(crate) fn pushes(&self, mut see: impl FnMut(NodeId, &[u32], Tag)) {
        for &node in &self.touched {
            let node = node as usize;
            if self.fifos[node].pushed {
                let (words, tag) = self.slot(self.slot_index(node, self.count(node)));
                see(node, words, tag);
            }
        }
    }

    /// The edge: pushes and pops take effect. Tells whether there were any.
    pub(crate) fn commit(&mut self) -> bool {
        for &node in &self.touched {
            let fifo = &mut self.fifos[node as usize];
            if fifo.popped {
                fifo.head = if fifo.head + 1 == fifo.depth { 0 } else { fifo.head + 1 };
            }
            let (pushed, popped) = (fifo.pushed && !fifo.vanishes, fifo.popped);
            let (pushed, popped) = (u16::from(pushed), u16::from(popped));
            fifo.count = fifo.count + pushed - popped;
            if fifo.is_track {
                self.beats_on_tracks =
                    self.beats_on_tracks + usize::from(pushed) - usize::from(popped);
            }
            (fifo.pushed, fifo.popped, fifo.vanishes) = (false, false, false);
        }
        let moved = !self.touched.is_empty();
        self.touched.clear();
        moved
    }

    /// The arriving node that `output` selects.
    pub(crate) fn selected_by(&self, output: NodeId) -> Option<NodeId> {
        self.forks
            .iter()
            .find(|fork| self.outputs_of(fork).contains(&(output as u32)))
            .map(|fork| fork.arrival as usize)
    }

    /// The outputs that keep the beat at the head of `arrival` from moving on: full ones that have not taken
    /// it.
    pub(crate) fn obstacles(&self, arrival: NodeId) -> Vec<NodeId> {
        let Some(fork) = self.forks.iter().find(|fork| fork.arrival as usize == arrival) else {
            return Vec::new();
        };
        self.outputs_of(fork)
            .iter()
            .enumerate()
            .filter(|&(k, &output)| fork.taken >> k & 1 == 0 && !self.has_room(output as usize))
            .map(|(_, &output)| output as usize)
            .collect()
    }

    fn outputs_of(&self, fork: &Fork) -> &[u32] {
        &self.fork_outputs[fork.first as usize..][..fork.outputs as usize]
    }
}

/// Depth of the FIFO at a node.
fn depth(spec: &FabricSpec, topology: &Topology, node: Node) -> usize {
    match node {
        Node::Track { .. } => spec.network.link_fifo,
        Node::Source { unit, .. } => match topology.units[unit].kind {
            UnitKind::Pcu => spec.pcu_output_fifo(),
            UnitKind::Pmu => spec.pmu.output_fifo,
            UnitKind::Ag => spec.ag.output_fifo,
        },
        Node::Sink { unit, .. } => match topology.units[unit].kind {
            UnitKind::Pcu => spec.pcu.input_fifo,
            UnitKind::Pmu => spec.pmu.input_fifo,
            UnitKind::Ag => spec.ag.input_fifo,
        },
    }
}

/// Both networks.
#[derive(Clone, Debug)]
pub(crate) struct Networks([Links; 2]);

impl Networks {
    /// Empty, all switches off.
    pub(crate) fn new(spec: &FabricSpec, topology: &Topology) -> Networks {
        Networks(Net::ALL.map(|net| Links::new(spec, topology, net)))
    }
}

impl std::ops::Index<Net> for Networks {
    type Output = Links;

    #[inline]
    fn index(&self, net: Net) -> &Links {
        &self.0[net as usize]
    }
}

impl std::ops::IndexMut<Net> for Networks {
    #[inline]
    fn index_mut(&mut self, net: Net) -> &mut Links {
        &mut self.0[net as usize]
    }
}

/// A port of a unit, as the node that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Port {
    pub(crate) net: Net,
    pub(crate) node: NodeId,
}

impl Port {
    /// Input port `port` of `unit`.
    pub(crate) fn input(topology: &Topology, unit: UnitId, net: Net, port: usize) -> Option<Port> {
        let node = topology.network(net).id(Node::Sink { unit, port })?;
        Some(Port { net, node })
    }

    /// Output port `port` of `unit`.
    pub(crate) fn output(topology: &Topology, unit: UnitId, net: Net, port: usize) -> Option<Port> {
        let node = topology.network(net).id(Node::Source { unit, port })?;
        Some(Port { net, node })
    }
}

/// All ports of a unit: input ports, then output ports.
pub(crate) fn unit_ports(
    spec: &FabricSpec,
    topology: &Topology,
    unit: UnitId,
) -> (Vec<Port>, Vec<Port>) {
    let mut all = (Vec::new(), Vec::new());
    for net in Net::ALL {
        let (inputs, outputs) = ports(spec, topology.units[unit].kind, net);
        all.0.extend((0..inputs).filter_map(|port| Port::input(topology, unit, net, port)));
        all.1.extend((0..outputs).filter_map(|port| Port::output(topology, unit, net, port)));
    }
    all
}
