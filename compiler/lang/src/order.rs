//! The order of a fold: which element joins which partial result, and when.
//!
//! In: the extents of a fold's dimensions and the order that a compiler pass chose. Out: the positions in that
//! order with the partial result of each, and a proof that each occurs once. f32 sums depend on it, so it
//! travels with the program, and the interpreter follows it to the bit.
//!
//! # Meaning
//!
//! The range of every dimension starts as the whole of it. Each loop, outermost first, cuts the current range of
//! its dimension into consecutive pieces of `tile` (the last may be shorter) and visits them in ascending order;
//! inside it the dimension's range is that piece. The last loop of each dimension has tile 1. So
//! `[k by 16, l by 1, k by 1]` visits 16 values of k for each l before the next 16.
//!
//! The last loop is the innermost one. In each run of it, `group` consecutive positions at a time, counted from the start
//! of the dimension's range, become one element (see below; mostly `group` is 1, and each position is one). Element
//! p (0, 1, ...) belongs to beat p div `lanes`, lane
//! p mod `lanes`, way beat mod `ways`. Partial result (way, lane) is seeded by its first element
//! (joined to [`FoldOp::neutral`](crate::ir::FoldOp::neutral), which changes no number) and takes the later ones in
//! order; it lives through all runs. At the end the lanes of each way are joined by a tree of adjacent pairs (0 with 1,
//! 2 with 3, then 0 with 2, ...; where only one of a pair is present it passes), then the ways one after another, from
//! the one that follows the way of the last beat. A fold of nothing gives the identity.
//!
//! # Groups
//!
//! Only folds that sum products of two packed elements have groups (see [`packed_product`]). Of i8, the products of a group
//! are added, wrapping, any number of them. Of bf16, a group is a pair, and its element is `dot_bf16` of both: the exact
//! sum of the two products, rounded once; where the second is absent it counts as +0 * +0.

use crate::ir::{FoldOp, NodeId, NodeKind, Program, Storage};
use kiln_arch::num::Op;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One loop over pieces of a dimension's current range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Loop {
    /// Which of the fold's dimensions, as an index into its `dims`.
    pub dim: usize,
    /// Length of a piece, at least 1.
    pub tile: u32,
}

/// The order in which a fold takes its elements; see the module for the meaning.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FoldOrder {
    /// Loops, outermost first.
    pub loops: Vec<Loop>,
    /// Lanes over which the innermost loop is spread; 1 for none.
    pub lanes: u32,
    /// Interleaved partial results in the innermost loop; 1 for plain sequence.
    pub ways: u32,
    /// Consecutive positions of the innermost loop that become one element; 1 for no groups.
    #[serde(default = "one")]
    pub group: u32,
}

/// Orders from before there were groups have none.
fn one() -> u32 {
    1
}

/// The order of each fold of a program; absent ones are sequential.
pub type OrderMap = BTreeMap<NodeId, FoldOrder>;

/// Why an order is not one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// The map names a node that is no fold of the program.
    #[error("{0} is not a fold")]
    NotAFold(NodeId),
    /// A loop names a dimension that the fold does not have.
    #[error("a loop runs over dimension {dim}, but the fold has {dims}")]
    NoSuchDim {
        /// The dimension.
        dim: usize,
        /// How many there are.
        dims: usize,
    },
    /// A tile, `lanes`, `ways` or `group` is 0.
    #[error("{0} is 0, but must be at least 1")]
    Zero(&'static str),
    /// Some positions of a dimension are never visited one by one.
    #[error("the last loop over dimension {0} must exist and have tile 1")]
    NotCovered(usize),
    /// The fold has no groups of this size.
    #[error(
        "groups of {0} need a sum of products of two packed elements: pairs of bf16, or any number of i8"
    )]
    NoGroups(u32),
}

impl FoldOrder {
    /// Plain nested loops as written: one lane, one way.
    pub fn sequential(dims: usize) -> Self {
        let loops = (0..dims).map(|dim| Loop { dim, tile: 1 }).collect();
        FoldOrder { loops, lanes: 1, ways: 1, group: 1 }
    }

    /// Proves that a fold of `dims` dimensions, whatever their extents, takes each element exactly once: loops only cut
    /// ranges into disjoint pieces, so it is enough that each dimension is cut down to single positions.
    ///
    /// # Errors
    /// What is wrong, if anything.
    pub fn verify(&self, dims: usize) -> Result<(), OrderError> {
        if self.lanes == 0 {
            return Err(OrderError::Zero("lanes"));
        }
        if self.ways == 0 {
            return Err(OrderError::Zero("ways"));
        }
        if self.group == 0 {
            return Err(OrderError::Zero("group"));
        }
        for l in &self.loops {
            if l.dim >= dims {
                return Err(OrderError::NoSuchDim { dim: l.dim, dims });
            }
            if l.tile == 0 {
                return Err(OrderError::Zero("a tile"));
            }
        }
        let last_tile = |dim| self.loops.iter().rfind(|l| l.dim == dim).map(|l| l.tile);
        match (0..dims).find(|&dim| last_tile(dim) != Some(1)) {
            Some(dim) => Err(OrderError::NotCovered(dim)),
            None => Ok(()),
        }
    }
}

/// Verifies every order of a map against the program's folds.
///
/// # Errors
/// The first node whose order is wrong, and how.
pub fn verify_orders(program: &Program, orders: &OrderMap) -> Result<(), (NodeId, OrderError)> {
    for (&id, order) in orders {
        let node = program.nodes.get(id.index());
        match node.map(|n| &n.kind) {
            Some(NodeKind::Fold { dims, .. }) => {
                order.verify(dims.len()).map_err(|e| (id, e))?;
                match (packed_product(program, id), order.group) {
                    (_, 1) | (Some((Storage::I8, _)), _) | (Some((Storage::Bf16, _)), 2) => {}
                    (_, group) => return Err((id, OrderError::NoGroups(group))),
                }
            }
            _ => return Err((id, OrderError::NotAFold(id))),
        }
    }
    Ok(())
}

/// What a fold multiplies, if it sums products of two elements of inputs that both are i8 or both bf16: that type, and the
/// two loads.
///
/// # Panics
/// If the program has no such node.
pub fn packed_product(program: &Program, fold: NodeId) -> Option<(Storage, [NodeId; 2])> {
    let NodeKind::Fold { op: FoldOp::AddI | FoldOp::AddF, body, .. } = program.node(fold).kind
    else {
        return None;
    };
    let NodeKind::Op(Op::MulI | Op::MulF, factors) = &program.node(body).kind else { return None };
    let stored = |id: NodeId| match &program.node(id).kind {
        NodeKind::Load { input, .. } => Some(program.inputs[input.index()].ty),
        _ => None,
    };
    let (a, b) = (factors[0], factors[1]);
    let ty = stored(a).filter(|ty| ty.is_packed() && stored(b) == Some(*ty))?;
    Some((ty, [a, b]))
}
