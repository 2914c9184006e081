//! Where tensors lie in memory.
//!
//! In: a program. Out: addresses, and which inputs' layout may be chosen. Addresses come before the choice: where it is
//! free, a tensor has room for the largest layout.

use super::borders::Bordered;
use super::mapping::Addresses;
use super::refusal::{Resource, Shortage};
use super::{Layouts, MEMORY_WORDS, Unfit};
use crate::bitstream::{ALIGNMENT, TensorPlace};
use crate::lower::view::reachable;
use kiln_lang::ir::{NodeKind, Program, Storage, elements};
use kiln_lang::layout::Layout;

/// Tensors in memory, all row-major at first.
pub struct Places {
    /// Copies of inputs in order of declaration.
    pub inputs: Vec<TensorPlace>,
    /// Outputs likewise.
    pub outputs: Vec<TensorPlace>,
    /// First unused word.
    pub end: u32,
    free: Vec<bool>,
}

impl Places {
    /// Places for the tensors of a program.
    pub fn new(bordered: &Bordered, layouts: Layouts) -> Result<Places, Unfit> {
        let program = &bordered.program;
        let free: Vec<bool> = match layouts {
            Layouts::Asked => {
                let once = read_once(program).into_iter().enumerate();
                once.map(|(copy, once)| once && bordered.is_alone(copy)).collect()
            }
            Layouts::RowMajor => vec![false; program.inputs.len()],
        };
        let mut next = 0u64;
        let mut place = |name: &str, ty: Storage, shape: Vec<u32>, free: bool| {
            let address = next as u32;
            let words = if free { most_words(ty, &shape) } else { ty.words(&shape) };
            next = (next + words as u64).next_multiple_of(ALIGNMENT as u64);
            let (layout, borders) = (Layout::RowMajor, Vec::new());
            TensorPlace { name: name.into(), ty, shape, address, layout, borders }
        };
        let inputs = program.inputs.iter().zip(&free);
        let inputs = inputs.map(|(i, &free)| place(&i.name, i.ty, i.shape.clone(), free)).collect();
        let outputs = program.outputs.iter();
        let outputs =
            outputs.map(|o| place(&o.name, o.ty, program.output_shape(o), false)).collect();
        let memory = Shortage::check(Resource::AddressBits, next as usize, MEMORY_WORDS as usize);
        memory.map_err(|shortage| (0, shortage))?;
        Ok(Places { inputs, outputs, end: next as u32, free })
    }

    /// What mappings need to know.
    pub fn addresses(&self) -> Addresses {
        let address = |list: &[TensorPlace]| list.iter().map(|t| t.address).collect();
        let (inputs, outputs) = (address(&self.inputs), address(&self.outputs));
        Addresses { inputs, outputs, free: self.free.clone() }
    }
}

/// Inputs that one load of one output reads: no other mapping has to agree with their layout.
fn read_once(program: &Program) -> Vec<bool> {
    let mut loads = vec![0; program.inputs.len()];
    for output in &program.outputs {
        for node in reachable(program, output.body) {
            if let NodeKind::Load { input, .. } = &program.node(node).kind {
                loads[input.index()] += 1;
            }
        }
    }
    loads.into_iter().map(|count| count == 1).collect()
}

/// Words of a tensor whose elements may be packed along any dimension.
fn most_words(ty: Storage, shape: &[u32]) -> usize {
    let packed = |&extent: &u32| {
        elements(shape) / extent as usize * (extent as usize).div_ceil(ty.per_word())
    };
    shape.iter().filter(|&&extent| extent > 0).map(packed).fold(ty.words(shape), usize::max)
}
