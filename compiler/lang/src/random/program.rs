//! Random programs: a few definitions over tensors that are declared as they are needed.

use super::expr::Scope;
use crate::ast::{Block, Definition, Item, Surface};
use crate::build::{E, ident, tensor_type};
use crate::ir::{Span, Storage, Ty};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// How large random programs may become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Dimensions of an output, and of a fold; at least 1.
    pub max_dims: usize,
    /// Extent of a dimension; at least 1.
    pub max_extent: u32,
    /// Operators and folds in the body of one definition, about.
    pub max_ops: usize,
    /// Folds inside one another.
    pub max_fold_depth: usize,
    /// Outputs; at least 1.
    pub max_outputs: usize,
    /// Named intermediate tensors.
    pub max_lets: usize,
    /// Inputs; at least 1.
    pub max_inputs: usize,
    /// Loads that one output evaluates, about.
    pub max_work: u64,
    /// Whether a quarter of the inputs and outputs are bf16 or i8, with sums of their products. Without, programs are
    /// the same as if these types were not there.
    pub packed_tensors: bool,
    /// Whether nine of ten outputs are sums of products of two inputs: matrix products and the like. Their inputs
    /// are not counted.
    pub products: bool,
    /// Whether a third of the elements are read where they need not be inside their tensors. Without, programs are the
    /// same as if there were no such reading.
    pub padded: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            max_dims: 3,
            max_extent: 40,
            max_ops: 10,
            max_fold_depth: 2,
            max_outputs: 2,
            max_lets: 2,
            max_inputs: 4,
            max_work: 50_000,
            packed_tensors: false,
            products: false,
            padded: false,
        }
    }
}

/// A typed random program. It binds with its default parameters, and no others are promised to.
pub fn program(seed: u64, limits: &Limits) -> Surface {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let sizes = sizes(&mut rng, limits.max_extent);
    let mut generator = Generator {
        rng,
        limits: *limits,
        sizes,
        tensors: Vec::new(),
        args: Vec::new(),
        names: 0,
        ops: 0,
        work: 0,
    };
    let mut definitions = Vec::new();
    let lets = generator.rng.random_range(0..=limits.max_lets);
    let outputs = generator.rng.random_range(1..=limits.max_outputs.max(1));
    for at in 0..lets + outputs {
        let output = at >= lets;
        let products = output && limits.products && generator.rng.random_bool(0.9);
        let definition = if products { generator.products() } else { generator.definition(output) };
        definitions.push(definition);
    }
    let mut items = Vec::new();
    for (name, value) in &generator.sizes {
        let default = E::from(*value as i32).0;
        items.push(Item::Param { name: ident(name), default });
    }
    items.extend(generator.inputs());
    items.extend(generator.args.into_iter().map(|(item, _, _)| item));
    items.extend(definitions);
    Surface { name: format!("random_{seed}"), items, ..Surface::default() }
}

/// A few extents as parameters, so that dimensions often agree: small, odd, and around powers of two.
fn sizes(rng: &mut ChaCha8Rng, max: u32) -> Vec<(String, u32)> {
    const LIKELY: [u32; 20] =
        [1, 1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 15, 16, 17, 19, 31, 32, 33, 64, 65];
    let likely: Vec<u32> = LIKELY.into_iter().filter(|&n| n <= max).collect();
    let mut size = |_| {
        let any = rng.random_range(1..=max.max(1));
        let likely = *likely.choose(rng).unwrap_or(&1);
        if rng.random_bool(0.2) { any } else { likely }
    };
    let values: Vec<u32> = (0..3).map(&mut size).collect();
    values.into_iter().enumerate().map(|(i, n)| (format!("N{i}"), n)).collect()
}

/// The packed type whose values are of a type.
pub(super) fn packed(ty: Ty) -> Storage {
    match ty {
        Ty::I32 => Storage::I8,
        Ty::F32 => Storage::Bf16,
    }
}

/// A tensor that expressions may read.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub name: String,
    pub ty: Storage,
    pub shape: Vec<u32>,
    /// Loads of inputs that one element costs.
    pub cost: u64,
    pub is_input: bool,
}

