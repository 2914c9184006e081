//! Who opens the next row of an address generator.
//!
//! Rows come from the counters. The process that opens them passes them on through a queue to the other one: a load's
//! rows go from the request process to the data process, a store's the other way. A row that is out of bounds is none of the
//! request process's business.

use kiln_emit::prelude::*;

/// The way of the rows, combinational.
#[derive(LogicBlock)]
pub struct AgRows {
    /// The unit takes part in the run.
    pub enable: In<Bit>,
    /// The unit stores, else it loads.
    pub store: In<Bit>,
    /// The counters show their row.
    pub settled: In<Bit>,
    /// The counters have finished.
    pub finished: In<Bit>,
    /// The counters' row: end mark, length in elements, word address.
    pub row: In<Word>,
    /// Words of the counters' row.
    pub row_words: In<Word>,
    /// Rows may be out of bounds.
    pub bounded: In<Bit>,
    /// The coordinate of the counters' row.
    pub bound: In<Word>,
    /// Coordinates from here on are out of bounds.
    pub bound_limit: In<Word>,
    /// The counters step.
    pub step: Out<Bit>,
    /// The queue: a row is put in.
    pub push_valid: Out<Bit>,
    /// It has room.
    pub push_ready: In<Bit>,
    /// What the other process needs of the counters' row: its length in words, and besides for a store's request process the
    /// word address, for a load's data process the length in elements, end mark, whether it is out of bounds, and the place.
    pub push_data: Out<Word>,
    /// A row is there.
    pub pop_valid: In<Bit>,
    /// It is taken.
    pub pop_ready: Out<Bit>,
    /// The row.
    pub pop_data: In<Word>,
    /// The request process would take a row.
    pub request_want: In<Bit>,
    /// It takes one.
    pub request_open: Out<Bit>,
    /// Word address of its row.
    pub request_address: Out<Word>,
    /// Length of its row in words.
    pub request_words: Out<Word>,
    /// The data process would take a row.
    pub data_want: In<Bit>,
    /// It takes one.
    pub data_open: Out<Bit>,
    /// Place of its first word within a beat of memory.
    pub data_offset: Out<Word>,
    /// Length of its row in elements.
    pub data_length: Out<Word>,
    /// The same in words.
    pub data_words: Out<Word>,
    /// End mark of its row.
    pub data_end: Out<Word>,
    /// Its row is out of bounds.
    pub data_away: Out<Bit>,
    _words: usize,
    _length_bits: usize,
}

/// Bits of a word address.
pub const ADDRESS_BITS: usize = 30;

/// Bits of a row in the queue between the processes.
pub fn queued_bits(words: usize, length_bits: usize) -> usize {
    length_bits + ADDRESS_BITS.max(length_bits + 3 + index_bits(words))
}

impl AgRows {
    /// For memory beats of `words` words and lengths of `length_bits` bits.
    pub fn new(words: usize, length_bits: usize) -> Self {
        let row = ADDRESS_BITS + length_bits + 2;
        Self {
            enable: In::bit(),
            store: In::bit(),
            settled: In::bit(),
            finished: In::bit(),
            row: In::word(row),
            row_words: In::word(length_bits),
            bounded: In::bit(),
            bound: In::word(length_bits),
            bound_limit: In::word(length_bits),
            step: Out::bit(),
            push_valid: Out::bit(),
            push_ready: In::bit(),
            push_data: Out::word(queued_bits(words, length_bits)),
            pop_valid: In::bit(),
            pop_ready: Out::bit(),
            pop_data: In::word(queued_bits(words, length_bits)),
            request_want: In::bit(),
            request_open: Out::bit(),
            request_address: Out::word(ADDRESS_BITS),
            request_words: Out::word(length_bits),
            data_want: In::bit(),
            data_open: Out::bit(),
            data_offset: Out::word(index_bits(words)),
            data_length: Out::word(length_bits),
            data_words: Out::word(length_bits),
            data_end: Out::word(2),
            data_away: Out::bit(),
            _words: words,
            _length_bits: length_bits,
        }
    }
}

impl Logic for AgRows {
    #[hdl_gen]
    fn update(&mut self) {
        let fresh = self.enable.val()
            && self.settled.val()
            && !self.finished.val()
            && self.push_ready.val();
        let request_there = if self.store.val() { self.pop_valid.val() } else { fresh };
        let data_there = if self.store.val() { fresh } else { self.pop_valid.val() };
        let request_open = request_there && self.request_want.val();
        let data_open = data_there && self.data_want.val();
        let open = if self.store.val() { data_open } else { request_open };
        let away = self.bounded.val() && self.bound.val() >= self.bound_limit.val();
        // A load's row that is out passes the request process by; a store's does not reach it.
        self.request_open.next = request_open && (self.store.val() || !away);
        self.data_open.next = data_open;
        self.step.next = open;
        self.push_valid.next = open && !(self.store.val() && away);
        self.pop_ready.next = if self.store.val() { request_open } else { data_open };

        let bits = self._length_bits;
        let place_bits = index_bits(self._words);
        let address = self.row.val().trunc(ADDRESS_BITS);
        let length = self.row.val().slice(ADDRESS_BITS, bits);
        let end = self.row.val().slice(ADDRESS_BITS + bits, 2);
        let words = self.row_words.val();
        let place = if self._words == 1 || away {
            Word::zero(place_bits)
        } else {
            address.trunc(place_bits)
        };
        let rest_bits = queued_bits(self._words, bits) - bits;
        let for_data = cat!(place, away, end, length).zext(rest_bits);
        let rest = if self.store.val() { address.zext(rest_bits) } else { for_data };
        self.push_data.next = cat!(rest, words);

        let queued_words = self.pop_data.val().trunc(bits);
        let queued = self.pop_data.val().slice(bits, rest_bits);
        self.request_address.next =
            if self.store.val() { queued.trunc(ADDRESS_BITS) } else { address };
        self.request_words.next = if self.store.val() { queued_words } else { words };
        self.data_words.next = if self.store.val() { words } else { queued_words };
        let data = if self.store.val() { for_data } else { queued };
        self.data_length.next = data.trunc(bits);
        self.data_end.next = data.slice(bits, 2);
        self.data_away.next = data.bit(bits + 2);
        self.data_offset.next = data.slice(bits + 3, place_bits);
    }
}

impl Leaf for AgRows {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "ag_rows",
            "Passes rows from the counters to the two processes of an address generator.",
        )
        .param("words", self._words)
        .param("n", self._length_bits)
        .interface("row", "the counters' row: end mark, length in elements, word address")
        .interface("push", "rows into the queue between the processes")
        .interface("pop", "rows out of the queue")
        .interface("request", "rows for the request process")
        .interface("data", "rows for the data process")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| AgRows::new(4, 20), 500, 1).unwrap();
        check_leaf(|| AgRows::new(1, 9), 500, 2).unwrap();
    }
}
