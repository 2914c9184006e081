//! The functional unit of one lane of one stage: leaves for the operator groups that the stage has, and their join.
//!
//! Leaves that take as long meet, and share the registers that bring them level with longer ones. Multipliers limit the clock
//! more than sums of their products: if they have a cycle to spare it goes before them, into registers of their factors.

use super::{
    Convert, Delay, DotBf16, DotBytes, DotI8, F32Add, F32Compare, F32Mul, IntAlu, IntMul, IntSum,
    LONG, LONGEST, Mover, OP_WIDTH, OpDecode, OrWords, Quantize, SHORT, Shifter, Told,
};
use kiln_arch::num::{Op, OpGroup, Subnormals};
use kiln_emit::{Leaf, Module, Net, Part, constant};
use std::collections::{BTreeMap, BTreeSet};

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

/// A functional unit of one lane, and what tells it the operator.
pub struct Fu {
    /// The unit. Ports: `clk`, the decoder's outputs, and those that [`fu`], [`systolic_fu`] and [`row_fu`] name.
    pub unit: Part,
    /// One for all lanes. Ports: `clk`, `op` (the operator's code, constant during a run), `sum_op` if the adders have an
    /// operator of their own, and outputs for the units.
    pub decoder: Part,
    /// Name and width of each of those outputs, which are inputs of the unit.
    pub told: Vec<(String, usize)>,
}

/// A functional unit. Ports: the words `a`, `b`, `c`, and `result`, `latency` cycles after the operands. The move is always
/// there; an operator that it lacks gives zero.
pub fn fu(spec: &FuSpec) -> Fu {
    let members = members(spec, &spec.groups, Form::Plain);
    let doc = "Functional unit: one operator on words.";
    let mut unit = Unit::new(spec.name(), doc, &members, Form::Plain);
    unit.module.section("result, a fixed number of cycles later");
    let result = unit.module.output("result", 32);
    unit.join(spec, members.iter().collect(), "", &result);
    unit.end(&spec.name(), &members, Form::Plain)
}

/// A functional unit whose adders can be fed with its own products. As [`fu`], but adders compute `sum_op` of `sum_a` and
/// `sum_b`, and there are two results: `product` of the multipliers, and `other` of all else.
pub fn systolic_fu(spec: &FuSpec) -> Fu {
    let name = format!("{}_systolic", spec.name());
    let members = members(spec, &spec.groups, Form::Systolic);
    let doc = "Functional unit: one operator on words; with operands and an operator of their own for adders.";
    let mut unit = Unit::new(name.clone(), doc, &members, Form::Systolic);
    unit.module.section("results, a fixed number of cycles later");
    let [product, other] = ["product", "other"].map(|name| unit.module.output(name, 32));
    let (products, others) = members.iter().partition(|member| member.in_group(has_products));
    unit.join(spec, products, "_products", &product);
    unit.join(spec, others, "", &other);
    unit.end(&name, &members, Form::Systolic)
}

/// A functional unit that only sums products: two results, `product` of `a` and `b`, and `sum`, `sum_op` of `sum_a` and `sum_b`.
pub fn row_fu(spec: &FuSpec) -> Fu {
    let name = format!("{}_row", spec.name());
    let both = |&group: &OpGroup| has_products(group) || has_sums(group);
    let members = members(spec, &spec.groups.iter().copied().filter(both).collect(), Form::Row);
    let doc = "Functional unit of a stage that only holds a row: products, and sums.";
    let mut unit = Unit::new(name.clone(), doc, &members, Form::Row);
    unit.module.section("results, a fixed number of cycles later");
    let [product, sum] = ["product", "sum"].map(|name| unit.module.output(name, 32));
    let wanted = |wanted: fn(OpGroup) -> bool| {
        members.iter().filter(|member| member.in_group(wanted)).collect()
    };
    unit.join(spec, wanted(has_products), "_products", &product);
    unit.join(spec, wanted(has_sums), "", &sum);
    unit.end(&name, &members, Form::Row)
}

/// What a functional unit is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One operator.
    Plain,
    /// The same, or a sum of products.
    Systolic,
    /// Sums of products alone.
    Row,
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

/// Cycles through the leaf of a group, in a unit of that latency: what limits its clock takes more if it may.
fn cycles(group: OpGroup, latency: usize) -> usize {
    match group {
        OpGroup::Int | OpGroup::Shift | OpGroup::FloatCompare => SHORT,
        OpGroup::FloatAdd => latency.min(LONGEST),
        OpGroup::DotBf16 => latency.min(LONGEST + 1),
        OpGroup::IntMul
        | OpGroup::FloatMul
        | OpGroup::Convert
        | OpGroup::DotI8
        | OpGroup::Quantize => LONG,
    }
}

