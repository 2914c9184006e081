//! What a run is reported as: the JSON of `--report` and the text on the terminal.
//!
//! The fields here are the schema; `docs/report.md` explains them.

use crate::driver::Outcome;
use kiln_arch::num::Op;
use kiln_arch::topology::UnitKind;
use kiln_arch::{FabricSpec, Topology};
use kiln_compiler::bitstream::Bitstream;
use kiln_compiler::pipeline::Compiled;
use kiln_lang::ir::{NodeKind, Program};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Everything that a run tells.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Name of the program.
    pub program: String,
    /// The sizes it was compiled with.
    pub params: BTreeMap<String, i64>,
    /// Name of the fabric.
    pub fabric: String,
    /// Name of the device.
    pub device: String,
    /// Cycles.
    pub cycles: Cycles,
    /// Multiply-accumulates that the program asks for: products inside folds that sum.
    pub macs: u64,
    /// Multipliers of the fabric.
    pub peak_macs_per_cycle: u64,
    /// `macs / (cycles.run * peak_macs_per_cycle)`, 0 to 1.
    pub utilization: f64,
    /// Whether every output equals the interpreter's, bit for bit; absent if not compared.
    pub agrees: Option<bool>,
    /// Largest difference from the evaluation in f64, over all outputs; absent if not compared.
    pub max_abs_error: Option<f64>,
    /// Whether every output is within the bound that goes with that evaluation.
    pub within_bound: Option<bool>,
    /// Milliseconds of each compiler pass; empty for a compiled file.
    pub compile_ms: BTreeMap<String, f64>,
    /// Thousands of simulated cycles a second of host time.
    pub sim_khz: f64,
    /// Processes of the units in use.
    pub units: Vec<UnitReport>,
    /// Sums over the processes that come from each line of the program.
    pub lines: Vec<LineReport>,
}

/// Cycles of a run.
#[derive(Clone, Debug, Serialize)]
pub struct Cycles {
    /// Loading the configuration.
    pub configure: u32,
    /// From go to the last write in memory.
    pub run: u32,
}

/// One process of a unit.
#[derive(Clone, Debug, Serialize)]
pub struct UnitReport {
    /// Name of the unit, with `.write` or `.read` for the sides of a PMU.
    pub name: String,
    /// `pcu`, `pmu` or `ag`.
    pub kind: UnitKind,
    /// What it does in this program.
    pub role: String,
    /// Cycles of work.
    pub busy: u32,
    /// Cycles of waiting for input.
    pub starved: u32,
    /// Cycles of waiting for space or for an accumulator.
    pub blocked: u32,
}

/// One line of the program.
#[derive(Clone, Debug, Serialize)]
pub struct LineReport {
    /// Line number, from 1.
    pub line: u32,
    /// Sums over its processes.
    pub busy: u64,
    /// Likewise.
    pub starved: u64,
    /// Likewise.
    pub blocked: u64,
}

/// How outputs compare with the interpreter's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Check {
    /// Equal bit for bit.
    pub agrees: bool,
    /// Largest difference from the evaluation in f64.
    pub max_abs_error: f64,
    /// Every element is within its bound.
    pub within_bound: bool,
}

impl Report {
    /// Puts together what is known of a run.
    pub fn new(
        spec: &FabricSpec,
        compiled: &Compiled,
        device: &str,
        outcome: &Outcome,
        check: Option<&Check>,
    ) -> Report {
        let topology = Topology::new(spec);
        let meta = &compiled.bitstream.metadata;
        let peak = peak_macs(spec, &topology);
        let macs = macs(&meta.program);
        let slots = f64::from(outcome.cycles_run) * peak as f64;
        let cycles = f64::from(outcome.cycles_configure) + f64::from(outcome.cycles_run);
        Report {
            program: meta.program.name.clone(),
            params: meta.program.params.clone(),
            fabric: spec.name.clone(),
            device: device.to_string(),
            cycles: Cycles { configure: outcome.cycles_configure, run: outcome.cycles_run },
            macs,
            peak_macs_per_cycle: peak,
            utilization: if slots > 0.0 { macs as f64 / slots } else { 0.0 },
            agrees: check.map(|c| c.agrees),
            max_abs_error: check.map(|c| c.max_abs_error),
            within_bound: check.map(|c| c.within_bound),
            compile_ms: compiled.milliseconds(),
            sim_khz: cycles / outcome.host_time.as_secs_f64().max(1e-9) / 1000.0,
            units: unit_reports(&topology, &compiled.bitstream, outcome),
            lines: by_line(&compiled.bitstream, outcome),
        }
    }
}

fn unit_reports(topology: &Topology, bitstream: &Bitstream, outcome: &Outcome) -> Vec<UnitReport> {
    outcome
        .counters
        .iter()
        .map(|process| {
            let placed = bitstream.metadata.units.iter().find(|p| p.unit == process.unit);
            UnitReport {
                name: process.process.clone(),
                kind: topology.units[process.unit].kind,
                role: placed.map_or_else(String::new, |p| p.role.clone()),
                busy: process.busy,
                starved: process.starved,
                blocked: process.blocked,
            }
        })
        .collect()
}

