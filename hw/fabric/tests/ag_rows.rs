//! Rows of narrow elements and rows out of bounds in address generators.

mod common;

use common::Beat;
use common::ag::{LANES, Run, ag, memory, shaped, spec, timings, word};
use kiln_arch::config::{Affine, AgConfig, direction, width};
use kiln_memory::{Dram, MemoryTiming};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// The elements of words of memory, as they are in the fabric.
fn unpack(words: &[u32], width: u32) -> Vec<u32> {
    let elements = |word: u32| -> Vec<u32> {
        match width {
            width::BF16 => vec![word << 16, word & 0xffff_0000],
            width::I8 => word.to_le_bytes().map(|byte| byte as i8 as u32).to_vec(),
            _ => vec![word],
        }
    };
    words.iter().flat_map(|word| elements(*word)).collect()
}

/// Words of memory that hold the elements; what is over in the last one is zero.
fn pack(elements: &[u32], width: u32) -> Vec<u32> {
    let word = |elements: &[u32]| {
        let pieces = elements.iter().enumerate().map(|(i, element)| match width {
            width::BF16 => (element >> 16) << (16 * i),
            width::I8 => (element & 0xff) << (8 * i),
            _ => *element,
        });
        pieces.fold(0, |word, piece| word | piece)
    };
    elements.chunks(width::elements(width)).map(word).collect()
}

fn words(memory: &Dram, first: u32, count: u32) -> Vec<u32> {
    (first..first + count).map(|address| word(memory, address)).collect()
}

/// Copies five rows of narrow elements from words of one width into words of another one.
fn copy_narrow(
    run: Run,
    timing: &MemoryTiming,
    widths: [u32; 2],
    (length, from, to): (u32, u32, u32),
) {
    let mut memory = memory(timing.clone());
    let [taken, given] = widths.map(|width| length.div_ceil(width::elements(width) as u32));
    let (rows, lanes) = (5, run.spec.lanes);
    let mut configs = [
        ag(direction::LOAD, from, length, rows, taken + 2),
        ag(direction::STORE, to, length, rows, given + 3),
    ];
    (configs[0].width, configs[1].width) = (widths[0], widths[1]);
    let run = Run { configs: &configs, forward: Some((0, 1)), ..run };
    let mut expected = words(&memory, 0, 1 << 14);
    let mut beats = Vec::new();
    for row in 0..rows {
        let first = (from + row * (taken + 2)) as usize;
        let mut elements = unpack(&expected[first..first + taken as usize], widths[0]);
        elements.truncate(length as usize);
        let first = (to + row * (given + 3)) as usize;
        expected[first..first + given as usize].copy_from_slice(&pack(&elements, widths[1]));
        beats.extend(elements.chunks(lanes).map(<[u32]>::to_vec));
    }
    let seen = run.go(&mut memory);
    let case = format!("{length} elements, widths {widths:?}, {lanes} lanes, {timing:?}");
    let got: Vec<Vec<u32>> = seen.beats[0].iter().map(|(_, beat)| beat.present()).collect();
    assert!(got == beats, "beats, {case}");
    assert!(words(&memory, 0, 1 << 14) == expected, "memory, {case}");
    assert_eq!((seen.counts[&(0, "mark_error")], seen.counts[&(1, "mark_error")]), (0, 0));
}

/// Lengths around an element, a word, a beat; and a long one.
fn narrow_lengths(width: u32, lanes: usize) -> Vec<u32> {
    let (p, lanes) = (width::elements(width) as u32, lanes as u32);
    let mut lengths = vec![1, p - 1, p, p + 1, lanes - 1, lanes, lanes + 1, 3 * lanes + p + 1, 61];
    lengths.sort();
    lengths.dedup();
    lengths
}

#[test]
fn narrow_rows_of_any_length_and_place_are_copied() {
    for (t, timing) in timings().iter().enumerate() {
        for width in [width::BF16, width::I8] {
            for (k, length) in (0..).zip(narrow_lengths(width, LANES)) {
                let random = (t > 0).then(|| ChaCha8Rng::seed_from_u64(k.into()));
                let run = Run { random, ..Run::new(&[]) };
                copy_narrow(run, timing, [width; 2], (length, 3 + k, 4096 + 3 * k));
            }
        }
    }
}

