//! Expressions: precedence climbing over the operators, recursive descent for the rest.

use super::{Parsed, Parser};
use crate::ast::*;
use crate::diag::{Code, Problem};
use crate::ir::{Span, Ty};
use crate::lexer::Token;

impl Parser {
    pub(super) fn expr(&mut self) -> Parsed<Expr> {
        self.binary(1)
    }

    /// Expressions up to `close`, separated by commas.
    pub(super) fn list(&mut self, close: &'static str) -> Parsed<Vec<Expr>> {
        let mut list = Vec::new();
        while !self.accept(close) {
            list.push(self.expr()?);
            if !self.accept(",") {
                self.expect(close)?;
                break;
            }
        }
        Ok(list)
    }

    /// `{ let t = e; ... e }`
    pub(super) fn block(&mut self) -> Parsed<Block> {
        self.expect("{")?;
        let mut lets = Vec::new();
        while self.accept_word("let") {
            let name = self.ident("a local name")?;
            let ty = if self.accept(":") { Some(self.scalar_type()?) } else { None };
            self.expect("=")?;
            lets.push(Local { name, ty, value: self.expr()? });
            self.expect(";")?;
        }
        let value = Box::new(self.expr()?);
        self.expect("}")?;
        Ok(Block { lets, value })
    }

    fn make(&self, kind: ExprKind, start: Span) -> Parsed<Expr> {
        let expr = Expr::new(kind, self.since(start));
        if expr.height() > MAX_HEIGHT { Err(too_deep(start)) } else { Ok(expr) }
    }

    /// Operators that bind at least as tightly as `precedence`.
    fn binary(&mut self, precedence: u8) -> Parsed<Expr> {
        let start = self.here();
        let mut left = self.unary()?;
        loop {
            let op = match self.peek() {
                Token::Symbol(symbol) => BinaryOp::from_text(symbol),
                _ => None,
            };
            let Some(op) = op.filter(|op| op.precedence() >= precedence) else { return Ok(left) };
            if op.compares() && is_bare_comparison(&left) {
                return Err(Problem::new(Code::Syntax, self.here(), "comparisons do not chain")
                    .help("write `a < b && b < c`, or add parentheses"));
            }
            self.next();
            let right = self.binary(op.precedence() + 1)?;
            left = self.make(ExprKind::Binary(op, Box::new(left), Box::new(right)), start)?;
        }
    }

    fn unary(&mut self) -> Parsed<Expr> {
        if self.depth >= MAX_HEIGHT {
            return Err(too_deep(self.here()));
        }
        self.depth += 1;
        let start = self.here();
        let op = match self.peek() {
            Token::Symbol(symbol) => UnaryOp::from_text(symbol),
            _ => None,
        };
        let expr = match op {
            Some(op) => {
                self.next();
                let operand = Box::new(self.unary()?);
                self.make(ExprKind::Unary(op, operand), start)
            }
            None => self.primary(),
        };
        self.depth -= 1;
        expr
    }

    fn primary(&mut self) -> Parsed<Expr> {
        let start = self.here();
        match self.peek().clone() {
            Token::Int(value) => self.leaf(ExprKind::Int(value)),
            Token::Word(ty, word) => self.leaf(ExprKind::Word(ty, word)),
            Token::Symbol("(") => {
                self.next();
                let inner = self.expr()?;
                self.expect(")")?;
                // The span takes the parentheses in, which also tells `(a < b) < c` from a chain.
                Ok(inner.at(self.since(start)))
            }
            Token::Name(name) => self.named(&name, start),
            _ => Err(self.unexpected("an expression")),
        }
    }

    fn leaf(&mut self, kind: ExprKind) -> Parsed<Expr> {
        let span = self.next().1;
        Ok(Expr::new(kind, span))
    }

