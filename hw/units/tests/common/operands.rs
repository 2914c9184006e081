//! Seeded operands with a bias to where arithmetic breaks.

use kiln_arch::num::OpGroup;

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

    /// The next `a`, `b` and `c` for an operator of this group.
    pub fn next_for(&mut self, group: OpGroup) -> [u32; 3] {
        match group {
            _ if self.draw().is_multiple_of(4) => self.next(),
            OpGroup::DotI8 => self.bytes(),
            OpGroup::DotBf16 => self.pairs_of_bf16(),
            OpGroup::Quantize => self.quantized(),
            _ => self.next(),
        }
    }

    /// Bytes, many of them extreme.
    fn bytes(&mut self) -> [u32; 3] {
        let extreme = |byte: u8, random: u32| match random % 4 {
            0 => 0x80,
            1 => 0x7f,
            _ => byte,
        };
        [(); 3].map(|()| {
            let choice = self.draw();
            let bytes = self.draw().to_le_bytes();
            u32::from_le_bytes([0, 1, 2, 3].map(|i| extreme(bytes[i], choice >> (2 * i))))
        })
    }

    /// Two products of bf16 that have something to do with each other: of exponents less than 64 apart, around where
    /// numbers become subnormal, vanish or overflow, and often with few digits.
    fn pairs_of_bf16(&mut self) -> [u32; 3] {
        // Biased exponent of the larger product.
        let around = [1, 0, -24, 127, 254, 127][self.draw() as usize % 6];
        let center = around + (self.draw() % 4) as i32 - 2;
        let apart = match self.draw() % 4 {
            0 => 0,
            1 => self.draw() % 4,
            2 => 16 + self.draw() % 20,
            _ => self.draw() % 64,
        } as i32;
        let low_is_less = self.draw().is_multiple_of(2);
        let (low, high) =
            if low_is_less { (center - apart, center) } else { (center, center - apart) };
        let [a_low, b_low] = self.factors(low);
        let [a_high, b_high] = match self.draw() % 4 {
            // Nearly the same product, of the other sign.
            0 => [a_low ^ 0x8000, b_low.wrapping_add(self.draw() % 3)],
            _ => self.factors(high),
        };
        [a_high << 16 | a_low & 0xffff, b_high << 16 | b_low & 0xffff, 0]
    }

    /// Two bf16 whose product has about this biased exponent.
    fn factors(&mut self, exponent: i32) -> [u32; 2] {
        let random = self.draw();
        let digits = [0x7f, 0x40, 0x60, 0, 0x01, 0x7f][random as usize % 6];
        let bits = self.draw();
        let other = match random >> 8 & 7 {
            0 => (bits >> 16) as i32 & 1,
            _ => (bits >> 16) as i32 & 0xff,
        };
        let field = |exponent: i32| (exponent.clamp(0, 255) as u32) << 7;
        let sum = exponent + 127;
        [
            field(other) | bits & digits | (random & 0x8000),
            field(sum - other) | bits >> 7 & digits | (bits & 0x8000),
        ]
    }

    /// Products near where they round or saturate.
    fn quantized(&mut self) -> [u32; 3] {
        let random = self.draw();
        let shift = random % 32;
        let factor = match random >> 8 & 3 {
            0 => 1 << (random >> 10 & 15),
            1 => random >> 16 >> (random >> 10 & 15),
            _ => random >> 16,
        };
        let target = match self.draw() % 4 {
            0 => 127,
            1 => -129,
            _ => i64::from(self.draw() % 264) - 132,
        };
        let halves = (2 * target + 1) << shift;
        let a = halves / i64::from(2 * factor.max(1)) + i64::from(self.draw() % 5) - 2;
        let above = self.draw() << 21;
        [a as u32, above | shift << 16 | factor, 0]
    }

    /// The next `a`, `b` and `c`.
    fn next(&mut self) -> [u32; 3] {
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
