//! The pattern memory unit (docs/execution.md, section 5).

use std::collections::VecDeque;

use kiln_arch::FabricSpec;
use kiln_arch::config::{PmuConfig, PmuSide};
use kiln_arch::topology::{Net, Topology, UnitId};

use crate::counters::{Affine, Chain, LevelMask, Marks, low_lanes};
use crate::error::ModelError;
use crate::network::{Networks, Port, Tag, unit_ports};
use crate::process::{Activity, Counters, Cycle, Fault, Unit, Waiting};
use crate::stage::MAX_LANES;

/// Cycles from a read to its push into the output FIFO.
const READ_DELAY: u64 = 4;

/// What the two processes have in common.
#[derive(Clone, Debug)]
struct Side {
    port: Port,
    chain: Chain,
    address: Affine,
    advance: LevelMask,
    marks: Marks,
    buffer: Buffer,
    counters: Counters,
}

/// One of the buffers in turn.
#[derive(Clone, Copy, Debug, Default)]
struct Buffer {
    number: u32,
    /// Word address at which it begins.
    offset: u32,
}

/// The buffers of a unit.
#[derive(Clone, Copy, Debug)]
struct Buffers {
    last: u32,
    stride: u32,
    field: u32,
}

impl Buffers {
    fn after(&self, buffer: Buffer) -> Buffer {
        match buffer.number == self.last {
            true => Buffer::default(),
            false => Buffer {
                number: buffer.number + 1,
                offset: buffer.offset.wrapping_add(self.stride) & self.field,
            },
        }
    }
}

/// A level of the read side that reads the same buffers again and again.
#[derive(Clone, Debug)]
struct Repeat {
    level: LevelMask,
    below: LevelMask,
    /// The first of those buffers.
    home: Buffer,
}

/// An enabled PMU.
#[derive(Clone, Debug)]
pub(crate) struct Pmu {
    unit: UnitId,
    space: Space,
    words: Vec<u32>,
    buffers: Buffers,
    write: Option<Side>,
    read: Option<Side>,
    repeat: Option<Repeat>,
    free: u32,
    full: u32,
    /// A buffer handed over in the cycle before, which is `full` after this one.
    handed: bool,
    writing: bool,
    /// Cycles in which beats read are pushed, oldest first.
    due: VecDeque<u64>,
    all_inputs: Vec<Port>,
}

impl Pmu {
    /// Decodes a PMU of which a side is enabled.
    pub(crate) fn new(
        spec: &FabricSpec,
        topology: &Topology,
        unit: UnitId,
        config: &PmuConfig,
    ) -> Result<Pmu, ModelError> {
        let levels = spec.pmu.counter_levels;
        let meaningless = |field: &str, value| ModelError::Meaningless {
            unit: topology.units[unit].name.clone(),
            field: field.into(),
            value,
        };
        let repeat = config.read.repeat;
        if repeat as usize > levels {
            return Err(meaningless("read.repeat", repeat));
        }
        if repeat > 0 && config.read.advance >= repeat {
            return Err(meaningless("read.advance", config.read.advance));
        }
        let net = |side: &PmuSide| if side.scalar == 1 { Net::Scalar } else { Net::Vector };
        let input = Port::input(topology, unit, net(&config.write), 0);
        let output = Port::output(topology, unit, net(&config.read), 0);
        let side = |side: &PmuSide, port: Option<Port>| Side {
            port: port.expect("a memory unit has a port each way on both networks"),
            chain: Chain::new(spec, &side.counters),
            address: Affine::new(&side.address, spec.pmu_address_bits()),
            advance: LevelMask::below(side.advance, levels),
            marks: Marks::new(&side.marks, levels),
            buffer: Buffer::default(),
            counters: Counters::default(),
        };
        let field = low_lanes(spec.pmu_address_bits() as u32);
        Ok(Pmu {
            unit,
            space: Space { lanes: spec.lanes, field, skew: config.skew == 1 },
            words: vec![0; spec.pmu_words()],
            buffers: Buffers { last: config.buffers, stride: config.buffer_stride, field },
            write: (config.write.enable == 1).then(|| side(&config.write, input)),
            read: (config.read.enable == 1).then(|| side(&config.read, output)),
            repeat: repeat.checked_sub(1).map(|level| Repeat {
                level: LevelMask::of(1 << level),
                below: LevelMask::below(level, levels),
                home: Buffer::default(),
            }),
            free: config.buffers + 1,
            full: 0,
            handed: false,
            writing: false,
            due: VecDeque::with_capacity(spec.pmu.output_fifo),
            all_inputs: unit_ports(spec, topology, unit).0,
        })
    }

