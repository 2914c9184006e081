//! What lies outside of a tensor.

use crate::fabrics::packed_operators;
use crate::harness::{bound, mid, run, run_on, run_with};
use kiln_compiler::lower::Layouts;
use kiln_lang::ir::Program;

/// Windows that hang over the edge: stride, dilation and padding of rows and columns, groups, types, and whether the sum
/// is done in place.
pub const PADDED: [(&str, &str, &str, bool); 9] = [
    // Channels last, outside, strided, dilated.
    (
        "x[H, W, C] w[O, 3, 3, C]",
        "r in H, q in W, o in O",
        "u in 3, v in 3, c in C | (x[r + u - 1, q + v - 1, c] else 0) * w[o, u, v, c]",
        true,
    ),
    (
        "x[C, H, W] w[O, C, 3, 3]",
        "o in O, r in H, q in W",
        "c in C, u in 3, v in 3 | w[o, c, u, v] * (x[c, r + u - 1, q + v - 1] else 0)",
        true,
    ),
    (
        "x[2 * H - 1, 2 * W, C] w[O, 3, 3, C]",
        "r in H, q in W, o in O",
        "u in 3, v in 3, c in C | (x[2 * r + u - 1, 2 * q + v - 1, c] else 0) * w[o, u, v, c]",
        true,
    ),
    (
        "x[H, W, C] w[O, 3, 3, C]",
        "r in H, q in W, o in O",
        "u in 3, v in 3, c in C | (x[r + 2 * u - 2, q + 3 * v - 3, c] else -3) * w[o, u, v, c]",
        true,
    ),
    // Same at one end only, and more than the window.
    (
        "x[H, W, C] w[O, 2, 2, C]",
        "r in H, q in W + 4, o in O",
        "u in 2, v in 2, c in C | (x[r + u, q + v - 4, c] else 7) * w[o, u, v, c]",
        true,
    ),
    // Groups: each with its own channels.
    (
        "x[3, H, W, C] w[3, O, 3, 3, C]",
        "g in 3, r in H, q in W, o in O",
        "u in 3, v in 3, c in C | (x[g, r + u - 1, q + v - 1, c] else 0) * w[g, o, u, v, c]",
        true,
    ),
    // Groups that are parts of one dimension.
    (
        "x[H, W, 2 * C] w[2, O, 3, 3, C]",
        "g in 2, r in H, q in W, o in O",
        "u in 3, v in 3, c in C | (x[r + u - 1, q + v - 1, C * g + c] else 0) * w[g, o, u, v, c]",
        false,
    ),
    // Depthwise, channels last and outside.
    (
        "x[H, W, C] w[3, 3, C]",
        "r in H, q in W, c in C",
        "u in 3, v in 3 | (x[r + u - 1, q + v - 1, c] else 0) * w[u, v, c]",
        false,
    ),
    (
        "x[C, H, W] w[C, 3, 3]",
        "c in C, r in H, q in W",
        "u in 3, v in 3 | (x[c, r + u - 1, q + v - 1] else 0) * w[c, u, v]",
        false,
    ),
];

pub fn padded(number: usize, ty: &str, [h, w, c, o]: [u32; 4]) -> Program {
    let (inputs, map, sum, _) = PADDED[number];
    let (fold, product) = sum.split_once(" | ").expect("it has both");
    let inputs =
        inputs.replace(" w[", &format!("; input w: {ty}[")).replace("x[", &format!("x: {ty}["));
    let result = if ty.starts_with('i') { "i32" } else { "f32" };
    let extents: Vec<&str> = map.split(", ").filter_map(|dim| dim.split(" in ").nth(1)).collect();
    let text = format!(
        "param H = {h}, W = {w}, C = {c}, O = {o}; input {inputs};
        output y: {result}[{}] = map ({map}) {{ sum ({fold}) {{ {product} }} }};",
        extents.join(", ")
    );
    bound(&text)
}

