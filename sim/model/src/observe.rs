//! Watching beats go by.

use kiln_arch::topology::{Net, NodeId};

/// A beat that is pushed into the FIFO of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Push<'a> {
    /// Cycle of the run, from 0, in which it is pushed.
    pub cycle: u32,
    /// The network.
    pub net: Net,
    /// The node: a link, or a unit's output port.
    pub node: NodeId,
    /// A word for each lane; those of absent lanes carry no meaning.
    pub words: &'a [u32],
    /// Lanes that exist.
    pub mask: u32,
    /// End mark.
    pub end: u8,
}

impl Push<'_> {
    /// The words of the lanes that exist, lowest lane first.
    pub fn present(&self) -> impl Iterator<Item = u32> + '_ {
        let lanes = self.words.iter().enumerate();
        lanes.filter(|&(lane, _)| self.mask >> lane & 1 == 1).map(|(_, &word)| word)
    }
}

/// Sees every push of a cycle, in no particular order of nodes.
pub trait Observer {
    /// A beat is pushed.
    fn push(&mut self, push: Push<'_>);
}

impl<F: FnMut(Push<'_>)> Observer for F {
    fn push(&mut self, push: Push<'_>) {
        self(push);
    }
}
