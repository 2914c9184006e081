//! Power-up and refresh of an SDRAM: says when the rest of the controller stops, and what goes to the chip meanwhile.
//!
//! A refresh falls due every so often and is made up for when nothing else is to be done, or at the latest when so many are owed as may be
//! postponed, all at once.

use crate::sdram_shape::SdramShape;
use kiln_arch::sdram::POSTPONED;
use kiln_emit::prelude::*;

const POWER_UP: u64 = 0;
const RUN: u64 = 1;
const PRECHARGE: u64 = 2;
const REFRESH: u64 = 3;

/// Wait, precharge all, refresh eight times, load the mode register; then refresh for ever.
#[derive(LogicBlock)]
pub struct SdramRefresh {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high: the chip is set up anew, its contents are lost.
    pub rst: In<Bit>,
    /// No burst is under way.
    pub quiet: In<Bit>,
    /// Every bank may be precharged.
    pub still: In<Bit>,
    /// No command may be given by others, and all rows are closed afterwards.
    pub stop: Out<Bit>,
    /// The chip is set up.
    pub live: Out<Bit>,
    /// PRECHARGE ALL in this cycle.
    pub precharge: Out<Bit>,
    /// AUTO REFRESH in this cycle.
    pub refresh: Out<Bit>,
    /// LOAD MODE REGISTER in this cycle.
    pub mode: Out<Bit>,
    state: Reg<Word>,
    interval: Reg<Word>,
    owed: Reg<Word>,
    timer: Reg<Word>,
    ready: Reg<Bit>,
    _shape: SdramShape,
}

impl SdramRefresh {
    /// For a chip and clock of that shape.
    pub fn new(shape: SdramShape) -> Self {
        let cycles = shape.cycles;
        let longest = cycles.t_rfc.max(cycles.t_rp).max(cycles.t_mrd);
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            quiet: In::bit(),
            still: In::bit(),
            stop: Out::bit(),
            live: Out::bit(),
            precharge: Out::bit(),
            refresh: Out::bit(),
            mode: Out::bit(),
            state: Reg::word(2),
            interval: Reg::word(index_bits(cycles.refresh)),
            owed: Reg::word(index_bits(cycles.power_up_refreshes.max(2 * POSTPONED as usize))),
            timer: Reg::word(index_bits(longest)),
            ready: Reg::bit(),
            _shape: shape,
        }
    }
}

impl Logic for SdramRefresh {
    #[hdl_gen]
    fn update(&mut self) {
        let cycles = self._shape.cycles;
        let due = self.interval.val() == 0;
        let waited = !self.timer.val().any();
        let owes = self.owed.val().any();
        let state = self.state.val();
        let closes = state == PRECHARGE && self.still.val();
        let refreshes = state == REFRESH && waited && owes;
        let sets_mode = state == REFRESH && waited && !owes && !self.ready.val();
        self.precharge.next = closes;
        self.refresh.next = refreshes;
        self.mode.next = sets_mode;
        self.stop.next = state != RUN;
        self.live.next = self.ready.val();

        if due {
            self.interval.next = (cycles.refresh - 1).into();
        } else {
            self.interval.next = self.interval.val() - 1;
        }
        if due && !refreshes {
            self.owed.next = self.owed.val() + 1;
        } else if refreshes && !due {
            self.owed.next = self.owed.val() - 1;
        }
        if closes {
            self.timer.next = (cycles.t_rp - 1).into();
        } else if refreshes {
            self.timer.next = (cycles.t_rfc - 1).into();
        } else if sets_mode {
            self.timer.next = (cycles.t_mrd - 1).into();
            self.ready.next = true;
        } else if !waited {
            self.timer.next = self.timer.val() - 1;
        }
        match state.num() {
            // Until the chip has power for long enough, what is owed counts the time.
            POWER_UP => {
                if self.owed.val() == cycles.power_up_refreshes - 1 && due {
                    self.state.next = PRECHARGE.into();
                    self.owed.next = POSTPONED.into();
                }
            }
            RUN => {
                if self.owed.val() >= cycles.postponed || (owes && self.quiet.val()) {
                    self.state.next = PRECHARGE.into();
                }
            }
            PRECHARGE => {
                if self.still.val() {
                    self.state.next = REFRESH.into();
                }
            }
            _ => {
                if waited && !owes && self.ready.val() {
                    self.state.next = RUN.into();
                }
            }
        }
        if self.rst.val() {
            self.state.next = POWER_UP.into();
            self.interval.next = (cycles.refresh - 1).into();
            self.owed.next = 0.into();
            self.timer.next = 0.into();
            self.ready.next = false;
        }
    }
}

impl Leaf for SdramRefresh {
    fn info(&self) -> LeafInfo {
        let cycles = &self._shape.cycles;
        LeafInfo::new("sdram_refresh", "Power-up and refresh of an SDRAM.")
            .param("p", cycles.power_up_refreshes)
            .param("r", cycles.refresh)
            .param("rp", cycles.t_rp)
            .param("rfc", cycles.t_rfc)
            .param("mrd", cycles.t_mrd)
            .param("o", cycles.postponed)
            .interface("quiet", "what the rest of the controller does")
            .interface("stop", "what it may do")
            .interface("precharge", "commands to the chip")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_arch::sdram::ULX3S;
    use kiln_emit::prove::check_leaf_with;

    #[test]
    fn prints_as_it_simulates() {
        let mut shape = SdramShape::new(ULX3S, 100_000_000, 128, 3, 0).unwrap();
        // As long a life in fewer cycles.
        (shape.cycles.refresh, shape.cycles.power_up_refreshes) = (20, 18);
        check_leaf_with(
            || SdramRefresh::new(shape),
            20_000,
            1,
            |cycle, inputs| {
                inputs.set("rst", u32::from(cycle % 6000 == 0));
                inputs.set("quiet", u32::from(cycle % 600 > 400));
            },
        )
        .unwrap();
    }
}
