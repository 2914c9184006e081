//! Tensors of bf16 and i8.

use crate::harness::{bound, lanes_only, mid, run_on, run_with};
use kiln_compiler::lower::Layouts;
use kiln_lang::ir::Program;

#[test]
fn packed_elements_of_any_place_are_loaded_and_stored() {
    let spec = lanes_only();
    for ty in ["i8", "bf16"] {
        for output in [
            "x[i, j]",
            "x[i, j + 1]",
            "x[i, 2 * j]",
            "x[i, j] + x[i, j + 3] + x[i + 1, j + 1]",
            "x[i, 10]",
            "x[i, i]",
            "x[j, i]",
            "x[M + 15 - i, 30 - j]",
            "s",
            "v[j] * v[i]",
            "sum (k in 9) { x[i, j + k] }",
            "sum (k in 16) { x[i, k] * x[j, k] }",
            "sum (k in 16) { x[i, k] } + v[j]",
        ] {
            for (m, n) in [(3, 13), (7, 1), (1, 16), (16, 16), (1, 1)] {
                let text = format!(
                    "param M = {m}, N = {n};
                    input x: {ty}[M + 16, 35]; input s: {ty}; input v: {ty}[16];
                    output y: {ty}[M, N] = map (i in M, j in N) {{ {ty}({output}) }};"
                );
                let program = bound(&text);
                if let Err(refusal) = run_on(&program, &spec) {
                    panic!("{text}: {refusal}");
                }
            }
        }
    }
}

#[test]
fn packed_results_without_lanes_are_stored() {
    let spec = lanes_only();
    for text in [
        "input x: i8[37]; output y: i8 = i8(sum (k in 37) { x[k] });",
        "input x: bf16[37, 90]; output y: bf16[37] = map (i in 37) { bf16(sum (k in 90) { x[i, k] }) };",
        "input x: bf16[37, 90]; output y: bf16[37, 1] = map (i in 37, j in 1) { bf16(max (k in 90) { x[i, k] }) };",
        "input x: i8[5, 3]; output y: i8[3, 5] = map (i in 3, j in 5) { x[j, i] };",
        "input x: i8[300]; output y: i8[299] = map (i in 299) { x[i + 1] };",
    ] {
        let program = bound(text);
        if let Err(refusal) = run_on(&program, &spec) {
            panic!("{text}: {refusal}");
        }
    }
}

/// Sums of products of packed elements: inputs, extents of the output, fold, factors, and whether layouts are asked for.
pub const PACKED_PRODUCTS: [(&str, &str, &str, &str, bool); 13] = [
    ("a[M, K] b[N, K]", "i in M, j in N", "k in K", "a[i, k] * b[j, k]", false),
    ("a[M, K] b[K, N]", "i in M, j in N", "k in K", "a[i, k] * b[k, j]", true),
    ("a[K, M] b[N, K]", "i in M, j in N", "k in K", "b[j, k] * a[k, i]", true),
    ("a[K, M] b[K, N]", "i in M, j in N", "k in K", "a[k, i] * b[k, j]", true),
    ("a[3, K, M] b[3, K, N]", "h in 3, i in M, j in N", "k in K", "a[h, k, i] * b[h, k, j]", true),
    ("a[3, M, K] b[N, K, 3]", "h in 3, i in M, j in N", "k in K", "a[h, i, k] * b[j, k, h]", true),
    ("a[M, K] b[K, 5, N]", "i in M, h in 5, j in N", "k in K", "a[i, k] * b[k, h, j]", true),
    ("a[M, K] b[5, K, N]", "i in M, h in 5, j in N", "k in K", "a[i, k] * b[h, k, j]", true),
    ("a[M, K, 3] b[K, N, 3]", "i in M, j in N", "l in 3, k in K", "a[i, k, l] * b[k, j, l]", true),
    // Images of a convolution, channels inside, and outside.
    (
        "a[M, 3, 3, K] b[7, N + 2, K]",
        "o in M, y in 5, x in N",
        "r in 3, s in 3, k in K",
        "a[o, r, s, k] * b[y + r, x + s, k]",
        false,
    ),
    (
        "a[M, K, 3, 3] b[K, 7, N + 2]",
        "o in M, y in 5, x in N",
        "k in K, r in 3, s in 3",
        "a[o, k, r, s] * b[k, y + r, x + s]",
        true,
    ),
    (
        "a[M, K, 3, 3] b[K, 11, 2 * N + 1]",
        "o in M, y in 5, x in N",
        "k in K, r in 3, s in 3",
        "a[o, k, r, s] * b[k, 2 * y + r, 2 * x + s]",
        true,
    ),
    // No words hold what is summed: only one window moves along the rows.
    ("a[M, K] b[N + K]", "i in M, j in N", "k in K", "a[i, k] * b[j + k]", false),
];

