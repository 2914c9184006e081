//! What joins leaves into a functional unit: OR of results, and delay.

use kiln_emit::prelude::*;

/// The bitwise OR of words, in the same cycle.
#[derive(LogicBlock)]
pub struct OrWords {
    /// Operands, 32 bits each.
    pub word: Vec<In<Word>>,
    /// Result.
    pub result: Out<Word>,
    partial: Vec<Wire<Word>>,
    _count: usize,
}

impl OrWords {
    /// The OR of `count` words of 32 bits, at least two.
    pub fn new(count: usize) -> Self {
        Self {
            word: many(count, || In::word(32)),
            result: Out::word(32),
            partial: many(count, || Wire::word(32)),
            _count: count,
        }
    }
}

impl Logic for OrWords {
    #[hdl_gen]
    fn update(&mut self) {
        self.partial[0].next = self.word[0].val();
        for i in 1..self._count {
            self.partial[i].next = self.partial[i - 1].val() | self.word[i].val();
        }
        self.result.next = self.partial[self._count - 1].val();
    }
}

impl Leaf for OrWords {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("or_words", "Bitwise OR of words.").param("n", self._count)
    }
}

/// A word some cycles later.
#[derive(LogicBlock)]
pub struct Delay {
    /// Clock.
    pub clk: Clock,
    /// The word, 32 bits.
    pub word: In<Word>,
    /// The word `cycles` later.
    pub result: Out<Word>,
    stage: Vec<Reg<Word>>,
    _cycles: usize,
}

impl Delay {
    /// A delay of `cycles`, at least one.
    pub fn new(cycles: usize) -> Self {
        Self {
            clk: Clock::new(),
            word: In::word(32),
            result: Out::word(32),
            stage: many(cycles, || Reg::word(32)),
            _cycles: cycles,
        }
    }
}

impl Logic for Delay {
    #[hdl_gen]
    fn update(&mut self) {
        self.stage[0].next = self.word.val();
        for i in 1..self._cycles {
            self.stage[i].next = self.stage[i - 1].val();
        }
        self.result.next = self.stage[self._cycles - 1].val();
    }
}

impl Leaf for Delay {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("delay", "A word some cycles later.").param("n", self._cycles)
    }
}
