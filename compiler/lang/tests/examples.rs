//! Every program in `examples/` against plain Rust, at odd sizes, and to the bit.

mod common;

use common::{Case, floats};

/// Sizes around a vector and well beyond one.
const SIZES: [i64; 6] = [1, 3, 4, 5, 17, 64];

/// A few shapes of two dimensions.
const SHAPES: [(i64, i64); 5] = [(1, 1), (1, 7), (7, 1), (5, 3), (33, 16)];

/// `first op second op ...`, from left to right, as the sequential fold does it.
fn fold(values: impl Iterator<Item = f32>, op: impl Fn(f32, f32) -> f32) -> f32 {
    values.reduce(op).expect("there are values")
}

fn sum(values: impl Iterator<Item = f32>) -> f32 {
    fold(values, |a, b| a + b)
}

#[test]
fn every_example_is_tested() {
    let this = include_str!("examples.rs");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the examples exist") {
        let path = entry.expect("it can be listed").path();
        if path.extension().is_some_and(|e| e == "kiln") {
            let stem = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
            assert!(this.contains(&format!("Case::new(\"{stem}\"")), "{stem} has no test");
            count += 1;
        }
    }
    assert!(count >= 21);
}

#[test]
fn vector_add() {
    for n in SIZES {
        let case = Case::new("vector_add", &[("N", n)]);
        let (a, b) = (case.f32(0), case.f32(1));
        case.is_exactly(0, &floats((0..a.len()).map(|i| a[i] + b[i])));
    }
}

#[test]
fn axpy() {
    for n in SIZES {
        let case = Case::new("axpy", &[("N", n)]);
        let (x, y) = (case.f32(0), case.f32(1));
        case.is_exactly(0, &floats((0..x.len()).map(|i| 2.0 * x[i] + y[i])));
    }
}

#[test]
fn inner_product() {
    for n in SIZES {
        let case = Case::new("inner_product", &[("N", n)]);
        let (a, b) = (case.f32(0), case.f32(1));
        case.is_exactly(0, &[sum((0..a.len()).map(|i| a[i] * b[i])).to_bits()]);
    }
}

#[test]
fn outer_product() {
    for (m, n) in SHAPES {
        let case = Case::new("outer_product", &[("M", m), ("N", n)]);
        let (a, b) = (case.f32(0), case.f32(1));
        case.is_exactly(0, &floats(a.iter().flat_map(|x| b.iter().map(move |y| x * y))));
    }
}

#[test]
fn gemv() {
    for (m, n) in SHAPES {
        let case = Case::new("gemv", &[("M", m), ("N", n)]);
        let (a, x) = (case.f32(0), case.f32(1));
        let row = |row: &[f32]| sum(row.iter().zip(&x).map(|(a, x)| a * x));
        case.is_exactly(0, &floats(a.chunks(n as usize).map(row)));
    }
}

#[test]
fn gemm() {
    for (m, n, k) in [(1, 1, 1), (3, 5, 7), (17, 1, 9), (64, 64, 64)] {
        let case = Case::new("gemm", &[("M", m), ("N", n), ("K", k)]);
        let (a, b) = (case.f32(0), case.f32(1));
        let (n, k) = (n as usize, k as usize);
        let element = |at: usize| 1.0 * sum((0..k).map(|l| a[at / n * k + l] * b[l * n + at % n]));
        case.is_exactly(0, &floats((0..m as usize * n).map(element)));
    }
}

#[test]
fn matmul() {
    for (m, n, k) in [(1, 1, 1), (3, 5, 7), (17, 1, 9), (64, 64, 64)] {
        let case = Case::new("matmul", &[("M", m), ("N", n), ("K", k)]);
        case.is_exactly(0, &floats(f32_sums(&case, n as usize, k as usize).into_iter()));
    }
}

