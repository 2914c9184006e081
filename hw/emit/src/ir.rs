//! The behaviour of a leaf with every width known: what the checks read and the printer prints.

use std::collections::HashSet;

use rust_hdl_core::ast::{VerilogOp, VerilogOpUnary};

/// Index of a [`Declaration`].
pub type Id = usize;

/// What a name of a leaf is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Clock,
    Input,
    Output,
    Wire,
    Register,
    Let,
    LutRam,
    BlockRam,
}

impl Kind {
    /// Whether its value depends on the other signals of the same cycle and the leaf defines it.
    pub fn is_combinational(self) -> bool {
        matches!(self, Self::Output | Self::Wire | Self::Let)
    }

    /// Whether it keeps its value from edge to edge.
    pub fn is_clocked(self) -> bool {
        matches!(self, Self::Register | Self::LutRam | Self::BlockRam)
    }
}

/// A name of a leaf: a signal, a memory or a `let`.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// Name in the AST.
    pub name: String,
    /// Name in the Verilog.
    pub verilog: String,
    pub kind: Kind,
    /// Bits; 0 for a `let` whose width is not known yet.
    pub width: usize,
    /// Words, for a memory.
    pub depth: usize,
}

/// A value. Width 0 marks a constant that takes the width of its surroundings.
#[derive(Clone, Debug)]
pub struct Expr {
    pub width: usize,
    pub node: Node,
}

#[derive(Clone, Debug)]
pub enum Node {
    Constant(u128),
    Name(Id),
    Read(Id, Box<Expr>),
    Unary(VerilogOpUnary, Box<Expr>),
    /// Both operands and the result have one width.
    Arithmetic(VerilogOp, Box<Expr>, Box<Expr>),
    Compare {
        operator: VerilogOp,
        signed: bool,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    Shift {
        left: bool,
        signed: bool,
        value: Box<Expr>,
        amount: Box<Expr>,
    },
    Slice(Box<Expr>, usize),
    DynamicSlice(Box<Expr>, Box<Expr>),
    ZeroExtend(Box<Expr>),
    SignExtend(Box<Expr>),
    Concat(Vec<Expr>),
}

impl Expr {
    /// The values inside this one.
    pub fn operands(&self) -> Vec<&Expr> {
        match &self.node {
            Node::Constant(_) | Node::Name(_) => Vec::new(),
            Node::Read(_, a) | Node::Unary(_, a) | Node::Slice(a, _) => vec![a],
            Node::ZeroExtend(a) | Node::SignExtend(a) => vec![a],
            Node::Arithmetic(_, a, b) | Node::DynamicSlice(a, b) => vec![a, b],
            Node::Compare { left, right, .. } => vec![left, right],
            Node::Shift { value, amount, .. } => vec![value, amount],
            Node::Concat(parts) => parts.iter().collect(),
        }
    }

    /// Calls `visit` with every signal that the value reads.
    pub fn for_each_name(&self, visit: &mut impl FnMut(Id)) {
        if let Node::Name(id) | Node::Read(id, _) = self.node {
            visit(id);
        }
        self.operands().into_iter().for_each(|operand| operand.for_each_name(visit));
    }
}

#[derive(Clone, Debug)]
pub enum Stmt {
    Assign(Id, Expr),
    Write {
        memory: Id,
        address: Expr,
        data: Expr,
    },
    Fetch {
        memory: Id,
        address: Expr,
    },
    /// The definition of a `let`, which prints where it stands whatever the conditions around it.
    Let(Id, Vec<Stmt>),
    If {
        test: Expr,
        then: Vec<Stmt>,
        otherwise: Vec<Stmt>,
    },
    Match {
        subject: Expr,
        cases: Vec<(Vec<u128>, Vec<Stmt>)>,
        default: Option<Vec<Stmt>>,
    },
}

impl Stmt {
    /// The values that this statement itself reads.
    pub fn values(&self) -> Vec<&Expr> {
        match self {
            Self::Assign(_, value) => vec![value],
            Self::Write { address, data, .. } => vec![address, data],
            Self::Fetch { address, .. } => vec![address],
            Self::Let(..) => Vec::new(),
            Self::If { test, .. } => vec![test],
            Self::Match { subject, .. } => vec![subject],
        }
    }

    /// What this statement itself writes.
    pub fn target(&self) -> Option<Id> {
        match self {
            Self::Assign(id, _)
            | Self::Write { memory: id, .. }
            | Self::Fetch { memory: id, .. } => Some(*id),
            Self::Let(..) | Self::If { .. } | Self::Match { .. } => None,
        }
    }

    /// The lists of statements inside this one.
    pub fn blocks(&self) -> Vec<&[Stmt]> {
        match self {
            Self::Assign(..) | Self::Write { .. } | Self::Fetch { .. } => Vec::new(),
            Self::Let(_, block) => vec![block],
            Self::If { then, otherwise, .. } => vec![then, otherwise],
            Self::Match { cases, default, .. } => {
                cases.iter().map(|(_, block)| block).chain(default).map(Vec::as_slice).collect()
            }
        }
    }
}

/// A leaf with all widths known.
#[derive(Clone, Debug)]
pub struct Behaviour {
    pub declarations: Vec<Declaration>,
    pub statements: Vec<Stmt>,
}

impl Behaviour {
    /// With an output `state_<register>` for each register that is read or written.
    pub fn with_state(mut self) -> Self {
        let mentioned = self.mentioned();
        for id in 0..self.declarations.len() {
            let Declaration { name, verilog, kind, width, .. } = &self.declarations[id];
            if *kind == Kind::Register && mentioned.contains(&id) {
                let (name, verilog) = (format!("state_{name}"), format!("state_{verilog}"));
                let (kind, width) = (Kind::Output, *width);
                let value = Expr { width, node: Node::Name(id) };
                self.statements.push(Stmt::Assign(self.declarations.len(), value));
                self.declarations.push(Declaration { name, verilog, kind, width, depth: 0 });
            }
        }
        self
    }

    /// Everything that is read or written. What is not need not exist: a parameter set may do without some fields.
    pub fn mentioned(&self) -> HashSet<Id> {
        let mut found = HashSet::new();
        let mut open: Vec<&Stmt> = self.statements.iter().collect();
        while let Some(statement) = open.pop() {
            found.extend(statement.target());
            for value in statement.values() {
                value.for_each_name(&mut |id| {
                    found.insert(id);
                });
            }
            open.extend(statement.blocks().into_iter().flatten());
        }
        found
    }
}
