//! The `hdl_gen` attribute: reads `update()` of a leaf and adds `hdl()`, which returns the same behaviour in
//! rust-hdl's AST.
//!
//! In: `fn update(&mut self)` inside `impl Logic for ..`. Out: that function, unchanged, and `fn hdl(&self)`.
//! It takes what rust-hdl's attribute of the same name takes and, beyond that, `let`, if and match as values, any static
//! Rust expression, slices, extension and concatenation. `docs/leaves.md` says what may be written.

mod expression;
mod names;
mod statement;

use proc_macro::TokenStream;
use quote::quote;
use syn::{ItemFn, parse_macro_input};

/// Adds `hdl()` to a leaf's `update()`. See `docs/leaves.md`.
#[proc_macro_attribute]
pub fn hdl_gen(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    let function = parse_macro_input!(item as ItemFn);
    match statement::function_body(&function) {
        Ok(body) => quote! {
            // What clippy would rather see (iterators, guards, `if let`) has no hardware form.
            #[allow(
                unreachable_patterns,
                clippy::collapsible_match,
                clippy::collapsible_if,
                clippy::collapsible_else_if,
                clippy::single_match,
                clippy::needless_range_loop,
                clippy::manual_memcpy
            )]
            #function

            #[allow(unused, clippy::all)]
            fn hdl(&self) -> ast::Verilog {
                #body
            }
        }
        .into(),
        Err(error) => error.to_compile_error().into(),
    }
}
