//! The pattern compute unit: input FIFOs, loop counters that run ahead, issue, a pipeline of functional units, output FIFOs.
//!
//! `docs/execution.md`, section 4. The file follows the way of a beat.

mod ahead;
mod drain;
mod issue;
mod row;
mod send;
mod stage;
mod systolic;

use crate::config_chain::Frame;
use crate::counters::{CounterShape, beat_bits};
use crate::stream::{Clocking, Stream, input_port, output_port};
use kiln_arch::FabricSpec;
use kiln_arch::config::{Layout, PcuConfig, bits_for};
use kiln_emit::{Module, Net, Part, Source, constant};
use kiln_units::counter_ramp::CounterRamp;
use kiln_units::pcu_deal::PcuDeal;
use kiln_units::pcu_delay::PcuDelay;
use kiln_units::pcu_head::PcuHead;
use std::collections::{BTreeMap, BTreeSet};

/// What all parts of the unit know.
struct Unit<'a> {
    spec: &'a FabricSpec,
    m: Module,
    clocking: Clocking,
    frame: Frame,
}

impl Unit<'_> {
    /// Lanes of the unit.
    fn lanes(&self) -> usize {
        self.spec.lanes
    }

    /// The ports that `(vector, scalar)` counts, vector ports first, with their names and lanes.
    fn ports(&self, way: &str, vector: usize, scalar: usize) -> Vec<(String, usize)> {
        let named = |net: &'static str, count: usize, lanes: usize| {
            (0..count).map(move |i| (format!("{net}_{way}{i}"), lanes)).collect::<Vec<_>>()
        };
        [named("vector", vector, self.lanes()), named("scalar", scalar, 1)].concat()
    }

    fn inputs(&self) -> Vec<(String, usize)> {
        self.ports("in", self.spec.pcu.vector_inputs, self.spec.pcu.scalar_inputs)
    }

    fn outputs(&self) -> Vec<(String, usize)> {
        self.ports("out", self.spec.pcu.vector_outputs, self.spec.pcu.scalar_outputs)
    }
}

/// What travels with a beat: flags are `valid` and one bit an output that it fires, notes the rest.
#[derive(Clone)]
struct Control {
    flags: Net,
    notes: Net,
}

/// Where the notes lie. First the accumulator in each bank, and the bank if there are two; then whether a fold starts, the
/// row that the drain sends, the mask, and the end mark of each output.
struct Notes {
    banks: usize,
    way_bits: usize,
    row_bits: usize,
    lanes: usize,
    outputs: usize,
}

impl Notes {
    fn new(spec: &FabricSpec) -> Notes {
        let systolic = spec.has_systolic();
        Notes {
            banks: if systolic { 2 } else { 1 },
            way_bits: bits_for(spec.pcu.accumulators),
            row_bits: if systolic { bits_for(spec.pcu.stages) } else { 0 },
            lanes: spec.lanes,
            outputs: spec.pcu.vector_outputs + spec.pcu.scalar_outputs,
        }
    }

    fn way(&self, notes: &Net, bank: usize) -> Source {
        notes.slice(bank * self.way_bits, self.way_bits)
    }

    fn bank(&self, notes: &Net) -> Source {
        notes.bit(2 * self.way_bits)
    }

    /// Bits of ways and bank, all that a stage needs to write a sum of products.
    fn sum_bits(&self) -> usize {
        self.banks * self.way_bits + self.banks - 1
    }

    fn first(&self, notes: &Net) -> Source {
        notes.bit(self.sum_bits())
    }

    fn row(&self, notes: &Net) -> Source {
        notes.slice(self.sum_bits() + 1, self.row_bits)
    }

    fn mask(&self, notes: &Net) -> Source {
        notes.slice(self.sum_bits() + 1 + self.row_bits, self.lanes)
    }

    fn mark(&self, notes: &Net, output: usize) -> Source {
        notes.slice(self.bits() - 2 * (self.outputs - output), 2)
    }

    fn bits(&self) -> usize {
        self.sum_bits() + 1 + self.row_bits + self.lanes + 2 * self.outputs
    }
}

