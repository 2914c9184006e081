//! Boards: what stands between a fabric and the pins.
//!
//! In: a fabric and a board's description ([`Board`]). Out: netlists (the [`link`] to a host, the [`core`] around a fabric, the
//! board's top with the vendor's primitives), the pin constraints, and what the [`flow`] of open tools makes of them.

pub mod axi;
mod board;
mod constraints;
pub mod core;
pub mod flow;
pub mod link;
mod vendor;

pub use board::{Board, BoardError, Chip, Clocks, Memory};
