//! Affine expressions of iteration variables: the only indices a tensor can have.
//!
//! In: constants, variables and their sums. Out: a canonical form (terms sorted, no zero coefficient), so that
//! equal expressions compare and hash equal.

use crate::ir::VarId;
use serde::{Deserialize, Serialize};

/// `constant + sum of coefficient * variable`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Affine {
    constant: i64,
    terms: Vec<(VarId, i64)>,
}

impl Affine {
    /// A constant.
    pub fn constant(value: i64) -> Self {
        Affine { constant: value, terms: Vec::new() }
    }

    /// One variable.
    pub fn var(var: VarId) -> Self {
        Affine { constant: 0, terms: vec![(var, 1)] }
    }

    /// The part without variables.
    pub fn offset(&self) -> i64 {
        self.constant
    }

    /// Variables with their coefficients: sorted by variable, none zero.
    pub fn terms(&self) -> &[(VarId, i64)] {
        &self.terms
    }

    /// The coefficient of a variable, 0 if it does not occur.
    pub fn coefficient(&self, var: VarId) -> i64 {
        self.terms.iter().find(|(v, _)| *v == var).map_or(0, |(_, c)| *c)
    }

    /// The value if no variable occurs.
    pub fn as_constant(&self) -> Option<i64> {
        self.terms.is_empty().then_some(self.constant)
    }

    /// `self + other`; `None` if a number leaves i64.
    pub fn add(&self, other: &Affine) -> Option<Affine> {
        let mut sum =
            Affine { constant: self.constant.checked_add(other.constant)?, ..self.clone() };
        for &(var, coefficient) in &other.terms {
            match sum.terms.binary_search_by_key(&var, |t| t.0) {
                Ok(at) => sum.terms[at].1 = sum.terms[at].1.checked_add(coefficient)?,
                Err(at) => sum.terms.insert(at, (var, coefficient)),
            }
        }
        sum.terms.retain(|t| t.1 != 0);
        Some(sum)
    }

    /// `self * factor`; `None` if a number leaves i64.
    pub fn scale(&self, factor: i64) -> Option<Affine> {
        if factor == 0 {
            return Some(Affine::default());
        }
        let scaled = |&(var, c): &(VarId, i64)| Some((var, c.checked_mul(factor)?));
        Some(Affine {
            constant: self.constant.checked_mul(factor)?,
            terms: self.terms.iter().map(scaled).collect::<Option<_>>()?,
        })
    }

    /// Puts an expression in place of each variable; `None` if a number leaves i64.
    pub fn substitute(&self, value_of: impl Fn(VarId) -> Affine) -> Option<Affine> {
        let start = Affine::constant(self.constant);
        self.terms.iter().try_fold(start, |sum, &(v, c)| sum.add(&value_of(v).scale(c)?))
    }

    /// The least and the greatest value when each variable runs over `0..extent(var)`, extents at least 1;
    /// `None` if a number leaves i64.
    pub fn range(&self, extent: impl Fn(VarId) -> u32) -> Option<(i64, i64)> {
        let start = (self.constant, self.constant);
        self.terms.iter().try_fold(start, |(low, high), &(var, c)| {
            let reach = c.checked_mul(i64::from(extent(var)) - 1)?;
            Some((low.checked_add(reach.min(0))?, high.checked_add(reach.max(0))?))
        })
    }

    /// The value at one point. The caller has proved that it fits.
    pub fn eval(&self, value_of: impl Fn(VarId) -> i64) -> i64 {
        self.terms.iter().fold(self.constant, |sum, &(v, c)| sum + c * value_of(v))
    }
}
