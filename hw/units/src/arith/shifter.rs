//! Shifts left, right, and right with sign, in two cycles.
//!
//! A funnel: 63 bits are shifted right by 0 to 31. For a left shift by n the word is in the upper half and the
//! amount is 31 - n, the complement of n.

use super::codes::*;
use super::told::Told;
use kiln_emit::prelude::*;

sets! {
    WORKS: SHL | SHR | SHR_U;
    LEFT: SHL;
    RIGHT_SIGNED: SHR;
}

/// Operators of `OpGroup::Shift`; two cycles from operands to result.
#[derive(LogicBlock)]
pub struct Shifter {
    /// Clock.
    pub clk: Clock,
    /// What is to be done, by [`Told::SETS`].
    pub told: In<Word>,
    /// Word to shift.
    pub a: In<Word>,
    /// Amount.
    pub b: In<Word>,
    /// Result.
    pub result: Out<Word>,
    coarse: Reg<Word>,
    fine_amount: Reg<Word>,
    value: Reg<Word>,
}

impl Told for Shifter {
    const DECODER: &'static str = "shifter_decode";
    const SETS: &'static [u64] = SETS;
}

impl Shifter {
    /// The leaf.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            told: In::word(SETS.len()),
            a: In::word(32),
            b: In::word(5),
            result: Out::word(32),
            coarse: Reg::word(39),
            fine_amount: Reg::word(3),
            value: Reg::word(32),
        }
    }
}

impl Logic for Shifter {
    #[hdl_gen]
    fn update(&mut self) {
        // Cycle 1: by 16 and 8.
        let left = self.told.val().bit(LEFT);
        let right_signed = self.told.val().bit(RIGHT_SIGNED);
        if self.told.val().bit(WORKS) {
            let fill = self.a.val().bit(31) && right_signed;
            let upper = if left { self.a.val().slice(1, 31) } else { word(fill).repeat(31) };
            let lower =
                if left { cat!(self.a.val().bit(0), Word::new(31, 0u8)) } else { self.a.val() };
            let funnel = cat!(upper, lower);
            let amount = self.b.val() ^ word(left).repeat(5);
            let by_16 = if amount.bit(4) { funnel.slice(16, 47) } else { funnel.slice(0, 47) };
            self.coarse.next = if amount.bit(3) { by_16.slice(8, 39) } else { by_16.slice(0, 39) };
            self.fine_amount.next = amount.slice(0, 3);

            // Cycle 2: by 4, 2 and 1.
            let fine = self.fine_amount.val();
            let by_4 = if fine.bit(2) {
                self.coarse.val().slice(4, 35)
            } else {
                self.coarse.val().slice(0, 35)
            };
            let by_2 = if fine.bit(1) { by_4.slice(2, 33) } else { by_4.slice(0, 33) };
            self.value.next = if fine.bit(0) { by_2.slice(1, 32) } else { by_2.slice(0, 32) };
        } else {
            self.value.next = 0.into();
        }
        self.result.next = self.value.val();
    }
}

impl Leaf for Shifter {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "shifter",
            "Shift left, right, and right with sign. Two cycles; zero for other operators.",
        )
    }
}
