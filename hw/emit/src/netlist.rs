//! Modules made of instances and nets by ordinary Rust loops.
//!
//! A [`Module`] collects; [`Module::part`] checks it and prints it. Problems are kept in the part and reported all at once
//! by [`crate::Design::new`], so that building needs no error handling.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::claims::{BEGUN, Claimed, Claims, PREFIX};
use crate::error::{EmitError, NetlistProblem};
use crate::names::is_identifier;
use crate::part::{Part, PartPort};
use crate::source::{Net, Source};
use crate::text::{self, Port, range, unused_bits};

static NEXT_MODULE: AtomicUsize = AtomicUsize::new(0);

/// A module under construction.
#[derive(Debug)]
pub struct Module {
    id: usize,
    name: String,
    doc: String,
    nets: Vec<Declared>,
    items: Vec<Item>,
    section: Option<String>,
    names: HashSet<String>,
    problems: Vec<NetlistProblem>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Input,
    Output,
    InOut,
    Wire,
}

#[derive(Debug)]
struct Declared {
    net: Net,
    direction: Direction,
    section: Option<String>,
}

#[derive(Debug)]
enum Item {
    Comment(String),
    Wire(usize),
    Assign { target: Source, source: Source },
    Instance(Placed),
    Claims(Claimed),
}

#[derive(Debug)]
struct Placed {
    name: String,
    part: Part,
    /// By port; `None` for an output that stays open.
    connections: BTreeMap<String, Option<Source>>,
}

impl Module {
    /// A module with nothing in it; `doc` becomes the comment at its head.
    pub fn new(name: impl Into<String>, doc: impl Into<String>) -> Self {
        Self {
            id: NEXT_MODULE.fetch_add(1, Ordering::Relaxed),
            name: name.into(),
            doc: doc.into(),
            nets: Vec::new(),
            items: Vec::new(),
            section: None,
            names: HashSet::new(),
            problems: Vec::new(),
        }
    }

    /// A comment over the ports that follow.
    pub fn section(&mut self, doc: impl Into<String>) {
        self.section = Some(doc.into());
    }

    /// A comment between the wires and instances.
    pub fn comment(&mut self, doc: impl Into<String>) {
        self.items.push(Item::Comment(doc.into()));
    }

    /// An input port.
    pub fn input(&mut self, name: impl AsRef<str>, width: usize) -> Net {
        self.declare(name.as_ref(), width, Direction::Input)
    }

    /// An output port.
    pub fn output(&mut self, name: impl AsRef<str>, width: usize) -> Net {
        self.declare(name.as_ref(), width, Direction::Output)
    }

    /// A port of both directions, for the ports of that kind of external modules.
    pub fn inout(&mut self, name: impl AsRef<str>, width: usize) -> Net {
        self.declare(name.as_ref(), width, Direction::InOut)
    }

    /// A wire.
    pub fn wire(&mut self, name: impl AsRef<str>, width: usize) -> Net {
        let net = self.declare(name.as_ref(), width, Direction::Wire);
        self.items.push(Item::Wire(net.index));
        net
    }

    /// Drives bits of nets of this module.
    pub fn assign(&mut self, target: impl Into<Source>, source: impl Into<Source>) {
        self.items.push(Item::Assign { target: target.into(), source: source.into() });
    }

