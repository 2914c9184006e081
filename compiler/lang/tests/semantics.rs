//! What programs mean, at the edges: empty folds, NaN, truth values, wrapping, order of evaluation.

use kiln_arch::num::{Op, Subnormals};
use kiln_lang::build::{Builder, E, fold_where, sum};
use kiln_lang::interpret::{InterpretError, interpret, interpret_f64};
use kiln_lang::ir::{NodeKind, Program, Storage, Ty};
use kiln_lang::order::OrderMap;
use kiln_lang::{ast::FoldHead, parse, verify};
use std::collections::BTreeMap;

fn bind(text: &str) -> Program {
    let surface = parse("test", text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let program = surface.bind(&BTreeMap::new()).unwrap_or_else(|e| panic!("{e}\n{text}")).program;
    verify(&program).unwrap_or_else(|e| panic!("{e}\n{program}"));
    program
}

fn run(text: &str, inputs: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let program = bind(text);
    let args: Vec<u32> = program.args.iter().map(|a| a.default).collect();
    interpret(&program, inputs, &args, &OrderMap::new(), Subnormals::Keep).expect("it runs")
}

/// The one word of a program without inputs.
fn int(expr: &str) -> i32 {
    run(&format!("output y: i32 = {expr};"), &[])[0][0] as i32
}

fn float(expr: &str) -> f32 {
    f32::from_bits(run(&format!("output y: f32 = {expr};"), &[])[0][0])
}

#[test]
fn empty_folds_give_their_identity() {
    assert_eq!(float("sum (i in 0) { 1.0 }").to_bits(), 0);
    assert_eq!(float("product (i in 0, j in 3) { 2.0 }"), 1.0);
    assert_eq!(float("min (i in 0) { 2.0 }"), f32::INFINITY);
    assert_eq!(float("max (i in 0) { 2.0 }"), f32::NEG_INFINITY);
    assert_eq!(int("sum (i in 0) { i }"), 0);
    assert_eq!(int("product (i in 0) { i }"), 1);
    assert_eq!(int("min (i in 0) { i }"), i32::MAX);
    assert_eq!(int("max (i in 0) { i }"), i32::MIN);
    assert_eq!(int("fold and (i in 0) { i }"), -1);
    assert_eq!(int("fold or (i in 0) { i }"), 0);
    assert_eq!(int("fold xor (i in 0) { i }"), 0);
    assert_eq!(int("argmax (i in 0) { i }"), i32::MAX);
    assert_eq!(int("i32(all (i in 0) { i > 0 })"), 1);
    assert_eq!(int("i32(any (i in 0) { i > 0 })"), 0);
}

#[test]
fn empty_maps_have_no_elements_and_no_bounds() {
    let text = "param N = 0; input x: f32[N]; output y: f32[N] = map (i in N) { x[i + 5] };
                output s: f32 = sum (i in N) { x[i] };";
    assert_eq!(run(text, &[vec![]]), [vec![], vec![0]]);
}

#[test]
fn argmax_takes_the_first_and_ignores_nan() {
    let text = "input x: f32[5]; output y: i32 = argmax (i in 5) { x[i] };
                output z: i32 = argmin (i in 5) where x[i] > 0.0 { x[i] };";
    let case = |x: [f32; 5]| {
        let outputs = run(text, &[x.iter().map(|v| v.to_bits()).collect()]);
        (outputs[0][0] as i32, outputs[1][0] as i32)
    };
    let nan = f32::NAN;
    assert_eq!(case([1.0, 3.0, 3.0, 2.0, 1.0]), (1, 0));
    assert_eq!(case([nan, -3.0, nan, -2.0, -2.0]), (3, i32::MAX));
    assert_eq!(case([nan; 5]), (i32::MAX, i32::MAX));
    assert_eq!(case([f32::NEG_INFINITY; 5]), (0, i32::MAX));
    assert_eq!(case([0.0, 2.0, 0.5, 0.5, -1.0]), (1, 2));
}

#[test]
fn conditions_select_elements() {
    assert_eq!(int("sum (i in 10) where i >= 3 && i < 6 { i }"), 12);
    assert_eq!(int("max (i in 10) where (false) { i }"), i32::MIN);
    assert_eq!(int("i32(all (i in 4) where i > 1 { i < 4 })"), 1);
    assert_eq!(int("i32(all (i in 4) { i < 3 })"), 0);
    assert_eq!(int("i32(fold xor (i in 5) { i > 1 })"), 1);
    assert_eq!(int("if 1 < 2 && !(2 < 1) { 7 } else { 8 }"), 7);
    assert_eq!(int("select(1.0 >= nan, 7, 8)"), 8);
    assert_eq!(int("i32(nan != nan) + 2 * i32(nan == nan)"), 1);
}

#[test]
fn operators_are_those_of_the_units() {
    assert_eq!(int("7 & 12 | 1 ^ 3"), 7 & 12 | 1 ^ 3);
    assert_eq!(int("-16 >> 2"), -4);
    assert_eq!(int("-16 >>> 28"), 15);
    assert_eq!(int("1 << 31"), i32::MIN);
    assert_eq!(int("!5"), !5);
    assert_eq!(int("i32(lt_u(1, -1)) + 2 * i32(le_u(-1, 1))"), 1);
    assert_eq!(int("0x7fffffff + 1i32"), i32::MIN);
    assert_eq!(int("min(3, -4) + max(3, -4) + abs(-9)"), 8);
    assert_eq!(int("i32(-2.75)"), -2);
    assert_eq!(int("7 / 2 + 7 % 4"), 6);
    assert_eq!(float("f32(7) / 2"), 3.5);
    assert_eq!(float("2 * 1.5 - -1.0"), 4.0);
    assert_eq!(float("-1e-45").to_bits(), 0x8000_0001);
    assert_eq!(float("min(-inf, nan)"), f32::NEG_INFINITY);
    assert_eq!(int("i32((2 + 3 * 4 - 20 < 0) == true && 3 > 2 || false)"), 1);
}

#[test]
fn packed_elements_are_values() {
    let text = "input a: i8[3]; input x: bf16[2]; input s: i8;
        output y: i32[3] = map (i in 3) { a[i] * 1000 + s };
        output z: f32[2] = map (i in 2) { x[i] + 0.001 };
        output copy: bf16[2] = map (i in 2) { x[1 - i] };
        output again: i8[3] = map (i in 3) { let t = a[i]; t };";
    let a = [-128, 127, -1].map(|v: i32| v as u32);
    let x = [1.5f32, -0.25].map(f32::to_bits);
    let outputs = run(text, &[a.to_vec(), x.to_vec(), vec![-7i32 as u32]]);
    assert_eq!(outputs[0], [-128_007, 126_993, -1007].map(|v: i32| v as u32));
    assert_eq!(outputs[1], [1.501f32, -0.249].map(f32::to_bits));
    assert_eq!(outputs[2], [x[1], x[0]]);
    assert_eq!(outputs[3], a);
}

#[test]
fn packed_values_are_rounded_and_saturated() {
    // One unit in the last place of 1 is 2^-7 in bf16: halves go to the even side.
    let ulp = 1.0 / 128.0;
    let cases =
        [(1.0 + 0.5 * ulp, 1.0), (1.0 + 1.5 * ulp, 1.0 + 2.0 * ulp), (1.0 + 0.51 * ulp, 1.0 + ulp)];
    for (x, want) in cases {
        assert_eq!(float(&format!("bf16({x:?})")), want, "{x}");
    }
    assert_eq!(float("bf16(3.4e38)"), f32::INFINITY);
    assert_eq!(float("bf16(-nan)").to_bits(), kiln_arch::num::CANONICAL_NAN);
    assert_eq!(float("bf16(3)"), 3.0);
    for (value, want) in [("5", 5), ("127", 127), ("128", 127), ("-128", -128), ("-70000", -128)] {
        assert_eq!(int(&format!("i8({value})")), want, "{value}");
    }
    // 3 / 2 rounds up, -3 / 2 too: ties go to the greater.
    for (args, want) in [
        ("3, 1, 1", 2),
        ("-3, 1, 1", -1),
        ("5, 1, 2", 1),
        ("6, 1, 2", 2),
        ("100000, 77, 14", 127),
        ("-20000, 77, 14", -94),
        ("2147483647, 65535, 31", 127),
        ("2147483647, 65535, 0", 127),
        ("-2147483648, 100, 31", -100),
        ("9, 0, 0", 0),
    ] {
        assert_eq!(int(&format!("quantize({args})")), want, "{args}");
    }
}

#[test]
fn packed_outputs_hold_what_is_made_for_them() {
    let program = bind(
        "input a: i8[4]; input x: bf16[4]; arg n: i32 = 3;
         output p: i8[4] = map (i in 4) { i8(a[i] + n) };
         output q: i8[4] = map (i in 4) { quantize(a[i] * a[3 - i], 3, 7) };
         output r: bf16[4] = map (i in 4) { bf16(x[i] * x[i]) };
         output s: i8 = i8(300);
         output t: i8[4] = map (i in 4) { p[3 - i] };
         output u: bf16[4] = map (i in 4) { bf16(r[i]) };",
    );
    let types: Vec<Storage> = program.outputs.iter().map(|o| o.ty).collect();
    use Storage::{Bf16, I8};
    assert_eq!(types, [I8, I8, Bf16, I8, I8, Bf16]);
    let op = |output: usize| match &program.node(program.outputs[output].body).kind {
        NodeKind::Op(op, _) => op.name(),
        _ => "",
    };
    assert_eq!([op(0), op(1), op(2)], ["min_i32", "quantize_i8", "round_bf16"]);
    let rounded = program.nodes.iter().filter(|n| matches!(n.kind, NodeKind::Op(Op::RoundBf, _)));
    assert_eq!(rounded.count(), 2, "what is rounded is not rounded again");
    // A program whose outputs could overflow their type is none.
    let mut broken = program.clone();
    broken.outputs[1].body = match &program.node(program.outputs[1].body).kind {
        NodeKind::Op(_, operands) => operands[0],
        _ => unreachable!(),
    };
    assert!(verify(&broken).is_err());
}

#[test]
fn inputs_hold_only_values_of_their_type() {
    let program = bind("input a: i8[2]; output y: i32 = a[0] + a[1];");
    let run = |a: [i32; 2]| {
        let words = a.map(|v| v as u32).to_vec();
        interpret(&program, &[words], &[], &OrderMap::new(), Subnormals::Keep)
    };
    assert_eq!(run([-128, 127]), Ok(vec![vec![-1i32 as u32]]));
    let error = InterpretError::Value { name: "a".into(), ty: Storage::I8, element: 1 };
    assert_eq!(run([0, 128]), Err(error));
}

#[test]
fn folds_nest_and_tensors_are_put_in_place() {
    let text = "input x: i32[3, 4];
        let total = sum (i in 3, j in 4) { x[i, j] };
        let row: i32[3] = map (i in 3) { let s = sum (j in 4) { x[i, j] }; s * s };
        output a: i32 = sum (i in 3) { row[i] * max (j in 4) { x[2 - i, 3 - j] + row[i] } } + total;
        output b: i32[2] = map (i in 2) { row[i + 1] - row[i] + a };";
    let x: Vec<i32> = vec![1, -2, 3, 4, 0, 5, -6, 7, 2, 2, 2, 9];
    let outputs = run(text, &[x.iter().map(|&v| v as u32).collect()]);
    let row = |i: usize| x[4 * i..4 * i + 4].iter().sum::<i32>().pow(2);
    let greatest = |i: usize| *x[4 * i..4 * i + 4].iter().max().expect("four");
    let a: i32 = (0..3).map(|i| row(i) * (greatest(2 - i) + row(i))).sum();
    let a = a + x.iter().sum::<i32>();
    assert_eq!(outputs[0], [a as u32]);
    assert_eq!(outputs[1], [(row(1) - row(0) + a) as u32, (row(2) - row(1) + a) as u32]);
}

#[test]
fn equal_folds_are_one_node() {
    let program = bind(
        "input x: f32[8]; output y: f32 = sum (i in 8) { x[i] } * sum (j in 8) { x[j] };
         output z: f32[8] = map (i in 8) { x[i] - sum (k in 8) { x[k] } };",
    );
    assert_eq!(program.folds().count(), 1, "{program}");
    let two =
        bind("input x: f32[8]; output y: f32 = sum (i in 8) { x[i] } * sum (j in 7) { x[j] };");
    assert_eq!(two.folds().count(), 2);
}

#[test]
fn an_index_fold_inside_an_index_fold_keeps_its_variables_apart() {
    let text = "input x: i32[3, 3];
        output y: i32 = argmax (i in 3) { argmax (j in 3) { x[i, j] } };";
    let x = [1, 2, 0, 0, 1, 5, 9, 0, 0];
    assert_eq!(run(text, &[x.to_vec()])[0], [1]);
}

#[test]
fn a_fold_that_depends_on_a_copied_fold_is_copied_with_it() {
    // The innermost fold reads `b` but not `a`; the index fold evaluates all of it twice.
    let text = "input x: i32[3, 3];
        output y: i32 = argmin (a in 3) { sum (b in 3) { sum (c in 3) { x[b, c] } * x[a, b] } };";
    let x = [3, 1, 2, 0, 5, 5, 1, 2, 1];
    let row = |b: usize| x[3 * b] + x[3 * b + 1] + x[3 * b + 2];
    let value = |a: &usize| (0..3).map(|b| row(b) * x[3 * a + b]).sum::<u32>();
    let want = (0..3).min_by_key(value).expect("three") as u32;
    assert_eq!(run(text, &[x.to_vec()])[0], [want]);
}

#[test]
fn the_builder_makes_the_same_program() {
    let mut p = Builder::new("test");
    let n = p.param("N", 9);
    let x = p.input("x", Ty::F32, [n.clone() + 2]);
    let limit = p.arg("limit", Ty::F32, 0.5);
    let scaled = p.define("scaled", [("i", n.clone())], |[i]| x.at([i + 2]) * 3.0f32);
    p.output("y", Ty::F32, [("i", n.clone())], |[i]| {
        let window = sum([("k", E::from(3))], |[k]| x.at([i.clone() + k]).abs());
        scaled.at([i.clone()]).less(limit.clone()).select(window, -i.to_f32())
    });
    p.output("count", Ty::I32, [], |[]| {
        let element = |[i]: [E; 1]| (scaled.at([i]).at_least(limit.clone()), E::from(1));
        fold_where(FoldHead::Sum, [("i", n)], element)
    });
    let built = p.finish().bind(&BTreeMap::new()).expect("it binds").program;
    let mut read = bind(
        "param N = 9; input x: f32[N + 2]; arg limit: f32 = 0.5;
         let scaled = map (i in N) { x[i + 2] * 3 };
         output y: f32[N] = map (i in N) {
             select(scaled[i] < limit, sum (k in 3) { abs(x[i + k]) }, -f32(i)) };
         output count: i32 = sum (i in N) where scaled[i] >= limit { 1 };",
    );
    read.nodes.iter_mut().for_each(|n| n.span = Default::default());
    read.inputs[0].span = Default::default();
    read.args[0].span = Default::default();
    read.outputs.iter_mut().for_each(|n| n.span = Default::default());
    assert_eq!(built, read, "{built}\n{read}");
}

#[test]
fn the_builder_makes_packed_tensors() {
    let mut p = Builder::new("test");
    let a = p.input("a", Storage::I8, [E::from(4)]);
    p.output("y", Storage::I8, [], |[]| {
        sum([("k", E::from(4))], |[k]| a.at([k.clone()]) * a.at([k])).quantize(3, 5)
    });
    p.output("z", Storage::Bf16, [], |[]| a.at([E::from(1)]).to_f32().to_bf16());
    p.output("w", Storage::I8, [], |[]| (a.at([E::from(1)]) + 1).to_i8());
    let built = p.finish();
    let text = "input a: i8[4];
        output y: i8 = quantize(sum (k in 4) { a[k] * a[k] }, 3, 5);
        output z: bf16 = bf16(f32(a[1]));
        output w: i8 = i8(a[1] + 1);";
    let plain = |s: String| s.split_whitespace().collect::<String>();
    let read = parse("test", text).expect("it parses");
    assert_eq!(plain(built.to_string()), plain(read.to_string()));
    built.bind(&BTreeMap::new()).expect("it binds");
}

#[test]
fn nodes_know_their_lines() {
    let program = bind("input x: f32[2];\noutput y: f32[2] = map (i in 2) {\n  x[i]\n  * 2.0\n};");
    let line = |kind: fn(&NodeKind) -> bool| {
        program.nodes.iter().find(|n| kind(&n.kind)).map(|n| n.span.line)
    };
    assert_eq!(line(|k| matches!(k, NodeKind::Load { .. })), Some(3));
    assert_eq!(line(|k| matches!(k, NodeKind::Const(_))), Some(4));
}

#[test]
fn settings_are_parameters_and_arguments() {
    let surface = parse(
        "t",
        "param N = 4; arg a: f32 = 1; input x: f32[N]; output y: f32[N] = map (i in N) { a * x[i] };",
    );
    let surface = surface.expect("it parses");
    let settings = surface.settings([("N", "2"), ("a", "2.5")]).expect("they fit");
    let program = surface.bind(&settings.params).expect("it binds").program;
    assert_eq!(program.inputs[0].shape, [2]);
    assert_eq!(settings.arg_words(&program), [2.5f32.to_bits()]);
    for (name, value) in [("M", "2"), ("N", "two"), ("a", "x"), ("a", "1e400")] {
        assert!(surface.settings([(name, value)]).is_err(), "{name}={value}");
    }
}

#[test]
fn inputs_of_the_wrong_size_are_refused() {
    let program = bind("input x: f32[3]; arg a: f32 = 1.0; output y: f32 = a * x[0];");
    let run = |inputs: &[Vec<u32>], args: &[u32]| {
        interpret(&program, inputs, args, &OrderMap::new(), Subnormals::Keep).map(|_| ())
    };
    assert_eq!(run(&[], &[0]), Err(InterpretError::Inputs { want: 1, have: 0 }));
    assert_eq!(run(&[vec![0; 3]], &[]), Err(InterpretError::Args { want: 1, have: 0 }));
    let words = InterpretError::Words { name: "x".into(), want: 3, have: 2 };
    assert_eq!(run(&[vec![0; 2]], &[0]), Err(words));
}

#[test]
fn a_fold_of_one_element_may_flush_it() {
    let program = bind("input x: f32[1]; output s: f32 = sum (i in 1) { x[i] };");
    let inputs = [vec![1]];
    for (mode, want) in [(Subnormals::Keep, 1), (Subnormals::Flush, 0)] {
        let words = interpret(&program, &inputs, &[], &OrderMap::new(), mode).expect("it runs");
        assert_eq!(words[0], [want]);
        let estimates = interpret_f64(&program, &inputs, &[], mode).expect("it runs");
        assert!(estimates[0].compare(&words[0]).holds());
    }
    let zero = interpret(&program, &[vec![1 << 31]], &[], &OrderMap::new(), Subnormals::Keep);
    assert_eq!(zero.expect("it runs")[0], [1 << 31], "the sign of a zero stays");
}

#[test]
fn estimates_catch_a_wrong_word_and_exempt_jumps() {
    let text = "input x: f32[100]; output s: f32 = sum (i in 100) { x[i] * x[i] };
                output t: i32 = i32((x[0] + x[1]) * 3 > (x[0] + x[1]) + (x[0] + x[1]) * 2);";
    let program = bind(text);
    let inputs = kiln_lang::random::inputs(&program, 9);
    let run = interpret(&program, &inputs, &[], &OrderMap::new(), Subnormals::Keep);
    let mut words = run.expect("it runs");
    let estimates = interpret_f64(&program, &inputs, &[], Subnormals::Keep).expect("it runs");
    assert!(estimates[0].compare(&words[0]).holds());
    words[0][0] = (f32::from_bits(words[0][0]) * 1.001).to_bits();
    assert!(!estimates[0].compare(&words[0]).holds());
    assert_eq!(estimates[1].compare(&words[1]).exempt, 1);
    words[0][0] = f32::NAN.to_bits();
    assert!(!estimates[0].compare(&words[0]).holds());
}

/// Padded readings and the same written with conditions give the same.
#[test]
fn outside_a_tensor_is_the_constant() {
    let pairs = [
        (
            "input x: i32[5]; output y: i32[5] = map (i in 5) { sum (k in 3) { x[i + k - 1] else 7 } };",
            "input x: i32[5]; let p = map (i in 7) { sum (k in 5) where k == i - 1 { x[k] }
                + i32(i == 0 || i == 6) * 7 };
            output y: i32[5] = map (i in 5) { sum (k in 3) { p[i + k] } };",
        ),
        // A computed tensor is its constant outside, not what its definition would give there.
        (
            "input x: i32[5]; let t = map (i in 5) { (x[i - 2] else 3) * i };
            output y: i32[9] = map (i in 9) { t[i - 2] else -4 };",
            "input x: i32[5]; let t = map (i in 5) { sum (k in 5) where k == i - 2 { x[k] } * i + i32(i < 2) * 3 * i };
            output y: i32[9] = map (i in 9) { sum (k in 5) where k == i - 2 { t[k] } - i32(i < 2 || i > 6) * 4 };",
        ),
        (
            "input x: i32[4, 3]; let t = map (i in 4, j in 3) { x[i, j] + j };
            output y: i32[4, 3] = map (i in 4, j in 3) { t[i + 1, 1 - j] else 9 };",
            "input x: i32[4, 3]; let t = map (i in 4, j in 3) { x[i, j] + j };
            output y: i32[4, 3] = map (i in 4, j in 3) {
                if i < 3 && j < 2 { sum (k in 4, l in 3) where k == i + 1 && l == 1 - j { t[k, l] } } else { 9 }
            };",
        ),
    ];
    for (padded, written_out) in pairs {
        let values = |text: &str| {
            let count: u32 = bind(text).inputs[0].shape.iter().product();
            run(text, &[(1..=count).collect()])
        };
        assert_eq!(values(padded), values(written_out), "{padded}");
    }
}

