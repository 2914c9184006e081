//! Names, and elements of tensors: what they stand for, and that every index stays within bounds.

use super::{Checked, Checker, Stop, SymbolKind, Typed, Value, shape_text};
use crate::affine::Affine;
use crate::ast::{Expr, Ident, ScalarType};
use crate::diag::{Code, Problem, closest};
use crate::inline::Role;
use crate::ir::{InputId, NodeKind, Span, Storage};

impl Checker {
    pub(super) fn name(&mut self, name: &str, span: Span) -> Checked<Value> {
        if let Some((_, value)) = self.scope.iter().rfind(|(i, _)| i.name == name) {
            return Ok(value.clone());
        }
        match self.symbol(name, span)? {
            SymbolKind::Param(value) => Ok(Value::Int(value)),
            SymbolKind::Arg(id) => {
                let ty = self.args[id.index()].ty;
                let node = self.graph.leaf(NodeKind::Arg(id), ty, span);
                let node = self.sized(node, span)?;
                Ok(Value::Typed(Typed::new(node, ty.into())))
            }
            SymbolKind::Tensor(tensor) => self.load(tensor, (&[], None), span),
            SymbolKind::Broken => Err(Stop),
        }
    }

    fn symbol(&mut self, name: &str, span: Span) -> Checked<SymbolKind> {
        if let Some(symbol) = self.symbols.get(name) {
            self.used.insert(name.to_string());
            return Ok(symbol.kind);
        }
        let problem = if self.defining.as_deref() == Some(name) {
            Problem::new(Code::Recursive, span, format!("`{name}` is defined in terms of itself"))
                .help("values that depend on earlier ones of the same tensor need a scan, which is not in the language yet")
        } else if self.all_names.contains(name) {
            Problem::new(
                Code::UndefinedName,
                span,
                format!("`{name}` is used before its declaration"),
            )
            .help("move its declaration up")
        } else {
            let locals = self.scope.iter().map(|(i, _)| i.name.as_str());
            let known = locals.chain(self.all_names.iter().map(String::as_str));
            let problem =
                Problem::new(Code::UndefinedName, span, format!("`{name}` is not declared"));
            match closest(name, known) {
                Some(close) => problem.help(format!("did you mean `{close}`?")),
                None => problem,
            }
        };
        self.stop(problem.label("not known here"))
    }

    pub(super) fn element(
        &mut self,
        name: &Ident,
        index: (&[Expr], Option<&Expr>),
        span: Span,
    ) -> Checked<Value> {
        let is_local = self.scope.iter().any(|(i, _)| i.name == name.name);
        let kind = if is_local { None } else { Some(self.symbol(&name.name, name.span)?) };
        match kind {
            Some(SymbolKind::Tensor(tensor)) => self.load(tensor, index, span),
            Some(SymbolKind::Broken) => Err(Stop),
            _ => {
                let message = format!("`{}` is a scalar and has no elements", name.name);
                self.stop(Problem::new(Code::Shape, span, message).help("leave the index away"))
            }
        }
    }

    fn load(
        &mut self,
        tensor: usize,
        (index, outside): (&[Expr], Option<&Expr>),
        span: Span,
    ) -> Checked<Value> {
        let shape = self.tensors[tensor].shape.clone();
        if shape.len() != index.len() {
            let name = &self.tensors[tensor].name;
            let (have, want) = (index.len(), shape.len());
            let message = format!("`{name}` has {want} dimensions, but {have} indices are given");
            let help = format!("its shape is {}", shape_text(&shape));
            return self.stop(Problem::new(Code::Shape, span, message).help(help));
        }
        let stored = self.tensors[tensor].ty;
        let outside = match outside {
            Some(expr) => Some(self.outside(expr, stored)?),
            None => None,
        };
        let mut affine = Vec::new();
        for (at, (expr, &extent)) in index.iter().zip(&shape).enumerate() {
            let position = self.index(expr)?;
            if self.empty_domains == 0 {
                let is_bounded = outside.is_none();
                self.in_bounds(&position, extent, (tensor, at, is_bounded), expr.span)?;
            }
            affine.push(position);
        }
        let depth = match &self.tensors[tensor].role {
            Role::Input => 0,
            Role::Computed { body, .. } => self.graph.depth(*body),
        };
        let id = InputId(tensor as u32);
        let node = self.graph.load((id, stored.value()), (affine, outside), span, depth);
        let node = self.sized(node, span)?;
        Ok(Value::Typed(Typed { stored, ..Typed::new(node, stored.value().into()) }))
    }

