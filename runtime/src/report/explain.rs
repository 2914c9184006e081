//! What bounds a run, by its counters, and what would lift it.
//!
//! In: counters of the units, beats that the memory port moved, cycles before the first issue. No estimate of the
//! compiler is used. `docs/report.md` has the rules.

use super::roofline::compulsory_beats;
use super::work::Work;
use crate::driver::{Outcome, ProcessCounters};
use kiln_arch::topology::UnitKind;
use kiln_arch::{FabricSpec, Topology};
use kiln_compiler::bitstream::Bitstream;
use kiln_lang::ir::Program;
use serde::Serialize;
use std::fmt;

/// Share of the run in which compute units that bound it work.
const BUSY: f64 = 0.9;
/// Share of the multipliers of working compute units that work too, where multipliers bound the run.
const MULTIPLYING: f64 = 0.5;
/// Share of the cycles in which a memory port that bounds the run moves a beat.
const MOVING: f64 = 0.85;
/// A port that moves more than this times what must be moved reads things again.
const AGAIN: f64 = 1.3;

/// What bounds a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Compute units work nearly all the time, and so do their multipliers.
    Multipliers,
    /// Compute units work nearly all the time, but few of their multipliers.
    ComputeUnits,
    /// The memory port reads nearly all the time.
    Reads,
    /// The memory port writes nearly all the time.
    Writes,
    /// Compute units wait for one stream while another one's buffers are full.
    Buffer,
    /// Compute units wait for loads that do not fill the memory port.
    Loads,
    /// Compute units wait for accumulators, or for space for results.
    Accumulators,
    /// The cycles before the first and after the last work of compute units.
    FillAndDrain,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Limit::Multipliers => "multipliers",
            Limit::ComputeUnits => "compute units, few of whose multipliers work",
            Limit::Reads => "reads of the memory port",
            Limit::Writes => "writes of the memory port",
            Limit::Buffer => "a buffer",
            Limit::Loads => "loads on their way",
            Limit::Accumulators => "accumulators or space for results",
            Limit::FillAndDrain => "fill and drain",
        })
    }
}

/// The counters that decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Activity {
    /// Cycles of the run.
    pub run: u32,
    /// Cycles in which the compute unit that works most does so (of several, the one that is blocked most: others that
    /// take its streams wait for it); 0 without one, like the next five.
    pub busy: u32,
    /// Share of the multipliers of working compute units that do what the program asks for.
    pub multiplying: f64,
    /// Cycles in which it waits for input, but for the first.
    pub starved: u32,
    /// Cycles in which it waits for an accumulator or for space.
    pub blocked: u32,
    /// Cycles before the first work of a compute unit.
    pub fill: u32,
    /// Cycles after the last.
    pub drain: u32,
    /// Beats that the memory port read; absent if the device does not count them.
    pub read_beats: Option<u64>,
    /// Beats that it wrote.
    pub write_beats: Option<u64>,
    /// Cycles in which the write side of a memory unit, of the one where it is most, waits for a free buffer.
    pub full: u32,
}

/// What bounds a run, and what would lift it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// What bounds it.
    pub bound_by: Limit,
    /// The counters that say so.
    #[serde(flatten)]
    pub activity: Activity,
    /// What would lift it, in words.
    pub lift: String,
}

impl Activity {
    /// Of a run of `program` on `spec`.
    pub fn new(spec: &FabricSpec, program: &Program, outcome: &Outcome) -> Activity {
        let topology = Topology::new(spec);
        let kind = |process: &&ProcessCounters, kind| topology.units[process.unit].kind == kind;
        let compute = || outcome.counters.iter().filter(|p| kind(p, UnitKind::Pcu));
        let counted = |p: &ProcessCounters| p.busy + p.starved + p.blocked;
        let run = outcome.cycles_run;
        let writes = outcome.counters.iter().filter(|p| p.process.ends_with(".write"));
        let mut activity = Activity {
            run,
            read_beats: outcome.memory_beats.map(|beats| beats.read),
            write_beats: outcome.memory_beats.map(|beats| beats.written),
            full: writes.map(|p| p.blocked).max().unwrap_or(0),
            ..Activity::default()
        };
        if let Some(most) = compute().max_by_key(|p| (p.busy, p.blocked)) {
            activity.fill = outcome.first_issue.unwrap_or(0);
            activity.drain = compute().map(|p| run.saturating_sub(counted(p))).min().unwrap_or(0);
            activity.busy = most.busy;
            // Cycles at the peak, in cycles of one compute unit.
            let units = topology.of_kind(UnitKind::Pcu).count() as u64;
            let needed = Work::new(program).cycles(spec, &topology) * units;
            let worked: u64 = compute().map(|p| u64::from(p.busy)).sum();
            activity.multiplying = needed as f64 / worked.max(1) as f64;
            activity.starved = most.starved.saturating_sub(activity.fill);
            activity.blocked = most.blocked;
        }
        activity
    }

