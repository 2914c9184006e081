//! Operators: an output's expression cut at its folds.
//!
//! In: the view of an output and a scheme (how axes are tiled, in which order loops run, what is spread over lanes).
//! Out: operators, operands first, each with its loop nest, the streams it takes and a straight line of operations; and
//! the order of each fold. The operators form a tree joined by streams, so they cannot wait for one another in a circle.

use super::nest::{Axis, AxisSet, Loop, Nest, Split, WAYS};
use super::refusal::{Resource, Shortage};
use super::view::{Access, Linear, View};
use kiln_arch::FabricSpec;
use kiln_arch::num::Op;
use kiln_lang::ir::{FoldOp, NodeId, NodeKind};
use kiln_lang::order::{FoldOrder, Loop as OrderLoop, OrderMap};
use std::collections::HashMap;

/// How one output's loops are cut, ordered and spread over lanes.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    /// For each axis how it is cut, if it is.
    pub splits: Vec<Option<Split>>,
    /// Loops over the output's elements, outermost first.
    pub map: Nest,
    /// Whether folds whose result is a scalar stream spread their best loop over lanes.
    pub fold_lanes: bool,
    /// Whether folds interleave partial results on their innermost loop.
    pub fold_ways: bool,
}

/// Where a stream comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Memory.
    Load(Access),
    /// Another operator.
    Child(usize),
    /// The counters of the unit that needs it.
    Index(Linear),
}

/// Something that an operator's operations read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where it comes from.
    pub origin: Origin,
    /// Levels during which a beat is held.
    pub hold: u32,
    /// Loops that take a new beat.
    pub taken: Nest,
    /// The node it stands for.
    pub node: NodeId,
}

/// An operand of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operand {
    /// A word known at compile time.
    Word(u32),
    /// A run-time argument.
    Argument(usize),
    /// Source of the operator.
    Source(usize),
    /// Result of an earlier operation.
    Result(usize),
}

/// What an operation does with its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A scalar operator lane by lane.
    Map(Op),
    /// Joins the beats of the fold's loops.
    Accumulate(FoldOp),
    /// Joins each lane with the one `2^hop` above.
    Reduce(FoldOp, u32),
    /// Joins the interleaved partial results.
    Join(FoldOp),
}

impl Action {
    /// The scalar operator it needs.
    pub fn op(self) -> Op {
        match self {
            Action::Map(op) => op,
            Action::Accumulate(fold) | Action::Reduce(fold, _) | Action::Join(fold) => fold.op(),
        }
    }
}

/// One pipeline stage's work.
#[derive(Clone, Debug)]
pub struct Operation {
    /// What it does.
    pub action: Action,
    /// What it reads.
    pub operands: Vec<Operand>,
    /// Line of the program.
    pub line: u32,
}

/// A piece of the program with one loop nest.
#[derive(Clone, Debug)]
pub struct Operator {
    /// Name for units.
    pub name: String,
    /// Loops it runs.
    pub nest: Nest,
    /// Those among them that it folds.
    pub folded: AxisSet,
    /// Interleaved partial results on the innermost loop; 1 for none.
    pub ways: u32,
    /// Loops of the stream of results.
    pub emitted: Nest,
    /// Streams it takes.
    pub sources: Vec<Source>,
    /// Its operations in order.
    pub operations: Vec<Operation>,
    /// Its result.
    pub result: Operand,
    /// Lines of the program.
    pub lines: Vec<u32>,
}

impl Operator {
    /// Position of the accumulating operation.
    pub fn accumulates(&self) -> Option<usize> {
        self.operations.iter().position(|o| matches!(o.action, Action::Accumulate(_)))
    }

    /// Position of the operation that joins interleaved parts.
    pub fn joins(&self) -> Option<usize> {
        self.operations.iter().position(|o| matches!(o.action, Action::Join(_)))
    }

    /// Loops after the fold, before interleaved parts are joined.
    pub fn parts(&self) -> Nest {
        let mut nest = self.emitted.clone();
        if self.joins().is_some() {
            nest.loops.push(Loop::whole(WAYS, self.ways));
        }
        nest
    }
}

/// All operators of one output; the last one gives the output's stream.
#[derive(Clone)]
pub struct Tree {
    /// Operands first.
    pub operators: Vec<Operator>,
    /// Orders of the folds.
    pub orders: OrderMap,
}

/// Cuts the output of `view` into operators.
pub fn build(view: &View, spec: &FabricSpec, scheme: &Scheme) -> Result<Tree, Shortage> {
    let mut builder = Builder {
        view,
        spec,
        scheme,
        operators: Vec::new(),
        known: HashMap::new(),
        orders: OrderMap::new(),
    };
    let body = view.output.body;
    let same_loops = |nest: &Nest| *nest == scheme.map;
    let (_, taken) = scheme.map.taken(view.needs(body), spec.lanes);
    if builder.folded(body).is_some() && same_loops(&taken) {
        builder.child(body, &taken)?;
    } else {
        builder.root(body)?;
    }
    Ok(Tree { operators: builder.operators, orders: builder.orders })
}

