//! Issue: counters, fold control, credits, and the decision.

use super::drain::{Drain, drain};
use super::{Control, Notes, Unit, counter_shape};
use crate::counters::{connect_fields, counters, marks};
use crate::stream::Stream;
use kiln_emit::{Net, Part, concat};
use kiln_units::pcu_fold::{FoldShape, PcuFold};
use kiln_units::pcu_input::PcuInput;
use kiln_units::pcu_issue::PcuIssue;
use kiln_units::pcu_output::PcuOutput;

/// What leaves the issue in the cycle in which it happens.
pub struct Issued {
    /// The control of the beat.
    pub control: Control,
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

/// Wires that the parts of the issue share.
pub struct Shared {
    /// A beat is issued in this cycle.
    pub issue: Net,
    /// It ends its part of a fold, or there is none.
    pub emit: Net,
    /// It completes a tile; if the unit can be systolic.
    pub complete: Option<Net>,
    /// Its accumulator.
    pub way: Net,
    first: Net,
    clear: Net,
}

/// Builds the issue logic; pops the inputs.
pub fn issue(unit: &mut Unit, notes: &Notes, inputs: &[Stream], outputs: &[Stream]) -> Issued {
    let shared = Shared {
        issue: unit.m.wire("issue", 1),
        emit: unit.m.wire("fold_emit", 1),
        complete: unit.spec.has_systolic().then(|| unit.m.wire("fold_complete", 1)),
        way: unit.m.wire("fold_way", notes.way_bits),
        first: unit.m.wire("fold_first", 1),
        clear: unit.m.wire("fold_clear", 1),
    };
    let loops = loops(unit, &shared.issue);
    fold(unit, &shared, &loops);
    let (served_in, errors) = input_ports(unit, inputs, &shared, &loops);
    let drain = shared.complete.as_ref().map(|complete| drain(unit, &shared, complete));
    let credit = output_ports(unit, outputs, &shared, drain.as_ref());
    let mask = decide(unit, inputs, &shared, &loops, [&served_in, &errors], &credit);
    let mask = drain.as_ref().map_or(mask.clone(), |drain| drain.mask(unit, &mask));
    let below = drain.as_ref().map(|drain| drain.below(unit, &loops.below));

    let control = Control {
        flags: unit.m.wire("issue_flags", 1 + outputs.len()),
        notes: unit.m.wire("issue_notes", notes.bits()),
    };
    unit.m.assign(&control.flags, concat([(&credit.fire).into(), (&shared.issue).into()]));
    let mut parts = Vec::new();
    for (o, (name, _)) in unit.outputs().into_iter().enumerate() {
        let below = below.as_ref().filter(|_| o == 0).unwrap_or(&loops.below);
        let (wire, prefix) = (format!("{name}_e"), format!("{name}."));
        parts.insert(0, (&marks(&mut unit.m, &wire, &unit.frame, &prefix, below)).into());
    }
    parts.push((&mask).into());
    parts.extend(drain.as_ref().map(|drain| (&drain.row).into()));
    parts.push((&shared.first).into());
    match &drain {
        Some(drain) => parts.extend([&drain.bank, &drain.ways[1], &drain.ways[0]].map(Into::into)),
        None => parts.push((&shared.way).into()),
    }
    unit.m.assign(&control.notes, concat(parts));
    Issued { control, indices: loops.indices }
}

fn loops(unit: &mut Unit, step: &Net) -> Loops {
    let shape = counter_shape(unit.spec);
    let indices = (0..shape.affine.len()).map(|k| unit.m.wire(format!("index_{k}"), 32)).collect();
    let loops = Loops {
        finished: unit.m.wire("finished", 1),
        below: unit.m.wire("below", shape.levels + 1),
        first: unit.m.wire("first_levels", shape.levels),
        last: unit.m.wire("last_levels", shape.levels),
        left0: unit.m.wire("left0", shape.bits),
        mask: unit.m.wire("iteration_mask", shape.lanes),
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

fn fold(unit: &mut Unit, shared: &Shared, loops: &Loops) {
    let spec = unit.spec;
    let part = Part::leaf(&PcuFold::new(FoldShape {
        accumulators: spec.pcu.accumulators,
        latency: spec.numbers.op_latency,
        levels: spec.pcu.counter_levels,
        counter_bits: spec.counter_bits,
        lanes: spec.lanes,
    }));
    let mut instance = unit.m.instance("fold", &part);
    for field in ["enable", "levels", "split", "ways", "round"] {
        instance.connect(field, unit.frame.field(&format!("fold.{field}")));
    }
    match &shared.complete {
        Some(complete) => instance.connect("complete", complete),
        None => instance.open("complete"),
    };
    instance
        .connect("clk", &unit.clocking.clk)
        .connect("rst", &unit.clocking.rst)
        .connect("spread", unit.frame.field("vector"))
        .connect("below", &loops.below)
        .connect("first_levels", &loops.first)
        .connect("last_levels", &loops.last)
        .connect("left0", &loops.left0)
        .connect("issue", &shared.issue)
        .connect("way", &shared.way)
        .connect("first", &shared.first)
        .connect("emit", &shared.emit)
        .connect("clear", &shared.clear);
}

/// Gives, one bit a port: served, and in error.
fn input_ports(unit: &mut Unit, inputs: &[Stream], shared: &Shared, loops: &Loops) -> (Net, Net) {
    let served = unit.m.wire("inputs_served", inputs.len());
    let errors = unit.m.wire("inputs_error", inputs.len());
    let part = Part::leaf(&PcuInput::new(unit.spec.pcu.counter_levels));
    for (i, ((name, lanes), head)) in unit.inputs().into_iter().zip(inputs).enumerate() {
        let prefix = format!("{name}.");
        let expected = marks(&mut unit.m, &format!("{name}_e"), &unit.frame, &prefix, &loops.below);
        unit.m
            .instance(format!("{name}_port"), &part)
            .connect("enable", unit.frame.field(&format!("{name}.enable")))
            .connect("hold", unit.frame.field(&format!("{name}.hold")))
            .connect("below", &loops.below)
            .connect("issue", &shared.issue)
            .connect("beat_valid", &head.valid)
            .connect("beat_e", head.data.slice(33 * lanes, 2))
            .connect("expected_e", &expected)
            .connect("beat_pop", &head.ready)
            .connect("served", served.slice(i, 1))
            .connect("mark_error", errors.slice(i, 1));
    }
    (served, errors)
}

/// One bit an output port. Above them the drain has one, which is nothing but one more that keeps the unit from issuing.
struct Credit {
    served: Net,
    fire: Net,
    empty: Net,
}

fn output_ports(
    unit: &mut Unit,
    outputs: &[Stream],
    shared: &Shared,
    drain: Option<&Drain>,
) -> Credit {
    let all = outputs.len() + usize::from(drain.is_some());
    let credit = Credit {
        served: unit.m.wire("outputs_served", all),
        fire: unit.m.wire("outputs_fire", outputs.len()),
        empty: unit.m.wire("outputs_empty", all),
    };
    if let Some(drain) = drain {
        unit.m.assign(credit.served.slice(0, 1), &drain.output_served);
        unit.m.assign(credit.served.slice(outputs.len(), 1), &drain.served);
        unit.m.assign(credit.empty.slice(outputs.len(), 1), &drain.done);
    }
    let part = Part::leaf(&PcuOutput::new(unit.spec.pcu_output_fifo()));
    for (i, ((name, _), port)) in unit.outputs().into_iter().zip(outputs).enumerate() {
        let (emit, issue, served) = match drain.filter(|_| i == 0) {
            Some(drain) => (&drain.emit, &drain.send, (&drain.room).into()),
            None => (&shared.emit, &shared.issue, credit.served.slice(i, 1)),
        };
        unit.m
            .instance(format!("{name}_credit"), &part)
            .connect("clk", &unit.clocking.clk)
            .connect("rst", &unit.clocking.rst)
            .connect("enable", unit.frame.field(&format!("{name}.enable")))
            .connect("fold", unit.frame.field(&format!("{name}.fold")))
            .connect("emit", emit)
            .connect("issue", issue)
            .connect("out_valid", &port.valid)
            .connect("out_ready", &port.ready)
            .connect("served", served)
            .connect("fire", credit.fire.slice(i, 1))
            .connect("empty", credit.empty.slice(i, 1));
    }
    credit
}

/// The decision itself, and the unit's reports. Gives the mask of the beat.
fn decide(
    unit: &mut Unit,
    inputs: &[Stream],
    shared: &Shared,
    loops: &Loops,
    [served, errors]: [&Net; 2],
    credit: &Credit,
) -> Net {
    let (lanes, vectors) = (unit.lanes(), unit.spec.pcu.vector_inputs);
    unit.m.section("reports: nothing to do; an end mark was wrong; what is counted");
    let reports =
        ["idle", "mark_error", "busy", "starved", "blocked"].map(|name| unit.m.output(name, 1));
    let mask = unit.m.wire("issue_mask", lanes);
    let part = Part::leaf(&PcuIssue::new(lanes, vectors, inputs.len(), credit.served.width()));
    let mut instance = unit.m.instance("decision", &part);
    for report in &reports {
        instance.connect(report.name(), report);
    }
    for (v, head) in inputs[..vectors].iter().enumerate() {
        let enable = unit.frame.field(&format!("vector_in{v}.enable"));
        instance.connect(format!("vector_enable_{v}"), enable);
        instance.connect(format!("vector_mask_{v}"), head.data.slice(32 * lanes, lanes));
    }
    instance
        .connect("enable", unit.frame.field("enable"))
        .connect("finished", &loops.finished)
        .connect("inputs_served", served)
        .connect("inputs_valid", concat(inputs.iter().rev().map(|head| (&head.valid).into())))
        .connect("inputs_error", errors)
        .connect("outputs_served", &credit.served)
        .connect("outputs_empty", &credit.empty)
        .connect("clear", &shared.clear)
        .connect("iteration_mask", &loops.mask)
        .connect("issue", &shared.issue)
        .connect("mask", &mask);
    mask
}
