//! The request process of an address generator: splits rows into bursts and asks the memory port for them.
//!
//! A load asks when the load buffer has room for the whole burst, a store when the store buffer holds all of it. Both are
//! one test: as many beats as the burst has are `free`, which a load counts in room, and a store in beats. Of a load's buffer some beats
//! can be withheld, as long as one burst can be under way. See section 6 of `docs/execution.md`.

use crate::ag_rows::ADDRESS_BITS;
use kiln_emit::prelude::*;

/// Sizes of an [`AgBursts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BurstShape {
    /// Words of a memory beat, a power of two.
    pub words: usize,
    /// Bits of a row's length.
    pub length_bits: usize,
    /// Beats of the longest burst, a power of two.
    pub burst: usize,
    /// Beats of the load or store buffer.
    pub buffer: usize,
}

impl BurstShape {
    /// Bits of a beat address.
    pub fn beat_address_bits(&self) -> usize {
        ADDRESS_BITS - self.words.ilog2() as usize
    }

    /// Bits of the number of beats of a burst.
    fn beats_bits(&self) -> usize {
        count_bits(self.burst)
    }

    /// Bits of the number of beats of a row.
    fn left_bits(&self) -> usize {
        (self.length_bits + 1 - self.words.ilog2() as usize).max(self.beats_bits())
    }
}

/// Bits of the number of write bursts without a response.
const OUTSTANDING_BITS: usize = 16;

/// The process.
#[derive(LogicBlock)]
pub struct AgBursts {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// The unit stores, else it loads.
    pub store: In<Bit>,
    /// A row can be taken.
    pub row_want: Out<Bit>,
    /// It is taken.
    pub row_open: In<Bit>,
    /// Its word address.
    pub row_address: In<Word>,
    /// Its length in words.
    pub row_words: In<Word>,
    /// Beats of the load buffer that are not used.
    pub withheld: In<Word>,
    /// A beat enters the store buffer.
    pub store_push: In<Bit>,
    /// A beat leaves the load buffer.
    pub load_take: In<Bit>,
    /// A burst is asked for.
    pub request: Out<Bit>,
    /// Its first beat address.
    pub address: Out<Word>,
    /// Its beats, less one.
    pub beats: Out<Word>,
    /// The burst is granted, if one is asked for.
    pub grant: In<Bit>,
    /// The memory has answered a write burst.
    pub response: In<Bit>,
    /// A row is not requested to its end.
    pub busy: Out<Bit>,
    /// A write burst has no response yet.
    pub waiting: Out<Bit>,
    active: Reg<Bit>,
    next_beat: Reg<Word>,
    left: Reg<Word>,
    /// Beats up to the next multiple of the longest burst; the row ends before that, or there.
    room: Reg<Word>,
    whole: Reg<Bit>,
    /// Less than nothing while a load's one burst is more than what is not withheld.
    free: Reg<Word>,
    outstanding: Reg<Word>,
    /// Of the configuration, constant during a run: the direction, and beats of the buffer that are not withheld.
    stores: Reg<Bit>,
    window: Reg<Word>,
    _shape: BurstShape,
}

impl AgBursts {
    /// A process of that shape.
    pub fn new(shape: BurstShape) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            store: In::bit(),
            row_want: Out::bit(),
            row_open: In::bit(),
            row_address: In::word(ADDRESS_BITS),
            row_words: In::word(shape.length_bits),
            withheld: In::word(count_bits(shape.buffer)),
            store_push: In::bit(),
            load_take: In::bit(),
            request: Out::bit(),
            address: Out::word(shape.beat_address_bits()),
            beats: Out::word(8),
            grant: In::bit(),
            response: In::bit(),
            busy: Out::bit(),
            waiting: Out::bit(),
            active: Reg::bit(),
            next_beat: Reg::word(shape.beat_address_bits()),
            left: Reg::word(shape.left_bits()),
            room: Reg::word(shape.beats_bits()),
            whole: Reg::bit(),
            free: Reg::word(count_bits(shape.buffer) + 1),
            outstanding: Reg::word(OUTSTANDING_BITS),
            stores: Reg::bit(),
            window: Reg::word(count_bits(shape.buffer) + 1),
            _shape: shape,
        }
    }
}

