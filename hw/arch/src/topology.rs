//! Which units, switches and links a fabric has: derived from its [`FabricSpec`], the same for the
//! generator, the model, the router and the reports.
//!
//! One switch stands at each grid position `(row, col)`, with the unit of that position beside it:
//! PCUs and PMUs alternate, from `corner` on. Address generators sit beside border
//! switches, one on each side listed in `ag.edges`. Units talk only to their own switch.

use crate::spec::{Corner, FabricSpec, Side};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Index into [`Topology::units`].
pub type UnitId = usize;
/// Switch `row * cols + col`.
pub type SwitchId = usize;
/// Index into [`Network::nodes`].
pub type NodeId = usize;

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnitKind {
    /// Pattern compute unit.
    Pcu,
    /// Pattern memory unit.
    Pmu,
    /// Address generator.
    Ag,
}

/// One unit of the fabric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// `pcu_r0_c0`, `pmu_r0_c1`, `ag_north_0`: stable, used in RTL, reports and messages.
    pub name: String,
    /// What it is.
    pub kind: UnitKind,
    /// The switch it is attached to.
    pub switch: SwitchId,
    /// Which one among its kind, counted in unit order. For an AG also its AXI id.
    pub ordinal: usize,
}

/// Which of the two networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Net {
    /// Beats of `lanes` words.
    Vector,
    /// Beats of one word.
    Scalar,
}

impl Net {
    /// Both networks, vector first.
    pub const ALL: [Net; 2] = [Net::Vector, Net::Scalar];

    /// Lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Net::Vector => "vector",
            Net::Scalar => "scalar",
        }
    }
}

/// A place where beats are driven. Every node but a source is one output of a switch, ends in a
/// FIFO at its far side, and is a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Node {
    /// An output port of a unit.
    Source {
        /// The unit.
        unit: UnitId,
        /// Output port of that unit on this network.
        port: usize,
    },
    /// A link from a switch to its neighbour on `side`.
    Track {
        /// The switch that drives it.
        switch: SwitchId,
        /// The side it leaves on.
        side: Side,
        /// Which of the parallel links.
        track: usize,
    },
    /// An input port of a unit.
    Sink {
        /// The unit.
        unit: UnitId,
        /// Input port of that unit on this network.
        port: usize,
    },
}

/// One network's nodes and what each may select.
#[derive(Clone, Debug)]
pub struct Network {
    /// Which network.
    pub net: Net,
    /// All nodes: the sources in unit order, then for each switch its outputs in the order of
    /// [`Network::outputs`].
    pub nodes: Vec<Node>,
    /// For each node, the nodes its multiplexer chooses from; empty for sources. Select value 0
    /// is off, `k + 1` is entry `k`.
    pub candidates: Vec<Vec<NodeId>>,
    /// For each switch its output nodes: tracks by side then track number, then sinks of its
    /// units in unit order then port.
    pub outputs: Vec<Vec<NodeId>>,
    /// For each switch the nodes that arrive there: tracks by side then track number, then
    /// sources of its units in unit order then port.
    pub arrivals: Vec<Vec<NodeId>>,
    index: HashMap<Node, NodeId>,
}

impl Network {
    /// The id of `node`, if the fabric has it.
    pub fn id(&self, node: Node) -> Option<NodeId> {
        self.index.get(&node).copied()
    }
}

/// The units and networks of a fabric.
#[derive(Clone, Debug)]
pub struct Topology {
    /// Grid rows.
    pub rows: usize,
    /// Grid columns.
    pub cols: usize,
    /// All units: the grid row by row, then address generators by side and position.
    pub units: Vec<Unit>,
    /// For each switch, the units attached to it.
    pub attached: Vec<Vec<UnitId>>,
    /// The vector network.
    pub vector: Network,
    /// The scalar network.
    pub scalar: Network,
}

impl Topology {
    /// Derives the topology of `spec`.
    pub fn new(spec: &FabricSpec) -> Topology {
        let units = units(spec);
        let mut attached = vec![Vec::new(); spec.rows * spec.cols];
        for (id, unit) in units.iter().enumerate() {
            attached[unit.switch].push(id);
        }
        let vector = network(spec, &units, &attached, Net::Vector);
        let scalar = network(spec, &units, &attached, Net::Scalar);
        Topology { rows: spec.rows, cols: spec.cols, units, attached, vector, scalar }
    }

