//! Random inputs and random programs, from a seed.
//!
//! In: a program, or limits; and a seed. Out: inputs that exercise the program's conditions, or a program. The same
//! seed gives the same words on every machine. Tests compare devices and interpreters with them.

mod constructs;
mod expr;
mod inputs;
mod products;
mod program;

pub use constructs::constructs;
pub use inputs::inputs;
pub use program::{Limits, program};