#[test]
fn elements_change_their_width_on_the_way() {
    let timing = &timings()[0];
    for (k, widths) in (0..).zip([[0, 1], [0, 2], [1, 0], [1, 2], [2, 0], [2, 1]]) {
        copy_narrow(Run::new(&[]), timing, widths, (23, 5 + k, 4097));
    }
}

#[test]
fn narrow_elements_meet_narrower_and_wider_memory() {
    for (lanes, words, widths) in [(8, 1, &[1, 2][..]), (2, 8, &[1])] {
        let timing = MemoryTiming { latency_cycles: 3, ..MemoryTiming::new(words) };
        for &width in widths {
            for (k, length) in (0..).zip(narrow_lengths(width, lanes)) {
                let random = (k % 2 == 1).then(|| ChaCha8Rng::seed_from_u64(k.into()));
                let run = Run { spec: shaped(lanes, words), random, ..Run::new(&[]) };
                copy_narrow(run, &timing, [width; 2], (length, 3 + k, 4096 + 3 * k));
            }
        }
    }
}

#[test]
fn narrow_elements_move_a_beat_each_cycle() {
    for width in [width::BF16, width::I8] {
        let mut config = ag(direction::LOAD, 2, 803, 1, 0);
        config.width = width;
        let seen = Run::new(&[config]).go(&mut memory(timings()[0].clone()));
        let beats = &seen.beats[0];
        assert_eq!((beats.len(), beats[200].0 - beats[0].0), (201, 200));
        let mut config = ag(direction::STORE, 2, 803, 1, 0);
        config.width = width;
        let configs = [config];
        let mut run = Run::new(&configs);
        let beat = |k| match k {
            200 => Beat { words: vec![1; 4], mask: 7, e: 2 },
            _ => Beat { words: vec![1; 4], mask: 15, e: 0 },
        };
        run.beats[0] = (0..201).map(beat).collect();
        let seen = run.go(&mut memory(timings()[0].clone()));
        // The last beat of memory is given and granted after the last one is taken.
        assert_eq!(seen.counts[&(0, "busy")], 201);
        assert!(seen.cycles < 201 + 64, "{} cycles", seen.cycles);
    }
}

#[test]
fn a_narrow_beat_that_ends_at_the_wrong_place_is_reported() {
    let good = Beat { words: vec![1, 2, 3, 4], mask: 15, e: 0 };
    let last = Beat { mask: 1, e: 2, ..good.clone() };
    let errors = |beats: [Beat; 2]| {
        let mut config = ag(direction::STORE, 16, 5, 1, 0);
        config.width = width::I8;
        let configs = [config];
        let mut run = Run::new(&configs);
        run.beats[0] = beats.into();
        run.go(&mut memory(timings()[0].clone())).counts[&(0, "mark_error")]
    };
    assert_eq!(errors([good.clone(), last.clone()]), 0);
    assert_eq!(errors([good.clone(), Beat { e: 0, ..last.clone() }]), 1);
    assert_eq!(errors([good.clone(), Beat { mask: 3, ..last.clone() }]), 1);
    assert_eq!(errors([Beat { e: 2, ..good }, last]), 1);
}

/// Makes level 1 of a unit of [`ag`] three rows around the one of level 2, of `height` rows from word `base` on. So the
/// first and the last triple reach out of bounds.
fn surround(config: &mut AgConfig, base: u32, height: u32, pitch: u32) {
    let negative = (1 << spec().counter_bits) - 1;
    config.counters.levels[1].tile = 3;
    config.counters.levels[2].tile = height;
    config.address.base = base.wrapping_sub(pitch) & ((1 << 30) - 1);
    config.address.strides[1] = pitch;
    config.address.strides[2] = pitch;
    config.bounded = 1;
    config.bound = Affine { base: negative, strides: config.address.strides.clone(), lane: 0 };
    (config.bound.strides[1], config.bound.strides[2]) = (1, 1);
    config.bound_limit = height;
    config.marks = [1, 2, 3];
}

