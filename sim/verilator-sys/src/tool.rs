//! Finds Verilator and the C++ compiler that builds what it writes.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Error;

/// The oldest Verilator that this crate is tested with.
pub const FLOOR: &str = "5.006";

/// The programs that a build needs, with the versions that become part of its cache key.
#[derive(Clone, Debug)]
pub struct Verilator {
    pub(crate) program: PathBuf,
    pub(crate) version: String,
    pub(crate) compiler: PathBuf,
    pub(crate) compiler_version: String,
    pub(crate) ccache: Option<PathBuf>,
}

impl Verilator {
    /// Looks along `PATH`.
    ///
    /// # Errors
    /// [`Error::MissingTool`] says how to install what is missing; [`Error::OldTool`] if it is below [`FLOOR`].
    pub fn find() -> Result<Self, Error> {
        Self::find_in(&std::env::var_os("PATH").unwrap_or_default())
    }

    /// As [`Verilator::find`], along a search path in the form of `PATH`.
    ///
    /// # Errors
    /// As [`Verilator::find`].
    pub fn find_in(search_path: &OsStr) -> Result<Self, Error> {
        let find = |name| find_program(name, search_path);
        let program = find("verilator").ok_or(Error::MissingTool {
            program: "verilator",
            install: "apt-get install verilator",
        })?;
        let compiler = find("g++")
            .ok_or(Error::MissingTool { program: "g++", install: "apt-get install g++" })?;
        let version = first_line(&program)?;
        if !new_enough(&version) {
            return Err(Error::OldTool { path: program, found: version, need: FLOOR });
        }
        let compiler_version = first_line(&compiler)?;
        Ok(Self { program, version, compiler, compiler_version, ccache: find("ccache") })
    }

    /// Where `verilator` is.
    pub fn path(&self) -> &Path {
        &self.program
    }

    /// What `verilator --version` says.
    pub fn version(&self) -> &str {
        &self.version
    }
}

fn find_program(name: &str, search_path: &OsStr) -> Option<PathBuf> {
    std::env::split_paths(search_path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The first line that `program --version` prints.
fn first_line(program: &Path) -> Result<String, Error> {
    let output = Command::new(program).arg("--version").output().map_err(Error::io(program))?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().next().unwrap_or_default().trim().to_owned())
}

/// Reads `Verilator 5.006 2023-01-22 ...`: the minor number has three digits.
fn new_enough(version: &str) -> bool {
    let number = |text: &str| -> Option<(u32, u32)> {
        let (major, minor) = text.split_once('.')?;
        Some((major.parse().ok()?, minor.parse().ok()?))
    };
    let found = version.strip_prefix("Verilator ").and_then(|rest| rest.split(' ').next());
    found.and_then(number) >= number(FLOOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(new_enough("Verilator 5.006 2023-01-22 rev (Debian 5.006-3)"));
        assert!(new_enough("Verilator 5.048 2026-01-01"));
        assert!(new_enough("Verilator 6.001 devel"));
        assert!(!new_enough("Verilator 4.228 2022-10-01"));
        assert!(!new_enough("Verilator 5.004 2022-12-14"));
        assert!(!new_enough("command not found"));
    }

    #[test]
    fn a_missing_tool_says_how_to_get_it() {
        let error = Verilator::find_in(OsStr::new("/nonexistent")).unwrap_err();
        assert!(error.to_string().contains("apt-get install verilator"), "{error}");
    }
}
