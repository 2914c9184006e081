//! The command line: what there is to say, and where it goes.
//!
//! Exit codes: 0 all is well, 1 an error was reported, 2 the command line was not understood,
//! 3 the run ended but its result differs from the interpreter's, or is outside the bound of its evaluation in f64.

mod bench;
mod board;
mod compile;
mod dense;
mod doctor;
mod fabrics;
mod fpga;
mod inspect;
mod rtl;
mod run;

use crate::loading::Setting;
use clap::{Args, Parser, Subcommand, ValueEnum};
use kiln_compiler::lower::Layouts;
use kiln_compiler::pipeline::Options;
use std::path::PathBuf;
use std::str::FromStr;

/// Parallel patterns to silicon fabric.
///
/// Kiln generates a reconfigurable dataflow fabric as Verilog, compiles pattern programs into
/// configurations for it, and runs them on a cycle model or on the fabric's RTL.
#[derive(Debug, Parser)]
#[command(name = "kiln", version, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the fabrics that come with Kiln, or describe one.
    Fabrics(FabricsArgs),
    /// Emit a fabric's Verilog.
    Rtl(RtlArgs),
    /// Compile a program into a configuration bitstream.
    Compile(CompileArgs),
    /// Run a program or a compiled file and compare the result with the interpreter's.
    Run(RunArgs),
    /// A board in Verilator behind a pseudo-terminal, for `kiln run --on serial:`.
    Board(BoardArgs),
    /// Print a compiled file in field names.
    Disasm(DisasmArgs),
    /// Draw the placed and routed program.
    Map(MapArgs),
    /// Build a board's bitstream with the open tools, or load it.
    #[command(subcommand)]
    Fpga(FpgaWhat),
    /// Say which tools are here, which are missing, and how to get them.
    Doctor,
    /// Measure cycles of the examples on a fabric's model.
    Bench(BenchArgs),
}

#[derive(Debug, Args)]
struct FabricsArgs {
    /// Describe this one: a reference fabric's name or the path of a fabric file.
    fabric: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct RtlArgs {
    /// Reference fabric's name, or the path of a fabric file.
    #[arg(long, short)]
    fabric: String,
    /// Folder to write to; made if missing.
    #[arg(long, short)]
    output: PathBuf,
}

/// What a program is compiled with.
#[derive(Debug, Args)]
struct Source {
    /// Reference fabric's name, or the path of a fabric file.
    #[arg(long, short)]
    fabric: Option<String>,
    /// Set a shape parameter or an argument; may be given more than once.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<Setting>,
    /// Seed of the placement [default: 1].
    #[arg(long)]
    place_seed: Option<u64>,
    /// Keep all inputs row-major; else the compiler may ask for other layouts, which the host provides.
    #[arg(long)]
    row_major: bool,
}

impl Source {
    fn options(&self) -> Options {
        let layouts = if self.row_major { Layouts::RowMajor } else { Layouts::Asked };
        Options { seed: self.place_seed.unwrap_or(1), layouts }
    }
}

#[derive(Debug, Args)]
struct CompileArgs {
    /// The program, a text file.
    program: PathBuf,
    #[command(flatten)]
    source: Source,
    /// File to write the bitstream to.
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// Print a level of the program on the way.
    #[arg(long, value_enum)]
    emit: Option<Level>,
    /// Print how long each pass took, as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Level {
    /// The program with shapes bound, as scalar expressions.
    Core,
    /// Loops: order, tiles, lanes, where data lives.
    Tiled,
    /// Virtual units and the streams between them.
    Streams,
    /// Physical units and routes.
    Placed,
    /// Every configuration field.
    Bits,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum On {
    /// The cycle model: no tools needed.
    Model,
    /// The fabric's RTL under Verilator.
    Verilator,
    /// A board, or a virtual one, on this port; on that of the only known board if none is named.
    Serial(Option<String>),
}

impl FromStr for On {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            None if text == "model" => Ok(On::Model),
            None if text == "verilator" => Ok(On::Verilator),
            None if text == "serial" => Ok(On::Serial(None)),
            Some(("serial", port)) if !port.is_empty() => Ok(On::Serial(Some(port.into()))),
            _ => Err("it is one of model, verilator, serial, serial:PORT".into()),
        }
    }
}

