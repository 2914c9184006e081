//! Performance counters of all processes.
//!
//! A cycle may count in every process, so each count has a small register that can hold a round. A scanner goes round: in each
//! cycle it takes the small register of one count, and adds it to the count itself, a word of block RAM. A read waits until the
//! scanner comes by: a value that hits has seen every cycle up to five before.

use kiln_arch::registers::counter;
use kiln_emit::prelude::*;

/// Counts that a process has: the values of `counter`, each below this.
pub const COUNTS: usize = 3;

/// Cycles in which processes were busy, starved and blocked.
#[derive(LogicBlock)]
pub struct Perf {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high: all counts become zero.
    pub rst: In<Bit>,
    /// All counts become zero.
    pub clear: In<Bit>,
    /// The cycle counts.
    pub enable: In<Bit>,
    /// One bit a process: it does its work in this cycle.
    pub busy: In<Word>,
    /// It waits for an input.
    pub starved: In<Word>,
    /// It waits for space.
    pub blocked: In<Word>,
    /// Process number times four, plus a value of `counter`.
    pub select: In<Word>,
    /// There is such a count.
    pub known: Out<Bit>,
    /// `value` is the count selected.
    pub hit: Out<Bit>,
    /// A count.
    pub value: Out<Word>,
    /// What was to be counted in the cycle before, and in the one before that: units are far away, and the second register lets the
    /// first one be near its unit.
    sent: Vec<Reg<Word>>,
    events: Vec<Reg<Word>>,
    counts: Vec<Reg<Bit>>,
    /// One bit a count, three a process: the scanner is there.
    ring: Reg<Word>,
    /// The same as a number, as in `select`.
    number: Reg<Word>,
    which: Reg<Word>,
    /// It has not been everywhere since the counts became zero.
    fresh: Reg<Bit>,
    small: Vec<Reg<Word>>,
    /// What it took one and two cycles before, and where.
    taken: Vec<Reg<Word>>,
    place: Vec<Reg<Word>>,
    starts: Reg<Bit>,
    total: Reg<Word>,
    totals: BlockRam,
    event: Vec<Wire<Bit>>,
    chosen: Vec<Wire<Word>>,
    _processes: usize,
}

impl Perf {
    /// Counters of so many processes.
    pub fn new(processes: usize) -> Self {
        let counts = COUNTS * processes;
        let bits = count_bits(counts);
        let number = index_bits(processes);
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            clear: In::bit(),
            enable: In::bit(),
            busy: In::word(processes),
            starved: In::word(processes),
            blocked: In::word(processes),
            select: In::word(32),
            known: Out::bit(),
            hit: Out::bit(),
            value: Out::word(32),
            sent: many(COUNTS, || Reg::word(processes)),
            events: many(COUNTS, || Reg::word(processes)),
            counts: many(2, Reg::bit),
            ring: Reg::word(counts),
            number: Reg::word(number),
            which: Reg::word(2),
            fresh: Reg::bit(),
            small: many(counts, || Reg::word(bits)),
            taken: many(2, || Reg::word(bits)),
            place: many(2, || Reg::word(number + 2)),
            starts: Reg::bit(),
            total: Reg::word(32),
            totals: BlockRam::new(32, 1 << (number + 2)),
            event: many(counts, Wire::bit),
            chosen: many(counts, || Wire::word(bits)),
            _processes: processes,
        }
    }
}

/// A word whose `count` lowest bits are set.
fn ones(bits: usize, count: usize) -> Word {
    Word::new(bits, (1u64 << count.min(bits)) - 1)
}

impl Logic for Perf {
    #[hdl_gen]
    fn update(&mut self) {
        let counts = COUNTS * self._processes;
        let bits = count_bits(counts);
        let number = index_bits(self._processes);
        let restart = self.rst.val() || self.clear.val();
        self.sent[counter::BUSY as usize].next = self.busy.val();
        self.sent[counter::STARVED as usize].next = self.starved.val();
        self.sent[counter::BLOCKED as usize].next = self.blocked.val();
        self.counts[0].next = self.enable.val();
        self.counts[1].next = self.counts[0].val();
        for which in 0..COUNTS {
            self.events[which].next = self.sent[which].val();
        }
        for p in 0..self._processes {
            for which in 0..COUNTS {
                self.event[COUNTS * p + which].next = self.events[which].val().bit(p);
            }
        }
        for k in 0..counts {
            let here = self.ring.val().bit(k);
            let event = self.counts[1].val() && self.event[k].val();
            // One more, by flipping what is above a run of ones: a carry chain would take more.
            let old = self.small[k].val();
            let run1 = old & ((old << 1usize) | ones(bits, 1));
            let run2 = run1 & ((run1 << 2usize) | ones(bits, 2));
            let run4 = run2 & ((run2 << 4usize) | ones(bits, 4));
            let run = run4 & ((run4 << 8usize) | ones(bits, 8));
            let flips = (run << 1usize) | ones(bits, 1);
            self.small[k].next = if here {
                word(event).zext(bits)
            } else {
                old ^ (flips & word(event).repeat(bits))
            };
            let mine = self.small[k].val() & word(here).repeat(bits);
            if k == 0 {
                self.chosen[k].next = mine;
            } else {
                self.chosen[k].next = self.chosen[k - 1].val() | mine;
            }
        }

        // The round.
        let last = self.ring.val().bit(counts - 1);
        let on = self.which.val() == COUNTS as u64 - 1;
        self.ring.next = cat!(self.ring.val().slice(0, counts - 1), last);
        self.which.next = if on { 0.into() } else { self.which.val() + 1 };
        if on {
            self.number.next = if last { 0.into() } else { self.number.val() + 1 };
        }
        if last {
            self.fresh.next = false;
        }
        let place = cat!(self.number.val(), self.which.val());
        self.totals.fetch(place);
        self.taken[0].next = self.chosen[counts - 1].val();
        self.place[0].next = place;
        self.starts.next = self.fresh.val();

        // A cycle later the memory has read; another one later it is added.
        self.total.next = if self.starts.val() { 0.into() } else { self.totals.val() };
        self.taken[1].next = self.taken[0].val();
        self.place[1].next = self.place[0].val();
        let sum = self.total.val() + self.taken[1].val().zext(32);
        self.totals.write(self.place[1].val(), sum);
        self.value.next = sum;
        let wanted = self.select.val().slice(2, 30);
        self.known.next = wanted < self._processes && self.select.val().trunc(2) != COUNTS as u64;
        self.hit.next = self.place[1].val() == self.select.val().trunc(number + 2);

        if restart {
            self.counts[0].next = false;
            self.counts[1].next = false;
            self.ring.next = 1.into();
            self.number.next = 0.into();
            self.which.next = 0.into();
            self.fresh.next = true;
            for k in 0..counts {
                self.small[k].next = 0.into();
            }
        }
    }
}

impl Leaf for Perf {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "perf",
            "Cycles in which processes were busy, starved and blocked: small counts that a scanner adds to block RAM.",
        )
        .param("n", self._processes)
        .interface("busy", "what each process does in this cycle")
        .interface("select", "the count to read: wait for hit, if it is known")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| Perf::new(5), 1000, 1).unwrap();
        check_leaf(|| Perf::new(1), 300, 1).unwrap();
    }
}
