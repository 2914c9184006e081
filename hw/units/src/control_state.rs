//! The control unit's state: loads, runs, ends runs, and counts their cycles. See section 8 of `docs/execution.md`.

use kiln_arch::registers::{command, reason, state};
use kiln_emit::prelude::*;

/// The state machine.
#[derive(LogicBlock)]
pub struct ControlState {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// The host writes a command.
    pub command_valid: In<Bit>,
    /// A value of `command`.
    pub command: In<Word>,
    /// Longest run in cycles, 0 for any.
    pub watchdog: In<Word>,
    /// One bit a unit: it is idle.
    pub unit_idle: In<Word>,
    /// One bit a switch: it is idle.
    pub switch_idle: In<Word>,
    /// Some unit has had a memory error.
    pub memory_error: In<Bit>,
    /// The lowest such unit.
    pub memory_unit: In<Word>,
    /// Some unit has had an error in its end marks.
    pub mark_error: In<Bit>,
    /// The lowest such unit.
    pub mark_unit: In<Word>,
    /// No memory transaction is under way.
    pub drained: In<Bit>,
    /// The loader ends.
    pub loader_done: In<Bit>,
    /// Its reason.
    pub loader_reason: In<Word>,
    /// It has changed the configuration.
    pub loader_changed: In<Bit>,
    /// The loader starts.
    pub loader_start: Out<Bit>,
    /// The units are in reset.
    pub unit_rst: Out<Bit>,
    /// No memory transaction may start.
    pub halt: Out<Bit>,
    /// A run starts with the next cycle.
    pub go: Out<Bit>,
    /// The state is RUNNING.
    pub running: Out<Bit>,
    /// The state is LOADING, RUNNING or DRAINING.
    pub active: Out<Bit>,
    /// A value of `state`.
    pub state: Out<Word>,
    /// A value of `reason`.
    pub reason: Out<Word>,
    /// The unit at fault.
    pub culprit: Out<Word>,
    /// A configuration is loaded.
    pub configured: Out<Bit>,
    /// Cycles of the last load.
    pub cycles_configure: Out<Word>,
    /// Cycles of the last run.
    pub cycles_run: Out<Word>,
    now: Reg<Word>,
    /// The state in the next cycle.
    then: Wire<Word>,
    /// What all units hear is decoded a cycle ahead.
    resting: Reg<Bit>,
    halting: Reg<Bit>,
    cause: Reg<Word>,
    unit: Reg<Word>,
    loaded: Reg<Bit>,
    quiet: Reg<Bit>,
    configure_count: Reg<Word>,
    run_count: Reg<Word>,
    _units: usize,
}

impl ControlState {
    /// For so many units and switches.
    pub fn new(units: usize, switches: usize) -> Self {
        let number = || In::word(index_bits(units + 1));
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            command_valid: In::bit(),
            command: In::word(32),
            watchdog: In::word(32),
            unit_idle: In::word(units),
            switch_idle: In::word(switches),
            memory_error: In::bit(),
            memory_unit: number(),
            mark_error: In::bit(),
            mark_unit: number(),
            drained: In::bit(),
            loader_done: In::bit(),
            loader_reason: In::word(4),
            loader_changed: In::bit(),
            loader_start: Out::bit(),
            unit_rst: Out::bit(),
            halt: Out::bit(),
            go: Out::bit(),
            running: Out::bit(),
            active: Out::bit(),
            state: Out::word(3),
            reason: Out::word(4),
            culprit: Out::word(index_bits(units + 1)),
            configured: Out::bit(),
            cycles_configure: Out::word(32),
            cycles_run: Out::word(32),
            now: Reg::word(3),
            then: Wire::word(3),
            resting: Reg::bit(),
            halting: Reg::bit(),
            cause: Reg::word(4),
            unit: Reg::word(index_bits(units + 1)),
            loaded: Reg::bit(),
            quiet: Reg::bit(),
            configure_count: Reg::word(32),
            run_count: Reg::word(32),
            _units: units,
        }
    }
}

