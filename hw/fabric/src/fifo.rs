//! Queues of beats of any width.

use kiln_emit::{Module, Part};
use kiln_units::ag_buffer::AgBuffer;
use kiln_units::fifo::Fifo;

/// The widest word of a leaf.
const LEAF_BITS: usize = 1024;

/// A FIFO with the ports `clk`, `rst`, `in_valid/_ready/_data`, `out_valid/_ready/_data`. Beats wider than a leaf's word
/// lie in two FIFOs that move in step.
pub fn fifo(width: usize, depth: usize) -> Part {
    queue("fifo", "First-in first-out queue of wide words", width, depth, |bits| {
        Part::leaf(&Fifo::new(bits, depth))
    })
}

/// A queue in block RAM with the ports of an [`AgBuffer`]. Beats wider than a leaf's word lie in two that move in step.
pub fn ag_buffer(width: usize, depth: usize) -> Part {
    queue("ag_buffer", "Queue of wide memory beats in block RAM", width, depth, |bits| {
        Part::leaf(&AgBuffer::new(bits, depth))
    })
}

/// A queue of words of any width, out of a leaf for words that a leaf can hold.
fn queue(name: &str, what: &str, width: usize, depth: usize, leaf: impl Fn(usize) -> Part) -> Part {
    if width <= LEAF_BITS {
        return leaf(width);
    }
    let (low, high) = (leaf(LEAF_BITS), leaf(width - LEAF_BITS));
    let mut m = Module::new(
        format!("{name}_w{width}_d{depth}"),
        format!("{what}: two queues that move in step."),
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
    let mut told = vec![("in_ready", in_ready), ("out_valid", out_valid)];
    if low.ports().iter().any(|port| port.name == "pushed") {
        m.section("a word comes in");
        told.push(("pushed", m.output("pushed", 1)));
    }
    for (name, part, offset) in [("low", low, 0), ("high", high, LEAF_BITS)] {
        let bits = if offset == 0 { LEAF_BITS } else { width - LEAF_BITS };
        let mut half = m.instance(name, &part);
        half.connect("clk", &clk).connect("rst", &rst);
        half.connect("in_valid", &in_valid).connect("in_data", in_data.slice(offset, bits));
        half.connect("out_ready", &out_ready).connect("out_data", out_data.slice(offset, bits));
        for (port, net) in &told {
            match offset {
                0 => half.connect(*port, net),
                _ => half.open(*port),
            };
        }
    }
    m.part()
}