/// What an output does to one of its folds, without loops: source 0 is the fold.
pub fn after(view: &View, spec: &FabricSpec, fold: NodeId) -> Result<Operator, Shortage> {
    let extents = (0..view.axes.len()).map(|_| None).collect();
    let map = Nest { loops: Vec::new(), vector: true };
    let scheme = Scheme { splits: extents, map, fold_lanes: false, fold_ways: false };
    let mut builder = Builder {
        view,
        spec,
        scheme: &scheme,
        operators: Vec::new(),
        known: HashMap::new(),
        orders: OrderMap::new(),
    };
    let mut draft = Draft::new(scheme.map.clone());
    let sum = draft.source(Origin::Child(0), AxisSet::default(), fold, spec);
    draft.values.insert(fold, sum);
    let result = builder.value(&mut draft, view.output.body)?;
    let name = view.output.name.clone();
    Ok(draft.finish(name, AxisSet::default(), 1, scheme.map.clone(), result))
}

struct Builder<'a> {
    view: &'a View<'a>,
    spec: &'a FabricSpec,
    scheme: &'a Scheme,
    operators: Vec<Operator>,
    known: HashMap<(NodeId, Nest), usize>,
    orders: OrderMap,
}

/// An operator under construction.
struct Draft {
    nest: Nest,
    sources: Vec<Source>,
    operations: Vec<Operation>,
    values: HashMap<NodeId, Operand>,
    lines: Vec<u32>,
}

