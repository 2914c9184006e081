//! How much of a line is payload, in simulated time.

use crate::board::{Board, Store};
use crate::line::SimulatedLine;
use kiln_arch::link::DEFAULT_BAUD;
use kiln_runtime::link::{FAST_BAUD, Link};
use std::time::Duration;

/// What USB bridges hold bytes back for.
const LATENCY: Duration = Duration::from_millis(16);
const WORDS: usize = 100_000;
const CLOCK_HZ: u32 = 12_000_000;

/// Shares of the raw line that writing and reading reach.
fn shares(baud: u32) -> [f64; 2] {
    let mut line = SimulatedLine::new(Board::new(Store::new(WORDS), CLOCK_HZ));
    line.latency = LATENCY;
    let mut link = Link::open(line, baud).unwrap();
    link.hasten().unwrap();
    assert_eq!(link.baud(), baud);
    let words: Vec<u32> = (0..WORDS as u32).map(|n| n.wrapping_mul(0x9e37_79b9)).collect();
    let mut back = vec![0; WORDS];
    let before = link.statistics();
    link.write(0, &words, &mut |_| ()).unwrap();
    let between = link.statistics();
    link.read(0, &mut back, &mut |_| ()).unwrap();
    let after = link.statistics();
    assert!(words == back);
    assert_eq!(after.repeats, 0);
    let raw = f64::from(baud) / 10.0;
    let share = |seconds: f64| 4.0 * WORDS as f64 / seconds / raw;
    [
        share(between.seconds_moving - before.seconds_moving),
        share(after.seconds_moving - between.seconds_moving),
    ]
}

#[test]
fn latency_is_hidden() {
    for baud in [DEFAULT_BAUD, FAST_BAUD] {
        let [write, read] = shares(baud);
        println!("{baud} baud: {:.1}% writing, {:.1}% reading", 100.0 * write, 100.0 * read);
        assert!(write >= 0.85 && read >= 0.85, "{baud}: {write} {read}");
    }
}
