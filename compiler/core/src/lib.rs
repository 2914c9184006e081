//! From patterns to bitstreams: tiling, stream graph, placement, routing, encoding.
//!
//! Each pass is a file that takes one level of the program and returns the next:
//! `kiln_lang` core program -> tiled loops -> [`graph`] -> placed and routed -> bitstream.

pub mod bitstream;
pub mod disasm;
pub mod graph;
pub mod lower;
pub mod picture;
pub mod pipeline;
pub mod place;
pub mod route;
pub mod stream_interp;
mod stream_print;
pub mod stream_verify;
