//! An address generator that loads (docs/execution.md, section 6).

use std::collections::VecDeque;

use kiln_arch::FabricSpec;
use kiln_arch::config::AgConfig;
use kiln_arch::topology::{Net, Topology, UnitId};

use crate::ag::{Burst, Bursts, Row, Rows, Width, pass_on, port, queued_bursts};
use crate::counters::low_lanes;
use crate::error::ModelError;
use crate::network::{Networks, Port, Tag, unit_ports};
use crate::process::{Activity, Counters, Cycle, Fault, Unit, Waiting};
use crate::ring::Ring;
use crate::stage::MAX_LANES;

/// Rows that the give FIFO holds.
const GIVE_FIFO: usize = 4;

/// What giving needs of a row.
#[derive(Clone, Copy, Debug)]
struct Given {
    elements: usize,
    end: u8,
}

/// An enabled load.
#[derive(Clone, Debug)]
pub(crate) struct Load {
    unit: UnitId,
    /// AXI id.
    pub(crate) id: u16,
    port: Port,
    all_outputs: Vec<Port>,
    memory_words: usize,
    /// Elements of a full beat of its port.
    unit_elements: usize,
    width: Width,
    queue_capacity: usize,
    /// Beats that may be reserved.
    window: u32,
    rows_in_flight: usize,
    rows: Rows,
    bursts: Bursts,
    /// Where a beat is a word: bursts on their way to the port.
    asked: Option<VecDeque<Burst>>,
    /// Beats granted and not yet taken from the load FIFO.
    reserved: u32,
    row_fifo: VecDeque<Row>,
    load_fifo: Ring,
    queue: Ring,
    /// Words of the row being taken that are not in the queue yet.
    take_left: usize,
    skip: usize,
    /// The row being taken is not in memory.
    out: bool,
    /// Rows whose words are in the queue, or on their way to it.
    give_fifo: VecDeque<Given>,
    /// Elements of the first of them that have left.
    given: usize,
    counters: Counters,
}

