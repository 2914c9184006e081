//! One stage of the pipeline: in each lane operands, a functional unit, accumulators and the registers that pass.

use super::systolic::Systolic;
use super::{Controls, Notes, Unit};
use kiln_arch::FabricSpec;
use kiln_arch::config::bits_for;
use kiln_emit::{Instance, Module, Net, Part, Source, constant};
use kiln_units::arith::{Delay, Fu, FuSpec, LONG, LONGEST, fu, systolic_fu};
use kiln_units::mux::Mux;
use kiln_units::pcu_accumulator::PcuAccumulator;
use kiln_units::pcu_feed::PcuFeed;
use kiln_units::pcu_operands::{FEW_LANES, PcuOperands, sources};
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
    controls: &Controls,
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
    spec.has_systolic() && spec.sums_products(index)
}

/// Whether operands are in registers before the functional unit: if it is faster than a stage may be.
pub fn is_registered(spec: &FabricSpec) -> bool {
    spec.numbers.op_latency > LONG
}

/// Cycles that the registers before an ordinary stage are held before operands are chosen among them: one if there is time
/// for it, so that what leaves a stage and what enters the next are not in one cycle.
pub fn held(spec: &FabricSpec) -> usize {
    usize::from(spec.numbers.op_latency > LONGEST + 1)
}

/// Whether an ordinary stage reads what leaves it a cycle before it passes: if its registers are held, the sum was written a
/// cycle earlier.
pub fn drains_early(spec: &FabricSpec) -> bool {
    held(spec) > 0
}

/// Cycles from a beat's way into an ordinary stage to what the drain sends beside it being read.
pub fn leaving_cycles(spec: &FabricSpec) -> usize {
    spec.numbers.op_latency - usize::from(drains_early(spec))
}

/// The same for any stage: one that only holds a row chooses its operands at once.
fn held_before(spec: &FabricSpec, index: usize) -> usize {
    if spec.only_systolic(index) { 0 } else { held(spec) }
}

/// The first stage of the same kind, ordinary or only a row, with the operators of stage `index`: they share a module.
pub fn first_alike(spec: &FabricSpec, index: usize) -> usize {
    let first = if spec.only_systolic(index) { 0 } else { spec.pcu.systolic_stages };
    let groups = spec.stage_groups(index);
    (first..index).find(|&other| spec.stage_groups(other) == groups).unwrap_or(index)
}

/// The functional unit of stage `index`.
pub fn unit_spec(spec: &FabricSpec, index: usize) -> FuSpec {
    FuSpec {
        groups: spec.stage_groups(index).iter().copied().collect(),
        subnormals: spec.numbers.subnormals,
        latency: spec.numbers.op_latency
            - held_before(spec, index)
            - usize::from(is_registered(spec)),
    }
}

/// Cycles from a beat's way into a stage to the sum of its product.
pub fn sum_cycles(spec: &FabricSpec, index: usize) -> usize {
    2 * spec.numbers.op_latency - held_before(spec, index)
}