/// A leaf of the unit, with its decoder.
struct Member {
    /// None for the leaf that moves if no other does.
    group: Option<OpGroup>,
    /// From the unit's operands to the leaf's result.
    cycles: usize,
    /// Whether its operands come through registers.
    registered: bool,
    part: Part,
    decoder: Part,
    /// Bits of what it is told.
    told: usize,
}

impl Member {
    fn new<L: Leaf + Told>(group: Option<OpGroup>, cycles: usize, leaf: &L) -> Member {
        let decoder = Part::leaf(&OpDecode::new::<L>());
        Member {
            group,
            cycles,
            registered: false,
            part: Part::leaf(leaf),
            decoder,
            told: L::SETS.len(),
        }
    }

    fn key(&self) -> &'static str {
        self.group.map_or("move", key)
    }

    fn told_name(&self) -> String {
        format!("{}_told", self.key())
    }

    fn in_group(&self, wanted: fn(OpGroup) -> bool) -> bool {
        self.group.is_some_and(wanted)
    }
}

/// The leaves that compute `groups`.
fn members(spec: &FuSpec, groups: &BTreeSet<OpGroup>, form: Form) -> Vec<Member> {
    let subnormals = spec.subnormals;
    let shares = shares_multipliers(groups);
    let leaf = |&group: &OpGroup| {
        let cycles = cycles(group, spec.latency);
        let of = Some(group);
        match group {
            OpGroup::DotI8 if shares => {
                // Its multipliers are as late as those that borrow them expect.
                let late = self::cycles(OpGroup::DotBf16, spec.latency) > LONGEST;
                let cycles = LONG + usize::from(late);
                Member::new(of, cycles, &DotBytes::new(cycles))
            }
            OpGroup::DotBf16 if shares => {
                Member::new(of, cycles, &DotBf16::borrowing(subnormals, cycles))
            }
            OpGroup::Int if form == Form::Row => Member::new(of, cycles, &IntSum::new()),
            OpGroup::Int => Member::new(of, cycles, &IntAlu::new()),
            OpGroup::Shift => Member::new(of, cycles, &Shifter::new()),
            OpGroup::IntMul => Member::new(of, cycles, &IntMul::new()),
            OpGroup::FloatAdd => Member::new(of, cycles, &F32Add::new(subnormals, cycles)),
            OpGroup::FloatMul => Member::new(of, cycles, &F32Mul::new(subnormals)),
            OpGroup::FloatCompare => Member::new(of, cycles, &F32Compare::new(subnormals)),
            OpGroup::Convert => Member::new(of, cycles, &Convert::new(subnormals)),
            OpGroup::DotI8 => Member::new(of, cycles, &DotI8::new()),
            OpGroup::DotBf16 => Member::new(of, cycles, &DotBf16::new(subnormals, cycles)),
            OpGroup::Quantize => Member::new(of, cycles, &Quantize::new()),
        }
    };
    let mut members: Vec<Member> = groups.iter().map(leaf).collect();
    if form != Form::Row && !groups.contains(&Op::Mov.group()) {
        members.push(Member::new(None, SHORT, &Mover::new()));
    }
    if registers_factors(spec, groups) {
        for member in members.iter_mut().filter(|member| member.in_group(has_products)) {
            member.registered = true;
            member.cycles += 1;
        }
    }
    members
}

/// Whether there are multipliers, all with a cycle to spare.
fn registers_factors(spec: &FuSpec, groups: &BTreeSet<OpGroup>) -> bool {
    let products = groups.iter().filter(|&&group| has_products(group));
    products.map(|&group| cycles(group, spec.latency)).max().is_some_and(|most| most < spec.latency)
}

/// Whether the dots of both types are there, which then have the same multipliers.
fn shares_multipliers(groups: &BTreeSet<OpGroup>) -> bool {
    [OpGroup::DotI8, OpGroup::DotBf16].iter().all(|group| groups.contains(group))
}

/// The module under construction.
struct Unit {
    module: Module,
    clk: Net,
    /// What the leaves are told, by the names of the ports.
    told: BTreeMap<String, Net>,
    /// Of adders, and of all else.
    sums: [Net; 2],
    others: [Net; 2],
    /// `others` a cycle later, if multipliers have the time.
    factors: Option<[Net; 2]>,
    /// None in a unit that only sums products: of the operators of `int` it has the sum alone.
    c: Option<Net>,
    /// Between the leaves that share multipliers: names of their ports.
    shared: Vec<(String, Net)>,
}

