//! Prints a checked leaf as one Verilog module.
//!
//! Every literal has a width, every operator its parentheses. Each wire, output and `let` is an assignment of its own;
//! all registers and memories share one clocked block that keeps the shape of `update()`, and computes by itself, in
//! variables `v_..`, what it alone reads. What Verilog can only do to a name (take bits, extend the sign) is given one.
//! Bits that nothing reads are gathered in `unused_bits`, those of variables in `v_unused`.

mod clocked;
mod place;
mod value;

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::rc::Rc;

use crate::ir::{Behaviour, Declaration, Id, Kind};
use crate::leaf::LeafInfo;
use crate::mux::Mux;
use crate::text::{Port, header, range, unused_bits};
use clocked::Layout;
use place::{Definition, Places};

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
            inout: false,
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
    places: Rc<Places>,
    /// For each declaration, which bits are read.
    used: Vec<Vec<bool>>,
    /// What is read or written at all.
    mentioned: HashSet<Id>,
    /// Names that an `always @*` block assigns.
    procedural: HashSet<String>,
    parts: Vec<Part>,
    part_of_text: HashMap<String, usize>,
    taken: HashSet<String>,
    /// Parts whose definitions must precede what is being printed.
    pending: Vec<Pending>,
    /// The name being defined, from which parts take theirs.
    target: String,
    /// Variables of the clocked block: name and width.
    variables: Vec<(String, usize)>,
}

/// A value that was given a name because Verilog takes bits of names only.
struct Part {
    name: String,
    used: Vec<bool>,
    /// Whether its unread bits have been said.
    reported: bool,
}

/// A part that is not defined yet.
struct Pending {
    width: usize,
    name: String,
    value: String,
}

impl<'a> Printer<'a> {
    fn new(behaviour: &'a Behaviour) -> Self {
        let declarations = &behaviour.declarations;
        Self {
            behaviour,
            places: Rc::new(Places::of(behaviour)),
            used: declarations.iter().map(|d| vec![false; d.width]).collect(),
            mentioned: behaviour.mentioned(),
            procedural: HashSet::new(),
            parts: Vec::new(),
            part_of_text: HashMap::new(),
            taken: declarations.iter().map(|d| d.verilog.clone()).collect(),
            pending: Vec::new(),
            target: String::new(),
            variables: Vec::new(),
        }
    }

    fn declaration(&self, id: Id) -> &'a Declaration {
        &self.behaviour.declarations[id]
    }

    /// Registers, memories and wires, which are declared before everything.
    fn declared(&self) -> String {
        let mut text = String::new();
        for (id, d) in self.behaviour.declarations.iter().enumerate() {
            if !self.mentioned.contains(&id) || self.places.is_variable(id) {
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
        let places = Rc::clone(&self.places);
        let mut text = String::new();
        for definition in places.definitions.iter().filter(|it| !places.is_variable(it.id)) {
            self.net(definition, &mut text);
        }
        self.clocked(&places.clocked, &mut text);
        text
    }

    /// A wire, output or `let` with its definition.
    fn net(&mut self, definition: &Definition, text: &mut String) {
        let declaration = self.declaration(definition.id);
        let (name, width) = (&declaration.verilog, range(declaration.width));
        self.target.clone_from(name);
        let is_let = declaration.kind == Kind::Let;
        let printed = match Mux::of(&definition.body) {
            Some(mux) => {
                let value = self.mux(&mux, 1);
                let keyword = if is_let { format!("wire {width}") } else { "assign ".to_owned() };
                format!("    {keyword}{name} ={value};\n")
            }
            None => {
                self.procedural.insert(name.clone());
                let mut block =
                    if is_let { format!("    reg {width}{name};\n") } else { String::new() };
                block.push_str("    always @* begin\n");
                self.statements(&definition.body, &Layout::at_once(2), &mut block);
                block.push_str("    end\n");
                block
            }
        };
        for Pending { width, name, value } in std::mem::take(&mut self.pending) {
            let _ = writeln!(text, "    wire {}{name} = {value};", range(width));
        }
        text.push_str(&printed);
    }

    /// A choice between values for an assignment at some depth, with the space or line break that goes before it.
    fn mux(&mut self, mux: &Mux, depth: usize) -> String {
        let (mut lines, mut rest) = (Vec::new(), mux);
        while let Mux::Choice(test, then, otherwise) = rest {
            let then = match &**then {
                Mux::Value(value) => self.value(value),
                inner => format!("({})", self.mux(inner, depth).trim_start()),
            };
            lines.push(format!("{} ? {then} :", self.value(test)));
            rest = otherwise;
        }
        let Mux::Value(last) = rest else { return String::new() };
        lines.push(self.bare(last));
        let short = lines.len() <= 2 && lines.iter().map(String::len).sum::<usize>() < 80;
        let separator =
            if short { " ".to_owned() } else { format!("\n{}", "    ".repeat(depth + 1)) };
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
        let kept = kept.filter(|(id, _)| !self.places.is_variable(*id));
        let signals = kept.map(|(id, (_, used))| (self.name(id), used));
        let nets = self.parts.iter().filter(|part| !part.reported);
        let parts = nets.map(|part| (part.name.clone(), &part.used));
        let unused: Vec<String> =
            signals.chain(parts).flat_map(|(name, used)| unused_bits(&name, used)).collect();
        match unused.is_empty() {
            true => String::new(),
            false => format!("    wire unused_bits = &{{1'b0, {}}};\n", unused.join(", ")),
        }
    }
}
