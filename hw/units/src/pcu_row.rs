//! What a stage of a PCU that only holds a row of the systolic form does in which cycle: its sums, and when they leave.
//!
//! The part of `pcu_systolic` that is left without the other modes. A product is there one functional unit later than its
//! operands, and its sum one more.

use super::arith::OP_WIDTH;
use super::pcu_systolic::{DOT_BF, MUL_F, SUM_F, SUM_I};
use kiln_emit::prelude::*;

/// The control that all lanes of the stage share. Combinational but for `start`. See *Systolic form* in `docs/execution.md`, section 4.
#[derive(LogicBlock)]
pub struct PcuRow {
    /// Clock.
    pub clk: Clock,
    /// The stage holds a row.
    pub systolic: In<Bit>,
    /// What its sums start from.
    pub constant: In<Word>,
    /// The operator of its products.
    pub op: In<Word>,
    /// Number of the stage, which is the row that it holds.
    pub number: In<Word>,
    /// Of the beat that passes the stage, a cycle after its operands: the accumulator in each bank.
    pub passing_way: Vec<In<Word>>,
    /// Its bank; what leaves is of the other.
    pub passing_bank: In<Bit>,
    /// The drain sends beside it.
    pub passing_drain: In<Bit>,
    /// The row that leaves.
    pub passing_row: In<Word>,
    /// Of the beat at the products: the accumulator in each bank.
    pub results_way: Vec<In<Word>>,
    /// Its bank.
    pub results_bank: In<Bit>,
    /// It starts a fold.
    pub results_first: In<Bit>,
    /// A beat is where sums are there.
    pub sums_valid: In<Bit>,
    /// Its bank.
    pub sums_bank: In<Bit>,
    /// The operator of the sums.
    pub sum_op: Out<Word>,
    /// The constant if the sum starts from it, else zero; registered like the operands.
    pub start: Out<Word>,
    /// The sum goes on from the accumulator of a bank.
    pub from_bank: Vec<Out<Bit>>,
    /// What leaves is of bank 1.
    pub leaving_bank: Out<Bit>,
    /// The last pipeline register takes what leaves.
    pub take: Out<Bit>,
    /// The accumulator of each bank that is read.
    pub read_way: Vec<Out<Word>>,
    /// A bank is written.
    pub write_valid: Vec<Out<Bit>>,
    starting: Vec<Reg<Word>>,
    _registered: bool,
}

impl PcuRow {
    /// For banks of `ways` accumulators in each of `stages` stages; `registered`: operands are.
    pub fn new(ways: usize, stages: usize, registered: bool) -> Self {
        let way_bits = index_bits(ways);
        let row_bits = index_bits(stages);
        Self {
            clk: Clock::new(),
            systolic: In::bit(),
            constant: In::word(32),
            op: In::word(OP_WIDTH),
            number: In::word(row_bits),
            passing_way: many(2, || In::word(way_bits)),
            passing_bank: In::bit(),
            passing_drain: In::bit(),
            passing_row: In::word(row_bits),
            results_way: many(2, || In::word(way_bits)),
            results_bank: In::bit(),
            results_first: In::bit(),
            sums_valid: In::bit(),
            sums_bank: In::bit(),
            sum_op: Out::word(OP_WIDTH),
            start: Out::word(32),
            from_bank: many(2, Out::bit),
            leaving_bank: Out::bit(),
            take: Out::bit(),
            read_way: many(2, || Out::word(way_bits)),
            write_valid: many(2, Out::bit),
            starting: many(registered.into(), || Reg::word(32)),
            _registered: registered,
        }
    }
}

impl Logic for PcuRow {
    #[hdl_gen]
    fn update(&mut self) {
        let floats = self.op.val() == MUL_F || self.op.val() == DOT_BF;
        self.sum_op.next = if floats { SUM_F.into() } else { SUM_I.into() };

        let starts = self.results_first.val();
        if self._registered {
            self.starting[0].next = self.constant.val();
            if !starts {
                self.starting[0].next = 0.into();
            }
            self.start.next = self.starting[0].val();
        } else {
            self.start.next = self.constant.val() & word(starts).repeat(32);
        }
        self.from_bank[0].next = !starts && !self.results_bank.val();
        self.from_bank[1].next = !starts && self.results_bank.val();

        let leaves = self.passing_drain.val() && self.passing_row.val() == self.number.val();
        self.leaving_bank.next = !self.passing_bank.val();
        self.take.next = leaves && self.systolic.val();
        // A tile that leaves has its bank to itself: its sums are done, and no later one is in it.
        let drains_1 = self.passing_drain.val() && !self.passing_bank.val();
        let drains_0 = self.passing_drain.val() && self.passing_bank.val();
        self.read_way[0].next =
            if drains_0 { self.passing_way[0].val() } else { self.results_way[0].val() };
        self.read_way[1].next =
            if drains_1 { self.passing_way[1].val() } else { self.results_way[1].val() };

        let sums = self.systolic.val() && self.sums_valid.val();
        self.write_valid[0].next = sums && !self.sums_bank.val();
        self.write_valid[1].next = sums && self.sums_bank.val();
    }
}

impl Leaf for PcuRow {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_row",
            "What all lanes of a stage that only holds a row do in which cycle.",
        )
        .param("ways", 1 << self.read_way[0].width())
        .param("r", self.number.width())
        .param("registered", self._registered as usize)
        .interface("systolic", "configuration, and the number of the stage")
        .interface("passing", "the beat, and what is drained, that passes")
        .interface("results", "the beat at the products")
        .interface("sums", "the beat where sums are there")
        .interface("sum_op", "the sum")
        .interface("leaving", "the pipeline registers")
        .interface("read", "the accumulators")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_arch::num::Op;
    use kiln_emit::prove::check_leaf_with;

    #[test]
    fn prints_as_it_simulates() {
        let ops = [Op::MulF, Op::MulI, Op::DotBf, Op::DotI8];
        for registered in [false, true] {
            check_leaf_with(
                || PcuRow::new(16, 6, registered),
                1000,
                1,
                |cycle, inputs| inputs.set("op", u32::from(ops[cycle as usize % ops.len()].code())),
            )
            .unwrap();
        }
    }

    #[test]
    fn every_product_has_its_sum() {
        for &op in Op::ALL {
            let floats = op as u64 == MUL_F || op as u64 == DOT_BF;
            let own = if floats { SUM_F } else { SUM_I };
            if let Some(sum) = op.sum_of_product() {
                assert_eq!(own, sum as u64, "{op}");
            }
        }
    }
}
