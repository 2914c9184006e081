//! Lowered programs, run by the interpreter of stream graphs, against the interpreter of programs: to the bit.

use kiln_arch::FabricSpec;
use kiln_arch::config::direction;
use kiln_arch::num::Subnormals;
use kiln_compiler::graph::UnitConfig;
use kiln_compiler::lower::{Layouts, Lowered, Refusal, lower, set_arguments};
use kiln_compiler::stream_interp;
use kiln_compiler::stream_verify::verify;
use kiln_lang::interpret::interpret;
use kiln_lang::ir::Program;
use rand::{Rng, SeedableRng};

fn example(name: &str, params: &[(&str, i64)]) -> Program {
    let path = format!("{}/../../examples/{name}.kiln", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("the example exists");
    let params = params.iter().map(|&(name, value)| (name.to_string(), value)).collect();
    kiln_lang::parse(name, &text).expect("it parses").bind(&params).expect("it binds").program
}

/// Inputs of moderate numbers, some of them zeros, infinities, subnormals and NaN.
fn inputs(program: &Program, seed: u64) -> Vec<Vec<u32>> {
    const SPECIAL: [u32; 8] =
        [0, 0x8000_0000, 1, 0x807f_ffff, 0x7f80_0000, 0xffc0_1234, 0x0080_0000, 0x7fff_ffff];
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    let mut all = kiln_lang::random::inputs(program, seed);
    if seed % 2 == 1 {
        for (input, words) in program.inputs.iter().zip(&mut all) {
            for word in words {
                let special = SPECIAL[rng.random_range(0..SPECIAL.len())];
                if rng.random_ratio(1, 40) && input.ty.holds(special) {
                    *word = special;
                }
            }
        }
    }
    all
}

/// Runs a lowered program and compares its outputs with the interpreter's.
fn check(program: &Program, spec: &FabricSpec, lowered: &Lowered, seed: u64) -> Result<(), String> {
    let inputs = inputs(program, seed);
    let args: Vec<u32> = program.args.iter().map(|a| a.default ^ (seed as u32 & 4)).collect();
    let subnormals = spec.numbers.subnormals;
    let want = interpret(program, &inputs, &args, &lowered.orders, subnormals)
        .map_err(|e| format!("interpreter: {e}"))?;
    let mut memory = vec![0xdead_beef; lowered.memory_words as usize];
    for (place, words) in lowered.inputs.iter().zip(&inputs) {
        memory[place.address as usize..][..place.words()].copy_from_slice(&place.pack(words));
    }
    let mut graph = lowered.graph.clone();
    set_arguments(&mut graph, &args);
    stream_interp::run(&graph, spec, &mut memory, &mut |_, _| {}).map_err(|e| e.to_string())?;
    for (place, want) in lowered.outputs.iter().zip(&want) {
        let words = &memory[place.address as usize..][..place.words()];
        let have = place.unpack(words);
        if *words != place.pack(&have) {
            return Err(format!("`{}`: what lies beside its elements is not zero", place.name));
        }
        if let Some(at) = (0..want.len()).find(|&i| have[i] != want[i]) {
            let (have, want) = (have[at], want[at]);
            return Err(format!("`{}` element {at}: {have:#x}, not {want:#x}", place.name));
        }
    }
    Ok(())
}

fn run_on(program: &Program, spec: &FabricSpec) -> Result<Lowered, Refusal> {
    run_with(program, spec, Layouts::Asked)
}

fn run_with(program: &Program, spec: &FabricSpec, layouts: Layouts) -> Result<Lowered, Refusal> {
    let lowered = lower(program, spec, layouts, 0)?;
    if let Err(error) = verify(&lowered.graph, spec, lowered.memory_words) {
        panic!(
            "{} on {}: {error}\n{}{}",
            program.name,
            spec.name,
            lowered.tiled,
            lowered.graph.printed(spec)
        );
    }
    for seed in [1, 4] {
        if let Err(error) = check(program, spec, &lowered, seed) {
            let (name, params, fabric) = (&program.name, &program.params, &spec.name);
            panic!(
                "{name} {params:?} on {fabric}: {error}\n{}{}",
                lowered.tiled,
                lowered.graph.printed(spec)
            );
        }
    }
    Ok(lowered)
}

fn run(program: &Program, fabric: &str) -> Result<Lowered, Refusal> {
    run_on(program, &FabricSpec::reference(fabric).expect("it exists"))
}

/// Values of shape parameters.
type Sizes = Vec<(&'static str, i64)>;

/// Examples with sizes where compilers break.
fn cases() -> Vec<(&'static str, Vec<Sizes>)> {
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

/// How many of some random programs a fabric refuses, for each resource that runs out.
fn random(
    spec: &FabricSpec,
    limits: &kiln_lang::random::Limits,
) -> (u64, std::collections::BTreeMap<String, u64>) {
    let count = std::env::var("KILN_RANDOM").ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    let first = std::env::var("KILN_SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(0);
    let mut refused = std::collections::BTreeMap::new();
    for seed in first..first + count {
        let surface = kiln_lang::random::program(seed, limits);
        let program = surface.bind(&Default::default()).expect("it binds").program;
        if let Err(refusal) = run_on(&program, spec) {
            *refused.entry(refusal.shortage.resource.to_string()).or_insert(0) += 1;
        }
    }
    let all: u64 = refused.values().sum();
    println!("{}: {all} of {count} refused: {refused:?}", spec.name);
    (count, refused)
}

#[test]
fn random_programs_equal_the_interpreter() {
    let limits = kiln_lang::random::Limits::default();
    for fabric in ["mid", "paper", "ulx3s", "tiny"] {
        let (count, refused) = random(&FabricSpec::reference(fabric).expect("it exists"), &limits);
        // Of the two that are meant for programs of this size, at most a fifth.
        let few = refused.values().sum::<u64>() * 5 <= count;
        assert!(few || fabric == "tiny" || fabric == "ulx3s");
    }
}

#[test]
fn random_programs_on_packed_tensors_equal_the_interpreter() {
    let limits = kiln_lang::random::Limits { packed_tensors: true, ..Default::default() };
    let mid = || FabricSpec::reference("mid").expect("it exists");
    let mut lanes_only = FabricSpec { name: "lanes_only".into(), ..mid() };
    lanes_only.pcu.drain_levels = 0;
    for spec in [mid(), lanes_only, packed_operators()] {
        let (count, refused) = random(&spec, &limits);
        assert!(refused.values().sum::<u64>() * 4 <= count);
    }
}

#[test]
fn packed_elements_of_any_place_are_loaded_and_stored() {
    let mut spec = FabricSpec {
        name: "lanes_only".into(),
        ..FabricSpec::reference("mid").expect("it exists")
    };
    spec.pcu.drain_levels = 0;
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
                let program = kiln_lang::parse("packed", &text).expect("it parses");
                let program = program.bind(&Default::default()).expect("it binds").program;
                if let Err(refusal) = run_on(&program, &spec) {
                    panic!("{text}: {refusal}");
                }
            }
        }
    }
}

#[test]
fn packed_results_without_lanes_are_stored() {
    let mut spec = FabricSpec {
        name: "lanes_only".into(),
        ..FabricSpec::reference("mid").expect("it exists")
    };
    spec.pcu.drain_levels = 0;
    for text in [
        "input x: i8[37]; output y: i8 = i8(sum (k in 37) { x[k] });",
        "input x: bf16[37, 90]; output y: bf16[37] = map (i in 37) { bf16(sum (k in 90) { x[i, k] }) };",
        "input x: bf16[37, 90]; output y: bf16[37, 1] = map (i in 37, j in 1) { bf16(max (k in 90) { x[i, k] }) };",
        "input x: i8[5, 3]; output y: i8[3, 5] = map (i in 3, j in 5) { x[j, i] };",
        "input x: i8[300]; output y: i8[299] = map (i in 299) { x[i + 1] };",
    ] {
        let program = kiln_lang::parse("packed", text).expect("it parses");
        let program = program.bind(&Default::default()).expect("it binds").program;
        if let Err(refusal) = run_on(&program, &spec) {
            panic!("{text}: {refusal}");
        }
    }
}

/// Sums of products of packed elements: inputs, extents of the output, fold, factors, and whether layouts are asked for.
const PACKED_PRODUCTS: [(&str, &str, &str, &str, bool); 13] = [
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

fn packed_product(number: usize, ty: &str, [m, n, k]: [u32; 3]) -> Program {
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
    let program = kiln_lang::parse("product", &text).expect("it parses");
    program.bind(&Default::default()).expect("it binds").program
}

#[test]
fn packed_products_of_any_transposition_equal_the_interpreter() {
    let spec = FabricSpec::reference("mid").expect("it exists");
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
    let spec = FabricSpec::reference("mid").expect("it exists");
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
    let spec = FabricSpec::reference("mid").expect("it exists");
    let once = "input a: bf16[64, 64]; input b: bf16[64, 64];
        output c: f32[64, 64] = map (i in 64, j in 64) { sum (k in 64) { a[i, k] * b[k, j] } };";
    for (more, asked) in [
        ("", true),
        ("output d: f32[64] = map (j in 64) { b[0, j] };", false),
        ("output d: f32[64] = map (i in 64) { sum (k in 64) { a[i, k] } };", true),
    ] {
        let program = kiln_lang::parse("twice", &format!("{once}{more}")).expect("it parses");
        let program = program.bind(&Default::default()).expect("it binds").program;
        let lowered = run_on(&program, &spec).expect("it fits");
        assert_eq!(!lowered.inputs[1].layout.is_row_major(), asked, "{more}");
    }
}

/// `mid` with every operator that packed tensors profit from, in stages and at the output.
fn packed_operators() -> FabricSpec {
    use kiln_arch::num::OpGroup::*;
    let mut spec = FabricSpec::reference("mid").expect("it exists");
    spec.name = "packed_operators".into();
    spec.pcu.stage_ops[0].extend([DotI8, DotBf16, Quantize]);
    spec.pcu.output_ops = vec![Int, Convert, Quantize];
    spec
}

/// Fabrics at the bounds of what a fabric file may say.
fn odd_fabrics() -> Vec<FabricSpec> {
    let change = |base: &str, name: &str, change: &dyn Fn(&mut FabricSpec)| {
        let mut spec = FabricSpec::reference(base).expect("it exists");
        spec.name = name.into();
        change(&mut spec);
        spec
    };
    vec![
        change("mid", "two_lanes", &|s| s.lanes = 2),
        change("mid", "many_lanes", &|s| s.lanes = 32),
        change("mid", "short_counters", &|s| s.counter_bits = 8),
        change("mid", "two_levels", &|s| {
            (s.pcu.counter_levels, s.pmu.counter_levels, s.ag.counter_levels) = (2, 2, 2);
        }),
        change("mid", "four_levels", &|s| {
            (s.pcu.counter_levels, s.pmu.counter_levels, s.ag.counter_levels) = (4, 3, 4);
        }),
        change("mid", "small_banks", &|s| s.pmu.bank_words = 64),
        change("mid", "few_registers", &|s| s.pcu.registers = 2),
        change("mid", "no_indices", &|s| s.pcu.indices = 0),
        change("mid", "slow_operators", &|s| {
            (s.numbers.op_latency, s.pcu.accumulators) = (8, 16);
        }),
        change("paper", "one_stage", &|s| s.pcu.stages = 1),
        change("mid", "one_port", &|s| {
            let pcu = &mut s.pcu;
            (pcu.vector_inputs, pcu.scalar_inputs, pcu.vector_outputs) = (1, 1, 1);
        }),
        packed_operators(),
        change("mid", "kept_subnormals", &|s| s.numbers.subnormals = Subnormals::Keep),
        change("mid", "mixed_stages", &|s| {
            use kiln_arch::num::OpGroup::*;
            s.pcu.stages = 6;
            s.pcu.stage_ops = vec![vec![Int, FloatMul], vec![FloatAdd, FloatCompare, Int, IntMul]];
        }),
    ]
}

#[test]
fn odd_fabrics_refuse_or_equal_the_interpreter() {
    let count = std::env::var("KILN_RANDOM").ok().and_then(|n| n.parse().ok()).unwrap_or(30);
    let limits = kiln_lang::random::Limits { max_extent: 300, ..Default::default() };
    for spec in odd_fabrics() {
        let mut refused = 0;
        let mut tried = 0;
        let examples =
            cases().into_iter().map(|(name, sizes)| example(name, &sizes[sizes.len() / 2]));
        let random = (0..count).map(|seed| {
            kiln_lang::random::program(seed, &limits)
                .bind(&Default::default())
                .expect("it binds")
                .program
        });
        for program in examples.chain(random) {
            tried += 1;
            refused += u32::from(run_on(&program, &spec).is_err());
        }
        println!("{}: {refused} of {tried} refused", spec.name);
        assert!(refused < tried, "{}", spec.name);
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
    let program = kiln_lang::parse("shared", &text).expect("it parses").bind(&Default::default());
    run(&program.expect("it binds").program, "tiny").expect("an affine index is one generator");
}

/// Windows that hang over the edge: stride, dilation and padding of rows and columns, groups, types, and whether the sum
/// is done in place.
const PADDED: [(&str, &str, &str, bool); 9] = [
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

fn padded(number: usize, ty: &str, [h, w, c, o]: [u32; 4]) -> Program {
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
    let program = kiln_lang::parse("padded", &text).expect("it parses");
    program.bind(&Default::default()).expect("it binds").program
}

#[test]
fn padded_convolutions_equal_the_interpreter() {
    let spec = FabricSpec::reference("mid").expect("it exists");
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
    let spec = FabricSpec::reference("mid").expect("it exists");
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
        let program = kiln_lang::parse("padded", text).expect("it parses");
        let program = program.bind(&Default::default()).expect("it binds").program;
        for spec in [&spec, &packed_operators()] {
            run_on(&program, spec).unwrap_or_else(|e| panic!("{text}: {e}"));
        }
    }
}

#[test]
fn borders_that_no_memory_holds_are_refused() {
    let text = "input x: f32[40, 40]; output y: f32[4, 4] = map (i in 4, j in 4) {
        x[60000 * i - 1, 60000 * j - 1] else 0 };";
    let program = kiln_lang::parse("padded", text).expect("it parses");
    let program = program.bind(&Default::default()).expect("it binds").program;
    let refusal = run(&program, "mid").expect_err("it is too large").to_string();
    assert!(refusal.contains("border"), "{refusal}");
}

#[test]
fn random_padded_programs_equal_the_interpreter() {
    let limits = kiln_lang::random::Limits { padded: true, ..Default::default() };
    let packed = kiln_lang::random::Limits { packed_tensors: true, ..limits };
    let products = kiln_lang::random::Limits { products: true, ..packed };
    let mid = FabricSpec::reference("mid").expect("it exists");
    for limits in [limits, packed, products] {
        let (count, refused) = random(&mid, &limits);
        assert!(refused.values().sum::<u64>() * 3 <= count);
    }
}

/// Sums of products with what follows them.
fn finished(ty: &str, after: &str, [m, n, k]: [u32; 3]) -> Program {
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
    let program = kiln_lang::parse("finished", &text).expect("it parses");
    program.bind(&Default::default()).expect("it binds").program
}

#[test]
fn what_follows_a_sum_is_done_on_its_way_out() {
    let mid = FabricSpec::reference("mid").expect("it exists");
    let bare = FabricSpec::reference("ulx3s").expect("it exists");
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
    let mid = FabricSpec::reference("mid").expect("it exists");
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
        let program = kiln_lang::parse("biased", &text).expect("it parses");
        let program = program.bind(&Default::default()).expect("it binds").program;
        let lowered = run_on(&program, &mid).unwrap_or_else(|e| panic!("{bias}: {e}"));
        assert!(lowered.tiled.to_string().contains("in a unit behind"), "{bias}");
    }
}

/// Fabrics whose compute units hold more rows than a beat has lanes: one unit between two memory units, whose first stages only
/// hold rows; and several units, of which a memory unit serves many, or whose rows fill no whole beats.
fn many_rows() -> Vec<FabricSpec> {
    use kiln_arch::num::OpGroup::*;
    use kiln_arch::spec::Corner;
    let board = |name: &str, rows: usize| {
        let mut spec = FabricSpec::reference("ulx3s").expect("it exists");
        (spec.name, spec.rows, spec.cols, spec.corner) = (name.into(), 1, 3, Corner::Pmu);
        (spec.lanes, spec.pcu.stages, spec.pcu.systolic_stages, spec.pcu.registers) =
            (4, 8, rows, 3);
        (spec.pcu.counter_levels, spec.pcu.drain_levels, spec.pmu.counter_levels) = (8, 6, 8);
        (spec.pcu.vector_inputs, spec.ag.counter_levels) = (3, 8);
        (spec.memory.data_bits, spec.numbers.op_latency) = (32, 6);
        spec
    };
    let mut floats = board("board_floats", 4);
    let row = vec![FloatMul, FloatAdd];
    let ends = [
        vec![Int, IntMul, FloatMul, FloatAdd],
        vec![FloatMul, FloatAdd, FloatCompare],
        vec![Int, FloatMul, FloatAdd],
        vec![FloatMul, FloatAdd, FloatCompare, Convert],
    ];
    floats.pcu.stage_ops = [vec![row; 4], ends.to_vec()].concat();
    let mut bytes = board("board_bytes", 6);
    bytes.pcu.stage_ops = vec![vec![Int, DotI8]; 6];
    bytes.pcu.stage_ops.extend([vec![Int, DotI8, DotBf16], vec![Int, DotI8, FloatAdd]]);
    bytes.pcu.output_ops = vec![Int, Quantize];
    let several = |name: &str, stages: usize, pmu_cols: usize| {
        let mut spec = FabricSpec::reference("mid").expect("it exists");
        (spec.name, spec.lanes, spec.pcu.stages) = (name.into(), 4, stages);
        (spec.rows, spec.cols) = (2, pmu_cols);
        spec
    };
    vec![floats, bytes, several("six_rows", 6, 6), several("sixteen_rows", 16, 2)]
}

#[test]
fn more_rows_than_lanes_equal_the_interpreter() {
    for spec in many_rows() {
        let (mut systolic, mut refused) = (0, 0);
        let mut one = |program: &Program| match run_on(program, &spec) {
            Ok(lowered) => systolic += u32::from(lowered.tiled.to_string().contains("systolic")),
            Err(_) => refused += 1,
        };
        for ty in ["i8", "f32"] {
            for number in 0..PACKED_PRODUCTS.len() {
                one(&packed_product(number, ty, [33, 20, 37]));
            }
            for number in 0..PADDED.len() {
                one(&padded(number, ty, [5, 7, 9, 13]));
            }
        }
        for size in [[1, 1, 1], [5, 9, 7], [41, 70, 19]] {
            for after in ["max(alpha * SUM, 0)", "SUM + column[j]", "SUM - row[i]"] {
                one(&finished("f32", after, size));
            }
            one(&finished("i8", "quantize(SUM, 77, 14)", size));
        }
        println!("{}: {systolic} systolic, {refused} refused", spec.name);
        assert!(systolic > 10, "{}: {systolic} systolic, {refused} refused", spec.name);
    }
}

#[test]
fn lines_of_an_image_are_loaded_once_for_all_places_of_a_window() {
    let spec = &many_rows()[1];
    let conv = |number: usize, size, lines: bool| {
        let program = padded(number, "i8", size);
        let lowered = run_on(&program, spec).unwrap_or_else(|e| panic!("{number}: {e}"));
        let kept = lowered.tiled.to_string().contains("lines at a time");
        assert_eq!(kept, lines, "{number} {size:?}\n{}", lowered.tiled);
    };
    for (number, h, w) in [(0, 12, 16), (0, 5, 7), (3, 6, 12), (4, 4, 4), (5, 9, 16), (0, 2, 24)] {
        for (c, o) in [(16, 16), (9, 20), (40, 7)] {
            conv(number, [h, w, c, o], true);
        }
    }
    // Positions two apart meet in the same banks; and no number of rows divides a line of 17.
    conv(2, [8, 8, 16, 16], false);
    conv(0, [3, 17, 16, 16], false);
}

#[test]
fn a_tiling_that_cannot_be_made_gives_way_to_the_next_best() {
    let mut spec = FabricSpec::reference("ulx3s_i8").expect("it exists");
    for input_fifo in [2, 3] {
        spec.pcu.input_fifo = input_fifo;
        // Strips of two tiles would need a loop more than the counters have.
        for (size, c) in [(16, 64), (32, 32)] {
            let params = [("H", size), ("W", size), ("C", c), ("O", c)];
            let lowered = lower(&example("conv_i8", &params), &spec, Layouts::Asked, 0);
            let tiled = lowered.unwrap_or_else(|e| panic!("{e}")).tiled.to_string();
            assert!(tiled.contains("lines at a time"), "{input_fifo} {params:?}\n{tiled}");
        }
    }
}

#[test]
fn results_leave_for_a_narrow_memory_in_long_rows() {
    let mut spec = FabricSpec::reference("ulx3s_i8").expect("it exists");
    spec.pcu.input_fifo = 3;
    let program = example("gemm_i8_quantized", &[("M", 256), ("N", 256), ("K", 256)]);
    let lowered = lower(&program, &spec, Layouts::Asked, 0).unwrap_or_else(|e| panic!("{e}"));
    let stored = lowered.graph.units.iter().filter_map(|unit| match &unit.config {
        UnitConfig::Ag(ag) if ag.direction == direction::STORE => Some(ag.counters.levels[0].tile),
        _ => None,
    });
    // Bytes: with tiles of 8 columns bursts of two words would take half as long again as the products.
    let bytes = stored.min().expect("results are stored");
    assert!(bytes >= 32, "{bytes}\n{}", lowered.tiled);
}

#[test]
fn operations_keep_off_stages_that_only_hold_rows() {
    for spec in many_rows().into_iter().filter(|spec| spec.pcu.systolic_stages > 0) {
        let mut ran = 0;
        for (name, sizes) in cases() {
            for params in sizes.iter().step_by(4) {
                ran += u32::from(run_on(&example(name, params), &spec).is_ok());
            }
        }
        println!("{}: {ran} ran", spec.name);
        assert!(ran > 10, "{}: {ran} ran", spec.name);
    }
    // Four stages are left for operations, one of which converts.
    let floats = &many_rows()[0];
    let text = "input x: f32[40]; output y: f32[40] = map (i in 40) { BODY };";
    let refusal = |body: &str| {
        let program = kiln_lang::parse("stages", &text.replace("BODY", body)).expect("it parses");
        run_on(&program.bind(&Default::default()).expect("it binds").program, floats)
            .expect_err("it is too long")
            .shortage
    };
    use kiln_compiler::lower::Resource;
    let shortage = refusal("((((x[i] * 2 + 1) * 2 + 1) * 2 + 1) * 2 + 1)");
    assert_eq!((shortage.resource, shortage.needed, shortage.had), (Resource::Pcus, 2, 1));
}
