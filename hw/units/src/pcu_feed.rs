//! What the functional unit of one stage and lane of a PCU computes with, if the stage accumulates in lanes alone.

use kiln_emit::prelude::*;

/// Joins the accumulator to the operands; registers them if the latency of the stage allows.
#[derive(LogicBlock)]
pub struct PcuFeed {
    /// Clock.
    pub clk: Clock,
    /// The first operand is the accumulator.
    pub continues: In<Bit>,
    /// The accumulator.
    pub accumulator: In<Word>,
    /// The first operand if it is not the accumulator, the second, the third.
    pub own: Vec<In<Word>>,
    /// The operands.
    pub operand: Vec<Out<Word>>,
    store: Vec<Reg<Word>>,
    _registered: bool,
}

impl PcuFeed {
    /// The feed of a lane; `registered`: a cycle later.
    pub fn new(registered: bool) -> Self {
        Self {
            clk: Clock::new(),
            continues: In::bit(),
            accumulator: In::word(32),
            own: many(3, || In::word(32)),
            operand: many(3, || Out::word(32)),
            store: many(4 * usize::from(registered), || Reg::word(32)),
            _registered: registered,
        }
    }
}

impl Logic for PcuFeed {
    #[hdl_gen]
    fn update(&mut self) {
        if self._registered {
            // Two registers, one of them zero: their resets choose.
            self.store[0].next = self.own[0].val();
            self.store[3].next = 0.into();
            if self.continues.val() {
                self.store[0].next = 0.into();
                self.store[3].next = self.accumulator.val();
            }
            self.store[1].next = self.own[1].val();
            self.store[2].next = self.own[2].val();
            self.operand[0].next = self.store[0].val() | self.store[3].val();
            self.operand[1].next = self.store[1].val();
            self.operand[2].next = self.store[2].val();
        } else {
            self.operand[0].next =
                if self.continues.val() { self.accumulator.val() } else { self.own[0].val() };
            self.operand[1].next = self.own[1].val();
            self.operand[2].next = self.own[2].val();
        }
    }
}

impl Leaf for PcuFeed {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("pcu_feed", "Operands of one stage and lane of a PCU without systolic form.")
            .param("registered", self._registered as usize)
            .interface("continues", "the accumulator")
            .interface("own", "registers, or constants")
            .interface("operand", "for the functional unit")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PcuFeed::new(false), 500, 1).unwrap();
        check_leaf(|| PcuFeed::new(true), 500, 2).unwrap();
    }
}
