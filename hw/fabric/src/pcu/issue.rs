//! Issue: credits, hazards, and the decision.

use super::ahead::{Ahead, ahead};
use super::drain::{Drain, drain};
use super::{Control, Notes, Unit};
use crate::stream::Stream;
use kiln_emit::{Net, Part, concat};
use kiln_units::pcu_hazard::PcuHazard;
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

/// Builds the issue logic; pops the inputs.
pub fn issue(unit: &mut Unit, notes: &Notes, inputs: &[Stream], outputs: &[Stream]) -> Issued {
    let issue = unit.m.wire("issue", 1);
    let ahead = ahead(unit, notes, &issue);
    let clear = hazard(unit, &ahead, &issue);
    let (served_in, errors) = input_ports(unit, inputs, &issue, &ahead);
    let drain = ahead.complete.as_ref().map(|complete| drain(unit, &ahead, complete, &issue));
    let credit = output_ports(unit, outputs, &issue, &ahead, drain.as_ref());
    let mask = decide(unit, inputs, &issue, &ahead, [&served_in, &errors, &clear], &credit);

    let control = Control {
        flags: unit.m.wire("issue_flags", 1 + outputs.len()),
        notes: unit.m.wire("issue_notes", notes.bits()),
    };
    unit.m.assign(&control.flags, concat([(&credit.fire).into(), (&issue).into()]));
    let mut parts: Vec<_> = ahead.marks.iter().rev().map(Into::into).collect();
    match &drain {
        Some(drain) => {
            let mark = parts.pop().expect("a PCU has outputs");
            parts.push((&drain.mark(unit, mark)).into());
            let mask = drain.mask(unit, &mask);
            let [way0, way1] = &drain.ways;
            parts
                .extend([&mask, &drain.row, &ahead.first, &drain.bank, way1, way0].map(Into::into));
        }
        None => parts.extend([&mask, &ahead.first, &ahead.way].map(Into::into)),
    }
    unit.m.assign(&control.notes, concat(parts));
    Issued { control, indices: ahead.indices }
}

/// Whether the beat's accumulator is free.
fn hazard(unit: &mut Unit, ahead: &Ahead, issue: &Net) -> Net {
    let spec = unit.spec;
    let clear = unit.m.wire("clear", 1);
    let part = Part::leaf(&PcuHazard::new(spec.pcu.accumulators, spec.numbers.op_latency));
    unit.m
        .instance("hazard", &part)
        .connect("clk", &unit.clocking.clk)
        .connect("rst", &unit.clocking.rst)
        .connect("enable", unit.frame.field("fold.enable"))
        .connect("way", &ahead.way)
        .connect("issue", issue)
        .connect("clear", &clear);
    clear
}

/// Gives, one bit a port: served, and in error.
fn input_ports(unit: &mut Unit, inputs: &[Stream], issue: &Net, ahead: &Ahead) -> (Net, Net) {
    let served = unit.m.wire("inputs_served", inputs.len());
    let errors = unit.m.wire("inputs_error", inputs.len());
    let part = Part::leaf(&PcuInput::new());
    for (i, ((name, lanes), head)) in unit.inputs().into_iter().zip(inputs).enumerate() {
        unit.m
            .instance(format!("{name}_port"), &part)
            .connect("enable", unit.frame.field(&format!("{name}.enable")))
            .connect("pops", ahead.pops.slice(i, 1))
            .connect("issue", issue)
            .connect("beat_valid", &head.valid)
            .connect("beat_e", head.data.slice(33 * lanes, 2))
            .connect("expected_e", &ahead.expected[i])
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
    issue: &Net,
    ahead: &Ahead,
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
        let (sends, issue, served) = match drain.filter(|_| i == 0) {
            Some(drain) => ((&drain.sends).into(), &drain.send, (&drain.room).into()),
            None => (ahead.sends.slice(i, 1), issue, credit.served.slice(i, 1)),
        };
        unit.m
            .instance(format!("{name}_credit"), &part)
            .connect("clk", &unit.clocking.clk)
            .connect("rst", &unit.clocking.rst)
            .connect("sends", sends)
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
    issue: &Net,
    ahead: &Ahead,
    [served, errors, clear]: [&Net; 3],
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
        .connect("finished", &ahead.finished)
        .connect("prepared", &ahead.valid)
        .connect("inputs_served", served)
        .connect("inputs_valid", concat(inputs.iter().rev().map(|head| (&head.valid).into())))
        .connect("inputs_error", errors)
        .connect("outputs_served", &credit.served)
        .connect("outputs_empty", &credit.empty)
        .connect("clear", clear)
        .connect("iteration_mask", &ahead.mask)
        .connect("issue", issue)
        .connect("mask", &mask);
    mask
}
