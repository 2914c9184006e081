//! f32 add and subtract, in four cycles: order by magnitude; align; add and normalise coarsely; normalise and round.
//!
//! With subnormals kept the normalising shift stops where the exponent reaches its minimum: digit by digit it
//! takes the smaller of the leading zeros and the exponent. Tiny sums are exact, so nothing is rounded there.

use super::OP_WIDTH;
use super::codes::*;
use kiln_arch::num::Subnormals;
use kiln_emit::prelude::*;

/// Operators of `OpGroup::FloatAdd`; four cycles from operands to result.
#[derive(LogicBlock)]
pub struct F32Add {
    /// Clock.
    pub clk: Clock,
    /// Operator.
    pub op: In<Word>,
    /// First operand.
    pub a: In<Word>,
    /// Second operand.
    pub b: In<Word>,
    /// Result.
    pub result: Out<Word>,
    larger: Reg<Word>,
    lesser: Reg<Word>,
    sign_1: Reg<Bit>,
    differ_1: Reg<Bit>,
    aligned: Vec<Wire<Word>>,
    lost: Vec<Wire<Bit>>,
    augend: Reg<Word>,
    addend: Reg<Word>,
    exponent_2: Reg<Word>,
    sign_2: Reg<Bit>,
    differ_2: Reg<Bit>,
    special_2: Reg<Bit>,
    nan_2: Reg<Bit>,
    coarse: Reg<Word>,
    exponent_3: Reg<Word>,
    by_16: Reg<Bit>,
    by_8: Reg<Bit>,
    free_3: Reg<Bit>,
    sign_3: Reg<Bit>,
    differ_3: Reg<Bit>,
    special_3: Reg<Bit>,
    nan_3: Reg<Bit>,
    sign: Reg<Bit>,
    exponent: Reg<Word>,
    fraction: Reg<Word>,
    _keep: bool,
}

impl F32Add {
    /// The leaf, which treats subnormal numbers as `subnormals` says.
    pub fn new(subnormals: Subnormals) -> Self {
        Self {
            clk: Clock::new(),
            op: In::word(OP_WIDTH),
            a: In::word(32),
            b: In::word(32),
            result: Out::word(32),
            larger: Reg::word(31),
            lesser: Reg::word(31),
            sign_1: Reg::bit(),
            differ_1: Reg::bit(),
            aligned: many(6, || Wire::word(26)),
            lost: many(6, Wire::bit),
            augend: Reg::word(24),
            addend: Reg::word(27),
            exponent_2: Reg::word(8),
            sign_2: Reg::bit(),
            differ_2: Reg::bit(),
            special_2: Reg::bit(),
            nan_2: Reg::bit(),
            coarse: Reg::word(28),
            exponent_3: Reg::word(8),
            by_16: Reg::bit(),
            by_8: Reg::bit(),
            free_3: Reg::bit(),
            sign_3: Reg::bit(),
            differ_3: Reg::bit(),
            special_3: Reg::bit(),
            nan_3: Reg::bit(),
            sign: Reg::bit(),
            exponent: Reg::word(8),
            fraction: Reg::word(23),
            _keep: subnormals == Subnormals::Keep,
        }
    }
}

