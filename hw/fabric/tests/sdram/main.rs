//! The SDRAM controller at the pins of a chip that knows its data sheet.

mod bench;
mod traffic;

use bench::{Bench, Board};
use kiln_arch::sdram::{TANG_NANO_20K, ULX3S};
use traffic::{Nothing, Random, Streams};

const ULX3S_100: Board = Board { chip: ULX3S, clock_hz: 100_000_000, data_bits: 128, capture: 0 };
const ULX3S_75: Board = Board { clock_hz: 75_000_000, capture: 1, ..ULX3S_100 };
const ULX3S_133: Board = Board { clock_hz: 133_000_000, capture: 2, data_bits: 64, ..ULX3S_100 };
const ULX3S_32: Board = Board { data_bits: 32, ..ULX3S_75 };
const TANG: Board = Board { chip: TANG_NANO_20K, clock_hz: 54_000_000, data_bits: 128, capture: 0 };
const TANG_32: Board = Board { data_bits: 32, ..TANG };

/// Random bursts: every answer is right, no rule is broken, and in the end the chip holds what it must.
fn random(board: &Board, bursts: u64, seed: u64) {
    let mut bench = Bench::new(board);
    bench.finish(&mut Random::new(board, bursts, seed));
    assert_eq!(bench.taken(), bursts);
    assert_eq!(bench.chip.statistics().unwritten_reads, 0);
    let percent = bench.chip.statistics().percent_of_pins();
    println!("{bursts} bursts in {} cycles, {percent:.0}% of the pins", bench.cycles);
}

#[test]
fn random_bursts_at_100_mhz() {
    random(&ULX3S_100, 40_000, 1);
}

#[test]
fn random_bursts_at_75_mhz() {
    random(&ULX3S_75, 20_000, 2);
}

#[test]
fn random_bursts_at_133_mhz_on_64_bits() {
    random(&ULX3S_133, 20_000, 3);
}

#[test]
fn random_bursts_on_32_bits() {
    random(&ULX3S_32, 20_000, 4);
}

#[test]
fn random_bursts_on_a_wide_chip() {
    random(&TANG, 20_000, 5);
    random(&TANG_32, 20_000, 6);
}

#[test]
#[ignore = "takes minutes"]
fn a_million_random_bursts() {
    random(&ULX3S_100, 1_000_000, 7);
}

/// Percent of the pins that streams reach, counted after the controller has warmed up.
fn percent(board: &Board, mut streams: Streams) -> f64 {
    let mut bench = Bench::new(board);
    // Power-up, and eight refresh intervals.
    bench.run(&mut Nothing, u64::from(board.clock_hz) / 1_000_000 * 300);
    bench.run(&mut streams, 1000);
    bench.chip.clear_statistics();
    bench.run(&mut streams, 100_000);
    bench.chip.statistics().percent_of_pins()
}

/// The patterns of the table in `docs/board.md`, and what they must reach at least.
fn patterns(board: &Board) -> Vec<(&'static str, Streams, f64)> {
    let streams =
        |beats, reads: &[usize], writes: &[usize]| Streams::new(board, beats, reads, writes);
    let (kib, mib) = (1 << 10, 1 << 20);
    // Rows of a matrix of 2 KiB a row; the arrays a whole number of MiB apart, where banks meet.
    let rows: Vec<usize> = (0..6).map(|row| row / 2 * mib + row % 2 * 2 * kib).collect();
    vec![
        ("one stream reads, 16 beats", streams(16, &[0], &[]), 90.0),
        ("one stream writes, 16 beats", streams(16, &[], &[0]), 90.0),
        ("one stream reads, 4 beats", streams(4, &[0], &[]), 90.0),
        ("one stream reads, 1 beat", streams(1, &[0], &[]), 90.0),
        ("copy: one reads, one writes, 16 beats", streams(16, &[0], &[4 * mib]), 80.0),
        ("three load two rows each, one stores, 16 beats", streams(16, &rows, &[4 * mib]), 75.0),
        ("three load two rows each, one stores, 4 beats", streams(4, &rows, &[4 * mib]), 50.0),
        ("a new row each time, 16 beats", streams(16, &[0], &[]).skipping(5 * kib), 85.0),
        ("a new row each time, 1 beat", streams(1, &[0], &[]).skipping(5 * kib), 40.0),
        (
            "a new row of the same bank each time, 1 beat",
            streams(1, &[0], &[]).skipping(4 * kib),
            30.0,
        ),
    ]
}

#[test]
fn bandwidth() {
    let boards = [
        ("ULX3S, 100 MHz", ULX3S_100),
        ("ULX3S, 75 MHz", ULX3S_75),
        ("Tang Nano 20K, 54 MHz", TANG),
    ];
    for (name, board) in boards {
        println!("{name}");
        for (pattern, streams, least) in patterns(&board) {
            let found = percent(&board, streams);
            println!("| {pattern} | {found:.1} |");
            assert!(found >= least, "{pattern}: {found} and not {least}");
        }
    }
}

/// A reset at any time: the chip is set up anew and all goes on.
#[test]
fn reset_in_the_middle() {
    let mut bench = Bench::new(&ULX3S_100);
    let mut traffic = Random::new(&ULX3S_100, 4_000, 8);
    for cycles in [10, 21_000, 30_003, 22_222, 40_000] {
        bench.run(&mut traffic, cycles);
        bench.reset();
    }
    bench.finish(&mut traffic);
}

/// Without traffic refreshes go on, in time.
#[test]
fn idle_memory_is_refreshed() {
    let mut bench = Bench::new(&TANG);
    bench.run(&mut Nothing, 4_000_000);
    assert!(bench.chip.statistics().refreshes > 4096);
}
