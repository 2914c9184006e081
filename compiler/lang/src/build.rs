//! Programs from Rust, without text.
//!
//! In: calls. Out: the same surface program that the parser makes; [`Surface::bind`] checks it. Names may be
//! anything that the language allows; the checker refuses the rest.
//!
//! ```
//! use kiln_lang::{build::{Builder, sum}, ir::Ty};
//! let mut p = Builder::new("gemv");
//! let (m, n) = (p.param("M", 64), p.param("N", 64));
//! let a = p.input("a", Ty::F32, [m.clone(), n.clone()]);
//! let x = p.input("x", Ty::F32, [n.clone()]);
//! p.output("y", Ty::F32, [("i", m)], |[i]| sum([("j", n)], |[j]| a.at([i, j.clone()]) * x.at([j])));
//! let program = p.finish().bind(&Default::default()).unwrap().program;
//! assert_eq!(program.outputs[0].name, "y");
//! ```

use crate::ast::*;
use crate::ir::{Span, Storage, Ty};
use kiln_arch::num::CANONICAL_NAN;
use std::ops;

/// An expression.
#[derive(Clone, Debug)]
pub struct E(pub(crate) Expr);

/// A tensor that can be read.
#[derive(Clone, Debug)]
pub struct Tensor {
    name: String,
}

/// A program being built.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    surface: Surface,
}

impl Builder {
    /// An empty program.
    pub fn new(name: &str) -> Self {
        Builder { surface: Surface { name: name.to_string(), ..Surface::default() } }
    }

    /// Declares a shape parameter.
    pub fn param(&mut self, name: &str, default: impl Into<E>) -> E {
        self.surface.items.push(Item::Param { name: ident(name), default: default.into().0 });
        E::name(name)
    }

    /// Declares an input; an empty shape is a scalar.
    pub fn input(
        &mut self,
        name: &str,
        ty: impl Into<Storage>,
        shape: impl IntoIterator<Item = E>,
    ) -> Tensor {
        self.surface.items.push(Item::Input { name: ident(name), ty: tensor_type(ty, shape) });
        Tensor { name: name.to_string() }
    }

    /// Declares a run-time argument.
    pub fn arg(&mut self, name: &str, ty: Ty, default: impl Into<E>) -> E {
        let default = default.into().0;
        self.surface.items.push(Item::Arg { name: ident(name), ty, default });
        E::name(name)
    }

    /// Defines an intermediate tensor of the given dimensions; none is a scalar.
    pub fn define<const D: usize>(
        &mut self,
        name: &str,
        dims: [(&str, E); D],
        body: impl FnOnce([E; D]) -> E,
    ) -> Tensor {
        let definition = definition(name, None, dims, body);
        self.surface.items.push(Item::Let(definition));
        Tensor { name: name.to_string() }
    }

    /// Defines an output of the given dimensions; none is a scalar.
    pub fn output<const D: usize>(
        &mut self,
        name: &str,
        ty: impl Into<Storage>,
        dims: [(&str, E); D],
        body: impl FnOnce([E; D]) -> E,
    ) -> Tensor {
        let ty = tensor_type(ty, dims.iter().map(|(_, extent)| extent.clone()));
        let definition = definition(name, Some(ty), dims, body);
        self.surface.items.push(Item::Output(definition));
        Tensor { name: name.to_string() }
    }

    /// The program.
    pub fn finish(self) -> Surface {
        self.surface
    }
}

impl Tensor {
    /// An element, or the value of a scalar if there are no indices.
    pub fn at(&self, index: impl IntoIterator<Item = E>) -> E {
        let index: Vec<Expr> = index.into_iter().map(|e| e.0).collect();
        if index.is_empty() {
            return E::name(&self.name);
        }
        E::new(ExprKind::Element(ident(&self.name), index, None))
    }

    /// An element, or a constant where the index is outside the tensor.
    pub fn at_else(&self, index: impl IntoIterator<Item = E>, outside: impl Into<E>) -> E {
        let index = index.into_iter().map(|e| e.0).collect();
        let outside = Some(Box::new(outside.into().0));
        E::new(ExprKind::Element(ident(&self.name), index, outside))
    }
}

impl E {
    pub(crate) fn new(kind: ExprKind) -> E {
        E(Expr::new(kind, Span::default()))
    }

    pub(crate) fn name(name: &str) -> E {
        E::new(ExprKind::Name(name.to_string()))
    }

    fn binary(self, op: BinaryOp, other: impl Into<E>) -> E {
        E::new(ExprKind::Binary(op, Box::new(self.0), Box::new(other.into().0)))
    }

    fn call(function: Function, operands: impl IntoIterator<Item = E>) -> E {
        E::new(ExprKind::Call(function, operands.into_iter().map(|e| e.0).collect()))
    }

    /// `self >>> bits`: zeros are shifted in.
    pub fn shift_right_unsigned(self, bits: impl Into<E>) -> E {
        self.binary(BinaryOp::ShrU, bits)
    }

    /// The smaller of two.
    pub fn min(self, other: impl Into<E>) -> E {
        E::call(Function::Min, [self, other.into()])
    }

    /// The greater of two.
    pub fn max(self, other: impl Into<E>) -> E {
        E::call(Function::Max, [self, other.into()])
    }

    /// Absolute value.
    pub fn abs(self) -> E {
        E::call(Function::Abs, [self])
    }

    /// Unsigned less.
    pub fn lt_u(self, other: impl Into<E>) -> E {
        E::call(Function::LtU, [self, other.into()])
    }

    /// Unsigned less or equal.
    pub fn le_u(self, other: impl Into<E>) -> E {
        E::call(Function::LeU, [self, other.into()])
    }

