//! Checked definitions to the core program: intermediate tensors are put in place where they are read.
//!
//! In: tensors in order of declaration, their bodies in one graph whose loads name any tensor. Out: a program whose
//! loads name inputs only, holding just what its outputs need. Reading `y[i + 1]` copies the body of `y` with `i + 1`
//! for its variable and fresh variables for its folds; the same reading twice is one copy. Reading `y[i + 1] else 0` selects
//! between that copy and 0.

use crate::affine::Affine;
use crate::graph::{Graph, TooLarge};
use crate::ir::{
    Input, InputId, Node, NodeId, NodeKind, Output, Program, Span, Storage, Ty, Var, VarId,
};
use kiln_arch::num::Op;
use std::collections::{BTreeMap, HashMap};

/// A tensor as checked; its index in the list is the `InputId` by which the checked graph loads it.
#[derive(Debug)]
pub(crate) struct Tensor {
    pub name: String,
    pub ty: Storage,
    pub shape: Vec<u32>,
    pub span: Span,
    pub role: Role,
}

#[derive(Debug)]
pub(crate) enum Role {
    Input,
    /// Element `[dims]` is `body`; an output is also stored.
    Computed {
        dims: Vec<VarId>,
        body: NodeId,
        output: bool,
    },
}

/// Inlines every intermediate tensor.
pub(crate) fn inline(checked: &Graph, tensors: &[Tensor]) -> Result<Program, TooLarge> {
    let mut inputs = Vec::new();
    let mut input_ids = HashMap::new();
    for (id, tensor) in (0..).zip(tensors).filter(|(_, t)| matches!(t.role, Role::Input)) {
        input_ids.insert(InputId(id), InputId(inputs.len() as u32));
        let Tensor { name, ty, shape, span, .. } = tensor;
        inputs.push(Input { name: name.clone(), ty: *ty, shape: shape.clone(), span: *span });
    }
    let graph = Graph::default();
    let mut inliner = Inliner { checked, tensors, input_ids, graph, copies: HashMap::new() };
    let mut outputs = Vec::new();
    for (id, tensor) in (0..).zip(tensors) {
        if let Role::Computed { output: true, dims, .. } = &tensor.role {
            let fresh: Vec<VarId> = dims.iter().map(|&v| inliner.fresh(v)).collect();
            let index = fresh.iter().copied().map(Affine::var).collect();
            let body = inliner.copy(InputId(id), index)?;
            let Tensor { name, ty, span, .. } = tensor;
            outputs.push(Output { name: name.clone(), ty: *ty, dims: fresh, body, span: *span });
        }
    }
    let Graph { nodes, vars, .. } = inliner.graph;
    let mut program = Program { inputs, outputs, nodes, vars, ..Program::default() };
    compact(&mut program);
    Ok(program)
}

struct Inliner<'a> {
    checked: &'a Graph,
    tensors: &'a [Tensor],
    input_ids: HashMap<InputId, InputId>,
    graph: Graph,
    copies: HashMap<(InputId, Vec<Affine>), NodeId>,
}

/// Whether an index stays within its dimension.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Inside,
    Outside,
    Both,
}

/// One copy of a definition under way.
struct Copy {
    vars: HashMap<VarId, Affine>,
    nodes: HashMap<NodeId, NodeId>,
}

