//! What a stage of a PCU that can be systolic does in which cycle: accumulators, sums, and rows that leave.
//!
//! A product is there one functional unit later than its operands, and its sum one more. The beat is then where it
//! would be at the operands, or at the results, of the next stage.

use super::arith::OP_WIDTH;
use kiln_arch::config::mode;
use kiln_arch::num::Op;
use kiln_emit::prelude::*;

/// Values of `mode` as patterns take them.
const ACCUMULATE: u64 = mode::ACCUMULATE as u64;
const SYSTOLIC: u64 = mode::SYSTOLIC as u64;

const fn code(op: Option<Op>) -> u64 {
    match op {
        Some(op) => op as u64,
        None => 0,
    }
}

/// The products, and the operators of their sums.
pub(crate) const MUL_F: u64 = Op::MulF as u64;
const MUL_I: u64 = Op::MulI as u64;
pub(crate) const DOT_BF: u64 = Op::DotBf as u64;
const DOT_I8: u64 = Op::DotI8 as u64;
pub(crate) const SUM_F: u64 = code(Op::MulF.sum_of_product());
pub(crate) const SUM_I: u64 = code(Op::MulI.sum_of_product());

/// The control that all lanes of a stage share. Combinational but for `start` and what is constant during a run. See *Systolic form* in `docs/execution.md`, section 4.
#[derive(LogicBlock)]
pub struct PcuSystolic {
    /// Clock.
    pub clk: Clock,
    /// A value of `kiln_arch::config::mode`.
    pub mode: In<Word>,
    /// The constant of the stage.
    pub constant: In<Word>,
    /// The operator of the stage.
    pub op: In<Word>,
    /// Number of the stage, which is the row that it holds.
    pub number: In<Word>,
    /// Of the beat at the operands: the accumulator in bank 0.
    pub operands_way: In<Word>,
    /// It starts a fold.
    pub operands_first: In<Bit>,
    /// Of what the drain sends, where it is read: the accumulator in each bank, if that is a cycle before the results.
    pub leaving_way: Vec<In<Word>>,
    /// The bank of the beat beside it; what leaves is of the other.
    pub leaving_beside: In<Bit>,
    /// The drain sends something.
    pub leaving_valid: In<Bit>,
    /// The row that leaves.
    pub leaving_row: In<Word>,
    /// A beat is at the results of the functional unit.
    pub results_valid: In<Bit>,
    /// Of that beat, and of what the drain sends beside it: the accumulator in each bank.
    pub results_way: Vec<In<Word>>,
    /// The bank of the beat.
    pub results_bank: In<Bit>,
    /// The beat starts a fold.
    pub results_first: In<Bit>,
    /// A beat is where sums of products are there.
    pub sums_valid: In<Bit>,
    /// Its accumulator in each bank.
    pub sums_way: Vec<In<Word>>,
    /// Its bank.
    pub sums_bank: In<Bit>,
    /// The stage is systolic.
    pub systolic: Out<Bit>,
    /// The first operand of the stage is the accumulator.
    pub continues: Out<Bit>,
    /// The operator of its sums, or of the stage.
    pub sum_op: Out<Word>,
    /// The constant if the sum starts from it, else zero; registered like the operands.
    pub start: Out<Word>,
    /// The sum goes on from the accumulator of a bank.
    pub from_bank: Vec<Out<Bit>>,
    /// What leaves is of bank 1.
    pub leaving_bank: Out<Bit>,
    /// A pipeline register takes what leaves, or the result of a stage that is not systolic.
    pub take: Out<Bit>,
    /// The accumulator of each bank that is read.
    pub read_way: Vec<Out<Word>>,
    /// A bank is written.
    pub write_valid: Vec<Out<Bit>>,
    /// Which of its accumulators.
    pub write_way: Vec<Out<Word>>,
    /// The mode is systolic; it is not; it accumulates. Registers, because many wait for it: the second one is for the lanes.
    sums_products: Reg<Bit>,
    in_lanes: Reg<Bit>,
    accumulating: Reg<Bit>,
    starting: Vec<Reg<Word>>,
    left: Vec<Reg<Bit>>,
    _registered: bool,
    _early: bool,
}

impl PcuSystolic {
    /// For banks of `ways` accumulators in each of `stages` stages; `registered`: operands are; `early`: what leaves is read a
    /// cycle before it is taken.
    pub fn new(ways: usize, stages: usize, registered: bool, early: bool) -> Self {
        let way_bits = index_bits(ways);
        let row_bits = index_bits(stages);
        Self {
            clk: Clock::new(),
            mode: In::word(2),
            constant: In::word(32),
            op: In::word(OP_WIDTH),
            number: In::word(row_bits),
            operands_way: In::word(way_bits),
            operands_first: In::bit(),
            leaving_way: many(2 * usize::from(early), || In::word(way_bits)),
            leaving_beside: In::bit(),
            leaving_valid: In::bit(),
            leaving_row: In::word(row_bits),
            results_valid: In::bit(),
            results_way: many(2, || In::word(way_bits)),
            results_bank: In::bit(),
            results_first: In::bit(),
            sums_valid: In::bit(),
            sums_way: many(2, || In::word(way_bits)),
            sums_bank: In::bit(),
            systolic: Out::bit(),
            continues: Out::bit(),
            sum_op: Out::word(OP_WIDTH),
            start: Out::word(32),
            from_bank: many(2, Out::bit),
            leaving_bank: Out::bit(),
            take: Out::bit(),
            read_way: many(2, || Out::word(way_bits)),
            write_valid: many(2, Out::bit),
            write_way: many(2, || Out::word(way_bits)),
            sums_products: Reg::bit(),
            in_lanes: Reg::bit(),
            accumulating: Reg::bit(),
            starting: many(registered.into(), || Reg::word(32)),
            left: many(early.into(), Reg::bit),
            _registered: registered,
            _early: early,
        }
    }
}

