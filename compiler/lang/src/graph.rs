//! The arena that expressions are built in: equal expressions become one node.
//!
//! In: node kinds, operands first. Out: ids into a list where operands come before users. Two folds that differ only
//! in the names of their variables are also one node. Operators on constants are computed here, if the result does
//! not depend on how a fabric treats subnormals.

use crate::affine::Affine;
use crate::inline::reachable;
use crate::ir::{FoldOp, InputId, Node, NodeId, NodeKind, Span, Ty, Var, VarId};
use kiln_arch::num::{Op, Subnormals, eval};
use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

/// Larger programs are refused.
const MAX_NODES: usize = 1 << 16;

/// Deeper programs are refused, so that passes may recurse over operands.
const MAX_DEPTH: u32 = 1000;

/// A new fold is compared with no more than this many that look alike; what is missed is only evaluated twice.
const MAX_COMPARED: usize = 8;

/// The program grew beyond a limit.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TooLarge {
    Nodes,
    Depth,
    Index,
}

impl TooLarge {
    pub fn message(self) -> String {
        match self {
            TooLarge::Nodes => format!("the program has more than {MAX_NODES} operations"),
            TooLarge::Depth => {
                format!("operations depend on each other more than {MAX_DEPTH} deep")
            }
            TooLarge::Index => "an index leaves 32 bits".into(),
        }
    }
}

/// The type of an operator's result.
pub(crate) fn result_ty(op: Op) -> Ty {
    match op {
        Op::AddF
        | Op::SubF
        | Op::MulF
        | Op::MinF
        | Op::MaxF
        | Op::AbsF
        | Op::NegF
        | Op::I2F
        | Op::RoundBf => Ty::F32,
        _ => Ty::I32,
    }
}

#[derive(Debug, Default)]
pub(crate) struct Graph {
    pub nodes: Vec<Node>,
    pub vars: Vec<Var>,
    depth: Vec<u32>,
    /// Equal for nodes that are equal up to the identity of variables.
    outline: Vec<u64>,
    known: HashMap<(NodeKind, Ty), NodeId>,
    folds: HashMap<u64, Vec<NodeId>>,
}

impl Graph {
    pub fn new_var(&mut self, name: &str, extent: u32) -> VarId {
        self.vars.push(Var { name: name.to_string(), extent });
        VarId(self.vars.len() as u32 - 1)
    }

    /// A new variable with the name and extent of another.
    pub fn new_var_like(&mut self, var: VarId) -> VarId {
        let Var { name, extent } = self.vars[var.index()].clone();
        self.new_var(&name, extent)
    }

    pub fn constant(&mut self, word: u32, ty: Ty, span: Span) -> Result<NodeId, TooLarge> {
        self.add(NodeKind::Const(word), ty, span, 0)
    }

    /// The word of a constant node.
    pub fn as_constant(&self, id: NodeId) -> Option<u32> {
        match self.nodes[id.index()].kind {
            NodeKind::Const(word) => Some(word),
            _ => None,
        }
    }

    /// How many nodes lie below a node.
    pub fn depth(&self, id: NodeId) -> u32 {
        self.depth[id.index()]
    }

    /// An argument or an index.
    pub fn leaf(&mut self, kind: NodeKind, ty: Ty, span: Span) -> Result<NodeId, TooLarge> {
        self.add(kind, ty, span, 0)
    }

    /// A load, and the word outside the tensor; `depth` is that of the tensor's definition if it has one.
    pub fn load(
        &mut self,
        (input, ty): (InputId, Ty),
        (index, outside): (Vec<Affine>, Option<u32>),
        span: Span,
        depth: u32,
    ) -> Result<NodeId, TooLarge> {
        self.add(NodeKind::Load { input, index, outside }, ty, span, depth)
    }

    pub fn op(&mut self, op: Op, operands: &[NodeId], span: Span) -> Result<NodeId, TooLarge> {
        let ty = match op {
            Op::Select | Op::Mov => self.nodes[operands[0].index()].ty,
            _ => result_ty(op),
        };
        if let (Op::Select, [then, otherwise, condition]) = (op, operands)
            && let Some(word) = self.as_constant(*condition)
        {
            return Ok(if word != 0 { *then } else { *otherwise });
        }
        let words: Option<Vec<u32>> = operands.iter().map(|&id| self.as_constant(id)).collect();
        if let Some(word) = words.and_then(|words| fold_constants(op, &words)) {
            return self.constant(word, ty, span);
        }
        self.add(NodeKind::Op(op, operands.to_vec()), ty, span, 0)
    }

