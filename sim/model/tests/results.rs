//! Every fixture gives its result, and the same beats whatever the memory does.

mod common;

use std::collections::BTreeMap;

use common::{loaded, near, packed, run, timing, tiny};
use kiln_arch::FabricSpec;
use kiln_arch::config::{OutputUnit, width};
use kiln_arch::num::Op;
use kiln_arch::topology::{Net, NodeId};
use kiln_memory::{MemoryTiming, Rate, Stalls};
use kiln_model::fixtures::{self, Feed, Fixture, FixtureError, Gemm, Rows};
use kiln_model::{Push, RunOptions};

#[test]
fn copies_of_any_length_and_alignment() {
    for words in 1..=70 {
        for from in 0..4 {
            let to = (words + from * 3) % 4 + 1;
            let fixture = fixtures::copy(&tiny(), words, from, to).unwrap();
            run(&fixture, timing(&fixture));
        }
    }
}

#[test]
fn copies_of_rows_on_either_network() {
    for words in [1, 2, 5, 17, 70] {
        let (size, from, to) = ([words, 5], [1, words + 1], [2, words + 3]);
        for net in Net::ALL {
            let fixture = fixtures::copy_rows(&tiny(), net, size, from, to).unwrap();
            run(&fixture, timing(&fixture));
        }
    }
}

#[test]
fn memory_wider_and_narrower_than_a_beat() {
    for data_bits in [32, 64, 256, 1024] {
        let mut spec = tiny();
        spec.memory.data_bits = data_bits;
        for words in [1, 7, 31, 100] {
            let (size, from, to) = ([words, 4], [3, words + 2], [5, words + 1]);
            for net in Net::ALL {
                let fixture = fixtures::copy_rows(&spec, net, size, from, to).unwrap();
                run(&fixture, timing(&fixture));
            }
        }
    }
}

#[test]
fn a_stream_is_heard_by_all_its_listeners() {
    for words in [1, 40, 203] {
        let fixture = fixtures::multicast(&tiny(), words).unwrap();
        run(&fixture, timing(&fixture));
    }
}

#[test]
fn transpositions() {
    for (rows, cols) in [(1, 1), (3, 7), (8, 8), (13, 5)] {
        let fixture = fixtures::transpose(&tiny(), rows, cols).unwrap();
        run(&fixture, timing(&fixture));
    }
}

#[test]
fn ragged_tiles_and_more_buffers_overlap() {
    let mut cycles = Vec::new();
    for buffers in 1..=3 {
        for (words, tile) in [(1, 16), (16, 16), (17, 16), (1000, 64)] {
            let fixture = fixtures::tiles(&tiny(), words, tile, buffers).unwrap();
            let outcome = run(&fixture, near(&fixture));
            if words == 1000 {
                cycles.push(outcome.cycles);
            }
        }
    }
    // A tile of 64 words takes 16 cycles to write and 16 to read; with two buffers both at once.
    assert!(cycles[0] > cycles[1] + 200, "{cycles:?}");
    assert!(cycles[1] < 400, "{cycles:?}");
}

#[test]
fn buffers_are_read_again_in_groups() {
    for (cols, group, times) in [(1, 1, 1), (5, 1, 4), (8, 2, 2), (3, 3, 5), (9, 2, 1)] {
        for more in 0..3 {
            let fixture = fixtures::repeats(&tiny(), cols, group, times, group + more).unwrap();
            run(&fixture, timing(&fixture));
        }
    }
}

#[test]
fn maps() {
    for words in [1, 3, 4, 5, 77] {
        let fixture = fixtures::axpy(&tiny(), words).unwrap();
        run(&fixture, timing(&fixture));
    }
    for (rows, cols) in [(1, 1), (3, 4), (5, 13)] {
        let fixture = fixtures::outer_product(&tiny(), rows, cols).unwrap();
        run(&fixture, timing(&fixture));
        let fixture = fixtures::indices(&tiny(), rows, cols).unwrap();
        run(&fixture, timing(&fixture));
    }
}

#[test]
fn folds() {
    for (rows, cols) in [(1, 1), (5, 3), (9, 20), (7, 32)] {
        let fixture = fixtures::column_sums(&tiny(), rows, cols).unwrap();
        run(&fixture, timing(&fixture));
        let fixture = fixtures::row_sums(&tiny(), rows, cols).unwrap();
        run(&fixture, timing(&fixture));
    }
    for words in [1, 4, 19, 20, 21, 100] {
        for ways in [1, 5, 8] {
            let fixture = fixtures::partial_sums(&tiny(), 3, words, ways).unwrap();
            run(&fixture, timing(&fixture));
        }
    }
}

#[test]
fn matrix_products() {
    let strip = Gemm::strip(&tiny());
    for (product, feed) in [
        (Op::MulF, Feed::Lanes),
        (Op::MulI, Feed::Lanes),
        (Op::MulI, Feed::Dealt),
        (Op::MulF, Feed::Strips),
        (Op::MulI, Feed::Strips),
    ] {
        for (strips, depth, cols) in [(1, 1, 3), (1, 6, 20), (2, 1, 47), (3, 7, 33), (4, 16, 80)] {
            let ragged = if feed == Feed::Dealt { 0 } else { strip / 2 - 1 };
            let gemm = Gemm::new(&tiny(), [strips * strip - ragged, depth, cols], product, feed);
            let fixture = fixtures::gemm(&tiny(), &gemm).unwrap();
            run(&fixture, timing(&fixture));
        }
    }
}