impl Inliner<'_> {
    fn fresh(&mut self, var: VarId) -> VarId {
        let Var { name, extent } = &self.checked.vars[var.index()];
        self.graph.new_var(name, *extent)
    }

    /// The value of element `index` of a computed tensor. Recursion is as deep as definitions depend on each other,
    /// which the checked graph's depth bounds.
    fn copy(&mut self, tensor: InputId, index: Vec<Affine>) -> Result<NodeId, TooLarge> {
        let Role::Computed { dims, body, .. } = &self.tensors[tensor.index()].role else {
            unreachable!("inputs are loaded, not copied")
        };
        let key = (tensor, index);
        if let Some(&id) = self.copies.get(&key) {
            return Ok(id);
        }
        let vars = dims.iter().copied().zip(key.1.iter().cloned()).collect();
        let mut copy = Copy { vars, nodes: HashMap::new() };
        for id in reachable(&self.checked.nodes, &[*body]) {
            let new = self.node(&mut copy, &self.checked.nodes[id.index()])?;
            copy.nodes.insert(id, new);
        }
        let id = copy.nodes[body];
        self.copies.insert(key, id);
        Ok(id)
    }

    fn node(&mut self, copy: &mut Copy, node: &Node) -> Result<NodeId, TooLarge> {
        let span = node.span;
        match &node.kind {
            NodeKind::Const(_) | NodeKind::Arg(_) => {
                self.graph.leaf(node.kind.clone(), node.ty, span)
            }
            NodeKind::Index(var) => {
                let value = self.value(copy, *var);
                self.index(&value, span)
            }
            NodeKind::Load { input, index, outside } => {
                let index: Option<Vec<Affine>> =
                    index.iter().map(|x| self.substitute(copy, x)).collect();
                let index = index.ok_or(TooLarge::Index)?;
                self.element(*input, (index, *outside), node)
            }
            NodeKind::Op(op, operands) => {
                let operands: Vec<_> = operands.iter().map(|id| copy.nodes[id]).collect();
                self.graph.op(*op, &operands, span)
            }
            NodeKind::Fold { op, dims, body } => {
                let own = |v: &VarId| self.value(copy, *v).terms()[0].0;
                let dims = dims.iter().map(own).collect();
                self.graph.fold(*op, dims, copy.nodes[body], span)
            }
        }
    }

    /// An element of a tensor. Where a computed tensor is read outside, its definition is evaluated too, but its value
    /// not used: what that reads outside is anything.
    fn element(
        &mut self,
        tensor: InputId,
        (index, outside): (Vec<Affine>, Option<u32>),
        node: &Node,
    ) -> Result<NodeId, TooLarge> {
        let span = node.span;
        let shape = &self.tensors[tensor.index()].shape;
        let reach: Option<Vec<Reach>> =
            index.iter().zip(shape).map(|(x, &extent)| self.reach(x, extent)).collect();
        let reach = reach.ok_or(TooLarge::Index)?;
        if reach.contains(&Reach::Outside) {
            return self.graph.constant(outside.unwrap_or(0), node.ty, span);
        }
        let leaves = reach.contains(&Reach::Both);
        if let Some(&id) = self.input_ids.get(&tensor) {
            let outside = leaves.then_some(outside.unwrap_or(0));
            return self.graph.load((id, node.ty), (index, outside), span, 0);
        }
        let value = self.copy(tensor, index.clone())?;
        let Some(outside) = outside.filter(|_| leaves) else { return Ok(value) };
        let mut inside = None;
        for ((x, &extent), _) in
            index.iter().zip(shape).zip(&reach).filter(|(_, r)| **r == Reach::Both)
        {
            // Less as unsigned: neither negative nor too great.
            let x = self.index(x, span)?;
            let extent = self.graph.constant(extent, Ty::I32, span)?;
            let within = self.graph.op(Op::LtU, &[x, extent], span)?;
            inside = Some(match inside {
                Some(inside) => self.graph.op(Op::And, &[inside, within], span)?,
                None => within,
            });
        }
        let Some(inside) = inside else { return Ok(value) };
        let outside = self.graph.constant(outside, node.ty, span)?;
        self.graph.op(Op::Select, &[value, outside, inside], span)
    }

    /// Where an index into a dimension goes; none if it leaves 32 bits.
    fn reach(&self, index: &Affine, extent: u32) -> Option<Reach> {
        let (low, high) = index.range(|v| self.graph.vars[v.index()].extent)?;
        i32::try_from(low).ok()?;
        i32::try_from(high).ok()?;
        let extent = i64::from(extent);
        Some(if high < 0 || low >= extent {
            Reach::Outside
        } else if low >= 0 && high < extent {
            Reach::Inside
        } else {
            Reach::Both
        })
    }

    /// What stands for a variable: an index of this reading, or a fresh variable of a copied fold.
    fn value(&mut self, copy: &mut Copy, var: VarId) -> Affine {
        if let Some(value) = copy.vars.get(&var) {
            return value.clone();
        }
        let value = Affine::var(self.fresh(var));
        copy.vars.insert(var, value.clone());
        value
    }

    fn substitute(&mut self, copy: &mut Copy, index: &Affine) -> Option<Affine> {
        for &(var, _) in index.terms() {
            self.value(copy, var);
        }
        index.substitute(|var| copy.vars[&var].clone())
    }

    /// An affine expression as i32 operators.
    fn index(&mut self, value: &Affine, span: Span) -> Result<NodeId, TooLarge> {
        let mut sum = None;
        for &(var, coefficient) in value.terms() {
            let mut term = self.graph.leaf(NodeKind::Index(var), Ty::I32, span)?;
            if coefficient != 1 {
                let factor = self.graph.constant(coefficient as u32, Ty::I32, span)?;
                term = self.graph.op(Op::MulI, &[term, factor], span)?;
            }
            sum = Some(match sum {
                Some(sum) => self.graph.op(Op::AddI, &[sum, term], span)?,
                None => term,
            });
        }
        let offset = self.graph.constant(value.offset() as u32, Ty::I32, span)?;
        match sum {
            None => Ok(offset),
            Some(sum) if value.offset() == 0 => Ok(sum),
            Some(sum) => self.graph.op(Op::AddI, &[sum, offset], span),
        }
    }
}

