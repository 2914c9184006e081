//! What a leaf says of itself to the printer: its name, what it does, its parameters and interfaces.

use rust_hdl_core::block::Block;

/// A rust-hdl block that can be printed as a module of its own.
pub trait Leaf: Block {
    /// Name, description, parameters and interfaces.
    fn info(&self) -> LeafInfo;
}

/// Name, description, parameters and interfaces of a leaf.
#[derive(Clone, Debug)]
pub struct LeafInfo {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) interfaces: Vec<(String, String)>,
}

impl LeafInfo {
    /// A leaf of the given kind; `doc` becomes the comment at the head of the module.
    pub fn new(name: impl Into<String>, doc: impl Into<String>) -> Self {
        Self { name: name.into(), doc: doc.into(), params: Vec::new(), interfaces: Vec::new() }
    }

    /// A parameter that changes the module; it becomes part of its name (`_w163`).
    pub fn param(mut self, key: impl Into<String>, value: impl ToString) -> Self {
        self.params.push((key.into(), value.to_string()));
        self
    }

    /// A comment over the ports that are called `prefix` or start with `prefix_`.
    pub fn interface(mut self, prefix: impl Into<String>, doc: impl Into<String>) -> Self {
        self.interfaces.push((prefix.into(), doc.into()));
        self
    }

    /// The name of the module: the kind and the parameters.
    pub fn module_name(&self) -> String {
        self.params
            .iter()
            .fold(self.name.clone(), |name, (key, value)| format!("{name}_{key}{value}"))
    }

    pub(crate) fn interface_of(&self, port: &str) -> Option<&str> {
        let owns = |prefix: &str| {
            port.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        };
        let best =
            self.interfaces.iter().filter(|(prefix, _)| owns(prefix)).max_by_key(|(p, _)| p.len());
        best.map(|(_, doc)| doc.as_str())
    }
}
