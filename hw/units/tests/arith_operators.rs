//! Each operator: the leaf's Verilog under Verilator against `kiln_arch::num::eval`, on biased operands.

#[path = "common/operands.rs"]
mod operands;

use kiln_arch::num::{Op, OpGroup, Subnormals, eval};
use kiln_emit::prelude::*;
use kiln_units::arith::{
    Convert, F32Add, F32Compare, F32Mul, IntAlu, IntMul, LONG, SHORT, Shifter,
};
use operands::Operands;
use verilator_sys::{Build, Model, PortId, Verilator, cache_dir};

/// Vectors for each operator.
const VECTORS: usize = 1 << 20;

/// Operands in flight; a power of two above any latency.
const WINDOW: usize = 8;

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
    fn new(name: &str, text: String, latency: usize) -> Self {
        let build = Build::new(name, [(format!("{name}.v"), text)]);
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
        let mut operands = Operands::new(op.code().into());
        let mut window = [[0; 3]; WINDOW];
        for vector in 0..vectors + self.latency {
            window[vector % WINDOW] = operands.next();
            let result = self.cycle(&window[vector % WINDOW]);
            if vector >= self.latency {
                let words = window[(vector - self.latency) % WINDOW];
                let want = expected(words);
                assert_eq!(result, want, "{op} of {words:08x?}: {result:08x}, not {want:08x}");
            }
        }
    }
}

fn check_leaf<L: Leaf>(leaf: &L, group: OpGroup, subnormals: Subnormals, latency: usize) {
    let text = kiln_emit::leaf_verilog(leaf).unwrap();
    let mut bench = Bench::new(&leaf.info().module_name(), text, latency);
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
        check_leaf(&Convert::new(), OpGroup::Convert, subnormals, LONG);
    }
}

#[test]
fn f32_add() {
    for subnormals in [Subnormals::Flush, Subnormals::Keep] {
        check_leaf(&F32Add::new(subnormals), OpGroup::FloatAdd, subnormals, LONG);
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
