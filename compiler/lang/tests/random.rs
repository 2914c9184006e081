//! Random programs: they bind, keep the promises of the core program, print and read back, and agree with f64.

use kiln_arch::num::{Subnormals, eval};
use kiln_lang::ir::{Affine, NodeId, NodeKind, Program, Span, VarId};
use kiln_lang::order::{FoldOrder, OrderMap, packed_product};
use kiln_lang::random::{Limits, constructs, inputs, program};
use kiln_lang::{interpret, parse, verify};
use std::collections::BTreeMap;

const PROGRAMS: u64 = 400;

/// The same program, wherever it was written.
fn without_spans(program: &Program) -> Program {
    let mut program = program.clone();
    program.nodes.iter_mut().for_each(|n| n.span = Span::default());
    program.inputs.iter_mut().for_each(|n| n.span = Span::default());
    program.args.iter_mut().for_each(|n| n.span = Span::default());
    program.outputs.iter_mut().for_each(|n| n.span = Span::default());
    program
}

/// Programs of all types together, and those where tensors are also packed and multiplied.
fn limits(seed: u64) -> Limits {
    Limits {
        packed_tensors: seed % 2 == 1,
        products: seed % 4 == 3,
        padded: seed % 8 > 4,
        ..Limits::default()
    }
}

/// Every sum of packed products in groups.
fn grouped(program: &Program) -> OrderMap {
    let order = |fold| {
        let (ty, _) = packed_product(program, fold)?;
        let NodeKind::Fold { dims, .. } = &program.node(fold).kind else { return None };
        Some((fold, FoldOrder { group: ty.per_word() as u32, ..FoldOrder::sequential(dims.len()) }))
    };
    program.folds().filter_map(order).collect()
}

#[test]
fn they_bind_print_and_agree() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let (mut elements, mut exempt) = (0, 0);
    for seed in 0..2 * PROGRAMS {
        let surface = program(seed / 2, &limits(seed));
        let text = surface.to_string();
        let core = match surface.bind(&BTreeMap::new()) {
            Ok(bound) => bound.program,
            Err(problems) => panic!("seed {seed}: {problems}\n{text}"),
        };
        verify(&core).unwrap_or_else(|e| panic!("seed {seed}: {e}\n{core}"));
        let again = parse("again", &text).unwrap_or_else(|e| panic!("seed {seed}: {e}\n{text}"));
        let mut again = again.bind(&BTreeMap::new()).expect("it binds").program;
        again.name.clone_from(&core.name);
        let same = without_spans(&again) == without_spans(&core);
        assert!(same, "seed {seed}\n{text}\n{core}\n{again}");
        let json = serde_json::to_string(&core).expect("it serializes");
        assert_eq!(serde_json::from_str::<Program>(&json).expect("it reads back"), core);
        for (construct, times) in constructs(&surface, &core) {
            *counts.entry(construct).or_default() += times;
        }
        let inputs = inputs(&core, seed);
        let args: Vec<u32> = core.args.iter().map(|a| a.default).collect();
        let mode = if seed % 4 < 2 { Subnormals::Keep } else { Subnormals::Flush };
        let orders = grouped(&core);
        let words = interpret::interpret(&core, &inputs, &args, &orders, mode);
        let estimates = interpret::interpret_f64(&core, &inputs, &args, mode).expect("it runs");
        for (estimate, words) in estimates.iter().zip(words.expect("it runs")) {
            let agreement = estimate.compare(&words);
            assert!(agreement.holds(), "seed {seed}: {agreement:?}\n{text}");
            elements += estimate.len();
            exempt += agreement.exempt;
        }
    }
    println!("{counts:#?}\n{elements} elements, {exempt} exempt");
    for construct in [
        "window load",
        "padded load",
        "strided load",
        "transposed load",
        "nested fold",
        "where",
        "argmax",
        "let tensor",
        "several outputs",
        "index value",
        "argument",
        "if",
        "local let",
        "output of rank 0",
        "output of rank 3",
        "extent 1",
        "fold of several dims",
        "bf16 input",
        "i8 input",
        "bf16 output",
        "i8 output",
        "round_bf16",
        "quantize_i8",
        "sum of bf16 products",
        "sum of i8 products",
    ] {
        assert!(counts.get(construct).is_some_and(|&n| n >= 10), "{construct} is too rare");
    }
    assert!(exempt * 4 < elements, "{exempt} of {elements} elements have no bound");
}

