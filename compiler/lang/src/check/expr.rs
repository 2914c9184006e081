//! Expressions: their types, and constants.

use super::{Checked, Checker, Typed, Value};
use crate::affine::Affine;
use crate::ast::*;
use crate::diag::{Code, Problem};
use crate::ir::{NodeId, Span, Ty};
use kiln_arch::num::{CANONICAL_NAN, Op};

impl Checker {
    pub(super) fn word(&mut self, word: u32, ty: Ty, span: Span) -> Checked<NodeId> {
        let node = self.graph.constant(word, ty, span);
        self.sized(node, span)
    }

    pub(super) fn op(&mut self, op: Op, operands: &[NodeId], span: Span) -> Checked<NodeId> {
        let node = self.graph.op(op, operands, span);
        self.sized(node, span)
    }

    pub(super) fn block(&mut self, block: &Block) -> Checked<Value> {
        let in_scope = self.scope.len();
        for local in &block.lets {
            let mut value = self.expr(&local.value)?;
            if let Some(ty) = local.ty {
                value = Value::Typed(self.coerce(value, ty, local.value.span)?);
            }
            self.declare_local(&local.name, value)?;
        }
        let value = self.expr(&block.value)?;
        self.scope.truncate(in_scope);
        Ok(value)
    }

    pub(super) fn condition(&mut self, expr: &Expr) -> Checked<NodeId> {
        let value = self.expr(expr)?;
        Ok(self.coerce(value, ScalarType::Bool, expr.span)?.node)
    }

    pub(super) fn expr(&mut self, expr: &Expr) -> Checked<Value> {
        let span = expr.span;
        if expr.height() > MAX_HEIGHT {
            let message = format!("expressions are nested more than {MAX_HEIGHT} deep");
            return self
                .stop(Problem::new(Code::Size, span, message).help("name parts with `let`"));
        }
        match &expr.kind {
            ExprKind::Int(value) => Ok(Value::Int(*value)),
            ExprKind::Word(ty, word) => self.literal(*word, (*ty).into(), span),
            ExprKind::Bool(value) => self.literal(u32::from(*value), ScalarType::Bool, span),
            ExprKind::Name(name) => self.name(name, span),
            ExprKind::Element(name, index, outside) => {
                self.element(name, (index, outside.as_deref()), span)
            }
            ExprKind::Unary(op, operand) => self.unary(*op, operand, span),
            ExprKind::Binary(op, a, b) => self.binary(*op, a, b, span),
            ExprKind::Call(function, operands) => self.call(*function, operands, span),
            ExprKind::If(condition, then, otherwise) => {
                let condition = self.condition(condition)?;
                let spans = (then.value.span, otherwise.value.span);
                let (a, b) = (self.block(then)?, self.block(otherwise)?);
                self.select(condition, (a, spans.0), (b, spans.1), span)
            }
            ExprKind::Fold(fold) => Ok(Value::Typed(self.fold(fold, span)?)),
        }
    }

    fn literal(&mut self, word: u32, ty: ScalarType, span: Span) -> Checked<Value> {
        let storage = if ty == ScalarType::F32 { Ty::F32 } else { Ty::I32 };
        let node = self.word(word, storage, span)?;
        let affine = (ty == ScalarType::I32).then(|| Affine::constant(i64::from(word as i32)));
        Ok(Value::Typed(Typed { affine, ..Typed::new(node, ty) }))
    }

    /// Makes a value of the wanted type of it; only integer constants adapt.
    pub(super) fn coerce(&mut self, value: Value, want: ScalarType, span: Span) -> Checked<Typed> {
        match (value, want) {
            (Value::Typed(typed), want) if typed.ty == want => Ok(typed),
            (Value::Int(n), ScalarType::I32) => {
                let Ok(fits) = i32::try_from(n) else {
                    let message = format!("{n} does not fit i32");
                    let problem = Problem::new(Code::Constant, span, message);
                    return self.stop(problem.help("i32 holds -2147483648 to 2147483647"));
                };
                let node = self.word(fits as u32, Ty::I32, span)?;
                let affine = Some(Affine::constant(n));
                Ok(Typed { affine, ..Typed::new(node, ScalarType::I32) })
            }
            (Value::Int(n), ScalarType::F32) => {
                let node = self.word((n as f32).to_bits(), Ty::F32, span)?;
                Ok(Typed::new(node, ScalarType::F32))
            }
            (value, want) => {
                let have = match &value {
                    Value::Int(_) => "an integer",
                    Value::Typed(typed) => typed.ty.name(),
                };
                let message = format!("expected {}, found {have}", want.name());
                let help = match want {
                    ScalarType::Bool => "compare: `x != 0`".to_string(),
                    want => format!("convert with `{}(...)`", want.name()),
                };
                let problem = Problem::new(Code::Type, span, message);
                self.stop(problem.label(format!("this is {have}")).help(help))
            }
        }
    }

