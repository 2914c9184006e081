//! Boards: what stands between a fabric and the pins.
//!
//! In: a fabric and a board's description. Out: netlists: the [`link`] to a host, the core around a fabric, the board's top.

pub mod axi;
pub mod link;
