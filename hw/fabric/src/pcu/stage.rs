//! One stage of the pipeline: in each lane operands, a functional unit, accumulators and the registers that pass.

use super::systolic::Systolic;
use super::{Control, Notes, Unit};
use kiln_arch::FabricSpec;
use kiln_arch::config::bits_for;
use kiln_arch::num::Op;
use kiln_emit::{Module, Net, Part, Source, constant};
use kiln_units::arith::{FuSpec, fu, systolic_fu};
use kiln_units::mux::Mux;
use kiln_units::pcu_accumulator::PcuAccumulator;
use kiln_units::pcu_operands::PcuOperands;
use kiln_units::pcu_pass::PcuPass;
use kiln_units::pcu_write::PcuWrite;

/// Fields of a stage's configuration: name, width in bits.
fn fields(spec: &FabricSpec) -> [(&'static str, usize); 11] {
    let registers = spec.pcu.registers;
    [
        ("op", 6),
        ("mode", 2),
        ("a", bits_for(registers + 1)),
        ("b", bits_for(registers + 1)),
        ("c", bits_for(registers)),
        ("masked", 1),
        ("hop", bits_for(spec.lane_bits())),
        ("spread", 1),
        ("lane", spec.lane_bits()),
        ("constant", 32),
        ("destination", bits_for(registers)),
    ]
}

/// Adds stage `index` to the unit, from the registers and the control at its operands, at its results, and so on. Gives
/// the registers after it.
pub fn stage(
    unit: &mut Unit,
    notes: &Notes,
    index: usize,
    before: &[Net],
    controls: &[Control],
) -> Vec<Net> {
    let spec = unit.spec;
    let after: Vec<Net> = (0..before.len())
        .map(|r| unit.m.wire(format!("register_{}_{r}", index + 1), before[r].width()))
        .collect();
    let beats = beats(spec, notes, index, controls);
    let mut instance = unit.m.instance(format!("stage{index}"), &module(spec, index, &beats));
    instance.connect("clk", &unit.clocking.clk);
    for (name, source) in beats {
        instance.connect(name, source);
    }
    for (name, _) in fields(spec) {
        instance.connect(name, unit.frame.field(&format!("stage{index}.{name}")));
    }
    for r in 0..before.len() {
        instance.connect(format!("before_{r}"), &before[r]);
        instance.connect(format!("after_{r}"), &after[r]);
    }
    after
}

/// Whether a stage can sum products of its own: the others have no use for the hardware of the systolic form.
pub fn is_systolic(spec: &FabricSpec, index: usize) -> bool {
    let has = |op: Op| spec.stage_groups(index).contains(&op.group());
    let sums = |op: &&Op| has(**op) && op.sum_of_product().is_some_and(has);
    spec.has_systolic() && Op::ALL.iter().any(|op| sums(&op))
}

/// What the control tells stage `index`: names of ports and where they come from.
fn beats(
    spec: &FabricSpec,
    notes: &Notes,
    index: usize,
    controls: &[Control],
) -> Vec<(&'static str, Source)> {
    let (operands, results) = (&controls[0], &controls[1]);
    let mut beats = vec![
        ("operands_mask", notes.mask(&operands.notes)),
        ("operands_first", notes.first(&operands.notes)),
        ("operands_way", notes.way(&operands.notes, 0)),
        ("results_valid", results.flags.bit(0)),
        ("results_way_0", notes.way(&results.notes, 0)),
    ];
    if is_systolic(spec, index) {
        let sums = &controls[2];
        beats.extend([
            ("results_way_1", notes.way(&results.notes, 1)),
            ("results_bank", notes.bank(&results.notes)),
            ("results_first", notes.first(&results.notes)),
            ("results_drain", results.flags.bit(1)),
            ("results_row", notes.row(&results.notes)),
            ("sums_valid", sums.flags.bit(0)),
            ("sums_way_0", notes.way(&sums.notes, 0)),
            ("sums_way_1", notes.way(&sums.notes, 1)),
            ("sums_bank", notes.bank(&sums.notes)),
            ("number", constant(notes.row_bits, index as u128)),
        ]);
    }
    beats
}

/// A stage's module under construction.
pub struct Stage<'a> {
    pub spec: &'a FabricSpec,
    pub m: Module,
    pub clk: Net,
    config: Vec<Net>,
    pub beats: Vec<Net>,
    before: Vec<Net>,
    after: Vec<Net>,
    spread_b: Net,
    /// Wires between the parts of each lane.
    pub lanes: Vec<Lane>,
}

