//! Formal proofs: a module with claims ([`crate::Module::claims`]) goes in; that they hold in every run, or a run in which
//! one does not, comes out.
//!
//! Yosys reads the Verilog and writes the module as gates and as a formula. `pdr` of its `yosys-abc` proves the gates for
//! runs of any length; it finds the invariant by itself and checks it. z3, through `yosys-smtbmc`, works on the formula: it
//! proves by induction where the claims say enough of the registers ([`Part::leaf_with_state`]), shows the run that breaks a
//! claim, and a run for each `cover`. With feature `prove`, for tests.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use thiserror::Error;

use crate::claims::PREFIX;
use crate::part::{Design, EmitErrors, Part};

mod trace;

pub use trace::Trace;

/// What comes out of a proof.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Every assertion holds in every run, and there is a run for each cover.
    Proved(Proof),
    /// There is a run in which an assertion does not hold.
    Failed(Failure),
    /// A cover that no run of so many cycles reaches: what the assertions speak of may not happen at all.
    NotCovered {
        /// The cover.
        claim: String,
        /// How long the runs were.
        cycles: usize,
    },
    /// Neither proved nor refuted: there was not the time, or the claims do not say enough for induction. Then this run, from
    /// a state that may never be reached, breaks one in its last cycle.
    Unknown(Option<Failure>),
}

/// How to prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// By an invariant that `pdr` looks for.
    Reach,
    /// By induction: no run from reset breaks a claim in so many cycles, and after as many cycles without a break there is
    /// none in the next.
    Induction(usize),
}

/// A proof.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The module.
    pub module: String,
    /// How it was proved.
    pub method: Method,
    /// Clauses of the invariant that `pdr` found: a measure of how much it took. 0 if the claims need none.
    pub clauses: usize,
    /// The time that it took, without the covers.
    pub time: Duration,
    /// For each cover the cycle in which it was reached.
    pub covered: Vec<(String, usize)>,
}

/// A shortest run in which an assertion does not hold.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The module.
    pub module: String,
    /// The assertions that do not hold in the run's last cycle.
    pub claims: Vec<String>,
    /// The run.
    pub trace: Trace,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {} does not hold:", self.module, self.claims.join(" and "))?;
        self.trace.fmt(f)
    }
}

/// Why nothing can be said.
#[derive(Debug, Error)]
pub enum FormalError {
    /// The module cannot be printed.
    #[error(transparent)]
    Emit(#[from] EmitErrors),
    /// A tool is not there.
    #[error("`{program}` not found: install it with `apt-get install {package}`")]
    MissingTool {
        /// The tool.
        program: &'static str,
        /// Debian's package.
        package: &'static str,
    },
    /// A tool says something else than it should.
    #[error("{program}: {output}")]
    Tool {
        /// The tool.
        program: &'static str,
        /// What it said.
        output: String,
    },
    /// Files cannot be written or read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// How long to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prover {
    /// Covers are looked for in runs of so many cycles.
    pub cover_cycles: usize,
    /// After this time an invariant is no longer looked for.
    pub patience: Duration,
    /// How to prove.
    pub method: Method,
}

impl Default for Prover {
    fn default() -> Self {
        Self { cover_cycles: 20, patience: Duration::from_secs(300), method: Method::Reach }
    }
}

/// The files of a proof.
const GATES: &str = "gates.aig";
const FORMULA: &str = "formula.smt2";
const RUN: &str = "run.vcd";

/// What yosys-smtbmc says when nothing breaks.
const PASSED: &str = "Status: PASSED";

impl Prover {
    /// Proves the claims of a module and of what it instances.
    ///
    /// # Errors
    /// The module cannot be printed, or a tool is missing or fails.
    pub fn prove(&self, part: &Part) -> Result<Verdict, FormalError> {
        let files = Design::new(part)?.files();
        let folder = TempDir::with_prefix("kiln-formal-")?;
        for (name, text) in &files {
            std::fs::write(folder.path().join(name), text)?;
        }
        let tools = Tools { folder: folder.path() };
        let begin = Instant::now();
        tools.translate(&files, part.name())?;
        let reach = match self.method {
            Method::Reach => tools.reach(self.patience)?,
            Method::Induction(cycles) => tools.induction(cycles, part)?,
        };
        Ok(match reach {
            Reach::Never { clauses } => {
                let time = begin.elapsed();
                let has_covers = files.iter().any(|(_, text)| text.contains(": cover ("));
                let covers = match has_covers {
                    true => tools.covers(self.cover_cycles)?,
                    false => Covers::default(),
                };
                match covers.missed {
                    Some(claim) => Verdict::NotCovered { claim, cycles: self.cover_cycles },
                    None => Verdict::Proved(Proof {
                        module: part.name().to_owned(),
                        method: self.method,
                        clauses,
                        time,
                        covered: covers.reached,
                    }),
                }
            }
            Reach::In(cycles) => Verdict::Failed(tools.shortest(cycles, part)?),
            Reach::Unknown(failure) => Verdict::Unknown(failure),
        })
    }
}

/// Whether a run can break an assertion.
enum Reach {
    Never {
        clauses: usize,
    },
    /// In a run of so many cycles.
    In(usize),
    Unknown(Option<Failure>),
}

#[derive(Default)]
struct Covers {
    reached: Vec<(String, usize)>,
    missed: Option<String>,
}

/// The tools, run in the folder of a proof.
struct Tools<'a> {
    folder: &'a Path,
}

