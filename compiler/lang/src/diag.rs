//! What is wrong with a program, shown at its place in the text.
//!
//! In: a code, a message and a span from the parser or the checker. Out: `miette` diagnostics. Programs from the
//! builder have no text; their problems have no label.

use crate::ir::Span;
use miette::{Diagnostic, LabeledSpan, NamedSource, Severity, SourceCode};
use std::{fmt, sync::Arc};

/// Kinds of problems; the name is part of what users see and may search for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// The text does not follow the grammar.
    Syntax,
    /// A name is not declared, or only later.
    UndefinedName,
    /// A name is declared twice, or hides another.
    DuplicateName,
    /// An output has the name of an input.
    Alias,
    /// A tensor is defined in terms of itself.
    Recursive,
    /// An operand, condition or definition has the wrong type.
    Type,
    /// A shape or a number of indices differs from the declaration.
    Shape,
    /// An index leaves its tensor.
    Bounds,
    /// An index is no affine expression.
    NotAffine,
    /// A number does not fit its type, or a constant expression has no value.
    Constant,
    /// An extent is negative, or a tensor too large.
    Extent,
    /// The program is too large or too deep.
    Size,
    /// A parameter or argument is set that the program does not have, or to no number.
    Setting,
    /// Something is declared and never used (a warning).
    Unused,
    /// An element is always outside its tensor (a warning).
    Outside,
}

impl Code {
    /// The name, as in `kiln::bounds`.
    pub const fn name(self) -> &'static str {
        match self {
            Code::Syntax => "kiln::syntax",
            Code::UndefinedName => "kiln::undefined_name",
            Code::DuplicateName => "kiln::duplicate_name",
            Code::Alias => "kiln::alias",
            Code::Recursive => "kiln::recursive",
            Code::Type => "kiln::type",
            Code::Shape => "kiln::shape",
            Code::Bounds => "kiln::bounds",
            Code::NotAffine => "kiln::not_affine",
            Code::Constant => "kiln::constant",
            Code::Extent => "kiln::extent",
            Code::Size => "kiln::size",
            Code::Setting => "kiln::setting",
            Code::Unused => "kiln::unused",
            Code::Outside => "kiln::outside",
        }
    }
}

/// One error or warning.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What kind it is.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// Where; line 0 if there is no text.
    pub span: Span,
    /// Said at the place.
    pub label: String,
    /// What to do about it.
    pub help: Option<String>,
    source: Option<Arc<NamedSource<String>>>,
}

impl Problem {
    pub(crate) fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        let label = "here".into();
        Problem { code, message: message.into(), span, label, help: None, source: None }
    }

    pub(crate) fn label(self, label: impl Into<String>) -> Self {
        Problem { label: label.into(), ..self }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Problem { help: Some(help.into()), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

impl Diagnostic for Problem {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code.name()))
    }

    fn severity(&self) -> Option<Severity> {
        let warns = matches!(self.code, Code::Unused | Code::Outside);
        Some(if warns { Severity::Warning } else { Severity::Error })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|h| Box::new(h) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_deref().map(|s| s as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.source.as_ref().filter(|_| self.span.line > 0)?;
        let (start, end) = (self.span.start as usize, self.span.end as usize);
        let label = LabeledSpan::new(Some(self.label.clone()), start, end.saturating_sub(start));
        Some(Box::new(std::iter::once(label)))
    }
}

/// Everything that is wrong with a program; never empty.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{}", summary(.problems))]
pub struct Problems {
    /// Each problem, in order of place.
    #[related]
    pub problems: Vec<Problem>,
}

/// One line for people who do not print the related problems.
fn summary(problems: &[Problem]) -> String {
    let first = problems.first().map_or(String::new(), |p| match p.span.line {
        0 => p.message.clone(),
        line => format!("line {line}: {}", p.message),
    });
    match problems.len() {
        0 | 1 => first,
        n => format!("{first} (and {} more)", n - 1),
    }
}

/// The text of a program, for showing problems in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct SourceText(Option<Arc<NamedSource<String>>>);

impl SourceText {
    pub fn new(name: &str, text: &str) -> Self {
        SourceText(Some(Arc::new(NamedSource::new(name, text.to_string()))))
    }

    /// Ties problems to this text, in order of place.
    pub fn attach(&self, problems: Vec<Problem>) -> Vec<Problem> {
        let mut tied: Vec<_> =
            problems.into_iter().map(|p| Problem { source: self.0.clone(), ..p }).collect();
        tied.sort_by_key(|p| (p.code == Code::Unused, p.span.start));
        tied
    }
}

/// The known name closest to `name`, if it is close enough to be a slip.
pub(crate) fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    // A third of the letters may differ, but not all of them; capitals do not count.
    let limit = length.div_ceil(3).min(length.saturating_sub(1));
    let lower = name.to_lowercase();
    let scored = known.map(|k| (distance(&lower, &k.to_lowercase()), k));
    scored.filter(|(d, _)| *d <= limit).min().map(|(_, k)| k)
}

/// Levenshtein distance of two names.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, cb) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
