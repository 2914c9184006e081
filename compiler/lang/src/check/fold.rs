//! Folds: types, `where`, empty domains, and argmin and argmax in terms of two folds.

use super::{Checked, Checker, Typed, Value};
use crate::ast::{FoldExpr, FoldHead, ScalarType};
use crate::diag::{Code, Problem};
use crate::ir::{FoldOp, NodeId, NodeKind, Span, Ty, VarId};
use kiln_arch::num::Op;

/// A fold whose parts are checked.
struct Parts {
    dims: Vec<VarId>,
    condition: Option<NodeId>,
    body: Typed,
    span: Span,
}

impl Checker {
    pub(super) fn fold(&mut self, fold: &FoldExpr, span: Span) -> Checked<Typed> {
        let (in_scope, empty) = (self.scope.len(), self.empty_domains);
        let dims = self.bind_dims(&fold.dims)?;
        let condition = match &fold.condition {
            Some(condition) => Some(self.condition(condition)?),
            None => None,
        };
        let body_span = fold.body.value.span;
        let body = match self.block(&fold.body)? {
            Value::Int(n) => self.coerce(Value::Int(n), ScalarType::I32, body_span)?,
            Value::Typed(typed) => typed,
        };
        self.scope.truncate(in_scope);
        self.empty_domains = empty;
        let parts = Parts { dims, condition, body, span };
        match fold.head {
            FoldHead::ArgMin | FoldHead::ArgMax => self.extreme_index(fold.head, parts, body_span),
            head => {
                let op = self.fold_op(head, parts.body.ty, body_span)?;
                self.plain_fold(op, parts)
            }
        }
    }

    fn fold_op(&mut self, head: FoldHead, ty: ScalarType, span: Span) -> Checked<FoldOp> {
        use ScalarType::{Bool, F32, I32};
        Ok(match (head, ty) {
            (FoldHead::Sum, I32) => FoldOp::AddI,
            (FoldHead::Sum, F32) => FoldOp::AddF,
            (FoldHead::Product, I32) => FoldOp::MulI,
            (FoldHead::Product, F32) => FoldOp::MulF,
            (FoldHead::Min | FoldHead::ArgMin, I32) => FoldOp::MinI,
            (FoldHead::Min | FoldHead::ArgMin, F32) => FoldOp::MinF,
            (FoldHead::Max | FoldHead::ArgMax, I32) => FoldOp::MaxI,
            (FoldHead::Max | FoldHead::ArgMax, F32) => FoldOp::MaxF,
            (FoldHead::And, I32 | Bool) => FoldOp::And,
            (FoldHead::Or, I32 | Bool) => FoldOp::Or,
            (FoldHead::Xor, I32 | Bool) => FoldOp::Xor,
            (head, ty) => {
                let message = format!("`{}` does not fold {} values", head.text(), ty.name());
                let help = match ty {
                    Bool => "count with `i32(condition)`, or use `all` or `any`",
                    _ => "and, or and xor fold i32 and bool",
                };
                let problem = Problem::new(Code::Type, span, message);
                return self.stop(problem.label(format!("this is {}", ty.name())).help(help));
            }
        })
    }

    /// `where` becomes a select between the element and the identity; an empty fold becomes its identity.
    fn plain_fold(&mut self, op: FoldOp, parts: Parts) -> Checked<Typed> {
        let Parts { dims, condition, body, span } = parts;
        // All bits set is no truth value; 1 is the identity of `and` among 0 and 1.
        let is_truth = (op, body.ty) == (FoldOp::And, ScalarType::Bool);
        let identity = if is_truth { 1 } else { op.identity() };
        let identity = self.word(identity, op.ty(), span)?;
        let typed = |node| Typed::new(node, body.ty);
        if dims.iter().any(|v| self.graph.vars[v.index()].extent == 0) {
            return Ok(typed(identity));
        }
        let element = match condition {
            Some(condition) => self.op(Op::Select, &[body.node, identity, condition], span)?,
            None => body.node,
        };
        let node = self.graph.fold(op, dims, element, span);
        Ok(typed(self.sized(node, span)?))
    }

    /// argmax over j of e is the least j with e == max e, or i32::MAX if there is none; argmin likewise.
    fn extreme_index(&mut self, head: FoldHead, parts: Parts, body_span: Span) -> Checked<Typed> {
        let op = self.fold_op(head, parts.body.ty, body_span)?;
        let Parts { dims, condition, body, span } = parts;
        let &[var] = dims.as_slice() else {
            let message = format!("`{}` takes one dimension", head.text());
            return self.stop(Problem::new(Code::Shape, span, message));
        };
        // The second fold reads the same elements under a variable of its own.
        let second = self.graph.new_var_like(var);
        let renamed = self.graph.rename(&[Some(body.node), condition], var, second);
        let renamed = self.sized(renamed, span)?;
        let (element, condition_again) = (renamed[0].unwrap_or(body.node), renamed[1]);
        let first = Parts { dims, condition, body, span };
        let extreme = self.plain_fold(op, first)?.node;
        let equals = if op.ty() == Ty::F32 { Op::EqF } else { Op::EqI };
        let mut found = self.op(equals, &[element, extreme], span)?;
        if let Some(condition) = condition_again {
            found = self.op(Op::And, &[found, condition], span)?;
        }
        let none = self.word(i32::MAX as u32, Ty::I32, span)?;
        let index = self.graph.leaf(NodeKind::Index(second), Ty::I32, span);
        let index = self.sized(index, span)?;
        let candidate = self.op(Op::Select, &[index, none, found], span)?;
        let body = Typed::new(candidate, ScalarType::I32);
        self.plain_fold(FoldOp::MinI, Parts { dims: vec![second], condition: None, body, span })
    }
}
