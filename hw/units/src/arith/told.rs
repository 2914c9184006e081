//! What arithmetic leaves are told of the operator: a bit for each set of operators that makes a difference to them.
//!
//! The operator is constant during a run. So one decoder serves the lanes of a stage, and its answer is a register: its
//! logic is neither repeated nor in the way of the operands.

use super::OP_WIDTH;
use kiln_emit::prelude::*;

/// A leaf that is told what to do by an [`OpDecode`].
pub trait Told {
    /// Name of the decoder's module.
    const DECODER: &'static str;
    /// Sets of operators' codes, a bit each: bit k of the leaf's port `told` says whether the operator is in set k. The
    /// first set is that of all operators that the leaf computes.
    const SETS: &'static [u64];
}

/// Looks the operator up in sets of operators.
#[derive(LogicBlock)]
pub struct OpDecode {
    /// Clock.
    pub clk: Clock,
    /// The operator's code.
    pub op: In<Word>,
    /// Bit k: it is in set k.
    pub told: Out<Word>,
    bits: Vec<Wire<Word>>,
    known: Reg<Word>,
    _name: &'static str,
    _sets: &'static [u64],
}

impl OpDecode {
    /// The decoder for leaves `L`.
    pub fn new<L: Told>() -> Self {
        let (name, sets) = (L::DECODER, L::SETS);
        Self {
            clk: Clock::new(),
            op: In::word(OP_WIDTH),
            told: Out::word(sets.len()),
            bits: (1..=sets.len()).map(Wire::word).collect(),
            known: Reg::word(sets.len()),
            _name: name,
            _sets: sets,
        }
    }
}

impl Logic for OpDecode {
    #[hdl_gen]
    fn update(&mut self) {
        for k in 0..self._sets.len() {
            let found = Word::new(64, self._sets[k]).bit(self.op.val());
            if k == 0 {
                self.bits[k].next = word(found);
            } else {
                self.bits[k].next = cat!(found, self.bits[k - 1].val());
            }
        }
        self.known.next = self.bits[self._sets.len() - 1].val();
        self.told.next = self.known.val();
    }
}

impl Leaf for OpDecode {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            self._name,
            "Looks an operator up in sets of operators, for the leaves that compute some of them.",
        )
        .interface("op", "configuration")
        .interface("told", "one bit a set, a cycle later")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arith::IntAlu;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(OpDecode::new::<IntAlu>, 1000, 1).unwrap();
    }
}
