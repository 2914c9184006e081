//! f64 evaluation with a running bound on the error of f32.
//!
//! In: the same plan as for words. Out: for each element the f64 result and a bound on how far an f32 evaluation in
//! any order may be from it. Each f32 operation adds u |result| (u = 2^-24) and what its operands' errors become; a sum
//! of n terms adds n u sum |terms| (Higham, Accuracy and Stability of Numerical Algorithms, 3.1 and 4.2); below the
//! normal range each result may lose the smallest normal, or half the smallest subnormal if subnormals are kept.
//!
//! Where an f32 evaluation may jump (a comparison of numbers closer than their bounds, a conversion near an integer, an
//! overflow) no bound can be given: what depends on it is exempt.

use super::Domain;
use crate::ir::{FoldOp, Ty};
use kiln_arch::num::{Op, Subnormals, eval};

/// Half a unit in the last place of 1.
const UNIT: f64 = 1.0 / (1 << 24) as f64;

/// Half a unit in the last place of 1 in bf16.
const BF16_UNIT: f64 = 1.0 / (1 << 8) as f64;

/// The smallest normal f32.
const MIN_NORMAL: f64 = f32::MIN_POSITIVE as f64;

/// Bounds are raised by this much for what f64 itself rounds.
const SLACK: f64 = 1.0 + 1.0 / (1 << 20) as f64;

/// The f64 results of one output.
#[derive(Clone, Debug)]
pub struct Estimate {
    ty: Ty,
    elements: Vec<Real>,
}

/// How a list of words compares with an estimate.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Agreement {
    /// The greatest |word - estimate| of all elements that have a bound.
    pub max_abs_error: f64,
    /// The greatest error as a share of its bound; up to 1 is right. Infinite if an element that must be exact is not.
    pub max_share_of_bound: f64,
    /// The element with that share.
    pub worst: Option<usize>,
    /// Elements without a bound, which were not compared.
    pub exempt: usize,
}

impl Agreement {
    /// Whether every element is within its bound.
    pub fn holds(&self) -> bool {
        self.max_share_of_bound <= 1.0
    }
}

impl Estimate {
    pub(super) fn new(ty: Ty, elements: Vec<Real>) -> Self {
        Estimate { ty, elements }
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// The value of an element; integers exactly.
    pub fn value(&self, element: usize) -> f64 {
        self.elements[element].value(self.ty)
    }

    /// How far an f32 evaluation may be from it; `None` if that cannot be said.
    pub fn bound(&self, element: usize) -> Option<f64> {
        let Real { error, jumps, .. } = self.elements[element];
        (!jumps).then_some(if self.ty == Ty::F32 { error * SLACK } else { 0.0 })
    }

    /// Compares words (row-major, as many as there are elements) with the estimate.
    pub fn compare(&self, words: &[u32]) -> Agreement {
        let mut agreement = Agreement::default();
        for (at, &word) in words.iter().enumerate().take(self.len()) {
            let Some(bound) = self.bound(at) else {
                agreement.exempt += 1;
                continue;
            };
            let have = match self.ty {
                Ty::I32 => f64::from(word as i32),
                Ty::F32 => f64::from(f32::from_bits(word)),
            };
            let error = distance(have, self.value(at));
            let share = if error == 0.0 { 0.0 } else { error / bound };
            agreement.max_abs_error = agreement.max_abs_error.max(error);
            if agreement.worst.is_none() || share > agreement.max_share_of_bound {
                agreement.max_share_of_bound = share;
                agreement.worst = Some(at);
            }
        }
        agreement
    }
}

/// |a - b|, where NaN is at no distance from NaN nor an infinity from itself.
fn distance(a: f64, b: f64) -> f64 {
    if a == b || (a.is_nan() && b.is_nan()) {
        return 0.0;
    }
    let distance = (a - b).abs();
    if distance.is_nan() { f64::INFINITY } else { distance }
}

/// A scalar: i32 as its word, f32 as a real number and a bound on the error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Real {
    word: u32,
    real: f64,
    error: f64,
    /// An f32 evaluation may be anywhere.
    jumps: bool,
}

