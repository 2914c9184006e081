//! The compiled program: a `.kiln` file.
//!
//! In: a placed and routed stream graph with the program it came from. Out: frames for the blocks
//! in use and everything a host needs to run and check them. The file is
//!
//! ```text
//! "KILNBITS"  version u32  length of metadata u32  metadata (JSON)
//! number of frames u32, then each frame: block u32 (switches have bit 31), words u32, words, CRC-32 of its bytes
//! CRC-32 of all that came before
//! ```
//!
//! in little-endian order. The hardware's own image is made from it by [`Bitstream::image`].

mod tensor;

pub use tensor::{ALIGNMENT, Border, TensorPlace};

use crate::graph::{StreamGraph, UnitConfig};
use crate::place::Placement;
use crate::route::Routes;
use kiln_arch::config::{self, Block, BlockConfig, FieldOverflow, SwitchConfig};
use kiln_arch::image::CRC32;
use kiln_arch::topology::{Net, UnitId};
use kiln_arch::{FabricSpec, Topology};
use kiln_lang::ir::{NodeKind, Program};
use kiln_lang::order::{OrderError, OrderMap};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const MAGIC: &[u8; 8] = b"KILNBITS";
const VERSION: u32 = 1;
const SWITCH_BIT: u32 = 1 << 31;

/// What a physical unit does in this program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedUnit {
    /// The physical unit.
    pub unit: UnitId,
    /// Name of the virtual unit.
    pub name: String,
    /// What it does.
    pub role: String,
    /// Lines of the program it comes from.
    pub lines: Vec<u32>,
}

/// A constant that holds a run-time argument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArgumentPlace {
    /// Index of the argument in the program.
    pub argument: usize,
    /// The PCU.
    pub unit: UnitId,
    /// The stage.
    pub stage: usize,
}

/// A link and the nodes it passes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutedLink {
    /// For people.
    pub name: String,
    /// Its network.
    pub net: Net,
    /// Nodes, drivers before those they drive: `(node, driver)`.
    pub nodes: Vec<(usize, Option<usize>)>,
}

/// Everything but the frames.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Name of the fabric it was compiled for.
    pub fabric: String,
    /// Fingerprint of that fabric.
    pub fingerprint: u32,
    /// The program, shapes bound.
    pub program: Program,
    /// The order of each of its folds.
    #[serde(with = "order_list")]
    pub orders: OrderMap,
    /// Inputs, in the program's order.
    pub inputs: Vec<TensorPlace>,
    /// Outputs, in the program's order.
    pub outputs: Vec<TensorPlace>,
    /// First word of memory that no tensor uses.
    pub memory_words: u32,
    /// Where arguments are.
    pub arguments: Vec<ArgumentPlace>,
    /// Units in use.
    pub units: Vec<PlacedUnit>,
    /// Links.
    pub links: Vec<RoutedLink>,
}

impl Metadata {
    /// The inputs that do not lie row-major or have a border, for people who fill the memory: `b: k by 2, j, k`.
    /// Dimensions are called as the variables that run over them in the program.
    pub fn asked_layouts(&self) -> impl Iterator<Item = String> + '_ {
        let asked =
            |place: &TensorPlace| !(place.layout.is_row_major() && place.borders.is_empty());
        let asked = self.inputs.iter().enumerate().filter(move |(_, place)| asked(place));
        asked.map(|(input, place)| {
            let name = |dim| self.dim_name(input, dim).unwrap_or_else(|| format!("dim{dim}"));
            format!("{}: {}{}", place.name, place.layout.text(name), place.borders_text())
        })
    }

    /// The one variable that indexes a dimension of an input, if there is one.
    fn dim_name(&self, input: usize, dim: usize) -> Option<String> {
        let index = self.program.nodes.iter().find_map(|node| match &node.kind {
            NodeKind::Load { input: i, index, .. } if i.index() == input => index.get(dim),
            _ => None,
        })?;
        match index.terms() {
            [(var, _)] => Some(self.program.vars.get(var.index())?.name.clone()),
            _ => None,
        }
    }
}