/// The nodes below some nodes, themselves included, operands first.
pub(crate) fn reachable(nodes: &[Node], from: &[NodeId]) -> Vec<NodeId> {
    let mut wanted = std::collections::BTreeSet::new();
    let mut open = from.to_vec();
    while let Some(id) = open.pop() {
        if wanted.insert(id) {
            open.extend(nodes[id.index()].kind.operands());
        }
    }
    wanted.into_iter().collect()
}

/// Drops nodes and variables that no output needs, and numbers the rest anew.
fn compact(program: &mut Program) {
    let roots: Vec<NodeId> = program.outputs.iter().map(|o| o.body).collect();
    let kept = reachable(&program.nodes, &roots);
    let new_ids: BTreeMap<NodeId, NodeId> = kept.iter().copied().zip((0..).map(NodeId)).collect();
    let mut vars = NewVars { old: std::mem::take(&mut program.vars), ..NewVars::default() };
    for output in &mut program.outputs {
        output.dims.iter_mut().for_each(|v| *v = vars.renew(*v));
        output.body = new_ids[&output.body];
    }
    let renew = |&id: &NodeId| {
        let Node { kind, ty, span } = &program.nodes[id.index()];
        let kind = match kind {
            NodeKind::Index(v) => NodeKind::Index(vars.renew(*v)),
            NodeKind::Load { input, index, outside } => {
                let index = index.iter().map(|x| vars.affine(x)).collect();
                NodeKind::Load { input: *input, index, outside: *outside }
            }
            NodeKind::Op(op, list) => NodeKind::Op(*op, list.iter().map(|n| new_ids[n]).collect()),
            NodeKind::Fold { op, dims, body } => {
                let dims = dims.iter().map(|&v| vars.renew(v)).collect();
                NodeKind::Fold { op: *op, dims, body: new_ids[body] }
            }
            other => other.clone(),
        };
        Node { kind, ty: *ty, span: *span }
    };
    program.nodes = kept.iter().map(renew).collect();
    program.vars = vars.new;
}

#[derive(Default)]
struct NewVars {
    old: Vec<Var>,
    new: Vec<Var>,
    ids: HashMap<VarId, VarId>,
}

impl NewVars {
    fn renew(&mut self, var: VarId) -> VarId {
        *self.ids.entry(var).or_insert_with(|| {
            self.new.push(self.old[var.index()].clone());
            VarId(self.new.len() as u32 - 1)
        })
    }

    fn affine(&mut self, index: &Affine) -> Affine {
        index.terms().iter().for_each(|t| {
            self.renew(t.0);
        });
        // Renaming cannot overflow: the coefficients stay as they are.
        index.substitute(|v| Affine::var(self.ids[&v])).unwrap_or_default()
    }
}
