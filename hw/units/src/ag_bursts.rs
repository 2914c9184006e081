//! The request process of an address generator: splits rows into bursts and asks the memory port for them.
//!
//! A load asks when the load buffer has room for the whole burst, a store when the store buffer holds all of it. Both are
//! one test: `held + beats <= level`, where `held` counts beats promised and not yet returned. Of a load's buffer some beats
//! can be withheld, as long as one burst can be under way. See section 6 of `docs/execution.md`.

use crate::ag_rows::ADDRESS_BITS;
use kiln_emit::prelude::*;

/// Sizes of an [`AgBursts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BurstShape {
    /// Words of a memory beat, a power of two.
    pub words: usize,
    /// Bits of a row's length in elements.
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
    /// Its length in elements.
    pub row_length: In<Word>,
    /// Elements of a word of memory: 1, 2 or 4, as the power of two.
    pub width: In<Word>,
    /// Beats of the load buffer that are not used.
    pub withheld: In<Word>,
    /// Beats in the store buffer.
    pub stored: In<Word>,
    /// A beat leaves the load buffer.
    pub load_take: In<Bit>,
    /// A beat leaves the store buffer.
    pub store_take: In<Bit>,
    /// A burst is asked for.
    pub request: Out<Bit>,
    /// Its first beat address.
    pub address: Out<Word>,
    /// Its beats, less one.
    pub beats: Out<Word>,
    /// The burst is granted.
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
    held: Reg<Word>,
    outstanding: Reg<Word>,
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
            row_length: In::word(shape.length_bits),
            width: In::word(2),
            withheld: In::word(count_bits(shape.buffer)),
            stored: In::word(count_bits(shape.buffer)),
            load_take: In::bit(),
            store_take: In::bit(),
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
            held: Reg::word(count_bits(shape.buffer)),
            outstanding: Reg::word(OUTSTANDING_BITS),
            _shape: shape,
        }
    }
}

impl Logic for AgBursts {
    #[hdl_gen]
    fn update(&mut self) {
        let shape = self._shape;
        let word_bits = shape.words.ilog2() as usize;
        let burst_bits = shape.burst.ilog2() as usize;
        let size_bits = shape.beats_bits();

        // The burst: to the end of the row or to the next multiple of the burst length.
        let room = if burst_bits > 0 {
            Word::new(size_bits, shape.burst as u64)
                - self.next_beat.val().slice(0, burst_bits).zext(size_bits)
        } else {
            Word::new(size_bits, 1u64)
        };
        let whole = self.left.val() <= room.zext(shape.left_bits());
        let size = if whole { self.left.val().trunc(size_bits) } else { room };
        let buffer = Word::new(count_bits(shape.buffer), shape.buffer as u64);
        let window =
            if self.withheld.val() > buffer { 0.into() } else { buffer - self.withheld.val() };
        let level = if self.store.val() { self.stored.val() } else { window };
        let level_bits = count_bits(shape.buffer) + 1;
        let need = self.held.val().zext(level_bits) + size.zext(level_bits);
        let alone = !(self.store.val() || self.held.val().any());
        // As a word, so that a simulator compares only for a row that is there.
        let asks = if self.active.val() {
            cat!(alone, need <= level.zext(level_bits))
        } else {
            Word::new(2, 0u64)
        };
        self.request.next = asks != 0;
        self.address.next = self.next_beat.val();
        self.beats.next = (size - 1).zext(8);

        let done = self.grant.val() && whole;
        self.row_want.next = !self.active.val() || done;
        if self.grant.val() {
            self.next_beat.next = self.next_beat.val() + size.zext(shape.beat_address_bits());
            self.left.next = self.left.val() - size.zext(shape.left_bits());
        }
        if done {
            self.active.next = false;
        }
        if self.row_open.val() {
            self.active.next = true;
            self.next_beat.next =
                self.row_address.val().slice(word_bits, shape.beat_address_bits());
            // Of the beats before the row's end: rounded up to whole words, and these to whole beats, in elements.
            let half = self.width.val().bit(0);
            let byte = self.width.val().bit(1);
            let offset = if word_bits > 0 {
                self.row_address.val().slice(0, word_bits).zext(word_bits + 1)
            } else {
                Word::new(1, 0u64)
            };
            let places = offset + (shape.words - 1);
            let margin_bits = word_bits + 3;
            let margin = if byte {
                cat!(places, true, true)
            } else if half {
                cat!(places, true).zext(margin_bits)
            } else {
                places.zext(margin_bits)
            };
            let sum_bits = shape.length_bits + 1;
            let end = self.row_length.val().zext(sum_bits) + margin.zext(sum_bits);
            let words = if byte {
                end >> 2usize
            } else if half {
                end >> 1usize
            } else {
                end
            };
            let beats = (words >> word_bits).trunc(sum_bits - word_bits);
            self.left.next = beats.zext(shape.left_bits());
        }

        let moved = self.grant.val() || self.store_take.val() || self.load_take.val();
        let returned = if self.store.val() { self.store_take.val() } else { self.load_take.val() };
        let taken = if self.grant.val() { size.zext(count_bits(shape.buffer)) } else { 0.into() };
        if moved {
            self.held.next =
                self.held.val() + taken - word(returned).zext(count_bits(shape.buffer));
        }
        let sent = self.grant.val() && self.store.val();
        if sent && !self.response.val() {
            self.outstanding.next = self.outstanding.val() + 1;
        } else if self.response.val() && !sent {
            self.outstanding.next = self.outstanding.val() - 1;
        }
        self.busy.next = self.active.val();
        self.waiting.next = self.outstanding.val().any();
        if self.rst.val() {
            self.active.next = false;
            self.held.next = 0.into();
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
        for (words, length_bits, burst, buffer) in [(4, 20, 16, 32), (1, 8, 1, 2)] {
            let shape = BurstShape { words, length_bits, burst, buffer };
            check_leaf(|| AgBursts::new(shape), 1000, 1).unwrap();
        }
    }
}
