//! The fabric file: its fields, its bounds, and the reference fabrics that come with Kiln.

use crate::num::{Op, OpGroup, Subnormals};
use serde::{Deserialize, Serialize};

/// A fabric as its TOML file describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FabricSpec {
    /// Name, as `--fabric` takes it: lower case letters, digits and `_`.
    pub name: String,
    /// One line on what the fabric is for.
    pub description: String,
    /// Rows of the grid of units (1..=32).
    pub rows: usize,
    /// Columns of the grid of units (1..=32).
    pub cols: usize,
    /// What is at row 0, column 0; compute and memory units alternate from there.
    #[serde(default)]
    pub corner: Corner,
    /// Words in a vector beat, banks in a memory unit: a power of two, 2..=32.
    pub lanes: usize,
    /// Bits of a loop counter (8..=30). No loop runs longer than `2^counter_bits - 1`.
    pub counter_bits: usize,
    /// Pattern compute units.
    pub pcu: PcuSpec,
    /// Pattern memory units.
    pub pmu: PmuSpec,
    /// Address generators.
    pub ag: AgSpec,
    /// Switches and the links between them.
    pub network: NetworkSpec,
    /// Arithmetic.
    pub numbers: NumberSpec,
    /// The memory port.
    pub memory: MemorySpec,
}

/// A kind of unit in the grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Corner {
    /// A pattern compute unit.
    #[default]
    Pcu,
    /// A pattern memory unit.
    Pmu,
}

/// Sizes of a pattern compute unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PcuSpec {
    /// Pipeline stages, one functional unit a lane each (1..=16).
    pub stages: usize,
    /// Pipeline registers between stages, a word a lane each (2..=15).
    pub registers: usize,
    /// Levels of the loop counter chain (2..=12).
    pub counter_levels: usize,
    /// Affine index generators (0..=4).
    pub indices: usize,
    /// Vector input ports (1..=6).
    pub vector_inputs: usize,
    /// Scalar input ports (1..=6).
    pub scalar_inputs: usize,
    /// Vector output ports (1..=4).
    pub vector_outputs: usize,
    /// Scalar output ports (1..=4).
    pub scalar_outputs: usize,
    /// Accumulators of each stage and lane (in the systolic form of each of two banks): a power of two, 2..=128, more
    /// than the operator latency.
    pub accumulators: usize,
    /// Levels of the loop counter chain that drains the systolic form (3..=8), or 0: the unit does not have that form.
    #[serde(default)]
    pub drain_levels: usize,
    /// The first so many stages only hold rows of the systolic form (0..=`stages`): they have products and their sums, but
    /// no choice of operands, and a beat passes each of them in one cycle. Such a stage multiplies register 0 with a lane of
    /// [`FabricSpec::row_register`], and its sums leave in the last register.
    #[serde(default)]
    pub systolic_stages: usize,
    /// Operator groups of a functional unit behind vector output 0; none, or some with `int` among them.
    #[serde(default)]
    pub output_ops: Vec<OpGroup>,
    /// Beats that an input port buffers (2..=64).
    pub input_fifo: usize,
    /// Operator groups of each stage, first stage first; the last entry holds for the stages after it.
    pub stage_ops: Vec<Vec<OpGroup>>,
}

/// Sizes of a pattern memory unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PmuSpec {
    /// 32-bit words in each of the `lanes` banks: a power of two, 64..=65536.
    pub bank_words: usize,
    /// Levels of each of the two loop counter chains (2..=12).
    pub counter_levels: usize,
    /// Beats that an input port buffers (2..=64).
    pub input_fifo: usize,
    /// Beats that an output port buffers (5..=64; five keep the read pipeline full).
    pub output_fifo: usize,
}

/// Sizes of an address generator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgSpec {
    /// Sides of the grid that carry one address generator for each border switch.
    pub edges: Vec<Side>,
    /// Levels of the loop counter chain (2..=12); level 0 is the words of a row.
    pub counter_levels: usize,
    /// Beats of the memory port in the longest burst: a power of two, 1..=256.
    pub burst_beats: usize,
    /// Beats of the memory port that can wait in a load or store buffer (at least two bursts, at most 512).
    pub buffer_beats: usize,
    /// Rows that a load may have in flight (2..=64).
    pub rows_in_flight: usize,
    /// Beats that an input port buffers (2..=64).
    pub input_fifo: usize,
    /// Beats that an output port buffers (2..=64).
    pub output_fifo: usize,
}

