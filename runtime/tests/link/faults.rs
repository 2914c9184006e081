//! Seeded damage to the bytes on a line.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Damages what passes.
pub struct Faults {
    rng: ChaCha8Rng,
    /// Probability of a fault at each byte.
    rate: f64,
    /// Bytes still to be cut out.
    cut: u32,
    /// Bytes since the last delimiter, for doubled frames.
    frame: Vec<u8>,
    /// Faults so far: flips, drops, doubles, insertions, cuts, doubled frames.
    pub counts: [u64; 6],
}

/// Longest run of bytes that is cut out.
const LONGEST_CUT: u32 = 60;

impl Faults {
    pub fn new(seed: u64, rate: f64) -> Faults {
        let rng = ChaCha8Rng::seed_from_u64(seed);
        Faults { rng, rate, cut: 0, frame: Vec::new(), counts: [0; 6] }
    }

    pub fn none() -> Faults {
        Faults::new(0, 0.0)
    }

    /// What comes out where `byte` goes in.
    pub fn pass(&mut self, byte: u8) -> Vec<u8> {
        self.frame.push(byte);
        let frame = if byte == 0 { std::mem::take(&mut self.frame) } else { Vec::new() };
        if self.cut > 0 {
            self.cut -= 1;
            return Vec::new();
        }
        if !self.rng.random_bool(self.rate) {
            return vec![byte];
        }
        let fault = self.rng.random_range(0..6);
        self.counts[fault] += 1;
        match fault {
            0 => vec![byte ^ 1 << self.rng.random_range(0..8)],
            1 => vec![],
            2 => vec![byte, byte],
            3 => vec![byte, self.rng.random()],
            4 => {
                self.cut = self.rng.random_range(1..LONGEST_CUT);
                vec![]
            }
            // Only whole frames can be doubled: elsewhere nothing happens.
            _ => [vec![byte], frame].concat(),
        }
    }
}
