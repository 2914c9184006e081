//! Random expressions of a wanted type, and indices that stay within their tensors.

use super::program::{Generator, Known, packed};
use crate::ast::*;
use crate::build::{E, binder, fold_expr, ident};
use crate::ir::{Span, Storage, Ty};
use rand::Rng;

/// The variables that an expression may use.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    /// Names and extents.
    vars: Vec<(String, u32)>,
    locals: Vec<(String, ScalarType)>,
    /// How many times the expression is evaluated.
    pub points: u64,
    fold_depth: usize,
}

impl Default for Scope {
    fn default() -> Self {
        Scope { vars: Vec::new(), locals: Vec::new(), points: 1, fold_depth: 0 }
    }
}

impl Scope {
    pub fn bind(&mut self, name: String, extent: u32) {
        self.vars.push((name, extent));
        self.points *= u64::from(extent);
    }
}

impl Generator {
    /// Does something with the given share of the time.
    fn chance(&mut self, share: f64) -> bool {
        self.rng.random_bool(share)
    }

    /// Spends one operator, if any is left.
    fn spend(&mut self) -> bool {
        let left = self.ops > 0;
        self.ops = self.ops.saturating_sub(1);
        left
    }

    pub fn body(&mut self, scope: &mut Scope, ty: ScalarType) -> Block {
        let mut lets = Vec::new();
        if self.chance(0.15) {
            let local_ty = self.storage().into();
            let value = self.expr(scope, local_ty).0;
            let name = self.fresh("l");
            scope.locals.push((name.clone(), local_ty));
            lets.push(Local { name: ident(&name), ty: None, value });
        }
        let value = Box::new(self.expr(scope, ty).0);
        Block { lets, value }
    }

    fn block(&mut self, scope: &Scope, ty: ScalarType) -> Block {
        Block::of(self.expr(scope, ty).0)
    }

    pub fn expr(&mut self, scope: &Scope, ty: ScalarType) -> E {
        if !self.spend() {
            return self.leaf(scope, ty);
        }
        if scope.fold_depth < self.limits.max_fold_depth
            && self.chance(0.25)
            && let Some(fold) = self.fold(scope, ty)
        {
            return fold;
        }
        if self.limits.packed_tensors
            && scope.fold_depth < self.limits.max_fold_depth
            && self.chance(0.15)
            && let Some(products) = self.sum_of_products(scope, ty)
        {
            return products;
        }
        if ty != ScalarType::Bool && self.chance(0.1) {
            return self.choice(scope, ty);
        }
        match ty {
            ScalarType::F32 => self.float(scope),
            ScalarType::I32 => self.int(scope),
            ScalarType::Bool => self.truth(scope),
        }
    }

    fn float(&mut self, scope: &Scope) -> E {
        let ty = ScalarType::F32;
        let mut x = || self.expr(scope, ty);
        let a = x();
        match self.rng.random_range(0..12) {
            0..=2 => a + self.expr(scope, ty),
            3 | 4 => a - self.expr(scope, ty),
            5..=7 => a * self.expr(scope, ty),
            8 => a.min(self.expr(scope, ty)),
            9 => a.max(self.expr(scope, ty)),
            10 => {
                if self.chance(0.5) {
                    -a
                } else {
                    a.abs()
                }
            }
            _ => self.expr(scope, ScalarType::I32).to_f32(),
        }
    }

    fn int(&mut self, scope: &Scope) -> E {
        let ty = ScalarType::I32;
        let a = self.expr(scope, ty);
        match self.rng.random_range(0..16) {
            0..=2 => a + self.expr(scope, ty),
            3 => a - self.expr(scope, ty),
            4 | 5 => a * self.expr(scope, ty),
            6 => a.min(self.expr(scope, ty)),
            7 => a.max(self.expr(scope, ty)),
            8 => {
                if self.chance(0.5) {
                    -a
                } else {
                    a.abs()
                }
            }
            9 => {
                if self.chance(0.5) {
                    !a
                } else {
                    a & self.expr(scope, ty)
                }
            }
            10 => a | self.expr(scope, ty),
            11 => a ^ self.expr(scope, ty),
            12 => a << self.shift(scope),
            13 => {
                if self.chance(0.5) {
                    a >> self.shift(scope)
                } else {
                    a.shift_right_unsigned(self.shift(scope))
                }
            }
            14 => self.expr(scope, ScalarType::F32).to_i32(),
            _ => self.expr(scope, ScalarType::Bool).to_i32(),
        }
    }

