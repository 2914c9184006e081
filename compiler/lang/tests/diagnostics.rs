//! Every kind of mistake gets an error with its code, place and a hint.

use kiln_lang::{Bound, Code, Problem, Problems, parse};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};

fn bind(text: &str, params: &[(&str, i64)]) -> Result<Bound, Problems> {
    let params = params.iter().map(|&(name, value)| (name.to_string(), value)).collect();
    parse("test.kiln", text)?.bind(&params)
}

fn problems(text: &str) -> Vec<Problem> {
    match bind(text, &[]) {
        Ok(_) => panic!("no problem found in\n{text}"),
        Err(problems) => problems.problems,
    }
}

/// The text has one problem: of this kind, in this line, and with all of these words in message, label and help.
#[track_caller]
fn expect(text: &str, code: Code, line: u32, words: &[&str]) {
    let found = problems(text);
    let all: Vec<String> = found.iter().map(|p| format!("{p:?}")).collect();
    assert_eq!(found.len(), 1, "{all:#?}");
    let problem = &found[0];
    let said = format!("{} {} {:?}", problem.message, problem.label, problem.help);
    assert_eq!((problem.code, problem.span.line), (code, line), "{said}");
    for word in words {
        assert!(said.contains(word), "`{word}` is missing in: {said}");
    }
}

/// One output `y` over `x: f32[8]`, with `body` in line 2.
fn body(body: &str) -> String {
    format!("input x: f32[8]; input n: i32[8]; output y: f32[8] = map (i in 8) {{\n{body} }};")
}

#[test]
fn syntax() {
    expect("output y: f32 = 1.0", Code::Syntax, 1, &["expected `;`", "end of the text"]);
    expect("output y = 1.0;", Code::Syntax, 1, &["expected `:`", "output y: f32[N]"]);
    expect("banana;", Code::Syntax, 1, &["expected a declaration", "`banana`"]);
    expect(&body("1.0 <\n2.0 < 3.0"), Code::Syntax, 3, &["chain", "&&"]);
    expect(&body("x[i] + #"), Code::Syntax, 2, &["`#`"]);
    expect(&body("summ (k in 3) { 1.0 }"), Code::Syntax, 2, &["summ", "did you mean `sum`"]);
    expect(&body("max(x[i])"), Code::Syntax, 2, &["takes 2 operands, not 1"]);
    expect(&body("if x[i] > 0.0 { 1.0 }"), Code::Syntax, 2, &["else", "both sides"]);
    expect(&body("map (j in 3) { 1.0 }"), Code::Syntax, 2, &["let"]);
    expect(&body("fold plus (j in 3) { 1.0 }"), Code::Syntax, 2, &["product"]);
    expect("let if = 1;", Code::Syntax, 1, &["keyword `if`"]);
    expect("param N = 3;", Code::Syntax, 0, &["no output"]);
}

#[test]
fn several_problems_are_all_found() {
    let text =
        "input x: f32[8];\nlet a = z;\nlet b: i32 = 1.5;\noutput y: f32 = a + x[9];\nlet = 3;";
    assert_eq!(problems(text).len(), 1, "syntax first");
    let text = text.replace("let = 3;", "");
    let lines: Vec<u32> = problems(&text).iter().map(|p| p.span.line).collect();
    // Line 4 depends on the broken `a`, so nothing more is said about it.
    assert_eq!(lines, [2, 3]);
}

#[test]
fn names() {
    expect(&body("x[i] * alhpa"), Code::UndefinedName, 2, &["`alhpa`"]);
    expect(
        &body("let alpha = 1.0; x[i] * alhpa"),
        Code::UndefinedName,
        2,
        &["did you mean `alpha`"],
    );
    expect(
        "output y: f32 = z;\nlet z = 1.0;",
        Code::UndefinedName,
        1,
        &["before its declaration", "up"],
    );
    expect(
        "let z = map (i in 3) {\n z[i] };\noutput y: f32 = 1.0;",
        Code::Recursive,
        2,
        &["itself", "scan"],
    );
    expect(
        "param N = 1;\nparam N = 2; output y: f32 = 1.0;",
        Code::DuplicateName,
        2,
        &["`N`", "line 1"],
    );
    expect(&body("let i = 2.0; x[i]"), Code::DuplicateName, 2, &["`i` hides", "line 1"]);
    expect(&body("sum (x in 3) { 1.0 }"), Code::DuplicateName, 2, &["`x` hides"]);
    expect(
        "input x: f32[2];\noutput x: f32[2] = map (i in 2) { 1.0 };",
        Code::Alias,
        2,
        &["aliases"],
    );
}