impl Tools<'_> {
    fn call(
        &self,
        program: &'static str,
        package: &'static str,
        arguments: &[&str],
    ) -> Result<(bool, String), FormalError> {
        let output = Command::new(program).args(arguments).current_dir(self.folder).output();
        let output = output.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => FormalError::MissingTool { program, package },
            _ => FormalError::Io(error),
        })?;
        let text = [output.stdout, output.stderr].concat();
        Ok((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
    }

    /// Writes gates and formula. Registers start with any value in both.
    fn translate(&self, files: &[(String, String)], top: &str) -> Result<(), FormalError> {
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        let script = format!(
            "read_verilog -formal {}; prep -top {top}; flatten; async2sync; memory_map; opt -full; dffunmap; opt_clean; \
             write_smt2 -wires {FORMULA}; \
             chformal -cover -remove; delete -output; setundef -undriven -anyseq; opt -full; techmap; opt -fast; dffunmap; \
             abc -g AND -fast; opt_clean; write_aiger -zinit {GATES}",
            names.join(" ")
        );
        match self.call("yosys", "yosys", &["-q", "-p", &script])? {
            (true, _) => Ok(()),
            (false, output) => Err(FormalError::Tool { program: "yosys", output }),
        }
    }

    fn reach(&self, patience: Duration) -> Result<Reach, FormalError> {
        let script = format!("read_aiger {GATES}; fold; strash; pdr -T {}", patience.as_secs());
        let (_, output) = self.call("yosys-abc", "yosys", &["-c", &script])?;
        let frame =
            || output.split("was asserted in frame ").nth(1)?.split('.').next()?.parse().ok();
        if output.contains("Property proved.") {
            let clauses = output
                .lines()
                .find_map(|line| line.strip_prefix("Invariant F")?.split(' ').nth(2)?.parse().ok());
            Ok(Reach::Never { clauses: clauses.unwrap_or(0) })
        } else if let Some(frame) = frame() {
            let frame: usize = frame;
            Ok(Reach::In(frame + 1))
        } else if output.contains("Property UNDECIDED.") || output.contains("Reached timeout") {
            Ok(Reach::Unknown(None))
        } else {
            Err(FormalError::Tool { program: "yosys-abc", output })
        }
    }

    fn induction(&self, cycles: usize, part: &Part) -> Result<Reach, FormalError> {
        let depth = cycles.to_string();
        if !self.smtbmc(&["-t", &depth])?.contains(PASSED) {
            return Ok(Reach::In(cycles));
        }
        let step = self.smtbmc(&["-i", "-t", &depth, "--dump-vcd", RUN])?;
        match step.contains(PASSED) {
            true => Ok(Reach::Never { clauses: 0 }),
            false => Ok(Reach::Unknown(Some(self.failure(step, part)?))),
        }
    }

    /// The shortest run that breaks an assertion, of at most so many cycles.
    fn shortest(&self, cycles: usize, part: &Part) -> Result<Failure, FormalError> {
        let output = self.smtbmc(&["-t", &cycles.to_string(), "--dump-vcd", RUN])?;
        self.failure(output, part)
    }

    /// The run that was just written, and what it breaks.
    fn failure(&self, output: String, part: &Part) -> Result<Failure, FormalError> {
        let claims = after(&output, "Assert failed in ");
        let claims: BTreeSet<String> =
            claims.filter_map(|rest| claim(rest.split(": ").nth(1)?)).collect();
        if claims.is_empty() {
            return Err(FormalError::Tool { program: "yosys-smtbmc", output });
        }
        let vcd = std::fs::read_to_string(self.folder.join(RUN))?;
        Ok(Failure {
            module: part.name().to_owned(),
            claims: claims.into_iter().collect(),
            trace: Trace::read(&vcd, part.ports()),
        })
    }

    fn covers(&self, cycles: usize) -> Result<Covers, FormalError> {
        let output = self.smtbmc(&["-c", "-t", &cycles.to_string()])?;
        let reached = after(&output, "Reached cover statement at ").filter_map(|rest| {
            let (place, step) = rest.split_once(" in step ")?;
            Some((claim(place)?, step.trim_end_matches('.').parse().ok()?))
        });
        let reached: Vec<(String, usize)> = reached.collect();
        let missed = after(&output, "Unreached cover statement at ").find_map(claim);
        if reached.is_empty() && missed.is_none() {
            return Err(FormalError::Tool { program: "yosys-smtbmc", output });
        }
        Ok(Covers { reached, missed })
    }

    fn smtbmc(&self, arguments: &[&str]) -> Result<String, FormalError> {
        self.call("z3", "z3", &["--version"])?;
        let all = [&["-s", "z3", "--unroll"], arguments, &[FORMULA]].concat();
        Ok(self.call("yosys-smtbmc", "yosys", &all)?.1)
    }
}

/// What follows `text` in the lines that have it.
fn after<'a>(output: &'a str, text: &'a str) -> impl Iterator<Item = &'a str> {
    output.lines().filter_map(move |line| line.split_once(text).map(|(_, rest)| rest))
}

/// The name of a claim from its name in the Verilog, with what may follow it.
fn claim(text: &str) -> Option<String> {
    let name = text.split(PREFIX).nth(1)?;
    Some(name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
}