/// The two networks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkSpec {
    /// Vector links each way between neighbouring switches (1..=8).
    pub vector_tracks: usize,
    /// Scalar links each way between neighbouring switches (1..=8).
    pub scalar_tracks: usize,
    /// Beats that the far end of a link buffers (2..=16).
    pub link_fifo: usize,
}

/// Arithmetic choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberSpec {
    /// Cycles through any functional unit (4..=8).
    pub op_latency: usize,
    /// What becomes of subnormal f32 numbers.
    pub subnormals: Subnormals,
}

/// The AXI4 memory port.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemorySpec {
    /// Data bits: 32, 64, 128, 256, 512 or 1024.
    pub data_bits: usize,
}

/// A side of a switch, of a unit or of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Towards row 0.
    North,
    /// Towards the last column.
    East,
    /// Towards the last row.
    South,
    /// Towards column 0.
    West,
}

impl Side {
    /// All sides, in the order used for ports and names.
    pub const ALL: [Side; 4] = [Side::North, Side::East, Side::South, Side::West];

    /// The side that faces this one across a link.
    pub fn opposite(self) -> Side {
        match self {
            Side::North => Side::South,
            Side::East => Side::West,
            Side::South => Side::North,
            Side::West => Side::East,
        }
    }

    /// Lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Side::North => "north",
            Side::East => "east",
            Side::South => "south",
            Side::West => "west",
        }
    }
}

/// Why a fabric file is refused.
#[derive(Debug, thiserror::Error)]
pub enum SpecError {
    /// The text is not TOML, or a field is missing, unknown or of the wrong type.
    #[error("fabric file: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A field's value is out of its bounds.
    #[error("fabric file: `{field}` is {value}, but it must be {bound}")]
    Bound {
        /// Dotted name of the field.
        field: &'static str,
        /// The value found.
        value: String,
        /// What would be accepted.
        bound: String,
    },
    /// No reference fabric of that name.
    #[error("no fabric is named `{name}`; there are: {known} (or give the path of a fabric file)")]
    Unknown {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
}

const REFERENCE: [(&str, &str); 10] = [
    ("tang", include_str!("../fabrics/tang.toml")),
    ("nano", include_str!("../fabrics/nano.toml")),
    ("tiny", include_str!("../fabrics/tiny.toml")),
    ("ulx3s", include_str!("../fabrics/ulx3s.toml")),
    ("ulx3s_small", include_str!("../fabrics/ulx3s_small.toml")),
    ("ulx3s_f32", include_str!("../fabrics/ulx3s_f32.toml")),
    ("ulx3s_i8", include_str!("../fabrics/ulx3s_i8.toml")),
    ("dense", include_str!("../fabrics/dense.toml")),
    ("mid", include_str!("../fabrics/mid.toml")),
    ("paper", include_str!("../fabrics/paper.toml")),
];

impl FabricSpec {
    /// Names of the fabrics that come with Kiln, smallest first.
    pub fn reference_names() -> impl Iterator<Item = &'static str> {
        REFERENCE.iter().map(|(name, _)| *name)
    }

    /// The reference fabric of that name.
    pub fn reference(name: &str) -> Result<FabricSpec, SpecError> {
        match REFERENCE.iter().find(|(known, _)| *known == name) {
            Some((_, text)) => Self::from_toml(text),
            None => Err(SpecError::Unknown {
                name: name.to_string(),
                known: Self::reference_names().collect::<Vec<_>>().join(", "),
            }),
        }
    }

    /// Reads and checks the text of a fabric file.
    pub fn from_toml(text: &str) -> Result<FabricSpec, SpecError> {
        let spec: FabricSpec = toml::from_str(text)?;
        spec.check()?;
        Ok(spec)
    }

    /// Words of one beat of the memory port.
    pub fn memory_words(&self) -> usize {
        self.memory.data_bits / 32
    }

