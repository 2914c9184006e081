//! The pattern language: syntax, builder, checker, printer and reference interpreter.
//!
//! Text or the builder gives a surface program; binding its shape parameters checks it and lowers it to the
//! core program ([`ir::Program`]) that the compiler maps and the interpreter evaluates.

mod affine;
pub mod ast;
pub mod build;
mod check;
mod diag;
mod dump;
mod graph;
mod inline;
pub mod interpret;
pub mod ir;
pub mod layout;
mod lexer;
pub mod order;
mod parser;
mod print;
pub mod random;
mod settings;
pub mod storage;
mod verify;

pub use check::{Bound, MAX_ELEMENTS};
pub use diag::{Code, Problem, Problems};
pub use parser::{KEYWORDS, parse};
pub use settings::{Settings, arg_word};
pub use verify::{VerifyError, verify};