impl Builder<'_> {
    /// The fold at the root of `node`, and the nodes from there to it that need nothing but constants besides.
    fn folded(&self, node: NodeId) -> Option<(NodeId, Vec<NodeId>)> {
        let program = self.view.program;
        match &program.node(node).kind {
            NodeKind::Fold { .. } => Some((node, Vec::new())),
            NodeKind::Op(_, operands) => {
                let constant = |id: &NodeId| {
                    matches!(program.node(*id).kind, NodeKind::Const(_) | NodeKind::Arg(_))
                };
                let mut rest = operands.iter().copied().filter(|id| !constant(id));
                let only = rest.next()?;
                if rest.any(|id| id != only) || self.view.users(only) != 1 {
                    return None;
                }
                let (fold, mut after) = self.folded(only)?;
                after.push(node);
                Some((fold, after))
            }
            _ => None,
        }
    }

    fn root(&mut self, body: NodeId) -> Result<(), Shortage> {
        let mut draft = Draft::new(self.scheme.map.clone());
        let result = self.value(&mut draft, body)?;
        let result = draft.register(result, self.line(body), self.spec);
        let emitted = draft.nest.clone();
        let name = self.view.output.name.clone();
        self.operators.push(draft.finish(name, AxisSet::default(), 1, emitted, result));
        Ok(())
    }

    /// The operator of a fold and the constant operations after it, whose stream runs over the loops `emitted`.
    fn child(&mut self, node: NodeId, emitted: &Nest) -> Result<usize, Shortage> {
        if let Some(&known) = self.known.get(&(node, emitted.clone())) {
            return Ok(known);
        }
        let (fold, after) = self.folded(node).expect("the caller has seen a fold");
        let NodeKind::Fold { op, body, .. } = self.view.program.node(fold).kind else {
            unreachable!("as above")
        };
        let dims = self.view.fold_dims(fold);
        let nest = self.fold_nest(fold, &dims, emitted);
        let ways = self.ways(&nest, &dims);
        let inner = nest.loops.last().filter(|l| dims.iter().any(|d| d.1 == l.axis)).copied();
        self.note_order(fold, &dims, &nest, ways)?;
        let own_lanes = nest.vector && !emitted.vector;
        let mut draft = Draft::new(nest);
        let element = self.value(&mut draft, body)?;
        let line = self.line(fold);
        let mut value = draft.register(element, line, self.spec);
        value = draft.push(Action::Accumulate(op), vec![value], line);
        if own_lanes {
            let lanes = inner.map_or(1, |l| l.count).min(self.spec.lanes as u32);
            for hop in 0..lanes.next_power_of_two().ilog2() {
                value = draft.push(Action::Reduce(op, hop), vec![value], line);
            }
        }
        if ways > 1 {
            value = draft.push(Action::Join(op), vec![value], line);
        }
        draft.values.insert(fold, value);
        for node in after {
            value = self.value(&mut draft, node)?;
        }
        let folded = dims.iter().fold(AxisSet::default(), |set, d| set.with(d.1));
        let name = format!("{} {}", self.view.output.name, fold_name(op));
        self.operators.push(draft.finish(name, folded, ways, emitted.clone(), value));
        let number = self.operators.len() - 1;
        self.known.insert((node, emitted.clone()), number);
        Ok(number)
    }

    /// The loops of a fold: those of its results, then its own; the loop over lanes is innermost.
    fn fold_nest(&self, fold: NodeId, dims: &[(usize, Axis)], emitted: &Nest) -> Nest {
        let mut loops = emitted.loops.clone();
        let lanes_loop = if emitted.vector { loops.pop() } else { None };
        let chosen = if emitted.vector || !self.scheme.fold_lanes {
            None
        } else {
            self.best_lanes_axis(fold, dims)
        };
        let split = |axis: Axis| self.scheme.splits[axis];
        let tiled = |axis: Axis| split(axis).map(|s| Loop::tiled(axis, s));
        let inside = |axis: Axis| {
            let whole = Loop::whole(axis, self.view.axes[axis].extent);
            tiled(axis).map_or(whole, |[_, inner]| inner)
        };
        loops.extend(dims.iter().filter_map(|d| Some(tiled(d.1)?[0])));
        loops.extend(dims.iter().filter(|d| Some(d.1) != chosen).map(|d| inside(d.1)));
        loops.extend(chosen.map(inside));
        loops.extend(lanes_loop);
        Nest { loops, vector: emitted.vector || chosen.is_some() }
    }

    /// The fold's axis along which most loads read neighbouring words and fewest read with a stride.
    fn best_lanes_axis(&self, fold: NodeId, dims: &[(usize, Axis)]) -> Option<Axis> {
        let program = self.view.program;
        let mut loads = Vec::new();
        for node in super::view::reachable(program, fold) {
            if matches!(program.node(node).kind, NodeKind::Load { .. }) {
                loads.push(self.view.access(node).flat());
            }
        }
        let score = |axis: Axis| -> i64 {
            loads
                .iter()
                .map(|l| match l.of(axis) {
                    0 => 0,
                    1 => 2,
                    _ => -3,
                })
                .sum()
        };
        dims.iter().map(|d| d.1).max_by_key(|&axis| (score(axis), axis))
    }

    /// How many partial results to interleave on the innermost loop of a fold.
    fn ways(&self, nest: &Nest, dims: &[(usize, Axis)]) -> u32 {
        let Some(inner) = nest.loops.last() else { return 1 };
        if !self.scheme.fold_ways || !dims.iter().any(|d| d.1 == inner.axis) {
            return 1;
        }
        let latency = self.spec.numbers.op_latency as u32;
        let inc = if nest.vector { self.spec.lanes as u32 } else { 1 };
        let beats = inner.count.div_ceil(inc);
        // The last run must still bring every part to its end.
        let fewest = inner.ragged().map_or(beats, |s| s.last.div_ceil(inc));
        let ways = beats.min(latency + 1);
        if ways <= fewest { ways } else { 1 }
    }

    fn note_order(
        &mut self,
        fold: NodeId,
        dims: &[(usize, Axis)],
        nest: &Nest,
        ways: u32,
    ) -> Result<(), Shortage> {
        let NodeKind::Fold { dims: all, .. } = &self.view.program.node(fold).kind else {
            unreachable!("only folds have an order")
        };
        let of_loop = |l: &Loop| {
            let dim = dims.iter().find(|d| d.1 == l.axis)?.0;
            Some(OrderLoop { dim, tile: l.step })
        };
        // Dimensions of extent 1 come first: they change nothing.
        let single = |dim: &usize| !dims.iter().any(|d| d.0 == *dim);
        let mut loops: Vec<OrderLoop> =
            (0..all.len()).filter(single).map(|dim| OrderLoop { dim, tile: 1 }).collect();
        loops.extend(nest.loops.iter().filter_map(of_loop));
        let spread = nest.lanes_loop().is_some_and(|l| of_loop(&l).is_some());
        let lanes = if spread { self.spec.lanes as u32 } else { 1 };
        let order = FoldOrder { loops, lanes, ways, group: 1 };
        match self.orders.insert(fold, order.clone()) {
            Some(other) if other != order => {
                Err(Shortage { resource: Resource::Access, needed: 2, had: 1 })
            }
            _ => Ok(()),
        }
    }

    fn line(&self, node: NodeId) -> u32 {
        self.view.program.node(node).span.line
    }

    /// The operand that holds `node` in a draft.
    fn value(&mut self, draft: &mut Draft, node: NodeId) -> Result<Operand, Shortage> {
        if let Some(&known) = draft.values.get(&node) {
            return Ok(known);
        }
        let program = self.view.program;
        let operand = match &program.node(node).kind {
            NodeKind::Const(word) => Operand::Word(*word),
            NodeKind::Arg(arg) => Operand::Argument(arg.index()),
            NodeKind::Index(_) => match self.view.index_value(node) {
                Some(index) => {
                    draft.source(Origin::Index(index), AxisSet::default(), node, self.spec)
                }
                None => Operand::Word(0),
            },
            NodeKind::Load { .. } => {
                let access = self.view.access(node);
                let needs = access.needs();
                draft.source(Origin::Load(access), needs, node, self.spec)
            }
            NodeKind::Op(op, operands) => {
                if let Some(index) = self.view.index_value(node) {
                    draft.source(Origin::Index(index), AxisSet::default(), node, self.spec)
                } else if self
                    .folded(node)
                    .is_some_and(|(fold, _)| !draft.values.contains_key(&fold))
                {
                    self.stream_of(draft, node)?
                } else {
                    let list: Result<Vec<_>, _> =
                        operands.iter().map(|&o| self.value(draft, o)).collect();
                    let line = self.line(node);
                    let list = draft.legal(list?, line, self.spec);
                    draft.push(Action::Map(*op), list, line)
                }
            }
            NodeKind::Fold { .. } => self.stream_of(draft, node)?,
        };
        let line = self.line(node);
        if line > 0 {
            draft.lines.push(line);
        }
        draft.values.insert(node, operand);
        Ok(operand)
    }

    fn stream_of(&mut self, draft: &mut Draft, node: NodeId) -> Result<Operand, Shortage> {
        let needs = self.view.needs(node);
        let (_, taken) = draft.nest.taken(needs, self.spec.lanes);
        let child = self.child(node, &taken)?;
        Ok(draft.source(Origin::Child(child), needs, node, self.spec))
    }
}

