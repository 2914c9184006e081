//! Configuration: any value, and the same for a whole run.

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
    _early: bool,
}

impl Settled {
    /// A value of `width` bits, from the end of a reset on.
    pub fn new(width: usize) -> Self {
        Self::with(width, false)
    }

    /// The same, which is there in the last cycle of the reset too: for registers that start with it.
    pub fn early(width: usize) -> Self {
        Self::with(width, true)
    }

    fn with(width: usize, early: bool) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            wanted: In::word(width),
            value: Out::word(width),
            kept: Reg::word(width),
            _early: early,
        }
    }
}

impl Logic for Settled {
    #[hdl_gen]
    fn update(&mut self) {
        if self._early {
            self.value.next = if self.rst.val() { self.wanted.val() } else { self.kept.val() };
        } else {
            self.value.next = self.kept.val();
        }
        if self.rst.val() {
            self.kept.next = self.wanted.val();
        }
    }
}

impl Leaf for Settled {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("settled", "Any value, the same for a whole run.")
            .param("w", self.value.width())
            .param("early", self._early as usize)
    }
}
