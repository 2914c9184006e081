//! Random programs.

use crate::fabrics::packed_operators;
use crate::harness::{lanes_only, mid, reference, run_on};
use kiln_arch::FabricSpec;

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
        let (count, refused) = random(&reference(fabric), &limits);
        // Of the two that are meant for programs of this size, at most a fifth.
        let few = refused.values().sum::<u64>() * 5 <= count;
        assert!(few || fabric == "tiny" || fabric == "ulx3s");
    }
}

#[test]
fn random_programs_on_packed_tensors_equal_the_interpreter() {
    let limits = kiln_lang::random::Limits { packed_tensors: true, ..Default::default() };
    for spec in [mid(), lanes_only(), packed_operators()] {
        let (count, refused) = random(&spec, &limits);
        assert!(refused.values().sum::<u64>() * 4 <= count);
    }
}

#[test]
fn random_padded_programs_equal_the_interpreter() {
    let limits = kiln_lang::random::Limits { padded: true, ..Default::default() };
    let packed = kiln_lang::random::Limits { packed_tensors: true, ..limits };
    let products = kiln_lang::random::Limits { products: true, ..packed };
    let mid = mid();
    for limits in [limits, packed, products] {
        let (count, refused) = random(&mid, &limits);
        assert!(refused.values().sum::<u64>() * 3 <= count);
    }
}