    pub fn fold(
        &mut self,
        op: FoldOp,
        dims: Vec<VarId>,
        body: NodeId,
        span: Span,
    ) -> Result<NodeId, TooLarge> {
        let kind = NodeKind::Fold { op, dims, body };
        let outline = self.outline_of(&kind, op.ty());
        if let Some(same) = self.folds.get(&outline) {
            let equal = |&&id: &&NodeId| {
                Same { graph: self, renamed: HashMap::new(), seen: HashSet::new() }
                    .kinds(&self.nodes[id.index()].kind, &kind)
            };
            if let Some(&id) = same.iter().rev().take(MAX_COMPARED).find(equal) {
                return Ok(id);
            }
        }
        let id = self.add(kind, op.ty(), span, 0)?;
        self.folds.entry(outline).or_default().push(id);
        Ok(id)
    }

    /// Copies of expressions with one free variable replaced. Folds that depend on it get variables of their own.
    pub fn rename(
        &mut self,
        roots: &[Option<NodeId>],
        from: VarId,
        to: VarId,
    ) -> Result<Vec<Option<NodeId>>, TooLarge> {
        let present: Vec<NodeId> = roots.iter().flatten().copied().collect();
        let mut vars = HashMap::from([(from, to)]);
        let mut copies: HashMap<NodeId, NodeId> = HashMap::new();
        let order = reachable(&self.nodes, &present);
        // A fold inside a copied fold may read only the variables of that one, so look again until nothing is new.
        // Variables come first: the nodes of a fold's body come before the fold.
        let mut dependent = HashSet::new();
        loop {
            let copied = dependent.len();
            dependent = self.dependents(&order, &vars);
            if dependent.len() == copied {
                break;
            }
            for id in order.iter().filter(|id| dependent.contains(id)) {
                if let NodeKind::Fold { dims, .. } = &self.nodes[id.index()].kind {
                    for var in dims.clone() {
                        vars.entry(var).or_insert_with(|| self.new_var_like(var));
                    }
                }
            }
        }
        for id in order {
            let Node { kind, ty, span } = self.nodes[id.index()].clone();
            let new = |id: &NodeId| copies.get(id).copied().unwrap_or(*id);
            let var = |v: VarId| vars.get(&v).copied().unwrap_or(v);
            let copy = match kind {
                NodeKind::Index(v) => self.add(NodeKind::Index(var(v)), ty, span, 0)?,
                NodeKind::Load { input, index, outside } => {
                    let renamed = |x: &Affine| x.substitute(|v| Affine::var(var(v)));
                    let index: Option<_> = index.iter().map(renamed).collect();
                    let below = self.depth(id).saturating_sub(1);
                    let index = index.ok_or(TooLarge::Index)?;
                    self.add(NodeKind::Load { input, index, outside }, ty, span, below)?
                }
                NodeKind::Op(op, list) => {
                    let list: Vec<_> = list.iter().map(new).collect();
                    self.op(op, &list, span)?
                }
                NodeKind::Fold { op, dims, body } if dependent.contains(&id) => {
                    let dims = dims.into_iter().map(var).collect();
                    self.fold(op, dims, new(&body), span)?
                }
                _ => id,
            };
            copies.insert(id, copy);
        }
        Ok(roots.iter().map(|root| root.map(|id| copies[&id])).collect())
    }

    /// Those of some nodes, given operands first, in which any of the variables occurs.
    fn dependents(&self, order: &[NodeId], vars: &HashMap<VarId, VarId>) -> HashSet<NodeId> {
        let mut found = HashSet::new();
        for &id in order {
            let kind = &self.nodes[id.index()].kind;
            let itself = match kind {
                NodeKind::Index(v) => vars.contains_key(v),
                NodeKind::Load { index, .. } => {
                    index.iter().flat_map(Affine::terms).any(|t| vars.contains_key(&t.0))
                }
                _ => false,
            };
            if itself || kind.operands().iter().any(|o| found.contains(o)) {
                found.insert(id);
            }
        }
        found
    }

