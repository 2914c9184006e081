//! Sums of products that lack an axis: of a vector, a single row, a single column, or a single product.

use crate::harness::{bound, reference, run_on};

/// Inputs, extents of the output, fold, and product.
const LACKING: [(&str, &str, &str, &str); 9] = [
    ("a: T[M, K]; input b: T[K]", "i in M", "k in K", "a[i, k] * b[k]"),
    ("a: T[K]; input b: T[K, M]", "j in M", "k in K", "a[k] * b[k, j]"),
    ("a: T[K]; input b: T[K]", "", "k in K", "a[k] * b[k]"),
    ("a: T[1, K]; input b: T[K, M]", "i in 1, j in M", "k in K", "a[i, k] * b[k, j]"),
    ("a: T[M, K]; input b: T[K, 1]", "i in M, j in 1", "k in K", "a[i, k] * b[k, j]"),
    ("a: T[1, K]; input b: T[1, K]", "i in 1, j in 1", "k in K", "a[i, k] * b[j, k]"),
    ("a: T[M, 1]; input b: T[1, K]", "i in M, j in K", "k in 1", "a[i, k] * b[k, j]"),
    ("a: T[M, K]; input b: T[M, K]", "i in M", "k in K", "a[i, k] * b[i, k]"),
    ("a: T[1, 1]; input b: T[1, 1]", "i in 1, j in 1", "k in 1", "a[i, k] * b[k, j]"),
];

#[test]
fn products_that_lack_an_axis_fit_fabrics_of_one_compute_unit() {
    for (fabric, ty) in [("ulx3s_f32", "f32"), ("ulx3s_i8", "i8"), ("nano", "i8"), ("nano", "f32")]
    {
        let spec = reference(fabric);
        for (inputs, map, fold, product) in LACKING {
            for (m, k) in [(1, 1), (1, 7), (5, 1), (23, 1), (4, 8), (17, 33), (64, 100)] {
                let result = if ty == "i8" { "i32" } else { "f32" };
                let extents: Vec<&str> =
                    map.split(", ").filter_map(|dim| dim.split(" in ").nth(1)).collect();
                let sum = format!("sum ({fold}) {{ {product} }}");
                let body = if map.is_empty() { sum } else { format!("map ({map}) {{ {sum} }}") };
                let shape = if map.is_empty() {
                    String::new()
                } else {
                    format!("[{}]", extents.join(", "))
                };
                let text = format!(
                    "param M = {m}, K = {k}; input {}; input other: {ty}[K]; output c: {result}{shape} = {body};",
                    inputs.replace('T', ty)
                );
                run_on(&bound(&text), &spec).unwrap_or_else(|e| panic!("{text}: {e}"));
            }
        }
    }
}
