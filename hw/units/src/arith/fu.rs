//! The functional unit of one lane of one stage: leaves for the operator groups that the stage has, and their join.
//!
//! Leaves that take as long meet, and share the registers that bring them level with longer ones.

use super::{
    Convert, Delay, DotBf16, DotBytes, DotI8, F32Add, F32Compare, F32Mul, IntAlu, IntMul, IntSum,
    LONG, LONGEST, Mover, OP_WIDTH, OrWords, Quantize, SHORT, Shifter,
};
use kiln_arch::num::{Op, OpGroup, Subnormals};
use kiln_emit::{Module, Net, Part, constant};
use std::collections::BTreeSet;

/// What a functional unit can do, and how fast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FuSpec {
    /// Operators it has, beside the move, which every unit has: a stage that does nothing moves.
    pub groups: BTreeSet<OpGroup>,
    /// Treatment of subnormal f32 numbers.
    pub subnormals: Subnormals,
    /// Cycles from operands to result, at least [`LONG`].
    pub latency: usize,
}

impl FuSpec {
    fn name(&self) -> String {
        let groups: Vec<_> = self.groups.iter().map(|&group| key(group)).collect();
        let numbers = match self.subnormals {
            Subnormals::Flush => "flush",
            Subnormals::Keep => "keep",
        };
        format!("fu_{}_{numbers}_t{}", groups.join("_"), self.latency)
    }
}

/// A functional unit. Ports: `clk`, `op` (the operator's code, constant during a run), the words `a`, `b`, `c`, and
/// `result`, `latency` cycles after the operands. The move is always there; an operator that it lacks gives zero.
pub fn fu(spec: &FuSpec) -> Part {
    let mut unit =
        Unit::new(spec.name(), "Functional unit: one operator on words, chosen by op.", 3);
    unit.module.section("result, a fixed number of cycles later");
    let result = unit.module.output("result", 32);
    unit.join(spec, &spec.groups, "", true, &result);
    unit.module.part()
}

/// A functional unit whose adders can be fed with its own products. As [`fu`], but adders compute `sum_op` of `sum_a` and
/// `sum_b`, and there are two results: `product` of the multipliers, and `other` of all else.
pub fn systolic_fu(spec: &FuSpec) -> Part {
    let mut unit = Unit::new(
        format!("{}_systolic", spec.name()),
        "Functional unit: one operator on words, chosen by op; with operands and an operator of their own for adders.",
        3,
    );
    unit.module.section("for the adders");
    let op = unit.module.input("sum_op", OP_WIDTH);
    let [a, b] = ["sum_a", "sum_b"].map(|name| unit.module.input(name, 32));
    unit.sums = Operands { op, a, b };
    unit.module.section("results, a fixed number of cycles later");
    let [product, other] = ["product", "other"].map(|name| unit.module.output(name, 32));
    let (products, others) = spec.groups.iter().partition(|&&group| has_products(group));
    unit.join(spec, &products, "_products", false, &product);
    unit.join(spec, &others, "", true, &other);
    unit.module.part()
}

/// A functional unit that only sums products: two results, `product` of `a` and `b`, and `sum`, `sum_op` of `sum_a` and `sum_b`.
pub fn row_fu(spec: &FuSpec) -> Part {
    let mut unit = Unit::new(
        format!("{}_row", spec.name()),
        "Functional unit of a stage that only holds a row: the products chosen by op, and sums.",
        2,
    );
    unit.module.section("for the adders");
    let op = unit.module.input("sum_op", OP_WIDTH);
    let [a, b] = ["sum_a", "sum_b"].map(|name| unit.module.input(name, 32));
    unit.sums = Operands { op, a, b };
    unit.module.section("results, a fixed number of cycles later");
    let [product, sum] = ["product", "sum"].map(|name| unit.module.output(name, 32));
    let groups = |wanted: fn(OpGroup) -> bool| {
        spec.groups.iter().copied().filter(|&group| wanted(group)).collect()
    };
    unit.join(spec, &groups(has_products), "_products", false, &product);
    unit.join(spec, &groups(has_sums), "", false, &sum);
    unit.module.part()
}

