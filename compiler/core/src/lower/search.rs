//! The choice among schemes.
//!
//! In: an output. Out: its mappings that are best for some number of units. Schemes are enumerated: which dimension is
//! spread over lanes, how each is tiled, and the order of the loops over tiles.

use super::mapping::{self, Addresses, Mapping, Usage};
use super::nest::{Axis, Loop, Nest, Split};
use super::refusal::Shortage;
use super::tree::Scheme;
use super::view::View;
use kiln_arch::FabricSpec;

/// No more schemes than this are tried for one output.
const MAX_SCHEMES: usize = 1500;

/// The mappings of `view` that no other beats in both units and cycles, fastest first; or the shortage of the one that
/// came closest.
pub fn search(
    view: &View,
    spec: &FabricSpec,
    had: Usage,
    addresses: &Addresses,
    output: usize,
) -> Result<Vec<Mapping>, Shortage> {
    let mut best: Vec<Mapping> = Vec::new();
    let mut closest: Option<(f64, Shortage)> = None;
    let budgets: Vec<usize> =
        if view.program.outputs.len() > 1 { (0..=had.pmus.min(4)).rev().collect() } else { vec![had.pmus] };
    for scheme in schemes(view, spec).into_iter().take(MAX_SCHEMES) {
        for &pmus in &budgets {
            let mapped = mapping::map(view, spec, &scheme, pmus, addresses, output);
            match mapped.and_then(|m| m.usage.check(had).map(|()| m)) {
                Ok(mapping) => keep(&mut best, mapping),
                Err(shortage) => {
                    let excess = shortage.needed as f64 / shortage.had.max(1) as f64;
                    let rank = if matches!(shortage.resource, super::refusal::Resource::Pcus) { excess } else { 1000.0 + excess };
                    if closest.as_ref().is_none_or(|(least, _)| rank < *least) {
                        closest = Some((rank, shortage));
                    }
                }
            }
        }
    }
    best.sort_by(|a, b| a.cycles.total_cmp(&b.cycles));
    if best.is_empty() {
        return Err(closest.expect("there is at least one scheme").1);
    }
    Ok(best)
}

fn keep(best: &mut Vec<Mapping>, new: Mapping) {
    let within = |a: Usage, b: Usage| a.pcus <= b.pcus && a.pmus <= b.pmus && a.ags <= b.ags;
    if best.iter().any(|old| within(old.usage, new.usage) && old.cycles <= new.cycles) {
        return;
    }
    best.retain(|old| !(within(new.usage, old.usage) && new.cycles <= old.cycles));
    best.push(new);
}

/// The cut that an axis needs because counters cannot count it.
fn forced(spec: &FabricSpec, extent: u32) -> Option<Split> {
    let lanes = spec.lanes as u32;
    let max = spec.counter_max() / lanes * lanes;
    (extent > spec.counter_max()).then(|| balanced(extent, extent.div_ceil(max), lanes))
}

/// `pieces` pieces as equal as can be, of whole beats.
fn balanced(extent: u32, pieces: u32, lanes: u32) -> Split {
    Split::new(extent, extent.div_ceil(pieces).next_multiple_of(lanes))
}

fn schemes(view: &View, spec: &FabricSpec) -> Vec<Scheme> {
    let base: Vec<Option<Split>> = view.axes.iter().map(|a| forced(spec, a.extent)).collect();
    let folds: Vec<Axis> = (0..view.axes.len()).filter(|a| !view.map.contains(a)).collect();
    let lanes_axis = view.map.iter().copied().find(|&axis| view.place.of(axis) == 1);
    let mut list = Vec::new();
    for (fold_lanes, fold_ways) in [(true, true), (true, false), (false, true), (false, false)] {
        if folds.is_empty() && fold_lanes {
            continue;
        }
        for lanes in [lanes_axis, None] {
            let cuts = cuts(view, spec, &base, lanes);
            for splits in cuts {
                for map in orders(view, &splits, lanes) {
                    list.push(Scheme { splits: splits.clone(), map, fold_lanes, fold_ways });
                }
            }
        }
    }
    list
}

/// Ways to cut the axes.
fn cuts(
    view: &View,
    spec: &FabricSpec,
    base: &[Option<Split>],
    lanes_axis: Option<Axis>,
) -> Vec<Vec<Option<Split>>> {
    let mut list = vec![base.to_vec()];
    for axis in 0..view.axes.len() {
        let extent = view.axes[axis].extent;
        let mut options = vec![base[axis]];
        let mut add = |tile: u32| {
            let split = Some(Split::new(extent, tile.max(1)));
            if tile < extent && extent.div_ceil(tile) <= spec.counter_max() && !options.contains(&split) {
                options.push(split);
            }
        };
        let lanes = spec.lanes as u32;
        if Some(axis) == lanes_axis {
            add(lanes);
            let most = spec.pcu.accumulators as u32;
            let beats = extent.div_ceil(lanes);
            add(beats.div_ceil(beats.div_ceil(most)) * lanes);
            for beats in [4, 8, 16, 32] {
                add(beats * lanes);
            }
        } else if view.map.contains(&axis) {
            for tile in [8, 16, 32, 64, 128] {
                add(tile);
            }
        } else {
            for tile in [64, 256] {
                add(tile);
            }
        }
        let mut longer = Vec::new();
        for option in &options {
            for cut in &list {
                let mut cut = cut.clone();
                cut[axis] = *option;
                longer.push(cut);
            }
        }
        list = longer;
        if list.len() > MAX_SCHEMES {
            break;
        }
    }
    list
}

/// Orders of the loops over the output.
fn orders(view: &View, splits: &[Option<Split>], lanes_axis: Option<Axis>) -> Vec<Nest> {
    let whole = |axis: Axis| Loop::whole(axis, view.axes[axis].extent);
    let tiled = |axis: Axis| splits[axis].map(|s| Loop::tiled(axis, s));
    let outer: Vec<Loop> = view.map.iter().filter_map(|&a| Some(tiled(a)?[0])).collect();
    let inside = |axis: Axis| tiled(axis).map_or(whole(axis), |[_, inner]| inner);
    let inner: Vec<Loop> =
        view.map.iter().filter(|a| Some(**a) != lanes_axis).map(|&a| inside(a)).collect();
    let nest = |loops: Vec<Loop>| {
        let mut loops = loops;
        loops.extend(lanes_axis.map(inside));
        Nest { loops, vector: lanes_axis.is_some() }
    };
    let mut list = vec![nest([outer.clone(), inner.clone()].concat())];
    if outer.len() > 1 {
        let reversed: Vec<Loop> = outer.iter().rev().copied().collect();
        list.push(nest([reversed, inner.clone()].concat()));
    }
    if let Some(at) = outer.iter().position(|l| Some(l.axis) == lanes_axis) {
        let mut rest = outer.clone();
        let pieces = rest.remove(at);
        if !inner.is_empty() {
            list.push(nest([rest, inner, vec![pieces]].concat()));
        }
    }
    list
}
