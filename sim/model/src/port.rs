//! The memory port (docs/execution.md, section 7): arbitration, bursts on AXI4, responses.

use std::collections::VecDeque;

use kiln_arch::FabricSpec;
use kiln_memory::{AxiIn, AxiOut, Response};

use crate::ag::Burst;
use crate::load::Load;
use crate::stage::MAX_LANES;
use crate::store::{Store, WriteBeat};

/// Depth of the FIFOs whose heads are the outputs.
const FIFO_DEPTH: usize = 2;

/// An address to be sent.
#[derive(Clone, Copy, Debug)]
struct Address {
    id: u16,
    burst: Burst,
}

/// A read beat in the register stage behind the bus.
#[derive(Clone, Debug)]
pub(crate) struct ReadBeat {
    pub(crate) id: u16,
    pub(crate) data: [u32; MAX_LANES],
    pub(crate) failed: bool,
}

/// A write response in the register stage behind the bus.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer {
    pub(crate) id: u16,
    pub(crate) failed: bool,
}

/// What the port does in a cycle, decided from registers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Decisions {
    /// Who is granted a read burst.
    pub(crate) read: Option<(u16, Burst)>,
    /// Who is granted a write burst.
    pub(crate) write: Option<(u16, Burst)>,
    /// Whose beat moves to the W FIFO.
    pub(crate) moves: Option<u16>,
}

/// The port's registers.
#[derive(Clone, Debug)]
pub(crate) struct MemoryPort {
    beat_bytes: u32,
    memory_words: usize,
    ar: VecDeque<Address>,
    aw: VecDeque<Address>,
    w: VecDeque<WriteBeat>,
    next_read: u16,
    next_write: u16,
    /// Id and beats left of the present write burst.
    active: Option<(u16, u32)>,
    received: Option<ReadBeat>,
    answered: Option<Answer>,
    /// Beats granted and not yet handed on.
    reads_outstanding: u32,
    /// Bursts granted and not yet answered.
    writes_outstanding: u32,
    out: AxiOut,
}

impl MemoryPort {
    pub(crate) fn new(spec: &FabricSpec) -> MemoryPort {
        MemoryPort {
            beat_bytes: spec.memory.data_bits as u32 / 8,
            memory_words: spec.memory_words(),
            ar: VecDeque::with_capacity(FIFO_DEPTH),
            aw: VecDeque::with_capacity(FIFO_DEPTH),
            w: VecDeque::with_capacity(FIFO_DEPTH),
            next_read: 0,
            next_write: 0,
            active: None,
            received: None,
            answered: None,
            reads_outstanding: 0,
            writes_outstanding: 0,
            out: AxiOut { r_ready: true, b_ready: true, ..AxiOut::default() },
        }
    }

    /// The start of a run.
    pub(crate) fn reset_arbiters(&mut self) {
        (self.next_read, self.next_write) = (0, 0);
    }

    /// The outputs in the present cycle.
    #[inline]
    pub(crate) fn outputs(&self) -> &AxiOut {
        &self.out
    }

    /// Whether no transaction is under way and nothing waits to be sent.
    pub(crate) fn is_quiet(&self) -> bool {
        self.reads_outstanding == 0
            && self.writes_outstanding == 0
            && self.active.is_none()
            && self.ar.is_empty()
            && self.aw.is_empty()
            && self.w.is_empty()
    }

    /// Takes the read beat out of the register stage.
    pub(crate) fn take_received(&mut self) -> Option<ReadBeat> {
        let beat = self.received.take();
        self.reads_outstanding -= u32::from(beat.is_some());
        beat
    }

    /// Takes the write response out of the register stage.
    pub(crate) fn take_answered(&mut self) -> Option<Answer> {
        let answer = self.answered.take();
        self.writes_outstanding -= u32::from(answer.is_some());
        answer
    }

