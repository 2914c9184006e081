//! End-to-end tests: from program text to a checked result, on the cycle model and on the RTL.

mod board;
mod examples;
mod faults;
mod random;
