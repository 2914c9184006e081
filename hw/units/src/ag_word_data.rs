//! The data process of an address generator where a beat of memory is one word.
//!
//! It keeps the counts; beats of the port lie in [`crate::ag_lines`], a line each. On one side a beat of the port moves, on
//! the other a word of memory; of a row every beat but the last is full. A load takes words and gives beats, a store the other way. What a step needs to know of the
//! row's end is in registers a step ahead. A load takes rows ahead of the one that it gives; those wait in a queue beside it.
//! See section 6 of `docs/execution.md`, and [`crate::ag_data`] for longer beats of memory.

use kiln_emit::prelude::*;

/// Sizes of an [`AgWordData`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordShape {
    /// Words of a vector beat, a power of two, at least 2.
    pub lanes: usize,
    /// Bits of a row's length in elements.
    pub length_bits: usize,
    /// Beats in the longer of the port's queues in and out.
    pub queue: usize,
}

impl WordShape {
    /// Words between the port's queues and memory's.
    pub fn capacity(&self) -> usize {
        self.lanes + 2
    }

    /// Lines: each has a word of the row at least, or is a beat in the port's queue.
    pub fn lines(&self) -> usize {
        (self.capacity() + self.queue).next_power_of_two()
    }

    /// Bits of a place in a line.
    pub fn place_bits(&self) -> usize {
        self.lanes.ilog2() as usize
    }
}

/// The process.
#[derive(LogicBlock)]
pub struct AgWordData {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// The unit stores, else it loads.
    pub store: In<Bit>,
    /// The port is the scalar one.
    pub scalar: In<Bit>,
    /// Elements of a word of memory: 1, 2 or 4, as the power of two.
    pub width: In<Word>,
    /// A row can be taken.
    pub row_want: Out<Bit>,
    /// It is taken.
    pub row_open: In<Bit>,
    /// Its length in elements.
    pub row_length: In<Word>,
    /// Its length in words.
    pub row_words: In<Word>,
    /// Its end mark.
    pub row_end: In<Word>,
    /// It is out of bounds: nothing is loaded or stored.
    pub row_away: In<Bit>,
    /// Load: the row that is taken waits to be given.
    pub wait_push: Out<Bit>,
    /// There is room for one.
    pub wait_room: In<Bit>,
    /// A row waits.
    pub wait_valid: In<Bit>,
    /// It is given from the next cycle on.
    pub wait_pop: Out<Bit>,
    /// Its length in elements.
    pub wait_length: In<Word>,
    /// Its end mark.
    pub wait_end: In<Word>,
    /// Load: the buffer has a word of memory.
    pub load_valid: In<Bit>,
    /// It is taken.
    pub load_ready: Out<Bit>,
    /// Store: a word of memory is given.
    pub store_valid: Out<Bit>,
    /// The buffer has room.
    pub store_ready: In<Bit>,
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
    /// A beat goes into the port's input queue (store) or out of its output queue (load).
    pub port_moves: In<Bit>,
    /// Line of that beat.
    pub port_line: Out<Word>,
    /// Load: a word is put in.
    pub take: Out<Bit>,
    /// It is zero instead of what memory has.
    pub blank: Out<Bit>,
    /// Line of memory's word.
    pub memory_line: Out<Word>,
    /// Its place in the line, in words.
    pub place: Out<Word>,
    /// Store: which elements of it are there, from its second on.
    pub keep: Out<Word>,
    /// A row is being moved.
    pub open: Out<Bit>,
    /// The process does its work: a load gives, a store takes.
    pub working: Out<Bit>,
    /// A store waits for its port.
    pub hungry: Out<Bit>,
    /// A load has the words of its next beat.
    pub ready: Out<Bit>,
    /// The port's beat does not end where the row ends.
    pub mark_error: Out<Bit>,
    /// Of the configuration, which is constant during a run.
    is_scalar: Reg<Bit>,
    element: Reg<Word>,
    /// Memory's side has a row: words that are left, whether that is one, where the next one lies.
    memory_open: Reg<Bit>,
    memory_left: Reg<Word>,
    memory_last: Reg<Bit>,
    away: Reg<Bit>,
    line: Reg<Word>,
    slot: Reg<Word>,
    /// The port's side has a row: elements that are left, whether they are one beat, the end mark, the beat's line.
    port_open: Reg<Bit>,
    port_left: Reg<Word>,
    port_last: Reg<Bit>,
    mark: Reg<Word>,
    /// The words of its last beat, and of its next one if that is full or the last.
    last_words: Reg<Word>,
    need: Reg<Word>,
    beat_line: Reg<Word>,
    /// Words between the sides.
    count: Reg<Word>,
    /// Whether there are so many; by elements: words of the next row's last beat, words of the port's beat, whether the
    /// row's last has them or more.
    reach: Vec<Wire<Bit>>,
    rest_words: Vec<Wire<Word>>,
    beat_words: Vec<Wire<Word>>,
    enough: Vec<Wire<Bit>>,
    holds: Vec<Wire<Bit>>,
    exceeds: Vec<Wire<Bit>>,
    lanes_given: Vec<Wire<Word>>,
    lengths: Vec<Wire<Word>>,
    single: Vec<Wire<Bit>>,
    needs: Vec<Wire<Word>>,
    _shape: WordShape,
}

