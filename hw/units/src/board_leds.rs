//! What a board shows: idle, running, failed, activity of the link, and that its clock runs.
//!
//! It has failed when the host has last read so: the state register goes by on the register bus.

use kiln_arch::registers::{ADDRESS_BITS, STATE, state};
use kiln_emit::prelude::*;

/// The lights, lowest first.
pub mod led {
    /// Nothing runs, and the last run has not failed.
    pub const IDLE: usize = 0;
    /// A load or a run is under way.
    pub const RUNNING: usize = 1;
    /// The last run has failed.
    pub const FAILED: usize = 2;
    /// Packets come, or answers leave.
    pub const LINK: usize = 3;
    /// Blinks.
    pub const ALIVE: usize = 4;
    /// Number of lights.
    pub const COUNT: usize = 5;
}

/// The lights.
#[derive(LogicBlock)]
pub struct BoardLeds {
    /// Clock.
    pub clk: Clock,
    /// Synchronous reset, active high.
    pub rst: In<Bit>,
    /// A load or a run is under way.
    pub busy: In<Bit>,
    /// The link is active in this cycle.
    pub active: In<Bit>,
    /// ARVALID and ARREADY of the register bus.
    pub asked: Vec<In<Bit>>,
    /// ARADDR of it.
    pub address: In<Word>,
    /// RVALID of it.
    pub answered: In<Bit>,
    /// RDATA of it.
    pub data: In<Word>,
    /// The lights.
    pub leds: Out<Word>,
    of_state: Reg<Bit>,
    failed: Reg<Bit>,
    shown: Reg<Bit>,
    glow: Reg<Word>,
    beat: Reg<Word>,
}

impl BoardLeds {
    /// The link's light stays on for `2^glow_bits` cycles; the last blinks with `2^beat_bits` cycles a turn.
    pub fn new(glow_bits: usize, beat_bits: usize) -> Self {
        Self {
            clk: Clock::new(),
            rst: In::bit(),
            busy: In::bit(),
            active: In::bit(),
            asked: many(2, In::bit),
            address: In::word(ADDRESS_BITS),
            answered: In::bit(),
            data: In::word(32),
            leds: Out::word(led::COUNT),
            of_state: Reg::bit(),
            failed: Reg::bit(),
            shown: Reg::bit(),
            glow: Reg::word(glow_bits + 1),
            beat: Reg::word(beat_bits),
        }
    }
}

impl Logic for BoardLeds {
    #[hdl_gen]
    fn update(&mut self) {
        if self.asked[0].val() && self.asked[1].val() {
            self.of_state.next = self.address.val() == STATE.address;
        }
        if self.answered.val() && self.of_state.val() {
            self.failed.next = self.data.val().trunc(3) == state::FAILED;
        }
        self.shown.next = self.busy.val();
        if self.shown.val() {
            self.failed.next = false;
        }
        let glows = self.glow.val().any();
        if self.active.val() {
            self.glow.next = !Word::new(self.glow.width(), 0u32);
        } else if glows {
            self.glow.next = self.glow.val() - 1;
        }
        self.beat.next = self.beat.val() + 1;
        self.leds.next = cat!(
            self.beat.val().bit(self.beat.width() - 1),
            glows,
            self.failed.val(),
            self.shown.val(),
            !self.shown.val() && !self.failed.val()
        );
        if self.rst.val() {
            self.of_state.next = false;
            self.failed.next = false;
            self.shown.next = false;
            self.glow.next = 0.into();
            self.beat.next = 0.into();
        }
    }
}

impl Leaf for BoardLeds {
    fn info(&self) -> LeafInfo {
        LeafInfo::new("board_leds", "Lights: idle, running, failed, link, alive; lowest first.")
            .param("glow", self.glow.width() - 1)
            .param("beat", self.beat.width())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kiln_emit::prove::check_leaf_with;

    #[test]
    fn prints_as_it_simulates() {
        check_leaf_with(
            || BoardLeds::new(3, 4),
            4000,
            1,
            |cycle, inputs| {
                inputs.set("busy", u32::from(cycle % 100 > 80));
                inputs.set("active", u32::from(cycle % 50 == 7));
                if cycle % 2 == 0 {
                    inputs.set("address", STATE.address);
                    inputs.set("data", state::FAILED);
                }
            },
        )
        .unwrap();
    }
}
