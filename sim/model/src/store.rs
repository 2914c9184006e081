//! An address generator that stores (docs/execution.md, section 6).

use std::collections::VecDeque;

use kiln_arch::FabricSpec;
use kiln_arch::config::AgConfig;
use kiln_arch::topology::{Net, Topology, UnitId};

use crate::ag::{Burst, Bursts, Rows, Width, pass_on, port, queued_bursts};
use crate::error::ModelError;
use crate::network::{Networks, Port, unit_ports};
use crate::process::{Activity, Counters, Cycle, Fault, Unit, Waiting};
use crate::ring::Ring;
use crate::stage::MAX_LANES;

/// An enabled store.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    unit: UnitId,
    /// AXI id.
    pub(crate) id: u16,
    port: Port,
    all_inputs: Vec<Port>,
    memory_words: usize,
    lanes: usize,
    width: Width,
    queue_capacity: usize,
    buffer_beats: usize,
    rows_in_flight: usize,
    rows: Rows,
    /// First beat and number of beats of rows to be requested.
    burst_fifo: VecDeque<(u32, u32)>,
    bursts: Bursts,
    /// Where a beat is a word: bursts on their way to the port.
    asked: Option<VecDeque<Burst>>,
    /// Beats granted and not yet moved to the port.
    promised: usize,
    /// Bursts granted and not yet answered.
    outstanding: u32,
    queue: Ring,
    store_fifo: Ring,
    strobes: VecDeque<u128>,
    open: bool,
    /// Elements of the row that have not come yet.
    take_left: usize,
    /// Words that have not left the queue.
    give_left: usize,
    offset: usize,
    /// The row is not in memory.
    out: bool,
    end: u8,
    counters: Counters,
}

/// A beat of write data.
#[derive(Clone, Debug)]
pub(crate) struct WriteBeat {
    pub(crate) data: [u32; MAX_LANES],
    /// One bit a byte.
    pub(crate) strobes: u128,
    pub(crate) last: bool,
}

/// What the memory port does for a store in a cycle.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Served {
    /// Its request was granted.
    pub(crate) granted: bool,
    /// A response came.
    pub(crate) answered: bool,
}

impl Store {
    /// Decodes an enabled store.
    pub(crate) fn new(
        spec: &FabricSpec,
        topology: &Topology,
        unit: UnitId,
        config: &AgConfig,
    ) -> Result<Store, ModelError> {
        let memory_words = spec.memory_words();
        let width = Width::new(spec, topology, unit, config)?;
        let queue_capacity = spec.lanes + 2 * memory_words;
        Ok(Store {
            unit,
            id: topology.units[unit].ordinal as u16,
            port: port(topology, unit, config),
            all_inputs: unit_ports(spec, topology, unit).0,
            memory_words,
            lanes: spec.lanes,
            width,
            queue_capacity,
            buffer_beats: spec.ag.buffer_beats,
            rows_in_flight: spec.ag.rows_in_flight,
            rows: Rows::new(spec, config, width),
            burst_fifo: VecDeque::with_capacity(spec.ag.rows_in_flight),
            bursts: Bursts::new(spec.ag.burst_beats),
            asked: queued_bursts(spec),
            promised: 0,
            outstanding: 0,
            queue: Ring::new(queue_capacity),
            store_fifo: Ring::new(spec.ag.buffer_beats * memory_words),
            strobes: VecDeque::with_capacity(spec.ag.buffer_beats),
            open: false,
            take_left: 0,
            give_left: 0,
            offset: 0,
            out: false,
            end: 0,
            counters: Counters::default(),
        })
    }

    /// The burst that it requests of the port in this cycle.
    #[inline]
    pub(crate) fn request(&self) -> Option<Burst> {
        match &self.asked {
            Some(asked) => asked.front().copied(),
            None => self.wanted(),
        }
    }

    /// The next burst, if there is room or data for it.
    fn wanted(&self) -> Option<Burst> {
        self.bursts
            .next()
            .filter(|burst| self.strobes.len() - self.promised >= burst.beats as usize)
    }

