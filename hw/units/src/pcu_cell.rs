//! The multiply-accumulate cell of one stage and lane of a PCU: what joins product, accumulators and sum.

use kiln_emit::prelude::*;

/// Chooses the operands of the adders, the result of the stage, and what the pipeline takes of it. Combinational.
#[derive(LogicBlock)]
pub struct PcuCell {
    /// The stage is systolic.
    pub systolic: In<Bit>,
    /// The constant if the sum starts from it, else zero.
    pub start: In<Word>,
    /// The sum goes on from the accumulator of a bank.
    pub from_bank: Vec<In<Bit>>,
    /// What leaves is of bank 1.
    pub leaving_bank: In<Bit>,
    /// The accumulator of each bank.
    pub accumulator: Vec<In<Word>>,
    /// First operand of the stage, zero where it is the accumulator.
    pub plain_a: In<Word>,
    /// Second operand of the stage.
    pub operand_b: In<Word>,
    /// The product.
    pub product: In<Word>,
    /// The result of all else that the functional unit has.
    pub other: In<Word>,
    /// First operand of the adders.
    pub sum_a: Out<Word>,
    /// Their second operand.
    pub sum_b: Out<Word>,
    /// Result of the stage.
    pub result: Out<Word>,
    /// What a pipeline register may take.
    pub passed: Out<Word>,
}

impl PcuCell {
    /// A cell.
    #[expect(clippy::new_without_default, reason = "leaves are made by `new`")]
    pub fn new() -> Self {
        Self {
            systolic: In::bit(),
            start: In::word(32),
            from_bank: many(2, In::bit),
            leaving_bank: In::bit(),
            accumulator: many(2, || In::word(32)),
            plain_a: In::word(32),
            operand_b: In::word(32),
            product: In::word(32),
            other: In::word(32),
            sum_a: Out::word(32),
            sum_b: Out::word(32),
            result: Out::word(32),
            passed: Out::word(32),
        }
    }
}

impl Logic for PcuCell {
    #[hdl_gen]
    fn update(&mut self) {
        let in_lanes = word(!self.systolic.val()).repeat(32);
        self.sum_a.next = (self.accumulator[0].val() & word(self.from_bank[0].val()).repeat(32))
            | (self.accumulator[1].val() & word(self.from_bank[1].val()).repeat(32))
            | self.start.val()
            | (self.plain_a.val() & in_lanes);
        self.sum_b.next =
            if self.systolic.val() { self.product.val() } else { self.operand_b.val() };
        let leaving = if self.leaving_bank.val() {
            self.accumulator[1].val()
        } else {
            self.accumulator[0].val()
        };
        let result = self.other.val() | (self.product.val() & in_lanes);
        self.result.next = result;
        self.passed.next = if self.systolic.val() { leaving } else { result };
    }
}

impl Leaf for PcuCell {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_cell",
            "Joins product, accumulators and sum of one stage and lane of a PCU. Combinational.",
        )
        .interface("systolic", "what all lanes do")
        .interface("accumulator", "the accumulators")
        .interface("plain", "operands of the stage")
        .interface("product", "what the functional unit gives")
        .interface("sum", "operands of its adders")
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
        check_leaf(PcuCell::new, 500, 1).unwrap();
    }
}
