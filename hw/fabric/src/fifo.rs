//! Queues of beats of any width.

use kiln_emit::{Module, Part};
use kiln_units::fifo::Fifo;

/// The widest word of a leaf.
const LEAF_BITS: usize = 1024;

/// A FIFO with the ports `clk`, `rst`, `in_valid/_ready/_data`, `out_valid/_ready/_data`. Beats wider than a leaf's word
/// lie in two FIFOs that move in step.
pub fn fifo(width: usize, depth: usize) -> Part {
    if width <= LEAF_BITS {
        return Part::leaf(&Fifo::new(width, depth));
    }
    let mut m = Module::new(
        format!("fifo_w{width}_d{depth}"),
        "First-in first-out queue of wide words: two queues that move in step.",
    );
    let clk = m.input("clk", 1);
    let rst = m.input("rst", 1);
    m.section("words in: one moves when valid and ready");
    let in_valid = m.input("in_valid", 1);
    let in_ready = m.output("in_ready", 1);
    let in_data = m.input("in_data", width);
    m.section("words out: one moves when valid and ready");
    let out_valid = m.output("out_valid", 1);
    let out_ready = m.input("out_ready", 1);
    let out_data = m.output("out_data", width);
    let halves = [("low", 0, LEAF_BITS), ("high", LEAF_BITS, width - LEAF_BITS)];
    for (name, offset, bits) in halves {
        let part = Part::leaf(&Fifo::new(bits, depth));
        let mut half = m.instance(name, &part);
        half.connect("clk", &clk).connect("rst", &rst);
        half.connect("in_valid", &in_valid).connect("in_data", in_data.slice(offset, bits));
        half.connect("out_ready", &out_ready).connect("out_data", out_data.slice(offset, bits));
        if offset == 0 {
            half.connect("in_ready", &in_ready).connect("out_valid", &out_valid);
        } else {
            half.open("in_ready").open("out_valid");
        }
    }
    m.part()
}