#[derive(Debug, Args)]
struct RunArgs {
    /// A program, or a file that `kiln compile` wrote.
    program: PathBuf,
    #[command(flatten)]
    source: Source,
    /// Where to run: `model` (the cycle model), `verilator` (the RTL), or a board: `serial`, `serial:PORT`.
    #[arg(long, value_name = "DEVICE", default_value = "model")]
    on: On,
    /// Rate of long transfers to a board, 9600 to 12000000: 3000000 is three times as fast where the cable takes it.
    #[arg(long, default_value_t = kiln_arch::link::DEFAULT_BAUD, value_parser = clap::value_parser!(u32).range(9600..=12_000_000))]
    baud: u32,
    /// An input from a file: `a=a.npy` or `a=all.npz:name`; the others are random.
    #[arg(long = "in", value_name = "NAME=FILE")]
    inputs: Vec<String>,
    /// Write the output (or the output NAME) to an .npy file.
    #[arg(long = "out", value_name = "[NAME=]FILE")]
    outputs: Vec<String>,
    /// Seed of random inputs.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write the report as JSON.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Print the report as JSON instead of text.
    #[arg(long)]
    json: bool,
    /// Say which form each output was given, what bounds the run and what would lift it.
    #[arg(long)]
    explain: bool,
    /// Print the beats of a link as nested lists.
    #[arg(long, value_name = "LINK")]
    beats: Vec<String>,
    /// Record waveforms; `--on verilator` only.
    #[arg(long, value_name = "FILE.fst")]
    trace: Option<PathBuf>,
    /// Give up after so many cycles.
    #[arg(long, default_value_t = 200_000_000)]
    max_cycles: u64,
    /// Cycles from a read request to its first data, in a simulated memory [default: 40].
    #[arg(long)]
    memory_latency: Option<u32>,
    /// Stall the memory's channels at random, with this seed.
    #[arg(long, value_name = "SEED")]
    memory_stalls: Option<u64>,
    /// Let the memory answer different requesters out of order, with this seed.
    #[arg(long, value_name = "SEED")]
    memory_reorder: Option<u64>,
    /// Do not compare with the interpreter.
    #[arg(long)]
    no_check: bool,
}

#[derive(Debug, Args)]
struct BoardArgs {
    /// The board: a name, such as ulx3s-85f, or a board file.
    #[arg(long = "virtual", value_name = "BOARD")]
    board: String,
    /// Its fabric, instead of the one that is built for the board.
    #[arg(long, short)]
    fabric: Option<String>,
}

#[derive(Debug, Args)]
struct DisasmArgs {
    /// A file that `kiln compile` wrote.
    file: PathBuf,
    /// The fabric, if it is not a reference fabric.
    #[arg(long, short)]
    fabric: Option<String>,
}

#[derive(Debug, Args)]
struct MapArgs {
    /// A program, or a file that `kiln compile` wrote.
    program: PathBuf,
    #[command(flatten)]
    source: Source,
    /// SVG file to write.
    #[arg(long, short)]
    output: PathBuf,
}

#[derive(Debug, Subcommand)]
enum FpgaWhat {
    /// Synthesize, place and route, pack; fail if timing is not met.
    Build(FpgaBuildArgs),
    /// Load a bitstream with openFPGALoader.
    Flash(FpgaFlashArgs),
}

#[derive(Debug, Args)]
struct FpgaBuildArgs {
    /// The board: a name, such as ulx3s-85f, or a board file.
    #[arg(long, short)]
    board: String,
    /// Reference fabric's name, or the path of a fabric file, instead of the board's own.
    #[arg(long, short)]
    fabric: Option<String>,
    /// Folder to write to; target/fpga/BOARD if left out.
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// Seed of the first placement.
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Try up to so many seeds, this one and those after it, until timing is met.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    tries: u32,
    /// Print timing and use as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct FpgaFlashArgs {
    /// The board: a name, such as ulx3s-85f, or a board file.
    #[arg(long, short)]
    board: String,
    /// The bitstream; that of `kiln fpga build` if left out.
    file: Option<PathBuf>,
    /// Into the board's flash, from which it starts when it is powered, not only into the FPGA.
    #[arg(long)]
    persistent: bool,
}

#[derive(Debug, Args)]
struct BenchArgs {
    /// Fabrics to measure on; all reference fabrics if left out.
    #[arg(long, short)]
    fabric: Vec<String>,
    /// Folder of programs.
    #[arg(long, default_value = "examples")]
    examples: PathBuf,
    /// Measure dense products against their bound instead, each on its fabric.
    #[arg(long, conflicts_with = "fabric")]
    dense: bool,
    /// Folder of the fabric files that `--dense` needs beside the reference fabrics.
    #[arg(long, default_value = "tests/fabrics")]
    fabrics: PathBuf,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Fine,
    /// An error was reported.
    Failed,
    /// A result differs from the interpreter's.
    Differs,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Failed => 1,
            Exit::Differs => 3,
        })
    }
}

/// Runs the command that was asked for.
///
/// # Errors
/// Anything that kept it from its end, to be shown with [`show`].
pub fn dispatch(cli: Cli) -> anyhow::Result<Exit> {
    match cli.command {
        Command::Fabrics(args) => fabrics::fabrics(&args),
        Command::Rtl(args) => rtl::rtl(&args),
        Command::Compile(args) => compile::compile(&args),
        Command::Run(args) => run::run(&args),
        Command::Board(args) => board::board(&args),
        Command::Disasm(args) => inspect::disasm(&args),
        Command::Map(args) => inspect::map(&args),
        Command::Fpga(what) => fpga::fpga(&what),
        Command::Doctor => doctor::doctor(),
        Command::Bench(args) => bench::bench(&args),
    }
}

/// Prints an error: problems in a program with their places, anything else in one paragraph.
pub fn show(error: &anyhow::Error) {
    match error.downcast_ref::<kiln_lang::Problems>() {
        Some(problems) => crate::loading::show(&problems.problems),
        None => eprintln!("error: {error:#}"),
    }
}
