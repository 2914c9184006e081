//! Every program in `examples/` against plain Rust, at odd sizes, and to the bit.

mod common;

use common::{Case, floats};

#[test]
fn vector_add() {
    for n in [1, 3, 64, 1001] {
        let case = Case::new("vector_add", &[("N", n)]);
        let (a, b) = (case.f32(0), case.f32(1));
        case.is_exactly(0, &floats((0..a.len()).map(|i| a[i] + b[i])));
    }
}

#[test]
fn gemm() {
    for (m, n, k) in [(1, 1, 1), (3, 5, 7), (17, 1, 9), (64, 64, 64)] {
        let case = Case::new("gemm", &[("M", m), ("N", n), ("K", k)]);
        let (a, b) = (case.f32(0), case.f32(1));
        let (n, k) = (n as usize, k as usize);
        let element = |at: usize| {
            let (i, j) = (at / n, at % n);
            let sum = (1..k).fold(a[i * k] * b[j], |sum, k_| sum + a[i * k + k_] * b[k_ * n + j]);
            1.0 * sum
        };
        case.is_exactly(0, &floats((0..m as usize * n).map(element)));
    }
}