    /// The network `net`.
    pub fn network(&self, net: Net) -> &Network {
        match net {
            Net::Vector => &self.vector,
            Net::Scalar => &self.scalar,
        }
    }

    /// Ids of the units of one kind, in order of their ordinals.
    pub fn of_kind(&self, kind: UnitKind) -> impl Iterator<Item = UnitId> + '_ {
        (0..self.units.len()).filter(move |&id| self.units[id].kind == kind)
    }

    /// Name of a switch: `switch_r1_c0`.
    pub fn switch_name(&self, switch: SwitchId) -> String {
        format!("switch_r{}_c{}", switch / self.cols, switch % self.cols)
    }

    /// Name of a node: `pcu_r0_c0.vector_out0`, `switch_r0_c0.vector_east0`, `pmu_r0_c1.scalar_in0`.
    pub fn node_name(&self, net: Net, node: Node) -> String {
        let net = net.name();
        match node {
            Node::Source { unit, port } => format!("{}.{net}_out{port}", self.units[unit].name),
            Node::Sink { unit, port } => format!("{}.{net}_in{port}", self.units[unit].name),
            Node::Track { switch, side, track } => {
                format!("{}.{net}_{}{track}", self.switch_name(switch), side.name())
            }
        }
    }

    /// The switch beside `switch` on `side`, if the grid goes on there.
    pub fn neighbour(&self, switch: SwitchId, side: Side) -> Option<SwitchId> {
        neighbour(self.rows, self.cols, switch, side)
    }
}

/// Number of input and output ports of a unit of `kind` on `net`: `(inputs, outputs)`.
pub fn ports(spec: &FabricSpec, kind: UnitKind, net: Net) -> (usize, usize) {
    match (kind, net) {
        (UnitKind::Pcu, Net::Vector) => (spec.pcu.vector_inputs, spec.pcu.vector_outputs),
        (UnitKind::Pcu, Net::Scalar) => (spec.pcu.scalar_inputs, spec.pcu.scalar_outputs),
        (UnitKind::Pmu | UnitKind::Ag, _) => (1, 1),
    }
}

fn units(spec: &FabricSpec) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut counts = HashMap::new();
    let mut push = |name: String, kind: UnitKind, switch: SwitchId| {
        let count = counts.entry(kind).or_insert(0);
        units.push(Unit { name, kind, switch, ordinal: *count });
        *count += 1;
    };
    for row in 0..spec.rows {
        for col in 0..spec.cols {
            let like_corner = (row + col) % 2 == 0;
            let (kind, label) = match like_corner == (spec.corner == Corner::Pcu) {
                true => (UnitKind::Pcu, "pcu"),
                false => (UnitKind::Pmu, "pmu"),
            };
            push(format!("{label}_r{row}_c{col}"), kind, row * spec.cols + col);
        }
    }
    for side in Side::ALL.into_iter().filter(|side| spec.ag.edges.contains(side)) {
        let border = match side {
            Side::North | Side::South => spec.cols,
            Side::East | Side::West => spec.rows,
        };
        for k in 0..border {
            let (row, col) = match side {
                Side::North => (0, k),
                Side::South => (spec.rows - 1, k),
                Side::East => (k, spec.cols - 1),
                Side::West => (k, 0),
            };
            push(format!("ag_{}_{k}", side.name()), UnitKind::Ag, row * spec.cols + col);
        }
    }
    units
}

fn neighbour(rows: usize, cols: usize, switch: SwitchId, side: Side) -> Option<SwitchId> {
    let (row, col) = (switch / cols, switch % cols);
    match side {
        Side::North => (row > 0).then(|| switch - cols),
        Side::South => (row + 1 < rows).then(|| switch + cols),
        Side::West => (col > 0).then(|| switch - 1),
        Side::East => (col + 1 < cols).then(|| switch + 1),
    }
}

