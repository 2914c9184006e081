//! `kiln compile`: a program's bitstream, and any level on the way.

use super::{CompileArgs, Exit, Level, Source};
use crate::loading::{self, Loaded};
use crate::tensors;
use anyhow::{Context, Result, bail};
use kiln_arch::{FabricSpec, Topology};
use kiln_compiler::disasm;
use kiln_compiler::pipeline::{self, Compiled};
use std::io::Write;
use std::path::Path;

pub(super) fn compile(args: &CompileArgs) -> Result<Exit> {
    if args.output.is_none() && args.emit.is_none() {
        bail!("say where the bitstream goes with `-o FILE`, or what to print with `--emit LEVEL`");
    }
    if args.emit == Some(Level::Core) {
        let Loaded::Program(program) = loading::load(&args.program, &args.source.set)? else {
            bail!("`{}` is compiled already", args.program.display())
        };
        print!("{program}");
        return Ok(Exit::Fine);
    }
    let (spec, compiled) = ready(&args.program, &args.source)?;
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
        make_place(path, &args.program)?;
        let bytes = compiled.bitstream.to_bytes();
        tensors::write_whole(path, |out| Ok(out.write_all(&bytes)?))?;
    }
    if args.json {
        println!("{}", serde_json::to_string_pretty(&compiled.milliseconds())?);
    }
    Ok(Exit::Fine)
}

/// A program compiled as `source` says, or a compiled file.
pub(super) fn ready(program: &Path, source: &Source) -> Result<(FabricSpec, Compiled)> {
    finish(loading::load(program, &source.set)?, source, source.fabric.as_deref())
}

/// The same of a file that is loaded already, for fabric `fabric`.
pub(super) fn finish(
    loaded: Loaded,
    source: &Source,
    fabric: Option<&str>,
) -> Result<(FabricSpec, Compiled)> {
    if let Loaded::Compiled(_) = loaded {
        for (option, given) in
            [("--row-major", source.row_major), ("--place-seed", source.place_seed.is_some())]
        {
            if given {
                bail!("`{option}` is for the compiler, and this file is compiled already");
            }
        }
    }
    loading::finish(loaded, fabric, &source.set, source.options())
}

/// Makes the folder that the result `path` of `program` lies in, unless the result would take the program's place.
pub(super) fn make_place(path: &Path, program: &Path) -> Result<()> {
    if path.canonicalize().is_ok_and(|path| program.canonicalize().is_ok_and(|own| own == path)) {
        bail!("`{}` is the program itself; name another file for the result", path.display());
    }
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make folder `{}`", folder.display())),
        _ => Ok(()),
    }
}
