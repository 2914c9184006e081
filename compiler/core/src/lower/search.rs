//! The choice among schemes.
//!
//! In: an output. Out: its mappings that are best for some number of units. Schemes are enumerated: which dimension is
//! spread over lanes, how each is tiled, and the order of the loops over tiles. The best ones are then tried in several
//! parts side by side.

use super::mapping::{self, Addresses, Mapping, Usage};
use super::nest::{Axis, Loop, Nest, Split};
use super::refusal::{Resource, Shortage};
use super::tree::Scheme;
use super::view::View;
use kiln_arch::FabricSpec;

/// No more schemes than this are tried for one output.
const MAX_SCHEMES: usize = 1500;

/// The best of them that are tried in several parts.
const MAX_UNROLLED: usize = 4;

/// Parts side by side are given up below this share of cycles saved by each unit more.
const WORTH: f64 = 0.004;

/// What is searched, for what.
pub struct Search<'s, 'a> {
    /// The output.
    pub view: &'s View<'a>,
    /// The fabric.
    pub spec: &'s FabricSpec,
    /// Its units.
    pub had: Usage,
    /// Where tensors lie.
    pub addresses: &'s Addresses,
    /// The output's number.
    pub output: usize,
}

/// A scheme without extents: it fits all parts of an output.
#[derive(Clone, Debug, PartialEq)]
struct Shape {
    /// For each axis the length of a tile.
    tiles: Vec<Option<u32>>,
    lanes_axis: Option<Axis>,
    order: Order,
    fold_lanes: bool,
    fold_ways: bool,
}

/// The order of the loops over an output's elements.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Order {
    /// Loops over tiles as the dimensions are written, then loops inside tiles.
    Written,
    /// Loops over tiles the other way round.
    Reversed,
    /// The loop over tiles of the lanes' axis last, just around what is inside.
    LanesLast,
}

