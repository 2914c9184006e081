//! Memories of a leaf: one write port at the clock edge, and reads in the same cycle (LUT RAM) or a cycle later (block RAM).

use rust_hdl_core::ast::VerilogLiteral;
use rust_hdl_core::atom::{Atom, AtomKind};
use rust_hdl_core::block::Block;
use rust_hdl_core::constraint::PinConstraint;
use rust_hdl_core::logic::Logic;
use rust_hdl_core::probe::Probe;
use rust_hdl_core::signal::get_signal_id;
use rust_hdl_core::synth::VCDValue;
use rust_hdl_core::type_descriptor::TypeDescriptor;

use crate::context;
use crate::signal::{descriptor, index_bits};
use crate::word::Word;

/// Words that can be read in the same cycle. Starts at zero in simulation only.
#[derive(Clone, Debug)]
pub struct LutRam {
    cells: Cells,
}

/// Words that are read a cycle after the address is given. A word fetched in the cycle in which it is written is
/// undefined in hardware.
#[derive(Clone, Debug)]
pub struct BlockRam {
    cells: Cells,
    address: Option<usize>,
    fetched: Word,
}

#[derive(Clone, Debug)]
struct Cells {
    words: Vec<Word>,
    width: usize,
    write: Option<(usize, Word)>,
    changed: bool,
    id: usize,
}

impl Cells {
    fn new(width: usize, depth: usize) -> Self {
        Self {
            words: vec![Word::zero(width); depth],
            width,
            write: None,
            changed: false,
            id: get_signal_id(),
        }
    }

    fn address(&self, address: Word) -> usize {
        address.fit(index_bits(self.words.len())).num() as usize
    }

    fn read(&self, address: Word) -> Word {
        self.words.get(self.address(address)).copied().unwrap_or(Word::zero(self.width))
    }

    fn write(&mut self, address: Word, data: Word) {
        self.write = Some((self.address(address), data.fit(self.width)));
    }

    fn update(&mut self) {
        let write = self.write.take().filter(|_| context::at_edge());
        self.changed = write.is_some();
        if let Some((address, data)) = write
            && let Some(word) = self.words.get_mut(address)
        {
            *word = data;
        }
    }
}

impl LutRam {
    /// `depth` words of `width` bits.
    pub fn new(width: usize, depth: usize) -> Self {
        Self { cells: Cells::new(width, depth) }
    }

    /// The word at an address of `index_bits(depth)` bits.
    pub fn read(&self, address: impl Into<Word>) -> Word {
        self.cells.read(address.into())
    }

    /// Writes a word at the edge.
    pub fn write(&mut self, address: impl Into<Word>, data: impl Into<Word>) {
        self.cells.write(address.into(), data.into());
    }
}

impl BlockRam {
    /// `depth` words of `width` bits.
    pub fn new(width: usize, depth: usize) -> Self {
        Self { cells: Cells::new(width, depth), address: None, fetched: Word::zero(width) }
    }

    /// Asks for the word at an address of `index_bits(depth)` bits; it is there after the edge.
    pub fn fetch(&mut self, address: impl Into<Word>) {
        self.address = Some(self.cells.address(address.into()));
    }

    /// The word fetched last.
    pub fn val(&self) -> Word {
        self.fetched
    }

    /// Writes a word at the edge.
    pub fn write(&mut self, address: impl Into<Word>, data: impl Into<Word>) {
        self.cells.write(address.into(), data.into());
    }

    fn step(&mut self) {
        let fetched = match self.address.take() {
            Some(address) if context::at_edge() => {
                self.cells.words.get(address).copied().unwrap_or(Word::zero(self.cells.width))
            }
            _ => self.fetched,
        };
        self.cells.update();
        self.cells.changed |= fetched != self.fetched;
        self.fetched = fetched;
    }
}

macro_rules! memory_block {
    ($name:ident, $kind:literal, $step:expr) => {
        impl Logic for $name {
            fn update(&mut self) {}
        }

        impl Block for $name {
            fn connect_all(&mut self) {}
            fn update_all(&mut self) {
                let step: fn(&mut Self) = $step;
                step(self);
            }
            fn has_changed(&self) -> bool {
                self.cells.changed
            }
            fn accept(&self, name: &str, probe: &mut dyn Probe) {
                probe.visit_atom(name, self);
            }
        }

        impl Atom for $name {
            fn bits(&self) -> usize {
                self.cells.width
            }
            fn connected(&self) -> bool {
                true
            }
            fn changed(&self) -> bool {
                self.cells.changed
            }
            fn kind(&self) -> AtomKind {
                AtomKind::StubOutputSignal
            }
            fn descriptor(&self) -> TypeDescriptor {
                descriptor($kind, self.cells.width)
            }
            fn vcd(&self) -> VCDValue {
                VCDValue::Vector(Vec::new())
            }
            fn id(&self) -> usize {
                self.cells.id
            }
            /// The depth, for the printer.
            fn verilog(&self) -> VerilogLiteral {
                self.cells.words.len().into()
            }
            fn constraints(&self) -> Vec<PinConstraint> {
                Vec::new()
            }
        }
    };
}
memory_block!(LutRam, "lut_ram", |memory| memory.cells.update());
memory_block!(BlockRam, "block_ram", Self::step);
