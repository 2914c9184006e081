//! Runs Verilator and the C++ compiler, and turns what they say into errors.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::cache::{self, Key};
use crate::{Error, Verilator};

/// How C++ is compiled. The last three keep one model's symbols apart from those of another in the same process;
/// on a fabric `-O2` is an eighth faster than `-O1` and takes a sixth longer to compile. Vectors of two or four words cost
/// more instructions to gather than they save: a fiftieth fewer without. So do values that are computed early to be shared
/// between branches, as they are spilled: another fiftieth.
pub(crate) const CXX_FLAGS: &[&str] = &[
    "-std=gnu++17",
    "-O2",
    "-fno-tree-vectorize",
    "-fno-tree-pre",
    "-fno-code-hoisting",
    "-fPIC",
    "-pthread",
    "-fcf-protection=none",
    "-DVL_USER_STOP",
    "-DVL_USER_FATAL",
    "-DVL_USER_FINISH",
    "-fvisibility=hidden",
    "-fvisibility-inlines-hidden",
    "-fno-gnu-unique",
];

/// The header that every C++ file gets first.
pub(crate) const SHIM_HEADER: &str = include_str!("shim.h");

/// Runs a command to its end; its output is the error if it fails.
pub(crate) fn run(command: &mut Command) -> Result<String, Error> {
    let program = PathBuf::from(command.get_program());
    let output = command.output().map_err(Error::io(&program))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    let said = text(&output.stdout) + &text(&output.stderr);
    Err(Error::Tool { tool: program.display().to_string(), output: said.trim_end().to_owned() })
}

/// The C++ compiler for the files of one scratch folder.
pub(crate) struct Compiler<'a> {
    tool: &'a Verilator,
    scratch: &'a Path,
    include: PathBuf,
    trace: bool,
}

impl<'a> Compiler<'a> {
    /// Prepares the scratch folder.
    pub(crate) fn new(tool: &'a Verilator, scratch: &'a Path, trace: bool) -> Result<Self, Error> {
        let root = run(Command::new(&tool.program).args(["--getenv", "VERILATOR_ROOT"]))?;
        let include = Path::new(root.trim()).join("include");
        let header = scratch.join("shim.h");
        std::fs::write(&header, SHIM_HEADER).map_err(Error::io(&header))?;
        Ok(Self { tool, scratch, include, trace })
    }

    /// Compiles files of the scratch folder, as many at once as there are cores; returns the objects.
    pub(crate) fn objects(&self, sources: &[String]) -> Result<Vec<PathBuf>, Error> {
        in_parallel(sources, |source| self.object(Path::new(source)))
    }

    /// The object of a file of Verilator's runtime, from the cache if it was ever compiled before.
    pub(crate) fn runtime_objects(
        &self,
        names: &[String],
        cache: &Path,
    ) -> Result<Vec<PathBuf>, Error> {
        let key = Key::new()
            .texts([&*self.tool.version, &*self.tool.compiler_version, SHIM_HEADER])
            .texts(CXX_FLAGS.iter().copied())
            .text(&self.include.to_string_lossy())
            .finish();
        in_parallel(names, |name| {
            cache::entry(cache, &format!("{name}-{key}.o"), |_| {
                self.object(&self.include.join(format!("{name}.cpp")))
            })
        })
    }

    /// Links a shared library of the scratch folder.
    pub(crate) fn link(
        &self,
        objects: &[PathBuf],
        libraries: &[String],
        name: &str,
    ) -> Result<PathBuf, Error> {
        let mut command = Command::new(&self.tool.compiler);
        command.current_dir(self.scratch);
        command.args(["-shared", "-Wl,-Bsymbolic", "-Wl,-z,defs", "-o", name]).args(objects);
        run(command.args(["-pthread", "-latomic"]).args(libraries))?;
        Ok(self.scratch.join(name))
    }

    fn object(&self, source: &Path) -> Result<PathBuf, Error> {
        let object = PathBuf::from(source.file_name().unwrap_or_default()).with_extension("o");
        let mut command = match &self.tool.ccache {
            Some(ccache) => {
                let mut command = Command::new(ccache);
                command.arg(&self.tool.compiler);
                command
            }
            None => Command::new(&self.tool.compiler),
        };
        // Relative paths, so that ccache does not see the name of the scratch folder.
        command.current_dir(self.scratch).args(CXX_FLAGS).args(["-I.", "-include", "shim.h"]);
        if self.trace {
            command.arg("-DKILN_TRACE");
        }
        // The second has the header of the interface to C, which signals that others may read ask for.
        for folder in [&self.include, &self.include.join("vltstd")] {
            command.arg("-isystem").arg(folder);
        }
        run(command.arg("-c").arg(source).arg("-o").arg(&object))?;
        Ok(self.scratch.join(object))
    }
}

/// Applies `work` to all items on all cores; the first error wins.
fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> Result<R, Error> + Sync,
) -> Result<Vec<R>, Error> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..cores.min(items.len()) {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = work(item);
                    if result.is_err() {
                        next.store(items.len(), Ordering::Relaxed);
                    }
                    results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
                }
            });
        }
    });
    results.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect()
}
