//! PMUs and AGs without time: sections 5 and 6 of `docs/execution.md`.

use super::counters::{Chain, Function};
use super::{Beat, Process, StreamError, Streams, Wiring, port};
use kiln_arch::FabricSpec;
use kiln_arch::config::{AgConfig, PmuConfig, PmuSide, direction};

/// One of the two processes of a PMU.
struct Side<'a> {
    config: &'a PmuSide,
    chain: Chain<'a>,
    address: Function<'a>,
    buffer: u32,
    wire: Option<usize>,
}

impl<'a> Side<'a> {
    fn new(config: &'a PmuSide, lanes: usize, wire: Option<usize>) -> Self {
        let chain = Chain::new(&config.counters, lanes);
        Side { config, chain, address: Function::new(&config.address), buffer: 0, wire }
    }

    fn running(&self) -> bool {
        self.config.enable == 1 && !self.chain.finished
    }

    /// Goes on; whether the buffer is handed over.
    fn step(&mut self, buffers: u32) -> bool {
        let advance = self.chain.below(self.config.advance);
        if advance {
            self.buffer = if self.buffer == buffers { 0 } else { self.buffer + 1 };
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
            let (bank, row) = (address % self.lanes, address / self.lanes);
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
        if !self.read.running() || self.full == 0 {
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
        if self.read.step(self.config.buffers) {
            self.full -= 1;
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

pub(super) struct Ag<'a> {
    name: &'a str,
    config: &'a AgConfig,
    lanes: usize,
    chain: Chain<'a>,
    address: Function<'a>,
    wire: Option<usize>,
    /// Words already stored of the current row.
    stored: u32,
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
            chain: Chain::new(&config.counters, spec.lanes),
            address: Function::new(&config.address),
            wire: port(name, config.enable == 1, &used[net], 0, "port")?,
            stored: 0,
        })
    }

    fn row_address(&self, offset: u32, memory: usize) -> Result<usize, StreamError> {
        let address = self.address.lane(0).wrapping_add(offset) & ((1 << 30) - 1);
        if (address as usize) < memory {
            return Ok(address as usize);
        }
        Err(StreamError::Address { unit: self.name.into(), address, words: memory })
    }

    fn next_row(&mut self) {
        if let Some(level) = self.chain.step(1) {
            self.address.step(level);
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
        for start in (0..row).step_by(unit as usize) {
            let count = unit.min(row - start);
            let mut words = vec![0; unit as usize];
            for lane in 0..count {
                words[lane as usize] = memory[self.row_address(start + lane, memory.len())?];
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
        for lane in 0..count {
            let address = self.row_address(self.stored + lane, memory.len())?;
            memory[address] = beat.words[lane as usize];
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