/// The PCU of a fabric, as a module with the ports that every unit has.
pub fn module(spec: &FabricSpec) -> Part {
    let mut m = Module::new(
        "pcu",
        "Pattern compute unit: loop counters, a pipeline of functional units in lanes, and FIFOs at its ports.",
    );
    let clocking = Clocking::ports(&mut m);
    let mut layout = Layout::default();
    PcuConfig::new(spec).walk(spec, &mut layout);
    let frame = Frame::new(&mut m, &clocking.clk, layout);
    let mut unit = Unit { spec, m, clocking, frame };

    let inputs = input_fifos(&mut unit);
    let outputs = output_ports(&mut unit);
    let notes = Notes::new(spec);
    let issued = issue::issue(&mut unit, &notes, &inputs, &outputs);
    let mut registers = head(&mut unit, &inputs, &issued.indices);
    let controls = controls(&mut unit, &notes, &issued.control);
    for stage in 0..spec.pcu.stages {
        let add = if spec.only_systolic(stage) { row::row } else { stage::stage };
        registers = add(&mut unit, &notes, stage, &registers, &controls);
    }
    send::send(&mut unit, &notes, &controls[&spec.pipeline_cycles()], &registers, &outputs);
    unit.m.part()
}

/// The counters of a PCU.
fn counter_shape(spec: &FabricSpec) -> CounterShape {
    CounterShape {
        levels: spec.pcu.counter_levels,
        bits: spec.counter_bits,
        lanes: spec.lanes,
        affine: vec![32; spec.pcu.indices],
        rows: false,
        ends: true,
    }
}

/// Ports and FIFOs of the inputs; gives the FIFOs' heads.
fn input_fifos(unit: &mut Unit) -> Vec<Stream> {
    let depth = unit.spec.pcu.input_fifo;
    let vectors = unit.spec.pcu.vector_inputs;
    let mut heads = Vec::new();
    for (i, (name, lanes)) in unit.inputs().into_iter().enumerate() {
        let port = input_port(&mut unit.m, &name, beat_bits(lanes));
        let valid = if i < vectors { dealt(unit, &name, &port) } else { port.valid };
        let kept = Stream { valid, ..port };
        heads.push(unit.clocking.queue(&mut unit.m, &name, &kept, depth));
    }
    heads
}

/// Whether a vector input keeps the beat that arrives.
fn dealt(unit: &mut Unit, name: &str, port: &Stream) -> Net {
    let kept = unit.m.wire(format!("{name}_kept"), 1);
    unit.m
        .instance(format!("{name}_deal"), &Part::leaf(&PcuDeal::new()))
        .connect("clk", &unit.clocking.clk)
        .connect("rst", &unit.clocking.rst)
        .connect("every", unit.frame.field(&format!("{name}.every")))
        .connect("offset", unit.frame.field(&format!("{name}.offset")))
        .connect("link_valid", &port.valid)
        .connect("fifo_ready", &port.ready)
        .connect("fifo_valid", &kept);
    kept
}

/// Ports of the outputs.
fn output_ports(unit: &mut Unit) -> Vec<Stream> {
    let outputs = unit.outputs().into_iter();
    outputs.map(|(name, lanes)| output_port(&mut unit.m, &name, beat_bits(lanes))).collect()
}

/// The registers before the first stage: a vector of all lanes for each.
fn head(unit: &mut Unit, inputs: &[Stream], indices: &[Net]) -> Vec<Net> {
    let (lanes, vectors) = (unit.lanes(), unit.spec.pcu.vector_inputs);
    let ramps: Vec<Net> = indices.iter().enumerate().map(|(k, base)| ramp(unit, k, base)).collect();
    let source = |k: usize, lane: usize| -> Source {
        match k.checked_sub(inputs.len()) {
            Some(index) => ramps[index].slice(32 * lane, 32),
            None if k < vectors => inputs[k].data.slice(32 * lane, 32),
            None => inputs[k].data.slice(0, 32),
        }
    };
    let registers = unit.spec.pcu.registers;
    let sources = inputs.len() + ramps.len();
    let part = Part::leaf(&PcuHead::new(registers, sources, lanes));
    let wires: Vec<Net> =
        (0..registers).map(|r| unit.m.wire(format!("register_0_{r}"), 32 * lanes)).collect();
    let mut instance = unit.m.instance("head", &part);
    instance.connect("clk", &unit.clocking.clk);
    for (r, wire) in wires.iter().enumerate() {
        instance.connect(format!("head_{r}"), unit.frame.field(&format!("head{r}")));
        for lane in 0..lanes {
            instance.connect(format!("register_{}", r * lanes + lane), wire.slice(32 * lane, 32));
        }
    }
    for k in 0..sources {
        for lane in 0..lanes {
            instance.connect(format!("source_{}", k * lanes + lane), source(k, lane));
        }
    }
    drop(instance);
    wires.into_iter().chain(row_heads(unit, inputs)).collect()
}

