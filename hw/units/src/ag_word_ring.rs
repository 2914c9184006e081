//! The words that an address generator holds, where a beat of memory is one word.
//!
//! Nothing has to be shifted: each row begins in the first bank, so that a port's beat lies in whole halves, quarters or
//! single places of a line of banks, as narrow as its elements. Memory reads and writes any one place.

use crate::ag_data::DataShape;
use kiln_emit::prelude::*;

/// The ring.
#[derive(LogicBlock)]
pub struct AgWordRing {
    /// Clock.
    pub clk: Clock,
    /// The unit stores, else it loads.
    pub store: In<Bit>,
    /// The port is the scalar one: its beats have one word.
    pub scalar: In<Bit>,
    /// Elements of a word of memory: 1, 2 or 4, as the power of two. A vector beat has so many times fewer words.
    pub width: In<Word>,
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
    /// Load: the word of memory.
    pub memory_in: In<Word>,
    /// Load: the words from `head` on, as many as a beat has.
    pub lane_out: Vec<Out<Word>>,
    /// Store: the word at `head`.
    pub memory_out: Out<Word>,
    bank: Vec<LutRam>,
    read: Vec<Wire<Word>>,
    chosen: Vec<Wire<Word>>,
    written: Vec<Wire<Word>>,
    enable: Vec<Wire<Bit>>,
    _shape: DataShape,
}

impl AgWordRing {
    /// A ring of that shape, which has one word in a memory beat.
    pub fn new(shape: DataShape) -> Self {
        let lanes = shape.lanes;
        let ring_bits = index_bits(shape.ring());
        let layers = lanes.ilog2() as usize + 1;
        Self {
            clk: Clock::new(),
            store: In::bit(),
            scalar: In::bit(),
            width: In::word(2),
            take: In::bit(),
            blank: In::bit(),
            tail: In::word(ring_bits),
            head: In::word(ring_bits),
            lane_in: many(lanes, || In::word(32)),
            memory_in: In::word(32),
            lane_out: many(lanes, || Out::word(32)),
            memory_out: Out::word(32),
            bank: many(lanes, || LutRam::new(32, shape.ring() / lanes)),
            read: many(lanes, || Wire::word(32)),
            chosen: many(layers * lanes, || Wire::word(32)),
            written: many(layers * lanes, || Wire::word(32)),
            enable: many(lanes, Wire::bit),
            _shape: shape,
        }
    }
}

impl Logic for AgWordRing {
    #[hdl_gen]
    fn update(&mut self) {
        let lanes = self._shape.lanes;
        let bits = lanes.ilog2() as usize;
        let rows = index_bits(self._shape.ring() / lanes);
        let half = self.width.val().bit(0);
        let byte = self.width.val().bit(1);
        // A beat of so many words: one, a quarter of a line or at least that, half of it or more, all of it.
        let single = !self.store.val() || self.scalar.val();
        let halves = !single && !byte;
        let whole = halves && !half;

        let first = if self.store.val() {
            self.lane_in[0].val()
        } else if self.blank.val() {
            0.into()
        } else {
            self.memory_in.val()
        };
        let tail_bank = self.tail.val().trunc(bits);
        let tail_row = self.tail.val().slice(bits, rows);
        for b in 0..lanes {
            // Bank b takes word b, counted modulo the words of a beat.
            self.written[b].next = first;
            for k in 0..bits {
                let longer = if k + 1 == bits {
                    whole
                } else if k + 2 == bits {
                    halves
                } else {
                    !single
                };
                if b >> k & 1 == 1 {
                    self.written[(k + 1) * lanes + b].next = if longer {
                        self.lane_in[b % (2 << k)].val()
                    } else {
                        self.written[k * lanes + b].val()
                    };
                } else {
                    self.written[(k + 1) * lanes + b].next = self.written[k * lanes + b].val();
                }
            }
            let apart = tail_bank ^ b;
            let free = if bits >= 2 {
                cat!(whole, halves, word(!single).repeat(bits)).slice(2, bits)
            } else {
                cat!(whole, word(halves).repeat(bits)).slice(1, bits)
            };
            // Of a longer beat fewer of the bank's bits matter.
            self.enable[b].next = self.take.val() && !(apart & !free).any();
            if self.enable[b].val() {
                self.bank[b].write(tail_row, self.written[bits * lanes + b].val());
            }
        }

        let head_bank = self.head.val().trunc(bits);
        let head_row = self.head.val().slice(bits, rows);
        for b in 0..lanes {
            self.read[b].next = self.bank[b].read(head_row);
            self.chosen[b].next = self.read[b].val();
        }
        // Word i is in bank i or in one above it by a multiple of the words of a beat, which are more than i.
        for k in 0..bits {
            let step = bits - 1 - k;
            for b in 0..lanes {
                if b < 1 << step {
                    self.chosen[(k + 1) * lanes + b].next = if head_bank.bit(step) {
                        self.chosen[k * lanes + b + (1 << step)].val()
                    } else {
                        self.chosen[k * lanes + b].val()
                    };
                } else {
                    self.chosen[(k + 1) * lanes + b].next = self.chosen[k * lanes + b].val();
                }
            }
        }
        for i in 0..lanes {
            self.lane_out[i].next = self.chosen[bits * lanes + i].val();
        }
        self.memory_out.next = self.chosen[bits * lanes].val();
    }
}

impl Leaf for AgWordRing {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("ag_word_ring", "Words between a port and a memory of one word a beat.")
            .param("lanes", self._shape.lanes)
            .interface("lane", "the port's beats")
            .interface("memory", "words of memory")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        for lanes in [2, 4, 8] {
            let shape = DataShape { lanes, words: 1, length_bits: 9 };
            check_leaf(|| AgWordRing::new(shape), 500, 1).unwrap();
        }
    }
}
