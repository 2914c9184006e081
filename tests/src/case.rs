//! A program with inputs, and what its results must be.

use std::path::PathBuf;

use kiln_arch::num::Subnormals;
use kiln_lang::ast::Surface;
use kiln_lang::interpret::{interpret, interpret_f64};
use kiln_lang::ir::Program;
use kiln_lang::order::OrderMap;
use kiln_lang::random;

/// A program whose shapes are bound, with inputs.
#[derive(Clone, Debug)]
pub struct Case {
    /// For messages: the example with its settings, or the seed.
    pub name: String,
    /// The program.
    pub program: Program,
    /// Words of each input.
    pub inputs: Vec<Vec<u32>>,
}

/// The folder `examples`.
pub fn examples_folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples"))
}

impl Case {
    /// An example with settings such as `M=3 N=5`.
    ///
    /// # Panics
    /// If there is no such example, or it does not take the settings.
    pub fn example(name: &str, settings: &str) -> Case {
        let path = examples_folder().join(format!("{name}.kiln"));
        let text = std::fs::read_to_string(&path).expect("the example exists");
        Self::text(name, &text, settings)
    }

    /// A program's text with settings such as `M=3 N=5`.
    ///
    /// # Panics
    /// If it is wrong, or does not take the settings.
    pub fn text(name: &str, text: &str, settings: &str) -> Case {
        let surface = kiln_lang::parse(name, text).expect("the program parses");
        let pairs = settings.split_whitespace().map(|s| s.split_once('=').expect("NAME=VALUE"));
        let settings_of = surface.settings(pairs).expect("it takes the settings");
        let program = surface.bind(&settings_of.params).expect("it binds").program;
        let inputs = random::inputs(&program, 1);
        let name = if settings.is_empty() { name.into() } else { format!("{name} {settings}") };
        Case { name, program, inputs }
    }

    /// A random program.
    ///
    /// # Panics
    /// If the generator made one that does not bind.
    pub fn random(seed: u64, limits: &random::Limits) -> (Case, Surface) {
        let surface = random::program(seed, limits);
        let program = surface.bind(&Default::default()).expect("random programs bind").program;
        let inputs = random::inputs(&program, seed);
        (Case { name: format!("random program {seed}"), program, inputs }, surface)
    }

    /// Checks outputs: to the bit under `orders`, and against the f64 interpreter's bound.
    ///
    /// # Errors
    /// Says which output and element differ, and how.
    pub fn check(
        &self,
        orders: &OrderMap,
        subnormals: Subnormals,
        outputs: &[Vec<u32>],
    ) -> Result<(), String> {
        let args: Vec<u32> = self.program.args.iter().map(|arg| arg.default).collect();
        let expected = interpret(&self.program, &self.inputs, &args, orders, subnormals)
            .map_err(|error| error.to_string())?;
        if outputs.len() != expected.len() {
            return Err(format!("{} outputs, not {}", outputs.len(), expected.len()));
        }
        for (output, (have, want)) in self.program.outputs.iter().zip(outputs.iter().zip(&expected))
        {
            let wrong = have.iter().zip(want).filter(|(have, want)| have != want).count();
            if wrong > 0 || have.len() != want.len() {
                let at = have.iter().zip(want).position(|(have, want)| have != want).unwrap_or(0);
                return Err(format!(
                    "output `{}`: {wrong} of {} elements differ, first {at}: {:#010x}, not {:#010x}",
                    output.name,
                    want.len(),
                    have[at],
                    want[at],
                ));
            }
        }
        let estimates = interpret_f64(&self.program, &self.inputs, &args, subnormals)
            .map_err(|error| error.to_string())?;
        for (output, (words, estimate)) in
            self.program.outputs.iter().zip(outputs.iter().zip(&estimates))
        {
            let agreement = estimate.compare(words);
            if !agreement.holds() {
                return Err(format!("output `{}` is beyond its bound: {agreement:?}", output.name));
            }
        }
        Ok(())
    }
}
