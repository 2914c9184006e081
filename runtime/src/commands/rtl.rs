//! `kiln rtl`: a fabric's Verilog, and its description for FuseSoC.

use super::{Exit, RtlArgs};
use crate::{loading, tensors};
use anyhow::{Context, Result};
use std::io::Write;

pub(super) fn rtl(args: &RtlArgs) -> Result<Exit> {
    let spec = loading::fabric(&args.fabric)?;
    let generated = kiln_fabric::generate(&spec, false)?;
    let core = kiln_fabric::core_file(&spec, &generated)?;
    std::fs::create_dir_all(&args.output)
        .with_context(|| format!("cannot make folder `{}`", args.output.display()))?;
    for (name, text) in generated.files.iter().chain([&core]) {
        tensors::write_whole(&args.output.join(name), |out| Ok(out.write_all(text.as_bytes())?))?;
    }
    println!("{} files in {}", generated.files.len() + 1, args.output.display());
    Ok(Exit::Fine)
}