impl Real {
    fn value(&self, ty: Ty) -> f64 {
        match ty {
            Ty::I32 => f64::from(self.word as i32),
            Ty::F32 => self.real,
        }
    }

    fn int(word: u32, jumps: bool) -> Real {
        Real { word, real: 0.0, error: 0.0, jumps }
    }

    /// A float; notes if an f32 evaluation may overflow.
    fn float(real: f64, error: f64, jumps: bool) -> Real {
        if !real.is_finite() {
            return Real { word: 0, real, error: 0.0, jumps };
        }
        let overflows = real.abs() + error > f64::from(f32::MAX);
        Real { word: 0, real, error, jumps: jumps || overflows || error.is_nan() }
    }
}

/// A fold under way.
#[derive(Clone, Copy)]
pub(super) struct Sum {
    all: Real,
    count: f64,
    /// Sum of the terms' magnitudes; of a product, the product of those above 1.
    magnitude: f64,
}

pub(super) struct Reals {
    pub subnormals: Subnormals,
}

impl Domain for Reals {
    type Value = Real;
    type Partial = Sum;

    fn word(&self, word: u32, ty: Ty) -> Real {
        match ty {
            Ty::I32 => Real::int(word, false),
            Ty::F32 => Real::float(f64::from(f32::from_bits(word)), 0.0, false),
        }
    }

    fn op(&self, op: Op, [a, b, c]: [Real; 3]) -> Real {
        match op {
            Op::Select => {
                let chosen = if c.word != 0 { a } else { b };
                Real { jumps: chosen.jumps || c.jumps, ..chosen }
            }
            Op::Mov => a,
            Op::AddF | Op::SubF | Op::MulF | Op::MinF | Op::MaxF => {
                self.float_pair(op, self.read(a), self.read(b))
            }
            Op::EqF | Op::NeF | Op::LtF | Op::LeF => compare(op, self.read(a), self.read(b)),
            Op::AbsF => {
                let a = self.read(a);
                Real { real: a.real.abs(), ..a }
            }
            Op::NegF => {
                let a = self.read(a);
                Real { real: -a.real, ..a }
            }
            Op::RoundBf => {
                let Real { real, error, jumps, .. } = self.read(a);
                let tiny = match self.subnormals {
                    Subnormals::Flush => MIN_NORMAL,
                    Subnormals::Keep => MIN_NORMAL * BF16_UNIT,
                };
                let rounded = BF16_UNIT * (real.abs() + error) + tiny;
                Real::float(real, error + rounded, jumps)
            }
            Op::I2F => {
                let real = f64::from(a.word as i32);
                let exact = real.abs() <= f64::from(1 << 24);
                Real::float(real, if exact { 0.0 } else { UNIT * real.abs() }, a.jumps)
            }
            Op::F2I => {
                let Real { real, error, jumps, .. } = self.read(a);
                let near = (real - error) as i32 != (real + error) as i32;
                Real::int(real as i32 as u32, jumps || near)
            }
            _ => {
                let jumps = [a, b, c][..op.arity()].iter().any(|x| x.jumps);
                Real::int(eval(op, self.subnormals, a.word, b.word, c.word), jumps)
            }
        }
    }

    fn dot(&self, a: [Real; 2], b: [Real; 2]) -> Real {
        // What one rounding gives is within the bound of three.
        let product = |at: usize| self.op(Op::MulF, [a[at], b[at], a[at]]);
        self.op(Op::AddF, [product(0), product(1), product(0)])
    }

    fn seed(&self, op: FoldOp, first: Real) -> Sum {
        // A fold starts from its neutral word, joined to which a subnormal may be flushed.
        let all = if op.ty() == Ty::F32 { self.read(first) } else { first };
        let magnitude = match op {
            FoldOp::MulF => (all.real.abs() + all.error).max(1.0),
            _ => first.real.abs(),
        };
        Sum { all, count: 1.0, magnitude }
    }

