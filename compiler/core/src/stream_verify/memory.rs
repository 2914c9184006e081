//! Checks of PMUs and AGs: tiles, banks, rows.
//!
//! In: the configuration of a PMU or an AG. Out: nothing, or the first promise of `docs/execution.md` sections 5 and 6
//! that it breaks.

use super::VerifyError;
use super::count::{Only, Places, count, reach};
use crate::graph::VirtualUnit;
use kiln_arch::FabricSpec;
use kiln_arch::config::{AgConfig, Counters, Level, PmuConfig, PmuSide, width};

pub(super) fn check_tiles(
    spec: &FabricSpec,
    unit: &VirtualUnit,
    config: &PmuConfig,
) -> Result<(), VerifyError> {
    let words = spec.pmu_words() as i64;
    let last = i64::from(config.buffers) * i64::from(config.buffer_stride);
    for (side, writes) in [(&config.write, true), (&config.read, false)] {
        let (low, high) = reach(&side.counters, &Places::new(&side.address, 1), spec.lanes);
        let room = if config.buffers > 0 { i64::from(config.buffer_stride) } else { words };
        if low < 0 || high >= room || high + last >= words {
            let words = room.min(words - last);
            return Err(VerifyError::Reach { unit: unit.name.clone(), low, high, words });
        }
        if lanes_meet(spec, config, side, writes) {
            let stride = side.address.lane as i32;
            return Err(VerifyError::Conflict { unit: unit.name.clone(), stride });
        }
    }
    check_repeat(spec, unit, config)?;
    let tiles = |side: &PmuSide| {
        let again = side.repeat.checked_sub(1);
        count(&side.counters, 1, &Only::above(side.advance).without(again))
    };
    let (written, read) = (tiles(&config.write), tiles(&config.read));
    if written != read {
        return Err(VerifyError::Tiles { unit: unit.name.clone(), written, read });
    }
    Ok(())
}

fn check_repeat(
    spec: &FabricSpec,
    unit: &VirtualUnit,
    config: &PmuConfig,
) -> Result<(), VerifyError> {
    let unit = || unit.name.clone();
    let Some(level) = config.read.repeat.checked_sub(1).map(|l| l as usize) else {
        return Ok(());
    };
    let levels = &config.read.counters.levels;
    let advance = config.read.advance as usize;
    if level >= levels.len() || advance > level {
        return Err(VerifyError::Repeat { unit: unit(), level, advance });
    }
    // All that is read again is held.
    let whole = |level: &Level| Level { tile: level.tile, ..Level::default() };
    let inner = Counters {
        levels: levels[..level].iter().map(whole).collect(),
        vector: config.read.counters.vector,
    };
    let needed = count(&inner, spec.lanes, &Only::above(config.read.advance));
    let buffers = u64::from(config.buffers) + 1;
    if needed > buffers {
        return Err(VerifyError::Buffers { unit: unit(), needed, buffers });
    }
    Ok(())
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// Whether two lanes of an access may need different words of one bank (or, to write, any).
fn lanes_meet(spec: &FabricSpec, config: &PmuConfig, side: &PmuSide, writes: bool) -> bool {
    let banks = spec.lanes as i64;
    let stride = i64::from(side.address.lane as i32);
    let lanes = match side.counters.vector {
        0 => 1,
        l => spec.lanes.min(side.counters.levels[l as usize - 1].tile as usize) as i64,
    };
    // First lanes may lie at `base` and all multiples of `step` from it.
    let steps = side.counters.levels.iter().zip(&side.address.strides);
    let used = steps.filter(|(level, _)| level.tile > 1).map(|(_, stride)| *stride);
    let buffers = (config.buffers > 0).then_some(config.buffer_stride);
    let step = used.chain(buffers).fold(banks as u64, |divisor, stride| {
        greatest_common_divisor(divisor, u64::from((stride as i32).unsigned_abs()))
    });
    let base = i64::from(side.address.base as i32).rem_euclid(step as i64);
    let firsts = (base..banks).step_by(step as usize);
    let bank = |address: i64| {
        let turn = if config.skew == 1 { address.div_euclid(banks) } else { 0 };
        (address + turn).rem_euclid(banks)
    };
    firsts.into_iter().any(|first| {
        let mut taken = vec![None; spec.lanes];
        (0..lanes).map(|lane| first + lane * stride).any(|address| {
            let other = taken[bank(address) as usize].replace(address);
            other.is_some_and(|other| writes || other != address)
        })
    })
}

pub(super) fn check_rows(
    spec: &FabricSpec,
    unit: &VirtualUnit,
    config: &AgConfig,
    memory: u32,
) -> Result<(), VerifyError> {
    let packed = match config.width {
        width::WORD => 1,
        width::BF16 | width::I8 => width::elements(config.width),
        _ => usize::MAX,
    };
    if packed > 1 && (config.scalar == 1 || spec.lanes < packed) {
        return Err(VerifyError::Narrow { unit: unit.name.clone() });
    }
    // Elements, numbered through memory.
    let packed = packed as i64;
    let mut places = Places::new(&config.address, packed);
    places.strides[0] = 1;
    let (mut low, mut high) = reach(&config.counters, &places, 1);
    if config.bounded == 1 {
        let bound = row_coordinate(config);
        check_bound(spec, unit, config, &bound)?;
        // With any stride of the coordinate, a place is that of the coordinate plus a rest.
        let pairs = bound.strides.iter().zip(&places.strides).skip(1);
        for (bound_stride, stride) in pairs.filter(|(bound, _)| **bound != 0) {
            let (least, most) = reach_within(config, &places, &bound, stride / bound_stride);
            (low, high) = (low.max(least), high.min(most));
        }
    }
    // Where no row is within its bounds, none is in memory.
    let (low, high) = (low.div_euclid(packed), high.div_euclid(packed));
    if low <= high && (low < 0 || high >= i64::from(memory)) {
        let words = i64::from(memory);
        return Err(VerifyError::Reach { unit: unit.name.clone(), low, high, words });
    }
    Ok(())
}

/// The coordinate of a row as a function of all levels.
fn row_coordinate(config: &AgConfig) -> Places {
    let mut bound = Places::new(&config.bound, 1);
    bound.strides[0] = 0;
    bound
}

/// The least and greatest place of rows within their bounds, each as `stride` times its coordinate and a rest.
fn reach_within(config: &AgConfig, places: &Places, bound: &Places, stride: i64) -> (i64, i64) {
    let (low, high) = reach(&config.counters, bound, 1);
    let ends = [low.max(0), high.min(i64::from(config.bound_limit) - 1)].map(|c| c * stride);
    let mut rest = places.clone();
    rest.base -= stride * bound.base;
    for (rest, bound) in rest.strides.iter_mut().zip(&bound.strides) {
        *rest -= bound * stride;
    }
    let (low, high) = reach(&config.counters, &rest, 1);
    (low + ends[0].min(ends[1]), high + ends[0].max(ends[1]))
}

/// Coordinates must not come round to within the bounds.
fn check_bound(
    spec: &FabricSpec,
    unit: &VirtualUnit,
    config: &AgConfig,
    bound: &Places,
) -> Result<(), VerifyError> {
    let (low, high) = reach(&config.counters, bound, 1);
    let modulus = i64::from(spec.counter_max()) + 1;
    if high >= modulus || low + modulus < i64::from(config.bound_limit) {
        return Err(VerifyError::Bound { unit: unit.name.clone(), low, high });
    }
    Ok(())
}
