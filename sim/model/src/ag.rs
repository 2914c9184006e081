//! What both kinds of address generator share (docs/execution.md, section 6): rows of memory and the
//! bursts that they are cut into.

use std::collections::VecDeque;

use kiln_arch::FabricSpec;
use kiln_arch::config::{AgConfig, width};
use kiln_arch::topology::{Net, Topology, UnitId};

use crate::counters::{Affine, Chain, Marks};
use crate::error::ModelError;
use crate::network::Port;
use crate::process::Fault;

/// Word addresses have so many bits.
const ADDRESS_BITS: usize = 30;

/// A row of memory as the counters give it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// Words of its first beat that come before it.
    pub(crate) offset: usize,
    /// Elements, of which a word holds one or more.
    pub(crate) elements: usize,
    /// Words.
    pub(crate) words: usize,
    /// It is not in memory.
    pub(crate) out: bool,
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
    width: Width,
    /// Whether the counters show a row. With beats of several words they always do.
    settled: bool,
    /// Coordinate of the row, and from where on rows are out.
    bound: Option<(Affine, u32)>,
}

impl Rows {
    pub(crate) fn new(spec: &FabricSpec, config: &AgConfig, width: Width) -> Rows {
        Rows {
            chain: Chain::of_rows(spec, &config.counters),
            address: Affine::new(&config.address, ADDRESS_BITS),
            marks: Marks::new(&config.marks, spec.ag.counter_levels),
            memory_words: spec.memory_words() as u32,
            width,
            settled: spec.memory_words() > 1,
            bound: (config.bounded == 1)
                .then(|| (Affine::new(&config.bound, spec.counter_bits), config.bound_limit)),
        }
    }

    pub(crate) fn finished(&self) -> bool {
        self.chain.finished()
    }

    /// Whether a row can be opened.
    #[inline]
    pub(crate) fn ready(&self) -> bool {
        self.settled && !self.finished()
    }

    /// The end of a cycle in which a row was opened or not. Gives whether the next cycle differs for that.
    #[inline]
    pub(crate) fn settle(&mut self, opened: bool) -> bool {
        let before = self.settled;
        self.settled = self.memory_words > 1 || !opened;
        self.settled != before
    }

    /// Whether the request process takes a row in the cycle of another one's last grant.
    #[inline]
    pub(crate) fn chained(&self) -> bool {
        self.memory_words > 1
    }

    /// The present row; steps to the next.
    pub(crate) fn open(&mut self) -> Result<Row, Fault> {
        self.chain.check()?;
        let (address, elements) = (self.address.value(), self.chain.inner_extent());
        let words = elements.div_ceil(self.width.elements() as u32);
        let out = self.bound.as_ref().is_some_and(|(bound, limit)| bound.value() >= *limit);
        if !out && u64::from(address) + u64::from(words) > 1 << ADDRESS_BITS {
            return Err(Fault::RowBeyondMemory);
        }
        let offset = if out { 0 } else { address % self.memory_words };
        let row = Row {
            offset: offset as usize,
            elements: elements as usize,
            words: words as usize,
            out,
            end: self.chain.end_mark(&self.marks),
            first_beat: address / self.memory_words,
            beats: if out { 0 } else { (offset + words).div_ceil(self.memory_words) },
        };
        if let Some(level) = self.chain.step() {
            self.address.step(level);
            if let Some((bound, _)) = &mut self.bound {
                bound.step(level);
            }
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

/// Bursts that the queue before the port holds.
const ASKED: usize = 2;

/// The queue before the port, where a beat of memory is a word.
pub(crate) fn queued_bursts(spec: &FabricSpec) -> Option<VecDeque<Burst>> {
    (spec.memory_words() == 1).then(|| VecDeque::with_capacity(ASKED))
}

/// One cycle of that queue, in which the port has granted its head or not. Gives whether the burst wanted is requested: with
/// the queue if it gets in, without it if it was granted.
pub(crate) fn pass_on(
    asked: &mut Option<VecDeque<Burst>>,
    granted: bool,
    wanted: Option<Burst>,
) -> bool {
    let Some(asked) = asked else { return granted };
    let entering = wanted.filter(|_| asked.len() < ASKED);
    if granted {
        asked.pop_front();
    }
    asked.extend(entering);
    entering.is_some()
}

/// How elements lie in the words of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Width {
    Word,
    Bf16,
    I8,
}

impl Width {
    /// Decodes the width of `unit`'s rows.
    pub(crate) fn new(
        spec: &FabricSpec,
        topology: &Topology,
        unit: UnitId,
        config: &AgConfig,
    ) -> Result<Width, ModelError> {
        let width = match config.width {
            width::WORD => Some(Width::Word),
            width::BF16 => Some(Width::Bf16),
            width::I8 => Some(Width::I8),
            _ => None,
        };
        let fits = |width: &Width| {
            *width == Width::Word || (config.scalar == 0 && spec.lanes >= width.elements())
        };
        width.filter(fits).ok_or_else(|| ModelError::Meaningless {
            unit: topology.units[unit].name.clone(),
            field: "width".into(),
            value: config.width,
        })
    }

    /// Elements of a word.
    #[inline]
    pub(crate) fn elements(self) -> usize {
        match self {
            Width::Word => 1,
            Width::Bf16 => 2,
            Width::I8 => 4,
        }
    }

    /// Words for so many elements.
    #[inline]
    pub(crate) fn words(self, elements: usize) -> usize {
        elements.div_ceil(self.elements())
    }

    /// Takes the words at the front of `row` apart, in place, until it is full of elements.
    pub(crate) fn unpack(self, row: &mut [u32]) {
        // From the last element down, so that no word is overwritten before it has been read.
        match self {
            Width::Word => {}
            Width::Bf16 => {
                for k in (0..row.len()).rev() {
                    row[k] = row[k / 2] >> (16 * (k % 2)) << 16;
                }
            }
            Width::I8 => {
                for k in (0..row.len()).rev() {
                    row[k] = row[k / 4].to_le_bytes()[k % 4] as i8 as u32;
                }
            }
        }
    }

    /// Packs `elements` into `words`.
    pub(crate) fn pack(self, elements: &[u32], words: &mut [u32]) {
        let join = |group: &[u32], bits: u32, shift: u32| {
            let parts = group.iter().zip(0u32..);
            parts.fold(0, |word, (&e, k)| word | (e >> shift & ((1 << bits) - 1)) << (bits * k))
        };
        let (bits, shift) = match self {
            Width::Word => return words.copy_from_slice(elements),
            Width::Bf16 => (16, 16),
            Width::I8 => (8, 0),
        };
        for (word, group) in words.iter_mut().zip(elements.chunks(self.elements())) {
            *word = join(group, bits, shift);
        }
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
