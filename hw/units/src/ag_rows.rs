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
    /// The counters have finished.
    pub finished: In<Bit>,
    /// The counters' row: end mark, length in elements, word address.
    pub row: In<Word>,
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
    /// The counters' row, as the queue keeps it: below it whether it is out of bounds.
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
    /// Length of its row in elements.
    pub request_length: Out<Word>,
    /// The data process would take a row.
    pub data_want: In<Bit>,
    /// It takes one.
    pub data_open: Out<Bit>,
    /// Place of its first word within a beat of memory.
    pub data_offset: Out<Word>,
    /// Length of its row in elements.
    pub data_length: Out<Word>,
    /// End mark of its row.
    pub data_end: Out<Word>,
    /// Its row is out of bounds.
    pub data_away: Out<Bit>,
    _words: usize,
    _length_bits: usize,
}

/// Bits of a word address.
pub const ADDRESS_BITS: usize = 30;

impl AgRows {
    /// For memory beats of `words` words and lengths of `length_bits` bits.
    pub fn new(words: usize, length_bits: usize) -> Self {
        let row = ADDRESS_BITS + length_bits + 2;
        Self {
            enable: In::bit(),
            store: In::bit(),
            finished: In::bit(),
            row: In::word(row),
            bounded: In::bit(),
            bound: In::word(length_bits),
            bound_limit: In::word(length_bits),
            step: Out::bit(),
            push_valid: Out::bit(),
            push_ready: In::bit(),
            push_data: Out::word(row + 1),
            pop_valid: In::bit(),
            pop_ready: Out::bit(),
            pop_data: In::word(row + 1),
            request_want: In::bit(),
            request_open: Out::bit(),
            request_address: Out::word(ADDRESS_BITS),
            request_length: Out::word(length_bits),
            data_want: In::bit(),
            data_open: Out::bit(),
            data_offset: Out::word(index_bits(words)),
            data_length: Out::word(length_bits),
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
        let fresh = self.enable.val() && !self.finished.val() && self.push_ready.val();
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
        self.push_data.next = cat!(self.row.val(), away);
        self.pop_ready.next = if self.store.val() { request_open } else { data_open };

        let bits = self._length_bits;
        let queued = self.pop_data.val().slice(1, self.row.width());
        let request = if self.store.val() { queued } else { self.row.val() };
        let data = if self.store.val() { self.row.val() } else { queued };
        let data_away = if self.store.val() { away } else { self.pop_data.val().bit(0) };
        self.request_address.next = request.trunc(ADDRESS_BITS);
        self.request_length.next = request.slice(ADDRESS_BITS, bits);
        self.data_length.next = data.slice(ADDRESS_BITS, bits);
        self.data_end.next = data.slice(ADDRESS_BITS + bits, 2);
        self.data_away.next = data_away;
        if self._words == 1 || data_away {
            self.data_offset.next = 0.into();
        } else {
            self.data_offset.next = data.trunc(index_bits(self._words));
        }
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
