//! Shared by the integration tests: an example with random inputs, and what it computes.

#![allow(dead_code, reason = "each test binary uses a part")]

use kiln_arch::num::Subnormals;
use kiln_lang::interpret::{interpret, interpret_f64};
use kiln_lang::ir::{Program, Ty};
use kiln_lang::order::OrderMap;

/// A program with inputs and what the interpreter makes of them.
pub struct Case {
    pub program: Program,
    pub inputs: Vec<Vec<u32>>,
    pub outputs: Vec<Vec<u32>>,
}

/// Words of floats.
pub fn floats(values: impl Iterator<Item = f32>) -> Vec<u32> {
    values.map(f32::to_bits).collect()
}

impl Case {
    /// An example with the given parameters, default arguments and random inputs.
    pub fn new(example: &str, params: &[(&str, i64)]) -> Case {
        let path = format!("{}/../../examples/{example}.kiln", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).expect("the example exists");
        Case::of_text(example, &text, params)
    }

    /// A program with the given parameters, default arguments and random inputs.
    pub fn of_text(example: &str, text: &str, params: &[(&str, i64)]) -> Case {
        let params = params.iter().map(|&(name, value)| (name.to_string(), value)).collect();
        let surface = kiln_lang::parse(example, text).expect("it parses");
        let bound = surface.bind(&params).expect("it binds");
        assert!(bound.warnings.is_empty(), "{:?}", bound.warnings);
        let program = bound.program;
        let inputs = kiln_lang::random::inputs(&program, 1);
        let args: Vec<u32> = program.args.iter().map(|a| a.default).collect();
        let keep = Subnormals::Keep;
        let outputs = interpret(&program, &inputs, &args, &OrderMap::new(), keep).expect("it runs");
        let estimates = interpret_f64(&program, &inputs, &args, keep).expect("it runs");
        for (estimate, words) in estimates.iter().zip(&outputs) {
            let agreement = estimate.compare(words);
            assert!(agreement.holds(), "{example}: {agreement:?}");
        }
        Case { program, inputs, outputs }
    }

    /// An input as floats.
    pub fn f32(&self, input: usize) -> Vec<f32> {
        assert_eq!(self.program.inputs[input].ty.value(), Ty::F32);
        self.inputs[input].iter().map(|&w| f32::from_bits(w)).collect()
    }

    /// Checks every word of an output.
    pub fn is_exactly(&self, output: usize, want: &[u32]) {
        let name = (&self.program.name, &self.program.outputs[output].name);
        assert_eq!(self.outputs[output].len(), want.len(), "{name:?}");
        for (at, (have, want)) in self.outputs[output].iter().zip(want).enumerate() {
            assert_eq!(have, want, "{name:?} element {at}");
        }
    }
}
