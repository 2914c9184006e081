//! AGs without time: section 6 of `docs/execution.md`.

use super::counters::{Chain, Function};
use super::{Beat, Process, StreamError, Streams, Wiring, port};
use kiln_arch::FabricSpec;
use kiln_arch::config::{AgConfig, direction, width};

pub(super) struct Ag<'a> {
    name: &'a str,
    config: &'a AgConfig,
    lanes: usize,
    counter_max: u32,
    chain: Chain<'a>,
    address: Function<'a>,
    bound: Function<'a>,
    wire: Option<usize>,
    /// Elements already stored of the current row.
    stored: u32,
}

/// What a word of memory holds of an element: its bits, and where they lie.
fn element(of: u32, word: u32, at: u32) -> u32 {
    match of {
        width::BF16 => word >> (16 * at) << 16,
        width::I8 => (word >> (8 * at)) as u8 as i8 as u32,
        _ => word,
    }
}

/// `word` with element `at` replaced.
fn with_element(of: u32, word: u32, at: u32, value: u32) -> u32 {
    match of {
        width::BF16 => word & !(0xffff << (16 * at)) | value >> 16 << (16 * at),
        width::I8 => word & !(0xff << (8 * at)) | (value & 0xff) << (8 * at),
        _ => value,
    }
}

impl<'a> Ag<'a> {
    pub fn new(
        name: &'a str,
        config: &'a AgConfig,
        spec: &'a FabricSpec,
        wires: &Wiring,
    ) -> Result<Self, StreamError> {
        let (used, unused) = match config.direction {
            direction::STORE => (&wires.inputs, &wires.outputs),
            _ => (&wires.outputs, &wires.inputs),
        };
        let net = config.scalar as usize;
        let unused = [&used[1 - net], &unused[0], &unused[1]];
        for wires in unused {
            port(name, false, wires, 0, "unused port")?;
        }
        Ok(Ag {
            name,
            config,
            lanes: spec.lanes,
            counter_max: spec.counter_max(),
            chain: Chain::new(&config.counters, spec.lanes),
            address: Function::new(&config.address),
            bound: Function::new(&config.bound),
            wire: port(name, config.enable == 1, &used[net], 0, "port")?,
            stored: 0,
        })
    }

    /// Elements of a word of memory.
    fn packed(&self) -> u32 {
        width::elements(self.config.width) as u32
    }

    /// Whether the row is not in memory.
    fn out(&self) -> bool {
        let bound = self.bound.lane(0) & self.counter_max;
        self.config.bounded == 1 && bound >= self.config.bound_limit
    }

    /// Where an element of the row is in memory: the word, and which of its elements.
    fn place(&self, at: u32, memory: usize) -> Result<(usize, u32), StreamError> {
        let offset = at / self.packed();
        let address = self.address.lane(0).wrapping_add(offset) & ((1 << 30) - 1);
        if (address as usize) < memory {
            return Ok((address as usize, at % self.packed()));
        }
        Err(StreamError::Address { unit: self.name.into(), address, words: memory })
    }

    fn next_row(&mut self) {
        if let Some(level) = self.chain.step(1) {
            self.address.step(level);
            self.bound.step(level);
        }
    }

    fn mark(&self) -> u32 {
        let marks = self.config.marks;
        // Level 0 counts as last.
        let closed = |level: u32| (1..level as usize).all(|l| self.chain.last(l));
        (0..3).rev().find(|&m| marks[m] != 0 && closed(marks[m])).map_or(0, |m| m as u32 + 1)
    }

    fn load_row(
        &mut self,
        link: usize,
        streams: &mut Streams,
        memory: &[u32],
    ) -> Result<(), StreamError> {
        let row = self.chain.extent(0);
        let unit = if self.config.scalar == 1 { 1 } else { self.lanes as u32 };
        let out = self.out();
        for start in (0..row).step_by(unit as usize) {
            let count = unit.min(row - start);
            let mut words = vec![0; unit as usize];
            for lane in (0..count).filter(|_| !out) {
                let (word, at) = self.place(start + lane, memory.len())?;
                words[lane as usize] = element(self.config.width, memory[word], at);
            }
            let mark = if start + count == row { self.mark() } else { 0 };
            streams.push(link, Beat { words, mask: ((1u64 << count) - 1) as u32, mark });
        }
        self.next_row();
        Ok(())
    }

    fn store_beat(&mut self, beat: &Beat, memory: &mut [u32]) -> Result<(), StreamError> {
        let left = self.chain.extent(0) - self.stored;
        let count = beat.mask.count_ones();
        if count > left {
            return Err(StreamError::RowOverrun { unit: self.name.into(), have: count, left });
        }
        if self.packed() > 1 && count < left && (count as usize) < self.lanes {
            return Err(StreamError::PartialBeat { unit: self.name.into(), have: count });
        }
        let out = self.out();
        for lane in (0..count).filter(|_| !out) {
            let (word, at) = self.place(self.stored + lane, memory.len())?;
            // Elements of a word that no beat brings are zeros.
            let old = if at == 0 { 0 } else { memory[word] };
            memory[word] = with_element(self.config.width, old, at, beat.words[lane as usize]);
        }
        self.stored += count;
        let want = if count == left { self.mark() } else { 0 };
        if beat.mark != want {
            let (unit, port) = (self.name.into(), "input port".into());
            return Err(StreamError::Mark { unit, port, want, have: beat.mark });
        }
        if count == left {
            self.stored = 0;
            self.next_row();
        }
        Ok(())
    }
}

impl Process for Ag<'_> {
    fn run(&mut self, streams: &mut Streams, memory: &mut [u32]) -> Result<bool, StreamError> {
        let Some(wire) = self.wire else { return Ok(false) };
        let mut fired = false;
        while !self.finished() {
            if self.config.direction == direction::LOAD {
                self.load_row(wire, streams, memory)?;
            } else if let Some(beat) = streams.queues[wire].pop_front() {
                self.store_beat(&beat, memory)?;
            } else {
                break;
            }
            fired = true;
        }
        Ok(fired)
    }

    fn finished(&self) -> bool {
        self.config.enable == 0 || self.chain.finished
    }
}
