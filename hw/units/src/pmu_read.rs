//! The read process of a memory unit: reads beats from the full buffer and sends them to its port.
//!
//! See section 5 of `docs/execution.md`. The counters, the lane addresses and the banks are beside it.

use kiln_arch::config::BUFFER_BITS;
use kiln_emit::prelude::*;

/// Cycles from the one in which the process fires to its beat.
const DELAY: usize = 4;

/// The process.
#[derive(LogicBlock)]
pub struct PmuRead {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// The process takes part in the run.
    pub enable: In<Bit>,
    /// Its port is the scalar one.
    pub scalar: In<Bit>,
    /// The buffer is handed over when all levels below this one are at their last iteration.
    pub advance: In<Word>,
    /// One more than the level that reads the same buffers again, or 0.
    pub again: In<Word>,
    /// Buffers in turn, less one.
    pub buffers: In<Word>,
    /// Words from buffer to buffer.
    pub buffer_stride: In<Word>,
    /// The counters have finished.
    pub finished: In<Bit>,
    /// Bit h: all levels below h are at their last iteration.
    pub below: In<Word>,
    /// One bit a level: it is at its first iteration.
    pub first: In<Word>,
    /// One bit a level: it is at its last iteration.
    pub last: In<Word>,
    /// Lanes of the iteration.
    pub lanes: In<Word>,
    /// End mark of the iteration.
    pub mark: In<Word>,
    /// The counters step.
    pub step: Out<Bit>,
    /// The write process has filled a buffer.
    pub published: In<Bit>,
    /// A buffer is free from the next cycle on.
    pub released: Out<Bit>,
    /// Where the buffer begins.
    pub offset: Out<Word>,
    /// Lanes that are read.
    pub active: Out<Word>,
    /// The bank of each lane, two cycles later.
    pub bank: Vec<In<Word>>,
    /// The bank of each lane, three cycles later.
    pub select: Vec<Out<Word>>,
    /// The word of each lane, three cycles later.
    pub word: Vec<In<Word>>,
    /// The word of each lane, four cycles later.
    pub data: Vec<Out<Word>>,
    /// Mask of the beat, four cycles later.
    pub mask: Out<Word>,
    /// End mark of the beat, four cycles later.
    pub beat_mark: Out<Word>,
    /// The beat goes into the queue.
    pub push: Out<Bit>,
    /// The queue has a beat.
    pub queue_valid: In<Bit>,
    /// It is taken.
    pub queue_ready: Out<Bit>,
    /// A beat for the vector port.
    pub vector_valid: Out<Bit>,
    /// It is taken.
    pub vector_ready: In<Bit>,
    /// A beat for the scalar port.
    pub scalar_valid: Out<Bit>,
    /// It is taken.
    pub scalar_ready: In<Bit>,
    /// It fires.
    pub busy: Out<Bit>,
    /// It waits for a full buffer.
    pub starved: Out<Bit>,
    /// It waits for space.
    pub blocked: Out<Bit>,
    /// The write process has nothing left to do.
    pub write_idle: In<Bit>,
    /// Neither process has anything left to do.
    pub idle: Out<Bit>,
    /// Of the configuration, constant during a run: a bit for each value of `advance` and of `again`.
    advances: Vec<Reg<Bit>>,
    repeats: Vec<Reg<Bit>>,
    /// By levels from the lowest on: what the level meant says of itself, or of those below.
    hands: Vec<Wire<Bit>>,
    firsts: Vec<Wire<Bit>>,
    lasts: Vec<Wire<Bit>>,
    rounds: Vec<Wire<Bit>>,
    /// Full buffers less one, so that the sign tells whether there is one.
    ready: Reg<Word>,
    buffer: Reg<Word>,
    start: Reg<Word>,
    home_buffer: Reg<Word>,
    home: Reg<Word>,
    used: Reg<Word>,
    valid: Vec<Reg<Bit>>,
    masks: Vec<Reg<Word>>,
    marks: Vec<Reg<Word>>,
    banks: Vec<Reg<Word>>,
    words: Vec<Reg<Word>>,
    _lanes: usize,
    _levels: usize,
    _queue: usize,
}

