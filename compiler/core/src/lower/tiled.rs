//! The tiled program: loops with their tiles, and where each operand lives. The level between the core program and the
//! stream graph.
//!
//! In: the mapping of each output. Out: a value that prints itself.

use super::access::Plan;
use super::emit::describe;
use super::mapping::Mapping;
use super::nest::{Loop, WAYS};
use super::tree::{Action, Operand, Operation, Operator, Origin};
use super::view::View;
use std::fmt;

/// A program cut into operators with loops.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TiledProgram {
    /// Outputs that have elements, in order of declaration.
    pub outputs: Vec<TiledOutput>,
}

/// One output.
#[derive(Clone, Debug, PartialEq)]
pub struct TiledOutput {
    /// Its name.
    pub name: String,
    /// Line of the program; 0 if it has no text.
    pub line: u32,
    /// Estimated cycles.
    pub cycles: u64,
    /// Estimated cycles that the memory port is busy.
    pub port_cycles: u64,
    /// How many parts of it are computed side by side.
    pub parts: usize,
    /// The operators of the first part, operands first.
    pub operators: Vec<TiledOperator>,
}

/// One loop nest.
#[derive(Clone, Debug, PartialEq)]
pub struct TiledOperator {
    /// Its name.
    pub name: String,
    /// Loops, outermost first.
    pub loops: Vec<TiledLoop>,
    /// Interleaved partial results.
    pub ways: u32,
    /// What it reads at each iteration.
    pub streams: Vec<String>,
    /// What it computes at each iteration.
    pub body: Vec<String>,
    /// What it computes for each result of its fold.
    pub after: Vec<String>,
    /// Compute units.
    pub pcus: usize,
}

/// One loop.
#[derive(Clone, Debug, PartialEq)]
pub struct TiledLoop {
    /// The iteration variable.
    pub variable: String,
    /// Elements from one iteration to the next.
    pub step: u32,
    /// Elements it counts.
    pub count: u32,
    /// Elements in the last piece, if that is shorter.
    pub last: Option<u32>,
    /// Whether it is spread over lanes.
    pub lanes: bool,
    /// Whether it is folded.
    pub folded: bool,
}

impl TiledOutput {
    /// What `mapping` makes of an output.
    pub(super) fn new(mapping: &Mapping) -> TiledOutput {
        let part = &mapping.parts[0];
        let view = &part.view;
        let operators = &part.tree.operators;
        let each = operators.iter().zip(&part.plans).zip(&part.segments);
        TiledOutput {
            name: view.output.name.clone(),
            line: view.output.span.line,
            cycles: mapping.cycles as u64,
            port_cycles: mapping.port as u64,
            parts: mapping.parts.len(),
            operators: each
                .map(|((operator, plans), segments)| TiledOperator {
                    name: operator.name.clone(),
                    loops: loops(view, operator),
                    ways: operator.ways,
                    streams: streams(view, operators, operator, plans),
                    body: operations(view, operator, false),
                    after: operations(view, operator, true),
                    pcus: segments.len(),
                })
                .collect(),
        }
    }
}

fn loops(view: &View, operator: &Operator) -> Vec<TiledLoop> {
    let n = operator.nest.loops.len();
    let one = |(at, l): (usize, &Loop)| TiledLoop {
        variable: if l.axis == WAYS { "way".into() } else { view.axes[l.axis].name.clone() },
        step: l.step,
        count: l.count,
        last: l.ragged().map(|s| s.last),
        lanes: operator.nest.vector && at + 1 == n,
        folded: operator.folded.contains(l.axis),
    };
    operator.nest.loops.iter().enumerate().map(one).collect()
}

fn streams(
    view: &View,
    operators: &[Operator],
    operator: &Operator,
    plans: &[Option<Plan>],
) -> Vec<String> {
    let mut list = Vec::new();
    for (source, plan) in operator.sources.iter().zip(plans) {
        let held = match source.hold {
            0 => String::new(),
            n => format!(", held over {n} inner loops"),
        };
        list.push(match (&source.origin, plan) {
            (Origin::Load(access), Some(plan)) => {
                let name = describe(view, access, &view.program.inputs[access.input].name);
                let width = if plan.scalar { "words" } else { "vectors" };
                match &plan.pmu {
                    None => format!("{name}: {width} straight from memory{held}"),
                    Some(pmu) => {
                        let (buffers, words) = (pmu.buffers + 1, plan.tile_words);
                        format!(
                            "{name}: {width} from a tile of {words} words, {buffers} buffers{held}"
                        )
                    }
                }
            }
            (Origin::Child(child), _) => format!("result of {}{held}", operators[*child].name),
            _ => continue,
        });
    }
    list
}

fn operations(view: &View, operator: &Operator, after: bool) -> Vec<String> {
    let fold = operator.accumulates();
    let wanted = |at: &usize| fold.is_some_and(|fold| *at > fold) == after;
    (0..operator.operations.len())
        .filter(wanted)
        .map(|at| format!("%{at} = {}", operation(view, operator, &operator.operations[at])))
        .collect()
}

fn operation(view: &View, operator: &Operator, operation: &Operation) -> String {
    let name = match operation.action {
        Action::Map(op) => op.name().to_string(),
        Action::Accumulate(op) => format!("fold {op}"),
        Action::Reduce(op, hop) => format!("{op} with lane + {}", 1 << hop),
        Action::Join(op) => format!("join ways {op}"),
    };
    let operand = |o: &Operand| match o {
        Operand::Word(word) => format!("{word:#x}"),
        Operand::Argument(a) => view.program.args[*a].name.clone(),
        Operand::Result(at) => format!("%{at}"),
        Operand::Source(s) => match &operator.sources[*s].origin {
            Origin::Load(a) => describe(view, a, &view.program.inputs[a.input].name),
            Origin::Child(_) => "result".into(),
            Origin::Index(linear) => format!("({})", view.text(linear)),
        },
    };
    let operands: Vec<String> = operation.operands.iter().map(operand).collect();
    format!("{name} {}", operands.join(", "))
}

impl fmt::Display for TiledProgram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.outputs.iter().try_for_each(|output| output.fmt(f))
    }
}

impl fmt::Display for TiledOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "output {}", self.name)?;
        if self.line > 0 {
            write!(f, " (line {})", self.line)?;
        }
        writeln!(f, ": about {} cycles, memory busy for {}", self.cycles, self.port_cycles)?;
        if self.parts > 1 {
            writeln!(f, "  {} parts side by side, each like this one:", self.parts)?;
        }
        self.operators.iter().try_for_each(|operator| operator.fmt(f))
    }
}

impl fmt::Display for TiledOperator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {}: {} compute units", self.name, self.pcus)?;
        let mut indent = 4;
        for l in &self.loops {
            writeln!(f, "{:indent$}{l}", "")?;
            indent += 2;
        }
        if self.ways > 1 {
            writeln!(f, "{:indent$}{} interleaved partial results", "", self.ways)?;
        }
        for line in self.streams.iter().chain(&self.body) {
            writeln!(f, "{:indent$}{line}", "")?;
        }
        self.after.iter().try_for_each(|line| writeln!(f, "    then {line}"))
    }
}

impl fmt::Display for TiledLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "for {}", self.variable)?;
        if self.step > 1 {
            write!(f, " by {}", self.step)?;
        }
        write!(f, " ({}", self.count)?;
        if let Some(last) = self.last {
            write!(f, ", at last {last}")?;
        }
        f.write_str(")")?;
        if self.lanes {
            f.write_str(" over lanes")?;
        }
        if self.folded {
            f.write_str(" folded")?;
        }
        Ok(())
    }
}
