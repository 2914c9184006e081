//! `NAME=VALUE` settings of a user: shape parameters and run-time arguments alike.
//!
//! In: a surface program and pairs of texts. Out: which parameters to bind and which argument words to run with.

use crate::ast::{Item, Surface};
use crate::diag::{Code, Problem, Problems, closest};
use crate::ir::{Program, Span, Ty};
use std::collections::BTreeMap;

/// What a user has set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// For [`Surface::bind`].
    pub params: BTreeMap<String, i64>,
    /// Words of arguments by name.
    pub args: BTreeMap<String, u32>,
}

impl Settings {
    /// One word per argument of the program, in order of declaration: as set, or the default.
    pub fn arg_words(&self, program: &Program) -> Vec<u32> {
        let word = |a: &crate::ir::Arg| self.args.get(&a.name).copied().unwrap_or(a.default);
        program.args.iter().map(word).collect()
    }
}

impl Surface {
    /// Sorts settings into parameters and arguments.
    ///
    /// # Errors
    /// For each name that the program does not have, and each value that does not fit.
    pub fn settings<'a>(
        &self,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Settings, Problems> {
        let mut settings = Settings::default();
        let mut problems = Vec::new();
        for (name, value) in pairs {
            if let Err(problem) = self.set(&mut settings, name, value) {
                problems.push(problem);
            }
        }
        if problems.is_empty() { Ok(settings) } else { Err(Problems { problems }) }
    }

    fn set(&self, settings: &mut Settings, name: &str, value: &str) -> Result<(), Problem> {
        let problem = |message: String, help: String| {
            Problem::new(Code::Setting, Span::default(), message).help(help)
        };
        for item in &self.items {
            match item {
                Item::Param { name: n, .. } if n.name == name => {
                    let value = value.parse().map_err(|_| {
                        let message = format!("`{value}` is no value for the parameter `{name}`");
                        problem(message, format!("it takes an integer: {name}=64"))
                    })?;
                    settings.params.insert(name.to_string(), value);
                    return Ok(());
                }
                Item::Arg { name: n, ty, .. } if n.name == name => {
                    let word = arg_word(*ty, value).ok_or_else(|| {
                        let message = format!("`{value}` is no value for the argument `{name}`");
                        problem(message, format!("its type is {ty}"))
                    })?;
                    settings.args.insert(name.to_string(), word);
                    return Ok(());
                }
                _ => {}
            }
        }
        let known: Vec<&str> = self.items.iter().filter_map(settable).collect();
        let help = match closest(name, known.iter().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None if known.is_empty() => "the program has no parameters or arguments".into(),
            None => format!("it has {}", known.join(", ")),
        };
        Err(problem(format!("the program has no parameter or argument `{name}`"), help))
    }
}

/// The word of an argument's value, as a user writes it.
pub fn arg_word(ty: Ty, text: &str) -> Option<u32> {
    match ty {
        Ty::I32 => text.parse::<i32>().ok().map(|v| v as u32),
        // What is written as a number is none that is too large.
        Ty::F32 => text
            .parse::<f32>()
            .ok()
            .filter(|value| !value.is_infinite() || !text.contains(|c: char| c.is_ascii_digit()))
            .map(f32::to_bits),
    }
}

fn settable(item: &Item) -> Option<&str> {
    match item {
        Item::Param { name, .. } | Item::Arg { name, .. } => Some(&name.name),
        _ => None,
    }
}
