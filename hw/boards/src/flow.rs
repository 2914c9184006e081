//! The open tool flow: from a board's Verilog and pin constraints to the file that configures its device.
//!
//! In: Verilog files, constraints, a [`Device`], the clock that must be met. Out: in a folder of the caller's, the sources, the logs of
//! all steps, the configuration files, and a [`Report`] of timing and use. Yosys synthesizes, nextpnr places and routes, ecppack or gowin_pack pack.

mod constants;
mod memories;
mod multipliers;
pub mod netlist;
mod report;
mod tools;

pub use report::{Clock, Report, Use};
pub use tools::{Tool, Tools};

use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// What a design is built for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "family", rename_all = "lowercase", deny_unknown_fields)]
pub enum Device {
    /// Lattice ECP5.
    Ecp5 {
        /// nextpnr's name of the size: `85k`.
        size: String,
        /// Package: `CABGA381`.
        package: String,
        /// Speed grade: 6, 7 or 8.
        speed: u8,
    },
    /// Gowin.
    Gowin {
        /// Part number: `GW2AR-LV18QN88C8/I7`.
        part: String,
        /// Family as apicula names it: `GW2A-18C`.
        die: String,
    },
}

/// A design to build.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    /// The top module.
    pub top: &'a str,
    /// File names and Verilog texts.
    pub files: &'a [(String, String)],
    /// Pin constraints in the device's format.
    pub constraints: &'a str,
    /// The device.
    pub device: &'a Device,
    /// Frequency that the slowest clock must reach, in MHz.
    pub mhz: f64,
    /// Seed of the first placement.
    pub seed: u32,
    /// How many seeds are tried, this one and those after it, until timing is met; at least one is.
    pub tries: u32,
}

/// A step of the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Verilog to a netlist of the device's cells.
    Synthesize,
    /// Cells to places, nets to wires.
    PlaceAndRoute {
        /// Of the placement.
        seed: u32,
    },
    /// The result to the device's files.
    Pack,
}

impl Step {
    /// What is done, for a progress line.
    pub fn doing(self) -> String {
        match self {
            Step::Synthesize => "synthesizing".into(),
            Step::PlaceAndRoute { seed } => format!("placing and routing with seed {seed}"),
            Step::Pack => "packing".into(),
        }
    }
}

/// Why there is no configuration file.
#[derive(Debug, thiserror::Error)]
pub enum FlowError {
    /// A program of the flow is not here.
    #[error(
        "`{program}` is missing: `make fpga-tools` installs it, or put it on PATH (looked for {looked})"
    )]
    Missing {
        /// The program.
        program: &'static str,
        /// The names and places tried.
        looked: String,
    },
    /// A step ended with an error.
    #[error("{program} failed; the end of {log}:\n{tail}", log = log.display())]
    Failed {
        /// The program.
        program: String,
        /// Its whole output.
        log: PathBuf,
        /// The last lines of it.
        tail: String,
    },
    /// The design is too slow.
    #[error(
        "timing is not met: clock {clock} reaches {achieved:.1} MHz with seed {seed}, {wanted:.1} are needed; try more seeds (`--seed`, `--tries`), or a smaller fabric ({log} has the critical path)",
        log = log.display()
    )]
    Timing {
        /// The clock's net.
        clock: String,
        /// What it reaches.
        achieved: f64,
        /// The seed it reaches it with, the best of those tried.
        seed: u32,
        /// What it must reach.
        wanted: f64,
        /// The log of placing and routing with this seed.
        log: PathBuf,
    },
    /// A report that is not as expected.
    #[error("cannot read nextpnr's report {file}: {reason}", file = file.display())]
    Report {
        /// The report.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file system refused.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> FlowError + '_ {
    move |source| FlowError::Io { path: path.to_owned(), source }
}