    /// The word that a tensor's elements have outside.
    fn outside(&mut self, expr: &Expr, stored: Storage) -> Checked<u32> {
        let value = self.expr(expr)?;
        let value = self.coerce(value, stored.value().into(), expr.span)?;
        let Some(word) = self.graph.as_constant(value.node) else {
            let message = "what lies outside a tensor must be a constant";
            let help = "write a number or parameters, in parentheses if it is a sum";
            return self.stop(Problem::new(Code::Constant, expr.span, message).help(help));
        };
        if !stored.holds(word) {
            let message = format!("what lies outside a tensor of {stored} must be a {stored}");
            let help = match stored {
                Storage::I8 => "i8 holds -128 to 127",
                _ => "bf16 holds numbers of 8 significant bits",
            };
            return self.stop(Problem::new(Code::Constant, expr.span, message).help(help));
        }
        Ok(word)
    }

    fn index(&mut self, expr: &Expr) -> Checked<Affine> {
        let value = match self.expr(expr)? {
            Value::Int(n) => return Ok(Affine::constant(n)),
            Value::Typed(typed) => typed,
        };
        match value {
            Typed { ty: ScalarType::I32, affine: Some(affine), .. } => Ok(affine),
            Typed { ty: ScalarType::I32, .. } => {
                let message = "an index must be an affine expression of variables";
                self.stop(
                    Problem::new(Code::NotAffine, expr.span, message)
                        .label("not affine")
                        .help("use only +, - and * by constants; indices that come from data (gather) are not in the language yet"),
                )
            }
            Typed { ty, .. } => {
                let message = format!("an index is i32, not {}", ty.name());
                self.stop(Problem::new(Code::Type, expr.span, message))
            }
        }
    }

    /// Proves that an index stays within its dimension for all values of the variables, if it has to; warns if it never is.
    fn in_bounds(
        &mut self,
        index: &Affine,
        extent: u32,
        (tensor, at, is_bounded): (usize, usize, bool),
        span: Span,
    ) -> Checked<()> {
        let range = index.range(|v| self.graph.vars[v.index()].extent);
        let problem = match range {
            Some((low, high)) if low >= 0 && high < i64::from(extent) => return Ok(()),
            Some((low, high)) if !is_bounded => {
                if high < 0 || low >= i64::from(extent) {
                    let name = &self.tensors[tensor].name;
                    let message =
                        format!("index {at} of `{name}` is never inside: this is a constant");
                    let label = format!("runs from {low} to {high}");
                    self.warnings.push(Problem::new(Code::Outside, span, message).label(label));
                }
                return Ok(());
            }
            Some((low, high)) => {
                let reached = if low < 0 { low } else { high };
                let name = &self.tensors[tensor].name;
                let message = format!(
                    "index {at} of `{name}` reaches {reached}, but the extent there is {extent}"
                );
                Problem::new(Code::Bounds, span, message)
                    .label(format!("runs from {low} to {high}"))
                    .help(match extent {
                        0 => "the tensor is empty: nothing can be read from it".into(),
                        _ => format!(
                            "it may run from 0 to {}; `{name}[...] else 0` gives 0 outside",
                            extent - 1
                        ),
                    })
            }
            None => Problem::new(Code::Bounds, span, "the index leaves 64 bits"),
        };
        self.stop(problem)
    }
}
