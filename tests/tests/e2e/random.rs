//! Random programs against the interpreter.

use std::collections::BTreeMap;

use kiln_arch::FabricSpec;
use kiln_cosim::{Cosim, Options};
use kiln_lang::ast::Surface;
use kiln_lang::random::{Limits, constructs};
use kiln_memory::MemoryTiming;
use kiln_tests::{
    Case, Failure, Traffic, compare_devices, compile, packed, rows, run_model, systolic, wide,
};

/// Programs of each kind on the model; `KILN_RANDOM_PROGRAMS` asks for more.
const PROGRAMS: u64 = 500;
/// For so many programs on the model, one on each of some fabrics' RTL.
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

/// Programs of all kinds, in words; then as many that have packed tensors and are mostly sums of products. Every other one
/// reads outside of tensors.
fn plain_and_products(seed: u64) -> [(Case, Surface); 2] {
    let words = Limits { padded: seed % 2 == 1, ..Limits::default() };
    let products = Limits { packed_tensors: true, products: true, ..words };
    [words, products].map(|limits| Case::random(seed, &limits))
}

/// What became of the programs of a test.
#[derive(Default)]
struct Tally {
    covered: BTreeMap<String, usize>,
    refused: BTreeMap<String, usize>,
    wrong: Vec<String>,
    ran: usize,
    /// With at least one output in the systolic form.
    systolic: usize,
}

impl Tally {
    fn add(&mut self, case: &Case, surface: &Surface, spec: &FabricSpec) {
        let result = compile(case, spec).and_then(|compiled| {
            run_model(case, &compiled.bitstream, spec)?;
            Ok(systolic(&compiled))
        });
        match result {
            Ok(systolic) => {
                for (construct, count) in constructs(surface, &case.program) {
                    *self.covered.entry(construct).or_default() += count;
                }
                *self.covered.entry("systolic form".into()).or_default() += systolic;
                self.ran += 1;
                self.systolic += usize::from(systolic > 0);
            }
            Err(Failure::Refused(why)) => *self.refused.entry(resource(&why)).or_default() += 1,
            Err(Failure::Wrong(why)) => {
                self.wrong.push(format!("{} on {}: {why}\n{surface}", case.name, spec.name));
            }
        }
    }

    fn finish(&self) {
        println!("constructs in the {} programs that ran: {:#?}", self.ran, self.covered);
        println!("programs with the systolic form: {}", self.systolic);
        println!("refused: {:#?}", self.refused);
        assert!(self.wrong.is_empty(), "{} wrong:\n{}", self.wrong.len(), self.wrong.join("\n"));
        assert!(self.systolic * 4 >= self.ran, "{} of {} systolic", self.systolic, self.ran);
    }
}

#[test]
fn the_model_agrees_with_the_interpreter() {
    let spec = FabricSpec::reference("mid").unwrap();
    let mut tally = Tally::default();
    for seed in 0..programs() {
        for (case, surface) in plain_and_products(seed) {
            tally.add(&case, &surface, &spec);
        }
    }
    tally.finish();
    let refusals: usize = tally.refused.values().sum();
    let total = 2 * programs() as usize;
    assert!(refusals * 5 <= total, "{refusals} of {total} refused: {:#?}", tally.refused);
}

/// Lanes, stages, accumulators, operators and memories of other numbers than in `mid`.
#[test]
fn the_models_of_other_fabrics_agree_with_the_interpreter() {
    let names = ["nano", "tiny", "ulx3s", "dense", "paper"];
    let mut specs: Vec<_> = names.map(|name| FabricSpec::reference(name).unwrap()).into();
    specs.extend([packed(), rows()]);
    let mut tally = Tally::default();
    for seed in programs()..programs() * 8 / 5 {
        let [_, (case, surface)] = plain_and_products(seed);
        tally.add(&case, &surface, &specs[seed as usize % specs.len()]);
    }
    tally.finish();
}

/// The first programs that fit `spec`, on the model and on the RTL, with stalls and without.
fn rtl_agrees(spec: &FabricSpec) {
    let options = Options { taps: true, ..Options::default() };
    let timing = MemoryTiming::new(spec.memory_words());
    let mut cosim = Cosim::new(spec.clone(), timing, 0, &options).expect("the fabric verilates");
    let wanted = programs().div_ceil(RTL_SHARE);
    for kind in 0..2 {
        let mut ran = 0;
        for seed in 0..10 * wanted {
            let (case, surface) = plain_and_products(seed)[kind].clone();
            let traffic = if seed % 2 == 1 { Traffic::stalled(seed) } else { Traffic::FREE };
            let result = compile(&case, spec).and_then(|compiled| {
                compare_devices(&case, &compiled.bitstream, &mut cosim, traffic)
            });
            match result {
                Ok(_) => ran += 1,
                Err(Failure::Refused(_)) => {}
                Err(Failure::Wrong(why)) => {
                    panic!("{} on {}: {why}\n{surface}", case.name, spec.name)
                }
            }
            if ran == wanted {
                break;
            }
        }
        assert_eq!(ran, wanted, "few programs of kind {kind} fit {}", spec.name);
    }
}

#[test]
fn the_rtl_of_ulx3s_agrees_with_the_model() {
    rtl_agrees(&FabricSpec::reference("ulx3s").unwrap());
}

#[test]
fn the_rtl_of_tiny_agrees_with_the_model() {
    rtl_agrees(&FabricSpec::reference("tiny").unwrap());
}

#[test]
fn the_rtl_of_nano_agrees_with_the_model() {
    rtl_agrees(&FabricSpec::reference("nano").unwrap());
}

#[test]
fn the_rtl_of_wide_agrees_with_the_model() {
    rtl_agrees(&wide());
}

#[test]
fn the_rtl_of_rows_agrees_with_the_model() {
    rtl_agrees(&rows());
}
