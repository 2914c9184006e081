//! The signals of a leaf: clock, inputs, outputs, wires and registers, with widths chosen at run time.
//!
//! Each is a rust-hdl `Block` and `Atom`, so `#[derive(LogicBlock)]`, rust-hdl's probes and its simulation kernel work
//! with them as with rust-hdl's own signals.

use std::marker::PhantomData;

use rust_hdl_core::ast::VerilogLiteral;
use rust_hdl_core::atom::{Atom, AtomKind};
use rust_hdl_core::block::Block;
use rust_hdl_core::constraint::PinConstraint;
use rust_hdl_core::logic::Logic;
use rust_hdl_core::probe::Probe;
use rust_hdl_core::signal::get_signal_id;
use rust_hdl_core::synth::VCDValue;
use rust_hdl_core::type_descriptor::{TypeDescriptor, TypeKind};

use crate::context;
use crate::word::Word;

/// One bit.
pub type Bit = bool;

/// A port that the parent drives.
pub type In<T> = Signal<T, kind::Input>;
/// A port that the leaf drives.
pub type Out<T> = Signal<T, kind::Output>;
/// A value inside the leaf, with no memory.
pub type Wire<T> = Signal<T, kind::Local>;
/// A register: takes `next` at the rising edge of the leaf's clock and holds when `next` is not written.
pub type Reg<T> = Signal<T, kind::Register>;

/// What a signal can carry: a bit or a word.
pub trait Value: Copy + PartialEq {
    /// The value at a signal's width.
    fn fit(self, width: usize) -> Self;
    /// The value as a word.
    fn word(self) -> Word;
    /// The value of a word.
    fn of(word: Word) -> Self;
}

impl Value for Bit {
    fn fit(self, _width: usize) -> Self {
        self
    }
    fn word(self) -> Word {
        self.into()
    }
    fn of(word: Word) -> Self {
        word.any()
    }
}

impl Value for Word {
    fn fit(self, width: usize) -> Self {
        Word::fit(self, width)
    }
    fn word(self) -> Word {
        self
    }
    fn of(word: Word) -> Self {
        word
    }
}

/// The kinds of signal. Each says how it prints, what reading it gives, and what an update of the block does to it.
pub mod kind {
    use super::{AtomKind, Value, context};

    /// A kind of signal.
    pub trait Kind {
        /// The kind for rust-hdl.
        const ATOM: AtomKind;
        /// The kind for the printer.
        const NAME: &'static str;
        /// What `.val()` gives.
        fn read<T: Value>(next: T, now: T) -> T;
        /// The values of `(next, now)` after an update of the block.
        fn update<T: Value>(id: usize, next: T, now: T) -> (T, T);
    }

    /// Driven by the parent.
    #[derive(Clone, Debug)]
    pub struct Input;
    /// Driven by the leaf.
    #[derive(Clone, Debug)]
    pub struct Output;
    /// Inside the leaf.
    #[derive(Clone, Debug)]
    pub struct Local;
    /// Clocked.
    #[derive(Clone, Debug)]
    pub struct Register;

    impl Kind for Input {
        const ATOM: AtomKind = AtomKind::InputParameter;
        const NAME: &'static str = "in";
        fn read<T: Value>(_next: T, now: T) -> T {
            now
        }
        fn update<T: Value>(id: usize, next: T, _now: T) -> (T, T) {
            let driven = context::stimulus(id).map_or(next, T::of);
            (driven, driven)
        }
    }

    impl Kind for Output {
        const ATOM: AtomKind = AtomKind::OutputParameter;
        const NAME: &'static str = "out";
        fn read<T: Value>(next: T, _now: T) -> T {
            next
        }
        fn update<T: Value>(_id: usize, next: T, _now: T) -> (T, T) {
            (next, next)
        }
    }

    impl Kind for Local {
        const ATOM: AtomKind = AtomKind::LocalSignal;
        const NAME: &'static str = "wire";
        fn read<T: Value>(next: T, _now: T) -> T {
            next
        }
        fn update<T: Value>(_id: usize, next: T, _now: T) -> (T, T) {
            (next, next)
        }
    }

    impl Kind for Register {
        /// For rust-hdl a flip-flop is a block inside, and this its output: reading it before writing is no loop.
        const ATOM: AtomKind = AtomKind::StubOutputSignal;
        const NAME: &'static str = "reg";
        fn read<T: Value>(_next: T, now: T) -> T {
            now
        }
        fn update<T: Value>(_id: usize, next: T, now: T) -> (T, T) {
            let held = if context::at_edge() { next } else { now };
            (held, held)
        }
    }
}

/// A signal of a leaf; see the aliases [`In`], [`Out`], [`Wire`] and [`Reg`].
#[derive(Clone, Debug)]
pub struct Signal<T, K> {
    /// The value it takes.
    pub next: T,
    now: T,
    changed: bool,
    width: usize,
    id: usize,
    kind: PhantomData<K>,
}