impl Logic for PcuSystolic {
    #[hdl_gen]
    fn update(&mut self) {
        self.sums_products.next = self.mode.val() == SYSTOLIC;
        self.in_lanes.next = self.mode.val() != SYSTOLIC;
        self.accumulating.next = self.mode.val() == ACCUMULATE;
        let systolic = self.sums_products.val();
        let accumulates = self.accumulating.val();
        self.systolic.next = !self.in_lanes.val();

        let sums_f = self.op.val() == MUL_F || self.op.val() == DOT_BF;
        let sums_i = self.op.val() == MUL_I || self.op.val() == DOT_I8;
        self.sum_op.next = self.op.val();
        if systolic && sums_f {
            self.sum_op.next = SUM_F.into();
        }
        if systolic && sums_i {
            self.sum_op.next = SUM_I.into();
        }

        let goes_on = systolic && !self.results_first.val();
        let starts = systolic && self.results_first.val();
        if self._registered {
            self.starting[0].next = self.constant.val();
            if !starts {
                self.starting[0].next = 0.into();
            }
            self.start.next = self.starting[0].val();
        } else {
            self.start.next = self.constant.val() & word(starts).repeat(32);
        }
        let continues = accumulates && !self.operands_first.val();
        self.continues.next = continues;
        self.from_bank[0].next = (goes_on && !self.results_bank.val()) || continues;
        self.from_bank[1].next = goes_on && self.results_bank.val();

        let leaves = self.leaving_valid.val() && self.leaving_row.val() == self.number.val();
        self.leaving_bank.next = !self.leaving_beside.val();
        // Bank 0 is the one that accumulates in lanes.
        self.read_way[0].next =
            if systolic { self.results_way[0].val() } else { self.operands_way.val() };
        self.read_way[1].next = self.results_way[1].val();
        if self._early {
            self.left[0].next = leaves;
            self.take.next = self.left[0].val() || !systolic;
            // A tile that leaves has its bank to itself: its sums are done, and no later one is in it.
            if systolic && self.leaving_valid.val() && self.leaving_beside.val() {
                self.read_way[0].next = self.leaving_way[0].val();
            }
            if self.leaving_valid.val() && !self.leaving_beside.val() {
                self.read_way[1].next = self.leaving_way[1].val();
            }
        } else {
            self.take.next = leaves || !systolic;
        }
        self.write_way[0].next =
            if systolic { self.sums_way[0].val() } else { self.results_way[0].val() };
        self.write_valid[0].next = (systolic && self.sums_valid.val() && !self.sums_bank.val())
            || (accumulates && self.results_valid.val());
        self.write_way[1].next = self.sums_way[1].val();
        self.write_valid[1].next = systolic && self.sums_valid.val() && self.sums_bank.val();
    }
}

impl Leaf for PcuSystolic {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_systolic",
            "What all lanes of a stage that can be systolic do in which cycle.",
        )
        .param("ways", 1 << self.operands_way.width())
        .param("r", self.number.width())
        .param("registered", self._registered as usize)
        .param("early", self._early as usize)
        .interface("mode", "configuration, and the number of the stage")
        .interface("operands", "the beat at the operands")
        .interface("results", "the beat at the results")
        .interface("sums", "the beat where sums of products are there")
        .interface("leaving", "what is drained, where it is read")
        .interface("systolic", "the sum")
        .interface("take", "the pipeline registers")
        .interface("read", "the accumulators")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf_with;

    #[test]
    fn prints_as_it_simulates() {
        let ops = [Op::MulF, Op::MulI, Op::DotBf, Op::DotI8, Op::MaxI];
        for (registered, early) in [(false, false), (true, false), (true, true)] {
            check_leaf_with(
                || PcuSystolic::new(16, 3, registered, early),
                2000,
                1,
                |cycle, inputs| {
                    inputs.set("op", u32::from(ops[cycle as usize % ops.len()].code()));
                    if cycle % 3 == 0 {
                        inputs.set("mode", mode::SYSTOLIC);
                    }
                },
            )
            .unwrap();
        }
    }

    #[test]
    fn every_product_has_its_sum() {
        for &op in Op::ALL {
            let own = match op as u64 {
                MUL_F | DOT_BF => Some(SUM_F),
                MUL_I | DOT_I8 => Some(SUM_I),
                _ => None,
            };
            assert_eq!(own, op.sum_of_product().map(|sum| sum as u64), "{op}");
        }
    }
}
