//! The SDRAM controller at the pins of a chip that knows its data sheet.

mod bench;
mod traffic;

use bench::{Bench, Board};
use kiln_arch::sdram::{SdramChip, TANG_NANO_20K, ULX3S};
use kiln_memory::sdram::SdramRule;
use traffic::{Burst, Nothing, Once, Random, Streams};

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

/// A change of a data sheet.
type Change = fn(&mut SdramChip);

/// To a chip that wants a cycle more than its data sheet says the controller is hasty: the chip sees it, and says what.
#[test]
fn a_hasty_controller_is_caught() {
    let slower: [(SdramRule, Change); 6] = [
        (SdramRule::Rcd, |chip| chip.t_rcd.ns += 10),
        (SdramRule::Rp, |chip| chip.t_rp.ns += 10),
        (SdramRule::Rfc, |chip| chip.t_rfc.ns += 10),
        (SdramRule::Wr, |chip| chip.t_wr.ns += 10),
        (SdramRule::RasMax, |chip| chip.t_ras_max_ns = 60_000),
        (SdramRule::Postponed, |chip| chip.t_ref_ns /= 2),
    ];
    for (rule, change) in slower {
        let mut board = ULX3S_100;
        change(&mut board.chip);
        let mut bench = Bench::of(&board, &ULX3S_100.shape());
        let mut traffic = Random::new(&board, 20_000, 9);
        let found = bench.try_run(&mut traffic, u64::MAX).unwrap_err();
        assert_eq!(found.rule, rule, "{found}");
    }
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

/// Cycles from the one in which an address is taken to the one in which the beat is there.
#[test]
fn latency() {
    let mut bench = Bench::new(&ULX3S_100);
    bench.run(&mut Nothing, 30_000);
    let read = |address| Burst { address, beats: 1, id: 0, bytes: Vec::new(), strobes: Vec::new() };
    let cases = [("row closed", 0, 20), ("row open", 512, 18), ("another row open", 4096, 24)];
    for (row, address, most) in cases {
        let before = bench.cycles;
        bench.run(&mut Once(Some(read(address))), 1000);
        let found = bench.cycles - before - 1;
        println!("| {row} | {found} |");
        assert!(found <= most, "{row}: {found}");
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
