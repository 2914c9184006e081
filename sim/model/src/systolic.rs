//! What the systolic form asks of a PCU's configuration (docs/execution.md, section 4).
//!
//! The model computes a compute beat and a drained row apart, though the hardware sends them down the same registers.
//! [`check`] refuses what would see the difference.

use kiln_arch::FabricSpec;
use kiln_arch::config::PcuConfig;

use crate::output::OutputPort;
use crate::stage::Stage;

/// A field and its value, which mean nothing.
type Meaningless = (String, u32);

/// Checks the unit as a whole; `stages` and `outputs` are its own, decoded.
pub(crate) fn check(
    spec: &FabricSpec,
    config: &PcuConfig,
    stages: &[Stage],
    outputs: &[OutputPort],
) -> Result<(), Meaningless> {
    check_ports(config)?;
    if config.fold.enable == 0 {
        return Err(("fold.enable".into(), 0));
    }
    if config.drain.rows as usize >= spec.pcu.drain_levels {
        return Err(("drain.rows".into(), config.drain.rows));
    }
    let rows = rows(spec, config);
    if stages.iter().take_while(|stage| stage.is_systolic()).count() < rows {
        let level = config.drain.rows;
        return Err((format!("drain.level{level}.tile"), rows as u32));
    }
    let output = outputs.first().map_or(0, OutputPort::register);
    (0..rows).try_for_each(|row| check_row(stages, row, output))
}

/// The stages without those whose sums are never drained.
pub(crate) fn seen(spec: &FabricSpec, config: &PcuConfig, stages: Vec<Stage>) -> Vec<Stage> {
    let rows = rows(spec, config);
    let seen = |&(index, ref stage): &(usize, Stage)| index < rows || !stage.is_systolic();
    stages.into_iter().enumerate().filter(seen).map(|(_, stage)| stage).collect()
}

/// Rows of a full tile.
fn rows(spec: &FabricSpec, config: &PcuConfig) -> usize {
    let counters = &config.drain.counters;
    let rows = counters.levels[config.drain.rows as usize].tile as usize;
    match counters.vector == config.drain.rows + 1 {
        true => rows.div_ceil(spec.lanes),
        false => rows,
    }
}

/// Only vector output 0 may be enabled, and is.
fn check_ports(config: &PcuConfig) -> Result<(), Meaningless> {
    let vector = config.vector_outputs.iter().enumerate();
    for (k, output) in vector {
        if (output.enable == 1) != (k == 0) {
            return Err((format!("vector_out{k}.enable"), output.enable));
        }
    }
    match config.scalar_outputs.iter().position(|output| output.enable == 1) {
        Some(k) => Err((format!("scalar_out{k}.enable"), 1)),
        None => Ok(()),
    }
}

/// Follows the row that leaves stage `row` to the register that the output sends.
fn check_row(stages: &[Stage], row: usize, output: usize) -> Result<(), Meaningless> {
    let start = stages[row].destination();
    let lost = || (format!("stage{row}.destination"), start as u32);
    // Bit r: register r holds what comes of the row.
    let mut holds = 1u32 << start;
    for stage in &stages[row + 1..] {
        let mut read = stage.reads().map(|register| holds >> register & 1 == 1);
        let some = read.clone().any(|holds| holds);
        let all = read.all(|holds| holds);
        if some && !(all && stage.is_map()) {
            return Err(lost());
        }
        let bit = 1 << stage.destination();
        match stage.is_systolic() {
            true => {}
            false if all && stage.is_map() => holds |= bit,
            false => holds &= !bit,
        }
    }
    if holds >> output & 1 == 1 { Ok(()) } else { Err(lost()) }
}
