//! Leaves and run-time netlists in, Verilog out: the one printer of Kiln.
//!
//! A leaf is a rust-hdl block with signals of run-time width ([`signal`], [`memory`], [`word`]) whose `update()` carries
//! `#[hdl_gen]`. `docs/leaves.md` is the guide. This crate knows no other crate of Kiln.

mod checks;
pub mod context;
mod error;
mod ir;
mod leaf;
pub mod lower;
pub mod memory;
mod mux;
mod names;
mod print;
#[cfg(feature = "prove")]
pub mod prove;
pub mod signal;
mod text;
mod typing;
pub mod word;

pub use error::{EmitError, LeafProblem, NetlistProblem};
pub use leaf::{Leaf, LeafInfo};

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

/// The Verilog of a leaf, as one module.
///
/// # Errors
/// When the leaf has no one meaning as hardware; the error names the leaf and the signal.
pub fn leaf_verilog(leaf: &impl Leaf) -> Result<String, EmitError> {
    let info = leaf.info();
    let wrap = |problem| EmitError::Leaf { leaf: info.module_name(), problem };
    let behaviour = typing::behaviour(leaf).map_err(wrap)?;
    checks::check(&behaviour).map_err(wrap)?;
    Ok(print::module(&info, &behaviour))
}
