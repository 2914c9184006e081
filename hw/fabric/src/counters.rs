//! The loop counters of a process: levels, affine functions and the mask of an iteration, in one module.
//!
//! `docs/execution.md`, section 3. Units make the module with [`counters`], connect its configuration with
//! [`connect_fields`], and read end marks off `below` with [`marks`].

use crate::config_chain::Frame;
use crate::stream::Clocking;
use kiln_emit::{Instance, Module, Net, Part, Source, concat, constant};
use kiln_units::counter_affine::CounterAffine;
use kiln_units::counter_late::CounterLate;
use kiln_units::counter_marks::CounterMarks;
use kiln_units::counter_nest::{CounterNest, NestShape};

/// Sizes of a chain of loop counters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterShape {
    /// Loops.
    pub levels: usize,
    /// Bits of a counter.
    pub bits: usize,
    /// Lanes of the unit.
    pub lanes: usize,
    /// Width of each affine function.
    pub affine: Vec<usize>,
    /// Level 0 stands for whole rows: it is always at its last iteration and never steps.
    pub rows: bool,
    /// Tells of every level whether it is at its first and at its last iteration.
    pub ends: bool,
}

impl CounterShape {
    fn name(&self) -> String {
        let affine: String = self.affine.iter().map(|bits| format!("_a{bits}")).collect();
        let rows = if self.rows { "_rows" } else { "" };
        let ends = if self.ends { "_ends" } else { "" };
        format!("counters_n{}_b{}_lanes{}{affine}{rows}{ends}", self.levels, self.bits, self.lanes)
    }

    fn nest(&self) -> NestShape {
        let &CounterShape { levels, bits, lanes, rows, .. } = self;
        NestShape { levels, bits, lanes, rows }
    }
}

/// Fields of a level that are one bit, and whether the highest level has them.
const FLAGS: [(&str, bool); 5] = [
    ("once", true),
    ("twice", true),
    ("ragged", false),
    ("short_once", false),
    ("short_twice", false),
];

/// The module. Inputs `clk`, `rst`, `step`, and the fields that [`connect_fields`] connects. Outputs: `finished`; `below`
/// (bit h: all levels below h are at their last iteration); `first` and `last` (one bit a level), if there are `ends`;
/// `left0` (elements left on level 0, for rows its extent); `mask`; `value_<k>` of each affine function in lane 0.
pub fn counters(shape: &CounterShape) -> Part {
    let doc = "Loop counters: a nest of loops that steps once an iteration.";
    module(Module::new(shape.name(), doc), shape, false)
}

/// The same, but `value_<k>` is that of the iteration in the cycle before.
pub fn late_counters(shape: &CounterShape) -> Part {
    let doc = "Loop counters: a nest of loops that steps once an iteration. Affine functions are a cycle late.";
    module(Module::new(format!("{}_late", shape.name()), doc), shape, true)
}