    fn named(&mut self, name: &str, start: Span) -> Parsed<Expr> {
        match name {
            "true" => return self.leaf(ExprKind::Bool(true)),
            "false" => return self.leaf(ExprKind::Bool(false)),
            "inf" => return self.leaf(ExprKind::Word(Ty::F32, f32::INFINITY.to_bits())),
            "nan" => return self.leaf(ExprKind::Word(Ty::F32, kiln_arch::num::CANONICAL_NAN)),
            "if" => return self.condition(start),
            "fold" => {
                self.next();
                let head = self.fold_head()?;
                return self.fold(head, start);
            }
            "map" => {
                return Err(self.unexpected("an expression").help(
                    "`map` stands only at the top of `let` and `output`: name the tensor with `let`",
                ));
            }
            _ => {}
        }
        if *self.peek_at(1) == Token::Symbol("(") {
            return self.call(name, start);
        }
        let ident = self.ident("an expression")?;
        if self.accept("[") {
            let index = self.list("]")?;
            let outside =
                if self.accept_word("else") { Some(Box::new(self.unary()?)) } else { None };
            return self.make(ExprKind::Element(ident, index, outside), start);
        }
        self.make(ExprKind::Name(ident.name), start)
    }

    /// A fold in its short form, or a function of scalars.
    fn call(&mut self, name: &str, start: Span) -> Parsed<Expr> {
        let binds = matches!(self.peek_at(2), Token::Name(_))
            && *self.peek_at(3) == Token::Name("in".into());
        let short = match name {
            "all" => Some(FoldHead::And),
            "any" => Some(FoldHead::Or),
            _ => FoldHead::from_text(name),
        };
        if let (true, Some(head)) = (binds, short) {
            self.next();
            return self.fold(head, start);
        }
        let Some(function) = Function::from_text(name) else {
            let known = Function::ALL.iter().map(|f| f.text());
            let folds = FoldHead::ALL.iter().map(|h| h.text()).chain(["all", "any"]);
            let problem =
                Problem::new(Code::Syntax, start, format!("no function is named `{name}`"));
            return Err(match crate::diag::closest(name, known.clone().chain(folds.clone())) {
                Some(close) => problem.help(format!("did you mean `{close}`?")),
                None => problem.help(format!(
                    "functions: {}; folds: {}",
                    known.collect::<Vec<_>>().join(", "),
                    folds.collect::<Vec<_>>().join(", ")
                )),
            });
        };
        self.next();
        self.expect("(")?;
        let operands = self.list(")")?;
        if operands.len() != function.arity() {
            let (want, have) = (function.arity(), operands.len());
            let message = format!("`{name}` takes {want} operands, not {have}");
            return Err(Problem::new(Code::Syntax, self.since(start), message));
        }
        self.make(ExprKind::Call(function, operands), start)
    }

    fn fold_head(&mut self) -> Parsed<FoldHead> {
        let head = match self.peek() {
            Token::Name(name) => FoldHead::from_text(name),
            _ => None,
        };
        let Some(head) = head else {
            let all: Vec<_> = FoldHead::ALL.iter().map(|h| h.text()).collect();
            return Err(self
                .unexpected("what to fold with")
                .help(format!("one of: {}", all.join(", "))));
        };
        self.next();
        Ok(head)
    }

    /// `(k in K) where c { x }`
    fn fold(&mut self, head: FoldHead, start: Span) -> Parsed<Expr> {
        let dims = self.binders()?;
        let condition = if self.accept_word("where") { Some(self.expr()?) } else { None };
        let body = self.block()?;
        let fold = FoldExpr { head, dims, condition, body };
        self.make(ExprKind::Fold(Box::new(fold)), start)
    }

    /// `if c { x } else { y }`, and `else if`.
    fn condition(&mut self, start: Span) -> Parsed<Expr> {
        self.next();
        let condition = Box::new(self.expr()?);
        let then = self.block()?;
        if !self.accept_word("else") {
            return Err(self
                .unexpected("`else`")
                .help("an `if` is a value, so it needs both sides"));
        }
        let otherwise = match self.peek() {
            // One nesting level for each `else if`, as for any operand.
            Token::Name(name) if name == "if" => Block::of(self.unary()?),
            _ => self.block()?,
        };
        self.make(ExprKind::If(condition, then, otherwise), start)
    }
}

/// A comparison that stands without parentheses: in them, its span starts before its left operand.
fn is_bare_comparison(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Binary(op, left, _) => op.compares() && left.span.start == expr.span.start,
        _ => false,
    }
}

fn too_deep(span: Span) -> Problem {
    Problem::new(Code::Size, span, format!("expressions are nested more than {MAX_HEIGHT} deep"))
        .help("name parts with `let`")
}