#[test]
fn matrix_products_of_packed_words() {
    let spec = packed();
    // Times 23170 / 2^22: sums of some products of bytes come to about a byte, some to more.
    let quantize = OutputUnit { op: Op::QuantI.code().into(), constant: 22 << 16 | 23_170 };
    let round = OutputUnit { op: Op::RoundBf.code().into(), constant: 0 };
    for (product, finish, width) in [
        (Op::DotI8, None, width::WORD),
        (Op::DotI8, Some(quantize), width::I8),
        (Op::DotBf, Some(round.clone()), width::BF16),
        (Op::MulF, Some(round), width::WORD),
    ] {
        for size in [[4, 3, 16], [7, 5, 37], [8, 9, 41]] {
            let gemm = Gemm::new(&spec, size, product, Feed::Lanes);
            let gemm = Gemm { finish: finish.clone(), width, ..gemm };
            let fixture = fixtures::gemm(&spec, &gemm).unwrap();
            run(&fixture, timing(&fixture));
        }
    }
}

#[test]
fn rows_of_packed_elements() {
    let kinds = [width::WORD, width::BF16, width::I8];
    for elements in [1, 2, 3, 4, 5, 7, 8, 13, 31, 66] {
        for (from, to) in kinds.into_iter().flat_map(|from| kinds.map(|to| (from, to))) {
            let words = |width| u32::div_ceil(elements, width::elements(width) as u32);
            let from = Rows::packed(from, elements % 4, words(from) + 1);
            let to = Rows::packed(to, elements / 4 % 4, words(to));
            let fixture = fixtures::convert_rows(&tiny(), [elements, 5], from, to).unwrap();
            run(&fixture, timing(&fixture));
        }
    }
}

#[test]
fn rows_that_are_not_in_memory() {
    for kind in [width::WORD, width::BF16, width::I8] {
        for words in [1, 3, 9] {
            let elements = words * width::elements(kind) as u32 - u32::from(kind != width::WORD);
            let (from, to) = (Rows::packed(kind, 3, words), Rows::packed(kind, 2, words + 1));
            for (from, to) in [
                (from.bounded(1, 5), to),
                (from, to.bounded(1, 5)),
                (from.bounded(0, 3), to.bounded(2, 5)),
                (from.bounded(6, 1), to.bounded(0, 0)),
                (from.bounded(0, 0), to),
            ] {
                let fixture = fixtures::convert_rows(&tiny(), [elements, 7], from, to).unwrap();
                run(&fixture, timing(&fixture));
            }
        }
    }
}

#[test]
fn long_pipelines() {
    for fabric in ["ulx3s", "paper"] {
        let fixture = fixtures::pipelines(&FabricSpec::reference(fabric).unwrap(), 1, 3, 1000);
        let fixture = fixture.unwrap();
        run(&fixture, timing(&fixture));
    }
    let refused = fixtures::pipelines(&tiny(), 1, 1, 10).unwrap_err();
    assert_eq!(refused, FixtureError::TooFewStages);
}

#[test]
fn an_accumulator_is_used_again_after_the_latency() {
    let cycles = |ways| {
        let fixture = fixtures::partial_sums(&tiny(), 1, 4000, ways).unwrap();
        run(&fixture, near(&fixture)).cycles
    };
    let (one, four, five) = (cycles(1), cycles(4), cycles(5));
    // 1000 beats: one in 5 cycles, four in 5 cycles, one a cycle.
    assert!((5000..5200).contains(&one), "{one}");
    assert!((1250..1450).contains(&four), "{four}");
    assert!((1000..1200).contains(&five), "{five}");
}

/// Mask, end mark and present words of the beats at a node.
type Stream = Vec<(u32, u8, Vec<u32>)>;

/// The beats pushed at every node.
fn beats(fixture: &Fixture, timing: MemoryTiming) -> BTreeMap<(Net, NodeId), Stream> {
    let (mut dram, mut model) = loaded(fixture, timing);
    let mut streams: BTreeMap<(Net, NodeId), Stream> = BTreeMap::new();
    let mut observer = |push: Push<'_>| {
        let stream = streams.entry((push.net, push.node)).or_default();
        stream.push((push.mask, push.end, push.present().collect()));
    };
    let options = RunOptions { observer: Some(&mut observer), ..RunOptions::cycles(1_000_000) };
    model.run(&mut dram, options).unwrap();
    fixture.check(&dram).unwrap();
    streams
}

#[test]
fn beats_do_not_depend_on_the_memory() {
    let mut odd = tiny();
    (odd.lanes, odd.memory.data_bits, odd.network.link_fifo) = (32, 64, 3);
    (odd.pcu.stages, odd.numbers.op_latency) = (6, 7);
    let names = ["nano", "tiny", "ulx3s", "dense", "mid"];
    let mut specs = names.map(|f| FabricSpec::reference(f).unwrap()).to_vec();
    specs.push(odd);
    for spec in specs {
        let all = fixtures::all(&spec);
        assert!(all.len() >= 11);
        for fixture in all {
            let even = beats(&fixture, timing(&fixture));
            assert!(!even.is_empty());
            for seed in 0..3 {
                let uneven = MemoryTiming {
                    latency_cycles: 7 + 30 * seed as u32,
                    rate: Rate { beats: 2, cycles: 3 },
                    reorder: Some(seed),
                    stalls: Some(Stalls { seed, probability: 0.4 }),
                    ..timing(&fixture)
                };
                assert_eq!(beats(&fixture, uneven), even, "{} {seed}", fixture.name);
            }
        }
    }
}

#[test]
fn a_copy_moves_a_beat_a_cycle() {
    let fixture = fixtures::copy(&tiny(), 8000, 0, 0).unwrap();
    let cycles = run(&fixture, near(&fixture)).cycles;
    // 2000 beats, twice the latency of 5, and some cycles through the fabric.
    assert!((2010..2070).contains(&cycles), "{cycles}");
}
