//! Runs the plan of one output over a domain of values.

use super::Domain;
use super::plan::{FoldPlan, Given, Plan, Step, plan};
use crate::ir::{self, Output, Program, Ty};
use crate::order::OrderMap;
use std::ops::Range;

/// The elements of an output, row-major.
pub(super) fn run<D: Domain>(
    program: &Program,
    output: &Output,
    inputs: &[Vec<u32>],
    args: &[u32],
    orders: &OrderMap,
    domain: &D,
) -> Vec<D::Value> {
    let plan = plan(program, output, orders);
    let mut values = vec![domain.word(0, Ty::I32); program.nodes.len()];
    for &(id, given, ty) in &plan.given {
        let word = match given {
            Given::Const(word) => word,
            Given::Arg(arg) => args[arg],
        };
        values[id.index()] = domain.word(word, ty);
    }
    let kept = |f: &FoldPlan| vec![None; f.kept.as_ref().map_or(0, |k| k.0)];
    let mut machine = Machine {
        domain,
        plan: &plan,
        inputs,
        state: State {
            vars: vec![0; program.vars.len()],
            values,
            kept: plan.folds.iter().map(kept).collect(),
        },
    };
    let shape = program.output_shape(output);
    let mut elements = Vec::with_capacity(ir::elements(&shape));
    if ir::elements(&shape) == 0 {
        return elements;
    }
    let dims: Vec<(usize, u32)> = output.dims.iter().map(|v| v.index()).zip(shape).collect();
    machine.output(&dims, 0, output.body.index(), &mut elements);
    elements
}

struct Machine<'a, D: Domain> {
    domain: &'a D,
    plan: &'a Plan,
    inputs: &'a [Vec<u32>],
    state: State<D::Value>,
}

struct State<V> {
    vars: Vec<i64>,
    /// One per node.
    values: Vec<V>,
    /// For each fold whose results are kept.
    kept: Vec<Vec<Option<V>>>,
}

/// A fold under way.
struct Run<P> {
    /// The current range of each dimension.
    ranges: Vec<(u32, u32)>,
    lanes: u32,
    ways: u32,
    /// The way that would take the next beat of the latest run.
    next_way: u32,
    /// `[way][lane]`
    partials: Vec<Option<P>>,
}