/// What the control tells stage `index`: names of ports and where they come from.
fn beats(
    spec: &FabricSpec,
    notes: &Notes,
    index: usize,
    controls: &Controls,
) -> Vec<(&'static str, Source)> {
    let (start, latency) = (spec.stage_start(index), spec.numbers.op_latency);
    let (operands, results) = (&controls[&(start + held(spec))], &controls[&(start + latency)]);
    let mut beats = vec![
        ("operands_mask", notes.mask(&operands.notes)),
        ("operands_first", notes.first(&operands.notes)),
        ("operands_way", notes.way(&operands.notes, 0)),
        ("results_valid", results.flags.bit(0)),
        ("results_way_0", notes.way(&results.notes, 0)),
    ];
    if is_systolic(spec, index) {
        let sums = &controls[&(start + sum_cycles(spec, index))];
        let leaving = &controls[&(start + leaving_cycles(spec))];
        if drains_early(spec) {
            beats.extend([
                ("leaving_way_0", notes.way(&leaving.notes, 0)),
                ("leaving_way_1", notes.way(&leaving.notes, 1)),
            ]);
        }
        beats.extend([
            ("results_way_1", notes.way(&results.notes, 1)),
            ("results_bank", notes.bank(&results.notes)),
            ("results_first", notes.first(&results.notes)),
            ("leaving_beside", notes.bank(&leaving.notes)),
            ("leaving_valid", leaving.flags.bit(1)),
            ("leaving_row", notes.row(&leaving.notes)),
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
    /// Wires between the parts of each lane.
    pub lanes: Vec<Lane>,
}

/// Words of a lane.
pub struct Lane {
    /// Operands, but for the accumulator.
    pub own: [Net; 3],
    /// Operands of the functional unit.
    pub operands: [Net; 3],
    /// What the lane selects for operand b, its own or that of other lanes.
    offered_b: Net,
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

/// The registers before a stage a cycle later.
fn hold(m: &mut Module, clk: &Net, before: Vec<Net>) -> Vec<Net> {
    let mut later = |(r, net): (usize, Net)| {
        let held = m.wire(format!("held_{r}"), net.width());
        for lane in 0..net.width() / 32 {
            let [word, to] = [&net, &held].map(|net| net.slice(32 * lane, 32));
            cycle_later(m, clk, format!("hold_{r}_{lane}"), word, to);
        }
        held
    };
    before.into_iter().enumerate().map(&mut later).collect()
}

/// Adds a register, an instance of that name, from `word` to `to`.
pub fn cycle_later(m: &mut Module, clk: &Net, name: String, word: Source, to: Source) {
    m.instance(name, &Part::leaf(&Delay::new(1)))
        .connect("clk", clk)
        .connect("word", word)
        .connect("result", to);
}

/// A functional unit, and what its decoder tells all lanes.
pub struct DecodedFu {
    unit: Part,
    told: Vec<(String, Net)>,
}

impl DecodedFu {
    /// Adds the decoder, an instance of that name, to a module.
    pub fn new(
        m: &mut Module,
        clk: &Net,
        name: &str,
        fu: Fu,
        op: impl Into<Source>,
        sum_op: Option<&Net>,
    ) -> DecodedFu {
        let net = |(told, width): &(String, usize)| {
            (told.clone(), m.wire(format!("{name}_{told}"), *width))
        };
        let told: Vec<(String, Net)> = fu.told.iter().map(net).collect();
        let mut decoder = m.instance(name, &fu.decoder);
        decoder.connect("clk", clk).connect("op", op);
        if let Some(sum_op) = sum_op {
            decoder.connect("sum_op", sum_op);
        }
        for (port, net) in &told {
            decoder.connect(port, net);
        }
        drop(decoder);
        DecodedFu { unit: fu.unit, told }
    }

    /// Adds the unit of a lane; its operands and results are to be connected.
    pub fn lane<'m>(&self, m: &'m mut Module, clk: &Net, name: String) -> Instance<'m> {
        let mut instance = m.instance(name, &self.unit);
        instance.connect("clk", clk);
        for (port, net) in &self.told {
            instance.connect(port, net);
        }
        instance
    }
}

/// The module of a stage. Stages with the same operators share one, which has the number of the first of them.
fn module(spec: &FabricSpec, index: usize, beats: &[(&'static str, Source)]) -> Part {
    let unit = unit_spec(spec, index);
    let mut stage = Stage::new(spec, first_alike(spec, index), beats);
    if is_systolic(spec, index) {
        let shared = Systolic::new(&mut stage, systolic_fu(&unit));
        stage.lanes(|stage, lane| shared.lane(stage, lane));
    } else {
        let op = stage.field("op");
        let unit = DecodedFu::new(&mut stage.m, &stage.clk, "operator", fu(&unit), &op, None);
        let accumulates = stage.accumulates();
        stage.lanes(|stage, lane| stage.compute(lane, &unit, &accumulates));
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
        let before: Vec<Net> =
            (0..registers).map(|r| m.input(format!("before_{r}"), 32 * lanes)).collect();
        m.section("registers after the stage");
        let after = (0..registers).map(|r| m.output(format!("after_{r}"), 32 * lanes)).collect();
        let before = if held(spec) > 0 { hold(&mut m, &clk, before) } else { before };
        let lanes = (0..lanes)
            .map(|lane| {
                let mut wire = |name: &str| m.wire(format!("{name}_{lane}"), 32);
                Lane {
                    own: ["own_a", "own_b", "own_c"].map(&mut wire),
                    operands: ["operand_a", "operand_b", "operand_c"].map(&mut wire),
                    offered_b: wire("offered_b"),
                    accumulator: wire("accumulator"),
                    result: wire("result"),
                }
            })
            .collect();
        Stage { spec, m, clk, config, beats, before, after, lanes }
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
    fn lanes(&mut self, compute: impl Fn(&mut Self, usize) -> Passed) {
        let spread = (self.lanes.len() > FEW_LANES).then(|| self.spread());
        for lane in 0..self.lanes.len() {
            self.m.comment(format!("lane {lane}"));
            self.operands(lane, spread.as_ref());
            let passed = compute(self, lane);
            self.pass(lane, passed);
        }
    }

    /// What the lane that is spread over all selects for operand b.
    fn spread(&mut self) -> Net {
        let spread = self.m.wire("spread_b", 32);
        let part = Part::leaf(&Mux::new(32, self.lanes.len(), self.spec.lane_bits()));
        let select = self.field("lane");
        let mut instance = self.m.instance("spread_lane", &part);
        instance.connect("select", select).connect("chosen", &spread);
        for (lane, wires) in self.lanes.iter().enumerate() {
            instance.connect(format!("choice_{lane}"), &wires.offered_b);
        }
        drop(instance);
        spread
    }

    /// One of several words.
    fn choose(&mut self, name: String, select: &Net, choices: &[Source], chosen: &Net) {
        let part = Part::leaf(&Mux::new(32, choices.len(), bits_for(choices.len())));
        let mut instance = self.m.instance(name, &part);
        instance.connect("select", select.slice(0, bits_for(choices.len())));
        instance.connect("chosen", chosen);
        for (k, choice) in choices.iter().enumerate() {
            instance.connect(format!("choice_{k}"), choice.clone());
        }
    }

    /// The operands of a lane, but for the accumulator.
    fn operands(&mut self, lane: usize, spread: Option<&Net>) {
        let hops = self.spec.lane_bits();
        let bits = bits_for(self.before.len() + 1);
        let [select_a, select_b] =
            ["a", "b"].map(|name| self.m.wire(format!("select_{name}_{lane}"), bits));
        let source = self.m.wire(format!("source_b_{lane}"), bits_for(sources(hops)));
        let part = Part::leaf(&PcuOperands::new(self.before.len(), hops));
        let config = ["mode", "a", "b", "masked", "hop", "spread", "lane"];
        let config = config.map(|name| (name, self.field(name)));
        let mask = self.beat("operands_mask");
        let mut instance = self.m.instance(format!("operands_{lane}"), &part);
        for (name, field) in config {
            instance.connect(name, field);
        }
        instance
            .connect("clk", &self.clk)
            .connect("number", constant(hops, lane as u128))
            .connect("present", mask.bit(lane))
            .connect("select_a", &select_a)
            .connect("select_b", &select_b)
            .connect("source", &source);
        drop(instance);

        let words = self.before.iter().map(|before| before.slice(32 * lane, 32));
        let registers: Vec<Source> = words.collect();
        let with_constant = [&registers[..], &[(&self.field("constant")).into()]].concat();
        let [own_a, own_b, own_c] = self.lanes[lane].own.clone();
        let offered_b = self.lanes[lane].offered_b.clone();
        self.choose(format!("choose_a_{lane}"), &select_a, &with_constant, &own_a);
        self.choose(format!("choose_b_{lane}"), &select_b, &with_constant, &offered_b);
        self.choose(format!("choose_c_{lane}"), &self.field("c"), &registers, &own_c);
        let sources = self.sources(lane, spread);
        self.choose(format!("choose_lane_{lane}"), &source, &sources, &own_b);
    }

    /// Where operand b of a lane may be taken from, in the order of `PcuOperands`.
    fn sources(&self, lane: usize, spread: Option<&Net>) -> Vec<Source> {
        let offered = |lane: usize| Source::from(&self.lanes[lane].offered_b);
        match spread {
            None => (0..self.lanes.len()).map(offered).collect(),
            Some(spread) => {
                let above = |hop: usize| offered((lane + (1 << hop)) % self.lanes.len());
                let partners = (0..self.spec.lane_bits()).map(above);
                [offered(lane), spread.into()].into_iter().chain(partners).collect()
            }
        }
    }

    /// When accumulators are read and written, if the stage has one bank.
    fn accumulates(&mut self) -> [Net; 2] {
        let wires = ["continues", "write"].map(|name| self.m.wire(name, 1));
        let mode = self.field("mode");
        let (first, done) = (self.beat("operands_first"), self.beat("results_valid"));
        self.m
            .instance("shared", &Part::leaf(&PcuWrite::new()))
            .connect("mode", mode)
            .connect("first", first)
            .connect("done", done)
            .connect("continues", &wires[0])
            .connect("write", &wires[1]);
        wires
    }

    /// The functional unit and the accumulators of a lane, if the stage has one bank.
    fn compute(&mut self, lane: usize, unit: &DecodedFu, [continues, write]: &[Net; 2]) -> Passed {
        let (read_way, write_way) = (self.beat("operands_way"), self.beat("results_way_0"));
        let Lane { own, operands, accumulator, result, .. } = &self.lanes[lane];
        let mut instance = self
            .m
            .instance(format!("feed_{lane}"), &Part::leaf(&PcuFeed::new(is_registered(self.spec))));
        instance.connect("clk", &self.clk).connect("continues", continues);
        instance.connect("accumulator", accumulator);
        for k in 0..3 {
            instance.connect(format!("own_{k}"), &own[k]);
            instance.connect(format!("operand_{k}"), &operands[k]);
        }
        drop(instance);
        let mut instance = unit.lane(&mut self.m, &self.clk, format!("unit_{lane}"));
        instance.connect("result", result);
        for (port, operand) in ["a", "b", "c"].into_iter().zip(operands) {
            instance.connect(port, operand);
        }
        drop(instance);
        let part = Part::leaf(&PcuAccumulator::new(self.spec.pcu.accumulators));
        self.m
            .instance(format!("accumulators_{lane}"), &part)
            .connect("clk", &self.clk)
            .connect("read_way", read_way)
            .connect("read_data", accumulator)
            .connect("write_valid", write)
            .connect("write_way", write_way)
            .connect("write_data", result);
        Passed { word: result.into(), take: constant(1, 1) }
    }

    fn pass(&mut self, lane: usize, passed: Passed) {
        let part = Part::leaf(&PcuPass::new(
            self.before.len(),
            self.spec.numbers.op_latency - held(self.spec),
        ));
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
