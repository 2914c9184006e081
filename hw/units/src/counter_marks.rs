//! The end mark of an iteration.

use kiln_emit::prelude::*;

/// The largest m for which `mark<m>` is set and all levels below it are at their last iteration.
#[derive(LogicBlock)]
pub struct CounterMarks {
    /// 1 + the level whose end mark 1 closes, or 0.
    pub mark1: In<Word>,
    /// The same for mark 2.
    pub mark2: In<Word>,
    /// The same for mark 3.
    pub mark3: In<Word>,
    /// Bit h: all levels below h are at their last iteration.
    pub below: In<Word>,
    /// The end mark.
    pub e: Out<Word>,
    _levels: usize,
}

impl CounterMarks {
    /// For chains of `levels` loops.
    pub fn new(levels: usize) -> Self {
        let bits = index_bits(levels + 1);
        Self {
            mark1: In::word(bits),
            mark2: In::word(bits),
            mark3: In::word(bits),
            below: In::word(levels + 1),
            e: Out::word(2),
            _levels: levels,
        }
    }
}

impl Logic for CounterMarks {
    #[hdl_gen]
    fn update(&mut self) {
        let ended = cat!(self.below.val().slice(1, self._levels), false);
        let ends1 = ended.bit(self.mark1.val());
        let ends2 = ended.bit(self.mark2.val());
        let ends3 = ended.bit(self.mark3.val());
        // Most often no loop ends.
        self.e.next = if !self.below.val().bit(1) {
            0.into()
        } else if ends3 {
            3.into()
        } else if ends2 {
            2.into()
        } else {
            word(ends1).zext(2)
        };
    }
}

impl Leaf for CounterMarks {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "counter_marks",
            "The end mark of an iteration: the largest whose loop ends here.",
        )
        .param("n", self._levels)
        .interface("mark1", "configuration")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| CounterMarks::new(8), 1000, 1).unwrap();
        check_leaf(|| CounterMarks::new(3), 1000, 2).unwrap();
    }
}
