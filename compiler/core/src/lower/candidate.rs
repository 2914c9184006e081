//! One way to map an output, in either form.

use super::emit;
use super::mapping::{Addresses, Mapping, Usage};
use super::refusal::Shortage;
use super::systolic::Systolic;
use super::tiled::TiledOutput;
use crate::graph::StreamGraph;
use kiln_arch::FabricSpec;
use kiln_lang::layout::Layout;
use kiln_lang::order::OrderMap;

/// A mapping of an output.
pub enum Candidate<'a> {
    /// Operators in lanes.
    Lanes(Mapping<'a>),
    /// A sum of products in place.
    Systolic(Box<Systolic<'a>>),
}

impl Candidate<'_> {
    /// Units it needs.
    pub fn usage(&self) -> Usage {
        match self {
            Candidate::Lanes(mapping) => mapping.usage,
            Candidate::Systolic(systolic) => systolic.plan.usage(),
        }
    }

    /// Estimated cycles.
    pub fn cycles(&self) -> f64 {
        match self {
            Candidate::Lanes(mapping) => mapping.cycles,
            Candidate::Systolic(systolic) => systolic.plan.estimate.cycles,
        }
    }

    /// Estimated cycles that the memory port is busy.
    pub fn port(&self) -> f64 {
        match self {
            Candidate::Lanes(mapping) => mapping.port,
            Candidate::Systolic(systolic) => systolic.plan.estimate.port,
        }
    }

    /// The orders of its folds.
    pub fn orders(&self) -> OrderMap {
        match self {
            Candidate::Lanes(mapping) => mapping.parts[0].tree.orders.clone(),
            Candidate::Systolic(systolic) => [systolic.order()].into_iter().collect(),
        }
    }

    /// Inputs with layouts that they must have; the others are row-major.
    pub fn layouts(&self) -> Vec<(usize, &Layout)> {
        match self {
            Candidate::Lanes(_) => Vec::new(),
            Candidate::Systolic(systolic) => systolic.layouts().into(),
        }
    }

    /// Adds units and links to `graph`.
    ///
    /// # Errors
    /// What a unit has too few of.
    pub fn emit(
        &self,
        spec: &FabricSpec,
        addresses: &Addresses,
        output: usize,
        graph: &mut StreamGraph,
    ) -> Result<(), Shortage> {
        match self {
            Candidate::Lanes(mapping) => emit::emit(spec, mapping, graph),
            Candidate::Systolic(systolic) => systolic.emit(spec, addresses, output, graph),
        }
    }

    /// As a level to print.
    pub fn tiled(&self, spec: &FabricSpec) -> TiledOutput {
        match self {
            Candidate::Lanes(mapping) => TiledOutput::new(mapping),
            Candidate::Systolic(systolic) => systolic.tiled(spec),
        }
    }
}
