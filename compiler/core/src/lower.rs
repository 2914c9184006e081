//! Lowering: the core program to the stream graph of a fabric.
//!
//! In: a checked core program and a fabric. Out: virtual units with their configurations and links, the order of each
//! fold, and where tensors lie in memory; or a typed refusal. Passes: [`borders`] (what lies outside inputs),
//! [`view`] (what an output accesses), [`search`] (candidate schemes), and for each [`tree`] (operators with loop nests), [`access`] (streams from memory), [`stages`]
//! (operations to PCUs), [`mapping`] (units and cost); the best goes to [`emit`].

mod access;
mod borders;
mod candidate;
mod emit;
mod form;
mod mapping;
mod nest;
mod places;
mod refusal;
mod search;
mod stages;
mod systolic;
pub mod tiled;
mod tree;
mod view;

pub use form::{Form, FormChoice, WhyNot};
pub use mapping::Usage;
pub use refusal::{Refusal, Resource, Shortage};

use crate::bitstream::TensorPlace;
use crate::graph::{StreamGraph, UnitConfig};
use borders::Bordered;
use candidate::Candidate;
use kiln_arch::topology::UnitKind;
use kiln_arch::{FabricSpec, Topology};
use kiln_lang::ir::{Output, Program, elements};
use kiln_lang::order::OrderMap;
use mapping::Addresses;
use places::Places;
use search::Search;
use tiled::TiledProgram;
use view::View;

/// Words that address generators reach.
const MEMORY_WORDS: u64 = 1 << 30;

/// How inputs lie in memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layouts {
    /// As the compiler asks.
    #[default]
    Asked,
    /// All row-major.
    RowMajor,
}

/// A program as streams.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// Loops, tiles and operators.
    pub tiled: TiledProgram,
    /// For each of its outputs, which form was chosen.
    pub forms: Vec<FormChoice>,
    /// Units and links; arguments have their default values.
    pub graph: StreamGraph,
    /// Orders of all folds.
    pub orders: OrderMap,
    /// Places of the inputs, in order of declaration.
    pub inputs: Vec<TensorPlace>,
    /// Places of the outputs, in order of declaration.
    pub outputs: Vec<TensorPlace>,
    /// First unused word.
    pub memory_words: u32,
}

/// Lowers `program` to `spec`. `attempt` 0 gives the mapping that is estimated to be the fastest; `n` the one that comes
/// n places after it (or the last there is), for when that one cannot be placed or routed.
///
/// # Errors
/// What ran out, and which reference fabric would do.
pub fn lower(
    program: &Program,
    spec: &FabricSpec,
    layouts: Layouts,
    attempt: usize,
) -> Result<Lowered, Refusal> {
    try_lower(program, spec, layouts, attempt).map_err(|(output, shortage)| {
        let fits = FabricSpec::reference_names().find(|name| {
            let spec = FabricSpec::reference(name).expect("reference fabrics are valid");
            try_lower(program, &spec, layouts, 0).is_ok()
        });
        Refusal {
            fabric: spec.name.clone(),
            output: program.outputs[output].name.clone(),
            line: program.outputs[output].span.line,
            shortage,
            fits: fits.map(String::from),
        }
    })
}

/// The number of the output that does not fit, and why.
type Unfit = (usize, Shortage);

fn try_lower(
    program: &Program,
    spec: &FabricSpec,
    layouts: Layouts,
    attempt: usize,
) -> Result<Lowered, Unfit> {
    let bordered = Bordered::new(program)?;
    let mut places = Places::new(&bordered, layouts)?;
    let addresses = places.addresses();
    let mut graph = StreamGraph::default();
    let mut orders = OrderMap::new();
    let mut tiled = TiledProgram::default();
    let candidates = candidates(&bordered.program, spec, &addresses)?;
    let chosen = combine(spec, &candidates, attempt)?;
    let mut forms = Vec::new();
    for ((number, mappings, refused), at) in candidates.iter().zip(chosen) {
        let mapping = &mappings[at];
        let emitted = mapping.emit(spec, &addresses, *number, &mut graph);
        emitted.map_err(|shortage| (*number, shortage))?;
        orders.extend(mapping.orders());
        for (input, layout) in mapping.layouts() {
            places.inputs[input].layout = layout.clone();
        }
        forms.push(form(&program.outputs[*number], mappings, *refused, at));
        tiled.outputs.push(mapping.tiled(spec));
    }
    let defaults: Vec<u32> = program.args.iter().map(|a| a.default).collect();
    set_arguments(&mut graph, &defaults);
    // Loads of whole vectors, or of the rows of a unit, may read past the end of a tensor that does not fill its last one.
    let memory_words = places.end + spec.lanes.max(spec.pcu.stages) as u32;
    let Places { inputs, outputs, .. } = places;
    let inputs = bordered.places(program, inputs);
    Ok(Lowered { tiled, forms, graph, orders, inputs, outputs, memory_words })
}

/// Puts run-time arguments into the stages that use them.
pub fn set_arguments(graph: &mut StreamGraph, words: &[u32]) {
    for used in &graph.arguments {
        if let UnitConfig::Pcu(config) = &mut graph.units[used.unit].config {
            *config.constant_mut(used.stage) = words[used.argument];
        }
    }
}

