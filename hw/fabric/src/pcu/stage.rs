//! One stage of the pipeline: in each lane operands, a functional unit, accumulators and the registers that pass.

use super::{Control, Notes, Unit};
use kiln_arch::FabricSpec;
use kiln_emit::{Module, Net, Part};
use kiln_units::arith::{FuSpec, fu};
use kiln_units::pcu_accumulator::PcuAccumulator;
use kiln_units::pcu_operands::PcuOperands;
use kiln_units::pcu_pass::PcuPass;

/// Fields of a stage's configuration: name, width in bits.
fn fields(spec: &FabricSpec) -> [(&'static str, usize); 9] {
    use kiln_arch::config::bits_for;
    let registers = spec.pcu.registers;
    [
        ("op", 6),
        ("mode", 2),
        ("a", bits_for(registers + 1)),
        ("b", bits_for(registers + 1)),
        ("c", bits_for(registers)),
        ("masked", 1),
        ("hop", bits_for(spec.lane_bits())),
        ("constant", 32),
        ("destination", bits_for(registers)),
    ]
}

/// Adds stage `index` to the unit, from the registers and the control at its operands and the control at its results.
/// Gives the registers after it.
pub fn stage(
    unit: &mut Unit,
    notes: &Notes,
    index: usize,
    before: &[Net],
    (control, done): (&Control, &Control),
) -> Vec<Net> {
    let spec = unit.spec;
    let after: Vec<Net> = (0..before.len())
        .map(|r| unit.m.wire(format!("register_{}_{r}", index + 1), before[r].width()))
        .collect();
    let mut instance = unit.m.instance(format!("stage{index}"), &module(spec, index));
    instance
        .connect("clk", &unit.clocking.clk)
        .connect("mask", notes.mask(&control.notes))
        .connect("way", notes.way(&control.notes))
        .connect("first", notes.first(&control.notes))
        .connect("done", done.flags.bit(0))
        .connect("done_way", notes.way(&done.notes));
    for (name, _) in fields(spec) {
        instance.connect(name, unit.frame.field(&format!("stage{index}.{name}")));
    }
    for r in 0..before.len() {
        instance.connect(format!("before_{r}"), &before[r]);
        instance.connect(format!("after_{r}"), &after[r]);
    }
    after
}

/// A stage's module under construction.
struct Stage<'a> {
    spec: &'a FabricSpec,
    m: Module,
    clk: Net,
    config: Vec<Net>,
    mask: Net,
    way: Net,
    first: Net,
    done: Net,
    done_way: Net,
    before: Vec<Net>,
    after: Vec<Net>,
    /// Wires between the parts of each lane.
    lanes: Vec<Lane>,
}

struct Lane {
    a: Net,
    b: Net,
    c: Net,
    accumulator: Net,
    result: Net,
}

/// The module of a stage. Stages with the same operators share one, which has the number of the first of them.
fn module(spec: &FabricSpec, index: usize) -> Part {
    let groups = spec.stage_groups(index);
    let like = (0..index).find(|&other| spec.stage_groups(other) == groups).unwrap_or(index);
    let unit = fu(&FuSpec {
        groups: groups.iter().copied().collect(),
        subnormals: spec.numbers.subnormals,
        latency: spec.numbers.op_latency,
    });
    let mut stage = Stage::new(spec, like);
    for lane in 0..spec.lanes {
        stage.m.comment(format!("lane {lane}"));
        stage.operands(lane);
        stage.compute(lane, &unit);
        stage.accumulate(lane);
        stage.pass(lane);
    }
    stage.m.part()
}

