//! Checks what a core program promises (see [`crate::ir`]).
//!
//! In: a core program, from lowering, a file or a pass. Out: the first promise it breaks.

use crate::graph::result_ty;
use crate::inline::reachable;
use crate::ir::{Affine, Node, NodeId, NodeKind, Program, Storage, Ty, VarId};
use kiln_arch::num::Op;
use std::collections::BTreeSet;

/// A promise that a core program breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// Something names a node, variable, input or argument that is not there, or a node that comes later.
    #[error("{0}: an operand does not exist or comes later")]
    Operand(NodeId),
    /// The number or types of operands do not fit the operator, or the node's type is not its result's.
    #[error("{0}: operands and result do not have the types of the operator")]
    Type(NodeId),
    /// A fold without dimensions or with an empty one.
    #[error("{0}: a fold needs dimensions of extent at least 1")]
    EmptyFold(NodeId),
    /// A variable is bound twice, or read where it is not bound.
    #[error("{0}: a variable is bound twice, or read outside of what binds it")]
    Scope(VarId),
    /// A load has not one index per dimension, or an index may leave its tensor and nothing says what is outside.
    #[error("{0}: a load is out of bounds")]
    Bounds(NodeId),
    /// An output names no node or variable, or its type does not hold the values of its body.
    #[error("output `{0}` does not fit its body")]
    Output(String),
}

/// Checks a core program.
///
/// # Errors
/// The first promise it breaks.
pub fn verify(program: &Program) -> Result<(), VerifyError> {
    for (id, _) in (0..).map(NodeId).zip(&program.nodes) {
        node(program, id)?;
    }
    let mut bound = BTreeSet::new();
    for id in program.folds() {
        if let NodeKind::Fold { dims, .. } = &program.node(id).kind {
            bind(&mut bound, dims)?;
        }
    }
    let free = program.free_vars();
    for output in &program.outputs {
        let exists = output.dims.iter().all(|v| v.index() < program.vars.len());
        let body = program.nodes.get(output.body.index());
        if !exists || body.is_none_or(|b| b.ty != output.ty.value() || !fits(program, b, output.ty))
        {
            return Err(VerifyError::Output(output.name.clone()));
        }
        bind(&mut bound, &output.dims)?;
        // What is read outside of its fold is left over as free.
        if let Some(&var) = free[output.body.index()].iter().find(|v| !output.dims.contains(v)) {
            return Err(VerifyError::Scope(var));
        }
        if !program.output_shape(output).contains(&0) {
            bounds(program, output.body)?;
        }
    }
    Ok(())
}

fn bind(bound: &mut BTreeSet<VarId>, dims: &[VarId]) -> Result<(), VerifyError> {
    match dims.iter().find(|&&v| !bound.insert(v)) {
        Some(&twice) => Err(VerifyError::Scope(twice)),
        None => Ok(()),
    }
}

fn node(program: &Program, id: NodeId) -> Result<(), VerifyError> {
    let node = program.node(id);
    let var_exists = |v: &VarId| v.index() < program.vars.len();
    let exists = match &node.kind {
        NodeKind::Arg(arg) => arg.index() < program.args.len(),
        NodeKind::Index(var) => var_exists(var),
        NodeKind::Load { input, index, .. } => {
            let terms = || index.iter().flat_map(Affine::terms);
            input.index() < program.inputs.len() && terms().all(|t| var_exists(&t.0))
        }
        NodeKind::Fold { dims, .. } => dims.iter().all(var_exists),
        _ => true,
    };
    if !exists || node.kind.operands().iter().any(|&o| o >= id) {
        return Err(VerifyError::Operand(id));
    }
    let operand_ty = |id: &NodeId| program.node(*id).ty;
    let typed = match &node.kind {
        NodeKind::Const(_) => true,
        NodeKind::Arg(arg) => node.ty == program.args[arg.index()].ty,
        NodeKind::Index(_) => node.ty == Ty::I32,
        NodeKind::Load { input, outside, .. } => {
            let stored = program.inputs[input.index()].ty;
            node.ty == stored.value() && outside.is_none_or(|word| stored.holds(word))
        }
        NodeKind::Op(op, operands) => {
            let have: Vec<Ty> = operands.iter().map(operand_ty).collect();
            signature(*op, &have) == Some(node.ty)
        }
        NodeKind::Fold { op, body, .. } => node.ty == op.ty() && operand_ty(body) == op.ty(),
    };
    if !typed {
        return Err(VerifyError::Type(id));
    }
    match &node.kind {
        NodeKind::Fold { dims, .. } if dims.is_empty() || program.extents(dims).contains(&0) => {
            Err(VerifyError::EmptyFold(id))
        }
        _ => Ok(()),
    }
}

/// The type of the result, if the operands have the types that the operator takes.
fn signature(op: Op, operands: &[Ty]) -> Option<Ty> {
    if operands.len() != op.arity() {
        return None;
    }
    match (op, operands) {
        (Op::Mov, [a]) => return Some(*a),
        (Op::Select, [a, b, Ty::I32]) => return (a == b).then_some(*a),
        // Packed products are forms that the compiler finds; programs have plain ones.
        (Op::Select, _) | (Op::DotI8 | Op::DotBf, _) => return None,
        _ => {}
    }
    let takes = match op {
        Op::EqF | Op::NeF | Op::LtF | Op::LeF | Op::F2I => Ty::F32,
        Op::I2F => Ty::I32,
        op => result_ty(op),
    };
    operands.iter().all(|&ty| ty == takes).then(|| result_ty(op))
}

/// Whether every value of a node fits a type of tensors.
fn fits(program: &Program, node: &Node, stored: Storage) -> bool {
    let constant = |id: &NodeId| match program.node(*id).kind {
        NodeKind::Const(word) => Some(word as i32),
        _ => None,
    };
    match &node.kind {
        _ if !stored.is_packed() => true,
        NodeKind::Const(word) => stored.holds(*word),
        NodeKind::Load { input, .. } => program.inputs[input.index()].ty == stored,
        NodeKind::Op(Op::Select, operands) => {
            operands[..2].iter().all(|&id| fits(program, program.node(id), stored))
        }
        NodeKind::Op(Op::RoundBf, _) => stored == Storage::Bf16,
        NodeKind::Op(Op::QuantI, _) => stored == Storage::I8,
        NodeKind::Op(Op::MinI, operands) if stored == Storage::I8 => {
            let NodeKind::Op(Op::MaxI, raised) = &program.node(operands[0]).kind else {
                return false;
            };
            constant(&operands[1]) == Some(i32::from(i8::MAX))
                && constant(&raised[1]) == Some(i32::from(i8::MIN))
        }
        _ => false,
    }
}

/// Every load that an output evaluates stays within its tensor.
fn bounds(program: &Program, body: NodeId) -> Result<(), VerifyError> {
    for id in reachable(&program.nodes, &[body]) {
        let NodeKind::Load { input, index, outside } = &program.node(id).kind else { continue };
        let shape = &program.inputs[input.index()].shape;
        let within = |(x, &extent): (&Affine, &u32)| match x.range(|v| program.extent(v)) {
            Some((low, high)) => outside.is_some() || (low >= 0 && high < i64::from(extent)),
            None => false,
        };
        if index.len() != shape.len() || !index.iter().zip(shape).all(within) {
            return Err(VerifyError::Bounds(id));
        }
    }
    Ok(())
}
