//! What the code written by `#[hdl_gen]` calls to build rust-hdl's AST. Leaves do not call it themselves.
//!
//! rust-hdl's AST has no concatenation. It is carried by `IndexReplace(high, false, low)`: [`concat`] makes it and
//! [`as_concat`] recognises it, and nothing else uses that node. Names of `let` start with [`LET`].

use std::collections::HashMap;
use std::fmt::Display;

use rust_hdl_core::ast::{
    VerilogExpression as Expression, VerilogLiteral as Literal, VerilogOp as Op,
    VerilogOpUnary as UnaryOp, VerilogStatement as Statement,
};

use crate::word::Word;

/// Start of the AST's name of a `let`: `let$name`, or `let$name$2` for a second of the same name.
pub const LET: &str = "let$";
/// End of the AST's name of the address that a block RAM is asked for.
pub const FETCH: &str = "$fetch";

/// Gives each `let` its own name.
#[derive(Default)]
pub struct Scope {
    turns: Vec<String>,
    used: HashMap<String, usize>,
}

impl Scope {
    /// The name in the AST of a new `let`.
    pub fn fresh(&mut self, name: &str) -> String {
        let mut full = format!("{LET}{name}");
        for turn in &self.turns {
            full.push('_');
            full.push_str(turn);
        }
        let count = self.used.entry(full.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { full } else { format!("{full}${count}") }
    }

    /// Enters a turn of a loop; its value becomes part of the names inside.
    pub fn enter(&mut self, turn: &impl Display) {
        self.turns.push(turn.to_string());
    }

    /// Leaves the turn.
    pub fn leave(&mut self) {
        self.turns.pop();
    }
}

/// A value known when the leaf is printed.
pub trait Constant {
    /// Its expression: a literal takes the width of its surroundings, a word keeps its own.
    fn expression(self) -> Expression;
}

macro_rules! constants {
    ($($integer:ty),*) => {$(
        impl Constant for $integer {
            fn expression(self) -> Expression {
                Expression::Literal(self.into())
            }
        }
    )*};
}
constants!(bool, u8, u16, i32, u32, u64, usize, u128);

impl Constant for Word {
    fn expression(self) -> Expression {
        if self.width() == 0 {
            return Expression::Literal(self.num().into());
        }
        let pieces = self.limbs().iter().enumerate().rev().map(|(i, limb)| {
            let width = (self.width() - 64 * i).min(64);
            Expression::Cast(Box::new(Expression::Literal((*limb).into())), width)
        });
        concat(pieces.collect())
    }
}

/// A static value.
pub fn constant(value: impl Constant) -> Expression {
    value.expression()
}

/// The text of a pattern of a match.
pub fn case_value(value: impl Constant) -> String {
    match value.expression() {
        Expression::Literal(literal) => literal_value(&literal).to_string(),
        _ => String::new(),
    }
}

/// The number a literal stands for.
pub fn literal_value(literal: &Literal) -> u128 {
    let text = format!("{literal:x}");
    let digits = text.split("'h").nth(1).unwrap_or_default();
    u128::from_str_radix(digits, 16).unwrap_or_default()
}

/// Whether a literal is a bit, which has a width of its own.
pub fn literal_is_bit(literal: &Literal) -> bool {
    format!("{literal:x}").starts_with("1'")
}

/// The name of a field of a signal group.
pub fn member(base: String, name: &str) -> String {
    format!("{base}${name}")
}

/// The name of an element of a vector of signals, as rust-hdl's probe names it.
pub fn element(base: String, index: usize) -> String {
    format!("{base}${index}")
}

/// A signal.
pub fn signal(name: &str) -> Expression {
    Expression::Signal(name.to_owned())
}

/// An assignment.
pub fn assign(name: &str, value: Expression) -> Statement {
    Statement::Assignment(signal(name), value)
}

/// A write to a word of a memory.
pub fn write(memory: &str, address: Expression, data: Expression) -> Statement {
    Statement::SliceAssignment {
        base: signal(memory),
        width: 1,
        offset: address,
        replacement: data,
    }
}

/// A request to a block RAM.
pub fn fetch(memory: &str, address: Expression) -> Statement {
    assign(&format!("{memory}{FETCH}"), address)
}

/// A word of a memory.
pub fn read(memory: &str, address: Expression) -> Expression {
    Expression::Index(Box::new(signal(memory)), Box::new(address))
}

/// An operator on two values.
pub fn binary(left: Expression, operator: Op, right: Expression) -> Expression {
    Expression::Binary(Box::new(left), operator, Box::new(right))
}

/// An operator on one value.
pub fn unary(operator: UnaryOp, operand: Expression) -> Expression {
    Expression::Unary(operator, Box::new(operand))
}

/// Whether some bit is set.
pub fn any(operand: Expression) -> Expression {
    unary(UnaryOp::Any, operand)
}

/// Whether every bit is set.
pub fn all(operand: Expression) -> Expression {
    unary(UnaryOp::All, operand)
}

/// Whether the number of set bits is odd.
pub fn parity(operand: Expression) -> Expression {
    unary(UnaryOp::Xor, operand)
}

/// Two's complement less-than.
pub fn lt_signed(left: Expression, right: Expression) -> Expression {
    binary(signed(left), Op::Lt, signed(right))
}

/// Two's complement less-or-equal.
pub fn le_signed(left: Expression, right: Expression) -> Expression {
    binary(signed(left), Op::Le, signed(right))
}

/// Shift right that copies the sign.
pub fn shr_signed(left: Expression, amount: Expression) -> Expression {
    binary(signed(left), Op::Shr, amount)
}

/// Zero-extension.
pub fn zext(operand: Expression, width: usize) -> Expression {
    Expression::Cast(Box::new(operand), width)
}

/// Truncation.
pub fn trunc(operand: Expression, width: usize) -> Expression {
    slice(operand, constant(0usize), width)
}

/// Sign-extension.
pub fn sext(operand: Expression, width: usize) -> Expression {
    Expression::Cast(Box::new(signed(operand)), width)
}

/// `width` bits from `offset` up.
pub fn slice(operand: Expression, offset: Expression, width: usize) -> Expression {
    Expression::Slice(Box::new(operand), width, Box::new(offset))
}

/// One bit.
pub fn bit(operand: Expression, position: Expression) -> Expression {
    slice(operand, position, 1)
}

/// Copies side by side.
pub fn repeat(operand: Expression, count: usize) -> Expression {
    concat(vec![operand; count])
}

/// Concatenation, the first highest.
pub fn concat(parts: Vec<Expression>) -> Expression {
    let join = |high, low| {
        Expression::IndexReplace(
            Box::new(high),
            Box::new(Expression::Literal(false.into())),
            Box::new(low),
        )
    };
    parts.into_iter().reduce(join).unwrap_or(Expression::Literal(false.into()))
}

/// The two halves of a concatenation.
pub fn as_concat(expression: &Expression) -> Option<(&Expression, &Expression)> {
    match expression {
        Expression::IndexReplace(high, _, low) => Some((high, low)),
        _ => None,
    }
}

fn signed(operand: Expression) -> Expression {
    Expression::Signed(Box::new(operand))
}
