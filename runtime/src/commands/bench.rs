//! `kiln bench`: cycles of every example on fabrics' models, as a Markdown table.

use super::{BenchArgs, Exit, dense::dense};
use crate::driver;
use crate::report::Report;
use crate::report::explain::explain;
use crate::simulated::{Memory, ModelDevice};
use crate::{loading, tensors};
use anyhow::{Context, Result, bail};
use kiln_arch::FabricSpec;
use kiln_compiler::lower::Layouts;
use kiln_compiler::pipeline::{self, Compiled, Options};
use std::path::PathBuf;

/// Cycles from a read request to its first data.
pub(super) const LATENCY: u32 = 40;
/// What programs are compiled with.
pub(super) const OPTIONS: Options = Options { seed: 1, layouts: Layouts::Asked };

pub(super) fn bench(args: &BenchArgs) -> Result<Exit> {
    if args.dense {
        return dense(args);
    }
    let names: Vec<String> = if args.fabric.is_empty() {
        FabricSpec::reference_names().map(String::from).collect()
    } else {
        args.fabric.clone()
    };
    println!(
        "| program | sizes | fabric | cycles | multiply-accumulates | of peak | compile ms | model kHz |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for path in programs(&args.examples)? {
        for name in &names {
            let spec = loading::fabric(name)?;
            println!("{}", row(&path, &spec)?);
        }
    }
    Ok(Exit::Fine)
}

fn programs(folder: &std::path::Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read folder `{}`", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "kiln"))
        .collect();
    if paths.is_empty() {
        bail!("there are no .kiln programs in `{}`", folder.display());
    }
    paths.sort();
    Ok(paths)
}

fn row(path: &std::path::Path, spec: &FabricSpec) -> Result<String> {
    let loading::Loaded::Program(program) = loading::load(path, &[])? else {
        bail!("`{}` is compiled already", path.display())
    };
    let sizes: Vec<String> = program.params.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let head = format!("| {} | {} | {} |", program.name, sizes.join(" "), spec.name);
    let compiled = match pipeline::compile(&program, spec, OPTIONS) {
        Ok(compiled) => compiled,
        Err(refusal) => return Ok(format!("{head} refused: {refusal} | | | | |")),
    };
    let report = measure(spec, &compiled, LATENCY)?;
    let total: f64 = report.compile_ms.values().sum();
    Ok(format!(
        "{head} {} | {} | {:.1}% | {total:.1} | {:.0} |",
        report.cycles.run,
        report.macs,
        100.0 * report.utilization,
        report.sim_khz
    ))
}

/// Runs a compiled program on the model of `spec`, on random inputs.
pub(super) fn measure(spec: &FabricSpec, compiled: &Compiled, latency: u32) -> Result<Report> {
    let bitstream = &compiled.bitstream;
    let words = driver::memory_words(bitstream, spec);
    let memory = Memory { words, latency, stalls: None, reorder: None };
    let mut device = ModelDevice::new(spec, &memory)?;
    let places = bitstream.metadata.inputs.iter().enumerate();
    let inputs: Vec<Vec<u32>> = places.map(|(i, place)| tensors::random(1, i, place)).collect();
    let options = driver::Options { max_cycles: 1 << 32, progress: &mut |_| {} };
    let outcome = driver::run_watched(&mut device, bitstream, &inputs, options)?;
    let report = Report::new(spec, compiled, "model", &outcome, None);
    Ok(Report { explain: Some(explain(spec, bitstream, &outcome)), ..report })
}
