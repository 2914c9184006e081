//! What can go wrong between Verilog text and a running model.

use std::path::{Path, PathBuf};

/// Any failure of this crate: what happened, where, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A program is not on the search path.
    #[error("`{program}` not found: install it with `{install}`")]
    MissingTool {
        /// The program that was looked for.
        program: &'static str,
        /// A command that installs it on Debian.
        install: &'static str,
    },
    /// Verilator is older than [`crate::FLOOR`], or does not say how old it is.
    #[error("{path} is `{found}`, need Verilator {need} or newer: `apt-get install verilator`")]
    OldTool {
        /// Where it is.
        path: PathBuf,
        /// What it says of itself.
        found: String,
        /// The oldest version that will do.
        need: &'static str,
    },
    /// Verilator or the C++ compiler ended with an error; warnings of Verilator count.
    #[error("{tool} failed:\n{output}")]
    Tool {
        /// The program.
        tool: String,
        /// What it printed.
        output: String,
    },
    /// A source's file name has a folder in it, is empty, or is given twice.
    #[error("source file name `{0}` must be a plain, unique file name")]
    FileName(String),
    /// `HOME` is not set, so there is no place for the cache.
    #[error("no cache folder: set KILN_CACHE, XDG_CACHE_HOME or HOME")]
    NoCache,
    /// The file system refused.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The generated header does not hold the port list that this crate understands.
    #[error("cannot read Verilator's port declaration `{0}`")]
    PortDeclaration(String),
    /// The shared library does not load or is of another version of this crate.
    #[error("{path}: {reason}; delete the file and build again")]
    Load {
        /// The shared library.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The design has no port of this name.
    #[error("no port `{name}`; the design has: {known}")]
    UnknownPort {
        /// What was asked for.
        name: String,
        /// The ports there are.
        known: String,
    },
    /// The clock named in [`crate::Build`] is not a one-bit input, or a clock cycle was asked of a model without clock.
    #[error("no clock: {0}")]
    NoClock(String),
    /// The design stopped the simulation: `$fatal`, `$stop`, a failed assertion or a loop that does not settle.
    /// The model cannot go on; open a new one.
    #[error("the design stopped: {0}")]
    Stopped(String),
    /// Tracing was asked of a model built without it.
    #[error("built without tracing: set `trace` in the build")]
    NoTrace,
}

impl Error {
    /// For `map_err` on a file operation.
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |source| Self::Io { path: path.to_owned(), source }
    }
}