/// JSON has no maps with numbers as keys.
mod order_list {
    use kiln_lang::ir::NodeId;
    use kiln_lang::order::{FoldOrder, OrderMap};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(orders: &OrderMap, s: S) -> Result<S::Ok, S::Error> {
        orders.iter().collect::<Vec<_>>().serialize(s)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<OrderMap, D::Error> {
        Ok(Vec::<(NodeId, FoldOrder)>::deserialize(d)?.into_iter().collect())
    }
}

/// A compiled program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitstream {
    /// What a host needs to know.
    pub metadata: Metadata,
    /// Frames of the blocks in use.
    pub frames: BTreeMap<Block, Vec<u32>>,
}

/// Why a file is not a usable bitstream.
#[derive(Debug, thiserror::Error)]
pub enum BitstreamError {
    /// Not a `.kiln` file at all.
    #[error("this is not a Kiln bitstream (it does not start with `KILNBITS`)")]
    Magic,
    /// Made by another version.
    #[error("the bitstream has format version {0}; this program reads version {VERSION}")]
    Version(u32),
    /// It ends too early or goes on too long.
    #[error("the bitstream is cut short or has something after its end")]
    Truncated,
    /// A frame was damaged.
    #[error("the frame of {0:?} does not match its CRC: the file is damaged")]
    FrameCrc(Block),
    /// Something was damaged.
    #[error("the bitstream does not match its CRC: the file is damaged")]
    Crc,
    /// Valid by CRC, yet not understood.
    #[error("the bitstream's metadata cannot be read: {0}")]
    Metadata(#[from] serde_json::Error),
    /// A layout that does not store each element once.
    #[error("the layout of `{0}` is not one of a tensor of its shape: {1}")]
    Layout(String, OrderError),
    /// A border that does not have a width before and behind for each dimension.
    #[error("a border of `{0}` does not have its dimensions")]
    Border(String),
    /// Made for another fabric.
    #[error(
        "the bitstream was compiled for fabric `{made_for}` ({made:08x}), not for `{fabric}` ({print:08x}); compile it again with `--fabric {fabric}`"
    )]
    Fabric {
        /// Fabric named in the file.
        made_for: String,
        /// Its fingerprint.
        made: u32,
        /// Fabric it was to run on.
        fabric: String,
        /// That fabric's fingerprint.
        print: u32,
    },
    /// No argument of that name.
    #[error("the program has no argument `{name}`; its arguments are: {known}")]
    NoArgument {
        /// The name.
        name: String,
        /// Those there are.
        known: String,
    },
}

/// The parts of [`Metadata`] that come from lowering.
pub struct Lowered<'a> {
    /// The program.
    pub program: &'a Program,
    /// Orders of its folds.
    pub orders: &'a OrderMap,
    /// Inputs' places.
    pub inputs: Vec<TensorPlace>,
    /// Outputs' places.
    pub outputs: Vec<TensorPlace>,
    /// First unused word.
    pub memory_words: u32,
}

/// Encodes a placed and routed graph.
pub fn assemble(
    spec: &FabricSpec,
    topology: &Topology,
    graph: &StreamGraph,
    placement: &Placement,
    routes: &Routes,
    lowered: Lowered,
) -> Result<Bitstream, FieldOverflow> {
    let mut configs: BTreeMap<Block, BlockConfig> = BTreeMap::new();
    for (unit, &site) in graph.units.iter().zip(placement) {
        let config = match &unit.config {
            UnitConfig::Pcu(config) => BlockConfig::Pcu(config.clone()),
            UnitConfig::Pmu(config) => BlockConfig::Pmu(config.clone()),
            UnitConfig::Ag(config) => BlockConfig::Ag(config.clone()),
        };
        configs.insert(Block::Unit(site), config);
    }
    for (switch, config) in switch_configs(topology, graph, routes) {
        configs.insert(Block::Switch(switch), BlockConfig::Switch(config));
    }
    let mut frames = BTreeMap::new();
    for (block, config) in configs {
        frames.insert(block, config::encode(spec, topology, block, &config)?);
    }
    let units = graph.units.iter().zip(placement).map(|(unit, &site)| PlacedUnit {
        unit: site,
        name: unit.name.clone(),
        role: unit.role.clone(),
        lines: unit.lines.clone(),
    });
    let links = graph.links.iter().zip(routes).map(|(link, tree)| RoutedLink {
        name: link.name.clone(),
        net: link.net,
        nodes: tree.nodes.clone(),
    });
    let arguments = graph.arguments.iter().map(|used| ArgumentPlace {
        argument: used.argument,
        unit: placement[used.unit],
        stage: used.stage,
    });
    let metadata = Metadata {
        fabric: spec.name.clone(),
        fingerprint: spec.fingerprint(),
        program: lowered.program.clone(),
        orders: lowered.orders.clone(),
        inputs: lowered.inputs,
        outputs: lowered.outputs,
        memory_words: lowered.memory_words,
        arguments: arguments.collect(),
        units: units.collect(),
        links: links.collect(),
    };
    Ok(Bitstream { metadata, frames })
}