/// Builds a design in `folder`, which is made if it is missing. `progress` hears of each step before it starts.
///
/// Files of an earlier build with the same names are removed first, so that a failed build leaves no configuration file.
///
/// # Errors
/// A program is missing or fails, or timing is not met: then the report is there, and no configuration file.
pub fn build(
    job: &Job<'_>,
    tools: &Tools,
    folder: &Path,
    progress: &mut dyn FnMut(Step),
) -> Result<Report, FlowError> {
    let flow = Flow {
        job,
        folder,
        netlist: folder.join("netlist.json"),
        report: folder.join("nextpnr.json"),
    };
    flow.sources()?;
    let mut seconds = Vec::new();
    let mut timed = |step: Step, run: &dyn Fn() -> Result<(), FlowError>| {
        progress(step);
        let start = Instant::now();
        run()?;
        seconds.push((step, start.elapsed().as_secs_f64()));
        Ok(())
    };
    timed(Step::Synthesize, &|| flow.synthesize(tools))?;
    let mut placed = |seed: u32| {
        timed(Step::PlaceAndRoute { seed }, &|| flow.place_and_route(tools, seed))?;
        Report::read(&flow.report, job.top, seed)
    };
    let mut report = placed(job.seed)?;
    for more in 1..job.tries {
        if report.slowest().achieved_mhz >= job.mhz {
            break;
        }
        let other = placed(job.seed.wrapping_add(more))?;
        if other.slowest().achieved_mhz > report.slowest().achieved_mhz {
            report = other;
        }
    }
    let slowest = report.slowest().clone();
    if slowest.achieved_mhz < job.mhz {
        return Err(FlowError::Timing {
            clock: slowest.net,
            achieved: slowest.achieved_mhz,
            seed: report.seed,
            wanted: job.mhz,
            log: flow.log(Step::PlaceAndRoute { seed: report.seed }),
        });
    }
    timed(Step::Pack, &|| flow.pack(tools))?;
    report.seconds = seconds;
    Ok(report)
}

/// The configuration file of a build in `folder`.
pub fn bitstream(folder: &Path, top: &str, device: &Device) -> PathBuf {
    folder.join(top).with_extension(match device {
        Device::Ecp5 { .. } => "bit",
        Device::Gowin { .. } => "fs",
    })
}

struct Flow<'a> {
    job: &'a Job<'a>,
    folder: &'a Path,
    netlist: PathBuf,
    report: PathBuf,
}

