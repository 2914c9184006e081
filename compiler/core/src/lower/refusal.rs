//! Why a program does not fit a fabric.

use kiln_arch::num::OpGroup;
use std::fmt;

/// Something a fabric has a limited number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Resource {
    Pcus,
    Pmus,
    Ags,
    PmuWords,
    CounterLevels,
    CounterRange,
    VectorInputs,
    ScalarInputs,
    VectorOutputs,
    Registers,
    Stages,
    Indices,
    Operators(OpGroup),
    Accumulators,
    AddressBits,
    Border,
    Axes,
    Access,
    PackedTensors,
    LanesOfWord,
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Resource::Operators(group) => return write!(f, "stages that have `{group}`"),
            Resource::Pcus => "pattern compute units",
            Resource::Pmus => "pattern memory units",
            Resource::Ags => "address generators",
            Resource::PmuWords => "words in a pattern memory unit",
            Resource::CounterLevels => "loop levels in a unit",
            Resource::CounterRange => "loop extent that counters hold",
            Resource::VectorInputs => "vector inputs of a compute unit",
            Resource::ScalarInputs => "scalar inputs of a compute unit",
            Resource::VectorOutputs => "vector outputs of a compute unit",
            Resource::Registers => "pipeline registers",
            Resource::Stages => "pipeline stages",
            Resource::Indices => "index generators of a compute unit",
            Resource::Accumulators => "accumulators",
            Resource::AddressBits => "words of memory",
            Resource::Border => "elements of an input with the border that lies outside",
            Resource::Axes => "iteration variables of one output",
            Resource::Access => "orders of loops in which units can stream an access",
            Resource::PackedTensors => {
                "ways to stream bf16 or i8 elements in vectors of whole words"
            }
            Resource::LanesOfWord => "lanes for the bf16 or i8 elements of a word",
        })
    }
}

/// A resource that ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// What.
    pub resource: Resource,
    /// How many are needed.
    pub needed: usize,
    /// How many there are.
    pub had: usize,
}

impl Shortage {
    /// An error if more are needed than there are.
    pub fn check(resource: Resource, needed: usize, had: usize) -> Result<(), Shortage> {
        if needed <= had { Ok(()) } else { Err(Shortage { resource, needed, had }) }
    }
}

/// The program does not fit the fabric.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Refusal {
    /// The fabric's name.
    pub fabric: String,
    /// The output that cannot be placed.
    pub output: String,
    /// Line of the program, from 1; 0 if it has no text.
    pub line: u32,
    /// The resource that ran out in the mapping that came closest.
    pub shortage: Shortage,
    /// The smallest reference fabric that holds the program.
    pub fits: Option<String>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Shortage { resource, needed, had } = self.shortage;
        write!(f, "output `{}`", self.output)?;
        if self.line > 0 {
            write!(f, " (line {})", self.line)?;
        }
        write!(f, " does not fit fabric `{}`: {resource}: needs {needed}, has {had}", self.fabric)?;
        match &self.fits {
            Some(fabric) => write!(f, "; it fits fabric `{fabric}`"),
            None => write!(f, "; no reference fabric holds it"),
        }
    }
}