impl Logic for ControlState {
    #[hdl_gen]
    fn update(&mut self) {
        self.then.next = self.now.val();
        let loading = self.now.val() == state::LOADING;
        let running = self.now.val() == state::RUNNING;
        let draining = self.now.val() == state::DRAINING;
        let rests = !(loading || running || draining);
        let load = self.command_valid.val() && self.command.val() == command::LOAD && rests;
        let go = self.command_valid.val()
            && self.command.val() == command::GO
            && rests
            && self.loaded.val();
        let abort = self.command_valid.val() && self.command.val() == command::ABORT;
        let overdue = self.watchdog.val().any() && self.run_count.val() >= self.watchdog.val();
        self.quiet.next = self.unit_idle.val().all() && self.switch_idle.val().all() && running;

        if loading {
            self.configure_count.next = self.configure_count.val() + 1;
            if self.loader_done.val() {
                let failed = self.loader_reason.val().any();
                self.then.next = if failed { state::FAILED.into() } else { state::IDLE.into() };
                self.cause.next = self.loader_reason.val();
                if self.loader_reason.val() == reason::MEMORY {
                    self.unit.next = self._units.into();
                }
                if self.loader_changed.val() {
                    self.loaded.next = !failed;
                }
            }
        }
        if running {
            self.run_count.next = self.run_count.val() + 1;
            if self.memory_error.val() {
                self.then.next = state::DRAINING.into();
                self.cause.next = reason::MEMORY.into();
                self.unit.next = self.memory_unit.val();
            } else if self.mark_error.val() {
                self.then.next = state::DRAINING.into();
                self.cause.next = reason::MARKS.into();
                self.unit.next = self.mark_unit.val();
            } else if abort {
                self.then.next = state::DRAINING.into();
                self.cause.next = reason::ABORT.into();
            } else if overdue {
                self.then.next = state::DRAINING.into();
                self.cause.next = reason::WATCHDOG.into();
            } else if self.quiet.val() {
                self.then.next = state::DONE.into();
            }
        }
        if draining && self.drained.val() {
            self.then.next = state::FAILED.into();
        }
        if load {
            self.then.next = state::LOADING.into();
            self.configure_count.next = 0.into();
        }
        if go {
            self.then.next = state::RUNNING.into();
            self.run_count.next = 0.into();
        }
        if load || go {
            self.cause.next = reason::NONE.into();
            self.unit.next = 0.into();
        }
        if self.rst.val() {
            self.then.next = state::IDLE.into();
            self.cause.next = reason::NONE.into();
            self.unit.next = 0.into();
            self.loaded.next = false;
            self.quiet.next = false;
            self.configure_count.next = 0.into();
            self.run_count.next = 0.into();
        }

        self.now.next = self.then.val();
        let runs = self.then.val() == state::RUNNING;
        self.resting.next = !(runs || self.then.val() == state::DRAINING);
        self.halting.next = !runs;

        self.loader_start.next = load;
        self.unit_rst.next = self.resting.val();
        // In the first cycle after draining the units are not reset yet and may still request.
        self.halt.next = self.halting.val();
        self.go.next = go;
        self.running.next = running;
        self.active.next = !rests;
        self.state.next = self.now.val();
        self.reason.next = self.cause.val();
        self.culprit.next = self.unit.val();
        self.configured.next = self.loaded.val();
        self.cycles_configure.next = self.configure_count.val();
        self.cycles_run.next = self.run_count.val();
    }
}

impl Leaf for ControlState {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "control_state",
            "The control unit's state machine: loads, runs, and ends runs.",
        )
        .param("n", self._units)
        .param("s", self.switch_idle.width())
        .interface("command", "the host's commands")
        .interface("loader", "the configuration loader")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| ControlState::new(12, 4), 2000, 1).unwrap();
    }
}
