//! Functions of scalars.

use super::{Checked, Checker, Typed, Value};
use crate::ast::{Expr, Function, ScalarType};
use crate::diag::{Code, Problem};
use crate::ir::Span;
use kiln_arch::num::Op;

impl Checker {
    pub(super) fn call(
        &mut self,
        function: Function,
        operands: &[Expr],
        span: Span,
    ) -> Checked<Value> {
        if operands.len() != function.arity() {
            let message = format!("`{}` takes {} operands", function.text(), function.arity());
            return self.stop(Problem::new(Code::Syntax, span, message));
        }
        let mut values = Vec::new();
        for operand in operands {
            values.push((self.expr(operand)?, operand.span));
        }
        let mut values = values.into_iter();
        let mut next = || values.next().unwrap_or((Value::Int(0), span));
        let first = next();
        match function {
            Function::Select => {
                let condition = self.coerce(first.0, ScalarType::Bool, first.1)?.node;
                self.select(condition, next(), next(), span)
            }
            Function::Min | Function::Max | Function::LtU | Function::LeU => {
                let (a, b) = self.unify(first, next(), span)?;
                let (op, ty) = match (function, a.ty) {
                    (Function::Min, ScalarType::I32) => (Op::MinI, a.ty),
                    (Function::Min, ScalarType::F32) => (Op::MinF, a.ty),
                    (Function::Max, ScalarType::I32) => (Op::MaxI, a.ty),
                    (Function::Max, ScalarType::F32) => (Op::MaxF, a.ty),
                    (Function::LtU, ScalarType::I32) => (Op::LtU, ScalarType::Bool),
                    (Function::LeU, ScalarType::I32) => (Op::LeU, ScalarType::Bool),
                    (_, ty) => return self.no_operator(function.text(), ty, span),
                };
                let node = self.op(op, &[a.node, b.node], span)?;
                Ok(Value::Typed(Typed { node, ty, affine: None }))
            }
            Function::Abs => self.abs(first, span),
            Function::ToI32 => self.integer_of(first, span),
            Function::ToF32 => self.float_of(first, span),
        }
    }

    fn abs(&mut self, (value, at): (Value, Span), span: Span) -> Checked<Value> {
        let value = match value {
            Value::Int(n) => self.coerce(Value::Int(n), ScalarType::I32, at)?,
            Value::Typed(typed) => typed,
        };
        let op = match value.ty {
            ScalarType::I32 => Op::AbsI,
            ScalarType::F32 => Op::AbsF,
            ScalarType::Bool => return self.no_operator("abs", value.ty, span),
        };
        let node = self.op(op, &[value.node], span)?;
        Ok(Value::Typed(Typed { node, ty: value.ty, affine: None }))
    }

    fn integer_of(&mut self, (value, at): (Value, Span), span: Span) -> Checked<Value> {
        let ty = ScalarType::I32;
        match value {
            Value::Int(_) => Ok(Value::Typed(self.coerce(value, ty, at)?)),
            Value::Typed(typed) if typed.ty == ScalarType::F32 => {
                let node = self.op(Op::F2I, &[typed.node], span)?;
                Ok(Value::Typed(Typed { node, ty, affine: None }))
            }
            // A truth value is already the word 0 or 1.
            Value::Typed(typed) => Ok(Value::Typed(Typed { ty, ..typed })),
        }
    }

    fn float_of(&mut self, (value, at): (Value, Span), span: Span) -> Checked<Value> {
        let ty = ScalarType::F32;
        match value {
            Value::Typed(typed) if typed.ty != ScalarType::F32 => {
                let node = self.op(Op::I2F, &[typed.node], span)?;
                Ok(Value::Typed(Typed { node, ty, affine: None }))
            }
            value => Ok(Value::Typed(self.coerce(value, ty, at)?)),
        }
    }
}
