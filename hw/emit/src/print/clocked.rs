//! Statements, and the clocked block with its variables.

use std::fmt::Write;

use super::place::{Definition, Path};
use super::{Pending, Printer};
use crate::ir::{Declaration, Stmt};
use crate::mux::Mux;
use crate::text::{constant, range, unused_bits};

/// The name of a variable. No net starts so: what a variable hides, linters report.
pub fn variable(name: &str) -> String {
    format!("v_{name}")
}

/// Where a block of statements is printed.
#[derive(Clone)]
pub struct Layout {
    depth: usize,
    /// Its place among the clocked statements; none if what it assigns changes at once.
    path: Option<Path>,
}

impl Layout {
    /// Statements of a wire.
    pub fn at_once(depth: usize) -> Self {
        Self { depth, path: None }
    }

    fn clocked(depth: usize) -> Self {
        Self { depth, path: Some(Path::new()) }
    }

    /// A block inside the statement at `position`.
    fn inside(&self, position: usize, block: usize) -> Self {
        let mut path = self.path.clone();
        if let Some(path) = &mut path {
            path.push((position, block));
        }
        Self { depth: self.depth + 1, path }
    }

    /// The same block, printed further out.
    fn at_depth(self, depth: usize) -> Self {
        Self { depth, ..self }
    }

    fn arrow(&self) -> &'static str {
        if self.path.is_some() { "<=" } else { "=" }
    }

    fn indent(&self) -> String {
        "    ".repeat(self.depth)
    }
}

/// A condition and what is done under it; the last may have none.
struct Branch<'b> {
    test: Option<String>,
    block: &'b [Stmt],
    layout: Layout,
}