impl<K: kind::Kind> Signal<Bit, K> {
    /// A signal of one bit.
    pub fn bit() -> Self {
        Self::make(1, false)
    }
}

impl<K: kind::Kind> Signal<Word, K> {
    /// A signal of `width` bits (1 to 1024).
    pub fn word(width: usize) -> Self {
        Self::make(width, Word::zero(width))
    }
}

impl<T: Value, K: kind::Kind> Signal<T, K> {
    fn make(width: usize, zero: T) -> Self {
        Self {
            next: zero,
            now: zero,
            changed: false,
            width,
            id: get_signal_id(),
            kind: PhantomData,
        }
    }

    /// Width in bits.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The value; of a register, the one before the edge.
    pub fn val(&self) -> T {
        K::read(self.next, self.now).fit(self.width)
    }
}

impl<T: Value, K: kind::Kind> Logic for Signal<T, K> {
    fn update(&mut self) {}
}

impl<T: Value, K: kind::Kind> Block for Signal<T, K> {
    fn connect_all(&mut self) {}

    fn update_all(&mut self) {
        let (next, now) = K::update(self.id, self.next.fit(self.width), self.now);
        self.changed = now != self.now;
        (self.next, self.now) = (next, now);
    }

    fn has_changed(&self) -> bool {
        self.changed
    }

    fn accept(&self, name: &str, probe: &mut dyn Probe) {
        probe.visit_atom(name, self);
    }
}

impl<T: Value, K: kind::Kind> Atom for Signal<T, K> {
    fn bits(&self) -> usize {
        self.width
    }
    fn connected(&self) -> bool {
        true
    }
    fn changed(&self) -> bool {
        self.changed
    }
    fn kind(&self) -> AtomKind {
        K::ATOM
    }
    fn descriptor(&self) -> TypeDescriptor {
        descriptor(K::NAME, self.width)
    }
    fn vcd(&self) -> VCDValue {
        VCDValue::String(format!("{:x}", self.val().word()))
    }
    fn id(&self) -> usize {
        self.id
    }
    fn verilog(&self) -> VerilogLiteral {
        0usize.into()
    }
    fn constraints(&self) -> Vec<PinConstraint> {
        Vec::new()
    }
}

/// The one clock of a leaf. Must be its first field, so that its edge is known when the registers update.
#[derive(Clone, Debug)]
pub struct Clock {
    /// The level it takes.
    pub next: bool,
    now: bool,
    changed: bool,
    id: usize,
}

impl Clock {
    /// A clock input.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self { next: false, now: false, changed: false, id: get_signal_id() }
    }

    /// The level, for test benches.
    pub fn val(&self) -> bool {
        self.now
    }
}

impl Logic for Clock {
    fn update(&mut self) {}
}

impl Block for Clock {
    fn connect_all(&mut self) {}

    fn update_all(&mut self) {
        let next = context::stimulus(self.id).map_or(self.next, Bit::of);
        self.changed = next != self.now;
        (self.next, self.now) = (next, next);
        context::set_edge(self.changed && self.now);
    }

    fn has_changed(&self) -> bool {
        self.changed
    }

    fn accept(&self, name: &str, probe: &mut dyn Probe) {
        probe.visit_atom(name, self);
    }
}

impl Atom for Clock {
    fn bits(&self) -> usize {
        1
    }
    fn connected(&self) -> bool {
        true
    }
    fn changed(&self) -> bool {
        self.changed
    }
    fn kind(&self) -> AtomKind {
        AtomKind::InputParameter
    }
    fn descriptor(&self) -> TypeDescriptor {
        descriptor("clock", 1)
    }
    fn vcd(&self) -> VCDValue {
        self.now.into()
    }
    fn id(&self) -> usize {
        self.id
    }
    fn verilog(&self) -> VerilogLiteral {
        0usize.into()
    }
    fn constraints(&self) -> Vec<PinConstraint> {
        Vec::new()
    }
}

/// `n` of something, for fields that are vectors: `many(lanes, || In::word(32))`.
pub fn many<T>(n: usize, make: impl FnMut() -> T) -> Vec<T> {
    std::iter::repeat_with(make).take(n).collect()
}

/// Bits that count from 0 to `n` inclusive: the width of a counter of `n` things.
pub fn count_bits(n: usize) -> usize {
    ((usize::BITS - n.leading_zeros()) as usize).max(1)
}

/// Bits that tell `n` things apart (at least 1): the width of an index below `n`, and of the address of a memory of `n` words.
pub fn index_bits(n: usize) -> usize {
    count_bits(n.saturating_sub(1))
}

/// The kind of a signal as the printer finds it in rust-hdl's type descriptor.
pub(crate) fn descriptor(kind: &str, width: usize) -> TypeDescriptor {
    TypeDescriptor { name: kind.to_owned(), kind: TypeKind::Bits(width) }
}
