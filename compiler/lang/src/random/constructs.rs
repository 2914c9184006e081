//! Which constructs of the language a program has, for reports on what random tests cover.

use crate::ast::*;
use crate::ir::{Affine, NodeId, NodeKind, Program, VarId};
use crate::order::packed_product;
use std::collections::BTreeMap;

/// How often each construct occurs. Folds, conditions and definitions are counted as written; loads and operators
/// after lowering.
pub fn constructs(surface: &Surface, program: &Program) -> BTreeMap<String, usize> {
    let mut counts = Counts::default();
    for item in &surface.items {
        counts.item(item);
    }
    let several = usize::from(program.outputs.len() > 1);
    counts.add_many("several outputs", several);
    for input in program.inputs.iter().filter(|i| i.ty.is_packed()) {
        counts.add(&format!("{} input", input.ty));
    }
    for output in &program.outputs {
        if output.ty.is_packed() {
            counts.add(&format!("{} output", output.ty));
        }
        counts.add(&format!("output of rank {}", output.dims.len()));
        for &var in &output.dims {
            counts.add_many("extent 1", usize::from(program.extent(var) == 1));
        }
    }
    for fold in program.folds() {
        if let Some((ty, _)) = packed_product(program, fold) {
            counts.add(&format!("sum of {ty} products"));
        }
    }
    for node in &program.nodes {
        match &node.kind {
            NodeKind::Load { index, outside, .. } => {
                counts.load(index);
                counts.add_many("padded load", usize::from(outside.is_some()));
            }
            NodeKind::Op(op, _) => counts.add(op.name()),
            NodeKind::Index(_) => counts.add("index value"),
            NodeKind::Arg(_) => counts.add("argument"),
            NodeKind::Fold { op, body, .. } => {
                counts.add(&format!("fold {op}"));
                counts.add_many("nested fold", usize::from(has_fold(program, *body)));
            }
            NodeKind::Const(_) => {}
        }
    }
    counts.0
}

#[derive(Default)]
struct Counts(BTreeMap<String, usize>);

impl Counts {
    fn add(&mut self, construct: &str) {
        self.add_many(construct, 1);
    }

    fn add_many(&mut self, construct: &str, times: usize) {
        if times > 0 {
            *self.0.entry(construct.to_string()).or_default() += times;
        }
    }

    fn load(&mut self, index: &[Affine]) {
        let vars: Vec<VarId> = index.iter().flat_map(|x| x.terms().first()).map(|t| t.0).collect();
        self.add_many("transposed load", usize::from(!vars.is_sorted()));
        for affine in index {
            self.add_many("window load", usize::from(affine.terms().len() > 1));
            let strided = affine.terms().iter().any(|t| t.1 != 1);
            self.add_many("strided load", usize::from(strided));
            let constant = affine.terms().is_empty();
            self.add_many("constant index", usize::from(constant));
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Let(definition) => {
                self.add("let tensor");
                self.block(&definition.body);
            }
            Item::Output(definition) => self.block(&definition.body),
            Item::Param { .. } | Item::Input { .. } | Item::Arg { .. } => {}
        }
    }

    fn block(&mut self, block: &Block) {
        for local in &block.lets {
            self.add("local let");
            self.expr(&local.value);
        }
        self.expr(&block.value);
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Unary(_, a) => self.expr(a),
            ExprKind::Binary(_, a, b) => {
                self.expr(a);
                self.expr(b);
            }
            ExprKind::Call(_, operands) => operands.iter().for_each(|e| self.expr(e)),
            ExprKind::If(condition, then, otherwise) => {
                self.add("if");
                self.expr(condition);
                self.block(then);
                self.block(otherwise);
            }
            ExprKind::Fold(fold) => {
                if matches!(fold.head, FoldHead::ArgMin | FoldHead::ArgMax) {
                    self.add(fold.head.text());
                }
                if let Some(condition) = &fold.condition {
                    self.add("where");
                    self.expr(condition);
                }
                self.add_many("fold of several dims", usize::from(fold.dims.len() > 1));
                self.block(&fold.body);
            }
            _ => {}
        }
    }
}

fn has_fold(program: &Program, below: NodeId) -> bool {
    let is_fold = |id: NodeId| matches!(program.node(id).kind, NodeKind::Fold { .. });
    crate::inline::reachable(&program.nodes, &[below]).into_iter().any(is_fold)
}
