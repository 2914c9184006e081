//! The data process of an address generator: takes beats on one side and gives beats on the other.
//!
//! It keeps the counts; the words are in [`crate::ag_ring`]. A load takes beats of memory and gives beats of its port, a
//! store the other way; one of the two sides is aligned to memory, and the ring shifts between them. Both sides count
//! their row in elements, of which a word of memory has one, two or four; the ring counts words. A load takes rows ahead
//! of the one that it gives; those wait in a queue beside it. See section 6 of `docs/execution.md`.

use kiln_emit::prelude::*;

/// Sizes of an [`AgData`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataShape {
    /// Words of a vector beat, a power of two.
    pub lanes: usize,
    /// Words of a memory beat, a power of two, at least 2 (for 1 see [`crate::ag_word_data`]).
    pub words: usize,
    /// Bits of a row's length in elements.
    pub length_bits: usize,
}

/// Rows that a load holds at once, wholly or in part: the one that it gives and those that wait.
pub const ROWS: usize = 4;

impl DataShape {
    /// Words that the queue may hold.
    pub fn capacity(&self) -> usize {
        self.lanes + 2 * self.words
    }

    /// Places of the ring: room for the queue, and for what is left free before and after the rows' words. Rows begin in
    /// a memory beat of their own.
    pub fn ring(&self) -> usize {
        let free = 2 * ROWS * (self.words - 1);
        (self.capacity() + free).next_power_of_two().max(2 * self.banks())
    }

    /// Memories of the ring.
    pub fn banks(&self) -> usize {
        self.lanes.max(self.words)
    }

    /// Bits of a number of words moved at once.
    fn move_bits(&self) -> usize {
        count_bits(self.banks())
    }

    /// Bits of a number of elements moved at once.
    fn element_bits(&self) -> usize {
        self.move_bits() + 2
    }
}

/// The process.
#[derive(LogicBlock)]
pub struct AgData {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// The unit stores, else it loads.
    pub store: In<Bit>,
    /// The port is the scalar one.
    pub scalar: In<Bit>,
    /// A row can be taken.
    pub row_want: Out<Bit>,
    /// It is taken.
    pub row_open: In<Bit>,
    /// Place of its first word within a memory beat.
    pub row_offset: In<Word>,
    /// Its length in elements.
    pub row_length: In<Word>,
    /// Its end mark.
    pub row_end: In<Word>,
    /// It is out of bounds: nothing is loaded or stored.
    pub row_away: In<Bit>,
    /// Elements of a word of memory: 1, 2 or 4, as the power of two.
    pub width: In<Word>,
    /// Load: the row that is taken waits to be given.
    pub wait_push: Out<Bit>,
    /// There is room for one.
    pub wait_room: In<Bit>,
    /// A row waits.
    pub wait_valid: In<Bit>,
    /// It is given from the next cycle on.
    pub wait_pop: Out<Bit>,
    /// Place of its first word within a memory beat.
    pub wait_offset: In<Word>,
    /// Its length in elements.
    pub wait_length: In<Word>,
    /// Its end mark.
    pub wait_end: In<Word>,
    /// Load: the buffer has a beat of memory.
    pub load_valid: In<Bit>,
    /// It is taken.
    pub load_ready: Out<Bit>,
    /// Store: a beat of memory is given.
    pub store_valid: Out<Bit>,
    /// The buffer has room.
    pub store_ready: In<Bit>,
    /// Words of it that are written.
    pub store_words: Out<Word>,
    /// Store: the port's beat is there.
    pub beat_valid: In<Bit>,
    /// It is taken.
    pub beat_ready: Out<Bit>,
    /// Its mask.
    pub beat_mask: In<Word>,
    /// Its end mark.
    pub beat_end: In<Word>,
    /// Load: a beat is given.
    pub give_valid: Out<Bit>,
    /// The port's queue has room.
    pub give_ready: In<Bit>,
    /// Its mask.
    pub give_mask: Out<Word>,
    /// Its end mark.
    pub give_end: Out<Word>,
    /// Words are put into the ring.
    pub take: Out<Bit>,
    /// They are zeros instead of what memory has.
    pub blank: Out<Bit>,
    /// Place of the oldest word.
    pub head: Out<Word>,
    /// Place of the next word.
    pub tail: Out<Word>,
    /// A row is being given.
    pub open: Out<Bit>,
    /// The process does its work: a load gives, a store takes.
    pub working: Out<Bit>,
    /// A store waits for its port.
    pub hungry: Out<Bit>,
    /// A load has the words of its next beat.
    pub ready: Out<Bit>,
    /// The port's beat does not end where the row ends.
    pub mark_error: Out<Bit>,
    opened: Reg<Bit>,
    /// A row is being taken.
    filling: Reg<Bit>,
    away: Reg<Bit>,
    take_left: Reg<Word>,
    give_left: Reg<Word>,
    first: Reg<Word>,
    mark: Reg<Word>,
    count: Reg<Word>,
    oldest: Reg<Word>,
    newest: Reg<Word>,
    ones: Vec<Wire<Word>>,
    /// Elements of the port's beat, of the rest to take, of the rest to give; and the words that hold them.
    elements: Vec<Wire<Word>>,
    filled: Vec<Wire<Word>>,
    lane_given: Vec<Wire<Word>>,
    word_given: Vec<Wire<Word>>,
    _shape: DataShape,
}

