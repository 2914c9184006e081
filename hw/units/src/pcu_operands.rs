//! The operands of one stage and lane of a PCU.

use kiln_arch::config::mode;
use kiln_emit::prelude::*;

/// Values of `mode` as patterns take them.
const ACCUMULATE: u64 = mode::ACCUMULATE as u64;
const REDUCE: u64 = mode::REDUCE as u64;

/// Chooses what the functional unit computes with. See `docs/execution.md`, section 4.
#[derive(LogicBlock)]
pub struct PcuOperands {
    /// A value of `kiln_arch::config::mode`.
    pub mode: In<Word>,
    /// Register of operand a; the number of registers stands for the constant.
    pub a: In<Word>,
    /// The same for operand b.
    pub b: In<Word>,
    /// Lanes that the beat lacks give the constant.
    pub masked: In<Bit>,
    /// In reduce, the partner is 2^hop lanes above.
    pub hop: In<Word>,
    /// Operand b, if a register, is that of one lane.
    pub spread: In<Bit>,
    /// The constant.
    pub constant: In<Word>,
    /// The beat has this lane.
    pub present: In<Bit>,
    /// The beat starts a fold.
    pub first: In<Bit>,
    /// The register of operand a.
    pub own_a: In<Word>,
    /// The same for operand b.
    pub own_b: In<Word>,
    /// The register of operand b in the lane that is spread.
    pub spread_b: In<Word>,
    /// The accumulator of the beat.
    pub accumulator: In<Word>,
    /// Operand a of the lane 2^h above.
    pub partner: Vec<In<Word>>,
    /// First operand, zero where it is the accumulator.
    pub plain_a: Out<Word>,
    /// First operand.
    pub operand_a: Out<Word>,
    /// Second operand.
    pub operand_b: Out<Word>,
    choice_b: Vec<Wire<Word>>,
    _registers: usize,
    _hops: usize,
}

impl PcuOperands {
    /// For `registers` pipeline registers and `2^hops` lanes.
    pub fn new(registers: usize, hops: usize) -> Self {
        Self {
            mode: In::word(2),
            a: In::word(index_bits(registers + 1)),
            b: In::word(index_bits(registers + 1)),
            masked: In::bit(),
            hop: In::word(index_bits(hops)),
            spread: In::bit(),
            constant: In::word(32),
            present: In::bit(),
            first: In::bit(),
            own_a: In::word(32),
            own_b: In::word(32),
            spread_b: In::word(32),
            accumulator: In::word(32),
            partner: many(hops, || In::word(32)),
            plain_a: Out::word(32),
            operand_a: Out::word(32),
            operand_b: Out::word(32),
            choice_b: many(hops + 1, || Wire::word(32)),
            _registers: registers,
            _hops: hops,
        }
    }
}

impl Logic for PcuOperands {
    #[hdl_gen]
    fn update(&mut self) {
        let accumulates = self.mode.val() == ACCUMULATE;
        let reduces = self.mode.val() == REDUCE;
        let absent = self.masked.val() && !self.present.val() && (accumulates || reduces);

        // Each operand is an OR of what may be chosen, at most one of it not zero.
        let a_is_constant =
            if accumulates { self.first.val() } else { absent || self.a.val() == self._registers };
        let a_is_own = !accumulates && !a_is_constant;
        let a_is_sum = accumulates && !self.first.val();
        let plain = (self.constant.val() & word(a_is_constant).repeat(32))
            | (self.own_a.val() & word(a_is_own).repeat(32));
        self.plain_a.next = plain;
        self.operand_a.next = plain | (self.accumulator.val() & word(a_is_sum).repeat(32));

        let b_is_constant = !reduces && (absent || self.b.val() == self._registers);
        let b_is_own = !reduces && !b_is_constant && !self.spread.val();
        let b_is_spread = !reduces && !b_is_constant && self.spread.val();
        self.choice_b[0].next = (self.constant.val() & word(b_is_constant).repeat(32))
            | (self.own_b.val() & word(b_is_own).repeat(32))
            | (self.spread_b.val() & word(b_is_spread).repeat(32));
        for h in 0..self._hops {
            let hit = reduces && self.hop.val() == h;
            self.choice_b[h + 1].next =
                self.choice_b[h].val() | (self.partner[h].val() & word(hit).repeat(32));
        }
        self.operand_b.next = self.choice_b[self._hops].val();
    }
}

impl Leaf for PcuOperands {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("pcu_operands", "Operands of one stage and lane of a PCU.")
            .param("r", self._registers)
            .param("h", self._hops)
            .interface("mode", "configuration")
            .interface("present", "the beat at the stage")
            .interface("own", "registers before the stage")
            .interface("spread_b", "of other lanes")
            .interface("operand", "for the functional unit")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PcuOperands::new(4, 2), 1000, 1).unwrap();
        check_leaf(|| PcuOperands::new(6, 1), 1000, 2).unwrap();
    }
}
