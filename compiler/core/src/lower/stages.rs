//! Operations to pipeline stages of one or several PCUs.
//!
//! In: an operator. Out: segments, each the work of one PCU: which operations at which stage in which registers, what it
//! takes in and what it sends on. The cut into segments is the one with the fewest PCUs for the given order of operations.

use super::refusal::{Resource, Shortage};
use super::tree::{Action, Operand, Operation, Operator, Origin};
use kiln_arch::FabricSpec;
use std::collections::BTreeMap;

/// A stage's operation and its registers.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Position in the operator's operations.
    pub operation: usize,
    /// Stage.
    pub stage: usize,
    /// Registers of the operands; `None` for the constant.
    pub operands: Vec<Option<usize>>,
    /// Register of the result.
    pub destination: usize,
}

/// The work of one PCU.
#[derive(Clone, Debug)]
pub struct Segment {
    /// First operation and the one after the last.
    pub range: (usize, usize),
    /// What it needs from outside, by register.
    pub head: Vec<Operand>,
    /// Its operations.
    pub placed: Vec<Placed>,
    /// The last operation, if the unit of vector output 0 does it.
    pub at_output: Option<usize>,
    /// Values that later segments or the operator's users need, with their registers.
    pub sent: Vec<(Operand, usize)>,
}

/// The ports an operator's sources and result need.
pub struct Ports<'a> {
    /// For each source, whether it comes on the scalar network.
    pub scalar: &'a [bool],
}

/// Cuts `operator` into segments.
pub fn partition(
    spec: &FabricSpec,
    operator: &Operator,
    ports: &Ports,
) -> Result<Vec<Segment>, Shortage> {
    let (n, first) = (operator.operations.len(), spec.pcu.systolic_stages);
    if n == 0 {
        return Ok(vec![segment(spec, operator, ports, (0, 0))?]);
    }
    // Fewest segments from each position to the end, with the first of them; the shortage is that of the shortest piece.
    let mut best: Vec<Result<(usize, Option<Segment>), Shortage>> = vec![Ok((0, None)); n + 1];
    for from in (0..n).rev() {
        let mut found = None;
        let mut shortage = None;
        let most = spec.pcu.stages - first + usize::from(spec.has_output_unit());
        let rests = best.iter().enumerate().skip(from + 1).take(most);
        for (to, rest) in rests {
            match (segment(spec, operator, ports, (from, to)), rest) {
                (Ok(segment), Ok((count, _))) => {
                    if found.as_ref().is_none_or(|(least, _)| count < least) {
                        found = Some((count + 1, Some(segment)));
                    }
                }
                (Err(e), _) | (Ok(_), &Err(e)) => {
                    shortage.get_or_insert(e);
                }
            }
        }
        let none = Shortage { resource: Resource::Stages, needed: 1, had: 0 };
        best[from] = found.ok_or(shortage.unwrap_or(none));
    }
    let mut segments = Vec::new();
    let mut at = 0;
    while at < n {
        let (_, segment) = best[at].clone()?;
        let segment = segment.expect("only the end has none");
        at = segment.range.1;
        segments.push(segment);
    }
    Ok(segments)
}

fn reads(operation: &Operation) -> impl Iterator<Item = Operand> + '_ {
    let value = |o: &Operand| matches!(o, Operand::Source(_) | Operand::Result(_));
    operation.operands.iter().copied().filter(value)
}

fn segment(
    spec: &FabricSpec,
    operator: &Operator,
    ports: &Ports,
    range: (usize, usize),
) -> Result<Segment, Shortage> {
    let (from, to) = range;
    check_folds(operator, range)?;
    let mine = &operator.operations[from..to];
    let mut last_use: BTreeMap<Operand, usize> = BTreeMap::new();
    let mut head = Vec::new();
    for (at, operation) in mine.iter().enumerate() {
        for operand in reads(operation) {
            let inside = matches!(operand, Operand::Result(r) if r >= from);
            if !inside && !head.contains(&operand) {
                head.push(operand);
            }
            last_use.insert(operand, at);
        }
    }
    if mine.is_empty() {
        head.push(operator.result);
    }
    let later = &operator.operations[to..];
    let needed_later = |value: Operand| {
        later.iter().any(|o| reads(o).any(|r| r == value))
            || (value == operator.result && to == operator.operations.len())
    };
    let made = (from..to).map(Operand::Result);
    let mut out: Vec<Operand> = made.filter(|&v| needed_later(v)).collect();
    if mine.is_empty() {
        out.push(operator.result);
    }
    check_ports(spec, operator, ports, &head, &out)?;
    for &value in &out {
        last_use.insert(value, usize::MAX);
    }
    let in_stages = allocate(spec, operator, range, head.clone(), &last_use, &out);
    // The output unit is for what stages cannot do.
    in_stages.or_else(|shortage| {
        let last = at_output(spec, operator, range, &out).ok_or(shortage)?;
        let taken = operator.operations[last].operands[0];
        last_use.insert(taken, usize::MAX);
        let mut segment = allocate(spec, operator, (from, last), head, &last_use, &[taken])?;
        let (_, register) = segment.sent[0];
        segment.sent = vec![(Operand::Result(last), register)];
        (segment.range, segment.at_output) = (range, Some(last));
        Ok(segment)
    })
}

