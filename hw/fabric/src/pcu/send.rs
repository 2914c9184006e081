//! The end of the pipeline: each output's register, mask and end mark go into its FIFO.

use super::{Control, Notes, Unit};
use crate::counters::{beat, beat_bits};
use crate::fifo::fifo;
use crate::stream::Stream;
use kiln_emit::{Net, Part, Source, concat, constant};
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
        let width = beat_bits(lanes);
        let mask = if lanes == 1 {
            constant(1, 1)
        } else {
            mask(unit, &name, &notes.mask(&control.notes))
        };
        let words: Vec<Source> =
            (0..lanes).rev().map(|lane| (&word(unit, &name, lane, registers)).into()).collect();
        unit.m
            .instance(format!("{name}_fifo"), &fifo(width, depth))
            .connect("clk", &unit.clocking.clk)
            .connect("rst", &unit.clocking.rst)
            .connect("in_valid", control.flags.bit(1 + o))
            .open("in_ready")
            .connect("in_data", beat(notes.mark(&control.notes, o), mask, concat(words)))
            .connect("out_valid", &port.valid)
            .connect("out_ready", &port.ready)
            .connect("out_data", &port.data);
    }
}

/// The lanes that the beat sent has.
fn mask(unit: &mut Unit, name: &str, beat_mask: &Source) -> Source {
    let lanes = unit.lanes();
    let mask = unit.m.wire(format!("{name}_mask"), lanes);
    unit.m
        .instance(format!("{name}_lanes"), &Part::leaf(&PcuSend::new(lanes)))
        .connect("lanes", unit.frame.field(&format!("{name}.lanes")))
        .connect("beat_mask", beat_mask.clone())
        .connect("mask", &mask);
    (&mask).into()
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