impl<'a> Search<'_, 'a> {
    /// The mappings that no other beats in both units and cycles, fastest first; or the shortage of the one that came
    /// closest.
    pub fn run(&self) -> Result<Vec<Mapping<'a>>, Shortage> {
        let mut best: Vec<(Shape, Mapping)> = Vec::new();
        let mut closest: Option<(f64, Shortage)> = None;
        let several = self.view.program.outputs.len() > 1;
        let budgets: Vec<usize> =
            if several { (0..=self.had.pmus.min(4)).rev().collect() } else { vec![self.had.pmus] };
        for shape in self.shapes().into_iter().take(MAX_SCHEMES) {
            for &pmus in &budgets {
                match self.map(std::slice::from_ref(self.view), &shape, pmus) {
                    Ok(mapping) => keep(&mut best, shape.clone(), mapping),
                    Err(shortage) => {
                        let rank = closeness(&shortage);
                        if closest.as_ref().is_none_or(|(least, _)| rank < *least) {
                            closest = Some((rank, shortage));
                        }
                    }
                }
            }
        }
        if best.is_empty() {
            return Err(closest.expect("there is at least one shape").1);
        }
        best.sort_by(|a, b| a.1.cycles.total_cmp(&b.1.cycles));
        self.unroll(&mut best);
        best.sort_by(|a, b| a.1.cycles.total_cmp(&b.1.cycles));
        Ok(best.into_iter().map(|(_, mapping)| mapping).collect())
    }

    /// Maps all `parts` by one shape.
    fn map(&self, parts: &[View<'a>], shape: &Shape, pmus: usize) -> Result<Mapping<'a>, Shortage> {
        let map = |part: &View<'a>| {
            let scheme = shape.scheme(part);
            mapping::map(part, self.spec, &scheme, pmus, self.addresses, self.output)
        };
        let mapping = Mapping::new(parts.iter().map(map).collect::<Result<_, _>>()?);
        mapping.usage.check(self.had)?;
        // A fold has one order in the whole program.
        let orders = |at: usize| &mapping.parts[at].tree.orders;
        let differ = (1..mapping.parts.len()).any(|at| orders(at) != orders(0));
        Shortage::check(Resource::Access, if differ { 2 } else { 1 }, 1)?;
        Ok(mapping)
    }

    /// Tries the best mappings in several parts side by side.
    fn unroll(&self, best: &mut Vec<(Shape, Mapping<'a>)>) {
        let tried: Vec<(Shape, Usage, f64, f64)> = best
            .iter()
            .take(MAX_UNROLLED)
            .map(|(shape, m)| (shape.clone(), m.usage, m.cycles, m.port))
            .collect();
        for (shape, usage, cycles, port) in tried {
            // Where the memory port is the limit, more units are of no use.
            if cycles < 1.3 * port || usage.pcus == 0 {
                continue;
            }
            let most = (self.had.pcus / usage.pcus) as u32;
            for counts in self.part_counts(&shape, most) {
                let parts = parts(self.view, self.spec, &shape, &counts);
                let units = |m: &Mapping| (m.usage.pcus + m.usage.pmus + m.usage.ags) as f64;
                let few = self.had.pmus / parts.len();
                let mapped = self.map(&parts, &shape, self.had.pmus);
                let Ok(mapping) = mapped.or_else(|_| self.map(&parts, &shape, few)) else {
                    continue;
                };
                let before = (usage.pcus + usage.pmus + usage.ags) as f64;
                let worth = 1.0 + WORTH * (units(&mapping) - before);
                if mapping.cycles * worth < cycles {
                    keep(best, shape.clone(), mapping);
                }
            }
        }
    }

    /// Numbers of parts for each map axis, at most `most` in all.
    fn part_counts(&self, shape: &Shape, most: u32) -> Vec<Vec<(Axis, u32)>> {
        let mut list: Vec<Vec<(Axis, u32)>> = vec![Vec::new()];
        for &axis in &self.view.map {
            let unit = if shape.lanes_axis == Some(axis) { self.spec.lanes as u32 } else { 1 };
            let longest = self.view.axes[axis].extent.div_ceil(unit);
            let mut longer = Vec::new();
            for counts in &list {
                let so_far: u32 = counts.iter().map(|c| c.1).product();
                for count in (0..6).map(|p| 1 << p).chain([3, 5, 6, 7]) {
                    if count > 1 && count <= longest && so_far * count <= most {
                        longer.push([counts.as_slice(), &[(axis, count)]].concat());
                    }
                }
            }
            list.extend(longer);
        }
        list.retain(|counts| !counts.is_empty());
        list
    }

    fn shapes(&self) -> Vec<Shape> {
        let view = self.view;
        let any_fold = view.map.len() < view.axes.len();
        let lanes_axis = view.map.iter().copied().find(|&axis| view.stored.of(axis) == 1);
        let mut lanes = vec![lanes_axis, None];
        lanes.dedup();
        let mut list = Vec::new();
        for (fold_lanes, fold_ways) in [(true, true), (true, false), (false, true), (false, false)]
        {
            if !any_fold && (fold_lanes || fold_ways) {
                continue;
            }
            for &lanes_axis in &lanes {
                for tiles in self.tiles(lanes_axis) {
                    for order in [Order::Written, Order::Reversed, Order::LanesLast] {
                        let cut = view.map.iter().filter(|&&a| tiles[a].is_some()).count();
                        let same = match order {
                            Order::Written => false,
                            Order::Reversed => cut < 2,
                            Order::LanesLast => {
                                lanes_axis.is_none_or(|a| tiles[a].is_none()) || view.map.len() < 2
                            }
                        };
                        if !same {
                            let tiles = tiles.clone();
                            list.push(Shape { tiles, lanes_axis, order, fold_lanes, fold_ways });
                        }
                    }
                }
            }
        }
        // Should there be too many, those with fewer cuts go first, so that each way to use lanes is tried.
        list.sort_by_key(|shape: &Shape| shape.tiles.iter().flatten().count());
        list
    }

    /// Ways to cut the axes.
    fn tiles(&self, lanes_axis: Option<Axis>) -> Vec<Vec<Option<u32>>> {
        let (view, spec) = (self.view, self.spec);
        let mut list = vec![vec![None; view.axes.len()]];
        for axis in 0..view.axes.len() {
            let extent = view.axes[axis].extent;
            let forced = forced_tile(spec, extent);
            let mut options = vec![forced];
            let mut add = |tile: u32| {
                let counted =
                    extent.div_ceil(tile) <= spec.counter_max() && tile <= spec.counter_max();
                if tile < extent && counted && !options.contains(&Some(tile)) {
                    options.push(Some(tile));
                }
            };
            let lanes = spec.lanes as u32;
            if Some(axis) == lanes_axis {
                add(lanes);
                let most = spec.pcu.accumulators as u32;
                let beats = extent.div_ceil(lanes);
                add(beats.div_ceil(beats.div_ceil(most)) * lanes);
                [4, 8, 16, 32].into_iter().for_each(|beats| add(beats * lanes));
            } else if view.map.contains(&axis) {
                [8, 16, 32, 64, 128].into_iter().for_each(add);
            } else {
                [64, 256].into_iter().for_each(add);
            }
            let with = |option: &Option<u32>| {
                let option = *option;
                list.iter().map(move |tiles: &Vec<Option<u32>>| {
                    let mut tiles = tiles.clone();
                    tiles[axis] = option;
                    tiles
                })
            };
            list = options.iter().flat_map(with).collect();
            list.truncate(MAX_SCHEMES);
        }
        list
    }
}

/// How far a shortage is from none: too few units are nearer than what no number of units helps, compute units nearest.
/// An operator that is nowhere is what any scheme lacks, even if others fail of something else before.
fn closeness(shortage: &Shortage) -> f64 {
    let excess = shortage.needed as f64 / shortage.had.max(1) as f64;
    match shortage.resource {
        Resource::Operators(_) => 0.0,
        Resource::Pcus => excess,
        Resource::Pmus | Resource::Ags => 500.0 + excess,
        _ => 1000.0 + excess,
    }
}

fn keep<'a>(best: &mut Vec<(Shape, Mapping<'a>)>, shape: Shape, new: Mapping<'a>) {
    let within = |a: Usage, b: Usage| a.pcus <= b.pcus && a.pmus <= b.pmus && a.ags <= b.ags;
    if best.iter().any(|(_, old)| within(old.usage, new.usage) && old.cycles <= new.cycles) {
        return;
    }
    best.retain(|(_, old)| !(within(new.usage, old.usage) && new.cycles <= old.cycles));
    best.push((shape, new));
}

