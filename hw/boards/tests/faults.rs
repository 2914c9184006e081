//! The link against a host that repeats: on a line that damages bytes nothing is lost and nothing is wrong; on a good line little
//! of it is unused.

mod common;

use common::{Bench, MEMORY_WORDS};
use kiln_arch::link::{
    BUFFER_WORDS, MAX_WORDS, Request, Response, WINDOW, buffered_words, kind, status,
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What the host asks for.
enum Operation {
    Write {
        address: u32,
        words: Vec<u32>,
    },
    /// With what it must give.
    Read {
        address: u32,
        words: Vec<u32>,
    },
}

impl Operation {
    fn request(&self, session: u8, sequence: u8) -> Request {
        let (kind, address, count, words) = match self {
            Operation::Write { address, words } => {
                (kind::WRITE, *address, words.len(), words.clone())
            }
            Operation::Read { address, words } => (kind::READ, *address, words.len(), Vec::new()),
        };
        Request { kind, session, sequence, count: count as u8, address, words }
    }

    fn is_read(&self) -> bool {
        matches!(self, Operation::Read { .. })
    }

    fn slots(&self) -> usize {
        match self {
            Operation::Write { words, .. } => buffered_words(words.len()),
            Operation::Read { .. } => buffered_words(0),
        }
    }
}

/// Damages bytes: of `every` bytes one, on average, is flipped, lost, doubled or followed by another.
struct Faults {
    random: ChaCha8Rng,
    every: u32,
}

impl Faults {
    fn pass(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut passed = Vec::with_capacity(bytes.len() + 4);
        for &byte in bytes {
            if self.every == 0 || !self.random.random_ratio(1, self.every) {
                passed.push(byte);
                continue;
            }
            match self.random.random_range(0..6) {
                0 => passed.push(byte ^ 1 << self.random.random_range(0..8)),
                1 => passed.extend([byte, byte]),
                2 => passed.extend([byte, self.random.random()]),
                3 => passed.extend([byte, 0]),
                4 => passed.extend(
                    (0..self.random.random_range(1..8)).map(|_| self.random.random::<u8>()),
                ),
                _ => {}
            }
        }
        passed
    }
}

/// A host as `docs/protocol.md` has it: go back n.
struct Host<'a> {
    bench: &'a mut Bench,
    faults: Faults,
    operations: &'a [Operation],
    first: u8,
    /// The oldest operation that is not answered.
    oldest: usize,
    /// The operation that is sent next.
    next: usize,
    /// Operations that have been sent at least once.
    sent: usize,
    repeats: u64,
}

/// Cycles without a byte after which the host repeats: more than the longest answer takes to be made.
const PATIENCE: u64 = 2500;

impl Host<'_> {
    fn sequence(&self, operation: usize) -> u8 {
        self.first.wrapping_add(operation as u8)
    }

    /// The operation that was sent and has this number.
    fn sent(&self, sequence: u8) -> Option<usize> {
        let after = usize::from(sequence.wrapping_sub(self.sequence(self.oldest)));
        Some(self.oldest + after).filter(|&operation| operation < self.sent)
    }

    fn may_send(&self) -> bool {
        let Some(next) = self.operations.get(self.next) else { return false };
        let open = &self.operations[self.oldest..self.next];
        let slots: usize = open.iter().map(Operation::slots).sum();
        open.len() < WINDOW
            && slots + next.slots() <= BUFFER_WORDS
            && (next.is_read() || !open.iter().any(Operation::is_read))
    }

    /// Takes all operations before this one as done, up to a read whose answer was lost.
    fn confirm_before(&mut self, operation: usize) {
        while self.oldest < operation && !self.operations[self.oldest].is_read() {
            self.oldest += 1;
        }
    }

    fn go_back(&mut self, to: usize) {
        self.repeats += (self.next - to.min(self.next)) as u64;
        self.next = to;
    }

    fn answer(&mut self, answer: &Response) {
        if answer.session != self.bench.session {
            panic!("the session is lost: {answer:?}");
        }
        let Some(operation) = self.sent(answer.sequence) else { return };
        match answer.status {
            status::OK => {
                self.confirm_before(operation);
                if self.oldest < operation {
                    return self.go_back(self.oldest);
                }
                if let Operation::Read { words, address } = &self.operations[operation] {
                    assert_eq!(&answer.words, words, "at {address}");
                }
                self.oldest += 1;
                self.next = self.next.max(self.oldest);
            }
            status::ORDER => {
                self.confirm_before(operation);
                self.go_back(self.oldest);
            }
            other => panic!("status {other}"),
        }
    }

    /// Until all is answered.
    fn run(&mut self) {
        while self.oldest < self.operations.len() {
            while self.bench.unsent() < 4 && self.may_send() {
                let request = self.operations[self.next]
                    .request(self.bench.session, self.sequence(self.next));
                let bytes = self.faults.pass(&request.frame());
                self.bench.send(&bytes);
                self.next += 1;
                self.sent = self.sent.max(self.next);
            }
            self.bench.tick();
            while let Some(frame) = self.bench.take_frame() {
                if let Some(answer) = Response::parse(&self.faults.pass(&frame)) {
                    self.answer(&answer);
                }
            }
            if self.bench.cycle - self.bench.last_byte > PATIENCE {
                self.go_back(self.oldest);
                self.bench.last_byte = self.bench.cycle;
            }
        }
    }
}

