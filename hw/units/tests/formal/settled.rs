//! Configuration: any value, and the same for a whole run, from the last cycle of the reset before it.

use kiln_emit::prelude::*;

/// Takes what is wanted while in reset, and keeps it.
#[derive(LogicBlock)]
pub struct Settled {
    pub clk: Clock,
    pub rst: In<Bit>,
    /// Free.
    pub wanted: In<Word>,
    pub value: Out<Word>,
    kept: Reg<Word>,
}

impl Settled {
    /// A value of `width` bits.
    pub fn new(width: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            wanted: In::word(width),
            value: Out::word(width),
            kept: Reg::word(width),
        }
    }
}

impl Logic for Settled {
    #[hdl_gen]
    fn update(&mut self) {
        self.value.next = if self.rst.val() { self.wanted.val() } else { self.kept.val() };
        if self.rst.val() {
            self.kept.next = self.wanted.val();
        }
    }
}

impl Leaf for Settled {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("settled", "Any value, the same for a whole run.")
            .param("w", self.value.width())
    }
}
