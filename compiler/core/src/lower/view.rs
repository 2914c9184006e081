//! One output of a program as lowering sees it: axes, affine accesses and what depends on what.
//!
//! Variables of extent 1 are no axes: their value is always 0. Neighbouring map dimensions over which every access
//! runs as over one long dimension are one axis.

use super::nest::{Axis, AxisSet};
use super::refusal::{Resource, Shortage};
use kiln_arch::config::width;
use kiln_arch::num::Op;
use kiln_lang::ir::{self, NodeId, NodeKind, Output, Program, Storage, VarId};
use std::collections::{BTreeSet, HashMap};

/// `constant + sum of coefficient * axis`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Linear {
    /// The part without axes.
    pub constant: i64,
    /// One coefficient per axis.
    pub coefficients: Vec<i64>,
}

impl Linear {
    /// The coefficient of `axis`; 0 for axes that it does not know.
    pub fn of(&self, axis: Axis) -> i64 {
        self.coefficients.get(axis).copied().unwrap_or(0)
    }

    fn combine(&self, other: &Linear, f: impl Fn(i64, i64) -> i64) -> Linear {
        let n = self.coefficients.len().max(other.coefficients.len());
        Linear {
            constant: f(self.constant, other.constant),
            coefficients: (0..n).map(|a| f(self.of(a), other.of(a))).collect(),
        }
    }

    fn known(&self) -> Option<i64> {
        self.coefficients.iter().all(|&c| c == 0).then_some(self.constant)
    }

    fn scale(&self, factor: i64) -> Linear {
        self.combine(self, |a, _| a.wrapping_mul(factor))
    }
}

/// An access to an input.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Access {
    /// Index of the input.
    pub input: usize,
    /// Per dimension of the tensor, outermost first: elements from one index to the next, and the index.
    pub dims: Vec<(i64, Linear)>,
    /// Extent of the last dimension; 1 for a scalar.
    pub row: u32,
    /// How AGs take the tensor's elements.
    pub width: u32,
}

impl Access {
    /// The number of the element inside the tensor.
    pub fn flat(&self) -> Linear {
        flat(&self.dims)
    }

    /// [`Access::dims`] where each row starts at a whole word. A scalar has one dimension.
    pub fn stored(&self) -> Vec<(i64, Linear)> {
        let row = i64::from(self.row).max(1);
        let mut dims = self.dims.clone();
        if let Some((_, outer)) = dims.split_last_mut() {
            for (stride, _) in outer {
                *stride = *stride / row * whole_words(row, self.width);
            }
        } else if self.width != width::WORD {
            dims.push((1, Linear::default()));
        }
        dims
    }

    /// Axes its address depends on.
    pub fn needs(&self) -> AxisSet {
        let used = |axis: &Axis| self.dims.iter().any(|(_, index)| index.of(*axis) != 0);
        (0..64).filter(used).fold(AxisSet::default(), AxisSet::with)
    }
}

/// The sum of index times stride.
pub fn flat(dims: &[(i64, Linear)]) -> Linear {
    dims.iter().fold(Linear::default(), |sum, (stride, index)| {
        sum.combine(&index.scale(*stride), |a, b| a.wrapping_add(b))
    })
}

/// Elements of the words that a row of so many elements takes.
fn whole_words(row: i64, width: u32) -> i64 {
    let packed = width::elements(width) as i64;
    (row + packed - 1) / packed * packed
}

/// How AGs take elements of a type.
pub fn width_of(storage: Storage) -> u32 {
    match storage {
        Storage::I32 | Storage::F32 => width::WORD,
        Storage::Bf16 => width::BF16,
        Storage::I8 => width::I8,
    }
}

/// An iteration variable.
#[derive(Clone, Debug)]
pub struct AxisInfo {
    /// Its name in the program.
    pub name: String,
    /// Its extent.
    pub extent: u32,
    /// The variable's value at 0: not 0 in a part of an output.
    pub first: u32,
}

