//! From Verilog text to a shared library in the cache.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cache::{self, Key};
use crate::compile::{CXX_FLAGS, Compiler, SHIM_HEADER, run};
use crate::port_table::port_macros;
use crate::{Error, Verilator};

const SHIM: &str = include_str!("shim.cpp");
/// The file that tells Verilator of [`Build::repeated`].
const REPEATED: &str = "repeated.vlt";

/// What Verilator is always told. Warnings are errors, as is its default; assertions stay on; split C++ lets
/// all cores compile a large design, and spares the compiler functions of superlinear cost; files hold so much that the
/// functions of some tens of equal instances meet in one (see [`Build::repeated`]). Undefined values are zeros, as
/// they are by default, but known to be when C++ is made: that is a twentieth faster.
const VERILATE_FLAGS: &[&str] = &[
    "--cc",
    "--prefix",
    "Vkiln",
    "--Mdir",
    "obj",
    "--threads",
    "1",
    "--no-timing",
    "--assert",
    "--x-assign",
    "fast",
    "--x-initial",
    "fast",
    "--output-split",
    "200000",
    "--output-split-cfuncs",
    "5000",
];

/// A design to build: Verilog in, a shared library out.
#[derive(Clone, Debug)]
pub struct Build {
    /// The module at the top.
    pub top: String,
    /// Plain file names, which messages refer to, and Verilog texts. Under `-Wall` a file is named after its module.
    pub sources: Vec<(String, String)>,
    /// The one-bit input that [`crate::Model::step`] drives; `None` for combinational designs.
    pub clock: Option<String>,
    /// Whether [`crate::Model::trace_start`] works. A traced model is another build, and slower when traced.
    pub trace: bool,
    /// Names of warnings that are not reported, for sources that are not ours to mend, such as synthesized netlists
    /// (`"lint"` stands for all matters of style). Empty means `-Wall` without exception.
    /// Leave `UNOPTFLAT` alone: with it hidden, 5.006 was seen to compute wrongly.
    pub waive: Vec<String>,
    /// Large modules with several instances, and names of the inputs of each. Their instances read those inputs from copies of
    /// their own instead of from wherever each comes from, so that their C++ is the same and the compiler keeps it once. What is
    /// run in a cycle then fits the processor's caches: copies cost less than that gains.
    pub repeated: Vec<(String, Vec<String>)>,
}

impl Build {
    /// A design without clock, trace or waivers.
    pub fn new<N: Into<String>, T: Into<String>>(
        top: impl Into<String>,
        sources: impl IntoIterator<Item = (N, T)>,
    ) -> Self {
        let sources = sources.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
        let (waive, repeated) = Default::default();
        Self { top: top.into(), sources, clock: None, trace: false, waive, repeated }
    }

    /// Builds the design, or finds it in the cache folder, which is made if it is not there (see
    /// [`crate::cache_dir`]). Any change of text, option, tool or compiler is another entry.
    ///
    /// # Errors
    /// [`Error::Tool`] with what Verilator or the compiler printed; [`Error::FileName`], [`Error::NoClock`],
    /// [`Error::PortDeclaration`] for designs that cannot be built; [`Error::Io`].
    pub fn build(&self, tool: &Verilator, cache: &Path) -> Result<Library, Error> {
        let name = format!("{}-{}.so", self.top, self.key(tool));
        let path = cache::entry(cache, &name, |scratch| {
            tracing::info!(top = self.top, "building with {}", tool.version);
            self.build_in(tool, scratch, cache)
        })?;
        Ok(Library { path })
    }

    fn key(&self, tool: &Verilator) -> String {
        Key::new()
            .texts([&*tool.version, &*tool.compiler_version, SHIM, SHIM_HEADER, &*self.top])
            .text(if self.trace { "trace" } else { "" })
            .text(self.clock.as_deref().unwrap_or_default())
            .text(&CXX_FLAGS.join(" "))
            .text(&VERILATE_FLAGS.join(" "))
            .text(&self.waive.join(" "))
            .text(&self.copied_inputs())
            .texts(self.sources.iter().flat_map(|(name, text)| [&**name, &**text]))
            .finish()
    }

    /// For Verilator, the inputs of repeated modules. A signal that others may read is not replaced by what drives it. The clock
    /// stays one for all.
    fn copied_inputs(&self) -> String {
        let mut text = "`verilator_config\n".to_owned();
        for (module, inputs) in &self.repeated {
            for input in inputs.iter().filter(|&input| self.clock.as_ref() != Some(input)) {
                text += &format!("public_flat_rd -module \"{module}\" -var \"{input}\"\n");
            }
        }
        text
    }

