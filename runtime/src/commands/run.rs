//! `kiln run`: a program on a device, checked against the interpreter.

use super::bench::LATENCY;
use super::{Exit, On, RunArgs, compile};
use crate::device::Device;
use crate::loading::Loaded;
use crate::report::explain::explain;
use crate::report::{self, Check, LinkReport, Report};
use crate::serial::Connected;
use crate::serial::port::{self, Port};
use crate::simulated::{Memory, ModelDevice, VerilatorDevice};
use crate::{beats, driver, loading, tensors};
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use kiln_arch::link::DEFAULT_BAUD;
use kiln_arch::topology::{Net, NodeId};
use kiln_arch::{FabricSpec, Topology};
use kiln_compiler::bitstream::{Bitstream, RoutedLink, TensorPlace};
use kiln_lang::interpret;
use kiln_lang::ir::Ty;
use std::io::Write;
use std::path::PathBuf;

pub(super) fn run(args: &RunArgs) -> Result<Exit> {
    let loaded = loading::load(&args.program, &args.source.set)?;
    let board = board(args)?;
    let mut fabric = args.source.fabric.clone();
    if let (None, Some(board), Loaded::Program(_)) = (&fabric, &board, &loaded) {
        fabric = Some(board.fabric()?.name);
    }
    let (spec, compiled) = compile::finish(loaded, &args.source, fabric.as_deref())?;
    if args.explain {
        compiled.lowered().context("`--explain` tells the compiler's choices as well")?;
    }
    let bitstream = &compiled.bitstream;
    let topology = Topology::new(&spec);
    // Everything that can be wrong with the command line is found before the work starts.
    let inputs = inputs(args, bitstream)?;
    let outputs = output_files(args, bitstream)?;
    for path in outputs.iter().map(|(_, path)| path).chain(&args.report) {
        compile::make_place(path, &args.program)?;
    }
    let links = links(args, &topology, bitstream)?;
    let mut device = device(args, &spec, bitstream, board)?;
    let watched: Vec<(Net, NodeId)> = links.iter().map(|(link, node)| (link.net, *node)).collect();
    if !watched.is_empty() {
        device.observe(&watched)?;
    }
    let bar = progress_bar();
    let options = driver::Options {
        max_cycles: args.max_cycles,
        progress: &mut |cycles| bar.set_position(cycles),
    };
    // A board cannot be stopped to be watched.
    let ran = if args.explain && device.link().is_none() {
        driver::run_watched(&mut *device, bitstream, &inputs, options)
    } else {
        driver::run(&mut *device, bitstream, &inputs, options)
    };
    bar.finish_and_clear();
    let outcome = ran?;
    let check = if args.no_check {
        None
    } else {
        Some(check(&spec, bitstream, &inputs, &outcome.outputs)?)
    };
    let mut report = Report::new(&spec, &compiled, device.name(), &outcome, check.as_ref());
    report.link = device.link().map(LinkReport::new);
    report.explain = args.explain.then(|| explain(&spec, bitstream, &outcome));
    for (index, path) in &outputs {
        tensors::write(path, &bitstream.metadata.outputs[*index], &outcome.outputs[*index])?;
    }
    let beats = beats_text(&mut *device, bitstream, &links);
    if args.json {
        eprint!("{beats}");
    } else {
        print!("{beats}");
    }
    if let Some(path) = &args.report {
        tensors::write_whole(path, |out| Ok(serde_json::to_writer_pretty(out, &report)?))?;
    }
    if args.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{}", report::text(&report));
    }
    let differs = check.is_some_and(|check| !check.agrees || !check.within_bound);
    Ok(if differs { Exit::Differs } else { Exit::Fine })
}

/// The board, if the program is to run on one.
fn board(args: &RunArgs) -> Result<Option<Connected<Port>>> {
    let On::Serial(port) = &args.on else { return Ok(None) };
    let simulated = [
        ("--beats", !args.beats.is_empty()),
        ("--trace", args.trace.is_some()),
        ("--memory-latency", args.memory_latency.is_some()),
        ("--memory-stalls", args.memory_stalls.is_some()),
        ("--memory-reorder", args.memory_reorder.is_some()),
    ];
    if let Some((option, _)) = simulated.iter().find(|(_, given)| *given) {
        bail!("`{option}` needs a simulated device; use `--on model` or `--on verilator`")
    }
    let name = match port {
        Some(name) => name.clone(),
        None => port::only_board(&port::ports())?,
    };
    let port = Port::open(&name, DEFAULT_BAUD)?;
    Ok(Some(Connected::open(port, &name, args.baud)?))
}

fn device(
    args: &RunArgs,
    spec: &FabricSpec,
    bitstream: &Bitstream,
    board: Option<Connected<Port>>,
) -> Result<Box<dyn Device>> {
    if let Some(board) = board {
        let words = driver::memory_words(bitstream, spec);
        return Ok(Box::new(board.device(spec, words)?));
    }
    let memory = Memory {
        words: driver::memory_words(bitstream, spec),
        latency: args.memory_latency.unwrap_or(LATENCY),
        stalls: args.memory_stalls,
        reorder: args.memory_reorder,
    };
    match args.on {
        On::Verilator => {
            let spinner = ProgressBar::new_spinner();
            spinner.set_message("building the RTL with Verilator (kept for the next time)");
            spinner.enable_steady_tick(std::time::Duration::from_millis(100));
            let taps = !args.beats.is_empty();
            let made = VerilatorDevice::new(spec, &memory, taps, args.trace.as_deref());
            spinner.finish_and_clear();
            Ok(Box::new(made?))
        }
        On::Model | On::Serial(_) => {
            if args.trace.is_some() {
                bail!(
                    "the cycle model has no signals to trace; use `--on verilator --trace FILE.fst`"
                )
            }
            Ok(Box::new(ModelDevice::new(spec, &memory)?))
        }
    }
}

fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} cycle {pos} ({elapsed})") {
        bar.set_style(style);
    }
    bar
}

fn inputs(args: &RunArgs, bitstream: &Bitstream) -> Result<Vec<Vec<u32>>> {
    let places = &bitstream.metadata.inputs;
    let mut given = vec![None; places.len()];
    for text in &args.inputs {
        let Some((name, file)) = text.split_once('=') else {
            bail!("`--in {text}`: write NAME=FILE, for example `--in a=a.npy`")
        };
        let index = find(places, name, "input")?;
        given[index] = Some(tensors::read(file, &places[index])?);
    }
    let fill = |(index, words): (usize, Option<Vec<u32>>)| {
        words.unwrap_or_else(|| tensors::random(args.seed, index, &places[index]))
    };
    Ok(given.into_iter().enumerate().map(fill).collect())
}

fn output_files(args: &RunArgs, bitstream: &Bitstream) -> Result<Vec<(usize, PathBuf)>> {
    let places = &bitstream.metadata.outputs;
    let mut files = Vec::new();
    for text in &args.outputs {
        match text.split_once('=') {
            Some((name, file)) => files.push((find(places, name, "output")?, file.into())),
            None if places.len() == 1 => files.push((0, text.into())),
            None => bail!("the program has {} outputs: write `--out NAME=FILE`", places.len()),
        }
    }
    let same =
        |(at, (_, path)): &(usize, &(usize, PathBuf))| files[..*at].iter().any(|f| f.1 == *path);
    if let Some((_, (_, path))) = files.iter().enumerate().find(same) {
        bail!("`{}` is named for two outputs", path.display());
    }
    Ok(files)
}

fn find(places: &[TensorPlace], name: &str, kind: &str) -> Result<usize> {
    places.iter().position(|place| place.name == name).with_context(|| {
        let known: Vec<&str> = places.iter().map(|place| place.name.as_str()).collect();
        format!("the program has no {kind} `{name}`; it has: {}", known.join(", "))
    })
}

/// The links to watch, each with the node where it ends.
fn links<'a>(
    args: &RunArgs,
    topology: &Topology,
    bitstream: &'a Bitstream,
) -> Result<Vec<(&'a RoutedLink, NodeId)>> {
    let all = &bitstream.metadata.links;
    let mut found = Vec::new();
    for name in &args.beats {
        let by_place = |link: &RoutedLink| {
            let network = topology.network(link.net);
            link.nodes
                .iter()
                .map(|n| n.0)
                .find(|&node| topology.node_name(link.net, network.nodes[node]) == *name)
        };
        let last = |link: &RoutedLink| link.nodes.last().map(|n| n.0);
        let hit = all.iter().find_map(|link| {
            let node = if link.name == *name { last(link) } else { by_place(link) };
            Some((link, node?))
        });
        let Some(hit) = hit else {
            let known: Vec<&str> = all.iter().map(|link| link.name.as_str()).collect();
            bail!("no link is called `{name}`; there are: {}", known.join(", "))
        };
        found.push(hit);
    }
    Ok(found)
}

fn beats_text(
    device: &mut dyn Device,
    bitstream: &Bitstream,
    links: &[(&RoutedLink, NodeId)],
) -> String {
    let recorded = device.take_beats();
    let of_link = |(link, node): &(&RoutedLink, NodeId)| {
        let beats: Vec<_> =
            recorded.iter().filter(|b| b.net == link.net && b.node == *node).cloned().collect();
        let ty = word_type(bitstream, &link.name);
        format!("{}:\n{}\n", link.name, beats::nested(&beats, ty))
    };
    links.iter().map(of_link).collect()
}

/// How the words of a link are shown: as the tensor that its name starts with, or else as the first output.
fn word_type(bitstream: &Bitstream, link: &str) -> Ty {
    let tensor = link.split(['[', ' ']).next().unwrap_or(link);
    let meta = &bitstream.metadata;
    let named = meta.inputs.iter().chain(&meta.outputs).find(|place| place.name == tensor);
    named.or(meta.outputs.first()).map_or(Ty::F32, |place| place.ty.value())
}

fn check(
    spec: &FabricSpec,
    bitstream: &Bitstream,
    inputs: &[Vec<u32>],
    outputs: &[Vec<u32>],
) -> Result<Check> {
    let meta = &bitstream.metadata;
    let args: Vec<u32> = meta.program.args.iter().map(|arg| arg.default).collect();
    let subnormals = spec.numbers.subnormals;
    let exact = interpret::interpret(&meta.program, inputs, &args, &meta.orders, subnormals)?;
    let estimates = interpret::interpret_f64(&meta.program, inputs, &args, subnormals)?;
    let mut result = Check { agrees: exact == outputs, max_abs_error: 0.0, within_bound: true };
    for (estimate, words) in estimates.iter().zip(outputs) {
        let agreement = estimate.compare(words);
        result.max_abs_error = result.max_abs_error.max(agreement.max_abs_error);
        result.within_bound &= agreement.holds();
    }
    if !result.agrees {
        let places = meta.outputs.iter().zip(exact.iter().zip(outputs));
        for (place, (want, have)) in places {
            if let Some(at) = want.iter().zip(have).position(|(a, b)| a != b) {
                let mut stderr = std::io::stderr();
                // Nothing can be done about a closed stderr.
                let _ = writeln!(
                    stderr,
                    "output `{}` differs at element {at}: {:08x}, the interpreter says {:08x}",
                    place.name, have[at], want[at]
                );
            }
        }
    }
    Ok(result)
}
