//! Every configuration field of every unit, written down once.
//!
//! Each kind of unit has a struct of plain values and one `walk` over its fields. Encoding,
//! decoding, the layout that the RTL slices its configuration bits by, and the disassembler are
//! all that same walk with a different [`Visitor`], so no second list of fields can exist.
//!
//! Level numbers count loops from the innermost, 0. What the fields do is in `docs/execution.md`.

use crate::spec::FabricSpec;
use crate::topology::{Net, SwitchId, Topology, UnitId, UnitKind};
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

struct Scope<'a, V: Visitor> {
    prefix: String,
    visitor: &'a mut V,
}

impl<V: Visitor> Scope<'_, V> {
    fn field(&mut self, name: &str, width: usize, value: &mut u32, meaning: &'static str) {
        self.visitor.field(&format!("{}{name}", self.prefix), width, value, meaning);
    }

    fn nested(&mut self, name: &str) -> Scope<'_, V> {
        Scope { prefix: format!("{}{name}.", self.prefix), visitor: self.visitor }
    }
}

/// Of each extent the layout has two bits more, which say that it is one step long, or two: they follow from it.
fn walk_counters<V: Visitor>(s: &mut Scope<V>, spec: &FabricSpec, c: &mut Counters) {
    let (levels, bits) = (c.levels.len(), spec.counter_bits);
    let widest = |l: usize| if l == 0 && c.vector == 1 { spec.lanes as u32 } else { 1 };
    let steps = |l: usize, extent: u32, n: u32| u32::from(extent.div_ceil(widest(l)).max(1) == n);
    let mut ends = Vec::new();
    for (l, level) in c.levels.iter().enumerate() {
        let Level { tile, short, .. } = *level;
        ends.push([steps(l, tile, 1), steps(l, tile, 2), steps(l, short, 1), steps(l, short, 2)]);
    }
    for (l, level) in c.levels.iter_mut().enumerate() {
        let [once, twice, short_once, short_twice] = &mut ends[l];
        let mut s = s.nested(&format!("level{l}"));
        s.field("tile", bits, &mut level.tile, "extent in elements");
        s.field("once", 1, once, "that is one step");
        s.field("twice", 1, twice, "that is two steps");
        if l + 1 < levels {
            s.field("ragged", 1, &mut level.ragged, "it has another extent when outer ends");
            s.field("short", bits, &mut level.short, "extent in the last iteration of outer");
            s.field("short_once", 1, short_once, "that is one step");
            s.field("short_twice", 1, short_twice, "that is two steps");
            s.field("outer", bits_for(levels), &mut level.outer, "the level that ends");
        }
    }
    s.field("vector", 1, &mut c.vector, "level 0 is spread over lanes");
}

fn walk_affine<V: Visitor>(s: &mut Scope<V>, bits: usize, a: &mut Affine) {
    s.field("base", bits, &mut a.base, "value at the first iteration");
    for (l, stride) in a.strides.iter_mut().enumerate() {
        s.field(&format!("stride{l}"), bits, stride, "added at each advance of the level");
    }
    s.field("lane", bits, &mut a.lane, "added from lane to lane");
}

fn walk_marks<V: Visitor>(s: &mut Scope<V>, levels: usize, marks: &mut Marks) {
    for (m, level) in marks.iter_mut().enumerate() {
        let name = format!("mark{}", m + 1);
        s.field(&name, bits_for(levels + 1), level, "1 + the level whose end it closes, or 0");
    }
}

fn walk_inputs<V: Visitor>(s: &mut Scope<V>, name: &str, levels: usize, inputs: &mut [Input]) {
    for (i, input) in inputs.iter_mut().enumerate() {
        let mut s = s.nested(&format!("{name}{i}"));
        s.field("enable", 1, &mut input.enable, "the port is used");
        s.field("hold", bits_for(levels + 1), &mut input.hold, "held while a lower level runs");
        walk_marks(&mut s, levels, &mut input.marks);
        if name == "vector_in" {
            s.field("every", DEAL_BITS, &mut input.every, "one of this many + 1 beats is kept");
            s.field("offset", DEAL_BITS, &mut input.offset, "the one that is kept");
        }
    }
}

fn walk_outputs<V: Visitor>(
    s: &mut Scope<V>,
    name: &str,
    spec: &FabricSpec,
    outputs: &mut [Output],
) {
    for (i, output) in outputs.iter_mut().enumerate() {
        let mut s = s.nested(&format!("{name}{i}"));
        s.field("enable", 1, &mut output.enable, "the port is used");
        let registers = bits_for(spec.pcu.registers);
        s.field("register", registers, &mut output.register, "pipeline register sent");
        s.field("fold", 1, &mut output.fold, "sent only at the end of a fold");
        s.field("lanes", 2, &mut output.lanes, "lanes that exist: 0 of the beat, 1 lane 0, 2 all");
        walk_marks(&mut s, spec.pcu.counter_levels, &mut output.marks);
    }
}