fn module(mut m: Module, shape: &CounterShape, late: bool) -> Part {
    let &CounterShape { levels, bits, lanes, .. } = shape;
    let clocking = Clocking::ports(&mut m);
    m.section("the iteration is done: go to the next");
    let step = m.input("step", 1);
    let number = kiln_arch::config::bits_for(levels);
    let stepping =
        [("moves", 1), ("steps", levels), ("at", number), ("from", number), ("based", 1)];
    let followed = !shape.affine.is_empty();
    let stepping = stepping.map(|(name, width)| (name, followed.then(|| m.wire(name, width))));
    m.section("configuration");
    let mut nest = Vec::new();
    nest.push(("spread".to_string(), m.input("spread", 1)));
    nest.extend(FLAGS.map(|(name, _)| (name.to_string(), m.input(name, levels))));
    for l in 0..levels {
        for (name, width) in [("tile", bits), ("short", bits), ("outer", number)] {
            let name = format!("{name}_{l}");
            nest.push((name.clone(), m.input(name, width)));
        }
    }
    m.section("where the nest stands");
    let state = [("finished", 1), ("below", levels + 1), ("mask", lanes), ("left0", bits)];
    let ends = if shape.ends { vec![("first", levels), ("last", levels)] } else { Vec::new() };
    nest.extend(
        state
            .into_iter()
            .chain(ends)
            .map(|(name, width)| (name.to_string(), m.output(name, width))),
    );
    let part = Part::leaf(&CounterNest::new(shape.nest()));
    let mut instance = m.instance("nest", &part);
    instance.connect("clk", &clocking.clk).connect("rst", &clocking.rst).connect("step", &step);
    for (port, net) in &stepping {
        match net {
            Some(net) => instance.connect(*port, net),
            None => instance.open(*port),
        };
    }
    for (port, net) in &nest {
        instance.connect(port, net);
    }
    if !shape.ends {
        instance.open("first").open("last");
    }
    drop(instance);
    let stepping = stepping.into_iter().filter_map(|(port, net)| Some((port, net?)));
    let mut heard: Vec<(&str, Net)> = stepping.collect();
    heard.push(("rst", clocking.rst));
    if late {
        let named: Vec<(&str, Net)> = (heard.iter())
            .map(|(port, net)| (*port, m.wire(format!("late_{port}"), net.width())))
            .collect();
        let mut registers = m.instance("late", &Part::leaf(&CounterLate::new(levels)));
        registers.connect("clk", &clocking.clk);
        for ((port, net), (_, late)) in heard.iter().zip(&named) {
            registers.connect(*port, net).connect(format!("late_{port}"), late);
        }
        drop(registers);
        heard = named;
    }
    for (k, &width) in shape.affine.iter().enumerate() {
        m.section(format!("affine function {k}: configuration and value"));
        let value = m.output(format!("value_{k}"), width);
        let base = m.input(format!("base_{k}"), width);
        let strides: Vec<Net> =
            (0..levels).map(|l| m.input(format!("stride_{k}_{l}"), width)).collect();
        let part = Part::leaf(&CounterAffine::new(width, levels, shape.rows));
        let mut affine = m.instance(format!("affine{k}"), &part);
        affine.connect("clk", &clocking.clk).connect("base", &base).connect("value", &value);
        for (port, net) in &heard {
            affine.connect(*port, net);
        }
        for (l, stride) in strides.iter().enumerate() {
            affine.connect(format!("stride_{l}"), stride);
        }
    }
    m.part()
}

/// Connects the configuration of an instance of [`counters`]: fields whose names start with `prefix` (such as `write.`),
/// and the affine functions whose names start with those of `affine` (such as `write.address`).
pub fn connect_fields(
    instance: &mut Instance,
    frame: &Frame,
    shape: &CounterShape,
    prefix: &str,
    affine: &[String],
) {
    let highest = shape.levels - 1;
    let field = |l: usize, name: &str| frame.field(&format!("{prefix}level{l}.{name}"));
    for (name, everywhere) in FLAGS {
        let flag = |l: usize| match l < highest || everywhere {
            true => field(l, name),
            false => constant(1, 0),
        };
        instance.connect(name, concat((0..shape.levels).rev().map(flag)));
    }
    for l in 0..shape.levels {
        instance.connect(format!("tile_{l}"), field(l, "tile"));
        // The highest level has none around it.
        for (name, width) in
            [("short", shape.bits), ("outer", kiln_arch::config::bits_for(shape.levels))]
        {
            let value = if l < highest { field(l, name) } else { constant(width, 0) };
            instance.connect(format!("{name}_{l}"), value);
        }
    }
    instance.connect("spread", frame.field(&format!("{prefix}vector")));
    for (k, name) in affine.iter().enumerate() {
        instance.connect(format!("base_{k}"), frame.field(&format!("{name}.base")));
        for l in 0..shape.levels {
            let stride = frame.field(&format!("{name}.stride{l}"));
            instance.connect(format!("stride_{k}_{l}"), stride);
        }
    }
}

/// Adds the end mark of the iteration to `module`: fields `<prefix>mark1..3` against `below`. Gives the two bits of `e`.
pub fn marks(module: &mut Module, name: &str, frame: &Frame, prefix: &str, below: &Net) -> Net {
    let e = module.wire(name, 2);
    let part = Part::leaf(&CounterMarks::new(below.width() - 1));
    let mut instance = module.instance(format!("{name}_marks"), &part);
    for mark in 1..=3 {
        instance.connect(format!("mark{mark}"), frame.field(&format!("{prefix}mark{mark}")));
    }
    instance.connect("below", below).connect("e", &e);
    e
}

/// Bits of the beat `{e, mask, data}` for so many lanes.
pub fn beat_bits(lanes: usize) -> usize {
    33 * lanes + 2
}

/// A beat from its parts.
pub fn beat(e: impl Into<Source>, mask: impl Into<Source>, data: impl Into<Source>) -> Source {
    concat([e.into(), mask.into(), data.into()])
}
