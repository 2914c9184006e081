//! Tokens to the surface program, by recursive descent.
//!
//! In: the text of a program. Out: its declarations, or every syntax error found: after an error the parser goes on
//! behind the next `;`. The grammar is in `docs/language.md`.

mod expr;

use crate::ast::*;
use crate::diag::{Code, Problem, Problems, SourceText};
use crate::ir::{Span, Storage, Ty};
use crate::lexer::{Token, tokenize};

/// Words that name no parameter, tensor or variable.
pub const KEYWORDS: &[&str] = &[
    "param", "input", "arg", "let", "output", "map", "fold", "in", "where", "if", "else", "true",
    "false", "inf", "nan", "i32", "f32", "bool",
];

/// More errors than this help nobody.
const MAX_PROBLEMS: usize = 20;

/// Texts longer than this are not programs; offsets stay within u32.
const MAX_TEXT: usize = 1 << 24;

/// Reads a program. `name` is shown in diagnostics and reports.
///
/// # Errors
/// Every syntax error, with its place.
pub fn parse(name: &str, text: &str) -> Result<Surface, Problems> {
    let source = SourceText::new(name, text);
    let fail = |problems| Problems { problems: source.attach(problems) };
    if text.len() > MAX_TEXT {
        let message = "the text is longer than 16 MiB";
        return Err(fail(vec![Problem::new(Code::Size, Span::default(), message)]));
    }
    let tokens = tokenize(text).map_err(|p| fail(vec![p]))?;
    let mut parser = Parser { tokens, at: 0, depth: 0 };
    let (items, problems) = parser.program();
    let stem = std::path::Path::new(name).file_stem();
    let stem = stem.map_or(name.to_string(), |s| s.to_string_lossy().into_owned());
    if problems.is_empty() {
        Ok(Surface { name: stem, items, source })
    } else {
        Err(fail(problems))
    }
}

type Parsed<T> = Result<T, Problem>;

struct Parser {
    /// Ends in `End`, which is never consumed.
    tokens: Vec<(Token, Span)>,
    at: usize,
    /// How many expressions are being read inside one another.
    depth: u32,
}

impl Parser {
    fn program(&mut self) -> (Vec<Item>, Vec<Problem>) {
        let (mut items, mut problems) = (Vec::new(), Vec::new());
        while *self.peek() != Token::End && problems.len() < MAX_PROBLEMS {
            let start = self.at;
            if let Err(problem) = self.item(&mut items) {
                problems.push(problem);
                self.recover(start);
            }
        }
        (items, problems)
    }

    /// Skips to behind the `;` that ends the broken declaration, which began at token `start`.
    fn recover(&mut self, start: usize) {
        self.depth = 0;
        let brace = |token: &Token| match token {
            Token::Symbol("{") => 1,
            Token::Symbol("}") => -1,
            _ => 0,
        };
        let mut open: i32 = self.tokens[start..self.at].iter().map(|(t, _)| brace(t)).sum();
        loop {
            let token = self.next().0;
            open += brace(&token);
            if token == Token::End || (token == Token::Symbol(";") && open <= 0) {
                return;
            }
        }
    }

    fn item(&mut self, items: &mut Vec<Item>) -> Parsed<()> {
        let word = match self.peek() {
            Token::Name(word) => word.clone(),
            _ => String::new(),
        };
        match word.as_str() {
            "param" => return self.params(items),
            "input" => items.push(self.input()?),
            "arg" => items.push(self.arg()?),
            "let" => items.push(Item::Let(self.definition()?)),
            "output" => items.push(Item::Output(self.definition()?)),
            _ => {
                let problem = self.unexpected("a declaration");
                return Err(
                    problem.help("a declaration starts with param, input, arg, let or output")
                );
            }
        }
        self.expect(";")
    }

    fn params(&mut self, items: &mut Vec<Item>) -> Parsed<()> {
        self.next();
        loop {
            let name = self.ident("the parameter's name")?;
            self.expect("=")?;
            items.push(Item::Param { name, default: self.expr()? });
            if !self.accept(",") {
                return self.expect(";");
            }
        }
    }

    fn input(&mut self) -> Parsed<Item> {
        self.next();
        let name = self.ident("the input's name")?;
        self.expect(":")?;
        Ok(Item::Input { name, ty: self.tensor_type()? })
    }

    fn arg(&mut self) -> Parsed<Item> {
        self.next();
        let name = self.ident("the argument's name")?;
        self.expect(":")?;
        let ty = self.tensor_type()?;
        if !ty.shape.is_empty() {
            return Err(Problem::new(Code::Shape, ty.span, "an argument is a scalar")
                .help("declare tensors with `input`"));
        }
        let ty = match ty.ty {
            Storage::I32 => Ty::I32,
            Storage::F32 => Ty::F32,
            Storage::Bf16 | Storage::I8 => {
                let message = format!("an argument cannot be {}", ty.ty);
                return Err(Problem::new(Code::Type, ty.span, message)
                    .help(format!("declare it as {}", ty.ty.value())));
            }
        };
        self.expect("=")?;
        Ok(Item::Arg { name, ty, default: self.expr()? })
    }

