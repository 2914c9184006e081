//! A stage of the pipeline that only holds a row of the systolic form: in each lane a multiplier, an adder, two banks of
//! accumulators and the registers that pass. What it multiplies is fixed, so it has no choice of operands.

use super::stage::is_registered;
use super::{Control, Notes, Unit};
use kiln_arch::FabricSpec;
use kiln_arch::config::bits_for;
use kiln_emit::{Module, Net, Part, Source, constant};
use kiln_units::arith::{FuSpec, OP_WIDTH, row_fu};
use kiln_units::mux::Mux;
use kiln_units::pcu_accumulator::PcuAccumulator;
use kiln_units::pcu_pass::PcuPass;
use kiln_units::pcu_row::PcuRow;
use kiln_units::pcu_row_cell::PcuRowCell;

/// Adds stage `index` to the unit, as [`super::stage::stage`] does.
pub fn row(
    unit: &mut Unit,
    notes: &Notes,
    index: usize,
    before: &[Net],
    controls: &[Control],
) -> Vec<Net> {
    let spec = unit.spec;
    let wire = |r| format!("register_{}_{r}", index + 1);
    let after: Vec<Net> =
        before.iter().enumerate().map(|(r, net)| unit.m.wire(wire(r), net.width())).collect();
    let told = told(notes, index, controls);
    let mut instance = unit.m.instance(format!("stage{index}"), &module(spec, index, &told));
    instance.connect("clk", &unit.clocking.clk);
    for (name, _) in fields(spec) {
        instance.connect(name, unit.frame.field(&format!("stage{index}.{name}")));
    }
    for (name, source) in told {
        instance.connect(name, source);
    }
    instance.connect("row", &before[spec.row_register(index)]);
    for (r, (before, after)) in before.iter().zip(&after).enumerate() {
        instance.connect(format!("before_{r}"), before);
        instance.connect(format!("after_{r}"), after);
    }
    after
}

/// Fields of the stage's configuration: name, width in bits.
fn fields(spec: &FabricSpec) -> [(&'static str, usize); 4] {
    [("op", OP_WIDTH), ("systolic", 1), ("lane", spec.lane_bits()), ("constant", 32)]
}

/// What the control tells the stage: names of ports and where they come from.
fn told(notes: &Notes, index: usize, controls: &[Control]) -> Vec<(&'static str, Source)> {
    let (results, sums) = (&controls[1], &controls[2]);
    vec![
        ("results_way_0", notes.way(&results.notes, 0)),
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
    ]
}

/// The stage's module under construction.
struct Row<'a> {
    spec: &'a FabricSpec,
    m: Module,
    clk: Net,
    /// Configuration and control.
    told: Vec<Net>,
    /// What all lanes do.
    start: Net,
    sum_op: Net,
    take: Net,
    leaving_bank: Net,
    from_bank: [Net; 2],
    write_valid: [Net; 2],
    /// The factor of the row.
    factor: Net,
}

