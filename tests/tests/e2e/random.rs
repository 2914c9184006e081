//! Random programs against the interpreter.

use std::collections::BTreeMap;

use kiln_arch::FabricSpec;
use kiln_cosim::{Cosim, Options};
use kiln_lang::random::{Limits, constructs};
use kiln_memory::MemoryTiming;
use kiln_tests::{Case, Failure, compare_devices, compile, run_model, wide};

/// Programs on the model; `KILN_RANDOM_PROGRAMS` asks for more.
const PROGRAMS: u64 = 500;
/// For so many programs on the model, one on each of two fabrics' RTL.
const RTL_SHARE: u64 = 25;

fn programs() -> u64 {
    let wanted = std::env::var("KILN_RANDOM_PROGRAMS").ok();
    wanted.map_or(PROGRAMS, |number| number.parse().expect("KILN_RANDOM_PROGRAMS is a number"))
}

/// What has run out, of the message of a refusal.
fn resource(why: &str) -> String {
    let after = why.split_once(": ").map_or(why, |(_, rest)| rest);
    after.split(':').next().unwrap_or_default().to_string()
}

#[test]
fn the_model_agrees_with_the_interpreter() {
    let spec = FabricSpec::reference("mid").unwrap();
    let total = programs();
    let mut covered: BTreeMap<String, usize> = BTreeMap::new();
    let (mut refused, mut wrong) = (BTreeMap::<String, u64>::new(), Vec::new());
    for seed in 0..total {
        let (case, surface) = Case::random(seed, &Limits::default());
        let result = compile(&case, &spec).and_then(|bits| run_model(&case, &bits, &spec));
        match result {
            Ok(_) => {
                for (construct, count) in constructs(&surface, &case.program) {
                    *covered.entry(construct).or_default() += count;
                }
            }
            Err(Failure::Refused(why)) => *refused.entry(resource(&why)).or_default() += 1,
            Err(Failure::Wrong(why)) => wrong.push(format!("{}: {why}", case.name)),
        }
    }
    println!("constructs in the programs that ran: {covered:#?}");
    println!("refused: {refused:#?}");
    assert!(wrong.is_empty(), "{} of {total} wrong:\n{}", wrong.len(), wrong.join("\n"));
    let refusals: u64 = refused.values().sum();
    assert!(refusals * 5 <= total, "{refusals} of {total} refused: {refused:#?}");
}

/// The first programs that fit `spec`, on the model and on the RTL, with stalls and without.
fn rtl_agrees(spec: &FabricSpec) {
    let options = Options { taps: true, ..Options::default() };
    let timing = MemoryTiming::new(spec.memory_words());
    let mut cosim = Cosim::new(spec.clone(), timing, 0, &options).expect("the fabric verilates");
    let wanted = programs().div_ceil(RTL_SHARE);
    let mut ran = 0;
    for seed in 0..10 * wanted {
        let (case, _) = Case::random(seed, &Limits::default());
        let stalls = (seed % 2 == 1).then_some(seed);
        let result = compile(&case, spec)
            .and_then(|bitstream| compare_devices(&case, &bitstream, &mut cosim, stalls));
        match result {
            Ok(_) => ran += 1,
            Err(Failure::Refused(_)) => {}
            Err(Failure::Wrong(why)) => panic!("{} on {}: {why}", case.name, spec.name),
        }
        if ran == wanted {
            return;
        }
    }
    panic!("only {ran} programs fit {}", spec.name);
}

#[test]
fn the_rtl_of_ulx3s_agrees_with_the_model() {
    rtl_agrees(&FabricSpec::reference("ulx3s").unwrap());
}

#[test]
fn the_rtl_of_wide_agrees_with_the_model() {
    rtl_agrees(&wide());
}
