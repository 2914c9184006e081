//! Which form each output was given: tiles and their order, what is kept, units.

use kiln_arch::FabricSpec;
use kiln_compiler::lower::tiled::TiledOutput;
use kiln_compiler::lower::{self, Form, FormChoice, Lowered, Usage};
use serde::Serialize;
use std::fmt::Write;

/// The form of one output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormReport {
    /// Name of the output.
    pub output: String,
    /// `systolic` or `lanes`.
    pub form: &'static str,
    /// The product that is summed in place; absent in lanes.
    pub product: Option<&'static str>,
    /// Elements of each factor in a word; absent in lanes.
    pub pack: Option<u32>,
    /// Why the form is not systolic; absent if it is.
    pub why_not: Option<String>,
    /// Units that it uses, by kind.
    pub used: Units,
    /// Units that the fabric has.
    pub had: Units,
    /// Loops outermost first, then what each operator reads; operands' operators first.
    pub operators: Vec<OperatorReport>,
}

/// Units of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Units {
    /// Compute units.
    pub pcus: usize,
    /// Memory units.
    pub pmus: usize,
    /// Address generators.
    pub ags: usize,
}

impl From<Usage> for Units {
    fn from(usage: Usage) -> Units {
        Units { pcus: usage.pcus, pmus: usage.pmus, ags: usage.ags }
    }
}

/// One loop nest of an output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OperatorReport {
    /// Its name.
    pub name: String,
    /// Its loops, outermost first.
    pub loops: Vec<String>,
    /// What it reads, from where, and whether it is kept there.
    pub streams: Vec<String>,
    /// What it does to finished sums.
    pub after: Vec<String>,
}

/// The forms of all outputs of a program.
pub fn forms(lowered: &Lowered, spec: &FabricSpec) -> Vec<FormReport> {
    let had = lower::units(spec).into();
    let each = lowered.forms.iter().zip(&lowered.tiled.outputs);
    each.map(|(choice, tiled)| form(choice, tiled, had)).collect()
}

fn form(choice: &FormChoice, tiled: &TiledOutput, had: Units) -> FormReport {
    let (form, product, pack, why_not) = match &choice.form {
        Form::Systolic { product, pack } => ("systolic", Some(product.name()), Some(*pack), None),
        Form::Lanes(why) => ("lanes", None, None, Some(why.to_string())),
    };
    let operators = tiled.operators.iter().map(|operator| OperatorReport {
        name: operator.name.clone(),
        loops: operator.loops.iter().map(ToString::to_string).collect(),
        streams: operator.streams.clone(),
        after: operator.after.clone(),
    });
    FormReport {
        output: choice.output.clone(),
        form,
        product,
        pack,
        why_not,
        used: choice.used.into(),
        had,
        operators: operators.collect(),
    }
}

impl FormReport {
    /// Some lines for a terminal.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let form = match (self.product, self.pack, &self.why_not) {
            (Some(product), Some(1), _) => format!("systolic form, {product} of words"),
            (Some(product), Some(pack), _) => {
                format!("systolic form, {product} of words of {pack} elements")
            }
            (_, _, Some(why)) => format!("in lanes; not systolic: {why}"),
            _ => "in lanes".into(),
        };
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(out, "  {}: {form}", self.output);
        let (used, had) = (self.used, self.had);
        let _ = writeln!(
            out,
            "    {} of {} compute units, {} of {} memory units, {} of {} address generators",
            used.pcus, had.pcus, used.pmus, had.pmus, used.ags, had.ags
        );
        for operator in &self.operators {
            let _ = writeln!(out, "    {}: {}", operator.name, operator.loops.join(", "));
            for stream in &operator.streams {
                let _ = writeln!(out, "      {stream}");
            }
            for line in &operator.after {
                let _ = writeln!(out, "      then {line}");
            }
        }
        out
    }
}
