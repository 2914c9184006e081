//! The fields of each kind of unit in the order of the layout: one walk for each.

use super::{
    Affine, AgConfig, BUFFER_BITS, Counters, DEAL_BITS, Drain, Input, Level, Marks, Output,
    PcuConfig, PmuConfig, PmuSide, Stage, SwitchConfig, Visitor, bits_for, mode,
};
use crate::spec::FabricSpec;
use crate::topology::{Net, SwitchId, Topology};

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
