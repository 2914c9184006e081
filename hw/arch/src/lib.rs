//! The one description of a Kiln fabric that every other crate reads.
//!
//! - [`spec`]: the fabric file (grid, lanes, stages, depths) and its checks.
//! - [`topology`]: which units, switches and links such a fabric has, with their names.
//! - [`config`]: every configuration field of every unit, in one walk that encodes, decodes, lays
//!   out and explains.
//! - [`image`]: how configuration words are ordered in memory for the hardware's loader.
//! - [`link`]: packets and frames between a host and a board.
//! - [`registers`]: the host's register map.
//! - [`sdram`]: the memory chips of the boards and their timing.
//! - [`num`]: what each operator computes.
//!
//! It knows nothing of RTL, of programs or of the command line.

pub mod config;
pub mod image;
pub mod link;
pub mod num;
pub mod registers;
pub mod sdram;
pub mod spec;
pub mod topology;

pub use spec::FabricSpec;
pub use topology::Topology;
