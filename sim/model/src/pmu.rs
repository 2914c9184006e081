//! The pattern memory unit (docs/execution.md, section 5).

use std::collections::VecDeque;

use kiln_arch::FabricSpec;
use kiln_arch::config::{PmuConfig, PmuSide};
use kiln_arch::topology::{Net, Topology, UnitId};

use crate::counters::{Affine, Chain, LevelMask, Marks, low_lanes};
use crate::network::{Networks, Port, Tag, unit_ports};
use crate::process::{Activity, Counters, Cycle, Fault, Unit, Waiting};

/// Cycles from a read to its push into the output FIFO.
const READ_DELAY: u64 = 3;

/// What the two processes have in common.
#[derive(Clone, Debug)]
struct Side {
    port: Port,
    chain: Chain,
    address: Affine,
    advance: LevelMask,
    marks: Marks,
    /// Present buffer and its offset.
    buffer: u32,
    offset: u32,
    counters: Counters,
}

/// An enabled PMU.
#[derive(Clone, Debug)]
pub(crate) struct Pmu {
    unit: UnitId,
    lanes: usize,
    address_field: u32,
    banks: Vec<u32>,
    last_buffer: u32,
    buffer_stride: u32,
    write: Option<Side>,
    read: Option<Side>,
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
    ) -> Pmu {
        let net = |side: &PmuSide| if side.scalar == 1 { Net::Scalar } else { Net::Vector };
        let input = Port::input(topology, unit, net(&config.write), 0);
        let output = Port::output(topology, unit, net(&config.read), 0);
        let side = |side: &PmuSide, port: Option<Port>| Side {
            port: port.expect("a memory unit has a port each way on both networks"),
            chain: Chain::new(spec, &side.counters),
            address: Affine::new(&side.address, spec.pmu_address_bits()),
            advance: LevelMask::below(side.advance, spec.pmu.counter_levels),
            marks: Marks::new(&side.marks, spec.pmu.counter_levels),
            buffer: 0,
            offset: 0,
            counters: Counters::default(),
        };
        Pmu {
            unit,
            lanes: spec.lanes,
            address_field: low_lanes(spec.pmu_address_bits() as u32),
            banks: vec![0; spec.pmu_words()],
            last_buffer: config.buffers,
            buffer_stride: config.buffer_stride,
            write: (config.write.enable == 1).then(|| side(&config.write, input)),
            read: (config.read.enable == 1).then(|| side(&config.read, output)),
            free: config.buffers + 1,
            full: 0,
            handed: false,
            writing: false,
            due: VecDeque::with_capacity(spec.pmu.output_fifo),
            all_inputs: unit_ports(spec, topology, unit).0,
        }
    }

    /// One cycle of both sides. A read fires before a write of the same cycle is in the banks.
    pub(crate) fn tick(&mut self, cycle: &mut Cycle) -> Result<(), Fault> {
        let (free, full) = (self.free, self.full);
        let handed = std::mem::take(&mut self.handed);
        cycle.active |= handed;
        let freed = self.tick_read(cycle, full)?;
        let filled = self.tick_write(cycle, free)?;
        self.free = free + u32::from(freed) - u32::from(filled);
        self.full = full + u32::from(handed) - u32::from(freed);
        self.handed = filled;
        Ok(())
    }

    /// Tells whether a buffer was handed back.
    fn tick_read(&mut self, cycle: &mut Cycle, full: u32) -> Result<bool, Fault> {
        let Some(side) = &mut self.read else { return Ok(false) };
        let port = side.port;
        let used = cycle.links[port.net].count(port.node) + self.due.len();
        cycle.active |= !self.due.is_empty();
        if self.due.front() == Some(&cycle.now) {
            self.due.pop_front();
            cycle.links[port.net].arrive(port.node);
        }
        if side.chain.finished() {
            return Ok(false);
        }
        side.chain.check()?;
        let activity = match () {
            _ if full == 0 => Activity::Starved,
            _ if used >= cycle.links[port.net].depth(port.node) => Activity::Blocked,
            _ => Activity::Busy,
        };
        cycle.count(&mut side.counters, activity);
        if activity != Activity::Busy {
            return Ok(false);
        }
        cycle.active = true;
        let mask = side.chain.mask();
        let beat_mask = if port.net == Net::Scalar { 1 } else { mask };
        let tag = Tag { mask: beat_mask, end: side.chain.end_mark(&side.marks) };
        let words = cycle.links[port.net].place(port.node, used, tag);
        let (first, step) = side.span();
        check_banks(self.lanes, first, step, mask, self.address_field, true)
            .map_err(|()| Fault::BankConflict("read"))?;
        let mut address = first;
        for word in words {
            *word = self.banks[(address & self.address_field) as usize];
            address = address.wrapping_add(step);
        }
        self.due.push_back(cycle.now + READ_DELAY);
        Ok(side.advance(self.last_buffer, self.buffer_stride, self.address_field))
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
        let (first, step) = side.span();
        check_banks(self.lanes, first, step, mask, self.address_field, false)
            .map_err(|()| Fault::BankConflict("write"))?;
        let mut address = first;
        for (lane, &word) in words.iter().enumerate() {
            if mask >> lane & 1 == 1 {
                self.banks[(address & self.address_field) as usize] = word;
            }
            address = address.wrapping_add(step);
        }
        if tag.end != side.chain.end_mark(&side.marks) {
            cycle.flag_marks(self.unit);
        }
        cycle.links[port.net].pop(port.node);
        Ok(side.advance(self.last_buffer, self.buffer_stride, self.address_field))
    }
}

impl Side {
    /// Word address of lane 0 and the step from lane to lane.
    fn span(&self) -> (u32, u32) {
        (self.address.value().wrapping_add(self.offset), self.address.lane())
    }

    /// To the next iteration, and to the next buffer if this one is done; tells whether it is.
    fn advance(&mut self, last_buffer: u32, stride: u32, field: u32) -> bool {
        let done = self.chain.below(self.advance);
        if done && self.buffer == last_buffer {
            (self.buffer, self.offset) = (0, 0);
        } else if done {
            self.buffer += 1;
            self.offset = self.offset.wrapping_add(stride) & field;
        }
        if let Some(level) = self.chain.step() {
            self.address.step(level);
        }
        done
    }
}

/// Whether the lanes of a beat touch each bank once. Reads may share an address.
fn check_banks(
    lanes: usize,
    first: u32,
    step: u32,
    mask: u32,
    field: u32,
    share: bool,
) -> Result<(), ()> {
    if step & 1 == 1 || (step == 0 && share) {
        // An odd step visits all banks before it comes back to one.
        return Ok(());
    }
    let mut seen = [None; crate::stage::MAX_LANES];
    for lane in (0..lanes as u32).filter(|lane| mask >> lane & 1 == 1) {
        let address = first.wrapping_add(step.wrapping_mul(lane)) & field;
        let bank = &mut seen[address as usize % lanes];
        match bank {
            Some(other) if !share || *other != address => return Err(()),
            _ => *bank = Some(address),
        }
    }
    Ok(())
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
        let read =
            self.read.as_ref().filter(live).map(|side| {
                if self.full == 0 { Waiting::Side(0) } else { Waiting::Output(side.port) }
            });
        vec![write, read]
    }
}
