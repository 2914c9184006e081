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
    /// Register of operand c.
    pub c: In<Word>,
    /// Lanes that the beat lacks give the constant.
    pub masked: In<Bit>,
    /// In reduce, the partner is 2^hop lanes above.
    pub hop: In<Word>,
    /// The constant.
    pub constant: In<Word>,
    /// The beat has this lane.
    pub present: In<Bit>,
    /// The beat starts a fold.
    pub first: In<Bit>,
    /// Pipeline registers before the stage.
    pub register: Vec<In<Word>>,
    /// The accumulator of the beat.
    pub accumulator: In<Word>,
    /// Operand a of the lane 2^h above.
    pub partner: Vec<In<Word>>,
    /// First operand.
    pub operand_a: Out<Word>,
    /// Second operand.
    pub operand_b: Out<Word>,
    /// Third operand.
    pub operand_c: Out<Word>,
    choice_a: Vec<Wire<Word>>,
    choice_b: Vec<Wire<Word>>,
    choice_c: Vec<Wire<Word>>,
    _registers: usize,
    _hops: usize,
}

impl PcuOperands {
    /// For `registers` pipeline registers and `2^hops` lanes.
    pub fn new(registers: usize, hops: usize) -> Self {
        let select = index_bits(registers + 1);
        Self {
            mode: In::word(2),
            a: In::word(select),
            b: In::word(select),
            c: In::word(index_bits(registers)),
            masked: In::bit(),
            hop: In::word(index_bits(hops)),
            constant: In::word(32),
            present: In::bit(),
            first: In::bit(),
            register: many(registers, || In::word(32)),
            accumulator: In::word(32),
            partner: many(hops, || In::word(32)),
            operand_a: Out::word(32),
            operand_b: Out::word(32),
            operand_c: Out::word(32),
            choice_a: many(registers + 1, || Wire::word(32)),
            choice_b: many(registers + hops + 1, || Wire::word(32)),
            choice_c: many(registers, || Wire::word(32)),
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

        // Each operand is an OR of what may be chosen, one of it not zero.
        let a_is_constant =
            if accumulates { self.first.val() } else { absent || self.a.val() == self._registers };
        let a_is_sum = accumulates && !self.first.val();
        let a_is_register = !accumulates && !absent;
        self.choice_a[0].next = (self.constant.val() & word(a_is_constant).repeat(32))
            | (self.accumulator.val() & word(a_is_sum).repeat(32));

        let b_is_constant = !reduces && (absent || self.b.val() == self._registers);
        let b_is_register = !reduces && !absent;
        self.choice_b[0].next = self.constant.val() & word(b_is_constant).repeat(32);

        for r in 0..self._registers {
            let hit_a = a_is_register && self.a.val() == r;
            let hit_b = b_is_register && self.b.val() == r;
            self.choice_a[r + 1].next =
                self.choice_a[r].val() | (self.register[r].val() & word(hit_a).repeat(32));
            self.choice_b[r + 1].next =
                self.choice_b[r].val() | (self.register[r].val() & word(hit_b).repeat(32));
        }
        for h in 0..self._hops {
            let hit = reduces && self.hop.val() == h;
            self.choice_b[self._registers + h + 1].next = self.choice_b[self._registers + h].val()
                | (self.partner[h].val() & word(hit).repeat(32));
        }
        self.choice_c[0].next = self.register[0].val() & word(self.c.val() == 0).repeat(32);
        for r in 1..self._registers {
            let hit_c = self.c.val() == r;
            self.choice_c[r].next =
                self.choice_c[r - 1].val() | (self.register[r].val() & word(hit_c).repeat(32));
        }
        self.operand_a.next = self.choice_a[self._registers].val();
        self.operand_b.next = self.choice_b[self._registers + self._hops].val();
        self.operand_c.next = self.choice_c[self._registers - 1].val();
    }
}

impl Leaf for PcuOperands {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("pcu_operands", "Operands of one stage and lane of a PCU.")
            .param("r", self._registers)
            .param("h", self._hops)
            .interface("mode", "configuration")
            .interface("present", "the beat at the stage")
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
