//! Composition: netlists of units and of whole fabrics, sized at run time.
//!
//! In: a `kiln_arch::FabricSpec`. Out: synthesizable Verilog of the whole fabric, from [`generate`], and its [`core_file`].

pub mod ag;
mod ag_word;
pub mod config_chain;
pub mod control;
mod core_file;
pub mod counters;
pub mod fifo;
pub mod pcu;
pub mod pmu;
pub mod port;
pub mod sdram;
pub mod stream;
pub mod switch;
pub mod top;

pub use core_file::core_file;

use kiln_arch::FabricSpec;

/// The Verilog of a fabric.
#[derive(Clone, Debug)]
pub struct Generated {
    /// Name of the top module.
    pub top: String,
    /// File names, one for each module, and texts.
    pub files: Vec<(String, String)>,
}

/// The generator made something that is not hardware: a defect in Kiln.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the generated netlist is wrong: {0}")]
pub struct GenerateError(#[from] kiln_emit::EmitErrors);

/// Generates the Verilog of a fabric. With `taps`, the top has outputs by which every link can be watched
/// ([`top::module`]); without, it is the product.
///
/// # Errors
/// Never for a checked spec, unless Kiln has a defect.
pub fn generate(spec: &FabricSpec, taps: bool) -> Result<Generated, GenerateError> {
    let design = kiln_emit::Design::new(&top::module(spec, taps))?;
    Ok(Generated { top: design.top().to_string(), files: design.files() })
}