/// The registers before the first stage that only rows have: vector inputs as they are.
fn row_heads(unit: &mut Unit, inputs: &[Stream]) -> Vec<Net> {
    let lanes = unit.lanes();
    let part = Part::leaf(&PcuHead::new(1, 1, lanes));
    let mut wires = Vec::new();
    for group in 0..unit.spec.row_registers() {
        let wire = unit.m.wire(format!("register_0_row{group}"), 32 * lanes);
        let mut instance = unit.m.instance(format!("head_row{group}"), &part);
        instance.connect("clk", &unit.clocking.clk).connect("head_0", constant(1, 0));
        for lane in 0..lanes {
            let word = inputs[1 + group].data.slice(32 * lane, 32);
            instance.connect(format!("source_{lane}"), word);
            instance.connect(format!("register_{lane}"), wire.slice(32 * lane, 32));
        }
        drop(instance);
        wires.push(wire);
    }
    wires
}

/// An index generator's value in each lane.
fn ramp(unit: &mut Unit, k: usize, base: &Net) -> Net {
    let lanes = unit.lanes();
    let value = unit.m.wire(format!("index_{k}_lanes"), 32 * lanes);
    let part = Part::leaf(&CounterRamp::new(32, lanes));
    let mut instance = unit.m.instance(format!("index_{k}_ramp"), &part);
    instance.connect("base", base).connect("step", unit.frame.field(&format!("index{k}.lane")));
    for lane in 0..lanes {
        instance.connect(format!("value_{lane}"), value.slice(32 * lane, 32));
    }
    value
}

/// The control of a beat by the cycles since it was at the operands of stage 0.
type Controls = BTreeMap<usize, Control>;

/// The control of a beat at the operands and the results of each stage, and where its sums of products are written. Behind
/// the last registers there is less left of it: what sums start and go on from, then a beat's validity, bank and ways.
fn controls(unit: &mut Unit, notes: &Notes, issued: &Control) -> Controls {
    let (spec, latency) = (unit.spec, unit.spec.numbers.op_latency);
    let systolic = |&stage: &usize| stage::is_systolic(spec, stage);
    let results = |stage| spec.stage_start(stage) + latency;
    let last_results = (0..spec.pcu.stages).map(results).max().unwrap_or(0);
    let starts = (0..=spec.pcu.stages).map(|stage| spec.stage_start(stage));
    let sum = |stage| spec.stage_start(stage) + stage::sum_cycles(spec, stage);
    let sums = (0..spec.pcu.stages).filter(systolic).map(sum);
    let leaving = |stage| spec.stage_start(stage) + stage::leaving_cycles(spec);
    let ordinary = (0..spec.pcu.stages).filter(|&stage| !spec.only_systolic(stage));
    let operands = ordinary.clone().map(|stage| spec.stage_start(stage) + stage::held(spec));
    let leaving = ordinary.filter(systolic).map(leaving);
    let results = (0..spec.pcu.stages).map(results);
    let cycles: BTreeSet<usize> =
        starts.chain(operands).chain(results).chain(sums).chain(leaving).collect();
    let mut last = (0, delay(unit, "control_0", &issued.flags, &issued.notes, 1));
    let mut controls = Controls::from([last.clone()]);
    for cycle in cycles.into_iter().skip(1) {
        let (before, Control { flags, notes: all }) = &last;
        let (flag_bits, note_bits) = match cycle {
            _ if cycle <= spec.pipeline_cycles() => (flags.width(), all.width()),
            _ if cycle <= last_results => (1, notes.sum_bits() + 1),
            _ => (1, notes.sum_bits()),
        };
        let (flags, notes) = (flags.slice(0, flag_bits), all.slice(0, note_bits));
        last = (cycle, delay(unit, &format!("control_{cycle}"), flags, notes, cycle - before));
        controls.insert(last.0, last.1.clone());
    }
    controls
}

/// The control of a beat some cycles later.
fn delay(
    unit: &mut Unit,
    name: &str,
    flags: impl Into<Source>,
    notes: impl Into<Source>,
    cycles: usize,
) -> Control {
    let (flags_in, notes_in) = (flags.into(), notes.into());
    let (flags, notes) = (flags_in.width(), notes_in.width());
    let to = Control {
        flags: unit.m.wire(format!("{name}_flags"), flags),
        notes: unit.m.wire(format!("{name}_notes"), notes),
    };
    unit.m
        .instance(format!("{name}_delay"), &Part::leaf(&PcuDelay::new(flags, notes, cycles)))
        .connect("clk", &unit.clocking.clk)
        .connect("rst", &unit.clocking.rst)
        .connect("flags_in", flags_in)
        .connect("notes_in", notes_in)
        .connect("flags_out", &to.flags)
        .connect("notes_out", &to.notes);
    to
}