#[test]
fn the_builder_reads_outside() {
    let mut p = Builder::new("padded");
    let n = p.param("N", 3);
    let x = p.input("x", Ty::I32, [n.clone()]);
    p.output("y", Ty::I32, [("i", n)], |[i]| x.at_else([i - 1], -5));
    let text = p.finish().to_string();
    assert!(text.contains("x[i - 1] else -5"), "{text}");
    assert_eq!(run(&text, &[vec![1, 2, 3]]), [[-5i32 as u32, 1, 2]]);
}

#[test]
fn a_product_may_overflow_or_lose_its_bits_in_another_order() {
    let program = bind("input x: f32[4]; output y: f32 = product (k in 4) { x[k] };");
    for (values, exempt) in [
        ([1e-30f32, 1e-30, 1e30, 1e30], true),
        ([1e30, 1e30, 1e-30, 1e-30], true),
        ([1e-30, 1e-30, 1e20, 1e10], false),
        ([1.5, 2.0, 3.0, 0.1], false),
    ] {
        let inputs = [values.map(f32::to_bits).to_vec()];
        for mode in [Subnormals::Keep, Subnormals::Flush] {
            let estimates = interpret_f64(&program, &inputs, &[], mode).expect("it runs");
            assert_eq!(estimates[0].bound(0).is_none(), exempt, "{values:?}");
            let word = interpret(&program, &inputs, &[], &OrderMap::new(), mode).expect("it runs");
            assert!(estimates[0].compare(&word[0]).holds(), "{values:?}");
        }
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_program() {
    assert_eq!(run("\u{feff}output y: i32 = 7;", &[])[0], [7]);
    assert!(parse("test", "output y\u{feff}: i32 = 7;").is_err());
}
