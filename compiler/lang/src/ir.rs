//! The core program: what the compiler maps and the interpreter evaluates.
//!
//! In: nothing. Out: the types. A program is a set of outputs, each a perfect nest of parallel dimensions
//! around one expression; expressions are a shared graph of scalar nodes in one arena. Named intermediate
//! tensors, `where` clauses and argmax are gone by here: lowering has rewritten them.
//!
//! What lowering promises, and the verifier checks:
//! - operands come before their users in [`Program::nodes`], and equal expressions are one node;
//! - a variable is bound once: by one output dimension or by one fold node;
//! - every extent of a fold is at least 1 (empty folds became their identity); extents of outputs may be 0;
//! - every load is within its tensor for all values of the variables in scope, or says what is outside, unless an output
//!   around it is empty;
//! - truth values are the words 0 and 1;
//! - the body of an output gives only values that the output's type holds: that of an i8 or bf16 output is a constant
//!   it holds, an element of such an input, or ends in saturation, quantization or rounding.

use kiln_arch::num::Op;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

pub use crate::affine::Affine;
pub use crate::storage::Storage;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in the program's list.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }
    )*};
}

ids! {
    /// A node of the expression graph; indexes [`Program::nodes`].
    NodeId "%";
    /// An iteration variable; indexes [`Program::vars`].
    VarId "v";
    /// An input tensor; indexes [`Program::inputs`].
    InputId "in";
    /// A run-time argument; indexes [`Program::args`].
    ArgId "arg";
}

/// The type of a value. Truth values are `I32` words 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ty {
    /// 32-bit two's complement integer.
    I32,
    /// IEEE 754 binary32.
    F32,
}

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Ty::I32 => "i32",
            Ty::F32 => "f32",
        })
    }
}

/// A place in the source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Byte offset of the first character.
    pub start: u32,
    /// Byte offset after the last character.
    pub end: u32,
    /// Line of the first character, from 1; 0 for programs that were built without text.
    pub line: u32,
}

/// A tensor in memory that the program reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Its name in the program.
    pub name: String,
    /// Type of each element as it is stored.
    pub ty: Storage,
    /// Extent of each dimension, outermost first; empty for a scalar.
    pub shape: Vec<u32>,
    /// Where it is declared.
    pub span: Span,
}

/// A scalar that is set for each run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arg {
    /// Its name in the program.
    pub name: String,
    /// Its type.
    pub ty: Ty,
    /// The word used when a run does not set it.
    pub default: u32,
    /// Where it is declared.
    pub span: Span,
}

/// A tensor that the program computes: element `[dims]` is `body`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Its name in the program.
    pub name: String,
    /// Type of each element as it is stored.
    pub ty: Storage,
    /// One variable per dimension, outermost first; empty for a scalar. Extents are those of the variables.
    pub dims: Vec<VarId>,
    /// The value of an element.
    pub body: NodeId,
    /// Where it is declared.
    pub span: Span,
}

/// An iteration variable: takes the values `0..extent`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Var {
    /// Its name in the program; several variables may share a name.
    pub name: String,
    /// How many values it takes.
    pub extent: u32,
}

/// The operator of a fold: associative, with an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FoldOp {
    /// i32 sum, wrapping.
    AddI,
    /// f32 sum.
    AddF,
    /// i32 product, wrapping.
    MulI,
    /// f32 product.
    MulF,
    /// Signed minimum.
    MinI,
    /// Signed maximum.
    MaxI,
    /// f32 minimum, NaN ignored.
    MinF,
    /// f32 maximum, NaN ignored.
    MaxF,
    /// Bitwise and.
    And,
    /// Bitwise or.
    Or,
    /// Bitwise exclusive or.
    Xor,
}

impl FoldOp {
    /// Every fold operator.
    pub const ALL: [FoldOp; 11] = [
        FoldOp::AddI,
        FoldOp::AddF,
        FoldOp::MulI,
        FoldOp::MulF,
        FoldOp::MinI,
        FoldOp::MaxI,
        FoldOp::MinF,
        FoldOp::MaxF,
        FoldOp::And,
        FoldOp::Or,
        FoldOp::Xor,
    ];

    /// The scalar operator that joins two partial results.
    pub const fn op(self) -> Op {
        match self {
            FoldOp::AddI => Op::AddI,
            FoldOp::AddF => Op::AddF,
            FoldOp::MulI => Op::MulI,
            FoldOp::MulF => Op::MulF,
            FoldOp::MinI => Op::MinI,
            FoldOp::MaxI => Op::MaxI,
            FoldOp::MinF => Op::MinF,
            FoldOp::MaxF => Op::MaxF,
            FoldOp::And => Op::And,
            FoldOp::Or => Op::Or,
            FoldOp::Xor => Op::Xor,
        }
    }

    /// The type of its elements and its result.
    pub const fn ty(self) -> Ty {
        match self {
            FoldOp::AddF | FoldOp::MulF | FoldOp::MinF | FoldOp::MaxF => Ty::F32,
            _ => Ty::I32,
        }
    }

