//! A stage of the pipeline that only holds a row of the systolic form: in each lane a multiplier, an adder, two banks of
//! accumulators and the registers that pass. What it multiplies is fixed, so it has no choice of operands.

use super::stage::{DecodedFu, first_alike, is_registered, unit_spec};
use super::{Controls, Notes, Unit};
use kiln_arch::FabricSpec;
use kiln_arch::config::bits_for;
use kiln_emit::{Module, Net, Part, Source, constant};
use kiln_units::arith::{OP_WIDTH, row_fu};
use kiln_units::mux::Mux;
use kiln_units::pcu_accumulator::PcuAccumulator;
use kiln_units::pcu_pass::PcuPass;
use kiln_units::pcu_row::PcuRow;
use kiln_units::pcu_row_cell::PcuRowCell;

/// Adds stage `index` to the unit, as [`super::stage::stage`] does. `before` are the registers of all stages, and then those of the
/// rows that are still to come; the factor of a row whose register is needed no more is not passed on.
pub fn row(
    unit: &mut Unit,
    notes: &Notes,
    index: usize,
    before: &[Net],
    controls: &Controls,
) -> Vec<Net> {
    let spec = unit.spec;
    let (registers, number) = (spec.pcu.registers, spec.row_register(index));
    // The first of the registers that only rows have is always that of the stage.
    let factor = if number < registers { number } else { registers };
    let is_last = number >= registers && spec.row_register(index + 1) != number;
    let passed: Vec<&Net> = before
        .iter()
        .enumerate()
        .filter(|&(r, _)| !(is_last && r == factor))
        .map(|(_, net)| net)
        .collect();
    let after: Vec<Net> = passed
        .iter()
        .enumerate()
        .map(|(r, net)| unit.m.wire(format!("register_{}_{r}", index + 1), net.width()))
        .collect();
    let told = told(spec, notes, index, controls);
    let part = module(spec, index, after.len(), &told);
    let mut instance = unit.m.instance(format!("stage{index}"), &part);
    instance.connect("clk", &unit.clocking.clk);
    for (name, _) in fields(spec) {
        instance.connect(name, unit.frame.field(&format!("stage{index}.{name}")));
    }
    for (name, source) in told {
        instance.connect(name, source);
    }
    instance.connect("row", &before[factor]);
    for (r, (before, after)) in passed.into_iter().zip(&after).enumerate() {
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
fn told(
    spec: &FabricSpec,
    notes: &Notes,
    index: usize,
    controls: &Controls,
) -> Vec<(&'static str, Source)> {
    let (start, latency) = (spec.stage_start(index), spec.numbers.op_latency);
    let at = [spec.stage_start(index + 1), start + latency, start + 2 * latency];
    let [passing, results, sums] = at.map(|cycle| &controls[&cycle]);
    vec![
        ("passing_way_0", notes.way(&passing.notes, 0)),
        ("passing_way_1", notes.way(&passing.notes, 1)),
        ("passing_bank", notes.bank(&passing.notes)),
        ("passing_drain", passing.flags.bit(1)),
        ("passing_row", notes.row(&passing.notes)),
        ("results_way_0", notes.way(&results.notes, 0)),
        ("results_way_1", notes.way(&results.notes, 1)),
        ("results_bank", notes.bank(&results.notes)),
        ("results_first", notes.first(&results.notes)),
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
    read_way: [Net; 2],
    write_valid: [Net; 2],
    /// The factor of the row.
    factor: Net,
}

/// The module of a stage that passes so many registers. Stages with the same operators and registers share one, which has
/// the number of the first stage with these operators.
fn module(spec: &FabricSpec, index: usize, passed: usize, told: &[(&'static str, Source)]) -> Part {
    let like = first_alike(spec, index);
    let mut m = Module::new(
        format!("pcu_row{like}_r{passed}"),
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
    let before: Vec<Net> = (0..passed).map(|r| m.input(format!("before_{r}"), width)).collect();
    m.section("registers after the stage");
    let after: Vec<Net> = (0..passed).map(|r| m.output(format!("after_{r}"), width)).collect();
    let mut row = Row {
        start: m.wire("start", 32),
        sum_op: m.wire("sum_op", OP_WIDTH),
        take: m.wire("take", 1),
        leaving_bank: m.wire("leaving_bank", 1),
        from_bank: [0, 1].map(|bank| m.wire(format!("from_bank_{bank}"), 1)),
        read_way: [0, 1]
            .map(|bank| m.wire(format!("read_way_{bank}"), bits_for(spec.pcu.accumulators))),
        write_valid: [0, 1].map(|bank| m.wire(format!("write_valid_{bank}"), 1)),
        factor: m.wire("factor", 32),
        spec,
        m,
        clk,
        told: ports,
    };
    row.shared(&row_word);
    let (fu, op) = (row_fu(&unit_spec(spec, index)), row.told("op"));
    let unit = DecodedFu::new(&mut row.m, &row.clk, "operator", fu, &op, Some(&row.sum_op));
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
        let (spec, elsewhere) = (self.spec, ["lane", "sums_way_0", "sums_way_1"]);
        let told = self.told.iter().filter(|net| !elsewhere.contains(&net.name()));
        let (ways, stages) = (spec.pcu.accumulators, spec.pcu.stages);
        let part = Part::leaf(&PcuRow::new(ways, stages, is_registered(spec)));
        let mut instance = self.m.instance("shared", &part);
        instance.connect("clk", &self.clk);
        let out = [&self.start, &self.sum_op, &self.take, &self.leaving_bank];
        let banks = self.from_bank.iter().chain(&self.read_way).chain(&self.write_valid);
        for net in told.chain(out).chain(banks) {
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
    fn cell(&mut self, lane: usize, flow: &Net, unit: &DecodedFu) -> Net {
        let mut wire = |name: &str| self.m.wire(format!("{name}_{lane}"), 32);
        let accumulators = ["accumulator_0", "accumulator_1"].map(&mut wire);
        let operands = ["operand_0", "operand_1"].map(&mut wire);
        let [sum_a, sum_b, product, sum, leaving] =
            ["sum_a", "sum_b", "product", "sum", "leaving"].map(&mut wire);
        unit.lane(&mut self.m, &self.clk, format!("unit_{lane}"))
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
            let write_way = self.told(&format!("sums_way_{bank}"));
            self.m
                .instance(format!("accumulators_{lane}_{bank}"), &part)
                .connect("clk", &self.clk)
                .connect("read_way", &self.read_way[bank])
                .connect("read_data", read)
                .connect("write_valid", &self.write_valid[bank])
                .connect("write_way", write_way)
                .connect("write_data", &sum);
        }
        leaving
    }

    /// Adds the registers of a lane that pass; the last one that all stages have takes what leaves.
    fn pass(&mut self, lane: usize, before: &[Net], after: &[Net], leaving: &Net) {
        let part = Part::leaf(&PcuPass::new(before.len(), 1));
        let last = constant(bits_for(before.len()), self.spec.pcu.registers as u128 - 1);
        let mut instance = self.m.instance(format!("pass_{lane}"), &part);
        instance.connect("clk", &self.clk).connect("destination", last);
        instance.connect("take", &self.take).connect("result", leaving);
        for (r, (before, after)) in before.iter().zip(after).enumerate() {
            instance.connect(format!("before_{r}"), before.slice(32 * lane, 32));
            instance.connect(format!("after_{r}"), after.slice(32 * lane, 32));
        }
    }
}