/// Words of a lane.
pub struct Lane {
    /// Operands of the functional unit.
    pub a: Net,
    pub b: Net,
    pub c: Net,
    /// The registers of operands a and b.
    own: [Net; 2],
    /// The accumulator of the beat at the operands, in bank 0.
    pub accumulator: Net,
    /// What accumulators and pipeline registers may take.
    pub result: Net,
}

/// What a lane's pipeline registers take, and whether they do.
pub struct Passed {
    pub word: Source,
    pub take: Source,
}

/// The module of a stage. Stages with the same operators share one, which has the number of the first of them.
fn module(spec: &FabricSpec, index: usize, beats: &[(&'static str, Source)]) -> Part {
    let groups = spec.stage_groups(index);
    let like = (0..index).find(|&other| spec.stage_groups(other) == groups).unwrap_or(index);
    let unit = FuSpec {
        groups: groups.iter().copied().collect(),
        subnormals: spec.numbers.subnormals,
        latency: spec.numbers.op_latency,
    };
    let mut stage = Stage::new(spec, like, beats);
    if is_systolic(spec, index) {
        let unit = systolic_fu(&unit);
        let shared = Systolic::new(&mut stage);
        stage.lanes(|stage, lane| shared.lane(stage, lane, &unit));
    } else {
        let unit = fu(&unit);
        let write = stage.write();
        stage.lanes(|stage, lane| stage.compute(lane, &unit, &write));
    }
    stage.m.part()
}

impl<'a> Stage<'a> {
    fn new(spec: &'a FabricSpec, number: usize, beats: &[(&'static str, Source)]) -> Self {
        let (lanes, registers) = (spec.lanes, spec.pcu.registers);
        let mut m = Module::new(
            format!("pcu_stage{number}"),
            "One stage of a compute unit: operands, functional unit, accumulators and passing registers of each lane.",
        );
        let clk = m.input("clk", 1);
        m.section("configuration");
        let config = fields(spec).map(|(name, width)| m.input(name, width)).to_vec();
        m.section("beats: at the operands, at the results, and where sums of products are");
        let beats = beats.iter().map(|(name, source)| m.input(name, source.width())).collect();
        m.section("registers before the stage");
        let before = (0..registers).map(|r| m.input(format!("before_{r}"), 32 * lanes)).collect();
        m.section("registers after the stage");
        let after = (0..registers).map(|r| m.output(format!("after_{r}"), 32 * lanes)).collect();
        let spread_b = m.wire("spread_b", 32);
        let lanes = (0..lanes)
            .map(|lane| {
                let mut wire = |name: &str| m.wire(format!("{name}_{lane}"), 32);
                Lane {
                    a: wire("operand_a"),
                    b: wire("operand_b"),
                    c: wire("operand_c"),
                    own: ["own_a", "own_b"].map(&mut wire),
                    accumulator: wire("accumulator"),
                    result: wire("result"),
                }
            })
            .collect();
        Stage { spec, m, clk, config, beats, before, after, spread_b, lanes }
    }

    /// A field of the configuration.
    pub fn field(&self, name: &str) -> Net {
        let found = self.config.iter().find(|net| net.name() == name);
        found.unwrap_or_else(|| panic!("a stage has no field `{name}`")).clone()
    }

    /// A port of the control.
    fn beat(&self, name: &str) -> Net {
        let found = self.beats.iter().find(|net| net.name() == name);
        found.unwrap_or_else(|| panic!("a stage is not told `{name}`")).clone()
    }

    /// Adds all lanes; `compute` adds what is between the operands and the pipeline registers.
    fn lanes(&mut self, compute: impl Fn(&mut Self, usize) -> (Option<Net>, Passed)) {
        self.spread();
        for lane in 0..self.lanes.len() {
            self.m.comment(format!("lane {lane}"));
            let (plain_a, passed) = compute(self, lane);
            self.operands(lane, plain_a);
            self.pass(lane, passed);
        }
    }

    /// The register of operand b in the lane that is spread over all.
    fn spread(&mut self) {
        let part = Part::leaf(&Mux::new(32, self.lanes.len(), self.spec.lane_bits()));
        let select = self.field("lane");
        let mut instance = self.m.instance("spread_lane", &part);
        instance.connect("select", select).connect("chosen", &self.spread_b);
        for (lane, wires) in self.lanes.iter().enumerate() {
            instance.connect(format!("choice_{lane}"), &wires.own[1]);
        }
    }

    /// The register of a lane that an operand selects.
    fn select(&mut self, lane: usize, name: &str, word: &Net) {
        let (select, bits) = (self.field(name), bits_for(self.before.len()));
        let part = Part::leaf(&Mux::new(32, self.before.len(), bits));
        let mut instance = self.m.instance(format!("select_{name}_{lane}"), &part);
        instance.connect("select", select.slice(0, bits)).connect("chosen", word);
        for (r, before) in self.before.iter().enumerate() {
            instance.connect(format!("choice_{r}"), before.slice(32 * lane, 32));
        }
    }

    fn operands(&mut self, lane: usize, plain_a: Option<Net>) {
        let [own_a, own_b] = self.lanes[lane].own.clone();
        self.select(lane, "a", &own_a);
        self.select(lane, "b", &own_b);
        self.select(lane, "c", &self.lanes[lane].c.clone());
        let hops = self.spec.lane_bits();
        let part = Part::leaf(&PcuOperands::new(self.before.len(), hops));
        let names = ["mode", "a", "b", "masked", "hop", "spread", "constant"];
        let config = names.map(|name| (name, self.field(name)));
        let (mask, first) = (self.beat("operands_mask"), self.beat("operands_first"));
        let wires = &self.lanes[lane];
        let mut instance = self.m.instance(format!("operands_{lane}"), &part);
        for (name, field) in config {
            instance.connect(name, field);
        }
        instance
            .connect("present", mask.bit(lane))
            .connect("first", first)
            .connect("accumulator", &wires.accumulator)
            .connect("spread_b", &self.spread_b)
            .connect("own_a", own_a)
            .connect("own_b", own_b)
            .connect("operand_a", &wires.a)
            .connect("operand_b", &wires.b);
        match plain_a {
            Some(plain_a) => instance.connect("plain_a", plain_a),
            None => instance.open("plain_a"),
        };
        for hop in 0..hops {
            let partner = &self.lanes[(lane + (1 << hop)) % self.lanes.len()];
            instance.connect(format!("partner_{hop}"), &partner.a);
        }
    }

    /// When accumulators are written, if the stage has one bank.
    fn write(&mut self) -> Net {
        let write = self.m.wire("write", 1);
        let (mode, done) = (self.field("mode"), self.beat("results_valid"));
        self.m
            .instance("writes", &Part::leaf(&PcuWrite::new()))
            .connect("mode", mode)
            .connect("done", done)
            .connect("write", &write);
        write
    }

    /// The functional unit and the accumulators of a lane, if the stage has one bank.
    fn compute(&mut self, lane: usize, unit: &Part, write: &Net) -> (Option<Net>, Passed) {
        let op = self.field("op");
        let (read_way, write_way) = (self.beat("operands_way"), self.beat("results_way_0"));
        let Lane { a, b, c, accumulator, result, .. } = &self.lanes[lane];
        self.m
            .instance(format!("unit_{lane}"), unit)
            .connect("clk", &self.clk)
            .connect("op", op)
            .connect("a", a)
            .connect("b", b)
            .connect("c", c)
            .connect("result", result);
        let part = Part::leaf(&PcuAccumulator::new(self.spec.pcu.accumulators));
        self.m
            .instance(format!("accumulators_{lane}"), &part)
            .connect("clk", &self.clk)
            .connect("read_way", read_way)
            .connect("read_data", accumulator)
            .connect("write_valid", write)
            .connect("write_way", write_way)
            .connect("write_data", result);
        (None, Passed { word: result.into(), take: constant(1, 1) })
    }

    fn pass(&mut self, lane: usize, passed: Passed) {
        let part = Part::leaf(&PcuPass::new(self.before.len(), self.spec.numbers.op_latency));
        let destination = self.field("destination");
        let mut instance = self.m.instance(format!("pass_{lane}"), &part);
        instance.connect("clk", &self.clk).connect("destination", destination);
        instance.connect("take", passed.take).connect("result", passed.word);
        for (r, (before, after)) in self.before.iter().zip(&self.after).enumerate() {
            instance.connect(format!("before_{r}"), before.slice(32 * lane, 32));
            instance.connect(format!("after_{r}"), after.slice(32 * lane, 32));
        }
    }
}
