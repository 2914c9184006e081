//! The drain of the systolic form: a second process that sends finished accumulators through vector output 0.

use super::{Unit, ahead::Ahead};
use crate::counters::{CounterShape, connect_fields, counters, marks};
use kiln_arch::FabricSpec;
use kiln_emit::{Net, Part, Source, concat, constant};
use kiln_units::mux::Mux;
use kiln_units::pcu_drain::{DrainShape, PcuDrain};

/// What the drain has to do with the rest of the issue.
pub struct Drain {
    /// Vector output 0 takes a beat in this cycle, and would take the one that may be sent.
    pub send: Net,
    pub sends: Net,
    /// The FIFO of vector output 0 has a place.
    pub room: Net,
    /// Vector output 0 does not keep the unit from issuing.
    pub output_served: Net,
    /// A bank is there to accumulate in.
    pub served: Net,
    /// Nothing is left to be drained.
    pub done: Net,
    /// The row that leaves.
    pub row: Net,
    /// The bank that accumulates; what leaves is of the other.
    pub bank: Net,
    /// Of each bank the accumulator that is meant.
    pub ways: [Net; 2],
    below: Net,
    mask: Net,
}

fn counter_shape(spec: &FabricSpec) -> CounterShape {
    CounterShape {
        levels: spec.pcu.drain_levels,
        bits: spec.counter_bits,
        lanes: spec.lanes,
        affine: Vec::new(),
        rows: false,
        ends: false,
    }
}

/// Builds the drain.
pub fn drain(unit: &mut Unit, ahead: &Ahead, complete: &Net, issue: &Net) -> Drain {
    let spec = unit.spec;
    let (levels, way_bits) = (spec.pcu.drain_levels, ahead.way.width());
    let shape = DrainShape {
        stages: spec.pcu.stages,
        accumulators: spec.pcu.accumulators,
        ripening: spec.ripe_after() - 1,
        levels,
    };
    let mut wire = |name: &str, width| unit.m.wire(format!("drain_{name}"), width);
    let (fire, finished) = (wire("fire", 1), wire("finished", 1));
    let drain = Drain {
        send: wire("send", 1),
        sends: wire("sends", 1),
        room: wire("room", 1),
        output_served: wire("output_served", 1),
        served: wire("served", 1),
        done: wire("done", 1),
        row: wire("row", kiln_arch::config::bits_for(spec.pcu.stages)),
        bank: wire("bank", 1),
        ways: [0, 1].map(|bank| wire(&format!("way_{bank}"), way_bits)),
        below: wire("below", levels + 1),
        mask: wire("mask", spec.lanes),
    };
    loops(unit, &drain, &fire, &finished);
    let mut instance = unit.m.instance("drain", &Part::leaf(&PcuDrain::new(shape)));
    instance
        .connect("clk", &unit.clocking.clk)
        .connect("rst", &unit.clocking.rst)
        .connect("enable", unit.frame.field("drain.enable"))
        .connect("rows", unit.frame.field("drain.rows"))
        .connect("drain_finished", &finished)
        .connect("drain_below", &drain.below)
        .connect("issue", issue)
        .connect("issue_completes", complete)
        .connect("issue_way", &ahead.way)
        .connect("issue_sends", ahead.sends.slice(0, 1))
        .connect("room", &drain.room)
        .connect("send", &drain.send)
        .connect("sends", &drain.sends)
        .connect("output_served", &drain.output_served)
        .connect("served", &drain.served)
        .connect("done", &drain.done)
        .connect("fire", &fire)
        .connect("row", &drain.row)
        .connect("bank", &drain.bank);
    for (bank, way) in drain.ways.iter().enumerate() {
        instance.connect(format!("way_{bank}"), way);
    }
    drop(instance);
    drain
}

fn loops(unit: &mut Unit, drain: &Drain, fire: &Net, finished: &Net) {
    let shape = counter_shape(unit.spec);
    let mut instance = unit.m.instance("drain_counters", &counters(&shape));
    instance
        .connect("clk", &unit.clocking.clk)
        .connect("rst", &unit.clocking.rst)
        .connect("step", fire)
        .connect("finished", finished)
        .connect("below", &drain.below)
        .connect("mask", &drain.mask)
        .open("left0");
    connect_fields(&mut instance, &unit.frame, &shape, "drain.", &[]);
}

impl Drain {
    /// The lanes of what vector output 0 sends: of the beat issued, or of the drain.
    pub fn mask(&self, unit: &mut Unit, issued: &Net) -> Net {
        choose(unit, "sent_mask", issued.into(), (&self.mask).into())
    }

    /// The end mark of what vector output 0 sends. Levels that the drain lacks never end.
    pub fn mark(&self, unit: &mut Unit, issued: Source) -> Net {
        let levels = unit.spec.pcu.counter_levels + 1;
        let shared = self.below.width().min(levels);
        let mut parts = vec![self.below.slice(0, shared)];
        if shared < levels {
            parts.insert(0, constant(levels - shared, 0));
        }
        let below = unit.m.wire("drain_below_levels", levels);
        unit.m.assign(&below, concat(parts));
        let mark = marks(&mut unit.m, "drain_e", &unit.frame, "vector_out0.", &below);
        choose(unit, "sent_e", issued, (&mark).into())
    }
}

/// `drained` in the systolic form, else `issued`.
pub fn choose(unit: &mut Unit, name: &str, issued: Source, drained: Source) -> Net {
    let width = issued.width();
    let chosen = unit.m.wire(name, width);
    unit.m
        .instance(format!("{name}_choice"), &Part::leaf(&Mux::new(width, 2, 1)))
        .connect("select", unit.frame.field("drain.enable"))
        .connect("choice_0", issued)
        .connect("choice_1", drained)
        .connect("chosen", &chosen);
    chosen
}