    fn shift(&mut self, scope: &Scope) -> E {
        if self.chance(0.7) {
            return E::from(self.rng.random_range(0..32));
        }
        self.expr(scope, ScalarType::I32)
    }

    fn truth(&mut self, scope: &Scope) -> E {
        if self.chance(0.25) {
            let a = self.expr(scope, ScalarType::Bool);
            return match self.rng.random_range(0..3) {
                0 => !a,
                1 => a.both(self.expr(scope, ScalarType::Bool)),
                _ => a.either(self.expr(scope, ScalarType::Bool)),
            };
        }
        let ty = self.storage().into();
        let (a, b) = (self.expr(scope, ty), self.expr(scope, ty));
        match self.rng.random_range(0..8) {
            0 => a.equals(b),
            1 => a.differs(b),
            2 => a.less(b),
            3 => a.at_most(b),
            4 => a.greater(b),
            5 => a.at_least(b),
            6 if ty == ScalarType::I32 => a.lt_u(b),
            7 if ty == ScalarType::I32 => a.le_u(b),
            _ => a.less(b),
        }
    }

    /// A value that depends on a condition.
    fn choice(&mut self, scope: &Scope, ty: ScalarType) -> E {
        let condition = self.expr(scope, ScalarType::Bool);
        let (then, otherwise) = (self.block(scope, ty), self.block(scope, ty));
        if self.chance(0.5) {
            return condition.select(E(*then.value), E(*otherwise.value));
        }
        E::new(ExprKind::If(Box::new(condition.0), then, otherwise))
    }

    /// A fold, if one more does not cost too much.
    fn fold(&mut self, scope: &Scope, ty: ScalarType) -> Option<E> {
        let head = self.fold_head(ty);
        let is_index = matches!(head, FoldHead::ArgMin | FoldHead::ArgMax);
        let most = if is_index { 1 } else { self.limits.max_dims.clamp(1, 2) };
        let count = self.rng.random_range(1..=most);
        let mut inner = Scope { fold_depth: scope.fold_depth + 1, ..scope.clone() };
        let mut dims = Vec::new();
        for _ in 0..count {
            let (extent, value) = self.extent();
            // Loads of an index fold are made twice.
            let cost = 1 + u64::from(is_index);
            if inner.points * u64::from(value) * cost > self.limits.max_work / 2 {
                break;
            }
            let var = self.fresh("k");
            dims.push(binder(&var, extent));
            inner.bind(var, value);
            inner.points *= cost;
        }
        if dims.is_empty() {
            return None;
        }
        let condition = self.chance(0.25).then(|| self.expr(&inner, ScalarType::Bool).0);
        let element = if is_index { self.storage().into() } else { ty };
        let body = self.body(&mut inner, element);
        Some(fold_expr(FoldExpr { head, dims, condition, body }))
    }

    /// A sum of products of two packed inputs, if one more does not cost too much.
    fn sum_of_products(&mut self, scope: &Scope, ty: ScalarType) -> Option<E> {
        let stored = match ty {
            ScalarType::F32 => packed(Ty::F32),
            ScalarType::I32 => packed(Ty::I32),
            ScalarType::Bool => return None,
        };
        let (extent, value) = self.extent();
        let cost = 2 * scope.points * u64::from(value);
        let inputs = self.tensors.iter().filter(|t| t.is_input).count();
        if cost > self.limits.max_work / 2 || inputs + 2 > self.limits.max_inputs {
            return None;
        }
        self.work += cost;
        let k = self.fresh("k");
        let factors = [(); 2].map(|()| self.factor(scope, stored, (&k, value)));
        let [a, b] = factors;
        let body = Block::of((a * b).0);
        let dims = vec![binder(&k, extent)];
        Some(fold_expr(FoldExpr { head: FoldHead::Sum, dims, condition: None, body }))
    }

