//! What a stage has for the systolic form: two banks of accumulators in each lane, and adders that can take the product of
//! the stage's own multiplier.

use super::stage::{DecodedFu, Passed, Stage, drains_early, is_registered};
use kiln_emit::{Net, Part};
use kiln_units::arith::Fu;
use kiln_units::pcu_accumulator::PcuAccumulator;
use kiln_units::pcu_cell::PcuCell;
use kiln_units::pcu_systolic::PcuSystolic;

/// What all lanes of the stage do.
pub struct Systolic {
    unit: DecodedFu,
    systolic: Net,
    continues: Net,
    start: Net,
    from_bank: [Net; 2],
    leaving_bank: Net,
    take: Net,
    banks: [Bank; 2],
}

/// Access to a bank.
struct Bank {
    read_way: Net,
    write_valid: Net,
    write_way: Net,
}

impl Systolic {
    /// Adds the control that the lanes share.
    pub fn new(stage: &mut Stage, fu: Fu) -> Systolic {
        let spec = stage.spec;
        let way_bits = kiln_arch::config::bits_for(spec.pcu.accumulators);
        let config = ["mode", "op", "constant"].map(|name| stage.field(name));
        let sum_op = stage.m.wire("sum_op", config[1].width());
        let unit =
            DecodedFu::new(&mut stage.m, &stage.clk, "operator", fu, &config[1], Some(&sum_op));
        let mut wire = |name: &str, width| stage.m.wire(name, width);
        let shared = Systolic {
            unit,
            systolic: wire("systolic", 1),
            continues: wire("continues", 1),
            start: wire("start", 32),
            from_bank: [0, 1].map(|bank| wire(&format!("from_bank_{bank}"), 1)),
            leaving_bank: wire("leaving_bank", 1),
            take: wire("take", 1),
            banks: [0, 1].map(|bank| Bank {
                read_way: wire(&format!("read_way_{bank}"), way_bits),
                write_valid: wire(&format!("write_valid_{bank}"), 1),
                write_way: wire(&format!("write_way_{bank}"), way_bits),
            }),
        };
        let (ways, stages) = (spec.pcu.accumulators, spec.pcu.stages);
        let part =
            Part::leaf(&PcuSystolic::new(ways, stages, is_registered(spec), drains_early(spec)));
        let mut instance = stage.m.instance("shared", &part);
        instance.connect("clk", &stage.clk);
        for field in &config {
            instance.connect(field.name(), field);
        }
        for beat in stage.beats.iter().filter(|net| net.name() != "operands_mask") {
            instance.connect(beat.name(), beat);
        }
        let Systolic { systolic, continues, start, leaving_bank, take, .. } = &shared;
        for net in [systolic, continues, &sum_op, start, leaving_bank, take] {
            instance.connect(net.name(), net);
        }
        for (bank, from) in shared.banks.iter().zip(&shared.from_bank) {
            for net in [from, &bank.read_way, &bank.write_valid, &bank.write_way] {
                instance.connect(net.name(), net);
            }
        }
        drop(instance);
        shared
    }

    /// The functional unit, the accumulators and what joins them of one lane. Gives what the pipeline registers take.
    pub fn lane(&self, stage: &mut Stage, lane: usize) -> Passed {
        let mut wire = |name: &str| stage.m.wire(format!("{name}_{lane}"), 32);
        let [product, other] = ["product", "other"].map(&mut wire);
        let [sum_a, sum_b, passed] = ["sum_a", "sum_b", "passed"].map(&mut wire);
        let second = wire("second_accumulator");
        let wires = &stage.lanes[lane];
        let mut instance = self.unit.lane(&mut stage.m, &stage.clk, format!("unit_{lane}"));
        for (port, net) in ["a", "b", "c"].into_iter().zip(&wires.operands) {
            instance.connect(port, net);
        }
        for (port, net) in
            [("sum_a", &sum_a), ("sum_b", &sum_b), ("product", &product), ("other", &other)]
        {
            instance.connect(port, net);
        }
        drop(instance);
        let part = Part::leaf(&PcuCell::new(is_registered(stage.spec), drains_early(stage.spec)));
        let mut instance = stage.m.instance(format!("cell_{lane}"), &part);
        instance
            .connect("clk", &stage.clk)
            .connect("systolic", &self.systolic)
            .connect("start", &self.start)
            .connect("from_bank_0", &self.from_bank[0])
            .connect("from_bank_1", &self.from_bank[1])
            .connect("continues", &self.continues)
            .connect("leaving_bank", &self.leaving_bank)
            .connect("accumulator_0", &wires.accumulator)
            .connect("accumulator_1", &second)
            .connect("product", &product)
            .connect("other", &other)
            .connect("sum_a", &sum_a)
            .connect("sum_b", &sum_b)
            .connect("result", &wires.result)
            .connect("passed", &passed);
        for k in 0..3 {
            instance.connect(format!("own_{k}"), &wires.own[k]);
            instance.connect(format!("operand_{k}"), &wires.operands[k]);
        }
        drop(instance);
        let part = Part::leaf(&PcuAccumulator::new(stage.spec.pcu.accumulators));
        for (number, (bank, data)) in
            self.banks.iter().zip([&wires.accumulator, &second]).enumerate()
        {
            stage
                .m
                .instance(format!("accumulators_{lane}_{number}"), &part)
                .connect("clk", &stage.clk)
                .connect("read_way", &bank.read_way)
                .connect("read_data", data)
                .connect("write_valid", &bank.write_valid)
                .connect("write_way", &bank.write_way)
                .connect("write_data", &wires.result);
        }
        Passed { word: (&passed).into(), take: (&self.take).into() }
    }
}
