//! The reference interpreter, which every other execution must agree with.
//!
//! In: a core program, its inputs as row-major elements (a word each, whatever their type), arguments, and the order of
//! each fold. Out: the outputs likewise, to the bit; or, in f64, the outputs with a bound on how far any f32 evaluation may be from them.
//! It knows nothing of fabrics.

mod estimate;
mod plan;
mod run;

pub use estimate::{Agreement, Estimate};

use crate::ir::{FoldOp, NodeId, Program, Storage, Ty, elements};
use crate::order::{OrderError, OrderMap, verify_orders};
use kiln_arch::num::{Op, Subnormals, eval};

/// Why a program cannot be run on these inputs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InterpretError {
    /// Not one word list per input.
    #[error("the program has {want} inputs, but {have} are given")]
    Inputs {
        /// Inputs of the program.
        want: usize,
        /// Lists given.
        have: usize,
    },
    /// A word list does not have the size of its input.
    #[error("input `{name}` has {want} elements, but {have} are given")]
    Words {
        /// The input.
        name: String,
        /// Elements by its shape.
        want: usize,
        /// Words given.
        have: usize,
    },
    /// An element of a packed input has a value that its type does not hold.
    #[error("input `{name}`: element {element} is no value of {ty}")]
    Value {
        /// The input.
        name: String,
        /// Its type.
        ty: Storage,
        /// The first wrong element, counted row-major.
        element: usize,
    },
    /// Not one word per argument.
    #[error("the program has {want} arguments, but {have} are given")]
    Args {
        /// Arguments of the program.
        want: usize,
        /// Words given.
        have: usize,
    },
    /// The order of a fold is not one.
    #[error("the order of fold {0}: {1}")]
    Order(NodeId, OrderError),
}

/// Evaluates a program to the bit, each fold in its order; folds that `orders` leaves out are sequential.
/// `inputs` and `args` are in order of declaration, as are the outputs returned.
///
/// # Errors
/// If inputs, arguments or orders do not belong to the program.
pub fn interpret(
    program: &Program,
    inputs: &[Vec<u32>],
    args: &[u32],
    orders: &OrderMap,
    subnormals: Subnormals,
) -> Result<Vec<Vec<u32>>, InterpretError> {
    check(program, inputs, args, orders)?;
    let domain = Words { subnormals };
    Ok(program
        .outputs
        .iter()
        .map(|output| run::run(program, output, inputs, args, orders, &domain))
        .collect())
}

/// Evaluates a program with f64 in place of f32 (integers exactly), and bounds how far an f32 evaluation may be off,
/// whatever the order of its folds. One estimate per output, in order of declaration.
///
/// # Errors
/// If inputs or arguments do not belong to the program.
pub fn interpret_f64(
    program: &Program,
    inputs: &[Vec<u32>],
    args: &[u32],
    subnormals: Subnormals,
) -> Result<Vec<Estimate>, InterpretError> {
    let orders = OrderMap::new();
    check(program, inputs, args, &orders)?;
    let domain = estimate::Reals { subnormals };
    let estimate = |output| {
        let values = run::run(program, output, inputs, args, &orders, &domain);
        Estimate::new(output.ty.value(), values)
    };
    Ok(program.outputs.iter().map(estimate).collect())
}

fn check(
    program: &Program,
    inputs: &[Vec<u32>],
    args: &[u32],
    orders: &OrderMap,
) -> Result<(), InterpretError> {
    if inputs.len() != program.inputs.len() {
        let (want, have) = (program.inputs.len(), inputs.len());
        return Err(InterpretError::Inputs { want, have });
    }
    for (input, given) in program.inputs.iter().zip(inputs) {
        let (want, have) = (elements(&input.shape), given.len());
        if want != have {
            return Err(InterpretError::Words { name: input.name.clone(), want, have });
        }
        if let Some(element) = given.iter().position(|&word| !input.ty.holds(word)) {
            let (name, ty) = (input.name.clone(), input.ty);
            return Err(InterpretError::Value { name, ty, element });
        }
    }
    if args.len() != program.args.len() {
        return Err(InterpretError::Args { want: program.args.len(), have: args.len() });
    }
    verify_orders(program, orders).map_err(|(node, error)| InterpretError::Order(node, error))
}

/// What scalars are made of.
trait Domain {
    /// A scalar.
    type Value: Copy;
    /// A partial result of a fold.
    type Partial: Copy;

    /// A word from memory, a constant or an argument.
    fn word(&self, word: u32, ty: Ty) -> Self::Value;
    /// One operator; operands beyond its arity are ignored.
    fn op(&self, op: Op, operands: [Self::Value; 3]) -> Self::Value;
    /// `a[0] * b[0] + a[1] * b[1]` of values that bf16 holds, rounded once.
    fn dot(&self, a: [Self::Value; 2], b: [Self::Value; 2]) -> Self::Value;
    /// A partial result from its first element.
    fn seed(&self, op: FoldOp, first: Self::Value) -> Self::Partial;
    /// A partial result and the next one.
    fn join(&self, op: FoldOp, a: Self::Partial, b: Self::Partial) -> Self::Partial;
    /// The result of a fold.
    fn finish(&self, op: FoldOp, all: Self::Partial) -> Self::Value;
}

/// Words, to the bit.
struct Words {
    subnormals: Subnormals,
}

impl Domain for Words {
    type Value = u32;
    type Partial = u32;

    fn word(&self, word: u32, _: Ty) -> u32 {
        word
    }

    fn op(&self, op: Op, [a, b, c]: [u32; 3]) -> u32 {
        eval(op, self.subnormals, a, b, c)
    }

    fn dot(&self, a: [u32; 2], b: [u32; 2]) -> u32 {
        let [a, b] = [a, b].map(|[low, high]| low >> 16 | high & 0xffff_0000);
        eval(Op::DotBf, self.subnormals, a, b, 0)
    }

    fn seed(&self, op: FoldOp, first: u32) -> u32 {
        eval(op.op(), self.subnormals, op.neutral(), first, 0)
    }

    fn join(&self, op: FoldOp, a: u32, b: u32) -> u32 {
        eval(op.op(), self.subnormals, a, b, 0)
    }

    fn finish(&self, _: FoldOp, all: u32) -> u32 {
        all
    }
}
