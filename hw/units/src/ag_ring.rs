//! The words that an address generator holds, and the shift between its port and memory.
//!
//! A ring of places, spread over banks. Memory beats lie in it as in memory, at a multiple of their length; a row's first word lies at its
//! place within its memory beat. Each of a load's rows begins in a beat of its own. So only the port's side shifts, a store's beat on its way in, a load's on its way out: through
//! one rotation, as a unit does either.

use crate::ag_data::DataShape;
use kiln_emit::prelude::*;

/// The ring.
#[derive(LogicBlock)]
pub struct AgRing {
    /// Clock.
    pub clk: Clock,
    /// The unit stores, else it loads.
    pub store: In<Bit>,
    /// A beat is put in at `tail`.
    pub take: In<Bit>,
    /// Load: zeros are put in instead of the memory beat.
    pub blank: In<Bit>,
    /// Place of the next word.
    pub tail: In<Word>,
    /// Place of the oldest word.
    pub head: In<Word>,
    /// Store: words of the port's beat.
    pub lane_in: Vec<In<Word>>,
    /// Load: words of the memory beat.
    pub memory_in: Vec<In<Word>>,
    /// Load: the words from `head` on.
    pub lane_out: Vec<Out<Word>>,
    /// Store: the memory beat in which `head` lies.
    pub memory_out: Vec<Out<Word>>,
    bank: Vec<LutRam>,
    enable: Vec<Wire<Bit>>,
    tail_wraps: Vec<Wire<Bit>>,
    head_wraps: Vec<Wire<Bit>>,
    read: Vec<Wire<Word>>,
    turned: Vec<Wire<Word>>,
    written: Vec<Wire<Word>>,
    group: Vec<Wire<Word>>,
    _shape: DataShape,
}

impl AgRing {
    /// A ring of that shape.
    pub fn new(shape: DataShape) -> Self {
        let banks = shape.banks();
        let ring_bits = index_bits(shape.ring());
        let stages = banks.ilog2() as usize + 1;
        Self {
            clk: Clock::new(),
            store: In::bit(),
            take: In::bit(),
            blank: In::bit(),
            tail: In::word(ring_bits),
            head: In::word(ring_bits),
            lane_in: many(shape.lanes, || In::word(32)),
            memory_in: many(shape.words, || In::word(32)),
            lane_out: many(shape.lanes, || Out::word(32)),
            memory_out: many(shape.words, || Out::word(32)),
            bank: many(banks, || LutRam::new(32, shape.ring() / banks)),
            enable: many(banks, Wire::bit),
            tail_wraps: many(banks, Wire::bit),
            head_wraps: many(banks, Wire::bit),
            read: many(banks, || Wire::word(32)),
            turned: many(stages * banks, || Wire::word(32)),
            written: many(banks, || Wire::word(32)),
            group: many(2 * banks - shape.words, || Wire::word(32)),
            _shape: shape,
        }
    }
}

/// First wire of layer `k`, each of which has half as many as the one before, the first `banks`.
fn layer(banks: usize, k: usize) -> usize {
    2 * (banks - (banks >> k))
}

impl Logic for AgRing {
    #[hdl_gen]
    fn update(&mut self) {
        let shape = self._shape;
        let banks = shape.banks();
        let stages = banks.ilog2() as usize;
        let row_bits = index_bits(shape.ring() / banks);
        let word_bits = shape.words.ilog2() as usize;
        let head_row = self.head.val().slice(stages, row_bits);
        let tail_row = self.tail.val().slice(stages, row_bits);
        let head_bank = self.head.val().slice(0, stages);
        let tail_bank = self.tail.val().slice(0, stages);

        for b in 0..banks {
            // The banks below the head's and the tail's hold the words that go on in the next row.
            if b + 1 < banks {
                self.tail_wraps[b].next = self.store.val() && tail_bank > b;
                self.head_wraps[b].next = head_bank > b;
            } else {
                self.tail_wraps[b].next = false;
                self.head_wraps[b].next = false;
            }
            let read_row = head_row + word(self.head_wraps[b].val()).zext(row_bits);
            self.read[b].next = self.bank[b].read(read_row);
        }

        // Port to ring: up by the tail's bank. Ring to port: down by the head's.
        let turn = if self.store.val() { tail_bank } else { -head_bank };
        for b in 0..banks {
            if b < shape.lanes {
                self.turned[b].next =
                    if self.store.val() { self.lane_in[b].val() } else { self.read[b].val() };
            } else {
                self.turned[b].next = if self.store.val() { 0.into() } else { self.read[b].val() };
            }
        }
        for k in 0..stages {
            for b in 0..banks {
                let from = k * banks + (b + banks - (1 << k)) % banks;
                self.turned[(k + 1) * banks + b].next = if turn.bit(k) {
                    self.turned[from].val()
                } else {
                    self.turned[k * banks + b].val()
                };
            }
        }
        for i in 0..shape.lanes {
            self.lane_out[i].next = self.turned[stages * banks + i].val();
        }

        for b in 0..banks {
            self.written[b].next = if self.store.val() {
                self.turned[stages * banks + b].val()
            } else if self.blank.val() {
                0.into()
            } else {
                self.memory_in[b % shape.words].val()
            };
            if shape.words < banks {
                let aligned_here =
                    self.tail.val().slice(word_bits, stages - word_bits) == b >> word_bits;
                self.enable[b].next = self.take.val() && (self.store.val() || aligned_here);
            } else {
                self.enable[b].next = self.take.val();
            }
            if self.enable[b].val() {
                let write_row = tail_row + word(self.tail_wraps[b].val()).zext(row_bits);
                self.bank[b].write(write_row, self.written[b].val());
            }
        }

        // Ring to memory: the group of banks in which the head lies.
        for b in 0..banks {
            self.group[b].next = self.read[b].val();
        }
        for k in 0..stages - word_bits {
            for b in 0..banks >> (k + 1) {
                let low = layer(banks, k) + (b / shape.words) * 2 * shape.words + b % shape.words;
                self.group[layer(banks, k + 1) + b].next = if self.head.val().bit(word_bits + k) {
                    self.group[low + shape.words].val()
                } else {
                    self.group[low].val()
                };
            }
        }
        for w in 0..shape.words {
            self.memory_out[w].next = self.group[layer(banks, stages - word_bits) + w].val();
        }
    }
}

impl Leaf for AgRing {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("ag_ring", "Words between a port and memory, with the shift between the two.")
            .param("lanes", self._shape.lanes)
            .param("words", self._shape.words)
            .interface("lane", "the port's beats")
            .interface("memory", "beats of memory")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        for (lanes, words) in [(8, 2), (2, 8)] {
            check_leaf(|| AgRing::new(DataShape { lanes, words, length_bits: 9 }), 500, 1).unwrap();
        }
    }
}
