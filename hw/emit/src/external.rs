//! Modules that are not printed here, such as primitives of an FPGA: their ports, and the parameters of their instances.

use crate::part::{Part, PartPort};
use crate::text::{Port, header};

/// The value of a parameter of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// A number.
    Number(u32),
    /// A text.
    Text(String),
}

impl From<u32> for Parameter {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Parameter {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl Parameter {
    fn verilog(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => format!("\"{text}\""),
        }
    }
}

impl PartPort {
    /// An input.
    pub fn input(name: impl Into<String>, width: usize) -> Self {
        Self { name: name.into(), width, output: false, inout: false }
    }

    /// An output.
    pub fn output(name: impl Into<String>, width: usize) -> Self {
        Self { output: true, ..Self::input(name, width) }
    }

    /// A port of both directions: to be connected to one of the module's own.
    pub fn inout(name: impl Into<String>, width: usize) -> Self {
        Self { inout: true, ..Self::input(name, width) }
    }
}

impl Part {
    /// A module that exists elsewhere, with these parameters in each instance. [`crate::Design::files`] does not have it.
    pub fn external(
        name: impl Into<String>,
        parameters: impl IntoIterator<Item = (&'static str, Parameter)>,
        ports: impl IntoIterator<Item = PartPort>,
    ) -> Self {
        let values = parameters.into_iter().map(|(name, value)| (name.into(), value.verilog()));
        Self::elsewhere(name.into(), ports.into_iter().collect(), values.collect())
    }
}

/// The head of a module that stands for an external one.
pub(crate) fn stand_in_header(
    name: &str,
    parameters: &[(String, String)],
    ports: &[Port],
) -> String {
    let doc = "A stand-in: the ports and nothing else.";
    if parameters.is_empty() {
        return header(name, doc, ports);
    }
    let list: Vec<String> =
        parameters.iter().map(|(name, value)| format!("    parameter {name} = {value}")).collect();
    header(&format!("{name} #(\n{}\n)", list.join(",\n")), doc, ports)
}