fn network(spec: &FabricSpec, units: &[Unit], attached: &[Vec<UnitId>], net: Net) -> Network {
    let tracks = match net {
        Net::Vector => spec.network.vector_tracks,
        Net::Scalar => spec.network.scalar_tracks,
    };
    let beside = |switch, side| neighbour(spec.rows, spec.cols, switch, side);
    let mut nodes = Vec::new();
    for (unit, u) in units.iter().enumerate() {
        let (_, outputs) = ports(spec, u.kind, net);
        nodes.extend((0..outputs).map(|port| Node::Source { unit, port }));
    }
    let mut outputs = Vec::new();
    for (switch, local) in attached.iter().enumerate() {
        let first = nodes.len();
        for side in Side::ALL.into_iter().filter(|&side| beside(switch, side).is_some()) {
            nodes.extend((0..tracks).map(|track| Node::Track { switch, side, track }));
        }
        for &unit in local {
            let (inputs, _) = ports(spec, units[unit].kind, net);
            nodes.extend((0..inputs).map(|port| Node::Sink { unit, port }));
        }
        outputs.push((first..nodes.len()).collect());
    }
    let index: HashMap<Node, NodeId> = nodes.iter().enumerate().map(|(i, n)| (*n, i)).collect();
    let arrivals: Vec<Vec<NodeId>> = attached
        .iter()
        .enumerate()
        .map(|(switch, local)| {
            let mut ids = Vec::new();
            for side in Side::ALL {
                let Some(from) = beside(switch, side) else { continue };
                ids.extend((0..tracks).map(|track| {
                    index[&Node::Track { switch: from, side: side.opposite(), track }]
                }));
            }
            for &unit in local {
                let (_, outs) = ports(spec, units[unit].kind, net);
                ids.extend((0..outs).map(|port| index[&Node::Source { unit, port }]));
            }
            ids
        })
        .collect();
    let switch_of = |node: Node| match node {
        Node::Source { unit, .. } | Node::Sink { unit, .. } => units[unit].switch,
        Node::Track { switch, .. } => switch,
    };
    let candidates = nodes
        .iter()
        .map(|&node| {
            if matches!(node, Node::Source { .. }) {
                return Vec::new();
            }
            let may = |&id: &NodeId| may_select(node, nodes[id]);
            arrivals[switch_of(node)].iter().copied().filter(may).collect()
        })
        .collect();
    Network { net, nodes, candidates, outputs, arrivals, index }
}

/// The switch's rule: a track goes straight on or turns, but never back, and keeps its number; a
/// unit's output reaches every track; an input port hears everything that arrives but its own unit.
fn may_select(output: Node, arrival: Node) -> bool {
    match (output, arrival) {
        (Node::Track { side, track, .. }, Node::Track { side: came, track: other, .. }) => {
            track == other && side != came.opposite()
        }
        (Node::Sink { unit, .. }, Node::Source { unit: own, .. }) => unit != own,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiny_has_two_of_each_and_an_ag_on_every_border_side() {
        let topology = Topology::new(&FabricSpec::reference("tiny").unwrap());
        let count = |kind| topology.of_kind(kind).count();
        assert_eq!((count(UnitKind::Pcu), count(UnitKind::Pmu), count(UnitKind::Ag)), (2, 2, 8));
    }

    #[test]
    fn a_link_never_turns_back() {
        let topology = Topology::new(&FabricSpec::reference("mid").unwrap());
        let network = &topology.vector;
        for (id, node) in network.nodes.iter().enumerate() {
            let Node::Track { switch, side, .. } = *node else { continue };
            for &from in &network.candidates[id] {
                if let Node::Track { switch: origin, .. } = network.nodes[from] {
                    assert_ne!(Some(origin), topology.neighbour(switch, side));
                }
            }
        }
    }

    #[test]
    fn names_are_unique() {
        let topology = Topology::new(&FabricSpec::reference("paper").unwrap());
        let names: std::collections::HashSet<_> = Net::ALL
            .into_iter()
            .flat_map(|net| topology.network(net).nodes.iter().map(move |n| (net, *n)))
            .map(|(net, node)| topology.node_name(net, node))
            .collect();
        assert_eq!(names.len(), topology.vector.nodes.len() + topology.scalar.nodes.len());
    }
}