/// Evaluates a node straight from its definition, with nothing planned or kept.
fn naive(program: &Program, inputs: &[Vec<u32>], id: NodeId, vars: &mut [i64]) -> u32 {
    match &program.node(id).kind {
        NodeKind::Const(word) => *word,
        NodeKind::Arg(arg) => program.args[arg.index()].default,
        NodeKind::Index(var) => vars[var.index()] as u32,
        NodeKind::Load { input, index, outside } => {
            let shape = &program.inputs[input.index()].shape;
            let inside = |(x, &extent): (&Affine, &u32)| {
                (0..i64::from(extent)).contains(&x.eval(|v| vars[v.index()]))
            };
            if !index.iter().zip(shape).all(inside) {
                return outside.expect("it says what is outside");
            }
            let place = index.iter().zip(shape).fold(0, |place, (x, &extent)| {
                place * i64::from(extent) + x.eval(|v| vars[v.index()])
            });
            inputs[input.index()][place as usize]
        }
        NodeKind::Op(op, operands) => {
            let mut words = [0; 3];
            for (word, operand) in words.iter_mut().zip(operands) {
                *word = naive(program, inputs, *operand, vars);
            }
            eval(*op, Subnormals::Flush, words[0], words[1], words[2])
        }
        NodeKind::Fold { op, dims, body } => {
            let elements = points(program, dims, vars, |vars| naive(program, inputs, *body, vars));
            let join = |a, b| eval(op.op(), Subnormals::Flush, a, b, 0);
            elements.into_iter().fold(op.neutral(), join)
        }
    }
}

/// The values at all points of some dimensions, in row-major order.
fn points(
    program: &Program,
    dims: &[VarId],
    vars: &mut [i64],
    mut value: impl FnMut(&mut [i64]) -> u32,
) -> Vec<u32> {
    let extents = program.extents(dims);
    let count: u32 = extents.iter().product();
    let mut at = |mut point: u32| {
        for (var, extent) in dims.iter().zip(&extents).rev() {
            vars[var.index()] = i64::from(point % extent);
            point /= extent;
        }
        value(vars)
    };
    (0..count).map(&mut at).collect()
}

#[test]
fn the_interpreter_agrees_with_the_definition() {
    let limits = Limits { max_work: 2000, max_extent: 9, max_fold_depth: 3, ..Limits::default() };
    for seed in 0..PROGRAMS {
        let (packed_tensors, padded) = (seed % 2 == 1, seed % 4 > 1);
        let surface = program(seed, &Limits { packed_tensors, padded, ..limits });
        let core = surface.bind(&BTreeMap::new()).expect("it binds").program;
        verify(&core).unwrap_or_else(|e| panic!("seed {seed}: {e}\n{surface}\n{core}"));
        let inputs = inputs(&core, seed);
        let args: Vec<u32> = core.args.iter().map(|a| a.default).collect();
        let orders = Default::default();
        let planned = interpret::interpret(&core, &inputs, &args, &orders, Subnormals::Flush);
        for (output, words) in core.outputs.iter().zip(planned.expect("it runs")) {
            let mut vars = vec![0; core.vars.len()];
            let body = |vars: &mut [i64]| naive(&core, &inputs, output.body, vars);
            let want = points(&core, &output.dims, &mut vars, body);
            assert!(words == want, "seed {seed}, output {}\n{surface}\n{core}", output.name);
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_program() {
    let text = |seed| program(seed, &Limits::default()).to_string();
    assert_eq!(text(7), text(7));
    assert_ne!(text(7), text(8));
}