#[test]
fn rows_out_of_bounds_are_loaded_as_zeros() {
    for (t, timing) in timings().iter().enumerate() {
        for (width, length, height) in
            [(0, 6, 4), (0, 1, 1), (0, 19, 5), (1, 7, 3), (2, 4, 1), (2, 9, 4), (2, 3, 2)]
        {
            let mut memory = memory(timing.clone());
            let m = u32::div_ceil(length, width::elements(width) as u32);
            // In memory the rows before the first one would be at negative addresses.
            let mut config = ag(direction::LOAD, 0, length, 3, 0);
            config.width = width;
            surround(&mut config, 1, height, m + 2);
            let configs = [config];
            let mut run = Run::new(&configs);
            run.random = (t > 0).then(|| ChaCha8Rng::seed_from_u64(length.into()));
            let seen = run.go(&mut memory);
            let row = |y: u32| match y >= height {
                true => vec![0; length as usize],
                false => {
                    let mut row = unpack(&words(&memory, 1 + y * (m + 2), m), width);
                    row.truncate(length as usize);
                    row
                }
            };
            let rows = (0..height).flat_map(|y| (0..3).map(move |k| (y + k).wrapping_sub(1)));
            let beats: Vec<Vec<u32>> = rows
                .flat_map(|y| row(y).chunks(LANES).map(<[u32]>::to_vec).collect::<Vec<_>>())
                .collect();
            let got: Vec<Vec<u32>> = seen.beats[0].iter().map(|(_, beat)| beat.present()).collect();
            assert_eq!(got, beats, "{length} elements of width {width}, {height} rows");
            assert_eq!(seen.beats[0].last().unwrap().1.e, 3);
            assert_eq!(seen.memory_error, 0);
        }
    }
}

#[test]
fn nothing_is_asked_for_when_all_rows_are_out() {
    let mut config = ag(direction::LOAD, 1 << 20, 6, 3, 8);
    (config.bounded, config.bound_limit) = (1, 5);
    config.bound.base = 5;
    let seen = Run::new(&[config.clone()]).go(&mut memory(timings()[0].clone()));
    assert_eq!((seen.grants.len(), seen.memory_error), (0, 0));
    let beats = &seen.beats[0];
    let shape: Vec<_> = beats.iter().map(|(_, beat)| (beat.mask, beat.e)).collect();
    assert_eq!(shape, [(15, 0), (3, 1), (15, 0), (3, 1), (15, 0), (3, 2)]);
    assert!(beats.iter().all(|(_, beat)| beat.present().iter().all(|word| *word == 0)));
    // Opened in 0, taken from the queue in 1, words taken in 2 and given in 3.
    assert_eq!(beats[0].0, 4);

    // The same as a store: all are taken, none is stored. Without `bounded` it is a memory error.
    config.direction = direction::STORE;
    for (bounded, grants, error) in [(1, 0, 0), (0, 3, 1)] {
        config.bounded = bounded;
        let configs = [config.clone()];
        let mut run = Run::new(&configs);
        run.beats[0] = beats.iter().map(|(_, beat)| beat.clone()).collect();
        let seen = run.go(&mut memory(timings()[0].clone()));
        assert_eq!((seen.grants.len(), seen.memory_error), (grants, error));
        assert_eq!((seen.counts[&(0, "mark_error")], seen.counts[&(0, "busy")]), (0, 6));
    }
}

