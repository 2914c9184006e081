//! The pattern language: syntax, builder, checker, printer and reference interpreter.
//!
//! Text or the builder gives a surface program; binding its shape parameters checks it and lowers it to the
//! core program ([`ir::Program`]) that the compiler maps and the interpreter evaluates.

mod affine;
pub mod ir;
pub mod order;