pub fn packed_product(number: usize, ty: &str, [m, n, k]: [u32; 3]) -> Program {
    let (inputs, map, fold, product, _) = PACKED_PRODUCTS[number];
    let inputs = inputs.replace(" b[", &format!("; input b: {ty}[")).replace("a[", "a: TY[");
    let inputs = inputs.replace("TY", ty);
    let sizes = format!("param M = {m}, N = {n}, K = {k};");
    let result = if ty.starts_with('i') { "i32" } else { "f32" };
    let extents: Vec<&str> = map.split(", ").filter_map(|dim| dim.split(" in ").nth(1)).collect();
    let extents = extents.join(", ");
    let text = format!(
        "{sizes} input {inputs};
        output c: {result}[{extents}] = map ({map}) {{ sum ({fold}) {{ {product} }} }};"
    );
    bound(&text)
}

#[test]
fn packed_products_of_any_transposition_equal_the_interpreter() {
    let spec = mid();
    let sizes = [[8, 8, 8], [5, 9, 7], [17, 3, 18], [2, 33, 2], [33, 20, 37]];
    for (number, case) in PACKED_PRODUCTS.iter().enumerate() {
        for ty in ["i8", "bf16"] {
            for size in sizes {
                let program = packed_product(number, ty, size);
                let lowered = run_on(&program, &spec).expect("it fits");
                let asked = lowered.inputs.iter().any(|place| !place.layout.is_row_major());
                let form = lowered.tiled.to_string().contains("systolic");
                // Small ones may be faster in lanes.
                if size == sizes[4] {
                    assert_eq!((asked, form), (case.4, number != 12), "{case:?} {ty}");
                }
                let lowered = run_with(&program, &spec, Layouts::RowMajor).expect("it fits");
                assert!(lowered.inputs.iter().all(|place| place.layout.is_row_major()));
            }
        }
    }
}

#[test]
fn words_in_short_rows_are_laid_out_too() {
    let spec = mid();
    // Rows of a window of three; and with a stride that none lie along.
    for (number, ty, layouts) in [
        (1, "f32", [None, None]),
        (3, "i32", [None, None]),
        (10, "f32", [Some("k, r, s, o"), None]),
        (11, "f32", [Some("r, s, k, o"), Some("dim1, dim2, k")]),
    ] {
        let program = packed_product(number, ty, [33, 20, 37]);
        let lowered = run_on(&program, &spec).expect("it fits");
        for (place, want) in lowered.inputs.iter().zip(layouts) {
            let text = place.layout.text(|dim| match (place.name.as_str(), dim) {
                ("a", dim) => ["o", "k", "r", "s"][dim].into(),
                (_, 0) => "k".into(),
                (_, dim) => format!("dim{dim}"),
            });
            assert_eq!(text, want.unwrap_or("row-major"), "{number} {}", place.name);
        }
        run_with(&program, &spec, Layouts::RowMajor).expect("it fits");
    }
}

#[test]
fn tensors_that_are_read_twice_stay_row_major() {
    let spec = mid();
    let once = "input a: bf16[64, 64]; input b: bf16[64, 64];
        output c: f32[64, 64] = map (i in 64, j in 64) { sum (k in 64) { a[i, k] * b[k, j] } };";
    for (more, asked) in [
        ("", true),
        ("output d: f32[64] = map (j in 64) { b[0, j] };", false),
        ("output d: f32[64] = map (i in 64) { sum (k in 64) { a[i, k] } };", true),
    ] {
        let program = bound(&format!("{once}{more}"));
        let lowered = run_on(&program, &spec).expect("it fits");
        assert_eq!(!lowered.inputs[1].layout.is_row_major(), asked, "{more}");
    }
}
