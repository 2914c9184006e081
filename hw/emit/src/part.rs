//! Printed modules, and designs made of them.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::rc::Rc;

use crate::error::{EmitError, LeafProblem};
use crate::external::stand_in_header;
use crate::ir::{Behaviour, Kind};
use crate::text::{Port, constant};
use crate::{Leaf, LeafInfo, checks, print, typing};

/// A leaf or a module that is checked and printed, ready to be instanced. Cheap to clone.
#[derive(Clone)]
pub struct Part(Rc<Printed>);

struct Printed {
    name: String,
    ports: Vec<PartPort>,
    text: String,
    children: Vec<Part>,
    problems: Vec<EmitError>,
    /// For a module that exists elsewhere: its parameters with their values as Verilog.
    external: Option<Vec<(String, String)>>,
}

/// A port of a [`Part`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartPort {
    /// Its name.
    pub name: String,
    /// Its width in bits.
    pub width: usize,
    /// Whether the part drives it.
    pub output: bool,
    /// Whether it has both directions; then `output` is false.
    pub inout: bool,
}

impl Part {
    /// Checks and prints a leaf. What is wrong with it is reported by [`Design::new`].
    pub fn leaf(leaf: &impl Leaf) -> Self {
        Self::behaving(leaf.info(), typing::behaviour(leaf))
    }

    /// A leaf that shows its registers at outputs `state_<register>`, for proofs that need to speak of them.
    pub fn leaf_with_state(leaf: &impl Leaf) -> Self {
        let behaviour = typing::behaviour(leaf).map(Behaviour::with_state);
        Self::behaving(leaf.info().param("state", ""), behaviour)
    }

    fn behaving(info: LeafInfo, behaviour: Result<Behaviour, LeafProblem>) -> Self {
        let name = info.module_name();
        let behaviour = behaviour.and_then(|behaviour| {
            checks::check(&behaviour)?;
            Ok(behaviour)
        });
        match behaviour {
            Ok(behaviour) => {
                let declarations = behaviour.declarations.iter();
                let ports = declarations
                    .filter(|d| matches!(d.kind, Kind::Clock | Kind::Input | Kind::Output));
                let ports = ports.map(|d| PartPort {
                    name: d.verilog.clone(),
                    width: d.width,
                    output: d.kind == Kind::Output,
                    inout: false,
                });
                let text = print::module(&info, &behaviour);
                Self::new(name, ports.collect(), text, Vec::new(), Vec::new())
            }
            Err(problem) => {
                let error = EmitError::Leaf { leaf: name.clone(), problem };
                Self::new(name, Vec::new(), String::new(), Vec::new(), vec![error])
            }
        }
    }

    pub(crate) fn new(
        name: String,
        ports: Vec<PartPort>,
        text: String,
        children: Vec<Part>,
        problems: Vec<EmitError>,
    ) -> Self {
        Self(Rc::new(Printed { name, ports, text, children, problems, external: None }))
    }

    pub(crate) fn elsewhere(
        name: String,
        ports: Vec<PartPort>,
        parameters: Vec<(String, String)>,
    ) -> Self {
        let (text, children, problems) = Default::default();
        Self(Rc::new(Printed { name, ports, text, children, problems, external: Some(parameters) }))
    }

    /// The parameters of an instance, with their values as Verilog.
    pub(crate) fn parameters(&self) -> &[(String, String)] {
        self.0.external.as_deref().unwrap_or_default()
    }

    /// The name of the module.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Its ports, in order.
    pub fn ports(&self) -> &[PartPort] {
        &self.0.ports
    }

    /// Whether it instances nothing.
    pub fn is_leaf(&self) -> bool {
        self.0.children.is_empty()
    }

