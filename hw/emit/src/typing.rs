//! From a leaf to its [`Behaviour`]: finds the signals with rust-hdl's probe and gives every value of the AST its width.

use std::collections::{HashMap, HashSet};

use rust_hdl_core::ast::{
    Verilog, VerilogBlockOrConditional, VerilogExpression as Ast, VerilogOp as Op,
    VerilogOpUnary as UnaryOp, VerilogStatement,
};
use rust_hdl_core::atom::Atom;
use rust_hdl_core::block::Block;
use rust_hdl_core::probe::Probe;

use crate::error::LeafProblem;
use crate::ir::{Behaviour, Declaration, Expr, Id, Kind, Node, Stmt};
use crate::lower::{FETCH, LET, as_concat, literal_is_bit, literal_value};
use crate::names::is_identifier;

type Result<T> = std::result::Result<T, LeafProblem>;

/// The behaviour of a leaf, every width known. The checks of `checks` come after.
pub fn behaviour(leaf: &dyn Block) -> Result<Behaviour> {
    let mut collector = Collector::default();
    leaf.accept("top", &mut collector);
    if let Some(inner) = collector.nested {
        return Err(LeafProblem::Nested(inner));
    }
    let mut typing = Typing { declarations: collector.declarations, ..Typing::default() };
    typing.name_signals()?;
    let mut statements = match leaf.hdl() {
        Verilog::Combinatorial(block) => typing.block(&block)?,
        _ => return Err(LeafProblem::Unsupported("an update() without #[hdl_gen]".into())),
    };
    typing.settle(&mut statements)?;
    Ok(Behaviour { declarations: typing.declarations, statements })
}

#[derive(Default)]
struct Collector {
    declarations: Vec<Declaration>,
    depth: usize,
    nested: Option<String>,
}

impl Probe for Collector {
    fn visit_start_scope(&mut self, name: &str, _node: &dyn Block) {
        if self.depth > 0 {
            self.nested = Some(name.to_owned());
        }
        self.depth += 1;
    }

    fn visit_end_scope(&mut self, _name: &str, _node: &dyn Block) {
        self.depth -= 1;
    }

    fn visit_atom(&mut self, name: &str, signal: &dyn Atom) {
        let kind = match signal.descriptor().name.as_str() {
            "clock" => Kind::Clock,
            "in" => Kind::Input,
            "out" => Kind::Output,
            "reg" => Kind::Register,
            "lut_ram" => Kind::LutRam,
            "block_ram" => Kind::BlockRam,
            _ => Kind::Wire,
        };
        self.declarations.push(Declaration {
            name: name.to_owned(),
            verilog: name.replace('$', "_"),
            kind,
            width: signal.bits(),
            depth: signal.verilog().as_usize(),
        });
    }
}

#[derive(Default)]
struct Typing {
    declarations: Vec<Declaration>,
    ids: HashMap<String, Id>,
    taken: HashSet<String>,
    /// What is being translated, for messages.
    place: String,
}

impl Typing {
    fn name_signals(&mut self) -> Result<()> {
        for (id, declaration) in self.declarations.iter().enumerate() {
            let free = self.taken.insert(declaration.verilog.clone());
            if !free || !is_identifier(&declaration.verilog) {
                return Err(LeafProblem::Name(declaration.verilog.clone()));
            }
            if declaration.kind == Kind::Clock && id > 0 {
                return Err(LeafProblem::ClockNotFirst(declaration.verilog.clone()));
            }
            self.ids.insert(declaration.name.clone(), id);
        }
        let clocked = self.declarations.iter().any(|d| d.kind.is_clocked());
        if clocked && self.declarations[0].kind != Kind::Clock {
            return Err(LeafProblem::NoClock);
        }
        for id in 0..self.declarations.len() {
            if self.declarations[id].kind == Kind::BlockRam {
                let output = format!("{}_q", self.declarations[id].verilog);
                if !self.taken.insert(output.clone()) {
                    return Err(LeafProblem::Name(output));
                }
            }
        }
        Ok(())
    }

    fn find(&self, name: &str) -> Result<Id> {
        let shown = || name.trim_start_matches(LET).replace('$', "_");
        self.ids.get(name).copied().ok_or_else(|| LeafProblem::Unknown(shown()))
    }

