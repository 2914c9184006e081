//! `kiln bench`: cycles of every example on fabrics' models, as a Markdown table.

use super::{BenchArgs, Exit};
use crate::driver;
use crate::loading::Setting;
use crate::report::Report;
use crate::simulated::{Memory, ModelDevice};
use crate::{loading, tensors};
use anyhow::{Context, Result, bail};
use kiln_arch::FabricSpec;
use kiln_compiler::lower::Layouts;
use kiln_compiler::pipeline::{self, Compiled, Options};
use std::path::PathBuf;

/// Cycles from a read request to its first data.
const LATENCY: u32 = 40;
const OPTIONS: Options = Options { seed: 1, layouts: Layouts::Asked };

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
fn measure(spec: &FabricSpec, compiled: &Compiled, latency: u32) -> Result<Report> {
    let bitstream = &compiled.bitstream;
    let words = driver::memory_words(bitstream, spec);
    let memory = Memory { words, latency, stalls: None, reorder: None };
    let mut device = ModelDevice::new(spec, &memory)?;
    let places = bitstream.metadata.inputs.iter().enumerate();
    let inputs: Vec<Vec<u32>> = places.map(|(i, place)| tensors::random(1, i, place)).collect();
    let options = driver::Options { max_cycles: 1 << 32, progress: &mut |_| {} };
    let outcome = driver::run(&mut device, bitstream, &inputs, options)?;
    Ok(Report::new(spec, compiled, "model", &outcome, None))
}

/// A row of the table of dense products.
struct Dense {
    /// File in the folder of examples, without its ending.
    program: &'static str,
    /// M, N and K.
    sizes: [u32; 3],
    /// A reference fabric, or a file in the folder of fabrics.
    fabric: &'static str,
    /// Bits of the memory port, if not those of the fabric.
    port_bits: Option<usize>,
    /// Cycles from a read request to its first data.
    latency: u32,
}

const DENSE: [Dense; 14] = {
    const fn on(program: &'static str, sizes: [u32; 3], fabric: &'static str) -> Dense {
        Dense { program, sizes, fabric, port_bits: None, latency: LATENCY }
    }
    [
        on("matmul", [64, 64, 64], "dense64"),
        on("matmul", [256, 256, 256], "mid"),
        on("gemm_bf16", [256, 256, 256], "mid"),
        on("gemm_i8_quantized", [256, 256, 256], "mid"),
        Dense { latency: 4, ..on("gemm_i8", [64, 64, 64], "tiny") },
        Dense { port_bits: Some(1024), ..on("matmul", [128, 128, 128], "paper") },
        on("matmul", [63, 63, 63], "mid"),
        on("matmul", [65, 65, 65], "mid"),
        on("matmul", [1, 1000, 1000], "mid"),
        on("matmul", [7, 333, 129], "mid"),
        on("matmul", [129, 65, 257], "mid"),
        on("matmul", [1000, 1000, 64], "mid"),
        on("gemm_bf16", [65, 65, 65], "mid"),
        on("gemm_i8", [65, 65, 65], "mid"),
    ]
};

/// Cycles against the bound, as a Markdown table.
fn dense(args: &BenchArgs) -> Result<Exit> {
    println!("| program | M x N x K | fabric | memory latency | cycles | bound | by | reached |");
    println!("|---|---|---|---|---|---|---|---|");
    for row in &DENSE {
        println!("{}", dense_row(args, row)?);
    }
    Ok(Exit::Fine)
}

fn dense_row(args: &BenchArgs, row: &Dense) -> Result<String> {
    let mut spec = dense_fabric(args, row.fabric)?;
    let mut fabric = spec.name.clone();
    if let Some(bits) = row.port_bits {
        spec.memory.data_bits = bits;
        fabric = format!("{fabric}, {bits}-bit port");
    }
    let [m, n, k] = row.sizes;
    let settings = ["M", "N", "K"].iter().zip(row.sizes);
    let settings: Vec<Setting> = settings
        .map(|(name, size)| Setting { name: name.to_string(), value: size.to_string() })
        .collect();
    let path = args.examples.join(format!("{}.kiln", row.program));
    let loading::Loaded::Program(program) = loading::load(&path, &settings)? else {
        bail!("`{}` is compiled already", path.display())
    };
    let head = format!("| {} | {m} x {n} x {k} | {fabric} | {} |", row.program, row.latency);
    let report = match pipeline::compile(&program, &spec, OPTIONS) {
        Ok(compiled) => measure(&spec, &compiled, row.latency)?,
        Err(refusal) => return Ok(format!("{head} refused: {refusal} | | | |")),
    };
    let roofline = &report.roofline;
    Ok(format!(
        "{head} {} | {} | {} | {:.1}% |",
        report.cycles.run,
        roofline.bound_cycles,
        roofline.bound_by,
        100.0 * roofline.reached
    ))
}

/// A reference fabric, or the file of that name.
fn dense_fabric(args: &BenchArgs, name: &str) -> Result<FabricSpec> {
    if FabricSpec::reference_names().any(|known| known == name) {
        return loading::fabric(name);
    }
    loading::fabric(&args.fabrics.join(format!("{name}.toml")).display().to_string())
}
