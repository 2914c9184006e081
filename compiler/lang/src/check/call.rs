//! Functions of scalars.

use super::{Checked, Checker, Typed, Value};
use crate::ast::{Expr, Function, ScalarType};
use crate::diag::{Code, Problem};
use crate::ir::{Span, Storage, Ty};
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
        if let (Function::Quantize, [value, multiplier, shift]) = (function, operands) {
            return self.quantize(value, multiplier, shift, span);
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
                Ok(Value::Typed(Typed::new(node, ty)))
            }
            Function::Abs => self.abs(first, span),
            Function::ToI32 => self.integer_of(first, span),
            Function::ToF32 => self.float_of(first, span),
            Function::ToBf16 => self.rounded(first, span),
            Function::ToI8 | Function::Quantize => self.saturated(first, span),
        }
    }

    /// The nearest bf16, as f32.
    fn rounded(&mut self, (value, at): (Value, Span), span: Span) -> Checked<Value> {
        let value = self.coerce(value, ScalarType::F32, at)?;
        if value.stored == Storage::Bf16 {
            return Ok(Value::Typed(value));
        }
        let node = self.op(Op::RoundBf, &[value.node], span)?;
        let stored = Storage::Bf16;
        Ok(Value::Typed(Typed { stored, ..Typed::new(node, ScalarType::F32) }))
    }

    /// The nearest i32 that an i8 holds.
    fn saturated(&mut self, (value, at): (Value, Span), span: Span) -> Checked<Value> {
        let value = self.coerce(value, ScalarType::I32, at)?;
        if value.stored == Storage::I8 {
            return Ok(Value::Typed(value));
        }
        let low = self.word(i32::from(i8::MIN) as u32, Ty::I32, span)?;
        let high = self.word(i32::from(i8::MAX) as u32, Ty::I32, span)?;
        let raised = self.op(Op::MaxI, &[value.node, low], span)?;
        let node = self.op(Op::MinI, &[raised, high], span)?;
        let stored = Storage::I8;
        Ok(Value::Typed(Typed { stored, ..Typed::new(node, ScalarType::I32) }))
    }

    fn quantize(
        &mut self,
        value: &Expr,
        multiplier: &Expr,
        shift: &Expr,
        span: Span,
    ) -> Checked<Value> {
        let node = self.expr(value)?;
        let node = self.coerce(node, ScalarType::I32, value.span)?.node;
        let multiplier = self.constant_within(multiplier, "the multiplier", 0xffff)?;
        let shift = self.constant_within(shift, "the shift", 31)?;
        let scale = self.word(multiplier | shift << 16, Ty::I32, span)?;
        let node = self.op(Op::QuantI, &[node, scale], span)?;
        let stored = Storage::I8;
        Ok(Value::Typed(Typed { stored, ..Typed::new(node, ScalarType::I32) }))
    }

    fn constant_within(&mut self, expr: &Expr, what: &str, most: u32) -> Checked<u32> {
        let value = self.constant_int(expr, what)?;
        match u32::try_from(value) {
            Ok(value) if value <= most => Ok(value),
            _ => {
                let message = format!("{what} is {value}, but must be within 0 and {most}");
                let help = "`quantize(e, m, s)` gives e * m / 2^s, rounded and saturated";
                self.stop(Problem::new(Code::Constant, expr.span, message).help(help))
            }
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
        Ok(Value::Typed(Typed::new(node, value.ty)))
    }

    fn integer_of(&mut self, (value, at): (Value, Span), span: Span) -> Checked<Value> {
        let ty = ScalarType::I32;
        match value {
            Value::Int(_) => Ok(Value::Typed(self.coerce(value, ty, at)?)),
            Value::Typed(typed) if typed.ty == ScalarType::F32 => {
                let node = self.op(Op::F2I, &[typed.node], span)?;
                Ok(Value::Typed(Typed::new(node, ty)))
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
                Ok(Value::Typed(Typed::new(node, ty)))
            }
            value => Ok(Value::Typed(self.coerce(value, ty, at)?)),
        }
    }
}
