//! The surface program to the core program: names, types, shapes and bounds are checked once the shape parameters
//! have their values.
//!
//! In: a surface program and parameters. Out: the core program and warnings, or every problem found. Each declaration
//! is checked by itself: a problem ends that declaration, and what depends on it stays silent.

mod call;
mod expr;
mod fold;
mod names;

use crate::affine::Affine;
use crate::ast::*;
use crate::diag::{Code, Problem, Problems, closest};
use crate::graph::{Graph, TooLarge};
use crate::inline::{Role, Tensor, inline};
use crate::ir::{Arg, ArgId, NodeId, NodeKind, Program, Span, Storage, Ty, VarId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// No tensor has more elements, nor do all inputs and outputs together.
pub const MAX_ELEMENTS: u64 = 1 << 30;

/// A program with its shapes bound.
#[derive(Debug)]
pub struct Bound {
    /// The core program.
    pub program: Program,
    /// What is probably not meant, but allowed.
    pub warnings: Vec<Problem>,
}

impl Surface {
    /// Binds the shape parameters, checks everything and lowers to the core program. Parameters that `params`
    /// leaves out have their defaults.
    ///
    /// # Errors
    /// Every problem found, in order of place.
    pub fn bind(&self, params: &BTreeMap<String, i64>) -> Result<Bound, Problems> {
        let mut checker = Checker { overrides: params.clone(), ..Checker::default() };
        checker.all_names = self.items.iter().map(|i| item_name(i).name.clone()).collect();
        checker.unknown_params(self);
        for item in &self.items {
            // The problem is already noted; the name stays known as broken.
            if checker.item(item).is_err() {
                let name = item_name(item);
                let broken = Symbol { kind: SymbolKind::Broken, span: name.span };
                checker.symbols.entry(name.name.clone()).or_insert(broken);
            }
        }
        checker.total_size();
        if checker.problems.is_empty() && !checker.has_output() {
            let message = "the program has no output";
            let problem = Problem::new(Code::Syntax, Span::default(), message);
            checker.problems.push(problem.help("declare one: `output y: f32[N] = ...;`"));
        }
        let fail = |problems| Problems { problems: self.source.attach(problems) };
        if !checker.problems.is_empty() {
            return Err(fail(checker.problems));
        }
        let core = inline(&checker.graph, &checker.tensors)
            .map_err(|e| fail(vec![Problem::new(Code::Size, Span::default(), e.message())]))?;
        let unused = checker.unused(self);
        let warnings = [std::mem::take(&mut checker.warnings), unused].concat();
        let warnings = self.source.attach(warnings);
        let params = checker.params();
        let program = Program { name: self.name.clone(), params, args: checker.args, ..core };
        Ok(Bound { program, warnings })
    }
}

pub(crate) fn item_name(item: &Item) -> &Ident {
    match item {
        Item::Param { name, .. } | Item::Input { name, .. } | Item::Arg { name, .. } => name,
        Item::Let(definition) | Item::Output(definition) => &definition.name,
    }
}

/// The check has stopped; the problem is noted.
#[derive(Debug)]
struct Stop;

type Checked<T> = Result<T, Stop>;

/// What a declared name stands for.
#[derive(Clone, Copy, Debug)]
enum SymbolKind {
    Param(i64),
    Arg(ArgId),
    /// An index into `tensors`.
    Tensor(usize),
    /// Its declaration has a problem.
    Broken,
}

#[derive(Clone, Copy, Debug)]
struct Symbol {
    kind: SymbolKind,
    span: Span,
}

/// The value of an expression.
#[derive(Clone, Debug)]
enum Value {
    /// An integer constant that becomes i32 or f32 as its use demands.
    Int(i64),
    Typed(Typed),
}

#[derive(Clone, Debug)]
struct Typed {
    node: NodeId,
    ty: ScalarType,
    /// Set if the value is an affine expression of variables.
    affine: Option<Affine>,
    /// The narrowest type of tensors that is known to hold the value.
    stored: Storage,
}

impl Typed {
    /// A value of which no more is known than its type.
    fn new(node: NodeId, ty: ScalarType) -> Self {
        let stored = if ty == ScalarType::F32 { Storage::F32 } else { Storage::I32 };
        Typed { node, ty, affine: None, stored }
    }
}

#[derive(Default)]
struct Checker {
    overrides: BTreeMap<String, i64>,
    /// Names of all declarations, later ones too.
    all_names: BTreeSet<String>,
    symbols: HashMap<String, Symbol>,
    graph: Graph,
    tensors: Vec<Tensor>,
    args: Vec<Arg>,
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
    used: BTreeSet<String>,
    /// Variables and locals in scope, innermost last.
    scope: Vec<(Ident, Value)>,
    /// How many domains around are empty; nothing in them is ever evaluated.
    empty_domains: u32,
    /// The tensor being defined.
    defining: Option<String>,
}

impl Checker {
    fn stop<T>(&mut self, problem: Problem) -> Checked<T> {
        self.problems.push(problem);
        Err(Stop)
    }

    /// Notes a node that went over a limit.
    fn sized<T>(&mut self, result: Result<T, TooLarge>, span: Span) -> Checked<T> {
        result.or_else(|e| self.stop(Problem::new(Code::Size, span, e.message())))
    }

    fn unknown_params(&mut self, surface: &Surface) {
        let known: Vec<&str> = surface
            .items
            .iter()
            .filter_map(|i| match i {
                Item::Param { name, .. } => Some(name.name.as_str()),
                _ => None,
            })
            .collect();
        for name in self.overrides.keys().filter(|n| !known.contains(&n.as_str())) {
            let message = format!("the program has no parameter `{name}`");
            let help = match closest(name, known.iter().copied()) {
                Some(close) => format!("did you mean `{close}`?"),
                None if known.is_empty() => "it has no parameters at all".into(),
                None => format!("its parameters are {}", known.join(", ")),
            };
            self.problems.push(Problem::new(Code::Setting, Span::default(), message).help(help));
        }
    }

    fn item(&mut self, item: &Item) -> Checked<()> {
        let name = item_name(item);
        self.not_declared(name, matches!(item, Item::Output(_)))?;
        self.defining = Some(name.name.clone());
        self.scope.clear();
        self.empty_domains = 0;
        let kind = match item {
            Item::Param { name, default } => {
                let default = self.constant_int(default, "a parameter")?;
                SymbolKind::Param(self.overrides.get(&name.name).copied().unwrap_or(default))
            }
            Item::Input { name, ty } => {
                let shape = self.shape(ty)?;
                let (name, span) = (name.name.clone(), name.span);
                self.tensors.push(Tensor { name, ty: ty.ty, shape, span, role: Role::Input });
                SymbolKind::Tensor(self.tensors.len() - 1)
            }
            Item::Arg { name, ty, default } => self.arg(name, *ty, default)?,
            Item::Let(definition) => self.definition(definition, false)?,
            Item::Output(definition) => self.definition(definition, true)?,
        };
        self.symbols.insert(name.name.clone(), Symbol { kind, span: name.span });
        Ok(())
    }

    fn not_declared(&mut self, name: &Ident, output: bool) -> Checked<()> {
        self.is_name(name)?;
        let Some(first) = self.symbols.get(&name.name).copied() else { return Ok(()) };
        let is_input = match first.kind {
            SymbolKind::Tensor(t) => matches!(self.tensors[t].role, Role::Input),
            _ => false,
        };
        let name_text = &name.name;
        let line = if first.span.line > 0 {
            format!(" in line {}", first.span.line)
        } else {
            String::new()
        };
        let problem = if output && is_input {
            let message = format!("output `{name_text}` aliases the input `{name_text}`");
            Problem::new(Code::Alias, name.span, message)
                .help("outputs are written while inputs are still read: give it a name of its own")
        } else {
            let message = format!("`{name_text}` is already declared{line}");
            Problem::new(Code::DuplicateName, name.span, message).help("choose another name")
        };
        self.stop(problem.label("declared again"))
    }

    /// Names from the builder are not checked by a lexer.
    fn is_name(&mut self, name: &Ident) -> Checked<()> {
        if crate::lexer::is_name(&name.name) && !crate::KEYWORDS.contains(&name.name.as_str()) {
            return Ok(());
        }
        let message = format!("`{}` cannot be a name", name.name.escape_debug());
        let help = "names are letters, digits and `_`, start with no digit, and are no keywords";
        self.stop(Problem::new(Code::Syntax, name.span, message).help(help))
    }

    fn arg(&mut self, name: &Ident, ty: Ty, default: &Expr) -> Checked<SymbolKind> {
        let value = self.expr(default)?;
        let value = self.coerce(value, ty.into(), default.span)?;
        let Some(word) = self.graph.as_constant(value.node) else {
            let message = "the default of an argument must be a constant";
            return self.stop(Problem::new(Code::Constant, default.span, message));
        };
        self.args.push(Arg { name: name.name.clone(), ty, default: word, span: name.span });
        Ok(SymbolKind::Arg(ArgId(self.args.len() as u32 - 1)))
    }

    fn definition(&mut self, definition: &Definition, output: bool) -> Checked<SymbolKind> {
        let name = &definition.name;
        let declared = match &definition.ty {
            Some(ty) if ty.ty.is_packed() && !output => {
                let message = format!("a `let` is never stored, so it cannot be {}", ty.ty);
                let help = "only inputs and outputs are packed: leave the type away";
                return self.stop(Problem::new(Code::Type, ty.span, message).help(help));
            }
            Some(ty) => Some((self.shape(ty)?, ty)),
            None => None,
        };
        let binders = definition.dims.as_deref().unwrap_or_default();
        let dims = self.bind_dims(binders)?;
        let shape: Vec<u32> = dims.iter().map(|v| self.graph.vars[v.index()].extent).collect();
        if let Some((want, ty)) = &declared
            && *want != shape
        {
            let message = format!(
                "`{}` is declared as {} but defined as {}",
                name.name,
                shape_text(want),
                shape_text(&shape)
            );
            let help = match definition.dims {
                None => "a definition with dimensions starts with `map (i in N) { ... }`",
                Some(_) => "each declared dimension needs one variable of the same extent in `map`",
            };
            return self.stop(
                Problem::new(Code::Shape, ty.span, message).label("declared here").help(help),
            );
        }
        self.check_size(&shape, name.span)?;
        let value = self.block(&definition.body)?;
        let body_span = definition.body.value.span;
        let want = declared.as_ref().map(|(_, ty)| ty.ty);
        let value = match (want, value) {
            (Some(want), value) => self.storable(value, want, body_span)?,
            (None, Value::Int(n)) => self.coerce(Value::Int(n), ScalarType::I32, body_span)?,
            (None, Value::Typed(typed)) => typed,
        };
        let ty = match (want, value.ty) {
            (Some(want), _) => want,
            (None, ScalarType::F32) => Storage::F32,
            (None, ScalarType::I32) => Storage::I32,
            (None, ScalarType::Bool) => {
                return self.stop(
                    Problem::new(Code::Type, body_span, "a tensor cannot hold bool")
                        .label("this is bool")
                        .help("store i32: `i32(condition)` gives 0 or 1"),
                );
            }
        };
        let role = Role::Computed { dims, body: value.node, output };
        self.tensors.push(Tensor { name: name.name.clone(), ty, shape, span: name.span, role });
        Ok(SymbolKind::Tensor(self.tensors.len() - 1))
    }

    /// A value for a tensor of the given type. Packed types take only what is known to fit them.
    fn storable(&mut self, value: Value, want: Storage, span: Span) -> Checked<Typed> {
        let help = match want {
            Storage::I32 | Storage::F32 => return self.coerce(value, want.value().into(), span),
            Storage::I8 => "write `i8(...)` to saturate, or `quantize(e, m, s)` to scale and round",
            Storage::Bf16 => "write `bf16(...)` to round",
        };
        let have = match value {
            Value::Typed(typed) if typed.stored == want => return Ok(typed),
            Value::Typed(typed) => typed.ty.name(),
            Value::Int(_) => "an integer",
        };
        let problem = Problem::new(Code::Type, span, format!("{have} is not stored as {want}"));
        self.stop(problem.label(format!("this is {have}")).help(help))
    }

    /// Declares the variables of a `map` or fold.
    fn bind_dims(&mut self, binders: &[Binder]) -> Checked<Vec<VarId>> {
        let mut extents = Vec::new();
        for binder in binders {
            extents.push(self.extent(&binder.extent)?);
        }
        let mut dims = Vec::new();
        for (binder, extent) in binders.iter().zip(extents) {
            let var = self.graph.new_var(&binder.name.name, extent);
            let span = binder.name.span;
            let node = self.graph.leaf(NodeKind::Index(var), Ty::I32, span);
            let node = self.sized(node, span)?;
            let affine = Some(Affine::var(var));
            let value = Value::Typed(Typed { affine, ..Typed::new(node, ScalarType::I32) });
            self.declare_local(&binder.name, value)?;
            self.empty_domains += u32::from(extent == 0);
            dims.push(var);
        }
        Ok(dims)
    }

    fn declare_local(&mut self, name: &Ident, value: Value) -> Checked<()> {
        self.is_name(name)?;
        let local = self.scope.iter().find(|(i, _)| i.name == name.name).map(|(i, _)| i.span);
        let outer = self.symbols.get(&name.name).map(|s| s.span);
        if let Some(first) = local.or(outer) {
            let line =
                if first.line > 0 { format!(" (line {})", first.line) } else { String::new() };
            let message = format!("`{}` hides another name{line}", name.name);
            return self.stop(
                Problem::new(Code::DuplicateName, name.span, message)
                    .label("declared again")
                    .help("choose another name"),
            );
        }
        self.scope.push((name.clone(), value));
        Ok(())
    }

    fn shape(&mut self, ty: &TensorType) -> Checked<Vec<u32>> {
        let mut shape = Vec::new();
        for extent in &ty.shape {
            shape.push(self.extent(extent)?);
        }
        self.check_size(&shape, ty.span)?;
        Ok(shape)
    }

    fn check_size(&mut self, shape: &[u32], span: Span) -> Checked<()> {
        if element_count(shape) > MAX_ELEMENTS {
            let message =
                format!("a tensor of shape {} has more than 2^30 elements", shape_text(shape));
            return self.stop(Problem::new(Code::Extent, span, message).help("make it smaller"));
        }
        Ok(())
    }

    fn total_size(&mut self) {
        let stored = |t: &&Tensor| !matches!(t.role, Role::Computed { output: false, .. });
        let total = |sum: u64, t: &Tensor| sum.saturating_add(element_count(&t.shape));
        if self.tensors.iter().filter(stored).fold(0, total) > MAX_ELEMENTS {
            let message = "inputs and outputs together have more than 2^30 elements";
            self.problems.push(Problem::new(Code::Extent, Span::default(), message));
        }
    }

    /// A constant extent, from 0 on.
    fn extent(&mut self, expr: &Expr) -> Checked<u32> {
        let value = self.constant_int(expr, "an extent")?;
        match u32::try_from(value) {
            Ok(extent) if u64::from(extent) <= MAX_ELEMENTS => Ok(extent),
            _ => {
                let message = format!("the extent is {value}, but must be within 0 and 2^30");
                self.stop(
                    Problem::new(Code::Extent, expr.span, message)
                        .label(format!("this is {value}"))
                        .help("an extent of 0 is allowed and means: no elements"),
                )
            }
        }
    }

    fn constant_int(&mut self, expr: &Expr, what: &str) -> Checked<i64> {
        match self.expr(expr)? {
            Value::Int(value) => return Ok(value),
            Value::Typed(Typed { node, ty: ScalarType::I32, .. }) => {
                if let Some(word) = self.graph.as_constant(node) {
                    return Ok(i64::from(word as i32));
                }
            }
            Value::Typed(_) => {}
        }
        let message = format!("{what} must be a constant integer");
        let help = "use numbers and parameters; extents that depend on data or variables are not in the language yet";
        self.stop(Problem::new(Code::Constant, expr.span, message).help(help))
    }

    fn has_output(&self) -> bool {
        self.tensors.iter().any(|t| matches!(t.role, Role::Computed { output: true, .. }))
    }

    fn params(&self) -> BTreeMap<String, i64> {
        let param = |(name, symbol): (&String, &Symbol)| match symbol.kind {
            SymbolKind::Param(value) => Some((name.clone(), value)),
            _ => None,
        };
        self.symbols.iter().filter_map(param).collect()
    }

    fn unused(&self, surface: &Surface) -> Vec<Problem> {
        let unused = |item: &Item| {
            let (what, name) = match item {
                Item::Param { name, .. } => ("parameter", name),
                Item::Input { name, .. } => ("input", name),
                Item::Arg { name, .. } => ("argument", name),
                Item::Let(definition) => ("tensor", &definition.name),
                Item::Output(_) => return None,
            };
            let message = format!("the {what} `{}` is never used", name.name);
            let problem = Problem::new(Code::Unused, name.span, message).label("declared here");
            (!self.used.contains(&name.name)).then_some(problem)
        };
        surface.items.iter().filter_map(unused).collect()
    }
}

/// Saturates.
fn element_count(shape: &[u32]) -> u64 {
    if shape.contains(&0) {
        return 0;
    }
    shape.iter().fold(1, |n: u64, &extent| n.saturating_mul(u64::from(extent)))
}

fn shape_text(shape: &[u32]) -> String {
    if shape.is_empty() { "a scalar".into() } else { format!("{shape:?}") }
}
