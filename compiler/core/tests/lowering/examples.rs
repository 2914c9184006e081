//! The examples, at sizes where compilers break, and programs that are large.

use crate::harness::{bound, example, run};

/// Values of shape parameters.
pub type Sizes = Vec<(&'static str, i64)>;

/// Examples with sizes where compilers break.
pub fn cases() -> Vec<(&'static str, Vec<Sizes>)> {
    let one = |names: &[&'static str], sizes: &[i64]| -> Vec<Sizes> {
        let all = |&size: &i64| names.iter().map(|&n| (n, size)).collect();
        sizes.iter().map(all).collect()
    };
    let line = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 65, 257, 1000, 5003];
    let square = [1, 3, 4, 5, 7, 8, 9, 16, 17, 33, 65];
    let mut cases = Vec::new();
    for name in ["vector_add", "axpy", "inner_product", "chain3", "tpch_q6"] {
        cases.push((name, one(&["N"], &line)));
    }
    cases.push(("moving_average", one(&["N"], &[5, 6, 9, 21, 1000])));
    for name in
        ["outer_product", "gemv", "row_sum", "row_max", "row_argmax", "row_center", "transpose"]
    {
        let mut sizes = one(&["M", "N"], &square);
        sizes.push(vec![("M", 1), ("N", 37)]);
        sizes.push(vec![("M", 37), ("N", 1)]);
        sizes.push(vec![("M", 130), ("N", 200)]);
        cases.push((name, sizes));
    }
    for name in ["gemm", "gemm_i32", "matmul"] {
        let mut sizes = one(&["M", "N", "K"], &square);
        sizes.push(vec![("M", 33), ("N", 70), ("K", 131)]);
        sizes.push(vec![("M", 5), ("N", 131), ("K", 70)]);
        sizes.push(vec![("M", 70), ("N", 3), ("K", 600)]);
        cases.push((name, sizes));
    }
    for name in ["gemm_bf16", "gemm_i8", "gemm_i8_quantized"] {
        let mut sizes = one(&["M", "N", "K"], &[1, 3, 4, 8, 9, 17, 33]);
        sizes.push(vec![("M", 9), ("N", 1), ("K", 8)]);
        sizes.push(vec![("M", 1), ("N", 50), ("K", 8)]);
        sizes.push(vec![("M", 70), ("N", 45), ("K", 64)]);
        cases.push((name, sizes));
    }
    cases.push(("batched_gemm", one(&["B", "M", "N", "K"], &[1, 3, 4, 5, 8, 9])));
    cases.push(("stencil5", one(&["H", "W"], &[3, 4, 7, 10, 19, 66])));
    let mut images: Vec<Sizes> = one(&["H", "W"], &[1, 2, 3, 6, 9, 32]);
    images.push(vec![("H", 7), ("W", 12), ("C", 5), ("O", 3)]);
    images.push(vec![("H", 11), ("W", 6), ("C", 9), ("O", 20)]);
    cases.push(("conv_i8", images.clone()));
    cases.push(("conv_i8_padded", images));
    cases.push(("stencil5_padded", one(&["H", "W"], &[1, 2, 3, 4, 7, 10, 19, 66])));
    cases.push(("conv2d", one(&["H", "W"], &[3, 5, 8, 19, 30])));
    cases
}

#[test]
fn examples_at_odd_sizes_equal_the_interpreter() {
    let only = std::env::var("KILN_ONLY").unwrap_or_default();
    let fabrics = std::env::var("KILN_FABRICS").unwrap_or("nano tiny ulx3s dense mid paper".into());
    for (name, sizes) in cases().into_iter().filter(|(name, _)| name.contains(&only)) {
        for fabric in fabrics.split(' ') {
            let mut refused = None;
            let mut passed = 0;
            for params in &sizes {
                match run(&example(name, params), fabric) {
                    Ok(_) => passed += 1,
                    Err(refusal) => refused = Some(refusal),
                }
            }
            let refused = refused.map_or(String::new(), |r| format!("; refused: {r}"));
            println!("{name:16} {fabric:6} {passed}/{} sizes{refused}", sizes.len());
        }
    }
}

#[test]
fn large_programs_lower_and_run() {
    for (name, params) in [
        ("vector_add", vec![("N", 1_000_003)]),
        ("inner_product", vec![("N", 1 << 20)]),
        ("inner_product", vec![("N", 1_100_003)]),
        ("transpose", vec![("M", 500), ("N", 333)]),
        ("gemv", vec![("M", 1000), ("N", 700)]),
    ] {
        run(&example(name, &params), "tiny").expect("it fits");
    }
}

#[test]
fn shared_expressions_take_no_time() {
    let mut text = String::from("input a: i32[8]; output y: i32[8] = map (i in 8) { let t0 = i;");
    for k in 1..60 {
        text += &format!("let t{k} = t{0} + t{0};", k - 1);
    }
    text += "t59 + a[i] };";
    run(&bound(&text), "tiny").expect("an affine index is one generator");
}
