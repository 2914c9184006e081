//! The memory from outside, through its signals.

mod cycles;
mod master;
mod properties;
