//! When each node of one output is evaluated: as far outside as its variables allow.
//!
//! In: a program and one output. Out: frames, each with the steps to take whenever its variables have new values.
//! Frame 0 has no variables; frame k binds dimension k - 1 of the output; every fold has a frame inside the one in
//! which it is evaluated.

use crate::inline::reachable;
use crate::ir::{Affine, FoldOp, NodeId, NodeKind, Output, Program, Storage, Ty, VarId, elements};
use crate::order::{FoldOrder, OrderMap, packed_product};
use kiln_arch::num::Op;
use std::collections::{BTreeSet, HashMap};

/// Results of a fold are kept for reuse if they are no more than this many.
const MAX_KEPT: u64 = 1 << 22;

pub(super) struct Plan {
    /// Words known before the first step.
    pub given: Vec<(NodeId, Given, Ty)>,
    pub frames: Vec<Vec<Step>>,
    pub folds: Vec<FoldPlan>,
}

#[derive(Clone, Copy)]
pub(super) enum Given {
    Const(u32),
    /// An index into the arguments.
    Arg(usize),
}

pub(super) enum Step {
    Index {
        to: usize,
        var: usize,
    },
    Load {
        to: usize,
        input: usize,
        address: Address,
        outside: Option<Outside>,
        ty: Ty,
    },
    Op {
        to: usize,
        op: Op,
        from: [usize; 3],
    },
    /// An index into `folds`.
    Fold(usize),
}

/// `base + sum of stride * variable`
pub(super) struct Address {
    pub base: i64,
    pub strides: Vec<(usize, i64)>,
}

impl Address {
    #[inline]
    pub fn at(&self, vars: &[i64]) -> i64 {
        self.strides.iter().fold(self.base, |sum, &(var, stride)| sum + stride * vars[var])
    }
}

/// A word in place of elements that are not there.
pub(super) struct Outside {
    pub word: u32,
    /// Index and extent of each dimension.
    pub dims: Vec<(Address, i64)>,
}

impl Outside {
    /// The word, if the index is outside the tensor.
    pub fn at(&self, vars: &[i64]) -> Option<u32> {
        let within = |(index, extent): &(Address, i64)| (0..*extent).contains(&index.at(vars));
        (!self.dims.iter().all(within)).then_some(self.word)
    }
}

pub(super) struct FoldPlan {
    pub to: usize,
    pub op: FoldOp,
    pub order: FoldOrder,
    /// Variable and extent of each dimension.
    pub dims: Vec<(usize, u32)>,
    pub body: usize,
    /// The factors of a product, if elements are made of pairs of products.
    pub paired: Option<[usize; 2]>,
    pub frame: usize,
    /// If it is evaluated more often than it has different results: how many those are, and which one is meant.
    pub kept: Option<(usize, Address)>,
}

/// Plans one output.
pub(super) fn plan(program: &Program, output: &Output, orders: &OrderMap) -> Plan {
    let order = reachable(&program.nodes, &[output.body]);
    let free = program.free_vars();
    let frames = (0..=output.dims.len()).map(|_| Vec::new()).collect();
    let mut planner = Planner {
        program,
        free,
        plan: Plan { given: Vec::new(), frames, folds: Vec::new() },
        frame_of: output.dims.iter().copied().zip(1..).collect(),
        bound: (0..=output.dims.len()).map(|k| output.dims[..k].to_vec()).collect(),
    };
    // Users first: the frames around a fold are known before its own.
    for &id in order.iter().rev() {
        planner.place(id, orders);
    }
    for frame in &mut planner.plan.frames {
        frame.reverse();
    }
    planner.plan
}

struct Planner<'a> {
    program: &'a Program,
    free: Vec<BTreeSet<VarId>>,
    plan: Plan,
    frame_of: HashMap<VarId, usize>,
    /// All variables that have values in a frame.
    bound: Vec<Vec<VarId>>,
}

impl Planner<'_> {
    fn place(&mut self, id: NodeId, orders: &OrderMap) {
        let node = self.program.node(id);
        let to = id.index();
        // Frames of one expression's variables lie inside one another, and inner ones have greater numbers.
        let home = self.free[id.index()].iter().map(|v| self.frame_of[v]).max().unwrap_or(0);
        let step = match &node.kind {
            NodeKind::Const(word) => {
                return self.plan.given.push((id, Given::Const(*word), node.ty));
            }
            NodeKind::Arg(arg) => {
                return self.plan.given.push((id, Given::Arg(arg.index()), node.ty));
            }
            NodeKind::Index(var) => Step::Index { to, var: var.index() },
            NodeKind::Load { input, index, outside } => {
                let shape = &self.program.inputs[input.index()].shape;
                let mut address = Address { base: 0, strides: Vec::new() };
                for (at, affine) in index.iter().enumerate() {
                    let stride = elements(&shape[at + 1..]) as i64;
                    address.base += affine.offset() * stride;
                    let terms = affine.terms().iter();
                    address.strides.extend(terms.map(|&(v, c)| (v.index(), c * stride)));
                }
                let dim = |(x, &extent): (&Affine, &u32)| {
                    let strides = x.terms().iter().map(|&(v, c)| (v.index(), c)).collect();
                    (Address { base: x.offset(), strides }, i64::from(extent))
                };
                let outside = outside
                    .map(|word| Outside { word, dims: index.iter().zip(shape).map(dim).collect() });
                Step::Load { to, input: input.index(), address, outside, ty: node.ty }
            }
            NodeKind::Op(op, operands) => {
                let operand = |i: usize| operands.get(i).map_or(operands[0].index(), |n| n.index());
                Step::Op { to, op: *op, from: [operand(0), operand(1), operand(2)] }
            }
            NodeKind::Fold { op, dims, body } => {
                let order = orders.get(&id).cloned();
                let order = order.unwrap_or_else(|| FoldOrder::sequential(dims.len()));
                let factors = packed_product(self.program, id);
                let pairs = factors.filter(|f| f.0 == Storage::Bf16 && order.group == 2);
                let frame = self.fold_frame(home, dims);
                self.plan.folds.push(FoldPlan {
                    to,
                    op: *op,
                    order,
                    dims: dims.iter().map(|&v| (v.index(), self.program.extent(v))).collect(),
                    body: body.index(),
                    paired: pairs.map(|(_, factors)| factors.map(|id| id.index())),
                    frame,
                    kept: self.kept(id, home),
                });
                Step::Fold(self.plan.folds.len() - 1)
            }
        };
        self.plan.frames[home].push(step);
    }

    fn fold_frame(&mut self, home: usize, dims: &[VarId]) -> usize {
        let frame = self.plan.frames.len();
        self.plan.frames.push(Vec::new());
        self.bound.push([&self.bound[home], dims].concat());
        self.frame_of.extend(dims.iter().map(|&v| (v, frame)));
        frame
    }

    fn kept(&self, id: NodeId, home: usize) -> Option<(usize, Address)> {
        let free = &self.free[id.index()];
        let repeats =
            self.bound[home].iter().any(|v| !free.contains(v) && self.program.extent(*v) > 1);
        let mut count = 1u64;
        let mut strides = Vec::new();
        for &var in free {
            strides.push((var.index(), count as i64));
            count = count.saturating_mul(u64::from(self.program.extent(var)));
            if count > MAX_KEPT {
                return None;
            }
        }
        repeats.then_some((count as usize, Address { base: 0, strides }))
    }
}
