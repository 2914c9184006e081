//! What the pipeline registers of one lane of a PCU start with.

use kiln_emit::prelude::*;

/// The registers before the first stage.
#[derive(LogicBlock)]
pub struct PcuHead {
    /// Clock.
    pub clk: Clock,
    /// Number of the source of each register; a number beyond them gives 0.
    pub head: Vec<In<Word>>,
    /// This lane of what may be chosen: vector inputs, scalar inputs, index generators.
    pub source: Vec<In<Word>>,
    /// The registers.
    pub register: Vec<Out<Word>>,
    choice: Vec<Wire<Word>>,
    store: Vec<Reg<Word>>,
    _registers: usize,
    _sources: usize,
}

impl PcuHead {
    /// `registers` words, each from one of `sources`.
    pub fn new(registers: usize, sources: usize) -> Self {
        Self {
            clk: Clock::new(),
            head: many(registers, || In::word(index_bits(sources))),
            source: many(sources, || In::word(32)),
            register: many(registers, || Out::word(32)),
            choice: many(registers * sources, || Wire::word(32)),
            store: many(registers, || Reg::word(32)),
            _registers: registers,
            _sources: sources,
        }
    }
}

impl Logic for PcuHead {
    #[hdl_gen]
    fn update(&mut self) {
        for r in 0..self._registers {
            let base = r * self._sources;
            self.choice[base].next =
                self.source[0].val() & word(self.head[r].val() == 0).repeat(32);
            for k in 1..self._sources {
                let hit = self.head[r].val() == k;
                self.choice[base + k].next =
                    self.choice[base + k - 1].val() | (self.source[k].val() & word(hit).repeat(32));
            }
            self.store[r].next = self.choice[base + self._sources - 1].val();
            self.register[r].next = self.store[r].val();
        }
    }
}

impl Leaf for PcuHead {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("pcu_head", "Pipeline registers of one lane of a PCU before its first stage.")
            .param("r", self._registers)
            .param("k", self._sources)
            .interface("head", "configuration")
            .interface("source", "this lane of the beats at the inputs, and of the indices")
            .interface("register", "a cycle later")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PcuHead::new(4, 6), 500, 1).unwrap();
    }
}