    /// An instance of a leaf or of another module; connect its ports on what this returns.
    pub fn instance(&mut self, name: impl Into<String>, part: &Part) -> Instance<'_> {
        let name = name.into();
        self.claim(&name);
        let placed = Placed { name, part: part.clone(), connections: BTreeMap::new() };
        Instance { placed: Some(placed), module: self }
    }

    /// Claims on nets, for formal proofs; once a module.
    pub fn claims(&mut self, clk: impl Into<Source>, rst: impl Into<Source>) -> Claims<'_> {
        Claims::new(self, clk.into(), rst.into())
    }

    pub(crate) fn claim_all(&mut self, claimed: Claimed) {
        self.claim(BEGUN);
        for claim in &claimed.claims {
            self.claim(&format!("{PREFIX}{}", claim.name));
        }
        self.items.push(Item::Claims(claimed));
    }

    /// Checks and prints the module, for use in others and as the top of a design.
    pub fn part(self) -> Part {
        let (text, problems) = self.finish();
        let ports = self.nets.iter().filter(|declared| declared.direction != Direction::Wire);
        let ports = ports.map(|declared| PartPort {
            name: declared.net.name().to_owned(),
            width: declared.net.width(),
            output: declared.direction == Direction::Output,
            inout: declared.direction == Direction::InOut,
        });
        let ports = ports.collect();
        let wrap = |problem| EmitError::Netlist { module: self.name.clone(), problem };
        let problems = problems.into_iter().map(wrap).collect();
        let children = self.items.into_iter().filter_map(|item| match item {
            Item::Instance(placed) => Some(placed.part),
            _ => None,
        });
        Part::new(self.name.clone(), ports, text, children.collect(), problems)
    }

    fn declare(&mut self, name: &str, width: usize, direction: Direction) -> Net {
        self.claim(name);
        if width == 0 {
            self.problems.push(NetlistProblem::NoBits(name.to_owned()));
        }
        let net = Net::new(self.id, self.nets.len(), name, width);
        self.nets.push(Declared { net: net.clone(), direction, section: self.section.clone() });
        net
    }

    fn claim(&mut self, name: &str) {
        if !is_identifier(name) {
            self.problems.push(NetlistProblem::BadName(name.to_owned()));
        }
        if !self.names.insert(name.to_owned()) {
            self.problems.push(NetlistProblem::DuplicateName(name.to_owned()));
        }
    }

    fn finish(&self) -> (String, Vec<NetlistProblem>) {
        let mut check = Check::new(self);
        for item in &self.items {
            match item {
                Item::Comment(_) | Item::Wire(_) => {}
                Item::Assign { target, source } => check.assign(target, source),
                Item::Instance(placed) => check.instance(placed),
                Item::Claims(claimed) => check.claims(claimed),
            }
        }
        let parts_known =
            |item: &Item| !matches!(item, Item::Instance(placed) if placed.part.is_unknown());
        if self.items.iter().all(parts_known) {
            check.coverage();
        }
        let used = check.used;
        let mut problems = self.problems.clone();
        problems.extend(check.problems);
        let text = if problems.is_empty() { self.print(&used) } else { String::new() };
        (text, problems)
    }

    fn print(&self, used: &[Vec<bool>]) -> String {
        let ports = self.nets.iter().filter(|declared| declared.direction != Direction::Wire);
        let ports: Vec<Port> = ports
            .map(|declared| Port {
                name: declared.net.name().to_owned(),
                width: declared.net.width(),
                output: declared.direction == Direction::Output,
                inout: declared.direction == Direction::InOut,
                register: false,
                section: declared.section.clone(),
            })
            .collect();
        let mut text = text::header(&self.name, &self.doc, &ports);
        for item in &self.items {
            match item {
                Item::Comment(doc) => {
                    text.push('\n');
                    text.push_str(&text::comment(doc, "    "));
                }
                Item::Wire(index) => {
                    let net = &self.nets[*index].net;
                    let _ = writeln!(text, "    wire {}{};", range(net.width()), net.name());
                }
                Item::Assign { target, source } => {
                    let _ =
                        writeln!(text, "    assign {} = {};", target.verilog(), source.verilog());
                }
                Item::Instance(placed) => placed.print(&mut text),
                Item::Claims(claimed) => claimed.print(&mut text),
            }
        }
        let read = self.nets.iter().zip(used).filter(|(d, _)| d.direction != Direction::Output);
        let unused: Vec<String> =
            read.flat_map(|(d, used)| unused_bits(d.net.name(), used)).collect();
        if !unused.is_empty() {
            let _ = writeln!(text, "    wire unused_bits = &{{1'b0, {}}};", unused.join(", "));
        }
        text.push_str("endmodule\n");
        text
    }
}

/// An instance whose ports are being connected.
#[derive(Debug)]
pub struct Instance<'a> {
    placed: Option<Placed>,
    module: &'a mut Module,
}

impl Instance<'_> {
    /// Connects a port: an input to any source, an output to bits of nets.
    pub fn connect(&mut self, port: impl AsRef<str>, source: impl Into<Source>) -> &mut Self {
        self.set(port.as_ref(), Some(source.into()))
    }

    /// Says that nobody reads an output.
    pub fn open(&mut self, port: impl AsRef<str>) -> &mut Self {
        self.set(port.as_ref(), None)
    }

    fn set(&mut self, port: &str, source: Option<Source>) -> &mut Self {
        if let Some(placed) = &mut self.placed
            && placed.connections.insert(port.to_owned(), source).is_some()
        {
            let instance = placed.name.clone();
            self.module
                .problems
                .push(NetlistProblem::ConnectedTwice { instance, port: port.to_owned() });
        }
        self
    }
}

impl Drop for Instance<'_> {
    fn drop(&mut self) {
        self.module.items.extend(self.placed.take().map(Item::Instance));
    }
}

impl Placed {
    fn open_wire(&self, port: &str) -> String {
        format!("unused_{}_{port}", self.name)
    }