/// The report for a terminal.
pub fn text(report: &Report) -> String {
    let mut out = String::new();
    let sizes: Vec<String> = report.params.iter().map(|(k, v)| format!("{k}={v}")).collect();
    // Writing to a String cannot fail, here and below.
    let _ = writeln!(
        out,
        "{} ({}) on {} [{}]",
        report.program,
        sizes.join(" "),
        report.fabric,
        report.device
    );
    let _ = writeln!(
        out,
        "  cycles       {} to configure, {} to run",
        report.cycles.configure, report.cycles.run
    );
    let _ = writeln!(
        out,
        "  work         {} multiply-accumulates, {:.1}% of the peak of {} a cycle",
        report.macs,
        100.0 * report.utilization,
        report.peak_macs_per_cycle
    );
    let result = match (report.agrees, report.within_bound, report.max_abs_error) {
        (Some(agrees), Some(within), Some(error)) => format!(
            "{}; {} of f64 (largest error {error:.3e})",
            if agrees {
                "equals the interpreter bit for bit"
            } else {
                "DIFFERS from the interpreter"
            },
            if within { "within the bound" } else { "OUTSIDE the bound" },
        ),
        _ => "not compared".to_string(),
    };
    let _ = writeln!(out, "  result       {result}");
    let _ = writeln!(out, "  simulated    {:.0} kHz", report.sim_khz);
    if !report.compile_ms.is_empty() {
        let passes: Vec<String> =
            report.compile_ms.iter().map(|(pass, ms)| format!("{pass} {ms:.1}")).collect();
        let _ = writeln!(out, "  compiled     {} ms", passes.join(", "));
    }
    let _ = writeln!(out, "  {:<18} {:>9} {:>9} {:>9}  does", "unit", "busy", "starved", "blocked");
    for unit in &report.units {
        let _ = writeln!(
            out,
            "  {:<18} {:>9} {:>9} {:>9}  {}",
            unit.name, unit.busy, unit.starved, unit.blocked, unit.role
        );
    }
    for line in &report.lines {
        let name = format!("line {}", line.line);
        let _ =
            writeln!(out, "  {name:<18} {:>9} {:>9} {:>9}", line.busy, line.starved, line.blocked);
    }
    out
}

/// Multipliers of a fabric: lanes times the stages that have the f32 or the i32 multiply, over all
/// PCUs.
pub fn peak_macs(spec: &FabricSpec, topology: &Topology) -> u64 {
    let multiplies = |stage: &usize| {
        let groups = spec.stage_groups(*stage);
        [Op::MulF, Op::MulI].iter().any(|op| groups.contains(&op.group()))
    };
    let stages = (0..spec.pcu.stages).filter(multiplies).count();
    (stages * spec.lanes * topology.of_kind(UnitKind::Pcu).count()) as u64
}

/// Multiply-accumulates of a program: for each fold, its multiply operations times the points at
/// which it is evaluated. Loops that the fold does not depend on count once.
pub fn macs(program: &Program) -> u64 {
    let mut total = 0;
    for output in &program.outputs {
        let points: u64 = output.dims.iter().map(|&v| u64::from(program.extent(v))).product();
        total += macs_below(program, output.body, points, 0);
    }
    total
}

fn macs_below(program: &Program, node: kiln_lang::ir::NodeId, points: u64, depth: usize) -> u64 {
    match &program.node(node).kind {
        NodeKind::Op(op, operands) => {
            let here = u64::from(depth > 0 && matches!(op, Op::MulF | Op::MulI)) * points;
            here + operands.iter().map(|&o| macs_below(program, o, points, depth)).sum::<u64>()
        }
        NodeKind::Fold { dims, body, .. } => {
            let inner: u64 = dims.iter().map(|&v| u64::from(program.extent(v))).product();
            macs_below(program, *body, points * inner, depth + 1)
        }
        _ => 0,
    }
}

/// Sums process counters by source line.
pub fn by_line(bitstream: &Bitstream, outcome: &Outcome) -> Vec<LineReport> {
    let mut lines: BTreeMap<u32, LineReport> = BTreeMap::new();
    for process in &outcome.counters {
        let placed = bitstream.metadata.units.iter().find(|p| p.unit == process.unit);
        for &line in placed.map_or(&[][..], |p| &p.lines) {
            let entry =
                lines.entry(line).or_insert(LineReport { line, busy: 0, starved: 0, blocked: 0 });
            entry.busy += u64::from(process.busy);
            entry.starved += u64::from(process.starved);
            entry.blocked += u64::from(process.blocked);
        }
    }
    lines.into_values().collect()
}
