//! The emitted Verilog of a fabric under Verilator, behind the same ports as the cycle model.
//!
//! In: a fabric, a memory's contents, register accesses. Out: registers, memory, and the beats on its links.
//! [`Cosim`] runs the RTL, [`compare`](compare()) runs it side by side with the cycle model. [`VirtualBoard`] runs
//! a board's core at its pins.

mod axi;
mod board;
mod compare;
mod cosim;
mod error;
mod lite;
pub mod netlist;
mod taps;
mod uart;

pub use board::{BoardDesign, VirtualBoard};
pub use compare::{CompareError, Comparison, Difference, Job, compare};
pub use cosim::{Cosim, Options, build};
pub use error::CosimError;
pub use taps::Beat;
pub use uart::Uart;
