//! Whether a switch has nothing to do.

use kiln_emit::prelude::*;

/// Idle when no FIFO has a beat.
#[derive(LogicBlock)]
pub struct SwitchIdle {
    /// One bit a FIFO: it has a beat.
    pub waiting: In<Word>,
    /// None has.
    pub idle: Out<Bit>,
}

impl SwitchIdle {
    /// For so many FIFOs.
    pub fn new(fifos: usize) -> Self {
        Self { waiting: In::word(fifos), idle: Out::bit() }
    }
}

impl Logic for SwitchIdle {
    #[hdl_gen]
    fn update(&mut self) {
        self.idle.next = !self.waiting.val().any();
    }
}

impl Leaf for SwitchIdle {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("switch_idle", "No FIFO has a beat.").param("n", self.waiting.width())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| SwitchIdle::new(9), 100, 1).unwrap();
    }
}