impl Printer<'_> {
    /// What happens at the clock edge: a block, and a task if it has variables.
    pub(super) fn clocked(&mut self, body: &[Stmt], text: &mut String) {
        if body.is_empty() {
            return;
        }
        self.used[0].fill(true);
        self.target = variable("next");
        let edge = format!("always @(posedge {})", self.declaration(0).verilog);
        let mut block = String::new();
        self.block(body, &Layout::clocked(2), &mut block);
        text.push('\n');
        if self.variables.is_empty() {
            let _ = write!(text, "    {edge} begin\n{block}    end\n");
            return;
        }
        // Blocking assignments belong in a task, away from the others.
        let numbered = (2..).map(|n| format!("step{n}"));
        let mut names = std::iter::once("step".to_owned()).chain(numbered);
        let name = names.find(|name| !self.taken.contains(name)).unwrap_or_default();
        let _ = writeln!(text, "    task automatic {name};");
        for (name, width) in &self.variables {
            let _ = writeln!(text, "        reg {}{name};", range(*width));
        }
        let _ = write!(text, "    begin\n{block}    end\n    endtask\n\n    {edge} {name};\n");
    }

    /// A block with its variables.
    fn block(&mut self, statements: &[Stmt], layout: &Layout, text: &mut String) {
        let Some(path) = &layout.path else { return self.statements(statements, layout, text) };
        let outer = self.part_of_text.clone();
        let first_part = self.parts.len();
        let places = self.places.clone();
        for definition in places.variables_at(path) {
            self.define(definition, layout, text);
        }
        self.statements(statements, layout, text);
        let here = places.variables_at(path);
        let mut unused: Vec<String> =
            here.flat_map(|it| unused_bits(&self.name(it.id), &self.used[it.id])).collect();
        for part in self.parts[first_part..].iter_mut().filter(|part| !part.reported) {
            part.reported = true;
            unused.extend(unused_bits(&part.name, &part.used));
        }
        if !unused.is_empty() {
            self.declare("v_unused".to_owned(), 1);
            let _ =
                writeln!(text, "{}v_unused = &{{1'b0, {}}};", layout.indent(), unused.join(", "));
        }
        self.part_of_text = outer;
    }

    /// Computes a variable.
    fn define(&mut self, definition: &Definition, layout: &Layout, text: &mut String) {
        let Declaration { verilog, width, .. } = self.declaration(definition.id);
        let outer = std::mem::replace(&mut self.target, variable(verilog));
        self.declare(variable(verilog), *width);
        let mut printed = String::new();
        match Mux::of(&definition.body) {
            Some(mux) => {
                let value = self.mux(&mux, layout.depth);
                let _ = writeln!(printed, "{}{} ={value};", layout.indent(), variable(verilog));
            }
            None => {
                let layout = Layout::at_once(layout.depth);
                self.statements(&definition.body, &layout, &mut printed);
            }
        }
        self.target = outer;
        self.define_parts(layout, text);
        text.push_str(&printed);
    }

    /// Computes the parts that the next statement takes bits of.
    fn define_parts(&mut self, layout: &Layout, text: &mut String) {
        if layout.path.is_none() {
            return;
        }
        for Pending { width, name, value } in std::mem::take(&mut self.pending) {
            let _ = writeln!(text, "{}{name} = {value};", layout.indent());
            self.declare(name, width);
        }
    }

    fn declare(&mut self, name: String, width: usize) {
        if !self.variables.iter().any(|(known, _)| *known == name) {
            self.variables.push((name, width));
        }
    }

    pub(super) fn statements(&mut self, statements: &[Stmt], layout: &Layout, text: &mut String) {
        let indent = layout.indent();
        for (position, statement) in statements.iter().enumerate() {
            match statement {
                Stmt::If { .. } => self.conditional(statement, position, layout, text),
                Stmt::Match { subject, cases, default } => {
                    let tested = self.bare(subject);
                    self.define_parts(layout, text);
                    let _ = writeln!(text, "{indent}case ({tested})");
                    for (number, (values, block)) in cases.iter().enumerate() {
                        let values: Vec<_> =
                            values.iter().map(|v| constant(*v, subject.width)).collect();
                        let _ = write!(text, "{indent}    {}:", values.join(", "));
                        self.arm(block, &layout.inside(position, number), text);
                    }
                    let _ = write!(text, "{indent}    default:");
                    let default = default.as_deref().unwrap_or_default();
                    self.arm(default, &layout.inside(position, cases.len()), text);
                    let _ = writeln!(text, "{indent}endcase");
                }
                simple => {
                    let line = self.simple(simple, layout.arrow());
                    self.define_parts(layout, text);
                    let _ = writeln!(text, "{indent}{line}");
                }
            }
        }
    }

    /// A statement without others inside.
    fn simple(&mut self, statement: &Stmt, arrow: &str) -> String {
        match statement {
            Stmt::Assign(target, value) => {
                format!("{} {arrow} {};", self.name(*target), self.bare(value))
            }
            Stmt::Write { memory, address, data } => {
                let name = &self.declaration(*memory).verilog;
                format!("{name}[{}] {arrow} {};", self.bare(address), self.bare(data))
            }
            Stmt::Fetch { memory, address } => {
                let name = &self.declaration(*memory).verilog;
                format!("{name}_q {arrow} {name}[{}];", self.bare(address))
            }
            Stmt::Let(..) | Stmt::If { .. } | Stmt::Match { .. } => String::new(),
        }
    }

    /// What follows a label of a case.
    fn arm(&mut self, block: &[Stmt], layout: &Layout, text: &mut String) {
        let outside = layout.depth;
        let layout = layout.clone().at_depth(outside + 1);
        let mut inner = String::new();
        self.block(block, &layout, &mut inner);
        match block {
            [] => text.push_str(" ;\n"),
            [one] if one.blocks().is_empty() && inner.lines().count() == 1 => {
                let _ = writeln!(text, " {}", inner.trim());
            }
            _ => {
                let _ = write!(text, " begin\n{inner}{}end\n", "    ".repeat(outside));
            }
        }
    }

    fn conditional(
        &mut self,
        statement: &Stmt,
        position: usize,
        layout: &Layout,
        text: &mut String,
    ) {
        let branches = self.branches(statement, position, layout);
        self.define_parts(layout, text);
        let indent = layout.indent();
        let alone = branches.len() == 1;
        let mut joint = indent.clone();
        for Branch { test, block, layout } in branches {
            let mut inner = String::new();
            self.block(block, &layout, &mut inner);
            text.push_str(&joint);
            if let Some(test) = test {
                let _ = write!(text, "if ({test}) ");
            }
            if let [one] = block
                && alone
                && one.blocks().is_empty()
                && inner.lines().count() == 1
            {
                let _ = writeln!(text, "{}", inner.trim());
                return;
            }
            let _ = write!(text, "begin\n{inner}");
            joint = format!("{indent}end else ");
        }
        let _ = writeln!(text, "{indent}end");
    }

    /// The branches of an `if` and of those in its place when it does not hold.
    fn branches<'b>(
        &mut self,
        statement: &'b Stmt,
        position: usize,
        layout: &Layout,
    ) -> Vec<Branch<'b>> {
        let mut branches = Vec::new();
        let (mut next, mut position, mut around) = (statement, position, layout.clone());
        let inside = layout.depth + 1;
        while let Stmt::If { test, then, otherwise } = next {
            let test = Some(self.bare(test));
            branches.push(Branch {
                test,
                block: then,
                layout: around.inside(position, 0).at_depth(inside),
            });
            around = around.inside(position, 1).at_depth(inside);
            position = 0;
            match otherwise.as_slice() {
                [] => break,
                [inner @ Stmt::If { .. }] if !self.has_variables(&around) => next = inner,
                block => {
                    branches.push(Branch { test: None, block, layout: around });
                    break;
                }
            }
        }
        branches
    }

    fn has_variables(&self, layout: &Layout) -> bool {
        layout.path.as_ref().is_some_and(|path| self.places.variables_at(path).next().is_some())
    }
}