impl PmuRead {
    /// A process for `lanes` lanes, `levels` counter levels, addresses of `address_bits` bits and output queues of `queue` beats.
    pub fn new(lanes: usize, levels: usize, address_bits: usize, queue: usize) -> Self {
        let bank = index_bits(lanes);
        let wires = || many(levels + 2, Wire::bit);
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            enable: In::bit(),
            scalar: In::bit(),
            advance: In::word(index_bits(levels + 1)),
            again: In::word(index_bits(levels + 1)),
            buffers: In::word(BUFFER_BITS),
            buffer_stride: In::word(address_bits),
            finished: In::bit(),
            below: In::word(levels + 1),
            first: In::word(levels),
            last: In::word(levels),
            lanes: In::word(lanes),
            mark: In::word(2),
            step: Out::bit(),
            published: In::bit(),
            released: Out::bit(),
            offset: Out::word(address_bits),
            active: Out::word(lanes),
            bank: many(lanes, || In::word(bank)),
            select: many(lanes, || Out::word(bank)),
            word: many(lanes, || In::word(32)),
            data: many(lanes, || Out::word(32)),
            mask: Out::word(lanes),
            beat_mark: Out::word(2),
            push: Out::bit(),
            queue_valid: In::bit(),
            queue_ready: Out::bit(),
            vector_valid: Out::bit(),
            vector_ready: In::bit(),
            scalar_valid: Out::bit(),
            scalar_ready: In::bit(),
            busy: Out::bit(),
            starved: Out::bit(),
            blocked: Out::bit(),
            write_idle: In::bit(),
            idle: Out::bit(),
            advances: many(levels + 1, Reg::bit),
            repeats: many(levels + 1, Reg::bit),
            hands: wires(),
            firsts: wires(),
            lasts: wires(),
            rounds: wires(),
            ready: Reg::word(BUFFER_BITS + 1),
            buffer: Reg::word(BUFFER_BITS),
            start: Reg::word(address_bits),
            home_buffer: Reg::word(BUFFER_BITS),
            home: Reg::word(address_bits),
            used: Reg::word(count_bits(queue)),
            valid: many(DELAY, Reg::bit),
            masks: many(DELAY, || Reg::word(lanes)),
            marks: many(DELAY, || Reg::word(2)),
            banks: many(lanes, || Reg::word(bank)),
            words: many(lanes, || Reg::word(32)),
            _lanes: lanes,
            _levels: levels,
            _queue: queue,
        }
    }
}

