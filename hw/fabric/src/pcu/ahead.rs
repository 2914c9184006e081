//! What is known of a beat before it can be issued: where the loops stand and what follows of it. It waits in a queue, so
//! that the decision to issue starts from registers.

use super::{Notes, Unit, counter_shape};
use crate::counters::{connect_fields, counters, marks};
use kiln_emit::{Module, Net, Part, Source, concat};
use kiln_units::fifo::Fifo;
use kiln_units::pcu_ahead::PcuAhead;
use kiln_units::pcu_fold::{FoldShape, PcuFold};

/// Iterations that are prepared at most: one that may be issued, and one behind it for the cycle in which that is.
const PREPARED: usize = 2;

/// The iteration whose beat may be issued.
pub struct Ahead {
    /// There is one.
    pub valid: Net,
    /// No more will be prepared.
    pub finished: Net,
    /// One bit an input port: the beat there is popped.
    pub pops: Net,
    /// Of each input port: the end mark of what is popped.
    pub expected: Vec<Net>,
    /// One bit an output port: something is sent there.
    pub sends: Net,
    /// Of each output port: its end mark.
    pub marks: Vec<Net>,
    /// Lanes of the iteration.
    pub mask: Net,
    /// Its accumulator.
    pub way: Net,
    /// It starts its part of a fold.
    pub first: Net,
    /// It completes a tile; if the unit can be systolic.
    pub complete: Option<Net>,
    /// Value of each index generator in lane 0.
    pub indices: Vec<Net>,
}

/// Where the loops stand.
struct Loops {
    finished: Net,
    below: Net,
    first: Net,
    last: Net,
    left0: Net,
    mask: Net,
    indices: Vec<Net>,
}

/// What the fold control says of the iteration at which the loops stand.
struct Fold {
    way: Net,
    first: Net,
    emit: Net,
    complete: Option<Net>,
}

/// The fields of the queue: what goes in, and what comes out.
#[derive(Default)]
struct Fields(Vec<(Net, Net)>);

impl Fields {
    /// Adds a field; gives it as it comes out, named as it goes in, but for `next_`.
    fn add(&mut self, m: &mut Module, entering: &Net) -> Net {
        let name = entering.name().strip_prefix("next_").expect("a field's name says what it is");
        let leaving = m.wire(name, entering.width());
        self.0.push((entering.clone(), leaving.clone()));
        leaving
    }
}

/// Builds the loops and the queue of what they prepare; `issue` takes from it.
pub fn ahead(unit: &mut Unit, notes: &Notes, issue: &Net) -> Ahead {
    let step = unit.m.wire("step", 1);
    let loops = loops(unit, &step);
    let fold = fold(unit, notes, &step, &loops);
    let room = unit.m.wire("room_ahead", 1);
    let [pops, sends] = ports(unit, &loops, &fold, &room, &step);
    let mut fields = Fields::default();
    let named = |ports: Vec<(String, usize)>| ports.into_iter().map(|(name, _)| name);
    let marked = |unit: &mut Unit, fields: &mut Fields, name: String| {
        let prefix = format!("{name}.");
        let wire = format!("next_{name}_e");
        let mark = marks(&mut unit.m, &wire, &unit.frame, &prefix, &loops.below);
        fields.add(&mut unit.m, &mark)
    };
    let expected = named(unit.inputs()).map(|name| marked(unit, &mut fields, name)).collect();
    let marks = named(unit.outputs()).map(|name| marked(unit, &mut fields, name)).collect();
    let m = &mut unit.m;
    let mut field = |net: &Net| fields.add(m, net);
    let ahead = Ahead {
        finished: loops.finished,
        pops: field(&pops),
        sends: field(&sends),
        mask: field(&loops.mask),
        way: field(&fold.way),
        first: field(&fold.first),
        complete: fold.complete.as_ref().map(&mut field),
        indices: loops.indices.iter().map(field).collect(),
        valid: m.wire("prepared", 1),
        expected,
        marks,
    };
    queue(unit, &fields, [&step, &room, &ahead.valid, issue]);
    ahead
}

/// The queue itself.
fn queue(unit: &mut Unit, fields: &Fields, [step, room, valid, issue]: [&Net; 4]) {
    let entering: Vec<Source> =
        fields.0.iter().rev().map(|(entering, _)| entering.into()).collect();
    let width = fields.0.iter().map(|(entering, _)| entering.width()).sum();
    let data = unit.m.wire("prepared_fields", width);
    unit.m
        .instance("ahead_fifo", &Part::leaf(&Fifo::new(width, PREPARED)))
        .connect("clk", &unit.clocking.clk)
        .connect("rst", &unit.clocking.rst)
        .connect("in_valid", step)
        .connect("in_ready", room)
        .connect("in_data", concat(entering))
        .connect("out_valid", valid)
        .connect("out_ready", issue)
        .connect("out_data", &data);
    let mut from = 0;
    for (_, leaving) in &fields.0 {
        unit.m.assign(leaving, data.slice(from, leaving.width()));
        from += leaving.width();
    }
}

