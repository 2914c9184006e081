//! Prints a checked leaf as one Verilog module.
//!
//! Every literal has a width, every operator its parentheses. Each wire, output and `let` is an assignment of its own;
//! all registers and memories share one clocked block that keeps the shape of `update()`. What Verilog can only do to
//! a name (take bits, extend the sign) is given one. Bits that nothing reads are gathered in `unused_bits`.

mod value;

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use crate::ir::{Behaviour, Declaration, Id, Kind, Stmt};
use crate::leaf::LeafInfo;
use crate::mux::Mux;
use crate::text::{Port, constant, header, range, unused_bits};

/// The Verilog of a leaf.
pub fn module(info: &LeafInfo, behaviour: &Behaviour) -> String {
    let mut printer = Printer::new(behaviour);
    let body = printer.body();
    let unused = printer.unused();
    let ports: Vec<Port> = behaviour
        .declarations
        .iter()
        .filter(|d| matches!(d.kind, Kind::Clock | Kind::Input | Kind::Output))
        .map(|d| Port {
            name: d.verilog.clone(),
            width: d.width,
            output: d.kind == Kind::Output,
            register: printer.procedural.contains(&d.verilog),
            section: info.interface_of(&d.verilog).map(str::to_owned),
        })
        .collect();
    let declared = printer.declared();
    let parts = [declared, body, unused].into_iter().filter(|part| !part.is_empty());
    let mut text = header(&info.module_name(), &info.doc, &ports);
    text.push_str(&parts.collect::<Vec<_>>().join("\n"));
    text.push_str("endmodule\n");
    text
}

struct Printer<'a> {
    behaviour: &'a Behaviour,
    /// For each declaration, which bits are read.
    used: Vec<Vec<bool>>,
    /// What is read or written at all.
    mentioned: HashSet<Id>,
    /// Names that an `always @*` block assigns.
    procedural: HashSet<String>,
    parts: Vec<Part>,
    part_of_text: HashMap<String, usize>,
    taken: HashSet<String>,
    /// Definitions of parts that must precede what is being printed.
    pending: String,
    /// The name being defined, from which parts take theirs.
    target: String,
}

/// A value that was given a name because Verilog takes bits of names only.
struct Part {
    name: String,
    used: Vec<bool>,
}

impl<'a> Printer<'a> {
    fn new(behaviour: &'a Behaviour) -> Self {
        let declarations = &behaviour.declarations;
        Self {
            behaviour,
            used: declarations.iter().map(|d| vec![false; d.width]).collect(),
            mentioned: behaviour.mentioned(),
            procedural: HashSet::new(),
            parts: Vec::new(),
            part_of_text: HashMap::new(),
            taken: declarations.iter().map(|d| d.verilog.clone()).collect(),
            pending: String::new(),
            target: String::new(),
        }
    }

