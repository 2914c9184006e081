//! The compute unit alone, with configurations written by hand, against expectations written by hand.

mod common;

use common::pcu::{CONSTANT, LANES, Unit, base, enabled, loops, map, packed, pass, values};
use common::{Beat, Traffic};
use kiln_arch::config::{Affine, Fold, Input, Level, Output, PcuConfig, Stage, lanes_out, mode};
use kiln_arch::num::Op;

const ISSUE_TO_LINK: u64 = 2 + 2 * 4; // 2 + stages * op_latency

/// Runs a configuration on a fresh unit.
fn run(config: &PcuConfig, inputs: &[(&str, Vec<Beat>)], seed: Option<u64>) -> Traffic {
    Unit::tiny().run(config, inputs, seed)
}

/// Runs without stalls and with several patterns of them; all must send the same beats. Gives the run without.
fn run_all(config: &PcuConfig, inputs: &[(&str, Vec<Beat>)]) -> Traffic {
    Unit::tiny().run_all(config, inputs)
}

fn scalars(values: &[u32], e: impl Fn(usize) -> u32) -> Vec<Beat> {
    values
        .iter()
        .enumerate()
        .map(|(k, &word)| Beat { words: vec![word], mask: 1, e: e(k) })
        .collect()
}

#[test]
fn map_of_two_vectors_and_an_index() {
    let mut config = base(&Unit::tiny().spec);
    loops(&mut config, &[10]);
    config.counters.vector = 1;
    config.vector_inputs[0] = enabled([1, 0, 0]);
    config.vector_inputs[1] = enabled([1, 0, 0]);
    config.indices[0] = Affine { base: 100, strides: vec![8, 0, 0, 0, 0, 0, 0, 0], lane: 2 };
    // Sources: three vector inputs, two scalar inputs, an index.
    config.head = vec![0, 1, 5, 7];
    config.stages = vec![map(Op::MulI, 0, 1, 0), map(Op::AddI, 0, 2, 0)];
    config.vector_outputs[1] = Output { enable: 1, marks: [1, 0, 0], ..Output::default() };
    let (a, b) = (values(1, 10), values(2, 10));
    let inputs = [("vector_in0", packed(&a, 1)), ("vector_in1", packed(&b, 1))];
    let seen = run_all(&config, &inputs);
    let expected: Vec<u32> =
        (0..10).map(|i| a[i].wrapping_mul(b[i]).wrapping_add(100 + 2 * i as u32)).collect();
    let got: Vec<u32> = seen.beats("vector_out1").iter().flat_map(Beat::present).collect();
    assert_eq!(got, expected);
    let frame: Vec<_> = seen.beats("vector_out1").iter().map(|beat| (beat.mask, beat.e)).collect();
    assert_eq!(frame, [(15, 0), (15, 0), (3, 1)]);
    // Pushed in cycle 0, issued in 1, and one beat a cycle.
    let cycles: Vec<u64> = seen.seen["vector_out1"].iter().map(|(cycle, _)| *cycle).collect();
    assert_eq!(cycles, [0, 1, 2].map(|k| 1 + k + ISSUE_TO_LINK));
    assert_eq!(seen.counts["mark_error"], 0);
    assert_eq!(seen.counts["busy"], 3);
}

#[test]
fn select_reads_a_third_register() {
    let mut config = base(&Unit::tiny().spec);
    loops(&mut config, &[8]);
    config.counters.vector = 1;
    config.vector_inputs[0] = enabled([0; 3]);
    config.head = vec![0, 0, 0, 0];
    let mut select = map(Op::Select, 0, CONSTANT, 9);
    select.c = 3;
    let mut odd = map(Op::And, 0, CONSTANT, 1);
    odd.destination = 3;
    config.stages = vec![odd, select];
    config.vector_outputs[0] = Output { enable: 1, ..Output::default() };
    let a = values(3, 8);
    let seen = run_all(&config, &[("vector_in0", packed(&a, 0))]);
    let expected: Vec<u32> = a.iter().map(|&x| if x % 2 == 1 { x } else { 9 }).collect();
    let got: Vec<u32> = seen.beats("vector_out0").iter().flat_map(Beat::present).collect();
    assert_eq!(got, expected);
}

/// Sums of columns: five vectors a row, each with an accumulator of its own.
fn column_sums(rows: u32) -> PcuConfig {
    let mut config = base(&Unit::tiny().spec);
    loops(&mut config, &[20, rows]);
    config.counters.vector = 1;
    config.vector_inputs[0] = enabled([1, 2, 0]);
    config.head = vec![0; 4];
    let sum = Stage { mode: mode::ACCUMULATE, ..map(Op::AddI, CONSTANT, 0, 0) };
    config.stages = vec![sum, pass()];
    config.fold = Fold { enable: 1, levels: 0b10, split: 0, ways: 4, round: 0 };
    config.vector_outputs[0] = Output { enable: 1, fold: 1, marks: [1, 2, 0], ..Output::default() };
    config
}

