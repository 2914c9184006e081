//! `kiln rtl`: a fabric's Verilog.

use super::{Exit, RtlArgs};
use crate::{loading, tensors};
use anyhow::{Context, Result};
use std::io::Write;

pub(super) fn rtl(args: &RtlArgs) -> Result<Exit> {
    let spec = loading::fabric(&args.fabric)?;
    let files = kiln_fabric::generate(&spec, false)?.files;
    std::fs::create_dir_all(&args.output)
        .with_context(|| format!("cannot make folder `{}`", args.output.display()))?;
    for (name, text) in &files {
        tensors::write_whole(&args.output.join(name), |out| Ok(out.write_all(text.as_bytes())?))?;
    }
    println!("{} files in {}", files.len(), args.output.display());
    Ok(Exit::Fine)
}