    fn declaration(&self, id: Id) -> &'a Declaration {
        &self.behaviour.declarations[id]
    }

    /// Registers, memories and wires, which are declared before everything.
    fn declared(&self) -> String {
        let mut text = String::new();
        for (id, d) in self.behaviour.declarations.iter().enumerate() {
            if !self.mentioned.contains(&id) {
                continue;
            }
            let (name, width) = (&d.verilog, range(d.width));
            let _ = match d.kind {
                Kind::Register => writeln!(text, "    reg {width}{name};"),
                Kind::Wire if self.procedural.contains(name) => {
                    writeln!(text, "    reg {width}{name};")
                }
                Kind::Wire => writeln!(text, "    wire {width}{name};"),
                Kind::LutRam => {
                    let last = d.depth - 1;
                    writeln!(
                        text,
                        "    (* ram_style = \"distributed\" *) reg {width}{name} [0:{last}];"
                    )
                }
                Kind::BlockRam => {
                    let last = d.depth - 1;
                    let style = "(* ram_style = \"block\", no_rw_check *)";
                    writeln!(
                        text,
                        "    {style} reg {width}{name} [0:{last}];\n    reg {width}{name}_q;"
                    )
                }
                _ => Ok(()),
            };
        }
        text
    }

    fn body(&mut self) -> String {
        let behaviour = self.behaviour;
        let mut last_write: HashMap<Id, usize> = HashMap::new();
        for (position, statement) in behaviour.statements.iter().enumerate() {
            targets(statement, &mut |id| {
                if behaviour.declarations[id].kind.is_combinational() {
                    last_write.insert(id, position);
                }
            });
        }
        let mut text = String::new();
        for (position, statement) in behaviour.statements.iter().enumerate() {
            self.lets(statement, &mut text);
            let mut ready: Vec<Id> =
                last_write.iter().filter(|(_, at)| **at == position).map(|(id, _)| *id).collect();
            ready.sort_unstable();
            for id in ready {
                self.combinational(id, &behaviour.statements, &mut text);
            }
        }
        self.clocked(&mut text);
        text
    }

    /// The definitions of every `let` in a statement.
    fn lets(&mut self, statement: &Stmt, text: &mut String) {
        for inner in statement.blocks().into_iter().flatten() {
            self.lets(inner, text);
        }
        if let Stmt::Let(id, block) = statement {
            self.combinational(*id, block, text);
        }
    }

    fn combinational(&mut self, id: Id, statements: &[Stmt], text: &mut String) {
        let declaration = self.declaration(id);
        let (name, width) = (&declaration.verilog, range(declaration.width));
        self.target.clone_from(name);
        let body = project(statements, &|s| matches!(s, Stmt::Assign(target, _) if *target == id));
        let is_let = declaration.kind == Kind::Let;
        let definition = match Mux::of(&body) {
            Some(mux) => {
                let value = self.mux(&mux);
                let keyword = if is_let { format!("wire {width}") } else { "assign ".to_owned() };
                format!("    {keyword}{name} ={value};\n")
            }
            None => {
                self.procedural.insert(name.clone());
                let mut block =
                    if is_let { format!("    reg {width}{name};\n") } else { String::new() };
                block.push_str("    always @* begin\n");
                self.statements(&body, 2, "=", &mut block);
                block.push_str("    end\n");
                block
            }
        };
        text.push_str(&std::mem::take(&mut self.pending));
        text.push_str(&definition);
    }

    fn clocked(&mut self, text: &mut String) {
        let behaviour = self.behaviour;
        let body = project(&behaviour.statements, &|statement| match statement {
            Stmt::Assign(id, _) => behaviour.declarations[*id].kind == Kind::Register,
            _ => true,
        });
        if body.is_empty() {
            return;
        }
        self.used[0].fill(true);
        self.target = "next".to_owned();
        let mut block = format!("    always @(posedge {}) begin\n", self.declaration(0).verilog);
        self.statements(&body, 2, "<=", &mut block);
        block.push_str("    end\n");
        text.push_str(&std::mem::take(&mut self.pending));
        text.push('\n');
        text.push_str(&block);
    }

    fn statements(&mut self, statements: &[Stmt], depth: usize, arrow: &str, text: &mut String) {
        for statement in statements {
            match statement {
                Stmt::If { .. } => {
                    text.push_str(&"    ".repeat(depth));
                    self.conditional(statement, depth, arrow, text, false);
                }
                Stmt::Match { subject, cases, default } => {
                    let indent = "    ".repeat(depth);
                    let _ = writeln!(text, "{indent}case ({})", self.bare(subject));
                    for (values, block) in cases {
                        let values: Vec<_> =
                            values.iter().map(|v| constant(*v, subject.width)).collect();
                        let _ = write!(text, "{indent}    {}:", values.join(", "));
                        self.arm(block, depth + 1, arrow, text);
                    }
                    let _ = write!(text, "{indent}    default:");
                    self.arm(default.as_deref().unwrap_or_default(), depth + 1, arrow, text);
                    let _ = writeln!(text, "{indent}endcase");
                }
                simple => {
                    let line = self.simple(simple, arrow);
                    let _ = writeln!(text, "{}{line}", "    ".repeat(depth));
                }
            }
        }
    }

    /// A statement without others inside.
    fn simple(&mut self, statement: &Stmt, arrow: &str) -> String {
        match statement {
            Stmt::Assign(target, value) => {
                format!("{} {arrow} {};", self.declaration(*target).verilog, self.bare(value))
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
    fn arm(&mut self, block: &[Stmt], depth: usize, arrow: &str, text: &mut String) {
        match block {
            [] => text.push_str(" ;\n"),
            [one] if one.blocks().is_empty() => {
                let line = self.simple(one, arrow);
                let _ = writeln!(text, " {line}");
            }
            block => {
                text.push_str(" begin\n");
                self.statements(block, depth + 1, arrow, text);
                let _ = writeln!(text, "{}end", "    ".repeat(depth));
            }
        }
    }

    fn conditional(
        &mut self,
        statement: &Stmt,
        depth: usize,
        arrow: &str,
        text: &mut String,
        chained: bool,
    ) {
        let Stmt::If { test, then, otherwise } = statement else { return };
        let indent = "    ".repeat(depth);
        let _ = write!(text, "if ({})", self.bare(test));
        if let ([one], []) = (then.as_slice(), otherwise.as_slice())
            && one.blocks().is_empty()
            && !chained
        {
            let line = self.simple(one, arrow);
            let _ = writeln!(text, " {line}");
            return;
        }
        text.push_str(" begin\n");
        self.statements(then, depth + 1, arrow, text);
        match otherwise.as_slice() {
            [] => {
                let _ = writeln!(text, "{indent}end");
            }
            [inner @ Stmt::If { .. }] => {
                let _ = write!(text, "{indent}end else ");
                self.conditional(inner, depth, arrow, text, true);
            }
            block => {
                let _ = writeln!(text, "{indent}end else begin");
                self.statements(block, depth + 1, arrow, text);
                let _ = writeln!(text, "{indent}end");
            }
        }
    }

    /// A choice between values, with the space or line break that goes before it.
    fn mux(&mut self, mux: &Mux) -> String {
        let (mut lines, mut rest) = (Vec::new(), mux);
        while let Mux::Choice(test, then, otherwise) = rest {
            let then = match &**then {
                Mux::Value(value) => self.value(value),
                inner => format!("({})", self.mux(inner).trim_start()),
            };
            lines.push(format!("{} ? {then} :", self.value(test)));
            rest = otherwise;
        }
        let Mux::Value(last) = rest else { return String::new() };
        lines.push(self.bare(last));
        let short = lines.len() <= 2 && lines.iter().map(String::len).sum::<usize>() < 80;
        let separator = if short { " " } else { "\n        " };
        lines.iter().map(|line| format!("{separator}{line}")).collect()
    }

    /// One wire that reads every bit that nothing else reads, as linters ask for it.
    fn unused(&self) -> String {
        let declared = self.behaviour.declarations.iter().zip(&self.used).enumerate();
        let kept = declared.filter(|(id, (d, _))| match d.kind {
            Kind::Clock | Kind::Input => true,
            Kind::Wire | Kind::Register | Kind::Let | Kind::BlockRam => self.mentioned.contains(id),
            Kind::Output | Kind::LutRam => false,
        });
        let signals = kept.map(|(id, (_, used))| (self.name(id), used));
        let parts = self.parts.iter().map(|part| (part.name.clone(), &part.used));
        let unused: Vec<String> =
            signals.chain(parts).flat_map(|(name, used)| unused_bits(&name, used)).collect();
        match unused.is_empty() {
            true => String::new(),
            false => format!("    wire unused_bits = &{{1'b0, {}}};\n", unused.join(", ")),
        }
    }
}

/// What a statement assigns, without the targets of `let`.
fn targets(statement: &Stmt, visit: &mut impl FnMut(Id)) {
    match statement {
        Stmt::Let(..) => {}
        Stmt::Assign(id, _) => visit(*id),
        other => other.blocks().into_iter().flatten().for_each(|inner| targets(inner, visit)),
    }
}

/// The statements that `keep` wants, in the control flow around them.
fn project(statements: &[Stmt], keep: &dyn Fn(&Stmt) -> bool) -> Vec<Stmt> {
    let mut kept = Vec::new();
    for statement in statements {
        match statement {
            Stmt::Let(..) => {}
            Stmt::If { test, then, otherwise } => {
                let (then, otherwise) = (project(then, keep), project(otherwise, keep));
                if !then.is_empty() || !otherwise.is_empty() {
                    kept.push(Stmt::If { test: test.clone(), then, otherwise });
                }
            }
            Stmt::Match { subject, cases, default } => {
                let cases: Vec<_> = cases
                    .iter()
                    .map(|(values, block)| (values.clone(), project(block, keep)))
                    .collect();
                let default = default.as_ref().map(|block| project(block, keep));
                let some = cases.iter().any(|(_, block)| !block.is_empty());
                if some || default.as_ref().is_some_and(|block| !block.is_empty()) {
                    kept.push(Stmt::Match { subject: subject.clone(), cases, default });
                }
            }
            leaf if keep(leaf) => kept.push(leaf.clone()),
            _ => {}
        }
    }
    kept
}