    /// One cycle of both sides. A read fires before a write of the same cycle is in the banks.
    pub(crate) fn tick(&mut self, cycle: &mut Cycle) -> Result<(), Fault> {
        let (free, full) = (self.free, self.full);
        let handed = std::mem::take(&mut self.handed);
        cycle.active |= handed;
        let done = self.tick_read(cycle, full)?;
        let filled = self.tick_write(cycle, free)?;
        self.free = free + u32::from(done.freed) - u32::from(filled);
        self.full = full + u32::from(handed) - u32::from(done.used_up);
        self.handed = filled;
        Ok(())
    }

    /// Tells what became of the buffer.
    fn tick_read(&mut self, cycle: &mut Cycle, full: u32) -> Result<Done, Fault> {
        let Some(side) = &mut self.read else { return Ok(Done::default()) };
        let port = side.port;
        let used = cycle.links[port.net].count(port.node) + self.due.len();
        cycle.active |= !self.due.is_empty();
        if self.due.front() == Some(&cycle.now) {
            self.due.pop_front();
            cycle.links[port.net].arrive(port.node);
        }
        if side.chain.finished() {
            return Ok(Done::default());
        }
        side.chain.check()?;
        let activity = match () {
            _ if full == 0 && is_first(self.repeat.as_ref(), side) => Activity::Starved,
            _ if used >= cycle.links[port.net].depth(port.node) => Activity::Blocked,
            _ => Activity::Busy,
        };
        cycle.count(&mut side.counters, activity);
        if activity != Activity::Busy {
            return Ok(Done::default());
        }
        cycle.active = true;
        let mask = side.chain.mask();
        let beat_mask = if port.net == Net::Scalar { 1 } else { mask };
        let tag = Tag { mask: beat_mask, end: side.chain.end_mark(&side.marks) };
        let words = cycle.links[port.net].place(port.node, used, tag);
        let (mut address, step) = side.span();
        self.space.check(address, step, mask, true).map_err(|()| Fault::BankConflict("read"))?;
        for word in words {
            *word = self.words[(address & self.space.field) as usize];
            address = address.wrapping_add(step);
        }
        self.due.push_back(cycle.now + READ_DELAY);
        let done = self.end_reading();
        Ok(done)
    }

    /// To the next iteration of the read side, and to the next buffer if this one is done.
    fn end_reading(&mut self) -> Done {
        let Some(side) = &mut self.read else { return Done::default() };
        let mut done = Done::default();
        if side.chain.below(side.advance) {
            let next = self.buffers.after(side.buffer);
            done = Done { used_up: is_first(self.repeat.as_ref(), side), freed: true };
            side.buffer = next;
            if let Some(repeat) = &mut self.repeat {
                done.freed = side.chain.below(repeat.level);
                match (side.chain.below(repeat.below), done.freed) {
                    (true, true) => repeat.home = next,
                    (true, false) => side.buffer = repeat.home,
                    (false, _) => {}
                }
            }
        }
        side.step();
        done
    }

    /// Tells whether a buffer was handed over.
    fn tick_write(&mut self, cycle: &mut Cycle, free: u32) -> Result<bool, Fault> {
        self.writing = false;
        let Some(side) = self.write.as_mut().filter(|side| !side.chain.finished()) else {
            return Ok(false);
        };
        side.chain.check()?;
        let port = side.port;
        let activity = match () {
            _ if cycle.links[port.net].count(port.node) == 0 => Activity::Starved,
            _ if free == 0 => Activity::Blocked,
            _ => Activity::Busy,
        };
        cycle.count(&mut side.counters, activity);
        if activity != Activity::Busy {
            return Ok(false);
        }
        cycle.active = true;
        self.writing = true;
        let (words, tag) = cycle.links[port.net].front(port.node);
        let beat_mask = if port.net == Net::Scalar { 1 } else { tag.mask };
        let mask = side.chain.mask() & beat_mask;
        let (mut address, step) = side.span();
        self.space.check(address, step, mask, false).map_err(|()| Fault::BankConflict("write"))?;
        for (lane, &word) in words.iter().enumerate() {
            if mask >> lane & 1 == 1 {
                self.words[(address & self.space.field) as usize] = word;
            }
            address = address.wrapping_add(step);
        }
        if tag.end != side.chain.end_mark(&side.marks) {
            cycle.flag_marks(self.unit);
        }
        cycle.links[port.net].pop(port.node);
        let filled = side.chain.below(side.advance);
        if filled {
            side.buffer = self.buffers.after(side.buffer);
        }
        side.step();
        Ok(filled)
    }
}