impl Flow<'_> {
    fn file(&self, extension: &str) -> PathBuf {
        self.folder.join(format!("{}.{extension}", self.job.top))
    }

    fn constraints(&self) -> PathBuf {
        self.file(match self.job.device {
            Device::Ecp5 { .. } => "lpf",
            Device::Gowin { .. } => "cst",
        })
    }

    /// What a step prints. Placing and routing has a log for each seed.
    fn log(&self, step: Step) -> PathBuf {
        self.folder.join(match step {
            Step::Synthesize => "yosys.log".into(),
            Step::PlaceAndRoute { seed } => format!("nextpnr-{seed}.log"),
            Step::Pack => "pack.log".into(),
        })
    }

    /// Writes what the tools read, and removes what an earlier build left.
    fn sources(&self) -> Result<(), FlowError> {
        let verilog = self.folder.join("verilog");
        if verilog.exists() {
            fs::remove_dir_all(&verilog).map_err(io(&verilog))?;
        }
        fs::create_dir_all(&verilog).map_err(io(&verilog))?;
        let made = ["bit", "svf", "fs", "config"].map(|e| self.file(e));
        for entry in fs::read_dir(self.folder).map_err(io(self.folder))? {
            let path = entry.map_err(io(self.folder))?.path();
            let name = named(&path);
            let log = name.starts_with("nextpnr-") && name.ends_with(".log");
            if log || [&self.report, &self.netlist].contains(&&path) || made.contains(&path) {
                fs::remove_file(&path).map_err(io(&path))?;
            }
        }
        for (name, text) in self.job.files {
            let file = verilog.join(name);
            fs::write(&file, text).map_err(io(&file))?;
        }
        let constraints = self.constraints();
        fs::write(&constraints, self.job.constraints).map_err(io(&constraints))
    }

    fn synthesize(&self, tools: &Tools) -> Result<(), FlowError> {
        let files: Vec<String> =
            self.job.files.iter().map(|(name, _)| format!("verilog/{name}")).collect();
        let script = format!(
            "read_verilog {}; {}; stat",
            files.join(" "),
            mapping(self.job.device, self.job.top)
        );
        self.run(Step::Synthesize, tools.yosys()?.command().args(["-p", &script]))?;
        match self.job.device {
            Device::Ecp5 { size, .. } => self.improve_netlist(size),
            Device::Gowin { .. } => Ok(()),
        }
    }

    fn improve_netlist(&self, size: &str) -> Result<(), FlowError> {
        let text = fs::read_to_string(&self.netlist).map_err(io(&self.netlist))?;
        let text = netlist::improve(&text, Some(size)).map_err(|e| io(&self.netlist)(e.into()))?;
        fs::write(&self.netlist, text).map_err(io(&self.netlist))
    }

    fn place_and_route(&self, tools: &Tools, seed: u32) -> Result<(), FlowError> {
        let mut command = tools.nextpnr(self.job.device)?.command();
        command.args(["--json", "netlist.json", "--report", "nextpnr.json", "--timing-allow-fail"]);
        command.args(["--freq", &self.job.mhz.to_string(), "--seed", &seed.to_string()]);
        let constraints = self.constraints();
        match self.job.device {
            Device::Ecp5 { size, package, speed } => {
                command.arg(format!("--{size}")).args(["--package", package]);
                command.args(["--speed", &speed.to_string()]);
                // On a device three quarters full wires are shorter than with the default (docs/resources.md).
                command.args(["--placer", "static"]);
                command
                    .arg("--lpf")
                    .arg(named(&constraints))
                    .arg("--textcfg")
                    .arg(named(&self.file("config")));
            }
            Device::Gowin { part, die } => {
                command.args(["--device", part, "--vopt", &format!("family={die}")]);
                command.arg("--vopt").arg(format!("cst={}", named(&constraints)));
                command.args(["--write", "placed.json"]);
            }
        }
        self.run(Step::PlaceAndRoute { seed }, &mut command)
    }

    fn pack(&self, tools: &Tools) -> Result<(), FlowError> {
        let mut command = tools.packer(self.job.device)?.command();
        let made = named(&bitstream(self.folder, self.job.top, self.job.device));
        match self.job.device {
            Device::Ecp5 { .. } => {
                command.arg("--compress").arg("--svf").arg(named(&self.file("svf")));
                command.args([named(&self.file("config")), made]);
            }
            Device::Gowin { die, .. } => {
                command.args(["-d", die, "-o", &made, "placed.json"]);
            }
        }
        self.run(Step::Pack, &mut command)
    }

    /// Runs a program in the folder; all that it prints goes to the step's log.
    fn run(&self, step: Step, command: &mut Command) -> Result<(), FlowError> {
        let path = self.log(step);
        let log = fs::File::create(&path).map_err(io(&path))?;
        let errors = log.try_clone().map_err(io(&path))?;
        let program = command.get_program().to_string_lossy().into_owned();
        let status = command
            .current_dir(self.folder)
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            .status()
            .map_err(io(Path::new(&program)))?;
        if status.success() {
            return Ok(());
        }
        let text = fs::read_to_string(&path).map_err(io(&path))?;
        let lines: Vec<&str> = text.lines().collect();
        let tail = lines[lines.len().saturating_sub(15)..].join("\n");
        Err(FlowError::Failed { program, log: path, tail })
    }
}

/// Yosys' commands from Verilog to a netlist of the device's cells.
///
/// Look-up tables joined to wider ones are faster, and need a third more of them. On the ECP5 the older ABC script takes the place
/// of the flow's own in the step `map_luts`: it needs 6% fewer.
fn mapping(device: &Device, top: &str) -> String {
    match device {
        Device::Ecp5 { .. } => {
            let flow = format!("synth_ecp5 -nowidelut -top {top}");
            format!(
                "{flow} -run begin:map_luts; abc -lut 4 -dress; opt_merge; clean; {flow} -run map_cells: -json netlist.json"
            )
        }
        Device::Gowin { .. } => format!("synth_gowin -nowidelut -top {top} -json netlist.json"),
    }
}

/// The name of a file in the folder that programs run in.
fn named(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
