//! The disassembler: a bitstream in the field names of `kiln_arch::config`.
//!
//! In: a bitstream and its fabric. Out: text, a block at a time, fields that are not zero.

use crate::bitstream::Bitstream;
use kiln_arch::config::{Block, BlockConfig, Layout, Visitor};
use kiln_arch::num::Op;
use kiln_arch::{FabricSpec, Topology};
use std::fmt::Write;

struct Lines {
    text: String,
}

impl Visitor for Lines {
    fn field(&mut self, name: &str, width: usize, value: &mut u32, meaning: &'static str) {
        if *value == 0 {
            return;
        }
        let shown = if name.ends_with(".op") {
            u8::try_from(*value)
                .ok()
                .and_then(Op::from_code)
                .map_or_else(|| format!("{value} (no operator)"), |op| op.name().to_string())
        } else if width == 32 || *value > 0xffff {
            format!("{value:#x}")
        } else {
            value.to_string()
        };
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "  {name:<28} {shown:<14} {meaning}");
    }
}

/// The text of `bitstream`.
pub fn disassemble(spec: &FabricSpec, topology: &Topology, bitstream: &Bitstream) -> String {
    let meta = &bitstream.metadata;
    let mut text = format!(
        "program {}  fabric {} ({:08x})  memory {} words\n",
        meta.program.name, meta.fabric, meta.fingerprint, meta.memory_words
    );
    for (kind, tensors) in [("input", &meta.inputs), ("output", &meta.outputs)] {
        for tensor in tensors {
            let _ = writeln!(
                text,
                "{kind} {}: {}{:?} at word {}",
                tensor.name, tensor.ty, tensor.shape, tensor.address
            );
        }
    }
    for layout in meta.asked_layouts() {
        let _ = writeln!(text, "layout of {layout}");
    }
    for (&block, frame) in &bitstream.frames {
        let bits = Layout::new(spec, topology, block).bits;
        let what = match block {
            Block::Unit(unit) => {
                meta.units.iter().find(|p| p.unit == unit).map_or("", |p| p.role.as_str())
            }
            Block::Switch(_) => "",
        };
        let _ = writeln!(
            text,
            "\n{} ({} words, {bits} bits) {what}",
            block.name(topology),
            frame.len()
        );
        let mut config: BlockConfig = bitstream.config(spec, topology, block);
        let mut lines = Lines { text };
        config.walk(spec, topology, block, &mut lines);
        text = lines.text;
    }
    text
}