impl<D: Domain> Machine<'_, D> {
    /// Runs frame `level` and all inside it.
    fn output(&mut self, dims: &[(usize, u32)], level: usize, body: usize, to: &mut Vec<D::Value>) {
        self.frame(level);
        let Some(&(var, extent)) = dims.get(level) else {
            return to.push(self.state.values[body]);
        };
        for value in 0..extent {
            self.state.vars[var] = i64::from(value);
            self.output(dims, level + 1, body, to);
        }
    }

    fn frame(&mut self, frame: usize) {
        let plan = self.plan;
        for step in &plan.frames[frame] {
            let State { vars, values, .. } = &mut self.state;
            match step {
                Step::Index { to, var } => {
                    values[*to] = self.domain.word(vars[*var] as u32, Ty::I32);
                }
                Step::Load { to, input, address, outside, ty } => {
                    let word = outside.as_ref().and_then(|outside| outside.at(vars));
                    let word =
                        word.unwrap_or_else(|| self.inputs[*input][address.at(vars) as usize]);
                    values[*to] = self.domain.word(word, *ty);
                }
                Step::Op { to, op, from } => {
                    values[*to] = self.domain.op(*op, from.map(|i| values[i]));
                }
                Step::Fold(fold) => self.fold(*fold),
            }
        }
    }

    fn fold(&mut self, number: usize) {
        let plan = self.plan;
        let fold = &plan.folds[number];
        let place = fold.kept.as_ref().map(|(_, place)| place.at(&self.state.vars) as usize);
        if let Some(value) = place.and_then(|at| self.state.kept[number][at]) {
            self.state.values[fold.to] = value;
            return;
        }
        let value = self.fold_value(fold);
        self.state.values[fold.to] = value;
        if let Some(at) = place {
            self.state.kept[number][at] = Some(value);
        }
    }

    fn fold_value(&mut self, fold: &FoldPlan) -> D::Value {
        // Lanes and ways beyond the longest run stay empty, so they need no room.
        let longest = fold.order.loops.last().map_or(0, |l| fold.dims[l.dim].1);
        let longest = longest.div_ceil(fold.order.group).max(1);
        let lanes = fold.order.lanes.min(longest);
        let ways = fold.order.ways.min(longest.div_ceil(lanes));
        let ranges = fold.dims.iter().map(|&(_, extent)| (0, extent)).collect();
        let partials = vec![None; lanes as usize * ways as usize];
        let mut run = Run { ranges, lanes, ways, next_way: 0, partials };
        self.loops(fold, 0, &mut run);
        let join = |a, b| self.domain.join(fold.op, a, b);
        let (last, first) = run.partials.split_at((run.next_way * lanes) as usize);
        let in_order = first.chunks(lanes as usize).chain(last.chunks(lanes as usize));
        let of_ways = in_order.filter_map(|way| tree(way, &join));
        match of_ways.reduce(join) {
            Some(all) => self.domain.finish(fold.op, all),
            None => self.domain.word(fold.op.identity(), fold.op.ty()),
        }
    }

    fn loops(&mut self, fold: &FoldPlan, level: usize, run: &mut Run<D::Partial>) {
        let Some(l) = fold.order.loops.get(level) else { return };
        if level + 1 == fold.order.loops.len() {
            return self.innermost(fold, l.dim, run);
        }
        let (start, end) = run.ranges[l.dim];
        let mut from = start;
        while from < end {
            let to = from.saturating_add(l.tile).min(end);
            run.ranges[l.dim] = (from, to);
            // The value counts once the range is a single position, which the last loop makes it.
            self.state.vars[fold.dims[l.dim].0] = i64::from(from);
            self.loops(fold, level + 1, run);
            from = to;
        }
        run.ranges[l.dim] = (start, end);
    }

    fn innermost(&mut self, fold: &FoldPlan, dim: usize, run: &mut Run<D::Partial>) {
        let (start, end) = run.ranges[dim];
        let elements = (end - start).div_ceil(fold.order.group);
        run.next_way = elements.div_ceil(run.lanes) % run.ways;
        for at in 0..elements {
            let from = start + at * fold.order.group;
            let positions = from..from.saturating_add(fold.order.group).min(end);
            let element = self.element(fold, dim, positions);
            let (beat, lane) = (at / run.lanes, at % run.lanes);
            let partial = &mut run.partials[(beat % run.ways * run.lanes + lane) as usize];
            *partial = Some(match *partial {
                Some(partial) => self.domain.join(fold.op, partial, element),
                None => element,
            });
        }
    }

    /// Evaluates the body of a fold at one position.
    fn visit(&mut self, fold: &FoldPlan, dim: usize, position: u32) {
        self.state.vars[fold.dims[dim].0] = i64::from(position);
        self.frame(fold.frame);
    }

    /// The element that a group of positions gives; there is at least one.
    fn element(&mut self, fold: &FoldPlan, dim: usize, positions: Range<u32>) -> D::Partial {
        if let Some(factors) = fold.paired {
            return self.pair(fold, dim, positions, factors);
        }
        self.visit(fold, dim, positions.start);
        let mut element = self.domain.seed(fold.op, self.state.values[fold.body]);
        for position in positions.start + 1..positions.end {
            self.visit(fold, dim, position);
            let next = self.domain.seed(fold.op, self.state.values[fold.body]);
            element = self.domain.join(fold.op, element, next);
        }
        element
    }

    /// The element of one or two positions: their products, added before they are rounded.
    fn pair(
        &mut self,
        fold: &FoldPlan,
        dim: usize,
        positions: Range<u32>,
        factors: [usize; 2],
    ) -> D::Partial {
        let absent = self.domain.word(0, fold.op.ty());
        let mut pairs = [[absent; 2]; 2];
        for (at, position) in positions.enumerate() {
            self.visit(fold, dim, position);
            for (pair, factor) in pairs.iter_mut().zip(factors) {
                pair[at] = self.state.values[factor];
            }
        }
        let [a, b] = pairs;
        self.domain.seed(fold.op, self.domain.dot(a, b))
    }
}

/// Joins adjacent pairs, then adjacent pairs of these, until one is left; where one of a pair is absent, the other
/// passes.
fn tree<P: Copy>(lanes: &[Option<P>], join: &impl Fn(P, P) -> P) -> Option<P> {
    let mut level = lanes.to_vec();
    while level.len() > 1 {
        let pair = |pair: &[Option<P>]| match *pair {
            [Some(a), Some(b)] => Some(join(a, b)),
            [a, b] => a.or(b),
            [a] => a,
            _ => None,
        };
        level = level.chunks(2).map(pair).collect();
    }
    level.first().copied().flatten()
}