    /// Does the work in a folder of its own; returns the library in it.
    fn build_in(&self, tool: &Verilator, scratch: &Path, cache: &Path) -> Result<PathBuf, Error> {
        let names = write_sources(&self.sources, scratch)?;
        write(&scratch.join(REPEATED), &self.copied_inputs())?;
        let mut command = verilator(tool, scratch, &self.top, &self.waive);
        command.args(VERILATE_FLAGS).arg(REPEATED);
        if self.trace {
            command.arg("--trace-fst");
        }
        run(command.args(names))?;

        let objects = scratch.join("obj");
        let header = read(&objects.join("Vkiln.h"))?;
        write(&objects.join("kiln_ports.h"), &port_macros(&header, self.clock.as_deref())?)?;
        write(&objects.join("shim.cpp"), SHIM)?;
        let compiler = Compiler::new(tool, &objects, self.trace)?;
        let makefile = read(&objects.join("Vkiln.mk"))? + &read(&objects.join("Vkiln_classes.mk"))?;
        let mut inputs = compiler.objects(&cpp_files(&objects)?)?;
        inputs.extend(compiler.runtime_objects(&listed(&makefile, "VM_GLOBAL_"), cache)?);
        compiler.link(&inputs, &listed(&makefile, "VM_USER_LDLIBS"), "model.so")
    }
}

/// A built model, ready for [`crate::Model::open`]. Only [`Build::build`] makes one, so the file is known to be a
/// library of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Library {
    path: PathBuf,
}

impl Library {
    /// The shared library in the cache folder.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Checks a design with `verilator --lint-only -Wall`. Sources are as in [`Build`].
///
/// # Errors
/// [`Error::Tool`] with every warning; [`Error::FileName`]; [`Error::Io`].
pub fn lint(tool: &Verilator, sources: &[(String, String)], top: &str) -> Result<(), Error> {
    let scratch = tempfile::tempdir().map_err(Error::io(&std::env::temp_dir()))?;
    let names = write_sources(sources, scratch.path())?;
    let mut command = verilator(tool, scratch.path(), top, &[]);
    run(command.args(["--lint-only", "--no-timing"]).args(names)).map(drop)
}

/// Verilator in a scratch folder with what linting and building have in common.
fn verilator(tool: &Verilator, scratch: &Path, top: &str, waive: &[String]) -> Command {
    let mut command = Command::new(&tool.program);
    command.current_dir(scratch).args(["-Wall", "--top-module", top]);
    command.args(waive.iter().map(|warning| format!("-Wno-{warning}")));
    command
}

fn write_sources(sources: &[(String, String)], scratch: &Path) -> Result<Vec<String>, Error> {
    let mut names: Vec<String> = Vec::new();
    for (name, text) in sources {
        let plain = Path::new(name).file_name().is_some_and(|file| file == name.as_str());
        if !plain || name.starts_with('-') || names.contains(name) {
            return Err(Error::FileName(name.clone()));
        }
        write(&scratch.join(name), text)?;
        names.push(name.clone());
    }
    Ok(names)
}

/// The C++ files of a folder, the largest first, so that the last to be compiled is a short one.
fn cpp_files(folder: &Path) -> Result<Vec<String>, Error> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::io(folder))? {
        let entry = entry.map_err(Error::io(folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".cpp") {
            files.push((entry.metadata().map_err(Error::io(folder))?.len(), name));
        }
    }
    files.sort();
    Ok(files.into_iter().rev().map(|(_, name)| name).collect())
}

/// The items of the lists in a generated makefile whose names start so: one item a line, an empty line at the end.
fn listed(makefile: &str, variable: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut listing = false;
    for line in makefile.lines().map(str::trim) {
        if line.starts_with(variable) {
            listing = true;
        } else if line.is_empty() {
            listing = false;
        } else if listing {
            items.push(line.trim_end_matches('\\').trim_end().to_owned());
        }
    }
    items
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(Error::io(path))
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    fs::write(path, text).map_err(Error::io(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_from_the_makefile() {
        let makefile = "VM_CLASSES_FAST += \\\n\tVkiln \\\n\n# Global\nVM_GLOBAL_FAST += \\\n\tverilated \\\n\t\
            verilated_threads \\\n\n# Slow\nVM_GLOBAL_SLOW += \\\n\tverilated_x \\\n\n\
            VM_USER_LDLIBS = \\\n\t-lz \\\n\n# end\nother\n";
        let runtime = ["verilated", "verilated_threads", "verilated_x"];
        assert_eq!(listed(makefile, "VM_GLOBAL_"), runtime);
        assert_eq!(listed(makefile, "VM_USER_LDLIBS"), ["-lz"]);
    }

    #[test]
    fn repeated_modules_have_copies_of_all_inputs_but_the_clock() {
        let inputs = ["clk", "a"].map(str::to_owned).to_vec();
        let repeated = vec![("unit".to_owned(), inputs)];
        let build =
            Build { clock: Some("clk".into()), repeated, ..Build::new("top", [("top.v", "")]) };
        let expected = "`verilator_config\npublic_flat_rd -module \"unit\" -var \"a\"\n";
        assert_eq!(build.copied_inputs(), expected);
    }

    #[test]
    fn sources_stay_in_their_folder() {
        let scratch = tempfile::tempdir().unwrap();
        for name in ["../a.v", "a/b.v", "", "..", "-o"] {
            let sources = [(name.to_owned(), String::new())];
            let error = write_sources(&sources, scratch.path()).unwrap_err();
            assert!(matches!(error, Error::FileName(_)), "{name}: {error}");
        }
        let twice = [("a.v".to_owned(), String::new()), ("a.v".to_owned(), String::new())];
        assert!(matches!(write_sources(&twice, scratch.path()), Err(Error::FileName(_))));
    }
}
