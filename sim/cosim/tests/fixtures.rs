//! Hand-wired programs on the cycle model and on the RTL of `tiny` and of `packed`: every beat in its cycle, every counter, all of memory.

use kiln_arch::FabricSpec;
use kiln_arch::config::{OutputUnit, width};
use kiln_arch::num::Op;
use kiln_arch::registers::{reason, state};
use kiln_arch::topology::Net;
use kiln_cosim::{Comparison, Cosim, Job, Options, compare};
use kiln_memory::{Dram, MemoryTiming, Stalls};
use kiln_model::fixtures::{self, Feed, Fixture, Gemm, Rows};

const MEMORY_BYTES: usize = 1 << 20;

fn tiny() -> FabricSpec {
    FabricSpec::reference("tiny").unwrap()
}

fn packed() -> FabricSpec {
    FabricSpec::from_toml(include_str!("../../../tests/fabrics/packed.toml")).unwrap()
}

fn cosim(spec: FabricSpec) -> Cosim {
    let options = Options { taps: true, ..Options::default() };
    let timing = MemoryTiming::new(spec.memory_words());
    Cosim::new(spec, timing, MEMORY_BYTES, &options).unwrap()
}

/// Memories that answer at once, late, seldom, in random cycles and out of order.
fn timings(spec: &FabricSpec) -> Vec<MemoryTiming> {
    let plain = MemoryTiming::new(spec.memory_words());
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

/// Runs fixtures of `tiny` with every kind of memory.
fn all_agree(fixtures: impl IntoIterator<Item = Fixture>) {
    agree_on(tiny(), fixtures);
}

/// Runs fixtures of a fabric with every kind of memory.
fn agree_on(spec: FabricSpec, fixtures: impl IntoIterator<Item = Fixture>) {
    let timings = timings(&spec);
    let mut cosim = cosim(spec);
    for fixture in fixtures {
        for timing in timings.clone() {
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
fn buffers_read_again() {
    let spec = tiny();
    let cases = [(5, 1, 1, 1), (6, 1, 3, 2), (3, 2, 2, 3), (8, 3, 2, 3), (2, 2, 4, 40)];
    all_agree(cases.map(|(cols, group, times, buffers)| {
        fixtures::repeats(&spec, cols, group, times, buffers).unwrap()
    }));
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
fn matrix_products() {
    let spec = tiny();
    let strip = Gemm::strip(&spec);
    let cases = [
        (Op::MulF, Feed::Lanes, [2 * strip - 1, 6, 47]),
        // Tiles of a few beats, of which more leave than come: both banks are held.
        (Op::MulI, Feed::Lanes, [3 * strip, 1, 80]),
        (Op::MulI, Feed::Dealt, [2 * strip, 7, 33]),
        (Op::MulF, Feed::Dealt, [strip, 2, 20]),
        (Op::MulF, Feed::Strips, [3 * strip - 1, 6, 61]),
        (Op::MulI, Feed::Strips, [2 * strip, 5, 18]),
    ];
    all_agree(cases.map(|(product, feed, size)| {
        fixtures::gemm(&spec, &Gemm::new(&spec, size, product, feed)).unwrap()
    }));
}

/// Rows of all widths, within bounds and out of them.
fn converted_rows(spec: &FabricSpec) -> Vec<Fixture> {
    let [word, half, byte] = [width::WORD, width::BF16, width::I8];
    let packed = Rows::packed;
    let rows = [
        ([13, 4], packed(byte, 1, 5), packed(byte, 3, 4)),
        ([7, 5], packed(half, 3, 4), packed(half, 0, 5)),
        ([18, 3], packed(byte, 0, 6), packed(word, 2, 19)),
        ([9, 6], packed(word, 1, 11), packed(half, 1, 5)),
        ([3, 9], packed(half, 1, 2), packed(byte, 0, 1)),
        ([17, 7], packed(word, 2, 17).bounded(1, 4), packed(word, 1, 18)),
        ([6, 7], packed(word, 0, 7), packed(word, 3, 6).bounded(2, 4)),
        ([22, 7], packed(byte, 2, 6).bounded(0, 5), packed(half, 1, 11).bounded(1, 6)),
        ([40, 4], packed(word, 0, 40).bounded(0, 0), packed(word, 0, 41).bounded(0, 2)),
    ];
    rows.map(|(size, from, to)| fixtures::convert_rows(spec, size, from, to).unwrap()).into()
}

#[test]
fn rows_of_packed_elements_and_out_of_bounds() {
    all_agree(converted_rows(&tiny()));
}

#[test]
fn a_memory_of_single_words() {
    let memory = kiln_arch::spec::MemorySpec { data_bits: 32 };
    let spec = FabricSpec { memory, ..tiny() };
    let rows = |net, size, from, to| fixtures::copy_rows(&spec, net, size, from, to).unwrap();
    let copies = [
        rows(Net::Vector, [33, 3], [0, 40], [2, 33]),
        rows(Net::Scalar, [1, 9], [0, 3], [1, 1]),
        rows(Net::Scalar, [6, 4], [2, 6], [0, 6]),
        fixtures::axpy(&spec, 61).unwrap(),
    ];
    agree_on(spec.clone(), converted_rows(&spec).into_iter().chain(copies));
}

#[test]
fn packed_operators_and_output_units() {
    let spec = packed();
    let quantize = OutputUnit { op: Op::QuantI.code().into(), constant: 22 << 16 | 23_170 };
    let round = OutputUnit { op: Op::RoundBf.code().into(), constant: 0 };
    let cases = [
        (Op::DotI8, None, width::WORD, [4, 3, 16]),
        (Op::DotI8, Some(quantize), width::I8, [7, 5, 37]),
        (Op::DotBf, Some(round), width::BF16, [8, 9, 41]),
        (Op::DotBf, None, width::WORD, [7, 2, 25]),
    ];
    let products = cases.map(|(product, finish, width, size)| {
        let gemm = Gemm { finish, width, ..Gemm::new(&spec, size, product, Feed::Lanes) };
        fixtures::gemm(&spec, &gemm).unwrap()
    });
    let others = [fixtures::axpy(&spec, 30).unwrap(), fixtures::column_sums(&spec, 5, 24).unwrap()];
    agree_on(spec, products.into_iter().chain(others));
}

#[test]
fn wrong_marks_are_noticed_in_the_same_cycle() {
    let mut cosim = cosim(tiny());
    let fixture = fixtures::wrong_marks(&tiny()).unwrap();
    for timing in timings(&tiny()) {
        let seen = agree(&mut cosim, &fixture, timing);
        assert_eq!((seen.state, seen.reason), (state::FAILED, reason::MARKS));
    }
}

#[test]
fn damaged_images_are_refused_in_the_same_cycle() {
    let mut cosim = cosim(tiny());
    let good = fixtures::copy(&tiny(), 5, 0, 0).unwrap();
    for word in 0..16 {
        let mut fixture = good.clone();
        fixture.image[word] ^= 0x10;
        for timing in timings(&tiny()) {
            agree(&mut cosim, &fixture, timing);
        }
    }
}

#[test]
fn a_hang_ends_at_the_limit() {
    let mut cosim = cosim(tiny());
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
