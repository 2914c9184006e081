//! The configuration of a block inside its module: its part of the chain, and its fields by name.
//!
//! Bits are sliced by `kiln_arch::config::Layout`, the only list of fields there is.

use kiln_arch::config::Layout;
use kiln_emit::{Module, Net, Part, Source, concat};
use kiln_units::config_chain::ConfigChain;

/// Bits in a word of the chain.
const WORD: usize = 32;

/// The frame of one block, as words in its module. One wide bus would be the same hardware, but simulators put it
/// together and take it apart again in every cycle.
pub struct Frame {
    layout: Layout,
    words: Vec<Net>,
}

impl Frame {
    /// Adds the ports `cfg_en`, `cfg_in`, `cfg_out` and the configuration registers to `module`.
    pub fn new(module: &mut Module, clk: &Net, layout: Layout) -> Frame {
        module.section("configuration chain: when cfg_en, words of 32 bits move on by one");
        let enable = module.input("cfg_en", 1);
        let input = module.input("cfg_in", 32);
        let output = module.output("cfg_out", 32);
        let width = |word: usize| (layout.bits - WORD * word).min(WORD);
        let words: Vec<_> = (0..layout.words())
            .map(|word| module.wire(format!("config_word_{word}"), width(word)))
            .collect();
        let chain = Part::leaf(&ConfigChain::new(layout.bits));
        let mut instance = module.instance("config_chain", &chain);
        instance.connect("clk", clk).connect("cfg_en", &enable).connect("cfg_in", &input);
        instance.connect("cfg_out", &output);
        for (index, word) in words.iter().enumerate() {
            instance.connect(format!("word_{index}"), word);
        }
        Frame { layout, words }
    }

    /// The bits of the field called `name`.
    ///
    /// # Panics
    /// If the layout has no such field: generator and layout come from one crate set and must agree.
    pub fn field(&self, name: &str) -> Source {
        let field = self.layout.field(name);
        let field = field.unwrap_or_else(|| panic!("the layout has no field `{name}`"));
        self.bits(field.offset, field.width)
    }

    /// The bits of the field at `index`, counted in the order of the layout.
    pub fn nth(&self, index: usize) -> Source {
        let field = &self.layout.fields[index];
        self.bits(field.offset, field.width)
    }

    fn bits(&self, offset: usize, width: usize) -> Source {
        let slice = |word: usize| {
            let low = offset.max(WORD * word);
            let high = (offset + width).min(WORD * (word + 1));
            self.words[word].slice(low - WORD * word, high - low)
        };
        let (first, last) = (offset / WORD, (offset + width - 1) / WORD);
        match first == last {
            true => slice(first),
            false => concat((first..=last).rev().map(slice)),
        }
    }
}
