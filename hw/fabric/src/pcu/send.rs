//! The end of the pipeline: each output's register, mask and end mark go into its FIFO.

use super::stage::{DecodedFu, cycle_later, is_registered};
use super::{Control, Notes, Unit, delay, drain};
use crate::counters::{beat, beat_bits};
use crate::fifo::fifo;
use crate::stream::Stream;
use kiln_arch::config::lanes_out;
use kiln_emit::{Net, Part, Source, concat, constant};
use kiln_units::arith::{FuSpec, fu};
use kiln_units::mux::Mux;
use kiln_units::pcu_send::PcuSend;

/// Adds the output FIFOs.
pub fn send(
    unit: &mut Unit,
    notes: &Notes,
    control: &Control,
    registers: &[Net],
    outputs: &[Stream],
) {
    let depth = unit.spec.pcu_output_fifo();
    for (o, ((name, lanes), port)) in unit.outputs().into_iter().zip(outputs).enumerate() {
        let mask = if lanes == 1 {
            constant(1, 1)
        } else {
            mask(unit, o, &name, &notes.mask(&control.notes))
        };
        let words = (0..lanes).map(|lane| word(unit, &name, lane, registers)).collect();
        let mut sent =
            Sent { valid: control.flags.bit(1 + o), e: notes.mark(&control.notes, o), mask, words };
        if o == 0 && unit.spec.has_output_unit() {
            sent = output_unit(unit, sent);
        }
        let words = concat(sent.words.iter().rev().map(Into::into));
        unit.m
            .instance(format!("{name}_fifo"), &fifo(beat_bits(lanes), depth))
            .connect("clk", &unit.clocking.clk)
            .connect("rst", &unit.clocking.rst)
            .connect("in_valid", sent.valid)
            .open("in_ready")
            .connect("in_data", beat(sent.e, sent.mask, words))
            .connect("out_valid", &port.valid)
            .connect("out_ready", &port.ready)
            .connect("out_data", &port.data);
    }
}

/// What goes into an output's FIFO.
struct Sent {
    valid: Source,
    e: Source,
    mask: Source,
    words: Vec<Net>,
}

/// The lanes that the beat sent has. A drained beat has its own.
fn mask(unit: &mut Unit, output: usize, name: &str, beat_mask: &Source) -> Source {
    let lanes = unit.lanes();
    let mask = unit.m.wire(format!("{name}_mask"), lanes);
    let mut choice = unit.frame.field(&format!("{name}.lanes"));
    if output == 0 && unit.spec.has_systolic() {
        let own = constant(2, lanes_out::BEAT.into());
        choice = (&drain::choose(unit, "sent_lanes", choice, own)).into();
    }
    unit.m
        .instance(format!("{name}_lanes"), &Part::leaf(&PcuSend::new(lanes)))
        .connect("lanes", choice)
        .connect("beat_mask", beat_mask.clone())
        .connect("mask", &mask);
    (&mask).into()
}

/// What leaves the functional unit of vector output 0.
fn output_unit(unit: &mut Unit, sent: Sent) -> Sent {
    let (numbers, lanes) = (&unit.spec.numbers, unit.lanes());
    let registered = is_registered(unit.spec);
    let fu = fu(&FuSpec {
        groups: unit.spec.pcu.output_ops.iter().copied().collect(),
        subnormals: numbers.subnormals,
        latency: numbers.op_latency - usize::from(registered),
    });
    let (op, clk) = (unit.frame.field("output_unit.op"), &unit.clocking.clk);
    let part = DecodedFu::new(&mut unit.m, clk, "output_operator", fu, op, None);
    let notes = concat([sent.e, sent.mask]);
    let control = delay(unit, "control_output", sent.valid, notes, numbers.op_latency);
    // All operands in registers, the constant as well: those of a multiplier have a cycle to themselves only together.
    let mut constant_word = unit.frame.field("output_unit.constant");
    if registered {
        constant_word = (&operand(unit, "constant", &constant_word)).into();
    }
    let mut words = Vec::new();
    for (lane, word) in sent.words.iter().enumerate() {
        let result = unit.m.wire(format!("output_unit_word_{lane}"), 32);
        let mut operand_word = Source::from(word);
        if registered {
            operand_word = (&operand(unit, &lane.to_string(), &operand_word)).into();
        }
        part.lane(&mut unit.m, &unit.clocking.clk, format!("output_unit_{lane}"))
            .connect("a", operand_word)
            .connect("b", constant_word.clone())
            .connect("c", constant(32, 0))
            .connect("result", &result);
        words.push(result);
    }
    Sent {
        valid: (&control.flags).into(),
        e: control.notes.slice(lanes, 2),
        mask: control.notes.slice(0, lanes),
        words,
    }
}

/// A word a cycle later.
fn operand(unit: &mut Unit, name: &str, word: &Source) -> Net {
    let operand = unit.m.wire(format!("output_unit_operand_{name}"), 32);
    let (clk, name) = (&unit.clocking.clk, format!("output_unit_wait_{name}"));
    cycle_later(&mut unit.m, clk, name, word.clone(), (&operand).into());
    operand
}

/// One lane of the register sent.
fn word(unit: &mut Unit, name: &str, lane: usize, registers: &[Net]) -> Net {
    let word = unit.m.wire(format!("{name}_word_{lane}"), 32);
    let select_bits = kiln_arch::config::bits_for(registers.len());
    let part = Part::leaf(&Mux::new(32, registers.len(), select_bits));
    let mut instance = unit.m.instance(format!("{name}_select_{lane}"), &part);
    instance
        .connect("select", unit.frame.field(&format!("{name}.register")))
        .connect("chosen", &word);
    for (r, register) in registers.iter().enumerate() {
        instance.connect(format!("choice_{r}"), register.slice(32 * lane, 32));
    }
    word
}
