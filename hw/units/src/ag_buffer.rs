//! A queue of memory beats in block RAM.
//!
//! It needs no bypass because its contract is slower by one cycle than a [`crate::fifo::Fifo`]'s: a beat pushed in cycle c
//! is at the output from c+2 on. It is counted from c+1 on.

use kiln_emit::prelude::*;

/// Ports and state.
#[derive(LogicBlock)]
pub struct AgBuffer {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// A beat is offered.
    pub in_valid: In<Bit>,
    /// There is room; depends on registers only.
    pub in_ready: Out<Bit>,
    /// The beat.
    pub in_data: In<Word>,
    /// A beat is there; depends on registers only.
    pub out_valid: Out<Bit>,
    /// The beat is taken. Only a beat that is there may be taken.
    pub out_ready: In<Bit>,
    /// The oldest beat.
    pub out_data: Out<Word>,
    /// A beat comes in.
    pub pushed: Out<Bit>,
    store: BlockRam,
    head: Reg<Word>,
    tail: Reg<Word>,
    filled: Reg<Word>,
    shown: Reg<Word>,
    arrived: Reg<Bit>,
    _depth: usize,
}

impl AgBuffer {
    /// A queue of `depth` beats (at least 2) of `width` bits.
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
            pushed: Out::bit(),
            store: BlockRam::new(width, depth),
            head: Reg::word(index_bits(depth)),
            tail: Reg::word(index_bits(depth)),
            filled: Reg::word(count_bits(depth)),
            shown: Reg::word(count_bits(depth)),
            arrived: Reg::bit(),
            _depth: depth,
        }
    }
}

impl Logic for AgBuffer {
    #[hdl_gen]
    fn update(&mut self) {
        let last = self._depth - 1;
        let room = self.filled.val() < self._depth;
        let push = self.in_valid.val() && room;
        let pop = self.out_ready.val() && self.shown.val().any();
        self.in_ready.next = room;
        self.out_valid.next = self.shown.val().any();
        self.out_data.next = self.store.val();
        self.pushed.next = push;
        // What the output holds changes when its beat leaves and when a beat has come; at other times nothing is read.
        if pop || self.arrived.val() {
            let after_head = if self.head.val() == last { 0.into() } else { self.head.val() + 1 };
            let next_head = if pop { after_head } else { self.head.val() };
            self.store.fetch(next_head);
            self.head.next = next_head;
        }
        if push {
            self.store.write(self.tail.val(), self.in_data.val());
            self.tail.next = if self.tail.val() == last { 0.into() } else { self.tail.val() + 1 };
        }
        if push != pop {
            self.filled.next = if push { self.filled.val() + 1 } else { self.filled.val() - 1 };
        }
        self.arrived.next = push;
        if self.arrived.val() != pop {
            self.shown.next =
                if self.arrived.val() { self.shown.val() + 1 } else { self.shown.val() - 1 };
        }
        if self.rst.val() {
            self.head.next = 0.into();
            self.tail.next = 0.into();
            self.filled.next = 0.into();
            self.shown.next = 0.into();
            self.arrived.next = false;
        }
    }
}

impl Leaf for AgBuffer {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "ag_buffer",
            "Queue of memory beats in block RAM. A beat pushed in cycle t is at the output in t+2.",
        )
        .param("w", self.in_data.width())
        .param("d", self._depth)
        .interface("in", "beats in: one moves when valid and ready")
        .interface("out", "beats out: one moves when valid and ready")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| AgBuffer::new(132, 6), 2000, 1).unwrap();
    }
}
