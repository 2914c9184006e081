//! The counters module against a direct writing of section 3 of `docs/execution.md`, positions and all.

mod common;

use common::Rtl;
use kiln_emit::Part;
use kiln_fabric::counters::{CounterShape, counters};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const LEVELS: usize = 4;
const BITS: usize = 12;
const LANES: u64 = 4;
const AFFINE: usize = 16;

#[derive(Default)]
struct Nest {
    tile: [i64; LEVELS],
    ragged: [bool; LEVELS],
    short: [i64; LEVELS],
    outer: [usize; LEVELS],
    vector: bool,
    base: u64,
    stride: [u64; LEVELS],
    position: [i64; LEVELS],
    affine: [u64; LEVELS],
    finished: bool,
}

impl Nest {
    fn random(random: &mut ChaCha8Rng) -> Nest {
        let mut nest = Nest { vector: random.random_bool(0.5), ..Nest::default() };
        // Outer loops are not ragged themselves.
        let mut plain = [true; LEVELS];
        for l in (0..LEVELS).rev() {
            let longest = if nest.vector && l == 0 { 14 } else { 5 };
            nest.tile[l] = random.random_range(1..longest);
            nest.short[l] = random.random_range(1..longest);
            nest.stride[l] = random.random_range(0..1 << AFFINE);
            if l + 1 < LEVELS {
                nest.outer[l] = random.random_range(l + 1..LEVELS);
                nest.ragged[l] = plain[nest.outer[l]] && random.random_bool(0.6);
                plain[l] = !nest.ragged[l];
            }
        }
        nest.base = random.random_range(0..1 << AFFINE);
        nest.affine = [nest.base; LEVELS];
        nest
    }

    fn extent(&self, l: usize) -> i64 {
        let cut = self.ragged[l] && self.last(self.outer[l]);
        if cut { self.short[l] } else { self.tile[l] }
    }

    fn increment(&self, l: usize) -> i64 {
        if self.vector && l == 0 { LANES as i64 } else { 1 }
    }

    fn last(&self, l: usize) -> bool {
        self.position[l] + self.increment(l) >= self.extent(l)
    }

    fn mask(&self) -> u64 {
        if !self.vector {
            return 1;
        }
        let left = self.extent(0) - self.position[0];
        (0..LANES).filter(|&lane| (lane as i64) < left).map(|lane| 1 << lane).sum()
    }

    fn step(&mut self) {
        let Some(s) = (0..LEVELS).find(|&l| !self.last(l)) else {
            self.finished = true;
            return;
        };
        self.position[s] += self.increment(s);
        self.position[..s].fill(0);
        let next = (self.affine[s] + self.stride[s]) & ((1 << AFFINE) - 1);
        self.affine[..=s].fill(next);
    }

    fn configure(&self, rtl: &mut Rtl) {
        let steps = |l: usize, extent: i64, n: i64| {
            (extent + self.increment(l) - 1) / self.increment(l) == n
        };
        let set = |of: &dyn Fn(usize) -> bool| bits((0..LEVELS).map(of));
        rtl.poke("once", set(&|l| steps(l, self.tile[l], 1)));
        rtl.poke("twice", set(&|l| steps(l, self.tile[l], 2)));
        rtl.poke("short_once", set(&|l| steps(l, self.short[l], 1)));
        rtl.poke("short_twice", set(&|l| steps(l, self.short[l], 2)));
        rtl.poke("ragged", set(&|l| self.ragged[l]));
        for l in 0..LEVELS {
            rtl.poke(&format!("tile_{l}"), self.tile[l] as u64);
            rtl.poke(&format!("short_{l}"), self.short[l] as u64);
            rtl.poke(&format!("outer_{l}"), self.outer[l] as u64);
            rtl.poke(&format!("stride_0_{l}"), self.stride[l]);
        }
        rtl.poke("spread", self.vector.into());
        rtl.poke("base_0", self.base);
        rtl.poke("step", 0);
        rtl.poke("rst", 1);
        rtl.step();
        rtl.poke("rst", 0);
        rtl.eval();
    }
}

fn bits(flags: impl IntoIterator<Item = bool>) -> u64 {
    flags.into_iter().enumerate().map(|(i, flag)| u64::from(flag) << i).sum()
}

#[test]
fn every_step_is_that_of_the_specification() {
    let shape = CounterShape {
        levels: LEVELS,
        bits: BITS,
        lanes: LANES as usize,
        affine: vec![AFFINE],
        rows: false,
        ends: true,
    };
    let part: Part = counters(&shape);
    let mut rtl = Rtl::new(&part);
    let mut random = ChaCha8Rng::seed_from_u64(3);
    let mut steps = 0;
    for _ in 0..300 {
        let mut nest = Nest::random(&mut random);
        nest.configure(&mut rtl);
        while !nest.finished {
            let below = (0..=LEVELS).map(|h| (0..h).all(|l| nest.last(l)));
            assert_eq!(rtl.peek("below"), bits(below));
            assert_eq!(rtl.peek("last"), bits((0..LEVELS).map(|l| nest.last(l))));
            assert_eq!(rtl.peek("first"), bits((0..LEVELS).map(|l| nest.position[l] == 0)));
            assert_eq!(rtl.peek("left0") as i64, nest.extent(0) - nest.position[0]);
            assert_eq!(rtl.peek("mask"), nest.mask());
            assert_eq!(rtl.peek("value_0"), nest.affine[0]);
            assert_eq!(rtl.peek("finished"), 0);
            let step = random.random_bool(0.8);
            rtl.poke("step", step.into());
            rtl.step();
            if step {
                nest.step();
                steps += 1;
            }
        }
        assert_eq!(rtl.peek("finished"), 1);
    }
    assert!(steps > 5000, "only {steps} steps");
}
