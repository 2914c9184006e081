//! What can be wrong with a leaf or a netlist.

use thiserror::Error;

/// A leaf or a netlist that cannot be printed, with the place.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum EmitError {
    /// Something in the behaviour of a leaf.
    #[error("leaf {leaf}: {problem}")]
    Leaf {
        /// The module name of the leaf.
        leaf: String,
        /// What is wrong.
        problem: LeafProblem,
    },
    /// Something in a netlist.
    #[error("module {module}: {problem}")]
    Netlist {
        /// The module.
        module: String,
        /// What is wrong.
        problem: NetlistProblem,
    },
    /// Two different modules want one name.
    #[error("two different modules are called {0}: give them different parameters")]
    NameClash(String),
}

/// What can be wrong in the behaviour of a leaf.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum LeafProblem {
    #[error("{0} is not a signal of this leaf")]
    Unknown(String),
    #[error("{0} holds a block of its own: instance it in a netlist instead")]
    Nested(String),
    #[error("{0} cannot be a name in Verilog, or is taken")]
    Name(String),
    #[error("{place}: {found} bits where {expected} are expected")]
    Width { place: String, expected: usize, found: usize },
    #[error("{place}: the constant {value} does not fit {width} bits")]
    Constant { place: String, value: u128, width: usize },
    #[error("{place}: the width of a constant is not known here; write Word::new(width, value)")]
    NoWidth { place: String },
    #[error("{place}: bits {offset} to {end} are taken of a value of {width} bits")]
    Slice { place: String, offset: usize, end: usize, width: usize },
    #[error("{0} cannot be written")]
    NotWritable(String),
    #[error("{0} is read before it has a value on every path")]
    ReadBeforeWrite(String),
    #[error("{0} is written after it was read: the two readings would differ")]
    WriteAfterRead(String),
    #[error("{0} has no value on some path: give it one first (this would be a latch)")]
    Latch(String),
    #[error("there are registers or memories, so the first field must be a Clock")]
    NoClock,
    #[error("the clock {0} must be the first field")]
    ClockNotFirst(String),
    #[error("{0} has no hardware form")]
    Unsupported(String),
}

/// What can be wrong in a netlist.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum NetlistProblem {
    #[error("{0} cannot be a name in Verilog")]
    BadName(String),
    #[error("the name {0} is used twice")]
    DuplicateName(String),
    #[error("{instance} ({module}) has no port {port}")]
    NoPort { instance: String, module: String, port: String },
    #[error("{instance}.{port} is connected twice")]
    ConnectedTwice { instance: String, port: String },
    #[error("{instance}.{port}: {found} bits where {expected} are expected")]
    PortWidth { instance: String, port: String, expected: usize, found: usize },
    #[error("{instance}.{port}: this input is not connected")]
    InputOpen { instance: String, port: String },
    #[error("{instance}.{port}: this output is neither connected nor said to be open")]
    OutputOpen { instance: String, port: String },
    #[error("{instance}.{port}: an output drives bits of nets, nothing else")]
    OutputTarget { instance: String, port: String },
    #[error("{place}: {found} bits where {expected} are expected")]
    AssignWidth { place: String, expected: usize, found: usize },
    #[error("{net}: bits {low} to {high} do not exist, it has {width}")]
    Slice { net: String, low: usize, high: usize, width: usize },
    #[error("{0} belongs to another module")]
    ForeignNet(String),
    #[error("{0} has no bits")]
    NoBits(String),
    #[error("the wire {0} is not read by anything")]
    NotRead(String),
    #[error("{0} cannot be driven: only bits of nets can")]
    NotTarget(String),
    #[error("bit {bit} of {net} is driven twice")]
    DrivenTwice { net: String, bit: usize },
    #[error("bit {bit} of {net} is not driven")]
    NotDriven { net: String, bit: usize },
    #[error("the input {0} cannot be driven from inside")]
    InputDriven(String),
    #[error("the constant {value} does not fit {width} bits")]
    Constant { value: u128, width: usize },
}