impl AgWordData {
    /// A process of that shape.
    pub fn new(shape: WordShape) -> Self {
        let WordShape { lanes, length_bits, .. } = shape;
        let line = index_bits(shape.lines());
        let beat_words = || many(lanes + 1, || Wire::word(count_bits(lanes)));
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            store: In::bit(),
            scalar: In::bit(),
            width: In::word(2),
            row_want: Out::bit(),
            row_open: In::bit(),
            row_length: In::word(length_bits),
            row_words: In::word(length_bits),
            row_end: In::word(2),
            row_away: In::bit(),
            wait_push: Out::bit(),
            wait_room: In::bit(),
            wait_valid: In::bit(),
            wait_pop: Out::bit(),
            wait_length: In::word(length_bits),
            wait_end: In::word(2),
            load_valid: In::bit(),
            load_ready: Out::bit(),
            store_valid: Out::bit(),
            store_ready: In::bit(),
            beat_valid: In::bit(),
            beat_ready: Out::bit(),
            beat_mask: In::word(lanes),
            beat_end: In::word(2),
            give_valid: Out::bit(),
            give_ready: In::bit(),
            give_mask: Out::word(lanes),
            give_end: Out::word(2),
            port_moves: In::bit(),
            port_line: Out::word(line),
            take: Out::bit(),
            blank: Out::bit(),
            memory_line: Out::word(line),
            place: Out::word(shape.place_bits()),
            keep: Out::word(3),
            open: Out::bit(),
            working: Out::bit(),
            hungry: Out::bit(),
            ready: Out::bit(),
            mark_error: Out::bit(),
            is_scalar: Reg::bit(),
            element: Reg::word(2),
            memory_open: Reg::bit(),
            memory_left: Reg::word(length_bits),
            memory_last: Reg::bit(),
            away: Reg::bit(),
            line: Reg::word(line),
            slot: Reg::word(shape.place_bits()),
            port_open: Reg::bit(),
            port_left: Reg::word(length_bits),
            port_last: Reg::bit(),
            mark: Reg::word(2),
            last_words: Reg::word(count_bits(lanes)),
            need: Reg::word(count_bits(lanes)),
            beat_line: Reg::word(line),
            count: Reg::word(count_bits(shape.capacity())),
            reach: many(shape.capacity() + 2, Wire::bit),
            rest_words: beat_words(),
            beat_words: beat_words(),
            enough: many(lanes + 1, Wire::bit),
            holds: many(lanes + 1, Wire::bit),
            exceeds: many(lanes + 1, Wire::bit),
            lanes_given: (0..lanes).map(|i| Wire::word(i + 1)).collect(),
            lengths: many(2, || Wire::word(length_bits)),
            single: many(2, Wire::bit),
            needs: many(2, || Wire::word(count_bits(lanes))),
            _shape: shape,
        }
    }
}

