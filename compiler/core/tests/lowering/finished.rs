//! Sums of products with what follows them.

use crate::harness::{bound, mid, reference, run_on};
use kiln_lang::ir::Program;

/// A matrix product in whose place `after` stands, with SUM for it.
pub fn finished(ty: &str, after: &str, [m, n, k]: [u32; 3]) -> Program {
    let result = if ty == "i8" || ty == "i32" { "i32" } else { "f32" };
    let stored = if after.starts_with("i8(") { "i8" } else { result };
    let sum = "sum (k in K) { a[i, k] * b[j, k] }";
    let text = format!(
        "param M = {m}, N = {n}, K = {k};
        input a: {ty}[M, K]; input b: {ty}[N, K]; input row: {result}[M]; input column: {result}[N];
        input more: {result}[N, M]; input image: {result}[M, N + 3]; arg alpha: {result} = 3; arg beta: {result} = -2;
        output c: {stored}[M, N] = map (i in M, j in N) {{ {} }};",
        after.replace("SUM", sum)
    );
    bound(&text)
}

#[test]
fn what_follows_a_sum_is_done_on_its_way_out() {
    let mid = mid();
    let bare = reference("ulx3s");
    for (ty, after) in [
        ("f32", "max(alpha * SUM, 0)"),
        ("f32", "1.5 - alpha * (SUM + beta)"),
        ("f32", "-abs(SUM)"),
        ("i32", "(5 - SUM * alpha) >> 2"),
        ("i8", "i8(alpha * SUM)"),
        ("i8", "i8((SUM + 7) >> 3)"),
        ("bf16", "alpha * (alpha * SUM + 0.25)"),
    ] {
        for size in [[1, 1, 1], [5, 9, 7], [33, 40, 37], [64, 64, 64]] {
            for spec in [&mid, &bare] {
                let program = finished(ty, after, size);
                let lowered = match run_on(&program, spec) {
                    Ok(lowered) => lowered,
                    Err(_) if ty == "i8" && spec.name == "ulx3s" => continue,
                    Err(refusal) => panic!("{after}: {refusal}"),
                };
                let form = lowered.tiled.to_string().contains("systolic");
                let packed = matches!(ty, "i8" | "bf16") && spec.name == "ulx3s";
                assert!(
                    form || packed || size != [64, 64, 64],
                    "{after} on {}\n{}",
                    spec.name,
                    lowered.tiled
                );
            }
        }
    }
}

#[test]
fn what_follows_a_sum_is_done_in_a_unit_behind() {
    let mid = mid();
    for (ty, after) in [
        ("f32", "alpha * SUM + column[j]"),
        ("f32", "max(alpha * SUM + beta * row[i], 0)"),
        ("f32", "SUM + alpha * image[i, j + 3] - column[N - 1]"),
        ("f32", "alpha * SUM * SUM"),
        ("f32", "if SUM > row[i] { column[j] } else { 0.5 * SUM }"),
        ("i32", "SUM * SUM + row[M - 1 - i]"),
        ("i8", "i8((SUM + column[j]) >> 3)"),
        ("i8", "quantize(SUM + column[j], 77, 14)"),
        ("bf16", "SUM * row[i] + image[i, j] + column[j]"),
    ] {
        for size in [[1, 1, 1], [5, 9, 7], [33, 40, 37], [70, 19, 130], [64, 64, 64]] {
            let program = finished(ty, after, size);
            let lowered = match run_on(&program, &mid) {
                Ok(lowered) => lowered,
                // Only vectors pass the output unit.
                Err(_) if size == [1, 1, 1] && after.starts_with("quantize") => continue,
                Err(refusal) => panic!("{after}: {refusal}"),
            };
            let form = lowered.tiled.to_string().contains("in a unit behind");
            assert!(
                form || size != [64, 64, 64],
                "{after}\n{}\n{:?}",
                lowered.tiled,
                lowered.forms
            );
        }
    }
    // Lines of an image, with a bias for each column and for each row.
    for bias in ["b[o]", "g[r]", "s[r, q]"] {
        let text = format!(
            "input x: i8[19, 19, 16]; input w: i8[33, 3, 3, 16]; input b: i32[33]; input g: i32[19]; input s: i32[19, 19];
            output y: i32[19, 19, 33] = map (r in 19, q in 19, o in 33) {{
                sum (u in 3, v in 3, c in 16) {{ (x[r + u - 1, q + v - 1, c] else 0) * w[o, u, v, c] }} + {bias} }};"
        );
        let program = bound(&text);
        let lowered = run_on(&program, &mid).unwrap_or_else(|e| panic!("{bias}: {e}"));
        assert!(lowered.tiled.to_string().contains("in a unit behind"), "{bias}");
    }
}
