//! Every example at every size, on the reference fabrics that are not for one board.

use kiln_arch::FabricSpec;
use kiln_compiler::bitstream::Bitstream;
use kiln_cosim::{Cosim, Options};
use kiln_memory::MemoryTiming;
use kiln_tests::{
    Case, EXAMPLES, Failure, Traffic, bytes192, compare_devices, compile, examples_folder, rows,
    run_model, systolic, wide,
};

/// Runs `check` on every example and size; returns what was refused, a line each. Panics at the end if anything else
/// went wrong, with all of it.
fn sweep(
    spec: &FabricSpec,
    mut check: impl FnMut(&Case, &FabricSpec) -> Result<(), Failure>,
) -> String {
    let (mut refused, mut wrong) = (String::new(), Vec::new());
    for example in EXAMPLES {
        for settings in example.settings {
            let case = Case::example(example.name, settings);
            match check(&case, spec) {
                Ok(()) => {}
                Err(Failure::Refused(why)) => refused += &format!("{}: {why}\n", case.name),
                Err(Failure::Wrong(why)) => {
                    wrong.push(format!("{} on {}: {why}", case.name, spec.name))
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    refused
}

fn on_model(fabric: &str) -> String {
    sweep(&reference(fabric), |case, spec| {
        run_model(case, &compile(case, spec)?.bitstream, spec).map(drop)
    })
}

fn reference(name: &str) -> FabricSpec {
    FabricSpec::reference(name).expect("the fabric exists")
}

/// The RTL of a fabric.
fn rtl(spec: &FabricSpec) -> Cosim {
    let options = Options { taps: true, ..Options::default() };
    let timing = MemoryTiming::new(spec.memory_words());
    Cosim::new(spec.clone(), timing, 0, &options).expect("the fabric verilates")
}

/// Model and RTL, without stalls and with.
fn stalled_or_not(case: &Case, bitstream: &Bitstream, cosim: &mut Cosim) -> Result<(), Failure> {
    let free = compare_devices(case, bitstream, cosim, Traffic::FREE)?;
    let stalled = compare_devices(case, bitstream, cosim, Traffic::stalled(7))?;
    if stalled.streams != free.streams {
        return Err(Failure::Wrong("stalls of the memory change the beats".into()));
    }
    Ok(())
}

fn on_both(spec: &FabricSpec) -> String {
    let mut cosim = rtl(spec);
    sweep(spec, |case, spec| stalled_or_not(case, &compile(case, spec)?.bitstream, &mut cosim))
}

// What a fabric refuses is part of what it can do: a line that comes or goes fails the test until it is accepted
// with `cargo insta accept`.

#[test]
fn tiny_agrees_with_its_rtl() {
    insta::assert_snapshot!("refused_by_tiny", on_both(&reference("tiny")));
}

#[test]
fn nano_agrees_with_its_rtl() {
    insta::assert_snapshot!("refused_by_nano", on_both(&reference("nano")));
}

#[test]
fn ulx3s_agrees_with_its_rtl() {
    insta::assert_snapshot!("refused_by_ulx3s", on_both(&reference("ulx3s")));
}

/// What the small reference fabrics refuse of words runs here on RTL.
#[test]
fn wide_agrees_with_its_rtl() {
    insta::assert_snapshot!("refused_by_wide", on_both(&wide()));
}

/// Compiles to the systolic form.
fn in_place(name: &str, settings: &str, spec: &FabricSpec) -> (Case, Bitstream) {
    let case = Case::example(name, settings);
    let compiled = compile(&case, spec).expect("it fits");
    assert_eq!(systolic(&compiled), 1, "{} on {}", case.name, spec.name);
    (case, compiled.bitstream)
}

#[test]
fn products_on_dense_agree_with_its_rtl() {
    let spec = reference("dense");
    let mut cosim = rtl(&spec);
    for settings in ["M=33 N=65 K=17", "M=5 N=131 K=70", "M=16 N=16 K=8"] {
        for name in ["matmul", "gemm_i8_quantized"] {
            let (case, bitstream) = in_place(name, settings, &spec);
            let result = stalled_or_not(&case, &bitstream, &mut cosim);
            assert_eq!(result, Ok(()), "{}", case.name);
        }
    }
}

/// A store of packed elements whose rows have an odd and an even length in turn: what is kept of a row's last word is of
/// that row, not of the next one.
#[test]
fn packed_rows_of_two_lengths_agree_with_the_rtl() {
    let spec = rows();
    let text = "input x: f32[10, 16]; input y: f32[35, 10];
        output z: bf16[16, 35] = map (i in 16, j in 35) {
            bf16(fold sum (k in 10) { x[k, i] * y[j, k] })
        };";
    let case = Case::text("packed_rows", text, "");
    let bitstream = compile(&case, &spec).expect("it fits").bitstream;
    let result = compare_devices(&case, &bitstream, &mut rtl(&spec), Traffic::FREE);
    assert!(result.is_ok(), "{result:?}");
}

/// The products that `docs/measurements.md` holds against fixed arrays, with the memory of those.
#[test]
fn measured_products_agree_with_the_rtl() {
    let rows = [
        (reference("dense"), "matmul", 40),
        (reference("tiny"), "gemm_i8", 4),
        (reference("nano"), "gemm_i8", 4),
        (bytes192(), "conv_i8", 4),
        (bytes192(), "conv_i8_padded", 4),
    ];
    for (spec, name, latency_cycles) in rows {
        let (case, bitstream) = in_place(name, "", &spec);
        let traffic = Traffic { latency_cycles, ..Traffic::FREE };
        let result = compare_devices(&case, &bitstream, &mut rtl(&spec), traffic);
        let fabric = &spec.name;
        let cycles = result.unwrap_or_else(|why| panic!("{name} on {fabric}: {why:?}")).cycles_run;
        println!("{name} on {fabric}, latency {latency_cycles}: {cycles} cycles");
    }
}

#[test]
fn dense_is_right() {
    insta::assert_snapshot!("refused_by_dense", on_model("dense"));
}

#[test]
fn mid_is_right() {
    insta::assert_snapshot!("refused_by_mid", on_model("mid"));
}

#[test]
fn paper_is_right() {
    insta::assert_snapshot!("refused_by_paper", on_model("paper"));
}

#[test]
fn every_example_has_sizes() {
    let mut files: Vec<String> = std::fs::read_dir(examples_folder())
        .expect("the examples exist")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "kiln"))
        .map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
        .collect();
    files.sort();
    assert_eq!(files, EXAMPLES.iter().map(|example| example.name).collect::<Vec<_>>());
}