    fn add(&mut self, kind: NodeKind, ty: Ty, span: Span, below: u32) -> Result<NodeId, TooLarge> {
        let key = (kind, ty);
        if let Some(&id) = self.known.get(&key) {
            return Ok(id);
        }
        let kind = key.0.clone();
        let depth = kind.operands().iter().map(|&id| self.depth(id)).fold(below, u32::max) + 1;
        if depth > MAX_DEPTH {
            return Err(TooLarge::Depth);
        }
        if self.nodes.len() >= MAX_NODES {
            return Err(TooLarge::Nodes);
        }
        let id = NodeId(self.nodes.len() as u32);
        self.outline.push(self.outline_of(&kind, ty));
        self.depth.push(depth);
        self.nodes.push(Node { kind, ty, span });
        self.known.insert(key, id);
        Ok(id)
    }

    fn outline_of(&self, kind: &NodeKind, ty: Ty) -> u64 {
        let hasher = &mut DefaultHasher::new();
        (std::mem::discriminant(kind), ty).hash(hasher);
        match kind {
            NodeKind::Const(word) => word.hash(hasher),
            NodeKind::Arg(arg) => arg.hash(hasher),
            NodeKind::Index(_) => {}
            NodeKind::Load { input, index, outside } => {
                (input, outside).hash(hasher);
                for affine in index {
                    (affine.offset(), affine.terms().len()).hash(hasher);
                }
            }
            NodeKind::Op(op, _) => op.hash(hasher),
            NodeKind::Fold { op, dims, .. } => {
                op.hash(hasher);
                dims.iter().for_each(|v| self.vars[v.index()].extent.hash(hasher));
            }
        }
        kind.operands().iter().for_each(|id| self.outline[id.index()].hash(hasher));
        hasher.finish()
    }
}

/// The result, if flushing and keeping subnormals agree on it.
fn fold_constants(op: Op, words: &[u32]) -> Option<u32> {
    let word = |i: usize| words.get(i).copied().unwrap_or(0);
    let result = |subnormals| eval(op, subnormals, word(0), word(1), word(2));
    let kept = result(Subnormals::Keep);
    (kept == result(Subnormals::Flush)).then_some(kept)
}

/// Comparison of two nodes under a renaming of bound variables.
struct Same<'a> {
    graph: &'a Graph,
    renamed: HashMap<VarId, VarId>,
    seen: HashSet<(NodeId, NodeId)>,
}

impl Same<'_> {
    fn nodes(&mut self, a: NodeId, b: NodeId) -> bool {
        if a == b || self.seen.contains(&(a, b)) {
            return true;
        }
        let graph = self.graph;
        let (na, nb) = (&graph.nodes[a.index()], &graph.nodes[b.index()]);
        let same = graph.outline[a.index()] == graph.outline[b.index()]
            && na.ty == nb.ty
            && self.kinds(&na.kind, &nb.kind);
        if same {
            self.seen.insert((a, b));
        }
        same
    }

    fn kinds(&mut self, a: &NodeKind, b: &NodeKind) -> bool {
        match (a, b) {
            (NodeKind::Index(va), NodeKind::Index(vb)) => self.rename(*va) == *vb,
            (
                NodeKind::Load { input: ia, index: xa, outside: oa },
                NodeKind::Load { input: ib, index: xb, outside: ob },
            ) => {
                let renamed = |x: &Affine| x.substitute(|v| Affine::var(self.rename(v)));
                (ia, oa) == (ib, ob)
                    && xa.len() == xb.len()
                    && xa.iter().zip(xb).all(|(a, b)| renamed(a).as_ref() == Some(b))
            }
            (NodeKind::Op(oa, na), NodeKind::Op(ob, nb)) => {
                oa == ob
                    && na.len() == nb.len()
                    && na.iter().zip(nb).all(|(&a, &b)| self.nodes(a, b))
            }
            (
                NodeKind::Fold { op: oa, dims: da, body: ba },
                NodeKind::Fold { op: ob, dims: db, body: bb },
            ) => {
                let extent = |v: &VarId| self.graph.vars[v.index()].extent;
                let alike = oa == ob && da.iter().map(extent).eq(db.iter().map(extent));
                self.renamed.extend(da.iter().copied().zip(db.iter().copied()));
                alike && self.nodes(*ba, *bb)
            }
            _ => a == b,
        }
    }

    fn rename(&self, var: VarId) -> VarId {
        self.renamed.get(&var).copied().unwrap_or(var)
    }
}
