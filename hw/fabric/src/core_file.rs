//! The description of a fabric's Verilog for the package manager FuseSoC, in its format CAPI2.
//!
//! In: what [`crate::generate`] gave. Out: the text of a `.core` file for the same folder. The format:
//! <https://fusesoc.readthedocs.io/en/stable/ref/capi2.html>.

use crate::Generated;
use kiln_arch::FabricSpec;
use serde::Serialize;
use std::collections::BTreeMap;

/// The first line of every such file: what tells it from any other YAML.
const FORMAT: &str = "CAPI=2:";
/// The set of all files.
const FILE_SET: &str = "rtl";

#[derive(Serialize)]
struct CoreFile<'a> {
    name: String,
    description: &'a str,
    filesets: BTreeMap<&'static str, FileSet<'a>>,
    targets: BTreeMap<&'static str, Target<'a>>,
}

#[derive(Serialize)]
struct FileSet<'a> {
    files: Vec<&'a str>,
    file_type: &'static str,
}

#[derive(Default, Serialize)]
struct Target<'a> {
    description: &'static str,
    filesets: [&'static str; 1],
    toplevel: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow: Option<&'static str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    flow_options: BTreeMap<&'static str, &'static str>,
}

/// Name and text of the `.core` file of `generated`: the core `kiln:fabrics:<name>`, of this version of Kiln, with the
/// targets `default` (for cores that depend on it) and `lint` (Verilator).
///
/// # Errors
/// Never, unless Kiln has a defect.
pub fn core_file(
    spec: &FabricSpec,
    generated: &Generated,
) -> Result<(String, String), serde_norway::Error> {
    let mut files: Vec<&str> = generated.files.iter().map(|(name, _)| name.as_str()).collect();
    files.sort_unstable();
    let toplevel = generated.top.as_str();
    let default =
        Target { description: "The fabric", filesets: [FILE_SET], toplevel, ..Target::default() };
    let lint = Target {
        description: "Checks the Verilog",
        filesets: [FILE_SET],
        toplevel,
        flow: Some("lint"),
        flow_options: BTreeMap::from([("tool", "verilator")]),
    };
    let core = CoreFile {
        name: format!("kiln:fabrics:{}:{}", spec.name, env!("CARGO_PKG_VERSION")),
        description: &spec.description,
        filesets: BTreeMap::from([(FILE_SET, FileSet { files, file_type: "verilogSource" })]),
        targets: BTreeMap::from([("default", default), ("lint", lint)]),
    };
    let text = format!("{FORMAT}\n{}", serde_norway::to_string(&core)?);
    Ok((format!("{toplevel}.core"), text))
}