fn walk_stage<V: Visitor>(s: &mut Scope<V>, spec: &FabricSpec, stage: &mut Stage) {
    let registers = spec.pcu.registers;
    s.field("op", 6, &mut stage.op, "operator code");
    s.field("mode", 2, &mut stage.mode, "0 map, 1 accumulate, 2 reduce, 3 systolic");
    s.field("a", bits_for(registers + 1), &mut stage.a, "register, or the constant");
    s.field("b", bits_for(registers + 1), &mut stage.b, "register, or the constant");
    s.field("c", bits_for(registers), &mut stage.c, "register");
    s.field("masked", 1, &mut stage.masked, "absent lanes give the constant");
    s.field("hop", bits_for(spec.lane_bits()), &mut stage.hop, "partner lane is 2^hop above");
    s.field("spread", 1, &mut stage.spread, "operand b is one lane of its register");
    s.field("lane", spec.lane_bits(), &mut stage.lane, "that lane");
    s.field("constant", 32, &mut stage.constant, "constant or identity");
    s.field("destination", bits_for(registers), &mut stage.destination, "register written");
}

/// A stage that only holds a row: what is fixed in it is not in the layout.
fn walk_row<V: Visitor>(s: &mut Scope<V>, spec: &FabricSpec, number: usize, stage: &mut Stage) {
    let mut row = Stage::default();
    let mut systolic = u32::from(stage.mode == mode::SYSTOLIC);
    (row.op, row.lane, row.constant) = (stage.op, stage.lane, stage.constant);
    s.field("op", 6, &mut row.op, "operator code of the product");
    s.field("systolic", 1, &mut systolic, "the stage holds a row");
    s.field("lane", spec.lane_bits(), &mut row.lane, "operand b is this lane of its register");
    s.field("constant", 32, &mut row.constant, "what sums start from");
    if systolic == 1 {
        row.mode = mode::SYSTOLIC;
        row.b = spec.row_register(number) as u32;
        row.spread = 1;
        row.destination = spec.pcu.registers as u32 - 1;
    } else {
        row = Stage::default();
    }
    *stage = row;
}

impl PcuConfig {
    /// All zero, with the lists as long as the fabric's.
    pub fn new(spec: &FabricSpec) -> PcuConfig {
        let pcu = &spec.pcu;
        PcuConfig {
            counters: Counters::new(pcu.counter_levels),
            indices: vec![Affine::new(pcu.counter_levels); pcu.indices],
            vector_inputs: vec![Input::default(); pcu.vector_inputs],
            scalar_inputs: vec![Input::default(); pcu.scalar_inputs],
            head: vec![0; pcu.registers],
            stages: vec![Stage::default(); pcu.stages],
            vector_outputs: vec![Output::default(); pcu.vector_outputs],
            scalar_outputs: vec![Output::default(); pcu.scalar_outputs],
            drain: Drain { counters: Counters::new(pcu.drain_levels), ..Drain::default() },
            ..PcuConfig::default()
        }
    }

    /// What all registers before the first stage start with, those of rows last, counted as in `head`.
    pub fn heads(&self, spec: &FabricSpec) -> impl Iterator<Item = usize> {
        let rows = 1..=spec.row_registers();
        self.head.iter().map(|&head| head as usize).chain(rows)
    }

    /// The constant of a stage, or behind the last one of the output unit.
    pub fn constant_mut(&mut self, stage: usize) -> &mut u32 {
        match self.stages.get_mut(stage) {
            Some(stage) => &mut stage.constant,
            None => &mut self.output_unit.constant,
        }
    }