fn column_input(a: &[u32]) -> Vec<Beat> {
    let mut beats: Vec<Beat> = a.chunks(20).flat_map(|row| packed(row, 1)).collect();
    beats.last_mut().unwrap().e = 2;
    beats
}

#[test]
fn interleaved_accumulators_run_at_a_beat_a_cycle() {
    let a = values(4, 60);
    let config = column_sums(3);
    let seen = run_all(&config, &[("vector_in0", column_input(&a))]);
    let expected: Vec<u32> =
        (0..20).map(|j| a[j].wrapping_add(a[20 + j]).wrapping_add(a[40 + j])).collect();
    let got: Vec<u32> = seen.beats("vector_out0").iter().flat_map(Beat::present).collect();
    assert_eq!(got, expected);
    let marks: Vec<u32> = seen.beats("vector_out0").iter().map(|beat| beat.e).collect();
    assert_eq!(marks, [0, 0, 0, 0, 2]);
    assert_eq!(seen.seen["vector_out0"][0].0, 11 + ISSUE_TO_LINK);
    assert_eq!((seen.counts["busy"], seen.counts["blocked"]), (15, 0));
}

#[test]
fn one_accumulator_waits_for_itself() {
    let mut config = column_sums(3);
    loops(&mut config, &[4, 3]);
    config.fold.ways = 0;
    let a = values(5, 12);
    let mut beats: Vec<Beat> = a.chunks(4).flat_map(|row| packed(row, 1)).collect();
    beats[2].e = 2;
    let seen = run_all(&config, &[("vector_in0", beats)]);
    let expected: Vec<u32> =
        (0..4).map(|j| a[j].wrapping_add(a[4 + j]).wrapping_add(a[8 + j])).collect();
    assert_eq!(seen.beats("vector_out0")[0].words, expected);
    // Issues in cycles 1, 6 and 11: five apart, one more than the latency.
    assert_eq!(seen.seen["vector_out0"][0].0, 11 + ISSUE_TO_LINK);
}

#[test]
fn a_split_fold_gives_a_part_for_each_way() {
    let mut config = column_sums(1);
    loops(&mut config, &[55, 2]);
    config.stages[0].masked = 1;
    config.fold = Fold { enable: 1, levels: 0, split: 1, ways: 4, round: 0 };
    config.vector_outputs[0].lanes = lanes_out::ALL;
    let rows = [values(6, 55), values(7, 55)];
    let mut beats: Vec<Beat> = rows.iter().flat_map(|row| packed(row, 1)).collect();
    beats.last_mut().unwrap().e = 2;
    let seen = run_all(&config, &[("vector_in0", beats)]);
    let mut expected = Vec::new();
    for (row, end) in rows.iter().zip([1, 2]) {
        // 14 beats: the last five of them end the ways 4, 0, 1, 2, 3.
        for (k, way) in [4, 0, 1, 2, 3].into_iter().enumerate() {
            let mut words = vec![0u32; LANES];
            for (beat, chunk) in row.chunks(LANES).enumerate().filter(|(beat, _)| beat % 5 == way) {
                assert!(beat <= 9 + k);
                chunk.iter().zip(&mut words).for_each(|(x, sum)| *sum = sum.wrapping_add(*x));
            }
            expected.push(Beat { words, mask: 15, e: if k == 4 { end } else { 0 } });
        }
    }
    assert_eq!(seen.beats("vector_out0"), expected);
    // The second row starts with way 0, four cycles after the first row's last use of it.
    assert_eq!(seen.counts["blocked"], 1);
}

