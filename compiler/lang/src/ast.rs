//! The surface program: what people write, before names, types and shapes are checked.
//!
//! In: the parser or the builder makes it. Out: the checker and the printer read it. Every expression knows its
//! height, so that no later pass needs to fear for its stack.

use crate::diag::SourceText;
use crate::ir::{Span, Storage, Ty};

/// Expressions higher than this are refused.
pub const MAX_HEIGHT: u32 = 400;

/// A name at a place.
#[derive(Clone, Debug)]
pub struct Ident {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// A whole program.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Name for reports: the file's stem.
    pub name: String,
    /// Declarations in order.
    pub items: Vec<Item>,
    pub(crate) source: SourceText,
}

/// One declaration.
#[derive(Clone, Debug)]
pub enum Item {
    /// `param NAME = DEFAULT;` A shape parameter.
    Param {
        /// Its name.
        name: Ident,
        /// A constant expression of integers and earlier parameters.
        default: Expr,
    },
    /// `input NAME: TYPE[SHAPE];`
    Input {
        /// Its name.
        name: Ident,
        /// Element type and shape.
        ty: TensorType,
    },
    /// `arg NAME: TYPE = DEFAULT;` A scalar set for each run.
    Arg {
        /// Its name.
        name: Ident,
        /// Its type.
        ty: Ty,
        /// A constant expression.
        default: Expr,
    },
    /// `let NAME = DEFINITION;` A named intermediate tensor.
    Let(Definition),
    /// `output NAME: TYPE[SHAPE] = DEFINITION;`
    Output(Definition),
}

/// `f32[M, N]`, or `f32` for a scalar.
#[derive(Clone, Debug)]
pub struct TensorType {
    /// Type of an element as it is stored.
    pub ty: Storage,
    /// Constant expressions, outermost dimension first.
    pub shape: Vec<Expr>,
    /// Where it stands.
    pub span: Span,
}

/// What a `let` or an `output` computes.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The tensor's name.
    pub name: Ident,
    /// Its declared type; `output` always has one.
    pub ty: Option<TensorType>,
    /// `map (...)`; `None` for a scalar.
    pub dims: Option<Vec<Binder>>,
    /// The value of an element.
    pub body: Block,
}

/// `i in N`
#[derive(Clone, Debug)]
pub struct Binder {
    /// The variable.
    pub name: Ident,
    /// A constant expression: it takes the values `0..extent`.
    pub extent: Expr,
}

/// `{ let t = e; ... e }`
#[derive(Clone, Debug)]
pub struct Block {
    /// Local names, each seen by those that follow.
    pub lets: Vec<Local>,
    /// The value.
    pub value: Box<Expr>,
}

/// `let NAME: TYPE = VALUE;` inside a block.
#[derive(Clone, Debug)]
pub struct Local {
    /// The name.
    pub name: Ident,
    /// Its declared type, if any.
    pub ty: Option<ScalarType>,
    /// The value.
    pub value: Expr,
}

/// The type of a value inside an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarType {
    /// A truth value; stored as i32 0 or 1.
    Bool,
    /// 32-bit integer.
    I32,
    /// 32-bit float.
    F32,
}

impl ScalarType {
    /// The name in programs.
    pub const fn name(self) -> &'static str {
        match self {
            ScalarType::Bool => "bool",
            ScalarType::I32 => "i32",
            ScalarType::F32 => "f32",
        }
    }
}

impl From<Ty> for ScalarType {
    fn from(ty: Ty) -> Self {
        match ty {
            Ty::I32 => ScalarType::I32,
            Ty::F32 => ScalarType::F32,
        }
    }
}

/// An expression at a place.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
    height: u32,
}

/// The kinds of expressions.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `7`: an integer constant that becomes i32 or f32 as its use demands.
    Int(i64),
    /// `7i32`, `0xffffffff`, `1.5`, `inf`: a constant of known type, as its word.
    Word(Ty, u32),
    /// `true`, `false`.
    Bool(bool),
    /// A parameter, variable, local, argument or scalar tensor.
    Name(String),
    /// `x[i, j + 1]`, and what it is outside the tensor: `x[i, j + 1] else 0`.
    Element(Ident, Vec<Expr>, Option<Box<Expr>>),
    /// `-x`, `!x`
    Unary(UnaryOp, Box<Expr>),
    /// `x + y`
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `min(x, y)`
    Call(Function, Vec<Expr>),
    /// `if c { x } else { y }`
    If(Box<Expr>, Block, Block),
    /// `sum (k in K) where c { x }`
    Fold(Box<FoldExpr>),
}

/// A fold as written.
#[derive(Clone, Debug)]
pub struct FoldExpr {
    /// What it makes of its elements.
    pub head: FoldHead,
    /// The variables, outermost first.
    pub dims: Vec<Binder>,
    /// Elements for which this is false count as the identity.
    pub condition: Option<Expr>,
    /// The value at one point.
    pub body: Block,
}

macro_rules! table {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$item_doc])* $item,)* }

        impl $name {
            /// Every one.
            pub const ALL: &'static [$name] = &[$($name::$item),*];

            /// As written in programs.
            pub const fn text(self) -> &'static str {
                match self { $($name::$item => $text,)* }
            }

            /// The one written so.
            pub fn from_text(text: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|x| x.text() == text)
            }
        }
    };
}

