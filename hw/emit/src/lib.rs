//! Leaves and run-time netlists in, Verilog out: the one printer of Kiln.
//!
//! A leaf is a rust-hdl block with signals of run-time width ([`signal`], [`memory`], [`word`]) whose `update()` carries
//! `#[hdl_gen]`. `docs/leaves.md` is the guide. This crate knows no other crate of Kiln.

mod checks;
mod claims;
pub mod context;
mod error;
mod external;
#[cfg(feature = "prove")]
pub mod formal;
mod ir;
mod leaf;
pub mod lower;
pub mod memory;
mod mux;
mod names;
mod netlist;
mod part;
mod print;
#[cfg(feature = "prove")]
pub mod prove;
pub mod signal;
mod source;
mod text;
mod typing;
pub mod word;

pub use claims::Claims;
pub use error::{EmitError, LeafProblem, NetlistProblem};
pub use external::Parameter;
pub use leaf::{Leaf, LeafInfo};
pub use netlist::{Instance, Module};
pub use part::{Design, EmitErrors, Part, PartPort};
pub use source::{Net, Source, concat, constant, repeat};

/// Everything a leaf needs.
pub mod prelude {
    pub use crate::cat;
    pub use crate::leaf::{Leaf, LeafInfo};
    pub use crate::memory::{BlockRam, LutRam};
    pub use crate::signal::{Bit, Clock, In, Out, Reg, Wire, count_bits, index_bits, many};
    pub use crate::word::{Word, word};
    pub use kiln_emit_macros::hdl_gen;
    pub use rust_hdl_core::prelude::{Block, Logic, LogicBlock, ast, block, logic, probe};
}