    /// An element of a new packed input: in row or column `k`.
    fn factor(&mut self, scope: &Scope, ty: Storage, (k, extent): (&str, u32)) -> E {
        let mut index = vec![E::name(k)];
        let mut shape = vec![extent];
        if self.chance(0.7) {
            let (position, reach) = self.index(scope);
            let at = usize::from(self.chance(0.2));
            index.insert(at, position);
            shape.insert(at, reach + 1);
        }
        let name = self.fresh("x");
        self.tensors.push(Known { name: name.clone(), ty, shape, cost: 1, is_input: true });
        element(&name, index)
    }

    fn fold_head(&mut self, ty: ScalarType) -> FoldHead {
        use FoldHead::*;
        let heads: &[FoldHead] = match ty {
            ScalarType::F32 => &[Sum, Sum, Sum, Sum, Min, Max, Product],
            ScalarType::I32 => {
                &[Sum, Sum, Sum, Min, Max, Product, And, Or, Xor, ArgMin, ArgMax, ArgMax]
            }
            ScalarType::Bool => &[And, Or, Xor],
        };
        heads[self.rng.random_range(0..heads.len())]
    }

    fn leaf(&mut self, scope: &Scope, ty: ScalarType) -> E {
        let storage = match ty {
            // A comparison, without spending more operators.
            ScalarType::Bool => {
                let ty = self.storage().into();
                return self.leaf(scope, ty).less(self.leaf(scope, ty));
            }
            ScalarType::I32 => Ty::I32,
            ScalarType::F32 => Ty::F32,
        };
        let locals: Vec<String> =
            scope.locals.iter().filter(|l| l.1 == ty).map(|l| l.0.clone()).collect();
        if !locals.is_empty() && self.chance(0.5) {
            return E::name(&locals[self.rng.random_range(0..locals.len())]);
        }
        match self.rng.random_range(0..20) {
            0 | 1 => self.constant(storage),
            2 => self.arg(storage),
            3 | 4 if !scope.vars.is_empty() => {
                let var = E::name(&scope.vars[self.rng.random_range(0..scope.vars.len())].0);
                if storage == Ty::F32 { var.to_f32() } else { var }
            }
            _ => self.load(scope, storage),
        }
    }

    pub fn constant(&mut self, ty: Ty) -> E {
        match ty {
            // Typed, so that arithmetic on them wraps instead of being refused.
            Ty::I32 => {
                const EDGES: [i32; 4] = [i32::MIN, i32::MAX, 0, -1];
                let edge = EDGES[self.rng.random_range(0..EDGES.len())];
                let small = self.rng.random_range(-20..=20);
                let value = if self.chance(0.1) { edge } else { small };
                E::new(ExprKind::Word(Ty::I32, value as u32))
            }
            Ty::F32 if self.chance(0.1) => {
                const EDGES: [f32; 4] = [0.0, -0.0, f32::MIN_POSITIVE, 3.0e38];
                E::from(EDGES[self.rng.random_range(0..EDGES.len())])
            }
            Ty::F32 => E::from(self.rng.random_range(-4.0f32..4.0)),
        }
    }

    /// An element of a tensor that is there, or of a new input.
    fn load(&mut self, scope: &Scope, ty: Ty) -> E {
        let affordable = |t: &&Known| {
            t.ty.value() == ty && scope.points.saturating_mul(t.cost) <= self.limits.max_work
        };
        let known: Vec<Known> = self.tensors.iter().filter(affordable).cloned().collect();
        let inputs = self.tensors.iter().filter(|t| t.is_input).count();
        let new = inputs < self.limits.max_inputs.max(1) && self.chance(0.4);
        if known.is_empty() && inputs >= self.limits.max_inputs.max(1) {
            return self.constant(ty);
        }
        if known.is_empty() || new {
            return self.load_new(scope, ty);
        }
        let tensor = known[self.rng.random_range(0..known.len())].clone();
        self.work += scope.points * tensor.cost;
        if self.limits.padded && !tensor.shape.is_empty() && self.chance(0.3) {
            return self.padded(scope, &tensor);
        }
        let index = tensor.shape.iter().map(|&extent| self.index_within(scope, extent)).collect();
        element(&tensor.name, index)
    }