impl AgData {
    /// A process of that shape.
    pub fn new(shape: DataShape) -> Self {
        let DataShape { lanes, words, length_bits } = shape;
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            store: In::bit(),
            scalar: In::bit(),
            row_want: Out::bit(),
            row_open: In::bit(),
            row_offset: In::word(index_bits(words)),
            row_length: In::word(length_bits),
            row_end: In::word(2),
            row_away: In::bit(),
            width: In::word(2),
            wait_push: Out::bit(),
            wait_room: In::bit(),
            wait_valid: In::bit(),
            wait_pop: Out::bit(),
            wait_offset: In::word(index_bits(words)),
            wait_length: In::word(length_bits),
            wait_end: In::word(2),
            load_valid: In::bit(),
            load_ready: Out::bit(),
            store_valid: Out::bit(),
            store_ready: In::bit(),
            store_words: Out::word(words),
            beat_valid: In::bit(),
            beat_ready: Out::bit(),
            beat_mask: In::word(lanes),
            beat_end: In::word(2),
            give_valid: Out::bit(),
            give_ready: In::bit(),
            give_mask: Out::word(lanes),
            give_end: Out::word(2),
            take: Out::bit(),
            blank: Out::bit(),
            head: Out::word(index_bits(shape.ring())),
            tail: Out::word(index_bits(shape.ring())),
            open: Out::bit(),
            working: Out::bit(),
            hungry: Out::bit(),
            ready: Out::bit(),
            mark_error: Out::bit(),
            opened: Reg::bit(),
            filling: Reg::bit(),
            away: Reg::bit(),
            take_left: Reg::word(length_bits),
            give_left: Reg::word(length_bits),
            first: Reg::word(index_bits(words)),
            mark: Reg::word(2),
            count: Reg::word(count_bits(shape.capacity())),
            oldest: Reg::word(index_bits(shape.ring())),
            newest: Reg::word(index_bits(shape.ring())),
            ones: many(lanes + 1, || Wire::word(shape.move_bits())),
            elements: many(3, || Wire::word(shape.element_bits())),
            filled: many(3, || Wire::word(shape.move_bits())),
            lane_given: (0..lanes).map(|i| Wire::word(i + 1)).collect(),
            word_given: (0..words).map(|i| Wire::word(i + 1)).collect(),
            _shape: shape,
        }
    }
}