    fn print(&self, text: &mut String) {
        let ports = self.part.ports();
        for port in ports {
            if matches!(self.connections.get(&port.name), Some(None)) {
                let _ =
                    writeln!(text, "    wire {}{};", range(port.width), self.open_wire(&port.name));
            }
        }
        let lines = ports.iter().map(|port| {
            let source = match self.connections.get(&port.name) {
                Some(Some(source)) => source.verilog(),
                _ => self.open_wire(&port.name),
            };
            format!("        .{}({source})", port.name)
        });
        let lines = lines.collect::<Vec<_>>().join(",\n");
        let parameters = self.part.parameters().iter();
        let parameters: Vec<String> =
            parameters.map(|(name, value)| format!("        .{name}({value})")).collect();
        let parameters = match parameters.as_slice() {
            [] => String::new(),
            some => format!("#(\n{}\n    ) ", some.join(",\n")),
        };
        let (module, name) = (self.part.name(), &self.name);
        let _ = writeln!(text, "    {module} {parameters}{name} (\n{lines}\n    );");
    }
}

/// Finds what is wrong with the connections of a module, and which bits are read.
struct Check<'a> {
    module: &'a Module,
    driven: Vec<Vec<bool>>,
    used: Vec<Vec<bool>>,
    problems: Vec<NetlistProblem>,
}

impl<'a> Check<'a> {
    fn new(module: &'a Module) -> Self {
        let bits = |input| {
            let nets = module.nets.iter();
            let outside = |d: &Declared| matches!(d.direction, Direction::Input | Direction::InOut);
            nets.map(|d| vec![input && outside(d); d.net.width()]).collect()
        };
        Self { module, driven: bits(true), used: bits(false), problems: Vec::new() }
    }

    fn assign(&mut self, target: &Source, source: &Source) {
        let (expected, found) = (target.width(), source.width());
        if expected != found {
            let place = format!("assign {}", target.verilog());
            self.problems.push(NetlistProblem::AssignWidth { place, expected, found });
        }
        if !target.is_target() {
            self.problems.push(NetlistProblem::NotTarget(target.verilog()));
        }
        self.drive(target);
        self.read(source);
    }

    fn instance(&mut self, placed: &Placed) {
        if placed.part.is_unknown() {
            return;
        }
        let instance = || placed.name.clone();
        let ports = placed.part.ports();
        for port in placed.connections.keys() {
            if !ports.iter().any(|known| known.name == *port) {
                let (module, port) = (placed.part.name().to_owned(), port.clone());
                self.problems.push(NetlistProblem::NoPort { instance: instance(), module, port });
            }
        }
        for port in ports {
            let name = port.name.clone();
            match (placed.connections.get(&port.name), port.output) {
                (Some(Some(source)), output) => {
                    let (expected, found) = (port.width, source.width());
                    if expected != found {
                        let (instance, port) = (instance(), name);
                        self.problems.push(NetlistProblem::PortWidth {
                            instance,
                            port,
                            expected,
                            found,
                        });
                    } else if !output {
                        self.read(source);
                    } else if source.is_target() {
                        self.drive(source);
                    } else {
                        self.problems.push(NetlistProblem::OutputTarget {
                            instance: instance(),
                            port: name,
                        });
                    }
                }
                (Some(None), true) => {}
                (_, false) => self
                    .problems
                    .push(NetlistProblem::InputOpen { instance: instance(), port: name }),
                (None, true) => {
                    self.problems
                        .push(NetlistProblem::OutputOpen { instance: instance(), port: name });
                }
            }
        }
    }

    fn claims(&mut self, claimed: &Claimed) {
        for (name, source) in claimed.sources() {
            if source.width() != 1 {
                let (place, found) = (name.to_owned(), source.width());
                self.problems.push(NetlistProblem::AssignWidth { place, expected: 1, found });
            }
            self.read(source);
        }
    }

    fn read(&mut self, source: &Source) {
        let used = &mut self.used;
        let result =
            source.for_each_net(self.module.id, &mut |net, bits| used[net][bits].fill(true));
        self.problems.extend(result.err());
    }

    fn drive(&mut self, target: &Source) {
        let (driven, module, mut found) = (&mut self.driven, self.module, Vec::new());
        let result = target.for_each_net(module.id, &mut |net, bits| {
            let declared = &module.nets[net];
            let name = || declared.net.name().to_owned();
            if matches!(declared.direction, Direction::Input | Direction::InOut) {
                found.push(NetlistProblem::InputDriven(name()));
            } else if let Some(bit) = bits.clone().find(|bit| driven[net][*bit]) {
                found.push(NetlistProblem::DrivenTwice { net: name(), bit });
            }
            driven[net][bits].fill(true);
        });
        self.problems.extend(found);
        self.problems.extend(result.err());
    }

    /// Every bit of a net must be driven, and some bit of a wire must be read.
    fn coverage(&mut self) {
        for (index, declared) in self.module.nets.iter().enumerate() {
            let net = declared.net.name().to_owned();
            if let Some(bit) = self.driven[index].iter().position(|driven| !driven) {
                self.problems.push(NetlistProblem::NotDriven { net, bit });
            } else if declared.direction == Direction::Wire && !self.used[index].contains(&true) {
                self.problems.push(NetlistProblem::NotRead(net));
            }
        }
    }
}
