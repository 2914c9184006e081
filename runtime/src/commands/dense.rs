//! `kiln bench --dense`: products of matrices against their bound, each on its fabric, as a Markdown table.

use super::bench::{LATENCY, OPTIONS, measure};
use super::{BenchArgs, Exit};
use crate::loading::{self, Setting};
use anyhow::{Result, bail};
use kiln_arch::FabricSpec;
use kiln_compiler::pipeline;

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
pub(super) fn dense(args: &BenchArgs) -> Result<Exit> {
    println!(
        "| program | M x N x K | fabric | memory latency | cycles | bound | by | reached | of peak | bound in the run by |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
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
fn dense_fabric(args: &BenchArgs, name: &str) -> Result<FabricSpec> {
    if FabricSpec::reference_names().any(|known| known == name) {
        return loading::fabric(name);
    }
    loading::fabric(&args.fabrics.join(format!("{name}.toml")).display().to_string())
}
