//! `kiln bench --dense`: matrix products and convolutions against their bound, each on its fabric, as a Markdown table.

use super::bench::{LATENCY, OPTIONS, measure};
use super::{BenchArgs, Exit};
use crate::loading::{self, Setting};
use anyhow::{Result, anyhow, bail};
use kiln_arch::FabricSpec;
use kiln_compiler::pipeline;

/// A row of the table.
struct Row {
    /// File in the folder of examples, without its ending.
    program: &'static str,
    /// Settings of its shapes, with blanks between.
    sizes: &'static str,
    /// A reference fabric, or a file in the folder of fabrics, without its ending.
    fabric: &'static str,
    /// Cycles from a read request to its first data.
    latency: u32,
}

const fn row(program: &'static str, sizes: &'static str, fabric: &'static str) -> Row {
    Row { program, sizes, fabric, latency: LATENCY }
}

const ROWS: [Row; 20] = [
    Row { latency: 4, ..row("gemm_i8", "M=64 N=64 K=64", "tiny") },
    Row { latency: 4, ..row("gemm_i8", "M=64 N=64 K=64", "nano") },
    row("matmul", "M=64 N=64 K=64", "dense"),
    row("matmul", "M=256 N=256 K=256", "mid"),
    row("gemm_bf16", "M=256 N=256 K=256", "mid"),
    row("gemm_bf16_rounded", "M=256 N=256 K=256", "mid"),
    row("gemm_i8", "M=256 N=256 K=256", "mid"),
    row("gemm_i8_quantized", "M=256 N=256 K=256", "mid"),
    row("matmul", "M=128 N=128 K=128", "paper_wide"),
    row("matmul", "M=128 N=128 K=128", "paper_cut"),
    Row { latency: 4, ..row("conv_i8", "", "bytes192") },
    Row { latency: 4, ..row("conv_i8_padded", "", "bytes192") },
    row("matmul", "M=63 N=63 K=63", "mid"),
    row("matmul", "M=65 N=65 K=65", "mid"),
    row("matmul", "M=1 N=1000 K=1000", "mid"),
    row("matmul", "M=7 N=333 K=129", "mid"),
    row("matmul", "M=129 N=65 K=257", "mid"),
    row("matmul", "M=1000 N=1000 K=64", "mid"),
    row("gemm_bf16", "M=65 N=65 K=65", "mid"),
    row("gemm_i8", "M=65 N=65 K=65", "mid"),
];

/// Cycles against the bound, as a Markdown table.
pub(super) fn dense(args: &BenchArgs) -> Result<Exit> {
    println!(
        "| program | sizes | fabric | memory latency | cycles | bound | by | reached | of peak | bound in the run by |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for row in &ROWS {
        println!("{}", measured(args, row)?);
    }
    Ok(Exit::Fine)
}

fn measured(args: &BenchArgs, row: &Row) -> Result<String> {
    let spec = fabric(args, row.fabric)?;
    let parse = |size: &str| size.parse().map_err(|error: String| anyhow!("`{size}`: {error}"));
    let settings: Vec<Setting> = row.sizes.split_whitespace().map(parse).collect::<Result<_>>()?;
    let path = args.examples.join(format!("{}.kiln", row.program));
    let loading::Loaded::Program(program) = loading::load(&path, &settings)? else {
        bail!("`{}` is compiled already", path.display())
    };
    let sizes: Vec<String> = program.params.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let head =
        format!("| {} | {} | {} | {} |", program.name, sizes.join(" "), spec.name, row.latency);
    let report = match pipeline::compile(&program, &spec, OPTIONS) {
        Ok(compiled) => measure(&spec, &compiled, row.latency)?,
        Err(refusal) => return Ok(format!("{head} refused: {refusal} | | | | | |")),
    };
    let roofline = &report.roofline;
    let limit = report.explain.map_or_else(String::new, |e| e.bound_by.to_string());
    Ok(format!(
        "{head} {} | {} | {} | {:.1}% | {:.1}% | {limit} |",
        report.cycles.run,
        roofline.bound_cycles,
        roofline.bound_by,
        100.0 * roofline.reached,
        100.0 * report.utilization
    ))
}

/// A reference fabric, or the file of that name.
fn fabric(args: &BenchArgs, name: &str) -> Result<FabricSpec> {
    if FabricSpec::reference_names().any(|known| known == name) {
        return loading::fabric(name);
    }
    loading::fabric(&args.fabrics.join(format!("{name}.toml")).display().to_string())
}
