//! Random programs: they bind, keep the promises of the core program, print and read back, and agree with f64.

use kiln_arch::num::Subnormals;
use kiln_lang::ir::{Program, Span};
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

#[test]
fn they_bind_print_and_agree() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let (mut elements, mut exempt) = (0, 0);
    for seed in 0..PROGRAMS {
        let surface = program(seed, &Limits::default());
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
        let mode = if seed % 2 == 0 { Subnormals::Keep } else { Subnormals::Flush };
        let words = interpret::interpret(&core, &inputs, &args, &Default::default(), mode);
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
    ] {
        assert!(counts.get(construct).is_some_and(|&n| n >= 10), "{construct} is too rare");
    }
    assert!(exempt * 4 < elements, "{exempt} of {elements} elements have no bound");
}

#[test]
fn the_same_seed_gives_the_same_program() {
    let text = |seed| program(seed, &Limits::default()).to_string();
    assert_eq!(text(7), text(7));
    assert_ne!(text(7), text(8));
}
