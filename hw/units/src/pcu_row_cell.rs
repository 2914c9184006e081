//! The multiply-accumulate cell of a lane of a stage that only holds a row of the systolic form.

use kiln_emit::prelude::*;

/// Joins product, accumulators and sum, and chooses what leaves. Operands are registered if the latency of the stage
/// allows; all else is combinational.
///
/// A sum is the OR of what it may start from, of which at most one is not zero. Registers are emptied by their reset.
#[derive(LogicBlock)]
pub struct PcuRowCell {
    /// Clock.
    pub clk: Clock,
    /// The constant if a sum starts from it, else zero; registered like the operands.
    pub start: In<Word>,
    /// The sum goes on from the accumulator of a bank.
    pub from_bank: Vec<In<Bit>>,
    /// What leaves is of bank 1.
    pub leaving_bank: In<Bit>,
    /// The accumulator of each bank.
    pub accumulator: Vec<In<Word>>,
    /// The factors of the lane.
    pub factor: Vec<In<Word>>,
    /// Their product.
    pub product: In<Word>,
    /// The factors, for the multipliers.
    pub operand: Vec<Out<Word>>,
    /// First operand of the adders.
    pub sum_a: Out<Word>,
    /// Their second operand.
    pub sum_b: Out<Word>,
    /// What the last pipeline register may take.
    pub leaving: Out<Word>,
    banks: Vec<Reg<Word>>,
    store: Vec<Reg<Word>>,
    _registered: bool,
}

impl PcuRowCell {
    /// A cell; `registered`: operands are there a cycle later.
    pub fn new(registered: bool) -> Self {
        let count = usize::from(registered);
        Self {
            clk: Clock::new(),
            start: In::word(32),
            from_bank: many(2, In::bit),
            leaving_bank: In::bit(),
            accumulator: many(2, || In::word(32)),
            factor: many(2, || In::word(32)),
            product: In::word(32),
            operand: many(2, || Out::word(32)),
            sum_a: Out::word(32),
            sum_b: Out::word(32),
            leaving: Out::word(32),
            banks: many(2 * count, || Reg::word(32)),
            store: many(3 * count, || Reg::word(32)),
            _registered: registered,
        }
    }
}

impl Logic for PcuRowCell {
    #[hdl_gen]
    fn update(&mut self) {
        if self._registered {
            for bank in 0..2 {
                self.banks[bank].next = self.accumulator[bank].val();
                if !self.from_bank[bank].val() {
                    self.banks[bank].next = 0.into();
                }
                self.store[bank].next = self.factor[bank].val();
                self.operand[bank].next = self.store[bank].val();
            }
            self.store[2].next = self.product.val();
            self.sum_a.next = self.banks[0].val() | self.banks[1].val() | self.start.val();
            self.sum_b.next = self.store[2].val();
        } else {
            let bank_0 = self.accumulator[0].val() & word(self.from_bank[0].val()).repeat(32);
            let bank_1 = self.accumulator[1].val() & word(self.from_bank[1].val()).repeat(32);
            self.sum_a.next = bank_0 | bank_1 | self.start.val();
            self.sum_b.next = self.product.val();
            for k in 0..2 {
                self.operand[k].next = self.factor[k].val();
            }
        }
        self.leaving.next = if self.leaving_bank.val() {
            self.accumulator[1].val()
        } else {
            self.accumulator[0].val()
        };
    }
}

impl Leaf for PcuRowCell {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_row_cell",
            "Joins product, accumulators and sum of one lane of a stage that only holds a row.",
        )
        .param("registered", self._registered as usize)
        .interface("start", "what all lanes do")
        .interface("accumulator", "the accumulators")
        .interface("factor", "registers")
        .interface("product", "what the multipliers give")
        .interface("operand", "for the multipliers")
        .interface("sum", "for the adders")
        .interface("leaving", "for the last pipeline register")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PcuRowCell::new(false), 500, 1).unwrap();
        check_leaf(|| PcuRowCell::new(true), 500, 2).unwrap();
    }
}
