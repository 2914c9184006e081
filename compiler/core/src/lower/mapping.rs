//! One scheme carried through: operators, streams and segments, with what they use and cost.

use super::access::{self, Cost, Plan, StorePlan, Tensor};
use super::nest::{AxisSet, Nest};
use super::refusal::{Resource, Shortage};
use super::stages::{self, Ports, Segment};
use super::tree::{self, Operator, Origin, Scheme, Source, Tree};
use super::view::{View, width_of};
use kiln_arch::FabricSpec;
use kiln_arch::config::width;
use std::ops::Add;

/// Units of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Compute units.
    pub pcus: usize,
    /// Memory units.
    pub pmus: usize,
    /// Address generators.
    pub ags: usize,
}

impl Add for Usage {
    type Output = Usage;

    fn add(self, other: Usage) -> Usage {
        Usage {
            pcus: self.pcus + other.pcus,
            pmus: self.pmus + other.pmus,
            ags: self.ags + other.ags,
        }
    }
}

impl Usage {
    /// An error naming the kind that exceeds `had` the most.
    pub fn check(self, had: Usage) -> Result<(), Shortage> {
        Shortage::check(Resource::Pcus, self.pcus, had.pcus)?;
        Shortage::check(Resource::Ags, self.ags, had.ags)?;
        Shortage::check(Resource::Pmus, self.pmus, had.pmus)
    }
}

/// Where tensors lie, in words.
pub struct Addresses {
    /// Inputs in order of declaration.
    pub inputs: Vec<u32>,
    /// Outputs likewise.
    pub outputs: Vec<u32>,
    /// For each input, whether its layout may be chosen.
    pub free: Vec<bool>,
}

/// One output, or one part of it, mapped by one scheme.
#[derive(Clone)]
pub struct Part<'a> {
    /// What is mapped.
    pub view: View<'a>,
    /// Operators and fold orders.
    pub tree: Tree,
    /// For each operator and source its plan, if it is a load.
    pub plans: Vec<Vec<Option<Plan>>>,
    /// For each operator its segments; none if its only source is its result.
    pub segments: Vec<Vec<Segment>>,
    /// The store.
    pub store: StorePlan,
    /// The store, and the cycles of the slowest unit that is no load.
    fixed: Cost,
}

/// One output mapped to units: in one part, or in several side by side.
#[derive(Clone)]
pub struct Mapping<'a> {
    /// The parts. A stream that is the same in several parts is sent to all of them.
    pub parts: Vec<Part<'a>>,
    /// Units.
    pub usage: Usage,
    /// Estimated cycles.
    pub cycles: f64,
    /// Estimated cycles that the memory port is busy.
    pub port: f64,
}

/// Carries `scheme` through for `view`, with at most `pmus` memory units.
pub fn map<'a>(
    view: &View<'a>,
    spec: &FabricSpec,
    scheme: &Scheme,
    pmus: usize,
    addresses: &Addresses,
    output: usize,
) -> Result<Part<'a>, Shortage> {
    let tree = tree::build(view, spec, scheme)?;
    let tensor = Tensor { base: addresses.outputs[output], width: width_of(view.output.ty) };
    let store = access::store(spec, &scheme.map, &view.stored, tensor)?;
    let compute = tree.operators.iter().map(|o| compute_cycles(spec, o));
    let compute = compute.fold(0f64, f64::max);
    for operator in &tree.operators {
        check_ways(spec, operator)?;
    }
    let mut loads = Vec::new();
    for (o, operator) in tree.operators.iter().enumerate() {
        for (s, source) in operator.sources.iter().enumerate() {
            if let Origin::Load(access) = &source.origin {
                let (direct, tiled) = plans(spec, source, access, addresses.inputs[access.input]);
                loads.push(Choice::new((o, s), direct, tiled)?);
            }
        }
    }
    let fixed = Cost { unit: compute.max(store.cost.unit), ..store.cost };
    choose(&mut loads, fixed, pmus, store.pmu.iter().len())?;
    let mut plans: Vec<Vec<Option<Plan>>> =
        tree.operators.iter().map(|o| vec![None; o.sources.len()]).collect();
    for choice in loads {
        let (o, s) = choice.at;
        plans[o][s] = Some(choice.take());
    }
    let mut segments = Vec::new();
    for (operator, plans) in tree.operators.iter().zip(&plans) {
        segments.push(if passes(operator) {
            Vec::new()
        } else {
            cut(spec, &tree, operator, plans)?
        });
    }
    Ok(Part { view: view.clone(), tree, plans, segments, store, fixed })
}