#[test]
fn gemm_i32() {
    for (m, n, k) in [(1, 1, 1), (3, 5, 7), (17, 1, 9), (32, 32, 32)] {
        let case = Case::new("gemm_i32", &[("M", m), ("N", n), ("K", k)]);
        let (a, b) = (&case.inputs[0], &case.inputs[1]);
        let (n, k) = (n as usize, k as usize);
        let product = |at: usize, l: usize| a[at / n * k + l].wrapping_mul(b[l * n + at % n]);
        let element = |at| (0..k).fold(0u32, |sum, l| sum.wrapping_add(product(at, l)));
        case.is_exactly(0, &(0..m as usize * n).map(element).collect::<Vec<_>>());
    }
}

#[test]
fn gemm_i8() {
    for (m, n, k) in [(1, 1, 1), (3, 5, 7), (17, 1, 9), (64, 64, 64)] {
        let case = Case::new("gemm_i8", &[("M", m), ("N", n), ("K", k)]);
        let sums = i8_sums(&case, n as usize, k as usize);
        case.is_exactly(0, &sums.iter().map(|&s| s as u32).collect::<Vec<_>>());
    }
}

/// A sum times 77 / 2^14, to the nearest, saturated.
fn quantized(sum: i32) -> u32 {
    i32::from((f64::from(sum) * 77.0 / 16384.0 + 0.5).floor() as i8) as u32
}

#[test]
fn gemm_i8_quantized() {
    for (m, n, k) in [(1, 1, 1), (3, 5, 7), (17, 1, 9), (64, 64, 64)] {
        let case = Case::new("gemm_i8_quantized", &[("M", m), ("N", n), ("K", k)]);
        let sums = i8_sums(&case, n as usize, k as usize);
        case.is_exactly(0, &sums.into_iter().map(quantized).collect::<Vec<_>>());
    }
}

#[test]
fn conv_i8() {
    for (h, w, c, o) in [(1, 1, 1, 1), (3, 5, 3, 7), (7, 2, 5, 17), (8, 8, 16, 4)] {
        let case = Case::new("conv_i8", &[("H", h), ("W", w), ("C", c), ("O", o)]);
        let [h, w, c, o] = [h, w, c, o].map(|n| n as usize);
        let (x, weights) = (&case.inputs[0], &case.inputs[1]);
        let product = |at: usize, window: usize| {
            let (row, column, out) = (at / o / w, at / o % w, at % o);
            let (u, v, channel) = (window / c / 3, window / c % 3, window % c);
            let pixel = x[((row + u) * (w + 2) + column + v) * c + channel];
            pixel as i32 * weights[out * 9 * c + window] as i32
        };
        let element = |at: usize| quantized((0..9 * c).map(|window| product(at, window)).sum());
        case.is_exactly(0, &(0..h * w * o).map(element).collect::<Vec<_>>());
    }
}

#[test]
fn conv_i8_padded() {
    for (h, w, c, o) in [(2, 2, 1, 1), (3, 5, 3, 7), (7, 2, 5, 17), (8, 8, 16, 4)] {
        let case = Case::new("conv_i8_padded", &[("H", h), ("W", w), ("C", c), ("O", o)]);
        let [h, w, c, o] = [h, w, c, o].map(|n| n as usize);
        let (x, weights) = (&case.inputs[0], &case.inputs[1]);
        let product = |at: usize, window: usize| {
            let (row, column, out) = (at / o / w, at / o % w, at % o);
            let (u, v, channel) = (window / c / 3, window / c % 3, window % c);
            let inside = (1..=h).contains(&(row + u)) && (1..=w).contains(&(column + v));
            let place = |row: usize, column: usize| ((row - 1) * w + column - 1) * c + channel;
            let pixel = if inside { x[place(row + u, column + v)] } else { 0 };
            pixel as i32 * weights[out * 9 * c + window] as i32
        };
        let element = |at: usize| quantized((0..9 * c).map(|window| product(at, window)).sum());
        case.is_exactly(0, &(0..h * w * o).map(element).collect::<Vec<_>>());
    }
}

/// The elements of `a` times the transpose of `b`, both i8, of `n` columns and sums of `k` products.
fn i8_sums(case: &Case, n: usize, k: usize) -> Vec<i32> {
    let row = |input: usize, i: usize| case.inputs[input][i * k..][..k].iter().map(|&w| w as i32);
    let element = |at: usize| row(0, at / n).zip(row(1, at % n)).map(|(a, b)| a * b).sum();
    (0..case.inputs[0].len() / k * n).map(element).collect()
}