#[test]
fn padded_convolutions_equal_the_interpreter() {
    let spec = mid();
    for (number, case) in PADDED.iter().enumerate() {
        for ty in ["i8", "bf16", "f32"] {
            for size in [[1, 1, 1, 1], [3, 5, 3, 7], [5, 3, 4, 8], [2, 17, 9, 2], [9, 7, 16, 33]] {
                let program = padded(number, ty, size);
                let lowered = run_on(&program, &spec).unwrap_or_else(|e| panic!("{case:?}: {e}"));
                assert_eq!(lowered.inputs[0].borders.len(), 1);
                // Small ones may be faster in lanes.
                if size == [9, 7, 16, 33] && ty != "f32" {
                    let form = lowered.tiled.to_string().contains("systolic");
                    assert_eq!(form, case.3, "{case:?} {ty}\n{}", lowered.tiled);
                }
                run_with(&program, &spec, Layouts::RowMajor).expect("it fits");
            }
        }
    }
}

#[test]
fn what_is_outside_is_right_wherever_it_is_read() {
    let spec = mid();
    for text in [
        // Two constants, and readings that stay inside.
        "input x: f32[37]; output y: f32[37] = map (i in 37) {
            (x[i - 1] else 0) + (x[i + 2] else inf) - x[i] * (x[36 - i] else 0) };",
        "input x: i8[9, 30]; output y: i8[9, 30] = map (i in 9, j in 30) {
            i8((x[i - 1, j] else 5) + (x[i, j + 1] else -128) + x[i, j]) };",
        "input x: bf16[9, 30]; output y: bf16[9, 34] = map (i in 9, j in 34) { x[i, j - 2] else 1.5 };",
        // Computed tensors, once and twice removed.
        "input x: f32[40]; let t = map (i in 40) { x[i] * x[i] };
        output y: f32[40] = map (i in 40) { (t[i - 1] else -1) + (t[i + 1] else 9) };",
        "input x: f32[40]; let t = map (i in 40) { 2.0 * (x[i - 1] else 3) };
        let s = map (i in 42) { (t[i - 2] else 4) + x[0] };
        output y: f32[40] = map (i in 40) { sum (k in 5) { s[i + k - 1] else 5 } };",
        "input x: i32[9, 12]; output y: i8[9, 12] = map (i in 9, j in 12) { i8(x[i, j]) };
        output z: i8[9, 12] = map (i in 9, j in 12) { y[i - 1, j + 1] else 7 };",
        "input x: f32[9, 12]; let m = map (i in 9) { max (j in 12) { x[i, j] } };
        output y: f32[9] = map (i in 9) { (m[i - 1] else 0) + (m[i + 1] else 0) };",
        // Folds of other kinds.
        "input x: i32[40]; output y: i32[40] = map (i in 40) { argmax (k in 7) { x[i + k - 3] else -1000 } };",
        "input x: i32[40]; output y: i32[40] = map (i in 40) {
            max (k in 5) where (x[i + k - 2] else 0) > 0 { x[i + k - 2] else 99 } };",
        "input x: i32[40]; output y: i32 = sum (k in 44) { x[k - 2] else 3 };",
        // Nothing inside.
        "input x: f32[4]; output y: f32[3] = map (i in 3) { (x[i + 4] else 2.5) + x[i] };",
        "input x: f32[0]; output y: f32[3] = map (i in 3) { x[i - 1] else 2.5 };",
    ] {
        let program = bound(text);
        for spec in [&spec, &packed_operators()] {
            run_on(&program, spec).unwrap_or_else(|e| panic!("{text}: {e}"));
        }
    }
}

#[test]
fn borders_that_no_memory_holds_are_refused() {
    let text = "input x: f32[40, 40]; output y: f32[4, 4] = map (i in 4, j in 4) {
        x[60000 * i - 1, 60000 * j - 1] else 0 };";
    let program = bound(text);
    let refusal = run(&program, "mid").expect_err("it is too large").to_string();
    assert!(refusal.contains("border"), "{refusal}");
}