impl<'a> Mapping<'a> {
    /// Puts parts side by side.
    pub fn new(parts: Vec<Part<'a>>) -> Mapping<'a> {
        let mut usage = Usage { ags: parts.len(), ..Usage::default() };
        let mut cost = Cost::default();
        for part in &parts {
            usage.pmus += part.store.pmu.iter().len();
            usage.pcus += part.segments.iter().map(Vec::len).sum::<usize>();
            cost.writes += part.fixed.writes;
            cost.unit = cost.unit.max(part.fixed.unit);
        }
        for (o, plans) in parts[0].plans.iter().enumerate() {
            for s in (0..plans.len()).filter(|&s| plans[s].is_some()) {
                let mut seen: Vec<&Plan> = Vec::new();
                for plan in parts.iter().filter_map(|p| p.plans[o][s].as_ref()) {
                    if !seen.iter().any(|old| old.ag == plan.ag) {
                        usage.ags += 1;
                        cost.reads += plan.cost.reads;
                    }
                    let tile = plan.pmu.is_some();
                    if tile && !seen.iter().any(|old| old.ag == plan.ag && old.pmu == plan.pmu) {
                        usage.pmus += 1;
                    }
                    cost.unit = cost.unit.max(plan.cost.unit);
                    cost.start = cost.start.max(plan.cost.start);
                    seen.push(plan);
                }
            }
        }
        Mapping { parts, usage, cycles: cost.cycles(), port: cost.port() }
    }
}

impl Cost {
    /// Cycles that the memory port is busy: it reads and writes at once.
    fn port(self) -> f64 {
        self.reads.max(self.writes)
    }

    /// Cycles if all of it goes on at once; beats of the port count a little in themselves.
    fn cycles(self) -> f64 {
        self.port().max(self.unit) + self.start + 0.05 * (self.reads + self.writes)
    }
}

/// Whether an operator's result is the very stream of its only source.
pub fn passes(operator: &Operator) -> bool {
    let tree::Operand::Source(s) = operator.result else { return false };
    let source: &Source = &operator.sources[s];
    operator.operations.is_empty()
        && !matches!(source.origin, Origin::Index(_))
        && source.taken == operator.emitted
}

fn cut(
    spec: &FabricSpec,
    tree: &Tree,
    operator: &Operator,
    plans: &[Option<Plan>],
) -> Result<Vec<Segment>, Shortage> {
    let scalar = |(source, plan): (&Source, &Option<Plan>)| match &source.origin {
        Origin::Load(_) => plan.as_ref().is_some_and(|p| p.scalar),
        Origin::Child(child) => !tree.operators[*child].emitted.vector,
        Origin::Index(_) => false,
    };
    let scalar: Vec<bool> = operator.sources.iter().zip(plans).map(scalar).collect();
    stages::partition(spec, operator, &Ports { scalar: &scalar })
}

/// Accumulators in turn of the PCU that folds.
pub fn ways(spec: &FabricSpec, operator: &Operator) -> usize {
    let folds_innermost =
        operator.nest.loops.last().is_some_and(|l| operator.folded.contains(l.axis));
    if folds_innermost {
        return operator.ways as usize;
    }
    let beats = operator.nest.innermost_beats(spec.lanes) as usize;
    if operator.folded == AxisSet::default() { beats.min(spec.pcu.accumulators) } else { beats }
}

fn check_ways(spec: &FabricSpec, operator: &Operator) -> Result<(), Shortage> {
    let needed = if operator.accumulates().is_some() { ways(spec, operator) } else { 1 };
    Shortage::check(Resource::Accumulators, needed, spec.pcu.accumulators)
}

/// Cycles that the slowest PCU of an operator needs.
fn compute_cycles(spec: &FabricSpec, operator: &Operator) -> f64 {
    let beats = operator.nest.beats(spec.lanes);
    if operator.accumulates().is_none() {
        return beats;
    }
    let apart = (spec.numbers.op_latency + 1) as f64;
    let ways = ways(spec, operator) as f64;
    let joined = if operator.joins().is_some() { operator.parts().beats(1) * apart } else { 0.0 };
    (beats * (apart / ways).max(1.0)).max(joined)
}

/// Ways to stream one load.
struct Choice {
    at: (usize, usize),
    direct: Option<Plan>,
    tiled: Option<Plan>,
    use_tile: bool,
}

impl Choice {
    fn new(
        at: (usize, usize),
        direct: Result<Plan, Shortage>,
        tiled: Option<Plan>,
    ) -> Result<Choice, Shortage> {
        match (direct, tiled) {
            (Err(shortage), None) => Err(shortage),
            (direct, tiled) => {
                let direct = direct.ok();
                Ok(Choice { at, use_tile: direct.is_none(), direct, tiled })
            }
        }
    }

