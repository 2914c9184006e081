//! Which registers and lanes the operands of one stage and lane of a PCU are taken from.

use kiln_arch::config::mode;
use kiln_emit::prelude::*;

/// Values of `mode` as patterns take them.
const ACCUMULATE: u64 = mode::ACCUMULATE as u64;
const REDUCE: u64 = mode::REDUCE as u64;

/// Up to so many lanes the source of operand b is chosen among all lanes at once.
pub const FEW_LANES: usize = 4;

/// Chooses what the operands are. Each lane selects a register or the constant twice; operand b is then what a source,
/// its own lane or another, has selected. See `docs/execution.md`, section 4.
///
/// With up to [`FEW_LANES`] lanes `source` is the number of a lane. With more it is 0 for the lane itself, 1 for the
/// one that is spread, 2 + h for the lane 2^h above. What follows of the configuration alone is a register.
#[derive(LogicBlock)]
pub struct PcuOperands {
    /// Clock.
    pub clk: Clock,
    /// A value of `kiln_arch::config::mode`.
    pub mode: In<Word>,
    /// Register of operand a; the number of registers stands for the constant.
    pub a: In<Word>,
    /// The same for operand b.
    pub b: In<Word>,
    /// Lanes that the beat lacks give the constant.
    pub masked: In<Bit>,
    /// In reduce, operand b is operand a of the lane 2^hop above.
    pub hop: In<Word>,
    /// Operand b is that of one lane.
    pub spread: In<Bit>,
    /// Number of that lane.
    pub lane: In<Word>,
    /// Number of this lane.
    pub number: In<Word>,
    /// The beat has this lane.
    pub present: In<Bit>,
    /// Register of operand a, or the constant.
    pub select_a: Out<Word>,
    /// The same of operand b.
    pub select_b: Out<Word>,
    /// Where operand b is taken from.
    pub source: Out<Word>,
    /// The choices for a lane that the beat has, and for one that it lacks.
    here: Vec<Reg<Word>>,
    absent: Vec<Reg<Word>>,
    partner: Reg<Word>,
    _registers: usize,
    _hops: usize,
}

impl PcuOperands {
    /// For `registers` pipeline registers and `2^hops` lanes.
    pub fn new(registers: usize, hops: usize) -> Self {
        let register = || In::word(index_bits(registers + 1));
        let choice = || Reg::word(index_bits(registers + 1));
        Self {
            clk: Clock::new(),
            mode: In::word(2),
            a: register(),
            b: register(),
            masked: In::bit(),
            hop: In::word(index_bits(hops)),
            spread: In::bit(),
            lane: In::word(hops),
            number: In::word(hops),
            present: In::bit(),
            select_a: Out::word(index_bits(registers + 1)),
            select_b: Out::word(index_bits(registers + 1)),
            source: Out::word(index_bits(sources(hops))),
            here: many(2, choice),
            absent: many(2, choice),
            partner: Reg::word(index_bits(sources(hops))),
            _registers: registers,
            _hops: hops,
        }
    }
}

/// How many sources operand b has with `2^hops` lanes.
pub fn sources(hops: usize) -> usize {
    if 1 << hops <= FEW_LANES { 1 << hops } else { 2 + hops }
}

impl Logic for PcuOperands {
    #[hdl_gen]
    fn update(&mut self) {
        let accumulates = self.mode.val() == ACCUMULATE;
        let reduces = self.mode.val() == REDUCE;
        // What accumulates starts from the constant; the accumulator, which takes its place, joins later.
        let constant = Word::new(index_bits(self._registers + 1), self._registers as u64);
        let here_a = if accumulates { constant } else { self.a.val() };
        let here_b = if reduces { self.a.val() } else { self.b.val() };
        let blank = self.masked.val() && (accumulates || reduces);
        self.here[0].next = here_a;
        self.here[1].next = here_b;
        self.absent[0].next = if blank { constant } else { here_a };
        self.absent[1].next = if blank { constant } else { here_b };
        self.select_a.next =
            if self.present.val() { self.here[0].val() } else { self.absent[0].val() };
        self.select_b.next =
            if self.present.val() { self.here[1].val() } else { self.absent[1].val() };

        let width = self.source.width();
        if 1 << self._hops <= FEW_LANES {
            let above = Word::new(width, 1u64) << self.hop.val();
            let partner = self.number.val() + above;
            self.partner.next = if reduces { partner } else { self.number.val() };
            if self.spread.val() && !reduces {
                self.partner.next = self.lane.val();
            }
        } else {
            self.partner.next = word(self.spread.val()).zext(width);
            if reduces {
                self.partner.next = self.hop.val().zext(width) + 2;
            }
        }
        self.source.next = self.partner.val();
    }
}

impl Leaf for PcuOperands {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_operands",
            "Which registers and lanes the operands of a stage and lane of a PCU are taken from.",
        )
        .param("r", self._registers)
        .param("h", self._hops)
        .interface("mode", "configuration, and the number of the lane")
        .interface("present", "the beat at the stage")
        .interface("select_a", "choices")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf(|| PcuOperands::new(4, 2), 1000, 1).unwrap();
        check_leaf(|| PcuOperands::new(3, 1), 1000, 2).unwrap();
        check_leaf(|| PcuOperands::new(6, 3), 1000, 3).unwrap();
    }
}