    fn unary(&mut self, op: UnaryOp, operand: &Expr, span: Span) -> Checked<Value> {
        if let (UnaryOp::Neg, ExprKind::Word(Ty::F32, word)) = (op, &operand.kind) {
            // The sign belongs to the literal, whatever a fabric does with subnormals.
            let word = if *word == CANONICAL_NAN { *word } else { word ^ (1 << 31) };
            return self.literal(word, ScalarType::F32, span);
        }
        let value = self.expr(operand)?;
        if let (UnaryOp::Neg, Value::Int(n)) = (op, &value) {
            return match n.checked_neg() {
                Some(n) => Ok(Value::Int(n)),
                None => self.overflow(span),
            };
        }
        let value = match value {
            Value::Int(_) => self.coerce(value, ScalarType::I32, operand.span)?,
            Value::Typed(typed) => typed,
        };
        let Typed { node, ty, affine, .. } = value;
        let (node, affine) = match (op, ty) {
            (UnaryOp::Neg, ScalarType::I32) => {
                (self.op(Op::NegI, &[node], span)?, affine.and_then(|a| a.scale(-1)))
            }
            (UnaryOp::Neg, ScalarType::F32) => (self.op(Op::NegF, &[node], span)?, None),
            (UnaryOp::Not, ScalarType::I32) => (self.op(Op::Not, &[node], span)?, None),
            (UnaryOp::Not, ScalarType::Bool) => {
                let one = self.word(1, Ty::I32, span)?;
                (self.op(Op::Xor, &[node, one], span)?, None)
            }
            (op, ty) => return self.no_operator(op.text(), ty, span),
        };
        Ok(Value::Typed(Typed { affine, ..Typed::new(node, ty) }))
    }

    fn binary(&mut self, op: BinaryOp, a: &Expr, b: &Expr, span: Span) -> Checked<Value> {
        let (va, vb) = (self.expr(a)?, self.expr(b)?);
        if let (Value::Int(x), Value::Int(y)) = (&va, &vb)
            && let Some(value) = self.int_arithmetic(op, *x, *y, span)?
        {
            return Ok(Value::Int(value));
        }
        let (ta, tb) = self.unify((va, a.span), (vb, b.span), span)?;
        if matches!(op, BinaryOp::Div | BinaryOp::Rem) {
            return self.divide(op, &ta, &tb, span);
        }
        let affine = combine(op, &ta, &tb);
        let Some((scalar, swap)) = operator(op, ta.ty) else {
            return self.no_operator(op.text(), ta.ty, span);
        };
        let operands = if swap { [tb.node, ta.node] } else { [ta.node, tb.node] };
        let node = self.op(scalar, &operands, span)?;
        let ty = if op.compares() { ScalarType::Bool } else { ta.ty };
        Ok(Value::Typed(Typed { affine, ..Typed::new(node, ty) }))
    }

    /// Integer constants stay exact; what has no value as an integer constant is left to i32.
    fn int_arithmetic(&mut self, op: BinaryOp, a: i64, b: i64, span: Span) -> Checked<Option<i64>> {
        let value = match op {
            BinaryOp::Add => a.checked_add(b),
            BinaryOp::Sub => a.checked_sub(b),
            BinaryOp::Mul => a.checked_mul(b),
            BinaryOp::Div | BinaryOp::Rem if b == 0 => return self.by_zero(span),
            BinaryOp::Div => a.checked_div(b),
            BinaryOp::Rem => a.checked_rem(b),
            _ => return Ok(None),
        };
        match value {
            Some(value) => Ok(Some(value)),
            None => self.overflow(span),
        }
    }

    fn overflow<T>(&mut self, span: Span) -> Checked<T> {
        let message = "the constant does not fit 64 bits";
        self.stop(Problem::new(Code::Constant, span, message))
    }

    fn by_zero<T>(&mut self, span: Span) -> Checked<T> {
        self.stop(Problem::new(Code::Constant, span, "a constant is divided by zero"))
    }

    fn divide(&mut self, op: BinaryOp, a: &Typed, b: &Typed, span: Span) -> Checked<Value> {
        let words = (self.graph.as_constant(a.node), self.graph.as_constant(b.node));
        let (Some(x), Some(y)) = words else {
            let message = "only constants can be divided";
            return self.stop(Problem::new(Code::Type, span, message).help(
                "units have no divider: multiply by a constant reciprocal, `x * (1.0 / 3.0)`",
            ));
        };
        let (ix, iy) = (x as i32, y as i32);
        let word = match (a.ty, op) {
            (ScalarType::I32, _) if iy == 0 => return self.by_zero(span),
            (ScalarType::I32, BinaryOp::Div) => ix.wrapping_div(iy) as u32,
            (ScalarType::I32, _) => ix.wrapping_rem(iy) as u32,
            (ScalarType::F32, BinaryOp::Div) => {
                let quotient = f32::from_bits(x) / f32::from_bits(y);
                if quotient.is_nan() { CANONICAL_NAN } else { quotient.to_bits() }
            }
            (ty, op) => return self.no_operator(op.text(), ty, span),
        };
        self.literal(word, a.ty, span)
    }

