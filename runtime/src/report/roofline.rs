//! The roofline: cycles that no mapping of a program can go below on a fabric.

use super::work::Work;
use kiln_arch::{FabricSpec, Topology};
use kiln_compiler::bitstream::{Metadata, TensorPlace};
use kiln_lang::ir::{NodeKind, Program};
use serde::Serialize;
use std::fmt;

/// The larger of what the multipliers and what the memory port need.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Roofline {
    /// All multiply-accumulates at the peak of the fabric.
    pub compute_cycles: u64,
    /// Every input that is read, read once, or every output written once, at a beat a cycle; the larger of the two.
    pub memory_cycles: u64,
    /// The larger of both.
    pub bound_cycles: u64,
    /// Which that is.
    pub bound_by: BoundBy,
    /// `bound_cycles / cycles.run`.
    pub reached: f64,
}

/// What sets the bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BoundBy {
    /// Multipliers of the fabric.
    Multipliers,
    /// The memory port.
    Memory,
}

impl fmt::Display for BoundBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            BoundBy::Multipliers => "multipliers",
            BoundBy::Memory => "memory",
        })
    }
}

impl Roofline {
    /// The bound of the program of `meta`, beside a run of `run` cycles.
    pub fn new(spec: &FabricSpec, topology: &Topology, meta: &Metadata, run: u32) -> Roofline {
        let (reads, writes) = compulsory_beats(spec, meta);
        let compute = Work::new(&meta.program).cycles(spec, topology);
        Roofline::of(compute, reads.max(writes), run)
    }

    fn of(compute_cycles: u64, memory_cycles: u64, run: u32) -> Roofline {
        let bound_cycles = compute_cycles.max(memory_cycles);
        let bound_by =
            if compute_cycles >= memory_cycles { BoundBy::Multipliers } else { BoundBy::Memory };
        let reached = bound_cycles as f64 / f64::from(run.max(1));
        Roofline { compute_cycles, memory_cycles, bound_cycles, bound_by, reached }
    }

    /// One line for a terminal.
    pub fn text(&self) -> String {
        let (other, cycles) = match self.bound_by {
            BoundBy::Multipliers => (BoundBy::Memory, self.memory_cycles),
            BoundBy::Memory => (BoundBy::Multipliers, self.compute_cycles),
        };
        format!(
            "bound {} cycles by {} ({other} {cycles}); {:.1}% of it reached",
            self.bound_cycles,
            self.bound_by,
            100.0 * self.reached
        )
    }
}

/// Beats of the memory port that a program cannot do without, read and written: each input that is read once, unless no output
/// has elements, and each output once. A tensor that is read in part counts whole, without the border that the compiler asks for.
pub fn compulsory_beats(spec: &FabricSpec, meta: &Metadata) -> (u64, u64) {
    let port = spec.memory_words();
    let beats = |place: &TensorPlace| place.content_words().div_ceil(port) as u64;
    let read = meta.inputs.iter().enumerate().filter(|(index, _)| is_read(&meta.program, *index));
    (read.map(|(_, place)| beats(place)).sum(), meta.outputs.iter().map(beats).sum())
}

fn is_read(program: &Program, input: usize) -> bool {
    let reads =
        |kind: &NodeKind| matches!(kind, NodeKind::Load { input: i, .. } if i.index() == input);
    let empty = program.outputs.iter().all(|o| o.dims.iter().any(|&v| program.extent(v) == 0));
    !empty && program.nodes.iter().any(|node| reads(&node.kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_larger_demand_is_the_bound() {
        let compute = Roofline::of(1000, 400, 1250);
        assert_eq!((compute.bound_cycles, compute.bound_by), (1000, BoundBy::Multipliers));
        assert_eq!(
            compute.text(),
            "bound 1000 cycles by multipliers (memory 400); 80.0% of it reached"
        );
        let memory = Roofline::of(0, 400, 500);
        assert_eq!((memory.bound_cycles, memory.bound_by), (400, BoundBy::Memory));
        assert_eq!(
            memory.text(),
            "bound 400 cycles by memory (multipliers 0); 80.0% of it reached"
        );
    }
}
