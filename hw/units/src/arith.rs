//! The arithmetic of a lane: leaves that compute groups of operators, and the functional unit made of them.
//!
//! Every leaf is told the operator (`told`, from an [`OpDecode`] that looks the code of a `kiln_arch::num::Op` up), takes
//! operands `a`, `b`, and `c` where an operator has one, and gives `result` a fixed number of cycles later, one result a
//! cycle, with no stall. The operator is configuration: it must be constant from the cycle before the operands of a result
//! to the result, so it is not pipelined. When it is not one of the leaf's, the result is zero, so that the results of several
//! leaves are joined by OR.
//! The values are those of `kiln_arch::num::eval`.

mod codes;
mod convert;
mod dot_bf16;
mod dot_bytes;
mod dot_i8;
mod f32_add;
mod f32_compare;
mod f32_mul;
mod fu;
mod int_alu;
mod int_mul;
mod int_sum;
mod join;
mod mover;
mod quantize;
mod shifter;
mod told;

pub use convert::Convert;
pub use dot_bf16::DotBf16;
pub use dot_bytes::DotBytes;
pub use dot_i8::DotI8;
pub use f32_add::F32Add;
pub use f32_compare::F32Compare;
pub use f32_mul::F32Mul;
pub use fu::{Fu, FuSpec, fu, row_fu, systolic_fu};
pub use int_alu::IntAlu;
pub use int_mul::IntMul;
pub use int_sum::IntSum;
pub use join::{Delay, OrWords};
pub use mover::Mover;
pub use quantize::Quantize;
pub use shifter::Shifter;
pub use told::{OpDecode, Told};

/// Width of an operator's code.
pub const OP_WIDTH: usize = 6;

/// Cycles through the leaves for add, multiply, dots and conversion.
pub const LONG: usize = 4;

/// Cycles through the slowest of them in a unit that may take as long.
pub const LONGEST: usize = 5;

/// Cycles through the leaves for integers, shifts and f32 compares.
pub const SHORT: usize = 2;