pub(super) struct Generator {
    pub rng: ChaCha8Rng,
    pub limits: Limits,
    /// Parameters and their values.
    pub sizes: Vec<(String, u32)>,
    pub tensors: Vec<Known>,
    /// Declarations, names and types.
    pub args: Vec<(Item, String, Ty)>,
    names: u32,
    /// Operators left for the current definition.
    pub ops: usize,
    /// Loads so far in the current definition.
    pub work: u64,
}

impl Generator {
    /// A name that is used nowhere else; the underscore keeps `i32` from being one.
    pub fn fresh(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}_{}", self.names)
    }

    /// One of the parameters, or a small number.
    pub fn extent(&mut self) -> (E, u32) {
        if self.rng.random_bool(0.15) {
            let value = self.rng.random_range(1..=self.limits.max_extent.clamp(1, 4));
            return (E::from(value as i32), value);
        }
        let (name, value) = self.sizes[self.rng.random_range(0..self.sizes.len())].clone();
        (E::name(&name), value)
    }

    pub fn storage(&mut self) -> Ty {
        if self.rng.random_bool(0.6) { Ty::F32 } else { Ty::I32 }
    }

    /// How a tensor with values of a type is stored.
    pub fn packing(&mut self, ty: Ty) -> Storage {
        if !self.limits.packed_tensors || !self.rng.random_bool(0.25) {
            return ty.into();
        }
        packed(ty)
    }

    /// Makes a value that a tensor can hold.
    pub fn fit(&mut self, value: E, stored: Storage) -> E {
        match stored {
            Storage::I32 | Storage::F32 => value,
            Storage::Bf16 => value.to_bf16(),
            Storage::I8 if self.rng.random_bool(0.3) => value.to_i8(),
            Storage::I8 => {
                let multiplier = self.rng.random_range(0..=0xffff);
                let shift = self.rng.random_range(0..=31);
                value.quantize(multiplier, shift)
            }
        }
    }

    fn definition(&mut self, output: bool) -> Item {
        let ty = self.storage();
        let stored = if output { self.packing(ty) } else { ty.into() };
        let name = self.fresh(if output { "out" } else { "t" });
        let mut scope = Scope::default();
        let mut binders = Vec::new();
        let mut shape = Vec::new();
        let dims = self.rng.random_range(0..=self.limits.max_dims.max(1));
        for _ in 0..dims {
            let (extent, value) = self.extent();
            if scope.points * u64::from(value) > self.limits.max_work / 4 {
                break;
            }
            let var = self.fresh("i");
            binders.push(crate::build::binder(&var, extent.clone()));
            shape.push((extent, value));
            scope.bind(var, value);
        }
        self.ops = self.rng.random_range(1..=self.limits.max_ops.max(1));
        self.work = 0;
        let points = scope.points;
        let Block { lets, value } = self.body(&mut scope, ty.into());
        let body = Block { lets, value: Box::new(self.fit(E(*value), stored).0) };
        let cost = (self.work / points).max(1);
        let extents = shape.iter().map(|s| s.1).collect();
        let known = Known { name: name.clone(), ty: stored, shape: extents, cost, is_input: false };
        self.tensors.push(known);
        let definition = Definition {
            name: ident(&name),
            ty: Some(tensor_type(stored, shape.into_iter().map(|s| s.0))),
            dims: (!binders.is_empty()).then_some(binders),
            body,
        };
        if output { Item::Output(definition) } else { Item::Let(definition) }
    }

    fn inputs(&self) -> Vec<Item> {
        let number = |&n: &u32| E::from(n as i32);
        let input = |t: &Known| Item::Input {
            name: ident(&t.name),
            ty: tensor_type(t.ty, t.shape.iter().map(number)),
        };
        self.tensors.iter().filter(|t| t.is_input).map(input).collect()
    }

    /// An argument of a type: one that is there, or a new one.
    pub fn arg(&mut self, ty: Ty) -> E {
        let known: Vec<&String> = self.args.iter().filter(|a| a.2 == ty).map(|a| &a.1).collect();
        if let Some(name) = known.choose(&mut self.rng) {
            return E::name(name);
        }
        let name = self.fresh("p");
        let default = match ty {
            Ty::I32 => E::from(self.rng.random_range(-9..=9)).0,
            Ty::F32 => E::from(self.rng.random_range(-8..=8) as f32 * 0.375).0,
        };
        debug_assert_eq!(default.span, Span::default());
        self.args.push((Item::Arg { name: ident(&name), ty, default }, name.clone(), ty));
        E::name(&name)
    }
}
