//! Parts whose operator is decoded, with their decoders: what they compute can be asked for by the operator's code.

use kiln_emit::prelude::*;
use kiln_emit::{Module, Part};
use kiln_units::arith::{Fu, OP_WIDTH, OpDecode, Told};

/// A leaf with its decoder. Operands: name and width.
pub fn leaf<L: Leaf + Told>(leaf: &L, operands: &[(&str, usize)]) -> Part {
    let told = vec![("told".to_string(), L::SETS.len())];
    let fu = Fu { unit: Part::leaf(leaf), decoder: Part::leaf(&OpDecode::new::<L>()), told };
    with_decoder(&fu, operands)
}

/// A functional unit with its decoder. Operands: name and width.
pub fn with_decoder(fu: &Fu, operands: &[(&str, usize)]) -> Part {
    let mut m = Module::new("decoded", "A functional unit with its decoder.");
    let [clk, op] = [("clk", 1), ("op", OP_WIDTH)].map(|(name, width)| m.input(name, width));
    let operands: Vec<_> =
        operands.iter().map(|&(name, width)| (name, m.input(name, width))).collect();
    let result = m.output("result", 32);
    let told: Vec<_> =
        fu.told.iter().map(|(name, width)| (name, m.wire(name.clone(), *width))).collect();
    let mut decoder = m.instance("decoder", &fu.decoder);
    decoder.connect("clk", &clk).connect("op", &op);
    for (name, net) in &told {
        decoder.connect(name.as_str(), net);
    }
    drop(decoder);
    let mut unit = m.instance("unit", &fu.unit);
    unit.connect("clk", &clk).connect("result", &result);
    for (name, net) in &told {
        unit.connect(name.as_str(), net);
    }
    for (name, net) in &operands {
        unit.connect(*name, net);
    }
    drop(unit);
    m.part()
}