    /// What bounds the run: what works nearly all the time, or else what most of the other cycles go to.
    pub fn limit(&self) -> Limit {
        let run = f64::from(self.run.max(1));
        if f64::from(self.busy) >= BUSY * run {
            let all = self.multiplying >= MULTIPLYING;
            return if all { Limit::Multipliers } else { Limit::ComputeUnits };
        }
        let share = |beats: Option<u64>, idle: u32| {
            beats.unwrap_or(0) as f64 / (run - f64::from(idle)).max(1.0)
        };
        // Reads are over when compute units end, and writes start after they began.
        let (reads, writes) =
            (share(self.read_beats, self.drain), share(self.write_beats, self.fill));
        if reads.max(writes) >= MOVING {
            return if reads >= writes { Limit::Reads } else { Limit::Writes };
        }
        let edges = self.fill + self.drain;
        let most = edges.max(self.starved).max(self.blocked);
        if self.busy == 0 {
            Limit::Loads
        } else if most == edges {
            Limit::FillAndDrain
        } else if most == self.blocked {
            Limit::Accumulators
        } else if self.full >= self.starved {
            Limit::Buffer
        } else {
            Limit::Loads
        }
    }
}

/// Why the run took as long as it did.
pub fn explain(spec: &FabricSpec, bitstream: &Bitstream, outcome: &Outcome) -> Explanation {
    let topology = Topology::new(spec);
    let activity = Activity::new(spec, &bitstream.metadata.program, outcome);
    let units = &bitstream.metadata.units;
    let is_pcu = |unit: usize| topology.units[unit].kind == UnitKind::Pcu;
    let spare = topology.of_kind(UnitKind::Pcu).count()
        - units.iter().filter(|placed| is_pcu(placed.unit)).count();
    let (needed, _) = compulsory_beats(spec, &bitstream.metadata);
    let again = activity.read_beats.map_or(1.0, |read| read as f64 / needed.max(1) as f64);
    Explanation { bound_by: activity.limit(), lift: lift(&activity, spare, again), activity }
}

/// What would lift the bound of a run, on a fabric with `spare` compute units not in use, if what must be read is read
/// `again` times.
fn lift(activity: &Activity, spare: usize, again: f64) -> String {
    let units = match spare {
        0 => "more compute units, stages or lanes".to_string(),
        _ => format!("a mapping that uses the {spare} compute units that are spare"),
    };
    match activity.limit() {
        Limit::Multipliers => units,
        Limit::ComputeUnits if activity.multiplying == 0.0 => units,
        Limit::ComputeUnits => format!(
            "more products a cycle: the systolic form, or sizes that fill rows and lanes; else {units}"
        ),
        Limit::Reads if again > AGAIN => format!(
            "inputs are read {again:.1} times: larger scratchpads, which keep them for all tiles, \
             or more accumulators, for larger tiles; else a wider memory port"
        ),
        Limit::Reads | Limit::Writes => "a wider memory port".into(),
        Limit::Buffer => "larger scratchpads: more buffers for what comes early".into(),
        Limit::Loads => "more beats under way: deeper load buffers, longer rows, \
                         more address generators; or a shorter memory latency"
            .into(),
        Limit::Accumulators => "more accumulators, or more independent results in a tile; \
                                if stores wait too, a wider memory port"
            .into(),
        Limit::FillAndDrain if activity.fill > activity.drain => {
            "a shorter memory latency, smaller first tiles; larger sizes, for which the fill counts less"
                .into()
        }
        Limit::FillAndDrain => "smaller last tiles, a wider memory port for their results; \
                                larger sizes, for which the drain counts less"
            .into(),
    }
}

