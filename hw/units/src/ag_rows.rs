//! Who opens the next row of an address generator.
//!
//! Rows come from the counters. The process that opens them passes them on through a queue to the other one: a load's
//! rows go from the request process to the data process, a store's the other way.

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
    /// The counters' row: end mark, length in words, word address.
    pub row: In<Word>,
    /// The counters step.
    pub step: Out<Bit>,
    /// The queue: a row is put in.
    pub push_valid: Out<Bit>,
    /// It has room.
    pub push_ready: In<Bit>,
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
    pub request_length: Out<Word>,
    /// The data process would take a row.
    pub data_want: In<Bit>,
    /// It takes one.
    pub data_open: Out<Bit>,
    /// Place of its first word within a beat of memory.
    pub data_offset: Out<Word>,
    /// Length of its row in words.
    pub data_length: Out<Word>,
    /// End mark of its row.
    pub data_end: Out<Word>,
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
            step: Out::bit(),
            push_valid: Out::bit(),
            push_ready: In::bit(),
            pop_valid: In::bit(),
            pop_ready: Out::bit(),
            pop_data: In::word(row),
            request_want: In::bit(),
            request_open: Out::bit(),
            request_address: Out::word(ADDRESS_BITS),
            request_length: Out::word(length_bits),
            data_want: In::bit(),
            data_open: Out::bit(),
            data_offset: Out::word(index_bits(words)),
            data_length: Out::word(length_bits),
            data_end: Out::word(2),
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
        self.request_open.next = request_open;
        self.data_open.next = data_open;
        self.step.next = if self.store.val() { data_open } else { request_open };
        self.push_valid.next = if self.store.val() { data_open } else { request_open };
        self.pop_ready.next = if self.store.val() { request_open } else { data_open };

        let bits = self._length_bits;
        let fresh_address = self.row.val().slice(0, ADDRESS_BITS);
        let queued_address = self.pop_data.val().slice(0, ADDRESS_BITS);
        let fresh_length = self.row.val().slice(ADDRESS_BITS, bits);
        let queued_length = self.pop_data.val().slice(ADDRESS_BITS, bits);
        let fresh_end = self.row.val().slice(ADDRESS_BITS + bits, 2);
        let queued_end = self.pop_data.val().slice(ADDRESS_BITS + bits, 2);
        self.request_address.next = if self.store.val() { queued_address } else { fresh_address };
        self.request_length.next = if self.store.val() { queued_length } else { fresh_length };
        self.data_length.next = if self.store.val() { fresh_length } else { queued_length };
        self.data_end.next = if self.store.val() { fresh_end } else { queued_end };
        if self._words == 1 {
            self.data_offset.next = 0.into();
        } else {
            let fresh_offset = self.row.val().slice(0, index_bits(self._words));
            let queued_offset = self.pop_data.val().slice(0, index_bits(self._words));
            self.data_offset.next = if self.store.val() { fresh_offset } else { queued_offset };
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
        .interface("row", "the counters' row: end mark, length in words, word address")
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
