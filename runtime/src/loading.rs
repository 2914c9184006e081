//! From what a person names on the command line to fabrics, programs and bitstreams.

use anyhow::{Context, Result, bail};
use kiln_arch::{FabricSpec, Topology};
use kiln_compiler::bitstream::Bitstream;
use kiln_compiler::pipeline::{self, Compiled};
use kiln_lang::arg_word;
use kiln_lang::ir::{Program, Ty};
use std::path::Path;
use std::str::FromStr;

/// `NAME=VALUE` of `--set`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The parameter or argument.
    pub name: String,
    /// Its value as written.
    pub value: String,
}

impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((name, value)) if !name.is_empty() && !value.is_empty() => {
                Ok(Setting { name: name.trim().into(), value: value.trim().into() })
            }
            _ => Err("write NAME=VALUE, for example N=65".into()),
        }
    }
}

/// A reference fabric by name, or a fabric file by path.
///
/// # Errors
/// Names the fabrics there are, or what is wrong with the file.
pub fn fabric(name: &str) -> Result<FabricSpec> {
    let is_file = name.contains('/') || Path::new(name).extension().is_some_and(|e| e == "toml");
    if !is_file {
        return Ok(FabricSpec::reference(name)?);
    }
    let text = std::fs::read_to_string(name).with_context(|| format!("cannot read `{name}`"))?;
    FabricSpec::from_toml(&text).with_context(|| format!("in `{name}`"))
}

/// The reference fabric with this fingerprint.
pub fn fabric_with(fingerprint: u32) -> Option<FabricSpec> {
    FabricSpec::reference_names()
        .filter_map(|name| FabricSpec::reference(name).ok())
        .find(|spec| spec.fingerprint() == fingerprint)
}

/// What a file turned out to be.
pub enum Loaded {
    /// A program text.
    Program(Program),
    /// A compiled file.
    Compiled(Box<Bitstream>),
}

/// Reads a program or a compiled file and applies the settings to it. Warnings go to stderr.
///
/// # Errors
/// Problems of the text with their places; damage of the file; settings that do not apply.
pub fn load(path: &Path, settings: &[Setting]) -> Result<Loaded> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    if bytes.starts_with(b"KILNBITS") {
        let bitstream = Bitstream::from_bytes(&bytes)
            .with_context(|| format!("cannot use `{}`", path.display()))?;
        return Ok(Loaded::Compiled(Box::new(bitstream)));
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        anyhow::anyhow!("`{}` is neither a program text nor a bitstream", path.display())
    })?;
    let surface = kiln_lang::parse(&path.display().to_string(), &text)?;
    let pairs = settings.iter().map(|setting| (&setting.name[..], &setting.value[..]));
    let settings = surface.settings(pairs)?;
    let bound = surface.bind(&settings.params)?;
    show(&bound.warnings);
    let mut program = bound.program;
    let words = settings.arg_words(&program);
    for (arg, word) in program.args.iter_mut().zip(words) {
        arg.default = word;
    }
    Ok(Loaded::Program(program))
}

/// Sets arguments of a compiled file; shapes cannot be set.
///
/// # Errors
/// If a setting is not one of its arguments: says why it cannot be set.
pub fn patch(bitstream: &mut Bitstream, spec: &FabricSpec, settings: &[Setting]) -> Result<()> {
    let topology = Topology::new(spec);
    for setting in settings {
        let program = &bitstream.metadata.program;
        if let Some(value) = program.params.get(&setting.name) {
            bail!(
                "`{}` is a shape, compiled in as {value}; compile the program again with `--set {}={}`",
                setting.name,
                setting.name,
                setting.value
            );
        }
        let ty = program.args.iter().find(|arg| arg.name == setting.name).map(|arg| arg.ty);
        let word = ty.map_or(Ok(0), |ty| word(ty, setting))?;
        bitstream.set_argument(spec, &topology, &setting.name, word)?;
    }
    Ok(())
}

fn word(ty: Ty, setting: &Setting) -> Result<u32> {
    arg_word(ty, &setting.value).with_context(|| {
        format!("`--set {}={}`: the argument is {ty}", setting.name, setting.value)
    })
}

/// Compiles a program, or takes a compiled file as it is; `fabric_name` may be left out for a compiled
/// file that names a reference fabric.
///
/// # Errors
/// Refusals of the compiler; a fabric that is missing or not the file's.
pub fn finish(
    loaded: Loaded,
    fabric_name: Option<&str>,
    settings: &[Setting],
    options: pipeline::Options,
) -> Result<(FabricSpec, Compiled)> {
    match loaded {
        Loaded::Program(program) => {
            let Some(name) = fabric_name else {
                let known = FabricSpec::reference_names().collect::<Vec<_>>().join(", ");
                bail!("say which fabric to compile for: `--fabric` NAME, one of {known}, or a file")
            };
            let spec = fabric(name)?;
            let compiled = pipeline::compile(&program, &spec, options)?;
            Ok((spec, compiled))
        }
        Loaded::Compiled(mut bitstream) => {
            let name = fabric_name.unwrap_or(&bitstream.metadata.fabric);
            let spec = fabric(name)?;
            bitstream.check_fabric(&spec)?;
            patch(&mut bitstream, &spec, settings)?;
            Ok((spec, Compiled::from_file(*bitstream)))
        }
    }
}

/// No more problems than this are shown.
const MAX_SHOWN: usize = 20;

/// Shows problems of a program on stderr.
pub fn show(problems: &[kiln_lang::Problem]) {
    for problem in problems.iter().take(MAX_SHOWN) {
        eprintln!("{}", render(problem));
    }
    if let Some(more @ 1..) = problems.len().checked_sub(MAX_SHOWN) {
        eprintln!("and {more} more");
    }
}

/// A problem of a program as text: with the line and a caret, in colour on a terminal.
fn render(problem: &kiln_lang::Problem) -> String {
    let mut text = String::new();
    let handler = if std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        miette::GraphicalReportHandler::new()
    } else {
        miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor())
    };
    match handler.render_report(&mut text, problem) {
        Ok(()) => text,
        Err(_) => problem.message.clone(),
    }
}
