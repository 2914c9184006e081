//! Small programs wired by hand, with their memory contents and expected results.
//!
//! They test the model, and anybody may run them on another execution of the fabric and compare. Units are
//! taken in order of their numbers and links are routed by the shortest free path, which is enough for a
//! handful of units.

use kiln_arch::config::{
    Affine, AgConfig, Block, BlockConfig, Counters, FieldOverflow, PcuConfig, PmuConfig, PmuSide,
    SwitchConfig, encode, width,
};
use kiln_arch::num::Op;
use kiln_arch::topology::{Net, Node, NodeId, SwitchId, Topology, UnitId, UnitKind};
use kiln_arch::{FabricSpec, image};
use kiln_memory::{Dram, OutOfRange};

mod dense;
mod folds;
mod maps;
mod rows;
mod streams;

pub use dense::{Feed, Gemm, gemm};
pub use folds::{column_sums, partial_sums, pipelines, row_sums};
pub use maps::{axpy, indices, outer_product};
pub use rows::{Rows, convert_rows};
pub use streams::{
    copy, copy_rows, multicast, never_ending, repeats, ring, tiles, transpose, wrong_marks,
};

/// Byte address of every fixture's image.
const IMAGE_ADDRESS: u32 = 0x8_0000;

/// A program, what memory holds before, and what it must hold after.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// What it is, with its sizes.
    pub name: String,
    /// The fabric it is made for.
    pub spec: FabricSpec,
    /// The configuration image.
    pub image: Vec<u32>,
    /// Byte address at which the image lies.
    pub image_address: u32,
    /// Byte addresses and words before the run, image not included.
    pub memory: Vec<(u32, Vec<u32>)>,
    /// Byte addresses and words after the run.
    pub expected: Vec<(u32, Vec<u32>)>,
}

