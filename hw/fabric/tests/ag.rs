//! Address generators and the memory port against a DRAM model.

mod common;

use common::Beat;
use common::ag::{AGS, Run, ag, memory, shaped, spec, timings, word};
use kiln_arch::FabricSpec;
use kiln_arch::config::direction;
use kiln_memory::MemoryTiming;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

#[test]
fn a_load_shows_its_first_beat_six_cycles_after_the_latency() {
    // The second row starts at word 3 of its first beat and ends at word 0 of its third.
    let configs = [ag(direction::LOAD, 16, 6, 2, 23)];
    let mut memory = memory(timings()[0].clone());
    let seen = Run::new(&configs).go(&mut memory);
    let beats = &seen.beats[0];
    let shape: Vec<_> = beats.iter().map(|(_, beat)| (beat.mask, beat.e)).collect();
    assert_eq!(shape, [(15, 0), (3, 1), (15, 0), (3, 2)]);
    let expected = |row: u32| (0..6).map(move |k| 16 + 23 * row + k);
    let got: Vec<u32> = beats.iter().flat_map(|(_, beat)| beat.present()).collect();
    let words: Vec<u32> = expected(0).chain(expected(1)).map(|a| word(&memory, a)).collect();
    assert_eq!(got, words);
    // Opened in 0 and requested in 1 at once; the second row, opened with that grant, crosses to burst 3 in two bursts.
    assert_eq!(seen.grants, [(1, 1), (2, 1)]);
    assert_eq!(beats[0].0, 6 + 10);
    assert_eq!(beats[1].0, 7 + 10);
    let sum: u64 = ["busy", "starved", "blocked"].iter().map(|name| seen.counts[&(0, *name)]).sum();
    // Counted from the first cycle up to the one in which the last beat is given, one before it is seen.
    assert_eq!((seen.counts[&(0, "busy")], sum), (4, beats[3].0));
}

