//! Recognition: outputs that are sums of products of two loads.
//!
//! In: a view of an output. Out: its [`Product`], if the output is `f(sum over k of x * y)` where one map axis moves
//! only x, another only y, and lies along the rows of the output. Matrix products are, in any transposition, and so are
//! windows of convolutions.

use super::after::After;
use super::packing::Packing;
use crate::lower::form::WhyNot;
use crate::lower::nest::Axis;
use crate::lower::view::{Linear, View};
use kiln_arch::FabricSpec;
use kiln_arch::num::Op;
use kiln_lang::ir::{FoldOp, NodeId, NodeKind, Storage};
use kiln_lang::layout::Layout;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// One factor, in words of memory.
#[derive(Clone, Debug)]
pub struct Factor {
    /// Index of the input.
    pub input: usize,
    /// The load.
    pub node: NodeId,
    /// Word address inside the tensor; of the innermost fold axis the coefficient counts packed words.
    pub address: Linear,
    /// How the tensor must lie in memory.
    pub layout: Layout,
}

/// A constant of what is done to each finished sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// A word.
    Word(u32),
    /// A run-time argument.
    Argument(usize),
}

/// A sum of products.
#[derive(Clone, Debug)]
pub struct Product {
    /// The fold.
    pub fold: NodeId,
    /// The product of two words of memory.
    pub product: Op,
    /// The sum.
    pub sum: FoldOp,
    /// Elements of each factor in a word.
    pub pack: u32,
    /// The factor that flows through the pipeline: it moves with `lanes`.
    pub flow: Factor,
    /// The factor that is held: it moves with `rows`.
    pub held: Factor,
    /// The output's innermost axis.
    pub lanes: Axis,
    /// The axis spread over stages and units.
    pub rows: Axis,
    /// An axis around `rows` with which it makes one long axis of the output: tiles may be some of its values whole.
    pub lines: Option<Axis>,
    /// The other axes of the output, outermost first.
    pub batch: Vec<Axis>,
    /// The axes of the fold, outermost first; the last is counted in words.
    pub folded: Vec<Axis>,
    /// Positions of `folded` among the fold's dimensions, with those of extent 1 behind.
    pub order: Vec<usize>,
    /// What is done to each sum; nothing yet when it has been found.
    pub after: After,
}

/// The sum of products that an output is. The layout of inputs that are `free` may be chosen.
///
/// # Errors
/// Why it is none.
pub fn find(view: &View, spec: &FabricSpec, free: &[bool]) -> Result<Product, WhyNot> {
    let (body, [x, y]) = factors(view)?;
    let NodeKind::Fold { op: sum, dims, body: term } = &view.program.node(body).kind else {
        return Err(WhyNot::NotProducts);
    };
    let NodeKind::Op(multiply, _) = &view.program.node(*term).kind else {
        return Err(WhyNot::NotProducts);
    };
    let storage = |node| load_storage(view, node).ok_or(WhyNot::NotProducts);
    let (product, pack) = match (multiply, sum, storage(x)?, storage(y)?) {
        (Op::MulF, FoldOp::AddF, Storage::F32, Storage::F32) => (Op::MulF, 1),
        (Op::MulI, FoldOp::AddI, Storage::I32, Storage::I32) => (Op::MulI, 1),
        (Op::MulF, FoldOp::AddF, Storage::Bf16, Storage::Bf16) => (Op::DotBf, 2),
        (Op::MulI, FoldOp::AddI, Storage::I8, Storage::I8) => (Op::DotI8, 4),
        (Op::MulF, FoldOp::AddF, ..) | (Op::MulI, FoldOp::AddI, ..) => return Err(WhyNot::Types),
        _ => return Err(WhyNot::NotProducts),
    };
    let place = |axis: Axis| view.place.of(axis);
    let lanes = view.map.iter().copied().find(|&axis| view.stored.of(axis) == 1);
    let lanes = lanes.ok_or(WhyNot::Axes)?;
    let moves = |node: NodeId, axis: Axis| view.needs(node).contains(axis);
    let (flow, held) = if moves(x, lanes) { (x, y) } else { (y, x) };
    if !moves(flow, lanes) || moves(held, lanes) {
        return Err(WhyNot::Axes);
    }
    let extent = |axis: Axis| view.axes[axis].extent;
    let own = |axis: &Axis| *axis != lanes && moves(held, *axis) && !moves(flow, *axis);
    let rows = view.map.iter().copied().filter(own).max_by_key(|&axis| extent(axis));
    let rows = rows.ok_or(WhyNot::Axes)?;
    let batch: Vec<Axis> = view.map.iter().copied().filter(|&a| a != lanes && a != rows).collect();
    // Rows of packed outputs start at whole words.
    let shape = view.program.output_shape(view.output);
    let row = i64::from(shape.last().copied().unwrap_or(1));
    let starts = |&axis: &Axis| place(axis) % row == 0;
    if view.output.ty.is_packed() && !batch.iter().chain([&rows]).all(starts) {
        return Err(WhyNot::OutputRows);
    }
    let vectors = [(flow, lanes), (held, rows)];
    let beat = spec.memory_words() as u32;
    let none = if pack == 1 { WhyNot::NotProducts } else { WhyNot::NotPacked };
    let (folded, [flow, held]) = in_words(view, body, vectors, (pack, beat), free).ok_or(none)?;
    let positions = |axis: &Axis| {
        view.fold_dims(body).iter().find(|(_, a)| a == axis).map(|(position, _)| *position)
    };
    let mut order: Vec<usize> = folded.iter().filter_map(positions).collect();
    order.splice(0..0, (0..dims.len()).filter(|p| !order.contains(p)).collect::<Vec<_>>());
    // Together they must lie in the output as one axis does.
    let long = |axis: &Axis| {
        own(axis) && *axis != rows && place(*axis) == place(rows) * i64::from(extent(rows))
    };
    let lines = view.map.iter().copied().find(long);
    Ok(Product {
        fold: body,
        product,
        sum: *sum,
        pack,
        flow,
        held,
        lanes,
        rows,
        lines,
        batch,
        folded,
        order,
        after: After::nothing(spec),
    })
}

