//! Routing: a tree of switch outputs for every link.
//!
//! In: a stream graph, its placement, a topology. Out: for each network, what every switch output
//! selects. Each node carries at most one link. Negotiated congestion (McMurchie and Ebeling,
//! "PathFinder", FPGA 1995): all links are routed as if alone, nodes used twice grow dearer, links
//! are routed again until none is.

use crate::graph::{Link, StreamGraph};
use crate::place::Placement;
use kiln_arch::Topology;
use kiln_arch::topology::{Net, Network, Node, NodeId};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The nodes of one link, each with the node it comes from; the source comes first and has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tree {
    /// `(node, its driver)`; drivers come before those they drive.
    pub nodes: Vec<(NodeId, Option<NodeId>)>,
}

/// Routes of all links, in the order of the graph's.
pub type Routes = Vec<Tree>;

/// Some links cannot be kept apart.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{net} tracks ran out: after {rounds} rounds of routing these places are still wanted by more than one link: {places}"
)]
pub struct Congested {
    /// The network's name.
    pub net: &'static str,
    /// Rounds tried.
    pub rounds: usize,
    /// Names of the places.
    pub places: String,
}

const ROUNDS: usize = 60;

/// Routes every link of `graph`.
pub fn route(
    graph: &StreamGraph,
    placement: &Placement,
    topology: &Topology,
) -> Result<Routes, Congested> {
    let mut routes = vec![Tree { nodes: Vec::new() }; graph.links.len()];
    for net in Net::ALL {
        let links: Vec<usize> =
            (0..graph.links.len()).filter(|&l| graph.links[l].net == net).collect();
        let trees = Router::new(topology, net).run(graph, placement, &links)?;
        for (link, tree) in links.into_iter().zip(trees) {
            routes[link] = tree;
        }
    }
    Ok(routes)
}

struct Router<'a> {
    topology: &'a Topology,
    network: &'a Network,
    /// Nodes that may select each node.
    fanout: Vec<Vec<NodeId>>,
    users: Vec<u32>,
    history: Vec<f32>,
    /// Search state: cost so far and driver, stamped with the search they belong to.
    reached: Vec<(u32, f32, NodeId)>,
    search: u32,
}