impl Logic for AgData {
    #[hdl_gen]
    fn update(&mut self) {
        let shape = self._shape;
        let bits = shape.move_bits();
        let wide = shape.element_bits();
        let long = shape.length_bits;
        let count_width = self.count.width();
        let ring_bits = index_bits(shape.ring());
        let store = self.store.val();
        let half = self.width.val().bit(0);
        let byte = self.width.val().bit(1);
        // Words of a memory beat from `first` to its end, and the elements in them.
        let aligned = Word::new(bits, shape.words as u64) - self.first.val().zext(bits);
        let aligned_elements = if byte {
            aligned.zext(wide) << 2usize
        } else if half {
            aligned.zext(wide) << 1usize
        } else {
            aligned.zext(wide)
        };
        self.ones[0].next = 0.into();
        for i in 0..shape.lanes {
            self.ones[i + 1].next =
                self.ones[i].val() + word(self.beat_mask.val().bit(i)).zext(bits);
        }
        self.elements[0].next = self.ones[shape.lanes].val().zext(wide);
        self.elements[1].next = self.take_left.val().trunc(wide);
        self.elements[2].next = self.give_left.val().trunc(wide);
        for k in 0..3 {
            // Rounded up; three elements to a word is not a width.
            let up = self.elements[k].val() + cat!(byte, half || byte).zext(wide);
            self.filled[k].next = if byte {
                (up >> 2usize).trunc(bits)
            } else if half {
                (up >> 1usize).trunc(bits)
            } else {
                up.trunc(bits)
            };
        }

        // Take.
        let offered = if store { self.elements[0].val() } else { aligned_elements };
        let offered_words = if store { self.filled[0].val() } else { aligned };
        // The long comparison is with zero, and waits for nothing.
        let take_long = long > wide && self.take_left.val().slice(wide, long - wide).any();
        let ending = !take_long && self.take_left.val().trunc(wide) <= offered;
        let taken = if ending { self.elements[1].val() } else { offered };
        let taken_words = if ending { self.filled[1].val() } else { offered_words };
        let fits_load = self.count.val() <= shape.lanes + shape.words;
        let fits_store = self.count.val() <= 2 * shape.words;
        let fits = if store { fits_store } else { fits_load };
        let arrived = self.load_valid.val() || self.away.val();
        let there = if store { self.beat_valid.val() } else { arrived };
        let taking = self.filling.val() && fits && there;
        let over = ending && self.elements[1].val() != offered;
        let expected = if ending { self.mark.val() } else { 0.into() };
        self.take.next = taking;
        self.blank.next = self.away.val();
        self.load_ready.next = taking && !store && !self.away.val();
        self.beat_ready.next = taking && store;
        let wrong = if taking && store {
            cat!(over, self.beat_end.val() ^ expected)
        } else {
            Word::new(3, 0u64)
        };
        self.mark_error.next = wrong != 0;

        // Give.
        let beat_words = if byte {
            Word::new(bits, shape.lanes as u64 / 4)
        } else if half {
            Word::new(bits, shape.lanes as u64 / 2)
        } else {
            Word::new(bits, shape.lanes as u64)
        };
        let scalar = self.scalar.val();
        let port_unit =
            if scalar { Word::new(wide, 1u64) } else { Word::new(wide, shape.lanes as u64) };
        let port_words = if scalar { Word::new(bits, 1u64) } else { beat_words };
        let unit = if store { aligned_elements } else { port_unit };
        let unit_words = if store { aligned } else { port_words };
        let give_long = long > wide && self.give_left.val().slice(wide, long - wide).any();
        let whole = !give_long && self.give_left.val().trunc(wide) <= unit;
        let given = if whole { self.elements[2].val() } else { unit };
        let given_words = if whole { self.filled[2].val() } else { unit_words };
        let enough = self.opened.val() && self.count.val() >= given_words.zext(count_width);
        let sent = self.store_ready.val() || self.away.val();
        let room = if store { sent } else { self.give_ready.val() };
        let giving = enough && room;
        let closing = giving && whole;
        self.store_valid.next = enough && store && !self.away.val();
        self.give_valid.next = enough && !store;
        self.give_end.next = if whole { self.mark.val() } else { 0.into() };
        for i in 0..shape.lanes {
            let on = given > i;
            if i == 0 {
                self.lane_given[i].next = word(on);
            } else {
                self.lane_given[i].next = cat!(on, self.lane_given[i - 1].val());
            }
        }
        self.give_mask.next = self.lane_given[shape.lanes - 1].val();
        let stop = self.first.val().zext(bits) + given_words;
        for i in 0..shape.words {
            if i == 0 {
                self.word_given[i].next = word(!self.first.val().any() && stop > 0);
            } else if i + 1 < shape.words {
                let inside = self.first.val() <= i && stop > i;
                self.word_given[i].next = cat!(inside, self.word_given[i - 1].val());
            } else {
                self.word_given[i].next = cat!(stop > i, self.word_given[i - 1].val());
            }
        }
        self.store_words.next = self.word_given[shape.words - 1].val();

        // Rows. A store takes and gives one row; a load takes the next one when it has all of a row.
        let taken_all = !self.filling.val() || taking && ending;
        let given_all = !self.opened.val() || closing;
        let opening = self.row_open.val();
        self.row_want.next = if store { given_all } else { taken_all && self.wait_room.val() };
        self.wait_pop.next = given_all && self.wait_valid.val();
        self.wait_push.next = opening && (self.wait_valid.val() || !given_all);
        if opening {
            self.filling.next = true;
            self.away.next = self.row_away.val();
            self.take_left.next = self.row_length.val();
        } else if taking {
            self.filling.next = !ending;
            self.take_left.next = self.take_left.val() - taken.zext(long);
        }
        if opening {
            self.first.next = self.row_offset.val();
        } else if taking && !store || giving && store {
            self.first.next = 0.into();
        }
        let next_offset =
            if self.wait_valid.val() { self.wait_offset.val() } else { self.row_offset.val() };
        if given_all {
            self.opened.next = self.wait_valid.val() || opening;
            self.give_left.next =
                if self.wait_valid.val() { self.wait_length.val() } else { self.row_length.val() };
            self.mark.next =
                if self.wait_valid.val() { self.wait_end.val() } else { self.row_end.val() };
        } else if giving {
            self.give_left.next = self.give_left.val() - given.zext(long);
        }

        // Places in the ring. A load's beats of memory come whole, and a row's first word lies in a beat of its own.
        let plus = if taking { taken_words } else { 0.into() };
        let minus = if giving { given_words } else { 0.into() };
        if taking || giving {
            self.count.next = self.count.val() + plus.zext(count_width) - minus.zext(count_width);
        }
        let filled = if store { taken_words } else { Word::new(bits, shape.words as u64) };
        let taken_places = if taking { filled.zext(ring_bits) } else { Word::zero(ring_bits) };
        let reached = self.newest.val() + taken_places;
        if opening && store {
            self.newest.next = self.row_offset.val().zext(ring_bits);
        } else if taking {
            self.newest.next = reached;
        }
        // Between rows the place does not matter: it is set when one comes to be given.
        if giving || opening || self.wait_valid.val() {
            let passed = self.oldest.val() + minus.zext(ring_bits);
            if store {
                self.oldest.next =
                    if opening { self.row_offset.val().zext(ring_bits) } else { passed };
            } else {
                let word_bits = index_bits(shape.words);
                let beat_bits = ring_bits - word_bits;
                let beat = passed.slice(word_bits, beat_bits);
                let inside = passed.trunc(word_bits);
                let rest = word(closing && inside.any()).zext(beat_bits);
                let place = if given_all { next_offset } else { inside };
                self.oldest.next = cat!(beat + rest, place);
            }
        }
        self.head.next = self.oldest.val();
        self.tail.next = self.newest.val();
        self.open.next = self.opened.val();
        self.working.next = if store { taking } else { giving };
        self.hungry.next = self.filling.val() && !self.beat_valid.val();
        self.ready.next = enough;
        if self.rst.val() {
            self.opened.next = false;
            self.filling.next = false;
            self.count.next = 0.into();
            self.newest.next = 0.into();
            self.oldest.next = 0.into();
        }
    }
}

impl Leaf for AgData {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "ag_data",
            "The data process of an address generator: counts words between memory and a port.",
        )
        .param("lanes", self._shape.lanes)
        .param("words", self._shape.words)
        .param("n", self._shape.length_bits)
        .interface("row", "rows to move")
        .interface("wait", "a load's rows that are taken and not yet given")
        .interface("load", "beats of memory in")
        .interface("store", "beats of memory out")
        .interface("beat", "beats of the port in")
        .interface("give", "beats of the port out")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        for (lanes, words) in [(8, 2), (2, 8)] {
            check_leaf(|| AgData::new(DataShape { lanes, words, length_bits: 9 }), 500, 1).unwrap();
        }
    }
}
