//! No text makes the front end panic or overflow its stack.

use kiln_lang::{Code, parse};
use proptest::prelude::*;
use std::collections::BTreeMap;

const WORDS: &[&str] = &[
    "param",
    "input",
    "arg",
    "let",
    "output",
    "map",
    "fold",
    "in",
    "where",
    "if",
    "else",
    "true",
    "inf",
    "nan",
    "i32",
    "f32",
    "bool",
    "bf16",
    "i8",
    "quantize",
    "sum",
    "max",
    "argmax",
    "all",
    "and",
    "abs",
    "select",
    "x",
    "y",
    "i",
    "N",
    "0",
    "1",
    "7",
    "2147483648",
    "9223372036854775807",
    "0xffffffff",
    "1.5",
    "1e-3",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ";",
    "=",
    "+",
    "-",
    "*",
    "/",
    "%",
    "<",
    ">",
    "==",
    "&&",
    "||",
    "!",
    ">>>",
    "<<",
    "&",
    "^",
    "\n",
    "// c\n",
    "é",
    "\"",
];

/// Reads and, if it parses, binds and prints it.
fn digest(text: &str) {
    match parse("fuzz.kiln", text) {
        Err(problems) => drop(format!("{:?}", miette::Report::new(problems))),
        Ok(surface) => {
            drop(surface.to_string());
            match surface.bind(&BTreeMap::new()) {
                Ok(bound) => kiln_lang::verify(&bound.program).expect("a bound program is valid"),
                Err(problems) => drop(format!("{:?}", miette::Report::new(problems))),
            }
        }
    }
}

fn examples() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");
    let entries = std::fs::read_dir(folder).expect("the examples exist");
    let mut paths: Vec<_> = entries.map(|e| e.expect("it can be listed").path()).collect();
    paths.sort();
    paths.iter().filter_map(|p| std::fs::read_to_string(p).ok()).collect()
}

#[test]
fn deep_texts_are_refused_or_read() {
    for depth in [10, 100, 390, 410, 20_000] {
        let nested = |open: &str, close: &str| {
            let text = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            digest(&format!("output y: i32 = {text};"));
        };
        nested("(", ")");
        nested("-", "");
        nested("1 + ", "");
        nested("", " * 3");
        nested("if 1 < 2 { ", " } else { 2 }");
        nested("if 1 < 2 { 1 } else ", "");
        nested("abs(", ")");
        nested("{", "}");
        nested("x[", "]");
        let folds: String = (0..depth).map(|i| format!("sum (i{i} in 1) {{ ")).collect();
        digest(&format!("output y: i32 = {folds} 1 {};", "}".repeat(depth)));
        let lets: String = (0..depth).map(|i| format!("let t{} = t{i} + 1;\n", i + 1)).collect();
        digest(&format!("arg t0: i32 = 1;\n{lets} output y: i32 = t{depth};"));
        let doubled: String = (0..depth)
            .map(|i| format!("let t{} = map (i in 1) {{ t{i}[i] + t{i}[2 * i] }};\n", i + 1))
            .collect();
        digest(&format!("input t0: i32[1];\n{doubled} output y: i32 = t{depth}[0];"));
    }
}

#[test]
fn programs_that_explode_are_refused() {
    let refused = |text: &str| {
        let result = parse("big.kiln", text).expect("it parses").bind(&BTreeMap::new());
        let problems = result.map(drop).expect_err("it is too large").problems;
        assert!(problems.iter().all(|p| p.code == Code::Size), "{problems:?}");
    };
    // Each tensor reads the one before it at two places: 2^20 copies.
    let mut text = String::from("input t0: i32[1048576];\n");
    for i in 0..20 {
        let extent = 1 << (19 - i);
        let body = format!("t{i}[2 * i] + t{i}[2 * i + 1]");
        text += &format!("let t{} = map (i in {extent}) {{ {body} }};\n", i + 1);
    }
    refused(&format!("{text} output y: i32 = t20[0];"));
    // Each argmax evaluates its body twice.
    let nested: String = (0..30).map(|i| format!("argmax (i{i} in 2) {{ ")).collect();
    let sum: Vec<String> = (0..30).map(|i| format!("i{i}")).collect();
    let (sum, close) = (sum.join(" + "), "}".repeat(30));
    refused(&format!("output y: i32 = {nested} {sum} {close};"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        digest(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn random_words(words in proptest::collection::vec(0..WORDS.len(), 0..60)) {
        let words: Vec<&str> = words.into_iter().map(|w| WORDS[w]).collect();
        digest(&words.join(" "));
        digest(&format!("param N = 3; input x: f32[N]; output y: f32[N] = map (i in N) {{ {} }};", words.join(" ")));
    }

    #[test]
    fn mutated_examples(
        which in 0usize..100,
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0..WORDS.len(), 0usize..4), 1..4),
    ) {
        let examples = examples();
        let mut pieces: Vec<String> = examples[which % examples.len()]
            .split_inclusive(|c: char| !c.is_alphanumeric())
            .map(String::from)
            .collect();
        for (place, word, kind) in edits {
            let at = place.index(pieces.len());
            match kind {
                0 => pieces[at] = format!("{} ", WORDS[word]),
                1 => pieces.insert(at, format!("{} ", WORDS[word])),
                2 => pieces[at].clear(),
                _ => { let other = word % pieces.len(); pieces.swap(at, other); }
            }
        }
        digest(&pieces.concat());
    }
}
