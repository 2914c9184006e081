//! Hand-wired programs on the cycle model and on the RTL of `tiny`: every beat in its cycle, every counter, all of memory.

use kiln_arch::FabricSpec;
use kiln_arch::registers::{reason, state};
use kiln_arch::topology::Net;
use kiln_cosim::{Comparison, Cosim, Job, Options, compare};
use kiln_memory::{Dram, MemoryTiming, Stalls};
use kiln_model::fixtures::{self, Fixture};

const MEMORY_BYTES: usize = 1 << 20;

fn tiny() -> FabricSpec {
    FabricSpec::reference("tiny").unwrap()
}

fn cosim() -> Cosim {
    let options = Options { taps: true, ..Options::default() };
    Cosim::new(tiny(), MemoryTiming::new(4), MEMORY_BYTES, &options).unwrap()
}

/// Memories that answer at once, late, seldom, in random cycles and out of order.
fn timings() -> Vec<MemoryTiming> {
    let plain = MemoryTiming::new(tiny().memory_words());
    let stalls = |seed| Some(Stalls { seed, probability: 0.4 });
    vec![
        plain.clone(),
        MemoryTiming { latency_cycles: 1, ..plain.clone() },
        MemoryTiming { latency_cycles: 3, stalls: stalls(1), ..plain.clone() },
        MemoryTiming { stalls: stalls(2), reorder: Some(3), ..plain.clone() },
        MemoryTiming { max_outstanding: 1, ..plain },
    ]
}

fn job<'a>(
    fixture: &'a Fixture,
    contents: &'a [(u32, &'a [u32])],
    timing: MemoryTiming,
) -> Job<'a> {
    Job {
        image: &fixture.image,
        image_address: fixture.image_address,
        contents,
        memory_bytes: MEMORY_BYTES,
        timing,
        max_cycles: 200_000,
    }
}

fn agree(cosim: &mut Cosim, fixture: &Fixture, timing: MemoryTiming) -> Comparison {
    let contents: Vec<_> = fixture.memory.iter().map(|(at, words)| (*at, &words[..])).collect();
    let seen = compare(cosim, &job(fixture, &contents, timing.clone()));
    seen.unwrap_or_else(|error| panic!("{} with {timing:?}: {error}", fixture.name))
}

/// Runs fixtures with every kind of memory.
fn all_agree(fixtures: impl IntoIterator<Item = Fixture>) {
    let mut cosim = cosim();
    for fixture in fixtures {
        for timing in timings() {
            let seen = agree(&mut cosim, &fixture, timing);
            assert_eq!((seen.state, seen.reason), (state::DONE, reason::NONE), "{}", fixture.name);
            assert!(seen.beats > 0, "{} carried nothing", fixture.name);
            let mut memory = Dram::new(MemoryTiming::new(4), MEMORY_BYTES).unwrap();
            memory.write_words(0, &seen.memory).unwrap();
            fixture.check(&memory).unwrap();
        }
    }
}

#[test]
fn copies() {
    let spec = tiny();
    let whole = [1, 3, 4, 5, 17, 64, 1000].map(|words| fixtures::copy(&spec, words, 0, 0).unwrap());
    let shifted = [(9, 1, 2), (64, 3, 0), (67, 2, 3)];
    let shifted = shifted.map(|(words, from, to)| fixtures::copy(&spec, words, from, to).unwrap());
    let rows = |net, size, from, to| fixtures::copy_rows(&spec, net, size, from, to).unwrap();
    let rows = [
        rows(Net::Vector, [5, 7], [1, 6], [0, 5]),
        rows(Net::Vector, [33, 3], [0, 40], [2, 33]),
        rows(Net::Scalar, [1, 9], [0, 3], [1, 1]),
        rows(Net::Scalar, [6, 4], [2, 6], [0, 6]),
    ];
    all_agree(whole.into_iter().chain(shifted).chain(rows));
}

#[test]
fn forks() {
    let spec = tiny();
    all_agree([1, 13, 100].map(|words| fixtures::multicast(&spec, words).unwrap()));
}

#[test]
fn buffers() {
    let spec = tiny();
    let tiles = [(1, 1, 1), (100, 8, 1), (100, 8, 2), (101, 12, 4)];
    let tiles =
        tiles.map(|(words, tile, buffers)| fixtures::tiles(&spec, words, tile, buffers).unwrap());
    let transposes = [(1, 1), (5, 3), (16, 16), (7, 30)];
    let transposes = transposes.map(|(rows, cols)| fixtures::transpose(&spec, rows, cols).unwrap());
    all_agree(tiles.into_iter().chain(transposes));
}

#[test]
fn maps() {
    let spec = tiny();
    let axpy = [1, 4, 19, 200].map(|words| fixtures::axpy(&spec, words).unwrap());
    let outer = [(1, 1), (3, 9), (8, 16)];
    let outer = outer.map(|(rows, cols)| fixtures::outer_product(&spec, rows, cols).unwrap());
    let indices = [(1, 1), (4, 10)];
    let indices = indices.map(|(rows, cols)| fixtures::indices(&spec, rows, cols).unwrap());
    all_agree(axpy.into_iter().chain(outer).chain(indices));
}

#[test]
fn folds() {
    let spec = tiny();
    let columns = [(1, 4), (9, 32)];
    let columns = columns.map(|(rows, cols)| fixtures::column_sums(&spec, rows, cols).unwrap());
    let rows = [(1, 1), (3, 7), (5, 40)];
    let rows = rows.map(|(rows, words)| fixtures::row_sums(&spec, rows, words).unwrap());
    let partial = [(1, 40, 5), (4, 67, 8)];
    let partial =
        partial.map(|(r, words, ways)| fixtures::partial_sums(&spec, r, words, ways).unwrap());
    all_agree(columns.into_iter().chain(rows).chain(partial));
}

#[test]
fn wrong_marks_are_noticed_in_the_same_cycle() {
    let mut cosim = cosim();
    let fixture = fixtures::wrong_marks(&tiny()).unwrap();
    for timing in timings() {
        let seen = agree(&mut cosim, &fixture, timing);
        assert_eq!((seen.state, seen.reason), (state::FAILED, reason::MARKS));
    }
}

#[test]
fn damaged_images_are_refused_in_the_same_cycle() {
    let mut cosim = cosim();
    let good = fixtures::copy(&tiny(), 5, 0, 0).unwrap();
    for word in 0..16 {
        let mut fixture = good.clone();
        fixture.image[word] ^= 0x10;
        for timing in timings() {
            agree(&mut cosim, &fixture, timing);
        }
    }
}

#[test]
fn a_hang_ends_at_the_limit() {
    let mut cosim = cosim();
    let fixture = fixtures::never_ending(&tiny()).unwrap();
    fixture.fill(cosim.memory_mut()).unwrap();
    cosim
        .write_register(kiln_arch::registers::CONFIG_ADDRESS.address, fixture.image_address)
        .unwrap();
    cosim.write_register(kiln_arch::registers::COMMAND.address, 1).unwrap();
    cosim.run_until_idle(10_000, &mut |_| ()).unwrap();
    cosim.write_register(kiln_arch::registers::COMMAND.address, 2).unwrap();
    let ended = cosim.run_until_idle(5_000, &mut |_| ());
    assert!(matches!(ended, Err(kiln_cosim::CosimError::Timeout(_))), "{ended:?}");
}
