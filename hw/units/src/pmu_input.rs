//! The queue of an input port of a memory unit. Of the oldest beat mask and end mark are at the output; its words come a
//! cycle after it is taken, since the write process needs them no earlier. So a queue of two takes no multiplexer.

use kiln_emit::prelude::*;

/// The queue.
#[derive(LogicBlock)]
pub struct PmuInput {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// A beat is offered.
    pub in_valid: In<Bit>,
    /// There is room; depends on registers only.
    pub in_ready: Out<Bit>,
    /// End mark above mask.
    pub in_notes: In<Word>,
    /// The words offered.
    pub in_word: Vec<In<Word>>,
    /// A beat is there; depends on registers only.
    pub out_valid: Out<Bit>,
    /// It is taken in this cycle.
    pub out_ready: In<Bit>,
    /// End mark above mask.
    pub out_notes: Out<Word>,
    /// The words of the beat taken in the cycle before.
    pub word: Vec<Out<Word>>,
    count: Reg<Word>,
    /// Oldest first, in a queue of two.
    notes: Vec<Reg<Word>>,
    newest: Vec<Reg<Word>>,
    /// In a queue of two: the beat before the newest, or the one taken.
    last: Vec<Reg<Word>>,
    store: Vec<LutRam>,
    stored_notes: LutRam,
    head: Reg<Word>,
    tail: Reg<Word>,
    _depth: usize,
}

impl PmuInput {
    /// A queue of `depth` beats, at least 2, of `lanes` lanes.
    pub fn new(lanes: usize, depth: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            in_valid: In::bit(),
            in_ready: Out::bit(),
            in_notes: In::word(lanes + 2),
            in_word: many(lanes, || In::word(32)),
            out_valid: Out::bit(),
            out_ready: In::bit(),
            out_notes: Out::word(lanes + 2),
            word: many(lanes, || Out::word(32)),
            count: Reg::word(count_bits(depth)),
            notes: many(2, || Reg::word(lanes + 2)),
            newest: many(lanes, || Reg::word(32)),
            last: many(lanes, || Reg::word(32)),
            store: (0..lanes).map(|_| LutRam::new(32, depth)).collect(),
            stored_notes: LutRam::new(lanes + 2, depth),
            head: Reg::word(index_bits(depth)),
            tail: Reg::word(index_bits(depth)),
            _depth: depth,
        }
    }
}

impl Logic for PmuInput {
    #[hdl_gen]
    fn update(&mut self) {
        let end = self._depth - 1;
        let full = self.count.val() == self._depth;
        let some = self.count.val().any();
        let push = self.in_valid.val() && !full;
        let pop = self.out_ready.val() && some;
        self.in_ready.next = !full;
        self.out_valid.next = some;
        if self._depth == 2 {
            self.out_notes.next = self.notes[0].val();
            if full {
                if pop {
                    self.notes[0].next = self.notes[1].val();
                }
            } else if push {
                if some && !pop {
                    self.notes[1].next = self.in_notes.val();
                } else {
                    self.notes[0].next = self.in_notes.val();
                }
            }
            // The older of two is in `last` already, and nothing is pushed on it; one alone goes there when it is taken.
            for i in 0..self.word.len() {
                if push {
                    self.newest[i].next = self.in_word[i].val();
                }
                if push || (pop && !full) {
                    self.last[i].next = self.newest[i].val();
                }
                self.word[i].next = self.last[i].val();
            }
        } else {
            self.out_notes.next = self.stored_notes.read(self.head.val());
            if push {
                self.stored_notes.write(self.tail.val(), self.in_notes.val());
                self.tail.next =
                    if self.tail.val() == end { 0.into() } else { self.tail.val() + 1 };
            }
            if pop {
                self.head.next =
                    if self.head.val() == end { 0.into() } else { self.head.val() + 1 };
            }
            for i in 0..self.word.len() {
                if push {
                    self.store[i].write(self.tail.val(), self.in_word[i].val());
                }
                self.last[i].next = self.store[i].read(self.head.val());
                self.word[i].next = self.last[i].val();
            }
        }
        if push != pop {
            self.count.next = if push { self.count.val() + 1 } else { self.count.val() - 1 };
        }
        if self.rst.val() {
            self.count.next = 0.into();
            if self._depth > 2 {
                self.head.next = 0.into();
                self.tail.next = 0.into();
            }
        }
    }
}

impl Leaf for PmuInput {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pmu_input",
            "Queue of an input port. The words of a beat come a cycle after it is taken.",
        )
        .param("lanes", self.word.len())
        .param("d", self._depth)
        .interface("in", "beats in: one moves when valid and ready")
        .interface("out", "end mark and mask of the oldest beat; it is taken when valid and ready")
        .interface("word", "the words of the beat taken in the cycle before")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PmuInput::new(2, 2), 500, 1).unwrap();
        check_leaf(|| PmuInput::new(1, 4), 500, 2).unwrap();
        check_leaf(|| PmuInput::new(1, 3), 500, 2).unwrap();
    }
}