    fn definition(&mut self) -> Parsed<Definition> {
        let is_output = self.next().0 == Token::Name("output".into());
        let name = self.ident("the tensor's name")?;
        let ty = if is_output {
            self.expect(":")
                .map_err(|p| p.help("an output has a type: `output y: f32[N] = ...`"))?;
            Some(self.tensor_type()?)
        } else {
            if self.accept(":") { Some(self.tensor_type()?) } else { None }
        };
        self.expect("=")?;
        if self.accept_word("map") {
            let dims = Some(self.binders()?);
            return Ok(Definition { name, ty, dims, body: self.block()? });
        }
        let body = match self.peek() {
            Token::Symbol("{") => self.block()?,
            _ => Block::of(self.expr()?),
        };
        Ok(Definition { name, ty, dims: None, body })
    }

    fn tensor_type(&mut self) -> Parsed<TensorType> {
        let start = self.here();
        let Some(ty) = Storage::ALL.into_iter().find(|ty| self.accept_word(ty.name())) else {
            if self.accept_word(ScalarType::Bool.name()) {
                return Err(Problem::new(Code::Type, start, "a tensor cannot hold bool")
                    .help("store i32: `i32(condition)` gives 0 or 1"));
            }
            return Err(self.unexpected("a type").help("tensors hold f32, i32, bf16 or i8"));
        };
        let shape = if self.accept("[") { self.list("]")? } else { Vec::new() };
        Ok(TensorType { ty, shape, span: self.since(start) })
    }

    fn scalar_type(&mut self) -> Parsed<ScalarType> {
        for ty in [ScalarType::I32, ScalarType::F32, ScalarType::Bool] {
            if self.accept_word(ty.name()) {
                return Ok(ty);
            }
        }
        let help = "values are f32, i32 or bool; only tensors in memory are bf16 or i8";
        Err(self.unexpected("a type").help(help))
    }

    /// `(i in M, j in N)`
    fn binders(&mut self) -> Parsed<Vec<Binder>> {
        self.expect("(")?;
        let mut binders = Vec::new();
        loop {
            let name = self.ident("a variable, as in `(i in N)`")?;
            if !self.accept_word("in") {
                return Err(self.unexpected("`in`"));
            }
            binders.push(Binder { name, extent: self.expr()? });
            if !self.accept(",") || *self.peek() == Token::Symbol(")") {
                self.expect(")")?;
                return Ok(binders);
            }
        }
    }

    fn ident(&mut self, what: &str) -> Parsed<Ident> {
        match self.peek() {
            Token::Name(name) if !KEYWORDS.contains(&name.as_str()) => {
                let name = name.clone();
                Ok(Ident { name, span: self.next().1 })
            }
            _ => Err(self.unexpected(what)),
        }
    }

    fn peek(&self) -> &Token {
        &self.tokens[self.at].0
    }

    /// The token `ahead` of the next one.
    fn peek_at(&self, ahead: usize) -> &Token {
        &self.tokens[(self.at + ahead).min(self.tokens.len() - 1)].0
    }

    fn here(&self) -> Span {
        self.tokens[self.at].1
    }

    fn next(&mut self) -> (Token, Span) {
        let token = self.tokens[self.at].clone();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    /// From `start` to the end of the token read last.
    fn since(&self, start: Span) -> Span {
        let last = self.tokens[self.at.saturating_sub(1)].1;
        Span { end: last.end.max(start.end), ..start }
    }

    fn accept(&mut self, symbol: &str) -> bool {
        let found = matches!(self.peek(), Token::Symbol(s) if *s == symbol);
        if found {
            self.next();
        }
        found
    }

    fn accept_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Token::Name(n) if n == word);
        if found {
            self.next();
        }
        found
    }

    fn expect(&mut self, symbol: &str) -> Parsed<()> {
        if self.accept(symbol) { Ok(()) } else { Err(self.unexpected(&format!("`{symbol}`"))) }
    }

    fn unexpected(&self, wanted: &str) -> Problem {
        let found = match self.peek() {
            Token::Name(name) if KEYWORDS.contains(&name.as_str()) => {
                format!("the keyword `{name}`")
            }
            Token::Name(name) => format!("`{name}`"),
            Token::Int(_) | Token::Word(..) => "a number".into(),
            Token::Symbol(symbol) => format!("`{symbol}`"),
            Token::End => "the end of the text".into(),
        };
        Problem::new(Code::Syntax, self.here(), format!("expected {wanted}, found {found}"))
            .label(format!("expected {wanted}"))
    }
}