impl<'a> Stage<'a> {
    fn new(spec: &'a FabricSpec, number: usize) -> Self {
        let (lanes, registers) = (spec.lanes, spec.pcu.registers);
        let way_bits = kiln_arch::config::bits_for(spec.pcu.accumulators);
        let mut m = Module::new(
            format!("pcu_stage{number}"),
            "One stage of a compute unit: operands, functional unit, accumulators and passing registers of each lane.",
        );
        let clk = m.input("clk", 1);
        m.section("configuration");
        let config = fields(spec).map(|(name, width)| m.input(name, width)).to_vec();
        m.section("the beat at the operands");
        let mask = m.input("mask", lanes);
        let way = m.input("way", way_bits);
        let first = m.input("first", 1);
        m.section("the beat at the results");
        let done = m.input("done", 1);
        let done_way = m.input("done_way", way_bits);
        m.section("registers before the stage");
        let before = (0..registers).map(|r| m.input(format!("before_{r}"), 32 * lanes)).collect();
        m.section("registers after the stage");
        let after = (0..registers).map(|r| m.output(format!("after_{r}"), 32 * lanes)).collect();
        let lanes = (0..lanes)
            .map(|lane| {
                let mut wire = |name: &str| m.wire(format!("{name}_{lane}"), 32);
                Lane {
                    a: wire("operand_a"),
                    b: wire("operand_b"),
                    c: wire("operand_c"),
                    accumulator: wire("accumulator"),
                    result: wire("result"),
                }
            })
            .collect();
        Stage { spec, m, clk, config, mask, way, first, done, done_way, before, after, lanes }
    }

    fn field(&self, name: &str) -> Net {
        let found = self.config.iter().find(|net| net.name() == name);
        found.unwrap_or_else(|| panic!("a stage has no field `{name}`")).clone()
    }

    fn operands(&mut self, lane: usize) {
        let hops = self.spec.lane_bits();
        let part = Part::leaf(&PcuOperands::new(self.before.len(), hops));
        let names = ["mode", "a", "b", "c", "masked", "hop", "constant"];
        let config = names.map(|name| (name, self.field(name)));
        let wires = &self.lanes[lane];
        let mut instance = self.m.instance(format!("operands_{lane}"), &part);
        for (name, field) in config {
            instance.connect(name, field);
        }
        instance
            .connect("present", self.mask.bit(lane))
            .connect("first", &self.first)
            .connect("accumulator", &wires.accumulator)
            .connect("operand_a", &wires.a)
            .connect("operand_b", &wires.b)
            .connect("operand_c", &wires.c);
        for (r, before) in self.before.iter().enumerate() {
            instance.connect(format!("register_{r}"), before.slice(32 * lane, 32));
        }
        for hop in 0..hops {
            let partner = &self.lanes[(lane + (1 << hop)) % self.lanes.len()];
            instance.connect(format!("partner_{hop}"), &partner.a);
        }
    }

    fn compute(&mut self, lane: usize, unit: &Part) {
        let op = self.field("op");
        let wires = &self.lanes[lane];
        self.m
            .instance(format!("unit_{lane}"), unit)
            .connect("clk", &self.clk)
            .connect("op", op)
            .connect("a", &wires.a)
            .connect("b", &wires.b)
            .connect("c", &wires.c)
            .connect("result", &wires.result);
    }

    fn accumulate(&mut self, lane: usize) {
        let part = Part::leaf(&PcuAccumulator::new(self.spec.pcu.accumulators));
        let mode = self.field("mode");
        let wires = &self.lanes[lane];
        self.m
            .instance(format!("accumulators_{lane}"), &part)
            .connect("clk", &self.clk)
            .connect("mode", mode)
            .connect("read_way", &self.way)
            .connect("read_data", &wires.accumulator)
            .connect("write_valid", &self.done)
            .connect("write_way", &self.done_way)
            .connect("write_data", &wires.result);
    }

    fn pass(&mut self, lane: usize) {
        let part = Part::leaf(&PcuPass::new(self.before.len(), self.spec.numbers.op_latency));
        let destination = self.field("destination");
        let mut instance = self.m.instance(format!("pass_{lane}"), &part);
        instance.connect("clk", &self.clk).connect("destination", destination);
        instance.connect("result", &self.lanes[lane].result);
        for (r, (before, after)) in self.before.iter().zip(&self.after).enumerate() {
            instance.connect(format!("before_{r}"), before.slice(32 * lane, 32));
            instance.connect(format!("after_{r}"), after.slice(32 * lane, 32));
        }
    }
}