impl Logic for F32Add {
    #[hdl_gen]
    fn update(&mut self) {
        let subtracts = self.op.val().num() == SUB_F;
        let adds = self.op.val().num() == ADD_F;

        // Cycle 1: order by magnitude.
        let a_size = self.a.val().slice(0, 31);
        let b_size = self.b.val().slice(0, 31);
        let a_sign = self.a.val().bit(31);
        let b_sign = self.b.val().bit(31) ^ subtracts;
        let swap = a_size < b_size;
        self.larger.next = if swap { b_size } else { a_size };
        self.lesser.next = if swap { a_size } else { b_size };
        self.sign_1.next = if swap { b_sign } else { a_sign };
        self.differ_1.next = a_sign ^ b_sign;

        // Cycle 2: align the lesser to the larger; `lost` is the OR of the bits shifted out.
        let larger_fraction = self.larger.val().slice(0, 23);
        let larger_exponent = self.larger.val().slice(23, 8);
        let lesser_exponent = self.lesser.val().slice(23, 8);
        let larger_normal = larger_exponent.any();
        let lesser_normal = lesser_exponent.any();
        // A subnormal number has the exponent of the smallest normal ones.
        let scale = larger_exponent | word(self._keep && !larger_normal).zext(8);
        let distance = scale - (lesser_exponent | word(self._keep && !lesser_normal).zext(8));
        self.aligned[0].next =
            cat!(lesser_normal, self.lesser.val().slice(0, 23), Word::new(2, 0u8));
        self.lost[0].next = false;
        for level in 0..5 {
            let width = 16 >> level;
            let moves = distance.bit(4 - level);
            let out = moves && self.aligned[level].val().slice(0, width).any();
            self.aligned[level + 1].next =
                if moves { self.aligned[level].val() >> width } else { self.aligned[level].val() };
            self.lost[level + 1].next = self.lost[level].val() || out;
        }
        let far = distance.slice(5, 3).any();
        let absent = !self._keep && !lesser_normal;
        self.addend.next = cat!(self.aligned[5].val(), self.lost[5].val());
        if far || absent {
            self.addend.next = word(!absent).zext(27);
        }
        let infinite = larger_exponent.all();
        let zero = !self._keep && !larger_normal;
        self.augend.next = cat!(larger_normal, larger_fraction);
        self.exponent_2.next = scale;
        self.sign_2.next = self.sign_1.val() && !(zero && self.differ_1.val());
        self.differ_2.next = self.differ_1.val();
        self.special_2.next = infinite || zero;
        self.nan_2.next =
            infinite && (larger_fraction.any() || self.differ_1.val() && lesser_exponent.all());

        // Cycle 3: add, and normalise by 16 and 8. `free`: the exponent no longer limits the shift.
        let minus = word(self.differ_2.val());
        let sum = cat!(false, self.augend.val(), Word::new(3, 0u8))
            + (self.addend.val().zext(28) ^ minus.repeat(28))
            + minus.zext(28);
        let free_16 = !self._keep || self.exponent_2.val().slice(5, 3).any();
        let shift_16 = !sum.slice(12, 16).any() && (free_16 || self.exponent_2.val().bit(4));
        let free_8 = free_16 || self.exponent_2.val().bit(4) && !shift_16;
        let after_16 = if shift_16 { sum << 16 } else { sum };
        let shift_8 = !after_16.slice(20, 8).any() && (free_8 || self.exponent_2.val().bit(3));
        self.free_3.next = free_8 || self.exponent_2.val().bit(3) && !shift_8;
        self.coarse.next = if shift_8 { after_16 << 8 } else { after_16 };
        self.by_16.next = shift_16;
        self.by_8.next = shift_8;
        self.exponent_3.next = self.exponent_2.val();
        self.sign_3.next = self.sign_2.val();
        self.differ_3.next = self.differ_2.val();
        self.special_3.next = self.special_2.val();
        self.nan_3.next = self.nan_2.val();

        // Cycle 4: normalise by 4, 2 and 1, round.
        let limit = self.exponent_3.val();
        let shift_4 = !self.coarse.val().slice(24, 4).any() && (self.free_3.val() || limit.bit(2));
        let free_2 = self.free_3.val() || limit.bit(2) && !shift_4;
        let after_4 = if shift_4 { self.coarse.val() << 4 } else { self.coarse.val() };
        let shift_2 = !after_4.slice(26, 2).any() && (free_2 || limit.bit(1));
        let free_1 = free_2 || limit.bit(1) && !shift_2;
        let after_2 = if shift_2 { after_4 << 2 } else { after_4 };
        let shift_1 = !after_2.bit(27) && (free_1 || limit.bit(0));
        let normal = if shift_1 { after_2 << 1 } else { after_2 };
        let shifts = cat!(self.by_16.val(), self.by_8.val(), shift_4, shift_2, shift_1);
        let round_up = normal.bit(3) && (normal.bit(4) || normal.slice(0, 3).any());
        // One less than the exponent: the leading one, if there is one, adds the rest.
        let power = limit.zext(9) - shifts.zext(9);
        let rounded = cat!(power, Word::new(23, 0u8))
            + normal.slice(4, 24).zext(32)
            + word(round_up).zext(32);
        let cancels = if self._keep { !normal.slice(4, 24).any() } else { !normal.bit(27) };
        let tiny = !self._keep && (rounded.bit(31) || !rounded.slice(23, 8).any());
        self.sign.next = self.sign_3.val()
            && !self.nan_3.val()
            && (self.special_3.val() || !(cancels && self.differ_3.val()));
        self.exponent.next = rounded.slice(23, 8);
        self.fraction.next = rounded.slice(0, 23);
        if !rounded.bit(31) && rounded.slice(23, 8).all() {
            self.fraction.next = 0.into();
        }
        if cancels || tiny {
            self.exponent.next = 0.into();
            self.fraction.next = 0.into();
        }
        if self.special_3.val() {
            self.exponent.next = word(limit.bit(0)).repeat(8);
            self.fraction.next = word(self.nan_3.val()).zext(23) << 22;
        }
        if !adds && !subtracts {
            self.sign.next = false;
            self.exponent.next = 0.into();
            self.fraction.next = 0.into();
        }
        self.result.next = cat!(self.sign.val(), self.exponent.val(), self.fraction.val());
    }
}

impl Leaf for F32Add {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("f32_add", "f32 add and subtract. Four cycles; zero for other operators.")
            .param("keep", self._keep as usize)
    }
}