    /// Shows every field to `visitor`.
    pub fn walk<V: Visitor>(&mut self, spec: &FabricSpec, visitor: &mut V) {
        let levels = spec.pcu.counter_levels;
        let s = &mut Scope { prefix: String::new(), visitor };
        s.field("enable", 1, &mut self.enable, "the unit takes part in the run");
        walk_counters(s, spec, &mut self.counters);
        for (i, index) in self.indices.iter_mut().enumerate() {
            walk_affine(&mut s.nested(&format!("index{i}")), 32, index);
        }
        walk_inputs(s, "vector_in", levels, &mut self.vector_inputs);
        walk_inputs(s, "scalar_in", levels, &mut self.scalar_inputs);
        let sources = spec.pcu.vector_inputs + spec.pcu.scalar_inputs + spec.pcu.indices;
        for (r, head) in self.head.iter_mut().enumerate() {
            s.field(&format!("head{r}"), bits_for(sources), head, "what the register starts with");
        }
        for (i, stage) in self.stages.iter_mut().enumerate() {
            let s = &mut s.nested(&format!("stage{i}"));
            if spec.only_systolic(i) {
                walk_row(s, spec, i, stage);
            } else {
                walk_stage(s, spec, stage);
            }
        }
        s.field("fold.enable", 1, &mut self.fold.enable, "some stage accumulates");
        s.field("fold.levels", levels, &mut self.fold.levels, "bit l: level l is folded");
        s.field("fold.split", 1, &mut self.fold.split, "level 0 is folded in interleaved parts");
        let ways = bits_for(spec.pcu.accumulators);
        s.field("fold.ways", ways, &mut self.fold.ways, "accumulators in turn, less one");
        let level = bits_for(levels);
        s.field("fold.round", level, &mut self.fold.round, "ways start again at its ends");
        if spec.has_systolic() {
            let s = &mut s.nested("drain");
            s.field("enable", 1, &mut self.drain.enable, "systolic form");
            walk_counters(s, spec, &mut self.drain.counters);
            let level = bits_for(spec.pcu.drain_levels);
            s.field("rows", level, &mut self.drain.rows, "the level of the rows");
        }
        if spec.has_output_unit() {
            let unit = &mut self.output_unit;
            s.field("output_unit.op", 6, &mut unit.op, "operator code");
            s.field("output_unit.constant", 32, &mut unit.constant, "operand b");
        }
        walk_outputs(s, "vector_out", spec, &mut self.vector_outputs);
        walk_outputs(s, "scalar_out", spec, &mut self.scalar_outputs);
    }
}

impl Counters {
    /// `levels` loops of no extent.
    pub fn new(levels: usize) -> Counters {
        Counters { levels: vec![Level::default(); levels], vector: 0 }
    }
}

impl Affine {
    /// Zero over `levels` loops.
    pub fn new(levels: usize) -> Affine {
        Affine { base: 0, strides: vec![0; levels], lane: 0 }
    }
}

impl PmuConfig {
    /// All zero, with the lists as long as the fabric's.
    pub fn new(spec: &FabricSpec) -> PmuConfig {
        let levels = spec.pmu.counter_levels;
        let side = PmuSide {
            counters: Counters::new(levels),
            address: Affine::new(levels),
            ..PmuSide::default()
        };
        PmuConfig { write: side.clone(), read: side, ..PmuConfig::default() }
    }

    /// Shows every field to `visitor`.
    pub fn walk<V: Visitor>(&mut self, spec: &FabricSpec, visitor: &mut V) {
        let s = &mut Scope { prefix: String::new(), visitor };
        for (name, side) in [("write", &mut self.write), ("read", &mut self.read)] {
            let s = &mut s.nested(name);
            s.field("enable", 1, &mut side.enable, "the process takes part in the run");
            s.field("scalar", 1, &mut side.scalar, "its port is the scalar one");
            walk_counters(s, spec, &mut side.counters);
            walk_affine(&mut s.nested("address"), spec.pmu_address_bits(), &mut side.address);
            let levels = spec.pmu.counter_levels;
            s.field("advance", bits_for(levels + 1), &mut side.advance, "buffer handed over here");
            if name == "read" {
                let bits = bits_for(levels + 1);
                s.field("repeat", bits, &mut side.repeat, "1 + the level that repeats, or 0");
            }
            walk_marks(s, levels, &mut side.marks);
        }
        s.field("buffers", BUFFER_BITS, &mut self.buffers, "buffers in turn, less one");
        let bits = spec.pmu_address_bits();
        s.field("buffer_stride", bits, &mut self.buffer_stride, "words from buffer to buffer");
        s.field("skew", 1, &mut self.skew, "rows of the banks are rotated by their number");
    }
}

impl AgConfig {
    /// All zero, with the lists as long as the fabric's.
    pub fn new(spec: &FabricSpec) -> AgConfig {
        let levels = spec.ag.counter_levels;
        AgConfig {
            counters: Counters::new(levels),
            address: Affine::new(levels),
            bound: Affine::new(levels),
            ..AgConfig::default()
        }
    }

