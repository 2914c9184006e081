//! `kiln disasm` and `kiln map`: looking at what was compiled.

use super::{DisasmArgs, Exit, MapArgs, compile::make_folder};
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
    let fabric = args.source.fabric.as_deref();
    let (spec, compiled) =
        loading::ready(&args.program, fabric, &args.source.set, args.source.options())?;
    let svg = picture::svg(&spec, &Topology::new(&spec), &compiled.bitstream);
    make_folder(&args.output)?;
    tensors::write_whole(&args.output, |out| Ok(out.write_all(svg.as_bytes())?))?;
    println!("{}", args.output.display());
    Ok(Exit::Fine)
}