    /// log2 of the lanes.
    pub fn lane_bits(&self) -> usize {
        self.lanes.ilog2() as usize
    }

    /// Operator groups of stage `stage` of a PCU.
    pub fn stage_groups(&self, stage: usize) -> &[OpGroup] {
        let ops = &self.pcu.stage_ops;
        &ops[stage.min(ops.len() - 1)]
    }

    /// Whether stage `stage` has a product and the sum of it.
    pub fn sums_products(&self, stage: usize) -> bool {
        let has = |op: Op| self.stage_groups(stage).contains(&op.group());
        Op::ALL.iter().any(|op| has(*op) && op.sum_of_product().is_some_and(has))
    }

    /// Whether stage `stage` only holds a row of the systolic form.
    pub fn only_systolic(&self, stage: usize) -> bool {
        stage < self.pcu.systolic_stages
    }

    /// Registers of a PCU beyond `pcu.registers`, which only the stages that hold rows have: each for a group of `lanes`
    /// stages, but for the last group, which shares register 1 with the stages behind it. That of group g starts with vector
    /// input 1 + g.
    pub fn row_registers(&self) -> usize {
        let groups = self.pcu.stages.div_ceil(self.lanes);
        (self.pcu.systolic_stages / self.lanes).min(groups - 1)
    }

    /// The register of which a stage that only holds a row takes a lane.
    pub fn row_register(&self, stage: usize) -> usize {
        let (group, own) = (stage / self.lanes, self.row_registers());
        if group < own { self.pcu.registers + group } else { 1 + group - own }
    }

    /// Cycles from a beat's operands at stage 0 to those at stage `stage`.
    pub fn stage_start(&self, stage: usize) -> usize {
        let rows = stage.min(self.pcu.systolic_stages);
        rows + (stage - rows) * self.numbers.op_latency
    }

    /// Cycles from a beat's operands at stage 0 to the last registers.
    pub fn pipeline_cycles(&self) -> usize {
        self.stage_start(self.pcu.stages)
    }

    /// Cycles from the issue of the beat that completes a tile to the first that may drain it: until its sums are there
    /// where the beat of the drain passes.
    pub fn ripe_after(&self) -> usize {
        match self.pcu.systolic_stages {
            0 => self.numbers.op_latency + 1,
            _ => 2 * self.numbers.op_latency,
        }
    }

    /// Words that one PMU holds.
    pub fn pmu_words(&self) -> usize {
        self.pmu.bank_words * self.lanes
    }

    /// Bits of a word address inside a PMU.
    pub fn pmu_address_bits(&self) -> usize {
        self.pmu_words().ilog2() as usize
    }

    /// Beats that a PCU output port buffers: the beats in flight in the pipeline plus four, as a
    /// power of two, so that credits never slow a full pipeline.
    pub fn pcu_output_fifo(&self) -> usize {
        let output = usize::from(self.has_output_unit()) * self.numbers.op_latency;
        (self.pipeline_cycles() + output + 4).next_power_of_two()
    }

    /// Whether compute units have the systolic form.
    pub fn has_systolic(&self) -> bool {
        self.pcu.drain_levels > 0
    }

    /// Whether vector output 0 of a compute unit has a functional unit of its own.
    pub fn has_output_unit(&self) -> bool {
        !self.pcu.output_ops.is_empty()
    }

    /// Largest extent or step of a loop.
    pub fn counter_max(&self) -> u32 {
        ((1u64 << self.counter_bits) - 1) as u32
    }

    /// A number that identifies the fabric: CRC-32 of its structure (names and prose left out)
    /// and of the version of the configuration layout.
    pub fn fingerprint(&self) -> u32 {
        let mut anonymous = self.clone();
        anonymous.name.clear();
        anonymous.description.clear();
        let text = serde_json::to_string(&(crate::config::LAYOUT_VERSION, anonymous))
            .expect("a fabric is plain data");
        crate::image::CRC32.checksum(text.as_bytes())
    }

