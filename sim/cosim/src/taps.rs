//! Watching beats go by: the tap outputs that a design built for it has, one pair for each node of the networks.

use kiln_arch::FabricSpec;
use kiln_arch::topology::{Net, NodeId, Topology};
use verilator_sys::{Model, PortId, Ports};

use crate::CosimError;

/// A beat that was pushed into the FIFO of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beat {
    /// Cycle of the run, from 0, in which it was pushed.
    pub cycle: u32,
    /// The network.
    pub net: Net,
    /// The node.
    pub node: NodeId,
    /// A word for each lane; those of absent lanes carry no meaning.
    pub words: Vec<u32>,
    /// Lanes that exist.
    pub mask: u32,
    /// End mark.
    pub end: u8,
}

/// The taps of one node.
#[derive(Clone, Copy)]
struct Tap {
    net: Net,
    node: NodeId,
    fires: PortId,
    data: PortId,
    lanes: usize,
}

/// Taps that are being watched, and what they saw.
#[derive(Default)]
pub(crate) struct Taps {
    watched: Vec<Tap>,
    beats: Vec<Beat>,
}

impl Taps {
    /// Watches `links` from now on, and only those.
    pub(crate) fn watch(
        &mut self,
        model: &Model,
        spec: &FabricSpec,
        topology: &Topology,
        links: &[(Net, NodeId)],
    ) -> Result<(), CosimError> {
        let tap = |&(net, node): &(Net, NodeId)| {
            let name = topology.node_name(net, topology.network(net).nodes[node]).replace('.', "_");
            let fires = model.port(&format!("{name}_fires"))?;
            let data = model.port(&format!("{name}_beat"))?;
            let lanes = if net == Net::Vector { spec.lanes } else { 1 };
            Ok(Tap { net, node, fires, data, lanes })
        };
        self.watched = links.iter().map(tap).collect::<Result<_, verilator_sys::Error>>()?;
        Ok(())
    }

    /// One cycle of the run.
    #[inline]
    pub(crate) fn tick(&mut self, ports: &Ports<'_>, cycle: u32) {
        for tap in &self.watched {
            if ports.peek(tap.fires) != 0 {
                self.beats.push(tap.beat(ports, cycle));
            }
        }
    }

    /// What was seen since the last call, by cycle, in a cycle in the order of watching.
    pub(crate) fn take(&mut self) -> Vec<Beat> {
        std::mem::take(&mut self.beats)
    }
}

impl Tap {
    /// The bundle is, from low to high: a word for each lane, the mask, the end mark.
    fn beat(&self, ports: &Ports<'_>, cycle: u32) -> Beat {
        let mut words = vec![0; self.lanes + 2];
        ports.peek_wide(self.data, &mut words);
        let control = u64::from(words[self.lanes]) | u64::from(words[self.lanes + 1]) << 32;
        words.truncate(self.lanes);
        Beat {
            cycle,
            net: self.net,
            node: self.node,
            words,
            mask: (control & ((1 << self.lanes) - 1)) as u32,
            end: (control >> self.lanes & 3) as u8,
        }
    }
}
