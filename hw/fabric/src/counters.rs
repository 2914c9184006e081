//! The loop counters of a process: levels, affine functions and the mask of an iteration, in one module.
//!
//! `docs/execution.md`, section 3. Units make the module with [`counters`], connect its configuration with
//! [`connect_fields`], and read end marks off `below` with [`marks`].

use crate::config_chain::Frame;
use kiln_emit::{Instance, Module, Net, Part, Source, concat, constant};
use kiln_units::counter_affine::CounterAffine;
use kiln_units::counter_chain::CounterChain;
use kiln_units::counter_extent::CounterExtent;
use kiln_units::counter_level::CounterLevel;
use kiln_units::counter_marks::CounterMarks;
use kiln_units::counter_mask::CounterMask;

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
}

impl CounterShape {
    fn name(&self) -> String {
        let affine: String = self.affine.iter().map(|bits| format!("_a{bits}")).collect();
        let rows = if self.rows { "_rows" } else { "" };
        format!("counters_n{}_b{}_lanes{}{affine}{rows}", self.levels, self.bits, self.lanes)
    }
}

/// The module. Inputs `clk`, `rst`, `step`, and the fields that [`connect_fields`] connects. Outputs: `finished`; `below`
/// (bit h: all levels below h are at their last iteration); `first` and `last` (one bit a level); `left0` (elements
/// left on level 0, for rows its extent); `mask`; `value_<k>` of each affine function in lane 0.
pub fn counters(shape: &CounterShape) -> Part {
    let &CounterShape { levels, bits, lanes, rows, .. } = shape;
    let mut m =
        Module::new(shape.name(), "Loop counters: a nest of loops that steps once an iteration.");
    let clk = m.input("clk", 1);
    let rst = m.input("rst", 1);
    m.section("the iteration is done: go to the next");
    let step = m.input("step", 1);
    let fields = Fields::new(&mut m, shape);
    m.section("where the nest stands");
    let finished = m.output("finished", 1);
    let below = m.output("below", levels + 1);
    let first = m.output("first", levels);
    let last = m.output("last", levels);
    let left0 = m.output("left0", bits);
    let mask = m.output("mask", lanes);

    let advance = m.wire("advance", levels);
    let restart = m.wire("restart", levels);
    let wide = m.wire("wide", levels);
    let left: Vec<Net> = (0..levels).map(|l| m.wire(format!("left_{l}"), bits)).collect();
    m.assign(&left0, &left[0]);

    let chain = Part::leaf(&CounterChain::new(levels));
    m.instance("chain", &chain)
        .connect("clk", &clk)
        .connect("rst", &rst)
        .connect("step", &step)
        .connect("last", &last)
        .connect("advance", &advance)
        .connect("restart", &restart)
        .connect("below", &below)
        .connect("finished", &finished);

    let selector = Part::leaf(&CounterMask::new(bits, levels, lanes));
    let mut lanes_of = m.instance("lanes", &selector);
    lanes_of.connect("vector_level", &fields.vector).connect("wide", &wide).connect("mask", &mask);
    for (l, left) in left.iter().enumerate() {
        lanes_of.connect(format!("left_{l}"), left);
    }
    drop(lanes_of);

    let level = Part::leaf(&CounterLevel::new(bits, lanes));
    let ragged = Part::leaf(&CounterExtent::new(bits, levels));
    for l in 0..levels {
        let extent = if let Some(fields_ragged) = fields.ragged.get(l) {
            let extent = m.wire(format!("extent_{l}"), bits);
            let [flag, limit, less, outer] = fields_ragged;
            m.instance(format!("extent{l}"), &ragged)
                .connect("clk", &clk)
                .connect("rst", &rst)
                .connect("tile", &fields.tile[l])
                .connect("ragged", flag)
                .connect("limit", limit)
                .connect("less", less)
                .connect("outer", outer)
                .connect("advance", &advance)
                .connect("restart", &restart)
                .connect("extent", &extent);
            extent
        } else {
            fields.tile[l].clone()
        };
        let mut instance = m.instance(format!("level{l}"), &level);
        instance
            .connect("clk", &clk)
            .connect("rst", &rst)
            .connect("extent", &extent)
            .connect("wide", wide.bit(l))
            .connect("advance", advance.bit(l))
            .connect("restart", restart.bit(l))
            .connect("first", first.slice(l, 1))
            .connect("left", &left[l]);
        if rows && l == 0 {
            instance.open("last");
        } else {
            instance.connect("last", last.slice(l, 1));
        }
    }
    if rows {
        m.assign(last.slice(0, 1), constant(1, 1));
    }

    for (k, &width) in shape.affine.iter().enumerate() {
        let value = m.output(format!("value_{k}"), width);
        let part = Part::leaf(&CounterAffine::new(width, levels));
        let (base, strides) = &fields.affine[k];
        let mut instance = m.instance(format!("affine{k}"), &part);
        instance.connect("clk", &clk).connect("rst", &rst).connect("base", base);
        for (l, stride) in strides.iter().enumerate() {
            instance.connect(format!("stride_{l}"), stride);
        }
        instance.connect("advance", &advance).connect("restart", &restart).connect("value", &value);
    }
    m.part()
}

/// Configuration ports of the module.
struct Fields {
    tile: Vec<Net>,
    /// `ragged`, `limit`, `less`, `outer` of all levels but the highest.
    ragged: Vec<[Net; 4]>,
    vector: Net,
    /// Base and strides.
    affine: Vec<(Net, Vec<Net>)>,
}

impl Fields {
    fn new(m: &mut Module, shape: &CounterShape) -> Fields {
        let &CounterShape { levels, bits, .. } = shape;
        let number = kiln_arch::config::bits_for(levels);
        m.section("configuration");
        let tile = (0..levels).map(|l| m.input(format!("tile_{l}"), bits)).collect();
        let ragged = (0..levels - 1)
            .map(|l| {
                [
                    m.input(format!("ragged_{l}"), 1),
                    m.input(format!("limit_{l}"), bits),
                    m.input(format!("less_{l}"), bits),
                    m.input(format!("outer_{l}"), number),
                ]
            })
            .collect();
        let vector = m.input("vector_level", kiln_arch::config::bits_for(levels + 1));
        let affine = shape
            .affine
            .iter()
            .enumerate()
            .map(|(k, &width)| {
                let base = m.input(format!("base_{k}"), width);
                let strides =
                    (0..levels).map(|l| m.input(format!("stride_{k}_{l}"), width)).collect();
                (base, strides)
            })
            .collect();
        Fields { tile, ragged, vector, affine }
    }
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
    for l in 0..shape.levels {
        let field = |name: &str| frame.field(&format!("{prefix}level{l}.{name}"));
        instance.connect(format!("tile_{l}"), field("tile"));
        if l + 1 < shape.levels {
            instance.connect(format!("ragged_{l}"), field("ragged"));
            instance.connect(format!("limit_{l}"), field("limit"));
            instance.connect(format!("less_{l}"), field("step"));
            instance.connect(format!("outer_{l}"), field("outer"));
        }
    }
    instance.connect("vector_level", frame.field(&format!("{prefix}vector")));
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
