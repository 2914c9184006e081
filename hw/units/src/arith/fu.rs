//! The functional unit of one lane of one stage: leaves for the operator groups that the stage has, and their join.
//!
//! The short leaves meet after two cycles and share the registers that bring them level with the long ones.

use super::{
    Convert, Delay, DotBf16, DotI8, F32Add, F32Compare, F32Mul, IntAlu, IntMul, LONG, OP_WIDTH,
    OrWords, Quantize, SHORT, Shifter,
};
use kiln_arch::num::{OpGroup, Subnormals};
use kiln_emit::{Module, Net, Part, constant};
use std::collections::BTreeSet;

/// What a functional unit can do, and how fast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FuSpec {
    /// Operators it has. With none the result is zero.
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
/// `result`, `latency` cycles after the operands. An operator that it lacks gives zero.
pub fn fu(spec: &FuSpec) -> Part {
    let mut unit = Unit::new(spec);
    let (short, long): (Vec<_>, Vec<_>) =
        spec.groups.iter().partition(|&&group| cycles(group) == SHORT);
    let short: Vec<_> = short.into_iter().map(|&group| unit.leaf(group, spec.subnormals)).collect();
    let mut results: Vec<_> =
        long.into_iter().map(|&group| unit.leaf(group, spec.subnormals)).collect();
    if !short.is_empty() {
        let joined = unit.or("short", short);
        results.push(unit.delay("level", joined, LONG - SHORT));
    }
    let joined = unit.or("all", results);
    let last = unit.delay("last", joined, spec.latency - LONG);
    unit.finish(last)
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

fn cycles(group: OpGroup) -> usize {
    match group {
        OpGroup::Int | OpGroup::Shift | OpGroup::FloatCompare => SHORT,
        OpGroup::IntMul
        | OpGroup::FloatAdd
        | OpGroup::FloatMul
        | OpGroup::Convert
        | OpGroup::DotI8
        | OpGroup::DotBf16
        | OpGroup::Quantize => LONG,
    }
}

/// The module under construction.
struct Unit {
    module: Module,
    clk: Net,
    op: Net,
    a: Net,
    b: Net,
    c: Net,
    result: Net,
}

impl Unit {
    fn new(spec: &FuSpec) -> Self {
        let mut module =
            Module::new(spec.name(), "Functional unit: one operator on words, chosen by op.");
        module.section("clock");
        let clk = module.input("clk", 1);
        module.section("configuration: the code of the operator, constant during a run");
        let op = module.input("op", OP_WIDTH);
        module.section("operands");
        let [a, b, c] = ["a", "b", "c"].map(|name| module.input(name, 32));
        module.section("result, a fixed number of cycles later");
        let result = module.output("result", 32);
        Self { module, clk, op, a, b, c, result }
    }

    /// Instances the leaf of a group and returns its result.
    fn leaf(&mut self, group: OpGroup, subnormals: Subnormals) -> Net {
        let part = match group {
            OpGroup::Int => Part::leaf(&IntAlu::new()),
            OpGroup::Shift => Part::leaf(&Shifter::new()),
            OpGroup::IntMul => Part::leaf(&IntMul::new()),
            OpGroup::FloatAdd => Part::leaf(&F32Add::new(subnormals)),
            OpGroup::FloatMul => Part::leaf(&F32Mul::new(subnormals)),
            OpGroup::FloatCompare => Part::leaf(&F32Compare::new(subnormals)),
            OpGroup::Convert => Part::leaf(&Convert::new(subnormals)),
            OpGroup::DotI8 => Part::leaf(&DotI8::new()),
            OpGroup::DotBf16 => Part::leaf(&DotBf16::new(subnormals)),
            OpGroup::Quantize => Part::leaf(&Quantize::new()),
        };
        let result = self.module.wire(format!("{}_result", key(group)), 32);
        let mut instance = self.module.instance(key(group), &part);
        instance
            .connect("clk", &self.clk)
            .connect("op", &self.op)
            .connect("a", &self.a)
            .connect("result", &result);
        match group {
            OpGroup::Convert => {}
            OpGroup::Shift => {
                instance.connect("b", self.b.slice(0, 5));
            }
            OpGroup::Quantize => {
                instance.connect("b", self.b.slice(0, 21));
            }
            _ => {
                instance.connect("b", &self.b);
            }
        }
        if group == OpGroup::Int {
            instance.connect("c", &self.c);
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

    fn finish(mut self, last: Net) -> Part {
        self.module.assign(&self.result, &last);
        self.module.part()
    }
}