    /// A module with the same ports that reads its inputs and does nothing.
    fn stand_in(&self) -> String {
        let port = |port: &PartPort| Port {
            name: port.name.clone(),
            width: port.width,
            output: port.output,
            inout: port.inout,
            register: false,
            section: None,
        };
        let ports: Vec<Port> = self.ports().iter().map(port).collect();
        let mut text = stand_in_header(self.name(), self.parameters(), &ports);
        let (outputs, inputs): (Vec<&Port>, Vec<&Port>) =
            ports.iter().partition(|port| port.output);
        for output in outputs {
            text.push_str(&format!(
                "    assign {} = {};\n",
                output.name,
                constant(0, output.width)
            ));
        }
        let parameters = self.parameters().iter().map(|(name, _)| format!("$bits({name}) == 0"));
        let inputs = inputs.iter().map(|port| port.name.clone());
        let unused: Vec<String> = inputs.chain(parameters).collect();
        if !unused.is_empty() {
            text.push_str(&format!("    wire unused_bits = &{{1'b0, {}}};\n", unused.join(", ")));
        }
        text.push_str("endmodule\n");
        text
    }

    /// Whether it is a leaf that could not be read, so that its ports are not known.
    pub(crate) fn is_unknown(&self) -> bool {
        !self.0.problems.is_empty() && self.0.ports.is_empty()
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Part").field(&self.0.name).finish()
    }
}

/// A top module and everything under it, each module once.
#[derive(Clone, Debug)]
pub struct Design {
    parts: Vec<Part>,
}

/// All that is wrong with a design.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct EmitErrors(pub Vec<EmitError>);

impl Design {
    /// Gathers the modules under a top.
    ///
    /// # Errors
    /// Everything that is wrong in any of them, and modules of one name that differ.
    pub fn new(top: &Part) -> Result<Self, EmitErrors> {
        let mut gather = Gather::default();
        gather.visit(top);
        if gather.errors.is_empty() {
            Ok(Self { parts: gather.parts })
        } else {
            Err(EmitErrors(gather.errors))
        }
    }

    /// The name of the top module.
    pub fn top(&self) -> &str {
        self.parts.last().map_or("", Part::name)
    }

    /// All modules, each after those it instances.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// File names (`module.v`) and texts, every module after those it instances.
    pub fn files(&self) -> Vec<(String, String)> {
        let printed = self.parts.iter().filter(|part| part.0.external.is_none());
        printed.map(|part| (format!("{}.v", part.name()), part.0.text.clone())).collect()
    }

    /// For each module that exists elsewhere, a file with a stand-in that has its ports and parameters: with them a design can be
    /// linted.
    pub fn stand_ins(&self) -> Vec<(String, String)> {
        let external = self.parts.iter().filter(|part| part.0.external.is_some());
        external.map(|part| (format!("{}.v", part.name()), part.stand_in())).collect()
    }

    /// For each module its name and the files to check it alone: the module, and stand-ins for what it instances. So a
    /// design can be linted whose instances together are too many for a linter.
    pub fn each_alone(&self) -> Vec<(String, Vec<(String, String)>)> {
        let alone = |part: &Part| {
            let mut files = vec![(format!("{}.v", part.name()), part.0.text.clone())];
            for child in &part.0.children {
                let file = format!("{}.v", child.name());
                if !files.iter().any(|(known, _)| *known == file) {
                    files.push((file, child.stand_in()));
                }
            }
            (part.name().to_owned(), files)
        };
        self.parts.iter().filter(|part| part.0.external.is_none()).map(alone).collect()
    }

    /// All modules as one text.
    pub fn verilog(&self) -> String {
        let printed = self.parts.iter().filter(|part| part.0.external.is_none());
        printed.map(|part| part.0.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

#[derive(Default)]
struct Gather {
    parts: Vec<Part>,
    by_name: HashMap<String, Part>,
    seen: HashSet<*const Printed>,
    errors: Vec<EmitError>,
}

impl Gather {
    fn visit(&mut self, part: &Part) {
        if !self.seen.insert(Rc::as_ptr(&part.0)) {
            return;
        }
        part.0.children.iter().for_each(|child| self.visit(child));
        match self.by_name.get(part.name()) {
            Some(other) if other.0.text != part.0.text => {
                self.errors.push(EmitError::NameClash(part.name().to_owned()));
            }
            Some(_) => {}
            None => {
                self.errors.extend(part.0.problems.iter().cloned());
                self.by_name.insert(part.name().to_owned(), part.clone());
                self.parts.push(part.clone());
            }
        }
    }
}