    /// The `let` of this name; the first time, declares it.
    fn find_let(&mut self, name: &str) -> Id {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let mut verilog = name.trim_start_matches(LET).trim_start_matches('_').replace('$', "_");
        while !is_identifier(&verilog) || self.taken.contains(&verilog) {
            verilog.push_str("_w");
        }
        self.taken.insert(verilog.clone());
        let id = self.declarations.len();
        let declaration =
            Declaration { name: name.to_owned(), verilog, kind: Kind::Let, width: 0, depth: 0 };
        self.declarations.push(declaration);
        self.ids.insert(name.to_owned(), id);
        id
    }

    fn block(&mut self, block: &[VerilogStatement]) -> Result<Vec<Stmt>> {
        let mut statements = Vec::new();
        for statement in block {
            if !self.is_alias(statement) {
                statements.push(self.statement(statement)?);
            }
        }
        Ok(statements)
    }

    /// Whether this is `let a = self.a.val();` of a signal that cannot change any more: then both names mean the signal.
    fn is_alias(&mut self, statement: &VerilogStatement) -> bool {
        let VerilogStatement::Macro(group) = statement else { return false };
        let [VerilogStatement::Assignment(Ast::Signal(alias), Ast::Signal(name))] =
            group.as_slice()
        else {
            return false;
        };
        let Some(&id) = self.ids.get(name) else { return false };
        let fixed = [Kind::Input, Kind::Register, Kind::BlockRam, Kind::Let];
        let is_alias = fixed.contains(&self.declarations[id].kind);
        if is_alias {
            self.ids.insert(alias.clone(), id);
        }
        is_alias
    }

    fn statement(&mut self, statement: &VerilogStatement) -> Result<Stmt> {
        match statement {
            VerilogStatement::Assignment(Ast::Signal(name), value) => self.assignment(name, value),
            VerilogStatement::SliceAssignment {
                base, offset: address, replacement: data, ..
            } => {
                let memory = self.memory(base)?;
                self.place = format!("a write to {}", self.declarations[memory].verilog);
                let address = self.address(memory, address)?;
                let data = self.expr(data)?;
                let data = self.fit(data, self.declarations[memory].width)?;
                Ok(Stmt::Write { memory, address, data })
            }
            VerilogStatement::Macro(group) => {
                let statements = self.block(group)?;
                let target = statements.iter().find_map(target_of);
                let target =
                    target.ok_or_else(|| LeafProblem::Unsupported("an empty let".into()))?;
                Ok(Stmt::Let(target, statements))
            }
            VerilogStatement::If(conditional) => {
                self.place = "the condition of an if".into();
                let test = self.expr(&conditional.test)?;
                let test = self.fit(test, 1)?;
                let then = self.block(&conditional.then)?;
                let otherwise = match &conditional.otherwise {
                    VerilogBlockOrConditional::Block(block) => self.block(block)?,
                    VerilogBlockOrConditional::Conditional(inner) => vec![self.statement(inner)?],
                    VerilogBlockOrConditional::None => Vec::new(),
                };
                Ok(Stmt::If { test, then, otherwise })
            }
            VerilogStatement::Match(choice) => {
                self.place = "the subject of a match".into();
                let subject = self.expr(&choice.test)?;
                let (mut cases, mut default) = (Vec::new(), None);
                for case in &choice.cases {
                    let block = self.block(&case.block)?;
                    if case.condition.contains("default") {
                        default = Some(block);
                    } else {
                        cases.push((case_values(&case.condition, subject.width)?, block));
                    }
                }
                Ok(Stmt::Match { subject, cases, default })
            }
            other => Err(LeafProblem::Unsupported(format!("{other:?}"))),
        }
    }

    fn assignment(&mut self, name: &str, value: &Ast) -> Result<Stmt> {
        if let Some(memory) = name.strip_suffix(FETCH) {
            let memory = self.find(memory)?;
            self.place = format!("a fetch from {}", self.declarations[memory].verilog);
            return Ok(Stmt::Fetch { memory, address: self.address(memory, value)? });
        }
        let target = if name.starts_with(LET) { self.find_let(name) } else { self.find(name)? };
        let declaration = &self.declarations[target];
        if matches!(declaration.kind, Kind::Clock | Kind::Input | Kind::LutRam | Kind::BlockRam) {
            return Err(LeafProblem::NotWritable(declaration.verilog.clone()));
        }
        self.place = declaration.verilog.clone();
        let value = self.expr(value)?;
        let width = self.declarations[target].width;
        if width == 0 {
            self.declarations[target].width = value.width;
            return Ok(Stmt::Assign(target, value));
        }
        Ok(Stmt::Assign(target, self.fit(value, width)?))
    }

