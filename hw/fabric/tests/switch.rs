//! A switch against a direct writing of section 2 of `docs/execution.md`, cycle by cycle, with random routes and stalls.

mod common;

use common::{Beat, Rtl};
use kiln_arch::config::{Block, BlockConfig, SwitchConfig, encode};
use kiln_arch::topology::{Net, Node, NodeId, SwitchId};
use kiln_arch::{FabricSpec, Topology};
use kiln_fabric::switch::{arrival_port, lanes, module, output_port};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::VecDeque;

/// One network of the switch, as the specification has it.
struct Reference {
    /// Names and whether there is a FIFO.
    arrivals: Vec<(String, bool)>,
    outputs: Vec<String>,
    /// For each output the arrival it selects.
    selected: Vec<Option<usize>>,
    taken: Vec<bool>,
    fifos: Vec<VecDeque<u32>>,
    lanes: usize,
}

impl Reference {
    fn new(
        spec: &FabricSpec,
        topology: &Topology,
        id: SwitchId,
        net: Net,
        selects: &[u32],
    ) -> Self {
        let network = topology.network(net);
        let here = &network.arrivals[id];
        let outputs = &network.outputs[id];
        let chosen = |(&node, &select): (&NodeId, &u32)| {
            let candidate = network.candidates[node][(select as usize).checked_sub(1)?];
            here.iter().position(|&arrival| arrival == candidate)
        };
        Reference {
            arrivals: here
                .iter()
                .map(|&node| {
                    let track = matches!(network.nodes[node], Node::Track { .. });
                    (arrival_port(topology, id, net, node), track)
                })
                .collect(),
            outputs: outputs.iter().map(|&node| output_port(topology, id, net, node)).collect(),
            selected: outputs.iter().zip(selects).map(chosen).collect(),
            taken: vec![false; outputs.len()],
            fifos: vec![VecDeque::new(); here.len()],
            lanes: lanes(spec, net),
        }
    }

    /// One cycle up to the edge: pokes, compares, and steps the reference. Gives the number of beats that left.
    fn tick(
        &mut self,
        rtl: &mut Rtl,
        depth: usize,
        next: &mut u32,
        random: &mut ChaCha8Rng,
    ) -> usize {
        let beat = |tag: u32| Beat {
            words: (0..self.lanes as u32).map(|lane| tag * 64 + lane).collect(),
            mask: tag % (1 << self.lanes),
            e: tag % 4,
        };
        // A unit's output port is the head of a FIFO that is not the switch's: it is refilled here and keeps its beat.
        let mut pushes = vec![None; self.arrivals.len()];
        for (i, (name, track)) in self.arrivals.iter().enumerate() {
            if *track {
                assert_eq!(rtl.peek(&format!("{name}_ready")) == 1, self.fifos[i].len() < depth);
                let valid = random.random_bool(0.7);
                rtl.poke(&format!("{name}_valid"), valid.into());
                rtl.poke_beat(name, &beat(*next));
                if valid && self.fifos[i].len() < depth {
                    pushes[i] = Some(*next);
                    *next += 1;
                }
            } else {
                if self.fifos[i].is_empty() && random.random_bool(0.7) {
                    self.fifos[i].push_back(*next);
                    *next += 1;
                }
                rtl.poke(&format!("{name}_valid"), (!self.fifos[i].is_empty()).into());
                if let Some(&tag) = self.fifos[i].front() {
                    rtl.poke_beat(name, &beat(tag));
                }
            }
        }
        let ready: Vec<bool> = self.outputs.iter().map(|_| random.random_bool(0.6)).collect();
        for (name, &ready) in self.outputs.iter().zip(&ready) {
            rtl.poke(&format!("{name}_ready"), ready.into());
        }
        rtl.eval();

        let head = |i: usize| self.fifos[i].front().copied();
        let offered: Vec<Option<u32>> = (self.selected.iter().zip(&self.taken))
            .map(|(selected, &taken)| selected.and_then(head).filter(|_| !taken))
            .collect();
        for (name, &offered) in self.outputs.iter().zip(&offered) {
            assert_eq!(rtl.peek(&format!("{name}_valid")) == 1, offered.is_some(), "{name}");
            if let Some(tag) = offered {
                assert_eq!(rtl.peek_beat(name, self.lanes), beat(tag), "{name}");
            }
        }
        let pops: Vec<bool> = (0..self.arrivals.len())
            .map(|i| {
                let users: Vec<usize> =
                    (0..self.outputs.len()).filter(|&o| self.selected[o] == Some(i)).collect();
                head(i).is_some()
                    && !users.is_empty()
                    && users.iter().all(|&o| self.taken[o] || ready[o])
            })
            .collect();
        for o in 0..self.outputs.len() {
            let popped = self.selected[o].is_some_and(|i| pops[i]);
            self.taken[o] = !popped && (self.taken[o] || (offered[o].is_some() && ready[o]));
        }
        for (i, (name, track)) in self.arrivals.iter().enumerate() {
            if !track {
                assert_eq!(rtl.peek(&format!("{name}_ready")) == 1, pops[i], "{name}");
            }
            if pops[i] {
                self.fifos[i].pop_front();
            }
            self.fifos[i].extend(pushes[i]);
        }
        offered.iter().zip(&ready).filter(|(offered, ready)| offered.is_some() && **ready).count()
    }
}

#[test]
fn every_cycle_is_that_of_the_specification() {
    let spec = FabricSpec::reference("tiny").unwrap();
    let topology = Topology::new(&spec);
    let mut random = ChaCha8Rng::seed_from_u64(11);
    let id = 0;
    let mut rtl = Rtl::new(&module(&spec, &topology, id));
    let mut moved = 0;
    for _ in 0..30 {
        let mut config = SwitchConfig::new(&topology, id);
        for (net, selects) in [(Net::Vector, &mut config.vector), (Net::Scalar, &mut config.scalar)]
        {
            let network = topology.network(net);
            for (&node, select) in network.outputs[id].iter().zip(selects) {
                // Few arrivals are preferred, so that there is much multicast.
                let count = network.candidates[node].len() as u32;
                let limit = if random.random_bool(0.5) { 2 } else { count };
                *select = random.random_range(0..=limit);
            }
        }
        let references = [(Net::Vector, &config.vector), (Net::Scalar, &config.scalar)]
            .map(|(net, selects)| Reference::new(&spec, &topology, id, net, selects));
        let block = Block::Switch(id);
        rtl.configure(&encode(&spec, &topology, block, &BlockConfig::Switch(config)).unwrap());
        let mut next = 1;
        let [mut vector, mut scalar] = references;
        for _ in 0..300 {
            for network in [&mut vector, &mut scalar] {
                moved += network.tick(&mut rtl, spec.network.link_fifo, &mut next, &mut random);
            }
            rtl.step();
            let tracks = [&vector, &scalar].into_iter().all(|network| {
                network
                    .arrivals
                    .iter()
                    .zip(&network.fifos)
                    .all(|((_, track), fifo)| !track || fifo.is_empty())
            });
            assert_eq!(rtl.peek("idle") == 1, tracks);
        }
    }
    assert!(moved > 20_000, "only {moved} beats moved");
}