impl Unit {
    fn new(name: String, doc: &str, members: &[Member], form: Form) -> Self {
        let mut module = Module::new(name, doc);
        module.section("clock");
        let clk = module.input("clk", 1);
        module.section("what the decoder tells of the operator, constant during a run");
        let mut port = |member: &Member| {
            let name = member.told_name();
            (name.clone(), module.input(name, member.told))
        };
        let told = members.iter().map(&mut port).collect();
        module.section("operands");
        let others = ["a", "b"].map(|name| module.input(name, 32));
        let c = (form != Form::Row).then(|| module.input("c", 32));
        let mut sums = others.clone();
        if form != Form::Plain {
            module.section("for the adders");
            sums = ["sum_a", "sum_b"].map(|name| module.input(name, 32));
        }
        let mut shared = Vec::new();
        if shares_multipliers(&members.iter().filter_map(|member| member.group).collect()) {
            for (name, width) in [("factor_a", 8), ("factor_b", 8), ("borrowed", 16)] {
                for k in 0..2 {
                    let name = format!("{name}_{k}");
                    shared.push((name.clone(), module.wire(name, width)));
                }
            }
        }
        let mut unit = Self { module, clk, told, sums, others, factors: None, c, shared };
        if members.iter().any(|member| member.registered) {
            let [a, b] = unit.others.clone();
            unit.factors = Some([unit.delay("factor_a", a, 1), unit.delay("factor_b", b, 1)]);
        }
        unit
    }

    /// The unit with its decoder.
    fn end(self, name: &str, members: &[Member], form: Form) -> Fu {
        let doc = "What the leaves of functional units are told of the operator, a cycle later.";
        let mut module = Module::new(format!("{name}_decode"), doc);
        module.section("clock");
        let clk = module.input("clk", 1);
        module.section("configuration: the code of the operator, constant during a run");
        let op = module.input("op", OP_WIDTH);
        let mut sum_op = op.clone();
        if form != Form::Plain {
            module.section("the code of the adders' operator");
            sum_op = module.input("sum_op", OP_WIDTH);
        }
        module.section("for the units: a bit a set of operators");
        let mut told = Vec::new();
        for member in members {
            let net = module.output(member.told_name(), member.told);
            let op = if member.in_group(has_sums) { &sum_op } else { &op };
            let mut instance = module.instance(member.key(), &member.decoder);
            instance.connect("clk", &clk).connect("op", op).connect("told", &net);
            told.push((member.told_name(), member.told));
        }
        Fu { unit: self.module.part(), decoder: module.part(), told }
    }

    /// Instances leaves, and joins what they give. `tag` ends the names of what joins them.
    fn join(&mut self, spec: &FuSpec, members: Vec<&Member>, tag: &str, result: &Net) {
        let mut joined: Option<Net> = None;
        let mut at = 0;
        let times: BTreeSet<usize> = members.iter().map(|member| member.cycles).collect();
        for time in times {
            let here = members.iter().filter(|member| member.cycles == time);
            let mut results: Vec<_> = here.map(|member| self.leaf(member)).collect();
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

    /// Instances a leaf and returns its result.
    fn leaf(&mut self, member: &Member) -> Net {
        let result = self.module.wire(format!("{}_result", member.key()), 32);
        let [a, b] = match &self.factors {
            Some(factors) if member.registered => factors,
            _ if member.in_group(has_sums) => &self.sums,
            _ => &self.others,
        };
        let mut instance = self.module.instance(member.key(), &member.part);
        instance
            .connect("clk", &self.clk)
            .connect("told", &self.told[&member.told_name()])
            .connect("a", a)
            .connect("result", &result);
        match member.group {
            None | Some(OpGroup::Convert) => {}
            Some(OpGroup::Shift) => {
                instance.connect("b", b.slice(0, 5));
            }
            Some(OpGroup::Quantize) => {
                instance.connect("b", b.slice(0, 21));
            }
            Some(_) => {
                instance.connect("b", b);
            }
        }
        if let (Some(OpGroup::Int), Some(c)) = (member.group, &self.c) {
            instance.connect("c", c);
        }
        let lends = matches!(member.group, Some(OpGroup::DotI8 | OpGroup::DotBf16));
        for (name, net) in self.shared.iter().filter(|_| lends) {
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
