//! Where each wire of a leaf is computed.
//!
//! A wire that only clocked statements read needs no net: it is a variable of the clocked block, computed in the
//! innermost branch that holds all that read it. So a simulator spends nothing on branches that it does not take.

use std::collections::HashMap;

use crate::ir::{Behaviour, Id, Kind, Stmt};

/// The way to a block among the clocked statements: at each level the position of a statement, and of a block in it.
pub type Path = Vec<(usize, usize)>;

/// A wire, output or `let`, and all that assigns it.
pub struct Definition {
    pub id: Id,
    pub body: Vec<Stmt>,
}

/// A leaf in the order and the places in which it is printed.
pub struct Places {
    /// Each after those that it reads.
    pub definitions: Vec<Definition>,
    /// What happens at the clock edge.
    pub clocked: Vec<Stmt>,
    /// The blocks in which variables are computed.
    homes: HashMap<Id, Path>,
}

impl Places {
    pub fn of(behaviour: &Behaviour) -> Self {
        let definitions = definitions(behaviour);
        let clocked = project(&behaviour.statements, &|statement| match statement {
            Stmt::Assign(id, _) => behaviour.declarations[*id].kind == Kind::Register,
            _ => true,
        });
        let homes = homes(behaviour, &definitions, &clocked);
        Self { definitions, clocked, homes }
    }

    /// Whether this is a variable of the clocked block, and not a net.
    pub fn is_variable(&self, id: Id) -> bool {
        self.homes.contains_key(&id)
    }

    /// The variables that are computed at the start of a block.
    pub fn variables_at<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = &'a Definition> {
        self.definitions.iter().filter(move |it| self.homes.get(&it.id) == Some(path))
    }
}

/// What a leaf defines by itself, each in the order of its last assignment.
fn definitions(behaviour: &Behaviour) -> Vec<Definition> {
    let mut last_write: HashMap<Id, usize> = HashMap::new();
    for (position, statement) in behaviour.statements.iter().enumerate() {
        targets(statement, &mut |id| {
            if behaviour.declarations[id].kind.is_combinational() {
                last_write.insert(id, position);
            }
        });
    }
    let mut found = Vec::new();
    for (position, statement) in behaviour.statements.iter().enumerate() {
        lets(statement, &mut found);
        let mut ready: Vec<Id> =
            last_write.iter().filter(|(_, at)| **at == position).map(|(id, _)| *id).collect();
        ready.sort_unstable();
        found.extend(ready.into_iter().map(|id| definition(id, &behaviour.statements)));
    }
    found
}

fn definition(id: Id, statements: &[Stmt]) -> Definition {
    let body = project(statements, &|s| matches!(s, Stmt::Assign(target, _) if *target == id));
    Definition { id, body }
}

/// The definitions of every `let` in a statement.
fn lets(statement: &Stmt, found: &mut Vec<Definition>) {
    for inner in statement.blocks().into_iter().flatten() {
        lets(inner, found);
    }
    if let Stmt::Let(id, block) = statement {
        found.push(definition(*id, block));
    }
}

fn homes(behaviour: &Behaviour, definitions: &[Definition], clocked: &[Stmt]) -> HashMap<Id, Path> {
    let mut homes: HashMap<Id, Path> = HashMap::new();
    readers(clocked, &mut Path::new(), &mut |id, path| meet(&mut homes, id, path));
    let mut nets: Vec<bool> =
        behaviour.declarations.iter().map(|d| !matches!(d.kind, Kind::Wire | Kind::Let)).collect();
    // From the last to the first, so that all readers of a wire are placed before it.
    for definition in definitions.iter().rev() {
        let home = match homes.get(&definition.id) {
            Some(path) if !nets[definition.id] => Some(path.clone()),
            _ => None,
        };
        nets[definition.id] = home.is_none();
        readers(&definition.body, &mut Path::new(), &mut |id, _| match &home {
            Some(home) => meet(&mut homes, id, home),
            None => nets[id] = true,
        });
    }
    homes.retain(|id, _| !nets[*id]);
    homes
}

/// Widens the home of a wire, if it has one, to a block that also holds `path`.
fn meet(homes: &mut HashMap<Id, Path>, id: Id, path: &Path) {
    let home = homes.entry(id).or_insert_with(|| path.clone());
    let common = home.iter().zip(path).take_while(|(a, b)| a == b).count();
    home.truncate(common);
}

/// Calls `visit` with every name that is read, and the block in which it is.
fn readers(statements: &[Stmt], path: &mut Path, visit: &mut impl FnMut(Id, &Path)) {
    for (position, statement) in statements.iter().enumerate() {
        for value in statement.values() {
            value.for_each_name(&mut |id| visit(id, path));
        }
        for (number, block) in statement.blocks().into_iter().enumerate() {
            path.push((position, number));
            readers(block, path, visit);
            path.pop();
        }
    }
}

/// What a statement assigns, without the targets of `let`.
fn targets(statement: &Stmt, visit: &mut impl FnMut(Id)) {
    match statement {
        Stmt::Let(..) => {}
        Stmt::Assign(id, _) => visit(*id),
        other => other.blocks().into_iter().flatten().for_each(|inner| targets(inner, visit)),
    }
}

/// The statements that `keep` wants, in the control flow around them.
fn project(statements: &[Stmt], keep: &dyn Fn(&Stmt) -> bool) -> Vec<Stmt> {
    let mut kept = Vec::new();
    for statement in statements {
        match statement {
            Stmt::Let(..) => {}
            Stmt::If { test, then, otherwise } => {
                let (then, otherwise) = (project(then, keep), project(otherwise, keep));
                if !then.is_empty() || !otherwise.is_empty() {
                    kept.push(Stmt::If { test: test.clone(), then, otherwise });
                }
            }
            Stmt::Match { subject, cases, default } => {
                let cases: Vec<_> = cases
                    .iter()
                    .map(|(values, block)| (values.clone(), project(block, keep)))
                    .collect();
                let default = default.as_ref().map(|block| project(block, keep));
                let some = cases.iter().any(|(_, block)| !block.is_empty());
                if some || default.as_ref().is_some_and(|block| !block.is_empty()) {
                    kept.push(Stmt::Match { subject: subject.clone(), cases, default });
                }
            }
            leaf if keep(leaf) => kept.push(leaf.clone()),
            _ => {}
        }
    }
    kept
}
