//! A multiplexer of any size.

use kiln_emit::prelude::*;

/// Gives the input that `select` numbers, or zero if there is none of that number.
#[derive(LogicBlock)]
pub struct Mux {
    /// Number of an input.
    pub select: In<Word>,
    /// What may be chosen.
    pub choice: Vec<In<Word>>,
    /// What is chosen.
    pub chosen: Out<Word>,
    joined: Vec<Wire<Word>>,
    _width: usize,
    _inputs: usize,
}

impl Mux {
    /// `inputs` words of `width` bits and a select of `select_bits` bits.
    pub fn new(width: usize, inputs: usize, select_bits: usize) -> Self {
        Self {
            select: In::word(select_bits),
            choice: many(inputs, || In::word(width)),
            chosen: Out::word(width),
            joined: many(inputs, || Wire::word(width)),
            _width: width,
            _inputs: inputs,
        }
    }
}

impl Logic for Mux {
    #[hdl_gen]
    fn update(&mut self) {
        self.joined[0].next = self.choice[0].val() & word(self.select.val() == 0).repeat(self._width);
        for k in 1..self._inputs {
            let hit = self.select.val() == k;
            self.joined[k].next = self.joined[k - 1].val() | (self.choice[k].val() & word(hit).repeat(self._width));
        }
        self.chosen.next = self.joined[self._inputs - 1].val();
    }
}

impl Leaf for Mux {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("mux", "The input that select numbers, or zero.")
            .param("w", self._width)
            .param("n", self._inputs)
            .param("s", self.select.width())
            .interface("choice", "what may be chosen")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::check::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| Mux::new(32, 5, 3), 500, 1).unwrap();
        check_leaf(|| Mux::new(4, 1, 1), 100, 2).unwrap();
    }
}