impl Explanation {
    /// Some lines for a terminal.
    pub fn text(&self) -> String {
        let a = &self.activity;
        let percent = |count: f64| 100.0 * count / f64::from(a.run.max(1));
        let beats = |name: &str, beats: Option<u64>| match beats {
            Some(count) => format!("{name} {count} beats ({:.1}%)", percent(count as f64)),
            None => format!("{name} not counted"),
        };
        format!(
            "  bound by     {}\n    compute      {} of {} cycles busy ({:.1}%; {:.1}% of the multipliers then), {} starved, {} blocked, fill {}, drain {}\n    memory port  {}, {}\n    lifted by    {}\n",
            self.bound_by,
            a.busy,
            a.run,
            percent(f64::from(a.busy)),
            100.0 * a.multiplying,
            a.starved,
            a.blocked,
            a.fill,
            a.drain,
            beats("reads", a.read_beats),
            beats("writes", a.write_beats),
            self.lift
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDLE: Activity = Activity {
        run: 1000,
        busy: 500,
        multiplying: 0.9,
        starved: 0,
        blocked: 0,
        fill: 0,
        drain: 0,
        read_beats: Some(100),
        write_beats: Some(100),
        full: 0,
    };

    #[test]
    fn what_works_nearly_all_the_time_is_the_bound() {
        assert_eq!(
            Activity { busy: 950, read_beats: Some(990), ..IDLE }.limit(),
            Limit::Multipliers
        );
        let lanes = Activity { busy: 950, multiplying: 0.1, ..IDLE };
        assert_eq!(lanes.limit(), Limit::ComputeUnits);
        let reads =
            Activity { starved: 400, read_beats: Some(900), write_beats: Some(880), ..IDLE };
        assert_eq!(reads.limit(), Limit::Reads);
        assert_eq!(Activity { write_beats: Some(950), ..reads }.limit(), Limit::Writes);
        // A port that is busy from the first beat to the last compute bounds the run though the drain is long.
        let drain = Activity { starved: 200, drain: 300, read_beats: Some(640), ..IDLE };
        assert_eq!(drain.limit(), Limit::Reads);
    }

    #[test]
    fn else_it_is_what_most_cycles_are_lost_to() {
        let edges = Activity { fill: 200, drain: 200, starved: 100, ..IDLE };
        assert_eq!(edges.limit(), Limit::FillAndDrain);
        assert_eq!(Activity { blocked: 450, fill: 50, ..IDLE }.limit(), Limit::Accumulators);
        let starved = Activity { starved: 450, fill: 50, ..IDLE };
        assert_eq!(starved.limit(), Limit::Loads);
        assert_eq!(Activity { full: 500, ..starved }.limit(), Limit::Buffer);
    }

    #[test]
    fn a_run_without_compute_units_is_bound_by_memory() {
        let copy = Activity { busy: 0, ..IDLE };
        assert_eq!(copy.limit(), Limit::Loads);
        assert_eq!(Activity { write_beats: Some(870), ..copy }.limit(), Limit::Writes);
    }

    #[test]
    fn a_device_that_counts_no_beats_is_explained_by_units_alone() {
        let quiet = Activity { read_beats: None, write_beats: None, starved: 450, ..IDLE };
        assert_eq!(quiet.limit(), Limit::Loads);
    }

    #[test]
    fn what_lifts_a_bound_depends_on_what_is_spare_and_what_is_read_again() {
        let products = Activity { busy: 950, ..IDLE };
        assert!(lift(&products, 3, 1.0).contains("3 compute units that are spare"));
        assert!(!lift(&products, 0, 1.0).contains("spare"));
        let lanes = Activity { multiplying: 0.2, ..products };
        assert!(lift(&lanes, 0, 1.0).contains("systolic form"));
        assert!(!lift(&Activity { multiplying: 0.0, ..lanes }, 0, 1.0).contains("systolic form"));
        let reads = Activity { read_beats: Some(900), ..IDLE };
        assert!(lift(&reads, 0, 2.5).contains("2.5 times"));
        assert!(!lift(&reads, 0, 1.1).contains("times"));
        assert!(lift(&Activity { fill: 300, ..IDLE }, 0, 1.0).contains("latency"));
        assert!(lift(&Activity { drain: 300, ..IDLE }, 0, 1.0).contains("last tiles"));
    }
}
