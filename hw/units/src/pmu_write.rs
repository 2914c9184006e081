//! The write process of a memory unit: takes beats from its port and writes them into the free buffer.
//!
//! See section 5 of `docs/execution.md`. The counters, the lane addresses and the banks are beside it.

use kiln_arch::config::BUFFER_BITS;
use kiln_emit::prelude::*;

/// The process.
#[derive(LogicBlock)]
pub struct PmuWrite {
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
    /// Buffers in turn, less one.
    pub buffers: In<Word>,
    /// Words from buffer to buffer.
    pub buffer_stride: In<Word>,
    /// The counters have finished.
    pub finished: In<Bit>,
    /// Bit h: all levels below h are at their last iteration.
    pub below: In<Word>,
    /// Lanes of the iteration.
    pub lanes: In<Word>,
    /// End mark of the iteration.
    pub mark: In<Word>,
    /// The counters step.
    pub step: Out<Bit>,
    /// Vector port: a beat is there.
    pub vector_valid: In<Bit>,
    /// It is taken.
    pub vector_ready: Out<Bit>,
    /// End mark of the beat.
    pub vector_mark: In<Word>,
    /// Its mask.
    pub vector_mask: In<Word>,
    /// The words of the beat taken in the cycle before.
    pub vector_word: Vec<In<Word>>,
    /// Scalar port: a beat is there.
    pub scalar_valid: In<Bit>,
    /// It is taken.
    pub scalar_ready: Out<Bit>,
    /// End mark of the beat.
    pub scalar_mark: In<Word>,
    /// Its mask.
    pub scalar_mask: In<Word>,
    /// The word of the beat taken in the cycle before.
    pub scalar_word: In<Word>,
    /// The read process has freed a buffer.
    pub released: In<Bit>,
    /// A full buffer can be read from the next cycle on.
    pub published: Out<Bit>,
    /// Where the buffer begins.
    pub offset: Out<Word>,
    /// Lanes that are written.
    pub active: Out<Word>,
    /// Their words, two cycles later.
    pub data: Vec<Out<Word>>,
    /// It fires.
    pub busy: Out<Bit>,
    /// It waits for a beat.
    pub starved: Out<Bit>,
    /// It waits for a free buffer.
    pub blocked: Out<Bit>,
    /// The beat's end mark is not the expected one.
    pub mark_error: Out<Bit>,
    /// Nothing is left to do.
    pub idle: Out<Bit>,
    /// Free buffers less one, so that the sign tells whether there is one.
    spare: Reg<Word>,
    /// Of the configuration, constant during a run: a bit for each value of `advance`.
    advances: Vec<Reg<Bit>>,
    /// By levels from the lowest on: whether those below the one meant are at their last iteration.
    hands: Vec<Wire<Bit>>,
    buffer: Reg<Word>,
    start: Reg<Word>,
    moving: Reg<Bit>,
    publish: Reg<Bit>,
    words: Vec<Reg<Word>>,
    _lanes: usize,
    _levels: usize,
}

impl PmuWrite {
    /// A process for `lanes` lanes, `levels` counter levels and addresses of `address_bits` bits.
    pub fn new(lanes: usize, levels: usize, address_bits: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            enable: In::bit(),
            scalar: In::bit(),
            advance: In::word(index_bits(levels + 1)),
            buffers: In::word(BUFFER_BITS),
            buffer_stride: In::word(address_bits),
            finished: In::bit(),
            below: In::word(levels + 1),
            lanes: In::word(lanes),
            mark: In::word(2),
            step: Out::bit(),
            vector_valid: In::bit(),
            vector_ready: Out::bit(),
            vector_mark: In::word(2),
            vector_mask: In::word(lanes),
            vector_word: many(lanes, || In::word(32)),
            scalar_valid: In::bit(),
            scalar_ready: Out::bit(),
            scalar_mark: In::word(2),
            scalar_mask: In::word(1),
            scalar_word: In::word(32),
            released: In::bit(),
            published: Out::bit(),
            offset: Out::word(address_bits),
            active: Out::word(lanes),
            data: many(lanes, || Out::word(32)),
            busy: Out::bit(),
            starved: Out::bit(),
            blocked: Out::bit(),
            mark_error: Out::bit(),
            idle: Out::bit(),
            spare: Reg::word(BUFFER_BITS + 1),
            advances: many(levels + 1, Reg::bit),
            hands: many(levels + 2, Wire::bit),
            buffer: Reg::word(BUFFER_BITS),
            start: Reg::word(address_bits),
            moving: Reg::bit(),
            publish: Reg::bit(),
            words: many(lanes, || Reg::word(32)),
            _lanes: lanes,
            _levels: levels,
        }
    }
}

