//! The Device trait, its backends, and the kiln command.
//!
//! [`device`] is the interface of every place to run, [`driver`] what a run is made of; the other
//! modules serve the command line in `main.rs`.

pub mod beats;
pub mod commands;
pub mod device;
pub mod driver;
pub mod link;
pub mod loading;
pub mod pty;
pub mod report;
pub mod serial;
pub mod simulated;
pub mod tensors;
pub mod virtual_board;