    /// Shows every field to `visitor`.
    pub fn walk<V: Visitor>(&mut self, spec: &FabricSpec, visitor: &mut V) {
        let levels = spec.ag.counter_levels;
        let s = &mut Scope { prefix: String::new(), visitor };
        s.field("enable", 1, &mut self.enable, "the unit takes part in the run");
        s.field("direction", 1, &mut self.direction, "0 load, 1 store");
        s.field("scalar", 1, &mut self.scalar, "its port is the scalar one");
        walk_counters(s, spec, &mut self.counters);
        walk_affine(&mut s.nested("address"), 30, &mut self.address);
        walk_marks(s, levels, &mut self.marks);
        s.field("width", 2, &mut self.width, "0 words, 1 bf16 halves, 2 i8 bytes");
        s.field("bounded", 1, &mut self.bounded, "rows out of bounds are not in memory");
        walk_affine(&mut s.nested("bound"), spec.counter_bits, &mut self.bound);
        let bits = spec.counter_bits;
        s.field("bound_limit", bits, &mut self.bound_limit, "rows from here on are out of bounds");
        let beats = bits_for(spec.ag.buffer_beats + 1);
        s.field("withheld", beats, &mut self.withheld, "beats of the buffer not used");
    }
}

impl SwitchConfig {
    /// All outputs off.
    pub fn new(topology: &Topology, switch: SwitchId) -> SwitchConfig {
        let off = |net| vec![0; topology.network(net).outputs[switch].len()];
        SwitchConfig { vector: off(Net::Vector), scalar: off(Net::Scalar) }
    }

    /// Shows every field to `visitor`.
    pub fn walk<V: Visitor>(&mut self, topology: &Topology, switch: SwitchId, visitor: &mut V) {
        for (net, selects) in [(Net::Vector, &mut self.vector), (Net::Scalar, &mut self.scalar)] {
            let network = topology.network(net);
            for (&node, select) in network.outputs[switch].iter().zip(selects) {
                let name = topology.node_name(net, network.nodes[node]);
                let name = format!("{}.select", name.replace('.', "_"));
                let width = bits_for(network.candidates[node].len() + 1);
                visitor.field(&name, width, select, "0 off, k + 1 candidate k");
            }
        }
    }
}

/// A configurable thing with its own frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Block {
    /// A unit.
    Unit(UnitId),
    /// A switch (both networks).
    Switch(SwitchId),
}

impl Block {
    /// Its name in reports.
    pub fn name(self, topology: &Topology) -> String {
        match self {
            Block::Unit(unit) => topology.units[unit].name.clone(),
            Block::Switch(switch) => topology.switch_name(switch),
        }
    }
}

/// The configuration of one block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum BlockConfig {
    Pcu(PcuConfig),
    Pmu(PmuConfig),
    Ag(AgConfig),
    Switch(SwitchConfig),
}

impl BlockConfig {
    /// The empty (all zero) configuration of `block`.
    pub fn new(spec: &FabricSpec, topology: &Topology, block: Block) -> BlockConfig {
        match block {
            Block::Switch(switch) => BlockConfig::Switch(SwitchConfig::new(topology, switch)),
            Block::Unit(unit) => match topology.units[unit].kind {
                UnitKind::Pcu => BlockConfig::Pcu(PcuConfig::new(spec)),
                UnitKind::Pmu => BlockConfig::Pmu(PmuConfig::new(spec)),
                UnitKind::Ag => BlockConfig::Ag(AgConfig::new(spec)),
            },
        }
    }

    /// Shows every field to `visitor`.
    pub fn walk<V: Visitor>(
        &mut self,
        spec: &FabricSpec,
        topology: &Topology,
        block: Block,
        visitor: &mut V,
    ) {
        match (self, block) {
            (BlockConfig::Pcu(config), _) => config.walk(spec, visitor),
            (BlockConfig::Pmu(config), _) => config.walk(spec, visitor),
            (BlockConfig::Ag(config), _) => config.walk(spec, visitor),
            (BlockConfig::Switch(config), Block::Switch(switch)) => {
                config.walk(topology, switch, visitor)
            }
            (BlockConfig::Switch(_), Block::Unit(_)) => {
                unreachable!("a unit never has a switch's configuration")
            }
        }
    }
}

/// Where a field lies in its block's frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Dotted name.
    pub name: String,
    /// First bit; bit `k` of the frame is bit `k % 32` of word `k / 32`.
    pub offset: usize,
    /// Bits.
    pub width: usize,
    /// What it means.
    pub meaning: &'static str,
}

/// The layout of one block's frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Fields in order of offset.
    pub fields: Vec<Field>,
    /// Bits in all.
    pub bits: usize,
}

impl Layout {
    /// The layout of `block`.
    pub fn new(spec: &FabricSpec, topology: &Topology, block: Block) -> Layout {
        let mut layout = Layout::default();
        BlockConfig::new(spec, topology, block).walk(spec, topology, block, &mut layout);
        layout
    }

