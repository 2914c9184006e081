//! What both kinds of address generator share (docs/execution.md, section 6): rows of memory and the
//! bursts that they are cut into.

use kiln_arch::FabricSpec;
use kiln_arch::config::AgConfig;
use kiln_arch::topology::{Net, Topology, UnitId};

use crate::counters::{Affine, Chain, Marks};
use crate::network::Port;
use crate::process::Fault;

/// Word addresses have so many bits.
const ADDRESS_BITS: usize = 30;

/// A row of memory as the counters give it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// Words of its first beat that come before it.
    pub(crate) offset: usize,
    /// Words.
    pub(crate) words: usize,
    /// The mark that ends it.
    pub(crate) end: u8,
    /// Address of its first beat, in beats.
    pub(crate) first_beat: u32,
    /// Beats that it touches.
    pub(crate) beats: u32,
}

/// The iteration space of an AG.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    chain: Chain,
    address: Affine,
    marks: Marks,
    memory_words: u32,
}

impl Rows {
    pub(crate) fn new(spec: &FabricSpec, config: &AgConfig) -> Rows {
        Rows {
            chain: Chain::of_rows(spec, &config.counters),
            address: Affine::new(&config.address, ADDRESS_BITS),
            marks: Marks::new(&config.marks, spec.ag.counter_levels),
            memory_words: spec.memory_words() as u32,
        }
    }

    pub(crate) fn finished(&self) -> bool {
        self.chain.finished()
    }

    /// The present row; steps to the next.
    pub(crate) fn open(&mut self) -> Result<Row, Fault> {
        self.chain.check()?;
        let (address, words) = (self.address.value(), self.chain.inner_extent());
        if u64::from(address) + u64::from(words) > 1 << ADDRESS_BITS {
            return Err(Fault::RowBeyondMemory);
        }
        let offset = address % self.memory_words;
        let row = Row {
            offset: offset as usize,
            words: words as usize,
            end: self.chain.end_mark(&self.marks),
            first_beat: address / self.memory_words,
            beats: (offset + words).div_ceil(self.memory_words),
        };
        if let Some(level) = self.chain.step() {
            self.address.step(level);
        }
        Ok(row)
    }
}

/// A burst that is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Burst {
    /// Address of the first beat, in beats.
    pub(crate) address: u32,
    /// Beats.
    pub(crate) beats: u32,
}

/// Cuts a stretch of beats into bursts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bursts {
    limit: u32,
    address: u32,
    left: u32,
}

impl Bursts {
    /// Nothing to request; bursts have at most `limit` beats and end at its multiples.
    pub(crate) fn new(limit: usize) -> Bursts {
        Bursts { limit: limit as u32, address: 0, left: 0 }
    }

    /// Starts on a stretch.
    pub(crate) fn start(&mut self, address: u32, beats: u32) {
        (self.address, self.left) = (address, beats);
    }

    /// Whether there are beats left to request.
    pub(crate) fn busy(&self) -> bool {
        self.left > 0
    }

    /// The next burst.
    pub(crate) fn next(&self) -> Option<Burst> {
        let beats = self.left.min(self.limit - self.address % self.limit);
        (beats > 0).then_some(Burst { address: self.address, beats })
    }

    /// Whether the next burst is the stretch's last.
    pub(crate) fn next_is_last(&self) -> bool {
        self.next().is_some_and(|burst| burst.beats == self.left)
    }

    /// The next burst was granted.
    pub(crate) fn granted(&mut self) -> Burst {
        let burst = self.next().expect("only what was requested is granted");
        self.address += burst.beats;
        self.left -= burst.beats;
        burst
    }
}

/// The port that an AG uses: input of a store, output of a load.
pub(crate) fn port(topology: &Topology, unit: UnitId, config: &AgConfig) -> Port {
    let net = if config.scalar == 1 { Net::Scalar } else { Net::Vector };
    let port = match config.direction {
        kiln_arch::config::direction::LOAD => Port::output(topology, unit, net, 0),
        _ => Port::input(topology, unit, net, 0),
    };
    port.expect("an address generator has a port each way on both networks")
}