#[test]
fn gemm_bf16() {
    for (m, n, k) in [(1, 1, 1), (3, 5, 7), (17, 1, 9), (64, 64, 64)] {
        let case = Case::new("gemm_bf16", &[("M", m), ("N", n), ("K", k)]);
        case.is_exactly(0, &floats(f32_sums(&case, n as usize, k as usize).into_iter()));
    }
}

#[test]
fn gemm_bf16_rounded() {
    for (m, n, k) in [(1, 1, 1), (3, 5, 7), (17, 1, 9), (64, 64, 64)] {
        let case = Case::new("gemm_bf16_rounded", &[("M", m), ("N", n), ("K", k)]);
        // To the nearest, ties to even.
        let rounded = |sum: f32| {
            let bits = sum.to_bits();
            f32::from_bits((bits + 0x7fff + (bits >> 16 & 1)) & 0xffff_0000)
        };
        let sums = f32_sums(&case, n as usize, k as usize);
        case.is_exactly(0, &floats(sums.into_iter().map(rounded)));
    }
}

/// The elements of `a` times `b`, of `n` columns and sums of `k` products.
fn f32_sums(case: &Case, n: usize, k: usize) -> Vec<f32> {
    let (a, b) = (case.f32(0), case.f32(1));
    let element = |at: usize| sum((0..k).map(|l| a[at / n * k + l] * b[l * n + at % n]));
    (0..a.len() / k * n).map(element).collect()
}

#[test]
fn conv2d() {
    for (c, h, w, o, kh, kw) in [(1, 1, 1, 1, 1, 1), (2, 5, 7, 3, 3, 2), (3, 6, 6, 1, 6, 6)] {
        let params = [("C", c), ("H", h), ("W", w), ("O", o), ("KH", kh), ("KW", kw)];
        let case = Case::new("conv2d", &params);
        let (x, k) = (case.f32(0), case.f32(1));
        let [c, h, w, o, kh, kw] = [c, h, w, o, kh, kw].map(|n| n as usize);
        let mut want = Vec::new();
        for out in 0..o {
            for i in 0..=h - kh {
                for j in 0..=w - kw {
                    let places = (0..c * kh * kw).map(|p| (p / (kh * kw), p / kw % kh, p % kw));
                    want.push(sum(places.map(|(ch, di, dj)| {
                        x[(ch * h + i + di) * w + j + dj] * k[((out * c + ch) * kh + di) * kw + dj]
                    })));
                }
            }
        }
        case.is_exactly(0, &floats(want.into_iter()));
    }
}

#[test]
fn stencil5() {
    for (h, w) in [(3, 3), (4, 9), (16, 5)] {
        let case = Case::new("stencil5", &[("H", h), ("W", w)]);
        let u = case.f32(0);
        let (h, w) = (h as usize, w as usize);
        let mut want = Vec::new();
        for i in 1..h - 1 {
            for j in 1..w - 1 {
                let at = |i: usize, j: usize| u[i * w + j];
                let around = at(i - 1, j) + at(i + 1, j) + at(i, j - 1) + at(i, j + 1);
                want.push(at(i, j) + 0.1 * (around - 4.0 * at(i, j)));
            }
        }
        case.is_exactly(0, &floats(want.into_iter()));
    }
}

#[test]
fn stencil5_padded() {
    for (h, w) in [(2, 2), (4, 9), (16, 5)] {
        let case = Case::new("stencil5_padded", &[("H", h), ("W", w)]);
        let u = case.f32(0);
        let at = |i: i64, j: i64| match (0..h).contains(&i) && (0..w).contains(&j) {
            true => u[(i * w + j) as usize],
            false => 0.0,
        };
        let element = |(i, j)| {
            let around = at(i - 1, j) + at(i + 1, j) + at(i, j - 1) + at(i, j + 1);
            at(i, j) + 0.1 * (around - 4.0 * at(i, j))
        };
        let points = (0..h).flat_map(|i| (0..w).map(move |j| (i, j)));
        case.is_exactly(0, &floats(points.map(element)));
    }
}

