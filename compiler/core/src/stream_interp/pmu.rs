//! PMUs without time: section 5 of `docs/execution.md`.

use super::counters::{Chain, Function};
use super::{Beat, Process, StreamError, Streams, Wiring, port};
use kiln_arch::FabricSpec;
use kiln_arch::config::{PmuConfig, PmuSide};

/// One of the two processes of a PMU.
struct Side<'a> {
    config: &'a PmuSide,
    chain: Chain<'a>,
    address: Function<'a>,
    buffer: u32,
    /// First of the buffers that are read again.
    home: u32,
    wire: Option<usize>,
}

impl<'a> Side<'a> {
    fn new(config: &'a PmuSide, lanes: usize, wire: Option<usize>) -> Self {
        let chain = Chain::new(&config.counters, lanes);
        Side { config, chain, address: Function::new(&config.address), buffer: 0, home: 0, wire }
    }

    fn running(&self) -> bool {
        self.config.enable == 1 && !self.chain.finished
    }

    /// The level that reads the same buffers again.
    fn repeat(&self) -> Option<usize> {
        (self.config.repeat as usize).checked_sub(1)
    }

    /// Whether the buffer is read for the first time.
    fn first(&self) -> bool {
        self.repeat().is_none_or(|level| self.chain.pos(level) == 0)
    }

    /// Whether the buffer is read for the last time.
    fn last(&self) -> bool {
        self.repeat().is_none_or(|level| self.chain.last(level))
    }

    /// Goes on; whether the buffer is done with for now.
    fn step(&mut self, buffers: u32) -> bool {
        let advance = self.chain.below(self.config.advance);
        if advance {
            let next = if self.buffer == buffers { 0 } else { self.buffer + 1 };
            let again = self.repeat().is_some_and(|level| self.chain.below(level as u32));
            if again && !self.last() {
                self.buffer = self.home;
            } else {
                self.buffer = next;
                if again {
                    self.home = next;
                }
            }
        }
        if let Some(level) = self.chain.step(0) {
            self.address.step(level);
        }
        advance
    }
}

pub(super) struct Pmu<'a> {
    name: &'a str,
    config: &'a PmuConfig,
    lanes: usize,
    words: Vec<u32>,
    /// Written since the buffer was last free.
    written: Vec<bool>,
    write: Side<'a>,
    read: Side<'a>,
    free: u32,
    full: u32,
}

impl<'a> Pmu<'a> {
    pub fn new(
        name: &'a str,
        config: &'a PmuConfig,
        spec: &'a FabricSpec,
        wires: &Wiring,
    ) -> Result<Self, StreamError> {
        let wire = |side: &PmuSide, wires: &[Vec<Option<usize>>; 2], kind| {
            let net = side.scalar as usize;
            port(name, false, &wires[1 - net], 0, "unused port")?;
            port(name, side.enable == 1, &wires[net], 0, kind)
        };
        let write = wire(&config.write, &wires.inputs, "input port")?;
        let read = wire(&config.read, &wires.outputs, "output port")?;
        let words = spec.pmu_words();
        Ok(Pmu {
            name,
            config,
            lanes: spec.lanes,
            words: vec![0; words],
            written: vec![false; words],
            write: Side::new(&config.write, spec.lanes, write),
            read: Side::new(&config.read, spec.lanes, read),
            free: config.buffers + 1,
            full: 0,
        })
    }

    /// Word addresses of the lanes in `mask`, without bank conflicts.
    fn addresses(
        &self,
        side: &Side,
        mask: u32,
        name: &'static str,
    ) -> Result<Vec<(usize, usize)>, StreamError> {
        let offset = side.buffer * self.config.buffer_stride;
        let mut bank_row = vec![None; self.lanes];
        let mut list = Vec::new();
        for lane in (0..self.lanes).filter(|i| mask >> i & 1 == 1) {
            let address = side.address.lane(lane).wrapping_add(offset) as usize % self.words.len();
            let row = address / self.lanes;
            let turned = if self.config.skew == 1 { address + row } else { address };
            let bank = turned % self.lanes;
            let clash = match bank_row[bank] {
                None => false,
                Some(other) => other != row || name == "write",
            };
            if clash {
                let (unit, bank) = (self.name.into(), bank as u32);
                return Err(StreamError::BankConflict { unit, side: name, bank });
            }
            bank_row[bank] = Some(row);
            list.push((lane, address));
        }
        Ok(list)
    }

    fn write(&mut self, streams: &mut Streams) -> Result<bool, StreamError> {
        let Some(wire) = self.write.wire else { return Ok(false) };
        if !self.write.running() || self.free == 0 || streams.queues[wire].is_empty() {
            return Ok(false);
        }
        let beat = streams.queues[wire].pop_front().expect("just seen");
        let want = self.write.chain.mark(&self.config.write.marks);
        if beat.mark != want {
            let (unit, port) = (self.name.into(), "input port".into());
            return Err(StreamError::Mark { unit, port, want, have: beat.mark });
        }
        let mask = beat.mask & self.write.chain.mask();
        for (lane, address) in self.addresses(&self.write, mask, "write")? {
            self.words[address] = beat.words[lane];
            self.written[address] = true;
        }
        if self.write.step(self.config.buffers) {
            self.free -= 1;
            self.full += 1;
        }
        Ok(true)
    }

    fn read(&mut self, streams: &mut Streams) -> Result<bool, StreamError> {
        let Some(link) = self.read.wire else { return Ok(false) };
        let (first, last) = (self.read.first(), self.read.last());
        if !self.read.running() || (first && self.full == 0) {
            return Ok(false);
        }
        let scalar = self.config.read.scalar == 1;
        let mask = self.read.chain.mask();
        let mut words = vec![0; if scalar { 1 } else { self.lanes }];
        for (lane, address) in self.addresses(&self.read, mask, "read")? {
            if !self.written[address] {
                let (unit, address) = (self.name.into(), address as u32);
                return Err(StreamError::Unwritten { unit, address });
            }
            if lane < words.len() {
                words[lane] = self.words[address];
            }
        }
        let mark = self.read.chain.mark(&self.config.read.marks);
        streams.push(link, Beat { words, mask: if scalar { 1 } else { mask }, mark });
        let (stride, buffer) = (self.config.buffer_stride, self.read.buffer);
        let done = self.read.step(self.config.buffers);
        if done && first {
            self.full -= 1;
        }
        if done && last {
            self.free += 1;
            let start = (buffer * stride) as usize;
            let end = if stride == 0 { self.words.len() } else { start + stride as usize };
            self.written[start..end].fill(false);
        }
        Ok(true)
    }
}

impl Process for Pmu<'_> {
    fn run(&mut self, streams: &mut Streams, _: &mut [u32]) -> Result<bool, StreamError> {
        let mut fired = false;
        while self.write(streams)? | self.read(streams)? {
            fired = true;
        }
        Ok(fired)
    }

    fn finished(&self) -> bool {
        !self.write.running() && !self.read.running()
    }
}
