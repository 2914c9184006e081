//! A nest of loops: which of them steps, what is left of them, and where the values of affine functions are kept.
//!
//! Below the loop that steps all start anew. So one memory word a loop is enough, written when the loop steps: until then
//! a loop stands at its extent, and an affine function where the loop around it left it. Whether a loop is at its last
//! iteration is a register, set a step ahead from what the configuration says of extents of one and two steps. See section 3 of `docs/execution.md`.

use kiln_emit::prelude::*;

/// Sizes of a [`CounterNest`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NestShape {
    /// Loops, at least 2.
    pub levels: usize,
    /// Bits of a counter.
    pub bits: usize,
    /// Lanes of the unit, a power of two, at least 2.
    pub lanes: usize,
    /// Level 0 stands for whole rows: it is always at its last iteration and never steps.
    pub rows: bool,
}

/// The nest. Words of one bit a level are called sets.
#[derive(LogicBlock)]
pub struct CounterNest {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high: to the first iteration.
    pub rst: In<Bit>,
    /// The iteration is done: go to the next. Not when finished.
    pub step: In<Bit>,
    /// Level 0 goes by the lanes instead of by one.
    pub spread: In<Bit>,
    /// Elements of each loop.
    pub tile: Vec<In<Word>>,
    /// Set: these are one step.
    pub once: In<Word>,
    /// Set: these are two steps.
    pub twice: In<Word>,
    /// Set: the loop has another extent in the last iteration of its outer loop.
    pub ragged: In<Word>,
    /// That extent.
    pub short: Vec<In<Word>>,
    /// Set: it is one step.
    pub short_once: In<Word>,
    /// Set: it is two steps.
    pub short_twice: In<Word>,
    /// The level of the outer loop.
    pub outer: Vec<In<Word>>,
    /// All iterations are done.
    pub finished: Out<Bit>,
    /// Bit h: all levels below h are at their last iteration.
    pub below: Out<Word>,
    /// Set: at the first iteration.
    pub first: Out<Word>,
    /// Set: at the last iteration.
    pub last: Out<Word>,
    /// Elements left on level 0, this iteration's included.
    pub left0: Out<Word>,
    /// Lanes of the iteration.
    pub mask: Out<Word>,
    /// Some level steps.
    pub moves: Out<Bit>,
    /// Set: the level that steps, if one does.
    pub steps: Out<Word>,
    /// Its number.
    pub at: Out<Word>,
    /// The level whose last step left the affine functions' values of that level.
    pub from: Out<Word>,
    /// None has: they are at their base.
    pub based: Out<Bit>,
    done: Reg<Bit>,
    rest0: Reg<Word>,
    /// What was left of each level that is not at its first iteration, before its last step.
    rest: LutRam,
    /// Of the same: whether it was four, so that the next is the last but two.
    four: LutRam,
    fresh: Reg<Word>,
    ends: Reg<Word>,
    /// At the last iteration but one.
    near: Reg<Word>,
    /// Set: the level's affine values are somewhere.
    placed: Reg<Word>,
    /// Sets, one a bit of the level's number: where they are.
    place: Vec<Reg<Word>>,
    mask_bits: Vec<Wire<Word>>,
    from_bits: Vec<Wire<Word>>,
    /// Of a group of levels: of the lowest that is not at its last iteration; whether there is none.
    known: Vec<Wire<Word>>,
    through: Vec<Wire<Bit>>,
    around: Vec<Wire<Bit>>,
    /// The level started with its short extent.
    cut_now: Reg<Word>,
    cuts: Vec<Wire<Word>>,
    whole: Vec<Wire<Word>>,
    cut: Vec<Wire<Word>>,
    _shape: NestShape,
    _layers: Vec<Layer>,
}

impl CounterNest {
    /// A nest of that shape.
    pub fn new(shape: NestShape) -> Self {
        let NestShape { levels, bits, lanes, .. } = shape;
        let set = || In::word(levels);
        let growing = |n: usize| (0..n).map(|i| Wire::word(i + 1)).collect::<Vec<_>>();
        let number = index_bits(levels);
        let mut layers = vec![Layer { first: 0, count: levels }];
        for k in 0..number {
            let Layer { first, count } = layers[k];
            layers.push(Layer { first: first + count, count: count.div_ceil(2) });
        }
        let nodes = layers.iter().map(|layer| layer.count).sum();
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            step: In::bit(),
            spread: In::bit(),
            tile: many(levels, || In::word(bits)),
            once: set(),
            twice: set(),
            ragged: set(),
            short: many(levels, || In::word(bits)),
            short_once: set(),
            short_twice: set(),
            outer: many(levels, || In::word(number)),
            finished: Out::bit(),
            below: Out::word(levels + 1),
            first: Out::word(levels),
            last: Out::word(levels),
            left0: Out::word(bits),
            mask: Out::word(lanes),
            moves: Out::bit(),
            steps: Out::word(levels),
            at: Out::word(number),
            from: Out::word(number),
            based: Out::bit(),
            done: Reg::bit(),
            rest0: Reg::word(bits),
            rest: LutRam::new(bits, levels),
            four: LutRam::new(1, levels),
            fresh: Reg::word(levels),
            ends: Reg::word(levels),
            near: Reg::word(levels),
            placed: Reg::word(levels),
            place: many(number, || Reg::word(levels)),
            mask_bits: growing(lanes),
            from_bits: (0..levels).flat_map(|_| growing(number)).collect(),
            known: many(nodes, || Wire::word(2 * number + 3)),
            through: many(nodes, Wire::bit),
            around: many(levels, Wire::bit),
            cut_now: Reg::word(levels),
            cuts: growing(levels),
            whole: many(levels, || Wire::word(bits)),
            cut: many(levels, || Wire::word(bits)),
            _shape: shape,
            _layers: layers,
        }
    }
}