    /// An element of a tensor, or a constant where that is not there.
    fn padded(&mut self, scope: &Scope, tensor: &Known) -> E {
        let mut index = Vec::new();
        for &extent in &tensor.shape {
            index.push(if self.chance(0.4) {
                self.index_within(scope, extent)
            } else {
                self.index(scope).0 + E::from(self.rng.random_range(-3..=3))
            });
        }
        let outside = self.outside(tensor.ty);
        element_else(&tensor.name, index, Some(outside))
    }

    /// What elements of a type may be outside their tensor.
    pub fn outside(&mut self, stored: Storage) -> E {
        match stored {
            _ if self.chance(0.5) => E::from(0),
            Storage::I8 => E::from(self.rng.random_range(-128..=127)),
            Storage::Bf16 => E::from(self.rng.random_range(-8..=8) as f32 * 0.375),
            Storage::I32 | Storage::F32 => self.constant(stored.value()),
        }
    }

    /// Declares an input just large enough for random indices.
    fn load_new(&mut self, scope: &Scope, ty: Ty) -> E {
        let dims = self.rng.random_range(0..=self.limits.max_dims.max(1).min(scope.vars.len() + 1));
        let mut index = Vec::new();
        let mut shape = Vec::new();
        let mut words = 1;
        for _ in 0..dims {
            let (position, reach) = self.index(scope);
            let extent = reach + 1 + self.rng.random_range(0..3) / 2;
            words *= u64::from(extent);
            if words > self.limits.max_work {
                break;
            }
            index.push(position);
            shape.push(extent);
        }
        let name = self.fresh("x");
        let ty = self.packing(ty);
        self.tensors.push(Known { name: name.clone(), ty, shape, cost: 1, is_input: true });
        self.work += scope.points;
        element(&name, index)
    }

    /// A random affine index and the greatest value it takes; the least is at least 0.
    fn index(&mut self, scope: &Scope) -> (E, u32) {
        if scope.vars.is_empty() || self.chance(0.05) {
            let value = self.rng.random_range(0..3);
            return (E::from(value as i32), value);
        }
        let (var, extent) = self.var(scope);
        let reach = extent - 1;
        match self.rng.random_range(0..10) {
            0 => (E::from(2) * var, 2 * reach),
            1 => (E::from(reach as i32) - var, reach),
            2 => {
                let offset = self.rng.random_range(1..3);
                (var + E::from(offset as i32), reach + offset)
            }
            3 | 4 => {
                // The same variable twice is a stride of 2; two are a window.
                let (other, other_extent) = self.var(scope);
                (var + other, reach + other_extent - 1)
            }
            _ => (var, reach),
        }
    }

    /// A random affine index into a dimension that is there.
    fn index_within(&mut self, scope: &Scope, extent: u32) -> E {
        for _ in 0..6 {
            let (index, reach) = self.index(scope);
            if reach < extent {
                let slack = extent - 1 - reach;
                let shift = if slack > 0 && self.chance(0.3) {
                    self.rng.random_range(0..=slack)
                } else {
                    0
                };
                return if shift > 0 { index + E::from(shift as i32) } else { index };
            }
        }
        let fits: Vec<_> = scope.vars.iter().filter(|v| v.1 <= extent).cloned().collect();
        if fits.is_empty() {
            return E::from(self.rng.random_range(0..extent) as i32);
        }
        E::name(&fits[self.rng.random_range(0..fits.len())].0)
    }

    fn var(&mut self, scope: &Scope) -> (E, u32) {
        let (name, extent) = &scope.vars[self.rng.random_range(0..scope.vars.len())];
        (E::name(name), *extent)
    }
}

pub(super) fn element(name: &str, index: Vec<E>) -> E {
    if index.is_empty() {
        return E::name(name);
    }
    element_else(name, index, None)
}

pub(super) fn element_else(name: &str, index: Vec<E>, outside: Option<E>) -> E {
    let index = index.into_iter().map(|e| e.0).collect();
    let outside = outside.map(|e| Box::new(e.0));
    E(Expr::new(ExprKind::Element(ident(name), index, outside), Span::default()))
}
