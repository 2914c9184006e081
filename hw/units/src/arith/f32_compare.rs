//! f32 min, max, absolute, negate and compares, in two cycles.

use super::codes::*;
use super::told::Told;
use kiln_arch::num::Subnormals;
use kiln_emit::prelude::*;

sets! {
    WORKS: EQ_F | NE_F | LT_F | LE_F | MIN_F | MAX_F | ABS_F | NEG_F;
    MOVES: MIN_F | MAX_F | ABS_F | NEG_F;
    EQUAL: EQ_F;
    UNEQUAL: NE_F;
    LESS: LT_F;
    LESSER: MIN_F;
    GREATER: MAX_F;
    ABSOLUTE: ABS_F;
    NEGATIVE: NEG_F;
}

/// Operators of `OpGroup::FloatCompare`; two cycles from operands to result.
#[derive(LogicBlock)]
pub struct F32Compare {
    /// Clock.
    pub clk: Clock,
    /// What is to be done, by [`Told::SETS`].
    pub told: In<Word>,
    /// First operand.
    pub a: In<Word>,
    /// Second operand.
    pub b: In<Word>,
    /// Result.
    pub result: Out<Word>,
    first: Reg<Word>,
    second: Reg<Word>,
    size_less: Reg<Bit>,
    size_equal: Reg<Bit>,
    first_nan: Reg<Bit>,
    second_nan: Reg<Bit>,
    first_zero: Reg<Bit>,
    second_zero: Reg<Bit>,
    value: Reg<Word>,
    _keep: bool,
}

impl Told for F32Compare {
    const DECODER: &'static str = "f32_compare_decode";
    const SETS: &'static [u64] = SETS;
}

impl F32Compare {
    /// The leaf, which treats subnormal operands as `subnormals` says.
    pub fn new(subnormals: Subnormals) -> Self {
        Self {
            clk: Clock::new(),
            told: In::word(SETS.len()),
            a: In::word(32),
            b: In::word(32),
            result: Out::word(32),
            first: Reg::word(32),
            second: Reg::word(32),
            size_less: Reg::bit(),
            size_equal: Reg::bit(),
            first_nan: Reg::bit(),
            second_nan: Reg::bit(),
            first_zero: Reg::bit(),
            second_zero: Reg::bit(),
            value: Reg::word(32),
            _keep: subnormals == Subnormals::Keep,
        }
    }
}

impl Logic for F32Compare {
    #[hdl_gen]
    fn update(&mut self) {
        if self.told.val().bit(WORKS) {
            // Cycle 1: compare magnitudes; classify. Magnitudes that are both read as zero are settled in cycle 2.
            let a_size = self.a.val().slice(0, 31);
            let b_size = self.b.val().slice(0, 31);
            let a_fraction = self.a.val().slice(0, 23).any();
            let b_fraction = self.b.val().slice(0, 23).any();
            self.first.next = self.a.val();
            self.second.next = self.b.val();
            self.size_less.next = a_size < b_size;
            self.size_equal.next = a_size == b_size;
            self.first_nan.next = self.a.val().slice(23, 8).all() && a_fraction;
            self.second_nan.next = self.b.val().slice(23, 8).all() && b_fraction;
            self.first_zero.next = !(self.a.val().slice(23, 8).any() || a_fraction && self._keep);
            self.second_zero.next = !(self.b.val().slice(23, 8).any() || b_fraction && self._keep);

            // Cycle 2: signs, then choose.
            let first_sign = self.first.val().bit(31);
            let second_sign = self.second.val().bit(31);
            let zeros = self.first_zero.val() && self.second_zero.val();
            let same_size = self.size_equal.val() || zeros;
            let ordered = !self.first_nan.val() && !self.second_nan.val();
            let equal = zeros || self.size_equal.val() && first_sign == second_sign;
            // Less in the order of min and max, where -0 < +0.
            let below = if first_sign != second_sign {
                first_sign
            } else if first_sign {
                !same_size && !self.size_less.val()
            } else {
                !same_size && self.size_less.val()
            };
            let is_equal = ordered && equal;
            let is_less = ordered && (below && !zeros || !self.told.val().bit(LESS) && equal);
            let answer = if self.told.val().bit(EQUAL) || self.told.val().bit(UNEQUAL) {
                is_equal != self.told.val().bit(UNEQUAL)
            } else {
                is_less
            };
            let least = self.told.val().bit(LESSER);
            let most = self.told.val().bit(GREATER);
            let is_first = !self.first_nan.val() && below != most;
            let takes_first = !(least || most) || self.second_nan.val() || is_first;
            let nan = if takes_first { self.first_nan.val() } else { self.second_nan.val() };
            let zero = if takes_first { self.first_zero.val() } else { self.second_zero.val() };
            let chosen = if takes_first { self.first.val() } else { self.second.val() };
            let negates = self.told.val().bit(NEGATIVE);
            let sign = (chosen.bit(31) != negates) && !self.told.val().bit(ABSOLUTE);
            let fraction = if nan || zero { word(nan).zext(23) << 22 } else { chosen.slice(0, 23) };
            self.value.next = cat!(sign && !nan, chosen.slice(23, 8), fraction);
            if !self.told.val().bit(MOVES) {
                self.value.next = word(answer).zext(32);
            }
        } else {
            self.value.next = 0.into();
        }
        self.result.next = self.value.val();
    }
}

impl Leaf for F32Compare {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "f32_compare",
            "f32 min, max, absolute, negate and compares. Two cycles; zero for other operators.",
        )
        .param("keep", self._keep as usize)
    }
}
