//! What a run is reported as: the JSON of `--report` and the text on the terminal.
//!
//! The fields here are the schema; `docs/report.md` explains them.

pub mod explain;
pub mod forms;
pub mod roofline;
mod text;
pub mod work;

pub use text::text;

use crate::device::LinkUse;
use crate::driver::Outcome;
use explain::Explanation;
use forms::FormReport;
use kiln_arch::topology::UnitKind;
use kiln_arch::{FabricSpec, Topology};
use kiln_compiler::bitstream::Bitstream;
use kiln_compiler::pipeline::Compiled;
use roofline::Roofline;
use serde::Serialize;
use std::collections::BTreeMap;
use work::{ProductType, Work};

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
    /// Multiply-accumulates that the program asks for: products inside folds.
    pub macs: u64,
    /// The type of most of them.
    pub product_type: ProductType,
    /// Multiply-accumulates of that type that the fabric's multipliers do in a cycle.
    pub peak_macs_per_cycle: u64,
    /// `macs / (cycles.run * peak_macs_per_cycle)`, 0 to 1.
    pub utilization: f64,
    /// Cycles that no mapping can go below.
    pub roofline: Roofline,
    /// Whether every output equals the interpreter's, bit for bit; absent if not compared.
    pub agrees: Option<bool>,
    /// Largest difference from the evaluation in f64, over all outputs; absent if not compared.
    pub max_abs_error: Option<f64>,
    /// Whether every output is within the bound that goes with that evaluation.
    pub within_bound: Option<bool>,
    /// Milliseconds of each compiler pass; empty for a compiled file.
    pub compile_ms: BTreeMap<String, f64>,
    /// Thousands of cycles a second of host time: the speed of a simulation.
    pub sim_khz: f64,
    /// The link to a board; absent for simulated devices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<LinkReport>,
    /// Inputs that do not lie row-major, or lie in a border, with their layouts.
    pub layouts: Vec<String>,
    /// The form of each output that has elements; empty for a compiled file.
    pub forms: Vec<FormReport>,
    /// What bounds the run; absent unless asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explain: Option<Explanation>,
    /// Processes of the units in use.
    pub units: Vec<UnitReport>,
    /// Sums over the processes that come from each line of the program.
    pub lines: Vec<LineReport>,
}

/// What the link to a board did.
#[derive(Clone, Debug, Serialize)]
pub struct LinkReport {
    /// Name of the board.
    pub board: String,
    /// The port.
    pub port: String,
    /// Its rate at the end, bits a second.
    pub baud: u32,
    /// Requests sent.
    pub packets: u64,
    /// Requests sent again, because they or their answers were lost.
    pub repeats: u64,
    /// Frames that came damaged.
    pub damaged: u64,
    /// Bytes on the line to the board.
    pub bytes_sent: u64,
    /// Bytes on the line from the board.
    pub bytes_received: u64,
    /// Bytes of memory written and read.
    pub bytes_moved: u64,
    /// Of these, a second of moving them; 0 if there were none.
    pub bytes_per_second: f64,
}

impl LinkReport {
    /// From what a device tells.
    pub fn new(link: LinkUse) -> LinkReport {
        let seen = link.statistics;
        let idle = seen.seconds_moving <= 0.0;
        LinkReport {
            board: link.board,
            port: link.port,
            baud: link.baud,
            packets: seen.packets,
            repeats: seen.repeats,
            damaged: seen.damaged,
            bytes_sent: seen.bytes_sent,
            bytes_received: seen.bytes_received,
            bytes_moved: seen.bytes_moved,
            bytes_per_second: if idle {
                0.0
            } else {
                seen.bytes_moved as f64 / seen.seconds_moving
            },
        }
    }
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
        let work = Work::new(&meta.program);
        let (macs, product_type) = (work.total(), work.main_type());
        let peak = work::peak(spec, &topology, product_type);
        let slots = f64::from(outcome.cycles_run) * peak as f64;
        let cycles = f64::from(outcome.cycles_configure) + f64::from(outcome.cycles_run);
        Report {
            program: meta.program.name.clone(),
            params: meta.program.params.clone(),
            fabric: spec.name.clone(),
            device: device.to_string(),
            cycles: Cycles { configure: outcome.cycles_configure, run: outcome.cycles_run },
            macs,
            product_type,
            peak_macs_per_cycle: peak,
            utilization: if slots > 0.0 { macs as f64 / slots } else { 0.0 },
            roofline: Roofline::new(spec, &topology, meta, outcome.cycles_run),
            agrees: check.map(|c| c.agrees),
            max_abs_error: check.map(|c| c.max_abs_error),
            within_bound: check.map(|c| c.within_bound),
            compile_ms: compiled.milliseconds(),
            sim_khz: cycles / outcome.host_time.as_secs_f64().max(1e-9) / 1000.0,
            link: None,
            layouts: meta.asked_layouts().collect(),
            forms: compiled.lowered().map_or_else(|_| Vec::new(), |l| forms::forms(l, spec)),
            explain: None,
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
