//! What an address generator tells the control unit: idle, and what its process does. See section 6 of
//! `docs/execution.md`.

use kiln_emit::prelude::*;

/// The signals, combinational.
#[derive(LogicBlock)]
pub struct AgStatus {
    /// The unit takes part in the run.
    pub enable: In<Bit>,
    /// The unit stores, else it loads.
    pub store: In<Bit>,
    /// The counters have finished.
    pub finished: In<Bit>,
    /// The queue of rows has one.
    pub queued: In<Bit>,
    /// The request process has a row.
    pub requesting: In<Bit>,
    /// Write bursts have no response yet.
    pub waiting: In<Bit>,
    /// The data process has a row.
    pub open: In<Bit>,
    /// An input port has a beat.
    pub vector_in: In<Bit>,
    /// Likewise.
    pub scalar_in: In<Bit>,
    /// An output port has a beat.
    pub vector_out: In<Bit>,
    /// Likewise.
    pub scalar_out: In<Bit>,
    /// The data process works.
    pub working: In<Bit>,
    /// A store waits for its port.
    pub hungry: In<Bit>,
    /// A load has the words of its next beat.
    pub ready: In<Bit>,
    /// It works.
    pub busy: Out<Bit>,
    /// It waits for beats.
    pub starved: Out<Bit>,
    /// It waits for space.
    pub blocked: Out<Bit>,
    /// Nothing is left to do.
    pub idle: Out<Bit>,
}

impl AgStatus {
    /// The only form.
    #[expect(clippy::new_without_default, reason = "leaves are made by `new`")]
    pub fn new() -> Self {
        Self {
            enable: In::bit(),
            store: In::bit(),
            finished: In::bit(),
            queued: In::bit(),
            requesting: In::bit(),
            waiting: In::bit(),
            open: In::bit(),
            vector_in: In::bit(),
            scalar_in: In::bit(),
            vector_out: In::bit(),
            scalar_out: In::bit(),
            working: In::bit(),
            hungry: In::bit(),
            ready: In::bit(),
            busy: Out::bit(),
            starved: Out::bit(),
            blocked: Out::bit(),
            idle: Out::bit(),
        }
    }
}

impl Logic for AgStatus {
    #[hdl_gen]
    fn update(&mut self) {
        let rows =
            !self.finished.val() || self.queued.val() || self.requesting.val() || self.open.val();
        let load_rest = self.vector_out.val() || self.scalar_out.val();
        let store_rest = self.vector_in.val() || self.scalar_in.val() || self.waiting.val();
        let rest = if self.store.val() { store_rest } else { load_rest };
        self.idle.next = !self.enable.val() || !(rows || rest);
        // A load's beats that wait in its output queue are no longer its work; a store's responses are.
        let counted = self.enable.val() && (rows || self.store.val() && store_rest);
        let starving = if self.store.val() { self.hungry.val() } else { !self.ready.val() };
        self.busy.next = counted && self.working.val();
        self.starved.next = counted && !self.working.val() && starving;
        self.blocked.next = counted && !self.working.val() && !starving;
    }
}

impl Leaf for AgStatus {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("ag_status", "What an address generator is doing. Combinational.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(AgStatus::new, 500, 1).unwrap();
    }
}
