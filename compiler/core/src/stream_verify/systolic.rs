//! Checks of compute units in the systolic form.
//!
//! In: the configuration of a PCU whose drain is enabled. Out: nothing, or the first promise of `docs/execution.md`
//! section 4 that it breaks.

use super::VerifyError;
use super::count::{Run, runs};
use crate::graph::VirtualUnit;
use kiln_arch::FabricSpec;
use kiln_arch::config::{Output, PcuConfig, Stage, mode};
use kiln_arch::num::Op;

pub(super) fn check(
    spec: &FabricSpec,
    unit: &VirtualUnit,
    config: &PcuConfig,
) -> Result<(), VerifyError> {
    let ensure = |ok: bool, rule: &'static str| match ok {
        true => Ok(()),
        false => Err(VerifyError::Systolic { unit: unit.name.clone(), rule }),
    };
    let levels = spec.pcu.drain_levels as u32;
    let rows = config.drain.rows as usize;
    ensure(spec.has_systolic(), "the fabric has the form")?;
    ensure(config.drain.rows < levels, "the rows are a level of the drain")?;
    let enabled = |list: &[Output]| list.iter().filter(|o| o.enable == 1).count();
    let outputs = enabled(&config.vector_outputs) + enabled(&config.scalar_outputs);
    let output = &config.vector_outputs[0];
    ensure(output.enable == 1 && outputs == 1, "vector output 0 alone is enabled")?;
    ensure(output.marks.iter().all(|&m| m <= levels), "end marks are of levels of the drain")?;
    let fold = &config.fold;
    ensure(fold.enable == 1 && fold.split == 0, "fold control is enabled, and not split")?;
    let drained = config.drain.counters.levels[rows].tile as usize;
    ensure(drained <= config.stages.len(), "there are not more rows than stages")?;
    let systolic = |stage: &Stage| stage.mode == mode::SYSTOLIC;
    ensure(config.stages[..drained].iter().all(systolic), "rows are of systolic stages")?;
    let modes = |stage: &Stage| systolic(stage) || stage.mode == mode::MAP;
    ensure(config.stages.iter().all(modes), "stages map or are systolic")?;
    let destination = config.stages[0].destination;
    let same = |stage: &Stage| !systolic(stage) || stage.destination == destination;
    ensure(config.stages.iter().all(same), "all rows leave through one register")?;
    let free = operands_are_free(spec, config, destination);
    ensure(free, "no product's operand is a row that leaves")?;
    let sent = (0..drained).all(|row| is_sent(spec, config, row));
    ensure(sent, "what is sent is made of the row and constants alone")?;
    ensure(tiles_are_whole(config), "ways are innermost, the loops that are summed around them")?;
    check_ways(spec, unit, config)
}

/// The registers that all stages have which a stage reads.
fn reads(spec: &FabricSpec, stage: &Stage) -> impl Iterator<Item = usize> {
    let arity = match u8::try_from(stage.op).ok().and_then(Op::from_code) {
        Some(op) if stage.mode == mode::MAP => op.arity(),
        _ => 2,
    };
    let registers = spec.pcu.registers;
    [stage.a, stage.b, stage.c]
        .map(|r| r as usize)
        .into_iter()
        .take(arity)
        .filter(move |&r| r < registers)
}

/// Whether no systolic stage multiplies what a row that leaves has overwritten.
fn operands_are_free(spec: &FabricSpec, config: &PcuConfig, destination: u32) -> bool {
    let mut taken = vec![false; spec.pcu.registers];
    config.stages.iter().all(|stage| {
        let reads_taken = reads(spec, stage).any(|r| taken[r]);
        if stage.mode == mode::SYSTOLIC {
            taken[destination as usize] = true;
            return !reads_taken;
        }
        taken[stage.destination as usize] = reads_taken;
        true
    })
}

/// Whether the register that is sent depends only on what stage `row` put into the beat.
fn is_sent(spec: &FabricSpec, config: &PcuConfig, row: usize) -> bool {
    let mut known = vec![false; spec.pcu.registers];
    known[config.stages[row].destination as usize] = true;
    for stage in config.stages[row + 1..].iter().filter(|s| s.mode == mode::MAP) {
        let all = reads(spec, stage).all(|r| known[r]);
        known[stage.destination as usize] = all;
    }
    known.get(config.vector_outputs[0].register as usize) == Some(&true)
}

/// Whether a tile's ways and the loops that are summed are its innermost loops.
fn tiles_are_whole(config: &PcuConfig) -> bool {
    let (fold, levels) = (&config.fold, &config.counters.levels);
    let folded = |l: usize| fold.levels >> l & 1 == 1;
    let runs = |l: &usize| levels[*l].tile > 1;
    let top = (0..levels.len()).filter(|&l| folded(l)).rfind(runs).unwrap_or(0);
    (0..levels.len()).filter(runs).all(|l| {
        let way = l <= fold.round as usize;
        if way { !folded(l) } else { folded(l) || l > top }
    })
}

/// Compares the ways of each tile on both sides.
fn check_ways(
    spec: &FabricSpec,
    unit: &VirtualUnit,
    config: &PcuConfig,
) -> Result<(), VerifyError> {
    let fold = &config.fold;
    let accumulated = runs(&config.counters, spec.lanes, fold.round as usize + 1, fold.levels);
    let rows = config.drain.rows as usize;
    let drained = runs(&config.drain.counters, spec.lanes, rows, 1 << rows);
    let tiles = |runs: &[Run]| runs.iter().map(|run| run.times).sum();
    let (written, read) = (tiles(&accumulated), tiles(&drained));
    if written != read {
        return Err(VerifyError::Tiles { unit: unit.name.clone(), written, read });
    }
    let differs = accumulated.iter().zip(&drained).find(|(a, d)| a != d);
    if let Some((accumulated, drained)) = differs {
        let (accumulated, drained) = (accumulated.beats, drained.beats);
        return Err(VerifyError::Ways { unit: unit.name.clone(), accumulated, drained });
    }
    let most = accumulated.iter().map(|run| run.beats).max().unwrap_or(0);
    let had = (u64::from(fold.ways) + 1).min(spec.pcu.accumulators as u64);
    if most > had {
        let unit = unit.name.clone();
        return Err(VerifyError::Ways { unit, accumulated: most, drained: had });
    }
    Ok(())
}
