//! Integer add, subtract, min, max, absolute, negate, compares, logic, move and select, in two cycles.
//!
//! One adder serves all: absolute and negate are `!(a + !0)`, complement is `!(a + 0)`, and a compare is
//! the borrow of a difference, `<=` that of one less.

use super::codes::*;
use super::told::Told;
use kiln_emit::prelude::*;

sets! {
    WORKS: MOV | ADD_I | SUB_I | MIN_I | MAX_I | ABS_I | NEG_I | AND | OR | XOR | NOT | SELECT | EQ_I | NE_I | LT_I | LE_I
        | LT_U | LE_U;
    COPIES: MOV;
    IGNORES_B: ABS_I | NEG_I | NOT;
    KEEPS_B: ADD_I | NOT;
    NO_CARRY: ADD_I | ABS_I | NEG_I | NOT | LE_I | LE_U;
    UNSIGNED: LT_U | LE_U;
    AND_XOR: AND | XOR;
    OR_XOR: OR | XOR;
    LESSER: MIN_I;
    GREATER: MAX_I;
    SELECTS: SELECT;
    BITWISE: AND | OR | XOR;
    SUMS: ADD_I | SUB_I | NEG_I | NOT;
    ABSOLUTE: ABS_I;
    COMPLEMENTS: ABS_I | NEG_I | NOT;
    COMPARES: EQ_I | NE_I | LT_I | LE_I | LT_U | LE_U;
    EQUAL: EQ_I;
    UNEQUAL: NE_I;
}

/// Operators of `OpGroup::Int`; two cycles from operands to result.
#[derive(LogicBlock)]
pub struct IntAlu {
    /// Clock.
    pub clk: Clock,
    /// What is to be done, by [`Told::SETS`].
    pub told: In<Word>,
    /// First operand.
    pub a: In<Word>,
    /// Second operand.
    pub b: In<Word>,
    /// Condition of select.
    pub c: In<Word>,
    /// Result.
    pub result: Out<Word>,
    sum: Reg<Word>,
    first: Reg<Word>,
    second: Reg<Word>,
    less: Reg<Bit>,
    condition: Reg<Bit>,
    value: Reg<Word>,
}

impl Told for IntAlu {
    const DECODER: &'static str = "int_alu_decode";
    const SETS: &'static [u64] = SETS;
}

impl IntAlu {
    /// The leaf.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            told: In::word(SETS.len()),
            a: In::word(32),
            b: In::word(32),
            c: In::word(32),
            result: Out::word(32),
            sum: Reg::word(32),
            first: Reg::word(32),
            second: Reg::word(32),
            less: Reg::bit(),
            condition: Reg::bit(),
            value: Reg::word(32),
        }
    }
}

impl Logic for IntAlu {
    #[hdl_gen]
    fn update(&mut self) {
        if self.told.val().bit(WORKS) {
            // Cycle 1: the sum or difference, and the bitwise function. Moving needs neither.
            self.first.next = self.a.val();
            if !self.told.val().bit(COPIES) {
                let uses_b = word(!self.told.val().bit(IGNORES_B)).repeat(32);
                let inverts = word(!self.told.val().bit(KEEPS_B)).repeat(32);
                let carry_in = word(!self.told.val().bit(NO_CARRY));
                let addend = (self.b.val() & uses_b) ^ inverts;
                let total = self.a.val().zext(33) + addend.zext(33) + carry_in.zext(33);
                let signs_differ = self.a.val().bit(31) ^ self.b.val().bit(31);
                self.sum.next = total.trunc(32);
                self.less.next = !total.bit(32) ^ (!self.told.val().bit(UNSIGNED) && signs_differ);
                // Two bits choose the bitwise function, so that each bit of it is a function of four.
                let or_xor = self.told.val().bit(OR_XOR);
                self.second.next = if self.told.val().bit(AND_XOR) {
                    if or_xor { self.a.val() ^ self.b.val() } else { self.a.val() & self.b.val() }
                } else if or_xor {
                    self.a.val() | self.b.val()
                } else {
                    self.b.val()
                };
                self.condition.next = self.c.val().any();
            }

            // Cycle 2: choose.
            let least = self.told.val().bit(LESSER);
            let most = self.told.val().bit(GREATER);
            let selects = self.told.val().bit(SELECTS);
            let takes_first = if least || most {
                self.less.val() != most
            } else if selects {
                self.condition.val()
            } else {
                !self.told.val().bit(BITWISE)
            };
            let negative = self.first.val().bit(31);
            let takes_sum = self.told.val().bit(SUMS) || self.told.val().bit(ABSOLUTE) && negative;
            let complements = word(self.told.val().bit(COMPLEMENTS)).repeat(32);
            let chosen = if takes_first { self.first.val() } else { self.second.val() };
            let unequal = self.sum.val().any();
            let answer = if self.told.val().bit(EQUAL) || self.told.val().bit(UNEQUAL) {
                unequal != self.told.val().bit(EQUAL)
            } else {
                self.less.val()
            };
            self.value.next = if takes_sum { self.sum.val() ^ complements } else { chosen };
            if self.told.val().bit(COMPARES) {
                self.value.next = word(answer).zext(32);
            }
        } else {
            self.value.next = 0.into();
        }
        self.result.next = self.value.val();
    }
}

impl Leaf for IntAlu {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "int_alu",
            "Integer add, min, max, compares, logic, move and select. Two cycles; zero for other operators.",
        )
    }
}