    /// Grants and moves of this cycle among AGs.
    pub(crate) fn decide(&self, loads: &[Load], stores: &[Store], halt: bool) -> Decisions {
        let moves = self.active.filter(|_| self.w.len() < FIFO_DEPTH);
        let write_ends = moves.is_some_and(|(_, left)| left == 1);
        let may_read = !halt && self.ar.len() < FIFO_DEPTH;
        let may_write =
            !halt && self.aw.len() < FIFO_DEPTH && (self.active.is_none() || write_ends);
        Decisions {
            read: may_read
                .then(|| round_robin(self.next_read, loads, |load| (load.id, load.request())))
                .flatten(),
            write: may_write
                .then(|| round_robin(self.next_write, stores, |store| (store.id, store.request())))
                .flatten(),
            moves: moves.map(|(id, _)| id),
        }
    }

    /// Whether the loader's request is granted.
    pub(crate) fn accepts_loader(&self) -> bool {
        self.ar.len() < FIFO_DEPTH
    }

    /// The edge: FIFOs move, decisions take effect (`beat` is what moves), the bus is sampled.
    pub(crate) fn tick(
        &mut self,
        decisions: Decisions,
        beat: Option<WriteBeat>,
        ags: u16,
        bus: &AxiIn,
    ) {
        self.send(bus);
        if let Some((id, burst)) = decisions.read {
            self.ar.push_back(Address { id, burst });
            self.reads_outstanding += burst.beats;
            if id < ags {
                self.next_read = (id + 1) % ags;
            }
        }
        if let (Some(mut beat), Some((id, left))) = (beat, self.active) {
            beat.last = left == 1;
            self.w.push_back(beat);
            self.active = (left > 1).then_some((id, left - 1));
        }
        if let Some((id, burst)) = decisions.write {
            self.aw.push_back(Address { id, burst });
            self.writes_outstanding += 1;
            self.next_write = (id + 1) % ags;
            self.active = Some((id, burst.beats));
        }
        self.receive(bus);
        self.drive();
    }

    fn send(&mut self, bus: &AxiIn) {
        if bus.ar_ready {
            self.ar.pop_front();
        }
        if bus.aw_ready {
            self.aw.pop_front();
        }
        if bus.w_ready {
            self.w.pop_front();
        }
    }

    fn receive(&mut self, bus: &AxiIn) {
        if bus.r_valid {
            let failed = bus.r_resp != Response::Okay;
            self.received = Some(ReadBeat { id: bus.r_id, data: bus.r_data, failed });
        }
        if bus.b_valid {
            let failed = bus.b_resp != Response::Okay;
            self.answered = Some(Answer { id: bus.b_id, failed });
        }
    }

    fn drive(&mut self) {
        let out = &mut self.out;
        out.ar_valid = !self.ar.is_empty();
        if let Some(head) = self.ar.front() {
            out.ar_id = head.id;
            out.ar_addr = head.burst.address.wrapping_mul(self.beat_bytes);
            out.ar_len = (head.burst.beats - 1) as u8;
        }
        out.aw_valid = !self.aw.is_empty();
        if let Some(head) = self.aw.front() {
            out.aw_id = head.id;
            out.aw_addr = head.burst.address.wrapping_mul(self.beat_bytes);
            out.aw_len = (head.burst.beats - 1) as u8;
        }
        out.w_valid = !self.w.is_empty();
        if let Some(head) = self.w.front() {
            out.w_data[..self.memory_words].copy_from_slice(&head.data[..self.memory_words]);
            out.w_strb = head.strobes;
            out.w_last = head.last;
        }
    }
}

/// The first requester numbered `next` or higher, else the first of all. They come in rising order.
fn round_robin<T>(
    next: u16,
    requesters: &[T],
    request: impl Fn(&T) -> (u16, Option<Burst>),
) -> Option<(u16, Burst)> {
    let mut first = None;
    for requester in requesters {
        let (id, burst) = request(requester);
        let Some(burst) = burst else { continue };
        if id >= next {
            return Some((id, burst));
        }
        first = first.or(Some((id, burst)));
    }
    first
}