    /// As i32: f32 is truncated, bool becomes 0 or 1.
    pub fn to_i32(self) -> E {
        E::call(Function::ToI32, [self])
    }

    /// As f32, rounded to the nearest.
    pub fn to_f32(self) -> E {
        E::call(Function::ToF32, [self])
    }

    /// The nearest bf16, as f32.
    pub fn to_bf16(self) -> E {
        E::call(Function::ToBf16, [self])
    }

    /// An i32 saturated to what an i8 holds.
    pub fn to_i8(self) -> E {
        E::call(Function::ToI8, [self])
    }

    /// An i32 times `multiplier` (to 65535) / 2^`shift` (to 31), rounded, saturated to what an i8 holds.
    pub fn quantize(self, multiplier: impl Into<E>, shift: impl Into<E>) -> E {
        E::call(Function::Quantize, [self, multiplier.into(), shift.into()])
    }

    /// `then` if this is true, else `otherwise`.
    pub fn select(self, then: impl Into<E>, otherwise: impl Into<E>) -> E {
        E::call(Function::Select, [self, then.into(), otherwise.into()])
    }
}

macro_rules! methods {
    ($($(#[$doc:meta])* $name:ident $op:ident;)*) => {
        impl E {$(
            $(#[$doc])*
            pub fn $name(self, other: impl Into<E>) -> E {
                self.binary(BinaryOp::$op, other)
            }
        )*}
    };
}

methods! {
    /// `self == other`
    equals Eq;
    /// `self != other`
    differs Ne;
    /// `self < other`
    less Lt;
    /// `self <= other`
    at_most Le;
    /// `self > other`
    greater Gt;
    /// `self >= other`
    at_least Ge;
    /// `self && other`
    both Both;
    /// `self || other`
    either Any;
}

macro_rules! operators {
    ($($trait:ident $method:ident $op:ident;)*) => {$(
        impl<T: Into<E>> ops::$trait<T> for E {
            type Output = E;
            fn $method(self, other: T) -> E {
                self.binary(BinaryOp::$op, other)
            }
        }
    )*};
}

operators! {
    Add add Add;
    Sub sub Sub;
    Mul mul Mul;
    Div div Div;
    Rem rem Rem;
    BitAnd bitand And;
    BitOr bitor Or;
    BitXor bitxor Xor;
    Shl shl Shl;
    Shr shr Shr;
}

impl ops::Neg for E {
    type Output = E;
    fn neg(self) -> E {
        E::new(ExprKind::Unary(UnaryOp::Neg, Box::new(self.0)))
    }
}

impl ops::Not for E {
    type Output = E;
    fn not(self) -> E {
        E::new(ExprKind::Unary(UnaryOp::Not, Box::new(self.0)))
    }
}

impl From<i32> for E {
    fn from(value: i32) -> E {
        E::new(ExprKind::Int(i64::from(value)))
    }
}

impl From<f32> for E {
    fn from(value: f32) -> E {
        let word = if value.is_nan() { CANONICAL_NAN } else { value.to_bits() };
        E::new(ExprKind::Word(Ty::F32, word))
    }
}

impl From<bool> for E {
    fn from(value: bool) -> E {
        E::new(ExprKind::Bool(value))
    }
}

/// Folds over the given dimensions.
pub fn fold<const D: usize>(
    head: FoldHead,
    dims: [(&str, E); D],
    body: impl FnOnce([E; D]) -> E,
) -> E {
    let (dims, body) = bind(dims, body);
    fold_expr(FoldExpr { head, dims, condition: None, body: Block::of(body.0) })
}

/// Folds over those points of the given dimensions where the first value of `body` is true; the second is the element.
pub fn fold_where<const D: usize>(
    head: FoldHead,
    dims: [(&str, E); D],
    body: impl FnOnce([E; D]) -> (E, E),
) -> E {
    let (dims, (condition, body)) = bind(dims, body);
    fold_expr(FoldExpr { head, dims, condition: Some(condition.0), body: Block::of(body.0) })
}

/// The sum over the given dimensions.
pub fn sum<const D: usize>(dims: [(&str, E); D], body: impl FnOnce([E; D]) -> E) -> E {
    fold(FoldHead::Sum, dims, body)
}

pub(crate) fn fold_expr(fold: FoldExpr) -> E {
    E::new(ExprKind::Fold(Box::new(fold)))
}

fn bind<const D: usize, T>(
    dims: [(&str, E); D],
    body: impl FnOnce([E; D]) -> T,
) -> (Vec<Binder>, T) {
    let value = body(std::array::from_fn(|at| E::name(dims[at].0)));
    (dims.into_iter().map(|(name, extent)| binder(name, extent)).collect(), value)
}

fn definition<const D: usize>(
    name: &str,
    ty: Option<TensorType>,
    dims: [(&str, E); D],
    body: impl FnOnce([E; D]) -> E,
) -> Definition {
    let (dims, body) = bind(dims, body);
    let dims = (!dims.is_empty()).then_some(dims);
    Definition { name: ident(name), ty, dims, body: Block::of(body.0) }
}

pub(crate) fn binder(name: &str, extent: E) -> Binder {
    Binder { name: ident(name), extent: extent.0 }
}

pub(crate) fn ident(name: &str) -> Ident {
    Ident { name: name.to_string(), span: Span::default() }
}

pub(crate) fn tensor_type(
    ty: impl Into<Storage>,
    shape: impl IntoIterator<Item = E>,
) -> TensorType {
    let shape = shape.into_iter().map(|e| e.0).collect();
    TensorType { ty: ty.into(), shape, span: Span::default() }
}