#[test]
fn reduction_joins_lanes_and_skips_absent_ones() {
    let mut config = base(&Unit::tiny().spec);
    loops(&mut config, &[11]);
    config.counters.vector = 1;
    config.vector_inputs[0] = enabled([1, 0, 0]);
    config.head = vec![0; 4];
    let reduce = |hop| Stage {
        mode: mode::REDUCE,
        masked: u32::from(hop == 0),
        hop,
        ..map(Op::AddI, 0, 0, 0)
    };
    config.stages = vec![reduce(0), reduce(1)];
    config.scalar_outputs[0] = Output { enable: 1, marks: [1, 0, 0], ..Output::default() };
    config.vector_outputs[0] = Output { enable: 1, lanes: lanes_out::FIRST, ..Output::default() };
    let a = values(8, 11);
    let seen = run_all(&config, &[("vector_in0", packed(&a, 1))]);
    let sums: Vec<u32> =
        a.chunks(4).map(|chunk| chunk.iter().fold(0, |sum: u32, x| sum.wrapping_add(*x))).collect();
    let expected = scalars(&sums, |k| u32::from(k == 2));
    assert_eq!(seen.beats("scalar_out0"), expected);
    let first: Vec<_> = seen.beats("vector_out0").iter().map(|b| (b.words[0], b.mask)).collect();
    assert_eq!(first, sums.iter().map(|&sum| (sum, 1)).collect::<Vec<_>>());
}

#[test]
fn a_scalar_is_held_for_a_row_and_the_last_row_is_short() {
    let mut config = base(&Unit::tiny().spec);
    // Rows of 9, 9, 3 elements.
    loops(&mut config, &[9, 3]);
    config.counters.levels[0] = Level { tile: 9, ragged: 1, short: 3, outer: 1 };
    config.counters.vector = 1;
    config.vector_inputs[2] = enabled([1, 0, 0]);
    config.scalar_inputs[1] = Input { hold: 1, ..enabled([0, 2, 0]) };
    config.head = vec![2, 4, 0, 0];
    config.stages = vec![map(Op::MulF, 0, 1, 0), map(Op::AddF, 0, CONSTANT, 1.0f32.to_bits())];
    config.vector_outputs[0] = Output { enable: 1, marks: [1, 2, 0], ..Output::default() };
    let rows: Vec<Vec<f32>> = [9, 9, 3].map(|n| (0..n).map(|k| k as f32 + 0.25).collect()).to_vec();
    let factors = [2.0f32, -3.0, 0.5];
    let bits = |row: &[f32]| row.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    let vector = rows.iter().flat_map(|row| packed(&bits(row), 1)).collect();
    let scalar = scalars(&bits(&factors), |k| if k == 2 { 2 } else { 0 });
    let seen = run_all(&config, &[("vector_in2", vector), ("scalar_in1", scalar)]);
    let expected: Vec<u32> = (rows.iter().zip(factors))
        .flat_map(|(row, factor)| row.iter().map(move |x| (x * factor + 1.0).to_bits()))
        .collect();
    let got: Vec<u32> = seen.beats("vector_out0").iter().flat_map(Beat::present).collect();
    assert_eq!(got, expected);
    let marks: Vec<_> = seen.beats("vector_out0").iter().map(|beat| (beat.mask, beat.e)).collect();
    assert_eq!(marks, [(15, 0), (15, 0), (1, 1), (15, 0), (15, 0), (1, 1), (7, 2)]);
    assert_eq!(seen.counts["mark_error"], 0);
}

#[test]
fn a_wrong_end_mark_is_reported() {
    let mut config = base(&Unit::tiny().spec);
    loops(&mut config, &[8]);
    config.counters.vector = 1;
    config.vector_inputs[0] = enabled([1, 0, 0]);
    config.stages = vec![pass(), pass()];
    config.vector_outputs[0] = Output { enable: 1, ..Output::default() };
    let a = values(9, 8);
    assert_eq!(run(&config, &[("vector_in0", packed(&a, 1))], None).counts["mark_error"], 0);
    assert_eq!(run(&config, &[("vector_in0", packed(&a, 2))], None).counts["mark_error"], 1);
    let mut early = packed(&a, 1);
    early[0].e = 1;
    assert_eq!(run(&config, &[("vector_in0", early)], None).counts["mark_error"], 1);
}

#[test]
fn credits_stop_the_unit_before_its_output_overflows() {
    let unit = Unit::tiny();
    let mut config = base(&unit.spec);
    loops(&mut config, &[1000]);
    config.stages = vec![pass(), pass()];
    config.scalar_outputs[0] = Output { enable: 1, ..Output::default() };
    let rtl = unit.configured(&config);
    let mut rtl = rtl.borrow_mut();
    let mut issued = 0;
    for _ in 0..100 {
        issued += rtl.peek("busy");
        rtl.step();
    }
    assert_eq!(issued, unit.spec.pcu_output_fifo() as u64);
    assert_eq!((rtl.peek("blocked"), rtl.peek("starved"), rtl.peek("idle")), (1, 0, 0));
}

#[test]
fn a_unit_that_is_off_is_idle() {
    let traffic = run(&PcuConfig::new(&Unit::tiny().spec), &[], None);
    let counts: u64 = traffic.counts.values().sum();
    assert_eq!(counts, 0);
}
