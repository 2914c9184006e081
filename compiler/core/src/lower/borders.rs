//! Borders: inputs that are read outside become larger inputs that are read inside.
//!
//! In: a core program. Out: the same program, its nodes numbered alike, in which no load says what lies outside: an
//! input that one did has become one copy for each such constant, with that constant around it as far as loads reach.
//! The host writes the copies (`docs/bitstream.md`); no later pass knows of borders.

use super::refusal::{Resource, Shortage};
use super::view::reachable;
use super::{MEMORY_WORDS, Unfit};
use crate::bitstream::{Border, TensorPlace};
use kiln_lang::ir::{Affine, Input, InputId, NodeId, NodeKind, Program, elements};
use std::collections::BTreeMap;

/// An input with its border may be so large, or eight times as large as the input: the host fills it for each run.
const MOST_BORDER: u64 = 1 << 24;

/// A program whose inputs have borders.
pub struct Bordered {
    /// The program; its inputs are copies.
    pub program: Program,
    /// For each copy, the input that it is of, and its border. Those of one input follow each other.
    pub copies: Vec<(usize, Option<Border>)>,
}

/// A load, the word that it gives outside, and its index.
type Read<'a> = (NodeId, Option<u32>, &'a [Affine]);

impl Bordered {
    /// The program with borders in place of what lies outside.
    pub fn new(program: &Program) -> Result<Bordered, Unfit> {
        let mut bordered = Bordered { program: program.clone(), copies: Vec::new() };
        bordered.program.inputs.clear();
        for (number, input) in program.inputs.iter().enumerate() {
            let added = bordered.add(program, (number, input));
            added.map_err(|shortage| (0, shortage))?;
        }
        Ok(bordered)
    }

    /// Adds the copies of an input and points its loads to them.
    fn add(&mut self, program: &Program, (number, input): (usize, &Input)) -> Result<(), Shortage> {
        let reads = reads(program, InputId(number as u32));
        let mut borders: BTreeMap<u32, Border> = BTreeMap::new();
        for (_, outside, index) in &reads {
            if let Some(word) = *outside {
                let none = || Border::none(word, input.shape.len());
                widen(borders.entry(word).or_insert_with(none), program, input, index)?;
            }
        }
        let first = self.copies.len();
        let words: Vec<u32> = borders.keys().copied().collect();
        for (node, outside, index) in reads {
            let copy = outside.map_or(0, |word| words.partition_point(|&w| w < word));
            let before = |dim: usize| borders.values().nth(copy).map_or(0, |b| b.before[dim]);
            let moved = |(dim, index): (usize, &Affine)| {
                let moved = index.add(&Affine::constant(before(dim).into()));
                moved.unwrap_or_else(|| index.clone())
            };
            self.program.nodes[node.index()].kind = NodeKind::Load {
                input: InputId((first + copy) as u32),
                index: index.iter().enumerate().map(moved).collect(),
                outside: None,
            };
        }
        if borders.is_empty() {
            self.program.inputs.push(input.clone());
            self.copies.push((number, None));
        }
        for border in borders.into_values() {
            let shape = border.around(&input.shape);
            self.program.inputs.push(Input { shape, ..input.clone() });
            self.copies.push((number, Some(border)));
        }
        Ok(())
    }

    /// Whether a copy is the only one of its input: then its layout is that of the input.
    pub fn is_alone(&self, copy: usize) -> bool {
        self.copies.iter().filter(|other| other.0 == self.copies[copy].0).count() == 1
    }

    /// Places of the inputs of `program` from those of the copies.
    pub fn places(&self, program: &Program, copies: Vec<TensorPlace>) -> Vec<TensorPlace> {
        let mut places: Vec<TensorPlace> = Vec::new();
        for ((number, border), mut copy) in self.copies.iter().zip(copies) {
            if *number == places.len() {
                copy.shape.clone_from(&program.inputs[*number].shape);
                places.push(copy);
            }
            places[*number].borders.extend(border.clone());
        }
        places
    }
}

/// The loads of an input, those that are not evaluated aside.
fn reads(program: &Program, input: InputId) -> Vec<Read<'_>> {
    let mut nodes: Vec<NodeId> = Vec::new();
    for output in &program.outputs {
        if elements(&program.output_shape(output)) > 0 {
            nodes.extend(reachable(program, output.body));
        }
    }
    nodes.sort();
    nodes.dedup();
    let read = |id: NodeId| match &program.node(id).kind {
        NodeKind::Load { input: i, index, outside } if *i == input => {
            Some((id, *outside, index.as_slice()))
        }
        _ => None,
    };
    nodes.into_iter().filter_map(read).collect()
}

/// Widens a border to hold all that an index reaches.
fn widen(
    border: &mut Border,
    program: &Program,
    input: &Input,
    index: &[Affine],
) -> Result<(), Shortage> {
    for (dim, (index, &extent)) in index.iter().zip(&input.shape).enumerate() {
        let range = index.range(|var| program.extent(var));
        let (low, high) = range.unwrap_or((i64::MIN / 4, i64::MAX / 4));
        let most = MEMORY_WORDS as i64;
        let reach = low.saturating_neg().max(high.saturating_sub(extent.into()) + 1);
        let needed = Shortage::check(Resource::Border, reach.max(0) as usize, most as usize);
        needed?;
        // Rows of narrow elements start at the same places of words as without a border.
        let is_row = dim + 1 == input.shape.len();
        let unit = if is_row { input.ty.per_word() as i64 } else { 1 };
        let before = (low.saturating_neg().max(0) as u64).next_multiple_of(unit as u64) as u32;
        let after = (high - i64::from(extent) + 1).max(0) as u32;
        border.before[dim] = border.before[dim].max(before);
        border.after[dim] = border.after[dim].max(after);
    }
    let elements = |shape: &[u32]| shape.iter().fold(1u64, |n, &e| n.saturating_mul(e.into()));
    let most = MOST_BORDER.max(8 * elements(&input.shape)).min(MEMORY_WORDS);
    Shortage::check(
        Resource::Border,
        elements(&border.around(&input.shape)) as usize,
        most as usize,
    )
}