impl Logic for PmuWrite {
    #[hdl_gen]
    fn update(&mut self) {
        let lanes = self._lanes;
        let running = self.enable.val() && !self.finished.val();
        let there =
            if self.scalar.val() { self.scalar_valid.val() } else { self.vector_valid.val() };
        let fire = running && there && !self.spare.val().bit(BUFFER_BITS);
        self.hands[0].next = false;
        for k in 0..self._levels + 1 {
            self.advances[k].next = self.advance.val() == k;
            self.hands[k + 1].next =
                self.hands[k].val() || self.advances[k].val() && self.below.val().bit(k);
        }
        let handover = fire && self.hands[self._levels + 1].val();

        let beat_mask = if self.scalar.val() {
            self.scalar_mask.val().zext(lanes)
        } else {
            self.vector_mask.val()
        };
        let beat_mark =
            if self.scalar.val() { self.scalar_mark.val() } else { self.vector_mark.val() };
        let written = beat_mask & self.lanes.val();

        self.step.next = fire;
        self.scalar_ready.next = fire && self.scalar.val();
        self.vector_ready.next = fire && !self.scalar.val();
        self.active.next = if fire { written } else { 0.into() };
        self.mark_error.next = fire && beat_mark != self.mark.val();
        self.busy.next = fire;
        self.starved.next = running && !there;
        self.blocked.next = running && there && !fire;

        for i in 0..lanes {
            if i == 0 {
                self.words[i].next = if self.scalar.val() {
                    self.scalar_word.val()
                } else {
                    self.vector_word[i].val()
                };
            } else {
                self.words[i].next = self.vector_word[i].val();
            }
            self.data[i].next = self.words[i].val();
        }

        if handover {
            if self.buffer.val() == self.buffers.val() {
                self.buffer.next = 0.into();
                self.start.next = 0.into();
            } else {
                self.buffer.next = self.buffer.val() + 1;
                self.start.next = self.start.val() + self.buffer_stride.val();
            }
        }
        // All are ready before it is known which: the handing over comes last.
        let more = self.spare.val() + 1;
        let less = self.spare.val() - 1;
        let taken = if self.released.val() { self.spare.val() } else { less };
        let kept = if self.released.val() { more } else { self.spare.val() };
        self.spare.next = if handover { taken } else { kept };
        self.moving.next = fire;
        self.publish.next = handover;
        self.published.next = self.publish.val();
        self.offset.next = self.start.val();
        self.idle.next =
            !(running || self.vector_valid.val() || self.scalar_valid.val() || self.moving.val());

        if self.rst.val() {
            self.spare.next = self.buffers.val().zext(BUFFER_BITS + 1);
            self.buffer.next = 0.into();
            self.start.next = 0.into();
            self.moving.next = false;
            self.publish.next = false;
        }
    }
}

impl Leaf for PmuWrite {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pmu_write",
            "The write process of a memory unit: beats from a port into the free buffer.",
        )
        .param("lanes", self._lanes)
        .param("levels", self.below.width() - 1)
        .param("a", self.offset.width())
        .interface("vector", "beats of the vector port")
        .interface("scalar", "beats of the scalar port")
        .interface("data", "the words to write, two cycles after their lanes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PmuWrite::new(4, 3, 10), 2000, 1).unwrap();
    }
}