impl Logic for AgBursts {
    #[hdl_gen]
    fn update(&mut self) {
        let shape = self._shape;
        self.stores.next = self.store.val();
        let word_bits = shape.words.ilog2() as usize;
        let burst_bits = shape.burst.ilog2() as usize;
        let size_bits = shape.beats_bits();

        let left_bits = shape.left_bits();
        let buffer_bits = count_bits(shape.buffer);
        let longest = Word::new(size_bits, shape.burst as u64);

        // The burst: to the end of the row or to the next multiple of the burst length. Either is compared before it is known which.
        let whole = self.whole.val();
        let room = self.room.val();
        let left = self.left.val().trunc(size_bits);
        let size = if whole { left } else { room };
        let free = self.free.val().trunc(buffer_bits);
        let owing = self.free.val().bit(buffer_bits);
        let room_fits = room.zext(buffer_bits) <= free;
        let left_fits = left.zext(buffer_bits) <= free;
        let fits = if whole { left_fits } else { room_fits };
        let buffer = Word::new(buffer_bits + 1, shape.buffer as u64);
        let granted_at_most = buffer - self.withheld.val().zext(buffer_bits + 1);
        self.window.next = granted_at_most;
        let window = self.window.val();
        let alone = !self.stores.val() && self.free.val() == window;
        let asks = self.active.val() && (alone || fits && !owing);
        let granted = asks && self.grant.val();
        self.request.next = asks;
        self.address.next = self.next_beat.val();
        self.beats.next = (size - 1).zext(8);

        // Where a beat is a word the next row comes a cycle later, so that a grant goes no further than here.
        let done = granted && whole;
        self.row_want.next = !self.active.val() || shape.words > 1 && done;
        if granted {
            // The next burst of the row begins at a multiple of the longest.
            let upper_bits = shape.beat_address_bits() - burst_bits;
            let upper = self.next_beat.val().slice(burst_bits, upper_bits) + 1;
            self.next_beat.next =
                if burst_bits > 0 { cat!(upper, Word::zero(burst_bits)) } else { upper };
            self.left.next = self.left.val() - room.zext(left_bits);
            self.room.next = longest;
            let two = room.zext(left_bits + 1) + longest.zext(left_bits + 1);
            self.whole.next = self.left.val().zext(left_bits + 1) <= two;
        }
        if done {
            self.active.next = false;
        }
        if self.row_open.val() {
            self.active.next = true;
            self.next_beat.next =
                self.row_address.val().slice(word_bits, shape.beat_address_bits());
            // Of the beats before the row's end, rounded up to whole ones.
            let sum_bits = shape.length_bits + 1;
            let words = self.row_words.val().zext(sum_bits);
            let end = if word_bits > 0 {
                let offset = self.row_address.val().slice(0, word_bits).zext(word_bits + 1);
                words + (offset + (shape.words - 1)).zext(sum_bits)
            } else {
                words
            };
            let beats = (end >> word_bits).trunc(sum_bits - word_bits);
            self.left.next = beats.zext(left_bits);
            let first_room = if burst_bits > 0 {
                longest - self.row_address.val().slice(word_bits, burst_bits).zext(size_bits)
            } else {
                longest
            };
            self.room.next = first_room;
            self.whole.next = beats.zext(left_bits) <= first_room.zext(left_bits);
        }

        let gained = if self.stores.val() { self.store_push.val() } else { self.load_take.val() };
        // With a beat more and without: each is there before it is known whether one came.
        let beats = size.zext(buffer_bits + 1);
        let less = self.free.val() - beats;
        let one_less = self.free.val() - (beats - 1);
        let more = self.free.val() + 1;
        let without = if granted { less } else { self.free.val() };
        let with = if granted { one_less } else { more };
        if self.rst.val() {
            // From the configuration itself: reset may last a single cycle.
            self.free.next = if self.store.val() { 0.into() } else { granted_at_most };
        } else {
            self.free.next = if gained { with } else { without };
        }
        let sent = granted && self.stores.val();
        if sent && !self.response.val() {
            self.outstanding.next = self.outstanding.val() + 1;
        } else if self.response.val() && !sent {
            self.outstanding.next = self.outstanding.val() - 1;
        }
        self.busy.next = self.active.val();
        self.waiting.next = self.outstanding.val().any();
        if self.rst.val() {
            self.active.next = false;
            self.outstanding.next = 0.into();
        }
    }
}

impl Leaf for AgBursts {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "ag_bursts",
            "The request process of an address generator: rows into bursts of memory beats.",
        )
        .param("words", self._shape.words)
        .param("n", self._shape.length_bits)
        .param("burst", self._shape.burst)
        .param("d", self._shape.buffer)
        .interface("row", "rows to request")
        .interface(
            "request",
            "the burst asked for: first beat address, beats less one; granted in the same cycle",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        for (words, length_bits, burst, buffer) in [(4, 20, 16, 32), (1, 8, 1, 2), (1, 16, 16, 32)]
        {
            let shape = BurstShape { words, length_bits, burst, buffer };
            check_leaf(|| AgBursts::new(shape), 1000, 1).unwrap();
        }
    }
}
