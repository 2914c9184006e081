//! Random sums of products of two inputs: matrix products in any transposition, batched, over windows, finished.

use super::expr::{element, element_else};
use super::program::{Generator, Known, packed};
use crate::ast::*;
use crate::build::{E, binder, fold_expr, ident, tensor_type};
use crate::ir::{Storage, Ty};
use rand::Rng;
use rand::seq::SliceRandom;

/// An axis: its variable, extent as written, and value.
#[derive(Clone, Debug)]
struct Axis {
    var: String,
    extent: E,
    value: u32,
}

/// One dimension of a factor: an index, and the greatest value that it takes.
type Position = (E, u32);

impl Axis {
    fn position(&self) -> Position {
        (E::name(&self.var), self.value - 1)
    }

    fn binder(&self) -> Binder {
        binder(&self.var, self.extent.clone())
    }
}

impl Generator {
    /// An output of batches of rows and columns, each element a sum of products of which one factor belongs to the row,
    /// the other to the column.
    pub fn products(&mut self) -> Item {
        let (factors, held) = self.factor_types();
        let mut points = 1;
        let [row, column] = ["i", "j"].map(|prefix| self.axis(prefix, &mut points));
        let fold = self.axis("k", &mut points);
        // A vector has no columns.
        let matrix = self.rng.random_bool(0.95);
        let batch = self.rng.random_bool(0.25).then(|| self.axis("b", &mut points));
        let window = self.rng.random_bool(0.2).then(|| self.axis("w", &mut points));

        let mut left = vec![self.row_position(&row, window.as_ref()), fold.position()];
        let mut right = vec![fold.position()];
        right.extend(window.as_ref().map(Axis::position));
        right.extend(matrix.then(|| column.position()));
        for factor in [&mut left, &mut right] {
            // Batches may share a factor.
            let own = batch.as_ref().filter(|_| self.rng.random_bool(0.7));
            factor.extend(own.map(Axis::position));
            factor.shuffle(&mut self.rng);
        }
        let (mut a, mut b) = (self.read(factors, left), self.read(factors, right));
        if self.rng.random_bool(0.5) {
            (a, b) = (b, a);
        }
        let mut folded = vec![fold.binder()];
        folded.extend(window.as_ref().map(Axis::binder));
        folded.shuffle(&mut self.rng);
        let body = Block::of((a * b).0);
        let head = FoldHead::Sum;
        let sum = fold_expr(FoldExpr { head, dims: folded, condition: None, body });

        let mut axes: Vec<Axis> = batch.into_iter().chain([row]).collect();
        axes.extend(matrix.then_some(column));
        if self.rng.random_bool(0.15) {
            axes.shuffle(&mut self.rng);
        }
        let mut value = self.finished(sum, held);
        if self.rng.random_bool(0.3) {
            value = self.finished(value, held);
        }
        if self.rng.random_bool(0.15) {
            let mut positions: Vec<Position> = axes.iter().map(Axis::position).collect();
            positions.shuffle(&mut self.rng);
            positions.truncate(self.rng.random_range(1..=2));
            value = value + self.read(held.value().into(), positions);
        }
        let shape = axes.iter().map(|axis| axis.extent.clone());
        Item::Output(Definition {
            name: ident(&self.fresh("out")),
            ty: Some(tensor_type(held, shape)),
            dims: Some(axes.iter().map(Axis::binder).collect()),
            body: Block::of(self.fit(value, held).0),
        })
    }

    /// How factors are stored, and how the output.
    fn factor_types(&mut self) -> (Storage, Storage) {
        let value = self.storage();
        let narrow = self.limits.packed_tensors && self.rng.random_bool(0.6);
        let factors = if narrow { packed(value) } else { value.into() };
        (factors, self.packing(value))
    }

    /// An axis that does not make `points` too many; mostly long enough for tiles.
    fn axis(&mut self, prefix: &str, points: &mut u64) -> Axis {
        let (mut extent, mut value) = self.extent();
        if self.rng.random_bool(0.75) {
            value =
                self.rng.random_range(self.limits.max_extent.div_ceil(4)..=self.limits.max_extent);
            extent = E::from(value as i32);
        }
        let most = (self.limits.max_work / *points).max(1);
        if u64::from(value) > most {
            value = most as u32;
            extent = E::from(value as i32);
        }
        *points *= u64::from(value);
        Axis { var: self.fresh(prefix), extent, value }
    }

    /// The row that is read: itself, or one of the window that begins there.
    fn row_position(&mut self, row: &Axis, window: Option<&Axis>) -> Position {
        let Some(window) = window else { return row.position() };
        let stride = self.rng.random_range(1..=2);
        let dilation = self.rng.random_range(1..=2);
        let term = |axis: &Axis, step: u32| match step {
            1 => E::name(&axis.var),
            _ => E::from(step as i32) * E::name(&axis.var),
        };
        let reach = (row.value - 1) * stride + (window.value - 1) * dilation;
        (term(row, stride) + term(window, dilation), reach)
    }

    /// An element of an input that is just large enough: one that is there, or a new one, or a little larger.
    fn read(&mut self, ty: Storage, positions: Vec<Position>) -> E {
        let mut shape: Vec<u32> = positions.iter().map(|(_, reach)| reach + 1).collect();
        let mut index: Vec<E> = positions.into_iter().map(|(index, _)| index).collect();
        if self.limits.padded && self.rng.random_bool(0.3) {
            let at = self.rng.random_range(0..shape.len());
            let before = self.rng.random_range(0..=2);
            index[at] = index[at].clone() - E::from(before);
            shape[at] = shape[at].saturating_sub(self.rng.random_range(0..=3)).max(1);
            let name = self.fresh("x");
            self.tensors.push(Known { name: name.clone(), ty, shape, cost: 1, is_input: true });
            let outside = self.outside(ty);
            return element_else(&name, index, Some(outside));
        }
        let same = |t: &&Known| t.is_input && t.ty == ty && t.shape == shape;
        if let Some(known) = self.tensors.iter().find(same)
            && self.rng.random_bool(0.5)
        {
            return element(&known.name, index);
        }
        if self.rng.random_bool(0.2) {
            let at = self.rng.random_range(0..shape.len());
            shape[at] += self.rng.random_range(1..=3);
        }
        let name = self.fresh("x");
        self.tensors.push(Known { name: name.clone(), ty, shape, cost: 1, is_input: true });
        element(&name, index)
    }

    /// What becomes of the sum before it is stored.
    fn finished(&mut self, sum: E, stored: Storage) -> E {
        let ty = stored.value();
        match self.rng.random_range(0..20) {
            0 => sum * self.constant(ty),
            1 => self.constant(ty) * sum,
            2 => sum * self.arg(ty),
            3 => sum + self.constant(ty),
            4 if ty == Ty::I32 => sum.max(E::from(0)),
            4 => sum.max(E::from(0.0)),
            _ => sum,
        }
    }
}