fn switch_configs(
    topology: &Topology,
    graph: &StreamGraph,
    routes: &Routes,
) -> BTreeMap<usize, SwitchConfig> {
    let mut configs = BTreeMap::new();
    for (link, tree) in graph.links.iter().zip(routes) {
        let network = topology.network(link.net);
        for &(node, driver) in &tree.nodes {
            let Some(driver) = driver else { continue };
            let candidate = network.candidates[node].iter().position(|&c| c == driver);
            let select = candidate.expect("routes follow the topology") as u32 + 1;
            let located = network.outputs.iter().enumerate().find_map(|(switch, outputs)| {
                Some((switch, outputs.iter().position(|&output| output == node)?))
            });
            let (switch, output) = located.expect("every node but a source is a switch's output");
            let config =
                configs.entry(switch).or_insert_with(|| SwitchConfig::new(topology, switch));
            match link.net {
                Net::Vector => config.vector[output] = select,
                Net::Scalar => config.scalar[output] = select,
            }
        }
    }
    configs
}

impl Bitstream {
    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let metadata = serde_json::to_vec(&self.metadata).expect("metadata is plain data");
        let mut bytes = MAGIC.to_vec();
        put(&mut bytes, VERSION);
        put(&mut bytes, metadata.len() as u32);
        bytes.extend(&metadata);
        put(&mut bytes, self.frames.len() as u32);
        for (block, words) in &self.frames {
            let start = bytes.len();
            put(&mut bytes, block_number(*block));
            put(&mut bytes, words.len() as u32);
            for &word in words {
                put(&mut bytes, word);
            }
            let crc = CRC32.checksum(&bytes[start..]);
            put(&mut bytes, crc);
        }
        let crc = CRC32.checksum(&bytes);
        put(&mut bytes, crc);
        bytes
    }

    /// Reads a file's bytes, checking every CRC.
    ///
    /// # Errors
    /// Says what is wrong; no damaged file is accepted.
    pub fn from_bytes(bytes: &[u8]) -> Result<Bitstream, BitstreamError> {
        let mut reader = Reader { bytes, at: 0 };
        if reader.take(MAGIC.len()).map_err(|_| BitstreamError::Magic)? != MAGIC {
            return Err(BitstreamError::Magic);
        }
        let version = reader.word()?;
        if version != VERSION {
            return Err(BitstreamError::Version(version));
        }
        let length = reader.word()? as usize;
        let metadata = reader.take(length)?;
        let mut frames = BTreeMap::new();
        for _ in 0..reader.word()? {
            let start = reader.at;
            let block = block_of(reader.word()?);
            let count = reader.word()? as usize;
            let body = reader.take(count.checked_mul(4).ok_or(BitstreamError::Truncated)?)?;
            let words = body.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]]));
            frames.insert(block, words.collect());
            let crc = CRC32.checksum(&bytes[start..reader.at]);
            if reader.word()? != crc {
                return Err(BitstreamError::FrameCrc(block));
            }
        }
        let crc = CRC32.checksum(&bytes[..reader.at]);
        if reader.word()? != crc {
            return Err(BitstreamError::Crc);
        }
        if reader.at != bytes.len() {
            return Err(BitstreamError::Truncated);
        }
        let metadata: Metadata = serde_json::from_slice(metadata)?;
        for place in metadata.inputs.iter().chain(&metadata.outputs) {
            place.verify()?;
        }
        Ok(Bitstream { metadata, frames })
    }

    /// Refuses another fabric than the one it was compiled for.
    pub fn check_fabric(&self, spec: &FabricSpec) -> Result<(), BitstreamError> {
        if self.metadata.fingerprint == spec.fingerprint() {
            return Ok(());
        }
        Err(BitstreamError::Fabric {
            made_for: self.metadata.fabric.clone(),
            made: self.metadata.fingerprint,
            fabric: spec.name.clone(),
            print: spec.fingerprint(),
        })
    }

    /// The hardware's image of it.
    pub fn image(&self, spec: &FabricSpec, topology: &Topology) -> Vec<u32> {
        kiln_arch::image::build(spec, topology, |block| {
            self.frames.get(&block).cloned().unwrap_or_default()
        })
    }

    /// The configuration of one block, if it is in use.
    pub fn config(&self, spec: &FabricSpec, topology: &Topology, block: Block) -> BlockConfig {
        let frame = self.frames.get(&block).map_or(&[][..], Vec::as_slice);
        config::decode(spec, topology, block, frame)
    }

    /// Sets argument `name` to `word` in every place that holds it, and as the program's default.
    pub fn set_argument(
        &mut self,
        spec: &FabricSpec,
        topology: &Topology,
        name: &str,
        word: u32,
    ) -> Result<(), BitstreamError> {
        let args = &mut self.metadata.program.args;
        let Some(index) = args.iter().position(|arg| arg.name == name) else {
            let known: Vec<&str> = args.iter().map(|arg| arg.name.as_str()).collect();
            let known = if known.is_empty() { "none".into() } else { known.join(", ") };
            return Err(BitstreamError::NoArgument { name: name.to_string(), known });
        };
        args[index].default = word;
        let places = self.metadata.arguments.iter().filter(|p| p.argument == index);
        for place in places.cloned().collect::<Vec<_>>() {
            let block = Block::Unit(place.unit);
            let BlockConfig::Pcu(mut config) = self.config(spec, topology, block) else { continue };
            *config.constant_mut(place.stage) = word;
            let frame = config::encode(spec, topology, block, &BlockConfig::Pcu(config))
                .expect("a stage's constant holds any word");
            self.frames.insert(block, frame);
        }
        Ok(())
    }
}

