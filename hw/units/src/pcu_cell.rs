//! The multiply-accumulate cell of one stage and lane of a PCU: what joins product, accumulators and sum.

use kiln_emit::prelude::*;

/// Makes the operands of the functional unit, the result of the stage, and what the pipeline takes of it. Operands are
/// registered if the latency of the stage allows, and what leaves if it is read early; all else is combinational.
///
/// A sum is the OR of what it may start from, of which at most one is not zero. Registers are emptied by their reset.
#[derive(LogicBlock)]
pub struct PcuCell {
    /// Clock.
    pub clk: Clock,
    /// The stage is systolic.
    pub systolic: In<Bit>,
    /// The constant if a sum of products starts from it, else zero; registered like the operands.
    pub start: In<Word>,
    /// The sum goes on from the accumulator of a bank.
    pub from_bank: Vec<In<Bit>>,
    /// The first operand of the stage is the accumulator.
    pub continues: In<Bit>,
    /// What leaves is of bank 1.
    pub leaving_bank: In<Bit>,
    /// The accumulator of each bank.
    pub accumulator: Vec<In<Word>>,
    /// The first operand of the stage if it is not the accumulator, the second, the third.
    pub own: Vec<In<Word>>,
    /// The product.
    pub product: In<Word>,
    /// The result of all else that the functional unit has.
    pub other: In<Word>,
    /// The operands.
    pub operand: Vec<Out<Word>>,
    /// First operand of the adders.
    pub sum_a: Out<Word>,
    /// Their second operand.
    pub sum_b: Out<Word>,
    /// Result of the stage.
    pub result: Out<Word>,
    /// What a pipeline register may take.
    pub passed: Out<Word>,
    banks: Vec<Reg<Word>>,
    plain_a: Vec<Reg<Word>>,
    store: Vec<Reg<Word>>,
    left: Vec<Reg<Word>>,
    _registered: bool,
    _early: bool,
}

impl PcuCell {
    /// A cell; `registered`: operands are there a cycle later; `early`: what leaves is read a cycle before it is taken.
    pub fn new(registered: bool, early: bool) -> Self {
        let count = usize::from(registered);
        Self {
            clk: Clock::new(),
            systolic: In::bit(),
            start: In::word(32),
            from_bank: many(2, In::bit),
            continues: In::bit(),
            leaving_bank: In::bit(),
            accumulator: many(2, || In::word(32)),
            own: many(3, || In::word(32)),
            product: In::word(32),
            other: In::word(32),
            operand: many(3, || Out::word(32)),
            sum_a: Out::word(32),
            sum_b: Out::word(32),
            result: Out::word(32),
            passed: Out::word(32),
            banks: many(2 * count, || Reg::word(32)),
            plain_a: many(2 * count, || Reg::word(32)),
            store: many(3 * count, || Reg::word(32)),
            left: many(early.into(), || Reg::word(32)),
            _registered: registered,
            _early: early,
        }
    }
}

impl Logic for PcuCell {
    #[hdl_gen]
    fn update(&mut self) {
        let in_lanes = word(!self.systolic.val()).repeat(32);
        let sum_b = if self.systolic.val() { self.product.val() } else { self.own[1].val() };
        if self._registered {
            for bank in 0..2 {
                self.banks[bank].next = self.accumulator[bank].val();
                if !self.from_bank[bank].val() {
                    self.banks[bank].next = 0.into();
                }
            }
            // For the adders, and for all else.
            self.plain_a[0].next = self.own[0].val();
            self.plain_a[1].next = self.own[0].val();
            if self.continues.val() || self.systolic.val() {
                self.plain_a[0].next = 0.into();
            }
            if self.continues.val() {
                self.plain_a[1].next = 0.into();
            }
            self.store[0].next = self.own[1].val();
            self.store[1].next = self.own[2].val();
            self.store[2].next = sum_b;
            self.sum_a.next = self.banks[0].val()
                | self.banks[1].val()
                | self.start.val()
                | self.plain_a[0].val();
            self.operand[0].next = self.plain_a[1].val() | (self.banks[0].val() & in_lanes);
            self.operand[1].next = self.store[0].val();
            self.operand[2].next = self.store[1].val();
            self.sum_b.next = self.store[2].val();
        } else {
            let own_a = self.own[0].val() & word(!self.continues.val()).repeat(32);
            let bank_0 = self.accumulator[0].val() & word(self.from_bank[0].val()).repeat(32);
            let bank_1 = self.accumulator[1].val() & word(self.from_bank[1].val()).repeat(32);
            self.sum_a.next = bank_0 | bank_1 | self.start.val() | (own_a & in_lanes);
            self.operand[0].next = own_a | (bank_0 & in_lanes);
            self.operand[1].next = self.own[1].val();
            self.operand[2].next = self.own[2].val();
            self.sum_b.next = sum_b;
        }
        let leaving = if self.leaving_bank.val() {
            self.accumulator[1].val()
        } else {
            self.accumulator[0].val()
        };
        let result = self.other.val() | (self.product.val() & in_lanes);
        self.result.next = result;
        if self._early {
            self.left[0].next = leaving;
            self.passed.next = if self.systolic.val() { self.left[0].val() } else { result };
        } else {
            self.passed.next = if self.systolic.val() { leaving } else { result };
        }
    }
}

impl Leaf for PcuCell {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_cell",
            "Joins product, accumulators and sum of one stage and lane of a PCU.",
        )
        .param("registered", self._registered as usize)
        .param("early", self._early as usize)
        .interface("systolic", "what all lanes do")
        .interface("accumulator", "the accumulators")
        .interface("own", "registers, or constants")
        .interface("product", "what the functional unit gives")
        .interface("operand", "for the functional unit")
        .interface("sum", "for its adders")
        .interface("result", "for the accumulators")
        .interface("passed", "for the pipeline registers")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PcuCell::new(false, false), 500, 1).unwrap();
        check_leaf(|| PcuCell::new(true, false), 500, 2).unwrap();
        check_leaf(|| PcuCell::new(true, true), 500, 3).unwrap();
    }
}