    /// 32-bit words of the frame.
    pub fn words(&self) -> usize {
        self.bits.div_ceil(32)
    }

    /// The field called `name`.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Visitor for Layout {
    fn field(&mut self, name: &str, width: usize, _: &mut u32, meaning: &'static str) {
        let offset = self.bits;
        self.fields.push(Field { name: name.to_string(), offset, width, meaning });
        self.bits += width;
    }
}

/// A value that its field cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("configuration field `{name}` has {width} bits and cannot hold {value:#x}")]
pub struct FieldOverflow {
    /// Dotted name.
    pub name: String,
    /// Bits it has.
    pub width: usize,
    /// The value.
    pub value: u32,
}

struct Encoder {
    words: Vec<u32>,
    bits: usize,
    overflow: Option<FieldOverflow>,
}

impl Visitor for Encoder {
    fn field(&mut self, name: &str, width: usize, value: &mut u32, _: &'static str) {
        // Negative strides are two's complement: accept sign-extended values too.
        let fits = width == 32 || *value >> width == 0 || (*value as i32) >> (width - 1) == -1;
        if !fits && self.overflow.is_none() {
            self.overflow = Some(FieldOverflow { name: name.to_string(), width, value: *value });
        }
        let kept = u64::from(*value) & ((1u64 << width) - 1);
        let (word, shift) = (self.bits / 32, self.bits % 32);
        self.bits += width;
        self.words.resize(self.bits.div_ceil(32), 0);
        self.words[word] |= (kept << shift) as u32;
        if shift + width > 32 {
            self.words[word + 1] |= (kept >> (32 - shift)) as u32;
        }
    }
}

struct Decoder<'a> {
    words: &'a [u32],
    bits: usize,
}

impl Visitor for Decoder<'_> {
    fn field(&mut self, _: &str, width: usize, value: &mut u32, _: &'static str) {
        let (word, shift) = (self.bits / 32, self.bits % 32);
        self.bits += width;
        let at = |w: usize| u64::from(self.words.get(w).copied().unwrap_or(0));
        let pair = at(word) | at(word + 1) << 32;
        *value = ((pair >> shift) & ((1u64 << width) - 1)) as u32;
    }
}

/// The frame of `config`.
pub fn encode(
    spec: &FabricSpec,
    topology: &Topology,
    block: Block,
    config: &BlockConfig,
) -> Result<Vec<u32>, FieldOverflow> {
    let mut encoder = Encoder { words: Vec::new(), bits: 0, overflow: None };
    config.clone().walk(spec, topology, block, &mut encoder);
    encoder.overflow.map_or(Ok(encoder.words), Err)
}

/// The configuration in a frame; missing words read as zero. Values come back as field bits:
/// negative strides are not sign-extended.
pub fn decode(spec: &FabricSpec, topology: &Topology, block: Block, frame: &[u32]) -> BlockConfig {
    let mut config = BlockConfig::new(spec, topology, block);
    config.walk(spec, topology, block, &mut Decoder { words: frame, bits: 0 });
    config
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fill(u32);
    impl Visitor for Fill {
        fn field(&mut self, _: &str, width: usize, value: &mut u32, _: &'static str) {
            self.0 = self.0.wrapping_mul(0x9e37_79b1).wrapping_add(12345);
            *value = (u64::from(self.0) & ((1u64 << width) - 1)) as u32;
        }
    }

    #[test]
    fn every_block_survives_encoding() {
        for name in FabricSpec::reference_names() {
            let spec = FabricSpec::reference(name).unwrap();
            let topology = Topology::new(&spec);
            for block in crate::image::chains(&spec, &topology).into_iter().flatten() {
                let mut config = BlockConfig::new(&spec, &topology, block);
                config.walk(&spec, &topology, block, &mut Fill(7));
                let frame = encode(&spec, &topology, block, &config).unwrap();
                assert_eq!(frame.len(), Layout::new(&spec, &topology, block).words());
                assert_eq!(decode(&spec, &topology, block, &frame), config);
            }
        }
    }

    #[test]
    fn a_value_too_large_is_named() {
        let spec = FabricSpec::reference("tiny").unwrap();
        let topology = Topology::new(&spec);
        let block = Block::Unit(0);
        let mut config = PcuConfig::new(&spec);
        config.counters.levels[0].tile = 1 << 20;
        let error = encode(&spec, &topology, block, &BlockConfig::Pcu(config)).unwrap_err();
        assert_eq!(error.name, "level0.tile");
    }
}