/// Groups of levels of one size: the nodes `first .. first + count`.
#[derive(Clone, Copy)]
struct Layer {
    first: usize,
    count: usize,
}

/// The `count` lowest of `levels` levels, as a set.
fn lowest_levels(levels: usize, count: usize) -> Word {
    Word::new(levels, (1u64 << count.min(levels)) - 1)
}

impl Logic for CounterNest {
    #[hdl_gen]
    fn update(&mut self) {
        let levels = self._shape.levels;
        let bits = self._shape.bits;
        let numbers = index_bits(levels);
        let lane_bits = self._shape.lanes.ilog2() as usize;
        // The levels below the lowest that is not at its last iteration: those of a run of ones from level 0 on.
        let ends = self.ends.val();
        let run1 = ends & ((ends << 1usize) | lowest_levels(levels, 1));
        let run2 = run1 & ((run1 << 2usize) | lowest_levels(levels, 2));
        let run4 = run2 & ((run2 << 4usize) | lowest_levels(levels, 4));
        let run = run4 & ((run4 << 8usize) | lowest_levels(levels, 8));
        let below = cat!(run, true);
        let lowest = !run & below.trunc(levels);
        let all = run.bit(levels - 1);
        let moves = self.step.val() && !all;
        self.below.next = below;
        self.first.next = self.fresh.val();
        self.last.next = ends;
        self.left0.next = self.rest0.val();
        self.finished.next = self.done.val();

        let far = self.rest0.val().slice(lane_bits, bits - lane_bits).any();
        let low = self.rest0.val().trunc(lane_bits);
        for i in 0..self._shape.lanes {
            if i == 0 {
                let on = !self.spread.val() || far || low.any();
                self.mask_bits[i].next = word(on);
            } else if i + 1 < self._shape.lanes {
                let on = self.spread.val() && (far || low > i);
                self.mask_bits[i].next = cat!(on, self.mask_bits[i - 1].val());
            } else {
                let on = self.spread.val() && far;
                self.mask_bits[i].next = cat!(on, self.mask_bits[i - 1].val());
            }
        }
        self.mask.next = self.mask_bits[self._shape.lanes - 1].val();

        // What is known of the level that steps: its number, where its affine values are, and of what it counts. Pairs of
        // levels are joined until one is left, so that it is known as early as that level itself.
        for l in 0..levels {
            for k in 0..numbers {
                let from = self.place[k].val().bit(l);
                if k == 0 {
                    self.from_bits[l * numbers].next = word(from);
                } else {
                    self.from_bits[l * numbers + k].next =
                        cat!(from, self.from_bits[l * numbers + k - 1].val());
                }
            }
            self.known[l].next = cat!(
                self.placed.val().bit(l),
                self.fresh.val().bit(l),
                self.cut_now.val().bit(l),
                self.from_bits[l * numbers + numbers - 1].val(),
                Word::new(numbers, l as u64)
            );
            self.through[l].next = ends.bit(l);
        }
        for k in 0..numbers {
            let lower = self._layers[k];
            let upper = self._layers[k + 1];
            for i in 0..upper.count {
                let left = lower.first + 2 * i;
                if 2 * i + 1 < lower.count {
                    self.known[upper.first + i].next = if self.through[left].val() {
                        self.known[left + 1].val()
                    } else {
                        self.known[left].val()
                    };
                    self.through[upper.first + i].next =
                        self.through[left].val() && self.through[left + 1].val();
                } else {
                    self.known[upper.first + i].next = self.known[left].val();
                    self.through[upper.first + i].next = self.through[left].val();
                }
            }
        }
        let known = self.known[self._layers[numbers].first].val();
        let at = known.trunc(numbers);
        let was_cut = known.bit(2 * numbers);
        let is_fresh = known.bit(2 * numbers + 1);
        self.moves.next = moves;
        self.at.next = at;
        self.from.next = known.slice(numbers, numbers);
        self.based.next = self.rst.val() || !known.bit(2 * numbers + 2);
        let none = Word::zero(levels);
        let steps = if self.rst.val() { none } else { lowest };
        self.steps.next = steps;

        let restarts = if self.rst.val() { !none } else { run };
        // Who is at the last iteration then; outer loops are not ragged.
        let kept = ends & !restarts;
        let after = kept | (steps & self.near.val()) | (restarts & self.once.val());
        for l in 0..levels {
            // An outer loop is above, so the lowest bits that tell those above apart name it.
            let above = levels - 1 - l;
            if l + 2 < levels {
                let number_bits = index_bits(above);
                let turn = (l + 1) % (1 << number_bits);
                let ends_above = after.slice(l + 1, above).zext(1 << number_bits);
                let by_number = (ends_above << turn) | (ends_above >> ((1 << number_bits) - turn));
                self.around[l].next = by_number.bit(self.outer[l].val().trunc(number_bits));
            } else {
                self.around[l].next = above == 1 && after.bit(levels - 1);
            }
            let is_cut = self.ragged.val().bit(l) && self.around[l].val();
            if l == 0 {
                self.cuts[l].next = word(is_cut);
            } else {
                self.cuts[l].next = cat!(is_cut, self.cuts[l - 1].val());
            }
        }
        let cuts = self.cuts[levels - 1].val();
        let once = (self.once.val() & !cuts) | (self.short_once.val() & cuts);
        let twice = (self.twice.val() & !cuts) | (self.short_twice.val() & cuts);
        // A level steps from its extent, if it has not stepped yet.
        self.whole[0].next = Word::zero(bits);
        self.cut[0].next = Word::zero(bits);
        for l in 1..levels {
            let here = word(lowest.bit(l)).repeat(bits);
            self.whole[l].next = self.whole[l - 1].val() | (self.tile[l].val() & here);
            self.cut[l].next = self.cut[l - 1].val() | (self.short[l].val() & here);
        }
        let extent =
            if was_cut { self.cut[levels - 1].val() } else { self.whole[levels - 1].val() };
        // Kept as it was before the step, so that what is done with it comes before the choice.
        let rest = self.rest.read(at);
        let left = if is_fresh { extent } else { rest - 1 };
        let is_third = if is_fresh { extent == 3 } else { self.four.read(at).any() };
        let is_fourth = if is_fresh { extent == 4 } else { rest == 5 };
        let third = word(is_third).repeat(levels);
        if self.rst.val() || (moves && ends.bit(0)) {
            if moves {
                self.rest.write(at, left);
                self.four.write(at, word(is_fourth));
            }
            let row = lowest_levels(levels, usize::from(self._shape.rows));
            self.ends.next = kept | (steps & self.near.val()) | (restarts & once) | row;
            self.near.next =
                (self.near.val() & !(restarts | steps)) | (steps & third) | (restarts & twice);
            self.fresh.next = (self.fresh.val() | restarts) & !steps;
            self.rest0.next = if cuts.bit(0) { self.short[0].val() } else { self.tile[0].val() };
            self.cut_now.next = (self.cut_now.val() & !restarts) | (cuts & restarts);
            let moved = restarts | steps;
            self.placed.next = if self.rst.val() { none } else { self.placed.val() | moved };
            for k in 0..numbers {
                let bit = word(at.bit(k)).repeat(levels);
                self.place[k].next = (self.place[k].val() & !moved) | (moved & bit);
            }
        } else if moves {
            // Level 0: of steps left there are as many as the lanes go into the elements, rounded up.
            let three = if low.any() { 2u64.into() } else { Word::new(bits - lane_bits, 3u64) };
            let wide = self.rest0.val().slice(lane_bits, bits - lane_bits) == three;
            let third = if self.spread.val() { wide } else { self.rest0.val() == 3 };
            let pace = if self.spread.val() {
                Word::new(bits, self._shape.lanes as u64)
            } else {
                Word::new(bits, 1u64)
            };
            let others = !lowest_levels(levels, 1);
            self.rest0.next = self.rest0.val() - pace;
            self.ends.next = (ends & others) | (self.near.val() & lowest);
            self.near.next = (self.near.val() & others) | word(third).zext(levels);
            self.fresh.next = self.fresh.val() & others;
        }
        if self.rst.val() {
            self.done.next = false;
        } else if self.step.val() && all {
            self.done.next = true;
        }
    }
}

impl Leaf for CounterNest {
    fn info(&self) -> LeafInfo {
        let leaf = LeafInfo::new(
            if self._shape.rows { "counter_nest_rows" } else { "counter_nest" },
            "A nest of loops: the lowest that is not at its last iteration steps, those below it start anew.",
        );
        leaf.param("b", self._shape.bits)
            .param("n", self._shape.levels)
            .param("lanes", self._shape.lanes)
            .interface("tile", "configuration")
            .interface("finished", "where the nest stands")
            .interface("moves", "the step of this cycle, for affine functions")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        for (levels, bits, lanes, rows) in [(3, 8, 2, false), (8, 20, 4, false), (7, 9, 4, true)] {
            let shape = NestShape { levels, bits, lanes, rows };
            check_leaf(|| CounterNest::new(shape), 2000, 1).unwrap();
        }
    }
}
