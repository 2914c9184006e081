//! Performance counters of one process.

use kiln_arch::registers::counter;
use kiln_emit::prelude::*;

/// Counts of the cycles in which a process was busy, starved and blocked.
#[derive(LogicBlock)]
pub struct Perf {
    /// Clock.
    pub clk: Clock,
    /// All counts become zero.
    pub clear: In<Bit>,
    /// The cycle counts.
    pub enable: In<Bit>,
    /// The process does its work in this cycle.
    pub busy: In<Bit>,
    /// It waits for an input.
    pub starved: In<Bit>,
    /// It waits for space.
    pub blocked: In<Bit>,
    /// A value of `counter`.
    pub select: In<Word>,
    /// The count selected.
    pub value: Out<Word>,
    busy_count: Reg<Word>,
    starved_count: Reg<Word>,
    blocked_count: Reg<Word>,
}

impl Perf {
    /// The only form.
    #[expect(clippy::new_without_default, reason = "leaves are made by `new`")]
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            clear: In::bit(),
            enable: In::bit(),
            busy: In::bit(),
            starved: In::bit(),
            blocked: In::bit(),
            select: In::word(2),
            value: Out::word(32),
            busy_count: Reg::word(32),
            starved_count: Reg::word(32),
            blocked_count: Reg::word(32),
        }
    }
}

const BUSY: u64 = counter::BUSY as u64;
const STARVED: u64 = counter::STARVED as u64;
const BLOCKED: u64 = counter::BLOCKED as u64;

impl Logic for Perf {
    #[hdl_gen]
    fn update(&mut self) {
        if self.enable.val() && self.busy.val() {
            self.busy_count.next = self.busy_count.val() + 1;
        }
        if self.enable.val() && self.starved.val() {
            self.starved_count.next = self.starved_count.val() + 1;
        }
        if self.enable.val() && self.blocked.val() {
            self.blocked_count.next = self.blocked_count.val() + 1;
        }
        if self.clear.val() {
            self.busy_count.next = 0.into();
            self.starved_count.next = 0.into();
            self.blocked_count.next = 0.into();
        }
        match self.select.val().num() {
            BUSY => self.value.next = self.busy_count.val(),
            STARVED => self.value.next = self.starved_count.val(),
            BLOCKED => self.value.next = self.blocked_count.val(),
            _ => self.value.next = 0.into(),
        }
    }
}

impl Leaf for Perf {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("perf", "Cycles in which a process was busy, starved and blocked.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(Perf::new, 500, 1).unwrap();
    }
}
