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
use kiln_emit::{Design, Part};

/// The Verilog of a fabric.
#[derive(Clone, Debug)]
pub struct Generated {
    /// Name of the top module.
    pub top: String,
    /// File names, one for each module, and texts.
    pub files: Vec<(String, String)>,
    /// The large modules of which there are several.
    pub repeated: Vec<Repeated>,
}

/// A large module of which a fabric has several instances: a unit, a stage of a compute unit, or a functional unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// Its name.
    pub module: String,
    /// Names of its inputs.
    pub inputs: Vec<String>,
}

impl Repeated {
    const UNITS: [&str; 3] = ["ag", "pcu", "pmu"];
    /// Names of the large modules in units start so, and go on with what tells them apart.
    const INSIDE: [&str; 3] = ["fu_", "pcu_stage", "pcu_row"];

    fn find(design: &Design) -> Vec<Self> {
        let is_large = |part: &&Part| {
            let name = part.name();
            let inside = Self::INSIDE.iter().any(|start| name.starts_with(start));
            let is_small = part.is_leaf() || name.ends_with("_decode");
            Self::UNITS.contains(&name) || inside && !is_small
        };
        let inputs = |part: &Part| {
            let ports = part.ports().iter().filter(|port| !port.output && !port.inout);
            ports.map(|port| port.name.clone()).collect()
        };
        let large = design.parts().iter().filter(is_large);
        large.map(|part| Self { module: part.name().to_string(), inputs: inputs(part) }).collect()
    }
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
    let design = Design::new(&top::module(spec, taps))?;
    Ok(Generated {
        top: design.top().to_string(),
        files: design.files(),
        repeated: Repeated::find(&design),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_modules_are_told_with_their_inputs() {
        let spec = FabricSpec::reference("ulx3s").unwrap();
        let repeated = generate(&spec, false).unwrap().repeated;
        let names: Vec<&str> =
            repeated.iter().map(|large| large.module.split('_').next().unwrap()).collect();
        assert_eq!(names, ["fu", "pcu", "pcu", "pmu", "ag"]);
        for input in ["clk", "a", "b", "c", "sum_a", "sum_b"] {
            assert!(repeated[0].inputs.iter().any(|name| name == input), "{input}");
        }
        assert!(!repeated[0].inputs.iter().any(|name| name == "product"));
    }
}