fn loops(unit: &mut Unit, step: &Net) -> Loops {
    let shape = counter_shape(unit.spec);
    let indices =
        (0..shape.affine.len()).map(|k| unit.m.wire(format!("next_index_{k}"), 32)).collect();
    let loops = Loops {
        finished: unit.m.wire("finished", 1),
        below: unit.m.wire("below", shape.levels + 1),
        first: unit.m.wire("first_levels", shape.levels),
        last: unit.m.wire("last_levels", shape.levels),
        left0: unit.m.wire("left0", shape.bits),
        mask: unit.m.wire("next_iteration_mask", shape.lanes),
        indices,
    };
    let affine: Vec<String> = (0..shape.affine.len()).map(|k| format!("index{k}")).collect();
    let mut instance = unit.m.instance("counters", &counters(&shape));
    instance
        .connect("clk", &unit.clocking.clk)
        .connect("rst", &unit.clocking.rst)
        .connect("step", step)
        .connect("finished", &loops.finished)
        .connect("below", &loops.below)
        .connect("first", &loops.first)
        .connect("last", &loops.last)
        .connect("left0", &loops.left0)
        .connect("mask", &loops.mask);
    for (k, index) in loops.indices.iter().enumerate() {
        instance.connect(format!("value_{k}"), index);
    }
    connect_fields(&mut instance, &unit.frame, &shape, "", &affine);
    loops
}

fn fold(unit: &mut Unit, notes: &Notes, step: &Net, loops: &Loops) -> Fold {
    let spec = unit.spec;
    let part = Part::leaf(&PcuFold::new(FoldShape {
        accumulators: spec.pcu.accumulators,
        levels: spec.pcu.counter_levels,
        counter_bits: spec.counter_bits,
        lanes: spec.lanes,
    }));
    let fold = Fold {
        way: unit.m.wire("next_way", notes.way_bits),
        first: unit.m.wire("next_first", 1),
        emit: unit.m.wire("next_emit", 1),
        complete: spec.has_systolic().then(|| unit.m.wire("next_complete", 1)),
    };
    let mut instance = unit.m.instance("fold", &part);
    for field in ["enable", "levels", "split", "ways", "round"] {
        instance.connect(field, unit.frame.field(&format!("fold.{field}")));
    }
    instance
        .connect("clk", &unit.clocking.clk)
        .connect("rst", &unit.clocking.rst)
        .connect("spread", unit.frame.field("vector"))
        .connect("below", &loops.below)
        .connect("first_levels", &loops.first)
        .connect("last_levels", &loops.last)
        .connect("left0", &loops.left0)
        .connect("step", step)
        .connect("way", &fold.way)
        .connect("first", &fold.first)
        .connect("emit", &fold.emit);
    match &fold.complete {
        Some(complete) => instance.connect("complete", complete),
        None => instance.open("complete"),
    };
    drop(instance);
    fold
}

/// Drives `step`; gives, one bit a port, which inputs are popped and which outputs sent to.
fn ports(unit: &mut Unit, loops: &Loops, fold: &Fold, room: &Net, step: &Net) -> [Net; 2] {
    let (inputs, outputs) = (unit.inputs(), unit.outputs());
    let pops = unit.m.wire("next_pops", inputs.len());
    let sends = unit.m.wire("next_sends", outputs.len());
    let part = PcuAhead::new(unit.spec.pcu.counter_levels, inputs.len(), outputs.len());
    let fields = |ports: &[(String, usize)], name: &str| {
        let port = |(port, _): &(String, usize)| unit.frame.field(&format!("{port}.{name}"));
        concat(ports.iter().rev().map(port))
    };
    let mut instance = unit.m.instance("ahead", &Part::leaf(&part));
    instance
        .connect("enable", unit.frame.field("enable"))
        .connect("finished", &loops.finished)
        .connect("room", room)
        .connect("below", &loops.below)
        .connect("emit", &fold.emit)
        .connect("input_enable", fields(&inputs, "enable"))
        .connect("output_enable", fields(&outputs, "enable"))
        .connect("fold", fields(&outputs, "fold"))
        .connect("step", step)
        .connect("pops", &pops)
        .connect("sends", &sends);
    for (i, (name, _)) in inputs.iter().enumerate() {
        instance.connect(format!("hold_{i}"), unit.frame.field(&format!("{name}.hold")));
    }
    drop(instance);
    [pops, sends]
}
