//! Bursts for the master: at random, or in the patterns of programs.

use crate::bench::{Board, ID_BITS};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A burst; of a write also its bytes and, a beat each, its strobes.
#[derive(Clone, Debug)]
pub struct Burst {
    pub address: usize,
    pub beats: usize,
    pub id: u64,
    pub bytes: Vec<u8>,
    pub strobes: Vec<u64>,
}

/// Where bursts come from, asked once a cycle.
pub trait Traffic {
    /// A read burst, when none waits.
    fn read(&mut self) -> Option<Burst>;
    /// A write burst, when none waits.
    fn write(&mut self) -> Option<Burst>;
    /// Whether a beat of write data is offered in this cycle.
    fn data_now(&mut self) -> bool {
        true
    }
    /// Whether a beat or response is taken in this cycle.
    fn take_now(&mut self) -> bool {
        true
    }
    /// Whether no more bursts will come.
    fn ended(&self) -> bool;
}

/// No traffic.
pub struct Nothing;

impl Traffic for Nothing {
    fn read(&mut self) -> Option<Burst> {
        None
    }
    fn write(&mut self) -> Option<Burst> {
        None
    }
    fn ended(&self) -> bool {
        false
    }
}

/// One read.
pub struct Once(pub Option<Burst>);

impl Traffic for Once {
    fn read(&mut self) -> Option<Burst> {
        self.0.take()
    }
    fn write(&mut self) -> Option<Burst> {
        None
    }
    fn ended(&self) -> bool {
        self.0.is_none()
    }
}

/// All kinds of bursts at random; the mood, how busy each side is and where accesses fall, changes from time to time.
pub struct Random {
    board: Board,
    random: ChaCha8Rng,
    left: u64,
    mood: Mood,
}

/// Percentages.
#[derive(Clone, Copy)]
struct Mood {
    bursts_left: u32,
    read: u32,
    write: u32,
    data: u32,
    take: u32,
    longest: usize,
    /// Accesses fall in so many bytes from here.
    base: usize,
    window: usize,
}

impl Random {
    pub fn new(board: &Board, bursts: u64, seed: u64) -> Random {
        let mood = Mood {
            bursts_left: 0,
            read: 100,
            write: 100,
            data: 100,
            take: 100,
            longest: 1,
            base: 0,
            window: 4096,
        };
        Random { board: *board, random: ChaCha8Rng::seed_from_u64(seed), left: bursts, mood }
    }

    fn change(&mut self) {
        let random = &mut self.random;
        let mut percent = |choices: &[u32]| choices[random.random_range(0..choices.len())];
        let (read, write) = (percent(&[0, 3, 30, 100, 100]), percent(&[0, 3, 30, 100, 100]));
        let (data, take) = (percent(&[10, 60, 100, 100]), percent(&[10, 60, 100, 100]));
        let longest = percent(&[1, 2, 4, 8, 16, 16, 64]) as usize;
        let size = self.board.chip.bytes();
        let window = [4096, 16384, 1 << 18, size][random.random_range(0..4)];
        let base = random.random_range(0..=(size - window) / 4096) * 4096;
        let bursts_left = random.random_range(50..500);
        let write = if read == 0 { write.max(3) } else { write };
        self.mood = Mood { bursts_left, read, write, data, take, longest, base, window };
    }

    fn burst(&mut self, write: bool) -> Option<Burst> {
        if self.left == 0 {
            return None;
        }
        if self.mood.bursts_left == 0 {
            self.change();
        }
        let percent = if write { self.mood.write } else { self.mood.read };
        if !self.chance(percent) {
            return None;
        }
        self.left -= 1;
        self.mood.bursts_left -= 1;
        let (mood, beat) = (self.mood, self.board.beat());
        let outside = self.random.random_ratio(1, 100);
        let offset = self.random.random_range(0..mood.window / beat) * beat;
        let size = self.board.chip.bytes();
        let address =
            if outside { size << self.random.random_range(0..4) } else { mood.base } + offset;
        let room = (4096 - address % 4096) / beat;
        let longest = if self.random.random_ratio(1, 200) { 256 } else { mood.longest };
        let beats = self.random.random_range(1..=longest.min(room).min(256));
        let id = self.random.random_range(0..1 << ID_BITS);
        let (mut bytes, mut strobes) = (Vec::new(), Vec::new());
        if write {
            bytes.resize(beats * beat, 0);
            self.random.fill(&mut bytes[..]);
            let all = (1 << beat) - 1;
            strobes.extend((0..beats).map(|_| match self.random.random_range(0..3) {
                0 => self.random.random::<u64>() & all,
                _ => all,
            }));
        }
        Some(Burst { address, beats, id, bytes, strobes })
    }

    fn chance(&mut self, percent: u32) -> bool {
        percent == 100 || self.random.random_range(0..100) < percent
    }
}

impl Traffic for Random {
    fn read(&mut self) -> Option<Burst> {
        self.burst(false)
    }
    fn write(&mut self) -> Option<Burst> {
        self.burst(true)
    }
    fn data_now(&mut self) -> bool {
        self.chance(self.mood.data)
    }
    fn take_now(&mut self) -> bool {
        self.chance(self.mood.take)
    }
    fn ended(&self) -> bool {
        self.left == 0
    }
}

/// Streams that take turns: each reads or writes memory in order, in bursts of full strobes, as fast as it may.
pub struct Streams {
    board: Board,
    beats: usize,
    reads: Vec<usize>,
    writes: Vec<usize>,
    next_read: usize,
    next_write: usize,
    /// What a stream skips after each burst.
    stride: usize,
}

impl Streams {
    /// Streams of bursts of `beats` beats that start at these addresses.
    pub fn new(board: &Board, beats: usize, reads: &[usize], writes: &[usize]) -> Streams {
        Streams {
            board: *board,
            beats,
            reads: reads.to_vec(),
            writes: writes.to_vec(),
            next_read: 0,
            next_write: 0,
            stride: 0,
        }
    }

    /// The same with so many bytes from the end of a burst to the start of the next.
    pub fn skipping(self, stride: usize) -> Streams {
        Streams { stride, ..self }
    }

    fn burst(&self, address: usize, id: usize) -> (Burst, usize) {
        let bytes = self.beats * self.board.beat();
        let burst = Burst {
            address,
            beats: self.beats,
            id: (id % (1 << ID_BITS)) as u64,
            bytes: (0..bytes).map(|at| (address * 7 + at) as u8).collect(),
            strobes: vec![(1 << self.board.beat()) - 1; self.beats],
        };
        (burst, (address + bytes + self.stride) % self.board.chip.bytes())
    }
}

impl Traffic for Streams {
    fn read(&mut self) -> Option<Burst> {
        let id = self.next_read;
        let address = *self.reads.get(id)?;
        let burst;
        (burst, self.reads[id]) = self.burst(address, id);
        self.next_read = (id + 1) % self.reads.len();
        Some(burst)
    }
    fn write(&mut self) -> Option<Burst> {
        let id = self.next_write;
        let address = *self.writes.get(id)?;
        let burst;
        (burst, self.writes[id]) = self.burst(address, id);
        self.next_write = (id + 1) % self.writes.len();
        Some(burst)
    }
    fn ended(&self) -> bool {
        false
    }
}
