//! The configuration of a block inside its module: its part of the chain, and its fields by name.
//!
//! Bits are sliced by `kiln_arch::config::Layout`, the only list of fields there is.

use kiln_arch::config::Layout;
use kiln_emit::{Module, Net, Part, Source};
use kiln_units::config_chain::ConfigChain;

/// The frame of one block, as a bus in its module.
pub struct Frame {
    layout: Layout,
    bits: Net,
}

impl Frame {
    /// Adds the ports `cfg_en`, `cfg_in`, `cfg_out` and the configuration registers to `module`.
    pub fn new(module: &mut Module, clk: &Net, layout: Layout) -> Frame {
        module.section("configuration chain: when cfg_en, words of 32 bits move on by one");
        let enable = module.input("cfg_en", 1);
        let input = module.input("cfg_in", 32);
        let output = module.output("cfg_out", 32);
        let bits = module.wire("config_bits", layout.bits);
        let chain = Part::leaf(&ConfigChain::new(layout.bits));
        let mut instance = module.instance("config_chain", &chain);
        instance.connect("clk", clk).connect("cfg_en", &enable).connect("cfg_in", &input);
        instance.connect("cfg_out", &output);
        for word in 0..layout.words() {
            let width = (layout.bits - 32 * word).min(32);
            instance.connect(format!("word_{word}"), bits.slice(32 * word, width));
        }
        Frame { layout, bits }
    }

    /// The bits of the field called `name`.
    ///
    /// # Panics
    /// If the layout has no such field: generator and layout come from one crate set and must agree.
    pub fn field(&self, name: &str) -> Source {
        let field = self.layout.field(name);
        let field = field.unwrap_or_else(|| panic!("the layout has no field `{name}`"));
        self.bits.slice(field.offset, field.width)
    }

    /// The bits of the field at `index`, counted in the order of the layout.
    pub fn nth(&self, index: usize) -> Source {
        let field = &self.layout.fields[index];
        self.bits.slice(field.offset, field.width)
    }
}
