//! `kiln compile`: a program's bitstream, and any level on the way.

use super::{CompileArgs, Exit, Level};
use crate::{loading, tensors};
use anyhow::{Result, bail};
use kiln_arch::Topology;
use kiln_compiler::{disasm, pipeline};
use std::io::Write;

pub(super) fn compile(args: &CompileArgs) -> Result<Exit> {
    if args.output.is_none() && args.emit.is_none() {
        bail!("say where the bitstream goes with `-o FILE`, or what to print with `--emit LEVEL`");
    }
    if args.emit == Some(Level::Core) {
        let loading::Loaded::Program(program) = loading::load(&args.program, &args.source.set)?
        else {
            bail!("`{}` is compiled already", args.program.display())
        };
        print!("{program}");
        return Ok(Exit::Fine);
    }
    let fabric = args.source.fabric.as_deref();
    let (spec, compiled) =
        loading::ready(&args.program, fabric, &args.source.set, args.source.options())?;
    let topology = Topology::new(&spec);
    match args.emit {
        None | Some(Level::Core) => {}
        Some(Level::Tiled) => print!("{}", compiled.lowered()?.tiled),
        Some(Level::Streams) => print!("{}", compiled.lowered()?.graph.printed(&spec)),
        Some(Level::Placed) => print!("{}", pipeline::placed_text(&topology, &compiled.bitstream)),
        Some(Level::Bits) => {
            print!("{}", disasm::disassemble(&spec, &topology, &compiled.bitstream))
        }
    }
    if let Some(path) = &args.output {
        make_folder(path)?;
        let bytes = compiled.bitstream.to_bytes();
        tensors::write_whole(path, |out| Ok(out.write_all(&bytes)?))?;
    }
    if args.json {
        println!("{}", serde_json::to_string_pretty(&compiled.milliseconds())?);
    }
    Ok(Exit::Fine)
}

/// Makes the folder that `path` lies in.
pub(super) fn make_folder(path: &std::path::Path) -> Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            use anyhow::Context;
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot make folder `{}`", folder.display()))
        }
        _ => Ok(()),
    }
}
