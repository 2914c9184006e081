//! The loop counters of a process: levels, affine functions and the mask of an iteration, in one module.
//!
//! `docs/execution.md`, section 3. Units make the module with [`counters`], connect its configuration with
//! [`connect_fields`], and read end marks off `below` with [`marks`].

use crate::config_chain::Frame;
use crate::stream::Clocking;
use kiln_emit::{Instance, Module, Net, Part, Source, concat, constant};
use kiln_units::counter_affine::CounterAffine;
use kiln_units::counter_chain::CounterChain;
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
}

/// The module. Inputs `clk`, `rst`, `step`, and the fields that [`connect_fields`] connects. Outputs: `finished`; `below`
/// (bit h: all levels below h are at their last iteration); `first` and `last` (one bit a level), if there are `ends`;
/// `left0` (elements left on level 0, for rows its extent); `mask`; `value_<k>` of each affine function in lane 0.
pub fn counters(shape: &CounterShape) -> Part {
    let &CounterShape { levels, bits, lanes, .. } = shape;
    let mut m =
        Module::new(shape.name(), "Loop counters: a nest of loops that steps once an iteration.");
    let clocking = Clocking::ports(&mut m);
    m.section("the iteration is done: go to the next");
    let step = m.input("step", 1);
    let fields = Fields::new(&mut m, shape);
    m.section("where the nest stands");
    let state = State {
        finished: m.output("finished", 1),
        below: m.output("below", levels + 1),
        ends: shape.ends.then(|| [m.output("first", levels), m.output("last", levels)]),
        mask: m.output("mask", lanes),
    };
    let left0 = m.output("left0", bits);
    let wires = Wires {
        advance: m.wire("advance", levels),
        restart: m.wire("restart", levels),
        moves: m.wire("moves", 1),
        carries: m.wire("carries", 1),
        wide: m.wire("wide", levels),
        left: (0..levels).map(|l| m.wire(format!("left_{l}"), bits)).collect(),
    };
    m.assign(&left0, &wires.left[0]);
    let mut nest = Nest { shape, m, clocking, fields, state, wires };
    nest.chain(&step);
    nest.mask();
    for level in 0..levels {
        nest.level(level);
    }
    for k in 0..shape.affine.len() {
        nest.affine(k);
    }
    nest.m.part()
}

/// Outputs of the module.
struct State {
    finished: Net,
    below: Net,
    /// `first` and `last`.
    ends: Option<[Net; 2]>,
    mask: Net,
}

/// What its parts share: one bit a level, and of each level the elements left.
struct Wires {
    advance: Net,
    restart: Net,
    moves: Net,
    carries: Net,
    wide: Net,
    left: Vec<Net>,
}

/// The module under construction.
struct Nest<'a> {
    shape: &'a CounterShape,
    m: Module,
    clocking: Clocking,
    fields: Fields,
    state: State,
    wires: Wires,
}

impl Nest<'_> {
    /// An instance with its clock.
    fn place(&mut self, name: String, part: &Part) -> Instance<'_> {
        let mut instance = self.m.instance(name, part);
        instance.connect("clk", &self.clocking.clk).connect("rst", &self.clocking.rst);
        instance
    }

    /// Which levels step.
    fn chain(&mut self, step: &Net) {
        let CounterShape { bits, levels, lanes, rows, .. } = *self.shape;
        let part = Part::leaf(&CounterChain::new(bits, levels, lanes));
        let mut chain = self.m.instance("chain", &part);
        chain.connect("clk", &self.clocking.clk).connect("rst", &self.clocking.rst);
        chain.connect("step", step);
        for net in [&self.state.finished, &self.state.below] {
            chain.connect(net.name(), net);
        }
        let Wires { advance, restart, moves, carries, wide, left } = &self.wires;
        for net in [advance, restart, moves, carries, wide] {
            chain.connect(net.name(), net);
        }
        for (l, left) in left.iter().enumerate() {
            // Nothing left is a last iteration.
            let whole_row = rows && l == 0;
            let left = if whole_row { constant(bits, 0) } else { left.into() };
            chain.connect(format!("left_{l}"), left);
            match &self.state.ends {
                Some([_, last]) => chain.connect(format!("last_{l}"), last.bit(l)),
                None => chain.open(format!("last_{l}")),
            };
        }
    }

    /// The lanes of the iteration.
    fn mask(&mut self) {
        let CounterShape { bits, levels, lanes, .. } = *self.shape;
        let mut mask =
            self.m.instance("lanes", &Part::leaf(&CounterMask::new(bits, levels, lanes)));
        mask.connect("vector_level", &self.fields.vector)
            .connect("wide", &self.wires.wide)
            .connect("mask", &self.state.mask);
        for (l, left) in self.wires.left.iter().enumerate() {
            mask.connect(format!("left_{l}"), left);
        }
    }

    fn level(&mut self, l: usize) {
        let CounterShape { bits, levels, lanes, .. } = *self.shape;
        let tile = self.fields.tile[l].clone();
        let ragged = self.fields.ragged.get(l).cloned();
        let outer_bits = kiln_arch::config::bits_for(levels);
        let widths = [("ragged", 1), ("limit", bits), ("less", bits), ("outer", outer_bits)];
        let Wires { advance, restart, moves, carries, wide, left } = &self.wires;
        // A step of the lowest level alone does nothing to the others.
        let moves = if l == 0 { moves.clone() } else { carries.clone() };
        let [advance, restart, wide] = [advance, restart, wide].map(Net::clone);
        let (left, first) =
            (left[l].clone(), self.state.ends.as_ref().map(|[first, _]| first.bit(l)));
        let part = Part::leaf(&CounterLevel::new(bits, levels, lanes));
        let mut level = self.place(format!("level{l}"), &part);
        level.connect("tile", tile).connect("wide", wide.bit(l)).connect("moves", moves);
        level.connect("advance", advance.bit(l)).connect("restart", restart.bit(l));
        level.connect("nest_advance", advance).connect("nest_restart", restart);
        level.connect("left", left);
        match first {
            Some(first) => level.connect("first", first),
            None => level.open("first"),
        };
        for (k, (port, width)) in widths.into_iter().enumerate() {
            match &ragged {
                Some(fields) => level.connect(port, &fields[k]),
                None => level.connect(port, constant(width, 0)),
            };
        }
    }

    fn affine(&mut self, k: usize) {
        let width = self.shape.affine[k];
        let value = self.m.output(format!("value_{k}"), width);
        let (base, strides) = self.fields.affine[k].clone();
        let Wires { advance, restart, moves, .. } = &self.wires;
        let [advance, restart, moves] = [advance, restart, moves].map(Net::clone);
        let part = Part::leaf(&CounterAffine::new(width, self.shape.levels));
        let mut affine = self.place(format!("affine{k}"), &part);
        affine.connect("base", base).connect("value", value).connect("moves", moves);
        affine.connect("advance", advance).connect("restart", restart);
        for (l, stride) in strides.into_iter().enumerate() {
            affine.connect(format!("stride_{l}"), stride);
        }
    }
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
