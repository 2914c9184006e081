//! The sum of four products of signed bytes, in four cycles, with two multipliers that `DotBf16` borrows. In five cycles the
//! factors are in registers.
//!
//! For units that have both: a borrowed multiplier takes a significand with its hidden one, or a byte with its sign.

use super::LONG;
use super::codes::*;
use super::told::Told;
use kiln_emit::prelude::*;

sets! {
    WORKS: DOT_I8;
}

/// The operator of `OpGroup::DotI8`; four or five cycles from operands to result. As `DotI8`, but in four it has no registers
/// before the multipliers.
#[derive(LogicBlock)]
pub struct DotBytes {
    /// Clock.
    pub clk: Clock,
    /// What is to be done, by [`Told::SETS`].
    pub told: In<Word>,
    /// Four bytes.
    pub a: In<Word>,
    /// Four bytes.
    pub b: In<Word>,
    /// Factors of the borrowed multipliers, used if the operator is not this leaf's.
    pub factor_a: Vec<In<Word>>,
    /// The same.
    pub factor_b: Vec<In<Word>>,
    /// Products of the borrowed multipliers: a cycle later, of five cycles two.
    pub borrowed: Vec<Out<Word>>,
    /// Result.
    pub result: Out<Word>,
    left: Vec<Reg<Word>>,
    right: Vec<Reg<Word>>,
    product: Vec<Reg<Word>>,
    pair: Vec<Reg<Word>>,
    sum: Reg<Word>,
    value: Reg<Word>,
    _late: bool,
}

impl Told for DotBytes {
    const DECODER: &'static str = "dot_bytes_decode";
    const SETS: &'static [u64] = SETS;
}

impl DotBytes {
    /// The leaf, with its result after `cycles`: four or five.
    pub fn new(cycles: usize) -> Self {
        let late = cycles > LONG;
        Self {
            clk: Clock::new(),
            told: In::word(SETS.len()),
            a: In::word(32),
            b: In::word(32),
            factor_a: many(2, || In::word(8)),
            factor_b: many(2, || In::word(8)),
            borrowed: many(2, || Out::word(16)),
            result: Out::word(32),
            left: many(4 * usize::from(late), || Reg::word(9)),
            right: many(4 * usize::from(late), || Reg::word(9)),
            product: many(4, || Reg::word(16)),
            pair: many(2, || Reg::word(17)),
            sum: Reg::word(18),
            value: Reg::word(18),
            _late: late,
        }
    }
}

impl Logic for DotBytes {
    #[hdl_gen]
    fn update(&mut self) {
        let is_i8 = self.told.val().bit(WORKS);
        // Cycle 1: products; the low half of one of nine bits is that of one of eight. Whatever the operator: registers in a
        // multiplier have no enable of their own.
        for i in 0..4 {
            let byte_a = self.a.val().slice(8 * i, 8);
            let byte_b = self.b.val().slice(8 * i, 8);
            let x = if i < 2 {
                if is_i8 { byte_a.sext(9) } else { self.factor_a[i].val().zext(9) }
            } else {
                byte_a.sext(9)
            };
            let y = if i < 2 {
                if is_i8 { byte_b.sext(9) } else { self.factor_b[i].val().zext(9) }
            } else {
                byte_b.sext(9)
            };
            if self._late {
                self.left[i].next = x;
                self.right[i].next = y;
            }
            let left = if self._late { self.left[i].val() } else { x };
            let right = if self._late { self.right[i].val() } else { y };
            self.product[i].next = left.sext(16) * right.sext(16);
        }
        if is_i8 {
            // Cycle 2: two by two.
            for i in 0..2 {
                self.pair[i].next =
                    self.product[2 * i].val().sext(17) + self.product[2 * i + 1].val().sext(17);
            }

            // Cycle 3: all.
            self.sum.next = self.pair[0].val().sext(18) + self.pair[1].val().sext(18);

            // Cycle 4: as long as other leaves.
            self.value.next = self.sum.val();
        } else {
            self.value.next = 0.into();
        }
        for i in 0..2 {
            self.borrowed[i].next = self.product[i].val();
        }
        self.result.next = self.value.val().sext(32);
    }
}

impl Leaf for DotBytes {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "dot_bytes",
            "Sum of four products of signed bytes, with two multipliers to borrow. Zero for other operators.",
        )
        .param("t", LONG + usize::from(self._late))
        .interface("factor", "for the borrowed multipliers")
        .interface("borrowed", "their products")
        .interface("result", "the sum")
    }
}
