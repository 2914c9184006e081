//! Which form each output was given, and why not the systolic one: what `kiln run --explain` tells.

use super::mapping::Usage;
use super::refusal::Shortage;
use kiln_arch::num::Op;
use std::fmt;

/// The form that an output was given.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// Operators in lanes.
    Lanes(WhyNot),
    /// Sums of products in place.
    Systolic {
        /// The product of two words of memory.
        product: Op,
        /// Elements of each factor in a word.
        pack: u32,
    },
}

/// What was chosen for an output that has elements.
#[derive(Clone, Debug, PartialEq)]
pub struct FormChoice {
    /// Name of the output.
    pub output: String,
    /// Its form.
    pub form: Form,
    /// Units that it uses.
    pub used: Usage,
}

/// Why an output is not in the systolic form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WhyNot {
    /// The fabric has no such form.
    NoDrain,
    /// Its compute units have too few inputs or registers for it.
    Ports,
    /// The output is something else.
    NotProducts,
    /// No product sums the types of the two loads.
    Types,
    /// What follows the sum is no chain of operators with constants.
    After,
    /// Neither later stages nor output units have an operator that follows the sum.
    OutputUnit(Op),
    /// No axis along the rows of the output moves one factor alone, and another axis the other.
    Axes,
    /// Rows of a packed output start inside a word.
    OutputRows,
    /// Words of packed factors do not hold what is summed together.
    NotPacked,
    /// The first stage lacks the product or its sum.
    Stages(Op),
    /// A factor's rows in memory run neither along the fold nor along the output.
    Strided,
    /// A word of the output holds more elements than there are lanes.
    Narrow,
    /// No tiling fits.
    Tiles(Shortage),
    /// A mapping in lanes is estimated to be faster.
    Slower {
        /// Estimated cycles of the systolic form.
        systolic: u64,
        /// Estimated cycles of the form in lanes.
        lanes: u64,
    },
    /// The mapping does not fit beside those of the other outputs, or could not be placed and routed.
    Together,
}

impl fmt::Display for WhyNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WhyNot::NoDrain => f.write_str("the fabric has no `drain_levels`"),
            WhyNot::Ports => {
                f.write_str("compute units have fewer than 2 vector inputs or 3 registers")
            }
            WhyNot::NotProducts => f.write_str("not a sum of products of two loads"),
            WhyNot::Types => f.write_str("no product in place takes the types of the two loads"),
            WhyNot::After => {
                f.write_str("what follows the sum is not one operator with a constant after another")
            }
            WhyNot::OutputUnit(op) => {
                write!(
                    f,
                    "no later stage is left for `{}`, which follows the sum, nor do `output_ops` have it",
                    op.name()
                )
            }
            WhyNot::Axes => f.write_str(
                "no axis along the rows of the output moves one factor alone while another moves the other",
            ),
            WhyNot::OutputRows => f.write_str("rows of the packed output start inside a word"),
            WhyNot::NotPacked => f.write_str(
                "operands are not k-packed, and stay so: only what one load reads, from end to end along the sum, is laid out anew",
            ),
            WhyNot::Stages(op) => {
                write!(f, "the first stage of the fabric lacks `{}` or its sum", op.name())
            }
            WhyNot::Strided => f.write_str(
                "rows of an operand in memory run neither along the fold nor along the output",
            ),
            WhyNot::Narrow => {
                f.write_str("a word of the output holds more elements than the fabric has lanes")
            }
            WhyNot::Tiles(Shortage { resource, needed, had }) => {
                write!(f, "no tiling fits: {resource}: needs {needed}, has {had}")
            }
            WhyNot::Slower { systolic, lanes } => write!(
                f,
                "a lane mapping is estimated faster: {lanes} cycles, the systolic form {systolic}"
            ),
            WhyNot::Together => f.write_str(
                "it does not fit beside the other outputs, or could not be placed and routed",
            ),
        }
    }
}