/// Units of a fabric.
pub fn units(spec: &FabricSpec) -> Usage {
    let topology = Topology::new(spec);
    let count = |kind| topology.of_kind(kind).count();
    Usage { pcus: count(UnitKind::Pcu), pmus: count(UnitKind::Pmu), ags: count(UnitKind::Ag) }
}

/// Each output that has elements, with its mappings, and why none of them is systolic.
type Candidates<'a> = Vec<(usize, Vec<Candidate<'a>>, Option<WhyNot>)>;

/// What was chosen for `output`: mapping `at`.
fn form(output: &Output, mappings: &[Candidate], refused: Option<WhyNot>, at: usize) -> FormChoice {
    let chosen = &mappings[at];
    let other = mappings.iter().find(|mapping| matches!(mapping, Candidate::Systolic(_)));
    let form = match (chosen, other) {
        (Candidate::Systolic(systolic), _) => systolic.form(),
        (lanes, Some(systolic)) if systolic.cycles() >= lanes.cycles() => {
            let cycles = |mapping: &Candidate| mapping.cycles() as u64;
            Form::Lanes(WhyNot::Slower { systolic: cycles(systolic), lanes: cycles(lanes) })
        }
        _ => Form::Lanes(refused.unwrap_or(WhyNot::Together)),
    };
    FormChoice { output: output.name.clone(), form, used: chosen.usage() }
}

fn candidates<'a>(
    program: &'a Program,
    spec: &FabricSpec,
    addresses: &Addresses,
) -> Result<Candidates<'a>, Unfit> {
    let mut list = Vec::new();
    let had = units(spec);
    let empty = |output: &Output| elements(&program.output_shape(output)) == 0;
    for (number, output) in program.outputs.iter().enumerate().filter(|(_, o)| !empty(o)) {
        let view = View::new(program, output).map_err(|shortage| (number, shortage))?;
        let search = Search { view: &view, spec, had, addresses, output: number };
        let lanes = search.run();
        let systolic = systolic::map(&view, spec, had, &addresses.free);
        let refused = systolic.as_ref().err().copied();
        let mut mappings: Vec<Candidate> = match lanes {
            Ok(mappings) => mappings.into_iter().map(Candidate::Lanes).collect(),
            Err(_) if systolic.is_ok() => Vec::new(),
            Err(shortage) => {
                let systolic = systolic::map_with_units(&view, spec, had, &addresses.free);
                let systolic = systolic.ok_or((number, shortage))?;
                vec![Candidate::Systolic(Box::new(systolic))]
            }
        };
        mappings.extend(systolic.map(|systolic| Candidate::Systolic(Box::new(systolic))));
        mappings.sort_by(|a, b| a.cycles().total_cmp(&b.cycles()));
        list.push((number, mappings, refused));
    }
    Ok(list)
}

/// No more combinations of outputs' mappings than this are tried.
const MAX_COMBINATIONS: usize = 20_000;

/// For each output the number of its mapping, so that all fit together, their folds agree and the slowest is as fast as can be.
fn combine(
    spec: &FabricSpec,
    candidates: &Candidates,
    attempt: usize,
) -> Result<Vec<usize>, Unfit> {
    let had = units(spec);
    let mut found: Vec<(f64, Vec<usize>)> = Vec::new();
    let mut shortage = None;
    let mut at = vec![0; candidates.len()];
    for _ in 0..MAX_COMBINATIONS {
        let mappings = || candidates.iter().zip(&at).map(|((_, list, _), &i)| &list[i]);
        let usage = mappings().fold(Usage::default(), |sum, m| sum + m.usage());
        match usage.check(had) {
            Ok(()) if agree(mappings()) => {
                let port: f64 = mappings().map(Candidate::port).sum();
                let cycles = mappings().map(Candidate::cycles).fold(port, f64::max);
                found.push((cycles, at.clone()));
            }
            Ok(()) => {}
            Err(s) => {
                let less = shortage.is_none_or(|old: Shortage| s.needed < old.needed);
                if less {
                    shortage = Some(s);
                }
            }
        }
        // The next combination, as an odometer counts.
        let Some(digit) = (0..at.len()).find(|&d| at[d] + 1 < candidates[d].1.len()) else { break };
        at[..digit].fill(0);
        at[digit] += 1;
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let count = found.len();
    match found.into_iter().nth(attempt.min(count.saturating_sub(1))) {
        Some((_, chosen)) => Ok(chosen),
        None => {
            let last = candidates.last().map_or(0, |c| c.0);
            let conflict = Shortage { resource: Resource::Access, needed: 2, had: 1 };
            Err((last, shortage.unwrap_or(conflict)))
        }
    }
}

/// Whether folds that several outputs share have the same order in each.
fn agree<'a>(mappings: impl Iterator<Item = &'a Candidate<'a>>) -> bool {
    let mut orders = OrderMap::new();
    for mapping in mappings {
        for (fold, order) in mapping.orders() {
            if orders.insert(fold, order.clone()).is_some_and(|other| other != order) {
                return false;
            }
        }
    }
    true
}