/// The last operation of a segment, if the unit of vector output 0 can do it: with a constant as second operand, and
/// nothing else to send.
fn at_output(
    spec: &FabricSpec,
    operator: &Operator,
    (from, to): (usize, usize),
    out: &[Operand],
) -> Option<usize> {
    let last = to.checked_sub(1).filter(|last| *last >= from)?;
    let operation = &operator.operations[last];
    let Action::Map(op) = operation.action else { return None };
    let value = |o: &Operand| matches!(o, Operand::Source(_) | Operand::Result(_));
    let (first, others) = operation.operands.split_first()?;
    let vector = operator.emitted.vector || operator.result != Operand::Result(last);
    let alone = out == [Operand::Result(last)];
    let one_value = value(first) && others.len() < 2 && !others.iter().any(value);
    let able = spec.has_output_unit() && spec.pcu.output_ops.contains(&op.group());
    (able && alone && vector && one_value).then_some(last)
}

/// A PCU has one fold control: the fold and the join of its parts need two PCUs.
fn check_folds(operator: &Operator, (from, to): (usize, usize)) -> Result<(), Shortage> {
    let inside = |at: Option<usize>| at.is_some_and(|at| (from..to).contains(&at));
    let both = inside(operator.joins()) && inside(operator.accumulates());
    Shortage::check(Resource::Stages, if both { 2 } else { 0 }, 1)
}

fn check_ports(
    spec: &FabricSpec,
    operator: &Operator,
    ports: &Ports,
    head: &[Operand],
    out: &[Operand],
) -> Result<(), Shortage> {
    let (mut vector, mut scalar, mut indices) = (0, 0, 0);
    for operand in head {
        match operand {
            Operand::Source(s) if matches!(operator.sources[*s].origin, Origin::Index(_)) => {
                indices += 1;
            }
            Operand::Source(s) if ports.scalar[*s] => scalar += 1,
            _ => vector += 1,
        }
    }
    Shortage::check(Resource::VectorInputs, vector, spec.pcu.vector_inputs)?;
    Shortage::check(Resource::ScalarInputs, scalar, spec.pcu.scalar_inputs)?;
    Shortage::check(Resource::Indices, indices, spec.pcu.indices)?;
    let scalar_result = usize::from(!operator.emitted.vector && out.contains(&operator.result));
    Shortage::check(Resource::VectorOutputs, out.len() - scalar_result, spec.pcu.vector_outputs)
}

fn allocate(
    spec: &FabricSpec,
    operator: &Operator,
    (from, to): (usize, usize),
    head: Vec<Operand>,
    last_use: &BTreeMap<Operand, usize>,
    out: &[Operand],
) -> Result<Segment, Shortage> {
    let count = spec.pcu.registers;
    Shortage::check(Resource::Registers, head.len(), count)?;
    let mut registers: Vec<Option<Operand>> = head.iter().copied().map(Some).collect();
    registers.resize(count, None);
    let mut placed = Vec::new();
    // Those before it only hold rows of the systolic form.
    let first = spec.pcu.systolic_stages;
    let mut stage = first;
    for at in from..to {
        let operation = &operator.operations[at];
        let group = operation.action.op().group();
        while stage < spec.pcu.stages && !spec.stage_groups(stage).contains(&group) {
            stage += 1;
        }
        let had =
            (first..spec.pcu.stages).filter(|&s| spec.stage_groups(s).contains(&group)).count();
        if stage == spec.pcu.stages {
            let resource = if had == 0 { Resource::Operators(group) } else { Resource::Stages };
            let needed = if had == 0 { 1 } else { stage - first + 1 };
            let had = if had == 0 { 0 } else { stage - first };
            return Err(Shortage { resource, needed, had });
        }
        let register = |o: &Operand| registers.iter().position(|r| *r == Some(*o));
        let operands = operation.operands.iter().map(register).collect();
        let dead = |v: &Operand| {
            last_use.get(v).is_none_or(|&last| last != usize::MAX && last <= at - from)
        };
        for register in &mut registers {
            if register.as_ref().is_some_and(dead) {
                *register = None;
            }
        }
        let short = Shortage { resource: Resource::Registers, needed: count + 1, had: count };
        let destination = registers.iter().position(Option::is_none).ok_or(short)?;
        registers[destination] = Some(Operand::Result(at));
        placed.push(Placed { operation: at, stage, operands, destination });
        stage += 1;
    }
    let sent = out
        .iter()
        .map(|value| {
            let register = registers.iter().position(|r| r == &Some(*value));
            (*value, register.expect("values that are sent stay in their registers"))
        })
        .collect();
    Ok(Segment { range: (from, to), head, placed, at_output: None, sent })
}

/// Whether a value is sent once per result of the fold (or per interleaved part), not once per element.
pub fn is_fold_result(operator: &Operator, value: Operand) -> bool {
    let Operand::Result(at) = value else { return false };
    operator.accumulates().is_some_and(|fold| at >= fold)
}