impl Logic for PmuRead {
    #[hdl_gen]
    fn update(&mut self) {
        let running = self.enable.val() && !self.finished.val();
        // Of the level that repeats: bit 0 stands for no such level.
        let first_at = cat!(self.first.val(), true);
        let last_at = cat!(self.last.val(), true);
        let round_at = cat!(self.below.val().trunc(self._levels), false);
        self.hands[0].next = false;
        self.firsts[0].next = false;
        self.lasts[0].next = false;
        self.rounds[0].next = false;
        for k in 0..self._levels + 1 {
            self.advances[k].next = self.advance.val() == k;
            self.repeats[k].next = self.again.val() == k;
            let repeats = self.repeats[k].val();
            self.hands[k + 1].next =
                self.hands[k].val() || self.advances[k].val() && self.below.val().bit(k);
            self.firsts[k + 1].next = self.firsts[k].val() || repeats && first_at.bit(k);
            self.lasts[k + 1].next = self.lasts[k].val() || repeats && last_at.bit(k);
            self.rounds[k + 1].next = self.rounds[k].val() || repeats && round_at.bit(k);
        }
        let hands = self.hands[self._levels + 1].val();
        let first = self.firsts[self._levels + 1].val();
        let last = self.lasts[self._levels + 1].val();
        let round = self.rounds[self._levels + 1].val();
        let there = !(first && self.ready.val().bit(BUFFER_BITS));
        let fire = running && there && self.used.val() < self._queue;
        // One queue for both ports, as one of them is not used.
        let taken =
            if self.scalar.val() { self.scalar_ready.val() } else { self.vector_ready.val() };
        let popped = self.queue_valid.val() && taken;
        self.queue_ready.next = taken;
        self.vector_valid.next = self.queue_valid.val() && !self.scalar.val();
        self.scalar_valid.next = self.queue_valid.val() && self.scalar.val();
        let handover = fire && hands;

        self.step.next = fire;
        self.released.next = handover && last;
        self.offset.next = self.start.val();
        self.active.next = if fire { self.lanes.val() } else { 0.into() };
        self.busy.next = fire;
        self.starved.next = running && !there;
        self.blocked.next = running && there && !fire;
        self.idle.next = self.write_idle.val() && !running && !self.used.val().any();

        // The beat's way: addresses, words of the banks, words of the lanes.
        self.valid[0].next = fire;
        self.masks[0].next = self.lanes.val();
        self.marks[0].next = self.mark.val();
        for t in 1..DELAY {
            self.valid[t].next = self.valid[t - 1].val();
            self.masks[t].next = self.masks[t - 1].val();
            self.marks[t].next = self.marks[t - 1].val();
        }
        for i in 0..self._lanes {
            self.banks[i].next = self.bank[i].val();
            self.select[i].next = self.banks[i].val();
            self.words[i].next = self.word[i].val();
            self.data[i].next = self.words[i].val();
        }
        self.mask.next = self.masks[DELAY - 1].val();
        self.beat_mark.next = self.marks[DELAY - 1].val();
        self.push.next = self.valid[DELAY - 1].val();

        let end = self.buffer.val() == self.buffers.val();
        let next_buffer = if end { 0.into() } else { self.buffer.val() + 1 };
        let next_start = if end { 0.into() } else { self.start.val() + self.buffer_stride.val() };
        if handover {
            let back = round && !last;
            self.buffer.next = if back { self.home_buffer.val() } else { next_buffer };
            self.start.next = if back { self.home.val() } else { next_start };
            if round && last {
                self.home_buffer.next = next_buffer;
                self.home.next = next_start;
            }
        }
        // All are ready before it is known which: the beat's firing comes last.
        let more = self.ready.val() + 1;
        let less = self.ready.val() - 1;
        let consumed = if self.published.val() { self.ready.val() } else { less };
        let kept = if self.published.val() { more } else { self.ready.val() };
        self.ready.next = if fire && hands && first { consumed } else { kept };
        if fire && !popped {
            self.used.next = self.used.val() + 1;
        } else if popped && !fire {
            self.used.next = self.used.val() - 1;
        }
        if self.rst.val() {
            self.ready.next = Word::new(1, 1u64).repeat(BUFFER_BITS + 1);
            self.buffer.next = 0.into();
            self.start.next = 0.into();
            self.home_buffer.next = 0.into();
            self.home.next = 0.into();
            self.used.next = 0.into();
            for t in 0..DELAY {
                self.valid[t].next = false;
            }
        }
    }
}

impl Leaf for PmuRead {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pmu_read",
            "The read process of a memory unit: beats from the full buffer to a port.",
        )
        .param("lanes", self._lanes)
        .param("levels", self.below.width() - 1)
        .param("a", self.offset.width())
        .param("q", self._queue)
        .interface("bank", "the bank of each lane, two cycles after the process fires")
        .interface("word", "the words read, three cycles after")
        .interface("data", "the beat, four cycles after")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PmuRead::new(4, 3, 10, 8), 2000, 1).unwrap();
    }
}