    /// The word that an empty fold gives, and that `where` puts in place of an excluded element.
    pub const fn identity(self) -> u32 {
        match self {
            FoldOp::AddI | FoldOp::Or | FoldOp::Xor => 0,
            FoldOp::AddF => 0f32.to_bits(),
            FoldOp::MulI => 1,
            FoldOp::MulF => 1f32.to_bits(),
            FoldOp::MinI => i32::MAX as u32,
            FoldOp::MaxI => i32::MIN as u32,
            FoldOp::MinF => f32::INFINITY.to_bits(),
            FoldOp::MaxF => f32::NEG_INFINITY.to_bits(),
            FoldOp::And => u32::MAX,
        }
    }
}

impl FoldOp {
    /// The word that changes no number when joined to it, not even the sign of a zero; a subnormal may be flushed by
    /// it and a NaN becomes the canonical one. Folds start from it, and lanes that are absent give it.
    pub const fn neutral(self) -> u32 {
        match self {
            FoldOp::AddF => (-0f32).to_bits(),
            FoldOp::MinF | FoldOp::MaxF => kiln_arch::num::CANONICAL_NAN,
            _ => self.identity(),
        }
    }
}

impl fmt::Display for FoldOp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.op().name())
    }
}

/// What a node computes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// A word known at compile time.
    Const(u32),
    /// A run-time argument.
    Arg(ArgId),
    /// The value of a variable, as i32.
    Index(VarId),
    /// One element of an input.
    Load {
        /// The tensor.
        input: InputId,
        /// One index per dimension.
        index: Vec<Affine>,
        /// The word outside the tensor, a value of its type; none if the index never leaves it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outside: Option<u32>,
    },
    /// A scalar operator on as many operands as its arity, in the order `a`, `b`, `c` of `num::eval`
    /// (so `Select` is `[then, else, condition]`).
    Op(Op, Vec<NodeId>),
    /// All values of `body` over the whole of `dims`, joined by `op`.
    Fold {
        /// What joins them.
        op: FoldOp,
        /// The variables this fold binds, as written, outermost first; at least one.
        dims: Vec<VarId>,
        /// The value at one point.
        body: NodeId,
    },
}

impl NodeKind {
    /// The nodes this one reads directly.
    pub fn operands(&self) -> &[NodeId] {
        match self {
            NodeKind::Op(_, operands) => operands,
            NodeKind::Fold { body, .. } => std::slice::from_ref(body),
            _ => &[],
        }
    }
}

/// One scalar expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// What it computes.
    pub kind: NodeKind,
    /// The type of its value.
    pub ty: Ty,
    /// Where it was first written.
    pub span: Span,
}

/// A program with all shapes known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Name for reports: the file's stem.
    pub name: String,
    /// The shape parameters it was bound with.
    pub params: BTreeMap<String, i64>,
    /// Tensors read, in order of declaration.
    pub inputs: Vec<Input>,
    /// Run-time arguments, in order of declaration.
    pub args: Vec<Arg>,
    /// Tensors written, in order of declaration.
    pub outputs: Vec<Output>,
    /// Every variable.
    pub vars: Vec<Var>,
    /// Every expression, operands before users.
    pub nodes: Vec<Node>,
}

impl Program {
    /// A node.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// How many values a variable takes.
    pub fn extent(&self, var: VarId) -> u32 {
        self.vars[var.index()].extent
    }

    /// Extents of several variables, in order.
    pub fn extents(&self, vars: &[VarId]) -> Vec<u32> {
        vars.iter().map(|&v| self.extent(v)).collect()
    }

    /// The shape of an output.
    pub fn output_shape(&self, output: &Output) -> Vec<u32> {
        self.extents(&output.dims)
    }

    /// Every fold node, operands first.
    pub fn folds(&self) -> impl Iterator<Item = NodeId> + '_ {
        let is_fold = |node: &Node| matches!(node.kind, NodeKind::Fold { .. });
        (0..).zip(&self.nodes).filter(move |(_, n)| is_fold(n)).map(|(i, _)| NodeId(i))
    }

    /// For each node, the variables that its value depends on: those it reads and does not bind.
    pub fn free_vars(&self) -> Vec<BTreeSet<VarId>> {
        let mut free: Vec<BTreeSet<VarId>> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let mut vars = BTreeSet::new();
            match &node.kind {
                NodeKind::Index(var) => vars.extend([*var]),
                NodeKind::Load { index, .. } => {
                    vars.extend(index.iter().flat_map(Affine::terms).map(|t| t.0));
                }
                _ => {}
            }
            for operand in node.kind.operands() {
                vars.extend(&free[operand.index()]);
            }
            if let NodeKind::Fold { dims, .. } = &node.kind {
                vars.retain(|v| !dims.contains(v));
            }
            free.push(vars);
        }
        free
    }
}

/// How many elements a tensor of this shape has; 1 for a scalar.
pub fn elements(shape: &[u32]) -> usize {
    shape.iter().map(|&n| n as usize).product()
}
