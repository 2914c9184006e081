//! A round-robin arbiter: grants one of several requests in the cycle in which they are made.

use kiln_emit::prelude::*;

/// The arbiter. The lowest request at or above the one after the last granted wins, else the lowest of all.
#[derive(LogicBlock)]
pub struct PortArbiter {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high: number 0 is first again.
    pub rst: In<Bit>,
    /// A grant can be given.
    pub enable: In<Bit>,
    /// One bit a requester.
    pub request: In<Word>,
    /// One bit a requester: it is granted.
    pub grant: Out<Word>,
    /// Some request is granted.
    pub granted: Out<Bit>,
    /// Number of the requester that is granted, or would be.
    pub number: Out<Word>,
    passed: Reg<Word>,
    number_bit: Vec<Wire<Word>>,
    _count: usize,
}

impl PortArbiter {
    /// An arbiter of `count` requesters.
    pub fn new(count: usize) -> Self {
        let bits = index_bits(count);
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            enable: In::bit(),
            request: In::word(count),
            grant: Out::word(count),
            granted: Out::bit(),
            number: Out::word(bits),
            passed: Reg::word(count),
            number_bit: (0..=count).map(|_| Wire::word(bits)).collect(),
            _count: count,
        }
    }
}

impl Logic for PortArbiter {
    #[hdl_gen]
    fn update(&mut self) {
        let bits = index_bits(self._count);
        // `passed` marks the requesters below the next one.
        let above = self.request.val() & !self.passed.val();
        let field = if above.any() { above } else { self.request.val() };
        let winner = field & (-field);
        let some = self.enable.val() && field.any();
        self.granted.next = some;
        self.grant.next = winner & word(some).repeat(self._count);
        self.number_bit[0].next = 0.into();
        for i in 0..self._count {
            let part =
                if winner.bit(i) { Word::new(bits, i as u64) } else { Word::new(bits, 0u64) };
            self.number_bit[i + 1].next = self.number_bit[i].val() | part;
        }
        self.number.next = self.number_bit[self._count].val();
        if some {
            // All up to the winner; after the last one, none.
            if winner.bit(self._count - 1) {
                self.passed.next = 0.into();
            } else {
                self.passed.next = winner | (winner - 1);
            }
        }
        if self.rst.val() {
            self.passed.next = 0.into();
        }
    }
}

impl Leaf for PortArbiter {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "port_arbiter",
            "Round-robin arbiter; the grant comes in the cycle of the request.",
        )
        .param("n", self._count)
        .interface("request", "one bit a requester")
        .interface("grant", "one bit a requester")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        for count in [1, 5] {
            check_leaf(|| PortArbiter::new(count), 1000, 1).unwrap();
        }
    }
}
