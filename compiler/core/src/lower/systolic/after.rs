//! What is done to the sums of products before they are stored.
//!
//! In: the operations that follow a sum. Out: where they run. A chain of operators with constants: in the stages behind those
//! that sum, where finished rows pass on their way out, and in the unit of vector output 0; each stage that it takes sums
//! no row. Or anything in a compute unit behind each that sums.

use super::following::{Extra, Following};
use super::pattern::{Finish, Product};
use crate::lower::form::WhyNot;
use crate::lower::nest::Axis;
use crate::lower::tree::{self, Action, Operand, Operator};
use crate::lower::view::View;
use kiln_arch::FabricSpec;
use kiln_arch::num::Op;

/// An operator and its operands: the value that leaves, or a constant.
#[derive(Clone, Debug)]
pub struct Step {
    /// The operator.
    pub op: Op,
    /// Its operands; none stands for the value before.
    pub operands: Vec<Option<Finish>>,
}

/// Where the operations after a sum run.
#[derive(Clone, Debug)]
pub struct After {
    /// Stages that are left for sums: the first ones.
    pub rows: usize,
    /// Stages behind them, with their steps.
    pub stages: Vec<(usize, Step)>,
    /// At the output.
    pub output: Option<Step>,
    /// In a compute unit of its own, instead of all these.
    pub following: Option<Following>,
}

impl After {
    /// Places the operations of `operator`, whose source 0 is the sum.
    ///
    /// # Errors
    /// What cannot be done to a row that leaves.
    pub fn new(spec: &FabricSpec, operator: &Operator) -> Result<After, WhyNot> {
        let mut steps = chain(operator).ok_or(WhyNot::After)?;
        let at_output = |step: &Step| spec.pcu.output_ops.contains(&step.op.group());
        let output = steps.pop_if(|step| step.with_constant_behind() && at_output(step));
        let (mut rows, mut stages) = (spec.pcu.stages, Vec::new());
        for step in steps.into_iter().rev() {
            let has = |&stage: &usize| {
                !spec.only_systolic(stage) && spec.stage_groups(stage).contains(&step.op.group())
            };
            rows = (0..rows).rfind(has).ok_or(WhyNot::OutputUnit(step.op))?;
            stages.push((rows, step));
        }
        match stages.last() {
            Some((0, step)) => Err(WhyNot::OutputUnit(step.op)),
            _ => Ok(After { rows, stages, output, following: None }),
        }
    }

    /// Nothing to do.
    pub fn nothing(spec: &FabricSpec) -> After {
        After { rows: spec.pcu.stages, stages: Vec::new(), output: None, following: None }
    }

    /// The ways to do what follows the sum of `product`.
    pub fn options(
        view: &View,
        spec: &FabricSpec,
        product: &Product,
    ) -> Vec<Result<After, WhyNot>> {
        let Ok(operator) = tree::after(view, spec, product.fold) else {
            return vec![Err(WhyNot::After)];
        };
        let in_place = After::new(spec, &operator);
        // Nothing to do, or nothing that costs a stage.
        if in_place.as_ref().is_ok_and(|after| after.rows == spec.pcu.stages) {
            return vec![in_place];
        }
        let following = Following::new(spec, operator, product.lanes);
        vec![in_place, following.map(|following| After::following(spec, following))]
    }

    /// Whether rows may be those of whole lines.
    pub fn fits(&self, view: &View, product: &Product) -> bool {
        let (rows, Some(lines)) = (product.rows, product.lines) else { return true };
        let extent = view.axes[rows].extent;
        self.following.as_ref().is_none_or(|f| f.runs_on(lines, rows, extent))
    }

    /// A compute unit does all.
    pub fn following(spec: &FabricSpec, following: Following) -> After {
        let (rows, stages) = (spec.pcu.stages, Vec::new());
        After { rows, stages, output: None, following: Some(following) }
    }

    /// What it needs besides the units that sum.
    pub fn extra(&self, rows: Axis) -> Extra {
        self.following.as_ref().map_or(Extra::default(), |following| following.extra(rows))
    }

    /// The operators in order, for people.
    pub fn text(&self) -> Vec<String> {
        let stages =
            self.stages.iter().rev().map(|(stage, step)| format!("{} in stage {stage}", step.op));
        let output = self.output.iter().map(|step| format!("{} at the output", step.op));
        let following = self.following.iter().flat_map(|f| &f.operator.operations);
        let following = following.map(|o| format!("{} in a unit behind", o.action.op()));
        stages.chain(output).chain(following).collect()
    }
}

impl Step {
    /// Puts a constant first operand behind the value, if the operator allows; whether it is so now.
    fn with_constant_behind(&mut self) -> bool {
        use Op::{AddF, AddI, And, MaxF, MaxI, MinF, MinI, MulF, MulI, Or, Xor};
        let commutes = matches!(
            self.op,
            AddF | AddI | And | MaxF | MaxI | MinF | MinI | MulF | MulI | Or | Xor
        );
        if commutes && self.operands[0].is_some() {
            self.operands.reverse();
        }
        matches!(self.operands[..], [None] | [None, Some(_)])
    }

    /// The constant, if it has one.
    pub fn constant(&self) -> Option<Finish> {
        self.operands.iter().copied().flatten().next()
    }
}

/// The operations, if each reads nothing but the one before and a constant.
fn chain(operator: &Operator) -> Option<Vec<Step>> {
    let mut before = Operand::Source(0);
    let mut steps = Vec::new();
    for (at, operation) in operator.operations.iter().enumerate() {
        let Action::Map(op) = operation.action else { return None };
        let operand = |operand: &Operand| match *operand {
            Operand::Word(word) => Some(Some(Finish::Word(word))),
            Operand::Argument(argument) => Some(Some(Finish::Argument(argument))),
            value => (value == before).then_some(None),
        };
        let operands: Option<Vec<_>> = operation.operands.iter().map(operand).collect();
        let step = Step { op, operands: operands? };
        // Each stage has one constant.
        let constants = step.operands.iter().flatten().count();
        if constants > 1 || step.operands.iter().all(Option::is_some) {
            return None;
        }
        steps.push(step);
        before = Operand::Result(at);
    }
    (operator.result == before).then_some(steps)
}
