//! Placement: a physical unit for every virtual one.
//!
//! In: a stream graph and a topology. Out: a place for each unit, no two the same, kinds matching.
//! Simulated annealing (Kirkpatrick et al., 1983) on the length of the links, each measured as the
//! sum of switch hops from its source to its sinks plus the half-perimeter of its bounding box;
//! links that compete for the same column of switches are left to the router. The same seed gives
//! the same placement.

use crate::graph::{Link, StreamGraph, VirtualId};
use kiln_arch::Topology;
use kiln_arch::topology::{UnitId, UnitKind};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The physical unit of each virtual unit.
pub type Placement = Vec<UnitId>;

/// The fabric has too few units of one kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the program needs {needed} units of kind {kind:?}, but the fabric has {had}")]
pub struct TooFewUnits {
    /// The kind that ran out.
    pub kind: UnitKind,
    /// Units the program needs.
    pub needed: usize,
    /// Units the fabric has.
    pub had: usize,
}

/// Places `graph` on `topology`.
pub fn place(
    graph: &StreamGraph,
    topology: &Topology,
    seed: u64,
) -> Result<Placement, TooFewUnits> {
    let mut annealer = Annealer::new(graph, topology, seed)?;
    annealer.run();
    Ok(annealer.place)
}

struct Annealer<'a> {
    graph: &'a StreamGraph,
    /// Links at each unit, without repeats.
    links_of: Vec<Vec<usize>>,
    /// Row and column of each physical unit's switch.
    position: Vec<(i32, i32)>,
    /// Physical units of the kind of each virtual unit.
    sites: Vec<Vec<UnitId>>,
    place: Placement,
    occupant: Vec<Option<VirtualId>>,
    rng: ChaCha8Rng,
}

impl<'a> Annealer<'a> {
    fn new(
        graph: &'a StreamGraph,
        topology: &Topology,
        seed: u64,
    ) -> Result<Annealer<'a>, TooFewUnits> {
        let position = topology
            .units
            .iter()
            .map(|u| ((u.switch / topology.cols) as i32, (u.switch % topology.cols) as i32))
            .collect();
        let mut links_of = vec![Vec::new(); graph.units.len()];
        for (index, link) in graph.links.iter().enumerate() {
            for port in std::iter::once(&link.from).chain(&link.to) {
                if links_of[port.unit].last() != Some(&index) {
                    links_of[port.unit].push(index);
                }
            }
        }
        let mut place = Vec::new();
        let mut occupant = vec![None; topology.units.len()];
        let mut sites = Vec::new();
        for (id, unit) in graph.units.iter().enumerate() {
            let kind = unit.config.kind();
            let of_kind: Vec<UnitId> = topology.of_kind(kind).collect();
            let Some(&site) = of_kind.iter().find(|&&site| occupant[site].is_none()) else {
                let needed = graph.units.iter().filter(|u| u.config.kind() == kind).count();
                return Err(TooFewUnits { kind, needed, had: of_kind.len() });
            };
            occupant[site] = Some(id);
            place.push(site);
            sites.push(of_kind);
        }
        let rng = ChaCha8Rng::seed_from_u64(seed);
        Ok(Annealer { graph, links_of, position, sites, place, occupant, rng })
    }

    fn run(&mut self) {
        let units = self.place.len();
        if units < 2 {
            return;
        }
        let moves = 60 * units * (units as f64).sqrt().ceil() as usize;
        let mut temperature = 8.0;
        while temperature > 0.05 {
            let mut accepted = 0;
            for _ in 0..moves / 10 {
                accepted += usize::from(self.try_move(temperature));
            }
            // Slow down where about half of the moves are taken: that is where order forms.
            let rate = accepted as f64 / (moves / 10) as f64;
            temperature *= if (0.1..0.8).contains(&rate) { 0.93 } else { 0.8 };
        }
    }

    /// Moves a random unit to a random site of its kind, swapping with whoever is there, and keeps
    /// the move by Metropolis' rule.
    fn try_move(&mut self, temperature: f64) -> bool {
        let unit = self.rng.random_range(0..self.place.len());
        let sites = &self.sites[unit];
        let site = sites[self.rng.random_range(0..sites.len())];
        let home = self.place[unit];
        if site == home {
            return false;
        }
        let other = self.occupant[site];
        let before = self.cost_around(unit, other);
        self.put(unit, site, other, home);
        let change = self.cost_around(unit, other) - before;
        let keep =
            change <= 0 || self.rng.random::<f64>() < (-f64::from(change) / temperature).exp();
        if !keep {
            self.put(unit, home, other, site);
        }
        keep
    }

    fn put(&mut self, unit: VirtualId, site: UnitId, other: Option<VirtualId>, other_site: UnitId) {
        self.place[unit] = site;
        self.occupant[other_site] = other;
        self.occupant[site] = Some(unit);
        if let Some(other) = other {
            self.place[other] = other_site;
        }
    }

    fn cost_around(&self, unit: VirtualId, other: Option<VirtualId>) -> i32 {
        let mine = &self.links_of[unit];
        let theirs = other.map_or(&[][..], |other| &self.links_of[other]);
        let extra = theirs.iter().filter(|link| !mine.contains(link));
        mine.iter().chain(extra).map(|&link| self.length(&self.graph.links[link])).sum()
    }

    fn length(&self, link: &Link) -> i32 {
        let at = |unit: VirtualId| self.position[self.place[unit]];
        let (row, col) = at(link.from.unit);
        let (mut top, mut bottom, mut left, mut right) = (row, row, col, col);
        let mut hops = 0;
        for sink in &link.to {
            let (r, c) = at(sink.unit);
            hops += (r - row).abs() + (c - col).abs();
            (top, bottom) = (top.min(r), bottom.max(r));
            (left, right) = (left.min(c), right.max(c));
        }
        hops + (bottom - top) + (right - left)
    }
}
