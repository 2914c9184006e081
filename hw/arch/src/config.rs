//! Every configuration field of every unit, written down once.
//!
//! Each kind of unit has a struct of plain values and one `walk` over its fields. Encoding,
//! decoding, the layout that the RTL slices its configuration bits by, and the disassembler are
//! all that same walk with a different [`Visitor`], so no second list of fields can exist.
//!
//! Here are the values; `walk` has the order and widths of the fields, `frame` the bits that they make.
//!
//! Level numbers count loops from the innermost, 0. What the fields do is in `docs/execution.md`.

mod frame;
mod walk;

pub use frame::{Block, BlockConfig, Field, FieldOverflow, Layout, decode, encode};
use serde::{Deserialize, Serialize};

/// Changes whenever the meaning or order of any field changes; part of the fingerprint.
pub const LAYOUT_VERSION: u32 = 4;

/// Something that is shown each field in order.
pub trait Visitor {
    /// One field: its name, width in bits (1..=32), value, and what it means.
    fn field(&mut self, name: &str, width: usize, value: &mut u32, meaning: &'static str);
}

/// How a stage uses its functional unit.
pub mod mode {
    /// `result = op(a, b, c)`.
    pub const MAP: u32 = 0;
    /// `accumulator[way] = result = op(first ? constant : accumulator[way], b)`.
    pub const ACCUMULATE: u32 = 1;
    /// `result = op(a, a of the lane 2^hop above)`.
    pub const REDUCE: u32 = 2;
    /// `accumulator[bank][way] = (first ? constant : accumulator[bank][way]) + op(a, b)`; finished banks
    /// leave through `destination` (see [`super::Drain`]).
    pub const SYSTOLIC: u32 = 3;
}

/// Which lanes of an output beat exist.
pub mod lanes_out {
    /// The lanes of the beat that was issued.
    pub const BEAT: u32 = 0;
    /// Lane 0 alone.
    pub const FIRST: u32 = 1;
    /// All lanes.
    pub const ALL: u32 = 2;
}

/// What an AG does.
pub mod direction {
    /// Memory to fabric.
    pub const LOAD: u32 = 0;
    /// Fabric to memory.
    pub const STORE: u32 = 1;
}

/// What an AG makes of the words of memory.
pub mod width {
    /// A word is an element.
    pub const WORD: u32 = 0;
    /// A word is two bf16, low half first; in the fabric each is an f32.
    pub const BF16: u32 = 1;
    /// A word is four signed bytes, lowest first; in the fabric each is an i32.
    pub const I8: u32 = 2;

    /// Elements of a word of memory.
    pub fn elements(width: u32) -> usize {
        1 << width
    }
}

/// Bits of the number of PMU buffers, less one.
pub const BUFFER_BITS: usize = 10;

/// Bits of the fields that deal beats out over several units.
pub const DEAL_BITS: usize = 5;

/// Bits that hold the values `0..count`.
pub fn bits_for(count: usize) -> usize {
    (usize::BITS - count.saturating_sub(1).leading_zeros()).max(1) as usize
}

/// One loop of a counter chain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// Extent in elements, at least 1.
    pub tile: u32,
    /// 1: in the last iteration of level `outer` the extent is `short`.
    pub ragged: u32,
    /// See `ragged`.
    pub short: u32,
    /// See `ragged`: a level above this one that is not ragged itself.
    pub outer: u32,
}

/// A nest of counted loops.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Loops, innermost first; unused ones have `tile` 1.
    pub levels: Vec<Level>,
    /// 0: scalar beats (only lane 0 exists); 1: level 0 advances by `lanes` and masks.
    pub vector: u32,
}

/// An affine function of the loop counters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affine {
    /// Value when all counters are 0.
    pub base: u32,
    /// Added at each advance of the level (two's complement).
    pub strides: Vec<u32>,
    /// Added from each lane to the next (two's complement).
    pub lane: u32,
}

/// Which loops an end mark closes: entry `m` is `l + 1` if mark `m + 1` is at the end of level
/// `l`, or 0 if that mark is not used. Entries in use rise.
pub type Marks = [u32; 3];

/// An input port of a PCU.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// 1: the port is used.
    pub enable: u32,
    /// The beat is held until all levels below this one are at their last iteration (0: popped each beat).
    pub hold: u32,
    /// End marks expected on the popped beat.
    pub marks: Marks,
    /// Vector ports only: of each `every + 1` beats that arrive, one is kept.
    pub every: u32,
    /// Vector ports only: the number, from 0, of the one that is kept.
    pub offset: u32,
}

/// An output port of a PCU.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// 1: the port is used.
    pub enable: u32,
    /// Pipeline register that is sent.
    pub register: u32,
    /// 1: sent only at the end of a fold; 0: on every beat.
    pub fold: u32,
    /// A value of [`lanes_out`].
    pub lanes: u32,
    /// End marks sent.
    pub marks: Marks,
}

