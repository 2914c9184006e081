//! What a vector input port of a PCU keeps of the beats that arrive.

use kiln_arch::config::DEAL_BITS;
use kiln_emit::prelude::*;

/// Stands between the link and the port's FIFO. See *Dealing* in `docs/execution.md`, section 4.
#[derive(LogicBlock)]
pub struct PcuDeal {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// One beat in so many, plus one, is kept.
    pub every: In<Word>,
    /// Its number, from 0.
    pub offset: In<Word>,
    /// The link offers a beat.
    pub link_valid: In<Bit>,
    /// The FIFO has room.
    pub fifo_ready: In<Bit>,
    /// The FIFO is offered the beat.
    pub fifo_valid: Out<Bit>,
    turn: Reg<Word>,
}

impl PcuDeal {
    #[expect(clippy::new_without_default, reason = "leaves are made by `new`")]
    /// The dealer of a port.
    pub fn new() -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            every: In::word(DEAL_BITS),
            offset: In::word(DEAL_BITS),
            link_valid: In::bit(),
            fifo_ready: In::bit(),
            fifo_valid: Out::bit(),
            turn: Reg::word(DEAL_BITS),
        }
    }
}

impl Logic for PcuDeal {
    #[hdl_gen]
    fn update(&mut self) {
        self.fifo_valid.next = self.link_valid.val() && self.turn.val() == self.offset.val();
        let pushed = self.link_valid.val() && self.fifo_ready.val();
        if self.rst.val() || (pushed && self.turn.val() == self.every.val()) {
            self.turn.next = 0.into();
        } else if pushed {
            self.turn.next = self.turn.val() + 1;
        }
    }
}

impl Leaf for PcuDeal {
    fn info(&self) -> LeafInfo {
        LeafInfo::new(
            "pcu_deal",
            "Keeps one of each so many beats that arrive at an input port of a PCU.",
        )
        .interface("every", "configuration")
        .interface("link", "the port")
        .interface("fifo", "its queue")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf_with;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf_with(PcuDeal::new, 2000, 1, |cycle, inputs| {
            // Mostly numbers that are reached.
            if cycle % 500 < 400 {
                inputs.set("every", inputs.get("every").trunc(2).zext(DEAL_BITS));
                inputs.set("offset", inputs.get("offset").trunc(2).zext(DEAL_BITS));
            }
        })
        .unwrap();
    }
}
