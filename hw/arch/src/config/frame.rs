//! Frames: the configuration of one block as bits, and where each field lies among them.

use super::{AgConfig, PcuConfig, PmuConfig, SwitchConfig, Visitor};
use crate::spec::FabricSpec;
use crate::topology::{SwitchId, Topology, UnitId, UnitKind};
use bitvec::field::BitField;
use bitvec::prelude::{BitSlice, BitVec, Lsb0};
use bitvec::view::BitView;
use serde::{Deserialize, Serialize};

/// A configurable thing with its own frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Block {
    /// A unit.
    Unit(UnitId),
    /// A switch (both networks).
    Switch(SwitchId),
}

impl Block {
    /// Its name in reports.
    pub fn name(self, topology: &Topology) -> String {
        match self {
            Block::Unit(unit) => topology.units[unit].name.clone(),
            Block::Switch(switch) => topology.switch_name(switch),
        }
    }
}

/// The configuration of one block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum BlockConfig {
    Pcu(PcuConfig),
    Pmu(PmuConfig),
    Ag(AgConfig),
    Switch(SwitchConfig),
}

impl BlockConfig {
    /// The empty (all zero) configuration of `block`.
    pub fn new(spec: &FabricSpec, topology: &Topology, block: Block) -> BlockConfig {
        match block {
            Block::Switch(switch) => BlockConfig::Switch(SwitchConfig::new(topology, switch)),
            Block::Unit(unit) => match topology.units[unit].kind {
                UnitKind::Pcu => BlockConfig::Pcu(PcuConfig::new(spec)),
                UnitKind::Pmu => BlockConfig::Pmu(PmuConfig::new(spec)),
                UnitKind::Ag => BlockConfig::Ag(AgConfig::new(spec)),
            },
        }
    }

    /// Shows every field to `visitor`.
    pub fn walk<V: Visitor>(
        &mut self,
        spec: &FabricSpec,
        topology: &Topology,
        block: Block,
        visitor: &mut V,
    ) {
        match (self, block) {
            (BlockConfig::Pcu(config), _) => config.walk(spec, visitor),
            (BlockConfig::Pmu(config), _) => config.walk(spec, visitor),
            (BlockConfig::Ag(config), _) => config.walk(spec, visitor),
            (BlockConfig::Switch(config), Block::Switch(switch)) => {
                config.walk(topology, switch, visitor)
            }
            (BlockConfig::Switch(_), Block::Unit(_)) => {
                unreachable!("a unit never has a switch's configuration")
            }
        }
    }
}

/// Where a field lies in its block's frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Dotted name.
    pub name: String,
    /// First bit; bit `k` of the frame is bit `k % 32` of word `k / 32`.
    pub offset: usize,
    /// Bits.
    pub width: usize,
    /// What it means.
    pub meaning: &'static str,
}

/// The layout of one block's frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Fields in order of offset.
    pub fields: Vec<Field>,
    /// Bits in all.
    pub bits: usize,
}

impl Layout {
    /// The layout of `block`.
    pub fn new(spec: &FabricSpec, topology: &Topology, block: Block) -> Layout {
        let mut layout = Layout::default();
        BlockConfig::new(spec, topology, block).walk(spec, topology, block, &mut layout);
        layout
    }

    /// 32-bit words of the frame.
    pub fn words(&self) -> usize {
        self.bits.div_ceil(32)
    }

    /// The field called `name`.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Visitor for Layout {
    fn field(&mut self, name: &str, width: usize, _: &mut u32, meaning: &'static str) {
        let offset = self.bits;
        self.fields.push(Field { name: name.to_string(), offset, width, meaning });
        self.bits += width;
    }
}

/// A value that its field cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("configuration field `{name}` has {width} bits and cannot hold {value:#x}")]
pub struct FieldOverflow {
    /// Dotted name.
    pub name: String,
    /// Bits it has.
    pub width: usize,
    /// The value.
    pub value: u32,
}

struct Encoder {
    bits: BitVec<u32, Lsb0>,
    overflow: Option<FieldOverflow>,
}

impl Visitor for Encoder {
    fn field(&mut self, name: &str, width: usize, value: &mut u32, _: &'static str) {
        // Negative strides are two's complement: accept sign-extended values too.
        let fits = width == 32 || *value >> width == 0 || (*value as i32) >> (width - 1) == -1;
        if !fits && self.overflow.is_none() {
            self.overflow = Some(FieldOverflow { name: name.to_string(), width, value: *value });
        }
        self.bits.extend_from_bitslice(&value.view_bits::<Lsb0>()[..width]);
    }
}

struct Decoder<'a> {
    rest: &'a BitSlice<u32, Lsb0>,
}

impl Visitor for Decoder<'_> {
    fn field(&mut self, _: &str, width: usize, value: &mut u32, _: &'static str) {
        let (field, rest) = self.rest.split_at(width.min(self.rest.len()));
        *value = if field.is_empty() { 0 } else { field.load_le() };
        self.rest = rest;
    }
}

/// The frame of `config`.
pub fn encode(
    spec: &FabricSpec,
    topology: &Topology,
    block: Block,
    config: &BlockConfig,
) -> Result<Vec<u32>, FieldOverflow> {
    let mut encoder = Encoder { bits: BitVec::new(), overflow: None };
    config.clone().walk(spec, topology, block, &mut encoder);
    encoder.bits.set_uninitialized(false);
    encoder.overflow.map_or(Ok(encoder.bits.into_vec()), Err)
}

/// The configuration in a frame; missing words read as zero. Values come back as field bits:
/// negative strides are not sign-extended.
pub fn decode(spec: &FabricSpec, topology: &Topology, block: Block, frame: &[u32]) -> BlockConfig {
    let mut config = BlockConfig::new(spec, topology, block);
    config.walk(spec, topology, block, &mut Decoder { rest: frame.view_bits::<Lsb0>() });
    config
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fill(u32);
    impl Visitor for Fill {
        fn field(&mut self, _: &str, width: usize, value: &mut u32, _: &'static str) {
            self.0 = self.0.wrapping_mul(0x9e37_79b1).wrapping_add(12345);
            *value = (u64::from(self.0) & ((1u64 << width) - 1)) as u32;
        }
    }

    #[test]
    fn every_block_survives_encoding() {
        for name in FabricSpec::reference_names() {
            let spec = FabricSpec::reference(name).unwrap();
            let topology = Topology::new(&spec);
            for block in crate::image::chains(&spec, &topology).into_iter().flatten() {
                let mut config = BlockConfig::new(&spec, &topology, block);
                config.walk(&spec, &topology, block, &mut Fill(7));
                let frame = encode(&spec, &topology, block, &config).unwrap();
                assert_eq!(frame.len(), Layout::new(&spec, &topology, block).words());
                assert_eq!(decode(&spec, &topology, block, &frame), config);
            }
        }
    }

    #[test]
    fn a_value_too_large_is_named() {
        let spec = FabricSpec::reference("tiny").unwrap();
        let topology = Topology::new(&spec);
        let block = Block::Unit(0);
        let mut config = PcuConfig::new(&spec);
        config.counters.levels[0].tile = 1 << 20;
        let error = encode(&spec, &topology, block, &BlockConfig::Pcu(config)).unwrap_err();
        assert_eq!(error.name, "level0.tile");
    }
}