/// Every fixture that ends well, in one size each, as far as the fabric holds them.
pub fn all(spec: &FabricSpec) -> Vec<Fixture> {
    let (size, from, to) = ([9, 4], [1, 10], [3, 12]);
    let strip = Gemm::strip(spec);
    let product = |strips, product, feed| {
        gemm(spec, &Gemm::new(spec, [strips * strip, 6, 61], product, feed))
    };
    let (bytes, halves) = (Rows::packed(width::I8, 1, 5), Rows::packed(width::BF16, 0, 11));
    [
        copy_rows(spec, Net::Vector, [37, 3], [1, 41], [2, 40]),
        copy_rows(spec, Net::Scalar, size, from, to),
        multicast(spec, 100),
        transpose(spec, 13, 11),
        tiles(spec, 300, 64, 2),
        repeats(spec, 7, 2, 3, 3),
        axpy(spec, 101),
        outer_product(spec, 6, 23),
        indices(spec, 4, 37),
        column_sums(spec, 12, 30),
        row_sums(spec, 5, 70),
        partial_sums(spec, 3, 130, 5),
        pipelines(spec, 1, 3, 100),
        product(2, Op::MulF, Feed::Lanes),
        product(2, Op::MulI, Feed::Dealt),
        product(3, Op::MulF, Feed::Strips),
        convert_rows(spec, [19, 6], bytes, halves),
        convert_rows(spec, [21, 6], halves.bounded(1, 4), bytes.bounded(0, 5)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A result that is not what it must be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fixture}: word {index} from byte address {address:#x} is {got:#x}, not {want:#x}")]
#[allow(missing_docs)]
pub struct Mismatch {
    pub fixture: String,
    pub address: u32,
    pub index: usize,
    pub got: u32,
    pub want: u32,
}

impl Fixture {
    fn new(name: String, wiring: &Wiring) -> Result<Fixture, FixtureError> {
        Ok(Fixture {
            name,
            spec: wiring.spec.clone(),
            image: wiring.image()?,
            image_address: IMAGE_ADDRESS,
            memory: Vec::new(),
            expected: Vec::new(),
        })
    }

    fn with_input(mut self, word_address: u32, words: Vec<u32>) -> Fixture {
        self.memory.push((4 * word_address, words));
        self
    }

    fn with_output(mut self, word_address: u32, words: Vec<u32>) -> Fixture {
        self.expected.push((4 * word_address, words));
        self
    }

    /// Writes image and contents to memory (1 MiB is enough).
    ///
    /// # Errors
    /// The memory is too small.
    pub fn fill(&self, dram: &mut Dram) -> Result<(), OutOfRange> {
        dram.write_words(self.image_address, &self.image)?;
        self.memory.iter().try_for_each(|(address, words)| dram.write_words(*address, words))
    }

    /// Compares memory with the result.
    ///
    /// # Errors
    /// The first word that differs.
    ///
    /// # Panics
    /// If the memory is smaller than the fixture.
    pub fn check(&self, dram: &Dram) -> Result<(), Mismatch> {
        for (address, wanted) in &self.expected {
            let mut found = vec![0; wanted.len()];
            dram.read_words(*address, &mut found).expect("memory holds the fixture");
            if let Some(index) = (0..found.len()).find(|&i| found[i] != wanted[i]) {
                let (got, want) = (found[index], wanted[index]);
                let fixture = self.name.clone();
                return Err(Mismatch { fixture, address: *address, index, got, want });
            }
        }
        Ok(())
    }
}

/// A fixture that this fabric cannot hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FixtureError {
    /// All units of a kind are in use.
    #[error("the fabric has too few units of kind {0:?}")]
    NoUnit(UnitKind),
    /// No free path.
    #[error("no free route from {0} to {1}")]
    NoRoute(String, String),
    /// The PCUs have fewer stages than it needs.
    #[error("the fabric's PCUs have too few stages")]
    TooFewStages,
    /// The PCUs do not have the systolic form.
    #[error("the fabric's compute units do not have the systolic form")]
    NoSystolicForm,
    /// A stage, or the output unit, lacks an operator.
    #[error("the fabric's compute units lack {0}")]
    NoOperator(Op),
    /// Fewer lanes than a word has packed elements.
    #[error("the fabric has too few lanes")]
    TooFewLanes,
    /// A value too large for its field.
    #[error(transparent)]
    Field(#[from] FieldOverflow),
}

/// Units and links under construction.
#[derive(Clone, Debug)]
pub struct Wiring {
    /// The fabric.
    pub spec: FabricSpec,
    /// Its units and links.
    pub topology: Topology,
    units: Vec<Option<BlockConfig>>,
    /// For each network and node, the nodes that may select it.
    listeners: [Vec<Vec<NodeId>>; 2],
    /// For each network and node, what it selects.
    selected: [Vec<Option<NodeId>>; 2],
}

impl Wiring {
    /// An empty configuration.
    pub fn new(spec: &FabricSpec) -> Wiring {
        let topology = Topology::new(spec);
        let listeners = Net::ALL.map(|net| {
            let candidates = &topology.network(net).candidates;
            let mut listeners = vec![Vec::new(); candidates.len()];
            for (node, candidates) in candidates.iter().enumerate() {
                candidates.iter().for_each(|&from: &NodeId| listeners[from].push(node));
            }
            listeners
        });
        Wiring {
            spec: spec.clone(),
            units: vec![None; topology.units.len()],
            listeners,
            selected: Net::ALL.map(|net| vec![None; topology.network(net).nodes.len()]),
            topology,
        }
    }

    fn place(&mut self, kind: UnitKind, config: BlockConfig) -> Result<UnitId, FixtureError> {
        let mut free = self.topology.of_kind(kind).filter(|&unit| self.units[unit].is_none());
        let unit = free.next().ok_or(FixtureError::NoUnit(kind))?;
        self.units[unit] = Some(config);
        Ok(unit)
    }

    /// Takes the next PCU.
    ///
    /// # Errors
    /// None is free.
    pub fn pcu(&mut self, config: PcuConfig) -> Result<UnitId, FixtureError> {
        self.place(UnitKind::Pcu, BlockConfig::Pcu(config))
    }

    /// Takes the next PMU.
    ///
    /// # Errors
    /// None is free.
    pub fn pmu(&mut self, config: PmuConfig) -> Result<UnitId, FixtureError> {
        self.place(UnitKind::Pmu, BlockConfig::Pmu(config))
    }

    /// Takes the next AG.
    ///
    /// # Errors
    /// None is free.
    pub fn ag(&mut self, config: AgConfig) -> Result<UnitId, FixtureError> {
        self.place(UnitKind::Ag, BlockConfig::Ag(config))
    }

    /// Links an output port, as (unit, port), to an input port; more links from one output share their
    /// path as far as possible.
    ///
    /// # Errors
    /// No free path is left.
    pub fn connect(
        &mut self,
        net: Net,
        from: (UnitId, usize),
        to: (UnitId, usize),
    ) -> Result<(), FixtureError> {
        let source = Node::Source { unit: from.0, port: from.1 };
        let sink = Node::Sink { unit: to.0, port: to.1 };
        let name = |node| self.topology.node_name(net, node);
        let no_route = || FixtureError::NoRoute(name(source), name(sink));
        let network = self.topology.network(net);
        let (Some(source), Some(sink)) = (network.id(source), network.id(sink)) else {
            return Err(no_route());
        };
        let came_from = self.search(net, source, sink).ok_or_else(no_route)?;
        let mut node = sink;
        while let Some(before) = came_from[node] {
            self.selected[net as usize][node] = Some(before);
            node = before;
        }
        Ok(())
    }

    /// Breadth first from every node that `source` already reaches; gives each node's predecessor.
    fn search(&self, net: Net, source: NodeId, sink: NodeId) -> Option<Vec<Option<NodeId>>> {
        let network = self.topology.network(net);
        let selected = &self.selected[net as usize];
        let listeners = &self.listeners[net as usize];
        let mut came_from = vec![None; network.nodes.len()];
        let mut reached = vec![false; network.nodes.len()];
        let mut queue = vec![source];
        reached[source] = true;
        // The tree first: what already carries this source costs nothing.
        let mut at = 0;
        while at < queue.len() {
            let carries = |&&next: &&NodeId| selected[next] == Some(queue[at]);
            let tree: Vec<NodeId> = listeners[queue[at]].iter().filter(carries).copied().collect();
            tree.iter().for_each(|&next| reached[next] = true);
            queue.extend(tree);
            at += 1;
        }
        at = 0;
        while at < queue.len() {
            for &next in &listeners[queue[at]] {
                let passes = next == sink || matches!(network.nodes[next], Node::Track { .. });
                if passes && !reached[next] && selected[next].is_none() {
                    reached[next] = true;
                    came_from[next] = Some(queue[at]);
                    queue.push(next);
                }
            }
            at += 1;
        }
        came_from[sink].is_some().then_some(came_from)
    }

    fn switch(&self, switch: SwitchId) -> SwitchConfig {
        let select = |net: Net| {
            let network = self.topology.network(net);
            let select = |&node: &NodeId| {
                let from = self.selected[net as usize][node]?;
                network.candidates[node].iter().position(|&c| c == from)
            };
            let outputs = network.outputs[switch].iter();
            outputs.map(|node| select(node).map_or(0, |k| k as u32 + 1)).collect()
        };
        SwitchConfig { vector: select(Net::Vector), scalar: select(Net::Scalar) }
    }

    /// The configuration of a block.
    pub fn block(&self, block: Block) -> BlockConfig {
        let empty = || BlockConfig::new(&self.spec, &self.topology, block);
        match block {
            Block::Unit(unit) => self.units[unit].clone().unwrap_or_else(empty),
            Block::Switch(switch) => BlockConfig::Switch(self.switch(switch)),
        }
    }

    /// The image.
    ///
    /// # Errors
    /// A value does not fit its field.
    pub fn image(&self) -> Result<Vec<u32>, FixtureError> {
        let mut error = None;
        let image = image::build(&self.spec, &self.topology, |block| {
            encode(&self.spec, &self.topology, block, &self.block(block)).unwrap_or_else(|e| {
                error = Some(e);
                Vec::new()
            })
        });
        error.map_or(Ok(image), |error| Err(error.into()))
    }
}

/// A nest of loops with these extents, innermost first; `vector` as in [`Counters`].
fn nest(levels: usize, tiles: &[u32], vector: u32) -> Counters {
    let mut counters = Counters::new(levels);
    for (l, level) in counters.levels.iter_mut().enumerate() {
        level.tile = tiles.get(l).copied().unwrap_or(1);
    }
    counters.vector = vector;
    counters
}

/// Makes level 0 ragged: `limit` elements in tiles that level `outer` counts.
fn ragged(counters: Counters, limit: u32, outer: u32) -> Counters {
    let tile = counters.levels[0].tile;
    ragged_level(counters, 0, limit, tile, outer)
}

/// Makes a level ragged: the last of `limit` elements, of which each iteration of level `outer` takes `step`, come in its last.
fn ragged_level(
    mut counters: Counters,
    level: usize,
    limit: u32,
    step: u32,
    outer: u32,
) -> Counters {
    let before = (counters.levels[outer as usize].tile - 1) * step;
    let level = &mut counters.levels[level];
    let short = level.tile.min(limit.saturating_sub(before));
    (level.ragged, level.short, level.outer) = (1, short, outer);
    counters
}

/// An enabled AG; strides are those of level 1 and up.
fn ag(
    spec: &FabricSpec,
    direction: u32,
    counters: Counters,
    base: u32,
    strides: &[u32],
) -> AgConfig {
    let mut config = AgConfig::new(spec);
    (config.enable, config.direction, config.counters) = (1, direction, counters);
    config.address.base = base;
    config.address.strides[1..=strides.len()].copy_from_slice(strides);
    config.marks = row_marks();
    config
}

/// Mark 1 ends level 0, mark 2 level 1, mark 3 level 2.
fn row_marks() -> [u32; 3] {
    [1, 2, 3]
}

/// An enabled side of a PMU; strides from the innermost level.
fn side(spec: &FabricSpec, counters: Counters, strides: &[u32], lane: u32) -> PmuSide {
    let mut address = Affine::new(spec.pmu.counter_levels);
    address.strides[..strides.len()].copy_from_slice(strides);
    address.lane = lane;
    PmuSide { enable: 1, counters, address, marks: row_marks(), ..PmuSide::default() }
}

/// Small numbers that differ, the same each time.
fn numbers(count: usize, seed: u32) -> Vec<u32> {
    let mut state = seed.wrapping_mul(0x9e37_79b9) | 1;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 8
    };
    (0..count).map(|_| next()).collect()
}

/// The same with all bits in use.
fn words(count: usize, seed: u32) -> Vec<u32> {
    numbers(count, seed).into_iter().map(|word| word.wrapping_mul(0x9e37_79b1)).collect()
}

/// The same as f32 between -8 and 8.
fn floats(count: usize, seed: u32) -> Vec<u32> {
    let scale = |word: u32| (word as f32 / (1 << 20) as f32 - 8.0).to_bits();
    numbers(count, seed).into_iter().map(scale).collect()
}