    /// One cycle. A beat that the port moves is written to `moved`.
    pub(crate) fn tick(
        &mut self,
        cycle: &mut Cycle,
        served: Served,
        moved: Option<&mut WriteBeat>,
    ) -> Result<(), Fault> {
        if self.idle(&cycle.links) {
            return Ok(());
        }
        self.count(cycle);
        let wanted = self.wanted();
        let granted = pass_on(&mut self.asked, served.granted, wanted);
        let takes = self.has_place() && cycle.links[self.port.net].count(self.port.node) > 0;
        let give = (self.memory_words - self.offset).min(self.give_left);
        let has_room = self.out || self.strobes.len() < self.buffer_beats;
        let gives = self.open && self.queue.len() >= give && has_room;
        let gives_last = gives && give == self.give_left;
        let opens = self.rows.ready()
            && self.burst_fifo.len() < self.rows_in_flight
            && (!self.open || gives_last && self.memory_words > 1);
        let requested_last = granted && self.rows.chained() && self.bursts.next_is_last();
        let stretch = match !self.bursts.busy() || requested_last {
            true => self.burst_fifo.pop_front(),
            false => None,
        };
        cycle.active |= takes || gives || opens || granted || stretch.is_some();
        cycle.active |= self.rows.settle(opens);
        if let Some(beat) = moved {
            self.move_beat(beat);
        }
        if gives {
            self.give(give);
            self.open &= !gives_last;
        }
        if takes {
            self.take(cycle)?;
        }
        if granted {
            self.promised += self.bursts.granted().beats as usize;
            self.outstanding += 1;
        }
        self.outstanding -= u32::from(served.answered);
        if let Some((address, beats)) = stretch {
            self.bursts.start(address, beats);
        }
        if opens {
            let row = self.rows.open()?;
            if !row.out {
                self.burst_fifo.push_back((row.first_beat, row.beats));
            }
            self.open = true;
            (self.take_left, self.give_left) = (row.elements, row.words);
            (self.offset, self.end, self.out) = (row.offset, row.end, row.out);
        }
        Ok(())
    }

    /// Whether all rows are in memory.
    fn done(&self) -> bool {
        self.rows.finished()
            && !self.open
            && self.burst_fifo.is_empty()
            && !self.bursts.busy()
            && self.outstanding == 0
    }

    /// Whether a beat would be taken if there were one.
    fn has_place(&self) -> bool {
        self.open && self.take_left > 0 && self.queue.len() + self.lanes <= self.queue_capacity
    }

    fn count(&mut self, cycle: &Cycle) {
        let some = cycle.links[self.port.net].count(self.port.node) > 0;
        let activity = match () {
            _ if some && self.has_place() => Activity::Busy,
            _ if !some && self.open && self.take_left > 0 => Activity::Starved,
            _ => Activity::Blocked,
        };
        cycle.count(&mut self.counters, activity);
    }

    fn take(&mut self, cycle: &mut Cycle) -> Result<(), Fault> {
        let (beat, tag) = cycle.links[self.port.net].front(self.port.node);
        let mask = if self.port.net == Net::Scalar { 1 } else { tag.mask };
        if mask & mask.wrapping_add(1) != 0 {
            return Err(Fault::MaskNotPrefix(mask));
        }
        let elements = mask.count_ones() as usize;
        let kept = elements.min(self.take_left);
        let mut packed = [0; MAX_LANES];
        let words = &mut packed[..self.width.words(kept)];
        self.width.pack(&beat[..kept], words);
        self.queue.push(words);
        self.take_left -= kept;
        if self.width != Width::Word && self.take_left > 0 && elements < self.lanes {
            return Err(Fault::ShortBeat(elements));
        }
        let end = if self.take_left == 0 { self.end } else { 0 };
        if elements > kept || tag.end != end {
            cycle.flag_marks(self.unit);
        }
        cycle.links[self.port.net].pop(self.port.node);
        Ok(())
    }

    fn give(&mut self, words: usize) {
        let mut beat = [0; MAX_LANES];
        let place = self.offset..self.offset + words;
        self.queue.pop(&mut beat[place.clone()]);
        if !self.out {
            self.store_fifo.push(&beat[..self.memory_words]);
            let bytes = u128::MAX >> (128 - 4 * words);
            self.strobes.push_back(bytes << (4 * place.start));
        }
        self.give_left -= words;
        self.offset = 0;
    }

    fn move_beat(&mut self, beat: &mut WriteBeat) {
        self.store_fifo.pop(&mut beat.data[..self.memory_words]);
        beat.strobes = self.strobes.pop_front().expect("promised beats are in the store FIFO");
        self.promised -= 1;
    }
}

impl Unit for Store {
    fn unit(&self) -> UnitId {
        self.unit
    }

    fn idle(&self, links: &Networks) -> bool {
        self.done() && self.all_inputs.iter().all(|port| links[port.net].count(port.node) == 0)
    }

    fn counters(&self) -> Vec<Counters> {
        vec![self.counters]
    }

    fn waiting(&self, links: &Networks) -> Vec<Option<Waiting>> {
        let empty = links[self.port.net].count(self.port.node) == 0;
        let waiting = match () {
            _ if self.done() => Waiting::Nothing,
            _ if self.open && self.take_left > 0 && empty => Waiting::Input(self.port),
            _ => Waiting::Memory,
        };
        vec![(!self.idle(links)).then_some(waiting)]
    }
}
