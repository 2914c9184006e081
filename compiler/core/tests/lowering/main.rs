//! Lowered programs, run by the interpreter of stream graphs, against the interpreter of programs: to the bit.

mod examples;
mod fabrics;
mod finished;
mod harness;
mod packed;
mod padded;
mod random;
mod rows;
mod units;
