//! Checks that the statements of a leaf have one meaning as hardware: every wire and output has a value on every path,
//! nothing is read before it has one, and nothing is written after it was read.
//!
//! The last rule lets each signal be printed as an assignment of its own: what `update()` read is what it ends with.

use std::collections::HashSet;

use crate::error::LeafProblem;
use crate::ir::{Behaviour, Expr, Id, Kind, Stmt};

type Result = std::result::Result<(), LeafProblem>;

/// Checks the whole leaf.
pub fn check(behaviour: &Behaviour) -> Result {
    let mut walk = Walk { behaviour, read: HashSet::new() };
    let mut written = HashSet::new();
    walk.block(&behaviour.statements, &mut written)?;
    let mentioned = behaviour.mentioned();
    for (id, declaration) in behaviour.declarations.iter().enumerate() {
        let must = declaration.kind == Kind::Output
            || declaration.kind == Kind::Wire && mentioned.contains(&id);
        if must && !written.contains(&id) {
            return Err(LeafProblem::Latch(declaration.verilog.clone()));
        }
    }
    Ok(())
}

struct Walk<'a> {
    behaviour: &'a Behaviour,
    read: HashSet<Id>,
}

impl Walk<'_> {
    fn block(&mut self, statements: &[Stmt], written: &mut HashSet<Id>) -> Result {
        statements.iter().try_for_each(|statement| self.statement(statement, written))
    }

    fn statement(&mut self, statement: &Stmt, written: &mut HashSet<Id>) -> Result {
        match statement {
            Stmt::Assign(target, value) => {
                self.value(value, written)?;
                if self.read.contains(target) {
                    return Err(LeafProblem::WriteAfterRead(self.name(*target)));
                }
                written.insert(*target);
                Ok(())
            }
            Stmt::Write { address, data, .. } => {
                self.value(address, written)?;
                self.value(data, written)
            }
            Stmt::Fetch { address, .. } => self.value(address, written),
            Stmt::Let(_, block) => self.block(block, written),
            Stmt::If { test, .. } => {
                self.value(test, written)?;
                self.branches(&statement.blocks(), true, written)
            }
            Stmt::Match { subject, cases, default } => {
                self.value(subject, written)?;
                let count: usize = cases.iter().map(|(values, _)| values.len()).sum();
                let all = default.is_some() || (subject.width < 16 && count == 1 << subject.width);
                self.branches(&statement.blocks(), all, written)
            }
        }
    }

    /// What every branch writes is written after them, if they cover all cases.
    fn branches(&mut self, blocks: &[&[Stmt]], all: bool, written: &mut HashSet<Id>) -> Result {
        let mut common: Option<HashSet<Id>> = None;
        for block in blocks {
            let mut inside = written.clone();
            self.block(block, &mut inside)?;
            common = Some(match common {
                Some(before) => before.intersection(&inside).copied().collect(),
                None => inside,
            });
        }
        if let (true, Some(common)) = (all, common) {
            *written = common;
        }
        Ok(())
    }

    fn value(&mut self, value: &Expr, written: &HashSet<Id>) -> Result {
        let mut early = None;
        value.for_each_name(&mut |id| {
            if self.behaviour.declarations[id].kind.is_combinational() {
                self.read.insert(id);
                if !written.contains(&id) {
                    early = Some(id);
                }
            }
        });
        early.map_or(Ok(()), |id| Err(LeafProblem::ReadBeforeWrite(self.name(id))))
    }

    fn name(&self, id: Id) -> String {
        self.behaviour.declarations[id].verilog.clone()
    }
}
