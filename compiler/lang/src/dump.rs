//! The core program as text, for people (`--emit core`).
//!
//! In: a core program. Out: one line per declaration and node, operands first, with the source line of each.

use crate::affine::Affine;
use crate::ir::{Node, NodeKind, Program, Ty, VarId};
use std::fmt::{self, Display, Formatter};

impl Display for Program {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "program {}", self.name)?;
        self.params.iter().try_for_each(|(name, value)| write!(f, " {name}={value}"))?;
        writeln!(f)?;
        for input in &self.inputs {
            writeln!(f, "input {}: {}{:?}", input.name, input.ty, input.shape)?;
        }
        for arg in &self.args {
            writeln!(f, "arg {}: {} = {}", arg.name, arg.ty, word(arg.default, arg.ty))?;
        }
        for (id, node) in self.nodes.iter().enumerate() {
            let text = format!("%{id} = {}", self.kind(node));
            writeln!(f, "  {text:<56} : {} line {}", node.ty, node.span.line)?;
        }
        for output in &self.outputs {
            let (dims, body) = (self.binders(&output.dims), output.body);
            writeln!(f, "output {}: {} ({dims}) = {body}", output.name, output.ty)?;
        }
        Ok(())
    }
}

impl Program {
    /// A variable as `name.number`: names alone may not be unique.
    pub fn var_name(&self, var: VarId) -> String {
        format!("{}.{}", self.vars[var.index()].name, var.0)
    }

    /// An index, as in `2*i.0 + k.3 - 1`.
    pub fn affine_text(&self, affine: &Affine) -> String {
        let mut text = String::new();
        for &(var, coefficient) in affine.terms() {
            push_term(&mut text, coefficient < 0);
            if coefficient.unsigned_abs() != 1 {
                text += &format!("{}*", coefficient.unsigned_abs());
            }
            text += &self.var_name(var);
        }
        if affine.offset() != 0 || text.is_empty() {
            push_term(&mut text, affine.offset() < 0);
            text += &affine.offset().unsigned_abs().to_string();
        }
        text
    }

    fn kind(&self, node: &Node) -> String {
        match &node.kind {
            NodeKind::Const(value) => format!("const {}", word(*value, node.ty)),
            NodeKind::Arg(arg) => format!("arg {}", self.args[arg.index()].name),
            NodeKind::Index(var) => format!("index {}", self.var_name(*var)),
            NodeKind::Load { input, index, outside } => {
                let index: Vec<String> = index.iter().map(|x| self.affine_text(x)).collect();
                let outside = outside.map(|w| format!(" else {}", word(w, node.ty)));
                let name = &self.inputs[input.index()].name;
                format!("load {name}[{}]{}", index.join(", "), outside.unwrap_or_default())
            }
            NodeKind::Op(op, operands) => {
                let operands: Vec<String> = operands.iter().map(|id| id.to_string()).collect();
                format!("{op} {}", operands.join(", "))
            }
            NodeKind::Fold { op, dims, body } => {
                format!("fold {op} ({}) {body}", self.binders(dims))
            }
        }
    }

    fn binders(&self, vars: &[VarId]) -> String {
        let binder = |&v: &VarId| format!("{} in {}", self.var_name(v), self.extent(v));
        vars.iter().map(binder).collect::<Vec<_>>().join(", ")
    }
}

fn push_term(text: &mut String, negative: bool) {
    *text += match (text.is_empty(), negative) {
        (true, true) => "-",
        (true, false) => "",
        (false, true) => " - ",
        (false, false) => " + ",
    };
}

fn word(word: u32, ty: Ty) -> String {
    match ty {
        Ty::I32 => (word as i32).to_string(),
        Ty::F32 => format!("{:?}", f32::from_bits(word)),
    }
}
