//! A multiplexer of any size: a tree of two-way ones. A node without a partner passes on, which costs nothing; so a
//! number of no input gives one of the last inputs.

use kiln_emit::prelude::*;

/// Gives the input that `select` numbers, or some input if there is none of that number.
#[derive(LogicBlock)]
pub struct Mux {
    /// Number of an input.
    pub select: In<Word>,
    /// What may be chosen.
    pub choice: Vec<In<Word>>,
    /// What is chosen.
    pub chosen: Out<Word>,
    node: Vec<Wire<Word>>,
    _width: usize,
    _layers: Vec<Layer>,
}

/// One layer of the tree: its nodes are `first .. first + count`.
#[derive(Clone, Copy)]
struct Layer {
    first: usize,
    count: usize,
}

impl Mux {
    /// `inputs` words of `width` bits and a select of `select_bits` bits, enough to number them.
    pub fn new(width: usize, inputs: usize, select_bits: usize) -> Self {
        let mut layers = vec![Layer { first: 0, count: inputs }];
        for k in 0..select_bits {
            let Layer { first, count } = layers[k];
            layers.push(Layer { first: first + count, count: count.div_ceil(2) });
        }
        Self {
            select: In::word(select_bits),
            choice: many(inputs, || In::word(width)),
            chosen: Out::word(width),
            node: many(layers.iter().map(|layer| layer.count).sum(), || Wire::word(width)),
            _width: width,
            _layers: layers,
        }
    }
}

impl Logic for Mux {
    #[hdl_gen]
    fn update(&mut self) {
        for i in 0..self.choice.len() {
            self.node[i].next = self.choice[i].val();
        }
        for k in 0..self._layers.len() - 1 {
            let from = self._layers[k];
            let to = self._layers[k + 1];
            for i in 0..to.count {
                if 2 * i + 1 < from.count {
                    self.node[to.first + i].next = if self.select.val().bit(k) {
                        self.node[from.first + 2 * i + 1].val()
                    } else {
                        self.node[from.first + 2 * i].val()
                    };
                } else {
                    self.node[to.first + i].next = self.node[from.first + 2 * i].val();
                }
            }
        }
        self.chosen.next = self.node[self.node.len() - 1].val();
    }
}

impl Leaf for Mux {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("mux", "The input that select numbers.")
            .param("w", self._width)
            .param("n", self.choice.len())
            .param("s", self.select.width())
            .interface("choice", "what may be chosen")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| Mux::new(70, 5, 4), 500, 1).unwrap();
        check_leaf(|| Mux::new(4, 1, 1), 100, 2).unwrap();
    }
}
