//! Factors in words: where they lie, and which layout is asked for where that does not serve.
//!
//! In: a load and the fold axis along which words hold its elements. Out: its [`Factor`], row-major if the tensor's rows
//! lie along that axis or along the output, else in the layout `[other dimensions, k by p, j, k]`: a word holds p elements
//! along the fold, and words lie along the output's axis j, so that they are loaded in long rows and enter scratchpads as
//! they come.

use super::pattern::Factor;
use crate::lower::nest::Axis;
use crate::lower::view::{Linear, View};
use kiln_lang::ir::NodeId;
use kiln_lang::layout::Layout;
use kiln_lang::order::Loop;
use std::cmp::Reverse;

/// A load whose words are to hold `pack` elements along the fold axis `inner`.
#[derive(Clone, Copy)]
pub struct Packing<'v, 'a> {
    /// The output.
    pub view: &'v View<'a>,
    /// The load.
    pub load: NodeId,
    /// The innermost fold axis.
    pub inner: Axis,
    /// The axis of the output along which this factor's vectors lie.
    pub across: Axis,
    /// Elements in a word.
    pub pack: u32,
}

impl Packing<'_, '_> {
    /// The factor with the longest rows of words, as far as the memory port takes them in one `beat`; row-major if that
    /// serves as well, or if the layout is not `free`. None if words cannot hold its elements.
    pub fn factor(&self, free: bool, beat: u32) -> Option<Factor> {
        let packed = self.packed_dim();
        let asked = packed.filter(|_| free);
        let list = [
            self.row_major(packed),
            asked.and_then(|packed| self.across(packed)),
            asked.and_then(|packed| self.asked(packed, &[])),
        ];
        list.into_iter().flatten().min_by_key(|factor| Reverse(self.row(factor).min(beat)))
    }

    /// Words of a row that is loaded at once; 0 if there are no rows.
    pub fn row(&self, factor: &Factor) -> u32 {
        let extent = |axis: Axis| self.view.axes[axis].extent;
        if factor.address.of(self.across) == 1 {
            extent(self.across)
        } else if factor.address.of(self.inner) == 1 {
            extent(self.inner).div_ceil(self.pack)
        } else {
            0
        }
    }

    fn row_major(&self, packed: Option<usize>) -> Option<Factor> {
        if self.pack == 1 {
            let access = self.view.access(self.load);
            let (input, address) = (access.input, access.flat());
            return Some(Factor { input, node: self.load, address, layout: Layout::RowMajor });
        }
        let packed = packed.filter(|dim| dim + 1 == self.shape().len())?;
        self.stored(packed, &[], Layout::RowMajor)
    }

    /// The factor with words along the output, as many dimensions as its axis runs over.
    fn across(&self, packed: usize) -> Option<Factor> {
        let access = self.view.access(self.load);
        let moved = access.dims.iter().rposition(|(_, index)| index.of(self.across) != 0)?;
        let runs = (0..=moved)
            .rev()
            .map(|first| -> Vec<usize> { (first..=moved).filter(|&dim| dim != packed).collect() });
        let mut along = runs.filter_map(|run| self.asked(packed, &run));
        along.find(|factor| factor.address.of(self.across) == 1)
    }

    fn shape(&self) -> &[u32] {
        &self.view.program.inputs[self.view.access(self.load).input].shape
    }

    /// The dimension that the innermost fold axis runs over from end to end, alone: what is packed beside its end is zero.
    fn packed_dim(&self) -> Option<usize> {
        let access = self.view.access(self.load);
        let mut moved = (0..access.dims.len()).filter(|&d| access.dims[d].1.of(self.inner) != 0);
        let dim = moved.next()?;
        let index = &access.dims[dim].1;
        let alone = |axis: Axis| index.of(axis) == i64::from(axis == self.inner);
        let whole = index.constant == 0
            && (0..self.view.axes.len()).all(alone)
            && self.view.axes[self.inner].extent == self.shape()[dim];
        (whole && moved.next().is_none()).then_some(dim)
    }

    /// The factor with words along the dimensions of `run`, others around.
    fn asked(&self, packed: usize, run: &[usize]) -> Option<Factor> {
        let one = |dim: usize| Loop { dim, tile: 1 };
        let others = (0..self.shape().len()).filter(|d| *d != packed && !run.contains(d));
        let mut loops: Vec<Loop> = others.map(one).collect();
        loops.push(Loop { dim: packed, tile: self.pack });
        loops.extend(run.iter().map(|&dim| one(dim)));
        if self.pack > 1 {
            loops.push(one(packed));
        }
        self.stored(packed, run, Layout::Blocked(loops))
    }

    /// The factor in words, those of `packed` counted in groups and around the dimensions of `run`.
    fn stored(&self, packed: usize, run: &[usize], layout: Layout) -> Option<Factor> {
        let shape = self.shape();
        let others = (0..shape.len()).filter(|d| *d != packed && !run.contains(d));
        let order: Vec<usize> = others.chain([packed]).chain(run.iter().copied()).collect();
        let mut strides = vec![0; shape.len()];
        let mut words = 1;
        for dim in order.into_iter().rev() {
            strides[dim] = words;
            let count = if dim == packed { shape[dim].div_ceil(self.pack) } else { shape[dim] };
            words *= i64::from(count);
        }
        // Of the innermost fold axis, the coefficient counts packed words.
        let address: Linear = self.view.address(self.load, &strides)?;
        let input = self.view.access(self.load).input;
        Some(Factor { input, node: self.load, address, layout })
    }
}
