//! The words that an address generator holds, where a beat of memory is one word: lines, each a beat of the port.
//!
//! A beat of the port has a line of lanes from when it enters the unit, or until it leaves it; so the port's queues hold only
//! counts, masks and marks. Memory's words are taken apart into elements on their way in, and put together on their way out.

use crate::ag_word_data::WordShape;
use kiln_emit::prelude::*;

/// The lines.
#[derive(LogicBlock)]
pub struct AgLines {
    /// Clock.
    pub clk: Clock,
    /// The unit stores, else it loads.
    pub store: In<Bit>,
    /// The port is the scalar one: its beats have one word.
    pub scalar: In<Bit>,
    /// Elements of a word of memory: 1, 2 or 4, as the power of two.
    pub width: In<Word>,
    /// Load: a word is put in.
    pub take: In<Bit>,
    /// It is zero instead of what memory has.
    pub blank: In<Bit>,
    /// Line of memory's word.
    pub memory_line: In<Word>,
    /// Its place in the line, in words.
    pub place: In<Word>,
    /// Store: which elements of it are there, from its second on.
    pub keep: In<Word>,
    /// A beat of the port moves; a store's is put in.
    pub port_moves: In<Bit>,
    /// Its line.
    pub port_line: In<Word>,
    /// Words of the vector port's beat.
    pub vector_in: Vec<In<Word>>,
    /// The scalar port's word.
    pub scalar_in: In<Word>,
    /// Load: the word of memory.
    pub memory_in: In<Word>,
    /// Load: the beat.
    pub lane_out: Vec<Out<Word>>,
    /// Store: the word of memory.
    pub memory_out: Out<Word>,
    bank: Vec<LutRam>,
    read: Vec<Wire<Word>>,
    enable: Vec<Wire<Bit>>,
    from_port: Vec<Wire<Word>>,
    /// Whole words and pieces for memory, joined by and by.
    wholes: Vec<Wire<Word>>,
    halves: Vec<Wire<Word>>,
    bytes: Vec<Wire<Word>>,
    _shape: WordShape,
}

impl AgLines {
    /// Lines of that shape.
    pub fn new(shape: WordShape) -> Self {
        let lanes = shape.lanes;
        let line = index_bits(shape.lines());
        let words = |n: usize| many(n, || Wire::word(32));
        Self {
            clk: Clock::new(),
            store: In::bit(),
            scalar: In::bit(),
            width: In::word(2),
            take: In::bit(),
            blank: In::bit(),
            memory_line: In::word(line),
            place: In::word(shape.place_bits()),
            keep: In::word(3),
            port_moves: In::bit(),
            port_line: In::word(line),
            vector_in: many(lanes, || In::word(32)),
            scalar_in: In::word(32),
            memory_in: In::word(32),
            lane_out: many(lanes, || Out::word(32)),
            memory_out: Out::word(32),
            bank: many(lanes, || LutRam::new(32, shape.lines())),
            read: words(lanes),
            enable: many(lanes, Wire::bit),
            from_port: words(lanes),
            wholes: words(lanes + 1),
            halves: words(lanes / 2 + 1),
            bytes: words(lanes / 4 + 1),
            _shape: shape,
        }
    }
}

impl Logic for AgLines {
    #[hdl_gen]
    fn update(&mut self) {
        let lanes = self._shape.lanes;
        let store = self.store.val();
        let scalar = self.scalar.val();
        let half = self.width.val().bit(0);
        let byte = self.width.val().bit(1);
        let whole = !(half || byte);
        let place = self.place.val();

        // In: one of what is joined by "or" is not zero.
        let loads = !(store || self.blank.val());
        let memory = self.memory_in.val();
        let as_whole = word(loads && whole).repeat(32);
        let as_half = word(loads && half).repeat(16);
        let as_byte = loads && byte;
        let line = if store { self.port_line.val() } else { self.memory_line.val() };
        for b in 0..lanes {
            if b == 0 {
                self.from_port[b].next =
                    if scalar { self.scalar_in.val() } else { self.vector_in[b].val() };
            } else {
                self.from_port[b].next = self.vector_in[b].val();
            }
            let piece = memory.slice(b % 2 * 16, 16) & as_half;
            let low = memory.slice(b % 4 * 8, 8);
            let sign = word(low.bit(7) && as_byte).repeat(24);
            let narrow = cat!(piece, Word::zero(16)) | cat!(sign, low & word(as_byte).repeat(8));
            let from_port = self.from_port[b].val() & word(store).repeat(32);
            let written = (memory & as_whole) | narrow | from_port;
            let half_here = half && place == b / 2;
            let byte_here = byte && (lanes <= 4 || place == b / 4);
            let here = byte_here || half_here || whole && (scalar || place == b);
            self.enable[b].next =
                if store { self.port_moves.val() } else { self.take.val() && here };
            if self.enable[b].val() {
                self.bank[b].write(line, written);
            }
        }

        // Out.
        let read_line = if store { self.memory_line.val() } else { self.port_line.val() };
        let keep = self.keep.val();
        self.wholes[0].next = Word::zero(32);
        self.halves[0].next = Word::zero(32);
        self.bytes[0].next = Word::zero(32);
        for b in 0..lanes {
            self.read[b].next = self.bank[b].read(read_line);
            self.lane_out[b].next = self.read[b].val();
            let here = word(whole && place == b).repeat(32);
            self.wholes[b + 1].next = self.wholes[b].val() | (self.read[b].val() & here);
        }
        for b in 0..lanes / 2 {
            let here = half && place == b;
            let pair = cat!(
                self.read[2 * b + 1].val().slice(16, 16) & word(here && keep.bit(0)).repeat(16),
                self.read[2 * b].val().slice(16, 16) & word(here).repeat(16)
            );
            self.halves[b + 1].next = self.halves[b].val() | pair;
        }
        for b in 0..lanes / 4 {
            let here = byte && (lanes <= 4 || place == b);
            let four = cat!(
                self.read[4 * b + 3].val().trunc(8) & word(here && keep.bit(2)).repeat(8),
                self.read[4 * b + 2].val().trunc(8) & word(here && keep.bit(1)).repeat(8),
                self.read[4 * b + 1].val().trunc(8) & word(here && keep.bit(0)).repeat(8),
                self.read[4 * b].val().trunc(8) & word(here).repeat(8)
            );
            self.bytes[b + 1].next = self.bytes[b].val() | four;
        }
        self.memory_out.next =
            self.wholes[lanes].val() | self.halves[lanes / 2].val() | self.bytes[lanes / 4].val();
    }
}

impl Leaf for AgLines {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("ag_lines", "Beats of a port between it and a memory of one word a beat.")
            .param("lanes", self._shape.lanes)
            .param("lines", self._shape.lines())
            .interface("vector_in", "the port's beats in")
            .interface("lane_out", "the port's beats out")
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
            let shape = WordShape { lanes, length_bits: 9, queue: 2 };
            check_leaf(|| AgLines::new(shape), 500, 1).unwrap();
        }
    }
}