#[test]
fn types() {
    expect(&body("x[i] + n[i]"), Code::Type, 2, &["f32 and i32", "f32(...)"]);
    expect(&body("n[i]"), Code::Type, 2, &["expected f32, found i32", "f32(...)"]);
    expect(&body("x[i] & x[i]"), Code::Type, 2, &["`&`", "f32"]);
    expect(&body("if x[i] { 1.0 } else { 2.0 }"), Code::Type, 2, &["expected bool", "x != 0"]);
    expect(&body("x[i] / 3.0"), Code::Type, 2, &["divide", "reciprocal"]);
    expect(&body("sum (k in 3) { x[k] > 0.0 }"), Code::Type, 2, &["bool", "i32(condition)"]);
    expect(&body("f32(fold xor (k in 3) { x[k] })"), Code::Type, 2, &["`xor`", "f32"]);
    expect("input m: bool[3];", Code::Type, 1, &["bool", "i32"]);
    expect("let m =\n 1 < 2; output y: f32 = 1.0;", Code::Type, 2, &["bool", "i32(condition)"]);
    expect(&body("x[n[i] * 1.0]"), Code::Type, 2, &["i32 and f32"]);
    expect(&body("x[x[i]]"), Code::Type, 2, &["index is i32, not f32"]);
}

#[test]
fn packed_types() {
    let output = |ty: &str, e: &str| {
        format!("input x: bf16[8]; input n: i8[8]; output y: {ty}[8] = map (i in 8) {{\n{e} }};")
    };
    let saturate = ["i32", "not stored as i8", "`i8(...)` to saturate", "quantize(e, m, s)"];
    expect(&output("i8", "n[i] * n[i]"), Code::Type, 2, &saturate);
    expect(&output("i8", "7"), Code::Type, 2, &["integer", "i8(...)"]);
    expect(&output("i8", "x[i]"), Code::Type, 2, &["f32", "i8(...)"]);
    expect(&output("i8", "i8(x[i])"), Code::Type, 2, &["expected i32", "i32(...)"]);
    expect(&output("bf16", "x[i] + 1.0"), Code::Type, 2, &["f32", "`bf16(...)` to round"]);
    expect(&output("bf16", "n[i]"), Code::Type, 2, &["i32 is not stored as bf16"]);
    expect(&output("bf16", "bf16(n[i])"), Code::Type, 2, &["expected f32", "f32(...)"]);
    expect(&output("f32", "x[i] + n[i]"), Code::Type, 2, &["f32 and i32"]);
    expect(&output("i8", "quantize(n[i], 65536, 3)"), Code::Constant, 2, &["65536", "65535"]);
    expect(&output("i8", "quantize(n[i], 1, 32)"), Code::Constant, 2, &["shift is 32", "31"]);
    expect(
        &output("i8", "quantize(n[i], n[i], 3)"),
        Code::Constant,
        2,
        &["multiplier", "constant"],
    );
    expect(&output("i8", "quantize(n[i], 3)"), Code::Syntax, 2, &["takes 3 operands, not 2"]);
    expect(&output("i32", "let t: i8 = i8(3); t"), Code::Syntax, 2, &["only tensors in memory"]);
    expect("let t: i8[3] = map (i in 3) { i8(i) };", Code::Type, 1, &["never stored", "leave"]);
    expect("arg a: bf16 = 1.0;", Code::Type, 1, &["argument", "f32"]);
    expect("input a: i16[3];", Code::Syntax, 1, &["tensors hold f32, i32, bf16 or i8"]);
}

#[test]
fn shapes_and_bounds() {
    expect(&body("x[i, i]"), Code::Shape, 2, &["1 dimensions", "2 indices", "[8]"]);
    expect(&body("x"), Code::Shape, 2, &["0 indices"]);
    expect(&body("let t = 1.0; t[i]"), Code::Shape, 2, &["scalar"]);
    expect("output y: f32[3] =\n map (i in 4) { 1.0 };", Code::Shape, 1, &["[3]", "[4]"]);
    expect("output y: f32[3] = 1.0;", Code::Shape, 1, &["map (i in N)"]);
    expect("arg a: f32[3] = 1.0;", Code::Shape, 1, &["scalar"]);
    expect(&body("argmax (j in 2, k in 2) { j }"), Code::Shape, 2, &["one dimension"]);
    expect(
        &body("x[i + 1]"),
        Code::Bounds,
        2,
        &["index 0 of `x` reaches 8", "extent there is 8", "0 to 7"],
    );
    expect(&body("x[2 * i - 3]"), Code::Bounds, 2, &["reaches -3", "from -3 to 11"]);
    expect(&body("sum (k in 3) { x[i + k] }"), Code::Bounds, 2, &["reaches 9"]);
    expect("input x: f32[0]; output y: f32 = x[0];", Code::Bounds, 1, &["empty"]);
    expect(&body("x[n[i]]"), Code::NotAffine, 2, &["affine", "gather"]);
    expect(&body("x[i * i]"), Code::NotAffine, 2, &["affine"]);
}

