//! Whose the memory is: the fabric's while it is busy, else the link's.
//!
//! Only one of the two has transactions under way at a time, so the change needs no care.

use kiln_emit::prelude::*;

/// The signals of one AXI4 master or the other.
#[derive(LogicBlock)]
pub struct BoardMemory {
    /// The memory is the fabric's.
    pub busy: In<Bit>,
    /// What the link drives.
    pub link: Vec<In<Word>>,
    /// What the fabric drives.
    pub fabric: Vec<In<Word>>,
    /// What the memory sees.
    pub memory: Vec<Out<Word>>,
    /// Readies and valids of the memory.
    pub answer: Vec<In<Bit>>,
    /// What the link sees of them.
    pub link_answer: Vec<Out<Bit>>,
    /// What the fabric sees of them.
    pub fabric_answer: Vec<Out<Bit>>,
    _widths: Vec<usize>,
}

impl BoardMemory {
    /// Signals of these widths from the masters, and so many single bits to them.
    pub fn new(widths: &[usize], answers: usize) -> Self {
        let words = || widths.iter().map(|&width| In::word(width)).collect();
        Self {
            busy: In::bit(),
            link: words(),
            fabric: words(),
            memory: widths.iter().map(|&width| Out::word(width)).collect(),
            answer: many(answers, In::bit),
            link_answer: many(answers, Out::bit),
            fabric_answer: many(answers, Out::bit),
            _widths: widths.to_vec(),
        }
    }
}

impl Logic for BoardMemory {
    #[hdl_gen]
    fn update(&mut self) {
        for i in 0..self.link.len() {
            self.memory[i].next =
                if self.busy.val() { self.fabric[i].val() } else { self.link[i].val() };
        }
        for i in 0..self.answer.len() {
            self.link_answer[i].next = self.answer[i].val() && !self.busy.val();
            self.fabric_answer[i].next = self.answer[i].val() && self.busy.val();
        }
    }
}

impl Leaf for BoardMemory {
    fn info(&self) -> LeafInfo {
        let widths: Vec<String> = self._widths.iter().map(ToString::to_string).collect();
        LeafInfo::new(
            "board_memory",
            "The memory is the fabric's while it is busy, else the link's.",
        )
        .param("w", widths.join("_"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| BoardMemory::new(&[1, 32, 128], 3), 500, 1).unwrap();
    }
}