    fn check(&self) -> Result<(), SpecError> {
        range("rows", self.rows, 1, 32)?;
        range("cols", self.cols, 1, 32)?;
        power("lanes", self.lanes, 2, 32)?;
        range("counter_bits", self.counter_bits, 8, 30)?;
        let named = !self.name.is_empty()
            && self.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        ensure(named, "name", &self.name, "lower case letters, digits and `_`")?;
        self.check_pcu()?;
        self.check_memory_units()?;
        range("network.vector_tracks", self.network.vector_tracks, 1, 8)?;
        range("network.scalar_tracks", self.network.scalar_tracks, 1, 8)?;
        range("network.link_fifo", self.network.link_fifo, 2, 16)?;
        range("numbers.op_latency", self.numbers.op_latency, 4, 8)?;
        power("memory.data_bits", self.memory.data_bits, 32, 1024)
    }

    fn check_pcu(&self) -> Result<(), SpecError> {
        let pcu = &self.pcu;
        range("pcu.stages", pcu.stages, 1, 16)?;
        range("pcu.registers", pcu.registers, 2, 15)?;
        range("pcu.counter_levels", pcu.counter_levels, 2, 12)?;
        range("pcu.indices", pcu.indices, 0, 4)?;
        range("pcu.vector_inputs", pcu.vector_inputs, 1, 6)?;
        range("pcu.scalar_inputs", pcu.scalar_inputs, 1, 6)?;
        range("pcu.vector_outputs", pcu.vector_outputs, 1, 4)?;
        range("pcu.scalar_outputs", pcu.scalar_outputs, 1, 4)?;
        range("pcu.input_fifo", pcu.input_fifo, 2, 64)?;
        power("pcu.accumulators", pcu.accumulators, 2, 128)?;
        ensure(
            pcu.accumulators > self.numbers.op_latency,
            "pcu.accumulators",
            &pcu.accumulators.to_string(),
            "more than `numbers.op_latency`, or sums cannot run at a beat a cycle",
        )?;
        ensure(
            pcu.drain_levels == 0 || (3..=8).contains(&pcu.drain_levels),
            "pcu.drain_levels",
            &pcu.drain_levels.to_string(),
            "0 or between 3 and 8",
        )?;
        self.check_rows()?;
        ensure(
            pcu.output_ops.is_empty() || pcu.output_ops.contains(&OpGroup::Int),
            "pcu.output_ops",
            "a list without `int`",
            "empty, or a list with `int` in it",
        )?;
        ensure(
            (1..=pcu.stages).contains(&pcu.stage_ops.len()),
            "pcu.stage_ops",
            &format!("a list of {}", pcu.stage_ops.len()),
            "a list of one to `pcu.stages` lists",
        )
    }

    /// Stages that only hold rows need the systolic form, registers, and something to sum.
    fn check_rows(&self) -> Result<(), SpecError> {
        let (pcu, rows) = (&self.pcu, self.pcu.systolic_stages);
        if rows == 0 {
            return Ok(());
        }
        let refuse = |bound: &str| ensure(false, "pcu.systolic_stages", &rows.to_string(), bound);
        range("pcu.systolic_stages", rows, 0, pcu.stages)?;
        if !self.has_systolic() {
            return refuse("0 if `pcu.drain_levels` is 0: nothing could leave those stages");
        }
        let shared = (0..rows).map(|stage| self.row_register(stage));
        let last = shared.filter(|&register| register < pcu.registers).max();
        if last.is_some_and(|register| register + 2 > pcu.registers) || pcu.registers < 2 {
            return refuse(
                "so few that `pcu.registers` suffices: one that flows, rows, and one that leaves",
            );
        }
        if self.row_registers() + 2 > pcu.vector_inputs {
            return refuse(
                "so few that there is a vector input for what flows and one for each `lanes` stages",
            );
        }
        if pcu.registers + self.row_registers() > 15 {
            return refuse(
                "so few that there are at most 15 registers, with one for each `lanes` of them",
            );
        }
        match (0..rows).find(|&stage| !self.sums_products(stage)) {
            Some(_) => refuse("0 unless `pcu.stage_ops` gives each of them a product and its sum"),
            None => Ok(()),
        }
    }