    fn chosen(&self) -> &Plan {
        let plan = if self.use_tile { &self.tiled } else { &self.direct };
        plan.as_ref().expect("a choice is only offered if there is one")
    }

    fn take(self) -> Plan {
        let plan = if self.use_tile { self.tiled } else { self.direct };
        plan.expect("a choice is only offered if there is one")
    }

    fn gain(&self) -> f64 {
        let cost = |plan: &Option<Plan>| plan.as_ref().map(|p| p.cost.reads + p.cost.unit);
        match (cost(&self.direct), cost(&self.tiled)) {
            (Some(direct), Some(tiled)) => direct - tiled,
            _ => 0.0,
        }
    }
}

fn plans(
    spec: &FabricSpec,
    source: &Source,
    access: &super::view::Access,
    base: u32,
) -> (Result<Plan, Shortage>, Option<Plan>) {
    let taken: &Nest = &source.taken;
    let direct = access::direct(spec, access, taken, base);
    let needs = access.needs();
    let n = taken.loops.len();
    // A loop just outside the tile that does not move it belongs inside.
    let useful = |inner: &usize| *inner == n || needs.contains(taken.loops[n - inner - 1].axis);
    // Narrow elements that are wanted one by one have no other way.
    let fewest = usize::from(taken.vector || access.width == width::WORD);
    let tiled = (fewest..=n)
        .filter(useful)
        .filter_map(|inner| access::tiled(spec, access, taken, inner, base).ok())
        .min_by(|a, b| rank(&a.cost).total_cmp(&rank(&b.cost)));
    (direct, tiled)
}

fn rank(cost: &Cost) -> f64 {
    cost.reads.max(cost.unit) + cost.start + 0.1 * cost.reads
}

fn total(loads: &[Choice], fixed: Cost) -> f64 {
    let costs = || loads.iter().map(|c| c.chosen().cost);
    let reads = costs().map(|c| c.reads).sum();
    let unit = costs().map(|c| c.unit).fold(fixed.unit, f64::max);
    let start = costs().map(|c| c.start).fold(fixed.start, f64::max);
    Cost { reads, writes: fixed.writes, unit, start }.cycles()
}

/// Gives tiles to the loads that gain most from them, as far as there are PMUs besides those in use.
fn choose(loads: &mut [Choice], fixed: Cost, pmus: usize, in_use: usize) -> Result<(), Shortage> {
    let mut used = in_use + loads.iter().filter(|c| c.use_tile).count();
    Shortage::check(Resource::Pmus, used, pmus)?;
    let mut order: Vec<usize> = (0..loads.len()).collect();
    order.sort_by(|&a, &b| loads[b].gain().total_cmp(&loads[a].gain()));
    for at in order {
        if loads[at].use_tile || used == pmus || loads[at].gain() <= 0.0 {
            continue;
        }
        let before = total(loads, fixed);
        loads[at].use_tile = true;
        if total(loads, fixed) < before * 0.999 {
            used += 1;
        } else {
            loads[at].use_tile = false;
        }
    }
    Ok(())
}
