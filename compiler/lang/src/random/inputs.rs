//! Inputs that exercise a program: where it compares elements with constants, elements fall on both sides.

use crate::ir::{Input, InputId, NodeId, NodeKind, Program, Storage, elements};
use kiln_arch::num::Op;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// One list of row-major elements per input, in order of declaration. They are of moderate size (i8 over its whole
/// range) and both signs, or around the constants and argument defaults with which the program compares them.
pub fn inputs(program: &Program, seed: u64) -> Vec<Vec<u32>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let fill = |(id, input): (u32, &Input)| {
        let compared = compared_with(program, InputId(id));
        let (low, high) = match input.ty {
            Storage::F32 | Storage::Bf16 => span(&compared, |w| f64::from(f32::from_bits(w)), 2.0),
            Storage::I32 => span(&compared, |w| f64::from(w as i32), 50.0),
            Storage::I8 => span(&compared, |w| f64::from(w as i32), 128.0),
        };
        let mut word = || {
            let value = low + (high - low) * rng.random::<f64>();
            match input.ty {
                Storage::F32 => (value as f32).to_bits(),
                Storage::Bf16 => (value as f32).to_bits() & 0xffff_0000,
                Storage::I32 => value.floor() as i32 as u32,
                Storage::I8 => i32::from(value.floor() as i8) as u32,
            }
        };
        (0..elements(&input.shape)).map(|_| word()).collect()
    };
    (0..).zip(&program.inputs).map(fill).collect()
}

/// A range around all of some words, as wide again on both sides; `-width` to `width` if there are none.
fn span(words: &[u32], value: impl Fn(u32) -> f64, width: f64) -> (f64, f64) {
    let values = || words.iter().map(|&w| value(w)).filter(|v| v.is_finite());
    let (low, high) =
        (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    if low > high {
        return (-width, width);
    }
    let margin = if high > low { high - low } else { low.abs().max(width) };
    (low - margin, high + margin)
}

/// Constants and defaults that the program compares elements of an input with.
fn compared_with(program: &Program, input: InputId) -> Vec<u32> {
    let kind = |id: &NodeId| &program.node(*id).kind;
    let is_element =
        |id: &NodeId| matches!(kind(id), NodeKind::Load { input: i, .. } if *i == input);
    let known = |id: &NodeId| match kind(id) {
        NodeKind::Const(word) => Some(*word),
        NodeKind::Arg(arg) => Some(program.args[arg.index()].default),
        _ => None,
    };
    let mut found = Vec::new();
    for node in &program.nodes {
        let NodeKind::Op(Op::LtI | Op::LeI | Op::EqI | Op::LtF | Op::LeF | Op::EqF, operands) =
            &node.kind
        else {
            continue;
        };
        if operands.iter().any(is_element) {
            found.extend(operands.iter().filter_map(known));
        }
    }
    found
}
