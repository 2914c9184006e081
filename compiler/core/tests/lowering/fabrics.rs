//! Fabrics at the bounds of what a fabric file may say.

use crate::examples::cases;
use crate::harness::{example, mid, reference, run_on};
use kiln_arch::FabricSpec;
use kiln_arch::num::Subnormals;

/// `mid` with every operator that packed tensors profit from, in stages and at the output.
pub fn packed_operators() -> FabricSpec {
    use kiln_arch::num::OpGroup::*;
    let mut spec = mid();
    spec.name = "packed_operators".into();
    spec.pcu.stage_ops[0].extend([DotI8, DotBf16, Quantize]);
    spec.pcu.output_ops = vec![Int, Convert, Quantize];
    spec
}

/// Fabrics at the bounds of what a fabric file may say.
fn odd_fabrics() -> Vec<FabricSpec> {
    let change = |base: &str, name: &str, change: &dyn Fn(&mut FabricSpec)| {
        let mut spec = reference(base);
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