    fn join(&self, op: FoldOp, a: Sum, b: Sum) -> Sum {
        let all = match op {
            // What the additions themselves lose is added at the end.
            FoldOp::AddF => {
                let (a, b) = (self.read(a.all), self.read(b.all));
                let jumps = a.jumps || b.jumps;
                Real { word: 0, real: a.real + b.real, error: a.error + b.error, jumps }
            }
            _ => self.op(op.op(), [a.all, b.all, a.all]),
        };
        let magnitude = match op {
            FoldOp::MulF => a.magnitude * b.magnitude,
            _ => a.magnitude + b.magnitude,
        };
        Sum { all, count: a.count + b.count, magnitude }
    }

    fn finish(&self, op: FoldOp, sum: Sum) -> Real {
        if sum.count == 1.0 {
            return sum.all;
        }
        let Real { real, error, jumps, .. } = sum.all;
        if op == FoldOp::MulF {
            // In another order a partial product could overflow, or lose its last bits before it grows again.
            let overflows = real.is_finite() && sum.magnitude > f64::from(f32::MAX);
            let error = error + sum.count * self.tiny() * sum.magnitude;
            return Real::float(real, error, jumps || overflows);
        }
        if op != FoldOp::AddF {
            return sum.all;
        }
        let magnitude = sum.magnitude + error;
        // In another order a partial sum could overflow.
        let overflows = real.is_finite() && magnitude > f64::from(f32::MAX);
        let error = error + sum.count * (UNIT * magnitude + self.tiny());
        Real::float(real, error, jumps || overflows)
    }
}

impl Reals {
    /// What a result may lose below the normal range.
    fn tiny(&self) -> f64 {
        match self.subnormals {
            Subnormals::Flush => MIN_NORMAL,
            Subnormals::Keep => MIN_NORMAL * UNIT,
        }
    }

    /// An operand as f32 operators see it: it may be flushed.
    fn read(&self, a: Real) -> Real {
        let flushed = self.subnormals == Subnormals::Flush
            && (a.real != 0.0 || a.error > 0.0)
            && a.real.abs() - a.error < MIN_NORMAL;
        if flushed { Real { error: a.error + MIN_NORMAL, ..a } } else { a }
    }

    fn float_pair(&self, op: Op, a: Real, b: Real) -> Real {
        let jumps = a.jumps || b.jumps;
        let (real, carried) = match op {
            Op::AddF => (a.real + b.real, a.error + b.error),
            Op::SubF => (a.real - b.real, a.error + b.error),
            Op::MulF => {
                let cross = a.real.abs() * b.error + b.real.abs() * a.error;
                (a.real * b.real, cross + a.error * b.error)
            }
            // f64's min and max also take the other operand if one is NaN.
            Op::MinF => return Real::float(a.real.min(b.real), a.error.max(b.error), jumps),
            _ => return Real::float(a.real.max(b.real), a.error.max(b.error), jumps),
        };
        if !real.is_finite() {
            // With errors around, it may be another infinity or none.
            let jumps = jumps || a.error > 0.0 || b.error > 0.0;
            return Real { word: 0, real, error: 0.0, jumps };
        }
        let rounded = UNIT * (real.abs() + carried) + self.tiny();
        let exact = a.error == 0.0 && b.error == 0.0 && is_f32(real) && op != Op::MulF;
        Real::float(real, if exact { 0.0 } else { carried + rounded }, jumps)
    }
}

/// Whether a sum of two f32 is one itself, so that nothing is rounded.
fn is_f32(real: f64) -> bool {
    f64::from(real as f32) == real && (real == 0.0 || real.abs() >= MIN_NORMAL)
}

fn compare(op: Op, a: Real, b: Real) -> Real {
    let truth = match op {
        Op::EqF => a.real == b.real,
        Op::NeF => a.real != b.real,
        Op::LtF => a.real < b.real,
        _ => a.real <= b.real,
    };
    let error = a.error + b.error;
    let close = error > 0.0 && (a.real - b.real).abs() <= error * SLACK;
    Real::int(u32::from(truth), a.jumps || b.jumps || close)
}