    /// Gives constants assigned to a `let` the width that its other branches have.
    fn settle(&self, statements: &mut [Stmt]) -> Result<()> {
        for statement in statements {
            match statement {
                Stmt::Assign(target, value) => {
                    let declaration = &self.declarations[*target];
                    if declaration.width == 0 {
                        return Err(LeafProblem::NoWidth { place: declaration.verilog.clone() });
                    }
                    *value = fit(value.clone(), declaration.width, &declaration.verilog)?;
                }
                Stmt::Write { .. } | Stmt::Fetch { .. } => {}
                Stmt::Let(_, block) => self.settle(block)?,
                Stmt::If { then, otherwise, .. } => {
                    self.settle(then)?;
                    self.settle(otherwise)?;
                }
                Stmt::Match { cases, default, .. } => {
                    for block in cases.iter_mut().map(|(_, block)| block).chain(default) {
                        self.settle(block)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn memory(&self, memory: &Ast) -> Result<Id> {
        match memory {
            Ast::Signal(name) => {
                let id = self.find(name)?;
                let is_memory = matches!(self.declarations[id].kind, Kind::LutRam | Kind::BlockRam);
                if is_memory {
                    Ok(id)
                } else {
                    Err(LeafProblem::Unsupported(format!("read or write of {name}")))
                }
            }
            other => Err(LeafProblem::Unsupported(format!("{other:?}"))),
        }
    }

    fn address(&mut self, memory: Id, address: &Ast) -> Result<Expr> {
        let width = crate::signal::index_bits(self.declarations[memory].depth);
        let address = self.expr(address)?;
        self.fit(address, width)
    }

    fn fit(&self, value: Expr, width: usize) -> Result<Expr> {
        fit(value, width, &self.place)
    }

    fn pair(&mut self, left: &Ast, right: &Ast) -> Result<(Expr, Expr)> {
        let (left, right) = (self.expr(left)?, self.expr(right)?);
        match (left.width, right.width) {
            (0, 0) => Err(LeafProblem::NoWidth { place: self.place.clone() }),
            (0, width) => Ok((self.fit(left, width)?, right)),
            (width, _) => Ok((left, self.fit(right, width)?)),
        }
    }

    fn sized(&mut self, value: &Ast) -> Result<Expr> {
        let value = self.expr(value)?;
        if value.width == 0 {
            Err(LeafProblem::NoWidth { place: self.place.clone() })
        } else {
            Ok(value)
        }
    }

    fn expr(&mut self, value: &Ast) -> Result<Expr> {
        if let Some((high, low)) = as_concat(value) {
            let (high, low) = (self.sized(high)?, self.sized(low)?);
            let width = high.width + low.width;
            let mut parts = match high.node {
                Node::Concat(parts) => parts,
                _ => vec![high],
            };
            parts.push(low);
            return Ok(Expr { width, node: Node::Concat(parts) });
        }
        match value {
            Ast::Signal(name) => {
                let id = self.find(name)?;
                let declaration = &self.declarations[id];
                match declaration.kind {
                    Kind::Clock | Kind::LutRam => Err(LeafProblem::Unsupported(format!(
                        "reading {} as a value",
                        declaration.verilog
                    ))),
                    _ => Ok(Expr { width: declaration.width, node: Node::Name(id) }),
                }
            }
            Ast::Literal(literal) => {
                let width = usize::from(literal_is_bit(literal));
                Ok(Expr { width, node: Node::Constant(literal_value(literal)) })
            }
            Ast::Paren(inner) | Ast::Unsigned(inner) | Ast::Signed(inner) => self.expr(inner),
            Ast::Unary(operator, operand) => {
                let operand = self.sized(operand)?;
                let width =
                    if matches!(operator, UnaryOp::Not | UnaryOp::Neg) { operand.width } else { 1 };
                Ok(Expr { width, node: Node::Unary(operator.clone(), Box::new(operand)) })
            }
            Ast::Cast(inner, width) => self.cast(inner, *width),
            Ast::Slice(inner, width, offset) => self.slice(inner, *width, offset),
            Ast::Index(memory, address) => {
                let memory = self.memory(memory)?;
                let address = self.address(memory, address)?;
                let width = self.declarations[memory].width;
                Ok(Expr { width, node: Node::Read(memory, Box::new(address)) })
            }
            Ast::Binary(left, operator, right) => self.binary(left, operator, right),
            other => Err(LeafProblem::Unsupported(format!("{other:?}"))),
        }
    }

    fn cast(&mut self, inner: &Ast, width: usize) -> Result<Expr> {
        let signed = matches!(inner, Ast::Signed(_));
        let operand = self.expr(inner)?;
        if operand.width == 0 {
            return self.fit(operand, width);
        }
        if operand.width > width {
            return Err(LeafProblem::Width {
                place: format!("an extension for {}", self.place),
                expected: width,
                found: operand.width,
            });
        }
        if operand.width == width {
            return Ok(operand);
        }
        let operand = Box::new(operand);
        let node = if signed { Node::SignExtend(operand) } else { Node::ZeroExtend(operand) };
        Ok(Expr { width, node })
    }

    fn slice(&mut self, inner: &Ast, width: usize, offset: &Ast) -> Result<Expr> {
        let operand = self.sized(inner)?;
        let offset = self.expr(offset)?;
        let too_wide = width == 0 || width > operand.width;
        let Node::Constant(low) = offset.node else {
            if too_wide {
                let (place, end, width) =
                    (self.place.clone(), width.saturating_sub(1), operand.width);
                return Err(LeafProblem::Slice { place, offset: 0, end, width });
            }
            let node = Node::DynamicSlice(Box::new(operand), Box::new(offset));
            return Ok(Expr { width, node });
        };
        let low = low as usize;
        if too_wide || low + width > operand.width {
            let place = self.place.clone();
            let (end, width) = ((low + width).saturating_sub(1), operand.width);
            return Err(LeafProblem::Slice { place, offset: low, end, width });
        }
        if width == operand.width {
            return Ok(operand);
        }
        Ok(Expr { width, node: Node::Slice(Box::new(operand), low) })
    }

    fn binary(&mut self, left: &Ast, operator: &Op, right: &Ast) -> Result<Expr> {
        let signed = matches!(left, Ast::Signed(_));
        match operator {
            Op::Shl | Op::Shr => {
                let value = self.sized(left)?;
                let amount = self.expr(right)?;
                let width = value.width;
                let shift = Node::Shift {
                    left: matches!(operator, Op::Shl),
                    signed,
                    value: Box::new(value),
                    amount: Box::new(amount),
                };
                Ok(Expr { width, node: shift })
            }
            Op::Add | Op::Sub | Op::Mul | Op::BitXor | Op::BitAnd | Op::BitOr => {
                let (left, right) = self.pair(left, right)?;
                let width = left.width;
                Ok(Expr {
                    width,
                    node: Node::Arithmetic(operator.clone(), Box::new(left), Box::new(right)),
                })
            }
            Op::LogicalAnd | Op::LogicalOr => {
                let (left, right) = (self.expr(left)?, self.expr(right)?);
                let (left, right) = (Box::new(self.fit(left, 1)?), Box::new(self.fit(right, 1)?));
                let bitwise =
                    if matches!(operator, Op::LogicalAnd) { Op::BitAnd } else { Op::BitOr };
                Ok(Expr { width: 1, node: Node::Arithmetic(bitwise, left, right) })
            }
            Op::Eq | Op::Ne | Op::Lt | Op::Le | Op::Gt | Op::Ge => {
                let (left, right) = self.pair(left, right)?;
                let (left, right) = (Box::new(left), Box::new(right));
                Ok(Expr {
                    width: 1,
                    node: Node::Compare { operator: operator.clone(), signed, left, right },
                })
            }
        }
    }
}

fn fit(value: Expr, width: usize, place: &str) -> Result<Expr> {
    match (value.width, &value.node) {
        (0, Node::Constant(number)) => {
            if width < 128 && number >> width != 0 {
                return Err(LeafProblem::Constant {
                    place: place.to_owned(),
                    value: *number,
                    width,
                });
            }
            Ok(Expr { width, ..value })
        }
        (found, _) if found == width => Ok(value),
        (found, _) => Err(LeafProblem::Width { place: place.to_owned(), expected: width, found }),
    }
}

fn case_values(condition: &str, width: usize) -> Result<Vec<u128>> {
    let numbers = condition.split(',').map(|text| {
        let value: u128 =
            text.parse().map_err(|_| LeafProblem::Unsupported(format!("the pattern {text}")))?;
        let fits = width >= 128 || value >> width == 0;
        let place = "a pattern of a match".to_owned();
        if fits { Ok(value) } else { Err(LeafProblem::Constant { place, value, width }) }
    });
    numbers.collect()
}

fn target_of(statement: &Stmt) -> Option<Id> {
    match statement {
        Stmt::Assign(target, _) => Some(*target),
        Stmt::Let(..) | Stmt::Write { .. } | Stmt::Fetch { .. } => None,
        other => other.blocks().into_iter().flatten().find_map(target_of),
    }
}
