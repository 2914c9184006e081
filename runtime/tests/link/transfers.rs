//! Nothing lost, nothing wrong: random requests over lines of every kind, checked against what they must do.

use crate::board::{Board, Store};
use crate::faults::Faults;
use crate::line::SimulatedLine;
use kiln_runtime::link::{FAST_BAUD, Link, LinkError, Statistics};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const CLOCK_HZ: u32 = 12_000_000;
const MEMORY: usize = 3000;

fn line(seed: u64, rate: f64) -> SimulatedLine {
    let mut line = SimulatedLine::new(Board::new(Store::new(MEMORY), CLOCK_HZ));
    line.faults = [Faults::new(seed, rate), Faults::new(seed ^ 0xbeef, rate)];
    line
}

/// Opens a session; with faults the first tries may be lost.
fn open(line: impl Fn(u64) -> SimulatedLine, baud: u32) -> Link<SimulatedLine> {
    (0..20).find_map(|try_| Link::open(line(try_), baud).ok()).expect("a session in 20 tries")
}

/// What the memory and the registers must hold.
struct Mirror {
    memory: Vec<u32>,
    registers: [u32; 16],
    rng: ChaCha8Rng,
}

impl Mirror {
    fn new(seed: u64) -> Mirror {
        Mirror { memory: vec![0; MEMORY], registers: [0; 16], rng: ChaCha8Rng::seed_from_u64(seed) }
    }

    fn act(&mut self, link: &mut Link<SimulatedLine>) -> Result<(), LinkError> {
        let at = self.rng.random_range(0..MEMORY);
        let longest = if self.rng.random_bool(0.2) { 1500 } else { 100 };
        let end = self.rng.random_range(at..=MEMORY.min(at + longest));
        let register = self.rng.random_range(0..16usize);
        match self.rng.random_range(0..4) {
            0 => {
                self.rng.fill(&mut self.memory[at..end]);
                link.write(at as u32, &self.memory[at..end], &mut |_| ())?;
            }
            1 => {
                let mut words = vec![0; end - at];
                link.read(at as u32, &mut words, &mut |_| ())?;
                assert!(words == self.memory[at..end], "words {at}..{end}");
            }
            2 => {
                let value: u32 = self.rng.random();
                self.registers[register] =
                    self.registers[register].wrapping_mul(31).wrapping_add(value);
                link.write_register(4 * register as u32, value)?;
            }
            _ => {
                let read = link.read_registers(4 * register as u32, (16 - register) as u8)?;
                assert_eq!(read, self.registers[register..]);
            }
        }
        Ok(())
    }
}

fn exercise(seed: u64, rate: f64, packets: u64, baud: u32) -> Statistics {
    let mut link = open(|try_| line(seed + 1000 * try_, rate), baud);
    let mut mirror = Mirror::new(seed);
    while link.statistics().packets < packets {
        mirror.act(&mut link).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        if mirror.rng.random_bool(0.01) {
            link.hasten().unwrap();
        }
    }
    link.statistics()
}

#[test]
fn ten_thousand_packets_through_faults_arrive_once_each_and_whole() {
    for (seed, rate, most) in [(1, 0.0005, 3.0), (2, 0.002, 10.0), (3, 0.00005, 0.5)] {
        let seen = exercise(seed, rate, 10_000, 1_000_000);
        let repeats = seen.repeats as f64 / seen.packets as f64;
        println!("a fault in {} bytes: {repeats:.3} repeats a packet, {seen:?}", 1.0 / rate);
        assert!(seen.repeats > 0 && repeats < most, "{repeats}");
    }
}

#[test]
fn a_change_of_rate_in_the_middle_of_faults_loses_nothing() {
    for seed in 10..20 {
        exercise(seed, 0.0005, 500, FAST_BAUD);
    }
}

#[test]
fn a_good_line_has_no_repeats_and_never_overruns_the_board() {
    let seen = exercise(5, 0.0, 3000, FAST_BAUD);
    assert_eq!((seen.repeats, seen.damaged), (0, 0));
}
