//! The work that a program asks for, and the most that a fabric can do of it in a cycle.

use kiln_arch::FabricSpec;
use kiln_arch::num::{Op, OpGroup};
use kiln_arch::topology::{Topology, UnitKind};
use kiln_lang::ir::{NodeId, NodeKind, Program, Storage};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};
use std::fmt;

/// The type of the factors of a product, as they are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum ProductType {
    F32,
    I32,
    Bf16,
    I8,
}

impl ProductType {
    /// Every type.
    pub const ALL: [ProductType; 4] = [Self::F32, Self::I32, Self::Bf16, Self::I8];

    /// Products that a functional unit with the operators `groups` does in a cycle: packed ones where it has the
    /// packed product, else one of a word.
    fn per_unit(self, groups: &[OpGroup]) -> u64 {
        let has = |group| groups.contains(&group);
        let one = |group| u64::from(has(group));
        match self {
            ProductType::F32 => one(OpGroup::FloatMul),
            ProductType::I32 => one(OpGroup::IntMul),
            ProductType::Bf16 if has(OpGroup::DotBf16) => 2,
            ProductType::Bf16 => one(OpGroup::FloatMul),
            ProductType::I8 if has(OpGroup::DotI8) => 4,
            ProductType::I8 => one(OpGroup::IntMul),
        }
    }
}

impl fmt::Display for ProductType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            ProductType::F32 => "f32",
            ProductType::I32 => "i32",
            ProductType::Bf16 => "bf16",
            ProductType::I8 => "i8",
        })
    }
}

/// Multiply-accumulates of type `ty` that all functional units of all stages do in a cycle.
pub fn peak(spec: &FabricSpec, topology: &Topology, ty: ProductType) -> u64 {
    let stages = 0..spec.pcu.stages;
    let lane: u64 = stages.map(|stage| ty.per_unit(spec.stage_groups(stage))).sum();
    lane * (spec.lanes * topology.of_kind(UnitKind::Pcu).count()) as u64
}

/// Multiply-accumulates of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// How many of each type.
    pub macs: BTreeMap<ProductType, u64>,
}

type Seen = HashSet<(NodeId, u64, bool)>;

impl Work {
    /// For each fold, its multiply operations times the points at which it is evaluated. Loops that the fold does not
    /// depend on count once.
    pub fn new(program: &Program) -> Work {
        let mut work = Work::default();
        for output in &program.outputs {
            let points: u64 = output.dims.iter().map(|&v| u64::from(program.extent(v))).product();
            work.add(program, (output.body, points, false), &mut HashSet::new());
        }
        work
    }

    /// Adds a node that is evaluated at so many points, inside a fold or not, with all below it. What is shared counts once.
    fn add(&mut self, program: &Program, at: (NodeId, u64, bool), seen: &mut Seen) {
        if !seen.insert(at) {
            return;
        }
        let (node, points, folded) = at;
        match &program.node(node).kind {
            NodeKind::Op(op, operands) => {
                if folded && matches!(op, Op::MulF | Op::MulI) {
                    let ty = product_type(program, *op, operands);
                    *self.macs.entry(ty).or_default() += points;
                }
                for &operand in operands {
                    self.add(program, (operand, points, folded), seen);
                }
            }
            NodeKind::Fold { dims, body, .. } => {
                let inner: u64 = dims.iter().map(|&v| u64::from(program.extent(v))).product();
                self.add(program, (*body, points * inner, true), seen);
            }
            _ => {}
        }
    }

    /// Of all types.
    pub fn total(&self) -> u64 {
        self.macs.values().sum()
    }

    /// The type that has most of them; f32 if there are none.
    pub fn main_type(&self) -> ProductType {
        let most = self.macs.iter().max_by_key(|&(_, &count)| count);
        most.map_or(ProductType::F32, |(&ty, _)| ty)
    }

    /// Cycles in which a fabric does them all at its peak, type after type.
    pub fn cycles(&self, spec: &FabricSpec, topology: &Topology) -> u64 {
        let cycles =
            |(&ty, &count): (&ProductType, &u64)| count.div_ceil(peak(spec, topology, ty).max(1));
        self.macs.iter().map(cycles).sum()
    }
}

/// The type of a product: the packed one that both factors are loaded from, else that of a word.
fn product_type(program: &Program, op: Op, factors: &[NodeId]) -> ProductType {
    let storage = |node: &NodeId| match &program.node(*node).kind {
        NodeKind::Load { input, .. } => Some(program.inputs[input.index()].ty),
        _ => None,
    };
    let all = |ty| factors.iter().all(|factor| storage(factor) == Some(ty));
    match op {
        Op::MulF if all(Storage::Bf16) => ProductType::Bf16,
        Op::MulF => ProductType::F32,
        _ if all(Storage::I8) => ProductType::I8,
        _ => ProductType::I32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(text: &str) -> Program {
        let surface = kiln_lang::parse("test", text).unwrap();
        surface.bind(&BTreeMap::new()).unwrap().program
    }

    const MIXED: &str = "param N = 8;
input a: i8[N, N];
input b: i8[N, N];
input x: f32[N];
input y: f32[N];
output c: i32[N, N] = map (i in N, j in N) { sum (k in N) { a[i, k] * b[j, k] } };
output s: f32 = sum (i in N) { x[i] * y[i] };";

    #[test]
    fn products_are_counted_by_the_type_that_their_factors_are_stored_in() {
        let work = Work::new(&program(MIXED));
        assert_eq!(work.macs, BTreeMap::from([(ProductType::F32, 8), (ProductType::I8, 512)]));
        assert_eq!((work.total(), work.main_type()), (520, ProductType::I8));
    }

    #[test]
    fn every_multiplier_of_every_stage_counts_and_packed_ones_as_often_as_they_hold_elements() {
        // 2 compute units of 2 stages and 4 lanes.
        let mut spec = FabricSpec::reference("tiny").unwrap();
        let peaks =
            |spec: &FabricSpec| ProductType::ALL.map(|ty| peak(spec, &Topology::new(spec), ty));
        assert_eq!(peaks(&spec), [16, 16, 32, 64]);
        // Stages beyond the lanes are multipliers too.
        spec.pcu.stages = 6;
        assert_eq!(peaks(&spec), [48, 48, 96, 192]);
        // Without packed products elements are multiplied as words, and where there is no multiplier not at all.
        spec.pcu.stage_ops = vec![vec![OpGroup::Int, OpGroup::IntMul], vec![OpGroup::FloatMul]];
        assert_eq!(peaks(&spec), [40, 8, 40, 8]);
    }

    #[test]
    fn what_is_shared_is_counted_once() {
        let mut text =
            String::from("input x: f32[8]; output y: f32 = sum (i in 8) { let t0 = x[i];");
        for k in 1..60 {
            text += &format!("let t{k} = t{0} * t{0};", k - 1);
        }
        let work = Work::new(&program(&(text + "t59 };")));
        assert_eq!(work.macs, BTreeMap::from([(ProductType::F32, 59 * 8)]));
    }

    #[test]
    fn types_take_their_cycles_one_after_the_other() {
        let spec = FabricSpec::reference("tiny").unwrap();
        let work = Work { macs: BTreeMap::from([(ProductType::F32, 33), (ProductType::I8, 640)]) };
        assert_eq!(work.cycles(&spec, &Topology::new(&spec)), 3 + 10);
    }
}