impl Logic for AgWordData {
    #[hdl_gen]
    fn update(&mut self) {
        let shape = self._shape;
        let lanes = shape.lanes;
        let lane_bits = shape.place_bits();
        let bits = count_bits(lanes);
        let long = shape.length_bits;
        let count_width = count_bits(shape.capacity());
        let store = self.store.val();
        self.is_scalar.next = self.scalar.val();
        let scalar = self.is_scalar.val();
        self.element.next = self.width.val();
        let half = self.element.val().bit(0);
        let byte = self.element.val().bit(1);
        let mask = self.beat_mask.val();
        let left = self.port_left.val();
        let last = self.port_last.val();

        // The elements of the row's last beat are the rest of its length, and full beats do not change that.
        let rest = left.trunc(lane_bits);
        let waits = self.wait_valid.val();
        let next_length = if waits { self.wait_length.val() } else { self.row_length.val() };
        let next_rest = next_length.trunc(lane_bits);
        self.rest_words[0].next = 0.into();
        self.beat_words[0].next = 0.into();
        self.holds[0].next = false;
        self.exceeds[0].next = false;
        for n in 1..lanes + 1 {
            let words = if byte {
                Word::new(bits, n.div_ceil(4) as u64)
            } else if half {
                Word::new(bits, n.div_ceil(2) as u64)
            } else {
                Word::new(bits, n as u64)
            };
            let lasts = rest == n % lanes;
            let more = n < lanes && mask.bit(n % lanes);
            let exactly = mask.bit(n - 1) && !more;
            let of_next = words & word(next_rest == n % lanes).repeat(bits);
            self.rest_words[n].next = self.rest_words[n - 1].val() | of_next;
            self.beat_words[n].next =
                self.beat_words[n - 1].val() | (words & word(exactly).repeat(bits));
            self.holds[n].next = self.holds[n - 1].val() || lasts && mask.bit(n - 1);
            self.exceeds[n].next = self.exceeds[n - 1].val() || lasts && more;
        }
        let rest_words = self.rest_words[lanes].val();
        let full_words = if byte {
            Word::new(bits, lanes as u64 / 4)
        } else if half {
            Word::new(bits, lanes as u64 / 2)
        } else {
            Word::new(bits, lanes as u64)
        };
        let one_word = Word::new(bits, 1u64);
        let need = self.need.val();

        // How many words there are.
        let capacity = shape.capacity();
        self.reach[capacity + 1].next = false;
        for k in 0..capacity + 1 {
            let n = capacity - k;
            self.reach[n].next = self.reach[n + 1].val() || self.count.val() == n;
        }
        self.enough[0].next = false;
        for n in 1..lanes + 1 {
            self.enough[n].next = self.enough[n - 1].val() || need == n && self.reach[n].val();
        }

        // Memory's side moves a word: a load takes it, a store gives it.
        let room_load = !self.reach[capacity].val();
        let load_there = room_load && (self.load_valid.val() || self.away.val());
        let some = self.memory_open.val() && self.reach[1].val();
        let sent = self.store_ready.val() || self.away.val();
        let word_moves = if store { some && sent } else { self.memory_open.val() && load_there };
        let memory_last = self.memory_last.val();
        self.store_valid.next = some && store && !self.away.val();
        self.take.next = word_moves && !store;
        self.load_ready.next = word_moves && !store && !self.away.val();
        self.blank.next = self.away.val();

        // The port's side moves a beat.
        let ends = last && self.holds[lanes].val();
        let over = last && self.exceeds[lanes].val();
        let room_store = !self.reach[3].val();
        let ready = self.port_open.val() && self.enough[lanes].val();
        let taking = self.port_open.val() && room_store && self.beat_valid.val();
        let giving = ready && self.give_ready.val();
        let beat_moves = if store { taking } else { giving };
        let port_ends = if store { ends } else { last };
        self.beat_ready.next = taking && store;
        self.give_valid.next = ready && !store;
        self.give_end.next = if last { self.mark.val() } else { 0.into() };
        for i in 0..lanes {
            if i == 0 {
                self.lanes_given[i].next = word(true);
            } else if i + 1 < lanes {
                let on = !scalar && (!last || rest > i || !rest.any());
                self.lanes_given[i].next = cat!(on, self.lanes_given[i - 1].val());
            } else {
                let on = !scalar && (!last || !rest.any());
                self.lanes_given[i].next = cat!(on, self.lanes_given[i - 1].val());
            }
        }
        self.give_mask.next = self.lanes_given[lanes - 1].val();
        let expected = if ends { self.mark.val() } else { 0.into() };
        let wrong = if taking && store {
            cat!(over, self.beat_end.val() ^ expected)
        } else {
            Word::new(3, 0u64)
        };
        self.mark_error.next = wrong != 0;

        // Words between: each combination of what may move is there before it is known what does.
        let put = if ends { need } else { self.beat_words[lanes].val() };
        let plus = if store { put.zext(count_width) } else { !need.zext(count_width) };
        let count = self.count.val();
        let shifted = (cat!(count, true) + cat!(plus, !store)).slice(1, count_width);
        let one = cat!(word(store).repeat(count_width - 1), true);
        let stepped = count + one;
        let both = shifted + one;
        let with_beat = if word_moves { both } else { shifted };
        let without = if word_moves { stepped } else { count };
        self.count.next = if beat_moves { with_beat } else { without };

        // Rows. A store takes and gives one row; a load takes the next one when it has all of a row.
        let port_done = !self.port_open.val() || beat_moves && port_ends;
        let opening = self.row_open.val();
        // A row comes when there is none, not when the last word of one moves: the counters have the whole cycle.
        self.row_want.next = !self.memory_open.val() && (store || self.wait_room.val());
        // Only a load's rows wait: a store's beat, which comes late in the cycle, has no part in it.
        let given = !self.port_open.val() || giving && last;
        self.wait_pop.next = given && waits;
        self.wait_push.next = opening && (waits || !given);
        if opening {
            self.memory_open.next = true;
            self.away.next = self.row_away.val();
            self.memory_left.next = self.row_words.val();
            self.memory_last.next = self.row_words.val() == 1;
        } else if word_moves {
            self.memory_open.next = !memory_last;
            self.memory_left.next = self.memory_left.val() - 1;
            self.memory_last.next = self.memory_left.val() == 2;
        }
        let beat = if scalar {
            Word::new(lane_bits + 1, 1u64)
        } else {
            Word::new(lane_bits + 1, lanes as u64)
        };
        // Whether a row is one beat, and whether this one is when a beat has left it, and the next beat's words. None is empty.
        self.lengths[0].next = next_length;
        self.lengths[1].next = left;
        for k in 0..2 {
            let size = lane_bits + k;
            let beats = self.lengths[k].val().slice(size, long - size);
            let over = self.lengths[k].val().trunc(size).any();
            let vector = !(beats.slice(1, long - size - 1).any() || beats.bit(0) && over);
            let above = self.lengths[k].val().slice(1, long - 1);
            let second = k == 1 && !self.lengths[k].val().bit(0) && above == 1;
            let single = if scalar { !above.any() || second } else { vector };
            self.single[k].next = single;
            let last_words = if k == 0 { rest_words } else { self.last_words.val() };
            let vector_words = if single { last_words } else { full_words };
            self.needs[k].next = if scalar { one_word } else { vector_words };
        }
        // What is left stays until the next row: a store's last word goes later than its last beat, and asks for it.
        if port_done {
            self.port_open.next = waits || opening;
            if waits || opening {
                self.port_left.next = next_length;
                self.port_last.next = self.single[0].val();
                self.last_words.next = rest_words;
                self.need.next = self.needs[0].val();
                self.mark.next = if waits { self.wait_end.val() } else { self.row_end.val() };
            }
        } else if beat_moves {
            self.port_left.next = left - beat.zext(long);
            self.port_last.next = self.single[1].val();
            self.need.next = self.needs[1].val();
        }

        // Lines: one a beat of the port.
        let vector_place = if byte {
            Word::new(lane_bits, (lanes as u64 - 1) / 4)
        } else if half {
            Word::new(lane_bits, (lanes as u64 - 1) / 2)
        } else {
            Word::new(lane_bits, lanes as u64 - 1)
        };
        let last_place = if scalar { Word::zero(lane_bits) } else { vector_place };
        let full = self.slot.val() == last_place || memory_last;
        if word_moves {
            self.slot.next = if full { 0.into() } else { self.slot.val() + 1 };
            if full {
                self.line.next = self.line.val() + 1;
            }
        }
        if self.port_moves.val() {
            self.beat_line.next = self.beat_line.val() + 1;
        }
        self.memory_line.next = self.line.val();
        self.place.next = self.slot.val();
        self.port_line.next = self.beat_line.val();
        let low = if lane_bits > 1 { rest.trunc(2) } else { rest.zext(2) };
        let second = if byte { low != 1 } else { !low.bit(0) };
        let pieces = cat!(!low.any(), low != 1 && low != 2, second);
        self.keep.next = if memory_last { pieces } else { 7.into() };

        self.open.next = self.memory_open.val() || self.port_open.val();
        self.working.next = beat_moves;
        self.hungry.next = self.port_open.val() && !self.beat_valid.val();
        self.ready.next = ready;
        if self.rst.val() {
            self.memory_open.next = false;
            self.port_open.next = false;
            self.count.next = 0.into();
            self.line.next = 0.into();
            self.slot.next = 0.into();
            self.beat_line.next = 0.into();
        }
    }
}

impl Leaf for AgWordData {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "ag_word_data",
            "The data process of an address generator: counts between words of memory and beats of a port.",
        )
        .param("lanes", self._shape.lanes)
        .param("n", self._shape.length_bits)
        .param("lines", self._shape.lines())
        .interface("row", "rows to move")
        .interface("wait", "a load's rows that are taken and not yet given")
        .interface("load", "words of memory in")
        .interface("store", "words of memory out")
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
        for (lanes, queue) in [(4, 2), (2, 1), (8, 4)] {
            let shape = WordShape { lanes, length_bits: 9, queue };
            check_leaf(|| AgWordData::new(shape), 500, 1).unwrap();
        }
    }
}