/// The fold that an output is made from, and the two operands of what it folds.
fn factors(view: &View) -> Result<(NodeId, [NodeId; 2]), WhyNot> {
    let fold = only_fold(view)?;
    let node = |node: NodeId| &view.program.node(node).kind;
    let NodeKind::Fold { body, .. } = node(fold) else { return Err(WhyNot::NotProducts) };
    let NodeKind::Op(_, operands) = node(*body) else { return Err(WhyNot::NotProducts) };
    let [x, y] = operands[..] else { return Err(WhyNot::NotProducts) };
    Ok((fold, [x, y]))
}

/// The view with axes of extent 1 for those that a sum of products lacks, in all ways: a product of a matrix and a vector has
/// no axis for the vector, one of two vectors has none at all.
pub fn with_units<'a>(view: &View<'a>) -> Vec<View<'a>> {
    let Ok((fold, [x, y])) = factors(view) else { return Vec::new() };
    // A set of axes holds 64.
    if view.axes.len() > 61 {
        return Vec::new();
    }
    let view = view.with_fold_axis(fold);
    let both = |lanes, rows| {
        let innermost = view.with_unit(lanes, true);
        [innermost.with_unit(rows, false), innermost, view.with_unit(rows, false)]
    };
    let units = [both(x, y), both(y, x)].concat();
    [vec![view.clone()], units].concat()
}

impl Product {
    /// Taken with `lines` as part of the rows, if it has them.
    pub fn in_lines(&self) -> Option<Product> {
        let lines = self.lines?;
        let mut product = self.clone();
        product.batch.retain(|&axis| axis != lines);
        Some(product)
    }

    /// Taken row by row.
    pub fn in_rows(&self) -> Product {
        Product { lines: None, ..self.clone() }
    }

    /// Words of the innermost fold axis.
    pub fn inner_words(&self, view: &View) -> u32 {
        let inner = self.folded[self.folded.len() - 1];
        view.axes[inner].extent.div_ceil(self.pack)
    }
}

/// The storage of what a load reads; none for other nodes.
fn load_storage(view: &View, node: NodeId) -> Option<Storage> {
    match &view.program.node(node).kind {
        NodeKind::Load { input, .. } => Some(view.program.inputs[input.index()].ty),
        _ => None,
    }
}

/// The only fold of the output that is not part of another.
fn only_fold(view: &View) -> Result<NodeId, WhyNot> {
    let is_fold = |node: NodeId| matches!(view.program.node(node).kind, NodeKind::Fold { .. });
    let (mut seen, mut open) = (BTreeSet::new(), vec![view.output.body]);
    while let Some(node) = open.pop() {
        if seen.insert(node) && !is_fold(node) {
            open.extend(view.program.node(node).kind.operands());
        }
    }
    let mut folds = seen.into_iter().filter(|&node| is_fold(node));
    let fold = folds.next().ok_or(WhyNot::NotProducts)?;
    if folds.next().is_some() { Err(WhyNot::NotProducts) } else { Ok(fold) }
}

/// The fold's axes, outermost first: last the one along which words of both factors can hold their elements with the fewest
/// words, then with rows of at least a `beat`, then with the fewest tensors that have to be laid out; and the factors.
fn in_words(
    view: &View,
    fold: NodeId,
    vectors: [(NodeId, Axis); 2],
    (pack, beat): (u32, u32),
    free: &[bool],
) -> Option<(Vec<Axis>, [Factor; 2])> {
    let folded: Vec<Axis> = view.fold_dims(fold).into_iter().map(|(_, axis)| axis).collect();
    let words = |inner: Axis| -> u64 {
        let count = |&axis: &Axis| match view.axes[axis].extent {
            extent if axis == inner => u64::from(extent.div_ceil(pack)),
            extent => extent.into(),
        };
        folded.iter().map(count).product()
    };
    let along = |inner: Axis| {
        let [flow, held] =
            vectors.map(|(load, across)| Packing { view, load, inner, across, pack });
        let factor = |packing: Packing| packing.factor(free[view.access(packing.load).input], beat);
        let factors = [factor(flow)?, factor(held)?];
        let row = flow.row(&factors[0]).min(held.row(&factors[1])).min(beat);
        let asked = factors.iter().filter(|f| !f.layout.is_row_major()).count();
        Some(((words(inner), Reverse(row), asked), inner, factors))
    };
    let all = folded.iter().rev().filter_map(|&axis| along(axis));
    let (_, inner, factors) = all.min_by_key(|(rank, ..)| *rank)?;
    let others = folded.iter().copied().filter(|&axis| axis != inner);
    Some((others.chain([inner]).collect(), factors))
}
