//! `kiln disasm` and `kiln map`: looking at what was compiled.

use super::{DisasmArgs, Exit, MapArgs, compile};
use crate::{loading, tensors};
use anyhow::{Result, bail};
use kiln_arch::Topology;
use kiln_compiler::{disasm, picture};
use std::io::Write;

pub(super) fn disasm(args: &DisasmArgs) -> Result<Exit> {
    let loading::Loaded::Compiled(bitstream) = loading::load(&args.file, &[])? else {
        bail!("`{}` is a program text; compile it first", args.file.display())
    };
    let name = args.fabric.as_deref().unwrap_or(&bitstream.metadata.fabric);
    let spec = loading::fabric(name)?;
    bitstream.check_fabric(&spec)?;
    print!("{}", disasm::disassemble(&spec, &Topology::new(&spec), &bitstream));
    Ok(Exit::Fine)
}

pub(super) fn map(args: &MapArgs) -> Result<Exit> {
    let (spec, compiled) = compile::ready(&args.program, &args.source)?;
    let svg = picture::svg(&spec, &Topology::new(&spec), &compiled.bitstream);
    compile::make_place(&args.output, &args.program)?;
    tensors::write_whole(&args.output, |out| Ok(out.write_all(svg.as_bytes())?))?;
    println!("{}", args.output.display());
    Ok(Exit::Fine)
}
