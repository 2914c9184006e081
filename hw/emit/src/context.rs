//! What the fields of a leaf must know of each other while rust-hdl's kernel updates them one by one: whether this
//! update is at a rising clock edge, and what a test drives onto the inputs.
//!
//! rust-hdl's `Block::update_all` has no argument for either, so both live with the thread.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use crate::word::Word;

thread_local! {
    static EDGE: Cell<bool> = const { Cell::new(false) };
    static STIMULUS: RefCell<HashMap<usize, Word>> = RefCell::new(HashMap::new());
}

/// Says whether the running update is at a rising edge. The clock, the first field of a leaf, calls it.
pub fn set_edge(rising: bool) {
    EDGE.set(rising);
}

/// Whether the running update is at a rising edge.
pub fn at_edge() -> bool {
    EDGE.get()
}

/// Drives an input, by rust-hdl's id of the atom, from the next update on.
pub fn drive(id: usize, value: Word) {
    STIMULUS.with_borrow_mut(|map| map.insert(id, value));
}

/// Takes back everything driven on this thread.
pub fn release() {
    STIMULUS.with_borrow_mut(HashMap::clear);
}

/// What a test drives onto an input.
pub fn stimulus(id: usize) -> Option<Word> {
    STIMULUS.with_borrow(|map| map.get(&id).copied())
}
