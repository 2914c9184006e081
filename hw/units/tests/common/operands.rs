//! Seeded operands with a bias to where arithmetic breaks.

/// Words at edges of f32 and i32.
const EDGES: [u32; 24] = [
    0,
    1,
    2,
    31,
    32,
    0x0040_0000,
    0x007f_ffff,
    0x0080_0000,
    0x0080_0001,
    0x00ff_ffff,
    0x3380_0000,
    0x3f00_0000,
    0x3f7f_ffff,
    0x3f80_0000,
    0x3f80_0001,
    0x4b00_0000,
    0x4eff_ffff,
    0x4f00_0000,
    0x7f7f_ffff,
    0x7f80_0000,
    0x7f80_0001,
    0x7fc0_0000,
    0x7fff_ffff,
    0xffff_ffff,
];

/// A generator of operands: xorshift, since one draw per word must cost a few nanoseconds.
pub struct Operands(u64);

impl Operands {
    /// Starts a sequence.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(0x9e37_79b9_7f4a_7c15))
    }

    fn draw(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 24) as u32
    }

    /// The next `a`, `b` and `c`.
    pub fn next(&mut self) -> [u32; 3] {
        let base = self.draw();
        let [a, b] = if base.is_multiple_of(16) {
            self.nearly_reciprocal()
        } else {
            let a = self.word(base);
            [a, self.word(a)]
        };
        let c = match self.draw() % 4 {
            0 => 0,
            1 => 1 << (self.draw() % 32),
            _ => b,
        };
        [a, b, c]
    }

    /// `1 + k u` and about `1 - k u`, scaled so that the product is just below the least normal number: whether it
    /// rounds up to it decides whether it is tiny.
    fn nearly_reciprocal(&mut self) -> [u32; 2] {
        let random = self.draw();
        let (k, exponent) = (random % 3000, 1 + (random >> 16) % 126);
        let below = ((128 - exponent) << 23) - 2 * k + random % 3 - 1;
        [(exponent << 23) + k, below | (random & 0x8000_0000)]
    }

    /// A word that has something to do with another.
    fn word(&mut self, other: u32) -> u32 {
        let random = self.draw();
        let exponent = other & 0x7f80_0000;
        match self.draw() % 10 {
            0 => EDGES[random as usize % EDGES.len()] | (random & 0x8000_0000),
            // Subnormal, or nearly.
            1 => random & 0x81ff_ffff,
            // Sums that nearly cancel, compares that are nearly equal.
            2 => (other ^ (random & 0x8000_0000)).wrapping_add(random % 7).wrapping_sub(3),
            // Exponents at most 32 apart.
            3 => {
                let near = exponent.wrapping_add(((random >> 3) % 64) << 23).wrapping_sub(32 << 23);
                (near & 0x7f80_0000) | (random & 0x807f_ffff)
            }
            // The same exponent.
            4 => exponent | (random & 0x807f_ffff),
            // Products around the least numbers, the least normal ones among them.
            5 => {
                let field = (127 + random % 30).wrapping_sub(exponent >> 23) & 0xff;
                (field << 23) | (self.draw() & 0x807f_ffff)
            }
            // Few significant bits: ties.
            6 => {
                (random & 0xff80_0000)
                    | ((0x7f_ffff << (random % 24)) & 0x7f_ffff) ^ (random >> 5 & 1)
            }
            // Small integers and shift amounts.
            7 => (random % 64).wrapping_sub(16),
            8 => random >> (random % 32),
            _ => random,
        }
    }
}