    /// Brings two values to one type.
    pub(super) fn unify(
        &mut self,
        (a, a_span): (Value, Span),
        (b, b_span): (Value, Span),
        span: Span,
    ) -> Checked<(Typed, Typed)> {
        let want = match (&a, &b) {
            (Value::Typed(a), Value::Typed(b)) if a.ty != b.ty => {
                let (a, b) = (a.ty.name(), b.ty.name());
                let message = format!("the sides differ in type: {a} and {b}");
                let help = "convert one of them with `f32(...)` or `i32(...)`";
                return self.stop(Problem::new(Code::Type, span, message).help(help));
            }
            (Value::Typed(typed), _) | (_, Value::Typed(typed)) => typed.ty,
            _ => ScalarType::I32,
        };
        Ok((self.coerce(a, want, a_span)?, self.coerce(b, want, b_span)?))
    }

    pub(super) fn select(
        &mut self,
        condition: NodeId,
        a: (Value, Span),
        b: (Value, Span),
        span: Span,
    ) -> Checked<Value> {
        let (a, b) = self.unify(a, b, span)?;
        let node = self.op(Op::Select, &[a.node, b.node, condition], span)?;
        Ok(Value::Typed(Typed::new(node, a.ty)))
    }

    pub(super) fn no_operator<T>(&mut self, text: &str, ty: ScalarType, span: Span) -> Checked<T> {
        let message = format!("`{text}` has no meaning for {}", ty.name());
        let help = match ty {
            ScalarType::F32 => "convert with `i32(...)` first",
            ScalarType::I32 => "compare first: `x != 0`",
            ScalarType::Bool => "convert with `i32(...)` first: true is 1",
        };
        self.stop(Problem::new(Code::Type, span, message).help(help))
    }
}

/// The operator on words, and whether its operands change places.
fn operator(op: BinaryOp, ty: ScalarType) -> Option<(Op, bool)> {
    use ScalarType::{Bool, F32, I32};
    let keep = |op| Some((op, false));
    let swap = |op| Some((op, true));
    match (op, ty) {
        (BinaryOp::Any, Bool) | (BinaryOp::Or, Bool | I32) => keep(Op::Or),
        (BinaryOp::Both, Bool) | (BinaryOp::And, Bool | I32) => keep(Op::And),
        (BinaryOp::Xor, Bool | I32) => keep(Op::Xor),
        (BinaryOp::Eq, Bool | I32) => keep(Op::EqI),
        (BinaryOp::Ne, Bool | I32) => keep(Op::NeI),
        (BinaryOp::Lt, I32) => keep(Op::LtI),
        (BinaryOp::Le, I32) => keep(Op::LeI),
        (BinaryOp::Gt, I32) => swap(Op::LtI),
        (BinaryOp::Ge, I32) => swap(Op::LeI),
        (BinaryOp::Eq, F32) => keep(Op::EqF),
        (BinaryOp::Ne, F32) => keep(Op::NeF),
        (BinaryOp::Lt, F32) => keep(Op::LtF),
        (BinaryOp::Le, F32) => keep(Op::LeF),
        (BinaryOp::Gt, F32) => swap(Op::LtF),
        (BinaryOp::Ge, F32) => swap(Op::LeF),
        (BinaryOp::Shl, I32) => keep(Op::Shl),
        (BinaryOp::Shr, I32) => keep(Op::Shr),
        (BinaryOp::ShrU, I32) => keep(Op::ShrU),
        (BinaryOp::Add, I32) => keep(Op::AddI),
        (BinaryOp::Sub, I32) => keep(Op::SubI),
        (BinaryOp::Mul, I32) => keep(Op::MulI),
        (BinaryOp::Add, F32) => keep(Op::AddF),
        (BinaryOp::Sub, F32) => keep(Op::SubF),
        (BinaryOp::Mul, F32) => keep(Op::MulF),
        _ => None,
    }
}

/// The affine form of a sum, difference or product, if it has one.
fn combine(op: BinaryOp, a: &Typed, b: &Typed) -> Option<Affine> {
    let (a, b) = (a.affine.as_ref()?, b.affine.as_ref()?);
    match op {
        BinaryOp::Add => a.add(b),
        BinaryOp::Sub => a.add(&b.scale(-1)?),
        BinaryOp::Mul => match (a.as_constant(), b.as_constant()) {
            (_, Some(factor)) => a.scale(factor),
            (Some(factor), _) => b.scale(factor),
            _ => None,
        },
        _ => None,
    }
}
