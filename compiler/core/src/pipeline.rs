//! All passes in order: the one list of them.
//!
//! In: a core program and a fabric. Out: a bitstream, the levels it went through, and how long each pass took.

use crate::bitstream::{self, Bitstream};
use crate::lower::{self, Layouts, Lowered, Refusal};
use crate::place::{self, Placement, TooFewUnits};
use crate::route::{self, Congested, Routes};
use crate::stream_verify::{self, VerifyError};
use kiln_arch::config::FieldOverflow;
use kiln_arch::topology::Node;
use kiln_arch::{FabricSpec, Topology};
use kiln_lang::ir::Program;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Why a program was not compiled.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// It does not fit, or has no mapping.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The lowered program breaks a promise: a defect of the compiler.
    #[error("the compiler made a stream graph that breaks its own rules: {0}")]
    Broken(#[from] VerifyError),
    /// Units ran out in placement.
    #[error(transparent)]
    Units(#[from] TooFewUnits),
    /// Tracks ran out in routing.
    #[error("{0}; a fabric with more tracks, or a smaller program, would fit")]
    Tracks(#[from] Congested),
    /// A value is too large for its field.
    #[error(transparent)]
    Field(#[from] FieldOverflow),
    /// A level was not only the compiled file, which holds no levels.
    #[error("a compiled file does not hold this level; give the program's text")]
    NoLevel,
}

/// A compiled program and the way to it.
pub struct Compiled {
    /// The result.
    pub bitstream: Bitstream,
    lowered: Option<Lowered>,
    passes: Vec<(&'static str, Duration)>,
}

impl Compiled {
    /// A bitstream that came from a file.
    pub fn from_file(bitstream: Bitstream) -> Compiled {
        Compiled { bitstream, lowered: None, passes: Vec::new() }
    }

    /// Milliseconds that each pass took; empty for one from a file.
    pub fn milliseconds(&self) -> BTreeMap<String, f64> {
        let entry = |(name, time): &(&str, Duration)| (name.to_string(), time.as_secs_f64() * 1e3);
        self.passes.iter().map(entry).collect()
    }

    /// The stream graph and its choices, unless it came from a file.
    pub fn lowered(&self) -> Result<&Lowered, CompileError> {
        self.lowered.as_ref().ok_or(CompileError::NoLevel)
    }
}

/// Placements that are tried before routing of a mapping is given up.
const ATTEMPTS: u64 = 8;
/// Mappings that are tried before the program is refused.
const MAPPINGS: usize = 4;

/// What a compilation can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Seed of the placement.
    pub seed: u64,
    /// How inputs lie in memory.
    pub layouts: Layouts,
}

/// Compiles `program` for `spec`. The same options give the same bitstream.
///
/// # Errors
/// See [`CompileError`].
pub fn compile(
    program: &Program,
    spec: &FabricSpec,
    options: Options,
) -> Result<Compiled, CompileError> {
    let Options { seed, layouts } = options;
    let topology = Topology::new(spec);
    let mut passes = Vec::new();
    let mut timed = |name, start: Instant| passes.push((name, start.elapsed()));

    let start = Instant::now();
    let mut lowered = lower::lower(program, spec, layouts, 0)?;
    timed("lower", start);

    let start = Instant::now();
    let mut found = place_and_route(&lowered, &topology, seed);
    for attempt in 1..MAPPINGS {
        if found.is_ok() {
            break;
        }
        lowered = lower::lower(program, spec, layouts, attempt)?;
        found = place_and_route(&lowered, &topology, seed);
    }
    let (placement, routes) = found?;
    timed("place_and_route", start);

    let start = Instant::now();
    stream_verify::verify(&lowered.graph, spec, lowered.memory_words)?;
    timed("verify", start);

    let start = Instant::now();
    let parts = bitstream::Lowered {
        program,
        orders: &lowered.orders,
        inputs: lowered.inputs.clone(),
        outputs: lowered.outputs.clone(),
        memory_words: lowered.memory_words,
    };
    let graph = &lowered.graph;
    let bitstream = bitstream::assemble(spec, &topology, graph, &placement, &routes, parts)?;
    timed("assemble", start);
    Ok(Compiled { bitstream, lowered: Some(lowered), passes })
}

/// Places and routes, with another placement where tracks run out.
fn place_and_route(
    lowered: &Lowered,
    topology: &Topology,
    seed: u64,
) -> Result<(Placement, Routes), CompileError> {
    let mut attempt = 0;
    loop {
        let placement = place::place(&lowered.graph, topology, seed.wrapping_add(attempt))?;
        match route::route(&lowered.graph, &placement, topology) {
            Ok(routes) => return Ok((placement, routes)),
            Err(congested) if attempt + 1 == ATTEMPTS => return Err(congested.into()),
            Err(_) => attempt += 1,
        }
    }
}

/// The placed and routed level as text.
pub fn placed_text(topology: &Topology, bitstream: &Bitstream) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    for placed in &bitstream.metadata.units {
        let _ = writeln!(
            text,
            "{:<16} {}: {}",
            topology.units[placed.unit].name, placed.name, placed.role
        );
    }
    for link in &bitstream.metadata.links {
        let network = topology.network(link.net);
        let hops = link
            .nodes
            .iter()
            .filter(|(node, _)| matches!(network.nodes[*node], Node::Track { .. }))
            .count();
        let ends: Vec<String> = link
            .nodes
            .iter()
            .map(|&(node, _)| network.nodes[node])
            .filter(|node| !matches!(node, Node::Track { .. }))
            .map(|node| topology.node_name(link.net, node))
            .collect();
        let _ = writeln!(
            text,
            "{:<24} {} over {hops} tracks to {}",
            link.name,
            ends[0],
            ends[1..].join(", ")
        );
    }
    text
}
