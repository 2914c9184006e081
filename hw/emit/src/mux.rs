//! Ifs that assign one signal, as a choice between values.

use crate::ir::{Expr, Stmt};

/// More values than this read better as a procedural block.
const MOST_VALUES: usize = 4;

/// A value, or a choice between two.
#[derive(Clone)]
pub enum Mux {
    Value(Expr),
    Choice(Expr, Box<Mux>, Box<Mux>),
}

impl Mux {
    /// The choice that some assignments and ifs make for one target; none where there is a match or too many values.
    pub fn of(statements: &[Stmt]) -> Option<Self> {
        Self::after(None, statements).filter(|mux| mux.count() <= MOST_VALUES)
    }

    fn after(before: Option<Self>, statements: &[Stmt]) -> Option<Self> {
        let mut now = before;
        for statement in statements {
            now = match statement {
                Stmt::Assign(_, value) => Some(Self::Value(value.clone())),
                Stmt::If { test, then, otherwise } => {
                    let then = Self::after(now.clone(), then)?;
                    let otherwise = Self::after(now, otherwise)?;
                    let choice = Self::Choice(test.clone(), Box::new(then), Box::new(otherwise));
                    Some(choice).filter(|mux| mux.count() <= MOST_VALUES)
                }
                _ => return None,
            };
            now.as_ref()?;
        }
        now
    }

    fn count(&self) -> usize {
        match self {
            Self::Value(_) => 1,
            Self::Choice(_, then, otherwise) => then.count() + otherwise.count(),
        }
    }
}