    fn check_memory_units(&self) -> Result<(), SpecError> {
        power("pmu.bank_words", self.pmu.bank_words, 64, 65536)?;
        range("pmu.counter_levels", self.pmu.counter_levels, 2, 12)?;
        range("pmu.input_fifo", self.pmu.input_fifo, 2, 64)?;
        range("pmu.output_fifo", self.pmu.output_fifo, 5, 64)?;
        let ag = &self.ag;
        ensure(!ag.edges.is_empty(), "ag.edges", "empty", "at least one side")?;
        let mut edges = ag.edges.clone();
        edges.sort();
        edges.dedup();
        ensure(edges.len() == ag.edges.len(), "ag.edges", "repeated", "each side at most once")?;
        range("ag.counter_levels", ag.counter_levels, 2, 12)?;
        power("ag.burst_beats", ag.burst_beats, 1, 256)?;
        let burst_bytes = ag.burst_beats * self.memory.data_bits / 8;
        ensure(
            burst_bytes <= 4096,
            "ag.burst_beats",
            &ag.burst_beats.to_string(),
            "at most 4096 bytes of the memory port, as AXI4 demands",
        )?;
        range("ag.buffer_beats", ag.buffer_beats, 2 * ag.burst_beats, 512)?;
        range("ag.rows_in_flight", ag.rows_in_flight, 2, 64)?;
        range("ag.input_fifo", ag.input_fifo, 2, 64)?;
        range("ag.output_fifo", ag.output_fifo, 2, 64)
    }
}

fn ensure(ok: bool, field: &'static str, value: &str, bound: &str) -> Result<(), SpecError> {
    if ok {
        return Ok(());
    }
    Err(SpecError::Bound { field, value: value.to_string(), bound: bound.to_string() })
}

fn range(field: &'static str, value: usize, low: usize, high: usize) -> Result<(), SpecError> {
    let bound = format!("between {low} and {high}");
    ensure((low..=high).contains(&value), field, &value.to_string(), &bound)
}

fn power(field: &'static str, value: usize, low: usize, high: usize) -> Result<(), SpecError> {
    let bound = format!("a power of two between {low} and {high}");
    let ok = value.is_power_of_two() && (low..=high).contains(&value);
    ensure(ok, field, &value.to_string(), &bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TINY: &str = include_str!("../fabrics/tiny.toml");

    #[test]
    fn reference_fabrics_are_valid_and_distinct() {
        let prints: std::collections::BTreeSet<u32> = FabricSpec::reference_names()
            .map(|name| FabricSpec::reference(name).unwrap().fingerprint())
            .collect();
        assert_eq!(prints.len(), REFERENCE.len());
    }

    #[test]
    fn a_bad_value_names_field_value_and_bound() {
        let text = TINY.replace("lanes = 4", "lanes = 3");
        let message = FabricSpec::from_toml(&text).unwrap_err().to_string();
        assert!(message.contains("`lanes` is 3"), "{message}");
        assert!(message.contains("power of two between 2 and 32"), "{message}");
    }

    #[test]
    fn stages_that_only_hold_rows_need_what_rows_need() {
        let rows = |count: &str, text: &str| {
            FabricSpec::from_toml(
                &text.replace("stages = 2", &format!("stages = 2\nsystolic_stages = {count}")),
            )
        };
        assert!(rows("2", TINY).is_ok());
        let refused = [
            rows("3", TINY),
            rows("1", &TINY.replace("registers = 4", "registers = 2")),
            rows("1", &TINY.replace("stage_ops = [[", "stage_ops = [[\"int\"], [")),
        ];
        for result in refused {
            let message = result.unwrap_err().to_string();
            assert!(message.contains("systolic_stages"), "{message}");
        }
    }

    #[test]
    fn an_unknown_field_is_named() {
        let text = TINY.replace("lanes = 4", "lanes = 4\nlines = 2");
        let message = FabricSpec::from_toml(&text).unwrap_err().to_string();
        assert!(message.contains("lines"), "{message}");
    }

    #[test]
    fn the_name_does_not_change_the_fingerprint() {
        let spec = FabricSpec::reference("tiny").unwrap();
        let renamed = FabricSpec { name: "other".into(), ..spec.clone() };
        assert_eq!(spec.fingerprint(), renamed.fingerprint());
    }
}