/// Whether the systolic form has sums of what the group computes.
fn has_products(group: OpGroup) -> bool {
    Op::ALL.iter().any(|op| op.group() == group && op.sum_of_product().is_some())
}

/// Whether the systolic form sums with the group.
fn has_sums(group: OpGroup) -> bool {
    Op::ALL.iter().any(|op| op.sum_of_product().is_some_and(|sum| sum.group() == group))
}

/// A short name of a group, for module and instance names.
fn key(group: OpGroup) -> &'static str {
    match group {
        OpGroup::Int => "alu",
        OpGroup::Shift => "shift",
        OpGroup::IntMul => "imul",
        OpGroup::FloatAdd => "fadd",
        OpGroup::FloatMul => "fmul",
        OpGroup::FloatCompare => "fcmp",
        OpGroup::Convert => "cvt",
        OpGroup::DotI8 => "dot8",
        OpGroup::DotBf16 => "dotbf",
        OpGroup::Quantize => "quant",
    }
}

/// Cycles through the leaf of a group, in a unit of that latency: what limits its clock takes one more if it may.
fn cycles(group: OpGroup, latency: usize) -> usize {
    match group {
        OpGroup::Int | OpGroup::Shift | OpGroup::FloatCompare => SHORT,
        OpGroup::FloatAdd | OpGroup::DotBf16 => latency.min(LONGEST),
        OpGroup::IntMul
        | OpGroup::FloatMul
        | OpGroup::Convert
        | OpGroup::DotI8
        | OpGroup::Quantize => LONG,
    }
}

/// The module under construction.
struct Unit {
    module: Module,
    clk: Net,
    /// Of adders, and of all else.
    sums: Operands,
    others: Operands,
    /// None in a unit that only sums products: of the operators of `int` it has the sum alone.
    c: Option<Net>,
    /// Between the leaves that share multipliers: names of their ports.
    shared: Vec<(String, Net)>,
}

#[derive(Clone)]
struct Operands {
    op: Net,
    a: Net,
    b: Net,
}

impl Unit {
    fn new(name: String, doc: &str, operands: usize) -> Self {
        let mut module = Module::new(name, doc);
        module.section("clock");
        let clk = module.input("clk", 1);
        module.section("configuration: the code of the operator, constant during a run");
        let op = module.input("op", OP_WIDTH);
        module.section("operands");
        let [a, b] = ["a", "b"].map(|name| module.input(name, 32));
        let c = (operands == 3).then(|| module.input("c", 32));
        let others = Operands { op, a, b };
        Self { module, clk, sums: others.clone(), others, c, shared: Vec::new() }
    }

    /// Instances the leaves of groups, and one that moves if the result is to have moves and no group does them; joins what
    /// they give. `tag` ends the names of what joins them.
    fn join(
        &mut self,
        spec: &FuSpec,
        groups: &BTreeSet<OpGroup>,
        tag: &str,
        moves: bool,
        result: &Net,
    ) {
        let mut joined: Option<Net> = None;
        let mut at = 0;
        for time in [SHORT, LONG, LONGEST] {
            let here = groups.iter().filter(|&&group| cycles(group, spec.latency) == time);
            let mut results: Vec<_> = here.map(|&group| self.leaf(group, spec)).collect();
            if moves && time == SHORT && !groups.contains(&Op::Mov.group()) {
                results.push(self.mover());
            }
            if results.is_empty() {
                continue;
            }
            if let Some(earlier) = joined {
                results.push(self.delay(&format!("wait_{time}{tag}"), earlier, time - at));
            }
            joined = Some(self.or(&format!("join_{time}{tag}"), results));
            at = time;
        }
        let delayed = match joined {
            Some(joined) => self.delay(&format!("last{tag}"), joined, spec.latency - at),
            None => self.or(&format!("none{tag}"), Vec::new()),
        };
        self.module.assign(result, &delayed);
    }