/// One output of a program, or a part of it: a range of each axis.
#[derive(Clone)]
pub struct View<'a> {
    /// The program.
    pub program: &'a Program,
    /// The output.
    pub output: &'a Output,
    /// All axes.
    pub axes: Vec<AxisInfo>,
    /// Axes of the output's dimensions, outermost first.
    pub map: Vec<Axis>,
    /// The number of an element inside the output.
    pub place: Linear,
    /// The same where each row starts at a whole word.
    pub stored: Linear,
    axis_of: HashMap<VarId, Axis>,
    needs: Vec<AxisSet>,
    users: Vec<u32>,
    /// What the output is made of, operands before users.
    nodes: Vec<NodeId>,
    /// For each node its value, if it is affine.
    values: Vec<Option<Linear>>,
}

impl<'a> View<'a> {
    /// The view of `output`, which has no dimension of extent 0.
    pub fn new(program: &'a Program, output: &'a Output) -> Result<View<'a>, Shortage> {
        let reachable = reachable(program, output.body);
        let mut view = View {
            program,
            output,
            axes: Vec::new(),
            map: Vec::new(),
            place: Linear::default(),
            stored: Linear::default(),
            axis_of: HashMap::new(),
            needs: vec![AxisSet::default(); program.nodes.len()],
            users: vec![0; program.nodes.len()],
            nodes: reachable.iter().copied().collect(),
            values: vec![None; program.nodes.len()],
        };
        for &dim in &output.dims {
            if let Some(axis) = view.add_axis(dim) {
                view.map.push(axis);
            }
        }
        for &node in &reachable {
            if let NodeKind::Fold { dims, .. } = &program.node(node).kind {
                for &dim in dims {
                    view.add_axis(dim);
                }
            }
        }
        Shortage::check(Resource::Axes, view.axes.len(), 64)?;
        view.place = view.output_place(width::WORD);
        view.stored = view.output_place(width_of(output.ty));
        view.merge_map_axes(&reachable);
        for &node in &reachable {
            view.note(node);
        }
        view.find_affine_values();
        Ok(view)
    }

    fn add_axis(&mut self, var: VarId) -> Option<Axis> {
        let extent = self.program.extent(var);
        if extent < 2 {
            return None;
        }
        let axis = *self.axis_of.entry(var).or_insert(self.axes.len());
        if axis == self.axes.len() {
            let name = self.program.vars[var.index()].name.clone();
            self.axes.push(AxisInfo { name, extent, first: 0 });
        }
        Some(axis)
    }

    /// The same with one axis more, of extent 1, that `load` depends on: the innermost of the output, or one that the output does
    /// not lie along.
    pub fn with_unit(&self, load: NodeId, innermost: bool) -> View<'a> {
        let mut view = self.clone();
        let axis = view.add_unit();
        view.map.insert(0, axis);
        for place in [&mut view.place, &mut view.stored] {
            place.coefficients.resize(axis + 1, 0);
            place.coefficients[axis] = innermost.into();
        }
        let needs = &mut view.needs[load.index()];
        *needs = needs.with(axis);
        view
    }

    /// The same with an axis for a fold all of whose dimensions have extent 1.
    pub fn with_fold_axis(&self, fold: NodeId) -> View<'a> {
        let mut view = self.clone();
        if let NodeKind::Fold { dims, .. } = &self.program.node(fold).kind
            && let (true, Some(&last)) = (self.fold_dims(fold).is_empty(), dims.last())
        {
            let axis = view.add_unit();
            view.axis_of.insert(last, axis);
        }
        view
    }

    fn add_unit(&mut self) -> Axis {
        self.axes.push(AxisInfo { name: "one".into(), extent: 1, first: 0 });
        self.axes.len() - 1
    }

    fn output_place(&self, width: u32) -> Linear {
        let shape = self.program.output_shape(self.output);
        let mut place = Linear { constant: 0, coefficients: vec![0; self.axes.len()] };
        let mut stride = 1;
        for (at, (var, &extent)) in self.output.dims.iter().zip(&shape).rev().enumerate() {
            if let Some(&axis) = self.axis_of.get(var) {
                place.coefficients[axis] += stride;
            }
            let extent = i64::from(extent);
            stride *= if at == 0 { whole_words(extent, width) } else { extent };
        }
        place
    }

    /// Makes one axis of two neighbouring ones wherever no address can tell.
    fn merge_map_axes(&mut self, reachable: &BTreeSet<NodeId>) {
        let mut places = vec![self.stored.clone()];
        for &node in reachable {
            match &self.program.node(node).kind {
                NodeKind::Load { .. } => places.push(flat(&self.access(node).stored())),
                NodeKind::Index(var) => places.push(self.index(*var)),
                _ => {}
            }
        }
        let mut at = self.map.len();
        while at >= 2 {
            at -= 1;
            let (outer, inner) = (self.map[at - 1], self.map[at]);
            let extent = i64::from(self.axes[inner].extent);
            let joint = u64::from(self.axes[outer].extent) * extent as u64;
            let one = |p: &Linear| p.of(outer) == p.of(inner).wrapping_mul(extent);
            if joint > u64::from(u32::MAX) || !places.iter().all(one) {
                continue;
            }
            self.axes[inner].extent = joint as u32;
            self.axes[inner].name = format!("{}{}", self.axes[outer].name, self.axes[inner].name);
            self.axis_of.retain(|_, axis| *axis != outer);
            self.place.coefficients[outer] = 0;
            self.stored.coefficients[outer] = 0;
            places.iter_mut().for_each(|p| {
                if let Some(c) = p.coefficients.get_mut(outer) {
                    *c = 0;
                }
            });
            self.map.remove(at - 1);
        }
    }

    /// Fills in what `node` depends on and who uses it; operands come before their users.
    fn note(&mut self, node: NodeId) {
        let kind = &self.program.node(node).kind;
        let mut needs = match kind {
            NodeKind::Load { .. } => self.access(node).needs(),
            NodeKind::Index(var) => {
                self.axis_of.get(var).map_or(AxisSet::default(), |&a| AxisSet::default().with(a))
            }
            _ => AxisSet::default(),
        };
        let mut operands = kind.operands().to_vec();
        operands.sort();
        operands.dedup();
        for operand in operands {
            needs = needs.union(self.needs[operand.index()]);
            self.users[operand.index()] += 1;
        }
        for axis in self.fold_axes(node) {
            needs.0 &= !(1 << axis);
        }
        self.needs[node.index()] = needs;
    }

    /// `i + 2 k + 1`
    pub fn text(&self, linear: &Linear) -> String {
        let mut terms: Vec<String> = Vec::new();
        for (axis, &c) in linear.coefficients.iter().enumerate().filter(|(_, c)| **c != 0) {
            let axis = &self.axes[axis].name;
            terms.push(if c == 1 { axis.clone() } else { format!("{c} {axis}") });
        }
        if linear.constant != 0 || terms.is_empty() {
            terms.push(linear.constant.to_string());
        }
        terms.join(" + ")
    }

    /// Axes that a node's value depends on.
    pub fn needs(&self, node: NodeId) -> AxisSet {
        self.needs[node.index()]
    }

    /// How many nodes of this output read `node`.
    pub fn users(&self, node: NodeId) -> u32 {
        self.users[node.index()]
    }

    /// The axes that a fold binds, with the position of each among its dimensions; none for other nodes.
    pub fn fold_dims(&self, node: NodeId) -> Vec<(usize, Axis)> {
        let NodeKind::Fold { dims, .. } = &self.program.node(node).kind else { return Vec::new() };
        let axis = |(at, var): (usize, &VarId)| Some((at, *self.axis_of.get(var)?));
        dims.iter().enumerate().filter_map(axis).collect()
    }

    fn fold_axes(&self, node: NodeId) -> Vec<Axis> {
        self.fold_dims(node).into_iter().map(|(_, axis)| axis).collect()
    }

    fn linear(&self, affine: &ir::Affine) -> Linear {
        let mut linear =
            Linear { constant: affine.offset(), coefficients: vec![0; self.axes.len()] };
        for (var, coefficient) in affine.terms() {
            if let Some(&axis) = self.axis_of.get(var) {
                linear.coefficients[axis] += coefficient;
                linear.constant += coefficient * i64::from(self.axes[axis].first);
            }
        }
        linear
    }

    /// The part of the output for `extent` values of a map axis from `first` on.
    pub fn part(&self, axis: Axis, first: u32, extent: u32) -> View<'a> {
        let mut part = self.clone();
        part.place.constant += self.place.of(axis) * i64::from(first);
        part.stored.constant += self.stored.of(axis) * i64::from(first);
        part.axes[axis].first += first;
        part.axes[axis].extent = extent;
        part.find_affine_values();
        part
    }

    fn index(&self, var: VarId) -> Linear {
        self.linear(&ir::Affine::var(var))
    }

    /// The access of a load.
    pub fn access(&self, load: NodeId) -> Access {
        let NodeKind::Load { input, index, .. } = &self.program.node(load).kind else {
            unreachable!("only loads have an access")
        };
        let tensor = &self.program.inputs[input.index()];
        let shape = &tensor.shape;
        let row = shape.last().copied().unwrap_or(1);
        let mut dims = Vec::new();
        let mut stride = 1;
        for (affine, &extent) in index.iter().zip(shape).rev() {
            dims.push((stride, self.linear(affine)));
            stride *= i64::from(extent);
        }
        dims.reverse();
        Access { input: input.index(), dims, row, width: width_of(tensor.ty) }
    }

    /// The sum of a load's indices times `strides`, one for each dimension of its tensor; none if that does not run on
    /// where neighbouring dimensions of the output are one axis.
    pub fn address(&self, load: NodeId, strides: &[i64]) -> Option<Linear> {
        let NodeKind::Load { index, .. } = &self.program.node(load).kind else { return None };
        let mut sum = ir::Affine::default();
        for (index, &stride) in index.iter().zip(strides) {
            sum = sum.add(&index.scale(stride)?)?;
        }
        let mut next = None;
        for &var in self.output.dims.iter().rev().filter(|&&var| self.program.extent(var) > 1) {
            let own = sum.coefficient(var);
            if !self.axis_of.contains_key(&var) && next != Some(own) {
                return None;
            }
            next = own.checked_mul(i64::from(self.program.extent(var)));
        }
        Some(self.linear(&sum))
    }

    /// The value of an i32 node as an affine function of the axes, modulo 2^32, if it is one and no constant.
    pub fn index_value(&self, node: NodeId) -> Option<Linear> {
        let value = self.values[node.index()].clone()?;
        value.coefficients.iter().any(|&c| c != 0).then_some(value)
    }

    /// Finds the values that are affine; operands come before their users.
    fn find_affine_values(&mut self) {
        for at in 0..self.nodes.len() {
            let node = self.nodes[at];
            self.values[node.index()] = self.affine_value(node);
        }
    }

    fn affine_value(&self, node: NodeId) -> Option<Linear> {
        let operand = |node: &NodeId| self.values[node.index()].as_ref();
        match &self.program.node(node).kind {
            NodeKind::Const(word) => {
                Some(Linear { constant: i64::from(*word as i32), coefficients: vec![] })
            }
            NodeKind::Index(var) => Some(self.index(*var)),
            NodeKind::Op(op, operands) => {
                let a = operand(&operands[0])?;
                match (op, operands.get(1).map(operand)) {
                    (Op::NegI, None) => Some(a.scale(-1)),
                    (Op::AddI, Some(b)) => Some(a.combine(b?, |x, y| x.wrapping_add(y))),
                    (Op::SubI, Some(b)) => Some(a.combine(b?, |x, y| x.wrapping_sub(y))),
                    (Op::MulI, Some(b)) => match (a.known(), b?.known()) {
                        (_, Some(factor)) => Some(a.scale(factor)),
                        (Some(factor), _) => Some(b?.scale(factor)),
                        _ => None,
                    },
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// Everything `body` is made of, operands before users.
pub fn reachable(program: &Program, body: NodeId) -> BTreeSet<NodeId> {
    let mut seen = BTreeSet::new();
    let mut open = vec![body];
    while let Some(node) = open.pop() {
        if seen.insert(node) {
            open.extend(program.node(node).kind.operands());
        }
    }
    seen
}