/// The tile that an axis needs because counters cannot count it: pieces as equal as can be, of whole beats.
fn forced_tile(spec: &FabricSpec, extent: u32) -> Option<u32> {
    let lanes = spec.lanes as u32;
    let max = spec.counter_max() / lanes * lanes;
    let pieces = extent.div_ceil(max);
    (extent > spec.counter_max()).then(|| extent.div_ceil(pieces).next_multiple_of(lanes))
}

/// Cuts an output into parts of nearly equal size.
fn parts<'a>(
    view: &View<'a>,
    spec: &FabricSpec,
    shape: &Shape,
    counts: &[(Axis, u32)],
) -> Vec<View<'a>> {
    let mut list = vec![view.clone()];
    for &(axis, count) in counts {
        let unit = if shape.lanes_axis == Some(axis) { spec.lanes as u32 } else { 1 };
        let extent = view.axes[axis].extent;
        let length = extent.div_ceil(count).next_multiple_of(unit);
        let cut = |part: &View<'a>| -> Vec<View<'a>> {
            let starts = (0..extent).step_by(length as usize);
            starts.map(|first| part.part(axis, first, length.min(extent - first))).collect()
        };
        list = list.iter().flat_map(cut).collect();
    }
    list
}

impl Shape {
    /// The scheme for (a part of) an output.
    fn scheme(&self, view: &View) -> Scheme {
        let split = |(axis, tile): (Axis, &Option<u32>)| {
            let extent = view.axes[axis].extent;
            tile.filter(|&tile| tile < extent).map(|tile| Split::new(extent, tile))
        };
        let splits: Vec<Option<Split>> = self.tiles.iter().enumerate().map(split).collect();
        let map = self.nest(view, &splits);
        Scheme { splits, map, fold_lanes: self.fold_lanes, fold_ways: self.fold_ways }
    }

    fn nest(&self, view: &View, splits: &[Option<Split>]) -> Nest {
        let whole = |axis: Axis| Loop::whole(axis, view.axes[axis].extent);
        let tiled = |axis: Axis| splits[axis].map(|s| Loop::tiled(axis, s));
        let inside = |axis: Axis| tiled(axis).map_or(whole(axis), |[_, inner]| inner);
        let is_lanes = |axis: Axis| Some(axis) == self.lanes_axis;
        let mut around: Vec<Loop> = view.map.iter().filter_map(|&a| Some(tiled(a)?[0])).collect();
        let mut last = Vec::new();
        match self.order {
            Order::Written => {}
            Order::Reversed => around.reverse(),
            Order::LanesLast => {
                if let Some(at) = around.iter().position(|l| is_lanes(l.axis)) {
                    last.push(around.remove(at));
                }
            }
        }
        let others = view.map.iter().copied().filter(|&axis| !is_lanes(axis));
        let mut loops = around;
        loops.extend(others.map(inside));
        loops.extend(last);
        loops.extend(self.lanes_axis.map(inside));
        Nest { loops, vector: self.lanes_axis.is_some() }
    }
}