/// One pipeline stage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Operator code ([`crate::num::Op`] as a number).
    pub op: u32,
    /// A value of [`mode`].
    pub mode: u32,
    /// Operand a: register number, or `registers` for the constant.
    pub a: u32,
    /// Operand b: likewise.
    pub b: u32,
    /// Operand c: register number.
    pub c: u32,
    /// 1: in accumulate and reduce, lanes that the beat lacks are replaced by the constant.
    pub masked: u32,
    /// In reduce: the partner is the lane `2^hop` above, modulo `lanes`.
    pub hop: u32,
    /// 1: operand b, if a register, is its lane `lane`, in all lanes. Not in reduce.
    pub spread: u32,
    /// See `spread`.
    pub lane: u32,
    /// The constant; in accumulate and reduce the identity.
    pub constant: u32,
    /// Register that takes the result; the others pass on.
    pub destination: u32,
}

/// Fold control of a PCU, common to all its accumulating stages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fold {
    /// 1: some stage accumulates.
    pub enable: u32,
    /// Bit `l`: level `l` is one of the fold's loops.
    pub levels: u32,
    /// 1: the innermost level is folded too, in `ways` interleaved parts.
    pub split: u32,
    /// Accumulators in use in turn, less one.
    pub ways: u32,
    /// The ways start again from the first at each end of this level.
    pub round: u32,
}

/// The process that sends finished accumulators, in the systolic form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drain {
    /// 1: the unit is in the systolic form; vector output 0 sends what is drained, and no other output is used.
    pub enable: u32,
    /// Its own iteration space: ways innermost, then rows (stages), then tiles.
    pub counters: Counters,
    /// The level of the rows; those below it are the ways, those above it tiles.
    pub rows: u32,
}

/// The functional unit of vector output 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputUnit {
    /// Operator code; its operands are the register sent and the constant.
    pub op: u32,
    /// The constant, operand b.
    pub constant: u32,
}

/// Configuration of a PCU.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PcuConfig {
    /// 1: the unit takes part in the run.
    pub enable: u32,
    /// The iteration space.
    pub counters: Counters,
    /// Index generators.
    pub indices: Vec<Affine>,
    /// Vector input ports.
    pub vector_inputs: Vec<Input>,
    /// Scalar input ports.
    pub scalar_inputs: Vec<Input>,
    /// What each pipeline register starts with: vector inputs, then scalar inputs, then index
    /// generators, counted through.
    pub head: Vec<u32>,
    /// Stages, first to last.
    pub stages: Vec<Stage>,
    /// Fold control.
    pub fold: Fold,
    /// Draining, in the systolic form.
    pub drain: Drain,
    /// The unit at vector output 0, if the fabric has it.
    pub output_unit: OutputUnit,
    /// Vector output ports.
    pub vector_outputs: Vec<Output>,
    /// Scalar output ports; they send lane 0.
    pub scalar_outputs: Vec<Output>,
}

/// One of the two processes of a PMU.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PmuSide {
    /// 1: the process takes part in the run.
    pub enable: u32,
    /// 1: its port is the scalar one, else the vector one.
    pub scalar: u32,
    /// The iteration space.
    pub counters: Counters,
    /// Word address inside a buffer.
    pub address: Affine,
    /// The buffer is handed over when all levels below this one are at their last iteration.
    pub advance: u32,
    /// Read side only. `r + 1`: level `r` repeats the buffers that the levels below it read; 0: none does.
    pub repeat: u32,
    /// End marks: expected by the write side, sent by the read side.
    pub marks: Marks,
}

/// Configuration of a PMU.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PmuConfig {
    /// Port to memory.
    pub write: PmuSide,
    /// Memory to port.
    pub read: PmuSide,
    /// Buffers in turn, less one.
    pub buffers: u32,
    /// Words from one buffer to the next.
    pub buffer_stride: u32,
    /// 1: each row of the banks is rotated by its number, so that strides of whole rows meet different banks.
    pub skew: u32,
}

/// Configuration of an AG.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgConfig {
    /// 1: the unit takes part in the run.
    pub enable: u32,
    /// A value of [`direction`].
    pub direction: u32,
    /// 1: its port is the scalar one, else the vector one.
    pub scalar: u32,
    /// The iteration space; level 0 is the words of a row, which lie one after another in memory.
    pub counters: Counters,
    /// Address of a row in 32-bit words; the stride of level 0 and the lane stride are not used.
    pub address: Affine,
    /// End marks: sent by a load, expected by a store.
    pub marks: Marks,
    /// A value of [`width`]: level 0 counts elements, and rows start at whole words.
    pub width: u32,
    /// 1: rows with `bound >= bound_limit` (unsigned) are not in memory: loaded as zeros, not stored.
    pub bounded: u32,
    /// Coordinate of a row; the stride of level 0 and the lane stride are not used.
    pub bound: Affine,
    /// See `bounded`.
    pub bound_limit: u32,
    /// Loads only: beats of the buffer that are not used, so that other loads get more of the memory port.
    pub withheld: u32,
}

/// Configuration of a switch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwitchConfig {
    /// For each vector output in the order of [`crate::topology::Network::outputs`]: 0 off, `k + 1` candidate `k`.
    pub vector: Vec<u32>,
    /// The same for scalar outputs.
    pub scalar: Vec<u32>,
}
