//! Each operator: the leaf's Verilog under Verilator against `kiln_arch::num::eval`, on biased operands.

#[path = "common/decoded.rs"]
mod decoded;
#[path = "common/operands.rs"]
mod operands;

use kiln_arch::num::{Op, OpGroup, Subnormals, eval};
use kiln_emit::prelude::*;
use kiln_emit::{Design, Part};
use kiln_units::arith::{
    Convert, DotBf16, DotI8, F32Add, F32Compare, F32Mul, FuSpec, IntAlu, IntMul, LONG, LONGEST,
    Quantize, SHORT, Shifter, Told, fu,
};
use operands::Operands;
use verilator_sys::{Build, Model, PortId, Verilator, cache_dir};

/// Vectors for each operator.
const VECTORS: usize = 1 << 20;

/// Operands in flight; a power of two above any latency.
const WINDOW: usize = 16;

/// A design with ports `clk`, `op`, `result` and some of `a`, `b`, `c`.
struct Bench {
    model: Model,
    clk: PortId,
    op: PortId,
    operands: Vec<(usize, PortId)>,
    result: PortId,
    latency: usize,
}

impl Bench {
    fn new(part: &Part, latency: usize) -> Self {
        let design = Design::new(part).unwrap();
        let build = Build::new(design.top(), design.files());
        let library = build.build(&Verilator::find().unwrap(), &cache_dir().unwrap()).unwrap();
        let model = Model::open(&library).unwrap();
        let operands = ["a", "b", "c"].into_iter().enumerate();
        let operands = operands.filter_map(|(i, name)| Some((i, model.port(name).ok()?))).collect();
        let port = |name| model.port(name).unwrap();
        let (clk, op, result) = (port("clk"), port("op"), port("result"));
        Self { model, clk, op, operands, result, latency }
    }

    /// One cycle: the operands go in at its end, the result is that of `latency` cycles ago.
    fn cycle(&mut self, words: &[u32; 3]) -> u32 {
        let result = self.model.peek(self.result) as u32;
        for &(i, port) in &self.operands {
            self.model.poke(port, words[i].into());
        }
        for level in [0, 1] {
            self.model.poke(self.clk, level);
            self.model.eval().unwrap();
        }
        result
    }

    /// Runs one operator on `vectors` operands and compares every result.
    fn check(&mut self, op: Op, vectors: usize, expected: impl Fn([u32; 3]) -> u32) {
        self.model.poke(self.op, op.code().into());
        // The decoder takes a cycle.
        self.cycle(&[0; 3]);
        let mut operands = Operands::new(op.code().into());
        let mut window = [[0; 3]; WINDOW];
        for vector in 0..vectors + self.latency {
            window[vector % WINDOW] = operands.next_for(op.group());
            let result = self.cycle(&window[vector % WINDOW]);
            if vector >= self.latency {
                let words = window[(vector - self.latency) % WINDOW];
                let want = expected(words);
                assert_eq!(result, want, "{op} of {words:08x?}: {result:08x}, not {want:08x}");
            }
        }
    }
}

fn check_leaf<L: Leaf + Told>(leaf: &L, group: OpGroup, subnormals: Subnormals, latency: usize) {
    let operands: &[_] = match group {
        OpGroup::Int => &OPERANDS,
        OpGroup::Shift => &[("a", 32), ("b", 5)],
        OpGroup::Convert => &[("a", 32)],
        OpGroup::Quantize => &[("a", 32), ("b", 21)],
        _ => &[("a", 32), ("b", 32)],
    };
    let mut bench = Bench::new(&decoded::leaf(leaf, operands), latency);
    for &op in Op::ALL {
        if op.group() == group {
            bench.check(op, VECTORS, |[a, b, c]| eval(op, subnormals, a, b, c));
        } else {
            bench.check(op, 100, |_| 0);
        }
    }
}

#[test]
fn int() {
    check_leaf(&IntAlu::new(), OpGroup::Int, Subnormals::Keep, SHORT);
}

#[test]
fn shift() {
    check_leaf(&Shifter::new(), OpGroup::Shift, Subnormals::Keep, SHORT);
}

#[test]
fn int_mul() {
    check_leaf(&IntMul::new(), OpGroup::IntMul, Subnormals::Keep, LONG);
}

#[test]
fn convert() {
    for subnormals in [Subnormals::Flush, Subnormals::Keep] {
        check_leaf(&Convert::new(subnormals), OpGroup::Convert, subnormals, LONG);
    }
}

#[test]
fn dot_i8() {
    check_leaf(&DotI8::new(), OpGroup::DotI8, Subnormals::Keep, LONG);
}

#[test]
fn dot_bf16() {
    for subnormals in [Subnormals::Flush, Subnormals::Keep] {
        for cycles in [LONG, LONGEST] {
            check_leaf(&DotBf16::new(subnormals, cycles), OpGroup::DotBf16, subnormals, cycles);
        }
    }
}

#[test]
fn quantize() {
    check_leaf(&Quantize::new(), OpGroup::Quantize, Subnormals::Keep, LONG);
}

#[test]
fn f32_add() {
    for subnormals in [Subnormals::Flush, Subnormals::Keep] {
        for cycles in [LONG, LONGEST] {
            check_leaf(&F32Add::new(subnormals, cycles), OpGroup::FloatAdd, subnormals, cycles);
        }
    }
}

#[test]
fn f32_mul() {
    for subnormals in [Subnormals::Flush, Subnormals::Keep] {
        check_leaf(&F32Mul::new(subnormals), OpGroup::FloatMul, subnormals, LONG);
    }
}

#[test]
fn f32_compare() {
    for subnormals in [Subnormals::Flush, Subnormals::Keep] {
        check_leaf(&F32Compare::new(subnormals), OpGroup::FloatCompare, subnormals, SHORT);
    }
}

/// What functional units take.
const OPERANDS: [(&str, usize); 3] = [("a", 32), ("b", 32), ("c", 32)];

/// A functional unit gives every operator of its groups, and the move, after its latency, and zero for others.
fn check_fu(groups: impl IntoIterator<Item = OpGroup>, subnormals: Subnormals, latency: usize) {
    let spec = FuSpec { groups: groups.into_iter().collect(), subnormals, latency };
    let mut bench = Bench::new(&decoded::with_decoder(&fu(&spec), &OPERANDS), latency);
    for &op in Op::ALL {
        let has = op == Op::Mov || spec.groups.contains(&op.group());
        bench.check(op, 2000, |[a, b, c]| if has { eval(op, subnormals, a, b, c) } else { 0 });
    }
}

#[test]
fn functional_units() {
    check_fu(OpGroup::ALL, Subnormals::Flush, 4);
    // A cycle to spare, and two; multipliers that the dots share, and those of one alone.
    for latency in [5, 6] {
        check_fu(OpGroup::ALL, Subnormals::Flush, latency);
        check_fu([OpGroup::FloatMul, OpGroup::IntMul, OpGroup::Int], Subnormals::Keep, latency);
        check_fu([OpGroup::DotI8, OpGroup::DotBf16], Subnormals::Keep, latency);
        check_fu([OpGroup::DotBf16, OpGroup::FloatMul], Subnormals::Flush, latency);
    }
    check_fu([OpGroup::FloatCompare, OpGroup::FloatAdd], Subnormals::Keep, 6);
    check_fu([OpGroup::Shift], Subnormals::Keep, 4);
    check_fu([OpGroup::Convert], Subnormals::Flush, 5);
    check_fu([], Subnormals::Flush, 4);
}
