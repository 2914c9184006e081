//! A value in each lane: `base + lane * step`.

use kiln_emit::prelude::*;

/// Spreads an affine function over the lanes with one adder a lane, in log2(lanes) layers.
#[derive(LogicBlock)]
pub struct CounterRamp {
    /// Value in lane 0.
    pub base: In<Word>,
    /// Difference from lane to lane.
    pub step: In<Word>,
    /// Value in each lane, modulo the width.
    pub value: Vec<Out<Word>>,
    _lanes: usize,
}

impl CounterRamp {
    /// Values of `bits` bits in `lanes` lanes (a power of two).
    pub fn new(bits: usize, lanes: usize) -> Self {
        Self {
            base: In::word(bits),
            step: In::word(bits),
            value: many(lanes, || Out::word(bits)),
            _lanes: lanes,
        }
    }
}

impl Logic for CounterRamp {
    #[hdl_gen]
    fn update(&mut self) {
        self.value[0].next = self.base.val();
        for lane in 1..self._lanes {
            let log = lane.ilog2() as usize;
            self.value[lane].next = self.value[lane - (1 << log)].val() + (self.step.val() << log);
        }
    }
}

impl Leaf for CounterRamp {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("counter_ramp", "A value in each lane: base plus lane times step.")
            .param("b", self.base.width())
            .param("lanes", self._lanes)
            .interface("value", "one a lane")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| CounterRamp::new(32, 8), 300, 1).unwrap();
    }
}