table! {
    /// Operators before one operand.
    UnaryOp {
        /// Negation.
        Neg "-",
        /// Not of a bool, complement of an i32.
        Not "!",
    }
}

table! {
    /// Operators between two operands.
    BinaryOp {
        /// Either is true.
        Any "||",
        /// Both are true.
        Both "&&",
        /// Equal.
        Eq "==",
        /// Not equal.
        Ne "!=",
        /// Less.
        Lt "<",
        /// Less or equal.
        Le "<=",
        /// Greater.
        Gt ">",
        /// Greater or equal.
        Ge ">=",
        /// Bitwise or.
        Or "|",
        /// Bitwise exclusive or.
        Xor "^",
        /// Bitwise and.
        And "&",
        /// Shift left.
        Shl "<<",
        /// Shift right, keeping the sign.
        Shr ">>",
        /// Shift right, zeros in.
        ShrU ">>>",
        /// Sum.
        Add "+",
        /// Difference.
        Sub "-",
        /// Product.
        Mul "*",
        /// Quotient, of constants only.
        Div "/",
        /// Remainder, of constants only.
        Rem "%",
    }
}

impl BinaryOp {
    /// How tightly it binds, as in Rust: a greater number binds tighter.
    pub const fn precedence(self) -> u8 {
        match self {
            BinaryOp::Any => 1,
            BinaryOp::Both => 2,
            BinaryOp::Eq | BinaryOp::Ne => 3,
            BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge => 3,
            BinaryOp::Or => 4,
            BinaryOp::Xor => 5,
            BinaryOp::And => 6,
            BinaryOp::Shl | BinaryOp::Shr | BinaryOp::ShrU => 7,
            BinaryOp::Add | BinaryOp::Sub => 8,
            BinaryOp::Mul | BinaryOp::Div | BinaryOp::Rem => 9,
        }
    }

    /// Whether it compares: comparisons do not chain.
    pub const fn compares(self) -> bool {
        self.precedence() == 3
    }
}

table! {
    /// Functions of scalars.
    Function {
        /// The smaller of two.
        Min "min",
        /// The greater of two.
        Max "max",
        /// Absolute value.
        Abs "abs",
        /// `select(condition, then, else)`.
        Select "select",
        /// Unsigned less of two i32.
        LtU "lt_u",
        /// Unsigned less or equal of two i32.
        LeU "le_u",
        /// To i32: truncates an f32 toward zero, makes 0 or 1 of a bool.
        ToI32 "i32",
        /// To f32: rounds an i32 to the nearest.
        ToF32 "f32",
        /// An f32 rounded to the nearest bf16; still an f32.
        ToBf16 "bf16",
        /// An i32 saturated to -128..=127; still an i32.
        ToI8 "i8",
        /// `quantize(e, m, s)`: the i32 `e` times `m` / 2^`s`, rounded and saturated to -128..=127.
        Quantize "quantize",
    }
}

impl Function {
    /// How many operands it takes.
    pub const fn arity(self) -> usize {
        match self {
            Function::Abs
            | Function::ToI32
            | Function::ToF32
            | Function::ToBf16
            | Function::ToI8 => 1,
            Function::Select | Function::Quantize => 3,
            _ => 2,
        }
    }
}

table! {
    /// What a fold makes of its elements. `fold and` and `fold or` are also written `all` and `any`.
    FoldHead {
        /// `+`.
        Sum "sum",
        /// `*`.
        Product "product",
        /// The smallest.
        Min "min",
        /// The greatest.
        Max "max",
        /// Of bools: all true. Of i32: bitwise and.
        And "and",
        /// Of bools: any true. Of i32: bitwise or.
        Or "or",
        /// Of bools: an odd number true. Of i32: bitwise exclusive or.
        Xor "xor",
        /// Index of the first smallest element.
        ArgMin "argmin",
        /// Index of the first greatest element.
        ArgMax "argmax",
    }
}

impl Block {
    /// A block without locals.
    pub fn of(value: Expr) -> Self {
        Block { lets: Vec::new(), value: Box::new(value) }
    }

    pub(crate) fn height(&self) -> u32 {
        self.lets.iter().map(|l| l.value.height).fold(self.value.height, u32::max)
    }
}

impl Expr {
    /// An expression at a place.
    pub fn new(kind: ExprKind, span: Span) -> Self {
        let highest = |all: &[Expr]| all.iter().map(|e| e.height).max().unwrap_or(0);
        let below = match &kind {
            ExprKind::Element(_, list, outside) => {
                outside.as_ref().map_or(0, |e| e.height).max(highest(list))
            }
            ExprKind::Call(_, list) => highest(list),
            ExprKind::Unary(_, a) => a.height,
            ExprKind::Binary(_, a, b) => a.height.max(b.height),
            ExprKind::If(c, a, b) => c.height.max(a.height()).max(b.height()),
            ExprKind::Fold(fold) => {
                let extents = fold.dims.iter().map(|d| d.extent.height);
                let condition = fold.condition.iter().map(|c| c.height);
                extents.chain(condition).fold(fold.body.height(), u32::max)
            }
            _ => 0,
        };
        Expr { kind, span, height: below + 1 }
    }

    /// The same expression, standing elsewhere.
    pub(crate) fn at(self, span: Span) -> Self {
        Expr { span, ..self }
    }

    /// How many expressions are nested in it, itself included.
    pub fn height(&self) -> u32 {
        self.height
    }
}