#[test]
fn moving_average() {
    for (n, w) in [(1, 1), (5, 5), (64, 3), (33, 8)] {
        let case = Case::new("moving_average", &[("N", n), ("W", w)]);
        let x = case.f32(0);
        let mean = |window: &[f32]| (1.0 / w as f32) * sum(window.iter().copied());
        case.is_exactly(0, &floats(x.windows(w as usize).map(mean)));
    }
}

#[test]
fn tpch_q6() {
    for n in [1, 7, 64, 1000] {
        let case = Case::new("tpch_q6", &[("N", n)]);
        let (discount, price) = (case.f32(1), case.f32(3));
        let (day, quantity) = (&case.inputs[0], &case.inputs[2]);
        let mut taken = 0;
        let revenue = sum((0..n as usize).map(|i| {
            let (day, quantity) = (day[i] as i32, quantity[i] as i32);
            let in_year = (8766..9131).contains(&day);
            if in_year && discount[i] >= 0.05 && discount[i] <= 0.07 && quantity < 24 {
                taken += 1;
                price[i] * discount[i]
            } else {
                0.0
            }
        }));
        assert!(n < 1000 || (20..500).contains(&taken), "{taken} lines are a poor test");
        case.is_exactly(0, &[revenue.to_bits()]);
    }
}

#[test]
fn rows() {
    for (m, n) in SHAPES {
        let params = [("M", m), ("N", n)];
        let case = Case::new("row_max", &params);
        let x = case.f32(0);
        let rows = || x.chunks(n as usize);
        case.is_exactly(0, &floats(rows().map(|r| fold(r.iter().copied(), f32::max))));
        let sums = floats(rows().map(|r| sum(r.iter().copied())));
        Case::new("row_sum", &params).is_exactly(0, &sums);
        let first_greatest = |r: &[f32]| {
            let greatest = fold(r.iter().copied(), f32::max);
            r.iter().position(|&v| v == greatest).expect("it is one of them") as u32
        };
        let argmax: Vec<u32> = rows().map(first_greatest).collect();
        Case::new("row_argmax", &params).is_exactly(0, &argmax);
        let centred = rows().flat_map(|r| {
            let mean = (1.0 / n as f32) * sum(r.iter().copied());
            r.iter().map(move |v| v - mean)
        });
        Case::new("row_center", &params).is_exactly(0, &floats(centred));
    }
}

#[test]
fn transpose() {
    for (m, n) in SHAPES {
        let case = Case::new("transpose", &[("M", m), ("N", n)]);
        let (x, m, n) = (case.f32(0), m as usize, n as usize);
        case.is_exactly(0, &floats((0..m * n).map(|at| x[at % m * n + at / m])));
    }
}

#[test]
fn batched_gemm() {
    for (b, m, n, k) in [(1, 1, 1, 1), (3, 2, 5, 4), (8, 8, 8, 8)] {
        let case = Case::new("batched_gemm", &[("B", b), ("M", m), ("N", n), ("K", k)]);
        let (x, y) = (case.f32(0), case.f32(1));
        let [b, m, n, k] = [b, m, n, k].map(|n| n as usize);
        let element = |at: usize| {
            let (batch, i, j) = (at / (m * n), at / n % m, at % n);
            sum((0..k).map(|l| x[(batch * m + i) * k + l] * y[(batch * k + l) * n + j]))
        };
        case.is_exactly(0, &floats((0..b * m * n).map(element)));
    }
}

#[test]
fn chain3() {
    for n in SIZES {
        let case = Case::new("chain3", &[("N", n)]);
        let (x, y) = (case.f32(0), case.f32(1));
        let added: Vec<f32> = (0..x.len()).map(|i| 0.5 * x[i] + y[i]).collect();
        case.is_exactly(0, &[sum(added.iter().map(|v| v * v)).to_bits()]);
    }
}