    /// Instances the leaf that moves and returns its result.
    fn mover(&mut self) -> Net {
        let result = self.module.wire("move_result", 32);
        let Operands { op, a, .. } = &self.others;
        self.module
            .instance("move", &Part::leaf(&Mover::new()))
            .connect("clk", &self.clk)
            .connect("op", op)
            .connect("a", a)
            .connect("result", &result);
        result
    }

    /// Instances the leaf of a group and returns its result.
    fn leaf(&mut self, group: OpGroup, spec: &FuSpec) -> Net {
        let (subnormals, cycles) = (spec.subnormals, cycles(group, spec.latency));
        let shares = [OpGroup::DotI8, OpGroup::DotBf16].iter().all(|g| spec.groups.contains(g));
        let shared = shares && matches!(group, OpGroup::DotI8 | OpGroup::DotBf16);
        if shared && self.shared.is_empty() {
            for (name, width) in [("factor_a", 8), ("factor_b", 8), ("borrowed", 16)] {
                for k in 0..2 {
                    let name = format!("{name}_{k}");
                    self.shared.push((name.clone(), self.module.wire(name, width)));
                }
            }
        }
        let part = match group {
            OpGroup::DotI8 if shared => Part::leaf(&DotBytes::new()),
            OpGroup::DotBf16 if shared => Part::leaf(&DotBf16::borrowing(subnormals, cycles)),
            OpGroup::Int if self.c.is_none() => Part::leaf(&IntSum::new()),
            OpGroup::Int => Part::leaf(&IntAlu::new()),
            OpGroup::Shift => Part::leaf(&Shifter::new()),
            OpGroup::IntMul => Part::leaf(&IntMul::new()),
            OpGroup::FloatAdd => Part::leaf(&F32Add::new(subnormals, cycles)),
            OpGroup::FloatMul => Part::leaf(&F32Mul::new(subnormals)),
            OpGroup::FloatCompare => Part::leaf(&F32Compare::new(subnormals)),
            OpGroup::Convert => Part::leaf(&Convert::new(subnormals)),
            OpGroup::DotI8 => Part::leaf(&DotI8::new()),
            OpGroup::DotBf16 => Part::leaf(&DotBf16::new(subnormals, cycles)),
            OpGroup::Quantize => Part::leaf(&Quantize::new()),
        };
        let result = self.module.wire(format!("{}_result", key(group)), 32);
        let Operands { op, a, b } = if has_sums(group) { &self.sums } else { &self.others };
        let mut instance = self.module.instance(key(group), &part);
        instance
            .connect("clk", &self.clk)
            .connect("op", op)
            .connect("a", a)
            .connect("result", &result);
        match group {
            OpGroup::Convert => {}
            OpGroup::Shift => {
                instance.connect("b", b.slice(0, 5));
            }
            OpGroup::Quantize => {
                instance.connect("b", b.slice(0, 21));
            }
            _ => {
                instance.connect("b", b);
            }
        }
        if let (OpGroup::Int, Some(c)) = (group, &self.c) {
            instance.connect("c", c);
        }
        for (name, net) in self.shared.iter().filter(|_| shared) {
            instance.connect(name, net);
        }
        result
    }

    /// The OR of results, of which there may be none or one.
    fn or(&mut self, name: &str, words: Vec<Net>) -> Net {
        if let [only] = &words[..] {
            return only.clone();
        }
        let result = self.module.wire(format!("{name}_result"), 32);
        if words.is_empty() {
            self.module.assign(&result, constant(32, 0));
            return result;
        }
        let mut instance = self.module.instance(name, &Part::leaf(&OrWords::new(words.len())));
        for (i, word) in words.iter().enumerate() {
            instance.connect(format!("word_{i}"), word);
        }
        instance.connect("result", &result);
        result
    }

    fn delay(&mut self, name: &str, word: Net, cycles: usize) -> Net {
        if cycles == 0 {
            return word;
        }
        let result = self.module.wire(format!("{name}_result"), 32);
        self.module
            .instance(name, &Part::leaf(&Delay::new(cycles)))
            .connect("clk", &self.clk)
            .connect("word", &word)
            .connect("result", &result);
        result
    }
}
