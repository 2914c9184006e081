//! How fast the memory answers, and when it holds back. All of it is a function of the cycle number, never of the
//! order of events, so that two simulations that agree up to a cycle agree in it.

use crate::{Channel, MAX_DATA_WORDS};

/// The parameters of a [`crate::Dram`].
#[derive(Clone, Debug, PartialEq)]
pub struct MemoryTiming {
    /// Words of 32 bits on the data bus: a power of two, 1..=32.
    pub data_words: usize,
    /// Cycles from the acceptance of a read address to its first beat, and from the acceptance of the last of a
    /// write's address and data to its response; at least 1.
    pub latency_cycles: u32,
    /// Most beats, each way.
    pub rate: Rate,
    /// With a seed, bursts of different ids overtake each other and read beats interleave.
    pub reorder: Option<u64>,
    /// With this, each channel holds back in random cycles.
    pub stalls: Option<Stalls>,
    /// Bursts each way that may be under way; at least 1.
    pub max_outstanding: usize,
}

impl MemoryTiming {
    /// 40 cycles of latency, one beat a cycle each way, in order, no stalls, 64 bursts each way.
    pub fn new(data_words: usize) -> Self {
        let rate = Rate { beats: 1, cycles: 1 };
        Self {
            data_words,
            latency_cycles: 40,
            rate,
            reorder: None,
            stalls: None,
            max_outstanding: 64,
        }
    }

    pub(crate) fn check(&self) -> Result<(), TimingError> {
        let positive = |field, value: u64| {
            if value > 0 { Ok(()) } else { Err(TimingError { field, bound: "at least 1" }) }
        };
        if !self.data_words.is_power_of_two() || self.data_words > MAX_DATA_WORDS {
            return Err(TimingError { field: "data_words", bound: "a power of two, 1..=32" });
        }
        positive("latency_cycles", self.latency_cycles.into())?;
        positive("max_outstanding", self.max_outstanding as u64)?;
        positive("rate.beats", self.rate.beats.into())?;
        if self.rate.beats > self.rate.cycles {
            return Err(TimingError { field: "rate", bound: "at most one beat a cycle" });
        }
        if let Some(stalls) = &self.stalls
            && !(0.0..1.0).contains(&stalls.probability)
        {
            return Err(TimingError { field: "stalls.probability", bound: "0.0..1.0" });
        }
        Ok(())
    }
}

/// `beats` in `cycles`: the fraction of cycles in which a data channel may move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// At least 1, at most `cycles`.
    pub beats: u32,
    /// Cycles in which so many beats may move, spread evenly.
    pub cycles: u32,
}

impl Rate {
    pub(crate) fn allows(self, cycle: u64) -> bool {
        self.beats == self.cycles
            || cycle % u64::from(self.cycles) * u64::from(self.beats) % u64::from(self.cycles)
                < u64::from(self.beats)
    }
}

/// Random stalls: in each cycle each channel holds back with this probability, as a hash of seed, channel and cycle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stalls {
    /// Selects the pattern.
    pub seed: u64,
    /// 0.0..1.0.
    pub probability: f64,
}

impl Stalls {
    pub(crate) fn hold(&self, channel: Channel, cycle: u64) -> bool {
        let draw = (hash(self.seed ^ (channel as u64 + 1) << 56, cycle) >> 11) as f64;
        draw < self.probability * (1u64 << 53) as f64
    }
}

/// Mixes two numbers (the finalizer of SplitMix64, applied to each in turn).
pub(crate) fn hash(seed: u64, cycle: u64) -> u64 {
    mix(mix(seed).wrapping_add(cycle))
}

fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ value >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ value >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ value >> 31
}

/// A parameter of [`MemoryTiming`] is out of its bounds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("memory timing: `{field}` must be {bound}")]
pub struct TimingError {
    /// The parameter.
    pub field: &'static str,
    /// What it must be.
    pub bound: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_met_over_any_period() {
        for (beats, cycles) in [(1, 1), (1, 2), (3, 4), (2, 7), (5, 8)] {
            let rate = Rate { beats, cycles };
            for start in 0..20 {
                let moved = (start..start + u64::from(cycles)).filter(|c| rate.allows(*c)).count();
                assert_eq!(moved, beats as usize, "{beats}/{cycles}");
            }
        }
    }

    #[test]
    fn stalls_have_their_probability_and_differ_by_channel() {
        let stalls = Stalls { seed: 7, probability: 0.3 };
        let pattern = |channel| (0..10_000).map(|c| stalls.hold(channel, c)).collect::<Vec<_>>();
        let (a, b) = (pattern(Channel::ReadAddress), pattern(Channel::ReadData));
        for pattern in [&a, &b] {
            let held = pattern.iter().filter(|held| **held).count();
            assert!((2800..3200).contains(&held), "{held}");
        }
        let same = a.iter().zip(&b).filter(|(a, b)| a == b).count();
        assert!((5600..6000).contains(&same), "{same}");
    }

    #[test]
    fn bad_parameters_are_named() {
        let good = MemoryTiming::new(4);
        assert_eq!(good.check(), Ok(()));
        let field = |timing: MemoryTiming| timing.check().unwrap_err().field;
        assert_eq!(field(MemoryTiming::new(0)), "data_words");
        assert_eq!(field(MemoryTiming::new(3)), "data_words");
        assert_eq!(field(MemoryTiming::new(64)), "data_words");
        assert_eq!(field(MemoryTiming { latency_cycles: 0, ..good.clone() }), "latency_cycles");
        assert_eq!(field(MemoryTiming { max_outstanding: 0, ..good.clone() }), "max_outstanding");
        let rate = |beats, cycles| MemoryTiming { rate: Rate { beats, cycles }, ..good.clone() };
        assert_eq!(field(rate(0, 1)), "rate.beats");
        assert_eq!(field(rate(2, 1)), "rate");
        let stalls = Some(Stalls { seed: 0, probability: 1.0 });
        assert_eq!(field(MemoryTiming { stalls, ..good }), "stalls.probability");
    }
}