impl<'a> Router<'a> {
    fn new(topology: &'a Topology, net: Net) -> Router<'a> {
        let network = topology.network(net);
        let count = network.nodes.len();
        let mut fanout = vec![Vec::new(); count];
        for (node, candidates) in network.candidates.iter().enumerate() {
            for &from in candidates {
                fanout[from].push(node);
            }
        }
        Router {
            topology,
            network,
            fanout,
            users: vec![0; count],
            history: vec![0.0; count],
            reached: vec![(0, 0.0, 0); count],
            search: 0,
        }
    }

    fn run(
        &mut self,
        graph: &StreamGraph,
        placement: &Placement,
        links: &[usize],
    ) -> Result<Vec<Tree>, Congested> {
        let mut trees: Vec<Option<Tree>> = vec![None; links.len()];
        let mut pressure = 0.5;
        for _ in 0..ROUNDS {
            for (tree, &link) in trees.iter_mut().zip(links) {
                let clear = |t: &Tree| t.nodes.iter().all(|&(n, _)| self.users[n] <= 1);
                if tree.as_ref().is_some_and(clear) {
                    continue;
                }
                for &(node, _) in tree.iter().flat_map(|t| &t.nodes) {
                    self.users[node] -= 1;
                }
                let found = self.tree(&graph.links[link], placement, pressure);
                for &(node, _) in &found.nodes {
                    self.users[node] += 1;
                }
                *tree = Some(found);
            }
            let mut crowded = false;
            for (users, history) in self.users.iter().zip(&mut self.history) {
                if *users > 1 {
                    *history += (*users - 1) as f32;
                    crowded = true;
                }
            }
            if !crowded {
                return Ok(trees.into_iter().flatten().collect());
            }
            pressure = (pressure * 1.5_f32).min(1e6);
        }
        Err(self.congestion())
    }

    fn congestion(&self) -> Congested {
        let net = self.network.net;
        let places: Vec<String> = (0..self.users.len())
            .filter(|&node| self.users[node] > 1)
            .map(|node| self.topology.node_name(net, self.network.nodes[node]))
            .collect();
        Congested { net: net.name(), rounds: ROUNDS, places: places.join(", ") }
    }

    fn cost(&self, node: NodeId, pressure: f32) -> f32 {
        (1.0 + self.history[node]) * (1.0 + pressure * self.users[node] as f32)
    }

    /// Grows a tree sink by sink, each by the cheapest path from what is there already.
    fn tree(&mut self, link: &Link, placement: &Placement, pressure: f32) -> Tree {
        let id = |node| self.network.id(node).expect("graph ports exist on their units");
        let from = id(Node::Source { unit: placement[link.from.unit], port: link.from.port });
        let sinks: Vec<NodeId> = link
            .to
            .iter()
            .map(|sink| id(Node::Sink { unit: placement[sink.unit], port: sink.port }))
            .collect();
        let mut nodes = vec![(from, None)];
        for sink in sinks {
            let path = self.path(&nodes, sink, pressure);
            nodes.extend(path);
        }
        Tree { nodes }
    }

    /// Dijkstra from every node of the tree to `sink`; the new nodes, nearest the tree first.
    fn path(
        &mut self,
        tree: &[(NodeId, Option<NodeId>)],
        sink: NodeId,
        pressure: f32,
    ) -> Vec<(NodeId, Option<NodeId>)> {
        self.search += 1;
        let mut queue = BinaryHeap::new();
        for &(node, _) in tree {
            self.reached[node] = (self.search, 0.0, node);
            queue.push(Reverse((Cost(0.0), node)));
        }
        while let Some(Reverse((Cost(cost), node))) = queue.pop() {
            if cost > self.reached[node].1 {
                continue;
            }
            if node == sink {
                break;
            }
            for index in 0..self.fanout[node].len() {
                let next = self.fanout[node][index];
                let is_other_sink =
                    next != sink && matches!(self.network.nodes[next], Node::Sink { .. });
                if is_other_sink {
                    continue;
                }
                let total = cost + self.cost(next, pressure);
                let (stamp, known, _) = self.reached[next];
                if stamp != self.search || total < known {
                    self.reached[next] = (self.search, total, node);
                    queue.push(Reverse((Cost(total), next)));
                }
            }
        }
        let mut path = Vec::new();
        let mut node = sink;
        while self.reached[node].2 != node {
            let driver = self.reached[node].2;
            path.push((node, Some(driver)));
            node = driver;
        }
        path.reverse();
        path
    }
}

/// A finite path cost, ordered.
#[derive(Clone, Copy, PartialEq)]
struct Cost(f32);

impl Eq for Cost {}

impl PartialOrd for Cost {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cost {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// Checks routes against the topology: every sink of every link is driven, through allowed
/// selections only, and no node carries two links. The message says what is wrong.
pub fn verify(
    graph: &StreamGraph,
    placement: &Placement,
    topology: &Topology,
    routes: &Routes,
) -> Result<(), String> {
    for net in Net::ALL {
        let network = topology.network(net);
        let mut owner = vec![None; network.nodes.len()];
        for (index, link) in graph.links.iter().enumerate().filter(|(_, l)| l.net == net) {
            let name = &link.name;
            for &(node, driver) in &routes[index].nodes {
                let place = topology.node_name(net, network.nodes[node]);
                if let Some(other) = owner[node].replace(index) {
                    return Err(format!("links {other} and {index} ({name}) share {place}"));
                }
                let source = Node::Source { unit: placement[link.from.unit], port: link.from.port };
                let fits = match driver {
                    None => network.nodes[node] == source,
                    Some(from) => {
                        network.candidates[node].contains(&from) && owner[from] == Some(index)
                    }
                };
                if !fits {
                    return Err(format!("link {index} ({name}) cannot reach {place} that way"));
                }
            }
            for sink in &link.to {
                let node = Node::Sink { unit: placement[sink.unit], port: sink.port };
                if network.id(node).is_none_or(|id| owner[id] != Some(index)) {
                    return Err(format!("link {index} ({name}) does not reach its sink"));
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Port, UnitConfig, VirtualUnit};
    use crate::place::place;
    use kiln_arch::FabricSpec;
    use kiln_arch::config::{AgConfig, PcuConfig};
    use rand::seq::SliceRandom;
    use rand::{Rng, SeedableRng};

    fn random_graph(spec: &FabricSpec, seed: u64) -> StreamGraph {
        let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
        let topology = Topology::new(spec);
        let pcus = topology.of_kind(kiln_arch::topology::UnitKind::Pcu).count();
        let mut graph = StreamGraph::default();
        let unit =
            |name: String, config| VirtualUnit { name, role: String::new(), lines: vec![], config };
        for p in 0..pcus {
            graph.units.push(unit(format!("p{p}"), UnitConfig::Pcu(PcuConfig::new(spec))));
        }
        let mut free: Vec<(usize, usize)> = (0..pcus).map(|p| (p, 0)).collect();
        free.shuffle(&mut rng);
        let ags = topology.of_kind(kiln_arch::topology::UnitKind::Ag).count();
        for a in 0..pcus.min(ags) {
            graph.units.push(unit(format!("a{a}"), UnitConfig::Ag(AgConfig::new(spec))));
            let sinks = rng.random_range(1..=2).min(free.len());
            if sinks == 0 {
                break;
            }
            let to = free.split_off(free.len() - sinks);
            graph.links.push(Link {
                name: format!("l{a}"),
                net: Net::Vector,
                from: Port { unit: pcus + a, port: 0 },
                to: to.into_iter().map(|(unit, port)| Port { unit, port }).collect(),
            });
        }
        graph
    }

    #[test]
    fn random_graphs_are_routed_without_sharing() {
        for name in ["tiny", "mid", "paper"] {
            let spec = FabricSpec::reference(name).unwrap();
            let topology = Topology::new(&spec);
            for seed in 0..10 {
                let graph = random_graph(&spec, seed);
                let placement = place(&graph, &topology, seed).unwrap();
                let routes = route(&graph, &placement, &topology).unwrap();
                verify(&graph, &placement, &topology, &routes).unwrap();
            }
        }
    }

    #[test]
    fn too_many_units_are_counted() {
        let spec = FabricSpec::reference("tiny").unwrap();
        let mut graph = random_graph(&spec, 1);
        let extra = graph.units[0].clone();
        graph.units.push(extra);
        let error = place(&graph, &Topology::new(&spec), 0).unwrap_err();
        assert_eq!((error.needed, error.had), (3, 2));
    }

    #[test]
    fn verify_finds_a_shared_node() {
        let spec = FabricSpec::reference("mid").unwrap();
        let topology = Topology::new(&spec);
        let graph = random_graph(&spec, 3);
        let placement = place(&graph, &topology, 3).unwrap();
        let mut routes = route(&graph, &placement, &topology).unwrap();
        routes[1] = routes[0].clone();
        assert!(verify(&graph, &placement, &topology, &routes).is_err());
    }
}
