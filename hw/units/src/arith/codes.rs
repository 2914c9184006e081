//! The codes of the operators as constants that a `match` on hardware can name.

use kiln_arch::num::Op;

macro_rules! codes {
    ($($name:ident $op:ident)*) => {
        $(pub(super) const $name: u64 = Op::$op as u64;)*
    };
}

codes! {
    MOV Mov ADD_I AddI SUB_I SubI MUL_I MulI MIN_I MinI MAX_I MaxI ABS_I AbsI NEG_I NegI
    AND And OR Or XOR Xor NOT Not SHL Shl SHR Shr SHR_U ShrU
    EQ_I EqI NE_I NeI LT_I LtI LE_I LeI LT_U LtU LE_U LeU SELECT Select
    ADD_F AddF SUB_F SubF MUL_F MulF MIN_F MinF MAX_F MaxF ABS_F AbsF NEG_F NegF
    EQ_F EqF NE_F NeF LT_F LtF LE_F LeF I2F I2F F2I F2I
    DOT_I8 DotI8 DOT_BF DotBf ROUND_BF RoundBf QUANT_I QuantI
}

/// Names the bits of a leaf's port `told`, and gives their sets of operators as `SETS`.
macro_rules! sets {
    ($($name:ident: $first:ident $(| $code:ident)*;)*) => {
        #[allow(clippy::upper_case_acronyms, non_camel_case_types)]
        enum Bit_ { $($name),* }
        $(const $name: usize = Bit_::$name as usize;)*
        const SETS: &[u64] = &[$(bits(&[$first $(, $code)*])),*];
    };
}
pub(super) use sets;

/// A word with a bit for each of these codes: an operator is looked up in it.
pub(super) const fn bits(codes: &[u64]) -> u64 {
    let (mut word, mut k) = (0, 0);
    while k < codes.len() {
        word |= 1 << codes[k];
        k += 1;
    }
    word
}
