//! Counting the iterations of hardware counters without running them.

use kiln_arch::config::{Affine, Counters, Fold, Level};

/// Which iterations count: levels that are left out count once, at their last iteration.
pub(super) struct Only {
    left_out: u32,
    /// Of the innermost level, at most this many.
    innermost: Option<u32>,
}

impl Only {
    /// Iterations at which all levels below `level` are at their last.
    pub fn above(level: u32) -> Only {
        Only { left_out: ((1u64 << level) - 1) as u32, innermost: None }
    }

    /// Iterations at which a fold sends its results.
    pub fn emitted(fold: &Fold) -> Only {
        Only { left_out: fold.levels, innermost: (fold.split == 1).then_some(fold.ways + 1) }
    }

    /// Leaves out one more level, if there is one.
    pub fn without(mut self, level: Option<u32>) -> Only {
        self.left_out |= level.map_or(0, |level| 1 << level);
        self
    }

    fn leaves_out(&self, level: usize) -> bool {
        self.left_out >> level & 1 == 1
    }
}

/// Elements of a level in iteration `n` of its outer level.
fn extent(levels: &[Level], at: usize, n: u32) -> u64 {
    let level = &levels[at];
    let outer_ends = levels.get(level.outer as usize).is_some_and(|outer| n + 1 >= outer.tile);
    u64::from(if level.ragged == 1 && outer_ends { level.short } else { level.tile })
}

/// Iterations, where the level over lanes advances by `lanes`.
pub(super) fn count(counters: &Counters, lanes: usize, only: &Only) -> u64 {
    let beats = |at: usize, n: u32| -> u64 {
        if only.leaves_out(at) {
            return 1;
        }
        let inc = if counters.vector as usize == at + 1 { lanes as u64 } else { 1 };
        let beats = extent(&counters.levels, at, n).div_ceil(inc);
        if at == 0 { only.innermost.map_or(beats, |most| beats.min(most.into())) } else { beats }
    };
    let levels = &counters.levels;
    let mut product = 1;
    for (at, level) in levels.iter().enumerate().filter(|(_, l)| l.ragged == 0) {
        let inside: Vec<usize> =
            (0..at).filter(|&i| levels[i].ragged == 1 && levels[i].outer as usize == at).collect();
        let of = |n: u32| inside.iter().map(|&i| beats(i, n)).product::<u64>();
        product *= if inside.is_empty() {
            beats(at, 0)
        } else if only.leaves_out(at) {
            of(level.tile - 1)
        } else {
            (0..level.tile).map(of).sum()
        };
    }
    product
}

/// Runs of the innermost levels that follow on each other and have the same number of beats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Beats of each.
    pub beats: u64,
    /// How many there are.
    pub times: u64,
}

/// Runs of the levels below `inside`, in order; levels in `left_out` count once.
pub(super) fn runs(counters: &Counters, lanes: usize, inside: usize, left_out: u32) -> Vec<Run> {
    let mut list = Vec::new();
    let mut n = vec![0; counters.levels.len()];
    let top = counters.levels.len();
    let outside = Outside { counters, lanes, inside, left_out };
    outside.each(top, &mut n, &mut list);
    list
}

/// The levels around those that make a run.
struct Outside<'a> {
    counters: &'a Counters,
    lanes: usize,
    inside: usize,
    left_out: u32,
}

impl Outside<'_> {
    /// Adds the runs in the levels below `at`, where those from there on are at iterations `n`.
    fn each(&self, at: usize, n: &mut [u32], list: &mut Vec<Run>) {
        if at == self.inside {
            let beats = self.beats(n);
            match list.last_mut() {
                Some(run) if run.beats == beats => run.times += 1,
                _ => list.push(Run { beats, times: 1 }),
            }
            return;
        }
        let level = at - 1;
        let inc = if self.counters.vector as usize == at { self.lanes as u64 } else { 1 };
        let iterations = match self.left_out >> level & 1 {
            1 => 1,
            _ => self.extent(level, n).div_ceil(inc),
        };
        for iteration in 0..iterations {
            n[level] = iteration as u32;
            self.each(level, n, list);
        }
    }

    fn extent(&self, at: usize, n: &[u32]) -> u64 {
        let levels = &self.counters.levels;
        extent(levels, at, n.get(levels[at].outer as usize).copied().unwrap_or(0))
    }

    fn beats(&self, n: &[u32]) -> u64 {
        let fixed = |at: usize| {
            let level = &self.counters.levels[at];
            if level.ragged == 1 && (level.outer as usize) < self.inside {
                return level.clone();
            }
            Level { tile: self.extent(at, n) as u32, ..Level::default() }
        };
        let levels = (0..self.inside).map(fixed).collect();
        let vector = self.counters.vector;
        count(&Counters { levels, vector }, self.lanes, &Only::above(0))
    }
}

/// Elements, lane by lane.
pub(super) fn words(counters: &Counters) -> u64 {
    count(counters, 1, &Only::above(0))
}

/// An affine function whose values do not wrap.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub base: i64,
    pub strides: Vec<i64>,
    pub lane: i64,
}

impl Places {
    /// `factor` times the values of `affine`.
    pub fn new(affine: &Affine, factor: i64) -> Places {
        let value = |word: u32| i64::from(word as i32) * factor;
        Places {
            base: value(affine.base),
            strides: affine.strides.iter().map(|&stride| value(stride)).collect(),
            lane: value(affine.lane),
        }
    }
}

/// The least and the greatest value at all lanes that exist.
pub(super) fn reach(counters: &Counters, places: &Places, lanes: usize) -> (i64, i64) {
    let levels = &counters.levels;
    let (mut low, mut high) = (0, 0);
    let mut add = |steps: i64, stride: i64| {
        low += (steps * stride).min(0);
        high += (steps * stride).max(0);
    };
    let lane = places.lane;
    let stride = |at: usize| places.strides[at];
    let spread = |at: usize| counters.vector as usize == at + 1;
    // Where beats follow on each other as lanes do, or there is one, the level is one of elements.
    let one_beat = |at: usize| levels[at].tile as usize <= lanes;
    let even = |at: usize| spread(at) && (one_beat(at) || stride(at) == lane * lanes as i64);
    let last = |at: usize, n: u32| -> i64 {
        let last = extent(levels, at, n) as i64 - 1;
        if spread(at) && !even(at) { last / lanes as i64 } else { last }
    };
    let stride = |at: usize| if even(at) { lane } else { stride(at) };
    for (at, level) in levels.iter().enumerate().filter(|(_, l)| l.ragged == 0) {
        let inside: Vec<usize> =
            (0..at).filter(|&i| levels[i].ragged == 1 && levels[i].outer as usize == at).collect();
        if inside.is_empty() {
            add(last(at, 0), stride(at));
            continue;
        }
        // The extremes are at the first piece, the last, or the one before it.
        let ends = [0, level.tile.saturating_sub(2), level.tile - 1];
        let at_piece = |n: u32, sign: i64| {
            let parts = inside.iter().map(|&i| (last(i, n) * stride(i) * sign).max(0) * sign);
            i64::from(n) * stride(at) + parts.sum::<i64>()
        };
        let least = ends.iter().map(|&n| at_piece(n, -1)).min().unwrap_or(0);
        let most = ends.iter().map(|&n| at_piece(n, 1)).max().unwrap_or(0);
        add(1, least.min(0));
        add(1, most.max(0));
    }
    if let Some(level) = (counters.vector as usize).checked_sub(1).filter(|&l| !even(l)) {
        add((levels[level].tile as usize).min(lanes) as i64 - 1, lane);
    }
    (places.base + low, places.base + high)
}