/// Runs operations on a line with faults; gives how many were sent again, and the cycles.
fn run(bench: &mut Bench, operations: &[Operation], every: u32) -> (u64, u64) {
    let start = bench.cycle;
    let first = bench.sequence;
    let faults = Faults { random: ChaCha8Rng::seed_from_u64(2), every };
    let mut host =
        Host { bench, faults, operations, first, oldest: 0, next: 0, sent: 0, repeats: 0 };
    host.run();
    let repeats = host.repeats;
    bench.sequence = first.wrapping_add(operations.len() as u8);
    (repeats, bench.cycle - start)
}

#[test]
fn ten_thousand_packets_on_a_bad_line() {
    let mut bench = Bench::open();
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut memory = vec![0; MEMORY_WORDS as usize];
    let mut written = Vec::new();
    let mut operations = Vec::new();
    while operations.len() < 10_000 {
        // Runs of writes and of reads, mostly short.
        let reads = random.random();
        for _ in 0..random.random_range(1..40) {
            let most = if random.random_ratio(1, 20) { MAX_WORDS } else { 4 };
            let count = random.random_range(1..=most);
            let address = random.random_range(0..64 - count as u32 / 2);
            let place = address as usize..address as usize + count;
            operations.push(if reads {
                Operation::Read { address, words: memory[place].to_vec() }
            } else {
                let words: Vec<u32> = (0..count)
                    .map(|_| random.random::<u32>() >> random.random_range(0..32))
                    .collect();
                memory[place].copy_from_slice(&words);
                written.extend((address..).zip(words.iter().copied()));
                Operation::Write { address, words }
            });
        }
    }
    let (repeats, cycles) = run(&mut bench, &operations, 1500);
    println!("{} packets, {repeats} sent again, {cycles} cycles", operations.len());
    assert!(repeats > 1000, "the line was bad");
    assert_eq!(bench.take_writes(), written, "each write is done once, in order");
    assert!(bench.memory() == memory);
}

#[test]
fn a_good_line_is_used() {
    let mut bench = Bench::open();
    let longest = |address: u32| (address..address + MAX_WORDS as u32).collect::<Vec<u32>>();
    let addresses = || (0..MEMORY_WORDS / 60).map(|k| 60 * k);
    let writes: Vec<_> =
        addresses().map(|address| Operation::Write { address, words: longest(address) }).collect();
    let reads: Vec<_> =
        addresses().map(|address| Operation::Read { address, words: longest(address) }).collect();
    for operations in [writes, reads] {
        let (repeats, cycles) = run(&mut bench, &operations, 0);
        let bits = 32 * MAX_WORDS * operations.len();
        // Of ten bits on the line eight are data.
        let share = bits as f64 / (cycles as f64 / bench.rate as f64 * 0.8);
        println!("{:.1}% of the line", 100.0 * share);
        assert_eq!(repeats, 0);
        assert!(share >= 0.85, "{share}");
    }
}