/// The module of a stage. Stages with the same operators share one, which has the number of the first of them.
fn module(spec: &FabricSpec, index: usize, told: &[(&'static str, Source)]) -> Part {
    let groups = spec.stage_groups(index);
    let like = (0..index).find(|&other| spec.stage_groups(other) == groups).unwrap_or(index);
    let mut m = Module::new(
        format!("pcu_row{like}"),
        "One stage of a compute unit that only holds a row of the systolic form.",
    );
    let clk = m.input("clk", 1);
    m.section("configuration");
    let mut ports: Vec<Net> = fields(spec).map(|(name, width)| m.input(name, width)).to_vec();
    m.section("beats: at the products, and where their sums are");
    ports.extend(told.iter().map(|(name, source)| m.input(*name, source.width())));
    m.section("the register that has the factor of the row, and the registers before the stage");
    let width = 32 * spec.lanes;
    let row_word = m.input("row", width);
    let before: Vec<Net> =
        (0..spec.pcu.registers).map(|r| m.input(format!("before_{r}"), width)).collect();
    m.section("registers after the stage");
    let after: Vec<Net> =
        (0..spec.pcu.registers).map(|r| m.output(format!("after_{r}"), width)).collect();
    let mut row = Row {
        start: m.wire("start", 32),
        sum_op: m.wire("sum_op", OP_WIDTH),
        take: m.wire("take", 1),
        leaving_bank: m.wire("leaving_bank", 1),
        from_bank: [0, 1].map(|bank| m.wire(format!("from_bank_{bank}"), 1)),
        write_valid: [0, 1].map(|bank| m.wire(format!("write_valid_{bank}"), 1)),
        factor: m.wire("factor", 32),
        spec,
        m,
        clk,
        told: ports,
    };
    row.shared(&row_word);
    let unit = row_fu(&FuSpec {
        groups: groups.iter().copied().collect(),
        subnormals: spec.numbers.subnormals,
        latency: spec.numbers.op_latency - usize::from(is_registered(spec)),
    });
    for lane in 0..spec.lanes {
        row.m.comment(format!("lane {lane}"));
        let leaving = row.cell(lane, &before[0], &unit);
        row.pass(lane, &before, &after, &leaving);
    }
    row.m.part()
}

impl Row<'_> {
    /// What the stage is told under a name.
    fn told(&self, name: &str) -> Net {
        let found = self.told.iter().find(|net| net.name() == name);
        found.unwrap_or_else(|| panic!("a row is not told `{name}`")).clone()
    }

    /// Adds what all lanes share: their control, and the lane of the row's register that is their factor.
    fn shared(&mut self, row_word: &Net) {
        let (spec, names) = (
            self.spec,
            [
                "systolic",
                "constant",
                "op",
                "number",
                "results_bank",
                "results_first",
                "results_drain",
                "results_row",
                "sums_valid",
                "sums_bank",
            ],
        );
        let told = names.map(|name| self.told(name));
        let part = Part::leaf(&PcuRow::new(spec.pcu.stages, is_registered(spec)));
        let mut instance = self.m.instance("shared", &part);
        instance.connect("clk", &self.clk);
        let out = [&self.start, &self.sum_op, &self.take, &self.leaving_bank];
        for net in told.iter().chain(out).chain(&self.from_bank).chain(&self.write_valid) {
            instance.connect(net.name(), net);
        }
        drop(instance);
        let lane = self.told("lane");
        let part = Part::leaf(&Mux::new(32, spec.lanes, bits_for(spec.lanes)));
        let mut instance = self.m.instance("choose_lane", &part);
        instance.connect("select", lane).connect("chosen", &self.factor);
        for lane in 0..spec.lanes {
            instance.connect(format!("choice_{lane}"), row_word.slice(32 * lane, 32));
        }
    }

    /// Adds the multiplier, adder and accumulators of a lane. Gives what leaves.
    fn cell(&mut self, lane: usize, flow: &Net, unit: &Part) -> Net {
        let mut wire = |name: &str| self.m.wire(format!("{name}_{lane}"), 32);
        let accumulators = ["accumulator_0", "accumulator_1"].map(&mut wire);
        let operands = ["operand_0", "operand_1"].map(&mut wire);
        let [sum_a, sum_b, product, sum, leaving] =
            ["sum_a", "sum_b", "product", "sum", "leaving"].map(&mut wire);
        let op = self.told("op");
        self.m
            .instance(format!("unit_{lane}"), unit)
            .connect("clk", &self.clk)
            .connect("op", op)
            .connect("sum_op", &self.sum_op)
            .connect("a", &operands[0])
            .connect("b", &operands[1])
            .connect("sum_a", &sum_a)
            .connect("sum_b", &sum_b)
            .connect("product", &product)
            .connect("sum", &sum);
        let mut instance = self.m.instance(
            format!("cell_{lane}"),
            &Part::leaf(&PcuRowCell::new(is_registered(self.spec))),
        );
        instance
            .connect("clk", &self.clk)
            .connect("start", &self.start)
            .connect("leaving_bank", &self.leaving_bank)
            .connect("factor_0", flow.slice(32 * lane, 32))
            .connect("factor_1", &self.factor)
            .connect("product", &product)
            .connect("sum_a", &sum_a)
            .connect("sum_b", &sum_b)
            .connect("leaving", &leaving);
        for bank in 0..2 {
            instance.connect(format!("from_bank_{bank}"), &self.from_bank[bank]);
            instance.connect(format!("accumulator_{bank}"), &accumulators[bank]);
            instance.connect(format!("operand_{bank}"), &operands[bank]);
        }
        drop(instance);
        let part = Part::leaf(&PcuAccumulator::new(self.spec.pcu.accumulators));
        for (bank, read) in accumulators.iter().enumerate() {
            let [read_way, write_way] =
                ["results", "sums"].map(|when| self.told(&format!("{when}_way_{bank}")));
            self.m
                .instance(format!("accumulators_{lane}_{bank}"), &part)
                .connect("clk", &self.clk)
                .connect("read_way", read_way)
                .connect("read_data", read)
                .connect("write_valid", &self.write_valid[bank])
                .connect("write_way", write_way)
                .connect("write_data", &sum);
        }
        leaving
    }

    /// Adds the registers of a lane that pass; the last one takes what leaves.
    fn pass(&mut self, lane: usize, before: &[Net], after: &[Net], leaving: &Net) {
        let part = Part::leaf(&PcuPass::new(before.len(), self.spec.numbers.op_latency));
        let last = constant(bits_for(before.len()), before.len() as u128 - 1);
        let mut instance = self.m.instance(format!("pass_{lane}"), &part);
        instance.connect("clk", &self.clk).connect("destination", last);
        instance.connect("take", &self.take).connect("result", leaving);
        for (r, (before, after)) in before.iter().zip(after).enumerate() {
            instance.connect(format!("before_{r}"), before.slice(32 * lane, 32));
            instance.connect(format!("after_{r}"), after.slice(32 * lane, 32));
        }
    }
}
