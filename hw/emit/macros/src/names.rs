//! Which names of `update()` stand for hardware, and which expressions are static.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

/// The names in scope that were bound by a `let` of a hardware value.
#[derive(Clone, Default)]
pub struct Names {
    hardware: Vec<String>,
}

impl Names {
    /// Binds a name to a hardware value.
    pub fn bind_hardware(&mut self, name: String) {
        if !self.is_hardware(&name) {
            self.hardware.push(name);
        }
    }

    /// Binds a name to an ordinary Rust value.
    pub fn bind_static(&mut self, name: &str) {
        self.hardware.retain(|known| known != name);
    }

    /// Whether a name stands for a hardware value.
    pub fn is_hardware(&self, name: &str) -> bool {
        self.hardware.iter().any(|known| known == name)
    }

    /// Whether an expression reads no signal, so that it can be evaluated when the leaf is printed.
    pub fn is_static(&self, expression: &impl ToTokens) -> bool {
        self.tokens_are_static(expression.to_token_stream())
    }

    fn tokens_are_static(&self, tokens: TokenStream) -> bool {
        let mut after_dot = false;
        for token in tokens {
            match &token {
                TokenTree::Group(group) if !self.tokens_are_static(group.stream()) => return false,
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    let reads = after_dot && matches!(name.as_str(), "val" | "read");
                    if reads || (!after_dot && self.is_hardware(&name)) {
                        return false;
                    }
                }
                _ => {}
            }
            after_dot = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '.');
        }
        true
    }
}