/// Whether this is the first reading of a buffer.
fn is_first(repeat: Option<&Repeat>, side: &Side) -> bool {
    repeat.is_none_or(|repeat| side.chain.first(repeat.level))
}

/// What the end of a buffer does on the read side.
#[derive(Clone, Copy, Debug, Default)]
struct Done {
    /// `full` falls.
    used_up: bool,
    /// `free` rises.
    freed: bool,
}

impl Side {
    /// Word address of lane 0 and the step from lane to lane.
    fn span(&self) -> (u32, u32) {
        (self.address.value().wrapping_add(self.buffer.offset), self.address.lane())
    }

    /// To the next iteration.
    fn step(&mut self) {
        if let Some(level) = self.chain.step() {
            self.address.step(level);
        }
    }
}

/// How word addresses map to banks.
#[derive(Clone, Copy, Debug)]
struct Space {
    lanes: usize,
    field: u32,
    skew: bool,
}

impl Space {
    /// Whether the lanes of a beat touch each bank once. Reads may share an address.
    fn check(&self, first: u32, step: u32, mask: u32, share: bool) -> Result<(), ()> {
        if (step == 0 && share) || self.never_meet(first, step) {
            return Ok(());
        }
        let mut seen = [None; MAX_LANES];
        for lane in (0..self.lanes as u32).filter(|lane| mask >> lane & 1 == 1) {
            let address = first.wrapping_add(step.wrapping_mul(lane)) & self.field;
            let bank = &mut seen[self.bank(address)];
            match bank {
                Some(other) if !share || *other != address => return Err(()),
                _ => *bank = Some(address),
            }
        }
        Ok(())
    }

    fn bank(&self, address: u32) -> usize {
        let (address, lanes) = (address as usize, self.lanes);
        let skew = if self.skew { address / lanes } else { 0 };
        (address + skew) % lanes
    }

    /// The usual cases in which any lanes meet different banks.
    fn never_meet(&self, first: u32, step: u32) -> bool {
        let lanes = self.lanes as u32;
        match self.skew {
            // An odd step visits all banks before it comes back to one.
            false => step & 1 == 1,
            // A row of the banks, or a column of every odd row.
            true if step == 1 => first.is_multiple_of(lanes),
            true => step.is_multiple_of(lanes) && !(step / lanes).is_multiple_of(2),
        }
    }
}

impl Unit for Pmu {
    fn unit(&self) -> UnitId {
        self.unit
    }

    fn idle(&self, links: &Networks) -> bool {
        let finished = |side: &Option<Side>| side.as_ref().is_none_or(|s| s.chain.finished());
        let unread = |side: &Side| links[side.port.net].count(side.port.node);
        finished(&self.write)
            && finished(&self.read)
            && !self.writing
            && self.due.is_empty()
            && self.read.as_ref().map_or(0, unread) == 0
            && self.all_inputs.iter().all(|port| links[port.net].count(port.node) == 0)
    }

    fn counters(&self) -> Vec<Counters> {
        let counters =
            |side: &Option<Side>| side.as_ref().map_or_else(Counters::default, |s| s.counters);
        vec![counters(&self.write), counters(&self.read)]
    }

    fn sender_side(&self) -> usize {
        1
    }

    fn waiting(&self, links: &Networks) -> Vec<Option<Waiting>> {
        let live = |side: &&Side| !side.chain.finished();
        let write = self.write.as_ref().filter(live).map(|side| {
            let empty = links[side.port.net].count(side.port.node) == 0;
            if empty { Waiting::Input(side.port) } else { Waiting::Side(1) }
        });
        let read = self.read.as_ref().filter(live).map(|side| {
            let first = is_first(self.repeat.as_ref(), side);
            match self.full == 0 && first {
                true => Waiting::Side(0),
                false => Waiting::Output(side.port),
            }
        });
        vec![write, read]
    }
}