#[test]
fn numbers_and_sizes() {
    expect(&body("f32(n[i] + 3000000000)"), Code::Constant, 2, &["3000000000", "2147483647"]);
    expect(
        &body("99999999999999999999.0 * f32(99999999999999999999)"),
        Code::Constant,
        2,
        &["fit"],
    );
    expect(&body("1e39"), Code::Constant, 2, &["too large", "inf"]);
    expect(&body("12monkeys"), Code::Constant, 2, &["not a number"]);
    expect(&body("f32(1 / 0)"), Code::Constant, 2, &["zero"]);
    expect(&body("f32(9223372036854775807 + 1)"), Code::Constant, 2, &["64 bits"]);
    expect("input x: f32[3 - 4];", Code::Extent, 1, &["-1", "0 is allowed"]);
    expect("input x: f32[2147483648];", Code::Extent, 1, &["2147483648"]);
    expect("input x: f32[65536, 65536];", Code::Extent, 1, &["2^30"]);
    let total = "param N = 1073741824; input x: f32[N]; output y: f32[N] = map (i in N) { x[i] };";
    expect(total, Code::Extent, 0, &["together"]);
    expect(&body("sum (k in i) { 1.0 }"), Code::Constant, 2, &["constant integer"]);
    let deep = format!("output y: f32 = {}1.0;", "1.0 + ".repeat(500));
    expect(&deep, Code::Size, 1, &["deep", "let"]);
}

#[test]
fn settings() {
    let text = "param N = 4; output y: f32[N] = map (i in N) { 1.0 };";
    assert_eq!(bind(text, &[("N", 7)]).expect("it binds").program.params["N"], 7);
    let error = bind(text, &[("n", 7)]).expect_err("there is no `n`");
    assert_eq!(error.problems[0].code, Code::Setting);
    let error = bind(text, &[("N", -7)]).expect_err("it is negative");
    assert_eq!(error.problems[0].code, Code::Extent);
}

#[test]
fn unused_declarations_are_warned_of() {
    let text = "input x: f32[8];\ninput z: f32[8];\nlet t = 1.0;\noutput y: f32 = x[0];";
    let warnings = bind(text, &[]).expect("it binds").warnings;
    let lines: Vec<_> = warnings.iter().map(|w| (w.code, w.span.line)).collect();
    assert_eq!(lines, [(Code::Unused, 2), (Code::Unused, 3)]);
    assert_eq!(warnings[0].severity(), Some(miette::Severity::Warning));
}

#[test]
fn what_a_person_sees() {
    let text = "input x: f32[8];\noutput y: f32[8] = map (i in 8) { x[i + 1] };\n";
    let error = bind(text, &[]).expect_err("it is out of bounds");
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::none());
    let mut shown = String::new();
    handler.render_report(&mut shown, &error.problems[0]).expect("it can be shown");
    let want = "\
kiln::bounds

  x index 0 of `x` reaches 8, but the extent there is 8
   ,-[test.kiln:2:37]
 1 | input x: f32[8];
 2 | output y: f32[8] = map (i in 8) { x[i + 1] };
   :                                     ^^|^^
   :                                       `-- runs from 1 to 8
   `----
  help: it may run from 0 to 7; `x[...] else 0` gives 0 outside
";
    assert_eq!(shown, want);
    assert_eq!(error.to_string(), "line 2: index 0 of `x` reaches 8, but the extent there is 8");
}

#[test]
fn what_lies_outside() {
    expect(&body("x[i + 1] else x[0]"), Code::Constant, 2, &["outside", "constant"]);
    expect(&body("x[i + 1] else i"), Code::Type, 2, &["expected f32", "i32"]);
    expect(&body("f32(n[i + 1] else 1.5)"), Code::Type, 2, &["expected i32"]);
    expect(&body("x[i + 1] + 1 else 0"), Code::Syntax, 2, &["else"]);
    expect(&body("x[i + 1]"), Code::Bounds, 2, &["reaches 8", "`x[...] else 0`"]);
    let packed = |ty: &str, outside: &str| {
        format!(
            "input x: {ty}[8];\noutput y: {ty}[8] = map (i in 8) {{ x[i - 1] else {outside} }};"
        )
    };
    expect(&packed("i8", "128"), Code::Constant, 2, &["i8", "-128 to 127"]);
    expect(&packed("bf16", "0.1"), Code::Constant, 2, &["bf16"]);
    bind(&packed("i8", "-128"), &[]).expect("an i8 holds it");
    bind(&packed("bf16", "(3.0 / 2.0)"), &[]).expect("a bf16 holds it");
}

#[test]
fn always_outside_is_warned_of() {
    let text = "param N = 1; input x: f32[N];\noutput y: f32[N] = map (i in N) { (x[i - 1] else 3) + x[i] };";
    let warnings = bind(text, &[]).expect("it is allowed").warnings;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert_eq!((warnings[0].code, warnings[0].span.line), (Code::Outside, 2));
    assert!(bind(text, &[("N", 2)]).expect("it is allowed").warnings.is_empty());
}