#[test]
fn rows_out_of_bounds_are_not_stored() {
    for (t, timing) in timings().iter().enumerate() {
        for (width, length) in [(0, 6), (0, 17), (1, 5), (2, 13), (2, 1)] {
            let mut memory = memory(timing.clone());
            let m = u32::div_ceil(length, width::elements(width) as u32);
            let mut config = ag(direction::STORE, 0, length, 3, 0);
            config.width = width;
            surround(&mut config, 1, 4, m + 2);
            // Rows of other groups must not write the same words: only the middle row is one of the group's own.
            config.address.strides[2] = 3 * (m + 2);
            let configs = [config];
            let mut run = Run::new(&configs);
            run.random = (t > 0).then(|| ChaCha8Rng::seed_from_u64(length.into()));
            let mut expected = words(&memory, 0, 1 << 14);
            for (y, k) in (0..4).flat_map(|y| (0..3).map(move |k| (y, k))) {
                let row: Vec<u32> =
                    (0..length).map(|i| (i + 100 * k + 1000 * y) * 0x0101).collect();
                let row: Vec<u32> = unpack(&pack(&row, width), width);
                let row = &row[..length as usize];
                let ends = row.len().div_ceil(LANES) - 1;
                let mark = [1, 1, if y == 3 { 3 } else { 2 }][k as usize];
                run.beats[0].extend(row.chunks(LANES).enumerate().map(|(n, chunk)| Beat {
                    // What is not there is not zero.
                    words: (0..LANES).map(|i| *chunk.get(i).unwrap_or(&u32::MAX)).collect(),
                    mask: (1 << chunk.len()) - 1,
                    e: if n == ends { mark } else { 0 },
                }));
                if (y + k).wrapping_sub(1) < 4 {
                    let first = (1 + (3 * y + k - 1) * (m + 2)) as usize;
                    expected[first..first + m as usize].copy_from_slice(&pack(row, width));
                }
            }
            let seen = run.go(&mut memory);
            assert!(words(&memory, 0, 1 << 14) == expected, "{length} elements of width {width}");
            assert_eq!((seen.counts[&(0, "mark_error")], seen.memory_error), (0, 0));
        }
    }
}

#[test]
fn dropped_rows_pass_a_full_store_buffer() {
    // The first row fills the buffer, while nothing is granted; two rows are dropped all the same, the last one waits.
    let buffer = spec().ag.buffer_beats as u32;
    let mut config = ag(direction::STORE, 0, 4 * buffer, 4, 4 * buffer);
    // Three strides of the coordinate wrap to 2.
    let counter = 1 << spec().counter_bits;
    (config.bounded, config.bound_limit) = (1, 3);
    config.bound.strides[1] = u32::div_ceil(counter, 3);
    let configs = [config];
    let mut memory = memory(timings()[0].clone());
    let mut run = Run::new(&configs);
    for (row, k) in (0..4).flat_map(|row| (0..buffer).map(move |k| (row, k))) {
        let e = if k + 1 < buffer {
            0
        } else if row == 3 {
            2
        } else {
            1
        };
        let words = (0..4).map(|i| 10_000 * row + 4 * k + i).collect();
        run.beats[0].push_back(Beat { words, mask: 15, e });
    }
    run.halt = 5 * u64::from(buffer);
    let seen = run.go(&mut memory);
    // Of the last row the queue (three beats) and the input port (four) hold some.
    assert_eq!(seen.left_at_first_grant[0], buffer as usize - 7);
    for (row, k) in (0..4).flat_map(|row| (0..4 * buffer).map(move |k| (row, k))) {
        let stored = word(&memory, row * 4 * buffer + k) == 10_000 * row + k;
        assert_eq!(stored, row % 3 == 0, "row {row}, word {k}");
    }
}

#[test]
fn a_reset_in_the_middle_leaves_nothing_behind() {
    let mut load = ag(direction::LOAD, 0, 11, 3, 0);
    load.width = width::I8;
    surround(&mut load, 1, 4, 5);
    let configs = [load.clone(), AgConfig { direction: direction::STORE, ..load.clone() }];
    let run = || Run { forward: Some((0, 1)), ..Run::new(&configs) };
    let complete = run().go(&mut memory(timings()[0].clone()));
    for cycles in [3, 7, 13, 18, 24, 31, 40] {
        run().begin(&mut memory(timings()[0].clone()), cycles);
        let again = run().go(&mut memory(timings()[0].clone()));
        assert_eq!(again.beats, complete.beats, "reset after {cycles} cycles");
        assert_eq!(again.cycles, complete.cycles);
    }
}
