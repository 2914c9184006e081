//! A first-in first-out queue of beats.

use kiln_emit::prelude::*;

/// Ports and state. `in_*` and `out_*` are valid/ready streams.
#[derive(LogicBlock)]
pub struct Fifo {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// A word is offered.
    pub in_valid: In<Bit>,
    /// There is room; depends on registers only.
    pub in_ready: Out<Bit>,
    /// The word offered.
    pub in_data: In<Word>,
    /// A word is there; depends on registers only.
    pub out_valid: Out<Bit>,
    /// The word is taken in this cycle.
    pub out_ready: In<Bit>,
    /// The oldest word.
    pub out_data: Out<Word>,
    store: LutRam,
    slots: Vec<Reg<Word>>,
    head: Reg<Word>,
    tail: Reg<Word>,
    count: Reg<Word>,
    _depth: usize,
}

impl Fifo {
    /// A queue of `depth` words of `width` bits.
    pub fn new(width: usize, depth: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            in_valid: In::bit(),
            in_ready: Out::bit(),
            in_data: In::word(width),
            out_valid: Out::bit(),
            out_ready: In::bit(),
            out_data: Out::word(width),
            store: LutRam::new(width, depth),
            slots: many(depth.min(2), || Reg::word(width)),
            head: Reg::word(index_bits(depth)),
            tail: Reg::word(index_bits(depth)),
            count: Reg::word(count_bits(depth)),
            _depth: depth,
        }
    }
}

impl Logic for Fifo {
    #[hdl_gen]
    fn update(&mut self) {
        let last = self._depth - 1; // evaluated when printed: a constant
        let full = self.count.val() == self._depth; // a wire `full`
        let some = self.count.val().any();
        let push = self.in_valid.val() && !full;
        let pop = self.out_ready.val() && some;
        self.in_ready.next = !full;
        self.out_valid.next = some;
        if self._depth > 2 {
            self.out_data.next = self.store.read(self.head.val());
        } else {
            // The oldest word is in the first register, so that nothing stands between it and the output.
            self.out_data.next = self.slots[0].val();
        }
        if self._depth == 2 {
            if full {
                if pop {
                    self.slots[0].next = self.slots[1].val();
                }
            } else if push {
                if some && !pop {
                    self.slots[1].next = self.in_data.val();
                } else {
                    self.slots[0].next = self.in_data.val();
                }
            }
        }
        if push {
            if self._depth > 2 {
                self.store.write(self.tail.val(), self.in_data.val());
            } else if self._depth == 1 {
                self.slots[0].next = self.in_data.val();
            }
            if self._depth > 2 {
                self.tail.next =
                    if self.tail.val() == last { 0.into() } else { self.tail.val() + 1 };
            }
        }
        if self._depth > 2 {
            if pop {
                self.head.next =
                    if self.head.val() == last { 0.into() } else { self.head.val() + 1 };
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

impl Leaf for Fifo {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "fifo",
            "First-in first-out queue. A word pushed in cycle t is at the output in t+1.",
        )
        .param("w", self.in_data.width())
        .param("d", self._depth)
        .interface("in", "words in: one moves when valid and ready")
        .interface("out", "words out: one moves when valid and ready")
    }
}
