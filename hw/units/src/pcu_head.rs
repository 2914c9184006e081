//! What the pipeline registers of a PCU start with.

use kiln_emit::prelude::*;

/// The registers before the first stage, in all lanes.
#[derive(LogicBlock)]
pub struct PcuHead {
    /// Clock.
    pub clk: Clock,
    /// Number of the source of each register; a number beyond them gives 0.
    pub head: Vec<In<Word>>,
    /// What may be chosen: vector inputs, scalar inputs, index generators. Of each all lanes, then the next.
    pub source: Vec<In<Word>>,
    /// The registers. Of each all lanes, then the next.
    pub register: Vec<Out<Word>>,
    choice: Vec<Wire<Word>>,
    store: Vec<Reg<Word>>,
    _registers: usize,
    _sources: usize,
    _lanes: usize,
}

impl PcuHead {
    /// `registers` vectors of `lanes` words, each from one of `sources`.
    pub fn new(registers: usize, sources: usize, lanes: usize) -> Self {
        Self {
            clk: Clock::new(),
            head: many(registers, || In::word(index_bits(sources))),
            source: many(sources * lanes, || In::word(32)),
            register: many(registers * lanes, || Out::word(32)),
            choice: many(registers * sources * lanes, || Wire::word(32)),
            store: many(registers * lanes, || Reg::word(32)),
            _registers: registers,
            _sources: sources,
            _lanes: lanes,
        }
    }
}

impl Logic for PcuHead {
    #[hdl_gen]
    fn update(&mut self) {
        for r in 0..self._registers {
            let base = r * self._sources * self._lanes;
            for k in 0..self._sources {
                let hit = word(self.head[r].val() == k).repeat(32);
                for lane in 0..self._lanes {
                    let chosen = self.source[k * self._lanes + lane].val() & hit;
                    if k == 0 {
                        self.choice[base + lane].next = chosen;
                    } else {
                        self.choice[base + k * self._lanes + lane].next =
                            self.choice[base + (k - 1) * self._lanes + lane].val() | chosen;
                    }
                }
            }
            for lane in 0..self._lanes {
                let last = base + (self._sources - 1) * self._lanes + lane;
                self.store[r * self._lanes + lane].next = self.choice[last].val();
                self.register[r * self._lanes + lane].next =
                    self.store[r * self._lanes + lane].val();
            }
        }
    }
}

impl Leaf for PcuHead {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_head",
            "Pipeline registers of a PCU before its first stage, in all lanes.",
        )
        .param("r", self._registers)
        .param("k", self._sources)
        .param("lanes", self._lanes)
        .interface("head", "configuration")
        .interface("source", "the beats at the inputs, and the indices")
        .interface("register", "a cycle later")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PcuHead::new(4, 6, 2), 500, 1).unwrap();
    }
}
