//! Stream graphs broken on purpose: the verifier or the interpreter of stream graphs must notice.

use kiln_arch::FabricSpec;
use kiln_compiler::graph::{StreamGraph, UnitConfig};
use kiln_compiler::lower::{Layouts, Lowered, lower};
use kiln_compiler::stream_interp::{self, StreamError};
use kiln_compiler::stream_verify::{VerifyError, verify};

const GEMM: &str = "param M = 12, N = 70, K = 9;
    input a: f32[M, K]; input b: f32[K, N];
    output c: f32[M, N] = map (i in M, j in N) { sum (k in K) { a[i, k] * b[k, j] } };";

const TRANSPOSE: &str = "param M = 40, N = 48; input x: f32[M, N];
    output y: f32[N, M] = map (j in N, i in M) { x[i, j] };";

/// A fabric without the systolic form, whose graphs are broken in `systolic_graphs.rs`.
fn fabric() -> FabricSpec {
    let mut spec = FabricSpec::reference("tiny").expect("it exists");
    spec.pcu.drain_levels = 0;
    spec
}

fn lowered(text: &str) -> Lowered {
    let program = kiln_lang::parse("test", text).expect("it parses").bind(&Default::default());
    let lowered =
        lower(&program.expect("it binds").program, &fabric(), Layouts::Asked, 0).expect("it fits");
    verify(&lowered.graph, &fabric(), lowered.memory_words).expect("it is sound");
    lowered
}

/// The verifier's answer to a graph after a change.
fn verdict(text: &str, change: impl Fn(&mut StreamGraph)) -> Result<(), VerifyError> {
    let mut lowered = lowered(text);
    change(&mut lowered.graph);
    verify(&lowered.graph, &fabric(), lowered.memory_words)
}

/// The interpreter's answer to a graph after a change.
fn outcome(text: &str, change: impl Fn(&mut StreamGraph)) -> Result<(), StreamError> {
    let mut lowered = lowered(text);
    change(&mut lowered.graph);
    let mut memory = vec![0; lowered.memory_words as usize];
    stream_interp::run(&lowered.graph, &fabric(), &mut memory, &mut |_, _| {})
}

fn each(graph: &mut StreamGraph, mut change: impl FnMut(&mut UnitConfig)) {
    graph.units.iter_mut().for_each(|unit| change(&mut unit.config));
}

#[test]
fn a_missing_link_is_found() {
    let cut = |graph: &mut StreamGraph| drop(graph.links.pop());
    assert!(matches!(verdict(GEMM, cut), Err(VerifyError::Port { .. })));
    assert!(matches!(outcome(GEMM, cut), Err(StreamError::Unlinked { .. })));
}

#[test]
fn a_loop_that_is_too_long_is_found() {
    let lengthen = |graph: &mut StreamGraph| {
        each(graph, |config| {
            if let UnitConfig::Pcu(pcu) = config {
                pcu.counters.levels[1].tile += 1;
            }
        });
    };
    assert!(matches!(verdict(GEMM, lengthen), Err(VerifyError::Count { .. })));
    assert!(outcome(GEMM, lengthen).is_err());
}

#[test]
fn a_wrong_end_mark_is_found() {
    let remark = |graph: &mut StreamGraph| {
        each(graph, |config| {
            if let UnitConfig::Ag(ag) = config {
                ag.marks = [0; 3];
            }
        });
    };
    assert!(matches!(outcome(GEMM, remark), Err(StreamError::Mark { .. })));
}

#[test]
fn lanes_that_meet_in_a_bank_are_found() {
    let align = |graph: &mut StreamGraph| {
        each(graph, |config| {
            if let UnitConfig::Pmu(pmu) = config {
                pmu.read.address.lane -= 1;
            }
        });
    };
    assert!(matches!(verdict(TRANSPOSE, align), Err(VerifyError::Conflict { .. })));
    assert!(matches!(outcome(TRANSPOSE, align), Err(StreamError::BankConflict { .. })));
}

#[test]
fn a_tile_that_is_not_filled_is_found() {
    let shorten = |graph: &mut StreamGraph| {
        each(graph, |config| {
            if let UnitConfig::Pmu(pmu) = config {
                pmu.write.address.strides[1] += 1;
            }
        });
    };
    assert!(matches!(outcome(TRANSPOSE, shorten), Err(StreamError::Unwritten { .. })));
}

#[test]
fn an_address_outside_memory_is_found() {
    let shift = |graph: &mut StreamGraph| {
        each(graph, |config| {
            if let UnitConfig::Ag(ag) = config {
                ag.address.base += 5000;
            }
        });
    };
    assert!(matches!(verdict(GEMM, shift), Err(VerifyError::Reach { .. })));
    assert!(matches!(outcome(GEMM, shift), Err(StreamError::Address { .. })));
}

#[test]
fn a_value_too_wide_and_an_operator_that_is_not_there_are_found() {
    let widen = |graph: &mut StreamGraph| {
        each(graph, |config| {
            if let UnitConfig::Pcu(pcu) = config {
                pcu.counters.levels[0].short = 1 << 25;
            }
        });
    };
    assert!(matches!(verdict(GEMM, widen), Err(VerifyError::Field { .. })));
    let unknown = |graph: &mut StreamGraph| {
        each(graph, |config| {
            if let UnitConfig::Pcu(pcu) = config {
                pcu.stages[0].op = 60;
            }
        });
    };
    assert!(matches!(verdict(GEMM, unknown), Err(VerifyError::Stage { .. })));
}

#[test]
fn a_refusal_names_resource_place_and_remedy() {
    let text = "param N = 100;
        input a: f32[N]; input b: f32[N]; input c: f32[N];
        output y: f32[N] = map (i in N) {
            let s = a[i] + b[i] * c[i];
            s * s + abs(s) * a[i] - b[i] * (c[i] + s)
        };";
    let program = kiln_lang::parse("test", text).expect("it parses").bind(&Default::default());
    let Err(refusal) = lower(&program.expect("it binds").program, &fabric(), Layouts::Asked, 0)
    else {
        panic!("nine operations do not fit four stages");
    };
    assert_eq!(refusal.fits.as_deref(), Some("mid"));
    let text = refusal.to_string();
    assert!(text.contains("output `y` (line 3)"), "{text}");
    assert!(text.contains("pattern compute units: needs"), "{text}");
}
