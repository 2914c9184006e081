//! The surface program as text that reads back as the same program.
//!
//! In: a surface program. Out: its text; comments and layout are not kept.

use crate::ast::*;
use crate::ir::Ty;
use std::fmt::{self, Display, Formatter};

impl Display for Surface {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.items.iter().try_for_each(|item| writeln!(f, "{item}"))
    }
}

impl Display for Item {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Item::Param { name, default } => write!(f, "param {} = {default};", name.name),
            Item::Input { name, ty } => write!(f, "input {}: {ty};", name.name),
            Item::Arg { name, ty, default } => write!(f, "arg {}: {ty} = {default};", name.name),
            Item::Let(definition) => write!(f, "let {definition}"),
            Item::Output(definition) => write!(f, "output {definition}"),
        }
    }
}

impl Display for TensorType {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.ty)?;
        if self.shape.is_empty() { Ok(()) } else { write!(f, "[{}]", list(&self.shape)) }
    }
}

impl Display for Definition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name.name)?;
        if let Some(ty) = &self.ty {
            write!(f, ": {ty}")?;
        }
        match &self.dims {
            Some(dims) => {
                write!(f, " = map ({}) {{\n    {}\n}};", list(dims), Inside(&self.body))
            }
            None if self.body.lets.is_empty() => write!(f, " =\n    {};", self.body.value),
            None => write!(f, " = {{\n    {}\n}};", Inside(&self.body)),
        }
    }
}

impl Display for Binder {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.name.name, self.extent)
    }
}

/// A block without its braces.
struct Inside<'a>(&'a Block);

impl Display for Inside<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for Local { name, ty, value } in &self.0.lets {
            match ty {
                Some(ty) => write!(f, "let {}: {} = {value}; ", name.name, ty.name())?,
                None => write!(f, "let {} = {value}; ", name.name)?,
            }
        }
        write!(f, "{}", self.0.value)
    }
}

/// Parts separated by commas.
fn list<T: Display>(parts: &[T]) -> String {
    parts.iter().map(T::to_string).collect::<Vec<_>>().join(", ")
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExprKind::Int(value) => write!(f, "{value}"),
            ExprKind::Word(Ty::I32, word) if *word < 1 << 16 => write!(f, "{word}i32"),
            ExprKind::Word(Ty::I32, word) => write!(f, "{word:#x}"),
            ExprKind::Word(Ty::F32, word) => float(f, f32::from_bits(*word)),
            ExprKind::Bool(value) => write!(f, "{value}"),
            ExprKind::Name(name) => f.write_str(name),
            ExprKind::Element(name, index, outside) => {
                write!(f, "{}[{}]", name.name, list(index))?;
                let Some(outside) = outside else { return Ok(()) };
                f.write_str(" else ")?;
                operand_of(f, outside, UNARY)
            }
            ExprKind::Unary(op, operand) => {
                f.write_str(op.text())?;
                operand_of(f, operand, UNARY)
            }
            ExprKind::Binary(op, a, b) => {
                // Operators of one precedence group to the left; comparisons do not group at all.
                let precedence = op.precedence();
                operand_of(f, a, precedence + u8::from(op.compares()))?;
                write!(f, " {} ", op.text())?;
                operand_of(f, b, precedence + 1)
            }
            ExprKind::Call(function, operands) => {
                write!(f, "{}({})", function.text(), list(operands))
            }
            ExprKind::If(condition, then, otherwise) => {
                let (then, otherwise) = (Inside(then), Inside(otherwise));
                write!(f, "if {condition} {{ {then} }} else {{ {otherwise} }}")
            }
            ExprKind::Fold(fold) => {
                write!(f, "fold {} ({})", fold.head.text(), list(&fold.dims))?;
                if let Some(condition) = &fold.condition {
                    write!(f, " where ({condition})")?;
                }
                write!(f, " {{ {} }}", Inside(&fold.body))
            }
        }
    }
}

/// Binds tighter than any operator between two operands.
const UNARY: u8 = 10;

/// An operand, in parentheses if it binds less tightly than its place asks for.
fn operand_of(f: &mut Formatter<'_>, operand: &Expr, precedence: u8) -> fmt::Result {
    let own = match &operand.kind {
        ExprKind::Binary(op, ..) => op.precedence(),
        _ => UNARY,
    };
    if own < precedence { write!(f, "({operand})") } else { write!(f, "{operand}") }
}

fn float(f: &mut Formatter<'_>, value: f32) -> fmt::Result {
    if value.is_nan() {
        return f.write_str("nan");
    }
    // The shortest digits that read back as the same number, with a point or an exponent.
    write!(f, "{value:?}")
}
