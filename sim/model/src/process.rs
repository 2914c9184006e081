//! What all units share: the cycle they act in, performance counters, and what they may report.

use kiln_arch::topology::UnitId;

use crate::network::{Networks, Port};
use crate::stage::Registers;

/// What a process does in a cycle, as its performance counters see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Activity {
    Busy,
    Starved,
    Blocked,
}

/// Performance counters of a process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Cycles in which it did its work.
    pub busy: u32,
    /// Cycles in which it waited for an input.
    pub starved: u32,
    /// Cycles in which it waited for space, or for an accumulator.
    pub blocked: u32,
}

impl Counters {
    #[inline]
    pub(crate) fn count(&mut self, activity: Activity) {
        let counter = match activity {
            Activity::Busy => &mut self.busy,
            Activity::Starved => &mut self.starved,
            Activity::Blocked => &mut self.blocked,
        };
        *counter = counter.wrapping_add(1);
    }
}

/// A rule that the configuration broke, before names and cycle are added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    EmptyLoop(usize),
    BankConflict(&'static str),
    RowBeyondMemory,
    MaskNotPrefix(u32),
    ShortBeat(usize),
}

/// What units act on in a cycle.
#[derive(Clone, Debug)]
pub(crate) struct Cycle {
    /// Number of the cycle, from the model's start.
    pub(crate) now: u64,
    pub(crate) links: Networks,
    /// Scratch for a PCU's beat.
    pub(crate) registers: Registers,
    /// Whether anything has moved, or will without further cause.
    pub(crate) active: bool,
    /// Whether performance counters count.
    pub(crate) counting: bool,
    /// The lowest unit that has seen wrong end marks.
    pub(crate) mark_error: Option<UnitId>,
}

impl Cycle {
    /// A unit reports end marks that do not match.
    pub(crate) fn flag_marks(&mut self, unit: UnitId) {
        self.mark_error = Some(self.mark_error.map_or(unit, |other| other.min(unit)));
    }

    /// Adds to a process's counters if the run is being counted.
    #[inline]
    pub(crate) fn count(&self, counters: &mut Counters, activity: Activity) {
        if self.counting {
            counters.count(activity);
        }
    }
}

/// What a process waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waiting {
    /// A beat at this input port.
    Input(Port),
    /// Space behind this output port.
    Output(Port),
    /// Another process of the unit. PMU: 0 its write side, 1 its read side; PCU: 0 issues, 1 drains.
    Side(usize),
    /// The memory.
    Memory,
    /// Nothing that another unit could give.
    Nothing,
}

/// What the model asks of any unit.
pub(crate) trait Unit {
    /// Which unit.
    fn unit(&self) -> UnitId;
    /// Idle by docs/execution.md.
    fn idle(&self, links: &Networks) -> bool;
    /// Counters of its processes, in order.
    fn counters(&self) -> Vec<Counters>;
    /// What each of its processes waits for; none if it has finished.
    fn waiting(&self, links: &Networks) -> Vec<Option<Waiting>>;
    /// Which of its processes sends.
    fn sender_side(&self) -> usize {
        0
    }
}
