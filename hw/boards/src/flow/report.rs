//! What nextpnr says of a placed and routed design.

use super::{FlowError, Step};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// A clock.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Clock {
    /// Its net.
    pub net: String,
    /// The frequency it reaches, in MHz.
    pub achieved_mhz: f64,
    /// The frequency asked for, in MHz.
    pub wanted_mhz: f64,
}

/// How much of a kind of cell is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// Used.
    pub used: u64,
    /// On the device.
    pub available: u64,
}

/// Timing and use.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The top module.
    pub top: String,
    /// Seed of the placement.
    pub seed: u32,
    /// Every clock that nextpnr timed, the slowest against its goal first; at least one.
    pub clocks: Vec<Clock>,
    /// Use of each kind of cell.
    pub utilization: BTreeMap<String, Use>,
    /// Wall time of each step in seconds.
    pub seconds: Vec<(Step, f64)>,
}

/// The file that nextpnr writes; it has more than is read here.
#[derive(Deserialize)]
struct Raw {
    fmax: BTreeMap<String, Frequency>,
    utilization: BTreeMap<String, Use>,
}

#[derive(Deserialize)]
struct Frequency {
    achieved: f64,
    constraint: f64,
}

impl Report {
    /// Reads nextpnr's report.
    pub(super) fn read(file: &Path, top: &str, seed: u32) -> Result<Self, FlowError> {
        let text = std::fs::read_to_string(file).map_err(super::io(file))?;
        Self::parse(&text, top, seed)
            .map_err(|reason| FlowError::Report { file: file.to_owned(), reason })
    }

    fn parse(text: &str, top: &str, seed: u32) -> Result<Self, String> {
        let raw: Raw = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut clocks: Vec<Clock> = raw
            .fmax
            .into_iter()
            .map(|(net, f)| Clock { net, achieved_mhz: f.achieved, wanted_mhz: f.constraint })
            .collect();
        let slack = |clock: &Clock| clock.achieved_mhz / clock.wanted_mhz;
        clocks.sort_by(|a, b| slack(a).total_cmp(&slack(b)));
        if clocks.is_empty() {
            return Err("no clock was timed".into());
        }
        Ok(Self {
            top: top.to_owned(),
            seed,
            clocks,
            utilization: raw.utilization,
            seconds: Vec::new(),
        })
    }

    /// The clock that is slowest against its goal.
    pub fn slowest(&self) -> &Clock {
        &self.clocks[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_clock_is_first() {
        let text = r#"{"critical_paths": [], "fmax": {
            "a": {"achieved": 300.5, "constraint": 250.0}, "b": {"achieved": 70.25, "constraint": 75.0}},
            "utilization": {"TRELLIS_COMB": {"available": 83640, "used": 65000}}}"#;
        let report = Report::parse(text, "top", 1).unwrap();
        assert_eq!(report.slowest().net, "b");
        assert_eq!(report.utilization["TRELLIS_COMB"], Use { used: 65000, available: 83640 });
        assert!(Report::parse(r#"{"fmax": {}, "utilization": {}}"#, "top", 1).is_err());
        assert!(Report::parse("{", "top", 1).is_err());
    }
}
