//! Integer add, subtract, min, max, absolute, negate, compares, logic, move and select, in two cycles.
//!
//! One adder serves all: absolute and negate are `!(a + !0)`, complement is `!(a + 0)`, and a compare is
//! the borrow of a difference, `<=` that of one less.

use super::OP_WIDTH;
use super::codes::*;
use kiln_emit::prelude::*;

/// A bit for the code of each operator.
const WORKS: u64 = bits(&[
    MOV, ADD_I, SUB_I, MIN_I, MAX_I, ABS_I, NEG_I, AND, OR, XOR, NOT, SELECT, EQ_I, NE_I, LT_I,
    LE_I, LT_U, LE_U,
]);

/// Operators of `OpGroup::Int`; two cycles from operands to result.
#[derive(LogicBlock)]
pub struct IntAlu {
    /// Clock.
    pub clk: Clock,
    /// Operator.
    pub op: In<Word>,
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

impl IntAlu {
    /// The leaf.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            op: In::word(OP_WIDTH),
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
        if Word::new(64, WORKS).bit(self.op.val()) {
            // Cycle 1: the sum or difference, and the bitwise function. Moving needs neither.
            self.first.next = self.a.val();
            let copies = match self.op.val().num() {
                MOV => true,
                _ => false,
            };
            if !copies {
                let uses_b = match self.op.val().num() {
                    ABS_I | NEG_I | NOT => false,
                    _ => true,
                };
                let inverts = match self.op.val().num() {
                    ADD_I | NOT => false,
                    _ => true,
                };
                let carry_in = match self.op.val().num() {
                    ADD_I | ABS_I | NEG_I | NOT | LE_I | LE_U => false,
                    _ => true,
                };
                let is_signed = match self.op.val().num() {
                    LT_U | LE_U => false,
                    _ => true,
                };
                let addend = (self.b.val() & word(uses_b).repeat(32)) ^ word(inverts).repeat(32);
                let total = self.a.val().zext(33) + addend.zext(33) + word(carry_in).zext(33);
                let signs_differ = self.a.val().bit(31) ^ self.b.val().bit(31);
                self.sum.next = total.trunc(32);
                self.less.next = !total.bit(32) ^ (is_signed && signs_differ);
                // Two bits choose the bitwise function, so that each bit of it is a function of four.
                let and_xor = match self.op.val().num() {
                    AND | XOR => true,
                    _ => false,
                };
                let or_xor = match self.op.val().num() {
                    OR | XOR => true,
                    _ => false,
                };
                self.second.next = if and_xor {
                    if or_xor { self.a.val() ^ self.b.val() } else { self.a.val() & self.b.val() }
                } else if or_xor {
                    self.a.val() | self.b.val()
                } else {
                    self.b.val()
                };
                self.condition.next = self.c.val().any();
            }

            // Cycle 2: choose.
            let takes_first = match self.op.val().num() {
                MIN_I => self.less.val(),
                MAX_I => !self.less.val(),
                SELECT => self.condition.val(),
                AND | OR | XOR => false,
                _ => true,
            };
            let takes_sum = match self.op.val().num() {
                ADD_I | SUB_I | NEG_I | NOT => true,
                ABS_I => self.first.val().bit(31),
                _ => false,
            };
            let complements = match self.op.val().num() {
                ABS_I | NEG_I | NOT => true,
                _ => false,
            };
            let chosen = if takes_first { self.first.val() } else { self.second.val() };
            let compares = match self.op.val().num() {
                EQ_I | NE_I | LT_I | LE_I | LT_U | LE_U => true,
                _ => false,
            };
            let answer = match self.op.val().num() {
                EQ_I => !self.sum.val().any(),
                NE_I => self.sum.val().any(),
                _ => self.less.val(),
            };
            self.value.next =
                if takes_sum { self.sum.val() ^ word(complements).repeat(32) } else { chosen };
            if compares {
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