fn fold_name(op: FoldOp) -> &'static str {
    match op {
        FoldOp::AddI | FoldOp::AddF => "sum",
        FoldOp::MulI | FoldOp::MulF => "product",
        FoldOp::MinI | FoldOp::MinF => "min",
        FoldOp::MaxI | FoldOp::MaxF => "max",
        FoldOp::And => "and",
        FoldOp::Or => "or",
        FoldOp::Xor => "xor",
    }
}

impl Draft {
    fn new(nest: Nest) -> Draft {
        let (sources, operations, lines) = (Vec::new(), Vec::new(), Vec::new());
        Draft { nest, sources, operations, values: HashMap::new(), lines }
    }

    fn source(
        &mut self,
        origin: Origin,
        needs: AxisSet,
        node: NodeId,
        spec: &FabricSpec,
    ) -> Operand {
        if let Some(at) = self.sources.iter().position(|s| s.origin == origin) {
            return Operand::Source(at);
        }
        let (hold, taken) = self.nest.taken(needs, spec.lanes);
        self.sources.push(Source { origin, hold, taken, node });
        Operand::Source(self.sources.len() - 1)
    }

    fn push(&mut self, action: Action, operands: Vec<Operand>, line: u32) -> Operand {
        self.operations.push(Operation { action, operands, line });
        Operand::Result(self.operations.len() - 1)
    }

    /// A value in a register: constants are made by an index generator without strides while there are any, else moved.
    fn register(&mut self, operand: Operand, line: u32, spec: &FabricSpec) -> Operand {
        let indices = self.sources.iter().filter(|s| matches!(s.origin, Origin::Index(_))).count();
        match operand {
            Operand::Word(word) if indices < spec.pcu.indices => {
                let constant = Linear { constant: i64::from(word), coefficients: Vec::new() };
                self.source(Origin::Index(constant), AxisSet::default(), NodeId(0), spec)
            }
            Operand::Word(_) | Operand::Argument(_) => {
                self.push(Action::Map(Op::Mov), vec![operand], line)
            }
            _ => operand,
        }
    }

    /// A stage has one constant, which can be operand a or b: puts the other constants into registers.
    fn legal(&mut self, mut operands: Vec<Operand>, line: u32, spec: &FabricSpec) -> Vec<Operand> {
        let constant = |o: &Operand| matches!(o, Operand::Word(_) | Operand::Argument(_));
        let argument = operands.iter().take(2).copied().find(|o| matches!(o, Operand::Argument(_)));
        let kept = argument.or(operands.iter().take(2).copied().find(constant));
        for (at, operand) in operands.iter_mut().enumerate() {
            if constant(operand) && (at == 2 || Some(*operand) != kept) {
                *operand = self.register(*operand, line, spec);
            }
        }
        operands
    }

    fn finish(
        mut self,
        name: String,
        folded: AxisSet,
        ways: u32,
        emitted: Nest,
        result: Operand,
    ) -> Operator {
        self.lines.sort_unstable();
        self.lines.dedup();
        let Draft { nest, sources, operations, lines, .. } = self;
        Operator { name, nest, folded, ways, emitted, sources, operations, result, lines }
    }
}