fn put(bytes: &mut Vec<u8>, word: u32) {
    bytes.extend(word.to_le_bytes());
}

fn block_number(block: Block) -> u32 {
    match block {
        Block::Unit(unit) => unit as u32,
        Block::Switch(switch) => switch as u32 | SWITCH_BIT,
    }
}

fn block_of(number: u32) -> Block {
    if number & SWITCH_BIT == 0 {
        Block::Unit(number as usize)
    } else {
        Block::Switch((number & !SWITCH_BIT) as usize)
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], BitstreamError> {
        let end = self.at.checked_add(count).ok_or(BitstreamError::Truncated)?;
        let slice = self.bytes.get(self.at..end).ok_or(BitstreamError::Truncated)?;
        self.at = end;
        Ok(slice)
    }

    fn word(&mut self) -> Result<u32, BitstreamError> {
        let b = self.take(4)?;
        Ok(u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{ArgumentUse, Link, Port, VirtualUnit};
    use crate::{place::place, route::route};
    use kiln_arch::config::{AgConfig, PcuConfig};
    use kiln_lang::ir::{Arg, Span, Storage, Ty};
    use kiln_lang::layout::Layout;
    use kiln_lang::order::Loop;

    fn sample() -> (FabricSpec, Topology, Bitstream) {
        let spec = FabricSpec::reference("tiny").unwrap();
        let topology = Topology::new(&spec);
        let mut pcu = PcuConfig::new(&spec);
        pcu.enable = 1;
        let unit = |name: &str, config| VirtualUnit {
            name: name.into(),
            role: "test".into(),
            lines: vec![1],
            config,
        };
        let port = |unit| Port { unit, port: 0 };
        let graph = StreamGraph {
            units: vec![
                unit("load", UnitConfig::Ag(AgConfig::new(&spec))),
                unit("scale", UnitConfig::Pcu(pcu)),
            ],
            links: vec![Link {
                name: "a".into(),
                net: Net::Vector,
                from: port(0),
                to: vec![port(1)],
            }],
            arguments: vec![ArgumentUse { argument: 0, unit: 1, stage: 1 }],
        };
        let placement = place(&graph, &topology, 1).unwrap();
        let routes = route(&graph, &placement, &topology).unwrap();
        let arg = Arg { name: "alpha".into(), ty: Ty::F32, default: 0, span: Span::default() };
        let program = Program { args: vec![arg], ..Program::default() };
        let lowered = Lowered {
            program: &program,
            orders: &OrderMap::new(),
            inputs: vec![],
            outputs: vec![],
            memory_words: 0,
        };
        let made = assemble(&spec, &topology, &graph, &placement, &routes, lowered).unwrap();
        (spec, topology, made)
    }

    #[test]
    fn a_file_is_read_back() {
        let (_, _, bitstream) = sample();
        assert_eq!(Bitstream::from_bytes(&bitstream.to_bytes()).unwrap(), bitstream);
    }

    #[test]
    fn layouts_are_kept_and_checked() {
        let (_, _, mut bitstream) = sample();
        let loops = [(0, 2), (1, 1), (0, 1)].map(|(dim, tile)| Loop { dim, tile });
        let layout = Layout::Blocked(loops.into());
        let (name, shape) = (String::from("b"), vec![3, 2]);
        let borders = Vec::new();
        let place = TensorPlace { name, ty: Storage::Bf16, shape, address: 0, layout, borders };
        assert_eq!(place.words(), 4);
        bitstream.metadata.inputs.push(place);
        assert_eq!(Bitstream::from_bytes(&bitstream.to_bytes()).unwrap(), bitstream);
        let text: Vec<String> = bitstream.metadata.asked_layouts().collect();
        assert_eq!(text, ["b: dim0 by 2, dim1, dim0"]);
        let mut broken = bitstream.clone();
        broken.metadata.inputs[0].borders.push(Border::none(0, 1));
        let error = Bitstream::from_bytes(&broken.to_bytes()).unwrap_err();
        assert!(matches!(error, BitstreamError::Border(..)), "{error}");
        bitstream.metadata.inputs[0].layout = Layout::Blocked(loops[..2].into());
        let error = Bitstream::from_bytes(&bitstream.to_bytes()).unwrap_err();
        assert!(matches!(error, BitstreamError::Layout(..)), "{error}");
    }

    #[test]
    fn any_flipped_bit_or_cut_is_refused() {
        let (_, _, bitstream) = sample();
        let bytes = bitstream.to_bytes();
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(Bitstream::from_bytes(&flipped).is_err(), "bit {bit}");
        }
        for length in 0..bytes.len() {
            assert!(Bitstream::from_bytes(&bytes[..length]).is_err(), "cut at {length}");
        }
    }

    #[test]
    fn an_argument_is_patched_in_the_frame() {
        let (spec, topology, mut bitstream) = sample();
        bitstream.set_argument(&spec, &topology, "alpha", 0x4000_0000).unwrap();
        let unit = bitstream.metadata.arguments[0].unit;
        let BlockConfig::Pcu(config) = bitstream.config(&spec, &topology, Block::Unit(unit)) else {
            panic!("not a PCU")
        };
        assert_eq!(config.stages[1].constant, 0x4000_0000);
        let error = bitstream.set_argument(&spec, &topology, "beta", 0).unwrap_err().to_string();
        assert!(error.contains("alpha"), "{error}");
    }

    #[test]
    fn another_fabric_is_refused_by_name() {
        let (_, _, bitstream) = sample();
        let other = FabricSpec::reference("ulx3s").unwrap();
        let message = bitstream.check_fabric(&other).unwrap_err().to_string();
        assert!(message.contains("tiny") && message.contains("ulx3s"), "{message}");
    }
}