impl Load {
    /// Decodes an enabled load.
    pub(crate) fn new(
        spec: &FabricSpec,
        topology: &Topology,
        unit: UnitId,
        config: &AgConfig,
    ) -> Result<Load, ModelError> {
        let port = port(topology, unit, config);
        let width = Width::new(spec, topology, unit, config)?;
        let memory_words = spec.memory_words();
        let queue_capacity = spec.lanes + 2 * memory_words;
        Ok(Load {
            unit,
            id: topology.units[unit].ordinal as u16,
            port,
            all_outputs: unit_ports(spec, topology, unit).1,
            memory_words,
            width,
            unit_elements: if port.net == Net::Scalar { 1 } else { spec.lanes },
            queue_capacity,
            window: (spec.ag.buffer_beats as u32).saturating_sub(config.withheld),
            rows_in_flight: spec.ag.rows_in_flight,
            rows: Rows::new(spec, config, width),
            bursts: Bursts::new(spec.ag.burst_beats),
            asked: queued_bursts(spec),
            reserved: 0,
            row_fifo: VecDeque::with_capacity(spec.ag.rows_in_flight),
            load_fifo: Ring::new(spec.ag.buffer_beats * memory_words),
            queue: Ring::new(queue_capacity),
            take_left: 0,
            skip: 0,
            out: false,
            give_fifo: VecDeque::with_capacity(GIVE_FIFO),
            given: 0,
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
        let room = |burst: &Burst| self.reserved == 0 || self.reserved + burst.beats <= self.window;
        self.bursts.next().filter(room)
    }

    /// One cycle, in which the request was granted or not and a beat of memory arrived or not.
    pub(crate) fn tick(
        &mut self,
        cycle: &mut Cycle,
        granted: bool,
        arrived: Option<&[u32]>,
    ) -> Result<(), Fault> {
        if self.done() {
            return Ok(());
        }
        let wanted = self.wanted();
        self.count(cycle);
        let granted = pass_on(&mut self.asked, granted, wanted);
        let gives = self.has_beat() && cycle.links[self.port.net].has_room(self.port.node);
        let takes = self.takes();
        let takes_last = takes && self.take_left <= self.memory_words - self.skip;
        let free = self.take_left == 0 || takes_last && self.memory_words > 1;
        let room = self.give_fifo.len() < GIVE_FIFO;
        let next_row = self.row_fifo.front().copied().filter(|_| free && room);
        let requested_last = granted && self.rows.chained() && self.bursts.next_is_last();
        let opens = self.rows.ready()
            && self.row_fifo.len() < self.rows_in_flight
            && (!self.bursts.busy() || requested_last);
        cycle.active |= gives || takes || next_row.is_some() || opens || granted;
        cycle.active |= self.rows.settle(opens);
        if gives {
            self.give(cycle);
        }
        if takes {
            self.take();
        }
        if let Some(row) = next_row {
            self.row_fifo.pop_front();
            (self.take_left, self.skip, self.out) = (row.words, row.offset, row.out);
            self.give_fifo.push_back(Given { elements: row.elements, end: row.end });
        }
        if granted {
            self.reserved += self.bursts.granted().beats;
        }
        if opens {
            let row = self.rows.open()?;
            self.row_fifo.push_back(row);
            self.bursts.start(row.first_beat, row.beats);
        }
        if let Some(words) = arrived {
            self.load_fifo.push(words);
        }
        Ok(())
    }

    /// Whether all rows have been given.
    fn done(&self) -> bool {
        self.rows.finished()
            && !self.bursts.busy()
            && self.row_fifo.is_empty()
            && self.give_fifo.is_empty()
    }

    /// Whether the queue has the words of the next beat.
    fn has_beat(&self) -> bool {
        let words = |row: &Given| self.width.words(self.next_elements(row));
        self.give_fifo.front().is_some_and(|row| self.queue.len() >= words(row))
    }

    /// Elements of the next beat of a row.
    fn next_elements(&self, row: &Given) -> usize {
        self.unit_elements.min(row.elements - self.given)
    }

    fn takes(&self) -> bool {
        self.take_left > 0
            && self.queue.len() + self.memory_words <= self.queue_capacity
            && (self.out || self.load_fifo.len() > 0)
    }

    fn count(&mut self, cycle: &Cycle) {
        let activity = match self.has_beat() {
            true if cycle.links[self.port.net].has_room(self.port.node) => Activity::Busy,
            true => Activity::Blocked,
            false => Activity::Starved,
        };
        cycle.count(&mut self.counters, activity);
    }

    fn give(&mut self, cycle: &mut Cycle) {
        let row = self.give_fifo[0];
        let elements = self.next_elements(&row);
        let last = self.given + elements == row.elements;
        let links = &mut cycle.links[self.port.net];
        let end = if last { row.end } else { 0 };
        let tag = Tag { mask: low_lanes(elements as u32), end };
        let beat = links.place(self.port.node, links.count(self.port.node), tag);
        self.queue.pop(&mut beat[..self.width.words(elements)]);
        self.width.unpack(&mut beat[..elements]);
        links.arrive(self.port.node);
        self.given += elements;
        if last {
            self.give_fifo.pop_front();
            self.given = 0;
        }
    }

    fn take(&mut self) {
        let mut beat = [0; MAX_LANES];
        if !self.out {
            self.load_fifo.pop(&mut beat[..self.memory_words]);
            self.reserved -= 1;
        }
        let words = self.take_left.min(self.memory_words - self.skip);
        self.queue.push(&beat[self.skip..self.skip + words]);
        self.take_left -= words;
        self.skip = 0;
    }
}

impl Unit for Load {
    fn unit(&self) -> UnitId {
        self.unit
    }

    fn idle(&self, links: &Networks) -> bool {
        self.done() && self.all_outputs.iter().all(|port| links[port.net].count(port.node) == 0)
    }

    fn counters(&self) -> Vec<Counters> {
        vec![self.counters]
    }

    fn waiting(&self, _: &Networks) -> Vec<Option<Waiting>> {
        let waiting = || if self.has_beat() { Waiting::Output(self.port) } else { Waiting::Memory };
        vec![(!self.done()).then(waiting)]
    }
}
