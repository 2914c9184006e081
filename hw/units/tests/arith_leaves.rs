//! Each arithmetic leaf in rust-hdl's simulator against its printed Verilog.

use kiln_arch::num::{Op, OpGroup, Subnormals};
use kiln_emit::prelude::*;
use kiln_emit::prove::{check_leaf, check_leaf_with};
use kiln_units::arith::{
    Convert, Delay, DotBf16, DotBytes, DotI8, F32Add, F32Compare, F32Mul, IntAlu, IntMul, IntSum,
    LONG, LONGEST, Mover, OrWords, Quantize, Shifter, Told,
};

const CYCLES: u64 = 4000;

/// Random operands, eight cycles for each operator of the group, and at times an operator of another.
fn check<L: Leaf + Told>(group: OpGroup, make: impl Fn() -> L) {
    let own = Op::ALL.iter().filter(|op| op.group() == group);
    let mut codes: Vec<_> = own.map(|op| op.code()).collect();
    codes.push(63);
    check_leaf_with(make, CYCLES, 1, |cycle, inputs| {
        let code = codes[(cycle / 8) as usize % codes.len()];
        let sets = L::SETS.iter().enumerate();
        inputs.set("told", sets.map(|(k, set)| ((set >> code & 1) as u32) << k).sum::<u32>());
    })
    .unwrap();
}

#[test]
fn int_alu() {
    check(OpGroup::Int, IntAlu::new);
}

#[test]
fn mover() {
    check(Op::Mov.group(), Mover::new);
}

#[test]
fn int_sum() {
    check(OpGroup::Int, IntSum::new);
}

#[test]
fn shifter() {
    check(OpGroup::Shift, Shifter::new);
}

#[test]
fn int_mul() {
    check(OpGroup::IntMul, IntMul::new);
}

#[test]
fn convert() {
    for subnormals in [Subnormals::Flush, Subnormals::Keep] {
        check(OpGroup::Convert, || Convert::new(subnormals));
    }
}

#[test]
fn dot_i8() {
    check(OpGroup::DotI8, DotI8::new);
    for cycles in [LONG, LONG + 1] {
        check(OpGroup::DotI8, || DotBytes::new(cycles));
    }
}

#[test]
fn dot_bf16() {
    for subnormals in [Subnormals::Flush, Subnormals::Keep] {
        for cycles in [LONG, LONGEST, LONGEST + 1] {
            check(OpGroup::DotBf16, || DotBf16::new(subnormals, cycles));
            check(OpGroup::DotBf16, || DotBf16::borrowing(subnormals, cycles));
        }
    }
}

#[test]
fn quantize() {
    check(OpGroup::Quantize, Quantize::new);
}

#[test]
fn f32_add() {
    for subnormals in [Subnormals::Flush, Subnormals::Keep] {
        for cycles in [LONG, LONGEST] {
            check(OpGroup::FloatAdd, || F32Add::new(subnormals, cycles));
        }
    }
}

#[test]
fn f32_mul() {
    for subnormals in [Subnormals::Flush, Subnormals::Keep] {
        check(OpGroup::FloatMul, || F32Mul::new(subnormals));
    }
}

#[test]
fn f32_compare() {
    for subnormals in [Subnormals::Flush, Subnormals::Keep] {
        check(OpGroup::FloatCompare, || F32Compare::new(subnormals));
    }
}

#[test]
fn joining() {
    check_leaf(|| OrWords::new(3), CYCLES, 1).unwrap();
    check_leaf(|| Delay::new(2), CYCLES, 1).unwrap();
}