#[test]
fn a_store_of_one_beat_takes_its_cycles() {
    let configs = [ag(direction::STORE, 16, 4, 1, 0)];
    let mut memory = memory(timings()[0].clone());
    let mut run = Run::new(&configs);
    run.beats[0] = [Beat { words: vec![1, 2, 3, 4], mask: 15, e: 2 }].into();
    let seen = run.go(&mut memory);
    // Taken in 1, given in 2, granted in 3, moved in 4, in memory's hands in 5; the response comes 10 later and counts one later.
    assert_eq!(seen.grants, [(3, 1)]);
    assert_eq!(seen.cycles, 5 + 10 + 2);
    assert_eq!((16..20).map(|a| word(&memory, a)).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!((seen.counts[&(0, "mark_error")], seen.counts[&(0, "busy")]), (0, 1));
}

/// Length, first word, and where to.
const COPIES: [(u32, u32, u32); 7] = [
    (1, 5, 4098),
    (3, 2, 4099),
    (4, 0, 4096),
    (5, 1, 4097),
    (7, 6, 4096),
    (18, 3, 4101),
    (101, 13, 4110),
];

/// Copies five rows through the fabric's side and compares all of memory.
fn copy(
    spec: &FabricSpec,
    timing: &MemoryTiming,
    random: bool,
    (length, from, to): (u32, u32, u32),
) {
    let mut memory = memory(timing.clone());
    let rows = 5;
    let configs = [
        ag(direction::LOAD, from, length, rows, length + 2),
        ag(direction::STORE, to, length, rows, length + 3),
    ];
    let mut run = Run { spec: spec.clone(), ..Run::new(&configs) };
    run.forward = Some((0, 1));
    run.random = random.then(|| ChaCha8Rng::seed_from_u64(u64::from(length)));
    let before: Vec<u32> = (0..1 << 14).map(|a| word(&memory, a)).collect();
    let seen = run.go(&mut memory);
    let mut expected = before.clone();
    for (row, k) in (0..rows).flat_map(|row| (0..length).map(move |k| (row, k))) {
        expected[(to + row * (length + 3) + k) as usize] =
            before[(from + row * (length + 2) + k) as usize];
    }
    let after: Vec<u32> = (0..1 << 14).map(|a| word(&memory, a)).collect();
    assert!(after == expected, "length {length}, {timing:?}");
    assert_eq!((seen.counts[&(0, "mark_error")], seen.counts[&(1, "mark_error")]), (0, 0));
}

#[test]
fn rows_of_any_length_and_place_are_copied() {
    for (t, timing) in timings().iter().enumerate() {
        COPIES.into_iter().for_each(|case| copy(&spec(), timing, t > 0, case));
    }
}

#[test]
fn beats_of_memory_may_be_narrower_or_wider_than_vectors() {
    for (lanes, words) in [(8, 1), (2, 8), (16, 32)] {
        let timing = MemoryTiming { latency_cycles: 3, ..MemoryTiming::new(words) };
        let spec = shaped(lanes, words);
        COPIES.into_iter().for_each(|case| copy(&spec, &timing, case.0 % 2 == 1, case));
    }
}

#[test]
fn scalars_are_loaded_and_stored() {
    let mut configs = [ag(direction::LOAD, 7, 9, 3, 9), ag(direction::STORE, 5001, 9, 3, 11)];
    (configs[0].scalar, configs[1].scalar) = (1, 1);
    for timing in timings() {
        let mut memory = memory(timing);
        let mut run = Run::new(&configs);
        run.forward = Some((0, 1));
        let seen = run.go(&mut memory);
        assert_eq!(seen.beats[0].len(), 27);
        assert!(seen.beats[0].iter().all(|(_, beat)| beat.mask == 1));
        for (row, k) in (0..3).flat_map(|row| (0..9).map(move |k| (row, k))) {
            assert_eq!(word(&memory, 5001 + 11 * row + k), word(&memory, 7 + 9 * row + k));
        }
    }
}

#[test]
fn a_long_load_moves_a_beat_each_cycle() {
    let configs = [ag(direction::LOAD, 2, 803, 1, 0)];
    let seen = Run::new(&configs).go(&mut memory(timings()[0].clone()));
    let beats = &seen.beats[0];
    // 201 beats; the first waits for the second beat of memory, because the row starts in the middle of one.
    assert_eq!(beats.len(), 201);
    assert_eq!(beats[200].0 - beats[0].0, 200);
}

#[test]
fn four_loads_share_the_port_in_turn() {
    let configs = [0, 1, 2, 3].map(|i| ag(direction::LOAD, 1024 * i, 512, 1, 0));
    let seen = Run::new(&configs).go(&mut memory(timings()[0].clone()));
    let order: Vec<u64> = seen.grants.iter().take(8).map(|(_, who)| *who).collect();
    assert_eq!(order, [1, 2, 4, 8, 1, 2, 4, 8]);
    for (i, beats) in seen.beats.iter().enumerate() {
        assert_eq!(beats.len(), 128, "AG {i}");
    }
}

#[test]
fn four_stores_write_whole_bursts_in_turn() {
    let configs = [0, 1, 2, 3].map(|i| ag(direction::STORE, 2048 * i + 1, 150, 1, 0));
    for timing in timings() {
        let mut memory = memory(timing);
        let mut run = Run::new(&configs);
        for i in 0..AGS as u32 {
            let beat = |k: u32| {
                let words = (0..4).map(|lane| 1000 * i + 4 * k + lane).collect();
                Beat { words, mask: if k == 37 { 3 } else { 15 }, e: if k == 37 { 2 } else { 0 } }
            };
            run.beats[i as usize] = (0..38).map(beat).collect();
        }
        run.go(&mut memory);
        for (i, k) in (0..4).flat_map(|i| (0..150).map(move |k| (i, k))) {
            assert_eq!(word(&memory, 2048 * i + 1 + k), 1000 * i + k);
        }
    }
}

#[test]
fn a_beat_that_ends_at_the_wrong_place_is_reported() {
    let good = Beat { words: vec![1, 2, 3, 4], mask: 15, e: 0 };
    let last = Beat { mask: 3, e: 2, ..good.clone() };
    let errors = |beats: [Beat; 2]| {
        let configs = [ag(direction::STORE, 16, 6, 1, 0)];
        let mut run = Run::new(&configs);
        run.beats[0] = beats.into();
        run.go(&mut memory(timings()[0].clone())).counts[&(0, "mark_error")]
    };
    assert_eq!(errors([good.clone(), last.clone()]), 0);
    assert_eq!(errors([good.clone(), Beat { e: 1, ..last.clone() }]), 1);
    assert_eq!(errors([Beat { e: 1, ..good.clone() }, last.clone()]), 1);
    assert_eq!(errors([good, Beat { mask: 7, ..last }]), 1);
}

#[test]
fn a_memory_error_names_its_ag() {
    let configs = [ag(direction::LOAD, 0, 64, 1, 0), ag(direction::LOAD, 4096, 64, 1, 0)];
    let mut memory = memory(timings()[0].clone());
    memory.poison(4 * 4100..4 * 4101);
    assert_eq!(Run::new(&configs).go(&mut memory).memory_error, 2);
    let configs = [ag(direction::STORE, 1 << 14, 1, 1, 0)];
    let mut run = Run::new(&configs);
    run.beats[0] = [Beat { words: vec![0; 4], mask: 1, e: 2 }].into();
    assert_eq!(run.go(&mut memory).memory_error, 1);
}

#[test]
fn loads_go_from_row_to_row_without_a_pause() {
    // Rows of one beat of memory, of two of which the port's beats fill only one, of three for two.
    for (base, length, stride, beats_each, cycles_each) in
        [(16, 4, 4, 1, 1), (16, 3, 8, 1, 1), (18, 4, 4, 1, 2), (19, 8, 8, 2, 3), (16, 9, 12, 3, 3)]
    {
        let configs = [ag(direction::LOAD, base, length, 24, stride)];
        let seen = Run::new(&configs).go(&mut memory(timings()[0].clone()));
        let beats = &seen.beats[0];
        assert_eq!(beats.len(), 24 * beats_each);
        let first_of = |row: usize| beats[row * beats_each].0;
        assert_eq!(first_of(16) - first_of(4), 12 * cycles_each, "rows of {length} at {base}");
    }
}

#[test]
fn withheld_beats_bound_what_is_under_way() {
    let buffer = spec().ag.buffer_beats as u32;
    let burst = spec().ag.burst_beats as u32;
    let spread = |withheld| {
        let mut config = ag(direction::LOAD, 0, 4 * 8 * burst, 1, 0);
        config.withheld = withheld;
        let seen = Run::new(&[config]).go(&mut memory(timings()[0].clone()));
        assert_eq!(seen.beats[0].len() as u32, 8 * burst);
        let times: Vec<u64> = seen.grants.iter().map(|(cycle, _)| *cycle).collect();
        times.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>()
    };
    // Granted in 1, the first burst's beats leave the buffer in 14 to 29: there is room for another one in 30.
    assert_eq!(spread(0)[..4], [1, 1, 1, 26]);
    assert_eq!(spread(buffer - 2 * burst)[..2], [1, 28]);
    assert_eq!(spread(buffer - burst)[..2], [29, 29]);
    assert_eq!(spread(buffer), spread(buffer - burst));
    assert_eq!(spread(buffer - 1), spread(buffer));
}
